"""arXiv: title, newest version and dates of a paper, many papers in one request."""

import contextlib
import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from tracker.errors import TransportFault
from tracker.hosts.answers import absent, detour, fault
from tracker.hosts.observing import Batch, Findings, look
from tracker.licensing import normalise
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT, Declaration, Facts, Observation, Place, Reach
from tracker.model.locator import Locator, glued, locate
from tracker.model.locator import fault as unfit
from tracker.model.unread import Piece, Unread
from tracker.transport import Door
from tracker.transport.answer import Response

VIA = "arxiv-api"
ABSTRACT = "abstract on arXiv"
"""Where a link was seen that an abstract, or the remark beside it, names."""
_API = "https://export.arxiv.org/api/query"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_ENOUGH = 20_000
"""Bytes of a paper's page: its title, which names the paper, stands at the beginning."""
_PAGE = 400_000
_AT_ONCE = 50
"""Papers that one request asks for."""
_RIGHTS = re.compile(
    r"class=\"abs-license\"[^>]{0,100}>\s*<a\s[^>]{0,200}?href=\"(?P<url>https?://[^\"]{1,300})\""
)
_RIGHTS_UNREAD = Unread(
    piece=Piece.LICENSE, what="the licence on the paper's page", why="was not seen"
)
_ABSTRACT = 10_000
"""Characters; arXiv itself takes fewer than 2,000."""
_ADDRESS = re.compile(r"(?:https?://)?(?<![\w.@-])[\w-]+(?:\.[\w-]+)+/[^\s{}\\]{1,300}")
_NAMED = re.compile(r"https?://arxiv\.org/abs/(?P<name>.+?)(?P<version>v\d+)?")


class FeedEntry(Value, frozen=True, kw_only=True):
    """What arXiv says of a paper."""

    name: str
    version: str | None
    title: str | None
    published: dt.datetime | None
    """Of the first version."""
    updated: dt.datetime | None
    """Of the newest version."""
    abstract: str | None = None
    comment: str | None = None
    """The authors' remark beside it, where many name their code."""

    def names(self, url: str) -> bool:
        """Whether the abstract, or the remark beside it, names an address.

        Examples
        --------
        >>> said = "Code: github.com/lab/code. We compare with https://github.com/else/code2."
        >>> paper = FeedEntry(name="2503.00001", version="v1", title=None, published=None,
        ...                   updated=None, abstract=said)
        >>> paper.names("https://github.com/lab/code/"), paper.names("https://github.com/else/code")
        (True, False)
        """
        wanted = locate(url).url
        return any(locate(address).url == wanted for address in self._addresses())

    def _addresses(self) -> Iterator[str]:
        for address in _ADDRESS.findall(f"{self.abstract or ''} {self.comment or ''}"):
            url = address if "://" in address else f"https://{address}"
            url = url.removesuffix(glued(url))
            if unfit(url) is None:
                yield url


class _UnfitNameError(TransportFault):
    """arXiv cannot read the one name that it was asked for."""


class Arxiv:
    """Papers on arXiv."""

    name = "arxiv"
    connections = 1

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it names a paper on arXiv."""
        locator = locate(url)
        return locator if locator.host == self.name else None

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return how many papers one request asks for."""
        return _AT_ONCE

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask for all papers at once."""
        started_at = door.now()
        with door.http.recording() as exchanges:
            entries: Mapping[str, FeedEntry] | TransportFault
            try:
                entries = _query([locator.name for locator in locators], door)
            except _UnfitNameError:
                entries = {}
            except TransportFault as trouble:
                entries = trouble
        batch = Batch(started_at=started_at, exchanges=tuple(exchanges))
        alone = len(locators) == 1
        for locator in locators:
            ask = partial(_seen, locator, entries, door, licensed=alone)
            yield look(locator, door, ask, via=VIA, batch=batch)


def entry(arxiv_id: str, door: Door) -> FeedEntry | None:
    """Return what arXiv says of a paper, or None if its API tells of none by this id.

    Raises
    ------
    TransportFault
        If arXiv could not be asked.
    """
    entries = _query([arxiv_id], door)
    return next(iter(entries.values()), None)


def feed(names: Sequence[str], door: Door) -> Iterator[FeedEntry]:
    """Yield what arXiv says of papers, many in one request; of some it may tell nothing.

    Raises
    ------
    TransportFault
        If arXiv could not be asked; what was yielded before stands.
    """
    for start in range(0, len(names), _AT_ONCE):
        yield from _query(names[start : start + _AT_ONCE], door).values()


def _query(names: Sequence[str], door: Door) -> Mapping[str, FeedEntry]:
    """Return the entries by name."""
    asked = urlencode({"id_list": ",".join(names), "max_results": len(names)}, safe=",/")
    answer = door.http.get(f"{_API}?{asked}")
    if answer.status == 400:
        return _without_the_unfit(names, answer, door)
    if answer.status != 200:
        raise fault("arXiv's API", answer)
    return {entry.name: entry for entry in entries(answer.body)}


def _without_the_unfit(
    names: Sequence[str], answer: Response, door: Door
) -> Mapping[str, FeedEntry]:
    """Ask for the others: one name that arXiv cannot read is the end of a request for fifty.

    It names the first that it cannot read; where it does not, halves tell.
    """
    if len(names) == 1:
        raise _UnfitNameError(fault("arXiv's API", answer).message, reach="error")
    unfit = re.search(r"incorrect id format for\s+([^\s<]+)", answer.text)
    if unfit and unfit[1] in names:
        parts = [[name for name in names if name != unfit[1]]]
    else:
        middle = len(names) // 2
        parts = [list(names[:middle]), list(names[middle:])]
    entries: dict[str, FeedEntry] = {}
    for part in parts:
        with contextlib.suppress(_UnfitNameError):
            entries |= _query(part, door)
    return entries


def _seen(
    locator: Locator,
    entries: Mapping[str, FeedEntry] | TransportFault,
    door: Door,
    *,
    licensed: bool,
) -> Findings:
    """Return what the API says; of a paper asked for alone, the licence of its page as well."""
    if isinstance(entries, TransportFault):
        raise entries
    entry = entries.get(locator.name)
    if entry is None:
        return _left_out(locator, door)
    rights = _licensed(locator, door) if licensed else None
    return Findings(
        reach=Reach.VISIBLE,
        via=VIA,
        facts=Facts(
            name=entry.name + (entry.version or ""),
            title=entry.title,
            created=entry.published,
            last_changed=entry.updated,
            licenses=rights,
        ),
        unread=(_RIGHTS_UNREAD,) if licensed and rights is None else (),
    )


def _licensed(locator: Locator, door: Door) -> tuple[Declaration, ...] | None:
    """Return the licence that the paper's page names for its text; None: the page told nothing.

    Only the page tells it: a request for each paper, of which arXiv wants one in three seconds.
    """
    try:
        answer = door.http.get(locator.url, limit=_PAGE, cut=True)
    except TransportFault:
        return None
    match = _RIGHTS.search(answer.text) if answer.status == 200 and not detour(answer) else None
    if match is None:
        return None
    url = unescape(match["url"])[:SPAN_LIMIT]
    expression = normalise(url)
    return (Declaration(place=Place.ARTICLE, quote=url, expression=expression, how="name"),)


def _left_out(locator: Locator, door: Door) -> Findings:
    """Ask the paper's own page: the API leaves papers out on a bad day, too."""
    answer = door.http.get(locator.url, limit=_ENOUGH, cut=True)
    if absent(answer, "arxiv") and detour(answer) is None:
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note="arXiv has no paper by this id")
    if answer.status == 200 and locator.name in answer.text:
        note = "arXiv's API left the paper out, its page is there"
        left_out = Unread(piece=Piece.HISTORY, what="its dates", why="were left out by arXiv's API")
        return Findings(
            reach=Reach.VISIBLE, via="http", note=note, unread=(left_out, _RIGHTS_UNREAD)
        )
    raise fault("the paper's page", answer)


def entries(feed: bytes) -> Iterator[FeedEntry]:
    """Read arXiv's Atom feed; entries that name no paper are left out.

    Raises
    ------
    TransportFault
        If it is no such feed, or one that declares entities, which can be made to explode.
    """
    try:
        text = feed.decode("utf-8")
        if "<!DOCTYPE" in text:
            raise TransportFault("arXiv's answer declares what a feed never does", reach="error")
        root = ET.fromstring(text)  # noqa: S314  no declarations: checked above
    except (ET.ParseError, UnicodeDecodeError, ValueError) as error:
        raise TransportFault("arXiv's answer is no feed", reach="error") from error
    if root.tag != f"{_ATOM}feed":
        raise TransportFault("arXiv's answer is no feed", reach="error")
    for entry in root.iter(f"{_ATOM}entry"):
        named = _NAMED.fullmatch(_text(entry, "id") or "")
        if named:
            yield FeedEntry(
                name=named["name"],
                version=named["version"],
                title=_text(entry, "title"),
                published=_moment(_text(entry, "published")),
                updated=_moment(_text(entry, "updated")),
                abstract=_text(entry, "summary", _ABSTRACT),
                comment=_text(entry, "comment", _ABSTRACT, space=_ARXIV),
            )


def _text(
    entry: ET.Element, name: str, limit: int = SPAN_LIMIT, *, space: str = _ATOM
) -> str | None:
    text = entry.findtext(f"{space}{name}")
    return " ".join(text.split())[:limit] if text else None


def _moment(text: str | None) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None
