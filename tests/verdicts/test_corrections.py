"""People's corrections stand beside answers; no answer, no count and no change rests on them."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, tree
from tests.verdicts.made_runs import check, claim
from tests.verdicts.test_judge_properties import books, papers
from tracker.history import History
from tracker.model.correction import Correction, Standing
from tracker.model.evidence import Declaration, Evidence, Facts, Place, Sighting
from tracker.model.paper import Depth, Paper, Promise, Role, Source
from tracker.model.verdict import PaperVerdicts, Verdict
from tracker.project import Project
from tracker.registry import load
from tracker.tables.changes import compare
from tracker.tables.page.view import figures
from tracker.tables.rows import rows
from tracker.verdicts import QUESTIONS, judge, judge_all
from tracker.verdicts.corrections import Topic as Which
from tracker.verdicts.corrections import answers, basis, is_about, until
from tracker.verdicts.trail import utc

MIT = Declaration(place=Place.FILE, path="LICENSE", quote="MIT License", expression="MIT",
                  how="exact", swhid=f"swh:1:cnt:{'c' * 40}")  # fmt: skip
DAY = dt.date(2026, 2, 1)


def seen(
    day: str = "2026-01-01", *, confirmed: str | None = None, commit: str = "a",
    licence: Declaration = MIT,
) -> Sighting:  # fmt: skip
    facts = Facts(tree=tree("train.py"), licenses=(licence,), revision=f"swh:1:rev:{commit * 40}")
    return look(day, facts=facts, confirmed=confirmed)


def correction(place: Which, verdict: Verdict, *says: str, by: str = "Jane") -> Correction:
    return Correction(
        paper=PAPER.id, question=place.question,
        artifact=place.artifact.url if place.artifact else None,
        path=place.artifact.path if place.artifact else None, about=place.about,
        says=says, by=by, made_on=DAY, because="https://example.org/why",
        answered=verdict.answers, evidence=basis(verdict),
    )  # fmt: skip


def licensed(judged: PaperVerdicts) -> Verdict:
    return judged.artifacts[0].license


def said_against(*sightings: Sighting, corrections: Sequence[Correction] = ()) -> PaperVerdicts:
    paper = msgspec.structs.replace(PAPER, corrections=tuple(corrections))
    return judge(paper, {REPOSITORY: sightings})


ABOUT = Which("license", CODE)
APACHE = correction(ABOUT, licensed(said_against(seen())), "Apache-2.0")


def test_it_stands_beside_the_answer_which_stays_what_it_is() -> None:
    verdict = licensed(said_against(seen(), corrections=[APACHE]))
    assert verdict.answers == ("MIT",)
    [beside] = verdict.corrections
    assert (beside.correction, beside.standing) == (APACHE, Standing.STANDS)
    judged = said_against(seen(), corrections=[APACHE])
    assert not judged.license.corrections, "that of the paper is another answer"


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        (seen(confirmed="2026-06-01"), Standing.STANDS),
        (seen("2026-06-01"), Standing.STANDS),
        (seen("2026-06-01", commit="b"), Standing.STANDS),
        (seen(licence=msgspec.structs.replace(MIT, swhid=f"swh:1:cnt:{'d' * 40}")), Standing.STALE),
        (seen(licence=msgspec.structs.replace(MIT, expression="GPL-3.0-only", quote="GPL")),
         Standing.STALE),
        (seen(licence=msgspec.structs.replace(MIT, expression="Apache-2.0", quote="Apache")),
         Standing.AGREED),
    ],
    ids=["confirmed", "looked again", "another commit, the same file", "another file",
         "another licence", "the licence that was said"],
)  # fmt: skip
def test_it_goes_stale_when_what_the_answer_rests_on_changes(
    now: Sighting, standing: Standing
) -> None:
    [beside] = licensed(said_against(now, corrections=[APACHE])).corrections
    assert beside.standing is standing


def test_of_an_answer_about_a_commit_the_commit_counts() -> None:
    before, after = (judge(PAPER, {REPOSITORY: [seen(commit=each)]}) for each in "ab")
    assert basis(before.artifacts[0].depth) != basis(after.artifacts[0].depth)


def test_the_last_word_of_a_person_counts_and_nobody_speaks_for_another() -> None:
    later = msgspec.structs.replace(APACHE, says=("GPL-3.0-only",))
    other = msgspec.structs.replace(APACHE, by="Joe")
    shown = licensed(said_against(seen(), corrections=[APACHE, other, later])).corrections
    assert [(each.correction.by, each.correction.says[0]) for each in shown] == [
        ("Jane", "GPL-3.0-only"), ("Joe", "Apache-2.0"),
    ]  # fmt: skip


def test_of_two_folders_of_one_repository_the_one_that_is_named_is_meant() -> None:
    part = msgspec.structs.replace(CODE, path="sub")
    given = msgspec.structs.replace(APACHE, path="sub")
    paper = msgspec.structs.replace(PAPER, artifacts=(CODE, part), corrections=(given,))
    judged = judge(paper, {REPOSITORY: [seen()]})
    assert [len(each.license.corrections) for each in judged.artifacts] == [0, 1]


def test_what_was_said_later_is_not_known_then() -> None:
    paper = msgspec.structs.replace(PAPER, corrections=(APACHE,))
    assert until(paper, None) is paper
    assert until(paper, at("2026-01-31")).corrections == ()
    assert until(paper, at("2026-02-01")).corrections == (APACHE,)
    book = {REPOSITORY: [seen()]}
    for moment, number in ((None, 1), ("2026-01-15", 0)):
        [judged] = judge_all([paper], book, at(moment) if moment else None)
        assert len(licensed(judged).corrections) == number


def aware(sighting: Sighting) -> Sighting:
    """Return a sighting as a history keeps it: every instant with its zone."""
    look_ = sighting.observation
    when = utc(look_.observed_at) if look_.observed_at else None
    since = utc(look_.not_before) if look_.not_before else None
    seen_ = msgspec.structs.replace(look_, observed_at=when, not_before=since)
    return msgspec.structs.replace(sighting, observation=seen_, observed_at=when)


@settings(max_examples=40)
@given(papers, books, st.randoms(use_true_random=False), st.booleans())
def test_no_answer_and_no_count_changes_whatever_people_say(
    paper: Paper, book: list[Sighting], chance: random.Random, stale: bool
) -> None:
    """Of every question, of the paper and of its parts, whichever evidence it was said against."""
    seen_of: Mapping[str, Sequence[Sighting]] = {REPOSITORY: list(map(aware, book))}
    plain = judge(paper, seen_of)
    known = list(answers(plain))
    given_ = []
    for place, verdict in chance.sample(known, min(6, len(known))):
        [question] = [each for each in QUESTIONS if each.name == place.question]
        one = correction(place, verdict, chance.choice(question.answers).word)
        given_.append(msgspec.structs.replace(one, evidence="sha256:0") if stale else one)
    told = judge(msgspec.structs.replace(paper, corrections=tuple(given_)), seen_of)
    pairs = list(answers(told))
    assert [(place, verdict.answers) for place, verdict in pairs] == [
        (place, verdict.answers) for place, verdict in known
    ]
    bare = [msgspec.structs.replace(verdict, corrections=()) for _, verdict in pairs]
    assert bare == [verdict for _, verdict in known]
    assert not compare(rows([plain]), rows([told]))
    assert figures(rows([plain])) == figures(rows([told]))
    cells = [[cell for _, cell in rows([each])[0].cells] for each in (plain, told)]
    assert cells[0] == cells[1]
    shown = sum(len(verdict.corrections) for _, verdict in pairs)
    keys = {(one.question, one.artifact, one.path, one.about) for one in given_}
    assert shown == len(keys), "each is shown beside exactly one answer"


def test_to_see_the_same_again_makes_nothing_stale(pytestconfig: pytest.Config) -> None:
    """Of every answer about the project's own papers: a confirmed look, a day later."""
    project = Project(root=pytestconfig.rootpath)
    history = History([project.history])
    book = history.book()
    later = {
        subject: [
            msgspec.structs.replace(each, observed_at=each.observed_at + dt.timedelta(days=1))
            if each.observed_at else each
            for each in sightings
        ]
        for subject, sightings in book.items()
    }  # fmt: skip
    papers_ = load(project.registry).papers
    runs = history.reproductions()
    before, after = (judge_all(papers_, each, None, runs) for each in (book, later))
    moved = [
        (one.paper.id, place.question, place.artifact and place.artifact.url)
        for one, other in zip(before, after, strict=True)
        for (place, then), (_, now) in zip(answers(one), answers(other), strict=True)
        if basis(then) != basis(now)
    ]
    assert not moved


def test_times_are_no_part_of_what_an_answer_rests_on() -> None:
    piece = Evidence(url="https://a.example.org", quote="q", source="looked")
    verdict = Verdict(question="since", subject="s", answers=("x",), reason="", rule="since/1",
                      evidence=(piece,))  # fmt: skip
    again = msgspec.structs.replace(piece, observed_at=at("2026-01-01"), source="stored copy")
    other = msgspec.structs.replace(piece, quote="r")
    digests = [
        basis(msgspec.structs.replace(verdict, evidence=each))
        for each in ((piece,), (again,), (piece, piece), (other,), ())
    ]
    assert digests[0] == digests[1] == digests[2]
    assert len(set(digests)) == 3


def test_each_kind_of_answer_can_be_corrected_and_no_other_is_meant() -> None:
    """Of an artifact, of one of its folders, of a use, a promise, a claim, a check, the paper."""
    promised = Promise(quote="We release it.", role=Role.CODE, depth=Depth.PARTIAL,
                       source=Source(where="abstract"))  # fmt: skip
    folder = msgspec.structs.replace(CODE, path="lib")
    paper = msgspec.structs.replace(
        PAPER, artifacts=(CODE, folder), promises=(promised,), claims=(claim(check()),)
    )
    book = {REPOSITORY: [seen()]}
    places = list(answers(judge(paper, book)))
    kinds = {(place.question, place.artifact is None, place.about is None) for place, _ in places}
    assert kinds >= {
        ("depth", False, True), ("use", False, False), ("promise", True, False),
        ("reproduction", True, False), ("check", True, False), ("license", True, True),
    }  # fmt: skip
    for place, verdict in places:
        against = correction(place, verdict, "no")
        corrected = judge(msgspec.structs.replace(paper, corrections=(against,)), book)
        assert [
            (where, judged.standing)
            for where, answer in answers(corrected) for judged in answer.corrections
        ] == [(place, Standing.STANDS)]  # fmt: skip


def test_an_address_that_is_none_is_compared_as_it_stands() -> None:
    broken = msgspec.structs.replace(CODE, url="https://")
    place = Which("license", broken)
    against = msgspec.structs.replace(APACHE, artifact="https://")
    assert is_about(against, place)
    assert not is_about(APACHE, place)
    assert not is_about(msgspec.structs.replace(against, path="lib"), place)
    assert is_about(msgspec.structs.replace(APACHE, artifact=f"{REPOSITORY}/tree/main"), ABOUT)


def test_a_piece_without_a_quote_or_a_revision_counts_beside_those_that_have_one() -> None:
    bare = Evidence(url=REPOSITORY, source="looked")
    quoted = msgspec.structs.replace(bare, quote="x")
    pieces = (bare, quoted, msgspec.structs.replace(quoted, revision="swh:1:rev:" + "a" * 40))
    verdict = licensed(said_against(seen()))
    digests = {
        basis(msgspec.structs.replace(verdict, evidence=some))
        for some in (pieces, pieces[::-1], pieces[:2], pieces[:1], pieces[1:2], ())
    }
    assert len(digests) == 5, "the order tells nothing, each piece something"
