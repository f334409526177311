"""Where pip looks for packages: the variable or the files that it reads itself."""

import configparser
import importlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from tracker.model.locator import fault


def package_index(environ: Mapping[str, str]) -> str | None:
    """Return the address of the index that pip is configured with, without a user's name.

    The files are only looked for where `environ` is that of a person, with a home.

    Examples
    --------
    >>> package_index({"PIP_INDEX_URL": "https://me:secret@packages.example.org/simple/"})
    'https://packages.example.org/simple'
    >>> package_index({}) is None
    True
    """
    for value in (environ.get("PIP_INDEX_URL", ""), *_configured(environ)):
        if address := _plain(value.strip()):
            return address
    return None


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


def _configured(environ: Mapping[str, str]) -> Iterator[str]:
    for path in _files(environ):
        parser = configparser.RawConfigParser(strict=False)  # noqa: TID251  the user's own
        try:
            parser.read(path, encoding="utf-8")
            yield parser.get("global", "index-url", fallback="")
        except (configparser.Error, OSError, UnicodeDecodeError):
            continue


def _files(environ: Mapping[str, str]) -> Iterator[Path]:
    """Yield the files that pip reads, the one that wins first."""
    if named := environ.get("PIP_CONFIG_FILE"):
        yield Path(named)
    if home := environ.get("HOME"):
        yield Path(environ.get("XDG_CONFIG_HOME") or f"{home}/.config") / "pip" / "pip.conf"
        yield Path(home) / ".pip" / "pip.conf"
        yield Path("/etc/pip.conf")
