"""What may I do with it? Over artifacts, their gates and what they were made from."""

from typing import Literal

import pytest

from tests.verdicts.made import CODE, PAPER, at, look
from tracker.hosts.texts.listing import describe
from tracker.licensing.lineage import Link
from tracker.model.evidence import Declaration, Facts, Place, Reach, Sighting
from tracker.model.paper import (
    Artifact,
    Depth,
    Paper,
    Promise,
    Relation,
    Role,
    Source,
    Titles,
)
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, Verdict
from tracker.verdicts import judge
from tracker.verdicts.lineage import subject
from tracker.verdicts.use import QUESTION

MODEL = "https://huggingface.co/lab/model"
BASE = "https://huggingface.co/o/base"


def declared(expression: str, path: str = "LICENSE", place: Place = Place.FILE) -> Declaration:
    return Declaration(
        place=place, path=path, quote=f"words of {expression}", expression=expression
    )


def uses(verdicts: ArtifactVerdicts) -> dict[str, str]:
    return {each.use: each.verdict.answer for each in verdicts.uses}


def judged(*sightings: Sighting, role: Role = Role.MODEL) -> ArtifactVerdicts:
    artifact = Artifact(role=role, url=MODEL, relation=Relation.OFFICIAL, seen_in="abstract")
    paper = Paper(id="arxiv:2503.00002", titles=Titles(en="A Model"), artifacts=(artifact,))
    book = {each.observation.subject: [each] for each in sightings}
    return judge(paper, book).artifacts[0]


def model(*licenses: Declaration, reach: Reach = Reach.VISIBLE, **more: object) -> Sighting:
    facts = Facts(licenses=licenses, **more)  # type: ignore[arg-type]
    return look("2025-03-01", reach, facts, subject=MODEL)


def test_a_permissive_release_may_be_used_with_its_notices() -> None:
    said = uses(judged(model(declared("MIT"))))
    assert said == {
        "research": "yes", "internal": "yes", "product": "yes if", "redistribution": "yes if",
        "training": "yes",
    }  # fmt: skip


def test_without_a_look_nothing_is_said() -> None:
    assert set(uses(judged()).values()) == {"cannot say"}


def test_a_gate_is_a_condition() -> None:
    assert uses(judged(model(declared("MIT-0"), reach=Reach.GATED)))["research"] == "yes if"


def test_a_base_that_forbids_commerce_reaches_what_is_made_from_it() -> None:
    base = look("2025-03-01", facts=Facts(licenses=(declared("CC-BY-NC-4.0"),)), subject=BASE)
    said = judged(model(declared("Apache-2.0"), base_models=("o/base",)), base)
    assert uses(said)["internal"] == "no"
    assert said.license.answers == ("Apache-2.0", "conflict")
    assert "o/base is under CC-BY-NC-4.0" in said.license.reason
    product = next(each.verdict for each in said.uses if each.use == "product")
    assert any(each.url == BASE for each in product.evidence)


def test_a_base_that_nobody_looked_at_is_no_yes() -> None:
    said = judged(model(declared("MIT"), base_models=("o/base",)))
    assert uses(said)["internal"] == "cannot say"


def test_training_data_under_other_terms_is_a_condition() -> None:
    data = look(
        "2025-03-01",
        facts=Facts(licenses=(declared("CC-BY-NC-4.0"),)),
        subject="https://huggingface.co/datasets/o/data",
    )
    said = judged(model(declared("MIT"), trained_on=("o/data",)), data)
    assert uses(said)["internal"] == "yes if"


def test_contradicting_places_must_all_allow_a_use() -> None:
    badge = declared("CC-BY-NC-4.0", "README.md", Place.BADGE)
    assert uses(judged(model(declared("MIT"), badge)))["product"] == "no"


def test_a_folder_that_forbids_commerce_must_be_left_out() -> None:
    said = judged(model(declared("MIT"), declared("LicenseRef-S-Lab-1.0", "vendor/LICENSE")))
    verdict = next(each.verdict for each in said.uses if each.use == "internal")
    assert verdict.answer == "yes if"
    assert "vendor/ is left out" in verdict.reason


@pytest.mark.parametrize("use", ["research", "internal", "product", "redistribution", "training"])
def test_a_paper_is_as_strict_as_its_strictest_release(use: str) -> None:
    free = look("2025-03-01", facts=Facts(licenses=(declared("MIT"),)))
    bound = model(declared("CC-BY-NC-ND-4.0"))
    artifact = Artifact(role=Role.MODEL, url=MODEL, relation=Relation.OFFICIAL, seen_in="abstract")
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=(CODE, artifact))
    made = judge(paper, {each.observation.subject: [each] for each in (free, bound)})
    order = ["yes", "yes if", "cannot say", "no"]
    answers = [uses(each)[use] for each in made.artifacts]
    total = next(each.verdict.answer for each in made.uses if each.use == use)
    assert total == max(answers, key=order.index)


@pytest.mark.parametrize(
    "words", ["This project is for academic research only.", "本项目仅供研究，不得商用。"]
)
def test_what_a_readme_withholds_counts_where_nothing_else_declares_a_licence(words: str) -> None:
    text = f"# A tool\n\n{words}\n".encode()
    facts = describe(["README.md", "train.py"], {"README.md": text})
    said = judged(look("2025-03-01", facts=facts, subject=MODEL), role=Role.CODE)
    assert {use: uses(said)[use] for use in ("internal", "product")} == dict.fromkeys(
        ("internal", "product"), "no"
    )
    product = next(each.verdict for each in said.uses if each.use == "product")
    assert words[:12] in product.reason


def test_what_a_readme_withholds_counts_beside_a_permissive_file() -> None:
    limit = Declaration(
        place=Place.README, path="README.md", quote="This code is for research only."
    )
    said = uses(judged(model(declared("MIT"), limit)))
    assert (said["product"], said["internal"]) == ("no", "no")


def test_a_script_that_came_from_elsewhere_and_forbids_commerce_is_to_be_left_out() -> None:
    lent = declared("CC-BY-NC-4.0", "sampler.py", Place.HEADER)
    said = judged(model(declared("MIT-0"), lent))
    product = next(each.verdict for each in said.uses if each.use == "product")
    assert product.answer == "yes if"
    assert "sampler.py is left out, which is under CC-BY-NC-4.0" in product.reason


def test_what_others_made_of_a_paper_says_nothing_of_what_it_released() -> None:
    free = look("2025-03-01", facts=Facts(licenses=(declared("MIT"),)))
    bound = model(declared("CC-BY-NC-ND-4.0"))
    copy = Artifact(role=Role.MODEL, url=MODEL, relation=Relation.THIRD_PARTY, seen_in="abstract")
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=(CODE, copy))
    made = judge(paper, {each.observation.subject: [each] for each in (free, bound)})
    allowed = {each.use: each.verdict.answer for each in made.uses}
    assert allowed["product"] == "yes if"
    assert allowed["research"] == "yes"


def of_use(verdicts: ArtifactVerdicts, use: str) -> Verdict:
    return next(each.verdict for each in verdicts.uses if each.use == use)


def test_a_use_rests_on_the_licence_and_on_what_it_was_made_from() -> None:
    base = look("2025-03-02", facts=Facts(licenses=(declared("CC-BY-NC-4.0"),)), subject=BASE)
    made = judged(model(declared("MIT"), base_models=("o/base",)), base)
    verdict = of_use(made, "product")
    assert verdict.evidence[:-1] == made.license.evidence
    assert verdict.evidence[-1].url == BASE
    assert verdict.evidence[-1].source == "looked"
    assert (verdict.evidence[-1].quote or "").endswith("o/base: CC-BY-NC-4.0")
    assert verdict.derived_from == made.license.derived_from
    assert verdict.as_of == made.license.as_of
    assert verdict.subject == MODEL
    unseen = of_use(judged(model(declared("MIT"), base_models=("o/base",))), "product")
    assert (unseen.evidence[-1].quote or "").endswith("o/base: terms not known")
    assert unseen.remedy == QUESTION.remedy_for("cannot say")


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_at_most_three_reasons_are_named_and_the_others_counted(count: int) -> None:
    parts = [declared("CC-BY-NC-4.0", f"v{n}/LICENSE") for n in range(count)]
    reason = of_use(judged(model(declared("MIT-0"), *parts)), "internal").reason
    named = [f"v{n}/ is left out" for n in range(count) if f"v{n}/ is left out" in reason]
    assert named == [f"v{n}/ is left out" for n in range(min(count, 3))]
    assert ("; and 1 more" in reason) is (count == 4)
    assert reason.startswith("Allowed if v0/ is left out, which is under CC-BY-NC-4.0")
    assert reason.endswith("(“words of CC-BY-NC-4.0”).")


def test_a_folder_that_allows_a_use_is_no_condition() -> None:
    said = judged(model(declared("MIT-0"), declared("MIT", "vendor/LICENSE")))
    assert of_use(said, "internal").answer == "yes"


def paper_of(*released: tuple[str, str, Role, Relation]) -> PaperVerdicts:
    """Judge a paper of artifacts, each given as name, licence, role and relation."""
    artifacts, book = [], {}
    for name, licence, role, relation in released:
        url = f"https://github.com/lab/{name}"
        artifacts.append(Artifact(role=role, url=url, relation=relation, seen_in="abstract"))
        facts = Facts(licenses=(declared(licence),))
        book[url] = [look(f"2025-03-{len(artifacts):02}", facts=facts, subject=url)]
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=tuple(artifacts))
    return judge(paper, book)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("relation", Relation)
def test_what_a_paper_released_is_its_official_code_models_and_data(
    role: Role, relation: Relation
) -> None:
    made = paper_of(
        ("a", "MIT-0", Role.CODE, Relation.OFFICIAL), ("b", "CC-BY-NC-4.0", role, relation)
    )
    counts = relation is Relation.OFFICIAL and role in {Role.CODE, Role.MODEL, Role.DATASET}
    product = next(each.verdict for each in made.uses if each.use == "product")
    assert (product.answer == "no") is counts


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_those_that_are_strictest_are_named_where_there_are_several(count: int) -> None:
    strict = [(f"s{n}", "CC-BY-NC-4.0", Role.CODE, Relation.OFFICIAL) for n in range(count)]
    free = ("free", "MIT-0", Role.CODE, Relation.OFFICIAL)
    product = next(each.verdict for each in paper_of(free, *strict).uses if each.use == "product")
    names = ", ".join(f"lab/s{n}" for n in range(min(count, 3)))
    more = f" and {count - 3} more" if count > 3 else ""
    assert product.reason.endswith(f" ({names}{more}).")
    assert len(product.derived_from) == count + 1
    assert product.as_of == at(f"2025-03-{count + 1:02}")
    assert product.remedy == QUESTION.remedy_for("no")
    alone = paper_of(free)
    assert alone.uses[0].verdict.reason == alone.artifacts[0].uses[0].verdict.reason
    assert alone.uses[0].verdict.evidence == alone.artifacts[0].uses[0].verdict.evidence


@pytest.mark.parametrize(("others", "more"), [(1, "another reason"), (2, "other reasons")])
def test_only_those_are_named_for_whom_the_reason_holds(others: int, more: str) -> None:
    forbids = ("nc", "CC-BY-NC-4.0", Role.CODE, Relation.OFFICIAL)
    silent = [(f"n{n}", "NONE", Role.CODE, Relation.OFFICIAL) for n in range(others)]
    made = paper_of(forbids, *silent)
    product = next(use.verdict for use in made.uses if use.use == "product")
    assert product.answer == "no"
    assert product.reason.endswith(f" (lab/nc); {others} more for {more}.")


def test_a_paper_that_released_nothing_says_so() -> None:
    for each in paper_of().uses:
        assert each.verdict.answer == "cannot say"
        assert each.verdict.reason == "No official code, model or dataset is named."


def test_what_a_paper_says_of_its_licence_can_forbid_and_never_allow() -> None:
    promise = Promise(
        quote="Our code is released under the CC BY-NC 4.0 license.", role=Role.CODE,
        depth=Depth.PARTIAL, source=Source(where="abstract"),
    )  # fmt: skip
    paper = Paper(id=PAPER.id, titles=PAPER.titles, artifacts=(CODE,), promises=(promise,))
    free = look("2025-03-01", facts=Facts(licenses=(declared("MIT-0"),)))
    [made] = judge(paper, {CODE.url: [free]}).artifacts
    assert uses(made)["product"] == "no"
    [silent] = judge(paper, {CODE.url: [look("2025-03-01", facts=Facts(licenses=()))]}).artifacts
    assert set(uses(silent).values()) <= {"no", "cannot say"}


ROOT = "https://huggingface.co/o/root"
DATA = "https://huggingface.co/datasets/o/data"


@pytest.mark.parametrize(
    ("made_from", "origin"),
    [({"base_models": ("o/root",)}, ROOT), ({"trained_on": ("o/data",)}, DATA),
     ({"base_models": (), "trained_on": ("o/data",)}, DATA)],
)  # fmt: skip
def test_terms_reach_through_what_a_base_was_made_from(
    made_from: dict[str, tuple[str, ...]], origin: str
) -> None:
    """Also where nobody has asked for the licence of what lies between."""
    root = look("2025-03-01", facts=Facts(licenses=(declared("CC-BY-NC-4.0"),)), subject=origin)
    for licenses in ((declared("MIT-0"),), None):
        base = look("2025-03-01", facts=Facts(licenses=licenses, **made_from), subject=BASE)
        said = judged(model(declared("MIT-0"), base_models=("o/base",)), base, root)
        verdict = of_use(said, "product")
        assert verdict.answer != "yes"
        assert any(piece.url == origin for piece in verdict.evidence)
        told = [piece.quote for piece in verdict.evidence if piece.url == origin]
        name = "/".join(origin.rsplit("/", 2)[1:])
        assert told == [f"o/base ← {name}: CC-BY-NC-4.0"]


def test_a_base_whose_licence_cannot_be_told_is_not_known_and_not_free() -> None:
    unclear = Declaration(place=Place.FILE, path="LICENSE", quote="Foo")
    base = look("2025-03-01", facts=Facts(licenses=(unclear,)), subject=BASE)
    said = judged(model(declared("MIT-0"), base_models=("o/base",)), base)
    verdict = of_use(said, "product")
    assert verdict.answer == "cannot say"
    assert (verdict.evidence[-1].quote or "").endswith("o/base: terms not known")


@pytest.mark.parametrize("place", [Place.BADGE, Place.PACKAGE, Place.README, Place.FILE])
def test_of_places_that_contradict_each_other_each_can_forbid(place: Place) -> None:
    """Whichever was read first."""
    both = [declared(name, f"{name}.txt", place) for name in ("MIT", "CC-BY-NC-4.0")]
    for order in (both, both[::-1]):
        assert uses(judged(model(*order)))["product"] in {"no", "cannot say"}
        third = declared("Apache-2.0", "LICENSE")
        assert uses(judged(model(third, *order)))["product"] == "no"


def test_where_two_licences_are_declared_a_use_that_both_allow_is_a_condition() -> None:
    """Whatever the use: what follows from a contradiction is to keep to both."""
    made = judged(model(declared("MIT-0"), declared("0BSD", "setup.py", Place.PACKAGE)))
    assert made.license.answers == ("0BSD AND MIT-0", "conflict")
    assert set(uses(made).values()) == {"yes if"}
    for each in made.uses:
        assert each.verdict.reason.startswith(
            "Allowed if both licences that are declared, MIT-0 and 0BSD, are kept to"
        )
    assert set(uses(judged(model(declared("MIT-0")))).values()) == {"yes"}


def test_where_three_are_declared_all_are_kept_to() -> None:
    made = judged(
        model(
            declared("MIT-0"),
            declared("0BSD", "setup.py", Place.PACKAGE),
            declared("Unlicense", "README.md", Place.BADGE),
        )
    )
    reason = of_use(made, "research").reason
    assert reason.startswith("Allowed if all licences that are declared, ")
    assert all(name in reason for name in ("MIT-0", "0BSD", "Unlicense"))


def test_a_contradiction_makes_nothing_more_permissive() -> None:
    for place in (Place.PACKAGE, Place.BADGE, Place.README):
        other = declared("CC-BY-NC-4.0", "README.md", place)
        assert uses(judged(model(declared("MIT-0"), other)))["product"] == "no"


def test_uses_of_which_the_same_is_concluded_have_one_verdict() -> None:
    made = judged()
    assert len({each.verdict for each in made.uses}) == 1


@pytest.mark.parametrize(
    ("kind", "name", "address"),
    [
        ("model", "lab/base", "https://huggingface.co/lab/base"),
        ("model", "lab/base?tab=files", "https://huggingface.co/lab/base"),
        ("dataset", "lab/data", "https://huggingface.co/datasets/lab/data"),
        ("model", "my own model", "https://huggingface.co/my own model"),
    ],
)
def test_what_a_card_names_has_an_address_even_where_the_name_is_none(
    kind: Literal["model", "dataset"], name: str, address: str
) -> None:
    assert subject(Link(name=name, kind=kind)) == address
