"""Files of anybody's on this disk, and what they say about licences, for a person to read."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tracker.budget import SECONDS, OverBudget, within
from tracker.errors import in_words
from tracker.licensing.reading import Kind, Reading, read, unread
from tracker.licensing.source import BYTES_LIMIT, is_text
from tracker.licensing.spans import Span
from tracker.tables.text import clean

_SHOWN = 5
"""Spans of one file that are shown."""
_QUOTED = 110


def of_files(
    paths: Sequence[Path], kind: Kind | None = None, *, seconds: float = SECONDS
) -> tuple[Reading, ...]:
    """Return what files say, one answer for each, whatever befalls another.

    No more of a file is read than a licence can be long; a longer one is not answered for, nor one
    that takes more processor time than that.
    """
    return tuple(_of_file(path, kind, seconds) for path in paths)


def _of_file(path: Path, kind: Kind | None, seconds: float) -> Reading:
    name = path.as_posix()
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_LIMIT + 1)
        if len(data) > BYTES_LIMIT and is_text(data):
            return unread(name, f"it is longer than {BYTES_LIMIT:,} bytes, as no licence is")
        return within(seconds, partial(read, name, data, kind))
    except OSError as error:
        return unread(name, f"it {in_words(error)}")
    except OverBudget as over:
        return unread(name, f"it {over}")
    except Exception as error:  # noqa: BLE001  one file that nobody foresaw hides no other
        first = next(iter(str(error).splitlines()), "")
        return unread(name, f"it could not be judged: {type(error).__name__}: {first}"[:200])


def report_lines(readings: Sequence[Reading]) -> Iterator[str]:
    """Yield the lines in which the readings are shown; text from outside is cleaned."""
    for one in readings:
        if one.problem:
            yield f"{clean(one.file)}: not read: {clean(one.problem)}"
            continue
        yield f"{clean(one.file)}: {clean(one.license)}"
        facts = [one.class_, f"commercial use: {one.commercial}", f"{one.confidence:.0%} sure"]
        parts = (("code", one.code), ("weights", one.weights), ("data", one.data))
        facts += [f"{name}: {value}" for name, value in parts if value]
        yield f"  {clean(' · '.join(facts))}"
        yield from _spans("line", one.matched)
        yield from _spans("not covered: line", one.uncovered)
        yield from (f"  missing: {_short(words)}" for words in one.missing)
        yield from (f"  but: {clean(conflict)}" for conflict in one.conflicts)


def _spans(label: str, spans: Sequence[Span]) -> Iterator[str]:
    for span in spans[:_SHOWN]:
        yield f"  {label} {span.line}: {_short(span.quote)}"
    if len(spans) > _SHOWN:
        yield f"  … and {len(spans) - _SHOWN} more"


def _short(text: str) -> str:
    plain = clean(" ".join(text.split()))
    return plain if len(plain) <= _QUOTED else plain[:_QUOTED].rstrip() + "…"
