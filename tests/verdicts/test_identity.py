"""Is it still the same? An alarm needs two ids, two first commits or a revision that is gone."""

from collections.abc import Sequence

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look, stored, tree
from tracker.model.evidence import Declaration, Facts, FileSeen, Place, Reach, Sighting
from tracker.model.release import Release
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import Verdict
from tracker.verdicts import judge
from tracker.verdicts.identity import ALARMS, judge_identity, pins
from tracker.verdicts.trail import trail

ONE, TWO = ("swh:1:rev:" + digit * 40 for digit in "12")
MODEL = "https://huggingface.co/lab/m"


def judged(*sightings: Sighting, subject: str = REPOSITORY) -> Verdict:
    return judge_identity(CODE, trail(subject, sightings))


def facts(**given: object) -> Facts:
    return Facts(tree=tree("train.py"), **given)  # type: ignore[arg-type]


def test_without_a_look_or_without_an_identity_nothing_is_known() -> None:
    assert judged().answers == ("unknown",)
    assert judged(look("2026-01-01", facts=facts())).answers == ("unknown",)
    assert judged(look("2026-01-01", Reach.NOT_VISIBLE)).answers == ("unknown",)


def test_what_was_seen_once_is_pinned_and_says_what_is_pinned() -> None:
    verdict = judged(look("2026-01-01", facts=facts(platform_id="7", revision=ONE)))
    assert verdict.answers == ("same",)
    assert verdict.reason == f"Pinned on 2026-01-01: id 7, {ONE}."
    assert verdict.remedy is None


def test_the_same_id_is_the_same_and_git_alone_says_what_it_could_not_ask() -> None:
    days = ("2026-01-01", "2026-02-01")
    by_id = judged(*(look(day, facts=facts(platform_id="7")) for day in days))
    by_git = judged(*(look(day, facts=facts(first_commit=at("2025-01-01"))) for day in days))
    assert by_id.answers == by_git.answers == ("same",)
    assert by_id.reason == "The same as on 2026-01-01, by the host's id."
    assert "the host's id was not asked" in by_git.reason


def test_another_id_under_the_same_address_is_an_alarm() -> None:
    verdict = judged(
        look("2026-01-01", facts=facts(platform_id="7", name="lab/code")),
        look("2026-02-01", facts=facts(platform_id="8", name="lab/code")),
    )
    assert verdict.answers == ("re-registered",)
    assert verdict.reason == "The host's id was 7 and is 8 (on 2026-01-01, on 2026-02-01)."
    assert len(verdict.evidence) == 2
    assert verdict.remedy


def test_the_same_id_under_another_name_has_moved() -> None:
    verdict = judged(
        look("2026-01-01", facts=facts(platform_id="7", name="lab/code")),
        look("2026-02-01", facts=facts(platform_id="7", moved_to="https://github.com/new/code")),
    )
    assert verdict.answers == ("moved",)
    assert "https://github.com/new/code" in verdict.reason


def test_another_first_commit_is_a_sign_of_another_repository_where_no_id_was_asked() -> None:
    old = look("2026-01-01", facts=facts(first_commit=at("2025-01-01"), revision=ONE))
    new = look("2026-02-01", facts=facts(first_commit=at("2026-01-15"), revision=TWO))
    assert judged(old, new).answers == ("re-created", "new revision")


def test_another_first_commit_under_the_same_id_is_a_rewritten_history() -> None:
    first = facts(first_commit=at("2025-01-01"), platform_id="7")
    second = facts(first_commit=at("2026-01-15"), platform_id="7")
    verdict = judged(look("2026-01-01", facts=first), look("2026-02-01", facts=second))
    assert verdict.answers == ("history rewritten",)


def test_a_history_that_still_holds_the_pinned_revision_was_not_rewritten() -> None:
    old = facts(first_commit=at("2025-01-01"), revision=ONE)
    joined = facts(first_commit=at("2020-01-01"), revision=TWO, pins={ONE: True})
    verdict = judged(look("2026-01-01", facts=old), look("2026-02-01", facts=joined))
    assert verdict.answers == ("new revision",)


def test_a_pinned_revision_that_is_gone_is_an_alarm_and_one_not_asked_for_is_none() -> None:
    pinned = look("2026-01-01", facts=facts(platform_id="7", revision=ONE))
    asked = look("2026-02-01", facts=facts(platform_id="7", revision=TWO, pins={ONE: False}))
    untold = look("2026-02-01", facts=facts(platform_id="7", revision=TWO))
    assert judged(pinned, asked).answers == ("history rewritten", "new revision")
    assert judged(pinned, untold).answers == ("new revision",)


@pytest.mark.parametrize(
    ("before", "after", "answers"),
    [
        ((), ("v1.0",), ("new release",)),
        (("v1.9",), ("v1.10",), ("new release",)),
        (("v1.0rc1",), ("v1.0",), ("new release",)),
        (("v1.0",), ("v1.0",), ("same",)),
        (("v2.0",), ("v1.9",), ("same",)),
        (("v1.0",), (), ("same",)),
        (None, ("v1.0",), ("same",)),
        (("v1.0",), None, ("same",)),
    ],
)
def test_a_higher_tag_is_a_new_release_and_one_not_asked_for_is_none(
    before: Sequence[str] | None, after: Sequence[str] | None, answers: Sequence[str]
) -> None:
    seen = [
        facts(platform_id="7", releases=None if tags is None else [Release(name=x) for x in tags])
        for tags in (before, after)
    ]
    verdict = judged(look("2026-01-01", facts=seen[0]), look("2026-02-01", facts=seen[1]))
    assert verdict.answers == answers


def test_a_new_release_names_both_tags() -> None:
    one, two = (facts(revision=ONE, releases=(Release(name=name),)) for name in ("v1", "v2"))
    verdict = judged(look("2026-01-01", facts=one), look("2026-02-01", facts=two))
    assert "there is a new release, v2; it was v1 (on 2026-01-01, on 2026-02-01)" in (
        verdict.reason.lower()
    )


def test_a_stored_copy_pins_as_well() -> None:
    copy = stored("2025-06-19", facts(first_commit=at("2025-01-01"), revision=ONE))
    now = look("2026-02-01", facts=facts(first_commit=at("2025-01-01"), revision=TWO))
    assert judged(copy, now).answers == ("new revision",)
    assert judged(copy, now).evidence[0].source == "stored copy"


def licensed(swhid: str | None, place: Place = Place.FILE, path: str = "LICENSE") -> Facts:
    said = Declaration(place=place, path=path, quote="MIT", expression="MIT", swhid=swhid)
    return facts(platform_id="7", licenses=(said,))


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (licensed("swh:1:cnt:b"), True),
        (facts(platform_id="7", licenses=()), True),
        (licensed("swh:1:cnt:a"), False),
        (licensed(None), False),
        (facts(platform_id="7"), False),
    ],
    ids=["other text", "gone", "same text", "not read", "not asked"],
)
def test_a_licence_changes_by_its_text_not_by_our_reading(after: Facts, changed: bool) -> None:
    verdict = judged(
        look("2026-01-01", facts=licensed("swh:1:cnt:a")), look("2026-02-01", facts=after)
    )
    assert (verdict.answers == ("licence changed",)) is changed


def test_a_licence_in_a_folder_is_not_the_artifacts_own() -> None:
    own, other = (licensed("swh:1:cnt:a"), licensed("swh:1:cnt:b", path="vendor/LICENSE"))
    both = facts(platform_id="7", licenses=(*(own.licenses or ()), *(other.licenses or ())))
    verdict = judged(look("2026-01-01", facts=own), look("2026-02-01", facts=both))
    assert verdict.answers == ("same",)


def test_what_the_hosts_detector_says_with_a_token_is_no_change_of_the_licence() -> None:
    before = facts(platform_id="7", licenses=())
    after = licensed(None, Place.DETECTOR, "")
    looks = (look("2026-01-01", facts=before), look("2026-02-01", facts=after))
    assert judged(*looks).answers == ("same",)


def test_an_edited_card_is_named_a_readme_of_code_is_not() -> None:
    seen = [facts(platform_id="7", read=(FileSeen(path="README.md", swhid=id_),)) for id_ in "ab"]
    days = ("2026-01-01", "2026-02-01")
    card = [look(day, facts=one, subject=MODEL) for day, one in zip(days, seen, strict=True)]
    code = [look(day, facts=one) for day, one in zip(days, seen, strict=True)]
    assert judged(*card, subject=MODEL).answers == ("card changed",)
    assert judged(*code).answers == ("same",)


def test_the_first_revision_ever_seen_is_the_pinned_one() -> None:
    book = {
        REPOSITORY: [
            look("2026-02-01", facts=facts(revision=TWO)),
            look("2026-01-01", facts=facts(revision=ONE)),
        ],
        MODEL: [look("2026-01-01", Reach.NOT_VISIBLE, subject=MODEL)],
    }
    assert pins(book) == {REPOSITORY: "1" * 40}


MOVED = "https://github.com/new/code"
DAYS = ("2026-01-01", "2026-02-01", "2026-03-01")
_ROOT, _LATER = at("2025-01-01"), at("2025-02-02")


def drift(*asked: dict[str, object], subject: str = REPOSITORY) -> Verdict:
    """Judge three looks, of which the second one asked for nothing that identifies."""
    first, last = asked
    return judged(
        look(DAYS[0], facts=facts(**first), subject=subject),
        look(DAYS[1], facts=facts(), subject=subject),
        look(DAYS[2], facts=facts(**last), subject=subject),
        subject=subject,
    )


def card(swhid: str) -> dict[str, object]:
    return {"platform_id": "7", "read": (FileSeen(path="README.md", swhid=swhid),)}


@pytest.mark.parametrize(
    ("asked", "subject", "words", "reason"),
    [
        (({"platform_id": "7"}, {"platform_id": "8"}), REPOSITORY, ("re-registered",),
         "The host's id was 7 and is 8"),
        (({"first_commit": _ROOT}, {"first_commit": _LATER}), REPOSITORY, ("re-created",),
         ("The first commit was of 2025-01-01 and is of 2025-02-02, and the host's id was not "
         "asked")),
        (({"first_commit": _ROOT, "platform_id": "7"}, {"first_commit": _LATER,
          "platform_id": "7"}), REPOSITORY, ("history rewritten",),
         "The first commit was of 2025-01-01 and is of 2025-02-02"),
        (({"revision": ONE}, {"revision": TWO, "pins": {ONE: False}}), REPOSITORY,
         ("history rewritten", "new revision"), "The pinned revision is gone"),
        (({"revision": ONE}, {"revision": TWO}), REPOSITORY, ("new revision",),
         "There is a newer revision than the pinned one"),
        ((card("a"), card("b")), MODEL, ("card changed",), "Its card was edited"),
        (({"platform_id": "7", "releases": ()},
          {"platform_id": "7", "releases": (Release(name="v1"),)}), REPOSITORY, ("new release",),
         "There is a new release, v1, the first one"),
        (({"platform_id": "7", "licenses": ()}, {"platform_id": "7", "licenses": (
            Declaration(place=Place.FILE, path="LICENSE", quote="MIT", swhid="swh:1:cnt:a"),)}),
         REPOSITORY, ("licence changed",), "What it says of its licence changed"),
    ],
)  # fmt: skip
def test_a_change_names_the_first_and_the_last_look_that_asked_and_rests_on_both(
    asked: tuple[dict[str, object], dict[str, object]], subject: str, words: tuple[str, ...],
    reason: str,
) -> None:  # fmt: skip
    verdict = drift(*asked, subject=subject)
    assert verdict.answers == words
    assert verdict.reason.startswith(f"{reason} (on {DAYS[0]}, on {DAYS[2]})")
    assert [each.observed_at for each in verdict.evidence] == [at(DAYS[0]), at(DAYS[2])]
    assert len(verdict.derived_from) == 2


def test_what_a_look_pins_is_quoted_with_all_that_it_was_told() -> None:
    told = facts(
        platform_id="7", created=at("2024-12-31"), first_commit=at("2025-01-01"), revision=ONE
    )
    quote = f"id 7, created 2024-12-31, first commit 2025-01-01, {ONE}"
    verdict = judged(look("2026-01-01", facts=told))
    assert verdict.evidence[0].quote == quote
    assert verdict.reason == f"Pinned on 2026-01-01: {quote}."


def test_what_pins_nothing_is_quoted_by_what_was_reached() -> None:
    looks = (
        look(DAYS[0], Reach.GATED),
        look(DAYS[1], facts=facts(platform_id="7", moved_to=MOVED)),
    )
    verdict = judged(*looks)
    assert verdict.answers == ("moved",)
    assert [each.quote for each in verdict.evidence] == ["gated", "id 7"]
    assert verdict.reason == f"It is now at {MOVED}."


@pytest.mark.parametrize(
    "asked",
    ["platform_id", "first_commit", "revision", "created"],
)
def test_any_of_these_identifies_it(asked: str) -> None:
    told = {"platform_id": "7", "first_commit": _ROOT, "revision": ONE, "created": _ROOT}
    assert judged(look("2026-01-01", facts=facts(**{asked: told[asked]}))).answers == ("same",)


def test_a_look_that_was_confirmed_is_more_than_one_look() -> None:
    once = look("2026-01-01", facts=facts(platform_id="7"), confirmed="2026-02-01")
    assert judged(once).reason == "The same as on 2026-02-01, by the host's id."


def test_a_name_under_the_old_address_takes_a_move_back() -> None:
    moved = look(DAYS[0], facts=facts(platform_id="7", moved_to=MOVED))
    back = look(DAYS[1], facts=facts(platform_id="7", name="lab/code"))
    untold = look(DAYS[1], facts=facts(platform_id="7"))
    assert judged(moved, untold).answers == ("moved",)
    assert judged(moved, back).answers == ("same",)
    assert judged(back, look(DAYS[2], facts=facts(platform_id="7", moved_to=MOVED))).answers == (
        "moved",
    )


def test_a_history_that_came_back_to_the_pinned_revision_is_no_alarm() -> None:
    gone = {"revision": TWO, "pins": {ONE: False}}
    looks = [look(day, facts=facts(**told)) for day, told in zip(
        DAYS, ({"revision": ONE}, gone, {"revision": ONE}), strict=True)]  # fmt: skip
    assert judged(*looks).answers == ("same",)
    twice = [*looks[:2], look(DAYS[2], facts=facts(**gone))]
    assert judged(*twice).answers == ("history rewritten", "new revision")
    assert f"the pinned revision is gone (on {DAYS[0]}, on {DAYS[2]})" in (
        judged(*twice).reason[0].lower() + judged(*twice).reason[1:]
    )


def test_one_look_with_an_id_does_not_tell_that_another_root_is_of_the_same_owner() -> None:
    first = facts(first_commit=_ROOT, platform_id="7")
    last = look(DAYS[1], facts=facts(first_commit=_LATER))
    assert judged(look(DAYS[0], facts=first), last).answers == ("re-created",)


@pytest.mark.parametrize(
    ("place", "path", "quote", "changed"),
    [
        (Place.CARD, "README.md", "license: mit", True),
        (Place.PACKAGE, "setup.py", "license='MIT'", False),
        (Place.FILE, "LICENSE", "MIT", True),
        (Place.FILE, "vendor/LICENSE", "MIT", False),
        (Place.README, "README.md", "under MIT", False),
    ],
)
def test_only_licence_files_of_the_root_and_the_card_are_its_own_word_of_a_licence(
    place: Place, path: str, quote: str, changed: bool
) -> None:
    said = (Declaration(place=place, path=path, quote=quote),)
    verdict = drift({"platform_id": "7", "licenses": ()}, {"platform_id": "7", "licenses": said})
    assert (verdict.answers == ("licence changed",)) is changed
    other = (Declaration(place=place, path=path, quote=f"{quote} 2"),)
    again = drift({"platform_id": "7", "licenses": said}, {"platform_id": "7", "licenses": other})
    assert (again.answers == ("licence changed",)) is (place is Place.CARD)


def test_a_card_that_was_not_read_again_is_not_said_to_be_edited() -> None:
    other = {"platform_id": "7", "read": (FileSeen(path="LICENSE", swhid="b"),)}
    assert drift(card("a"), other, subject=MODEL).answers == ("same",)
    assert drift(card("a"), card("a"), subject=MODEL).answers == ("same",)


def test_silence_is_said_after_what_is_known() -> None:
    silent = look("2026-02-01", Reach.UNREACHABLE, note="no route")
    verdict = judged(look("2026-01-01", facts=facts(platform_id="7")), silent)
    assert verdict.reason == "Pinned on 2026-01-01: id 7; not reached on 2026-02-01: no route."
    assert verdict.as_of == at("2026-01-01")


def test_what_stands_there_now_has_not_moved_when_it_is_another_thing() -> None:
    old = look(DAYS[0], facts=facts(platform_id="7"))
    new = look(DAYS[1], facts=facts(platform_id="8", moved_to=MOVED))
    assert judged(old, new).answers == ("re-registered",)


@pytest.mark.parametrize("reach", [Reach.NOT_VISIBLE, Reach.TAKEN_DOWN, Reach.DISABLED])
def test_what_a_look_tells_that_could_not_see_it_changes_no_identity(reach: Reach) -> None:
    old = look(DAYS[0], facts=facts(platform_id="7", revision=ONE))
    gone = look(DAYS[1], reach, facts(platform_id="8", revision=TWO))
    assert judged(old, gone).answers == ("same",)


_seen = st.builds(
    Facts,
    platform_id=st.sampled_from([None, "7", "8"]),
    first_commit=st.sampled_from([None, at("2025-01-01"), at("2025-02-02")]),
    revision=st.sampled_from([None, ONE, TWO]),
    pins=st.sampled_from([None, {ONE: True}, {ONE: False}]),
    moved_to=st.sampled_from([None, "https://github.com/new/code"]),
)
_looks = st.lists(st.tuples(st.sampled_from([Reach.VISIBLE, Reach.GATED]), _seen), max_size=5).map(
    lambda seen: [look(f"2026-01-{day:02}", *one) for day, one in enumerate(seen, 1)]
)
_silent = st.sampled_from([reach for reach in Reach if not reach.says_something])


@given(_looks)
def test_an_alarm_of_another_owner_is_raised_exactly_where_first_and_last_id_differ(
    looks: Sequence[Sighting],
) -> None:
    ids = [each.observation.facts.platform_id for each in looks]
    known = [each for each in ids if each]
    alarmed = "re-registered" in judged(*looks).answers
    assert alarmed == (bool(known) and known[0] != known[-1])


@given(_looks, _silent, st.integers(0, 27))
def test_silence_and_facts_that_were_not_asked_raise_no_alarm(
    looks: Sequence[Sighting], reach: Reach, day: int
) -> None:
    quiet = look(f"2026-02-{day + 1:02}", reach, note="no route")
    untold = look(f"2026-02-{day + 1:02}", facts=Facts())
    before = set(judged(*looks).answers) & set(ALARMS)
    assert set(judged(*looks, quiet).answers) & set(ALARMS) == before
    assert set(judged(*looks, untold).answers) & set(ALARMS) == before


@given(_looks, st.randoms())
def test_only_the_times_decide_not_the_order_in_the_file(
    looks: Sequence[Sighting], random: object
) -> None:
    mixed = list(looks)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert judged(*mixed) == judged(*looks)


def test_only_the_looks_that_are_compared_and_the_last_one_must_be_whole() -> None:
    """What one in between did not read takes nothing from what the first and the last say."""
    gap = Unread(piece=Piece.HISTORY, what="its history", why="was not read")
    facts = Facts(platform_id="7", revision="swh:1:rev:" + "a" * 40)
    looks = [look(day, facts=facts) for day in ("2026-01-01", "2026-01-02", "2026-01-03")]
    for half, answer in ((0, "unknown"), (1, "same"), (2, "unknown")):
        book = list(looks)
        cut = msgspec.structs.replace(looks[half].observation, unread=(gap,))
        book[half] = msgspec.structs.replace(looks[half], observation=cut)
        [verdicts] = judge(PAPER, {CODE.url: book}).artifacts
        assert verdicts.identity.answers == (answer,), half


def test_one_look_is_compared_with_nothing_so_that_what_it_did_not_read_tells_nothing() -> None:
    gap = Unread(piece=Piece.HISTORY, what="its history", why="was not read")
    seen = look("2026-01-01", facts=Facts(platform_id="7"))
    cut = msgspec.structs.replace(seen.observation, unread=(gap,))
    half = msgspec.structs.replace(seen, observation=cut)
    [verdicts] = judge(PAPER, {CODE.url: [half]}).artifacts
    assert verdicts.identity.answers == ("same",)
    [verdicts] = judge(PAPER, {CODE.url: [half, look("2026-01-02", Reach.NOT_VISIBLE)]}).artifacts
    assert verdicts.identity.answers == ("same",)
