"""Which papers a run is for, and what is said of the others."""

import datetime as dt
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import UsageError
from tracker.history import History, start
from tracker.jobs.selection import Filter, Selection, Shard, choose, read_age, read_shard
from tracker.model.evidence import Observation, Reach
from tracker.model.paper import Paper
from tracker.model.run import Confirmed, Record, View
from tracker.project import Project
from tracker.registry import load
from tracker.verdicts.cases import Judgements

NOW = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ENTRY = """\
  - id: arxiv:2503.0000{n}
    titles: {{en: P}}
    artifacts:
      - {{role: code, url: "https://github.com/o/r{n}", relation: official, seen_in: README}}
"""
IDS = st.integers(0, 10**6).map(lambda number: f"arxiv:2503.{number}")


# --- shares --------------------------------------------------------------------------------------


@given(papers=st.sets(IDS, max_size=60), shares=st.integers(1, 40))
def test_the_shares_are_everything_and_have_nothing_in_common(
    papers: set[str], shares: int
) -> None:
    held = [
        {each for each in papers if Shard(number=number, of=shares).holds(each)}
        for number in range(1, shares + 1)
    ]
    assert sum(map(len, held)) == len(papers)
    assert set[str]().union(*held) == papers


def test_a_paper_stays_in_its_share() -> None:
    """On every machine, with every Python; these shares were fixed when the option was made."""
    papers = [f"arxiv:2503.{number:05d}" for number in range(12)]
    share = [next(n for n in range(1, 4) if Shard(number=n, of=3).holds(p)) for p in papers]
    assert share == [2, 2, 2, 3, 2, 2, 1, 2, 3, 2, 1, 2]


def test_shares_are_about_equal() -> None:
    counts = [0] * 10
    for number in range(10_000):
        paper = f"arxiv:2503.{number:05d}"
        counts[next(n for n in range(10) if Shard(number=n + 1, of=10).holds(paper))] += 1
    assert min(counts) > 850
    assert max(counts) < 1150


@pytest.mark.parametrize("text", ["0/3", "4/3", "1/0", "3", "1/2/3", "-1/3", "a/b", "1 /2", "１/2"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no share") as caught:
        read_shard(text)
    assert "3/10" in caught.value.advice


@pytest.mark.parametrize("text", ["7", "d", "0d", "-1d", "7 d", "1y", "7D", "999999d", "1.5d"])
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no age"):
        read_age(text)


def test_ages_are_hours_days_and_weeks() -> None:
    assert [read_age(text) // (DAY / 24) for text in ("12h", "7d", "2w")] == [12, 168, 336]


# --- what changed, and what is old ---------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path, pytestconfig: pytest.Config) -> Project:
    """Return a project of three papers."""
    made = Project(root=tmp_path)
    made.registry.write_text("papers:\n" + "".join(ENTRY.format(n=n) for n in range(3)))
    own = tmp_path / "notebooks"
    own.mkdir()
    shutil.copy(pytestconfig.rootpath / "notebooks" / "check_paper.ipynb", own)
    return made


def look(number: int, at: dt.datetime | None = NOW, reach: Reach = Reach.VISIBLE) -> Observation:
    return Observation(
        subject=f"https://github.com/o/r{number}", reach=reach, via="git", agent="t",
        observed_at=at, not_before=None if at else NOW, note=None if at else "stored",
    )  # fmt: skip


def write(project: Project, *records: Record) -> None:
    with start(project.local_history, purpose="p", agent="t", now=NOW) as writer:
        for each in records:
            writer.append(each)


def show(project: Project, *numbers: int, at: dt.datetime = NOW) -> None:
    """Record what a run records when it has shown these papers."""
    history = History(project.history_folders())
    notebook = (project.notebooks / "check_paper.ipynb").read_bytes()
    papers = [paper for paper in registered(project) if int(paper.id[-1]) in numbers]
    views = [
        View(
            paper=case.paper.id, question="license", answers=("NONE",), reason="r", rule="l/1",
            shown_at=at, basis=case.basis(notebook),
        )
        for case, _ in Judgements().of(papers, history.book(), None, history.reproductions())
    ]  # fmt: skip
    write(project, *views)


def registered(project: Project) -> Sequence[Paper]:
    return load(project.registry).papers


def ask(project: Project, now: dt.datetime = NOW, **wish: object) -> Selection:
    return choose(project, registered(project), msgspec.convert(wish, Filter), now, Judgements())


def numbers(choice: Selection) -> list[int]:
    return [int(paper.id[-1]) for paper in choice.papers]


def settled(project: Project) -> None:
    """Let everything be looked at and shown."""
    write(project, look(0), look(1), look(2))
    show(project, 0, 1, 2)


def test_what_was_never_shown_has_changed(project: Project) -> None:
    write(project, look(0), look(1), look(2))
    show(project, 1)
    choice = ask(project, changed=True)
    assert numbers(choice) == [0, 2]
    assert choice.because == {"never shown": 2}
    assert choice.left_out == {"not changed since they were shown last": 1}


def test_after_a_run_nothing_has_changed(project: Project) -> None:
    settled(project)
    assert ask(project, changed=True).papers == ()
    again = look(1)
    write(
        project,
        Confirmed(of=again.id, subject=again.subject, started_at=NOW, observed_at=NOW + DAY),
    )
    assert ask(project, changed=True).papers == (), "seen again, unchanged"


def test_an_entry_that_changed_is_chosen(project: Project) -> None:
    settled(project)
    text = project.registry.read_text()
    project.registry.write_text(text.replace("en: P", "en: Another title", 1) + "# a comment\n")
    choice = ask(project, changed=True)
    assert numbers(choice) == [0]
    assert choice.because == {"whose entry changed": 1}


def test_a_claim_that_changed_in_a_room_is_a_changed_entry(project: Project) -> None:
    settled(project)
    (paper, *_) = registered(project)
    room = project.root / paper.room
    room.mkdir(parents=True)
    claim = "{id: c1, statement: s, source: {where: Table 1}}"
    (room / "claims.yaml").write_text(f"paper: {paper.id}\nclaims:\n  - {claim}\n")
    choice = ask(project, changed=True)
    assert numbers(choice) == [0]
    assert choice.because == {"whose entry changed": 1}
    show(project, 0, at=NOW + DAY)
    (room / "claims.yaml").write_text(f"paper: {paper.id}\nclaims:\n  - {claim}  # a comment\n")
    assert ask(project, changed=True).papers == ()


def test_a_notebook_that_changed_is_run_for_all(project: Project) -> None:
    settled(project)
    path = project.notebooks / "check_paper.ipynb"
    path.write_text(path.read_text() + "\n")
    assert ask(project, changed=True).because == {"whose notebook changed": 3}


def test_new_evidence_is_a_change(project: Project) -> None:
    settled(project)
    write(project, look(2, NOW + DAY, Reach.NOT_VISIBLE))
    choice = ask(project, changed=True)
    assert numbers(choice) == [2]
    assert choice.because == {"with new evidence": 1}
    show(project, 2, at=NOW + DAY)
    assert ask(project, changed=True).papers == ()


def test_a_look_that_failed_or_never_was_is_made_up_for(project: Project) -> None:
    write(project, look(0), look(1, NOW, Reach.UNREACHABLE), look(2, None))
    show(project, 0, 1, 2)
    choice = ask(project, changed=True)
    assert numbers(choice) == [1, 2]
    assert choice.because == {
        "whose last look failed": 1,
        "with an artifact that was never looked at": 1,
    }


def test_a_view_of_an_earlier_version_is_shown_anew(project: Project) -> None:
    write(project, *map(look, range(3)))
    view = View(
        paper="arxiv:2503.00000", question="q", answers=(), reason="r", rule="u", shown_at=NOW
    )
    show(project, 1, 2)
    write(project, view)
    assert ask(project, changed=True).because == {"shown by an earlier version": 1}


def test_age_counts_from_the_last_look_that_saw_something(project: Project) -> None:
    seen = look(0, NOW - 9 * DAY)
    write(
        project,
        seen,
        Confirmed(of=seen.id, subject=seen.subject, started_at=NOW, observed_at=NOW - 2 * DAY),
        look(1, NOW - 9 * DAY),
        look(1, NOW - DAY, Reach.RATE_LIMITED),
    )
    choice = ask(project, older_than=7 * DAY)
    assert numbers(choice) == [1, 2]
    assert choice.because == {"not looked at in the last 7 days": 2}
    assert choice.left_out == {"looked at in the last 7 days": 1}
    assert numbers(ask(project, older_than=DAY)) == [0, 1, 2]


def test_either_reason_is_enough_and_a_share_is_taken_of_all(project: Project) -> None:
    write(project, look(0, NOW - 9 * DAY), look(1), look(2))
    show(project, 0, 2)
    choice = ask(project, changed=True, older_than=7 * DAY)
    assert numbers(choice) == [0, 1]
    assert choice.left_out == {
        "not changed since they were shown last and looked at in the last 7 days": 1
    }
    shares = [
        ask(project, changed=True, older_than=7 * DAY, shard={"number": number, "of": 2})
        for number in (1, 2)
    ]
    assert sorted(numbers(shares[0]) + numbers(shares[1])) == [0, 1]
    for each in shares:
        assert len(each.papers) + sum(each.left_out.values()) == 3


def test_no_filter_leaves_nothing_out(project: Project) -> None:
    assert not Filter().asks
    choice = ask(project)
    assert numbers(choice) == [0, 1, 2]
    assert choice.left_out == {}
