"""What the text of a README says about the licence of the project.

Only what it says about itself: a sentence under a heading about licences, or one whose subject is
this project, its code, model or data.
"""

import re
from collections.abc import Iterator

import msgspec

from tracker.licensing.grammar import WITHHOLDS, sense
from tracker.licensing.known import commercial
from tracker.licensing.naming import SENTENCE_LIMIT, Naming, leading, named, seen_name
from tracker.licensing.source import Source, clip
from tracker.licensing.spans import Span
from tracker.licensing.surroundings import EXPLICIT as _EXPLICIT
from tracker.licensing.words import applying, withholding
from tracker.model.base import Value
from tracker.model.evidence import SEEN, SPAN_LIMIT, Declaration, Place

_HEADING = re.compile(r"^\s{0,3}(#{1,6})(.+)$")
_BOLD_HEADING = re.compile(r"^\s*(?:\*\*|__)([^*_]{2,40})(?:\*\*|__)\s*+(?::\s*+)?$")
_UNDERLINE = re.compile(r"^\s{0,3}(=+|-+)\s*$")
_HTML_HEADING = re.compile(r"^\s*<h([1-6])[^>]*>(.+?)</h\1>", re.IGNORECASE)
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_ABOUT = re.compile(
    r"licen[sc]\w*|许可|許可|协议|協議|授权|授權|ライセンス|\bterms\b", re.IGNORECASE
)
_LIMITS = re.compile(
    r"disclaim|usage (?:notice|terms|policy)|intended use"
    r"|声明|聲明|免责|使用限制|使用须知|注意事项",
    re.IGNORECASE,
)
"""A heading under which a use may be withheld, though no licence is named there."""
_LABELLED = re.compile(
    r"^\W*(?:licen[sc]e|许可证?|协议|ライセンス)\W*[:：]|^\s*\*\*licen[sc]e\*\*\s", re.IGNORECASE
)
_LIST_ITEM = re.compile(r"^\s*(?:[-*+]|\d+[.)])\s")
_SENTENCE = re.compile(
    r"(?<=[.!?;])\s+(?=[A-Z\"“*\[(<\u0400-\u04ff\u3040-\u9fff\uac00-\ud7af]|$)|(?<=[。！？；])"
)
_SUBJECT = re.compile(
    r"\b(?:this|our|the|all(?: of)?(?: the)?)\s+(?:[\w.+/-]+\s+){0,4}?"
    r"(?:project|repo|repository|code|codebase|source|work|models?|weights|checkpoints?|data|data"
    r"sets?"
    r"|software|library|package|toolkit|framework|benchmark|implementation|annotations)\b"
    r"|^\W*it is (?:licen[sc]ed|released)\b|\b(?:code|data|models?|weights) (?:and|&) "
    r"|^\W*(?:code|data|model|weights|dataset)s?\b"
    r"|[本该此](?:项目|仓库|代码|模型|数据集?|作品|库|软件|工程|プロジェクト|リポジトリ|モデル)",
    re.IGNORECASE,
)
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}+\]\([^)\n]{0,500}+\)|<img\s[^<>]{0,3000}+>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\]\n]{0,300}+)\]\(\s*+<?([^)\s>]{0,400}+)>?[^)\n]{0,100}+\)")
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,300}?href=[\"']([^\"'<>]{0,400}+)[\"'][^<>]{0,200}+>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TOP_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

_MOST_SENTENCES = 300
"""Sentences about licences that are read in one README."""


class _Block(Value, frozen=True, kw_only=True):
    line: int
    text: str
    about: bool
    limits: bool
    title: str = ""
    """The heading about licences that it stands under."""


class Stated(Value, frozen=True, kw_only=True):
    """One statement of a README, and what its heading says it is about."""

    declared: Declaration
    heading: str = ""


def statements(source: Source) -> Iterator[Declaration]:
    """Yield what the sentences of a README state; see `told`."""
    return (one.declared for one in told(source))


def told(source: Source) -> Iterator[Stated]:  # noqa: C901  (one walk, in the order of the text)
    """Yield what the sentences of a README state.

    A licence whose name we do not know, words that withhold a use, and a section about licences
    of which nothing was understood, are statements without an expression. What the front matter of
    a card says is not repeated here. Of a README that is not read whole, or of more sentences than
    are read, it is said last that there may be more.
    """
    considered = 0
    seen: set[tuple[str | None, str, str]] = set()
    silent: list[Stated] = []
    spoken = False
    for block in _blocks(source):
        for number, raw in _sentences(block):
            flat = plain(raw)
            about = bool(block.about or _LABELLED.match(flat) or _LABELLED.match(raw))
            own = block.limits or _SUBJECT.search(flat)
            says = sense(applying(flat)) if about or own or _EXPLICIT.search(flat) else None
            limited = says in WITHHOLDS and (
                about or (_EXPLICIT.search(flat) and (own or _BY_ITSELF.search(flat)))
            )
            if not (about or limited or (own and _ABOUT.search(flat))):
                continue
            considered += 1
            if considered > _MOST_SENTENCES:
                yield Stated(declared=source.in_part(Place.README))
                return
            if len(flat) > SENTENCE_LIMIT:  # it may say anything
                yield Stated(declared=source.declare(Place.README, number, None, quote=""))
                continue
            found = named(flat, heading=about) or (seen_name(flat) if about else None)
            if found is None and not limited:
                if (
                    about
                    and block.title
                    and _HOLLOW.fullmatch(flat) is None
                    and len(flat.split()) > 1
                ):
                    silent.append(_stated(source, number, None, raw, block))
                continue
            expression = found.expression if found else None
            if found and expression and takes_back(flat, found):
                expression = None
            quote = _telling(raw, flat)
            if (expression, quote, block.title) not in seen:
                seen.add((expression, quote, block.title))
                spoken = True
                yield _stated(source, number, expression, quote, block)
    if not spoken:
        for one in silent[:1]:
            yield msgspec.structs.replace(
                one, declared=msgspec.structs.replace(one.declared, how=SEEN)
            )
    if not source.whole:
        yield Stated(declared=source.in_part(Place.README))


def accountable(source: Source) -> Iterator[tuple[int, str]]:
    """Yield the sentences under headings about licences that take something back, or could."""
    for block in _blocks(source):
        if block.about:
            for number, raw in _sentences(block):
                flat = re.sub(r"<https?://[^<>]*>", " ", applying(plain(raw)))
                if len(flat) <= SENTENCE_LIMIT and sense(flat) not in (None, "grant"):
                    yield number, flat


def _stated(source: Source, line: int, expression: str | None, quote: str, block: _Block) -> Stated:
    declared = source.declare(Place.README, line, expression, quote=quote)
    return Stated(declared=declared, heading=block.title)


def takes_back(sentence: str, found: Naming) -> bool:
    """Tell whether a sentence that names a licence takes back what that gives.

    Examples
    --------
    >>> text = "Released under the MIT License for research only."
    >>> takes_back(text, Naming(expression="MIT", name="MIT License"))
    True
    """
    rest = applying(sentence.replace(found.name, " ") if found.name != sentence else sentence)
    says = sense(re.sub(r"<https?://[^<>]*>", " ", rest))
    if says in WITHHOLDS:
        return commercial(found.expression or "") != "no"
    return says == "prohibition" and bool(_REFUSES.search(rest))


_REFUSES = re.compile(
    r"\b(?:not|never|cannot|prohibited|forbidden|except|excluding|unless|only|solely)\b|[不禁仅僅]|ない",
    re.IGNORECASE,
)
_BY_ITSELF = re.compile(
    r"\b(?:only|solely|strictly|exclusively) (?:be used )?for\b|\bonly\W*$|\buse only\b|\bnot for\b"
    r"|\b(?:not|n't) (?:be )?(?:used?|permitted|allowed)\b|\bprohibited\b|\bforbidden\b"
    r"|仅[供限]|僅[供限]|不得|禁止|のみ|only for\b",
    re.IGNORECASE,
)
"""By such words a sentence withholds a use that has no subject."""
_HOLLOW = re.compile(
    r"\W*(?:\[?more information needed\]?|needs more information|tbd|todo|n/?a|none|unknown|comin"
    r"g soon"
    r"|(?:please )?(?:see|refer to|check)\b.{0,60}\blicen[sc]e\S*(?: file)?.{0,40})\W*",
    re.IGNORECASE,
)
"""What says nothing under a heading about licences, or only where to read."""


def _telling(raw: str, flat: str) -> str:
    """Return the quote of a sentence that shows what it withholds, if anything."""
    hit = withholding(flat)
    return raw if hit is None or len(raw) < SPAN_LIMIT else flat[max(hit.start() - 100, 0) :]


def tables(source: Source) -> tuple[tuple[str, Span], ...]:
    """Return the licences that the cells of tables about licences name, one row at a time."""
    found = []
    for block in _blocks(source):
        if not block.about:
            continue
        for offset, row in enumerate(block.text.split("\n")):
            cells = [plain(cell) for cell in row.strip().strip("|").split("|")]
            names = [name for cell in cells[1:] if (name := leading(cell))]
            if row.lstrip().startswith("|") and len(names) == 1 and names[0].expression:
                line = block.line + offset
                span = Span(line=line, end=line, quote=clip(row), license=names[0].expression)
                found.append((names[0].expression, span))
    return tuple(found)


def _blocks(source: Source) -> Iterator[_Block]:
    """Yield the paragraphs, list items and table rows, each with whether it is about licences."""
    text = _blanked(_COMMENT, _blanked(_TOP_MATTER, source.text))
    lines = text.split("\n")
    level: int | None = None
    limits = False
    named_by = ""
    start, held, fenced = 0, list[str](), False
    for number, line in enumerate([*lines, ""], start=1):
        following = lines[number] if number < len(lines) else ""
        blank = not line or line.isspace()
        heading = None if fenced or blank else _heading(line, following)
        fence = not blank and bool(_FENCE.match(line))
        ends = blank or heading or fence or fenced or _LIST_ITEM.match(line)
        if held and ends:
            yield _Block(
                line=start, text="\n".join(held), about=level is not None, limits=limits,
                title=named_by if level is not None else "",
            )  # fmt: skip
            held = []
        if fence:
            fenced = not fenced
        elif heading:
            depth, title = heading
            limits = bool(_LIMITS.search(title))
            if level is None or depth <= level:
                level = depth if _ABOUT.search(title) and len(title) < 80 else None
                named_by = title
            elif _ABOUT.search(title):
                named_by = title
        elif not blank and not fenced and not _UNDERLINE.match(line):
            start = start if held else number
            held.append(line)


def _heading(line: str, following: str) -> tuple[int, str] | None:
    if found := _HEADING.match(line):
        title = found[2].strip()
        return len(found[1]), title.rstrip("#").rstrip() or title
    if found := _HTML_HEADING.match(line):
        return int(found[1]), _TAG.sub("", found[2])
    if found := _BOLD_HEADING.match(line):
        return 6, found[1]
    if line.strip() and len(line) < 80 and (found := _UNDERLINE.match(following)):
        return (1 if found[1][0] == "=" else 2), line.strip()
    return None


def _sentences(block: _Block) -> Iterator[tuple[int, str]]:
    number, start = block.line, 0
    for end, following in (
        *((found.start(), found.end()) for found in _SENTENCE.finditer(block.text)),
        (len(block.text), len(block.text)),
    ):
        if block.text[start:end].strip():
            yield number, block.text[start:end]
        number += block.text.count("\n", start, following)
        start = following


def plain(text: str) -> str:
    """Return a sentence without mark-up; addresses stay, in angle brackets."""
    text = _IMAGE.sub(" ", text)
    text = _LINK.sub(lambda link: f"{link[1]} <{link[2]}>" if "://" in link[2] else link[1], text)
    text = _ANCHOR.sub(lambda link: f" <{link[1]}> ", text)
    text = re.sub(r"<(?!https?://)/?[a-zA-Z][^<>]{0,300}>", " ", text)
    text = re.sub(r"[*`]{1,3}|(?<!\w)_{1,2}|_{1,2}(?!\w)|^\s*(?:[-+>|]|\d+[.)])\s+", " ", text)
    return re.sub(r"\s+", " ", text).strip()


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    """Blank out what matches, keeping the lines where they are."""
    return pattern.sub(lambda found: "\n" * found[0].count("\n"), text)
