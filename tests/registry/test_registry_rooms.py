"""The claims of a paper stand in its room; both halves are one registry, and are told apart."""

from pathlib import Path

import jsonschema
import pytest

from tracker.errors import Complaint, RegistryError
from tracker.project import Project
from tracker.registry import claims_schema, lint, load
from tracker.registry.document import Document

PAPERS = """\
papers:
  - id: arxiv:2503.00001
    titles: {en: One}
    note: Nothing was found.
  - id: arxiv:2503.00002
    titles: {en: Two}
    note: Nothing was found.
"""
ROOM = """\
paper: arxiv:2503.00001
claims:
  - id: c1
    statement: It works.
    value: 50
    source:
      where: Table 1
      url: https://arxiv.org/abs/2503.00001
    checks:
      - id: loss
        tier: mechanism
        statement: The two means differ.
        measured: gap
        expected:
          relation: ">"
          value: 1
          tolerance: 0.5
        control:
          removes: the lengths
          measured: gap without lengths
          expected: {relation: "==", value: 0}
        failure: The loss is another one.
"""
MINE = "notebooks/reproductions/2503.00001"


def lay(root: Path, papers: str = PAPERS, **rooms: str) -> Path:
    """Write a registry and the rooms of some papers, by the end of their ids."""
    (root / "registry.yaml").write_text(papers)
    for number, text in rooms.items():
        folder = root / "notebooks/reproductions" / f"2503.0000{number.removeprefix('of_')}"
        folder.mkdir(parents=True)
        (folder / "claims.yaml").write_text(text)
    return root / "registry.yaml"


def the_one(path: Path) -> Complaint:
    (complaint,) = lint(path)
    return complaint


def test_a_room_gives_its_paper_the_claims_and_the_checks_their_notebook(tmp_path: Path) -> None:
    path = lay(tmp_path, of_1=ROOM)
    assert lint(path) == ()
    one, two = load(path).papers
    assert [claim.id for claim in one.claims] == ["c1"]
    assert one.claims[0].checks[0].notebook == f"{MINE}/reproduction.ipynb"
    assert two.claims == ()


@pytest.mark.parametrize(
    ("files", "own"),
    [
        (("RWKV-7.ipynb",), "RWKV-7.ipynb"),
        (("a.ipynb", "b.ipynb"), "reproduction.ipynb"),
        (("a b.ipynb",), "reproduction.ipynb"),
        (("experiment.py",), "reproduction.ipynb"),
    ],
)
def test_the_only_notebook_of_a_room_tries_its_checks_whatever_it_is_called(
    tmp_path: Path, files: tuple[str, ...], own: str
) -> None:
    path = lay(tmp_path, of_1=ROOM)
    for name in files:
        (tmp_path / MINE / name).touch()
    assert load(path).papers[0].claims[0].checks[0].notebook == f"{MINE}/{own}"


def test_a_check_may_name_another_notebook_of_its_room_and_none_of_another(tmp_path: Path) -> None:
    named = ROOM.replace("tier: mech", f"notebook: {MINE}/other.ipynb\n        tier: mech")
    path = lay(tmp_path, of_1=named)
    assert load(path).papers[0].claims[0].checks[0].notebook == f"{MINE}/other.ipynb"
    room = tmp_path / MINE / "claims.yaml"
    room.write_text(named.replace(f"{MINE}/other", "notebooks/reproductions/2503.00002/other"))
    found = the_one(path)
    assert (found.file, found.line) == (str(room), 11)
    assert "is not in this room" in found.problem


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        ("claims:\n", "claims:\n  - nothing\n", "claims[0]", "is not fields with values"),
        ("value: 50", "colour: 50", "claims[0].colour", "is no field"),
        ("  - id: c1\n", "  - no: c1\n", "claims[0].id", "is missing"),
        ("It works.", '""', "claims[0].statement", "is empty"),
        ("https://arxiv", "arxiv", "claims[0].source.url", "is not an http(s) address"),
        ("tolerance: 0.5", "tolerance: -1", "claims[0].checks[0].expected.tolerance", "below"),
        ("tier: mechanism", "tier: mechanics", "claims[0].checks[0].tier", "is not one of"),
        ("paper: ", "papper: ", "papper", "is no field"),
        ("paper: arxiv:2503.00001", "paper: 2503", "paper", "is read as a number"),
        ("2503.00001\nclaims", "2503.00002\nclaims", "paper", "is not the paper of this folder"),
    ],
)
def test_a_fault_in_a_room_is_told_with_its_file_line_field_and_remedy(
    tmp_path: Path, old: str, new: str, field: str, problem: str
) -> None:
    text = ROOM.replace(old, new, 1)
    path = lay(tmp_path, of_1=text)
    found = [each for each in lint(path) if each.field == field]
    assert len(found) == 1, lint(path)
    assert problem in found[0].problem
    assert found[0].remedy
    assert found[0].file == str(tmp_path / MINE / "claims.yaml")
    assert found[0].line is not None
    with pytest.raises(RegistryError, match=r"claims\.yaml:"):
        load(path)


@pytest.mark.parametrize(("text", "said"), [("", "`paper:`"), ("- a\n", "`paper:`"), ("a: [", "")])
def test_a_room_that_is_no_room_says_how_to_begin_one(tmp_path: Path, text: str, said: str) -> None:
    found = the_one(lay(tmp_path, of_1=text))
    assert found.file.endswith("claims.yaml")
    assert said in found.remedy


def test_a_claim_or_a_check_in_both_halves_is_told_with_both_places(tmp_path: Path) -> None:
    within = "    claims:\n" + "".join(
        f"    {line}\n" for line in ROOM.partition("claims:\n")[2].splitlines()
    )
    note = "    note: Nothing was found.\n"
    path = lay(tmp_path, PAPERS.replace(note, note + within, 1), of_1=ROOM)
    remark, *faults = lint(path)
    assert remark.remark
    assert [(each.field, each.line) for each in faults] == [
        ("claims[0].id", 3), ("claims[0].checks[0].id", 10),
    ]  # fmt: skip
    assert f"{path}:6" in faults[0].problem


def test_claims_in_the_registry_are_read_and_lint_says_where_they_belong(tmp_path: Path) -> None:
    claim = "    claims:\n      - {id: old, statement: s, source: {where: Table 2}}\n"
    note = "    note: Nothing was found.\n"
    path = lay(tmp_path, PAPERS.replace(note, note + claim, 1), of_1=ROOM)
    assert [each.id for each in load(path).papers[0].claims] == ["old", "c1"]
    found = the_one(path)
    assert found.remark
    assert (found.line, found.field) == (5, "papers[0].claims")
    assert f"{MINE}/claims.yaml" in found.remedy
    assert "paper: arxiv:2503.00001" in found.remedy


def test_a_room_of_no_paper_is_told_by_the_project_s_registry_alone(tmp_path: Path) -> None:
    """A part of a registry, checked by itself, knows some of the papers."""
    path = lay(tmp_path, of_1=ROOM, of_3=ROOM.replace("00001", "00003"))
    found = the_one(path)
    assert (Path(found.file).parent.name, found.line) == ("2503.00003", 1)
    assert "no paper `arxiv:2503.00003` in registry.yaml" in found.problem
    assert found.remark, "who forks the project has other papers, and may keep the rooms"
    assert [len(each.claims) for each in load(path).papers] == [1, 0]
    assert "tracker add 2503.00003" in found.remedy
    part = tmp_path / "part.yaml"
    part.write_text(PAPERS)
    assert lint(part) == ()
    assert len(load(part).papers[0].claims) == 1


def test_a_paper_in_an_included_file_has_its_room_in_the_project(tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more/one.yaml").write_text(PAPERS)
    path = lay(tmp_path, "include: [more/*.yaml]\n", of_1=ROOM)
    assert lint(path) == ()
    assert [len(each.claims) for each in load(path).papers] == [1, 0]


def test_every_paper_of_the_project_has_a_room_that_its_schema_allows(
    pytestconfig: pytest.Config,
) -> None:
    project = Project(root=pytestconfig.rootpath)
    registry = Document(project.registry)
    assert all("claims" not in entry for entry in registry.data["papers"])
    for paper in load(project.registry).papers:
        room = Document(project.root / paper.room / "claims.yaml")
        schema = "$schema=../../../docs/claims.schema.json"
        assert room.text.startswith(f"# yaml-language-server: {schema}\n")
        jsonschema.validate(room.data, claims_schema())
        assert bool(paper.claims) != bool(paper.no_empirical_claim)


def test_the_registry_itself_is_short(pytestconfig: pytest.Config) -> None:
    path = Project(root=pytestconfig.rootpath).registry
    assert len(path.read_text(encoding="utf-8").splitlines()) < 2500


POSITION = "paper: arxiv:2503.00001\nno_empirical_claim: a position paper\nclaims: []\n"


def test_a_room_tells_that_its_paper_claims_nothing_empirical(tmp_path: Path) -> None:
    papers = load(lay(tmp_path, of_1=POSITION)).papers
    assert [paper.no_empirical_claim for paper in papers] == ["a position paper", None]


def test_a_room_with_claims_and_without_any_contradicts_itself(tmp_path: Path) -> None:
    both = ROOM.replace("claims:", "no_empirical_claim: a position paper\nclaims:", 1)
    complaint = the_one(lay(tmp_path, of_1=both))
    assert complaint.field == "no_empirical_claim"
    assert complaint.line == 2
