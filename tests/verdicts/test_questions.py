"""What every question says of itself: an order of answers, how they read, what they are called."""

from collections.abc import Sequence

import pytest

from tracker.model.verdict import Verdict
from tracker.verdicts import QUESTIONS, Question, Tone
from tracker.verdicts.availability import GONE
from tracker.verdicts.identity import ALARMS

BY_NAME = {each.name: each for each in QUESTIONS}
BEST_FIRST: dict[str, Sequence[Sequence[str]]] = {
    "availability": (
        ("available", "moved"), ("gated", "archived"), ("placeholder",), ("empty",),
        ("removed", "taken-down", "disabled", "not-visible"),
    ),
    "depth": (
        ("complete",), ("training",), ("inference",), ("partial",), ("placeholder",), ("nothing",),
    ),
    "identity": (
        ("same", "moved", "new revision", "new release", "card changed", "licence changed"),
        ("history rewritten",), ("re-created", "re-registered"),
    ),
    "archived": (("archived",), ("not archived",)),
    "license": (("an SPDX expression",), ("NONE",)),
    "use": (("yes",), ("yes if",), ("no",)),
    "promise": (("kept",), ("partly",), ("open",), ("not kept",)),
    "reproduction": (
        ("reproduced (exact)", "replicated (exact)"), ("proxy within tolerance",),
        ("mechanism holds", "numbers consistent"),
        ("proxy outside tolerance", "mechanism not confirmed"),
        ("contradicted", "numbers do not follow"),
    ),
}  # fmt: skip
"""The order in which an answer that comes later is worse; all others are neither."""


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_the_answers_have_this_order(question: Question) -> None:
    expected = BEST_FIRST.get(question.name, ())
    ranks = {each.word: each.rank for each in question.answers}
    assert {word for word, rank in ranks.items() if rank is not None} == {
        word for group in expected for word in group
    }
    for group in expected:
        assert len({ranks[word] for word in group}) == 1
    firsts = [ranks[group[0]] or 0 for group in expected]
    assert firsts == sorted(set(firsts), reverse=True)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_a_worse_answer_never_reads_better_and_what_nobody_knows_has_no_rank(
    question: Question,
) -> None:
    tones = list(Tone)
    ranked = [(each.rank, tones.index(each.tone)) for each in question.answers
              if each.rank is not None and each.tone is not None]  # fmt: skip
    for rank, tone in ranked:
        assert all(other >= tone for lower, other in ranked if lower < rank)
    assert not [each for each in question.answers if each.tone is Tone.UNKNOWN and each.rank]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_a_question_is_asked_once_and_its_words_are_its_own(question: Question) -> None:
    assert [each.name for each in QUESTIONS].count(question.name) == 1
    words = [each.word for each in question.answers]
    assert len(words) == len(set(words))
    assert sum(each.open for each in question.answers) <= 1
    assert question.rule.startswith(f"{question.name}/")


def test_a_word_has_one_name_in_chinese_whichever_question_it_answers() -> None:
    named: dict[str, set[str]] = {}
    for question in QUESTIONS:
        for each in question.answers:
            named.setdefault(each.word, set()).add(each.zh)
    assert not {word: names for word, names in named.items() if len(names) > 1}


def test_gone_and_alarming_answers_are_these() -> None:
    assert {"removed", "taken-down", "disabled", "not-visible"} == GONE
    assert {"re-registered", "re-created", "history rewritten"} == ALARMS


def told(question: str, *answers: str, derived: bool = True) -> Verdict:
    return Verdict(
        question=question, subject="s", answers=answers, reason="r", rule=f"{question}/1",
        derived_from=("obs:1",) if derived else (),
    )  # fmt: skip


def test_what_says_nothing_has_no_line_of_its_own() -> None:
    assert BY_NAME["identity"].tells(told("identity", "same"))
    assert not BY_NAME["identity"].tells(told("identity", "unknown"))
    assert not BY_NAME["archived"].tells(told("archived", "archived", derived=False))
    assert not BY_NAME["depth"].tells(told("depth", "unknown", derived=False))
    assert BY_NAME["depth"].tells(told("depth", "unknown"))
    assert BY_NAME["availability"].tells(told("availability", "unknown", derived=False))


def test_of_several_answers_the_poorest_counts_unless_one_check_is_as_good_as_the_best() -> None:
    assert BY_NAME["availability"].rank(told("availability", "moved", "archived")) == 4
    assert BY_NAME["reproduction"].rank(
        told("reproduction", "mechanism holds", "proxy within tolerance")
    ) == 3  # fmt: skip
    assert BY_NAME["reproduction"].rank(
        told("reproduction", "proxy within tolerance", "mechanism not confirmed")
    ) == 1  # fmt: skip
    assert BY_NAME["license"].rank(told("license", "NOASSERTION", "conflict")) is None
    assert BY_NAME["license"].rank(told("license", "MIT")) == 1
