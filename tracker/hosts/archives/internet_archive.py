"""The Internet Archive: whether it has a copy of a page, and of which day."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import partial
from urllib.parse import unquote, urlencode

import msgspec

from tracker.errors import TransportFault
from tracker.hosts.answers import fault
from tracker.hosts.observing import Findings, look
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.foreign import decoded
from tracker.model.locator import Locator, locate
from tracker.model.traits import copied_by
from tracker.model.unread import Piece, Unread
from tracker.transport import Door

VIA = "wayback-api"
API = "https://archive.org/wayback/available"
_COPY = re.compile(r"https?://web\.archive\.org(?::\d+)?/web/\d+[a-z_]*/")


class _Closest(msgspec.Struct):
    timestamp: str
    url: str
    status: str = ""
    """Of the answer that was copied."""
    available: bool = False


class _Snapshots(msgspec.Struct):
    closest: _Closest | None = None


class _Answer(msgspec.Struct):
    archived_snapshots: _Snapshots


class InternetArchive:
    """The Wayback Machine's copies of pages."""

    name = "internet-archive"
    connections = 1

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it names the copies of a page."""
        page = locate(url).url
        name = copied_by(self.name, page)
        if name is None or not name.startswith("http"):
            return None
        return Locator(host=self.name, kind="archive", name=name, url=page)

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return 1: it tells of one page at a time."""
        return 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Ask for the newest copy of each page."""
        for locator in locators:
            yield look(locator, door, partial(_see, locator.name, door), via=VIA)


def _see(url: str, door: Door) -> Findings:
    answer = door.http.get(f"{API}?{urlencode({'url': url})}")
    if answer.status != 200:
        raise fault("the Internet Archive", answer)
    try:
        reply = decoded(answer.body, _Answer)
        closest = reply.archived_snapshots.closest
        if closest is None or not closest.available:
            note = "the Internet Archive names no copy of this page"
            return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=note)
        if not _is_of(closest.url, url):
            raise TransportFault("the Internet Archive answered about another page", reach="error")
        if not closest.status.startswith("2"):
            return _error_page(closest.status[:40])
        taken = dt.datetime.strptime(closest.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError as error:
        words = "the Internet Archive's answer cannot be read"
        raise TransportFault(words, reach="error") from error
    return Findings(reach=Reach.VISIBLE, via=VIA, facts=Facts(last_changed=taken))


def _error_page(status: str) -> Findings:
    """Return what a copy of an error page tells: none of the page, and nothing of others."""
    why = f"are not known: the one it names is of an answer with status {status or 'unknown'}"
    unread = Unread(piece=Piece.COPIES, what="its copies of the page", why=why, part=True)
    note = f"the Internet Archive: {unread}"
    return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=note, unread=(unread,))


def _is_of(copy: str, url: str) -> bool:
    """Whether the address of a copy names a page, scheme, ``www.`` and the last slash aside."""
    named = _COPY.match(copy)
    return named is not None and _plain(copy[named.end() :]) == _plain(url)


def _plain(url: str) -> str:
    place = re.sub(r"^https?://", "", unquote(url), flags=re.IGNORECASE)
    place = re.sub(r":(?:80|443)(?=/|$)", "", place)
    site, slash, rest = place.partition("/")
    return f"{site.lower().removeprefix('www.')}{slash}{rest}".rstrip("/")
