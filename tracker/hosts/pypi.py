"""Python packages, asked for at the index that pip is configured with: what the newest wheel holds.

A wheel may install nothing. Its list of files stands at its end, so the wheel is read, up to a
bound, and never unpacked or installed. The name of the index is the business of whoever runs the
tracker, and is left out of what is kept.
"""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from email.parser import HeaderParser
from functools import partial
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import msgspec

from tracker import licensing
from tracker.errors import TransportFault
from tracker.hosts import listing
from tracker.hosts.answers import refusal
from tracker.hosts.looking import Seen, look, refused
from tracker.model import release
from tracker.model.evidence import SPAN_LIMIT, Declaration, Facts, Observation, Place, Reach
from tracker.model.foreign import decoded
from tracker.model.locator import Locator, fault, locate
from tracker.transport import Door
from tracker.transport.answer import Answer

VIA = "package-index"
WHEEL_LIMIT = 4_000_000
"""Bytes of a wheel that is read; a larger one holds something."""
_INDEX_LIMIT = 20_000_000
_METADATA_LIMIT = 200_000
_TEXTS = 8
_PROJECT = re.compile(r"/project/([A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?)(?:/.*)?", re.ASCII)
_SITE = re.compile(r"(?:www\.|test\.)?pypi\.[a-z.]+")
_ACCEPT = "application/vnd.pypi.simple.v1+json, text/html;q=0.2"
_TROUBLE = (zipfile.BadZipFile, ValueError, RuntimeError, NotImplementedError, EOFError, OSError)
_HIDDEN = "the package index"


class File(msgspec.Struct, rename="kebab"):
    """A file of a project, as the index lists it (PEP 691, PEP 700)."""

    filename: str
    url: str
    size: int | None = None
    upload_time: dt.datetime | None = None
    yanked: bool | str = False


class _Project(msgspec.Struct):
    files: list[File]


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
        found = _PROJECT.fullmatch(parts.path)
        if found is None or not _SITE.fullmatch(parts.hostname or ""):
            return None
        return Locator(host=self.name, kind="project", name=found[1], url=locate(url).url)

    def batch(self, door: Door) -> int:  # noqa: ARG002
        """Return 1: projects are asked for one by one."""
        return 1

    def observe(self, locators: Sequence[Locator], door: Door) -> Iterator[Observation]:
        """Look at the list of files of each project, and into its newest wheel."""
        for locator in locators:
            site = urljoin(locator.url, "/simple") if locator.url.startswith("http") else None
            home = door.settings.package_index or site
            seen = look(locator, door, partial(_see, home, locator, door), via=VIA)
            yield _discreet(seen, home, locator) if home else seen


def _see(home: str | None, locator: Locator, door: Door) -> Seen:
    if home is None:
        note = "pip is configured with no index; PIP_INDEX_URL names one"
        return Seen(reach=Reach.UNREACHABLE, via=VIA, note=note)
    page, answer = ask(home, locator.name, door)
    if answer.status in (404, 410):
        note = f"the index has no project of this name (HTTP {answer.status})"
        return Seen(reach=Reach.NOT_VISIBLE, via=VIA, note=note)
    if answer.status != 200:
        return refused(refusal(answer), VIA)
    files = listed(answer)
    facts = Facts(name=locator.name, is_empty=not files)
    if not files:
        return Seen(reach=Reach.VISIBLE, via=VIA, facts=facts, note="the project has no files")
    times = [file.upload_time for file in files if file.upload_time]
    newest = max(files, key=lambda file: (not file.yanked, *_age(file)))
    version = _version(newest.filename)
    facts = msgspec.structs.replace(
        facts,
        title=f"{locator.name} {version}"[:SPAN_LIMIT],
        releases=release.newest(dict.fromkeys(_versions(files, version))),
        created=min(times, default=None),
        last_changed=max(times, default=None),
    )
    wheels = [
        file
        for file in files
        if file.filename.endswith(".whl") and _version(file.filename) == version
    ]
    if not wheels:
        note = f"version {version} is a source distribution only, which is not unpacked"
        return Seen(reach=Reach.VISIBLE, via=VIA, facts=facts, note=note)
    wheel = min(wheels, key=lambda file: (file.size or 0, file.filename))
    trouble, inside = _inside(wheel, page, door)
    return Seen(
        reach=Reach.VISIBLE,
        via=VIA,
        note=trouble,
        facts=msgspec.structs.replace(facts, tree=inside.tree, licenses=inside.licenses),
    )


def ask(home: str, name: str, door: Door) -> tuple[str, Answer]:
    """Ask an index for the files of a project; return the address of the list, and the answer.

    Raises
    ------
    TransportFault
        If there is no answer to speak of.
    """
    page = f"{home}/{re.sub(r'[-_.]+', '-', name).lower()}/"
    return page, door.http.get(page, headers={"accept": _ACCEPT}, limit=_INDEX_LIMIT)


def _versions(files: Sequence[File], newest: str) -> set[str]:
    """Return the versions that are offered, and that of the newest file at least."""
    return {newest, *(_version(file.filename) for file in files if not file.yanked)}


def _age(file: File) -> tuple[float, tuple[int, ...]]:
    when = file.upload_time.timestamp() if file.upload_time else 0.0
    return when, tuple(int(each[:9]) for each in re.findall(r"\d+", _version(file.filename)))


def _version(filename: str) -> str:
    """Return the version in the name of a file.

    Examples
    --------
    >>> _version("phi_decoding-0.0.2-py3-none-any.whl"), _version("phi-decoding-0.0.1.tar.gz")
    ('0.0.2', '0.0.1')
    """
    if filename.endswith(".whl"):
        return filename.split("-")[1] if "-" in filename else ""
    return re.sub(r"\.(?:tar\.\w+|zip|egg|exe|tgz)$", "", filename).rpartition("-")[2]


def listed(answer: Answer) -> list[File]:
    """Read the list of files, in either form that an index may answer with.

    Raises
    ------
    TransportFault
        If it is in neither.
    """
    if answer.media_type.endswith("json"):
        try:
            return decoded(answer.body, _Project).files
        except msgspec.DecodeError as error:
            raise TransportFault("the index's answer cannot be read", reach="error") from error
    page = _Anchors()
    page.feed(answer.text)
    if not page.listing:
        raise TransportFault("the index answered with another page", reach="error")
    return page.files


class _Anchors(HTMLParser):
    """Collects the files of an index page (PEP 503)."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.files: list[File] = []
        self.listing = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        named = (told.get("name") or "").endswith("repository-version")
        self.listing = self.listing or (tag == "meta" and named)
        place = told.get("href") or ""
        name = unquote(urlsplit(place).path.rpartition("/")[2])
        if tag == "a" and name.endswith((".whl", ".gz", ".zip", ".bz2")):
            self.listing = True
            self.files.append(File(filename=name, url=place, yanked="data-yanked" in told))


def _inside(wheel: File, page: str, door: Door) -> tuple[str | None, Facts]:
    """Return what the wheel holds; where it cannot be said, why."""
    if (wheel.size or 0) > WHEEL_LIMIT:
        return f"{wheel.filename} is larger than what is read", Facts()
    try:
        answer = door.http.get(urljoin(page, wheel.url), limit=WHEEL_LIMIT)
        if answer.status != 200:
            return f"{wheel.filename} was not handed out (HTTP {answer.status})", Facts()
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            texts = _texts(archive, names)
    except TransportFault as trouble:
        return f"{wheel.filename} could not be read: {trouble.message}", Facts()
    except _TROUBLE:
        return f"{wheel.filename} is no wheel that can be read", Facts()
    declared = [*_metadata(texts), *licensing.declarations(texts)]
    return None, Facts(tree=listing.describe(names, {}).tree, licenses=tuple(declared))


def _texts(archive: zipfile.ZipFile, names: Sequence[str]) -> dict[str, bytes]:
    """Read the metadata and the licence texts, each up to a bound."""
    texts = {}
    for name in [each for each in names if ".dist-info/" in each][: _TEXTS * 4]:
        if name.endswith(("/METADATA", "/NOTICE")) or "licen" in name.lower():
            with archive.open(name) as file:
                texts[name] = file.read(_METADATA_LIMIT)
    return dict(list(texts.items())[:_TEXTS])


def _metadata(texts: Mapping[str, bytes]) -> Iterator[Declaration]:
    """Yield what the metadata of a wheel declare."""
    for path, data in texts.items():
        if not path.endswith("/METADATA"):
            continue
        head = HeaderParser().parsestr(data.decode("utf-8", "replace"))
        said = [*head.get_all("License-Expression", []), *head.get_all("License", [])]
        said += [each for each in head.get_all("Classifier", []) if each.startswith("License ::")]
        for raw in said:
            words = " ".join(str(raw).split())
            if words and words.upper() != "UNKNOWN":
                yield Declaration(
                    place=Place.PACKAGE,
                    path=path,
                    quote=words[:SPAN_LIMIT],
                    expression=licensing.normalise(words) if len(words) <= SPAN_LIMIT else None,
                    how="name",
                )


def discreet(text: str, *urls: str) -> str:
    """Return `text` without the hosts of some addresses.

    Examples
    --------
    >>> discreet("packages.example.org refused the connection", "https://packages.example.org/s")
    'the package index refused the connection'
    """
    for place in map(urlsplit, urls):
        for name in filter(None, (place.netloc, place.hostname)):
            text = text.replace(name, _HIDDEN)
    return text


def _discreet(seen: Observation, home: str, locator: Locator) -> Observation:
    """Leave out the names of an index, and of a store of files, that are not the project's site."""
    own = urlsplit(locator.url).netloc
    note = seen.note
    exchanges = []
    for each in seen.exchanges:
        place = urlsplit(each.url)
        other = place.netloc != own
        address = f"pip-index:{place.path}" if other else each.url
        exchanges.append(msgspec.structs.replace(each, url=address))
    if note:
        places = (home, *(each.url for each in seen.exchanges))
        note = discreet(note, *(place for place in places if urlsplit(place).netloc != own))
    return msgspec.structs.replace(seen, exchanges=tuple(exchanges), note=note)
