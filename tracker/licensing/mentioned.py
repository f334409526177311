"""The one licence that a sentence about this work's terms names anywhere."""

import re
from itertools import islice

from tracker.licensing.catalog import catalog
from tracker.licensing.covering import page_words
from tracker.licensing.creative import creative_commons, creative_name
from tracker.licensing.known import commercial
from tracker.licensing.names import ADDRESS, ALIKE, Naming, leading
from tracker.licensing.naming import UNSURE, about_others, addressed, in_doubt


def seen_name(sentence: str) -> Naming | None:
    """Return the one licence whose name or address stands anywhere in a sentence.

    Only for a sentence that is known to speak of this work's licence. Several different names,
    or one in doubt, are a name that is not known.

    Examples
    --------
    >>> seen_name("The Apache License 2.0 applies to these translations.").expression
    'Apache-2.0'
    >>> seen_name("The Licence of the Moon applies to these translations.").expression is None
    True
    >>> seen_name("There is none.") is None
    True
    """
    if about_others(sentence):
        return None
    if alike := ALIKE.search(sentence):
        return Naming(expression=None, name=alike[0])
    plain_text = ADDRESS.sub(" ", sentence)
    leads = _started(plain_text)
    names = [name.expression for name in leads if name.expression]
    printed = leads[0].name if len({name.name for name in leads}) == 1 else sentence
    if loose := creative_commons(plain_text):
        names, printed = [loose], creative_name(plain_text)
    if not names:
        words = page_words(plain_text)
        kinds = ("reference", "notice", "tag")
        names = [name for *_, name, kind in catalog().passages(words) if kind in kinds and name]
        names = [name for name in names if not name.startswith("LicenseRef-scancode-unknown")]
        names = [name for name in names if not name.startswith("LicenseRef-scancode-public-dom")]
    if (address := addressed(sentence)) and address.expression:
        names = _agreeing(names, address.expression)
    if not names and _PUBLIC.search(plain_text):
        names = ["LicenseRef-public-domain"]
    if not names:
        unknown = _NAME_LIKE.search(plain_text)
        doubtful = UNSURE.search(sentence) or _denies(sentence)
        return Naming(expression=None, name=unknown[0]) if unknown and not doubtful else None
    expression = names[0] if len(set(names)) == 1 else None
    found = Naming(expression=expression, name=printed if printed in sentence else sentence)
    strict = expression is not None and commercial(expression) == "no"
    if strict:
        return None if in_doubt(sentence, found) else found
    return None if UNSURE.search(sentence) or _denies(sentence) else found


def _started(text: str) -> list[Naming]:
    """Return the licences whose names begin somewhere in a text; a model's name is none."""
    names = []
    for hit in islice(_STARTS.finditer(text), 8):
        lead = leading(text[hit.start() :])
        behind = text[hit.start() :][: len(lead.name) + 30] if lead else ""
        if lead and lead.expression and (not hit["maker"] or _TERMS.search(behind)):
            names.append(lead)
    return names


def _denies(sentence: str) -> bool:
    return bool(_NO.search(_HARMLESS_NO.sub(" ", sentence)))


_NO = re.compile(r"\b(?:no|without (?:a|any)|n't|cannot|unclear|unspecified)\b", re.IGNORECASE)
_HARMLESS_NO = re.compile(
    r"\bno (?:rights reserved|(?:additional |further |other )?(?:restrictions?|limitations?"
    r"|warrant\w+|charge|cost))\b"
    r"|\bwithout (?:a|any) (?:warrant\w+|restrictions?|charge|guarantee\w*)",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"\b(?:in|into|to|under|is|are) (?:the )?public domain\b|^\W*(?:the )?public domain\b",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"licen[sc]e|agreement|\bterms\b|community|\bRAIL|许可|协议|ライセンス", re.IGNORECASE
)
_STARTS = re.compile(
    r"(?<![A-Za-z0-9.])(?:MIT|X11|BSD|Apache|GNU|[AL]?GPL\w*|GFDL|CC-?0|C-UDA|Computational Use"
    r"|Mozilla"
    r"|MPL\w*|Eclipse|EPL|Unlicense|ISC|Boost|CDLA|Community Data|ODbL|ODC\w*|PDDL|Unicode|EUPL"
    r"|Open (?:Data|Database|Government)|OpenRAIL\w*|CreativeML|BigScience|BigCode|Mulan|WTFPL"
    r"|[Zz]lib"
    r"|(?P<maker>L[Ll]a[Mm][Aa]|Gemma|Qwen|Tongyi|DeepSeek|Falcon|Stability|FLUX|NVIDIA|Adobe"
    r"|S-Lab|MiniMax|Tencent|Meta))(?![A-Za-z])"
)
_NAME_LIKE = re.compile(
    r"(?<![\w.+-])(?:[A-Z][\w.+]{0,30}[ -]){1,6}(?:Licen[sc]e|Agreement|Terms)\b|\b(?:[AL]?GPL"
    r"|BSD|MIT|Apache|Creative Commons)\b"
    r"|\bpublic domain\b",
)


def _agreeing(names: list[str], addressed: str) -> list[str]:
    """Return the name, or what its address says; where they differ the stricter counts."""
    if not names or commercial(addressed) == "no":
        return [addressed] if not names or commercial(names[0]) != "no" else names
    if len(set(names)) == 1 and addressed.startswith(names[0].removeprefix("LicenseRef-")):
        return [addressed]
    return names
