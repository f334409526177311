"""A README as blocks under headings, each block as sentences and clauses.

A block is a paragraph, an item of a list or a row of a table. A sentence that speaks of two works,
each with a verb of its own, is two clauses: what is said of the one is not said of the other.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from tracker.licensing.grammar import RESTRICTS, sense
from tracker.licensing.source import Source
from tracker.model.base import Value

_HEADING = re.compile(r"^\s{0,3}(#{1,6})(.+)$")
_BOLD_HEADING = re.compile(r"^\s*(?:\*\*|__)([^*_]{2,40})(?:\*\*|__)\s*+(?::\s*+)?$")
_LABEL = re.compile(
    r"\s*(?:[>*+-]\s+)?(?:\W{0,4}\s)?(?:\*\*|__)([^*_\n]{2,60}?)[:：]?(?:\*\*|__)\s*[:：]?"
)
"""What a paragraph is about, in bold letters before it."""
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*$")
_HTML_HEADING = re.compile(r"^\s*<h([1-6])[^>]*>(.+?)</h\1>", re.IGNORECASE)
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
ABOUT = re.compile(
    r"licen[scz]\w*|lizenz|licencia|licença|лиценз|许可|許可|协议|協議|授权|授權|ライセンス|라이선스|라이센스"
    r"|\bterms\b",
    re.IGNORECASE,
)
"""Words of a heading, or a sentence, about licences."""
_LIMITS = re.compile(
    r"disclaim|usage (?:notice|terms|policy)|intended use"
    r"|声明|聲明|免责|使用限制|使用须知|注意事项",
    re.IGNORECASE,
)
"""A heading under which a use may be withheld, though no licence is named there."""
_LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
_ROW = re.compile(r"^\s*\|.*\|\s*$")
_RULE = re.compile(r"^[\s|:-]+$")
_SENTENCE = re.compile(
    r"(?<=[.!?;])[*_\"”’)]{0,3}\s+(?=[A-Z\"“*\[(<`\u00c0-\u04ff\u3040-\u9fff\uac00-\ud7af]|$)"
    r"|(?<=[。！？；])"
)
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|etc|vs|cf|Inc|Ltd|Corp|Co|et al|resp|ver|v|No)\.$")
"""Such a full stop ends no sentence."""
_WORK = (
    r"(?:code(?:base)?|scripts?|software|librar(?:y|ies)|models?|weights|checkpoints?"
    r"|data(?:sets?)?|annotations?|labels|corpus|corpora|assets|images|videos|audio|recordings"
    r"|texts?|documentation|docs|demos?|dependenc(?:y|ies)|components?|files|others|the rest"
    r"|everything else|materials?|content|fonts|icons)"
)
_SUBJECT = r"(?:[*`\[(]{0,3}[\w.+/&'-]{1,60}[*`\]),]{0,3}\s{1,9}){0,5}?[*_`\[]{0,3}" rf"{_WORK}\b"
_VERB = (
    r"\b(?:is|are|was|were|remains?|retains?|keeps?|follows?|uses?|falls?|comes?|stays?|must|should"
    r"|may|can|has|have|under|licen[sc]ed|released|provided|distributed|covered)\b"
)
_SPLIT = re.compile(
    r"(?:;\s{1,9}|,?\s{1,9}(?:but|while|whereas|however|although|though|yet)\s{0,9},?\s{1,9}"
    r"|,\s{1,9}(?:and\s{1,9})?|\s{1,9}and\s{1,9}|\s{1,9}[–—-]\s{1,9})"
    rf"(?={_SUBJECT}[^.;]{{0,60}}?{_VERB})"
    r"|[，,；](?=[^，。；,]{0,20}?(?:代码|源码|模型|权重|數據|数据集?|文档|データ|モデル|コード)"
    r"[^，。；,]{0,40}(?:采用|遵循|遵守|使用|基于|依照|仅|须|需|许可|协议|完全|ライセンス))",
    re.IGNORECASE,
)
_LONG = 2_000
"""Characters; nobody writes a sentence as long that speaks of two licences."""
_WORTH = re.compile(
    rf"{ABOUT.pattern}|\b(?:MIT|CC|Apache|GPL|BSD)\b|commercial|\bresearch\b|\bonly\b|商用|仅",
    re.IGNORECASE,
)
"""Words without which a sentence says nothing of terms."""
_STATES = re.compile(
    rf"{_VERB}|[:：]\s*\S|采用|遵循|遵守|基于|依照|许可|协议|使用|ライセンス", re.IGNORECASE
)
_NAMES_WORK = re.compile(
    rf"\b{_WORK}\b|\brepo(?:sitory)?\b|\bproject\b|代码|源码|模型|权重|数据|仓库|项目",
    re.IGNORECASE,
)

_IMAGE = re.compile(r"!\[[^\]\n]{0,200}+\]\([^)\n]{0,500}+\)|<img\s[^<>]{0,3000}+>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]]{0,300}+)\]\(\s*+<?([^)\s>]{0,400}+)>?[^)\n]{0,100}+\)")
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,300}?href=[\"']([^\"'<>]{0,400}+)[\"'][^<>]{0,200}+>", re.IGNORECASE
)
_REST_LINK = re.compile(r"`([^`<>\n]{1,200}+)\s<([^`<>\s]{1,300}+)>`__?")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TOP_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)


class Block(Value, frozen=True, kw_only=True):
    """A paragraph, an item of a list, a row of a table, or what stands in a fence."""

    line: int
    text: str
    about: bool
    """Whether it stands under a heading about licences."""
    limits: bool = False
    title: str = ""
    """The nearest heading of the section about licences."""
    section: int = 0
    """The line of the heading about licences; 0: none."""
    columns: str = ""
    """The head of the table that a row stands in."""
    fenced: bool = False


def blocks(source: Source) -> Iterator[Block]:  # noqa: C901  (one walk, in the order of the text)
    """Yield the blocks of a README; of what is fenced, only under a heading about licences."""
    text = _blanked(_COMMENT, _blanked(_TOP_MATTER, source.text))
    lines = text.split("\n")
    level: int | None = None
    limits, fenced = False, False
    title, section, columns = "", 0, ""
    start, gathered = 0, list[str]()
    for number, line in enumerate([*lines, ""], start=1):
        following = lines[number] if number < len(lines) else ""
        blank = not line or line.isspace()
        fence = bool(_FENCE.match(line))
        heading = None if fenced else _heading(line, following)
        row = not fenced and bool(_ROW.match(line))
        ends = fence or (not fenced and (blank or heading or row or _LIST_ITEM.match(line)))
        if gathered and (ends or number > len(lines)):
            label = _LABEL.match(gathered[0])
            named = label is not None and bool(ABOUT.search(label[1]))
            if level is not None or not fenced:
                yield Block(
                    line=start, text="\n".join(gathered), about=named or level is not None,
                    limits=limits, title=title if level is not None else label[1] if label else "",
                    section=section, fenced=fenced,
                    columns=columns if _ROW.match(gathered[0]) else "",
                )  # fmt: skip
            gathered = []
        if not row:
            columns = ""
        if fence:
            fenced = not fenced
        elif heading:
            depth, words = heading
            limits = bool(_LIMITS.search(words))
            if level is None or depth <= level:
                level = depth if ABOUT.search(words) and len(words) < 80 else None
                section = number if level is not None else 0
            title = words
            if level is not None and sense(words) in RESTRICTS:
                yield Block(line=number, text=words, about=True, title=title, section=section)
        elif row and not columns and _RULE.match(following) and "-" in following:
            columns = line
        elif fenced or not (blank or _UNDERLINE.match(line) or _RULE.match(line)):
            start = start if gathered else number
            gathered.append(line)


def _heading(line: str, following: str) -> tuple[int, str] | None:
    if not line or line.isspace():
        return None
    if found := _HEADING.match(line):
        title = found[2].strip()
        return len(found[1]), title.rstrip("#").rstrip() or title
    if found := _HTML_HEADING.match(line):
        return int(found[1]), _TAG.sub("", found[2])
    if found := _BOLD_HEADING.match(line):
        ends = found[1].rstrip().endswith((".", "!", "。", "！"))
        return None if ends else (6, found[1])
    if line.strip() and len(line) < 80 and (found := _UNDERLINE.match(following)):
        return (1 if found[1][0] == "=" else 2), line.strip()
    return None


def clauses(block: Block) -> Iterator[tuple[int, str]]:
    r"""Yield line and words of each sentence of a block, and of each clause with its own subject.

    Examples
    --------
    >>> text = "The code is under MIT, but the weights are for research only. Cite us!"
    >>> [words for _, words in clauses(Block(line=1, text=text, about=True))]
    ['The code is under MIT', 'the weights are for research only.', 'Cite us!']
    """
    number, start = block.line, 0
    for end, following in _borders(block.text):
        if block.text[start:end].strip():
            lead = len(block.text[start:end]) - len(block.text[start:end].lstrip())
            yield number + block.text.count("\n", start, start + lead), block.text[start:end]
        number += block.text.count("\n", start, following)
        start = following


def _borders(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each clause ends, and where the next begins."""
    start = 0
    for found in _SENTENCE.finditer(text):
        if not _ABBREVIATED.search(text[start : found.start()]):
            yield from _inside(text, start, found.start())
            yield found.start(), found.end()
            start = found.end()
    yield from _inside(text, start, len(text))
    yield len(text), len(text)


def _inside(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > _LONG or not _WORTH.search(text, start, end):
        return
    for found in _SPLIT.finditer(text, start, end):
        before = text[start : found.start()]
        if _STATES.search(before) and _NAMES_WORK.search(before):
            yield found.start(), found.end()
            start = found.end()


def link_targets(source: Source) -> dict[str, str]:
    """Return the addresses that a README defines apart from its sentences, by their labels."""
    return {label.casefold(): target for label, target in _TARGET.findall(source.text)}


_TARGET = re.compile(r"^ {0,3}\[([^\]\n]{1,80})\]:\s*<?(https?://\S{4,300}?)>?\s*$", re.MULTILINE)
_REFERENCE = re.compile(r"\[([^\[\]\n]{1,300}+)\]\[([^\[\]\n]{0,80}+)\]")


def plain(text: str, targets: Mapping[str, str] = MappingProxyType({})) -> str:
    """Return a sentence without mark-up; addresses stay, in angle brackets."""
    text = _IMAGE.sub(" ", text)
    if targets:
        text = _REFERENCE.sub(
            lambda link: f"{link[1]} <{targets.get((link[2] or link[1]).casefold(), '')}>", text
        )
    text = _REST_LINK.sub(_linked, text)
    text = _LINK.sub(_linked, text)
    text = _ANCHOR.sub(lambda link: f" <{link[1]}> ", text)
    text = re.sub(r"~~[^~\n]{1,300}~~|<(?:del|s)>[^<>]{1,300}</(?:del|s)>", " ", text)  # struck out
    text = re.sub(r"<(?!https?://)/?[a-zA-Z][^<>]{0,300}>", " ", text)
    text = re.sub(r"[*`]{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|^\s*(?:[-+>|]|\d+[.)])\s+", " ", text)
    return re.sub(r"\s+", " ", _BESIDE_SCRIPT.sub(" ", text)).strip()


_BESIDE_SCRIPT = re.compile(
    r"(?<=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])(?=[A-Za-z0-9])"
    r"|(?<=[A-Za-z0-9.)])(?=[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af])"
)
"""Where a word of the Latin alphabet stands in a text of another script."""


def _linked(link: re.Match[str]) -> str:
    return f"{link[1]} <{link[2]}>" if "://" in link[2] else link[1]


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """Blank out what matches, keeping the lines where they are."""
    return pattern.sub(lambda found: "\n" * found[0].count("\n"), text)
