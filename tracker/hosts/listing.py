"""What a listing and a few texts tell: the one place that turns them into facts.

The git, GitHub and Hub hosts and the seed of the history all come through here, so that a stored
copy and a live look at the same revision give the same facts. Pure: no clock, no disk, no network.
Paths and texts were written by strangers; whatever is kept of them is bounded and printable.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from tracker import licensing
from tracker.model import swhid
from tracker.model.evidence import Facts, FileSeen, Tree

TEXTS_LIMIT = 24
"""Files of one revision whose text is read."""
READMES_LIMIT = 4
"""Of these, READMEs: some projects have one for each language."""
PATHS_LIMIT = 1500
"""Telling paths that one observation keeps."""
PATH_LIMIT = 240
"""Characters of a path; a longer one tells a person nothing and is counted as omitted."""
SUFFIXES_LIMIT = 100
"""Different suffixes that one observation counts, the most frequent ones."""

_LICENSE = re.compile(
    r"(?:.*[-_ ])?(?:(?:un)?licen[cs]es?|copying|copyright|notices?)(?:[-_. ].*)?", re.IGNORECASE
)
_README = re.compile(r"readme(?:[-_.].*)?", re.IGNORECASE)
_PACKAGE = frozenset(("setup.py", "setup.cfg", "pyproject.toml", "package.json", "citation.cff"))
_README_FOLDERS = frozenset(("", ".github"))
_LICENSE_DEPTH = 2
_PACKAGE_DEPTH = 1

_ASSETS = frozenset(
    (
        # images
        ".avif", ".bmp", ".eps", ".gif", ".heic", ".ico", ".jpeg", ".jpg", ".png", ".psd", ".svg",
        ".tga", ".tif", ".tiff", ".webp",
        # fonts and style
        ".css", ".eot", ".less", ".map", ".otf", ".scss", ".ttf", ".woff", ".woff2",
        # sound and film
        ".avi", ".flac", ".m4a", ".m4v", ".mkv", ".mov", ".mp3", ".mp4", ".ogg", ".vtt", ".wav",
        ".webm",
        # three-dimensional scenes
        ".dae", ".fbx", ".frag", ".glb", ".glsl", ".gltf", ".mtl", ".obj", ".ply", ".srdf", ".stl",
        ".urdf", ".usd", ".vert",
        # office documents
        ".doc", ".docx", ".odt", ".pdf", ".pptx", ".xls", ".xlsx",
        # bulk data
        ".arrow", ".csv", ".feather", ".h5", ".hdf5", ".jsonl", ".mat", ".npy", ".npz", ".parquet",
        ".pickle", ".pkl", ".tfrecord", ".tsv",
        # left by machines
        ".lock", ".pyc",
    )
)  # fmt: skip
_NOT_PROSE = _ASSETS | frozenset(
    (".c", ".cc", ".cpp", ".cu", ".go", ".h", ".hpp", ".htm", ".html", ".ipynb", ".java", ".js",
     ".json", ".lua", ".php", ".py", ".rb", ".rs", ".sh", ".tex", ".toml", ".ts", ".tsx", ".yaml",
     ".yml", ".zip", ".gz")
)  # fmt: skip
_SUFFIX = re.compile(r"\.[a-z0-9_+-]{1,16}")


def wanted(paths: Sequence[str]) -> tuple[str, ...]:
    """Return the files whose text is to be read, the most telling ones first.

    Licence files down to the second level of sub-folders, READMEs where a host shows them, package
    metadata of the root and its sub-folders; at most `TEXTS_LIMIT`. The order of `paths` does not
    matter.

    Examples
    --------
    >>> wanted(["src/train.py", "README.md", "setup.py", "LICENSE", "src/r1/LICENSE"])
    ('LICENSE', 'README.md', 'setup.py', 'src/r1/LICENSE')
    """
    ranked = sorted(
        (depth > 0, kind, depth, len(path), path)
        for path in set(paths)
        if path == _printable(path) and len(path) <= PATH_LIMIT
        for depth in (path.count("/"),)
        if (kind := _kind(path, depth)) is not None
    )
    readmes = [path for _, kind, _, _, path in ranked if kind == _KIND_README]
    surplus = frozenset(readmes[READMES_LIMIT:])
    return tuple(path for *_, path in ranked if path not in surplus)[:TEXTS_LIMIT]


_KIND_LICENSE, _KIND_README, _KIND_PACKAGE = range(3)


def _kind(path: str, depth: int) -> int | None:
    folder, _, name = path.rpartition("/")
    prose = _suffix(name) not in _NOT_PROSE
    if depth <= _LICENSE_DEPTH and prose and _LICENSE.fullmatch(name):
        return _KIND_LICENSE
    if folder.lower() in _README_FOLDERS and prose and _README.fullmatch(name):
        return _KIND_README
    if depth <= _PACKAGE_DEPTH and name.lower() in _PACKAGE:
        return _KIND_PACKAGE
    return None


def describe(paths: Sequence[str], texts: Mapping[str, bytes]) -> Facts:
    """Return the facts that a listing and the texts read from it show: tree, licences, files read.

    Parameters
    ----------
    paths
        Every file of the revision, without submodules. The order does not matter.
    texts
        Path and bytes of the files that were read, whole: a file that was cut short would get an
        identifier that is not its own, and is left out.
    """
    ordered = {path: texts[path] for path in sorted(texts)}
    return Facts(
        tree=_tree(frozenset(paths)),
        licenses=licensing.declarations(ordered),
        read=tuple(
            FileSeen(path=_printable(path)[:PATH_LIMIT], swhid=swhid.content(data))
            for path, data in ordered.items()
        ),
    )


def _tree(paths: frozenset[str]) -> Tree:
    telling = sorted(
        (path.count("/"), path) for path in map(_printable, paths) if _suffix(path) not in _ASSETS
    )
    kept = [path for _, path in telling if len(path) <= PATH_LIMIT][:PATHS_LIMIT]
    return Tree(
        files=len(paths),
        suffixes=_suffixes(paths),
        paths=tuple(kept),
        omitted=len(telling) - len(kept),
    )


def _suffixes(paths: Iterable[str]) -> dict[str, int]:
    counts = Counter(map(_suffix, paths))
    frequent = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return dict(sorted(frequent[:SUFFIXES_LIMIT]))


def _suffix(path: str) -> str:
    suffix = PurePosixPath(path).suffix.lower()
    return suffix if _SUFFIX.fullmatch(suffix) else ""


def _printable(path: str) -> str:
    """Drop control characters, direction marks and bytes that are no text."""
    return "".join(character for character in path if character.isprintable())
