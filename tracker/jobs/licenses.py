"""Files of anybody's on this disk, and what they say about licences, for a person to read."""

import textwrap
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tracker.budget import SECONDS
from tracker.jobs.files import judged
from tracker.licensing.reading import Kind, Reading, read, unread
from tracker.licensing.source import BYTES_LIMIT, is_text
from tracker.licensing.spans import Span
from tracker.model.terms import Accord, ScopeTerms
from tracker.tables import terms
from tracker.tables.text import clean

_SHOWN = 5
"""Places of one file, or of one part of it, that are shown."""


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

    def judge(data: bytes) -> Reading:
        if len(data) > BYTES_LIMIT and is_text(data):
            return unread(name, f"it is longer than {BYTES_LIMIT:,} bytes, as no licence is")
        return read(name, data, kind)

    return judged(path, judge, partial(unread, name), limit=BYTES_LIMIT, seconds=seconds)


def report_lines(readings: Sequence[Reading], width: int = 80) -> Iterator[str]:
    """Yield the lines in which the readings are shown; text from outside is cleaned.

    The answer first, then what is said of each part with its quotes, then what speaks against it.
    """
    for one in readings:
        if one.problem:
            yield f"{clean(one.file)}: not read: {clean(one.problem)}"
            continue
        yield f"{clean(one.file)}: {clean(one.license)}"
        facts = (one.class_, f"commercial use: {one.commercial}", f"{one.confidence:.0%} sure")
        yield from _wrapped(" · ".join(facts), "  ", width)
        for scope in one.scopes:
            yield from _scope(scope, one.scopes, width)
        if not one.scopes:
            yield from _spans("line", one.matched, width)
        yield from _spans("not covered: line", one.uncovered, width)
        for words in one.missing:
            yield _cut(f"  missing: {clean(' '.join(words.split()))}", width)
        shown = {place.line for scope in one.scopes for place in scope.places if not place.license}
        for conflict in one.conflicts:
            if not any(conflict.endswith(f"(line {line})") for line in shown):
                yield from _wrapped(f"but: {conflict}", "  ", width)


def _scope(scope: ScopeTerms, scopes: Sequence[ScopeTerms], width: int) -> Iterator[str]:
    """Yield what is said of one part, and the lines that say it.

    Where all of the file is one licence, said in one place, the answer above says so already.
    """
    if len(scopes) > 1 or scope.accord is not Accord.ALONE:
        plain = f"{terms.name(scope)}: {' and '.join(scope.licenses)}"
        alone = scope.accord is Accord.ALONE
        yield from _wrapped(plain if alone else terms.of_scope(scope), "  ", width)
    for place in scope.places[:_SHOWN]:
        yield _quoted(f"    line {place.line}", place.quote, width)
    if len(scope.places) > _SHOWN:
        yield f"    … and {len(scope.places) - _SHOWN} more"


def _spans(label: str, spans: Sequence[Span], width: int) -> Iterator[str]:
    for span in spans[:_SHOWN]:
        yield _quoted(f"  {label} {span.line}", span.quote, width)
    if len(spans) > _SHOWN:
        yield f"  … and {len(spans) - _SHOWN} more"


def _quoted(label: str, quote: str, width: int) -> str:
    return _cut(f"{label}: {clean(' '.join(quote.split()))}", width)


def _cut(line: str, width: int) -> str:
    """Return one line; what does not fit shows that it goes on."""
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def _wrapped(text: str, indent: str, width: int) -> list[str]:
    """Return words over as many lines as they take; what follows the first is indented more."""
    return textwrap.wrap(
        clean(text), width, initial_indent=indent, subsequent_indent=f"{indent}  ",
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
