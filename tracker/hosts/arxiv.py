"""arXiv: title, newest version and dates of a paper, many papers in one request."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from tracker.errors import TransportFault
from tracker.hosts.answers import absent, detour, fault
from tracker.hosts.observing import Batch, Seen, look
from tracker.licensing import normalise
from tracker.model.base import Value
from tracker.model.evidence import SPAN_LIMIT, Declaration, Facts, Observation, Place, Reach
from tracker.model.locator import Locator, locate
from tracker.model.unread import Piece, Unread
from tracker.transport import Door

VIA = "arxiv-api"
_API = "https://export.arxiv.org/api/query"
_ATOM = "{http://www.w3.org/2005/Atom}"
_ENOUGH = 20_000
"""Bytes of a paper's page: its title, which names the paper, stands at the beginning."""
_PAGE = 400_000
_RIGHTS = re.compile(
    r"class=\"abs-license\"[^>]{0,100}>\s*<a\s[^>]{0,200}?href=\"(?P<url>https?://[^\"]{1,300})\""
)
_RIGHTS_UNREAD = Unread(
    piece=Piece.LICENSE, what="the licence on the paper's page", why="was not seen"
)
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
        return 50

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask for all papers at once."""
        started_at = door.now()
        with door.http.recording() as exchanges:
            found: Mapping[str, FeedEntry] | TransportFault
            try:
                found = _query([locator.name for locator in locators], door)
            except TransportFault as trouble:
                found = trouble
        batch = Batch(started_at=started_at, exchanges=tuple(exchanges))
        alone = len(locators) == 1
        for locator in locators:
            ask = partial(_seen, locator, found, door, licensed=alone)
            yield look(locator, door, ask, via=VIA, batch=batch)


def title(arxiv_id: str, door: Door) -> str | None:
    """Return the title of a paper, or None if arXiv has none by this id.

    Raises
    ------
    TransportFault
        If arXiv could not be asked.
    """
    found = _query([arxiv_id], door)
    return next((entry.title for entry in found.values()), None)


def _query(names: Sequence[str], door: Door) -> Mapping[str, FeedEntry]:
    """Return the entries by name."""
    asked = urlencode({"id_list": ",".join(names), "max_results": len(names)}, safe=",/")
    answer = door.http.get(f"{_API}?{asked}")
    if answer.status != 200:
        raise fault("arXiv's API", answer)
    return {entry.name: entry for entry in entries(answer.body)}


def _seen(
    locator: Locator,
    found: Mapping[str, FeedEntry] | TransportFault,
    door: Door,
    *,
    licensed: bool,
) -> Seen:
    """Return what the API says; of a paper asked for alone, the licence of its page as well."""
    if isinstance(found, TransportFault):
        raise found
    entry = found.get(locator.name)
    if entry is None:
        return _left_out(locator, door)
    rights = _licensed(locator, door) if licensed else None
    return Seen(
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
    found = _RIGHTS.search(answer.text) if answer.status == 200 and not detour(answer) else None
    if found is None:
        return None
    url = unescape(found["url"])[:SPAN_LIMIT]
    expression = normalise(url)
    return (Declaration(place=Place.ARTICLE, quote=url, expression=expression, how="name"),)


def _left_out(locator: Locator, door: Door) -> Seen:
    """Ask the paper's own page: the API leaves papers out on a bad day, too."""
    answer = door.http.get(locator.url, limit=_ENOUGH, cut=True)
    if absent(answer, "arxiv") and detour(answer) is None:
        return Seen(reach=Reach.NOT_VISIBLE, via=VIA, note="arXiv has no paper by this id")
    if answer.status == 200 and locator.name in answer.text:
        note = "arXiv's API left the paper out, its page is there"
        left_out = Unread(piece=Piece.HISTORY, what="its dates", why="were left out by arXiv's API")
        return Seen(reach=Reach.VISIBLE, via="http", note=note, unread=(left_out, _RIGHTS_UNREAD))
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
            )


def _text(entry: ET.Element, name: str) -> str | None:
    found = entry.findtext(f"{_ATOM}{name}")
    return " ".join(found.split())[:SPAN_LIMIT] if found else None


def _moment(text: str | None) -> dt.datetime | None:
    try:
        moment = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else None
