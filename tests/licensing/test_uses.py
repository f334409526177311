"""From licences and lineages to uses: never more permissive than the evidence."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.licensing.known import Clause, commercial, kinds, known
from tracker.licensing.lineage import About, Link, trace
from tracker.licensing.uses import Allowed, Use, rule

NAMES = [
    "MIT", "Apache-2.0", "GPL-3.0-only", "CC-BY-NC-4.0", "CC-BY-ND-4.0", "NONE", "NOASSERTION",
    "LicenseRef-Llama-2-Community", "LicenseRef-Qwen-Research", "LicenseRef-Unheard-Of",
    "LicenseRef-Tencent-Hunyuan-Community",
]  # fmt: skip
RANK = list(Allowed)


@pytest.mark.parametrize(
    ("expression", "research", "product", "training"),
    [
        ("MIT", "yes", "yes if", "yes"),
        ("MIT-0", "yes", "yes", "yes"),
        ("CC-BY-NC-4.0", "yes", "no", "yes if"),
        ("LicenseRef-Llama-2-Community", "yes if", "yes if", "no"),
        ("LicenseRef-Qwen-Research", "yes", "no", "yes if"),
        ("LicenseRef-Tongyi-Qianwen-Research", "yes", "no", "no"),
        ("LicenseRef-NVIDIA-Source-Code", "yes", "no", "yes if"),
        ("LicenseRef-Adobe-Research", "yes", "no", "yes if"),
        ("LicenseRef-Falcon-180B-TII", "yes if", "yes if", "yes if"),
        ("LicenseRef-Unheard-Of", "cannot say", "cannot say", "cannot say"),
        ("EPL-2.0", "yes", "yes if", "yes if"),
        ("NONE", "cannot say", "no", "no"),
        ("NOASSERTION", "cannot say", "cannot say", "cannot say"),
        ("MIT AND CC-BY-NC-4.0", "yes", "no", "yes if"),
        ("MIT OR CC-BY-NC-4.0", "yes", "yes if", "yes"),
    ],
)
def test_uses_follow_from_the_clauses(
    expression: str, research: str, product: str, training: str
) -> None:
    said = [rule(expression, use).allowed for use in (Use.RESEARCH, Use.PRODUCT, Use.TRAINING)]
    assert said == [research, product, training]


def test_a_threshold_is_a_condition_with_the_words_it_rests_on() -> None:
    said = rule("LicenseRef-Llama-3.1-Community", Use.PRODUCT)
    assert said.allowed is Allowed.IF
    assert any("700 million" in words for words in said.words)


@settings(deadline=None)
@given(
    names=st.lists(st.sampled_from(NAMES[:5] + NAMES[7:]), min_size=1, max_size=3),
    more=st.sampled_from(NAMES[:5] + NAMES[7:]),
    use=st.sampled_from(list(Use)),
)
def test_one_more_licence_never_allows_more(names: list[str], more: str, use: Use) -> None:
    before = rule(" AND ".join(names), use).allowed
    after = rule(" AND ".join([*names, more]), use).allowed
    assert RANK.index(after) >= RANK.index(before)


@settings(deadline=None)
@given(
    name=st.sampled_from(NAMES),
    bases=st.lists(st.sampled_from([*NAMES, None]), max_size=3),
    relation=st.sampled_from(["finetune", "distilled", None]),
    use=st.sampled_from(list(Use)),
    gated=st.booleans(),
)
def test_a_lineage_a_gate_and_a_quoted_term_never_allow_more(
    name: str, bases: list[str | None], relation: str | None, use: Use, gated: bool
) -> None:
    links = [Link(name=f"o/m{at}", relation=relation) for at in range(len(bases))]
    terms = dict(zip((link.name for link in links), bases, strict=True))
    made = trace(name, links, lambda link: About(license=terms[link.name]))
    quoted = (Clause(kind="non-commercial", words="No commercial use."),)
    before = RANK.index(rule(name, use).allowed)
    assert RANK.index(rule(name, use, gated=gated, lineage=made).allowed) >= before
    assert RANK.index(rule(name, use, quoted=quoted).allowed) >= before


def test_an_unknown_base_is_never_a_yes() -> None:
    made = trace("MIT", [Link(name="somebody/base")], lambda _: None)
    assert rule("MIT", Use.INTERNAL, lineage=made).allowed is Allowed.UNKNOWN
    assert made.unknown[0].link.name == "somebody/base"


def test_terms_reach_through_several_steps_and_cycles_end() -> None:
    chain = {
        "o/a": About(license="MIT", made_from=(Link(name="o/b", relation="merge"),)),
        "o/b": About(
            license="Apache-2.0",
            made_from=(Link(name="o/a"), Link(name="meta-llama/Llama-2-7b-hf")),
        ),
    }
    made = trace("MIT", [Link(name="o/a", relation="quantized")], lambda link: chain.get(link.name))
    last = made.upstream[-1]
    assert last.through == ("o/a", "o/b", "meta-llama/Llama-2-7b-hf")
    assert (last.license, last.known_by) == ("LicenseRef-Llama-2-Community", "name")
    assert rule("MIT", Use.TRAINING, lineage=made).allowed is Allowed.NO
    (reason,) = made.impossible
    assert reason.startswith("declared MIT; its base model meta-llama/Llama-2-7b-hf is under")


@pytest.mark.parametrize(
    "link", [Link(name="o/data", kind="dataset"), Link(name="o/teacher", relation="distilled")]
)
def test_data_and_teachers_may_reach_and_are_a_condition(link: Link) -> None:
    made = trace("MIT", [link], lambda _: About(license="CC-BY-NC-4.0"))
    assert made.upstream[0].reaches == "may"
    said = rule("MIT", Use.INTERNAL, lineage=made)
    assert (said.allowed, made.impossible) == (Allowed.IF, ())


def test_what_surely_reaches_is_not_hidden_by_a_way_that_only_may() -> None:
    chain = {
        "o/teacher": About(license="MIT", made_from=(Link(name="o/root"),)),
        "o/base": About(license="MIT", made_from=(Link(name="o/root"),)),
        "o/root": About(license="CC-BY-NC-4.0"),
    }
    links = [Link(name="o/teacher", relation="distilled"), Link(name="o/base")]
    made = trace("MIT", links, lambda link: chain[link.name])
    assert {each.link.name: each.reaches for each in made.upstream}["o/root"] == "yes"


def test_an_endless_lineage_is_cut_and_said_to_be() -> None:
    made = trace(
        "MIT",
        [Link(name="o/0")],
        lambda link: About(
            license="MIT", made_from=(Link(name=f"o/{int(link.name.rpartition('/')[2]) + 1}"),)
        ),
    )
    assert made.cut
    assert rule("MIT", Use.RESEARCH, lineage=made).allowed is Allowed.UNKNOWN


def test_every_clause_has_words_and_a_known_kind_and_touches_known_uses() -> None:
    uses = {use.value for use in Use}
    assert all(set(kind.uses) <= uses for kind in kinds().values())
    license = known("LicenseRef-S-Lab-1.0")  # noqa: A001
    assert license is not None
    assert all(clause.kind in kinds() and clause.words for clause in license.clauses or ())
    assert commercial("LicenseRef-S-Lab-1.0") == "no"


def _reviewed_as(answer: str) -> list[str]:
    raw = files("tracker.licensing").joinpath("data", "licenses.toml").read_text("utf-8")
    return [name for name, one in tomllib.loads(raw)["licenses"].items()
            if one["commercial"] == answer]  # fmt: skip


@pytest.mark.parametrize(
    "name", [*_reviewed_as("no"), "CC-BY-NC-3.0-DE", "LicenseRef-Noncommercial"]
)
def test_what_forbids_commercial_use_never_lets_one_pass_it_on_without_a_condition(
    name: str,
) -> None:
    assert rule(name, Use.REDISTRIBUTION).allowed in (Allowed.IF, Allowed.UNKNOWN, Allowed.NO)
    assert rule(name, Use.TRAINING).allowed in (Allowed.IF, Allowed.UNKNOWN, Allowed.NO)
    assert rule(name, Use.INTERNAL).allowed is Allowed.NO
    assert rule(name, Use.PRODUCT).allowed is Allowed.NO


def test_a_licence_for_non_commercial_use_says_so_of_redistribution() -> None:
    said = rule("CC-BY-NC-4.0", Use.REDISTRIBUTION)
    assert said.allowed is Allowed.IF
    assert "it is not commercial: CC-BY-NC-4.0" in said.because
