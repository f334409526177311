"""What a listing and a few texts tell: the one place that turns them into facts.

The git, GitHub and Hub hosts and the seed of the history all come through here, so that a stored
copy and a live look at the same revision give the same facts. Pure: no clock, no disk, no network.
Paths and texts were written by strangers; whatever is kept of them is bounded and printable.

Long, because what is asked for, kept and passed over of a listing rests on one table of kinds.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum

from tracker import licensing
from tracker.hosts.texts import (
    commands,
    entry_points,
    environments,
    packaging,
    prose,
    readme,
    scripts,
)
from tracker.hosts.texts.reading_list import reading_list
from tracker.hosts.texts.suffixes import ASSETS, NOT_PROSE, suffix
from tracker.licensing import packages
from tracker.licensing.credits import credits_of
from tracker.licensing.source import BYTES_LIMIT
from tracker.model import swhid
from tracker.model.evidence import Credit, Declaration, Facts, FileSeen, Passage, Place, Tree
from tracker.model.unread import Piece, Unread
from tracker.verdicts.depth.lists import is_list
from tracker.verdicts.depth.path_patterns import CODE, WEB

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

ASSET_FOLDERS_LIMIT = 200
"""Folders of assets that one observation keeps; of more it keeps none."""
ENVIRONMENTS_LIMIT = 6
"""Of these, files that list what must be installed, beside package metadata."""
_LICENSE = re.compile(r"(?:^|(?<=[-_ ]))(?:(?:un)?licen[cs]es?|copying)(?![^-_. ])", re.IGNORECASE)
_NOTICE = re.compile(r"(?:^|(?<=[-_ ]))(?:notices?|copyright)(?![^-_. ])", re.IGNORECASE)
_README = re.compile(r"readme(?:[-_.].*)?", re.IGNORECASE)
_PACKAGE = frozenset(packages.READERS)
_README_FOLDERS = frozenset(("", ".github"))  # whose files speak for the whole
_LICENSE_DEPTH = 2
_PACKAGE_DEPTH = 1


def wanted(paths: Sequence[str], *, code: bool = True) -> tuple[str, ...]:
    """Return the files whose text is to be read, the most telling ones first.

    Licence files down to the second level of sub-folders, READMEs where a host shows them, package
    metadata and lists of requirements of the root and its sub-folders, then the few scripts that
    start the work; at most `TEXTS_LIMIT`. The order of `paths` does not matter.

    Parameters
    ----------
    code
        Whether scripts are read, where each file is not a request of its own.

    Examples
    --------
    >>> wanted(["src/train.py", "README.md", "setup.py", "LICENSE", "src/r1/LICENSE"])
    ('LICENSE', 'README.md', 'setup.py', 'src/r1/LICENSE', 'src/train.py')
    """
    return tuple(_telling(paths, code=code)[:TEXTS_LIMIT])


def _telling(paths: Sequence[str], *, code: bool) -> list[str]:
    """Return the files that are read of a revision that has room for all of them."""
    tellable = {path for path in paths if _tellable(path)}
    ranked = sorted(
        (path.count("/") > 0, kind, path.count("/"), len(path), path)
        for path in tellable
        if (kind := _kind(path)) is not None
    )
    surplus = frozenset(
        path
        for only, limit in _LIMITS
        for path in [path for _, kind, _, _, path in ranked if kind is only][limit:]
    )
    telling = [path for *_, path in ranked if path not in surplus]
    if code:
        starting = filter(scripts.starts, tellable)
        telling += sorted(starting, key=lambda path: (scripts.rank(path), path))[: scripts.LIMIT]
    return telling


_PIECES = {1: Piece.LICENSE, 2: Piece.README, 3: Piece.METADATA, 4: Piece.REQUIREMENTS}


def piece(path: str) -> Piece | None:
    """Return what a file is to a look that asks for its text; None where no look does.

    Examples
    --------
    >>> piece("LICENSE").value, piece("lib/LICENSE").value, piece("src/train.py").value
    ('licence file', 'licence file of a folder', 'script')
    """
    kind = _kind(path)
    if kind in (_Kind.LICENSE, _Kind.NOTICE):
        inner = path.rpartition("/")[0] not in _README_FOLDERS
        return Piece.INNER_LICENSE if inner else Piece.LICENSE
    if kind is not None:
        return _PIECES[kind]
    return Piece.SCRIPT if scripts.starts(path) else None


def passed_over(paths: Sequence[str], *, code: bool = True) -> Iterator[Unread]:
    """Yield what a look at these paths does not ask for though it could tell something.

    Files beyond those that are read, and folders named as a licence. Scripts are read as examples.
    """
    telling = _telling(paths, code=code)
    beyond = frozenset(telling[TEXTS_LIMIT:])
    for path in sorted(set(paths).difference(telling[:TEXTS_LIMIT])):
        kind = piece(path)
        if kind is not None and (kind is not Piece.SCRIPT or path in beyond):
            more = "is beyond the number of files that are read"
            odd = "was not read: its name is too long or has signs that cannot be shown"
            why = more if _tellable(path) else odd
            yield Unread(piece=kind, what=_printable(path)[:PATH_LIMIT], why=why)
    for folder in sorted({path.partition("/")[0] for path in paths if "/" in path}):
        if _LICENSE.fullmatch(folder):
            why = "was not read as the licence of the whole: that is done with files only"
            yield Unread(piece=Piece.LICENSE, what=f"{folder}/", why=why)


class _Kind(IntEnum):
    """Why a file is read, the most telling reason first."""

    LICENSE = 0
    NOTICE = 1
    README = 2
    PACKAGE = 3
    ENVIRONMENT = 4


_LIMITS = ((_Kind.README, READMES_LIMIT), (_Kind.ENVIRONMENT, ENVIRONMENTS_LIMIT))


def _kind(path: str) -> _Kind | None:
    folder, _, name = path.rpartition("/")
    depth = path.count("/")
    if ".dist-info/" in path:
        return None  # left by an installation: of another project, whatever it says
    if depth <= _PACKAGE_DEPTH and name.lower() in _PACKAGE:
        return _Kind.PACKAGE
    if environments.names_environment(path):
        return _Kind.ENVIRONMENT
    if suffix(name) in NOT_PROSE:
        return None
    if depth <= _LICENSE_DEPTH and _LICENSE.search(name):
        return _Kind.LICENSE
    if depth <= _LICENSE_DEPTH and _NOTICE.search(name):
        return _Kind.NOTICE
    if folder.lower() in _README_FOLDERS and _README.fullmatch(name):
        return _Kind.README
    return None


def describe(
    paths: Sequence[str], texts: Mapping[str, bytes], unread: Collection[str] = ()
) -> Facts:
    """Return the facts that a listing and the texts read from it show.

    Parameters
    ----------
    paths
        Every file of the revision, without submodules. The order does not matter.
    texts
        Path and bytes of the files that were read, whole: a file that was cut short would get an
        identifier that is not its own; leave it out.
    unread
        Files that were asked for and not read. Each may say anything: a declaration without a
        quote, and no answer that something is not said.

    Returns
    -------
    Facts
        All but the tree is None, not asked, where there was something to read and nothing was; what
        READMEs say, where none was read. A licence file that was not read is a declaration too, of
        we cannot say what.
    """
    tree = _tree(frozenset(paths))
    telling = wanted(paths)
    if not texts and not unread and wanted(paths, code=False):
        return Facts(tree=tree)
    ordered = {path: texts[path] for path in sorted(texts)}
    readmes = {
        path: texts[path] for path in telling if path in texts and _kind(path) is _Kind.README
    }
    started = {path: texts[path] for path in telling if path in texts and scripts.starts(path)}
    named = commands.installed(readmes)
    kinds = frozenset(map(_kind, unread))
    closed = _Kind.README not in kinds and all(map(prose.is_whole, readmes.values()))
    packages = environments.words(texts, named)
    read_whole = closed and kinds.isdisjoint((_Kind.ENVIRONMENT, _Kind.PACKAGE))
    unresolved = scripts.unresolved(
        started,
        frozenset(paths),
        packages or (),
        readmes=b"\n".join(readmes.values()),
        whole=not any(map(scripts.starts, unread)),
    )
    listed = reading_list(readmes)
    holds = any(map(_is_code, paths)) or (listed is not None and is_list(listed))
    return Facts(
        tree=tree,
        licenses=(
            *licensing.declarations(ordered),
            *(
                Declaration(place=place, path=path, quote="")
                for path in telling
                if path not in texts and (place := _declares(path, unread))
            ),
        ),
        credits=_credits(telling, ordered),
        read=tuple(
            FileSeen(path=_printable(path)[:PATH_LIMIT], swhid=swhid.content(data))
            for path, data in ordered.items()
        ),
        environments=environments.environments(filter(_tellable, set(paths)), texts, named),
        announced=_said(readme.announced(readmes), readmes, closed=closed),
        training_to_come=_said(readme.training_to_come(readmes), readmes, closed=closed),
        training_scripts=_said(commands.training_scripts(readmes, paths), readmes, closed=closed),
        links=_said(readme.links(readmes), readmes, closed=closed),
        branches=None if holds else readme.branches(readmes) or None,
        adapted=_said(readme.adapted(readmes), readmes, closed=closed),
        reading_list=listed,
        absent=(
            None  # what is run may lie in a submodule
            if ".gitmodules" in paths
            else _said(commands.absent(readmes, paths), readmes, closed=closed)
        ),
        # What lists more packages, or a path to search, only explains imports: none stays none.
        unresolved=unresolved if (read_whole and packages is not None) or not unresolved else None,
        unpackaged=None if _Kind.PACKAGE in kinds else _unpackaged(telling, paths, texts),
        commands=_commands(telling, paths, texts, whole=_Kind.PACKAGE not in kinds),
    )


def _is_code(path: str) -> bool:
    """Whether it is code outside web pages."""
    return suffix(path) in CODE - WEB


def _credits(telling: Iterable[str], texts: Mapping[str, bytes]) -> tuple[Credit, ...]:
    """Return the lines that keep a notice, of licence files, notices and READMEs."""
    kinds = {path: _kind(path) for path in telling if path in texts}

    def of(kind: _Kind) -> dict[str, bytes]:
        return {path: texts[path] for path, its in kinds.items() if its is kind}

    return credits_of(of(_Kind.LICENSE), of(_Kind.NOTICE), of(_Kind.README))


def in_part(facts: Facts, texts: Mapping[str, bytes]) -> tuple[str, ...]:
    """Return the files among `texts` of which not all was read, or that cost too much to parse."""
    declared = (one.path for one in facts.licenses or () if not one.quote and one.path in texts)
    listed = (one.path for one in facts.environments or () if one.listed is None)
    long = (
        path
        for path, data in texts.items()
        if scripts.too_long(path, data) or entry_points.too_long(path, data)
    )
    readmes = (
        path
        for path, data in texts.items()
        if _kind(path) is _Kind.README and not prose.is_whole(data)
    )
    terms = (
        path
        for path, data in texts.items()
        if len(data) > BYTES_LIMIT and piece(path) in (Piece.LICENSE, Piece.INNER_LICENSE)
    )
    cut = {*filter(None, declared), *listed, *long, *readmes, *terms}
    return tuple(sorted(cut & texts.keys()))


def _declares(path: str, unread: Collection[str]) -> Place | None:
    """Return where a file that was not read may declare a licence."""
    if (kind := _kind(path)) is _Kind.LICENSE:
        return Place.FILE
    places = {_Kind.NOTICE: Place.FILE, _Kind.README: Place.README, _Kind.PACKAGE: Place.PACKAGE}
    return places.get(kind) if kind is not None and path in unread else None


def _said(
    passages: tuple[Passage, ...], readmes: Mapping[str, bytes], *, closed: bool
) -> tuple[Passage, ...] | None:
    """Return what READMEs say; nothing is an answer where one was read, and all of them whole."""
    return passages or (() if readmes and closed else None)


def _unpackaged(
    telling: Iterable[str], paths: Sequence[str], texts: Mapping[str, bytes]
) -> tuple[Passage, ...] | None:
    metadata = [path for path in telling if _kind(path) is _Kind.PACKAGE]
    read = {path: texts[path] for path in metadata if path in texts}
    return packaging.missing(read, frozenset(paths)) if read or not metadata else None


def _commands(
    telling: Iterable[str], paths: Sequence[str], texts: Mapping[str, bytes], *, whole: bool
) -> tuple[Passage, ...] | None:
    metadata = [path for path in telling if _kind(path) is _Kind.PACKAGE]
    read = {path: texts[path] for path in metadata if path in texts}
    commands, understood = entry_points.commands(read, frozenset(paths))
    known = understood and whole and (read or not metadata)
    return commands or (() if known else None)


def _tree(paths: frozenset[str]) -> Tree:
    telling = sorted(
        (path.count("/"), path) for path in map(_printable, paths) if suffix(path) not in ASSETS
    )
    kept = [path for _, path in telling if len(path) <= PATH_LIMIT][:PATHS_LIMIT]
    return Tree(
        files=len(paths),
        suffixes=_suffixes(paths),
        paths=tuple(kept),
        omitted=len(telling) - len(kept),
        assets=_assets(paths),
    )


def _assets(paths: Iterable[str]) -> dict[str, dict[str, int]] | None:
    """Return how many assets of which suffix lie in which folder."""
    folders: dict[str, dict[str, int]] = {}
    for path in map(_printable, paths):
        if (ending := suffix(path)) in ASSETS:
            folder = path.rpartition("/")[0]
            if len(folder) > PATH_LIMIT:
                return None
            counts = folders.setdefault(folder, {})
            counts[ending] = counts.get(ending, 0) + 1
    if len(folders) > ASSET_FOLDERS_LIMIT:
        return None
    return {folder: dict(sorted(folders[folder].items())) for folder in sorted(folders)}


def _suffixes(paths: Iterable[str]) -> dict[str, int]:
    counts = Counter(map(suffix, paths))
    frequent = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return dict(sorted(frequent[:SUFFIXES_LIMIT]))


def _tellable(path: str) -> bool:
    return path == _printable(path) and len(path) <= PATH_LIMIT


def _printable(path: str) -> str:
    """Drop control characters, direction marks and bytes that are no text."""
    if path.isprintable():
        return path
    return "".join(character for character in path if character.isprintable())
