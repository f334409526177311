"""The licences of the GNU project, in whatever words their version and "or later" are named."""

import re

from tracker.licensing.spelling import normalise

_KINDS = {
    "affero": "AGPL", "agpl": "AGPL", "lesser": "LGPL", "library": "LGPL", "lgpl": "LGPL",
    "documentation": "GFDL", "fdl": "GFDL", "gfdl": "GFDL",
}  # fmt: skip
_NAME = (
    r"(?:\b(?:GNU[\s-]+)?(?P<{0}kind>(?:(?:Affero|Lesser|Library)\W+(?:(?:or|and)\W+)?){{0,2}})"
    r"(?:GNU\s+)?General\s+Public\s+Licen[sc]e\b|\bGNU\s+Public\s+Licen[sc]e\b"
    r"|\b(?:GNU[\s-]+)?Free\s+(?P<{0}free>Documentation)\s+Licen[sc]e\b"
    r"|(?<![a-z])(?:GNU[\s-]*)?(?P<{0}short>[AL]?GPL|G?FDL)(?![a-uw-z]))"
)
_VERSION = (
    r"(?:(?:versions?|ver|v|release)\.?\s*|(?<![\d.]))(?P<{0}number>[123](?:\.\d)?)\b(?!\.\d|[/:])"
    r"(?:,?\s*(?:or|and)\s+(?:(?:versions?|v)\.?\s*)?(?P<{0}other>[23](?:\.\d)?)\b(?!\.\d))?"
)
_ANY_NAME = r"Public\s+Licen|GPL|\bLicen[sc]e\b(?!,| as\b|\s*\()|\bApache|\bMIT\b|\bBSD\b"
_LATER = (
    r"\.?(?P<{0}later>\s*\+|[\s,;(]{{0,3}}(?:of\s+(?:the|that|this)\s+(?:GNU\s+)?(?:[AL]?GPL|licen[sc]e)\b"
    r"(?:\s*\([^()]{{0,20}}\))?)?(?:(?!" + _ANY_NAME + r")[^.;]){{0,70}}?[\s,;(]"
    r"(?:or|and(?:/or)?)\b[\s,(]*"
    r"(?:\(?(?:at|if)\s+(?:your|you)\s+(?:option|choice|discretion|prefer|wish)\)?[\s,)]*(?:or\s+)?)?"
    r"(?:(?:any|a|all)\s+)?(?:later|newer|higher|greater|above|subsequent|up|more\s+recent)\b)?"
)
_BETWEEN = (
    r"(?:(?:[\s,;:(\"']|\b(?:as|published|by|the|Free|Software|Foundation|FSF|Inc|either|terms|under|of"
    r"|licen[sc]e|GNU|[AL]?GPL|GFDL|and/or|its|in)\b\.?|[)\"'-])*?"
    r"|(?:(?!" + _ANY_NAME + r"|\bversions?\b).){{0,110}}?(?=\bversion\s+\d))"
)
"""What stands between a name and its version."""
_AFTER = re.compile(
    _NAME.format("a") + _BETWEEN.format("a") + _VERSION.format("a") + _LATER.format("a"),
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:versions?|v)\.?\s*(?P<bnumber>[123](?:\.\d)?)\b"
    + _LATER.format("b")
    + r"[\s,]+(?:of\s+)?(?:the\s+)?(?:terms\s+of\s+the\s+)?"
    + _NAME.format("b"),
    re.IGNORECASE,
)
_NOISE = re.compile(r"[\"\\{}\[\]*]+")
"""Quote signs, brackets and signs of comments that stand inside the words of a notice."""
_TOO_LONG = 600


def gnu_licence(text: str) -> str | None:
    """Return the licence of the GNU project that a text first names with its version, or None.

    Examples
    --------
    >>> gnu_licence("under the GNU GPL, either version 2, or (at your option) any later version")
    'GPL-2.0-or-later'
    >>> gnu_licence("GPLv3+"), gnu_licence("version 2.1 of the GNU Lesser General Public License")
    ('GPL-3.0-or-later', 'LGPL-2.1-only')
    >>> gnu_licence("the GNU General Public License") is None
    True
    """
    text = " ".join(_NOISE.sub(" ", text).split())[:_TOO_LONG]
    hits = [hit for hit in (_AFTER.search(text), _BEFORE.search(text)) if hit]
    if not hits:
        return None
    found = min(hits, key=lambda hit: hit.start()).groupdict()
    part = {key[1:]: value for key, value in found.items()}
    words = f"{part['kind'] or ''} {part['free'] or ''} {part['short'] or ''}".casefold()
    kind = next((made for word, made in _KINDS.items() if word in words), "GPL")
    suffix = "or-later" if part["later"] else "only"
    numbers = [number for number in (part["number"], part.get("other")) if number]
    names = [
        normalise(f"{kind}-{number if '.' in number else f'{number}.0'}-{suffix}")
        for number in numbers
    ]
    return names[0] if part["later"] or None in names else " OR ".join(map(str, names))
