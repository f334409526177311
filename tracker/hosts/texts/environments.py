"""What must be installed: how many of the packages a file names have one exact version. Pure.

Files are parsed, never run: of Python only literal strings count.
"""

import ast
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from types import MappingProxyType
from typing import Any

from tracker.model import foreign
from tracker.model.evidence import Environment
from tracker.model.python_text import parsed

LIMIT = 12
"""Files of one listing that are kept, those nearest to the root first."""
_SIZE_LIMIT = 100_000
"""Characters of a file that is parsed."""
_LINE_LIMIT = 2_000
_DEPTH = 2

_REQUIREMENTS = re.compile(r"requirements[^/]*\.(?:txt|in)", re.IGNORECASE)
_CONDA = re.compile(r"(?:conda|env(?:ironment)?)[^/]*\.ya?ml", re.IGNORECASE)
_ROOT_CONDA = re.compile(r"[^./][^/]*\.ya?ml", re.IGNORECASE)
_CONTAINER = re.compile(r"dockerfile[^/]*|[^/]*\.dockerfile|containerfile", re.IGNORECASE)
_LOCK = re.compile(
    r"(?:uv|poetry|pdm|cargo|pixi|conda|renv|flake|requirements[^/]*)[.-]lock(?:\.ya?ml)?|"
    r"pipfile\.lock|pylock[^/]*\.toml|go\.sum|package-lock\.json|(?:Julia)?Manifest\.toml",
    re.IGNORECASE,
)
_OF_OTHER_LANGUAGES = re.compile(r"(?:Julia)?Project\.toml|DESCRIPTION|Cargo\.toml|go\.mod")
"""Lists for Julia, R, Rust and Go, whose packages are not counted."""
_ASIDE = re.compile(r"(?:^|[/_.-])(?:docs?|tests?|dev|lint|ci)(?:$|[/_.-])", re.IGNORECASE)
"""What only builds the pages or runs the tests installs nothing that an experiment needs."""
_METADATA = frozenset(("setup.py", "setup.cfg", "pyproject.toml"))

_PINNED = re.compile(
    r"\s*+[\w.-]++\s*+(?:\[[^]]*+\]\s*+)?={1,3}\s*+v?\d"
    r"[\w.!+-]*(?:=\S+)?\s*+(?:[;,\\#].*|--hash.*)?$|"
    r".*@[0-9a-f]{40}(?:\W.*)?$|.*#sha256=.*|[^#\n]*+#.*&sha256=.*|"
    r"https?://\S+\.(?:whl|tar\.gz)\S*$",
    re.ASCII,
)
_SPECIFIER = re.compile(r"[A-Za-z0-9][\w.-]*+\s*+(?:\[[^]]*+\]\s*+)?(?:$|[<>=!~@;#(].*)")
_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}")
_FROM = re.compile(
    r"^[ \t]*+FROM[ \t]++(?:--\S++[ \t]++)*+(\S++)(?:[ \t]++AS[ \t]++(\S+))?",
    re.IGNORECASE | re.MULTILINE,
)


def names_environment(path: str) -> bool:
    """Whether the text of `path` tells what must be installed; package metadata are not meant.

    Examples
    --------
    >>> names_environment("requirements.txt"), names_environment("rsd.yml")
    (True, True)
    >>> names_environment("docs/requirements.txt"), names_environment(".pre-commit-config.yaml")
    (False, False)
    """
    name = path.rpartition("/")[2]
    return (
        path.count("/") < _DEPTH
        and not _ASIDE.search(path)
        and any(kind.fullmatch(name) for kind in (_REQUIREMENTS, _CONDA, _CONTAINER))
    ) or bool(_ROOT_CONDA.fullmatch(path))


def environments(
    paths: Iterable[str], texts: Mapping[str, bytes], named: Collection[str] = ()
) -> tuple[Environment, ...]:
    """Return the files that list what must be installed, those nearest to the root first.

    Parameters
    ----------
    named
        Files that a README tells to install from, whatever their own names.
    texts
        Of a file that was not read, the packages are not counted.
    """
    near = sorted(
        (path for path in paths if path.count("/") <= _DEPTH and not _ASIDE.search(path)),
        key=lambda path: (path.count("/"), len(path), path),
    )
    return tuple(environment for path in near if (environment := _environment(path, texts, named)))[
        :LIMIT
    ]


def words(texts: Mapping[str, bytes], named: Collection[str] = ()) -> frozenset[str] | None:
    r"""Return the words in the requirements that the files among `texts` list, in lower case.

    None where one of them is not read: it may list anything.

    Examples
    --------
    >>> sorted(words({"requirements.txt": b"Some-Models==1.0\ntorch>=2"}))
    ['0', '1', '2', 'models', 'some', 'some_models', 'torch']
    """
    listed = (
        requirement
        for path, data in texts.items()
        if path in named or names_environment(path) or _name(path) in _METADATA
        for requirement in _requirements(path, data.decode("utf-8", "replace"))
    )
    try:
        return frozenset(
            word
            for requirement in listed
            for plain in [requirement[:_LINE_LIMIT].lower().replace("-", "_")]
            for word in (*re.findall(r"\w+", plain), *re.findall(r"[a-z0-9]+", plain))
        )
    except foreign.NotRead:
        return None


def _name(path: str) -> str:
    return path.rpartition("/")[2].lower()


def _environment(
    path: str, texts: Mapping[str, bytes], named: Collection[str]
) -> Environment | None:
    name = _name(path)
    if _LOCK.fullmatch(name):
        return Environment(path=path, locked=True)
    if _OF_OTHER_LANGUAGES.fullmatch(path.rpartition("/")[2]):
        return Environment(path=path)
    if not (name in _METADATA or path in named or names_environment(path)):
        return None
    try:
        listed = _listed(path, texts[path].decode("utf-8", "replace")) if path in texts else None
    except foreign.NotRead:
        listed = None
    if listed:
        return Environment(path=path, listed=len(listed), pinned=sum(listed))
    if listed is not None:
        return None
    by_name = any(kind.fullmatch(name) for kind in (_REQUIREMENTS, _CONDA, _CONTAINER))
    return Environment(path=path) if by_name or name in _METADATA or path in named else None


def _listed(path: str, text: str) -> Sequence[bool]:
    """Return, for each package that the file names, whether it is pinned."""
    if len(text) > _SIZE_LIMIT:
        raise foreign.NotRead("is longer than is read")
    if _CONTAINER.fullmatch(_name(path)):
        return _images(text)
    return [*map(_pinned, _requirements(path, text))]


def _requirements(path: str, text: str) -> Iterator[str]:
    """Yield the packages that the file names, as it names them; a container names none."""
    name = _name(path)
    if _CONTAINER.fullmatch(name):
        return
    if len(text) > _SIZE_LIMIT:
        raise foreign.NotRead("is longer than is read")
    with suppress(foreign.Malformed):
        if name in _METADATA:
            yield from _READERS[name](text)
        elif name.endswith((".yml", ".yaml")):
            yield from _conda(text)
        else:
            yield from _lines(text)


def _pinned(requirement: str) -> bool:
    if len(requirement) > _LINE_LIMIT or "file:" in requirement:
        return False
    return bool(_PINNED.fullmatch(requirement))


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("\\\n", " ").splitlines():
        plain = re.sub(r"(^|\s)#.*", "", line).strip()
        if plain.startswith(("-e ", "--editable ")):
            yield plain.partition(" ")[2]
        elif plain and not plain.startswith(("-", "@")):
            yield plain


def _images(text: str) -> list[bool]:
    stages: set[str] = set()
    pinned: list[bool] = []
    for image, stage in _FROM.findall(text):
        if image.lower() not in stages and image != "scratch":
            pinned.append(bool(_DIGEST.search(image)))
        stages.add(stage.lower())
    return pinned


def _conda(text: str) -> Iterator[str]:
    wanted = _under(foreign.from_yaml(text), "dependencies")
    if isinstance(wanted, list):
        inner = [line for entry in wanted for line in _strings(_under(entry, "pip"))]
        yield from _strings(wanted)
        yield from _lines("\n".join(inner))


def _toml(text: str) -> Iterator[str]:
    table = foreign.from_toml(text)
    yield from _strings(_under(table, "project", "dependencies"))
    poetry = _under(table, "tool", "poetry", "dependencies")
    for name, version in poetry.items() if isinstance(poetry, dict) else ():
        if name != "python":
            wanted = version.get("version") if isinstance(version, dict) else version
            exact = isinstance(wanted, str) and re.match(r"={0,2}\s*\d[\w.]*$", wanted)
            yield f"{name}=={wanted.lstrip('= ')}" if isinstance(wanted, str) and exact else name


def _cfg(text: str) -> Iterator[str]:
    parser = foreign.from_ini(text)
    yield from _lines(parser.get("options", "install_requires", fallback=""))


def _python(text: str) -> Iterator[str]:
    """Yield what literal lists named after dependencies hold."""
    tree = parsed(text)
    for node in ast.walk(tree) if tree else ():
        if isinstance(node, ast.keyword):
            names = [node.arg or ""]
        elif isinstance(node, ast.Assign):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
        else:
            continue
        if isinstance(node.value, ast.List) and any(map(_of_dependencies, names)):
            for elt in node.value.elts:
                if isinstance(elt, ast.Constant) and isinstance(elt.value, str):
                    yield from filter(_SPECIFIER.fullmatch, [elt.value.strip()])


def _of_dependencies(name: str) -> bool:
    """Whether a list of that name is of what must be installed to use the package."""
    return bool(re.fullmatch(r"_?(?:deps|dependencies|install_requires|requirements)", name))


def _under(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _strings(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


_READERS: Mapping[str, Callable[[str], Iterator[str]]] = MappingProxyType(
    {"setup.py": _python, "setup.cfg": _cfg, "pyproject.toml": _toml}
)
