"""A case is judged as its paper is by the whole history, wherever that is done."""

import datetime as dt
from collections.abc import Mapping, Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verdicts.made_runs import check, claim, run
from tracker.history import History
from tracker.model.evidence import Book, Facts, Observation, Reach, Sighting
from tracker.model.paper import Artifact, Depth, Paper, Promise, Relation, Role, Source, Titles
from tracker.model.reproduction import Run
from tracker.model.verdict import PaperVerdicts
from tracker.notebooks.handover import pack
from tracker.project import Project
from tracker.registry import load
from tracker.verdicts import judge_all
from tracker.verdicts.cases import Case, Judgements

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
URLS = ("https://github.com/o/a", "https://github.com/o/b", "https://huggingface.co/o/m")


def assert_the_same(
    papers: Sequence[Paper],
    book: Book,
    as_of: dt.datetime | None,
    runs: Mapping[str, Sequence[Run]],
) -> None:
    whole = judge_all(papers, book, as_of, runs)
    judged = list(Judgements().of(papers, book, as_of, runs))
    assert tuple(each.verdicts for each in judged) == whole
    sent = [msgspec.msgpack.decode(pack(each.case), type=Case) for each in judged]
    assert tuple(case.judge() for case in sent) == whole


def test_the_projects_own_papers_are_judged_the_same(pytestconfig: pytest.Config) -> None:
    project = Project(root=pytestconfig.rootpath)
    history = History([project.history])
    papers = load(project.registry).papers
    for as_of in (None, dt.datetime(2025, 6, 1, tzinfo=dt.UTC)):
        assert_the_same(papers, history.book(), as_of, history.reproductions())


def paper(number: int, urls: Sequence[str]) -> Paper:
    source = Source(where="README")
    return Paper(
        id=f"arxiv:2503.{number:05d}",
        titles=Titles(en="P"),
        note="n",
        claims=(claim(check()),),
        artifacts=tuple(
            Artifact(
                role=Role.MODEL if "huggingface" in url else Role.CODE,
                url=url,
                relation=Relation.OFFICIAL,
                seen_in="README",
            )
            for url in urls
        ),
        promises=(Promise(quote="Soon.", role=Role.CODE, depth=Depth.TRAINING, source=source),),
    )


PAPERS = st.lists(st.lists(st.sampled_from(URLS), unique=True), max_size=3).map(
    lambda each: [paper(number, urls) for number, urls in enumerate(each)]
)
SEEN = st.builds(
    lambda subject, days, base, reach: Observation(
        subject=subject, reach=reach, via="git", agent="t", observed_at=NOON + days * DAY,
        facts=Facts(base_models=(base,), is_empty=False),
    ),
    st.sampled_from((*URLS, "https://huggingface.co/o/base")),
    st.integers(-500, 3),
    st.sampled_from(("https://huggingface.co/o/base", "o/base")),
    st.sampled_from(Reach),
)  # fmt: skip


@given(
    papers=PAPERS,
    looks=st.lists(SEEN, max_size=6),
    as_of=st.none() | st.sampled_from((NOON, NOON - 400 * DAY)),
)
def test_whatever_was_seen_a_case_holds_what_its_paper_is_judged_by(
    papers: list[Paper], looks: list[Observation], as_of: dt.datetime | None
) -> None:
    book: dict[str, list[Sighting]] = {}
    for each in sorted(looks, key=lambda one: one.observed_at or NOON):
        sighting = Sighting(id=each.id, observation=each, observed_at=each.observed_at)
        book.setdefault(each.subject, []).append(sighting)
    assert_the_same(papers, book, as_of, {"arxiv:2503.00000": [run([check()])]})


def test_a_case_holds_nothing_of_other_papers() -> None:
    looks = [
        Observation(subject=url, reach=Reach.VISIBLE, via="git", agent="t", observed_at=NOON)
        for url in URLS
    ]
    book = {each.subject: [Sighting(id=each.id, observation=each)] for each in looks}
    first, _ = Judgements().of([paper(0, URLS[:1]), paper(1, URLS[1:])], book, None, {})
    assert [each.observation.subject for each in first.case.sightings] == [URLS[0]]


def test_the_basis_tells_what_changed() -> None:
    look = Observation(subject=URLS[0], reach=Reach.VISIBLE, via="git", agent="t", observed_at=NOON)
    sighting = Sighting(id=look.id, observation=look, observed_at=NOON)
    case = Case(paper=paper(0, URLS[:1]), sightings=(sighting,))
    basis = case.basis(b"notebook")
    again = msgspec.structs.replace(sighting, observed_at=NOON + DAY)
    confirmed = msgspec.structs.replace(case, sightings=(again,), judged_at=NOON + DAY)
    assert confirmed.basis(b"notebook") == basis, "a confirmation is no change"
    other = msgspec.structs.replace(case, paper=paper(0, URLS[:2]))
    changes = {
        "notebook": case.basis(b"other"),
        "evidence": msgspec.structs.replace(case, sightings=()).basis(b"notebook"),
        "entry": other.basis(b"notebook"),
    }
    for part, changed in changes.items():
        differs = [
            name for name in basis.__struct_fields__
            if getattr(changed, name) != getattr(basis, name)
        ]  # fmt: skip
        assert differs == [part]
    tried = msgspec.structs.replace(case, runs=(run([check()]),))
    assert tried.basis(b"notebook").evidence != basis.evidence


def test_a_paper_is_judged_again_only_by_other_evidence_or_for_another_instant() -> None:
    look = Observation(subject=URLS[0], reach=Reach.VISIBLE, via="git", agent="t", observed_at=NOON)
    first = Sighting(id=look.id, observation=look, observed_at=NOON)
    again = msgspec.structs.replace(first, observed_at=NOON + DAY)
    elsewhere = msgspec.structs.replace(look, subject=URLS[1], observed_at=NOON - DAY)
    other = Sighting(id=elsewhere.id, observation=elsewhere, observed_at=NOON - DAY)
    one, renamed = paper(0, URLS[:1]), msgspec.structs.replace(paper(0, URLS[:1]), note="m")
    judgements = Judgements()

    def judged(
        entry: Paper = one,
        seen: Sequence[Sighting] = (first,),
        as_of: dt.datetime | None = None,
        runs: Sequence[Run] = (),
    ) -> PaperVerdicts:
        book: dict[str, list[Sighting]] = {}
        for each in seen:
            book.setdefault(each.observation.subject, []).append(each)
        ((case, verdicts),) = judgements.of([entry], book, as_of, {entry.id: runs})
        assert case.judge() == verdicts == case.concluded
        assert case.asked == as_of
        return verdicts

    kept = judged()
    assert judged() is kept
    assert judged(seen=(first, other)) is kept, "an older look at what is not asked about"
    assert judged(as_of=NOON) is kept, "the instant that was meant all along"
    for changed in (
        lambda: judged(as_of=NOON + 2 * DAY),
        lambda: judged(seen=(again,), as_of=NOON + 2 * DAY),
        lambda: judged(seen=(again,)),
        lambda: judged(seen=(again,), runs=[run([check()])]),
        lambda: judged(renamed, seen=(again,), runs=[run([check()])]),
    ):
        before, kept = kept, changed()
        assert kept is not before
        assert changed() is kept


def test_a_case_without_a_judgement_is_judged_where_it_is_needed() -> None:
    look = Observation(subject=URLS[0], reach=Reach.VISIBLE, via="git", agent="t", observed_at=NOON)
    book = {look.subject: [Sighting(id=look.id, observation=look, observed_at=NOON)]}
    ((case, verdicts),) = Judgements().of([paper(0, URLS[:1])], book, None, {})
    assert msgspec.structs.replace(case, verdicts=None).concluded == verdicts
    told = msgspec.structs.replace(verdicts, as_of=NOON - DAY)
    assert msgspec.structs.replace(case, verdicts=told).concluded is told
