"""History keeps every line it acknowledged, and says what it could not read."""

import datetime as dt
import hashlib
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.errors import HistoryError, UsageError
from tracker.history import Difference, History, append_look, diff, start
from tracker.model.evidence import (
    Declaration,
    Exchange,
    Facts,
    FileSeen,
    Observation,
    Place,
    Reach,
    Sighting,
    Tree,
)
from tracker.model.run import Confirmed, Record, RunEnded, View

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
REPO = "https://github.com/knoveleng/open-rs"


def look(
    at: dt.datetime | None = NOON,
    *,
    subject: str = REPO,
    reach: Reach = Reach.VISIBLE,
    not_before: dt.datetime | None = None,
    **facts: object,
) -> Observation:
    return Observation(
        subject=subject,
        reach=reach,
        via="git",
        agent="tracker 0",
        observed_at=at,
        started_at=at,
        not_before=not_before,
        facts=msgspec.convert(facts, Facts),
    )


def confirmed(observation: Observation, at: dt.datetime) -> Confirmed:
    return Confirmed(of=observation.id, subject=observation.subject, started_at=at, observed_at=at)


def write(
    folder: Path, *records: Record, now: dt.datetime = NOON, continues: str | None = None
) -> Path:
    with start(folder, purpose="test", agent="tracker 0", now=now, continues=continues) as writer:
        for record in records:
            writer.append(record)
    return writer.path


# --- what is written is read -------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
INSTANT = st.datetimes(
    dt.datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    dt.datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(dt.UTC),
)
DECLARATION = st.builds(
    Declaration,
    place=st.sampled_from(Place),
    path=st.none() | TEXT,
    line=st.none() | st.integers(1, 9999),
    quote=TEXT,
    expression=st.none() | TEXT,
    score=st.none() | st.floats(0, 1),
)
FACTS = st.builds(
    Facts,
    platform_id=st.none() | TEXT,
    archived=st.none() | st.booleans(),
    revision=st.none() | TEXT,
    created=st.none() | INSTANT,
    tree=st.none()
    | st.builds(
        Tree,
        files=st.integers(0, 10**6),
        suffixes=st.dictionaries(TEXT, st.integers(1, 99), max_size=4),
        paths=st.lists(TEXT, max_size=4).map(tuple),
    ),
    licenses=st.none() | st.lists(DECLARATION, max_size=3).map(tuple),
    read=st.none() | st.lists(st.builds(FileSeen, path=TEXT, swhid=TEXT), max_size=2).map(tuple),
)
LOOKS = st.builds(
    Observation,
    subject=st.sampled_from((REPO, "https://example.org/a")),
    reach=st.sampled_from(Reach),
    via=TEXT,
    agent=TEXT,
    facts=FACTS,
    exchanges=st.lists(
        st.builds(Exchange, url=TEXT, status=st.none() | st.integers(100, 599)), max_size=2
    ).map(tuple),
    observed_at=st.none() | INSTANT,
    not_before=st.none() | INSTANT,
    note=st.none() | TEXT,
)
VIEWS = st.builds(View, paper=TEXT, question=TEXT, answers=st.tuples(TEXT), reason=TEXT,
                  rule=TEXT, shown_at=INSTANT)  # fmt: skip


@given(records=st.lists(LOOKS | VIEWS, max_size=6))
def test_what_is_written_is_read_back(records: list[Record]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), *records)
        assert path.read_bytes().count(b"\n") == len(records) + 1
        history = History([Path(folder)])
    assert history.problems == ()
    assert list(history.records())[1:] == records
    ids = {sighting.id for sightings in history.book().values() for sighting in sightings}
    assert ids == {record.id for record in records if isinstance(record, Observation)}


def test_a_missing_folder_is_an_empty_history(tmp_path: Path) -> None:
    history = History([tmp_path / "none"])
    assert (history.runs(), dict(history.book()), history.problems) == ((), {}, ())
    assert history.newest() is None


def test_the_run_is_named_after_its_start_in_utc(tmp_path: Path) -> None:
    local = dt.datetime(2026, 11, 21, 23, 54, 42, tzinfo=dt.timezone(-HOUR))
    path = write(tmp_path, now=local)
    assert path.stem.startswith("20261122T005442Z-")
    assert History([tmp_path]).runs()[0].run == path.stem


def test_a_run_never_writes_into_a_file_that_is_there(tmp_path: Path) -> None:
    with start(tmp_path, purpose="one", agent="t", now=NOON, mark="abcdef") as writer:
        before = writer.path.read_bytes()
    with pytest.raises(HistoryError, match="already holds"):
        start(tmp_path, purpose="two", agent="t", now=NOON, mark="abcdef")
    assert writer.path.read_bytes() == before


def test_a_folder_that_cannot_be_written_is_an_error_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(HistoryError, match="cannot create") as caught:
        start(tmp_path / "file", purpose="p", agent="t", now=NOON)
    assert caught.value.advice


def test_a_closed_run_takes_no_more_lines(tmp_path: Path) -> None:
    with start(tmp_path, purpose="p", agent="t", now=NOON) as writer:
        pass
    writer.close()
    with pytest.raises(HistoryError, match="closed"):
        writer.append(look())


# --- secrets -----------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", ["ghp_0123456789abcdef", 'odd "token" with \\ and é'])
def test_a_record_with_a_token_is_refused_and_the_token_is_not_repeated(
    tmp_path: Path, secret: str
) -> None:
    leaking = msgspec.structs.replace(look(), note=f"fetched with {secret} in the header")
    with start(tmp_path, purpose="p", agent="t", now=NOON, secrets=["", secret]) as writer:
        with pytest.raises(HistoryError) as caught:
            writer.append(leaking)
        writer.append(look())
    assert secret not in str(caught.value)
    assert secret.split(maxsplit=1)[0].encode() not in writer.path.read_bytes()
    assert list(History([tmp_path]).book()) == [REPO]


def test_a_record_that_is_no_text_leaves_the_file_whole(tmp_path: Path) -> None:
    with start(tmp_path, purpose="p", agent="t", now=NOON) as writer:
        with pytest.raises(HistoryError, match="JSON"):
            writer.append(msgspec.structs.replace(look(), note="\ud800"))
        writer.append(look())
    assert History([tmp_path]).problems == ()


# --- the book ----------------------------------------------------------------------------------


def test_a_confirmation_extends_the_sighting_it_names(tmp_path: Path) -> None:
    seen = look()
    write(tmp_path, seen)
    write(tmp_path, confirmed(seen, NOON + HOUR), now=NOON + HOUR)
    assert History([tmp_path]).book() == {
        REPO: (Sighting(id=seen.id, observation=seen, observed_at=NOON + HOUR),)
    }


def test_the_same_observation_in_two_files_is_one_sighting(tmp_path: Path) -> None:
    write(tmp_path / "a", look())
    write(tmp_path / "b", look())
    assert len(History([tmp_path / "a", tmp_path / "b"]).book()[REPO]) == 1


def test_sightings_are_oldest_first_and_a_stored_copy_counts_from_its_newest_commit(
    tmp_path: Path,
) -> None:
    late, early = look(NOON + HOUR, archived=True), look(NOON - HOUR)
    stored = look(None, not_before=NOON)
    write(tmp_path, late, stored, early)
    book = History([tmp_path]).book()
    assert [sighting.observation for sighting in book[REPO]] == [early, stored, late]


def test_what_was_confirmed_last_is_the_newest_sighting(tmp_path: Path) -> None:
    one, other = look(NOON), look(NOON + HOUR, archived=True)
    write(tmp_path, one, other, confirmed(one, NOON + 2 * HOUR))
    assert History([tmp_path]).book()[REPO][-1].id == one.id


def test_as_of_knows_nothing_that_came_later(tmp_path: Path) -> None:
    first, second = look(NOON), look(NOON + 2 * HOUR, archived=True)
    stored = look(None, subject="https://example.org/a", not_before=NOON + HOUR)
    write(tmp_path, first, stored, confirmed(first, NOON + HOUR), second)
    history = History([tmp_path])
    assert dict(history.book(NOON - HOUR)) == {}
    assert history.book(NOON) == {
        REPO: (Sighting(id=first.id, observation=first, observed_at=NOON),)
    }
    later = history.book(NOON + HOUR)
    assert [sighting.observed_at for sighting in later[REPO]] == [NOON + HOUR]
    assert later[stored.subject][0].observed_at is None
    assert len(history.book(NOON + 2 * HOUR)[REPO]) == 2
    assert history.book() == history.book(NOON + 2 * HOUR)


def test_newest_is_the_latest_instant_the_evidence_speaks_of(tmp_path: Path) -> None:
    seen = look()
    write(tmp_path, look(None, not_before=NOON - HOUR), now=NOON + 9 * HOUR)
    assert History([tmp_path]).newest() == NOON - HOUR
    write(tmp_path, seen, confirmed(seen, NOON + HOUR))
    assert History([tmp_path]).newest() == NOON + HOUR
    assert History([tmp_path]).newest(before=NOON) == NOON


# --- runs --------------------------------------------------------------------------------------


def test_a_run_says_whether_it_ended_and_what_it_holds(tmp_path: Path) -> None:
    seen = look()
    ended = write(tmp_path, seen, confirmed(seen, NOON))
    end = RunEnded(run="x", ended_at=NOON + HOUR, looked=1, unreached=0)
    write(tmp_path, end, now=NOON + HOUR, continues=ended.stem)
    first, second = History([tmp_path]).runs()
    assert (first.run, first.ended) == (ended.stem, None)
    assert first.counts == {"observation": 1, "confirmed": 1}
    assert (second.ended, second.continues) == (NOON + HOUR, ended.stem)


def test_what_is_of_the_same_instant_comes_in_the_order_of_its_id(tmp_path: Path) -> None:
    """Whichever file is read first: the order is that of what happened."""
    one, two = tmp_path / "one", tmp_path / "two"
    paths = [write(folder, now=NOON) for folder in (one, two, one, two)]
    paths.append(write(one, now=NOON - HOUR))
    for folders in ([one, two], [two, one]):
        told = [each.run for each in History(folders).runs()]
        assert told == [paths[-1].stem, *sorted(each.stem for each in paths[:-1])]


def test_sightings_of_the_same_instant_come_in_the_order_of_their_ids(tmp_path: Path) -> None:
    seen = [look(branch=str(number)) for number in range(5)]
    write(tmp_path, *seen)
    told = [each.id for each in History([tmp_path]).book()[REPO]]
    assert told == sorted(each.id for each in seen)


def test_of_views_shown_at_once_the_papers_and_then_the_questions_are_in_order(
    tmp_path: Path,
) -> None:
    views = [
        View(paper=paper, question=question, answers=("a",), reason="r", rule="r/1", shown_at=NOON)
        for paper in ("b", "a") for question in ("2", "1")
    ]  # fmt: skip
    write(tmp_path, *views)
    told = [(each.paper, each.question) for each in History([tmp_path]).views()]
    assert told == [("a", "1"), ("a", "2"), ("b", "1"), ("b", "2")]


def test_the_view_that_was_shown_last_counts_and_of_equal_ones_the_later_line(
    tmp_path: Path,
) -> None:
    view = View(paper="p", question="q", answers=("1",), reason="r", rule="r/1", shown_at=NOON)
    later = msgspec.structs.replace(view, answers=("2",), shown_at=NOON + HOUR)
    same = msgspec.structs.replace(later, answers=("3",))
    write(tmp_path / "a", later, view)
    assert History([tmp_path / "a"]).last_views()["p"] == later
    write(tmp_path / "a", same, view, now=NOON + HOUR)
    assert History([tmp_path / "a"]).last_views()["p"] == same
    write(tmp_path / "b", view)
    for folders in ("ab", "ba"):
        assert History([tmp_path / each for each in folders]).last_views()["p"] == same


def test_a_run_is_found_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    one, two = write(tmp_path), write(tmp_path, now=NOON + HOUR)
    history = History([tmp_path])
    assert history.find_run(one.stem[:14]).run == one.stem
    assert history.find_run(two.stem).run == two.stem
    with pytest.raises(UsageError, match="2 runs"):
        history.find_run("2026")
    with pytest.raises(UsageError, match="no run") as caught:
        history.find_run("1999")
    assert caught.value.advice == "`tracker history` lists the runs."


def test_a_run_whose_whole_id_is_given_is_meant_though_others_begin_so(tmp_path: Path) -> None:
    first = write(tmp_path)
    longer = tmp_path / f"{first.stem}0.jsonl"
    longer.write_bytes(first.read_bytes().replace(first.stem.encode(), longer.stem.encode()))
    assert History([tmp_path]).find_run(first.stem).run == first.stem


def test_a_confirmation_of_what_no_file_holds_is_told_with_file_and_line(tmp_path: Path) -> None:
    lost, other = look(branch="lost"), look(branch="other")
    second = write(tmp_path / "b", other, confirmed(lost, NOON))
    first = write(tmp_path / "a", confirmed(other, NOON), confirmed(lost, NOON))
    history = History([tmp_path / "b", tmp_path / "a"])
    what = f"confirms {lost.id}, which no file holds"
    assert [(each.file, each.line, each.what) for each in history.problems] == [
        (str(second), 3, what), (str(first), 3, what),
    ]  # fmt: skip


def test_the_records_of_one_run_or_of_all_in_the_order_of_the_files(tmp_path: Path) -> None:
    one, two = look(branch="1"), look(branch="2")
    first, second = write(tmp_path, one), write(tmp_path, two, now=NOON + HOUR)
    history = History([tmp_path])

    def looks(run: str | None) -> list[Record]:
        return [each for each in history.records(run) if isinstance(each, Observation)]

    assert looks(None) == [one, two]
    assert (looks(first.stem), looks(second.stem), looks("none")) == ([one], [two], [])


def test_a_diff_is_in_the_order_of_the_subjects_and_tells_what_came_and_went(
    tmp_path: Path,
) -> None:
    here, gone = look(subject="https://b.org/"), look(subject="https://a.org/")
    write(tmp_path / "1", gone)
    write(tmp_path / "2", here)
    before, after = (History([tmp_path / each]).book() for each in "12")
    assert diff(before, after) == (
        Difference(subject="https://a.org/", field="reach", old=Reach.VISIBLE),
        Difference(subject="https://b.org/", field="reach", new=Reach.VISIBLE),
    )
    silent = look(subject="https://c.org/", reach=Reach.ERROR)
    write(tmp_path / "3", silent)
    assert diff({}, History([tmp_path / "3"]).book()) == ()


def test_a_resumed_run_need_not_look_again_at_what_it_or_its_forerunners_saw(
    tmp_path: Path,
) -> None:
    urls = [f"https://example.org/{name}" for name in "abcd"]
    seen = [look(subject=url) for url in urls[:3]]
    first = write(tmp_path, seen[0])
    silent = look(subject=urls[3], reach=Reach.UNREACHABLE)
    second = write(tmp_path, seen[1], silent, now=NOON + HOUR, continues=first.stem)
    write(tmp_path, seen[2], now=NOON + HOUR)
    history = History([tmp_path])
    assert history.observed_in(first.stem) == {urls[0]}
    assert history.observed_in(second.stem) == set(urls[:2])


def test_runs_that_name_each_other_do_not_loop(tmp_path: Path) -> None:
    first = write(tmp_path, look(), continues="x")
    first.write_bytes(first.read_bytes().replace(b'"x"', f'"{first.stem}"'.encode()))
    assert History([tmp_path]).observed_in(first.stem) == {REPO}


def test_views_are_told_by_paper(tmp_path: Path) -> None:
    view = View(
        paper="arxiv:2503.16219", question="license", answers=("MIT",), reason="file", rule="r/1",
        shown_at=NOON,
    )  # fmt: skip
    other = msgspec.structs.replace(view, paper="arxiv:2503.14476", shown_at=NOON - HOUR)
    write(tmp_path, view, other)
    history = History([tmp_path])
    assert history.views() == (other, view)
    assert history.views("arxiv:2503.16219") == (view,)


# --- what cannot be read -----------------------------------------------------------------------


def test_a_torn_last_line_is_reported_skipped_and_left_alone(tmp_path: Path) -> None:
    path = write(tmp_path, look(), look(NOON + HOUR, archived=True))
    path.write_bytes(path.read_bytes()[:-9])
    before = path.read_bytes()
    history = History([tmp_path])
    (problem,) = history.problems
    assert (problem.file, problem.line) == (str(path), 3)
    assert "torn" in problem.what
    assert len(history.book()[REPO]) == 1
    assert path.read_bytes() == before


CONFIRMED = (
    '{"kind":"confirmed","of":"obs:0","subject":"s","started_at":"2026-11-01T12:00:00Z",'
    '"observed_at":"2026-11-01T12:00:00Z"}'
)
BARE = '{"kind":"observation","subject":"s","reach":"visible","via":"v","agent":"a",%s}'


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"kind": "oracle", "says": 1}', "oracle"),
        ('{"kind": "view"}', "paper"),
        (BARE % '"observed_at":"2026-11-01T12:00:00"', "time zone"),
        (BARE % '"facts":{"created":"2026-11-01T12:00:00"}', "time zone"),
        ('{"kind":"run","run":"r","agent":"a","started_at":"2026-11-01T12:00:00Z","purpose":"p"}',
         "header"),
        (CONFIRMED, "obs:0"),
        ("<<<<<<< HEAD", "malformed"),
        ("[" * 100_000, "array"),
        ("\udcff", "malformed"),
        ("", "truncated"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_reported_and_the_others_are_kept(
    tmp_path: Path, line: str, what: str
) -> None:
    path = write(tmp_path, look())
    header, body = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(header + line.encode(errors="surrogateescape") + b"\n" + body)
    history = History([tmp_path])
    (problem,) = history.problems
    assert problem.line == 2
    assert what in problem.what
    assert list(history.book()) == [REPO]


def test_of_a_line_by_a_newer_version_what_is_understood_is_kept(tmp_path: Path) -> None:
    path = write(tmp_path, look())
    header, *_ = path.read_bytes().splitlines(keepends=True)
    known = BARE.replace('"s"', f'"{REPO}"') % (
        '"facts":{"name":"a/b","of_tomorrow":{"x":1},"licenses":[{"place":"license file",'
        '"quote":"MIT","nearer":2}]},"observed_at":"2026-11-01T12:00:00Z","unread":[{"piece":'
        '"README","what":"README.md","why":"is long","deeper":[1]}],"a_field_of_the_future":1'
    )
    key = "obs:" + hashlib.sha256(known.encode()).hexdigest()[:24]
    confirmed = CONFIRMED.replace("obs:0", key).replace("11-01", "11-03")
    path.write_bytes(header + known.encode() + b"\n" + confirmed.encode() + b"\n")
    history = History([tmp_path])
    assert history.problems == ()
    [seen] = history.book()[REPO]
    assert (seen.id, seen.observed_at) == (key, dt.datetime(2026, 11, 3, 12, tzinfo=dt.UTC))
    assert seen.observation.facts.name == "a/b"
    assert [each.quote for each in seen.observation.facts.licenses or ()] == ["MIT"]
    assert [each.what for each in seen.observation.unread or ()] == ["README.md"]


@pytest.mark.parametrize("content", [b"", b"no history\n", b"{}\n{}\n"])
def test_a_file_without_header_is_reported_and_skipped(tmp_path: Path, content: bytes) -> None:
    write(tmp_path, look())
    (tmp_path / "stray.jsonl").write_bytes(content)
    history = History([tmp_path])
    assert any("no header" in problem.what for problem in history.problems)
    assert {problem.file for problem in history.problems} == {str(tmp_path / "stray.jsonl")}
    assert len(history.runs()) == 1


@given(noise=st.binary(max_size=200))
def test_no_bytes_whatever_are_fatal(noise: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), look())
        path.write_bytes(path.read_bytes() + noise)
        history = History([Path(folder)])
        assert list(history.book()) == [REPO]
        assert bool(noise) == bool(history.problems)


# --- looks and changes -------------------------------------------------------------------------


def record_look(folder: Path, observation: Observation, now: dt.datetime = NOON) -> Sighting:
    book = History([folder]).book()
    with start(folder, purpose="p", agent="t", now=now) as writer:
        return append_look(writer, book, observation)


def kinds(folder: Path) -> list[str]:
    return [type(record).__name__ for record in History([folder]).records()][1::2]


def test_a_look_that_saw_nothing_new_is_one_short_line(tmp_path: Path) -> None:
    first = record_look(tmp_path, look(archived=False))
    again = record_look(tmp_path, look(NOON + HOUR, archived=False), NOON + HOUR)
    assert kinds(tmp_path) == ["Observation", "Confirmed"]
    assert again.id == first.id
    assert History([tmp_path]).book()[REPO] == (again,)


def test_a_look_that_saw_a_change_is_written_in_full(tmp_path: Path) -> None:
    record_look(tmp_path, look(archived=False))
    changed = look(NOON + HOUR, archived=True)
    assert record_look(tmp_path, changed, NOON + HOUR).id == changed.id
    assert kinds(tmp_path) == ["Observation", "Observation"]


def test_a_live_look_confirms_a_stored_copy_if_no_fact_differs(tmp_path: Path) -> None:
    stored = look(None, not_before=NOON - HOUR, revision="swh:1:rev:1")
    record_look(tmp_path, stored)
    seen = record_look(tmp_path, look(NOON, revision="swh:1:rev:1"), NOON + HOUR)
    assert (seen.id, seen.observed_at) == (stored.id, NOON)
    moved_on = record_look(tmp_path, look(NOON + HOUR, revision="swh:1:rev:2"), NOON + 2 * HOUR)
    assert moved_on.id != stored.id
    assert kinds(tmp_path) == ["Observation", "Confirmed", "Observation"]


def test_silence_in_between_does_not_make_the_same_world_a_new_one(tmp_path: Path) -> None:
    first = record_look(tmp_path, look())
    silence = record_look(tmp_path, look(NOON + HOUR, reach=Reach.UNREACHABLE), NOON + HOUR)
    again = record_look(tmp_path, look(NOON + 2 * HOUR), NOON + 2 * HOUR)
    assert kinds(tmp_path) == ["Observation", "Observation", "Confirmed"]
    assert again.id == first.id
    assert History([tmp_path]).book()[REPO] == (silence, again)


def test_a_world_that_turns_back_is_seen_anew(tmp_path: Path) -> None:
    for hours, archived in enumerate((False, True, False)):
        at = NOON + hours * HOUR
        record_look(tmp_path, look(at, archived=archived), at)
    assert len(History([tmp_path]).book()[REPO]) == 3


def test_a_diff_names_each_fact_that_changed(tmp_path: Path) -> None:
    write(tmp_path, look(archived=False, branch="main", revision="swh:1:rev:1"))
    write(
        tmp_path,
        look(NOON + HOUR, archived=True, revision="swh:1:rev:1"),
        look(NOON + HOUR, subject="https://example.org/new"),
        now=NOON + HOUR,
    )
    history = History([tmp_path])
    assert diff(history.book(NOON), history.book()) == (
        Difference(subject="https://example.org/new", field="reach", new=Reach.VISIBLE),
        Difference(subject=REPO, field="archived", old=False, new=True),
    )
    assert diff(history.book(), history.book()) == ()


def test_silence_is_no_change(tmp_path: Path) -> None:
    write(tmp_path, look())
    write(tmp_path, look(NOON + HOUR, reach=Reach.ERROR), now=NOON + HOUR)
    write(tmp_path, look(subject="https://example.org/b", reach=Reach.RATE_LIMITED))
    history = History([tmp_path])
    assert diff(history.book(NOON - HOUR), history.book(NOON)) == (
        Difference(subject=REPO, field="reach", new=Reach.VISIBLE),
    )
    assert diff(history.book(NOON), history.book()) == ()


def test_a_change_of_reach_is_named(tmp_path: Path) -> None:
    write(tmp_path, look(), look(NOON + HOUR, reach=Reach.NOT_VISIBLE))
    history = History([tmp_path])
    assert diff(history.book(NOON), history.book()) == (
        Difference(subject=REPO, field="reach", old=Reach.VISIBLE, new=Reach.NOT_VISIBLE),
    )
