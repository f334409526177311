"""Which papers a run is for: those that changed, those not looked at for long, a share of them all.

`--changed` and `--older-than` are reasons to look at a paper; either is enough. `--shard` takes its
share of what they leave. Of every paper that is left out, it is said why.
"""

import datetime as dt
import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence

from tracker.errors import UsageError
from tracker.history import History
from tracker.jobs.check_notebooks import notebook_of
from tracker.model.base import Value
from tracker.model.evidence import Book
from tracker.model.paper import Paper
from tracker.model.run import View
from tracker.project import Project
from tracker.sweep.looks import targets
from tracker.verdicts.cases import Case, Judgements

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


class Shard(Value, frozen=True, kw_only=True):
    """One of several shares, which together are everything and have nothing in common."""

    number: int
    """From 1 on."""
    of: int

    def holds(self, paper: str) -> bool:
        """Whether the paper of this id is in this share; it is so wherever and whenever asked.

        Examples
        --------
        >>> [Shard(number=n, of=3).holds("arxiv:2503.14476") for n in (1, 2, 3)]
        [True, False, False]
        """
        first = hashlib.sha256(paper.encode()).digest()[:8]
        return int.from_bytes(first) % self.of == self.number - 1


def read_shard(text: str) -> Shard:
    """Read ``3/10``.

    Raises
    ------
    UsageError
        If it is none.
    """
    parts = re.fullmatch(r"([1-9]\d{0,5})/([1-9]\d{0,5})", text, re.ASCII)
    if not parts or int(parts[1]) > int(parts[2]):
        raise UsageError(
            f"{text!r} is no share", advice="Write it like 3/10: the third of ten shares."
        )
    return Shard(number=int(parts[1]), of=int(parts[2]))


def read_age(text: str) -> dt.timedelta:
    """Read ``12h``, ``7d`` or ``2w``.

    Raises
    ------
    UsageError
        If it is none.
    """
    parts = re.fullmatch(r"([1-9]\d{0,4})([hdw])", text, re.ASCII)
    if not parts:
        raise UsageError(f"{text!r} is no age", advice="Write it like 12h, 7d or 2w.")
    return dt.timedelta(**{_UNITS[parts[2]]: int(parts[1])})


def read_span(text: str) -> float:
    """Read ``90s``, ``50m`` or ``2h`` as seconds.

    Raises
    ------
    UsageError
        If it is none.
    """
    parts = re.fullmatch(r"([1-9]\d{0,3})([smh])", text, re.ASCII)
    if not parts:
        raise UsageError(f"{text!r} is no span of time", advice="Write it like 90s, 50m or 2h.")
    return int(parts[1]) * {"s": 1.0, "m": 60.0, "h": 3600.0}[parts[2]]


class Filter(Value, frozen=True, kw_only=True):
    """What narrows the papers of a run down."""

    changed: bool = False
    older_than: dt.timedelta | None = None
    shard: Shard | None = None

    @property
    def asks(self) -> bool:
        """Whether it may leave a paper out."""
        return self != Filter()


class Selection(Value, frozen=True, kw_only=True):
    """The papers of a run, and why these."""

    papers: tuple[Paper, ...]
    because: Mapping[str, int]
    """Reason to look → papers."""
    left_out: Mapping[str, int]
    """Reason not to look → papers."""


def choose(
    project: Project,
    papers: Sequence[Paper],
    wish: Filter,
    now: dt.datetime,
    judgements: Judgements,
) -> Selection:
    """Return those papers that `wish` is about; the history tells what became of each."""
    share = [paper for paper in papers if wish.shard is None or wish.shard.holds(paper.id)]
    left_out = Counter({"in other shares": len(papers) - len(share)})
    because: Counter[str] = Counter()
    chosen = share
    if wish.changed or wish.older_than is not None:
        reasons = _reasons(project, share, wish, now, judgements)
        chosen = [paper for paper in share if paper.id in reasons]
        because.update(reasons[paper.id] for paper in chosen)
        left_out[_content(wish)] = len(share) - len(chosen)
    return Selection(papers=tuple(chosen), because=because, left_out=+left_out)


def _content(wish: Filter) -> str:
    """Say why a paper with no reason to be looked at has none."""
    parts = ["not changed since they were shown last"] if wish.changed else []
    if wish.older_than is not None:
        parts.append(f"looked at in the last {in_units(wish.older_than)}")
    return " and ".join(parts)


def in_units(age: dt.timedelta) -> str:
    """Return an age in words.

    Examples
    --------
    >>> [in_units(dt.timedelta(hours=hours)) for hours in (24 * 7, 1, 36)]
    ['7 days', '1 hour', '36 hours']
    """
    hours = round(age.total_seconds() / 3600)
    number, unit = (hours // 24, "day") if hours % 24 == 0 else (hours, "hour")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def _reasons(
    project: Project,
    papers: Sequence[Paper],
    wish: Filter,
    now: dt.datetime,
    judgements: Judgements,
) -> Mapping[str, str]:
    """Return paper → why to look at it, for those where there is a reason."""
    history = History(project.history_folders(), project.history_index)
    book = history.book()
    reasons: dict[str, str] = {}
    if wish.older_than is not None:
        for paper in papers:
            if not _is_fresh(paper, book, now - wish.older_than):
                reasons[paper.id] = f"not looked at in the last {in_units(wish.older_than)}"
    if wish.changed:
        notebook = notebook_of(project)
        shown = history.last_views()
        for case, _ in judgements.of(papers, book, None, history.reproductions()):
            reason = _change(case, book, shown.get(case.paper.id), notebook)
            if reason:
                reasons[case.paper.id] = reason
    return reasons


def _is_fresh(paper: Paper, book: Book, since: dt.datetime) -> bool:
    """Whether each artifact was looked at since then, and something was seen of it."""
    return all(
        any(
            sighting.observation.reach.says_something
            and sighting.observed_at
            and sighting.observed_at >= since
            for sighting in book.get(subject, ())
        )
        for subject in targets([paper])
    )


def _change(case: Case, book: Book, shown: View | None, notebook: bytes) -> str | None:
    """Say what is new about a paper since its notebook was shown; None: nothing."""
    looks = [book.get(subject, ()) for subject in targets([case.paper])]
    if shown is None:
        return "never shown"
    if any(not sightings or sightings[-1].observed_at is None for sightings in looks):
        return "with an artifact that was never looked at"
    if any(not sightings[-1].observation.reach.says_something for sightings in looks):
        return "whose last look failed"
    basis = case.basis(notebook)
    if shown.basis is None:
        return "shown by an earlier version"
    if shown.basis.entry != basis.entry:
        return "whose entry changed"
    if shown.basis.notebook != basis.notebook:
        return "whose notebook changed"
    return "with new evidence" if shown.basis.evidence != basis.evidence else None
