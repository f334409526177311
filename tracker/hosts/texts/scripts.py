"""The scripts that start the work: which they are, and which of their imports lead nowhere. Pure.

A repository can hold the trainer and lack the package that it imports. Scripts are parsed, never
run; an import that may be caught, or that happens later inside a function, says nothing.
"""

import ast
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from tracker.model.evidence import SPAN_LIMIT, Passage
from tracker.model.foreign import NotRead
from tracker.model.python_text import parsed
from tracker.verdicts.depth.copies import VENDOR_FOLDERS
from tracker.verdicts.depth.path_patterns import TEST_FOLDERS, WEB_FOLDERS
from tracker.verdicts.depth.uses import CodeUse, use

LIMIT = 4
"""Scripts of one revision whose text is read; what starts the work is shallow and few."""
PASSAGES = 8
"""Missing imports that are kept."""
_SIZE_LIMIT = 300_000
"""Bytes of a script that is parsed."""
_DEPTH = 2
_ENDINGS = 4
"""Endings of a file's name that tell it from a module of the same name."""
_STARTS = (CodeUse.TRAINING, CodeUse.INFERENCE, CodeUse.EVALUATION)
_SOURCES = frozenset(("src", "lib", "python", "code"))
"""Folders that hold packages and are none."""
_SEARCH = (b"sys.path", b"PYTHONPATH")
_ASIDE = VENDOR_FOLDERS | TEST_FOLDERS | WEB_FOLDERS

OWN = frozenset(
    ("arch", "archs", "backbones", "common", "conf", "config", "configs", "core", "data",
     "data_loader", "dataloader", "dataloaders", "datapipe", "dataset", "engine", "engines", "eval",
     "evaluation", "helper", "helpers", "layers", "lib", "libs", "loss", "losses", "metrics",
     "model", "models", "module", "modules", "net", "nets", "network", "networks", "option",
     "options", "opts", "pipeline", "pipelines", "preprocess", "preprocessing", "runner", "runners",
     "sampler", "samplers", "scheduler", "schedulers", "script", "scripts", "solver", "solvers",
     "src", "tasks", "tools", "train", "trainers", "training", "util", "utilities", "utils")
)  # fmt: skip
"""Names under which nobody imports somebody else's package, unless a list of packages has it."""


def starts(path: str) -> CodeUse | None:
    """Return what the script at `path` starts; None where it is not read.

    Examples
    --------
    >>> starts("main_distill.py"), starts("src/utils.py"), starts("third_party/x/train.py")
    (<CodeUse.TRAINING: 'training'>, None, None)
    """
    folder, _, name = path.rpartition("/")
    apart = not _ASIDE.isdisjoint(folder.lower().split("/"))
    if not name.endswith(".py") or path.count("/") > _DEPTH or apart:
        return None
    purpose = use(name)
    return purpose if purpose in _STARTS else None


def too_long(path: str, data: bytes) -> bool:
    """Whether a script is read and longer than what is parsed."""
    return len(data) > _SIZE_LIMIT and starts(path) is not None


def rank(path: str) -> tuple[int, ...]:
    """Return the order in which scripts are read: training first, and the shallow before the deep.

    Raises
    ------
    ValueError
        If the script is none that is read.
    """
    purpose = starts(path)
    if purpose is None:
        raise ValueError(f"{path} starts nothing")
    return _STARTS.index(purpose), path.count("/"), len(path)


def unresolved(
    texts: Mapping[str, bytes],
    paths: Collection[str],
    declared: Collection[str] = (),
    *,
    readmes: bytes = b"",
    whole: bool = True,
) -> tuple[Passage, ...] | None:
    """Return the imports of the repository's own code that lead nowhere, each package once.

    Parameters
    ----------
    texts
        Path and bytes of the scripts that were read.
    paths
        The whole listing. Where it has submodules, these may hold anything: nothing is said.
    declared
        Words in the requirements that the repository lists; a package named so is somebody else's.
    readmes
        What READMEs say: where they, or a script, set the search path, a package of the right name
        in any folder is taken to be found.
    whole
        Whether all scripts that were to be read are among `texts`.

    Returns
    -------
    tuple
        None where scripts could have been read and none could be parsed, and where nothing is
        missing in those that were read, and one was not.
    """
    if ".gitmodules" in paths:
        return None
    trees = {path: tree for path, data in texts.items() if (tree := _tree(data)) is not None}
    if not trees:
        return None if any(map(starts, paths)) else ()
    known = frozenset(word.lower() for word in declared)
    places = _places(paths)
    module_paths = _prefixes(paths)
    passages: dict[str, Passage] = {}
    for path, tree in trees.items():
        anywhere = any(sign in text for sign in _SEARCH for text in (readmes, texts[path]))
        modules = places.keys() if anywhere else _near(path, places)
        for line, name in (*_absolute(tree, modules, known), *_relative(path, tree, module_paths)):
            passage = Passage(path=path, line=line, about=name[:SPAN_LIMIT])
            passages.setdefault(name, passage)
    unread = not whole or len(trees) < len(texts)
    return tuple(passages.values())[:PASSAGES] or (None if unread else ())


def _tree(data: bytes) -> ast.Module | None:
    """Return the syntax tree of a script that can be read."""
    try:
        return parsed(data) if len(data) <= _SIZE_LIMIT else None
    except NotRead:
        return None


def _places(paths: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """Return each name that could be a module or a package, and the folders that have it."""
    folders_by_name: dict[str, set[str]] = {}
    for path in paths:
        parts = path.split("/")
        parts[-1] = parts[-1].partition(".")[0]
        for depth, name in enumerate(parts):
            folders_by_name.setdefault(name, set()).add("/".join(parts[:depth]))
    return {name: frozenset(folders) for name, folders in folders_by_name.items()}


def _near(path: str, places: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return the names that Python finds by itself: beside the script, above it, or installed."""
    parts = path.split("/")
    above = {"/".join(parts[:depth]) for depth in range(len(parts))}
    installed = places.get("setup", frozenset()) | places.get("pyproject", frozenset())
    return frozenset(
        name
        for name, folders in places.items()
        if any(
            folder in above or folder in installed or folder.rpartition("/")[2] in _SOURCES
            for folder in folders
        )
    )


def _imports(body: Sequence[ast.stmt]) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports that happen whenever the script is run."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.If) and _is_main(node.test):
            yield from _imports(node.body)


def _is_main(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and "__main__" in {
        constant.value for constant in ast.walk(test) if isinstance(constant, ast.Constant)
    }


def _absolute(
    tree: ast.Module, modules: Collection[str], declared: Collection[str]
) -> Iterator[tuple[int, str]]:
    for node in _imports(tree.body):
        if isinstance(node, ast.ImportFrom):
            names: Iterable[str] = [node.module or ""] if not node.level else []
        else:
            names = [alias.name for alias in node.names]
        for name in (dotted.partition(".")[0] for dotted in names):
            if name in OWN and name not in modules and name not in declared:
                yield node.lineno, name


def _prefixes(paths: Iterable[str]) -> frozenset[str]:
    """Return every folder, and every file without each of its endings."""
    prefixes = set()
    for path in paths:
        folder, _, name = path.rpartition("/")
        while folder and folder not in prefixes:
            prefixes.add(folder)
            folder = folder.rpartition("/")[0]
        parts = name.split(".")[:_ENDINGS]
        above = path[: len(path) - len(name)]
        prefixes.update(above + ".".join(parts[:count]) for count in range(1, len(parts)))
    return frozenset(prefixes)


def _relative(path: str, tree: ast.Module, there: Collection[str]) -> Iterator[tuple[int, str]]:
    """Yield the modules beside the script that it imports and that are not `there`."""
    for node in _imports(tree.body):
        if not (isinstance(node, ast.ImportFrom) and node.level and node.module):
            continue
        above = path.split("/")[: -node.level]
        name = node.module.partition(".")[0]
        place = "/".join((*above, name))
        generated = name.startswith("_") or name.endswith(("version", "_pb2"))
        if len(path.split("/")) >= node.level and not generated and place not in there:
            yield node.lineno, place
