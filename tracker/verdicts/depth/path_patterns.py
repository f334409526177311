"""What the paths of a repository show: the endings and folders that tell code apart, as data.

Read from names alone, so it says what a release *holds*, not whether it runs. What the words in
them mean stands in `uses`, which folders are somebody else's in `copies`.
"""

import re
from collections.abc import Collection, Sequence
from operator import itemgetter
from typing import NamedTuple

from tracker.model.base import Value
from tracker.verdicts.depth.copies import NOBODY, VENDOR_FOLDERS, Copied, Credits, copied
from tracker.verdicts.depth.uses import (
    OF_DATA,
    WORDS,
    CodeUse,
    from_words,
    is_named_training,
    may_train,
    remembered,
    stem_words,
    use,
    words,
)

CODE = frozenset(
    (".py", ".ipynb", ".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".cu", ".cuh", ".rs", ".go",
     ".java", ".kt", ".scala", ".swift", ".jl", ".lua", ".r", ".m", ".ts", ".tsx", ".js", ".jsx",
     ".cs", ".rb", ".pl")
)  # fmt: skip
SCRIPTS = frozenset((".sh", ".bash", ".slurm", ".sbatch"))
"""Scripts tell what is started, but without code there is nothing to start."""
WEB = frozenset((".js", ".jsx", ".ts", ".tsx"))
"""Code only outside web pages."""
PAGES = frozenset((".html", ".htm", ".css"))

WEB_FOLDERS = frozenset(
    ("docs", "doc", "static", "assets", "public", "website", "site", "css", "js")
)
TEST_FOLDERS = frozenset(("test", "tests", "testing", ".github", ".circleci"))
BOILERPLATE = frozenset(("__init__.py", "setup.py", "conftest.py", "conf.py"))
"""Beside code these say nothing; without code they are none."""
ENVIRONMENT = re.compile(
    r"requirements[^/]*\.(txt|in)|pyproject\.toml|environment[^/]*\.ya?ml|conda[^/]*\.ya?ml|"
    r"dockerfile[^/]*|[^/]*\.dockerfile|uv\.lock|poetry\.lock|pdm\.lock|pipfile(\.lock)?|"
    r"cargo\.lock|go\.sum|package-lock\.json|manifest\.toml",
    re.IGNORECASE,
)
WEIGHTS = frozenset(
    (".safetensors", ".bin", ".gguf", ".ggml", ".pt", ".pth", ".ckpt", ".onnx", ".h5", ".msgpack",
     ".tflite", ".pkl", ".npz", ".nemo", ".mlmodel", ".pdparams")
)  # fmt: skip
DATA = frozenset(
    (".parquet", ".jsonl", ".json", ".csv", ".tsv", ".arrow", ".feather", ".zip", ".tar", ".gz",
     ".tgz", ".zst", ".7z", ".lance", ".lmdb", ".h5", ".hdf5", ".npy", ".npz", ".tfrecord", ".mp4",
     ".avi", ".mkv", ".webm", ".wav", ".flac", ".mp3", ".pkl", ".mat")
)  # fmt: skip

_RANK = {kind: rank for rank, kind in enumerate((*(kind for kind, _ in WORDS), CodeUse.OTHER))}


class Sign(Value, frozen=True, kw_only=True):
    """A path and what it is for."""

    path: str
    use: CodeUse
    named: bool = True
    """Of a training: whether its own name or the README says so, and not only its folder."""


class PathReading(Value, frozen=True, kw_only=True):
    """What the paths of one folder show."""

    signs: tuple[Sign, ...]
    """One for each piece of code, tests and vendored code left out; most telling first."""
    code: int
    """Pieces of code, scripts left out."""
    vendored: int
    """Pieces of code that belong to somebody else's project inside this one."""
    foreign: tuple[str, ...]
    """Folders, with their slash, that were copied from somebody else's project."""
    changed: tuple[str, ...]
    """Folders, with their slash, that are changed copies: their trainings are somebody else's."""
    environment: str | None
    """The path that pins or lists what must be installed."""
    page: str | None
    """A path that shows a web page."""

    def of(self, use: CodeUse) -> tuple[Sign, ...]:
        """Return the signs of one use."""
        return tuple(sign for sign in self.signs if sign.use is use)


@remembered
def suffix(path: str) -> str:
    """Return the lower-case suffix of a path, or ``""``.

    Examples
    --------
    >>> suffix("src/Model.PY"), suffix(".gitignore"), suffix("docs/js/index.min.js")
    ('.py', '', '.js')
    """
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


def read(
    paths: Sequence[str],
    credited: Credits = NOBODY,
    commands: Collection[str] = (),
    training: Collection[str] = (),
) -> PathReading:
    """Read what the paths show; paths are relative to the folder that matters.

    Parameters
    ----------
    credited
        Other people's projects that the README names: a folder of such a name is a copy.
    commands
        Files in which a command begins that package metadata install.
    training
        Files that the README runs to train.
    """
    names = frozenset(paths)
    folders = frozenset(path.rpartition("/")[0] for path in paths)
    pieces = [path for path in paths if suffix(path) in CODE]
    copies = copied(names, folders, pieces, credited)
    places = {folder: _place(folder, copies) for folder in folders}
    signs: list[tuple[tuple[int, bool, bool, bool, int], Sign]] = []
    code = vendored = 0
    environment = page = None
    for path in paths:
        folder, _, name = path.rpartition("/")
        place, ending = places[folder], suffix(name)
        page = page or (path if ending in PAGES else None)
        if place.foreign:
            vendored += ending in CODE
            continue
        if not environment and ENVIRONMENT.fullmatch(name):
            environment = path
        if name in BOILERPLATE and path not in commands:
            continue
        counts = ending in CODE and not (ending in WEB and _of_a_page(path, names))
        if not (counts or ending in SCRIPTS or path in training) or place.tests:
            continue
        code += counts
        kind = CodeUse.TRAINING if path in training and may_train(path) else use(path)
        if kind is CodeUse.TRAINING and place.changed:
            kind = CodeUse.OTHER
        if kind is CodeUse.OTHER and path in commands:
            kind = CodeUse.INFERENCE
        own = stem_words(name)
        telling = (
            _RANK[kind],
            ending not in CODE,
            from_words(own, frozenset()) is not kind,  # only its folder says so
            not OF_DATA.isdisjoint(own | place.words),
            path.count("/"),
        )
        named = path in training or is_named_training(path)
        signs.append((telling, Sign(path=path, use=kind, named=named)))
    signs.sort(key=itemgetter(0))
    return PathReading(
        signs=tuple(sign for _, sign in signs),
        code=code,
        vendored=vendored,
        foreign=copies.whole,
        changed=copies.changed,
        environment=environment,
        page=page,
    )


class _Place(NamedTuple):
    """What a folder says of all files in it."""

    words: frozenset[str]
    foreign: bool
    """Whether it belongs to somebody else's project."""
    changed: bool
    """Whether it is a changed copy of one."""
    tests: bool


def _place(folder: str, copies: Copied) -> _Place:
    parts = folder.lower().split("/")
    return _Place(
        words=words(folder),
        foreign=f"{folder}/".startswith(copies.whole) or not VENDOR_FOLDERS.isdisjoint(parts),
        changed=f"{folder}/".startswith(copies.changed),
        tests=not TEST_FOLDERS.isdisjoint(parts) or "tests" in words(folder),
    )


def _of_a_page(path: str, paths: frozenset[str]) -> bool:
    folders = path.lower().split("/")[:-1]
    if ".min." in path or not WEB_FOLDERS.isdisjoint(folders):
        return True
    folder = path.rpartition("/")[0]
    return (f"{folder}/index.html" if folder else "index.html") in paths
