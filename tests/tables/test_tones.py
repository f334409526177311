"""Tones say no more than the words."""

import msgspec
import pytest

from tests.tables.made_reproductions import results, row
from tests.tables.made_rows import judged, verdict
from tests.verdicts.made_runs import USED, check, claim, result
from tracker.model.check import Tier
from tracker.tables import colours as tones
from tracker.verdicts import Tone, license, reproduction  # noqa: A004  (SPDX's word)
from tracker.verdicts.reproduction import OUTCOMES, SETTLED

ONE = check("one")
AUDIT = check("sums", Tier.AUDIT)
EXACT = check("exact", Tier.EXACT)


@pytest.mark.parametrize(
    ("answers", "tone"),
    [
        (("MIT",), Tone.GOOD),
        (("GPL-3.0-only",), Tone.GOOD),
        (("CC-BY-NC-SA-4.0",), Tone.FAIR),
        (("LicenseRef-Qwen-Research",), Tone.FAIR),
        (("LicenseRef-nobody-has-read-it",), Tone.FAIR),
        (("Apache-2.0 AND MIT", "conflict"), Tone.FAIR),
        (("NONE",), Tone.POOR),
        (("NOASSERTION",), Tone.UNKNOWN),
    ],
)
def test_only_a_licence_that_lets_one_build_a_product_is_good(
    answers: tuple[str, ...], tone: Tone
) -> None:
    assert license.QUESTION.tone(verdict("license", *answers)) is tone


def test_a_licence_whose_text_is_not_shipped_is_fair() -> None:
    named = msgspec.structs.replace(verdict("license", "Apache-2.0"), unshipped=True)
    assert license.QUESTION.tone(named) is Tone.FAIR


def test_what_was_seen_in_part_alone_is_not_there_whole() -> None:
    (artifact,) = judged(depth=("complete",)).artifacts
    assert tones.of_artifact(artifact) is Tone.GOOD
    half = verdict("availability", "available", "in part")
    assert tones.of_artifact(msgspec.structs.replace(artifact, availability=half)) is Tone.FAIR
    gone = verdict("availability", "removed", "in part")
    assert tones.of_artifact(msgspec.structs.replace(artifact, availability=gone)) is Tone.POOR


def test_every_word_about_a_claim_that_settles_something_has_a_tone() -> None:
    silent = {
        "inconclusive", "blocked", "failed technically", "not attempted", "holds in an edge case",
        "deviation in an edge case", "library does its part", "defect of a library",
    }  # fmt: skip
    assert set(OUTCOMES) - silent == SETTLED
    for word in OUTCOMES:
        answer = reproduction.QUESTION.known(word)
        assert answer
        assert (answer.tone is Tone.UNKNOWN) == (word in silent)


def test_a_paper_reads_as_its_headline() -> None:
    tried, headline = claim(ONE), claim(name="c2", headline=True)
    assert row(tried, headline, runs=results(ONE)).reproduction.tone is Tone.UNKNOWN
    two = claim(ONE, headline=True)
    assert row(two, claim(name="c2"), runs=results(ONE)).reproduction.tone is Tone.FAIR


def test_without_a_headline_a_paper_reads_as_the_claim_that_came_least_far() -> None:
    assert row(claim(ONE), claim(name="c2"), runs=results(ONE)).reproduction.tone is Tone.UNKNOWN
    both = (claim(ONE), claim(EXACT, name="c2"))
    runs = (*results(ONE), result(EXACT, used=(USED,)))
    assert row(*both, runs=runs).reproduction.tone is Tone.FAIR


def test_a_contradiction_always_shows() -> None:
    shown = row(claim(AUDIT), claim(name="c2", headline=True), runs=results(AUDIT, value=0.1))
    assert shown.reproduction.tone is Tone.POOR


def test_a_mechanism_that_is_not_confirmed_is_no_contradiction() -> None:
    shown = row(claim(ONE, headline=True), runs=results(ONE, value=0.1))
    assert shown.reproduction.tone is Tone.FAIR
    assert tones.of_check(shown.verdicts.claims[0].checks[0]) is Tone.FAIR


def test_a_claim_without_a_result_has_no_mark() -> None:
    assert row(claim(ONE, headline=True)).reproduction.tone is Tone.UNKNOWN
    assert row().reproduction.tone is Tone.UNKNOWN
