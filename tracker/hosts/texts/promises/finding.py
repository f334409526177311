"""Where in a text announcements stand: sentences, items of lists, cells, empty sections. Pure.

Long, because each of these places is read in its own way.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tracker.hosts.texts import prose
from tracker.hosts.texts.lines import Block, Paragraph
from tracker.hosts.texts.promises import days, phrases, things, wording
from tracker.hosts.texts.promises.announcement import QUOTE_LIMIT, Announcement
from tracker.hosts.texts.reading_list import reading_list
from tracker.model.paper import Role
from tracker.verdicts.depth.lists import is_list

LIMIT = 100
"""Announcements of one text that are kept."""
_MANY = 60
"""Works of others that a text links before what it announces is taken for theirs."""
_SENTENCE_LIMIT = 1_200
"""Characters of one sentence that are read; nobody writes a longer one to promise something."""
_LABEL_LENGTH = 60
"""Characters of a paragraph that only says what the list below it is."""
_EMPTY_LENGTH = 80
_READS_ON = 120
"""Characters of an item that may hold sentences."""

_BOX = re.compile(
    r"^\s*(?:<li>\s*)?(?:(?:[-*+•]|\d{1,3}[.)])\s+)?(?:\\?\[(?P<mark>[ xX✓✔√~/-]?)\\?\](?!\()"
    r"|(?P<open>[☐⬜🔲◻▢⏳🔜]\ufe0f?)|(?P<done>[☑✅✔🗹]\ufe0f?))\s*"
)
_BULLET = re.compile(r"^\s*(?:[-*+•]|\d{1,3}[.)])\s+")
_WAITING_MARK = re.compile(r"(?:⏳|🔜|🚧|🕐|⬜)\ufe0f?\s*$")
_STRUCK = re.compile(
    r"^\W{0,6}~~|✅|✔|☑|\b(?:done|released|finished|completed)\s*[)!.\]✨🎉]*\s*$|已(?:完成|开源"
    r"|发布)",
    re.IGNORECASE,
)
_PLAN = re.compile(
    r"\bto[- ]?dos?\b|\btasks?\b|\broad ?map\b|\b(?:release|open[- ]?sourc\w*|opening) (?:plan"
    r"|schedule|list|checklist|progress|status|timeline)\b|\bplans?\b|\bcheck ?list\b"
    r"|\bupcoming\b|\bcoming soon\b|\btimeline\b|\bmilestones?\b|待办|開源計劃|开源计划|发布计划"
    r"|计划|路线图|规划|予定"
    r"|ロードマップ|계획|로드맵|할 ?일",
    re.IGNORECASE | re.ASCII,
)
_RELEASE_PLAN = re.compile(r"releas|open[- ]?sourc|开源|发布|公開|공개", re.IGNORECASE | re.ASCII)
_USES = re.compile(
    r"\b(?:(?:pre-?|fine-?)?train(?:ing)?|fine-?tuning|inference|evaluation|usage|quick ?start"
    r"|getting started|install(?:ation)?|how to use)\b"
    r"|训练|推理|评测|使用方法|快速开始|安装|学習|推論|使い方|훈련|학습|추론|사용법",
    re.IGNORECASE | re.ASCII,
)
"""Headings under which code is shown."""


def announcements(
    data: bytes, *, path: str = "README.md", written: dt.date | None = None
) -> tuple[Announcement, ...]:
    r"""Return the releases that a text announces, in its order, each once.

    Parameters
    ----------
    path
        What the text is called.
    written
        The day on which it was written, where that is known; a piece of news has its own.

    Examples
    --------
    >>> for one in announcements(b"# Net\n- [ ] Release training code\n- [ ] Support Windows"):
    ...     print(one.line, one.quote, one.role, one.depth)
    2 - [ ] Release training code (<Role.CODE: 'code'>,) training
    """
    reader = _Reader(path, data, written)
    kept: dict[str, Announcement] = {}
    for one in reader.read():
        key = re.sub(r"\W+", " ", prose.words(one.quote)).strip().lower()
        kept.setdefault(key, one)
        if len(kept) >= LIMIT:
            break
    return tuple(kept.values())


def unread(data: bytes, announced: Sequence[Announcement], *, path: str = "README.md") -> str:
    """Return what of a text was not read for promises; empty where all was.

    Parameters
    ----------
    announced
        What `announcements` made of it.

    Examples
    --------
    >>> unread(b"We will release the code.", ())
    ''
    >>> unread(b"word " * 1_000, ())
    'a sentence is longer than is read'
    """
    texts = {path: data}
    if not prose.is_whole(data):
        return "it is longer than is read"
    if any(len(sentence.text) > _SENTENCE_LIMIT for sentence in prose.sentences(texts)):
        return "a sentence is longer than is read"
    if len(announced) >= LIMIT:
        return "it announces more than is kept"
    return ""


class _Reader:
    """One text, section by section."""

    def __init__(self, path: str, data: bytes, written: dt.date | None) -> None:
        self._texts = {path: data}
        self._written = written
        listed = reading_list(self._texts)
        self._of_others = listed is not None and (
            is_list(listed) or listed.papers + listed.works >= _MANY
        )

    def read(self) -> Iterator[Announcement]:
        sections = list(prose.sections(self._texts))
        for at, section in enumerate(sections):
            title = _words(section.heading.title)
            yield from self._heading(section.heading, title)
            ends = _ends(section, sections[at + 1] if at + 1 < len(sections) else None)
            waiting = self._empty(section, title) if ends else None
            if waiting:
                yield waiting
            else:
                pieces = [piece for piece in section.content if isinstance(piece, Paragraph)]
                yield from self._pieces(pieces, title)

    def _heading(self, heading: Paragraph, title: str) -> Iterator[Announcement]:
        roles = phrases.at_soon(title)
        if roles and not self._of_others:
            yield self._made(heading, roles, title)

    def _empty(self, section: prose.Section, title: str) -> Announcement | None:
        """Return what a section announces that says nothing but that there will be something."""
        roles = _of_title(title)
        telling = [one for one in section.content if isinstance(one, Block) or prose.bare(one.text)]
        if not roles or len(telling) != 1 or self._of_others or wording.no_release(title):
            return None
        (piece,) = telling
        if isinstance(piece, Block):
            return None
        words = _words(piece.text)
        if len(words) > _EMPTY_LENGTH or not phrases.waits(words):
            return None
        return self._made(piece, roles, f"{title} {words}")

    def _pieces(self, pieces: Sequence[Paragraph], title: str) -> Iterator[Announcement]:
        plan = planned = _PLAN.search(title) is not None
        columns = ""
        for piece, following in zip_longest(pieces, pieces[1:]):
            words = _words(piece.text)
            leads = False
            if piece.is_entry:
                columns = columns or (piece.text if _is_row(piece) else "")
            else:
                leads = following is not None and following.is_entry and phrases.leads(words)
                labels = len(words) < _LABEL_LENGTH and _PLAN.search(words) is not None
                plan = planned or leads or labels
            if not leads or things.roles(words):
                yield from self._piece(piece, title, columns, plan=plan)

    def _piece(
        self, piece: Paragraph, title: str, columns: str, *, plan: bool
    ) -> Iterator[Announcement]:
        text = piece.text
        if self._of_others and (piece.is_entry or not phrases.is_of_authors(text)):
            return
        box = _BOX.match(text)
        if box or (_BULLET.match(text) and (plan or _WAITING_MARK.search(text[-8:]))):
            item = self._item(piece, box, plan=plan)
            if item:
                yield item
            if item or (box and len(text) <= _READS_ON):
                return
        if _is_row(piece):
            yield from self._row(piece, title, columns)
        else:
            yield from self._sentences(piece, title)

    def _item(
        self, piece: Paragraph, box: re.Match[str] | None, *, plan: bool
    ) -> Announcement | None:
        mark = box or _BULLET.match(piece.text)
        raw = piece.text[mark.end() if mark else 0 :][:_SENTENCE_LIMIT]
        if not box and "http" in raw:  # a plan without boxes links what is there already
            return None
        words = _words(raw)
        news = days.written_on(words)
        what = words[news[1] :].lstrip(" )]:：-–—") if news else words
        roles = phrases.of_item(what, plan=plan, box=box is not None)
        if not roles:
            return None
        marked = box is not None and bool(box["done"] or (box["mark"] or "").strip())
        ticked = marked or bool(_STRUCK.search(raw) or _STRUCK.search(words))
        return self._made(piece, roles, what, ticked=ticked, due_in=words)

    def _row(self, piece: Paragraph, title: str, columns: str) -> Iterator[Announcement]:
        cells = [_words(cell) for cell in piece.text.strip().strip("|").split("|")]
        names = [_words(cell) for cell in columns.strip().strip("|").split("|")]
        if _RELEASE_PLAN.search(title) and _PLAN.search(title) and piece.text != columns:
            items = (phrases.of_item(cell, plan=True, box=True) for cell in cells)
            if roles := next(filter(None, items), None):
                words = " ".join(cells)
                yield self._made(piece, roles, words, ticked=bool(_STRUCK.search(words)))
                return
        for at, cell in enumerate(cells):
            column = names[at] if at < len(names) else ""
            roles = _of_cell(cell, column, [" ".join(cells[:at]), names[0]], title)
            if roles:
                yield self._made(piece, roles, cell)
                return

    def _sentences(self, piece: Paragraph, title: str) -> Iterator[Announcement]:
        before: prose.Sentence | None = None
        news = days.written_on(_words(piece.text[:_EMPTY_LENGTH]))
        written = news[0] if news else None
        promised = False
        for sentence in prose.sentences_of(piece):
            words = _words(sentence.text)
            roles = phrases.of_sentence(words)
            first = sentence
            if roles is None and not promised:
                has_name = not piece.is_entry or before or phrases.is_behind_a_name(words)
                roles, joined = _implied(words, before, title) if has_name else ((), False)
                first = before if joined and before else sentence
            if roles:
                promised = True
                quote = sentence.text if first is sentence else f"{first.text} {sentence.text}"
                yield self._made(piece, roles, words, quote=quote, line=first.line, written=written)
            before = sentence

    def _made(
        self,
        piece: Paragraph,
        roles: tuple[Role, ...],
        words: str,
        *,
        quote: str | None = None,
        line: int | None = None,
        ticked: bool = False,
        written: dt.date | None = None,
        due_in: str | None = None,
    ) -> Announcement:
        dated = due_in or words
        news = days.written_on(dated)
        due_on = days.due(
            dated[news[1] :] if news and not due_in else dated, written or self._written
        )
        return Announcement(
            quote=_cut(quote or piece.text),
            line=line or piece.numbers[0],
            role=roles,
            depth=things.depth(Role.CODE if Role.CODE in roles else roles[0], words),
            due=due_on,
            ticked=ticked,
        )


def _words(text: str) -> str:
    """Return the words of a text without markup, no more than are read."""
    return phrases.plain(text[:_SENTENCE_LIMIT])


def _of_title(title: str) -> tuple[Role, ...]:
    """Return what stands under a heading."""
    return things.roles(title) or ((Role.CODE,) if _USES.search(title) else ())


def _of_cell(cell: str, column: str, others: Sequence[str], title: str) -> tuple[Role, ...]:
    """Return what a cell of a table announces, by its words, its column, its row, its heading."""
    waits = wording.soon(cell) or wording.announces(cell)
    own = things.roles(cell)
    if not waits or wording.no_release(column) or (wording.no_release(cell) and not own):
        return ()
    return next(filter(None, map(things.roles, (cell, column, *others, title))), ())


def _implied(
    words: str, before: prose.Sentence | None, title: str
) -> tuple[tuple[Role, ...], bool]:
    """Return what a sentence without a name announces, and whether the one before has the name."""
    if before is not None:
        roles = things.roles(_words(before.text))
        if roles or words.startswith(("(", "（")):
            return roles, bool(roles)
    if wording.no_release(words):
        return (), False
    default = (Role.CODE,) if wording.announces(words) else ()
    return _of_title(title) or default, False


def _is_row(piece: Paragraph) -> bool:
    return piece.text.lstrip().startswith("|")


def _cut(quote: str) -> str:
    plain = " ".join(quote.split())
    if len(plain) <= QUOTE_LIMIT:
        return plain
    return plain[:QUOTE_LIMIT].rpartition(" ")[0] or plain[:QUOTE_LIMIT]


def _ends(section: prose.Section, following: prose.Section | None) -> bool:
    """Whether no section inside this one follows."""
    level = section.heading.level
    return not level or following is None or following.heading.level <= level
