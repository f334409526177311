"""Writing one run: a line is on disk when `RunWriter.append` returns."""

import datetime as dt
import os
import secrets as randomness
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

import msgspec

from tracker.errors import HistoryError
from tracker.model.evidence import Book, Observation, Sighting
from tracker.model.run import Confirmed, Record, RunStarted

_ATTEMPTS = 16
_YOUNG = 60
"""Seconds for which an empty file may be one that is just begun."""
_ENCODER = msgspec.json.Encoder(order="deterministic")


def start(
    folder: Path,
    *,
    purpose: str,
    agent: str,
    now: dt.datetime,
    continues: str | None = None,
    papers: Sequence[str] = (),
    secrets: Sequence[str] = (),
    mark: str | None = None,
) -> "RunWriter":
    """Create the file of a new run, with its header, and return its writer.

    Parameters
    ----------
    folder
        Made if it is missing.
    purpose
        One sentence: what the run sets out to do.
    agent
        Tool and version.
    now
        Aware; the run is named after it.
    continues
        Id of the run that this one resumes.
    papers
        Ids that the run was asked for; none = all.
    secrets
        Strings, such as tokens, that no record may contain.
    mark
        Six hexadecimal digits that end the run's name; random where none are given.

    Raises
    ------
    HistoryError
        If the file cannot be created.
    """
    stamp = f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _sweep_empty(folder, now)
        for _ in range(_ATTEMPTS):
            run = f"{stamp}-{mark or randomness.token_hex(3)}"
            header = RunStarted(
                run=run,
                agent=agent,
                started_at=now.astimezone(dt.UTC),
                purpose=purpose,
                continues=continues,
                papers=tuple(papers),
            )
            path = folder / f"{run}.jsonl"
            if (handle := _created(path, _line(header, _encoded(secrets)))) is not None:
                return RunWriter(run, path, handle, secrets)
    except OSError as error:
        raise HistoryError(
            f"cannot create a history file in {folder}: {error.strerror}",
            advice="Check that the folder can be written and that the disk is not full.",
        ) from error
    raise HistoryError(
        f"{folder} already holds a run named {run}",
        advice="Start again in a second, or leave out the mark.",
    )


def _created(path: Path, header: bytes) -> int | None:
    """Return an open file that holds its header, None if there is one of that name.

    It appears under its name once the header is on disk: whatever befalls, no file without one is
    left behind.
    """
    draft = path.with_name(f".{path.name}.{randomness.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o644)
    try:
        _write_whole(handle, header)
        _name(draft, path)
        _sync_folder(path.parent)
    except BaseException as error:
        os.close(handle)
        if isinstance(error, FileExistsError):
            return None
        raise
    finally:
        draft.unlink(missing_ok=True)
    return handle


def _name(draft: Path, path: Path) -> None:
    """Give a file its name, unless another has it; some file systems know no second name."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:
        if path.exists():
            raise FileExistsError(path) from None
        draft.rename(path)


def _write_whole(handle: int, line: bytes) -> None:
    """Write and sync a line; if it does not fit as a whole, nothing of it is left.

    Raises
    ------
    OSError
        If it could not be written.
    """
    before = os.fstat(handle).st_size
    try:
        left = memoryview(line)
        while left:
            left = left[os.write(handle, left) :]
        os.fsync(handle)
    except OSError:
        with suppress(OSError):
            os.ftruncate(handle, before)
        raise


def _sweep_empty(folder: Path, now: dt.datetime) -> None:
    """Remove files without a single byte, as older versions left them where a disk was full.

    They hold nothing that could be lost; drafts of headers whose run was killed do not, either.
    What is new may be another run's that just begins.
    """
    for path in (*folder.glob("*.jsonl"), *folder.glob(".*.jsonl.*")):
        with suppress(OSError):
            about = path.stat()
            nothing = about.st_size == 0 or path.suffix != ".jsonl"
            if nothing and about.st_mtime < now.timestamp() - _YOUNG:
                path.unlink()


def _sync_folder(folder: Path) -> None:
    """Make the name of the new file survive a crash of the machine, not only its content."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # some network file systems refuse
            os.fsync(handle)
    finally:
        os.close(handle)


def _encoded(secrets: Sequence[str]) -> tuple[bytes, ...]:
    return tuple(_ENCODER.encode(secret)[1:-1] for secret in secrets if secret)


def _line(record: Record, secrets: Sequence[bytes]) -> bytes:
    try:
        line = _ENCODER.encode(record) + b"\n"
    except (UnicodeEncodeError, TypeError, ValueError) as error:
        raise HistoryError(
            f"a {type(record).__name__} cannot be written as JSON: {error}",
            advice="This is a fault of the tracker; please report it.",
        ) from error
    if any(secret in line for secret in secrets):
        raise HistoryError(
            f"a {type(record).__name__} contains a token and was not written",
            advice="This is a fault of the tracker; please report it, without the token.",
        )
    return line


class RunWriter:
    """The one writer of one run's file; made by `start`. Threads may share it.

    Parameters
    ----------
    run
        The run's id, also the stem of the file.
    path
        The run's file.
    handle
        Open file descriptor of it, in append mode; the writer closes it.
    secrets
        Strings that no record may contain.
    """

    def __init__(self, run: str, path: Path, handle: int, secrets: Sequence[str] = ()) -> None:
        self.run = run
        self.path = path
        self._handle: int | None = handle
        self._secrets = _encoded(secrets)
        self._lock = Lock()

    def append(self, record: Record) -> None:
        """Write one record as one line; it is on disk when this returns.

        Raises
        ------
        HistoryError
            If the record contains a secret or is no valid JSON, or if it cannot be written whole:
            nothing of it is left in the file then. Where it could not be written the run is closed,
            because what comes next may depend on it.
        """
        line = _line(record, self._secrets)
        with self._lock:
            if self._handle is None:
                raise HistoryError(
                    f"run {self.run} is closed", advice="Start a new run that continues this one."
                )
            try:
                _write_whole(self._handle, line)
            except OSError as error:
                self._close()
                raise HistoryError(
                    f"{self.path} cannot be written: {error.strerror}; all before is kept",
                    advice=f"Make room on the disk, then go on: `tracker run --resume {self.run}`.",
                ) from error

    def _close(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def close(self) -> None:
        """Close the file; closing twice does no harm."""
        with self._lock:
            self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def append_look(writer: RunWriter, book: Book, observation: Observation) -> Sighting:
    """Record a look: in full where it saw something new, else as one line that confirms the last.

    A look is compared with the last sighting that says something, because silence in between is no
    change of the world; a look that brought silence back is compared with the last one of any kind.
    A live look may confirm a stored copy, if not one fact differs.

    Returns
    -------
    Sighting
        How history knows the observation now: a verdict derives from its `id`.
    """
    says_something = observation.reach.says_something
    last = next(
        (
            sighting
            for sighting in reversed(book.get(observation.subject, ()))
            if sighting.observation.reach.says_something or not says_something
        ),
        None,
    )
    seen_at = observation.observed_at
    if last is None or seen_at is None or not last.observation.same_world(observation):
        writer.append(observation)
        return Sighting(id=observation.id, observation=observation, observed_at=seen_at)
    writer.append(
        Confirmed(
            of=last.id,
            subject=observation.subject,
            started_at=observation.started_at or seen_at,
            observed_at=seen_at,
            exchanges=observation.exchanges,
        )
    )
    return msgspec.structs.replace(last, observed_at=seen_at)
