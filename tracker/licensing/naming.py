"""Names of licences in prose: which licence does this sentence say something is under.

Conservative: a sentence about the future, a negation, or somebody else's work names nothing.
"""

import re
from itertools import islice

from tracker.licensing.catalog import catalog
from tracker.licensing.covering import page_words
from tracker.licensing.creative import creative_commons
from tracker.licensing.known import commercial
from tracker.licensing.spelling import may_begin, normalise
from tracker.model.base import Value

SENTENCE_LIMIT = 5_000
"""Characters; what is longer is no sentence, and names nothing that can be relied on."""
_LONGEST = 12
"""Words that the name of a licence may have."""

_UNDER = re.compile(
    r"\b(?:licen[sc]ed|released|distributed|available|open[- ]?sourced?|published|provided|shared"
    r"|covered|governed|bound|bounded|subject|is|are|falls?)\b"
    r"(?:\W{1,20}\w+){0,7}?\W{1,20}(?:under|by|with|to)\b"
    r"\W*(?:(?:the|a|an|both|terms?|conditions?|and|of|permissive|following)\W+){0,6}",
    re.IGNORECASE,
)
_BY_WHOM = re.compile(r"\b(?:by|with|to)\W*(?:the\W+)?$", re.IGNORECASE)
_USES = re.compile(r"\b(?:uses?|adopts?|follows?|applies)\s+(?:the\s+|an?\s+)?", re.IGNORECASE)
_LICENSED = re.compile(r"[- ]licen[sc]ed\b", re.IGNORECASE)
_CHINESE = re.compile(
    r"(?:采用|遵循|使用|基于|遵守|按照|依照|根据|依据|以|在|採用|は|:|：)\s*"
    r"([A-Za-z][\w .+()-]{1,60}?)\s*+(?:(?:开源|開源|软件)\s*+)?"
    r"(?:许可证|许可协议|许可|协议|授权|授權|ライセンス|開源|开源|发布)"
)
_LABEL = re.compile(
    r"^\W*(?:code |model |weights? |data(?:set)? |project |software )?(?:licen[sc]es?|许可证|许可|"
    r"开源协议|协议|授权|ライセンス)\s*+(?:\*++\s*+)?(?:[:：]|\bis\b)\s*+(?:\*++\s*+)?(.{2,120})$",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:not|never|isn't|aren't|tbd|todo|undecided|will be|may be|might|plan(?:s|ned)? to|intend"
    r"|to be (?:released|decided)|coming soon|future|once|before)\b"
    r"|待定|未定|尚未|将|計劃|计划|不是|并非|ではない",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:based on|built (?:up)?on|adapted from|borrow\w*|derived from|modified from"
    r"|third[- ]part\w+|(?<!is )(?<!are )parts? of|portions?|some|certain|thanks?|their|respectiv"
    r"e(?:ly)?"
    r"|originally|upstream|dependenc\w+"
    r"|(?:includes?|contains?|bundles?) (?:source )?(?:code|software)"
    r"|which (?:is|are)"
    r"|that (?:is|are)|same licen[sc]e"
    r"|loaders?|baselines?|templates?|web ?(?:site|page)|this page|logo)\b",
    re.IGNORECASE,
)
_UNKNOWN_NAME = re.compile(
    r"\W*((?:[A-Z][\w.+-]*|[\d.]+|of|for)(?: (?:[A-Z][\w.+-]*|[\d.]+|of|for|and)){0,7}?"
    r" (?:Licen[sc]e|Agreement|RAIL\S*)(?: (?:Agreement|[Vv]?[\d.]+))?"
    r"|(?:CC[- ]BY[\w-]*|[AL]?GPL|BSD)\b|(?:an? )?(?:research|custom|community|proprietary|non-?c"
    r"ommercial|commercial|academic|separate|special"
    r"|restricted|permissive|own) licen[sc]e\b"
    r"(?! (?:file|text)))"
)
_GNU = re.compile(
    r"GNU\s+(?P<kind>Affero\s+|Lesser\s+|Library\s+)?General\s+Public\s+License.{0,160}?"
    r"version\s+(?P<number>\d(?:\.\d)?)(?P<later>.{0,60}any\s+later\s+version)?",
    re.IGNORECASE | re.DOTALL,
)
_GNU_KINDS = {"affero": "AGPL", "lesser": "LGPL", "library": "LGPL", "": "GPL"}
_TAG = re.compile(r"SPDX-License-Identifier:\s*([\w.+() -]{2,120})")
_ADDRESS = re.compile(r"<(https?://[^<>\s]{4,300})>|(https?://[^\s<>()\[\]\"']{4,300})")


class Naming(Value, frozen=True, kw_only=True):
    """A licence named in a sentence."""

    expression: str | None
    """None: a name that we do not know."""
    name: str
    """As printed."""


def leading(text: str) -> Naming | None:
    """Return the licence that the text begins with, or None.

    Examples
    --------
    >>> leading("MIT License - see the LICENSE file").expression
    'MIT'
    >>> leading("Apache 2.0 or MIT, as you like").expression
    'Apache-2.0 OR MIT'
    """
    pieces = re.split(r"(\s+)", _ADDRESS.sub(" ", text[:400]).strip(), maxsplit=_LONGEST)
    if not may_begin("".join(pieces[: 2 * _LONGEST - 1])):
        return None
    for count in range(min(len(pieces), 2 * _LONGEST - 1), 0, -2):
        name = "".join(pieces[:count]).rstrip(".,;:!。，；*_`")
        expression = normalise(name)
        if expression:
            return Naming(expression=expression, name=name.strip(" <>-"))
    return None


def named(sentence: str, *, heading: bool = False) -> Naming | None:
    """Return the licence that a sentence says something is under, or None.

    Addresses may stand in angle brackets after the words they belong to. With `heading`, the
    sentence stands under a heading about licences, where a bare name is a statement.

    Examples
    --------
    >>> named("This project is released under the Apache 2.0 license.").expression
    'Apache-2.0'
    >>> named("本项目采用 MIT 许可证。").expression
    'MIT'
    >>> named("It is not released under the Apache 2.0 license.") is None
    True
    >>> named("It is under CC-BY-SA <https://creativecommons.org/licenses/by-sa/4.0/>").expression
    'CC-BY-SA-4.0'
    """
    if len(sentence) > SENTENCE_LIMIT:
        return None
    if tag := _TAG.search(sentence):
        return _known(tag[1])
    if _OTHERS.search(sentence):
        return None
    if gnu := _GNU.search(sentence):
        return _gnu(gnu)
    if found := _under(sentence):
        return _stricter(sentence, found)
    if _UNSURE.search(sentence):
        return None
    return _labelled(sentence) or (
        _known(_bare(sentence)) or _addressed(sentence) if heading else None
    )


def _stricter(sentence: str, found: Naming) -> Naming:
    """Return what the words of a link say, or its address, where one of them forbids commerce."""
    if found.expression is None or commercial(found.expression) == "no":
        return found
    said = [normalise(one[1] or one[2]) for one in _ADDRESS.finditer(sentence)]
    said.append(creative_commons(_ADDRESS.sub(" ", sentence)))
    strict = next((one for one in said if one and commercial(one) == "no"), None)
    return Naming(expression=strict, name=sentence) if strict else found


def _addressed(sentence: str) -> Naming | None:
    """Read "A license is available at <address>", where all addresses say the same."""
    addresses = [one[1] or one[2] for one in _ADDRESS.finditer(sentence)]
    names = {name for address in addresses if (name := normalise(address.rstrip(".,;")))}
    return Naming(expression=names.pop(), name=sentence) if len(names) == 1 else None


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
    if _UNSURE.search(sentence) or _OTHERS.search(sentence) or _NO.search(sentence):
        return None
    plain_text = _ADDRESS.sub(" ", sentence)
    names = [loose] if (loose := creative_commons(plain_text)) else []
    if not names:
        leads = (
            leading(plain_text[hit.start() :]) for hit in islice(_STARTS.finditer(plain_text), 8)
        )
        names = [lead.expression for lead in leads if lead and lead.expression]
    if not names:
        words = page_words(plain_text)
        kinds = ("reference", "notice", "tag")
        names = [name for *_, name, kind in catalog().passages(words) if kind in kinds and name]
        names = [name for name in names if not name.startswith("LicenseRef-scancode-unknown")]
    if (address := _addressed(sentence)) and address.expression:
        names = _agreeing(names, address.expression)
    if not names:
        unknown = _NAME_LIKE.search(plain_text)
        return Naming(expression=None, name=unknown[0]) if unknown else None
    one = len(set(names)) == 1
    return Naming(expression=names[0] if one else None, name=sentence)


_NO = re.compile(r"\b(?:no|without (?:a|any)|n't|cannot|unclear|unspecified)\b", re.IGNORECASE)
_STARTS = re.compile(
    r"\b(?:MIT|X11|BSD|Apache|GNU|[AL]?GPL\w*|CC0|Mozilla|MPL\w*|Eclipse|EPL|Unlicense|ISC|Boost"
    r"|CDLA|Community Data"
    r"|ODbL|ODC\w*|PDDL|Open (?:Data|Database|Government)|OpenRAIL\w*|CreativeML|BigScience|BigCo"
    r"de|LLaMA|Llama|Gemma|Qwen"
    r"|Tongyi|DeepSeek|Falcon|Stability|FLUX|NVIDIA|Adobe|S-Lab|Mulan|Public Domain|public domain"
    r"|WTFPL|zlib|Zlib)\b"
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


def about_others(sentence: str) -> re.Match[str] | None:
    """Return the words by which a sentence speaks of somebody else's work, or None."""
    return _OTHERS.search(sentence)


def _under(sentence: str) -> Naming | None:
    """Read "… is licensed under X", where nothing before X takes it back."""
    for cue in (*_UNDER.finditer(sentence), *_USES.finditer(sentence)):
        if _BY_WHOM.search(cue[0]) and "licen" not in cue[0].casefold():
            continue  # "made available by MIT"
        strong = "licen" in sentence[cue.start() : cue.end() + 80].casefold()
        if not _UNSURE.search(sentence[: cue.end()]) and (
            found := _after(sentence[cue.end() :], strong=strong)
        ):
            return found
    return None


def _labelled(sentence: str) -> Naming | None:
    """Read "License: X", "采用 X 许可证", "X licensed"."""
    for pattern in (_LABEL, _CHINESE):
        if (label := pattern.search(sentence)) and (found := leading(label[1])):
            return found
    cue = _LICENSED.search(sentence)
    return _before(sentence[: cue.start()]) if cue else None


def _bare(sentence: str) -> str:
    return _ADDRESS.sub(" ", sentence).strip(" .*_`-#>|")


def _after(rest: str, *, strong: bool) -> Naming | None:
    if found := leading(rest):
        return found
    clause = re.split(r"[.;](?:\s|$)|。|；", rest, maxsplit=1)[0]
    if (address := _ADDRESS.search(clause[:200])) and (found := _known(address[1] or address[2])):
        return Naming(expression=found.expression, name=clause.strip())
    unknown = _UNKNOWN_NAME.match(_ADDRESS.sub(" ", clause[:200])) if strong else None
    return Naming(expression=None, name=unknown[1]) if unknown else None


def _before(text: str) -> Naming | None:
    tokens = text.split()
    for count in range(min(len(tokens), 4), 0, -1):
        if found := _known(" ".join(tokens[-count:])):
            return found
    return None


def _known(name: str) -> Naming | None:
    expression = normalise(name)
    return Naming(expression=expression, name=name) if expression else None


def _gnu(found: re.Match[str]) -> Naming:
    kind = _GNU_KINDS[(found["kind"] or "").strip().lower()]
    number = found["number"] if "." in found["number"] else f"{found['number']}.0"
    suffix = "or-later" if found["later"] else "only"
    return Naming(expression=normalise(f"{kind}-{number}-{suffix}"), name=found[0])
