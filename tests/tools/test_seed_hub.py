"""Stored pages of the Hub and READMEs alone are read in part: what was not printed is never no."""

import datetime as dt
import json
from pathlib import Path

import pytest

from tools.seed_history import observation
from tracker.model.evidence import Observation, Place, Reach, Sighting
from tracker.model.locator import locate
from tracker.model.paper import Artifact, Paper, Relation, Role, Titles
from tracker.model.unread import Piece, State
from tracker.model.verdict import ArtifactVerdicts
from tracker.verdicts import judge

URL = "https://huggingface.co/lab/model"
LISTED = "file list (tree/main)"


def page(tmp_path: Path, **printed: object) -> Path:
    """Store a page of the Hub that prints this and nothing else."""
    address = printed.pop("address", f"{URL}/tree/main")
    meta = {
        "url": URL,
        "source": {"address or path": address, "commit or null": printed.pop("commit", None)},
        "copy_of": LISTED,
        "certain": True,
        "not_before": None,
        "license_tag": None,
        "gated": None,
        "files": None,
        **printed,
    }
    if meta["files"] is not None:
        meta["files"] = [{"name": name, "size": "1 kB"} for name in meta["files"]]
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    return tmp_path


def read(folder: Path) -> Observation:
    look = observation(folder)
    assert look is not None
    return look


def judged(look: Observation, role: Role = Role.MODEL) -> ArtifactVerdicts:
    """Judge what a stored copy shows, alone."""
    artifact = Artifact(role=role, url=look.subject, relation=Relation.OFFICIAL, seen_in="abstract")
    paper = Paper(id="arxiv:2503.00001", titles=Titles(en="A paper"), artifacts=(artifact,))
    copy = Sighting(id=look.id, observation=look)
    return judge(paper, {look.subject: [copy]}).artifacts[0]


def test_a_list_of_files_proves_what_it_lists_and_nothing_more(tmp_path: Path) -> None:
    look = read(page(tmp_path, files=["a.safetensors", "LICENSE", "README.md", "parts/"],
                     license_tag="apache-2.0", not_before="2025-03", not_before_why="a name",
                     commit="1234567"))  # fmt: skip
    assert (look.via, look.observed_at) == ("stored-copy", None)
    assert look.not_before == dt.datetime(2025, 3, 1, tzinfo=dt.UTC)
    assert look.facts.tree is not None
    assert look.facts.tree.suffixes[".safetensors"] == 1
    assert look.state("tree") is look.state("licenses") is State.IN_PART
    assert look.facts.revision is None
    assert look.note is not None
    assert "commit 1234567" in look.note
    answers = judged(look)
    assert answers.depth.answers == ("complete",)
    assert answers.availability.answers == ("available", "in part")
    assert answers.license.answers == ("NOASSERTION",)
    assert "Apache-2.0" in answers.license.reason
    assert answers.since.answers == ("unknown",)
    assert {each.verdict.answer for each in answers.uses} == {"cannot say"}


def test_a_list_without_weights_may_be_a_part_of_one_with_them(tmp_path: Path) -> None:
    answers = judged(read(page(tmp_path, files=["README.md", "config.json", "weights/"])))
    assert answers.depth.answers == ("unknown",)
    assert "the list of files is shown in part by the stored copy" in answers.depth.reason


def test_a_licence_that_was_not_printed_is_not_said_to_be_missing(tmp_path: Path) -> None:
    listed = read(page(tmp_path, copy_of="the user's list", address="https://huggingface.co/lab"))
    assert listed.facts.licenses is None
    assert listed.facts.tree is None
    answers = judged(listed)
    assert answers.license.answers == ("NOASSERTION",)
    assert answers.availability.reason.startswith("It is there, ")
    assert "open to everybody" not in answers.availability.reason
    assert answers.is_known


@pytest.mark.parametrize(
    ("copy_of", "address"),
    [
        ("file list (pull request 6)", f"{URL}/tree/refs%2Fpr%2F6"),
        ("file list (parquet branch)", f"{URL}/tree/1234567/default"),
        (LISTED, "https://huggingface.co/others/model/tree/main"),
        ("file page (config.json)", f"{URL}/blob/main/config.json"),
    ],
)
def test_files_of_another_branch_or_place_are_not_those_of_the_artifact(
    tmp_path: Path, copy_of: str, address: str
) -> None:
    look = read(page(tmp_path, copy_of=copy_of, address=address, files=["a.safetensors"]))
    assert look.facts.tree is None
    assert judged(look).depth.answers == ("unknown",)


def test_a_list_on_a_sister_page_of_the_artifact_counts(tmp_path: Path) -> None:
    look = read(page(tmp_path, copy_of="card as rendered", address=URL, files=["a.gguf"],
                     other_copies=[{"address": f"{URL}/tree/main"}]))  # fmt: skip
    assert judged(look).depth.answers == ("complete",)


def test_a_gate_that_was_printed_is_told_and_its_kind_is_not(tmp_path: Path) -> None:
    look = read(page(tmp_path, gated=True, copy_of="card as rendered", address=URL))
    assert (look.reach, look.facts.gate) == (Reach.GATED, None)
    assert judged(look).availability.answers[0] == "gated"


def test_a_copy_of_an_unknown_day_is_a_copy(tmp_path: Path) -> None:
    look = read(page(tmp_path, files=["a.safetensors"]))
    assert (look.not_before, look.observed_at) == (None, None)
    assert "in a stored copy of an unknown day" in judged(look).depth.reason


def test_since_when_it_is_there_is_bounded_by_its_last_change_alone(tmp_path: Path) -> None:
    look = read(page(tmp_path, not_before="2026-01-01", last_modified="2025-04-30"))
    assert judged(look).since.answers == ("not later than 2025-04-30",)


def test_a_page_that_may_be_of_something_else_is_no_copy(tmp_path: Path) -> None:
    assert observation(page(tmp_path, certain=False)) is None


def repository(tmp_path: Path, **told: object) -> Path:
    meta = {"repo": "lab/code", "head_sha": None, "head_date": None, **told}
    (tmp_path / "meta.json").write_text(json.dumps(meta))
    return tmp_path


def test_a_readme_alone_tells_what_it_says_and_no_file(tmp_path: Path) -> None:
    text = "# Code\n[![L](https://img.shields.io/badge/License-MIT-blue)]()\nSee the data soon.\n"
    (tmp_path / "README.md").write_text(text)
    look = read(repository(tmp_path, seen_at="2025-08-01 (as printed)"))
    assert look.subject == locate("https://github.com/lab/code").url
    assert look.not_before == dt.datetime(2025, 8, 1, tzinfo=dt.UTC)
    assert look.facts.tree is None
    assert look.facts.read is None
    badges = [one for one in look.facts.licenses or () if one.place is Place.BADGE]
    assert [(one.expression, one.line, one.swhid) for one in badges] == [("MIT", None, None)]
    answers = judged(look, Role.CODE)
    assert answers.depth.answers == ("unknown",)
    assert answers.license.answers == ("NOASSERTION",)
    assert answers.availability.answers == ("available", "in part")


def test_a_branch_that_is_not_the_listed_one_is_not_read_from_it(tmp_path: Path) -> None:
    (tmp_path / "tree.txt").write_text(f"100644 blob {'1' * 40}      24\ttrain.py\n")
    look = read(repository(tmp_path, head_sha="2" * 40, head_date="2025-06-19T00:00:00+00:00",
                           first_commit_date="2023-01-01T00:00:00+00:00", default_branch="main",
                           named_branch={"name": "feature", "in_head": False}))  # fmt: skip
    assert look.facts.tree is None
    assert look.facts.revision is None
    assert [each.what for each in look.unread or () if each.piece is Piece.LISTING] == [
        "the files of its branch feature"
    ]
