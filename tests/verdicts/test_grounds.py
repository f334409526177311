"""What an answer rests on: its looks, its evidence, and the instant it speaks of."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verdicts.made import CODE, PAPER, REPOSITORY, look, stored, tree
from tracker.model.evidence import Declaration, Facts, Mention, Passage, Place, Reach, Sighting
from tracker.model.paper import Artifact, Depth, Paper, Promise, Relation, Role, Source
from tracker.model.traits import paper_page
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, Verdict
from tracker.verdicts import judge
from tracker.verdicts.trail import newest

MODEL = Artifact(
    role=Role.MODEL, url="https://huggingface.co/lab/m", relation=Relation.OFFICIAL, seen_in="card"
)
FORK = Artifact(
    role=Role.CODE, url="https://github.com/fan/code", relation=Relation.MIRROR, seen_in="README"
)
PAGE = paper_page(PAPER) or ""
LINKED = "https://github.com/tools/linked"
LEAD = "https://github.com/lab/more"
SUBJECTS = (REPOSITORY, MODEL.url, FORK.url, PAGE, LINKED)
WAITED_FOR = (Role.CODE, Role.MODEL)
WHOLE = Paper(
    id=PAPER.id, titles=PAPER.titles, artifacts=(CODE, MODEL, FORK),
    promises=tuple(
        Promise(quote=f"The {role.value} soon.", role=role, depth=Depth.PARTIAL,
                source=Source(where="README", url=f"{REPOSITORY}#{role.value}"))
        for role in WAITED_FOR
    ),
)  # fmt: skip

_days = st.dates(
    min_value=dt.date(2026, 1, 1),
    max_value=dt.date(2026, 12, 28),
).map(str)
_links = st.sets(st.sampled_from([LINKED, LEAD, "https://github.com/lab"])).map(
    lambda urls: tuple(Passage(path="README.md", line=1, about=url) for url in sorted(urls))
)
_facts = st.builds(
    Facts,
    tree=st.sampled_from([None, tree("README.md"), tree("train.py"), tree("a.safetensors")]),
    licenses=st.sampled_from([
        None, (), (Declaration(place=Place.FILE, path="LICENSE", quote="MIT", expression="MIT"),),
    ]),
    links=st.none() | _links,
    mentions=st.sampled_from([None, (), (Mention(url=LEAD, how="paper page"),),
                              (Mention(url="https://huggingface.co/x/y", how="arXiv tag"),)]),
    platform_id=st.sampled_from([None, "1", "2"]),
)  # fmt: skip


@st.composite
def _sightings(draw: st.DrawFn) -> Sighting:
    subject, first, last = draw(st.sampled_from(SUBJECTS)), *sorted([draw(_days), draw(_days)])
    if draw(st.integers(0, 4)) == 0:
        return stored(first, draw(_facts), subject=subject)
    return look(first, draw(st.sampled_from(Reach)), draw(_facts), subject=subject, confirmed=last)


_books = st.lists(_sightings(), max_size=8, unique_by=lambda each: each.id)


def book(sightings: Iterable[Sighting]) -> Mapping[str, Sequence[Sighting]]:
    return {
        subject: [each for each in sightings if each.observation.subject == subject]
        for subject in SUBJECTS
    }


def of_artifacts(judged: PaperVerdicts) -> list[Verdict]:
    """Return each answer about one artifact from its own looks alone."""
    return [
        verdict
        for each in judged.artifacts
        for verdict in (each.availability, each.depth, each.since, each.identity, each.license)
    ]


def of_paper(judged: PaperVerdicts) -> list[Verdict]:
    return [
        *(each.verdict for each in judged.promises), judged.promise, judged.license,
        judged.summary, judged.elsewhere,
    ]  # fmt: skip


def told(sightings: Iterable[Sighting]) -> list[Sighting]:
    return [each for each in sightings if each.observation.reach.says_something]


@given(_books)
@settings(max_examples=60)
def test_an_answer_is_as_new_as_the_newest_look_that_told_what_it_rests_on(
    seen: list[Sighting],
) -> None:
    """Neither silence renews an answer, nor a look at a place that is only linked.

    What an answer names beside, such as a look that did not get through, or a link that is dead, is
    among what it rests on, and says nothing of the day for which it holds.
    """
    judged = judge(WHOLE, book(seen))
    for verdict in (*of_artifacts(judged), *of_paper(judged)):
        about = {verdict.subject} if verdict.subject in SUBJECTS else {*SUBJECTS} - {LINKED}
        looks = told(each for each in seen if each.observation.subject in about)
        used = [each for each in looks if each.id in verdict.derived_from]
        if used:
            assert verdict.as_of is not None
            assert verdict.as_of >= newest(used)  # type: ignore[operator]
        assert verdict.as_of in {None, *(newest([each]) for each in looks)}


@given(_books)
@settings(max_examples=60)
def test_every_look_is_named_once_and_what_is_quoted_was_looked_at(seen: list[Sighting]) -> None:
    judged = judge(WHOLE, book(seen))
    known = {each.id: each for each in seen}
    for verdict in (*of_artifacts(judged), *of_paper(judged)):
        assert len(set(verdict.derived_from)) == len(verdict.derived_from)
        used = [known[each] for each in verdict.derived_from]
        live = {each.observed_at for each in used}
        copied = {each.observation.not_before for each in used}
        for piece in verdict.evidence:
            if piece.source == "looked":
                assert piece.observed_at in live
            elif piece.source == "stored copy":
                assert piece.not_before in copied


def ids(verdicts: Iterable[Verdict]) -> set[str]:
    return {one for each in verdicts for one in each.derived_from}


def sources(verdicts: Iterable[Verdict]) -> set[object]:
    return {one for each in verdicts for one in each.evidence}


def keeping(judged: PaperVerdicts, role: Role) -> list[ArtifactVerdicts]:
    """Return what could keep a promise of this role and was looked at."""
    return [
        each
        for each in judged.artifacts
        if each.artifact.role is role
        and each.artifact.relation is Relation.OFFICIAL
        and each.availability.as_of
    ]


@given(_books)
@settings(max_examples=60)
def test_what_sums_up_rests_on_all_that_its_parts_rest_on(seen: list[Sighting]) -> None:
    judged = judge(WHOLE, book(seen))
    for promised, role in zip(judged.promises, WAITED_FOR, strict=True):
        parts = keeping(judged, role)
        assert ids([promised.verdict]) == ids(
            one for each in parts for one in (each.availability, each.depth, each.since)
        )
        assert promised.verdict.evidence[0].quote == promised.promise.quote
        assert promised.verdict.evidence[0].url == promised.promise.source.url
        assert bool(promised.verdict.evidence[1:]) == bool(parts)
    promises = [each.verdict for each in judged.promises]
    assert ids([judged.promise]) == ids(promises)
    assert sources([judged.promise]) == sources(promises)
    assert judged.promise.as_of == max(
        (each.as_of for each in promises if each.as_of), default=None
    )
    assert ids([judged.summary]) == ids(
        one
        for each in judged.artifacts
        for one in (each.availability, each.depth, each.license, each.since)
    )
    assert judged.summary.as_of == newest(
        each for each in told(seen) if each.observation.subject in {REPOSITORY, MODEL.url, FORK.url}
    )


def test_a_lead_of_a_readme_dates_the_answer_and_is_what_it_rests_on() -> None:
    """Also where nobody has looked at the page of the paper."""
    links = (Passage(path="README.md", line=1, about=LEAD),)
    seen = look("2026-03-01", facts=Facts(links=links))
    verdict = judge(WHOLE, {REPOSITORY: [seen]}).elsewhere
    assert verdict.answers == ("seen, not registered",)
    assert verdict.as_of == seen.observed_at
    assert verdict.derived_from == (seen.id,)


def test_a_look_that_shows_a_link_to_be_dead_is_named_wherever_it_is_told() -> None:
    links = (Passage(path="README.md", line=1, about=LINKED),)
    seen = look("2026-03-01", facts=Facts(links=links, tree=tree("train.py")))
    gone = look("2026-03-02", Reach.NOT_VISIBLE, subject=LINKED)
    judged = judge(WHOLE, {REPOSITORY: [seen], LINKED: [gone]})
    for verdict in (judged.artifacts[0].depth, judged.summary, judged.promises[0].verdict):
        assert gone.id in verdict.derived_from
        assert verdict.as_of == seen.observed_at
