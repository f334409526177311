"""Where pip looks for packages: the variable or the files that it reads itself."""

import configparser
import importlib
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tracker.model.locator import fault

_NAME = "pip.conf"
_YES = frozenset(("1", "y", "yes", "t", "true", "on"))


def package_index(environ: Mapping[str, str]) -> str | None:
    """Return the address of the index that pip is configured with, without a user's name.

    ``""`` where pip is told to ask none, None where it is told nothing. The files are only looked
    for where `environ` is that of a person, with a home.

    Examples
    --------
    >>> package_index({"PIP_INDEX_URL": "https://me:secret@packages.example.org/simple/"})
    'https://packages.example.org/simple'
    >>> package_index({"PIP_NO_INDEX": "1"}), package_index({})
    ('', None)
    """
    files = list(_configured(environ))
    nothing = environ.get("PIP_NO_INDEX") or next((off for _, off in files if off), "")
    if nothing.strip().lower() in _YES:
        return ""
    for value in (environ.get("PIP_INDEX_URL", ""), *(url for url, _ in files)):
        if address := _plain(value.strip()):
            return address
    return None


@cache
def default_index() -> str | None:
    """Return the index that pip asks where nothing is configured; None where there is no pip.

    pip has no interface that tells it; the name is where it has been since pip 10.
    """
    with suppress(ImportError, AttributeError):
        module = importlib.import_module("pip._internal.models.index")
        return _plain(str(module.PyPI.simple_url))
    return None


def _plain(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        bare = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    except ValueError:
        return None
    return None if fault(bare) else bare.rstrip("/")


def _configured(environ: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield ``index-url`` and ``no-index`` as files say them, what wins first."""
    read = []
    for path in _files(environ):
        parser = _Parser(strict=False)
        with suppress(configparser.Error, OSError, UnicodeDecodeError):
            parser.read(path, encoding="utf-8")
            read.append(parser)
    for section in ("install", "global"):
        for parser in read:
            url, nothing = (
                parser.get(section, name, fallback="") for name in ("index-url", "no-index")
            )
            yield url, nothing


class _Parser(configparser.RawConfigParser):  # noqa: TID251  the user's own files
    """Reads names as pip does: ``index_url`` is ``index-url``."""

    def optionxform(self, optionstr: str) -> str:
        return optionstr.lower().replace("_", "-").removeprefix("--")


def _files(environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield the files that pip reads, the one that wins first.

    A file that the variable names stands in place of the user's; no file at all is read where it
    names the null device.
    """
    home = environ.get("HOME")
    named = environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:
        return
    if named:
        yield Path(named)
    if home:
        yield Path(sys.prefix) / _NAME
        if not (named and Path(named).exists()):
            if sys.platform == "darwin":
                yield Path(home) / "Library" / "Application Support" / "pip" / _NAME
            yield Path(environ.get("XDG_CONFIG_HOME") or f"{home}/.config") / "pip" / _NAME
            yield Path(home) / ".pip" / _NAME
        yield Path("/etc") / _NAME
        if sys.platform == "darwin":
            yield Path("/Library/Application Support/pip") / _NAME
        for folder in reversed((environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(os.pathsep)):
            yield Path(folder) / "pip" / _NAME
