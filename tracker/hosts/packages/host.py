"""Python packages, asked for at the index that pip asks: what the newest wheel holds.

A wheel may install nothing. Its list of files stands at its end: a small wheel is read whole, of a
large one the pieces that tell what it is. None is unpacked or installed. The name of the index is
the business of whoever runs the tracker, and is left out of what is kept.

Long, because a project, its files and a wheel are asked for one after the other.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

import msgspec
from packaging.utils import canonicalize_name
from packaging.version import Version

from tracker.budget import SECONDS, within
from tracker.errors import TransportFault
from tracker.hosts.answers import absent, refusal
from tracker.hosts.observing import Findings, look, refused
from tracker.hosts.packages import index_pages, wheel
from tracker.hosts.packages.index_pages import ACCEPT, SIMPLE, IndexFile, Listing
from tracker.hosts.packages.ranges import RangedFile
from tracker.hosts.packages.wheel import Inside
from tracker.model.evidence import SPAN_LIMIT, Facts, Observation, Reach
from tracker.model.locator import Locator, fault, locate
from tracker.model.release import MOST, Release
from tracker.model.unread import Piece, Unread
from tracker.transport import Door
from tracker.transport.answer import Response
from tracker.verdicts.looked import cut

VIA = "package-index"
WHEEL_LIMIT = 4_000_000
"""Bytes of a wheel that is read whole, and so held against the digest that the index lists."""
_INDEX_LIMIT = 20_000_000
_WITNESS = "pip"
"""A project that an index has; what has it not, and says so, may be no index."""
_PROJECT = re.compile(r"/project/([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:/.*)?", re.ASCII)
_SITE = re.compile(r"(?:www\.|test\.)?pypi\.[a-z.]+")
_HIDDEN = "the package index"
_LITERAL = re.compile(r"(?<![0-9a-fA-F.:])[0-9a-fA-F.:]+(?<=[0-9a-fA-F])")

_Fetch: TypeAlias = Callable[[IndexFile], bytes | RangedFile | str]
"""Gets a file; where that fails it says why."""


class PyPI:
    """Projects of the Python package index."""

    name = "pypi"
    connections = 4

    def identify(self, url: str) -> Locator | None:
        """Return the locator of `url` if it is a package URL, or the page of a project."""
        if fault(url):
            return None
        if (located := locate(url)).host == self.name:
            return located
        parts = urlsplit(url)
        match = _PROJECT.fullmatch(parts.path)
        if match is None or not _SITE.fullmatch(parts.hostname or ""):
            return None
        return Locator(host=self.name, kind="project", name=match[1], url=locate(url).url)

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return 1: projects are asked for one by one."""
        return 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Look at the list of files of each project, and into its newest wheel."""
        proven: set[str] = set()
        for locator in locators:
            home = _home(locator, door)
            observation = look(locator, door, partial(_see, home, locator, door, proven), via=VIA)
            yield _discreet(observation, home) if home else observation


def _home(locator: Locator, door: Door) -> str | None:
    """Return the index to ask: the one that was chosen, but not for a page of the trial site."""
    site = urljoin(locator.url, "/simple") if locator.url.startswith("http") else None
    if site and (urlsplit(site).hostname or "").startswith("test."):
        return site
    if door.settings.package_index is None and site:
        return site
    return door.settings.index


def _see(home: str | None, locator: Locator, door: Door, proven: set[str]) -> Findings:
    """Look at one project; an index that answered as only an index does is added to `proven`."""
    if home is None:
        note = "there is no index that pip would ask; PIP_INDEX_URL names one"
        return Findings(reach=Reach.UNREACHABLE, via=VIA, note=note)
    answer = ask(home, locator.name, door)
    if absent(answer, "pypi"):
        own = door.settings.package_index is None
        return _missing(home, answer, door, proven, own=own)
    if answer.status != 200:
        return refused(refusal(answer), VIA)
    listing = within(SECONDS, partial(index_pages.read, answer, locator.name))
    proven.add(home)
    if listing.status == "quarantined":
        note = "the index keeps the project in quarantine and hands out no file"
        return Findings(reach=Reach.DISABLED, via=VIA, note=note)
    facts, version = _told(listing, locator.name)
    if listing.is_empty:
        return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts, note="the project has no files")
    if version is None:
        note = "no file has a version that can be read"
        files = Unread(piece=Piece.LISTING, what="its files", why=f"were not read: {note}")
        return Findings(reach=Reach.VISIBLE, via=VIA, facts=facts, note=note, unread=(files,))
    inside = _inside(listing, version, locator.name, partial(_fetch, home, answer.final_url, door))
    facts = msgspec.structs.replace(facts, tree=inside.facts.tree, licenses=inside.facts.licenses)
    unread = tuple(_unread(listing, version, inside))
    return Findings(reach=Reach.VISIBLE, via=VIA, note=inside.note, facts=facts, unread=unread)


def _unread(listing: Listing, version: Version, inside: Inside) -> Iterator[Unread]:
    """Yield what was not read of the newest version, and the dates that the index left out."""
    why = f"were not read: {inside.note}" if inside.note else "were not read"
    if inside.facts.tree is None:
        yield Unread(piece=Piece.LISTING, what=f"the files of version {version}", why=why)
    else:
        yield from cut(inside.facts.tree)
    if inside.facts.licenses is None:
        yield Unread(piece=Piece.METADATA, what=f"the metadata of version {version}", why=why)
    for declaration in inside.facts.licenses or ():
        if not declaration.quote:
            part = declaration.how == "part"
            words = "was not read whole" if part else "was not read"
            what = declaration.path or "a licence file"
            yield Unread(piece=Piece.LICENSE, what=what, why=words, part=part)
    if any(offer.file.upload_time is None for offer in listing.offers):
        words = "were left out by the index"
        yield Unread(piece=Piece.HISTORY, what="some dates of upload", why=words, part=True)


_MIRROR = Unread(
    piece=Piece.STATE,
    what="the package index on which it is published",
    why="was not asked, and the one that was asked may hold a part of it",
)


def _missing(home: str, answer: Response, door: Door, proven: set[str], *, own: bool) -> Findings:
    """Say what it means that a project is not found: nothing, unless it was an index that said so.

    A network's login page and a mistyped address have no project either.
    """
    status_line = f"HTTP {answer.status}"
    known = home in proven or answer.media_type.startswith(SIMPLE)
    if known or index_pages.has(ask(home, _WITNESS, door), _WITNESS):
        note = f"the index has no project of this name ({status_line})"
        elsewhere = () if own else (_MIRROR,)
        return Findings(reach=Reach.NOT_VISIBLE, via=VIA, note=note, unread=elsewhere)
    note = f"what answered ({status_line}) was not seen to be a package index"
    return Findings(reach=Reach.UNREACHABLE, via=VIA, note=note)


def _told(listing: Listing, name: str) -> tuple[Facts, Version | None]:
    """Return what the list of files tells, and the newest version."""
    times = [offer.file.upload_time for offer in listing.offers if offer.file.upload_time]
    facts = Facts(
        name=name,
        is_empty=listing.is_empty,
        archived=listing.status == "archived" if listing.status else None,
        created=min(times, default=None),
        last_changed=max(times, default=None),
    )
    version = listing.newest()
    if version is None:
        return facts, None
    names = [str(release) for release in listing.versions() or (version,)]
    facts = msgspec.structs.replace(
        facts,
        title=f"{name} {version}"[:SPAN_LIMIT],
        releases=tuple(Release(name=release) for release in names[:MOST]),
    )
    return facts, version


def ask(home: str, name: str, door: Door) -> Response:
    """Ask an index for the files of a project.

    Raises
    ------
    TransportFault
        If there is no answer to speak of.
    """
    page = f"{home}/{canonicalize_name(name)}/"
    return door.http.get(page, headers={"accept": ACCEPT}, limit=_INDEX_LIMIT)


def _inside(listing: Listing, version: Version, name: str, fetch: _Fetch) -> Inside:
    """Return what the newest version holds; where it cannot be said, why."""
    offers = [offer for offer in listing.of(version) if not offer.file.yanked]
    if not offers:
        return Inside(note=f"all versions were withdrawn (yanked), {version} is the newest of them")
    wheels = [offer for offer in offers if offer.is_wheel]
    if not wheels:
        kind = (
            "source distribution" if any(offer.is_source for offer in offers) else "older archive"
        )
        return Inside(note=f"version {version} is a {kind} only, which is not unpacked")
    file = index_pages.best(wheels).file
    data = fetch(file)
    if isinstance(data, str):
        return Inside(note=f"{file.filename} {data}")
    try:
        inside = wheel.read(file, data, name, version)
    except TransportFault as trouble:
        return Inside(note=f"{file.filename} {trouble.message}")
    tree = inside.facts.tree
    if tree is not None and not wheel.installs(tree) and len(wheels) > 1:
        note = f"{file.filename} installs nothing; the other wheels of {version} were not read"
        return Inside(facts=msgspec.structs.replace(inside.facts, tree=None), note=note)
    return inside


def _fetch(home: str, page: str, door: Door, file: IndexFile) -> bytes | RangedFile | str:
    """Get a file that a page of the index lists, as it is listed; or say why it was not got."""
    try:
        url = urljoin(page, file.url)
        if file.size is not None and file.size > WHEEL_LIMIT:
            get = partial(door.http.get, url, listed=home == door.settings.index)
            return RangedFile(file.size, partial(_piece, get, home, file))
        answer = door.http.get(
            url,
            limit=WHEEL_LIMIT,
            immutable=partial(_proven, file) if wheel.has_digest(file) else None,
            listed=home == door.settings.index,
        )
        if answer.status != 200:
            return f"was not handed out (HTTP {answer.status})"
        wrong = wheel.difference(file, answer.body)
        if wrong is None:
            return answer.body
    except TransportFault as trouble:
        return f"could not be read: {discreet(trouble.message, home, file.url)}"
    except ValueError:
        return "has an address that is none"
    return f"came with another {wrong} than the index lists"


def _piece(get: Callable[..., Response], home: str, file: IndexFile, begin: int, end: int) -> bytes:
    """Get some bytes of a file that is as long as the index lists.

    Raises
    ------
    TransportFault
        If these and no other bytes were not handed out; its words stand behind the file's name.
    """
    try:
        answer = get(headers={"range": f"bytes={begin}-{end - 1}"}, limit=end - begin, cut=True)
    except TransportFault as trouble:
        words = f"could not be read: {discreet(trouble.message, home, file.url)}"
        raise TransportFault(words, reach=trouble.reach) from trouble
    except ValueError as error:
        raise TransportFault("has an address that is none", reach="error") from error
    place = f"bytes {begin}-{end - 1}/{file.size}"
    if answer.status == 200:
        raise TransportFault(
            "is larger than what is read whole, and not handed out in pieces", reach="error"
        )
    if answer.status != 206:
        raise TransportFault(f"was not handed out (HTTP {answer.status})", reach="error")
    if answer.headers.get("content-range") != place or len(answer.body) != end - begin:
        raise TransportFault("came in other pieces than were asked for", reach="error")
    return answer.body


def _proven(file: IndexFile, _: Mapping[str, str], body: bytes) -> bool:
    return wheel.difference(file, body) is None


def discreet(text: str, *urls: str) -> str:
    """Return what is said of a failure without the hosts of some addresses, and their numbers.

    Examples
    --------
    >>> discreet("packages.example.org refused the connection", "https://packages.example.org/s")
    'the package index refused the connection'
    >>> discreet("refused: a.example is the private address 10.0.0.7", "https://a.example/s")
    'refused: the package index is the private address (hidden)'
    """
    for url in urls:
        try:
            names = urlsplit(url).netloc, urlsplit(url).hostname
        except ValueError:
            continue
        for name in filter(None, names):
            text = text.replace(name, _HIDDEN)
    return _LITERAL.sub(lambda literal: "(hidden)" if _is_address(literal[0]) else literal[0], text)


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True


def _discreet(observation: Observation, home: str) -> Observation:
    """Leave out the names of an index, and of its store of files."""
    exchanges = tuple(
        msgspec.structs.replace(exchange, url=_nameless(exchange.url, home))
        for exchange in observation.exchanges
    )
    note = observation.note
    if note and not observation.reach.says_something:
        note = discreet(note, home, *(exchange.url for exchange in observation.exchanges))
    return msgspec.structs.replace(observation, exchanges=exchanges, note=note)


def _nameless(url: str, home: str) -> str:
    """Return an address within the index, or the name of a file."""
    path = urlsplit(url).path
    start = urlsplit(home).path
    rest = path.removeprefix(start) if path.startswith(f"{start}/") else path.rpartition("/")[2]
    return f"pip-index:{rest}"
