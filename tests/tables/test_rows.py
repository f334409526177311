"""Rows: what all tables share."""

import datetime as dt

import msgspec
import pytest

from tests.tables.made_rows import PLAIN, judged, table
from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, stored, tree
from tracker.model.evidence import Facts, Reach, Sighting
from tracker.model.paper import Artifact, Depth, Paper, Promise, Relation, Role, Source
from tracker.tables.rows import Row, heading, rows
from tracker.verdicts import Tone, judge


def row(*sightings: Sighting, artifacts: tuple[Artifact, ...] = (CODE,)) -> Row:
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=artifacts)
    book: dict[str, list[Sighting]] = {}
    for each in sightings:
        book.setdefault(each.observation.subject, []).append(each)
    return rows([judge(paper, book)])[0]


def test_nothing_looked_at_is_said_so_and_is_no_bad_mark() -> None:
    empty = row()
    assert empty.code.text == "not looked at"
    assert empty.code.tone is Tone.UNKNOWN
    assert empty.looked.text == "never"
    assert empty.since.text == "not known"
    assert empty.license.tone is Tone.UNKNOWN


def test_a_stored_copy_is_not_a_look() -> None:
    seen = row(stored("2025-06-19", Facts(tree=tree("train.py"))))
    assert seen.looked.text == "never; stored copy not older than 2025-06-19"
    assert heading([seen], at("2026-11-22")) == (
        "As of 2026-11-22.",
        "No look has reached the hosts yet: what is shown rests on stored copies.",
    )


def test_a_look_that_failed_is_not_when_it_was_last_looked_at() -> None:
    seen = row(
        look("2026-01-01", facts=Facts(tree=tree("train.py"))),
        look("2026-02-02", Reach.UNREACHABLE, note="no route"),
    )
    assert seen.looked.text == "2026-01-01"
    assert row(look("2026-02-02", Reach.UNREACHABLE)).looked.text == "never"


def test_the_heading_counts_the_papers_nobody_reached() -> None:
    live = row(look("2026-01-01"))
    copy = row(stored("2025-06-19", Facts(tree=tree("train.py"))))
    last = "Last looked at on 2026-01-01, not looked at since."
    never = "1 paper was never looked at."
    assert heading([live, row()], None) == (last, never)
    assert heading([live, copy, copy, row(), row(artifacts=())], None) == (
        last,
        "2 papers were never reached: shown from stored copies.",
        never,
        "1 paper was entered without any artifact.",
    )
    assert heading([copy, row()], None)[1] == never


def test_a_fresh_entry_speaks_of_no_day_and_of_no_stored_copy() -> None:
    silent = look("2026-02-02", Reach.UNREACHABLE)
    for fresh in (row(), row(silent), row(artifacts=(OTHERS,))):
        assert heading([fresh], None) == ("Nobody has looked yet: what is there is not known.",)
        told = " ".join(f"{cell.text} {cell.reason}" for _, cell in fresh.cells)
        assert "stored" not in told
        assert fresh.promise.text == "promises not read yet"
    assert heading([row(artifacts=())], None) == ("1 paper was entered without any artifact.",)


OTHERS = Artifact(
    role=Role.CODE, url=REPOSITORY, relation=Relation.THIRD_PARTY, seen_in="not established"
)


PAGE = Artifact(
    role=Role.PAGE, url="https://a.example.org", relation=Relation.OFFICIAL, seen_in="abstract"
)


def test_what_others_made_is_counted_and_is_no_release() -> None:
    again = msgspec.structs.replace(OTHERS, url="https://github.com/else/code")
    trained = look("2026-01-01", facts=Facts(tree=tree("train.py")))
    seen = row(trained, artifacts=(OTHERS, again))
    assert seen.get.text == "No official artifact named; 2 third-party"
    assert seen.code.text == "none official, 2 third-party"
    assert seen.code.reason == (
        "The registry names no official one; third-party: lab/code, else/code."
    )
    assert seen.code.tone is seen.get.tone is Tone.UNKNOWN
    assert seen.models.text == "none named"
    assert seen.looked.text == "2026-01-01 (1 of 2)"
    assert seen.looked.reason.endswith("1 of 2 artifacts, none official; 1 not looked at.")
    beside = row(trained, artifacts=(CODE, again))
    assert "third-party" not in beside.get.text
    assert "The registry also names 1 third-party artifact." in beside.get.reason


def test_a_placeholder_is_a_poor_mark_and_dates_no_release() -> None:
    seen = row(
        look("2026-01-01", facts=Facts(tree=tree("README.md"), first_commit=at("2025-01-01")))
    )
    assert seen.code.text == "placeholder"
    assert seen.code.tone is Tone.POOR
    assert seen.since.text == "nothing yet"


def test_a_curated_list_stands_where_no_code_was_meant() -> None:
    listed = Artifact(role=Role.LIST, url=REPOSITORY, relation=Relation.OFFICIAL, seen_in="README")
    facts = Facts(tree=tree("README.md"), first_commit=at("2025-03-03"))
    seen = row(look("2026-01-01", facts=facts), artifacts=(listed,))
    assert seen.code.text == "curated list"
    assert seen.code.tone is Tone.GOOD
    assert seen.since.text == "2025-03-03"
    assert row(artifacts=(PAGE,)).code.text == "none named"
    assert row(artifacts=()).code.text == row(artifacts=()).since.text == "none entered"


def test_the_age_of_an_older_repository_is_marked_as_such() -> None:
    """The paper is of March 2025; the first of that month is not older."""
    for day, text in (("2021-08-08", "2021-08-08 (repository)"), ("2025-03-01", "2025-03-01")):
        facts = Facts(tree=tree("train.py"), first_commit=at(day))
        assert row(look("2026-01-01", facts=facts)).since.text == text


PACKAGE = msgspec.structs.replace(CODE, url="pkg:pypi/docling-core")


def test_the_age_of_an_older_package_is_not_called_that_of_a_repository() -> None:
    facts = Facts(tree=tree("train.py"), created=at("2021-08-08"))
    old = row(look("2026-01-01", facts=facts, subject=PACKAGE.url), artifacts=(PACKAGE,))
    assert old.since.text == "2021-08-08 (package)"
    assert "package since 2021-08-08" in old.get.text


def test_a_look_at_one_of_two_artifacts_is_not_called_a_look_at_the_paper() -> None:
    both = (CODE, PACKAGE)
    seen = look("2026-01-01", subject=PACKAGE.url)
    part = row(seen, artifacts=both)
    assert (part.looked.text, part.looked.tone) == ("2026-01-01 (1 of 2 official)", Tone.FAIR)
    assert row(seen, look("2026-01-01"), artifacts=both).looked.text == "2026-01-01"


def test_equal_artifacts_are_counted() -> None:
    models = tuple(
        Artifact(
            role=Role.MODEL, url=f"https://huggingface.co/lab/m{number}",
            relation=Relation.OFFICIAL, seen_in="README",
        )
        for number in range(3)
    )  # fmt: skip
    assert row(artifacts=models).models.text == "3 × not looked at"


def test_a_conflict_of_licences_is_named_and_not_green() -> None:
    cell = table(judged(license_=("Apache-2.0 AND MIT", "conflict")))[0].license
    assert cell.text == "Apache-2.0 AND MIT, conflict"
    assert cell.tone is Tone.FAIR


def test_every_cell_of_a_verdict_has_its_reason_and_evidence() -> None:
    for name in ("get", "code", "license", "promise", "reproduction", "since"):
        cell = getattr(table(PLAIN)[0], name)
        assert cell.reason
        assert cell.evidence


def test_an_alarm_about_the_identity_shows_in_the_row_and_reads_poor() -> None:
    (row,) = table(judged(identity=("re-registered", "new revision")))
    assert row.code.text == "training (re-registered)"
    assert row.code.tone == "poor"


def test_one_repository_under_two_names_is_counted_once() -> None:
    """GitHub ignores case, and a renamed repository keeps its history."""
    first = Facts(tree=tree("index.html"), first_commit=at("2025-03-15"))
    second = Facts(tree=tree("index.html"), first_commit=at("2025-05-29"))
    names = ("https://github.com/o/being-0", "https://github.com/o/Being-0")
    artifacts = tuple(
        Artifact(role=Role.CODE, url=url, relation=Relation.OFFICIAL, seen_in="README")
        for url in (*names, "https://github.com/new/being-0")
    )
    looks = (
        look("2026-01-01", facts=first, subject=names[0]),
        look("2026-01-01", facts=second, subject=names[1]),
        look("2026-01-01", facts=first, subject=artifacts[2].url),
    )
    assert row(*looks, artifacts=artifacts).code.text == "placeholder (web page)"


def test_the_former_name_of_what_stands_there_says_nothing_of_its_own() -> None:
    old, new = "https://github.com/old/r", "https://github.com/new/r"
    artifacts = tuple(
        Artifact(role=Role.CODE, url=url, relation=Relation.OFFICIAL, seen_in="README")
        for url in (old, new)
    )
    looks = (
        look("2026-01-01", facts=Facts(tree=tree("train.py"), moved_to=new), subject=old),
        look("2026-01-01", facts=Facts(tree=tree("train.py")), subject=new),
    )
    assert row(*looks, artifacts=artifacts).code.text == "training"
    assert row(looks[0], artifacts=artifacts[:1]).code.text == "training (moved)"


def test_one_of_several_that_was_seen_is_enough_to_say_that_there_is_nothing_yet() -> None:
    other = msgspec.structs.replace(CODE, url="https://github.com/lab/second")
    seen = row(look("2026-01-01", facts=Facts(tree=tree("README.md"))), artifacts=(CODE, other))
    assert seen.since.text == "nothing yet"
    assert seen.since.tone is Tone.POOR
    assert row(artifacts=()).since.text == "none entered"


def test_a_stored_copy_is_said_in_two_parts() -> None:
    seen = row(stored("2025-06-19", Facts(tree=tree("train.py"))))
    assert seen.looked.parts == ("never", "stored copy not older than 2025-06-19")
    assert seen.looked.tone is Tone.FAIR


def test_a_model_dates_a_paper_that_released_no_code() -> None:
    model = Artifact(
        role=Role.MODEL, url="https://huggingface.co/lab/m", relation=Relation.OFFICIAL,
        seen_in="README",
    )  # fmt: skip
    facts = Facts(tree=tree("a.safetensors"), created=at("2025-04-04"))
    seen = look("2026-01-01", facts=facts, subject=model.url)
    assert row(seen, artifacts=(model,)).since.text == "2025-04-04"
    coded = row(
        seen,
        look("2026-01-01", facts=Facts(tree=tree("train.py"), first_commit=at("2025-05-05"))),
        artifacts=(model, CODE),
    )
    assert coded.since.text == "2025-05-05"
    copy = msgspec.structs.replace(model, relation=Relation.THIRD_PARTY)
    assert row(seen, artifacts=(copy,)).since.text == "nothing named"


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (("2025-03-01",), "1 open (promised 2025-03-01)"),
        (("2025-03-09", "2025-03-01"), "2 open (first promised 2025-03-01)"),
        (("2025-03-01", None), "2 open (promised 2025-03-01)"),
        ((None,), "1 open (date not known)"),
    ],
)
def test_what_is_waited_for_has_the_day_since_when(days: tuple[str | None, ...], text: str) -> None:
    promises = tuple(
        Promise(
            quote=f"Soon, {number}.", role=Role.CODE, depth=Depth.TRAINING,
            source=Source(where="README", url=REPOSITORY),
            made_on=dt.date.fromisoformat(day) if day else None,
        )
        for number, day in enumerate(days)
    )  # fmt: skip
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE,), promises=promises)
    hollow = look("2025-05-01", facts=Facts(tree=tree("README.md")))
    assert rows([judge(paper, {CODE.url: [hollow]})])[0].promise.text == text
    kept = look("2025-05-01", facts=Facts(tree=tree("train.py")))
    assert rows([judge(paper, {CODE.url: [kept]})])[0].promise.text == f"{len(days)} kept"
