"""What a field for a licence says, in whatever metadata it stands: a name, a text, or a pointer.

The same for ``License:``, ``license = "…"`` and ``"license": {"type": …}``: a name by its
spellings, anything longer by the reader of files (`tracker.licensing.texts.identify`).
"""

import re

from tracker.licensing.names import Naming, headed
from tracker.licensing.source import Source
from tracker.licensing.spelling import normalise
from tracker.licensing.texts import identify
from tracker.model.verdict import NOASSERTION, NONE

_NAME_LENGTH = 200
"""Characters; what is longer, or has lines, is a text."""
_POINTING = frozenset(
    ("a", "and", "at", "attached", "blob", "copying", "details", "file", "files", "for", "from",
     "full", "in", "included", "is", "licence", "licences", "license", "licenses", "main", "master",
     "md", "notice", "of", "package", "please", "project", "readme", "refer", "root", "rst", "see",
     "text", "the", "this", "to", "tree", "txt")
)  # fmt: skip
"""Words that point at a text, and say nothing of it."""
_READ = frozenset(("exact", "normalised", "near", "contained", "header"))
"""How the reader of files knows more than a name: by a text, or a notice."""
_CLASSIFIER = "License ::"


def field(raw: object) -> Naming | None:
    """Return what a field says, None where it says nothing or only where to read.

    A name that is not known, and terms that are not understood, have no expression.

    Examples
    --------
    >>> field("Apache License, Version 2.0").expression, field("MIT (see LICENSE)").expression
    ('Apache-2.0', 'MIT')
    >>> field("Licensed under the MIT License, for research only").expression is None
    True
    >>> field("see the file LICENSE.txt") is None
    True
    """
    if not isinstance(raw, str) or not raw.strip():
        return None
    text = raw.strip()
    is_name = len(text) <= _NAME_LENGTH and "\n" not in text
    expression = normalise(text)
    if expression is None and is_name and (named := headed(text)):
        expression = named.expression
    if expression or text.startswith(_CLASSIFIER):
        return Naming(expression=expression, name=text)
    identified = identify(Source(path="LICENSE", text=text))
    if identified.license == NONE and (not is_name or points(text)):
        return None
    known = identified.license not in (NONE, NOASSERTION) and identified.how in _READ
    return Naming(expression=identified.license if known else None, name=text)


def points(text: str) -> bool:
    """Tell whether a field only says in which file to read.

    Examples
    --------
    >>> points("file: LICENSE"), points("SEE LICENSE IN terms.md"), points("BSD License")
    (True, True, False)
    """
    words = re.findall(r"\w+", text.lower())
    named_file = re.search(r"\b(?:file|in|at)\b\W{0,3}\S+$|\.(?:txt|md|rst)$", text, re.IGNORECASE)
    return _POINTING.issuperset(words) or bool(
        named_file and _POINTING.issuperset(re.findall(r"\w+", text[: named_file.start()].lower()))
    )
