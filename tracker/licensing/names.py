"""A licence's name at the beginning of words, with what may stand behind it."""

import re
from collections.abc import Sequence

from tracker.licensing.creative import creative_commons
from tracker.licensing.grammar import sense
from tracker.licensing.known import commercial
from tracker.licensing.spans import VARIANTS
from tracker.licensing.spelling import normalise
from tracker.model.base import Value

_LONGEST = 12
"""Words that the name of a licence may have."""
_PORT = 25
"""Characters behind a name in which a country may stand."""
ADDRESS = re.compile(r"<(https?://[^<>\s]{4,300})>|(https?://[^\s<>()\[\]\"']{4,300})")
ALIKE = re.compile(
    r"\b(?:MIT|BSD|Apache|[AL]?GPL|CC|Creative Commons)[- ](?:style|like|type|inspired|derived)\b",
    re.IGNORECASE,
)
"""Another licence, of which it is only said what it resembles."""
_GAP = re.compile(r"(\s+|(?<=[\w.)+])(?=[，。；、：（\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]))")
_BRACKETS = re.compile(r"\s{0,9}[(（\[]([^()（）\[\]]{1,80})[)）\]]")
_BEHIND = re.compile(
    r"(?:[\s,.;:–—\-|。，]*(?:licen[sc]es?|agreement|version|v?\d+(?:\.\d+)*|terms|许可证?|协议"
    r"|ライセンス|[(（\[][^()（）\[\]]{0,120}[)）\]]|©.*|copyright\b.*|see\b.*"
    r"|for (?:more|further|full)? ?(?:details|info)\w*\b.*"
    r"|for this (?:work|data\w*|project|model)|as found in\b.*|详见.*|请?参?[见閲].*|by \S.*))*"
    r"[\s,.;:|。！!*_`)]*",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand behind a name and takes nothing back; it is looked at for restrictions."""


class Naming(Value, frozen=True, kw_only=True):
    """A licence named in a sentence."""

    expression: str | None
    """None: a name that we do not know."""
    name: str
    """As printed."""


def known_name(name: str) -> Naming | None:
    """Return the licence of a name, whatever is said of it in brackets.

    Examples
    --------
    >>> known_name("Computational Use of Data Agreement (C-UDA)").expression
    'C-UDA-1.0'
    >>> known_name("MIT (non-commercial)") is None
    True
    """
    if ALIKE.search(name):
        return None
    expression = normalise(name) or _without_brackets(name)
    return Naming(expression=expression, name=name) if expression else None


def _without_brackets(name: str) -> str | None:
    found = _BRACKETS.search(name)
    if found is None:
        return None
    inside = found[1]
    words = f"{name[: found.start()]} {name[found.end() :]}"
    outside = normalise(words)
    within = normalise(inside) or creative_commons(inside)
    if within and outside:
        return max((outside, within), key=_weight)
    if outside and not within and sense(inside) in (None, "grant") and not _varies(inside):
        return outside
    plain = len(words.split()) <= _LONGEST and not re.search(r"[,:;]|\be\.g\b", words)
    return within if within and plain and creative_commons(name) in (None, within) else None


_WITH = re.compile(
    r"[\s,(]*(?:licen[sc]e,?\s+)?(?:with|plus)\b(?=.{0,40}\b(?:exception|clause|addition\w*|restrict\w*|condition\w*"
    r"|rider))",
    re.IGNORECASE,
)


def _goes_on(rest: str) -> bool:
    """Tell whether the words behind a name make another name of it."""
    word = re.match(r"[\s-]*([^\W\d_]+)", rest)
    varies = word is not None and word[1].casefold() in VARIANTS - {"with", "plus"}
    return varies or bool(_WITH.match(rest))


def _weight(expression: str) -> tuple[bool, bool, int]:
    """Return what makes one of two names count: it forbids more, or it says more."""
    return commercial(expression) == "no", not expression.startswith("LicenseRef-"), len(expression)


def _varies(text: str) -> bool:
    return not VARIANTS.isdisjoint(re.findall(r"\w+", text.casefold()))


_LATER = re.compile(
    r"\s{0,2}\+|[\s,(]{0,3}(?:or|and)\b[^.;|/]{0,30}?\b(?:later|newer|higher|greater|above|up)\b"
    r"(?: versions?)?\)?",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(
    r"(?:\s{0,3},?\s{0,3}(?:(?P<or>and\s?/\s?or\b|or\b|\|{1,2})|(?P<and>and\b|&|\+|,)))\s{1,3}"
    r"(?:(?:also|under|both|either|the|an?|terms|of)\s{1,3}){0,5}|(?P<slash>\s?/\s?)",
    re.IGNORECASE,
)
"""What stands between two names of a list."""
_SLASH = re.compile(r"(?<=[\w.+])/(?=[A-Z])")
_MOST = 8
"""Names in a list."""
_UNKNOWN = re.compile(
    r"(?:[A-Z][\w.+-]*[ \t]+){1,4}(?i:licen[sc]es?)\b"
    r"|(?:[AL]?GPL|BSD|PSF|CC[- ]BY\S*)\b(?! licen[sc]e file)"
)
"""The name of a licence in a list, known or not."""


def leading(text: str) -> Naming | None:
    """Return the licence, or the list of licences, that the text begins with, or None.

    Examples
    --------
    >>> leading("MIT License - see the LICENSE file").expression
    'MIT'
    >>> leading("Apache 2.0 or MIT, as you like").expression
    'Apache-2.0 OR MIT'
    >>> leading("BSD-3-Clause, MIT and Apache 2.0 for all files").expression
    'BSD-3-Clause AND MIT AND Apache-2.0'
    >>> leading("MIT and the Foo Bar License").expression is None
    True
    """
    plain = ADDRESS.sub(" ", text[:400]).strip()
    found = _first(plain) or _first(_SLASH.sub(" / ", plain))
    if found is None:
        return None
    naming, rest = found
    parts, joints = [naming.expression or ""], []
    while len(parts) < _MOST and (joint := _SEPARATOR.match(rest)):
        following = rest[joint.end() :]
        more = _first(following)
        if more is None:
            if not joint["or"] and not joint["slash"] and _UNKNOWN.match(following):
                return Naming(expression=None, name=naming.name)
            break
        joints.append("OR" if joint["or"] or joint["slash"] else "AND")
        if "," in joint[0] and not joint["or"]:
            joints[-1] = ","
        parts.append(more[0].expression or "")
        rest = more[1]
    return Naming(expression=_joined(parts, joints), name=naming.name)


def _joined(parts: Sequence[str], joints: Sequence[str]) -> str:
    """Return a list of names as an expression; a comma means what the last word between two does.

    Where "and" and "or" are mixed, all hold.
    """
    names = list(dict.fromkeys(parts))
    words = {joint for joint in joints if joint != ","} or {"AND"}
    joint = words.pop() if len(words) == 1 else "AND"
    if set(joints) == {","} and " OR " in names[-1] and " AND " not in names[-1]:
        joint = "OR"  # "A, B or C", of which the last two were read as one
    if len(names) == 1:
        return names[0]
    return f" {joint} ".join(
        f"({name})" if " OR " in name and joint == "AND" else name for name in names
    )


def _first(text: str) -> tuple[Naming, str] | None:
    """Return the one licence that a text begins with, and what stands behind it."""
    pieces = _GAP.split(text)
    for count in range(min(len(pieces), 2 * _LONGEST - 1), 0, -2):
        name = "".join(pieces[:count]).rstrip(".,;:!。，；*_`|/ ")
        rest = "".join(pieces[:count])[len(name) :] + "".join(pieces[count:])
        if (found := known_name(name)) and not _goes_on(rest):
            expression = _ported(found.expression or "", name + rest[:_PORT])
            later = _LATER.match(rest)
            if expression.endswith("-only") and (later or ">=" in name):
                expression = f"{expression.removesuffix('-only')}-or-later"
                rest = rest[later.end() :] if later else rest
            return Naming(expression=expression, name=name.strip(" <>-")), rest
    return None


def _ported(expression: str, text: str) -> str:
    """Return a licence of Creative Commons as written for the country that is named behind it."""
    more = creative_commons(text) if expression.startswith("CC-BY") else None
    return more if more and f"{expression}-" in more else expression


def headed(text: str) -> Naming | None:
    """Return the licence that a text names and says nothing else, or only where it can be read.

    Examples
    --------
    >>> headed("MIT, see LICENSE").expression, headed("MIT-like terms for everybody")
    ('MIT', None)
    """
    plain = ADDRESS.sub(" ", text).strip(" .*_`-#>|\"'“”")
    found = leading(plain)
    if found is None:
        return None
    rest = plain[plain.find(found.name) + len(found.name) :]
    return found if _BEHIND.fullmatch(rest) and not _varies(rest[:40]) else None
