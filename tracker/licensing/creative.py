"""The licences of Creative Commons, in whatever order of words they are named."""

import re

from tracker.licensing.spelling import normalise

_CC = re.compile(
    r"\b(?:CC|Creative Commons)\b(?P<rest>(?:[- ,/()]{1,3}(?:attribution|share[- ]?alike|non[-"
    r" ]?commercial|no[- ]?deriv\w*|by|nc|nd|sa|license|licence"
    r"|international|unported|\d\.\d))*)",
    re.IGNORECASE,
)
_PARTS = (
    ("BY", r"\bby\b|attribution"), ("NC", r"\bnc\b|non[- ]?commercial"),
    ("SA", r"\bsa\b|share[- ]?alike"), ("ND", r"\bnd\b|no[- ]?deriv"),
)  # fmt: skip


def creative_commons(text: str) -> str | None:
    """Return the one licence of Creative Commons that a text names in whatever order of words.

    Examples
    --------
    >>> creative_commons("Creative Commons 4.0 BY-SA"), creative_commons("under CC-by-NC")
    ('CC-BY-SA-4.0', 'LicenseRef-CC-BY-NC')
    """
    found = set()
    for hit in _CC.finditer(text):
        rest = hit["rest"].casefold()
        parts = [name for name, pattern in _PARTS if re.search(pattern, rest)]
        if not parts:
            continue
        if parts[0] != "BY":
            parts.insert(0, "BY")
        number = re.search(r"\d\.\d", rest)
        name = "-".join(("CC", *parts))
        known = normalise(f"{name}-{number[0]}") if number else None
        found.add(known or f"LicenseRef-{name}")
    return found.pop() if len(found) == 1 else None
