"""What the paths of a repository show: the words and endings that tell code apart, as data.

Read from names alone, so it says what a release *holds*, not whether it runs.

Long, because a third of it are words and endings, as data.
"""

import re
from collections.abc import Collection, Sequence
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

from tracker.model.base import Value


class CodeUse(StrEnum):
    """What a piece of code is for."""

    TRAINING = "training"
    EVALUATION = "evaluation"
    INFERENCE = "inference"
    OTHER = "other"


WORDS: tuple[tuple[CodeUse, frozenset[str]], ...] = (
    (CodeUse.TRAINING, frozenset(
        ("train", "training", "trainer", "trainers", "pretrain", "pretraining", "finetune",
         "finetuning", "finetuner", "posttrain", "sft", "grpo", "ppo", "dpo", "rloo", "rlhf",
         "distill", "distillation", "recipe", "recipes"))),
    (CodeUse.EVALUATION, frozenset(
        ("eval", "evals", "evaluate", "evaluation", "evaluations", "evaluator", "bench",
         "benchmark", "benchmarks", "metric", "metrics"))),
    (CodeUse.INFERENCE, frozenset(
        ("infer", "inference", "demo", "demos", "generate", "generation", "sample", "sampling",
         "sampler", "serve", "server", "serving", "predict", "prediction", "predictor", "app",
         "gradio", "chat", "decode", "decoding", "pipeline", "pipelines", "cookbook",
         "cookbooks", "generator", "cli", "examples"))),
)  # fmt: skip
"""One row for each use; where a name has words of several, the earlier row wins."""

OF_DATA = frozenset(
    ("data", "dataset", "datasets", "dataloader", "loader", "split", "prompt", "prompts")
)
"""Beside one of these, ``train`` or ``sampler`` in a file name speaks of a part of the data."""

CODE = frozenset(
    (".py", ".ipynb", ".c", ".cc", ".cpp", ".cxx", ".h", ".hpp", ".cu", ".cuh", ".rs", ".go",
     ".java", ".kt", ".scala", ".swift", ".jl", ".lua", ".r", ".m", ".ts", ".tsx", ".js", ".jsx",
     ".cs", ".rb", ".pl")
)  # fmt: skip
HEADERS = frozenset((".h", ".hpp", ".cuh"))
"""What declares code, and starts nothing."""
SCRIPTS = frozenset((".sh", ".bash", ".slurm", ".sbatch"))
"""Scripts tell what is started, but without code there is nothing to start."""
WEB = frozenset((".js", ".jsx", ".ts", ".tsx"))
"""Code only outside web pages."""
PAGES = frozenset((".html", ".htm", ".css", ".js"))

WEB_FOLDERS = frozenset(
    ("docs", "doc", "static", "assets", "public", "website", "site", "css", "js")
)
CONFIG_FOLDERS = frozenset(("config", "configs", "conf", "options", "recipe", "recipes"))
TEST_FOLDERS = frozenset(("test", "tests", "testing", ".github", ".circleci"))
BOILERPLATE = frozenset(("__init__.py", "setup.py", "conftest.py", "conf.py"))
"""Beside code these say nothing; without code they are none."""
VENDOR_FOLDERS = frozenset(
    ("third_party", "third-party", "thirdparty", "3rdparty", "vendor", "vendored", "extern",
     "external", "externals", "node_modules", "site-packages", "submodules", "__pycache__",
     "_vendor", "_vendored", "torchhub", "torch_hub", "torch-hub")
)  # fmt: skip
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

_METADATA = ("setup.py", "pyproject.toml", "LICENSE", "LICENSE.md", "LICENSE.txt")
_COMMON = frozenset(("model", "models", "code", "scripts", "utils", "tools", "papers")).union(
    OF_DATA, CONFIG_FOLDERS, *(telling for _, telling in WORDS)
)
_TERMS = ("LICENSE", "LICENCE", "COPYING")
_RANK = {kind: rank for rank, kind in enumerate((*(kind for kind, _ in WORDS), CodeUse.OTHER))}
_SHORT = 5
"""Letters below which the name of a project says too little."""
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORD = re.compile(r"[a-z]+")


class Sign(Value, frozen=True, kw_only=True):
    """A path and what it is for."""

    path: str
    use: CodeUse


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
    environment: str | None
    """The path that pins or lists what must be installed."""
    page: str | None
    """A path that shows a web page."""

    def of(self, use: CodeUse) -> tuple[Sign, ...]:
        """Return the signs of one use."""
        return tuple(sign for sign in self.signs if sign.use is use)


_remembered = lru_cache(1 << 14)
"""For pure functions of names: the folders of a repository are met again with each of its files."""


@_remembered
def suffix(path: str) -> str:
    """Return the lower-case suffix of a path, or ``""``.

    Examples
    --------
    >>> suffix("src/Model.PY"), suffix(".gitignore"), suffix("docs/js/index.min.js")
    ('.py', '', '.js')
    """
    stem, dot, ending = path.rpartition("/")[2].rpartition(".")
    return f".{ending.lower()}" if dot and stem else ""


@_remembered
def words(name: str) -> frozenset[str]:
    """Return the words in a file or folder name.

    Examples
    --------
    >>> sorted(words("runGrpo_videoT1.py"))
    ['grpo', 'py', 'run', 'video']
    """
    found = _WORD.findall(_CAMEL.sub(" ", name).lower())
    return frozenset(word for word in found if len(word) > 1)


@_remembered
def use(path: str) -> CodeUse:
    """Say what the code at `path` is for, from the words in its name and folders.

    Examples
    --------
    >>> use("src/open_r1/grpo.py").value, use("eval/generate.py").value, use("web_demo.py").value
    ('training', 'evaluation', 'inference')
    """
    folder, _, name = path.rpartition("/")
    return _purpose(_own(name), words(folder))


def _own(name: str) -> frozenset[str]:
    return words(name.rpartition(".")[0] or name)


@_remembered
def _purpose(own: frozenset[str], around: frozenset[str]) -> CodeUse:
    """Say what code is for, from the words in its name and those in its folders."""
    inside: frozenset[CodeUse] = frozenset() if own & OF_DATA else _uses(own)
    if not around.isdisjoint(OF_DATA):
        inside -= {CodeUse.INFERENCE}  # what samples or generates there is data
    if CodeUse.EVALUATION in _uses(around) and CodeUse.TRAINING not in inside:
        return CodeUse.EVALUATION
    for candidates in (inside, _uses(around)):
        for kind, _ in WORDS:
            if kind in candidates:
                return kind
    return CodeUse.OTHER


def read(paths: Sequence[str], credited: Collection[str] | None = ()) -> PathReading:
    """Read what the paths show; paths are relative to the folder that matters.

    Parameters
    ----------
    credited
        Names of other people's repositories that the README links: a folder of such a name is a
        copy of that project. None: any folder that could be one is.
    """
    names = frozenset(paths)
    folders = frozenset(path.rpartition("/")[0] for path in paths)
    plain = None if credited is None else frozenset(map(_plain, credited))
    foreign = (*_projects(names), *_copies(names, folders, plain))
    places = {folder: _place(folder, foreign) for folder in folders}
    signs: list[tuple[tuple[int, bool, bool, bool, int], Sign]] = []
    code = vendored = 0
    environment = page = None
    for path in paths:
        folder, _, name = path.rpartition("/")
        place, ending = places[folder], suffix(name)
        page = page or (path if ending in PAGES and ending != ".js" else None)
        if place.foreign:
            vendored += ending in CODE
            continue
        if not environment and ENVIRONMENT.fullmatch(name):
            environment = path
        if name in BOILERPLATE:
            continue
        counts = ending in CODE and not (ending in WEB and _of_a_page(path, names))
        if not (counts or ending in SCRIPTS):
            continue
        if place.tests:
            continue
        code += counts
        own = _own(name)
        kind = _purpose(frozenset() if ending in HEADERS else own, place.words)
        telling = (
            _RANK[kind],
            ending not in CODE,
            _purpose(own, frozenset()) is not kind,  # only its folder says so
            not OF_DATA.isdisjoint(own | place.words),
            path.count("/"),
        )
        signs.append((telling, Sign(path=path, use=kind)))
    signs.sort(key=itemgetter(0))
    return PathReading(
        signs=tuple(sign for _, sign in signs),
        code=code,
        vendored=vendored,
        foreign=foreign,
        environment=environment,
        page=page,
    )


class _Place(NamedTuple):
    """What a folder says of all files in it."""

    words: frozenset[str]
    foreign: bool
    """Whether it belongs to somebody else's project."""
    tests: bool


def _place(folder: str, foreign: tuple[str, ...]) -> _Place:
    parts = folder.lower().split("/")
    return _Place(
        words=words(folder),
        foreign=f"{folder}/".startswith(foreign) or not VENDOR_FOLDERS.isdisjoint(parts),
        tests=not TEST_FOLDERS.isdisjoint(parts),
    )


@_remembered
def _uses(found: frozenset[str]) -> frozenset[CodeUse]:
    return frozenset(kind for kind, telling in WORDS if found & telling)


def _of_a_page(path: str, paths: frozenset[str]) -> bool:
    folders = path.lower().split("/")[:-1]
    if ".min." in path or not WEB_FOLDERS.isdisjoint(folders):
        return True
    folder = path.rpartition("/")[0]
    return (f"{folder}/index.html" if folder else "index.html") in paths


def _projects(paths: frozenset[str]) -> tuple[str, ...]:
    """Return the folders that hold somebody else's whole project.

    A folder with its own licence beside its own ``.github`` was copied from another repository.
    """
    licensed = {
        folder
        for folder, slash, name in (path.rpartition("/") for path in paths)
        if slash and name[:1] in "LlCc" and name.upper().startswith(_TERMS)
    }
    return tuple(
        f"{folder}/"
        for folder in sorted(licensed)
        if any(path.startswith(f"{folder}/.github/") for path in paths)
    )


def _copies(
    paths: frozenset[str], folders: frozenset[str], credited: frozenset[str] | None
) -> tuple[str, ...]:
    """Return the folders named as a project that is credited: at the root, or with its metadata."""
    found = set()
    for each in folders if credited is None or credited else ():
        parts = each.split("/")
        for depth, part in enumerate(parts):
            if (plain := _plain(part)) and (credited is None or plain in credited):
                folder = "/".join(parts[: depth + 1]) + "/"
                if depth == 0 or not paths.isdisjoint(folder + name for name in _METADATA):
                    found.add(folder)
                    break
    return tuple(sorted(found))


@_remembered
def _plain(name: str) -> str:
    """Return a project's name as it is compared, or ``""`` where it is too common to tell.

    Examples
    --------
    >>> _plain("Pyramid-Flow"), _plain("evals"), _plain("pyramid_flow") == _plain("Pyramid-Flow")
    ('pyramidflow', '', True)
    """
    plain = "".join(filter(str.isalnum, name.lower()))
    common = words(name) <= _COMMON or len(plain) < _SHORT
    return "" if common else plain
