"""The small files of a release that a check needs: fetched, verified, kept; never committed."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import msgspec

from tracker.errors import TransportFault
from tracker.hosts.packages.host import ask, discreet
from tracker.hosts.packages.index_pages import files
from tracker.model.check import Input
from tracker.model.package_file import PackageFile
from tracker.model.reproduction import Used
from tracker.project import Project
from tracker.reproduce.kit import Missing, Supplied, Supplier
from tracker.transport import Door, Settings
from tracker.transport.answer import Response

LIMIT = 50_000_000
"""Bytes of one file."""
_PATIENCE = 240
"""Seconds for one file."""
_ONLINE = "Run again with network; what was fetched once is kept."
_LATER = "Run again later; what was fetched once is kept."


class Supplies(dict[Input, Supplied | Missing]):
    """Files of inputs, got when they are first asked for.

    Parameters
    ----------
    folder, door
        As for `supply`.
    """

    def __init__(self, folder: Path, door: Door) -> None:
        super().__init__()
        self._folder = folder
        self._door = door

    def __missing__(self, given: Input) -> Supplied | Missing:
        self[given] = supplied = supply(given, self._folder, self._door)
        return supplied


def supply(given: Input, folder: Path, door: Door) -> Supplied | Missing:
    """Return the file of an input: the one kept in `folder`, or else fetched now.

    A file is used only if it agrees with every digest that the registry gives; one that was kept
    is verified again, and fetched again if it was changed.

    Parameters
    ----------
    folder
        Where files are kept, as ``<digest>/<name>``.
    """
    path = folder / _digest(given) / given.name
    if path.is_file():
        data = path.read_bytes()
        if disagreement(given, data) is None:
            return supplied(given, path, data)
    fetched = _fetch(given, door)
    if isinstance(fetched, Missing):
        return fetched
    if wrong := disagreement(given, fetched):
        return _missing(
            given,
            f"another file came, which was not used: {wrong}",
            "See what changed at the address that the registry gives.",
        )
    _keep(path, fetched)
    return supplied(given, path, fetched)


def supplied(given: Input, path: Path, data: bytes) -> Supplied:
    """Return a file as a notebook is given it, with the digests that it has."""
    used = Used(
        name=given.name,
        url=given.url,
        sha256=sha256(data),
        swhid=swhid(data),
        revision=given.revision,
    )
    return Supplied(place=str(path.resolve()), used=used)


def by_hand(project: Project) -> Supplier:
    """Return what a notebook that a person opened gets its files with: one at a time."""

    def get(given: Input) -> Supplied | Missing:
        with Door(settings(os.environ)) as door:
            return supply(given, project.inputs, door)

    return get


def settings(environ: Mapping[str, str], *, offline: bool = False) -> Settings:
    """Return how files are asked for: nothing is kept twice, and a large one may take its time.

    No token is given: what a check needs is public.
    """
    base = Settings.from_environment(environ, offline=offline)
    return msgspec.structs.replace(
        base,
        github_token=None,
        hf_token=None,
        package_index=base.index,
        cache=None,
        total_timeout=_PATIENCE,
    )


def disagreement(given: Input, data: bytes) -> str | None:
    """Return in what a file is not the one that is named, or None if it is.

    Examples
    --------
    >>> named = Input(name="a", url="https://example.org/a", sha256="0" * 64)
    >>> disagreement(named, b"")
    'its SHA-256 is e3b0c44298fc…, not 000000000000…'
    """
    pairs = (("SHA-256", given.sha256, sha256(data)), ("SWHID", given.swhid, swhid(data)))
    for kind, wanted, actual in pairs:
        if wanted is not None and wanted != actual:
            short = slice(0, 12 if kind == "SHA-256" else 22)
            return f"its {kind} is {actual[short]}…, not {wanted[short]}…"
    return None


def sha256(data: bytes) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def swhid(data: bytes) -> str:
    """Return the SWHID of a file's content, which is its git blob id.

    Examples
    --------
    >>> swhid(b"")
    'swh:1:cnt:e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'
    """
    blob = hashlib.sha1(b"blob %d\x00" % len(data) + data, usedforsecurity=False)
    return f"swh:1:cnt:{blob.hexdigest()}"


def _digest(given: Input) -> str:
    return given.sha256 or (given.swhid or "").rpartition(":")[2]


def _fetch(given: Input, door: Door) -> bytes | Missing:
    package = PackageFile.read(given.url)
    try:
        answer = _ask(given, package, door) if package else door.http.get(given.url, limit=LIMIT)
    except TransportFault as fault:
        return _missing(given, fault.message, _ONLINE)
    if isinstance(answer, Missing):
        return answer
    if answer.status != 200:
        passing = answer.status == 429 or answer.status >= 500
        remedy = _LATER if passing else "See whether the address still holds the file."
        return _missing(given, f"HTTP {answer.status}", remedy)
    return answer.body


def _missing(given: Input, why: str, remedy: str) -> Missing:
    source = urlsplit(given.url).hostname or given.url.partition("?")[0]
    return Missing(name=given.name, source=source, why=why, remedy=remedy)


def _ask(given: Input, package: PackageFile, door: Door) -> Response | Missing:
    """Ask for a file of a package where pip would; no fault names the index.

    Raises
    ------
    TransportFault
        If there is no answer to speak of.
    """
    index = door.settings.package_index
    if not index:
        why = "there is no pip whose index could be asked"
        return _missing(given, why, "Name an index, then run again: PIP_INDEX_URL.")
    hidden = [index]
    try:
        address = _address(package, index, door)
        if address is None:
            return _missing(
                given,
                "the package index does not list it",
                "See whether the file was withdrawn, or the index is a partial mirror.",
            )
        hidden.append(address)
        return door.http.get(address, limit=LIMIT, listed=True)
    except TransportFault as fault:
        words = discreet(fault.message, *hidden)
        raise TransportFault(words, reach=fault.reach, kind=fault.kind) from fault


def _address(package: PackageFile, index: str, door: Door) -> str | None:
    """Return where the index has a file; None where it does not list it."""
    answer = ask(index, package.project, door)
    if answer.status in {404, 410}:
        return None
    if answer.status != 200:
        raise TransportFault(f"the package index said HTTP {answer.status}", reach="error")
    urls = (file.url for file in files(answer) if file.filename == package.file)
    return next((urljoin(answer.final_url, url) for url in urls), None)


def _keep(path: Path, data: bytes) -> None:
    """Write a file whole, or not at all, whoever else does so at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".fetched-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(handle, 0o644)  # the sandbox runs as a user that owns nothing
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
