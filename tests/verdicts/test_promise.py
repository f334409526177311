"""Was the promise kept? Judged for the day somebody last looked."""

import datetime as dt

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, stored, tree
from tracker.model.evidence import Environment, Facts, Reach, Sighting
from tracker.model.paper import Artifact, Depth, Paper, Promise, Relation, Role, Source
from tracker.model.verdict import PaperVerdicts, Verdict
from tracker.verdicts import Tone, judge
from tracker.verdicts.promise import QUESTION

SOURCE = Source(where="README", url=REPOSITORY)
HOLLOW = Facts(tree=tree("README.md"))
TRAINS = Facts(tree=tree("train.py"), first_commit=at("2025-03-17"))
OTHER = "https://github.com/other/recipes"


def promise(
    depth: Depth = Depth.TRAINING,
    *,
    role: Role = Role.CODE,
    made: str | None = "2025-03-18",
    due: str | None = None,
) -> Promise:
    return Promise(
        quote="We will release our code.", role=role, depth=depth, source=SOURCE,
        made_on=dt.date.fromisoformat(made) if made else None,
        due=dt.date.fromisoformat(due) if due else None,
    )  # fmt: skip


def judged(
    given: Promise, *sightings: Sighting, artifacts: tuple[Artifact, ...] = (CODE,),
    now: str | None = None,
) -> Verdict:  # fmt: skip
    return whole((given,), *sightings, artifacts=artifacts, now=now).promises[0].verdict


def whole(
    given: tuple[Promise, ...], *sightings: Sighting, artifacts: tuple[Artifact, ...] = (CODE,),
    now: str | None = None, read: tuple[Source, ...] = (),
) -> PaperVerdicts:  # fmt: skip
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=artifacts, promises=given,
                  promises_read_in=read)  # fmt: skip
    book: dict[str, list[Sighting]] = {}
    for each in sightings:
        book.setdefault(each.observation.subject, []).append(each)
    return judge(paper, book, at(now) if now else None)


def artifact(url: str, relation: Relation = Relation.OFFICIAL) -> Artifact:
    return Artifact(role=Role.CODE, url=url, relation=relation, seen_in="README")


def test_it_is_kept_when_an_official_artifact_reaches_the_depth() -> None:
    verdict = judged(promise(), look("2025-05-01", facts=TRAINS))
    assert verdict.answers == ("kept",)
    assert verdict.reason == "lab/code holds training (first commit 2025-03-17)."
    assert verdict.evidence[0].quote == "We will release our code."
    assert verdict.evidence[0].url == SOURCE.url
    assert verdict.evidence[1].quote == "training: train.py"


def test_without_a_first_commit_the_date_is_the_first_sight() -> None:
    verdict = judged(promise(), look("2025-05-01", facts=Facts(tree=tree("train.py"))))
    assert "holds training (first seen 2025-05-01)" in verdict.reason


def undated(facts: Facts, **more: str) -> Sighting:
    """Return a stored copy of an unknown day."""
    copy = stored("2025-05-01", facts, **more).observation
    copy = msgspec.structs.replace(copy, not_before=None)
    return Sighting(id=copy.id, observation=copy)


def test_a_copy_of_an_unknown_day_keeps_a_promise_and_breaks_none() -> None:
    kept = judged(promise(), undated(TRAINS))
    assert (kept.answers, kept.as_of) == (("kept",), None)
    nothing = judged(promise(), undated(HOLLOW))
    assert nothing.answers == ("cannot tell",)
    assert nothing.reason == "Nothing in lab/code, in a stored copy of an unknown day."
    both = (CODE, artifact(OTHER))
    late = look("2027-01-01", facts=HOLLOW)
    assert judged(promise(), late).answers == ("not kept",)
    part = judged(promise(), late, undated(HOLLOW, subject=OTHER), artifacts=both)
    assert part.answers == ("cannot tell",)


def test_a_kept_promise_stays_kept_and_says_that_it_is_gone() -> None:
    looks = [look("2025-05-01", facts=TRAINS), look("2025-06-01", Reach.NOT_VISIBLE)]
    verdict = judged(promise(), *looks)
    assert verdict.answers == ("kept",)
    assert verdict.reason.endswith("; now it is not-visible.")


def test_less_than_promised_is_partly() -> None:
    verdict = judged(promise(), look("2025-05-01", facts=Facts(tree=tree("eval/a.py"))))
    assert verdict.answers == ("partly",)


def test_only_official_artifacts_keep_a_promise_but_others_are_named() -> None:
    artifacts = (CODE, artifact(OTHER, Relation.UPSTREAM))
    looks = [look("2025-05-01", facts=HOLLOW), look("2025-05-01", facts=TRAINS, subject=OTHER)]
    verdict = judged(promise(), *looks, artifacts=artifacts)
    assert verdict.answers == ("open",)
    assert "other/recipes (upstream) holds training" in verdict.reason


@pytest.mark.parametrize(
    ("given", "seen", "answer"),
    [
        (promise(due="2025-12-31"), "2026-01-01", "not kept"),
        (promise(due="2025-12-31"), "2025-12-31", "open"),
        (promise(made="2025-03-18"), "2026-03-18", "open"),
        (promise(made="2025-03-18"), "2026-03-19", "not kept"),
        (promise(made=None), "2036-01-01", "open"),
    ],
)
def test_time_decides_where_there_is_nothing(given: Promise, seen: str, answer: str) -> None:
    assert judged(given, look(seen, facts=HOLLOW)).answers == (answer,)
    empty_handed = judged(given, look(seen, Reach.NOT_VISIBLE))
    assert empty_handed.answers == (answer,)


def test_a_date_that_passed_since_the_last_look_leaves_it_open() -> None:
    given = promise(due="2025-12-31")
    verdict = judged(given, stored("2025-06-19", HOLLOW), now="2026-11-22")
    assert verdict.answers == ("open",)
    assert verdict.reason == (
        "Open when last seen on 2025-06-19; the date given by the authors (2025-12-31) has passed "
        "since, nobody has looked again."
    )


def test_a_failed_look_after_the_date_breaks_no_promise() -> None:
    silent = look("2026-02-01", Reach.UNREACHABLE, note="no route")
    verdict = judged(promise(due="2025-12-31"), stored("2025-06-19", HOLLOW), silent)
    assert verdict.answers == ("open",)
    assert "has passed since" in verdict.reason


@pytest.mark.parametrize(
    ("given", "now", "due"),
    [
        (promise(due="2025-12-31"), "2025-12-31", None),
        (promise(due="2025-12-31"), "2026-01-01", "2025-12-31"),
        (promise(), "2026-03-18", None),
        (promise(), "2026-03-19", "2026-03-18"),
        (promise(made=None), "2036-01-01", None),
    ],
)
def test_an_open_promise_is_overdue_once_its_day_has_passed_unseen(
    given: Promise, now: str, due: str | None
) -> None:
    (made,) = whole((given,), look("2025-06-19", facts=HOLLOW), now=now).promises
    assert made.verdict.answers == ("open",)
    assert (made.overdue.isoformat() if made.overdue else None) == due
    kept = look("2025-06-19", facts=Facts(tree=tree("train.py")))
    assert whole((given,), kept, now=now).promises[0].overdue is None


def test_nobody_is_asked_for_another_address_where_this_one_was_not_looked_at() -> None:
    """Nor where something is there of which no files were seen."""
    find = "Find the official address"
    for looks in ((), (look("2025-06-19"),), (look("2026-02-01", Reach.UNREACHABLE),)):
        verdict = judged(promise(), *looks)
        assert verdict.answers == ("cannot tell",)
        assert find not in (verdict.remedy or find)
    assert find in (judged(promise(), artifacts=()).remedy or "")


def test_a_later_look_that_listed_nothing_does_not_break_a_promise() -> None:
    looks = [look("2025-06-19", facts=HOLLOW), look("2026-02-01")]
    assert judged(promise(due="2025-12-31"), *looks).answers == ("open",)


def test_nothing_is_told_of_what_nobody_looked_at() -> None:
    assert judged(promise(), artifacts=()).reason == "No official code is registered."
    assert judged(promise()).reason == "No official code was looked at yet."
    silent = look("2026-02-01", Reach.ERROR, note="broken")
    assert judged(promise(), silent).answers == ("cannot tell",)
    assert judged(promise(), look("2026-02-01")).answers == ("cannot tell",)


def test_it_is_not_broken_while_an_official_address_was_not_seen() -> None:
    artifacts = (CODE, artifact(OTHER))
    late = look("2027-01-01", facts=HOLLOW)
    assert judged(promise(), late, artifacts=artifacts).answers == ("cannot tell",)
    both = [late, look("2027-01-01", facts=HOLLOW, subject=OTHER)]
    assert judged(promise(), *both, artifacts=artifacts).answers == ("not kept",)


def test_a_model_does_not_keep_a_promise_of_code() -> None:
    model = Artifact(role=Role.MODEL, url=REPOSITORY, relation=Relation.OFFICIAL, seen_in="README")
    seen = look("2025-05-01", facts=Facts(tree=tree("model.safetensors")))
    assert judged(promise(), seen, artifacts=(model,)).answers == ("cannot tell",)
    assert judged(promise(Depth.COMPLETE, role=Role.MODEL), seen, artifacts=(model,)).answers == (
        "kept",
    )


def test_a_promise_about_one_artifact_is_kept_by_that_one_alone() -> None:
    """Another official artifact that reaches the depth does not keep it."""
    given = msgspec.structs.replace(promise(), artifact=f"{OTHER}/tree/main")
    both = (CODE, artifact(OTHER))
    looks = [look("2025-05-01", facts=TRAINS), look("2025-05-01", facts=HOLLOW, subject=OTHER)]
    assert judged(given, *looks, artifacts=both).answers == ("open",)
    assert judged(promise(), *looks, artifacts=both).answers == ("kept",)
    unseen = judged(given, looks[0], artifacts=both)
    assert unseen.answers == ("cannot tell",)
    assert unseen.reason == "other/recipes was not looked at yet."
    unlisted = judged(given, look("2025-05-01", subject=OTHER), artifacts=both)
    assert unlisted.reason == "other/recipes is there; what it holds was not asked for."
    kept = judged(given, look("2025-05-01", facts=TRAINS, subject=OTHER), artifacts=both)
    assert kept.answers == ("kept",)


def test_a_paper_sums_up_the_worst_first() -> None:
    given = (promise(), promise(Depth.PARTIAL, made="2025-01-01"), promise(role=Role.DATASET))
    facts = Facts(tree=tree("eval/a.py"))
    verdict = whole(given, look("2027-01-01", facts=facts)).promise
    assert verdict.answers == ("partly", "cannot tell", "kept")
    assert verdict.reason == "Of 3: 1 partly, 1 cannot tell, 1 kept."


def test_a_paper_never_promised_only_where_somebody_has_read_for_promises() -> None:
    """An empty list alone may mean that nobody has read anything yet."""
    unread = whole(()).promise
    assert unread.answers == ("promises not read yet",)
    assert "promises_read_in" in (unread.remedy or "")
    assert not unread.evidence
    sources = (
        Source(where="abstract, v1", url="https://arxiv.org/abs/2503.00001v1",
               read_on=dt.date(2025, 4, 1)),
        Source(where="README"),
    )  # fmt: skip
    read = whole((), read=sources).promise
    assert read.answers == ("never promised",)
    assert read.reason == "No promise was found in abstract, v1; README."
    assert [each.url for each in read.evidence] == [sources[0].url, ""]
    assert read.evidence[0].quote == "read for promises: abstract, v1, on 2025-04-01"
    kept = whole((promise(),), look("2025-05-01", facts=TRAINS), read=sources).promise
    assert kept.answers == ("kept",), "a promise that was found is judged as ever"


def test_a_promise_is_broken_only_when_every_place_was_seen_after_its_day() -> None:
    places = (CODE, artifact(OTHER))
    late = look("2026-02-01", facts=HOLLOW, subject=OTHER)
    given = promise(due="2025-12-31")
    assert judged(given, look("2025-06-01", facts=HOLLOW), late, artifacts=places).answers == (
        "open",
    )
    both = judged(given, look("2026-01-15", facts=HOLLOW), late, artifacts=places)
    assert both.answers == ("not kept",)
    assert "when last seen on 2026-02-01" in both.reason


def test_the_newest_look_at_a_place_decides_whether_the_day_is_over() -> None:
    looks = (look("2025-06-01", facts=HOLLOW), look("2026-02-01", facts=HOLLOW))
    assert judged(promise(due="2025-12-31"), *looks).answers == ("not kept",)
    assert judged(promise(due="2025-12-31"), *reversed(looks)).answers == ("not kept",)
    verdict = judged(
        promise(due="2025-12-31"), look("2025-06-01", facts=HOLLOW, confirmed="2026-02-01")
    )
    assert verdict.answers == ("not kept",)
    gone = (look("2025-06-01", Reach.NOT_VISIBLE), look("2026-02-01", Reach.NOT_VISIBLE))
    verdict = judged(promise(due="2025-12-31"), *gone)
    assert verdict.answers == ("not kept",)
    assert "when last seen on 2026-02-01" in verdict.reason


def test_the_release_that_came_first_is_the_one_that_is_named() -> None:
    later = Facts(tree=tree("train.py"), first_commit=at("2025-06-01"))
    places = (CODE, artifact(OTHER))
    looks = (look("2025-07-01", facts=later), look("2025-07-01", facts=TRAINS, subject=OTHER))
    verdict = judged(promise(), *looks, artifacts=places)
    assert "other/recipes holds training (first commit 2025-03-17)" in verdict.reason


EVALUATES = Facts(tree=tree("eval/a.py"))
USES = Facts(tree=tree("infer.py"))
BOTH = (CODE, artifact(OTHER))


def test_of_several_releases_that_hold_less_the_one_that_holds_most_is_named() -> None:
    for one, other in ((EVALUATES, USES), (USES, EVALUATES)):
        looks = (look("2025-05-01", facts=one), look("2025-05-01", facts=other, subject=OTHER))
        best = "lab/code" if one is USES else "other/recipes"
        assert judged(promise(), *looks, artifacts=BOTH).reason == (
            f"{best} holds inference, promised was training."
        )


def test_what_stands_beside_the_depth_is_said_with_it() -> None:
    verdict = judged(promise(), look("2025-05-01", facts=EVALUATES))
    assert verdict.reason == "lab/code holds partial (evaluation only), promised was training."


def test_a_model_that_is_there_is_not_said_to_be_held() -> None:
    model = Artifact(role=Role.MODEL, url=REPOSITORY, relation=Relation.OFFICIAL, seen_in="README")
    seen = look("2025-05-01", facts=Facts(tree=tree("a.safetensors")))
    given = promise(Depth.COMPLETE, role=Role.MODEL)
    assert judged(given, seen, artifacts=(model,)).reason == (
        "lab/code is available (first seen 2025-05-01)."
    )
    whole = Facts(tree=tree("train.py", "infer.py"),
                  environments=(Environment(path="uv.lock", locked=True),))  # fmt: skip
    assert judged(promise(), look("2025-05-01", facts=whole)).reason.startswith(
        "lab/code holds complete (first seen"
    )


def test_a_placeholder_is_nothing_of_what_was_promised() -> None:
    for facts in (HOLLOW, Facts(tree=tree()), Facts(is_empty=True)):
        assert judged(promise(), look("2025-05-01", facts=facts)).answers == ("open",)


def test_one_place_whose_files_nobody_listed_may_hold_it() -> None:
    """And one that is gone may not."""
    hollow = look("2027-01-01", facts=HOLLOW)
    unlisted = judged(promise(), hollow, look("2027-01-01", subject=OTHER), artifacts=BOTH)
    assert unlisted.answers == ("cannot tell",)
    assert unlisted.reason == "Official code is there; what it holds was not asked for."
    gone = look("2027-01-01", Reach.NOT_VISIBLE, subject=OTHER)
    assert judged(promise(), hollow, gone, artifacts=BOTH).answers == ("not kept",)


@pytest.mark.parametrize(
    ("given", "seen", "now", "reason"),
    [
        (promise(), "2025-06-01", None,
         "Open when last seen on 2025-06-01: nothing yet in lab/code, time until 2026-03-18."),
        (promise(), "2025-06-01", "2026-03-18",
         "Open when last seen on 2025-06-01: nothing yet in lab/code, time until 2026-03-18."),
        (promise(), "2025-06-01", "2026-03-19",
         ('Open when last seen on 2025-06-01; the year that "soon" may take (2026-03-18) has '
         "passed since, nobody has looked again.")),
        (promise(due="2025-07-01"), "2025-06-01", "2025-07-02",
         ("Open when last seen on 2025-06-01; the date given by the authors (2025-07-01) has "
         "passed since, nobody has looked again.")),
        (promise(made=None), "2025-06-01", "2036-01-01",
         "Open when last seen on 2025-06-01: nothing yet in lab/code; the promise has no date."),
        (promise(made="9999-06-01"), "2025-06-01", None,
         "Open when last seen on 2025-06-01: nothing yet in lab/code; the promise has no date."),
        (promise(), "2026-03-19", None,
         ("Nothing in lab/code when last seen on 2026-03-19: more than a year after the promise of "
         "2025-03-18.")),
        (promise(due="2025-07-01"), "2025-07-02", None,
         ("Nothing in lab/code when last seen on 2025-07-02: the date given by the authors "
         "(2025-07-01) had passed.")),
    ],
)  # fmt: skip
def test_the_reason_says_which_time_and_whether_it_is_over(
    given: Promise, seen: str, now: str | None, reason: str
) -> None:
    assert judged(given, look(seen, facts=HOLLOW), now=now).reason == reason


def test_every_place_that_held_nothing_is_named() -> None:
    looks = (look("2027-01-01", facts=HOLLOW), look("2027-01-01", facts=HOLLOW, subject=OTHER))
    folder = msgspec.structs.replace(artifact(OTHER), path="dapo")
    reason = judged(promise(), *looks, artifacts=(CODE, folder)).reason
    assert reason.startswith("Nothing in lab/code and other/recipes, folder dapo when last seen")
    unseen = judged(promise(), looks[0], artifacts=BOTH)
    assert unseen.reason == (
        "Nothing in lab/code when last seen on 2027-01-01, but not every official address was seen."
    )


@pytest.mark.parametrize("relation", Relation)
@pytest.mark.parametrize("role", [Role.CODE, Role.MODEL])
@pytest.mark.parametrize("facts", [TRAINS, USES])
def test_who_else_has_what_was_promised_is_named_where_it_is_of_this_work(
    relation: Relation, role: Role, facts: Facts
) -> None:
    """A mirror or the code it was made from; what anybody else made of it is not asked."""
    other = msgspec.structs.replace(artifact(OTHER, relation), role=role)
    looks = (look("2025-05-01", facts=HOLLOW), look("2025-05-01", facts=facts, subject=OTHER))
    reason = judged(promise(), *looks, artifacts=(CODE, other)).reason
    ours = relation in {Relation.UPSTREAM, Relation.MIRROR}
    named = f"; other/recipes ({relation.value}) holds training"
    assert (named in reason) == (ours and role is Role.CODE and facts is TRAINS)
    kept = judged(promise(), look("2025-05-01", facts=TRAINS), looks[1], artifacts=(CODE, other))
    assert ";" not in kept.reason


def test_a_place_that_is_gone_is_quoted_as_gone_and_one_that_is_there_by_its_files() -> None:
    there = judged(promise(), look("2025-05-01", facts=HOLLOW)).evidence
    assert [each.quote for each in there[1:]] == ["placeholder: README.md"]
    gone = judged(promise(), look("2025-05-01", Reach.NOT_VISIBLE)).evidence
    assert [each.quote for each in gone[1:]] == ["not-visible"]


def test_promises_are_summed_up_with_the_worst_and_its_evidence_first() -> None:
    given = (promise(made="2030-01-01"), promise(due="2025-01-01"), promise(due="2025-02-01"))
    made = whole(given, look("2026-02-01", facts=HOLLOW))
    assert made.promise.answers == ("not kept", "open")
    assert made.promise.reason == "Of 3: 2 not kept, 1 open."
    assert made.promise.remedy == made.promises[1].verdict.remedy
    alone = whole(given[:1], look("2026-02-01", facts=HOLLOW))
    assert alone.promise.reason == alone.promises[0].verdict.reason


def test_the_evidence_of_a_paper_begins_with_that_of_the_worst_promise() -> None:
    given = tuple(
        msgspec.structs.replace(promise(made=None, due=due), quote=quote)
        for due, quote in (("2030-01-01", "Later."), ("2025-01-01", "Soon."))
    )
    made = whole(given, look("2026-02-01", facts=HOLLOW))
    assert [each.quote for each in made.promise.evidence if each.source == "registry"] == [
        "Soon.", "Later.",
    ]  # fmt: skip


MODEL = Artifact(role=Role.MODEL, url="https://huggingface.co/lab/model",
                 relation=Relation.OFFICIAL, seen_in="README")  # fmt: skip
UNKNOWN = promise(role=Role.MODEL, depth=Depth.COMPLETE)


def found_by(judged: PaperVerdicts) -> tuple[str, ...]:
    assert QUESTION.column is not None
    assert QUESTION.column.words is not None
    return QUESTION.column.words(judged)


def test_a_paper_is_found_by_what_became_of_all_its_promises() -> None:
    kept, deeper = promise(Depth.INFERENCE), promise(Depth.COMPLETE)
    trains = look("2025-05-01", facts=TRAINS)
    late = look("2027-05-01", facts=HOLLOW)
    early = look("2025-05-01", facts=HOLLOW)
    both = (CODE, MODEL)
    assert found_by(whole((kept, kept), trains)) == ("kept all",)
    assert found_by(whole((kept, UNKNOWN), trains, artifacts=both)) == ("kept some, rest unknown",)
    assert found_by(whole((UNKNOWN,), artifacts=both)) == ("cannot tell",)
    assert found_by(whole((kept, deeper), trains)) == ("partly",)
    assert found_by(whole((kept, UNKNOWN), early, artifacts=both)) == ("open",)
    assert found_by(whole((kept, UNKNOWN), late, artifacts=both)) == ("not kept",)
    assert found_by(whole(())) == ("promises not read yet",)
    assert found_by(whole((), read=(SOURCE,))) == ("never promised",)


def test_kept_is_never_said_of_a_paper_of_which_one_promise_is_not() -> None:
    """And each that is open or not kept is found, whatever the others are."""
    code = (promise(Depth.INFERENCE), promise(Depth.TRAINING, due="2024-01-01"))
    for sighting in (look("2025-05-01", facts=TRAINS), look("2025-05-01", facts=HOLLOW)):
        judged_ = whole((*code, UNKNOWN), sighting, artifacts=(CODE, MODEL))
        words = {one.verdict.answers[0] for one in judged_.promises}
        found = set(found_by(judged_))
        assert ("kept all" in found) is (words == {"kept"})
        assert {"not kept", "partly", "open"} & words == {"not kept", "partly", "open"} & found


def test_words_about_whole_papers_have_a_tone_and_a_name_in_chinese() -> None:
    assert QUESTION.column is not None
    own = {one.word for one in QUESTION.answers}
    assert {one.word: one.tone for one in QUESTION.column.of_whole} == {
        "kept all": Tone.GOOD, "kept some, rest unknown": Tone.UNKNOWN,
    }  # fmt: skip
    for one in QUESTION.column.of_whole:
        assert one.word not in own
        assert one.zh
        assert QUESTION.column.known(one.word) is one
    assert QUESTION.column.known("kept") is None


def test_a_promise_rests_on_every_look_that_told_something_of_its_places() -> None:
    """When it was first there, what it holds, and that it is gone, each seen on another day."""
    first = look("2025-04-01")
    listed = look("2025-05-01", facts=Facts(tree=tree("train.py")))
    gone = look("2025-06-01", Reach.NOT_VISIBLE)
    other = look("2025-05-20", facts=HOLLOW, subject=OTHER)
    verdict = judged(promise(), first, listed, gone, other, artifacts=BOTH)
    assert set(verdict.derived_from) == {sighting.id for sighting in (first, listed, gone, other)}
    assert verdict.as_of == gone.observed_at
    swapped = judged(promise(), listed, look("2025-07-01", facts=HOLLOW, subject=OTHER),
                     artifacts=BOTH)  # fmt: skip
    assert swapped.as_of == at("2025-07-01")


def test_the_sum_of_promises_is_as_new_as_the_newest_look_at_any() -> None:
    looks = (
        look("2025-05-01", facts=TRAINS),
        look("2025-06-01", subject=MODEL.url, facts=Facts(tree=tree("README.md"))),
    )
    for given in ((promise(), UNKNOWN), (UNKNOWN, promise())):
        summed = whole(given, *looks, artifacts=(CODE, MODEL)).promise
        assert summed.as_of == at("2025-06-01")
        assert set(summed.derived_from) == {sighting.id for sighting in looks}


def test_a_place_beside_the_looked_at_ones_leaves_what_is_said_of_them_in_part() -> None:
    """Where one of two official places was not looked at, "partly" may be too little."""
    some = look("2025-05-01", facts=EVALUATES)
    half = judged(promise(), some, artifacts=BOTH)
    assert half.answers == ("cannot tell",)
    assert "other/recipes was not looked at yet" in half.reason
    both = judged(promise(), some, look("2025-05-01", facts=HOLLOW, subject=OTHER), artifacts=BOTH)
    assert both.answers == ("partly",)


def test_of_two_folders_of_the_promised_place_the_first_is_named() -> None:
    given = msgspec.structs.replace(promise(), artifact=OTHER)
    folders = tuple(msgspec.structs.replace(artifact(OTHER), path=path) for path in ("a", "b"))
    verdict = judged(given, look("2025-05-01", subject=OTHER), artifacts=folders)
    assert verdict.reason.startswith("other/recipes, folder a is there; ")
