"""What a package index says of a project: its files, and which version is the newest. Pure.

An index answers in JSON (PEP 691, PEP 700) or in HTML (PEP 503). What it says is taken for what it
says of this project: files of another one, and a page that was cut short, are none of its word.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import msgspec
from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
from packaging.version import InvalidVersion, Version

from tracker.errors import TransportFault
from tracker.model.base import Value
from tracker.model.foreign import decoded
from tracker.transport.answer import Response

ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.2"
SIMPLE = "application/vnd.pypi.simple."
"""Media types of an index, and of nothing else, begin so."""
_NAME_LIMIT = 300
"""Characters of a file's name."""
_HTML_LIMIT = 5_000_000
_TAGS_LIMIT = 400
"""Platforms that one wheel may name."""
_ARCHIVE = re.compile(
    r"\.(?:whl|tar\.(?:gz|bz2|xz|z|lzma)|tgz|tbz|tbz2|txz|zip|egg|exe|msi|rpm|deb|dmg)$",
    re.IGNORECASE,
)
_SOURCE = re.compile(r"\.(?:tar\.\w+|t[a-z]{1,2}\d?|zip)$", re.IGNORECASE)
_BUILT_FOR = re.compile(
    r"(?:-py\d(?:\.\d+)?(?:-[\w.]+)?|[.-](?:linux|win|macosx)[\w.-]*|[.-]noarch|-\d+\.\w+)$"
)
"""What the names of older kinds of files say behind the version."""


class IndexFile(msgspec.Struct, rename="kebab"):
    """A file of a project, as the index lists it (PEP 691, PEP 700)."""

    filename: str
    url: str
    size: int | None = None
    upload_time: dt.datetime | None = None
    yanked: bool | str = False
    hashes: dict[str, str] = {}
    core_metadata: bool | dict[str, str] | None = None
    """Digests of its metadata, where the index hands them out beside it (PEP 714)."""


class _Meta(msgspec.Struct, rename="kebab"):
    api_version: str = "1.0"


class _Status(msgspec.Struct):
    status: str = ""


class _Project(msgspec.Struct, rename="kebab"):
    files: list[IndexFile]
    name: str | None = None
    meta: _Meta | None = None
    project_status: _Status | None = None


class Offer(Value, frozen=True, kw_only=True):
    """A file of the project that was asked for."""

    file: IndexFile
    version: Version | None
    """None where the name tells none that PEP 440 knows."""
    is_source: bool = False
    is_wheel: bool = False
    is_universal: bool = False
    """Whether it is one wheel for all machines."""


class Listing(Value, frozen=True, kw_only=True):
    """All that an index offers of a project."""

    offers: tuple[Offer, ...]
    is_empty: bool = False
    """Whether the index says that this project has no file."""
    status: str = ""
    """As of PEP 792: ``archived``, ``quarantined`` …"""

    def newest(self) -> Version | None:
        """Return the newest version; early ones and then withdrawn ones come last."""
        kept = {offer.version for offer in self.offers if not offer.file.yanked}
        known = {offer.version for offer in self.offers} - {None}
        return max(
            (version for version in known if version),
            key=lambda version: (version in kept, not version.is_prerelease, version),
            default=None,
        )

    def versions(self) -> tuple[Version, ...]:
        """Return the versions that were not withdrawn, the newest first."""
        kept = {offer.version for offer in self.offers if offer.version and not offer.file.yanked}
        return tuple(sorted(kept, reverse=True))

    def of(self, version: Version) -> tuple[Offer, ...]:
        """Return the files of a version."""
        return tuple(offer for offer in self.offers if offer.version == version)


def read(answer: Response, project: str) -> Listing:
    """Read what an index answered about a project.

    Raises
    ------
    TransportFault
        If it is no list of files of this project, or not the whole of it.
    """
    name = canonicalize_name(project)
    page = _read(answer)
    if page.name is not None and canonicalize_name(page.name) != name:
        raise TransportFault("the index answered about another project", reach="error")
    if not page.files and page.name is None and not answer.media_type.startswith(SIMPLE):
        raise TransportFault("the index's answer names neither project nor files", reach="error")
    offers = tuple(offered(page.files, project))
    if page.files and not offers:
        raise TransportFault("the index listed files of other projects only", reach="error")
    status = page.project_status.status if page.project_status else ""
    return Listing(offers=offers, is_empty=not page.files, status=status)


def files(answer: Response) -> list[IndexFile]:
    """Return all files that an answer lists, of whatever project.

    Raises
    ------
    TransportFault
        If it is no list of files, or not the whole of it.
    """
    return _read(answer).files


def offered(listed: Iterable[IndexFile], project: str) -> Iterator[Offer]:
    """Yield the files whose names say that they are of this project."""
    name = canonicalize_name(project)
    spelled = re.compile(name.replace("-", "[-_.]+") + r"[-_](?=[vV]?\d)", re.IGNORECASE)
    for file in listed:
        if len(file.filename) > _NAME_LIMIT:
            continue
        is_wheel = file.filename.endswith(".whl")
        offer = _wheel(file, name) if is_wheel else _other(file, spelled)
        if offer is not None:
            yield offer


def _wheel(file: IndexFile, name: str) -> Offer | None:
    parts = file.filename.removesuffix(".whl").split("-")
    if canonicalize_name(parts[0]) != name:
        return None
    tags = math.prod(part.count(".") + 1 for part in parts[-3:])
    try:
        version = parse_wheel_filename(file.filename)[1] if tags <= _TAGS_LIMIT else None
    except (InvalidWheelFilename, InvalidVersion, ValueError):
        version = None
    universal = parts[-2:] == ["none", "any"]
    return Offer(file=file, version=version, is_wheel=True, is_universal=universal)


def _other(file: IndexFile, spelled: re.Pattern[str]) -> Offer | None:
    """Read the name of any other file: ``name-version`` and what comes behind it."""
    stem = _ARCHIVE.sub("", file.filename)
    begun = spelled.match(stem)
    if begun is None or stem == file.filename:
        return None
    version = stem[begun.end() :]
    plain = _BUILT_FOR.sub("", version)
    is_source = plain == version and _SOURCE.search(file.filename) is not None
    return Offer(file=file, version=_version(plain), is_source=is_source)


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except (InvalidVersion, ValueError):  # an int of thousands of digits is a ValueError
        return None


def _read(answer: Response) -> _Project:
    return _json(answer) if answer.media_type.endswith("json") else _html(answer)


def _json(answer: Response) -> _Project:
    try:
        page = decoded(answer.body, _Project)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise TransportFault("the index's answer cannot be read", reach="error") from error
    if page.meta is not None and page.meta.api_version.partition(".")[0] != "1":
        raise TransportFault("the index speaks a newer language", reach="error")
    return page


def _html(answer: Response) -> _Project:
    if len(answer.body) > _HTML_LIMIT:
        raise TransportFault("the index's page is longer than what is read", reach="error")
    page = _Anchors()
    try:
        page.feed(answer.text)
    except AssertionError as error:  # the parser's word for a declaration that is none
        raise TransportFault("the index's page cannot be read", reach="error") from error
    if not page.files:
        raise TransportFault("the index answered with a page that lists no file", reach="error")
    if not page.ended:
        raise TransportFault("the index's page was cut short", reach="error")
    return _Project(files=page.files)


class _Anchors(HTMLParser):
    """Collects the files of an index page (PEP 503)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.files: list[IndexFile] = []
        self.ended = False
        self._base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "base":
            self._base = attributes.get("href") or ""
        if tag == "a":
            self._link(attributes)

    def _link(self, attributes: dict[str, str | None]) -> None:
        try:
            place = urljoin(self._base, attributes.get("href") or "")
            parts = urlsplit(place)
        except ValueError:
            return
        name = unquote(parts.path.rpartition("/")[2])
        if _ARCHIVE.search(name):
            kind, sign, digest = parts.fragment.partition("&")[0].partition("=")
            hashes = {kind: digest} if sign else {}
            yanked = "data-yanked" in attributes
            self.files.append(IndexFile(filename=name, url=place, yanked=yanked, hashes=hashes))

    def handle_endtag(self, tag: str) -> None:
        self.ended = self.ended or tag in {"html", "body"}


def has(answer: Response, project: str) -> bool:
    """Whether an answer is a list of files of a project, which only an index gives."""
    try:
        return answer.status == 200 and bool(read(answer, project).offers)
    except TransportFault:
        return False


def best(wheels: Sequence[Offer]) -> Offer:
    """Return the wheel to read: one for all machines if there is one, else the smallest."""
    return min(
        wheels,
        key=lambda offer: (not offer.is_universal, offer.file.size or 0, offer.file.filename),
    )
