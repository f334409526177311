"""What the text of a README says about the licence of the project.

Only what it says about itself: a sentence under a heading about licences, or one whose subject is
this project, its code, model or data.
"""

import re
from collections.abc import Iterator

import msgspec

from tracker.licensing.grammar import WITHHOLDS, Sense, sense
from tracker.licensing.mentioned import seen_name
from tracker.licensing.names import Naming, leading
from tracker.licensing.naming import (
    SENTENCE_LIMIT,
    about_others,
    named,
)
from tracker.licensing.prose import ABOUT, Block, clauses, link_targets, plain
from tracker.licensing.riders import around, takes_back, telling, terms_of
from tracker.licensing.sections import Stated, chosen, once, without_texts
from tracker.licensing.source import Source
from tracker.licensing.spelling import normalise
from tracker.licensing.surroundings import EXPLICIT as _EXPLICIT
from tracker.model.base import Value
from tracker.model.evidence import SEEN, Declaration, Place

_LABELLED = re.compile(
    r"^\W*(?:licen[sc]e|许可证?|协议|ライセンス)\W*[:：]|^\s*\*\*licen[sc]e\*\*\s", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"\b(?:this|our|the|all(?: of)?(?: the)?)\s{1,9}(?:[\w.+/-]{1,60}\s{1,9}){0,4}?"
    r"(?:project|repo|repository|code|codebase|source|work|models?|weights|checkpoints?|data|data"
    r"sets?"
    r"|software|library|package|toolkit|framework|benchmark|implementation|annotations|corpus)\b"
    r"|^\W{0,20}it is (?:licen[sc]ed|released)\b|\b(?:code|data|models?|weights) (?:and|&) "
    r"|^\W{0,20}(?:code|data|model|weights|dataset)s?\b"
    r"|^\W{0,20}(?:\d{1,9}\W )?(?:[\w-]{1,40} ){0,2}(?:checkpoints|weights|models|datasets?"
    r"|annotations|code) (?:are|is)"
    r" (?:all |also )?(?:released|licen[sc]ed|available|distributed|provided|under)\b"
    r"|[本该此](?:项目|仓库|代码|模型|数据集?|作品|库|软件|工程|プロジェクト|リポジトリ|モデル)",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"\A(?!\s*@\w+\{)(?=.*(?:licen[sc]|copyright|public domain|creative commons|许可|协议))",
    re.IGNORECASE | re.DOTALL,
)
"""What is fenced under a heading about licences and speaks of them; no entry of BibTeX."""
_SPEAKS = re.compile(
    rf"{ABOUT.pattern}|\b(?:under|with)\b.{{0,40}}"
    r"\b(?:CC[ -](?:BY|0)|MIT|Apache|[AL]?GPL|BSD|Creative Commons)",
    re.IGNORECASE,
)
"""Words by which a sentence about this work speaks of its licence."""
_MOST_SENTENCES = 300
"""Sentences about licences that are read in one README."""
_OFFER = re.compile(
    r"\b(?:commercial|enterprise|proprietary|alternative|business|different|separate"
    r"|other) (?:\w+ )?licen[sc]"
    r"|\bdual[- ]?licen[sc]|\bclosed[- ]source\b|\bwithout open[- ]sourcing\b"
    r"|\blicen[sc]\w+ options\b",
    re.IGNORECASE,
)
"""Words by which another licence is offered."""
_VARIES = re.compile(
    r"\b(?:specific|respective|individual|own|different|various|separate) licen[sc]es?\b"
    r"|\blicen[sc]es? (?:\w+ ){0,4}?(?:depends?|depending|var(?:y|ies)|differs?)\b"
    r"|\bdepending on (?:the|which) (?:subset|split|source|part|task|language|config\w*)",
    re.IGNORECASE,
)
"""Words by which each part of a work is under terms of its own."""
_OWNER = re.compile(
    r"\b([A-Z][\w.+-]{1,40})['’]s (?:[\w-]{1,30} ){0,2}?"
    r"(?:code|weights|models?|checkpoints?|data\w{0,5}|implementation|scripts|software)\b"
)
"""Whose work a clause names."""
_TITLE = re.compile(r"\s{0,3}#\s|<h1\b", re.IGNORECASE)
_COPYLEFT = re.compile(r"(?:A?GPL|SSPL|OSL|EUPL)-")


class Read(Value, frozen=True, kw_only=True):
    """What the sentences of a README state."""

    stated: tuple[Stated, ...]
    offered: tuple[Stated, ...] = ()
    """Another licence that is to be had beside a copyleft one: a choice, no restriction."""
    beside: tuple[tuple[int, str], ...] = ()
    """Other sentences under headings about licences that take something back, or could."""


def statements(source: Source) -> Iterator[Declaration]:
    """Yield what the sentences of a README state; see `read_prose`."""
    return (one.declared for one in read_prose(source).stated)


def read_prose(source: Source) -> Read:
    """Return what the sentences of a README state.

    A licence whose name we do not know, words that withhold a use, and a section about licences
    of which nothing was understood, are statements without an expression. What the front matter of
    a card says is not repeated here. Of a README that is not read whole, or of more sentences than
    are read, it is said last that there may be more.
    """
    reader = _Reader(source)
    for block in without_texts(source, reader.stated):
        if not reader.block(block):
            reader.stated.append(Stated(declared=source.in_part(Place.README)))
            return Read(stated=tuple(reader.stated), beside=tuple(reader.beside))
    stated = chosen(once(reader.stated), source)
    names = [one.declared.expression for one in stated if one.declared.expression]
    copyleft = bool(names) and all(_COPYLEFT.match(name) for name in names)
    offered = [one for one in stated if copyleft and one.offer and one.declared.expression is None]
    stated = [one for one in stated if one not in offered] or [
        msgspec.structs.replace(one, declared=msgspec.structs.replace(one.declared, how=SEEN))
        for one in reader.silent[:1]
    ]
    if not source.whole:
        stated.append(Stated(declared=source.in_part(Place.README)))
    return Read(
        stated=tuple(stated), offered=tuple(offered), beside=tuple(dict.fromkeys(reader.beside))
    )


class _Reader:
    """The clauses of a README, one after the other."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._targets = link_targets(source)
        self._considered = 0
        title = next((line for _, line in source.lines() if _TITLE.match(line)), "")
        self._title = frozenset(re.findall(r"[\w.+-]+", title.casefold()))
        self.stated: list[Stated] = []
        self.silent: list[Stated] = []
        """What was not understood under a heading about licences."""
        self.beside: list[tuple[int, str]] = []
        self._by_part = 0
        """The section whose list names the licences of parts, not all of them."""

    def block(self, block: Block) -> bool:
        """Read one block; tell whether there was room for all of its sentences."""
        if block.fenced and not _TERMS.search(block.text):
            return True
        others = offer = False
        self._by_part = block.section if _lists_parts(block) else self._by_part
        for number, raw in clauses(block):
            flat = plain(raw, self._targets)
            owner = _OWNER.search(flat)
            ours = owner is not None and owner[1].casefold() in self._title
            own = ours or bool(_SUBJECT.search(flat))
            foreign = (others and not own) or (owner is not None and not ours)
            others = foreign or bool(about_others(flat))
            offer = offer or bool(_OFFER.search(flat))
            about = bool(block.about or _LABELLED.match(flat) or _LABELLED.match(raw))
            restriction = _restriction(flat, block, about=about, own=own)
            if not (about or restriction in WITHHOLDS or (own and _SPEAKS.search(flat))):
                continue
            self._considered += 1
            if self._considered > _MOST_SENTENCES:
                return False
            if len(flat) > SENTENCE_LIMIT:  # it may say anything
                unread = self._source.declare(Place.README, number, None, quote="")
                self.stated.append(Stated(declared=unread))
                continue
            found = None
            if offer and not foreign:
                found = named(flat, heading=about)
            elif not foreign:
                found = _naming(raw, flat, block, seen=about or restriction in WITHHOLDS)
            one = _stated(self._source, number, None, raw, block)
            if found or restriction in WITHHOLDS:
                self._state(one, (raw, flat), found, restriction, offer=offer)
            elif block.about:
                self._not_understood(one, flat, restriction)
        return True

    def _not_understood(self, one: Stated, flat: str, restriction: Sense | None) -> None:
        if _HOLLOW.fullmatch(flat) is None and len(flat.split()) > 1:
            self.silent.append(one)
        if restriction not in (None, "grant"):
            self.beside.append((one.declared.line or 1, re.sub(r"<https?://[^<>]*>", " ", flat)))

    def _state(
        self,
        one: Stated,
        words: tuple[str, str],
        found: Naming | None,
        sensed: Sense | None,
        *,
        offer: bool,
    ) -> None:
        """Keep a sentence, as printed and without mark-up, that names a licence or withholds."""
        raw, flat = words
        by_part = bool(one.section) and one.section == self._by_part
        back = by_part or bool(found and found.expression and takes_back(flat, found))
        expression = None if back or found is None else found.expression
        declared = self._source.declare(
            Place.README, one.declared.line, expression, quote=telling(raw, flat)
        )
        withheld = sensed in WITHHOLDS and expression is None
        if found and not withheld and (rest := around(flat, found)):
            self.beside.append((one.declared.line or 1, rest))
        self.stated.append(
            msgspec.structs.replace(
                one, declared=declared, sentence=flat, withheld=withheld,
                asks=sensed == "by-permission", offer=offer,
            )
        )  # fmt: skip


def _lists_parts(block: Block) -> bool:
    """Tell whether a list follows that names the licences of parts."""
    return block.text.rstrip().endswith((":", "：")) and bool(_VARIES.search(block.text))


def _restriction(flat: str, block: Block, *, about: bool, own: bool) -> Sense | None:
    """Return what a sentence does to a use, where it is about this work."""
    explicit = bool(_EXPLICIT.search(flat))
    if not (about or own or block.limits or explicit):
        return None
    sensed = sense(terms_of(flat))
    if sensed == "grant" and "¶" in flat:
        return "unclear"  # of a sentence that is cut, the rest may take it back
    meant = about or (explicit and (block.limits or own or bool(_BY_ITSELF.search(flat))))
    return sensed if meant or sensed not in WITHHOLDS else "unclear"


def _naming(raw: str, flat: str, block: Block, *, seen: bool) -> Naming | None:
    """Return the licence that a sentence, or a row of a table, names.

    With `seen`, it is known to speak of terms, and a name anywhere in it counts. A name that is not
    known may be that of a file which the words are linked to.
    """
    if block.columns:
        cells = [cell.strip() for cell in flat.strip("|").split("|")]
        names = [name for cell in cells[1:] if (name := leading(cell))]
        if len({name.expression for name in names}) == 1:
            return names[0]
    found = named(flat, heading=seen)
    if seen and (found is None or found.expression is None):
        again = seen_name(flat)
        found = again if again and again.expression else found or again
    if found and found.expression is None:
        files = (normalise(link[1]) for link in _FILE_LINK.finditer(raw))
        linked = {name for name in files if name}
        if len(linked) == 1:
            return Naming(expression=linked.pop(), name=flat)
    return found


_FILE_LINK = re.compile(
    r"\]\((?![^)]{0,300}://)[^)\s]{0,300}?([\w.+-]{3,60}?)(?:\.(?:md|txt|pdf))?\)"
)


def _stated(source: Source, line: int, expression: str | None, quote: str, block: Block) -> Stated:
    declared = source.declare(Place.README, line, expression, quote=quote)
    title = block.title if block.about else ""
    heading = f"{title} {plain(block.columns)}".strip() if block.columns else title
    return Stated(declared=declared, heading=heading, section=block.section)


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
