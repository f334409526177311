"""Is a copy kept? Only the pinned revision is the release; silence is no answer."""

import msgspec
import pytest

from tests.verdicts.made import CODE, PAPER, REPOSITORY, at, look
from tracker.model.evidence import Facts, Reach, Sighting
from tracker.model.locator import archive_of, locate
from tracker.model.verdict import Verdict
from tracker.verdicts import judge
from tracker.verdicts.archived import judge_archived
from tracker.verdicts.trail import trail

COPIES = archive_of(locate(REPOSITORY)) or ""
PIN = "swh:1:rev:" + "a" * 40
TAKEN = at("2025-12-24")


def judged(*looks: Sighting, subject: str = COPIES) -> Verdict:
    return judge_archived(CODE, trail(subject, looks))


def copy(pins: dict[str, bool] | None, *, subject: str = COPIES) -> Sighting:
    return look("2026-01-01", facts=Facts(pins=pins, last_changed=TAKEN), subject=subject)


@pytest.mark.parametrize(
    ("pins", "answer", "said"),
    [
        ({PIN: True}, "archived", "has the pinned revision, last copied on 2025-12-24"),
        ({PIN: False}, "another revision", "does not hold the pinned revision"),
        (None, "another revision", "was not asked for a revision"),
    ],
)
def test_a_repository_is_archived_where_the_pinned_revision_is_held(
    pins: dict[str, bool] | None, answer: str, said: str
) -> None:
    verdict = judged(copy(pins))
    assert verdict.answers == (answer,)
    assert said in verdict.reason
    assert (verdict.remedy is None) == (answer == "archived")


def test_a_page_is_archived_where_any_copy_is_named() -> None:
    page = "https://web.archive.org/web/https://lab.example/"
    assert judged(copy(None, subject=page), subject=page).answers == ("archived",)


def test_an_archive_that_was_asked_and_has_nothing_says_so() -> None:
    verdict = judged(look("2026-01-01", Reach.NOT_VISIBLE, subject=COPIES))
    assert verdict.answers == ("not archived",)
    assert verdict.remedy
    assert "tracker archive" in verdict.remedy


def test_silence_of_an_archive_is_unknown_and_takes_nothing_back() -> None:
    silent = look("2026-02-01", Reach.UNREACHABLE, subject=COPIES, note="no route")
    assert judged(silent).answers == ("unknown",)
    assert judged().answers == ("unknown",)
    later = judged(copy({PIN: True}), silent)
    assert later.answers == ("archived",)
    assert "not reached on 2026-02-01: no route" in later.reason


@pytest.mark.parametrize(
    ("look_", "reason"),
    [
        (copy({PIN: True}),
         ("Software Heritage has the pinned revision, last copied on 2025-12-24, asked on "
          "2026-01-01.")),
        (look("2026-01-01", facts=Facts(pins={PIN: True}), subject=COPIES),
         "Software Heritage has the pinned revision, asked on 2026-01-01."),
        (copy({PIN: False}),
         ("Last copied on 2025-12-24 by Software Heritage, which does not hold the pinned "
         "revision.")),
        (copy(None),
         "Last copied on 2025-12-24 by Software Heritage, which was not asked for a revision."),
        (look("2026-01-01", facts=Facts(pins={PIN: False}), subject=COPIES),
         "Copied by Software Heritage, which does not hold the pinned revision."),
        (look("2026-01-01", Reach.NOT_VISIBLE, Facts(pins={PIN: False}), subject=COPIES),
         "No copy at Software Heritage, asked on 2026-01-01."),
        (look("2026-01-01", Reach.UNREACHABLE, subject=COPIES),
         "No archive has told yet; not reached on 2026-01-01: unreachable."),
    ],
)  # fmt: skip
def test_the_reason_names_the_archive_the_day_and_what_is_missing(
    look_: Sighting, reason: str
) -> None:
    verdict = judged(look_)
    assert verdict.reason == reason
    told = look_.observation.reach.says_something
    assert verdict.derived_from == ((look_.id,) if told else ())
    assert [each.source for each in verdict.evidence] == ["looked" if told else "registry"]


def test_a_copy_of_a_page_says_which_archive_has_it() -> None:
    page = "https://web.archive.org/web/https://lab.example/"
    assert judged(copy(None, subject=page), subject=page).reason == (
        "The Internet Archive has a copy, last copied on 2025-12-24, asked on 2026-01-01."
    )


def test_what_has_no_address_has_no_copies_that_anybody_was_asked_for() -> None:
    nowhere = msgspec.structs.replace(CODE, url="ftp://lab.example/x")
    paper = msgspec.structs.replace(PAPER, artifacts=(nowhere,))
    assert judge(paper, {}).artifacts[0].archived.answers == ("unknown",)
    assert judge(paper, {}).artifacts[0].archived.subject == ""
