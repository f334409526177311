"""Text from outside, made fit to be shown: one line, printable, bounded."""

import unicodedata

LIMIT = 600
"""Characters of one piece of text in a table."""

_DROPPED = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))


def clean(text: str, limit: int = LIMIT) -> str:
    r"""Return `text` as one line of printable characters.

    Control characters (with them the start of every terminal sequence), marks that turn the
    direction of writing, invisible ones and unpaired surrogates are dropped; white space of every
    kind becomes one space; what is longer than `limit` ends in an ellipsis.

    Examples
    --------
    >>> clean("a\n\tb\x1b[31mc")
    'a b[31mc'
    >>> clean("abc\u202edef\u2066", limit=5)
    'abcd…'
    """
    head = text[: 8 * limit]
    if not head.isprintable():  # rare; the other way is a hundred times faster
        head = "".join(map(_character, head))
    line = " ".join(head.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _character(character: str) -> str:
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in _DROPPED else character
