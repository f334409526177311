"""The trees of repositories that were really read, where the folder of facts is at hand."""

from pathlib import Path

import pytest

from tests.verdicts.made import CODE
from tools.seed_history import observation
from tracker.model.evidence import Sighting
from tracker.model.paper import Artifact, Depth
from tracker.model.verdict import Verdict
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail


def holds(shared: Path, name: str, path: str | None = None) -> Verdict:
    seen = observation(shared / "facts" / "repos" / name.replace("/", "__"))
    artifact = Artifact(
        role=CODE.role, url=seen.subject, relation=CODE.relation, seen_in="facts", path=path
    )
    sighting = Sighting(id=seen.id, observation=seen)
    return judge_depth(artifact, trail(seen.subject, [sighting]))


@pytest.mark.parametrize("name", ["BeingBeyond/Being-0", "BeingBeyond/being-0"])
def test_a_repository_with_a_web_page_only_is_a_placeholder(shared: Path, name: str) -> None:
    assert holds(shared, name).answers == ("placeholder", "web page")


def test_the_official_repository_of_dapo_only_evaluates(shared: Path) -> None:
    assert holds(shared, "BytedTsinghua-SIA/DAPO").answers == ("partial", "evaluation only")


def test_example_scripts_that_mostly_evaluate_are_called_so(shared: Path) -> None:
    answers = holds(shared, "showlab/Impossible-Videos").answers
    assert answers == ("partial", "mostly evaluation")


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("verl-project/verl-recipe", "dapo"),
        ("knoveleng/open-rs", None),
        ("KlingAIResearch/ReCamMaster", None),
        ("BlinkDL/RWKV-LM", "RWKV-v7"),
        ("tulerfeng/Video-R1", None),
    ],
)
def test_training_code_is_recognised(shared: Path, name: str, path: str | None) -> None:
    assert Depth(holds(shared, name, path).answers[0]).reaches(Depth.TRAINING)


@pytest.mark.parametrize(
    "name", ["IEIT-AGI/DropletVideo", "QwenLM/Qwen2.5-Omni", "docling-project/docling"]
)
def test_a_release_without_training_code_is_inference(shared: Path, name: str) -> None:
    assert holds(shared, name).answers == ("inference",)


def test_of_a_folder_that_moved_away_an_old_copy_does_not_tell_whether_data_stayed(
    shared: Path,
) -> None:
    verdict = holds(shared, "verl-project/verl", "recipe/dapo")
    assert verdict.answers == ("unknown",)
    assert "No code or text lies in recipe/dapo/" in verdict.reason


def test_a_copied_trainer_is_not_the_papers_own(shared: Path) -> None:
    """The README of the fork credits Pyramid Flow, whose trainers lie in pyramid_flow/."""
    verdict = holds(shared, "LightYagami28/Video-T1")
    assert verdict.answers == ("inference",)
    assert "copied from other projects left out" in verdict.reason


@pytest.mark.parametrize(
    ("name", "path", "missing"),
    [
        ("knoveleng/open-rs", None, "setup.py pins 9 of 29 packages"),
        ("KlingAIResearch/ReCamMaster", None, "requirements.txt pins 2 of 13 packages"),
        ("verl-project/verl-recipe", "dapo", "code to use or evaluate the result and a pinned"),
        ("Daniil-Selikhanovych/RSD", None, "rsd.yml was not read"),
        ("tulerfeng/Video-R1", None, "src/r1-v/setup.py was not read"),
    ],
)
def test_what_a_release_lacks_to_be_complete_is_named(
    shared: Path, name: str, path: str | None, missing: str
) -> None:
    verdict = holds(shared, name, path)
    assert verdict.answers[0] == "training"
    assert "missing for complete: " in verdict.reason
    assert missing in verdict.reason


@pytest.mark.parametrize(
    ("name", "environment"),
    [
        ("showlab/FAR", "requirements.txt"),
        ("RoboDita/Dita", "environment.yaml"),
        ("wyf0912/SinSR", "environment.yml"),
    ],
)
def test_a_pinned_environment_makes_training_code_complete(
    shared: Path, name: str, environment: str
) -> None:
    verdict = holds(shared, name)
    assert verdict.answers == ("complete",)
    assert f"pins its environment ({environment})" in verdict.reason


def test_a_script_that_the_readme_runs_and_nobody_shipped_is_named(shared: Path) -> None:
    told = "README.md tells to run scripts/download_imagenet.sh, which is not there"
    assert told in holds(shared, "Daniil-Selikhanovych/RSD").reason


def test_the_placeholders_words_are_quoted_with_their_line(shared: Path) -> None:
    verdict = holds(shared, "BeingBeyond/Being-0")
    assert "missing for partial: code" in verdict.reason
    said = verdict.evidence[-1]
    assert (said.quote or "").startswith("We will release our code within this year")
    assert said.url.endswith("/README.md#L19")


def test_scripts_whose_text_was_not_saved_were_not_asked_for_their_imports(shared: Path) -> None:
    verdict = holds(shared, "Daniil-Selikhanovych/RSD")
    assert verdict.answers == ("training",)
    assert "what its scripts import is not known" in verdict.reason
