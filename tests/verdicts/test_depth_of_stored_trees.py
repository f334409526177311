"""The trees of repositories that were really read, where the folder of facts is at hand."""

from pathlib import Path

import pytest

from tests.verdicts.made import CODE, stored
from tracker.hosts.listing import describe
from tracker.model.paper import Artifact, Depth
from tracker.model.verdict import Verdict
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail


def holds(shared: Path, name: str, path: str | None = None) -> Verdict:
    listing = shared / "facts" / "repos" / name.replace("/", "__") / "tree.txt"
    entries = (line.partition("\t") for line in listing.read_text("utf-8").splitlines())
    paths = [entry for meta, _, entry in entries if " blob " in meta]
    artifact = Artifact(
        role=CODE.role, url=CODE.url, relation=CODE.relation, seen_in="facts", path=path
    )
    seen = trail(CODE.url, [stored("2025-06-19", describe(paths, {}))])
    return judge_depth(artifact, seen)


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


def test_a_folder_that_moved_away_holds_nothing(shared: Path) -> None:
    assert holds(shared, "verl-project/verl", "recipe/dapo").answers == ("nothing",)
