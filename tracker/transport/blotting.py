"""Secrets that this process was given, and texts without them.

Whoever gets a token may hand it back, in an error message say. What leaves the program is blotted
in every form in which a secret is written: plain, percent-encoded, escaped, in base64.
"""

import base64
import configparser
import html
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from itertools import product
from pathlib import Path
from typing import TextIO
from urllib.parse import parse_qsl, unquote, urlsplit

_BLOT = "***"
_FREE = 8
"""Characters of a secret that is blotted wherever it stands; a shorter one might be a word."""
_TOLD = 12
"""Characters of its beginning, or of its end, that give a secret away where a text was cut."""
_SHORT = 3
"""Characters of a secret that is blotted in an address or in quotes only."""
_ATTACHED = r"[\w%+/=.~-]"
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
    found = [
        value.strip()
        for name, value in environ.items()
        if _SECRET.search(name) and not _NO_SECRET.fullmatch(value.strip())
    ]
    found += _kept_tokens(environ)
    texts = (*environ.values(), *_pip_files(environ), *words)
    for text in texts:
        for address in _ADDRESS.findall(text):
            found += secrets_in(address)
    return tuple(dict.fromkeys(filter(None, found)))


def secrets_in(url: str) -> list[str]:
    """Return what is secret in an address: its password, and values of options that look so.

    Examples
    --------
    >>> secrets_in("simplecache::s3://AKIA:wJalr@bucket/x?endpoint=a&sas_token=b")
    ['wJalr', 'b']
    >>> secrets_in("https://ghp_0123456789@github.com/o/r")
    ['ghp_0123456789']
    """
    found = []
    for part in url.split("::"):
        try:
            parts = urlsplit(part)
        except ValueError:
            continue
        user, colon, password = parts.netloc.rpartition("@")[0].partition(":")
        found += [password] if colon else [user] if len(user) >= _FREE else []
        found += [
            value
            for name, value in parse_qsl(parts.query)
            if _SECRET.search(name.replace("-", "_"))
        ]
        if loose := _LOOSE.search(part):
            found.append(loose[1])
    return list(dict.fromkeys(part for each in found for part in (each, unquote(each)) if part))


def _kept_tokens(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the tokens in the files that huggingface_hub reads."""
    home = environ.get("HOME") or "/nonexistent"
    cache = environ.get("XDG_CACHE_HOME") or f"{home}/.cache"
    folder = Path(environ.get("HF_HOME") or f"{cache}/huggingface").expanduser()
    yield _content(Path(environ.get("HF_TOKEN_PATH") or folder / "token").expanduser()).strip()
    stored = Path(environ.get("HF_STORED_TOKENS_PATH") or folder / "stored_tokens").expanduser()
    parser = configparser.RawConfigParser(strict=False)
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


class Blotter:
    """Blots secrets out of texts.

    Parameters
    ----------
    secrets
        As they are, not encoded.

    Examples
    --------
    >>> blot = Blotter(["hf_0123/4567+89"])
    >>> blot("hf_0123%2f4567&#43;89 or aGZfMDEyMy80NTY3Kzg5, and cut: hf_0123/4567…")
    '*** or ***, and cut: ***…'
    """

    def __init__(self, secrets: Iterable[str]) -> None:
        self.secrets = tuple(dict.fromkeys(filter(None, secrets)))

    def __call__(self, text: str) -> str:
        """Return a text without the secrets."""
        whole, end, before_end = self._patterns
        if whole:
            text = whole.sub(_BLOT, text)
        if end and before_end and end.search(text):
            text = before_end.sub(_BLOT, text)
        return text

    @cached_property
    def _patterns(self) -> tuple[re.Pattern[str] | None, ...]:
        """Patterns of secrets and their beginnings, of their ends, of these and what is before."""
        longest = sorted(self.secrets, key=len, reverse=True)
        units = [[_unit(character) for character in secret] for secret in longest]
        long = [each for each in units if len(each) > _TOLD]
        ends = "|".join("".join(each[-_TOLD:]) for each in long)
        forms = [
            *(form for secret in longest for form in _forms(secret)),
            *(f"{''.join(each[:_TOLD])}{_ATTACHED}*" for each in long),
        ]
        wanted = ("|".join(forms), ends, ends and f"{_ATTACHED}*(?:{ends})")
        return tuple(re.compile(each) if each else None for each in wanted)


@lru_cache(maxsize=8)
def blotter(secrets: tuple[str, ...]) -> Blotter:
    """Return what blots these; made once."""
    return Blotter(secrets)


def _forms(secret: str) -> Iterator[str]:
    """Yield patterns for what a whole secret looks like."""
    whole = "".join(map(_unit, secret))
    if len(secret) >= _FREE:
        yield whole
        yield from map(re.escape, sorted(_in_base64(secret.encode())))
    elif len(secret) > _SHORT:
        yield rf"(?<!\w){whole}(?!\w)"
    else:
        yield rf"(?<=[:='\"]){whole}(?=[@&'\"])"


def _unit(character: str) -> str:
    """Return a pattern for one character as texts, addresses, JSON and HTML write it."""
    encoded = "".join(f"%(?i:{byte:02x})" for byte in character.encode())
    ways = {re.escape(each) for each in (character, html.escape(character))} | {encoded}
    if not character.isalnum():
        ways.add(re.escape(json.dumps(character)[1:-1]))
        ways.add(rf"\\u(?i:{ord(character):04x})")
        ways.add(rf"&#(?:{ord(character)}|x(?i:{ord(character):x}));")
    return f"(?:{'|'.join(sorted(ways))})"


def _in_base64(secret: bytes) -> set[str]:
    """Return what a secret is in base64, whatever stands before and after it."""
    found = set()
    for before, encode in product(range(3), (base64.b64encode, base64.urlsafe_b64encode)):
        text = encode(bytes(before) + secret).decode()
        found.add(text[(0, 2, 3)[before] : (before + len(secret)) * 8 // 6])
    return found


class BlottingStream(io.TextIOBase):
    """A text stream that writes to another one, without secrets."""

    def __init__(self, stream: TextIO, blot: Blotter) -> None:
        self._stream = stream
        self.blot = blot

    def write(self, text: str) -> int:
        """Write a text without the secrets in it."""
        self._stream.write(self.blot(text))
        return len(text)

    def flush(self) -> None:
        """Write what is held back."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Tell whether this ends at a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """Return the descriptor behind it."""
        return self._stream.fileno()

    def writable(self) -> bool:
        """Tell that it can be written to."""
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of what is written."""
        return self._stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """What becomes of characters that the encoding lacks."""
        return self._stream.errors
