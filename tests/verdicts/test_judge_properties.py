"""What holds of every verdict, whatever the facts are."""

import datetime as dt
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verdicts.made import CODE, PAPER, REPOSITORY
from tracker.model.evidence import Declaration, Facts, Observation, Place, Reach, Sighting, Tree
from tracker.model.paper import Artifact, Claim, Depth, Paper, Promise, Relation, Role, Source
from tracker.model.verdict import PaperVerdicts, Verdict
from tracker.verdicts import QUESTIONS, judge

SILENT = [reach for reach in Reach if not reach.says_something]
words = st.text(max_size=20)
maybe_words = st.none() | words
moments = st.datetimes(timezones=st.none() | st.just(dt.UTC))
paths = st.lists(
    st.sampled_from(["README.md", "train.py", "eval/a.py", "docs/index.html", "a/b.sh", "infer.py"])
    | words,
    max_size=6,
    unique=True,
)
trees = st.builds(
    lambda names, files, omitted: Tree(
        files=files, suffixes={".py": len(names)}, paths=tuple(names), omitted=omitted
    ),
    paths, st.integers(0, 9), st.integers(0, 2),
)  # fmt: skip
declarations = st.builds(
    Declaration, place=st.sampled_from(Place), path=maybe_words, quote=words,
    expression=st.sampled_from([None, "MIT", "Apache-2.0", "LicenseRef-x"]),
    line=st.none() | st.integers(1, 9),
)  # fmt: skip
facts = st.builds(
    Facts, platform_id=st.sampled_from([None, "1", "2"]), name=maybe_words, moved_to=maybe_words,
    archived=st.none() | st.booleans(), is_empty=st.none() | st.booleans(), revision=maybe_words,
    created=st.none() | moments, first_commit=st.none() | moments, tree=st.none() | trees,
    licenses=st.none() | st.lists(declarations, max_size=3).map(tuple), gate=maybe_words,
    block_reason=maybe_words,
)  # fmt: skip


@st.composite
def sightings(
    draw: st.DrawFn, reaches: Sequence[Reach] = tuple(Reach), subject: str = REPOSITORY
) -> Sighting:
    copy = draw(st.booleans())
    when = draw(moments)
    seen = Observation(
        subject=subject, reach=draw(st.sampled_from(reaches)), via="test", agent="test/1",
        facts=draw(facts), observed_at=None if copy else when,
        not_before=when if copy else None, note=draw(maybe_words),
    )  # fmt: skip
    return Sighting(id=seen.id, observation=seen, observed_at=None if copy else when)


source = Source(where="README")
dates = st.none() | st.dates()
promises = st.builds(
    Promise, quote=words, role=st.sampled_from([Role.CODE, Role.MODEL]),
    depth=st.sampled_from(Depth), source=st.just(source), made_on=dates, due=dates,
)  # fmt: skip
artifacts = st.builds(
    Artifact, role=st.sampled_from(Role), url=st.just(REPOSITORY) | words,
    relation=st.sampled_from(Relation), seen_in=words, path=maybe_words,
)  # fmt: skip
claims = st.builds(Claim, id=words, statement=words, source=st.just(source))
papers = st.builds(
    Paper, id=st.just(PAPER.id), titles=st.just(PAPER.titles),
    artifacts=st.lists(artifacts, max_size=3).map(lambda some: (CODE, *some)),
    promises=st.lists(promises, max_size=2).map(tuple),
    claims=st.lists(claims, max_size=1).map(tuple),
)  # fmt: skip
books = st.lists(sightings(), max_size=5)


def every(judged: PaperVerdicts) -> list[Verdict]:
    questions = ("availability", "identity", "archived", "depth", "license", "since")
    own = [getattr(one, question) for one in judged.artifacts for question in questions]
    parts = [one.verdict for one in (*judged.promises, *judged.claims)]
    return [*own, *parts, judged.promise, judged.license, judged.reproduction, judged.elsewhere,
            judged.summary]  # fmt: skip


def answers(judged: PaperVerdicts) -> list[tuple[str, ...]]:
    return [each.answers for each in every(judged)]


@given(papers, books, st.none() | moments)
def test_any_facts_are_judged_and_every_verdict_is_whole(
    paper: Paper, seen: list[Sighting], as_of: dt.datetime | None
) -> None:
    """No facts raise; each verdict has an answer, a sentence as reason, and a known rule."""
    rules = {question.name: question.rule for question in QUESTIONS}
    for verdict in every(judge(paper, {REPOSITORY: seen}, as_of)):
        assert verdict.answers
        assert verdict.reason.endswith(".")
        assert verdict.rule == rules[verdict.question]


@given(papers, books, sightings(SILENT))
def test_a_silent_look_changes_no_answer(
    paper: Paper, seen: list[Sighting], silent: Sighting
) -> None:
    before = judge(paper, {REPOSITORY: seen})
    assert answers(judge(paper, {REPOSITORY: [*seen, silent]})) == answers(before)


@given(papers, st.lists(sightings(SILENT), max_size=3))
def test_silence_is_never_absence(paper: Paper, silent: list[Sighting]) -> None:
    judged = judge(paper, {REPOSITORY: silent})
    for one in judged.artifacts:
        assert one.availability.answers == ("unknown",)
        assert one.license.answers == ("NOASSERTION",)
    assert {each.verdict.answer for each in judged.promises} <= {"cannot tell"}


@given(papers, st.data())
def test_the_order_of_the_sightings_does_not_matter(paper: Paper, data: st.DataObject) -> None:
    seen = data.draw(books)
    mixed = data.draw(st.permutations(seen))
    assert judge(paper, {REPOSITORY: seen}) == judge(paper, {REPOSITORY: mixed})


@given(papers, books, moments)
@settings(max_examples=50)
def test_later_evidence_does_not_change_an_earlier_day(
    paper: Paper, seen: list[Sighting], as_of: dt.datetime
) -> None:
    day = as_of.replace(tzinfo=dt.UTC)
    known = [
        each for each in seen
        if each.known_at is not None and each.known_at.replace(tzinfo=dt.UTC) <= day
    ]  # fmt: skip
    assert judge(paper, {REPOSITORY: seen}, day) == judge(paper, {REPOSITORY: known}, day)
