"""Record and replay: every exchange of a run in one folder, to look again without any network.

``recording.json`` tells when it was made and which tokens were there, ``exchanges.jsonl`` holds one
exchange a line. Tokens are blotted out. A replay answers a question as it was answered then; where
it was asked several times, in the same order.
"""

import datetime as dt
import hashlib
import threading
from pathlib import Path
from typing import Literal

import msgspec

from tracker.errors import ConfigurationError, Fault, TransportFault
from tracker.model.base import Value
from tracker.model.decoding import decoded
from tracker.model.evidence import Reach
from tracker.transport.address import printable, without
from tracker.transport.settings import Settings
from tracker.transport.wire import Ask, Hop

_ABOUT = "recording.json"
_EXCHANGES = "exchanges.jsonl"
_DROPPED = frozenset(("set-cookie", "content-encoding", "content-length", "transfer-encoding"))


class RecordingHead(Value, frozen=True, kw_only=True):
    """How a recording was made."""

    format: Literal["tracker-recording/1"] = "tracker-recording/1"
    started_at: dt.datetime
    tokens: tuple[str, ...] = ()
    """Fields of `Settings` that held one."""
    addresses: dict[str, str] = msgspec.field(default_factory=dict)
    """Fields of `Settings` that say where the hosts were."""


class _Line(Value, frozen=True, kw_only=True, omit_defaults=True):
    """One exchange."""

    method: str
    url: str
    sent: str = ""
    """Digest of what was sent along."""
    status: int | None = None
    headers: dict[str, str] = msgspec.field(default_factory=dict)
    text: str | None = None
    """The body where it is text, else `body`."""
    body: bytes = b""
    cut: bool = False
    fault: str | None = None
    reach: str | None = None
    kind: Fault = Fault.OTHER


class Recorder:
    """Writes exchanges into a folder as they happen."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        tokens = [name for name in ("github_token", "hf_token") if getattr(settings, name)]
        places = ("github_server", "github_api", "github_graphql", "hf_endpoint", "package_index")
        about = RecordingHead(
            started_at=dt.datetime.now(dt.UTC).replace(microsecond=0),
            tokens=tuple(tokens),
            addresses={name: place for name in places if (place := getattr(settings, name))},
        )
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / _ABOUT).write_bytes(msgspec.json.encode(about))
            self._file = (folder / _EXCHANGES).open("wb")
        except OSError as error:
            raise ConfigurationError(
                f"Nothing can be recorded in {folder}: {error.strerror}.",
                advice="Name a folder that can be written to.",
            ) from error

    def answered(self, ask: Ask, hop: Hop) -> None:
        """Write down an answer."""
        # each byte a character: what is secret is ASCII, and the rest comes back as it was
        body = without(hop.body.decode("latin-1"), self._settings.secrets).encode("latin-1")
        headers = {
            name: without(text, self._settings.secrets)
            for name, text in hop.headers.items()
            if name not in _DROPPED
        }
        try:
            text = body.decode("utf-8")
        except UnicodeDecodeError:
            line = self._line(ask, status=hop.status, headers=headers, body=body, cut=hop.cut)
        else:
            line = self._line(ask, status=hop.status, headers=headers, text=text, cut=hop.cut)
        self._write(line)

    def failed(self, ask: Ask, fault: TransportFault) -> None:
        """Write down that there was no answer."""
        self._write(self._line(ask, fault=fault.message, reach=fault.reach, kind=fault.kind))

    def close(self) -> None:
        """End the recording."""
        self._file.close()

    def _line(self, ask: Ask, **values: object) -> _Line:
        method, url, sent = _key(ask, self._settings)
        return msgspec.structs.replace(_Line(method=method, url=url, sent=sent), **values)

    def _write(self, line: _Line) -> None:
        with self._lock:
            self._file.write(msgspec.json.encode(line) + b"\n")
            self._file.flush()


class Player:
    """Answers from a recording; opens no connection."""

    def __init__(self, folder: Path) -> None:
        try:
            self.about = decoded((folder / _ABOUT).read_bytes(), RecordingHead)
            lines = (folder / _EXCHANGES).read_bytes().split(b"\n")[:-1]
            exchanges = [decoded(line, _Line) for line in lines]
        except (OSError, ValueError) as error:
            raise ConfigurationError(
                f"{folder} holds no recording that can be replayed.",
                advice="Name a folder that `--record` has written.",
            ) from error
        self._lock = threading.Lock()
        self._lines: dict[tuple[str, str, str], list[_Line]] = {}
        for line in exchanges:
            self._lines.setdefault((line.method, line.url, line.sent), []).append(line)

    def settings(self, settings: Settings) -> Settings:
        """Return `settings` as they were then, with stand-ins for the tokens."""
        then: dict[str, str | None] = dict.fromkeys(("github_token", "hf_token", "package_index"))
        then |= dict.fromkeys(self.about.tokens, "replayed")
        return msgspec.structs.replace(settings, **{**then, **self.about.addresses})

    def play(self, ask: Ask, settings: Settings) -> Hop:
        """Return the answer of then.

        Raises
        ------
        TransportFault
            As it was recorded, or because this was not asked then.
        """
        with self._lock:
            lines = self._lines.get(_key(ask, settings))
            if not lines:
                raise TransportFault("this was not asked in the recording", reach="unreachable")
            line = lines.pop(0) if len(lines) > 1 else lines[0]
        if line.fault is not None:
            reach = Reach(line.reach or "error")
            raise TransportFault(line.fault, reach=reach.value, kind=line.kind)  # type: ignore[arg-type]
        body = line.body if line.text is None else line.text.encode()
        return Hop(line.status or 0, dict(line.headers), body, line.cut)


def _key(ask: Ask, settings: Settings) -> tuple[str, str, str]:
    sent = hashlib.sha256(ask.content).hexdigest() if ask.content else ""
    return ask.method, printable(ask.url, settings.secrets), sent
