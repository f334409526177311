"""What every question says of itself: an order of answers, how they read, what they are called."""

import re
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
        ("removed", "taken-down", "disabled", "not-visible", "no such branch"),
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
    "conditions": (("met by the release",), ("others met",), ("not met by the release",)),
    "promise": (("kept",), ("partly",), ("open",), ("not kept",)),
    "reproduction": (
        ("reproduced (exact)", "replicated (exact)"),
        ("proxy within tolerance", "reproduced (imported)"),
        (
            "mechanism holds", "numbers consistent", "released code as described",
            "within tolerance (imported)",
        ),
        (
            "proxy outside tolerance", "mechanism not confirmed", "within chance",
            "outside tolerance (imported)", "numbers do not follow (rounding slip)",
            "released code differs from its description",
        ),
        (
            "contradicted", "numbers do not follow", "numbers do not follow (wrong cell)",
            "numbers do not follow (claim changes)",
        ),
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
    firsts = [ranks[group[0]] for group in expected]
    assert firsts == [*range(len(expected))][::-1], "counted from 0, the worst, without a gap"


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
    assert re.fullmatch(rf"{question.name}/[1-9]\d*", question.rule)


READS: dict[str, dict[Tone | None, str]] = {
    "summary": {None: "one line"},
    "availability": {
        Tone.GOOD: "available, moved",
        Tone.FAIR: "gated, archived",
        Tone.POOR: "empty, placeholder, removed, taken-down, disabled, not-visible, no such branch",
        Tone.UNKNOWN: "unknown",
    },
    "depth": {
        Tone.GOOD: "training, complete",
        Tone.FAIR: "partial, inference",
        Tone.POOR: "nothing, placeholder",
        Tone.UNKNOWN: "unknown",
        None: (
            "evaluation only, mostly evaluation, web page, environment not pinned, not runnable, "
            "empty package, scripts only, modified copy, curated list, vendored only"
        ),
    },
    "since": {Tone.UNKNOWN: "unknown", None: "a date"},
    "identity": {
        Tone.GOOD: "same, moved, card changed, new release, new revision",
        Tone.FAIR: "licence changed",
        Tone.POOR: "re-registered, re-created, history rewritten",
        Tone.UNKNOWN: "unknown",
    },
    "archived": {
        Tone.GOOD: "archived",
        Tone.FAIR: "another revision",
        Tone.POOR: "not archived",
        Tone.UNKNOWN: "unknown",
    },
    "license": {
        Tone.FAIR: "conflict",
        Tone.POOR: "NONE",
        Tone.UNKNOWN: "NOASSERTION",
        None: "an SPDX expression",
    },
    "use": {Tone.GOOD: "yes", Tone.FAIR: "yes if", Tone.POOR: "no", Tone.UNKNOWN: "cannot say"},
    "conditions": {
        Tone.GOOD: "met by the release",
        Tone.FAIR: "others met",
        Tone.POOR: "not met by the release",
        Tone.UNKNOWN: "cannot say",
        None: "nothing is asked",
    },
    "promise": {
        Tone.GOOD: "kept",
        Tone.FAIR: "partly, open",
        Tone.POOR: "not kept",
        Tone.UNKNOWN: "cannot tell, never promised, promises not read yet",
    },
    "check": {
        Tone.UNKNOWN: "inconclusive, blocked, failed technically, not attempted",
        None: "holds, does not hold",
    },
    "reproduction": {
        Tone.GOOD: "reproduced (exact), replicated (exact)",
        Tone.FAIR: (
            "reproduced (imported), within tolerance (imported), outside tolerance (imported), "
            "proxy within tolerance, mechanism holds, numbers consistent, "
            "proxy outside tolerance, mechanism not confirmed, within chance, "
            "numbers do not follow (rounding slip), released code as described, "
            "released code differs from its description"
        ),
        Tone.POOR: "contradicted, numbers do not follow, numbers do not follow (claim changes), "
        "numbers do not follow (wrong cell)",
        Tone.UNKNOWN: "inconclusive, blocked, failed technically, not attempted, "
        "holds in an edge case, deviation in an edge case, library does its part, "
        "defect of a library",
        None: "no empirical claim, checkable on a CPU, partly checkable on a CPU, needs …",
    },
    "elsewhere": {None: "seen, not registered; only cited; nothing new; unknown"},
}
"""Others read these words in `status.json`; how each reads at a glance."""

BESIDE = {
    "depth": {
        "evaluation only", "mostly evaluation", "web page", "environment not pinned",
        "not runnable", "empty package", "scripts only", "modified copy", "curated list",
        "vendored only",
    },
    "license": {"conflict"},
    "conditions": {"others met"},
    "reproduction": {
        "no empirical claim", "checkable on a CPU", "partly checkable on a CPU", "needs …",
    },
}  # fmt: skip
OPEN = {"summary": "one line", "since": "a date", "license": "an SPDX expression",
        "reproduction": "needs …"}  # fmt: skip
QUIET = {"since": "unknown", "identity": "unknown", "archived": "unknown",
         "conditions": "nothing is asked"}  # fmt: skip
HELPED = {
    "availability": "gated, moved, archived, unknown",
    "depth": "partial, inference, training, unknown, not runnable, curated list",
    "since": "unknown",
    "identity": "moved, licence changed, new release, unknown",
    "archived": "another revision, unknown",
    "license": "NOASSERTION, conflict",
    "use": "cannot say",
    "conditions": "cannot say",
    "promise": "partly, open, cannot tell, promises not read yet",
    "check": "does not hold, inconclusive, blocked, failed technically, not attempted",
    "reproduction": "not attempted, released code differs from its description",
    "elsewhere": "seen, not registered; unknown",
}
"""What something would help against, beside all that reads poorly."""


def listed(text: str) -> set[str]:
    return set(text.split("; " if ";" in text else ", ")) - {""}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_the_words_that_others_read_are_these_and_read_like_this(question: Question) -> None:
    expected = {tone: listed(text) for tone, text in READS[question.name].items()}
    tones = {each.tone for each in question.answers}
    assert expected == {
        tone: {each.word for each in question.answers if each.tone is tone} for tone in tones
    }


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_what_stands_for_others_or_beside_others_or_is_not_worth_a_line(
    question: Question,
) -> None:
    def those(kind: str) -> set[str]:
        return {each.word for each in question.answers if getattr(each, kind)}

    assert those("open") == {OPEN[question.name]} if question.name in OPEN else not those("open")
    assert those("beside") == BESIDE.get(question.name, set())
    assert (
        those("quiet") == {QUIET[question.name]} if question.name in QUIET else not those("quiet")
    )


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda each: each.name)
def test_against_all_that_reads_poorly_something_would_help(question: Question) -> None:
    poor = {each.word for each in question.answers if each.tone is Tone.POOR}
    helped = {each.word for each in question.answers if question.remedy_for(each.word)}
    assert helped == poor | listed(HELPED.get(question.name, ""))


def test_which_questions_are_asked_of_what_and_where_their_answers_stand() -> None:
    def those(kind: str) -> set[str]:
        return {each.name for each in QUESTIONS if getattr(each, kind)}

    whole = {"summary", "license", "promise", "reproduction"}
    assert those("sums") == whole
    assert those("of_paper") == {*whole, "elsewhere"}
    assert those("of_artifact") == {
        "availability", "depth", "since", "identity", "archived", "license", "conditions",
    }  # fmt: skip
    assert those("always") == {"availability", "license"}
    assert those("reads") == {"license"}
    assert {each.name for each in QUESTIONS} - those("compared") == {"summary", "use", "check"}
    assert {each.name: each.badge for each in QUESTIONS if each.badge} == {
        "reproduction": "reproduction"
    }
    assert {each.name for each in QUESTIONS if each.weigh is not min} == {
        "conditions", "reproduction",
    }  # fmt: skip


def test_the_columns_that_questions_have_in_the_tables() -> None:
    found = {each.name: each.column for each in QUESTIONS if each.column}
    assert {name: (one.heading, one.terminal) for name, one in found.items()} == {
        "license": ("Licence", 3), "use": ("Use", 4), "promise": ("Promises", 3),
        "reproduction": ("Reproduction", 5),
    }  # fmt: skip


def test_a_word_has_one_name_in_chinese_whichever_question_it_answers() -> None:
    named: dict[str, set[str]] = {}
    for question in QUESTIONS:
        for each in question.answers:
            named.setdefault(each.word, set()).add(each.zh)
    assert not {word: names for word, names in named.items() if len(names) > 1}


def test_gone_and_alarming_answers_are_these() -> None:
    assert {"removed", "taken-down", "disabled", "not-visible", "no such branch"} == GONE
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
    assert BY_NAME["availability"].rank(told("availability", "moved", "archived")) == 3
    assert BY_NAME["reproduction"].rank(
        told("reproduction", "mechanism holds", "proxy within tolerance")
    ) == 3  # fmt: skip
    assert BY_NAME["reproduction"].rank(
        told("reproduction", "proxy within tolerance", "mechanism not confirmed")
    ) == 1  # fmt: skip
    assert BY_NAME["license"].rank(told("license", "NOASSERTION", "conflict")) is None
    assert BY_NAME["license"].rank(told("license", "MIT")) == 1
