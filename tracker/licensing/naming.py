"""Names of licences in prose: which licence does this sentence say something is under.

Conservative: a sentence about the future, a negation, or somebody else's work names nothing.
"""

import re
from itertools import islice

from tracker.licensing.creative import creative_commons
from tracker.licensing.gnu import gnu_licence
from tracker.licensing.known import commercial
from tracker.licensing.names import ADDRESS, Naming, headed, known_name, leading
from tracker.licensing.spelling import normalise

SENTENCE_LIMIT = 5_000
"""Characters; what is longer is no sentence, and names nothing that can be relied on."""

_UNDER = re.compile(
    r"\b(?:licen[sc]ed|released|distributed|available|open[- ]?sourced?|published|provided|shared"
    r"|covered|governed|bound|bounded|subject|is|are|falls?)\b"
    r"(?:\W{1,20}\w+){0,7}?\W{1,20}(?:under|by|with|to)\b"
    r"\W*(?:(?:the|a|an|both|either|any|one|terms?|conditions?|and|of|permissive|following)\W+){0,6}",
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
UNSURE = re.compile(
    r"\be\.g\.|\bsuch as\b|\bfor (?:example|instance)\b|\byour (?:\w+ )?licen[sc]e\b|\[(?:insert"
    r"|choose|your)\b"
    r"|\b(?:not|never|isn't|aren't|tbd|todo|undecided|will be|may be(?! (?:freely |only )?(?:used"
    r"|distributed|redistributed|copied|modified|shared))|might|plan(?:s|ned)? to|intend"
    r"|to be (?:released|decided)|coming soon|future|once|before"
    r"|formerly|previously|used to be|since then|(?:until|before|up to) (?:version |v)?\d[\d.]*)\b"
    r"|待定|未定|尚未|将|計劃|计划|不是|并非|ではない",
    re.IGNORECASE,
)
_UNDECIDED = re.compile(
    r"\b(?:tbd|todo|undecided|to be (?:released|decided|determined|added)|coming soon|not yet"
    r"|plan(?:s|ned)? to"
    r"|will be (?:released|added|decided|licensed|published|made)|not (?:been )?decided)\b"
    r"|待定|未定|尚未",
    re.IGNORECASE,
)
_NOT_UNDER = re.compile(
    r"\b(?:not|never|no longer|isn't|aren't) (?:\w+ )?(?:under|licen[sc]ed|released|covered"
    r"|distributed|bound)\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:based on|built (?:up)?on|adapted from|borrow\w*|derived from|modified from"
    r"|(?<!like )(?<!as )the (?:entire |whole )?(?:rest|remainder) of"
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
_GNU = re.compile(r"\bGNU\s.{0,30}?General\s+Public\s+Licen[sc]e\b", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"SPDX-License-Identifier:\s*([\w.+() -]{2,120})")


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
        return known_name(tag[1])
    sentence = _of_this_work(sentence)
    if _OTHERS.search(sentence):
        return None
    found = _under(sentence)
    listed = found is not None and found.expression and " " in found.expression
    if not listed and _GNU.search(sentence) and (expression := gnu_licence(sentence)):
        return Naming(expression=expression, name=sentence)
    if found:
        return _chosen(sentence, _stricter(sentence, found))
    found = _labelled(sentence)
    if heading and not found:
        found = headed(sentence) or _being(sentence) or addressed(sentence)
    if found is None or in_doubt(sentence, found):
        return None
    return _chosen(sentence, _stricter(sentence, found))


def in_doubt(sentence: str, found: Naming) -> bool:
    """Tell whether the words before a name take it back, or any words put it off."""
    if _UNDECIDED.search(sentence):
        return True
    if found.expression and commercial(found.expression) == "no":
        return bool(_NOT_UNDER.search(sentence))
    at = sentence.find(found.name)
    return bool(UNSURE.search(sentence[:at] if at > 0 else ""))


def _of_this_work(sentence: str) -> str:
    """Return what a sentence says of this work, where it first says what that was made from."""
    if named_after := _NAMELY.search(sentence):
        return sentence[named_after.end() :]
    if described := _DESCRIBED.match(sentence):
        return described[1]
    made = _MADE_AND.match(sentence)
    return f"{made['subject']} {sentence[made.end('made') :]}" if made else sentence


_NAMELY = re.compile(
    r"\bsame licen[sc]e\b[^.]{0,80}?(?:,? that is,|,? i\.e\.,?|,? namely,?|:)\s", re.IGNORECASE
)
_DESCRIBED = re.compile(
    r"(\W*(?:licen[sc]e\W{1,4})?(?:the )?[\w .+-]{2,60}? licen[sc]e)(?: <[^<>]*>)?"
    r" is an? [\w ]{0,40}licen[sc]e\b",
    re.IGNORECASE,
)
"""A licence, and what kind of licence it is."""
_MADE_AND = re.compile(
    r"(?P<subject>\W*(?:this|our|the) (?:\w+ ){0,3}?(?:code\w*|models?|weights|data\w*|project"
    r"|repo\w*|work|library))"
    r"(?P<made> (?:is|are) (?:\w+ )?(?:based|built|adapted|derived)\b[^.;]{0,160}?)"
    r"(?:,? and|,)(?= (?:is |are |it is )?(?:licen[sc]ed|released|distributed|available"
    r"|published)\b)",
    re.IGNORECASE,
)
_IS = re.compile(
    r"\b(?:is|are)\s+(?:(?:all|also|both|now|currently|available|the|an?)\s+)*(?=[A-Z\d])"
    r"|\b(?:has|have|carr(?:y|ies)|holds?)\s+(?:the|an?)\s+"
)


def _being(sentence: str) -> Naming | None:
    """Read "The data set is CC BY 4.0"."""
    for cue in islice(_IS.finditer(sentence), 4):
        if found := leading(sentence[cue.end() :]):
            return found
    return None


_CHOICE = re.compile(
    r"\b(?:dual(?:ly)?|multi|triple)[- ]?licen[sc]\w+|\beither(?: one)? of\b|\bat your (?:option"
    r"|choice|discretion)\b"
    r"|\byou (?:may|can) (?:choose|select|pick)\b|\bchoice of\b|\bwhichever\b"
    r"|双重?(?:许可|授权)|任选其一",
    re.IGNORECASE,
)


def offers_choice(text: str) -> bool:
    """Tell whether licences are offered to choose from.

    Examples
    --------
    >>> offers_choice("Dual-licensed under MIT and Apache 2.0"), offers_choice("MIT and BSD parts")
    (True, False)
    """
    return bool(_CHOICE.search(text))


def _chosen(sentence: str, found: Naming) -> Naming:
    """Return the choice that a sentence offers in the words "MIT and Apache 2.0"."""
    if not (found.expression and " AND " in found.expression and offers_choice(sentence)):
        return found
    return Naming(expression=found.expression.replace(" AND ", " OR "), name=found.name)


def _stricter(sentence: str, found: Naming) -> Naming:
    """Return what the words of a link say, or its address, where one of them forbids commerce."""
    if found.expression is None or commercial(found.expression) == "no":
        return found
    said = [normalise(one[1] or one[2]) for one in ADDRESS.finditer(sentence)]
    said.append(creative_commons(ADDRESS.sub(" ", sentence)))
    strict = next((one for one in said if one and commercial(one) == "no"), None)
    return Naming(expression=strict, name=sentence) if strict else found


def addressed(sentence: str) -> Naming | None:
    """Read "A license is available at <address>", where all addresses say the same."""
    addresses = [one[1] or one[2] for one in ADDRESS.finditer(sentence)]
    names = {name for address in addresses if (name := normalise(address.rstrip(".,;")))}
    return Naming(expression=names.pop(), name=sentence) if len(names) == 1 else None


def about_others(sentence: str) -> re.Match[str] | None:
    """Return the words by which a sentence speaks of somebody else's work, or None."""
    return _OTHERS.search(sentence)


def _under(sentence: str) -> Naming | None:
    """Read "… is licensed under X", where nothing before X takes it back."""
    for cue in (*_UNDER.finditer(sentence), *_USES.finditer(sentence)):
        if _BY_WHOM.search(cue[0]) and "licen" not in cue[0].casefold():
            continue  # "made available by MIT"
        strong = "licen" in sentence[cue.start() : cue.end() + 80].casefold()
        if not UNSURE.search(sentence[: cue.end()]) and (
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


def _after(rest: str, *, strong: bool) -> Naming | None:
    if found := leading(rest):
        return found
    clause = re.split(r"[.;](?:\s|$)|。|；", rest, maxsplit=1)[0]
    if (address := ADDRESS.search(clause[:200])) and (
        found := known_name(address[1] or address[2])
    ):
        return Naming(expression=found.expression, name=clause.strip())
    unknown = _UNKNOWN_NAME.match(ADDRESS.sub(" ", clause[:200])) if strong else None
    return Naming(expression=None, name=unknown[1]) if unknown else None


def _before(text: str) -> Naming | None:
    tokens = text.split()
    for count in range(min(len(tokens), 4), 0, -1):
        if found := known_name(" ".join(tokens[-count:])):
            return found
    return None
