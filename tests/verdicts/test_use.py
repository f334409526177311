"""What may I do with it? Over artifacts, their gates and what they were made from."""

import pytest

from tests.verdicts.made import CODE, PAPER, look
from tracker.hosts.texts.listing import describe
from tracker.model.evidence import Declaration, Facts, Place, Reach, Sighting
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.model.verdict import ArtifactVerdicts
from tracker.verdicts import judge

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
