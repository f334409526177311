"""Whom the copyright line of a licence file names."""

import re
from collections.abc import Iterator

_LINE = re.compile(
    r"^[^\w\n]{0,20}copyright[ \t]*+(?:(?:\(c\)|©|&copy;)[ \t]*+)?[\[{<(]?(?:\d{4}|y{2,4}|year)\b"
    r"[ \t\d,;–-]{0,40}(?:present)?[\]}>)]?[ \t,:;]*(?:by[ \t]+)?(?P<name>\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_RIGHTS = "all rights reserved"
_OF_THE_TEXT = re.compile(r"free software foundation|creative commons", re.IGNORECASE)
"""These hold the copyright in a licence text, not in what is under it."""
_LENGTH = 100


def holder(text: str) -> str | None:
    r"""Return the name in the first copyright line, or None where no line names anybody.

    A line that was never filled in gives the template's own words, in their brackets. That of a
    licence's own appendix, which is to be left as it is, counts only where there is no other.

    Examples
    --------
    >>> holder("MIT License\n\nCopyright (c) 2023-2025 A. Author. All rights reserved.")
    'A. Author'
    >>> holder("   Copyright [yyyy] [name of copyright owner]")
    '[name of copyright owner]'
    >>> holder("Grant of Copyright License")
    """
    named = [name for _, name in holders(text)]
    own = (name for name in named if not is_appendix(name))
    return next(own, next(iter(named), None))


def holders(text: str) -> Iterator[tuple[int, str]]:
    """Yield the number and the name of each copyright line that names somebody, from line 1."""
    number, counted = 1, 0
    for line in _LINE.finditer(text):
        name = _ended(line["name"])
        if name[-len(_RIGHTS) :].lower() == _RIGHTS:
            name = _ended(name[: -len(_RIGHTS)])
        name = name[:_LENGTH].strip()
        if name and not _OF_THE_TEXT.search(name):
            number += text.count("\n", counted, line.start("name"))
            counted = line.start("name")
            yield number, name


def _ended(name: str) -> str:
    end = len(name)
    while end and (name[end - 1].isspace() or name[end - 1] in ",.;"):
        end -= 1
    return name[:end]


_APPENDIX = re.compile(r"\W*name of (?:copyright owner|author)\W*", re.IGNORECASE)


def is_appendix(name: str) -> bool:
    """Whether a name is that of a licence's own appendix, which tells how to apply it.

    Examples
    --------
    >>> is_appendix("[name of copyright owner]"), is_appendix("[fullname]")
    (True, False)
    """
    return _APPENDIX.fullmatch(name) is not None


_PLACEHOLDER = re.compile(
    r"name|owner|holder|author|organi[sz]ation|company|entity|your\b", re.IGNORECASE
)


def is_template(name: str) -> bool:
    """Whether a copyright line is still the template's: a name in its brackets is none.

    Examples
    --------
    >>> [is_template(name) for name in ("[name of copyright owner]", "<copyright holders>")]
    [True, True]
    >>> is_template("[Jo Doe]")
    False
    """
    bracketed = name[:1] in "[{<" and name[-1:] in "]}>"
    return bracketed and _PLACEHOLDER.search(name) is not None
