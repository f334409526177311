"""A repository without code may hold it packed, or on a branch that its README links."""

import pytest

from tests.verdicts.made import CODE, look, tree
from tracker.model.evidence import Facts, Passage
from tracker.model.paper import Artifact, Relation, Role
from tracker.model.verdict import Verdict
from tracker.verdicts.depth import judge_depth
from tracker.verdicts.trail import trail


def judged(*paths: str, artifact: Artifact = CODE, branches: tuple[str, ...] = ()) -> Verdict:
    passages = tuple(Passage(path="README.md", line=3, about=link) for link in branches)
    facts = Facts(tree=tree("README.md", *paths), branches=passages)
    return judge_depth(artifact, trail(artifact.url, [look("2026-01-02", facts=facts)]))


@pytest.mark.parametrize(
    "path", ["code.zip", "supplementary.tar.gz", "release/src.7z", "v1.TGZ", "paper.rar"]
)
def test_an_archive_may_hold_the_code(path: str) -> None:
    verdict = judged(path)
    assert verdict.answers == ("unknown",)
    assert f"{path} was not unpacked" in verdict.reason


@pytest.mark.parametrize(
    "path", ["data.zip", "dataset/part1.tar.gz", "model_weights.zip", "figures.tgz", "code.gz",
             "videos/all.zip"],
)  # fmt: skip
def test_an_archive_of_something_else_holds_none(path: str) -> None:
    assert judged(path).answers == ("placeholder",)


def test_an_archive_beside_code_takes_nothing_back() -> None:
    assert judged("code.zip", "train.py").answers == judged("train.py").answers
    model = Artifact(role=Role.MODEL, url="https://huggingface.co/lab/m",
                     relation=Relation.OFFICIAL, seen_in="card")  # fmt: skip
    assert judged("code.zip", artifact=model).answers == ("placeholder",)


@pytest.mark.parametrize(
    ("link", "answers"),
    [
        ("https://github.com/lab/code/tree/release", ("placeholder", "in part")),
        ("https://github.com/Lab/Code/tree/release", ("placeholder", "in part")),
        ("https://github.com/lab/code", ("placeholder",)),
        ("https://github.com/lab/other/tree/release", ("placeholder",)),
    ],
)
def test_a_branch_that_the_readme_links_may_hold_the_code(
    link: str, answers: tuple[str, ...]
) -> None:
    verdict = judged(branches=(link,))
    assert verdict.answers == answers
    named = "the branch release that README.md links was not looked at"
    assert (named in verdict.reason) == (len(answers) == 2)
    assert judged("train.py", branches=(link,)).answers == judged("train.py").answers


def test_the_branch_that_was_looked_at_is_no_other_one() -> None:
    dev = "https://github.com/lab/code/tree/dev"
    artifact = Artifact(role=Role.CODE, url=dev, relation=Relation.OFFICIAL, seen_in="abstract")
    assert judged(artifact=artifact, branches=(dev,)).answers == ("placeholder",)
