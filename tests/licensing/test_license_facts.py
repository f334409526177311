"""The licences of stored repositories and of labelled files, where ../shared is there."""

import json
from pathlib import Path

import pytest

from tracker.licensing import Conclusion, conclude, declarations
from tracker.licensing.catalog import catalog
from tracker.licensing.dossier import dossier
from tracker.licensing.known import commercial, kind_of, of_model
from tracker.licensing.matching import family, match
from tracker.model.evidence import Declaration, Place


def stored(shared: Path, name: str) -> tuple[tuple[Declaration, ...], Conclusion]:
    folder = shared / "facts" / "repos" / name
    texts = {
        path.relative_to(folder).as_posix().removeprefix("files/"): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("meta.json", "tree.txt")
    }
    found = declarations(texts)
    return found, conclude(found)


@pytest.mark.parametrize(
    ("name", "expression", "conflict"),
    [
        ("knoveleng__open-rs", "Apache-2.0 AND MIT", True),
        ("BeingBeyond__Being-0", "NOASSERTION", False),
        ("BytedTsinghua-SIA__DAPO", "NONE", False),
        ("RoboDita__Dita", "Apache-2.0", True),
        ("Daniil-Selikhanovych__RSD", "CC-BY-NC-SA-4.0", False),
        ("tulerfeng__Video-R1", "NONE", False),
        ("zsyOAOA__ResShift", "LicenseRef-S-Lab-1.0", False),
        ("volcengine__verl", "Apache-2.0", False),
        ("docling-project__docling", "MIT", False),
    ],
)
def test_a_stored_repository_concludes_as_a_person_would(
    shared: Path, name: str, expression: str, conflict: bool
) -> None:
    _, found = stored(shared, name)
    assert (found.expression, found.conflict) == (expression, conflict)


def test_open_rs_says_mit_in_one_file_and_apache_in_another(shared: Path) -> None:
    found, conclusion = stored(shared, "knoveleng__open-rs")
    assert {(one.place, one.path, one.expression) for one in found} == {
        (Place.FILE, "LICENSE", "MIT"),
        (Place.HEADER, "setup.py", "Apache-2.0"),
        (Place.PACKAGE, "setup.py", "Apache-2.0"),
    }
    assert conclusion.reason.startswith("LICENSE says MIT; setup.py says Apache-2.0")


def test_being_0_shows_a_badge_whose_link_is_empty(shared: Path) -> None:
    (badge,), conclusion = stored(shared, "BeingBeyond__Being-0")
    assert (badge.place, badge.line, badge.expression) == (Place.BADGE, 9, "MIT")
    assert badge.quote.endswith("]()")
    assert "no licence file" in conclusion.reason


def test_video_r1_has_licences_in_sub_folders_only(shared: Path) -> None:
    _, conclusion = stored(shared, "tulerfeng__Video-R1")
    assert "for sub-folders only: src/r1-v/LICENSE says Apache-2.0" in conclusion.reason


def test_no_labelled_file_is_called_by_a_wrong_name(shared: Path) -> None:
    """Of the licences of the index nine in ten are right by text alone; none at all is wrong."""
    folder = shared / "cases" / "licences"
    known = catalog()
    covered = {family(known.license(place)) for place in range(len(known))}
    right, all_covered = 0, 0
    for line in (folder / "labels.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        text = (folder / case["file"]).read_text("utf-8", errors="replace")
        found = match(text).expression
        accepted = {family(name).casefold() for name in case["accept"]}
        assert (
            found is None or family(found).casefold() in accepted or kind_of(found) == case["class"]
        ), case["id"]
        full_text = not any(word in case["class"] for word in ("header", "plus", "not-a", "multi"))
        if full_text and covered & {family(name) for name in case["accept"]}:
            all_covered += 1
            right += found is not None
    assert right / all_covered >= 0.9


def test_the_dossier_of_dita_shows_the_badge_the_file_and_the_folder_that_forbids(
    shared: Path,
) -> None:
    declared, _ = stored(shared, "RoboDita__Dita")
    made = dossier(declared)
    assert [(pair.one.expression, pair.other.expression) for pair in made.contradictions] == [
        ("Apache-2.0", "MIT")
    ]
    assert made.below[0].expression is None or commercial(made.below[0].expression) == "no"
    assert {one.path for one in made.below} >= {"ManiSkill2/warp_maniskill/LICENSE.md"}
    assert not made.holders, "the copyright line is the licence's own appendix, which names nobody"


def test_the_dossier_of_open_rs_sets_the_file_against_the_package(shared: Path) -> None:
    declared, _ = stored(shared, "knoveleng__open-rs")
    said = {pair.sentence for pair in dossier(declared).contradictions}
    assert any("LICENSE says" in one and "setup.py says" in one for one in said)


def test_qwen_omni_has_two_sizes_under_two_licences() -> None:
    assert of_model("Qwen/Qwen2.5-Omni-3B") == "LicenseRef-Qwen-Research"
    assert of_model("Qwen/Qwen2.5-Omni-7B") is None
