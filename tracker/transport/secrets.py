"""Secrets that this process was given: in variables, in files of tokens, in addresses."""

import configparser
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from tracker.model.blotting import FREE

_FILE_LIMIT = 100_000
_SECRET = re.compile(
    r"(?:^|_)(?:TOKENS?|SECRETS?|PASS|PASSWORD|PASSWD|PWD|PASSPHRASE|API_?KEY|KEY|CREDENTIALS?|SAS"
    r"|CONNECTION_STRING|SIGNATURE|AUTH)(?:_VALUE)?$",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^\s'\"<>]+", re.IGNORECASE)
_LOOSE = re.compile(r"://[^/@:]*:(?!\d+/)([^\s@]*[/?#][^\s@]*)@")
"""A password with characters that should have been encoded."""
_NO_SECRET = re.compile(r"[/~.].*|\d{1,7}|true|false|yes|no|none|", re.IGNORECASE | re.DOTALL)


def secrets_of(environ: Mapping[str, str], words: Iterable[str] = ()) -> tuple[str, ...]:
    """Return every secret that a process is given: variables, files of tokens, addresses.

    Parameters
    ----------
    words
        Of the command line, such as ``--copy-to=ftp://me:secret@example.org``.

    Examples
    --------
    >>> secrets_of({"OPENAI_API_KEY": "sk-0123"}, ["https://me:pass%2Fword@example.org"])
    ('sk-0123', 'pass%2Fword', 'pass/word')
    """
    secrets = [
        value.strip()
        for name, value in environ.items()
        if _SECRET.search(name) and not _NO_SECRET.fullmatch(value.strip())
    ]
    secrets += _kept_tokens(environ)
    texts = (*environ.values(), *_pip_files(environ), *words)
    for text in texts:
        for address in _ADDRESS.findall(text):
            secrets += secrets_in(address)
    return tuple(dict.fromkeys(filter(None, secrets)))


def secrets_in(url: str) -> list[str]:
    """Return what is secret in an address: its password, and values of options that look so.

    Examples
    --------
    >>> secrets_in("simplecache::s3://AKIA:wJalr@bucket/x?endpoint=a&sas_token=b")
    ['wJalr', 'b']
    >>> secrets_in("https://ghp_0123456789@github.com/o/r")
    ['ghp_0123456789']
    """
    secrets = []
    for part in url.split("::"):
        try:
            parts = urlsplit(part)
        except ValueError:
            continue
        user, colon, password = parts.netloc.rpartition("@")[0].partition(":")
        secrets += [password] if colon else [user] if len(user) >= FREE else []
        secrets += [
            value
            for name, value in parse_qsl(parts.query)
            if _SECRET.search(name.replace("-", "_"))
        ]
        if loose := _LOOSE.search(part):
            secrets.append(loose[1])
    return list(
        dict.fromkeys(part for secret in secrets for part in (secret, unquote(secret)) if part)
    )


def _kept_tokens(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the tokens in the files that huggingface_hub reads."""
    home = environ.get("HOME") or "/nonexistent"
    cache = environ.get("XDG_CACHE_HOME") or f"{home}/.cache"
    folder = Path(environ.get("HF_HOME") or f"{cache}/huggingface").expanduser()
    yield _content(Path(environ.get("HF_TOKEN_PATH") or folder / "token").expanduser()).strip()
    stored = Path(environ.get("HF_STORED_TOKENS_PATH") or folder / "stored_tokens").expanduser()
    parser = configparser.RawConfigParser(strict=False)  # noqa: TID251  the user's own file
    try:
        parser.read_string(_content(stored))
    except configparser.Error:
        return
    for section in parser.sections():
        yield parser.get(section, "hf_token", fallback="").strip()


def _pip_files(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield what stands in the files in which pip is told an index."""
    named = environ.get("PIP_CONFIG_FILE")
    home = environ.get("HOME")
    config = environ.get("XDG_CONFIG_HOME") or (f"{home}/.config" if home else None)
    places = [
        named,
        config and f"{config}/pip/pip.conf",
        home and f"{home}/.pip/pip.conf",
        "/etc/pip.conf",
        environ.get("VIRTUAL_ENV") and f"{environ['VIRTUAL_ENV']}/pip.conf",
    ]
    yield from (_content(Path(place)) for place in places if place)


def _content(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_FILE_LIMIT).decode("utf-8", "replace")
    except (OSError, ValueError):
        return ""
