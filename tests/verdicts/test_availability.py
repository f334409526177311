"""Is it there? What counts is the last look that told something."""

import msgspec
import pytest

from tests.verdicts.made import CODE, NO_FACTS, at, look, stored, tree
from tracker.model.evidence import Facts, Reach, Sighting
from tracker.model.paper import Artifact, Relation, Reported, Role, Source
from tracker.model.verdict import Verdict
from tracker.verdicts.availability import judge_availability
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail, upper

SOURCE = Facts(tree=tree("README.md", "train.py"))
MODEL = Artifact(
    role=Role.MODEL, url="https://huggingface.co/lab/m", relation=Relation.OFFICIAL, seen_in="card"
)


def judged(*sightings: Sighting, artifact: Artifact = CODE, as_of: str | None = None) -> Verdict:
    seen = trail(artifact.url, sightings, at(as_of) if as_of else None)
    return judge_availability(artifact, seen, judge_depth(artifact, seen))


def test_without_any_look_nothing_is_known() -> None:
    verdict = judged()
    assert verdict.answers == ("unknown",)
    assert verdict.reason == "Not looked at yet."
    assert verdict.remedy
    assert [each.source for each in verdict.evidence] == ["registry"]
    assert verdict.as_of is None


def test_what_somebody_else_reports_is_named_as_unverified_and_decides_nothing() -> None:
    said = Reported(source=Source(where="a stored page"), license="mit", gated=True)
    model = Artifact(
        role=Role.MODEL, url=MODEL.url, relation=MODEL.relation, seen_in="card", reported=said
    )
    verdict = judged(artifact=model)
    assert verdict.answers == ("unknown",)
    assert "a stored page speaks of it, which is not verified" in verdict.reason
    assert verdict.evidence[-1].source == "reported"


def test_code_that_is_there_is_available() -> None:
    verdict = judged(look("2026-01-02", facts=SOURCE))
    assert verdict.answers == ("available",)
    assert verdict.reason == "It is open to everybody, seen on 2026-01-02."
    assert verdict.as_of == at("2026-01-02")


def test_a_stored_copy_says_how_old_it_is_at_least() -> None:
    verdict = judged(stored("2025-06-19", SOURCE))
    assert verdict.answers == ("available",)
    assert verdict.reason.endswith("as of a stored copy not older than 2025-06-19.")
    assert verdict.evidence[0].source == "stored copy"


@pytest.mark.parametrize(
    "reach", [Reach.RATE_LIMITED, Reach.UNREACHABLE, Reach.BAD_CREDENTIALS, Reach.ERROR]
)
def test_a_look_that_could_not_see_changes_no_answer_and_is_named(reach: Reach) -> None:
    silent = look("2026-03-01", reach, note="the host did not answer")
    verdict = judged(look("2026-01-02", facts=SOURCE), silent)
    assert verdict.answers == ("available",)
    assert verdict.reason == (
        "It is open to everybody, seen on 2026-01-02; not reached on 2026-03-01: "
        "the host did not answer."
    )
    assert verdict.as_of == at("2026-01-02")


def test_only_silence_is_unknown_not_absence() -> None:
    verdict = judged(look("2026-03-01", Reach.UNREACHABLE, note="no route"))
    assert verdict.answers == ("unknown",)
    assert verdict.reason == "No look got through yet; not reached on 2026-03-01: no route."


def test_one_look_that_finds_nothing_proves_no_removal() -> None:
    seen, gone = look("2026-01-01", facts=SOURCE), look("2026-02-01", Reach.NOT_VISIBLE)
    assert judged(seen, gone).answers == ("not-visible",)


def test_two_looks_at_different_times_after_a_sight_prove_a_removal() -> None:
    seen = look("2026-01-01", facts=SOURCE)
    gone, again = look("2026-02-01", Reach.NOT_VISIBLE), look("2026-02-09", Reach.NOT_VISIBLE)
    verdict = judged(seen, gone, again)
    assert verdict.answers == ("removed",)
    assert "2026-02-01" in verdict.reason
    assert "2026-02-09" in verdict.reason
    assert len(verdict.evidence) == 2


def test_a_confirmed_absence_counts_as_two_looks() -> None:
    seen = look("2026-01-01", facts=SOURCE)
    gone = look("2026-02-01", Reach.NOT_VISIBLE, confirmed="2026-02-09")
    assert judged(seen, gone).answers == ("removed",)
    assert judged(seen, gone, as_of="2026-02-03").answers == ("not-visible",)


def test_the_same_look_twice_is_one_look() -> None:
    seen, gone = look("2026-01-01", facts=SOURCE), look("2026-02-01", Reach.NOT_VISIBLE)
    assert judged(seen, gone, gone).answers == ("not-visible",)


def test_what_was_never_seen_is_not_visible_however_often_it_was_looked_for() -> None:
    looks = [look(f"2026-02-0{day}", Reach.NOT_VISIBLE) for day in (1, 2, 3)]
    assert judged(*looks).answers == ("not-visible",)


def test_what_came_back_is_available_again() -> None:
    days = ("2026-02-01", "2026-02-02")
    gone = [look(day, Reach.NOT_VISIBLE) for day in days]
    verdict = judged(look("2026-01-01", facts=SOURCE), *gone, look("2026-03-01", facts=SOURCE))
    assert verdict.answers == ("available",)


def test_several_answers_hold_at_once() -> None:
    facts = Facts(
        tree=tree("README.md"), archived=True, name="lab/new", moved_to="https://github.com/lab/new"
    )
    verdict = judged(look("2026-01-01", facts=facts))
    assert verdict.answers == ("moved", "archived", "placeholder")
    assert verdict.reason == (
        "It moved to https://github.com/lab/new, its owner archived it, it holds no code, "
        "seen on 2026-01-01."
    )


def test_a_fact_that_was_not_asked_for_is_not_taken_back() -> None:
    told = look("2026-01-01", facts=Facts(tree=tree("a.py"), archived=True))
    untold = look("2026-02-01", facts=Facts(tree=tree("a.py")))
    denied = look("2026-03-01", facts=Facts(tree=tree("a.py"), archived=False))
    assert judged(told, untold).answers == ("archived",)
    assert judged(told, untold, denied).answers == ("available",)


def test_facts_of_another_repository_under_the_same_name_are_not_this_ones() -> None:
    old = look("2026-01-01", facts=Facts(platform_id="1", archived=True, tree=tree("a.py")))
    new = look("2026-02-01", facts=Facts(platform_id="2", tree=tree("a.py")))
    assert judged(old, new).answers == ("available",)


def test_a_gate_is_named_wherever_it_shows() -> None:
    by_reach = look("2026-01-01", Reach.GATED, subject=MODEL.url)
    by_fact = look("2026-01-01", facts=Facts(gate="auto"), subject=MODEL.url)
    open_ = look("2026-01-01", facts=Facts(gate="none"), subject=MODEL.url)
    assert judged(by_reach, artifact=MODEL).answers == ("gated",)
    assert judged(by_fact, artifact=MODEL).answers == ("gated",)
    assert judged(open_, artifact=MODEL).answers == ("available",)


@pytest.mark.parametrize("facts", [Facts(is_empty=True), Facts(tree=tree())])
def test_an_empty_repository_is_empty_and_no_placeholder(facts: Facts) -> None:
    assert judged(look("2026-01-01", facts=facts)).answers == ("empty",)


def test_the_hosts_own_words_stand_for_a_block() -> None:
    facts = Facts(block_reason="DMCA notice 7")
    verdict = judged(look("2026-01-01", Reach.TAKEN_DOWN, facts))
    assert verdict.answers == ("taken-down",)
    assert '"DMCA notice 7"' in verdict.reason
    assert judged(look("2026-01-01", Reach.DISABLED)).answers == ("disabled",)


def test_evidence_after_the_day_asked_about_is_left_out() -> None:
    seen, gone = look("2026-01-01", facts=SOURCE), look("2026-02-01", Reach.NOT_VISIBLE)
    assert judged(seen, gone, as_of="2026-01-15").answers == ("available",)


def test_a_move_is_taken_back_only_by_a_look_that_would_have_shown_it() -> None:
    moved = look("2026-01-01", facts=Facts(name="lab/new", moved_to="https://github.com/lab/new"))
    by_git = look("2026-02-01", facts=SOURCE)
    by_copy = stored("2026-02-01", SOURCE)
    assert judged(moved, by_copy).answers == ("moved",)
    assert judged(moved, by_git).answers == ("available",)


def test_a_page_that_no_longer_redirects_has_not_moved() -> None:
    moved = look("2026-01-01", facts=Facts(moved_to="https://lab.example/new"))
    page = msgspec.structs.replace(look("2026-02-01").observation, via="http")
    later = Sighting(id=page.id, observation=page, observed_at=page.observed_at)
    assert judged(moved, later).answers == ("available",)


def test_an_absence_before_it_came_back_is_no_second_look() -> None:
    seen, again = look("2026-01-01", facts=SOURCE), look("2026-02-01", facts=SOURCE)
    gone = [look(day, Reach.NOT_VISIBLE) for day in ("2026-01-15", "2026-03-01")]
    assert judged(seen, gone[0], again, gone[1]).answers == ("not-visible",)


def test_the_reason_says_when_and_why_and_the_look_is_quoted() -> None:
    seen = look("2026-01-01", facts=SOURCE, note="so")
    gone = [look(f"2026-02-{day_}", Reach.NOT_VISIBLE) for day_ in ("01", "03", "09")]
    assert [each.quote for each in judged(seen).evidence] == ["visible: so"]
    assert [each.quote for each in judged(gone[0]).evidence] == ["not-visible"]
    assert judged(gone[0]).reason == (
        "Missing or private: nothing to be seen on 2026-02-01, nor before."
    )
    one = judged(seen, gone[0])
    assert one.reason == (
        "Seen on 2026-01-01, missing or private on 2026-02-01; one look is no proof."
    )
    assert [each.observed_at for each in one.evidence] == [at("2026-02-01"), at("2026-01-01")]
    assert judged(seen, *gone).reason == (
        "Seen on 2026-01-01, and gone at 2026-02-01 00:00 and 2026-02-09 00:00 UTC."
    )
    assert judged(look("2026-01-01", Reach.DISABLED)).reason == (
        "The host has switched it off, on 2026-01-01."
    )
    assert judged(look("2026-01-01", Reach.TAKEN_DOWN)).reason == (
        "The host blocked it, on 2026-01-01."
    )


def test_all_looks_are_what_it_rests_on_the_silent_ones_too() -> None:
    looks = [look("2026-01-01", facts=SOURCE), look("2026-02-01", Reach.ERROR, note="broken")]
    assert judged(*looks).derived_from == tuple(each.id for each in looks)
    unseen = judged(looks[1])
    assert [each.quote for each in unseen.evidence] == ["error: broken", "named in: abstract"]


@pytest.mark.parametrize(
    ("role", "paths", "answers"),
    [
        (Role.CODE, ("README.md",), ("placeholder",)),
        (Role.MODEL, ("README.md",), ("available",)),
        (Role.LIST, ("map.png",), ("available",)),
        (Role.CODE, (), ("empty",)),
        (Role.MODEL, (), ("empty",)),
    ],
)
def test_only_what_is_meant_for_code_is_a_placeholder_without_code(
    role: Role, paths: tuple[str, ...], answers: tuple[str, ...]
) -> None:
    thing = msgspec.structs.replace(CODE, role=role)
    seen = look("2026-01-01", facts=Facts(tree=tree(*paths)))
    assert judged(seen, artifact=thing).answers == answers


def test_a_listing_that_holds_files_outweighs_an_older_word_that_it_is_empty() -> None:
    empty = look("2026-01-01", facts=Facts(is_empty=True))
    full = look("2026-02-01", facts=SOURCE)
    filled = look("2026-03-01", facts=Facts(is_empty=False))
    assert judged(empty, full).answers == ("available",)
    assert judged(full, empty).answers == ("available",)
    assert judged(empty, filled).answers == ("available",)
    assert judged(filled).answers == ("available",)


@pytest.mark.parametrize(
    ("reach", "gate", "gated"),
    [
        (Reach.GATED, None, True), (Reach.VISIBLE, "manual", True), (Reach.VISIBLE, "auto", True),
        (Reach.VISIBLE, "none", False), (Reach.VISIBLE, None, False),
    ],
)  # fmt: skip
def test_a_gate_shows_by_the_reach_or_by_its_name(
    reach: Reach, gate: str | None, gated: bool
) -> None:
    seen = look("2026-01-01", reach, Facts(gate=gate), subject=MODEL.url)
    assert (judged(seen, artifact=MODEL).answers == ("gated",)) is gated
    opened = look("2026-02-01", facts=Facts(gate="none"), subject=MODEL.url)
    assert judged(seen, opened, artifact=MODEL).answers == ("available",)


def test_a_web_page_in_place_of_code_is_a_placeholder() -> None:
    seen = look("2026-01-01", facts=Facts(tree=tree("README.md", "index.html")))
    assert judged(seen).answers == ("placeholder",)


@pytest.mark.parametrize(
    ("facts", "word", "why"),
    [
        (Facts(gate="manual"), "gated", "its files are behind a gate"),
        (Facts(moved_to="https://github.com/lab/new"), "moved",
         "it moved to https://github.com/lab/new"),
        (Facts(archived=True), "archived", "its owner archived it"),
        (Facts(named_is_there=False), "no such branch",
         "its repository is there, without the branch, tag or commit that is named"),
        (Facts(is_empty=True), "empty", "it holds no file"),
        (Facts(tree=tree()), "empty", "it holds no file"),
    ],
)  # fmt: skip
def test_a_state_of_which_only_an_older_look_told_carries_its_day(
    facts: Facts, word: str, why: str
) -> None:
    def of_api(day: str, facts: Facts = NO_FACTS) -> Sighting:
        seen = msgspec.structs.replace(look(day, facts=facts).observation, via="github-graphql")
        return Sighting(id=seen.id, observation=seen, observed_at=seen.observed_at)

    old, new = of_api("2026-01-01", facts), of_api("2026-02-01")
    later = judged(old, new)
    assert later.answers == (word,)
    assert later.reason == f"{upper(why)} (as told on 2026-01-01), seen on 2026-02-01."
    assert judged(old).reason == f"{upper(why)}, seen on 2026-01-01."
    same_day = judged(old, of_api("2026-01-01", Facts(title="x")))
    assert "as told" not in same_day.reason
