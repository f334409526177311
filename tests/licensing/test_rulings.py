"""The words in which a use is allowed or not, and of which ground the strictest answer is."""

import msgspec
import pytest

from tracker.licensing.known import Clause, License, known
from tracker.licensing.lineage import Lineage, Link, Upstream
from tracker.licensing.uses import Allowed, Ruling, Use, reviewed, rule, worst

YES, IF, UNKNOWN, NO = Allowed


def said(ruling: Ruling) -> tuple[str, tuple[str, ...]]:
    return ruling.allowed.value, ruling.because


@pytest.mark.parametrize(
    ("expression", "use", "allowed", "because"),
    [
        ("MIT", Use.RESEARCH, "yes", "MIT allows it"),
        ("NONE", Use.RESEARCH, "cannot say",
         "no licence is declared; what the law allows without one differs"),
        ("NONE", Use.INTERNAL, "no", "no licence is declared: nothing is granted"),
        ("NOASSERTION", Use.RESEARCH, "cannot say", "under which licence it is cannot be told"),
        ("CC-BY-NC-4.0", Use.RESEARCH, "yes", "CC-BY-NC-4.0 allows it"),
        ("LicenseRef-scancode-agpl-3.0-foo", Use.RESEARCH, "cannot say",
         "nobody has reviewed the terms of LicenseRef-scancode-agpl-3.0-foo"),
        ("MIT OR CC-BY-NC-4.0", Use.INTERNAL, "yes", "MIT allows it"),
        ("CC-BY-NC-4.0 OR MIT", Use.INTERNAL, "yes", "MIT allows it"),
        ("MIT AND NOASSERTION", Use.RESEARCH, "cannot say",
         "nobody has reviewed the terms of NOASSERTION"),
    ],
)  # fmt: skip
def test_the_reason_of_an_answer(
    expression: str, use: Use, allowed: str, because: str
) -> None:  # fmt: skip
    assert said(rule(expression, use)) == (allowed, (because,))


def plain(*clauses: Clause, unread: bool = False) -> License:
    review = known("MIT")
    assert review is not None
    return msgspec.structs.replace(review, clauses=None if unread else clauses)


@pytest.mark.parametrize(
    ("use", "allowed", "because"),
    [
        (Use.RESEARCH, "yes", "X allows it"),
        (Use.INTERNAL, "no", "X forbids commercial use"),
        (Use.PRODUCT, "no", "X forbids commercial use"),
        (Use.REDISTRIBUTION, "yes if", "it is not commercial: X"),
        (Use.TRAINING, "yes if", "it is not commercial: X"),
    ],
)
def test_what_forbids_commerce_without_a_clause(use: Use, allowed: str, because: str) -> None:
    assert said(reviewed("X", plain(), "no", use)) == (allowed, (because,))
    assert said(reviewed("X", None, "no", use)) == (allowed, (because,))


@pytest.mark.parametrize("use", Use)
def test_conditions_that_nobody_named_are_conditions(use: Use) -> None:
    assert said(reviewed("X", plain(), "conditional", use)) == (
        "yes if", ("the conditions of X are met",),
    )  # fmt: skip
    assert said(reviewed("X", plain(), "yes", use)) == ("yes", ("X allows it",))


@pytest.mark.parametrize("use", Use)
def test_terms_that_were_not_reviewed_one_by_one_bind_what_is_passed_on(use: Use) -> None:
    found = said(reviewed("X", plain(unread=True), "yes", use))
    if use in (Use.PRODUCT, Use.REDISTRIBUTION, Use.TRAINING):
        condition = "the terms of X are met, which were not reviewed one by one"
        assert found == ("yes if", (condition,))
    else:
        assert found == ("yes", ("X allows it",))


def test_a_clause_is_quoted_and_a_prohibition_says_whose_it_is() -> None:
    clause = Clause(kind="non-commercial", words="Not for sale.")
    found = rule("MIT", Use.PRODUCT, quoted=[clause])
    assert found == Ruling(
        allowed=NO, because=("its own text forbids it (non-commercial)",), words=("Not for sale.",)
    )
    assert rule("MIT", Use.RESEARCH, quoted=[clause]).allowed is YES


def test_a_gate_is_a_condition_of_the_host() -> None:
    gated = rule("MIT", Use.RESEARCH, gated=True)
    assert gated.allowed is IF
    assert gated.words == ("gated",)


def upstream(license_: str | None, reaches: str, kind: str = "model") -> Lineage:
    link = Link(kind=kind, name="a/b", relation="finetune")  # type: ignore[arg-type]
    one = Upstream(
        link=link, license=license_, reaches=reaches, through=("a/b",), known_by="look",
    )  # type: ignore[arg-type]  # fmt: skip
    return Lineage(upstream=(one,), impossible=())


@pytest.mark.parametrize(
    ("license_", "reaches", "kind", "allowed", "because"),
    [
        (None, "yes", "model", "cannot say", "the terms of its base model a/b are not known"),
        ("NONE", "yes", "model", "cannot say", "the terms of its base model a/b are not known"),
        ("NOASSERTION", "may", "dataset", "yes if",
         "the terms of its training data a/b, which are not known, do not forbid it"),
        ("CC-BY-NC-4.0", "yes", "model", "no",
         "its base model a/b: CC-BY-NC-4.0 forbids it (non-commercial)"),
        ("CC-BY-NC-4.0", "may", "dataset", "yes if",
         "the terms of its training data a/b (CC-BY-NC-4.0) do not reach it"),
    ],
)  # fmt: skip
def test_what_it_was_made_from(
    license_: str | None, reaches: str, kind: str, allowed: str, because: str
) -> None:
    found = rule("MIT", Use.INTERNAL, lineage=upstream(license_, reaches, kind))
    assert found.allowed.value == allowed
    assert because in found.because


def test_a_free_base_adds_no_condition() -> None:
    assert said(rule("MIT", Use.INTERNAL, lineage=upstream("MIT", "may"))) == (
        "yes", ("MIT allows it",),
    )  # fmt: skip


def test_a_lineage_that_was_cut_is_no_yes() -> None:
    cut = Lineage(upstream=(), impossible=(), cut=True)
    assert said(rule("MIT", Use.RESEARCH, lineage=cut)) == (
        "cannot say", ("its lineage goes further than was followed",),
    )  # fmt: skip


def test_the_strictest_answer_keeps_all_reasons_of_its_kind_once() -> None:
    rulings = [
        Ruling(allowed=IF, because=("a", "b"), words=("w",)),
        Ruling(allowed=YES, because=("y",)),
        Ruling(allowed=IF, because=("b", "c"), words=("w", "v")),
    ]
    assert worst(rulings) == Ruling(allowed=IF, because=("a", "b", "c"), words=("w", "v"))
    assert worst([]).allowed is UNKNOWN
    for order in (rulings, rulings[::-1]):
        assert worst([*order, Ruling(allowed=NO, because=("n",))]).because == ("n",)
    assert worst([rulings[0], Ruling(allowed=UNKNOWN, because=("u",))]).allowed is UNKNOWN
