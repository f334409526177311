"""What the status notebook shows: all papers as one table, and plain data for its plots.

Long, because one class holds all that the cells of one notebook show.
"""

import datetime as dt
import html
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import pandas as pd

from tracker.history import History
from tracker.model.base import Value
from tracker.model.evidence import Book, Observation, with_looks
from tracker.model.instant import read_past
from tracker.model.paper import Paper, Relation, Role
from tracker.model.verdict import NOASSERTION, NONE, ArtifactVerdicts
from tracker.notebooks import plots
from tracker.notebooks.handover import handed_table
from tracker.notebooks.look import RUN_VARIABLE
from tracker.notebooks.markup import Html, Paragraph
from tracker.notebooks.parameters import check_parameters
from tracker.notebooks.plots import Plot
from tracker.notebooks.searchable import Searchable
from tracker.project import Project
from tracker.registry import load
from tracker.tables.rows import Row, heading, rows
from tracker.tables.text import clean
from tracker.verdicts import Question, availability, judge_all, promise, reproduction
from tracker.verdicts.license import CONFLICT
from tracker.verdicts.reproduction import LADDER, OUTCOMES, SETTLED, outcome

_MOMENTS = 24
"""Points in time at which the promises are judged again."""
_THERE = "there"
_STATES = {
    4: _THERE, 3: "gated or archived", 1: "announced only", 0: "gone or not visible",
}  # fmt: skip
"""Least rank of an answer to "is it there?" → how the plot calls it."""
_UNSEEN = "not looked at"
_NO_LICENSE, _NOT_KNOWN = f"{NONE} (there is no licence)", f"{NOASSERTION} (we cannot say)"
_PROMISES = {3: plots.BLUE, 2: plots.SKY, 1: plots.YELLOW, 0: plots.RED}
"""Least rank of what became of a promise → colour; grey where it has none."""
_SHADES = {4: plots.BLUE, 2: plots.SKY, 1: plots.ORANGE, 0: plots.RED}
"""Least rank of a word about a claim → colour; nothing was settled where it has none."""


def overview(*, as_of: str | None = None, offline: bool = True) -> "Overview":
    """Judge all papers of the project on the best evidence there is.

    Parameters
    ----------
    as_of
        ISO date or time; evidence after it is left out. None or "" = everything known.
    offline
        Ask no host. False looks at every artifact now, unless a run has just done so; what is
        seen by hand is shown, not stored.

    Raises
    ------
    UsageError
        If `as_of` is no date of the past, or a parameter came as a number.
    """
    check_parameters(as_of=as_of, offline=offline)
    project = Project.find()
    papers = load(project.registry).papers
    instant = read_past(as_of, dt.datetime.now(dt.UTC))
    history = History(project.history_folders(), project.history_index)
    book: Book = history.book(as_of=instant)
    known = history.as_of(instant)
    if not (offline or instant or os.environ.get(RUN_VARIABLE)):
        observations = _look_now(papers)
        book = with_looks(book, observations)
        known = max(
            filter(None, (known, *(observation.observed_at for observation in observations))),
            default=None,
        )
    judged = handed_table(as_of)
    if judged is None or tuple(verdicts.paper for verdicts in judged) != papers:
        judged = judge_all(papers, book, instant, history.reproductions(as_of=instant))
    return Overview(
        papers=papers,
        book=book,
        as_of=known,
        table=rows(judged),
    )


def _look_now(papers: Sequence[Paper]) -> tuple[Observation, ...]:
    """Ask the hosts; their clients are imported by those who need them only."""
    from tracker.hosts import hosts  # noqa: PLC0415
    from tracker.sweep.looks import sweep, targets  # noqa: PLC0415
    from tracker.transport import Door, Settings  # noqa: PLC0415

    with Door(Settings.from_environment(os.environ)) as door:
        return tuple(sweep(list(targets(papers).values()), door, hosts()))


class Overview(Value, frozen=True, kw_only=True, dict=True):
    """All papers, judged, with everything the status notebook shows of them."""

    papers: tuple[Paper, ...]
    book: Book
    as_of: dt.datetime | None
    """The latest instant that the evidence speaks of; see `History.as_of`."""
    table: tuple[Row, ...]

    def freshness(self) -> Paragraph:
        """Say for which day this holds, and how fresh it is."""
        text = " ".join(heading(self.table, self.as_of))
        return Paragraph(Html(f"<p>{html.escape(text)}</p>"), text)

    def papers_table(self) -> Searchable:
        """Return the table of all papers, to be searched and sorted."""
        return Searchable(self.table)

    @cached_property
    def artifacts(self) -> pd.DataFrame:
        """One line for each official artifact: paper, role, address, state, last change."""
        records = [
            {
                "paper": row.paper,
                "role": artifact.artifact.role.value,
                "address": artifact.subject,
                "state": _state(artifact),
                "changed": self._changed(artifact.subject),
            }
            for row in self.table
            for artifact in row.verdicts.artifacts
            if artifact.artifact.relation is Relation.OFFICIAL
        ]
        columns = ["paper", "role", "address", "state", "changed"]
        return pd.DataFrame(records, columns=columns)

    def availability(self) -> Plot:
        """Plot what is there, by role."""
        artifacts = self.artifacts
        order = [*dict.fromkeys(_STATES.values()), _UNSEEN]
        roles = [role.value for role in Role if (artifacts["role"] == role.value).any()]
        frame = pd.DataFrame(
            {
                state: [
                    int(((artifacts["role"] == role) & (artifacts["state"] == state)).sum())
                    for role in roles
                ]
                for state in order
            },
            index=roles,
        )
        shades = (plots.BLUE, plots.SKY, plots.YELLOW, plots.RED, plots.GREY)
        there, looked = int(frame[_THERE].sum()), int((artifacts["state"] != _UNSEEN).sum())
        return plots.bars(
            frame,
            dict(zip(order, shades, strict=True)),
            title=f"{there} of {looked} artifacts that were looked at are there; "
            f"{len(artifacts) - looked} were not looked at",
            words=_words("Official artifacts by role", frame),
        )

    def licenses(self) -> Plot:
        """Plot the licence concluded for each paper."""
        counted = Counter(_license(row) for row in self.table)
        conflicts, unlicensed, unclear = (
            {_license(row) for row in self.table if word in row.verdicts.license.answers}
            for word in (CONFLICT, NONE, NOASSERTION)
        )
        frame = pd.DataFrame({"count": dict(counted.most_common())}, dtype="int64")
        shades = (
            (plots.RED, unlicensed),
            (plots.GREY, unclear),
            (plots.ORANGE, conflicts),
            (plots.BLUE, set(counted)),
        )
        colours = [next(shade for shade, names in shades if name in names) for name in frame.index]
        named = sum(counted[name] for name in set(counted) - unlicensed - unclear)
        torn = sum(counted[name] for name in conflicts)
        return plots.counts(
            frame,
            colours,
            title=f"{named} of {len(self.table)} papers come under a licence that can be named, "
            f"{torn} of them with a contradiction",
            words=_words("Concluded licences, papers", frame),
        )

    def promises(self) -> Plot:
        """Plot what was known of the promises at each time, judged by the rules of today."""
        asked = promise.QUESTION
        ranked = sorted(asked.answers, key=lambda one: -1 if one.rank is None else one.rank)
        shades = {
            answer.word: _by_rank(asked, answer.word, _PROMISES) or plots.GREY
            for answer in reversed(ranked)
            if answer.word not in promise.NONE_JUDGED
        }
        order = list(shades)
        frame = self._promises(order)
        now = frame.iloc[-1] if len(frame) else pd.Series(0, index=order)
        return plots.areas(
            frame,
            shades,
            title=f"Of {int(now.sum())} promises with a date, {int(now[promise.KEPT])} are kept "
            f"and {int(now[promise.NOT_KEPT])} are not",
            words=_words("Dated promises", frame.tail(1)),
        )

    def _promises(self, order: Sequence[str]) -> pd.DataFrame:
        dated = [paper for paper in self.papers if any(one.made_on for one in paper.promises)]
        made = [one.made_on for paper in dated for one in paper.promises if one.made_on]
        if not made or self.as_of is None:
            return pd.DataFrame(columns=list(order), dtype="int64")
        begin = pd.Timestamp(min(made), tz="UTC")
        moments = pd.date_range(begin, max(pd.Timestamp(self.as_of), begin), periods=_MOMENTS)
        lines = []
        for moment in moments.to_pydatetime():
            judged = (
                [row.verdicts for row in self.table]
                if moment == self.as_of
                else judge_all(dated, self.book, moment)
            )
            answers = Counter(
                one.verdict.answers[0]
                for verdicts in judged
                for one in verdicts.promises
                if one.promise.made_on and one.promise.made_on <= moment.date()
            )
            lines.append([answers[name] for name in order])
        return pd.DataFrame(lines, index=moments, columns=list(order))

    def last_commits(self, limit: int = 40) -> Plot:
        """Plot how long ago each official repository last changed, the longest ago first."""
        artifacts = self.artifacts
        code = artifacts[(artifacts["role"] == "code") & artifacts["changed"].notna()].copy()
        now = pd.Timestamp(self.as_of) if self.as_of else pd.Timestamp(0, tz="UTC")
        ages = now - pd.to_datetime(code["changed"], utc=True)
        code["months"] = (ages.dt.days / 30.44).clip(lower=0).round(1)
        code = code.sort_values("months", ascending=False).head(limit)
        code.index = pd.Index([_repository(address) for address in code["address"]])
        colours = [plots.RED if months > 12 else plots.BLUE for months in code["months"]]
        old = sum(months > 12 for months in code["months"])
        day = f"{now:%Y-%m-%d}" if self.as_of else "any day"
        return plots.dots(
            code[["months"]],
            colours,
            title=f"{old} of {len(code)} repositories did not change in the year before {day}, "
            "as far as was seen",
            words=_words("Months since the last commit", code[["months"]]),
        )

    def reproduction(self) -> Plot:
        """Plot what became of the claims: first the ladder, then what stands beside it."""
        claims = [claim for row in self.table for claim in row.verdicts.claims]
        counted = Counter(word for claim in claims for word in outcome(claim.checks))
        beside = [word for word in reversed(OUTCOMES) if word not in LADDER and counted[word]]
        frame = pd.DataFrame({"count": {word: counted[word] for word in (*LADDER, *beside)}})
        settled = sum(not SETTLED.isdisjoint(outcome(claim.checks)) for claim in claims)
        checkable = sum(claim.claim.needs.cpu_check is not None for claim in claims)
        return plots.counts(
            frame,
            [
                _by_rank(reproduction.QUESTION, str(word), _SHADES) or plots.GREY
                for word in frame.index
            ],
            title=f"Of {len(claims)} claims {settled} have a result here, and {checkable} could be "
            "checked, in part, without a GPU",
            words=_words("Claims by what became of them", frame),
        )

    def _changed(self, subject: str) -> dt.datetime | None:
        dates = (
            sighting.observation.facts.last_changed
            for sighting in reversed(self.book.get(subject, ()))
        )
        return next(filter(None, dates), None)


def _repository(address: str) -> str:
    """Return the name of a repository, short enough for a plot."""
    name = clean(address.removeprefix("https://").removeprefix("github.com/"))
    return name if len(name) <= 44 else f"…{name[-43:]}"


def _state(verdicts: ArtifactVerdicts) -> str:
    words = verdicts.availability.answers
    named = (_by_rank(availability.QUESTION, word, _STATES) for word in words)
    return next(filter(None, named), _UNSEEN)


def _by_rank(question: Question, word: str, names: Mapping[int, str]) -> str | None:
    """Return the name of the highest of some ranks that a word reaches; None: it has no rank."""
    answer = question.known(word)
    if answer is None or answer.rank is None:
        return None
    return next(name for least, name in names.items() if answer.rank >= least)


def _license(row: Row) -> str:
    words = ", ".join(row.verdicts.license.answers)
    return {NONE: _NO_LICENSE, NOASSERTION: _NOT_KNOWN}.get(words, words)


def _words(what: str, frame: pd.DataFrame) -> str:
    """Say what a frame holds."""
    lines = (
        f"{name}: "
        + ", ".join(
            f"{value:g}" if len(line) == 1 else f"{value:g} {column}"
            for column, value in line.items()
            if value or len(line) == 1
        )
        for name, line in zip(frame.index.astype(str), frame.to_dict("records"), strict=True)
    )
    return f"{what}. " + "; ".join(lines) + "."
