"""Inside a wheel: its list of files, its metadata and licence texts. It is never installed.

What cannot be read whole is not said: a wheel that is another one than the index lists, metadata of
another project, a text over the limit.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from tracker.budget import SECONDS, OverBudget, within
from tracker.hosts.packages.index_pages import IndexFile
from tracker.hosts.packages.ranges import RangedFile
from tracker.hosts.texts import listing
from tracker.licensing.wheels import HEAD_LIMIT, Metadata, in_wheel, license_paths, read_metadata
from tracker.model.base import Value
from tracker.model.evidence import Declaration, Facts, Tree

_TEXTS = 24
_TEXT_LIMIT = 300_000
"""Bytes of a licence text; no licence is longer."""
_FILES_LIMIT = 100_000
_TROUBLE = (zipfile.BadZipFile, zlib.error, ValueError, RuntimeError, KeyError, EOFError, OSError)
_PLAIN = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
_DIGESTS = ("sha256", "sha512", "sha384", "sha1", "md5")


class Inside(Value, frozen=True, kw_only=True):
    """What was read of a wheel."""

    facts: Facts = Facts()
    note: str | None = None
    """Why something was not read."""


def has_digest(file: IndexFile) -> bool:
    """Whether the index lists a digest by which the file can be told from any other."""
    return any(file.hashes.get(kind) for kind in _DIGESTS)


def difference(file: IndexFile, data: bytes) -> str | None:
    """Return in what bytes are not the file that the index lists, or None if they are."""
    if file.size is not None and file.size != len(data):
        return "size"
    for kind in _DIGESTS:
        if expected := file.hashes.get(kind):
            digest = hashlib.new(kind, data, usedforsecurity=False).hexdigest()
            return None if digest == expected.lower() else "digest"
    return None


def read(file: IndexFile, data: bytes | RangedFile, project: str, version: Version) -> Inside:
    """Read a wheel of a project, its bytes or as much of them as is needed.

    Raises
    ------
    TransportFault
        If a piece that is needed cannot be had.
    """
    try:
        packed = io.BytesIO(data) if isinstance(data, bytes) else data
        with zipfile.ZipFile(packed) as archive:
            names = [member.filename for member in archive.infolist() if not member.is_dir()]
            folder = _folder(names, project, version)
            if len(names) > _FILES_LIMIT or folder is None:
                return Inside(note=f"{file.filename} is no wheel that can be read")
            path = f"{folder}/METADATA"
            whole = _text(archive, path, HEAD_LIMIT * 2, cut=True)
            metadata = (
                None if whole is None else within(SECONDS, partial(read_metadata, path, whole))
            )
            if whole is not None and _other_metadata(file, whole):
                return Inside(note=f"{file.filename} came with other metadata than the index lists")
            if metadata is not None and not _is_of(metadata, project, version):
                return Inside(note=f"{file.filename} holds another project or version")
            declared = None if metadata is None else _declared(archive, metadata, folder, names)
    except OverBudget as over:
        facts = Facts(tree=listing.describe(names, {}).tree)
        return Inside(facts=facts, note=f"the metadata of {file.filename} {over}")
    except _TROUBLE:
        return Inside(note=f"{file.filename} is no wheel that can be read")
    note = None
    if declared is None:
        note = f"the metadata of {file.filename} are larger than what is read"
    facts = Facts(tree=listing.describe(names, {}).tree, licenses=declared)
    return Inside(facts=facts, note=note)


def _other_metadata(file: IndexFile, metadata: bytes) -> bool:
    """Whether the index lists other metadata; those that were cut cannot be compared."""
    listed = file.core_metadata.get("sha256") if isinstance(file.core_metadata, dict) else None
    cut = len(metadata) == HEAD_LIMIT * 2
    return bool(listed) and not cut and hashlib.sha256(metadata).hexdigest() != listed


def installs(tree: Tree) -> bool:
    """Whether anything but the metadata of a wheel is there."""
    beside = (path for path in tree.paths if not path.partition("/")[0].endswith(".dist-info"))
    return any(beside) or tree.files > len(tree.paths)


def _folder(names: Sequence[str], project: str, version: Version) -> str | None:
    """Return the one metadata folder that is of this project."""
    folders = {
        name.partition("/")[0] for name in names if name.partition("/")[0].endswith(".dist-info")
    }
    if len(folders) != 1:
        return None
    (folder,) = folders
    name, _, written = folder.removesuffix(".dist-info").rpartition("-")
    of_it = canonicalize_name(name) == canonicalize_name(project) and _same(written, version)
    return folder if of_it and f"{folder}/METADATA" in names else None


def _is_of(metadata: Metadata, project: str, version: Version) -> bool:
    return (
        metadata.name is not None
        and canonicalize_name(metadata.name) == canonicalize_name(project)
        and metadata.version is not None
        and _same(metadata.version, version)
    )


def _same(written: str, version: Version) -> bool:
    try:
        return Version(written.replace("_", "-")) == version
    except (InvalidVersion, ValueError):
        return False


def _declared(
    archive: zipfile.ZipFile, metadata: Metadata, folder: str, names: Sequence[str]
) -> tuple[Declaration, ...]:
    wanted = license_paths(metadata, folder, names)
    texts = dict(_texts(archive, wanted))
    return within(SECONDS, partial(in_wheel, metadata, texts))


def _texts(archive: zipfile.ZipFile, paths: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
    for number, path in enumerate(paths):
        yield path, _text(archive, path, _TEXT_LIMIT) if number < _TEXTS else None


def _text(archive: zipfile.ZipFile, path: str, limit: int, *, cut: bool = False) -> bytes | None:
    """Return a file, up to a bound; None if it is longer, unless it may be cut."""
    about = archive.getinfo(path)
    if about.compress_type not in _PLAIN:
        raise NotImplementedError("a compression that no wheel has")
    with archive.open(about) as file:
        data = file.read(limit + 1)
    return data[:limit] if cut or len(data) <= limit else None
