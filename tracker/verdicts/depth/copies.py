"""Folders that were copied from somebody else's project, told by names alone."""

import re
from collections.abc import Collection, Iterator

from tracker.model.base import Value
from tracker.verdicts.depth.uses import ANY_WORDS, remembered, words

VENDOR_FOLDERS = frozenset(
    ("third_party", "third-party", "thirdparty", "3rdparty", "vendor", "vendored", "extern",
     "external", "externals", "node_modules", "site-packages", "submodules", "__pycache__",
     "_vendor", "_vendored", "torchhub", "torch_hub", "torch-hub")
)  # fmt: skip
_METADATA = ("setup.py", "pyproject.toml", "LICENSE", "LICENSE.md", "LICENSE.txt")
_OF_A_PROJECT = (*_METADATA, "README.md", "README.rst", "README", "hubconf.py")
_TERMS = ("LICENSE", "LICENCE", "COPYING")
_SHORT = 5
"""Letters below which the name of a project says too little."""
_COMMON = ANY_WORDS | {"model", "models", "code", "scripts", "utils", "tools", "papers", "config",
                       "configs", "conf", "options"}  # fmt: skip
_ARCHIVE = re.compile(r"(.+)-(?:main|master)|[^_]+_(.+)_(?:main|master)", re.IGNORECASE)
"""``project-main``, as the archive of a branch unpacks; ``owner_project_main``, as torch.hub."""


class Credits(Value, frozen=True, kw_only=True):
    """Whose projects a README names."""

    linked: frozenset[str] | None = frozenset()
    """Names of other people's repositories that it links; None: it was not read, any may be."""
    adapted: frozenset[str] = frozenset()
    """Of these, those from which it says that its code is made."""
    own: frozenset[str] = frozenset()
    """Names of the repository itself."""


class Copied(Value, frozen=True, kw_only=True):
    """Folders, with their slash, that hold other people's work."""

    whole: tuple[str, ...] = ()
    """As it is, for all that is known."""
    changed: tuple[str, ...] = ()
    """The project from which the README says that this one is made."""


NOBODY = Credits()


def copied(
    paths: frozenset[str], folders: Collection[str], code: Collection[str], credited: Credits
) -> Copied:
    """Return the folders that hold somebody else's project.

    Parameters
    ----------
    folders
        In which the paths lie.
    code
        Those paths that are code.
    """
    whole = {*_licensed(paths), *_unpacked(paths, folders, code, credited.own)}
    changed: set[str] = set()
    if credited.linked is None or credited.linked:
        linked = None if credited.linked is None else frozenset(map(_plain, credited.linked))
        adapted = frozenset(map(_plain, credited.adapted))
        for folder, name in _named(paths, folders, linked):
            core = name in adapted and _is_core(folder, paths, code)
            (changed if core else whole).add(folder)
    inside = tuple(whole)
    return Copied(
        whole=tuple(sorted(whole)),
        changed=tuple(sorted(folder for folder in changed if not folder.startswith(inside))),
    )


def _is_core(folder: str, paths: frozenset[str], code: Collection[str]) -> bool:
    """Whether a folder is most of the code, and a package rather than a project of its own."""
    inside = sum(path.startswith(folder) for path in code)
    return inside * 2 >= len(code) and paths.isdisjoint(folder + file for file in _OF_A_PROJECT)


def _licensed(paths: frozenset[str]) -> Iterator[str]:
    """Yield the folders that have their own licence beside their own ``.github``."""
    folders = {
        folder
        for folder, slash, name in (path.rpartition("/") for path in paths)
        if slash and name.upper().startswith(_TERMS)
    }
    for folder in folders:
        if any(path.startswith(f"{folder}/.github/") for path in paths):
            yield f"{folder}/"


def _unpacked(
    paths: frozenset[str], folders: Collection[str], code: Collection[str], own: Collection[str]
) -> Iterator[str]:
    """Yield the folders named as the archive of another repository's branch.

    One that holds all of the code is the repository itself.
    """
    ours = frozenset(map(_plain, own))
    for folder in {above for place in folders for above in _upwards(place)}:
        match = _ARCHIVE.fullmatch(folder.rpartition("/")[2])
        name = _plain(match[1] or match[2]) if match else ""
        if not name or name in ours:
            continue
        inside = f"{folder}/"
        project = not paths.isdisjoint(inside + file for file in _OF_A_PROJECT)
        if project and not all(path.startswith(inside) for path in code):
            yield inside


def _upwards(folder: str) -> Iterator[str]:
    parts = folder.split("/")
    for depth in range(1, len(parts) + 1):
        yield "/".join(parts[:depth])


def _named(
    paths: frozenset[str], folders: Collection[str], linked: frozenset[str] | None
) -> Iterator[tuple[str, str]]:
    """Yield the folders named as a project that is linked: at the root, or with its metadata."""
    for folder in folders:
        for depth, above in enumerate(_upwards(folder)):
            name = _plain(above.rpartition("/")[2])
            if (
                name
                and (linked is None or name in linked)
                and (depth == 0 or not paths.isdisjoint(f"{above}/{file}" for file in _METADATA))
            ):
                yield f"{above}/", name
                break


@remembered
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
