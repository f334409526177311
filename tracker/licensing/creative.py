"""The licences of Creative Commons, in whatever order of words they are named."""

import re

from tracker.licensing.spelling import normalise

_CC = re.compile(
    r"(?:\b(?i:CC(?=[ -]?BY)|CC|Creative Commons)(?:\b|(?=BY))"
    r"|(?<![\w-])(?=(?i:BY-(?:NC|SA|ND)\b|Attribution[- ]?(?:Non|Share|No[- ]?D))))"
    r"(?P<rest>(?i:[- ,/()]{0,3}(?:attribution|share[- ]?alike|non[-"
    r" ]?commercial|no[- ]?deriv\w*|by|nc|nd|sa|license|licence"
    r"|international|unported|generic|\d\.\d))*)"
    r"(?P<port>[- ,(]{1,2}(?:[A-Z]{2}\b|(?:[A-Z][a-z]+ ?){1,2}))?",
)
_PARTS = (
    ("BY", r"\bby\b|attribution"), ("NC", r"\bnc\b|non[- ]?commercial"),
    ("SA", r"\bsa\b|share[- ]?alike"), ("ND", r"\bnd\b|no[- ]?deriv"),
)  # fmt: skip

_VERSION = re.compile(r"(?<![\d.])(?:[1-4]\.0|2\.[15])(?![\d.]*\d)")
_PORTS = {
    "australia": "AU", "austria": "AT", "brazil": "BR", "canada": "CA", "chile": "CL",
    "china mainland": "CN", "colombia": "CO", "croatia": "HR", "denmark": "DK", "estonia": "EE",
    "finland": "FI", "france": "FR", "germany": "DE", "greece": "GR", "hungary": "HU",
    "india": "IN", "ireland": "IE", "israel": "IL", "italy": "IT", "japan": "JP", "korea": "KR",
    "south korea": "KR", "luxembourg": "LU", "mexico": "MX", "netherlands": "NL",
    "new zealand": "NZ", "norway": "NO", "poland": "PL", "portugal": "PT", "romania": "RO",
    "serbia": "RS", "singapore": "SG", "slovenia": "SI", "south africa": "ZA", "spain": "ES",
    "sweden": "SE", "switzerland": "CH", "taiwan": "TW", "thailand": "TH", "england": "UK",
    "united kingdom": "UK", "united states": "US",
}  # fmt: skip
"""Jurisdictions for which the older versions were written apart."""


def _ported(text: str) -> str | None:
    plain = text.strip("- ,(")
    code = plain.upper() if len(plain) == 2 else _PORTS.get(plain.casefold())
    return code if code in _PORTS.values() else None


def creative_commons(text: str) -> str | None:
    """Return the one licence of Creative Commons that a text names in whatever order of words.

    Examples
    --------
    >>> creative_commons("Creative Commons 4.0 BY-SA"), creative_commons("under CC-by-NC")
    ('CC-BY-SA-4.0', 'LicenseRef-CC-BY-NC')
    >>> creative_commons("Creative Commons Attribution 2.5 South Africa License")
    'LicenseRef-CC-BY-2.5-ZA'
    """
    names = set()
    versions = set(_VERSION.findall(text))
    for hit in _CC.finditer(text):
        rest = hit["rest"].casefold()
        parts = [name for name, pattern in _PARTS if re.search(pattern, rest)]
        if not parts:
            continue
        if parts[0] != "BY":
            parts.insert(0, "BY")
        number = re.search(r"\d\.\d", rest) or (
            re.search(r"\d\.\d", next(iter(versions))) if len(versions) == 1 else None
        )
        name = "-".join(("CC", *parts))
        if number:
            name = f"{name}-{number[0]}"
        if number and (port := _ported(hit["port"] or "")):
            name = f"{name}-{port}"
        names.add(normalise(name) or f"LicenseRef-{name}")
    return names.pop() if len(names) == 1 else None


def creative_name(text: str) -> str:
    """Return the words by which a text first names a licence of Creative Commons."""
    first = next((hit[0] for hit in _CC.finditer(text) if hit["rest"]), "")
    return first.strip(" -,/()")
