"""`tracker init`: what it lays down, what it leaves, what it says, and what it refuses."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import msgspec
import pytest
import yaml

from tracker import registry
from tracker.cli.app import answer
from tracker.jobs.init.installation import described
from tracker.model.paper import Relation
from tracker.project import Project
from tracker.verdicts import judge_all

PAPER = "2503.00001"
FILES = {
    ".github/workflows/check.yml", ".github/workflows/status.yml", ".gitignore", "README.md",
    "environment.yml", "registry.yaml", "schemas/claims.schema.json",
    "schemas/registry.schema.json",
}  # fmt: skip
ROOM = {
    f"notebooks/reproductions/{PAPER}/{name}"
    for name in ("claims.yaml", "experiment.py", "reproduction.ipynb", "test_experiment.py")
} | {"notebooks/reproductions/conftest.py", "pytest.ini"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def files(folder: Path) -> set[str]:
    return {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file()}


def listed(text: str) -> str:
    Path("list.txt").write_text(text, encoding="utf-8")
    return "list.txt"


def begun(*words: str, text: str = PAPER) -> None:
    assert answer(["init", "mine", "--from", listed(text), "--offline", *words]) == 0


def test_an_empty_list_is_a_project(here: Path) -> None:
    assert answer(["init", "mine"]) == 0
    assert files(here / "mine") == FILES
    assert registry.load(Project.find(here / "mine").registry).papers == ()
    assert registry.lint(here / "mine" / "registry.yaml") == ()


def test_every_laid_down_file_is_valid_by_its_own_rules(here: Path) -> None:
    begun("--reproduction", PAPER, "--notebooks")
    root = here / "mine"
    assert files(root) == FILES | ROOM | {"notebooks/check_paper.ipynb", "notebooks/status.ipynb"}
    (left,) = registry.lint(root / "registry.yaml")
    assert left.remark  # what is still to be filled in
    for name, schema in (
        ("registry.yaml", "registry"),
        (f"notebooks/reproductions/{PAPER}/claims.yaml", "claims"),
    ):
        text = (root / name).read_text(encoding="utf-8")
        place = text.splitlines()[0].rpartition("$schema=")[2]
        found = (root / name).parent / place
        assert found.resolve() == (root / "schemas" / f"{schema}.schema.json").resolve()
        jsonschema.validate(yaml.safe_load(text), json.loads(found.read_text(encoding="utf-8")))
    environment = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    assert environment["name"] == "mine"
    for path in root.rglob("*"):
        assert not path.is_file() or "<<" not in path.read_text(encoding="utf-8"), path


def test_the_workflows_are_valid(here: Path) -> None:
    assert answer(["init", "mine"]) == 0
    files = (here / "mine" / ".github" / "workflows").glob("*.yml")
    words = ["-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows", *files]
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_an_example_is_tried_and_in_no_table(here: Path) -> None:
    begun("--reproduction", PAPER)
    (paper,) = registry.load(here / "mine" / "registry.yaml").papers
    assert [each.example for each in paper.claims] == [True]
    assert paper.claims[0].checks
    (judged,) = judge_all([paper], {})
    assert judged.claims == ()
    assert judged.paper.claims == ()
    own = msgspec.structs.replace(paper.claims[0], id="own", example=False)
    paper = msgspec.structs.replace(paper, claims=(*paper.claims, own))
    (judged,) = judge_all([paper], {})
    assert [each.claim.id for each in judged.claims] == ["own"]


def test_what_is_there_is_left_and_said(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begun("--reproduction", PAPER)
    mine = here / "mine"
    for name in ("README.md", "registry.yaml"):
        (mine / name).write_text(
            (mine / name).read_text(encoding="utf-8") + "# mine\n", encoding="utf-8"
        )
    (mine / "environment.yml").unlink()
    before = {name: (mine / name).read_bytes() for name in files(mine)}
    capsys.readouterr()
    assert answer(["init", "mine", "--reproduction", PAPER]) == 0
    told = capsys.readouterr().out
    assert "left as it is: mine/README.md" in told
    assert f"left as it is: mine/notebooks/reproductions/{PAPER}\n" in told
    assert [line for line in told.splitlines() if line.startswith("wrote")] == [
        "wrote: mine/environment.yml"
    ]
    assert {name: (mine / name).read_bytes() for name in before} == before


def test_a_link_that_leads_nowhere_is_not_followed(here: Path) -> None:
    (here / "mine").mkdir()
    (here / "mine" / "README.md").symlink_to(here / "elsewhere")
    assert answer(["init", "mine"]) == 0
    assert not (here / "elsewhere").exists()


def test_a_room_with_anything_in_it_gets_nothing_more(here: Path) -> None:
    """An example beside claims of one's own would try what these do not name."""
    begun()
    room = here / "mine" / "notebooks" / "reproductions" / PAPER
    room.mkdir(parents=True)
    (room / "claims.yaml").write_text(f"paper: arxiv:{PAPER}\nclaims: []\n")
    assert answer(["init", "mine", "--reproduction", PAPER]) == 0
    assert files(room) == {"claims.yaml"}


@pytest.mark.parametrize("words", [("--notebooks",), ("--reproduction", f"arXiv:{PAPER}")])
def test_parts_are_added_from_anywhere_in_a_project(
    words: tuple[str, ...], here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun()
    below = here / "mine" / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    assert answer(["init", *words]) == 0
    assert (here / "mine" / "notebooks").is_dir()
    assert not list(below.iterdir())


def test_an_address_belongs_to_the_one_paper_of_its_line(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    begun(
        text=f"{PAPER}v2: https://github.com/o/r。\n2503.00002 2503.00003 https://github.com/o/s\n"
        "https://github.com/o/t\n2503.0004\nhttps://github.com/o/r\n"
    )
    papers = registry.load(here / "mine" / "registry.yaml").papers
    assert [each.arxiv_id for each in papers] == [PAPER, "2503.00002", "2503.00003"]
    assert [each.version for each in papers] == ["v2", None, None]
    (artifact,) = (one for each in papers for one in each.artifacts)
    assert (artifact.url, artifact.seen_in) == ("https://github.com/o/r", "list.txt, line 1")
    assert artifact.relation is not Relation.OFFICIAL
    told = capsys.readouterr().err
    assert "line 2: https://github.com/o/s: of which paper?" in told
    assert "line 3: https://github.com/o/t: of which paper?" in told
    assert "line 4: 2503.0004: neither an arXiv id nor an address" in told
    assert "arXiv was not asked" in told


def test_a_thousand_papers_are_written_at_once(here: Path) -> None:
    begun(text="\n".join(f"2503.{n:05} https://github.com/o/r{n}" for n in range(1, 1001)))
    assert len(registry.load(here / "mine" / "registry.yaml").papers) == 1000


@pytest.mark.parametrize("name", ["meine Papiere", "论文", "a|b<i>*c*", ".", "..", "a: b #c", "-"])
def test_any_name_of_a_folder_gives_files_that_can_be_read(name: str, here: Path) -> None:
    (here / "in").mkdir()
    os.chdir(here / "in")
    assert answer(["init", *(["--"] if name == "-" else []), name]) == 0
    root = Path(name)
    found = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))["name"]
    assert found
    assert not set(found) & set(" /:#")
    assert "<i>" not in (root / "README.md").read_text(encoding="utf-8")
    assert registry.lint(root / "registry.yaml") == ()


def broken_project() -> None:
    Path("registry.yaml").write_text("papers:\n  - id: 5\n")


def project() -> None:
    Path("registry.yaml").write_text("papers: []\n")


def project_and_list() -> None:
    project()
    listed(PAPER)


def of_bytes(content: bytes) -> Callable[[], None]:
    return lambda: Path("list.txt").write_bytes(content) and None  # type: ignore[func-returns-value]


LISTED = ["a", "--from", "list.txt"]
WRONG = {
    "no name": ([], None, "a new list of papers needs a folder", "init my-papers"),
    "an empty name": ([""], None, "'' cannot name a folder", "my-papers"),
    "blanks": (["  "], None, "cannot name a folder", "my-papers"),
    "a control character": (["a\x1b[31mb"], None, "cannot name a folder", "my-papers"),
    "a NUL": (["a\0b"], None, "cannot name a folder", "my-papers"),
    "a long name": (["a" * 300], None, "too long a name", "shorter"),
    "a file": (["list.txt"], of_bytes(b""),
        "list.txt is a file where a folder is needed", "Move it"),
    "below a file": (["list.txt/a"], of_bytes(b""), "a file where a folder is needed", "Move"),
    "no such list": (["a", "--from", "none.txt"], None, "none.txt does not exist", "Name one"),
    "a folder as list": (["a", "--from", "."], None, "is a folder where a file", "name a file"),
    "no text": (LISTED, of_bytes(b"\x00\x01"), "is not UTF-8 text", "Save it"),
    "Latin-1": (LISTED, of_bytes(b"caf\xe9"), "is not UTF-8 text", "Save it"),
    "UTF-16": (LISTED, of_bytes("2503.00001".encode("utf-16")), "is not UTF-8", "Save it"),
    "too long a list": (LISTED, of_bytes(b"x" * 5_000_001), "longer than 5 MB", "text file"),
    "no paper in it": (LISTED, of_bytes(b"Hello!"), "names no paper", "2503.14476"),
    "addresses alone": (LISTED, of_bytes(b"https://github.com/o/r"),
        "names no paper", "arXiv ids"),
    "a slip": (LISTED, of_bytes(b"2503.1447"), "names no paper", "2503.14476"),
    "a registry is there": ([".", "--from", "list.txt"], project_and_list,
        "is there already", "tracker add"),
    "a list without a name": (["--from", "list.txt"], of_bytes(b"2503.00001"),
        "needs a folder", "init my-papers"),
    "notebooks nowhere": (["--notebooks"], None, "no registry.yaml in this folder", "Change into"),
    "a room nowhere": (["--reproduction", PAPER], None,
        "no registry.yaml in this folder", "Change"),
    "a room of no paper": (["--reproduction", PAPER], project,
        f"not in the registry: {PAPER}", f"tracker add {PAPER}"),
    "a room of nothing": (["--reproduction", ""], project, "names no paper", "arXiv id"),
    "a room beside the list": ([*LISTED, "--reproduction", "2503.00002"], of_bytes(b"2503.00001"),
        "not in the registry", "tracker add"),
    "a broken registry": (["--reproduction", PAPER], broken_project,
        "registry.yaml:2", "Mend the lines"),
    "two names": (["a", "b"], None, "unexpected extra argument", "--help"),
    "an unknown option": (["a", "--form", "list.txt"], None, "--form", "--help"),
    "an option without its word": (["a", "--from"], None, "requires an argument", "--help"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_wrong_input_is_answered_by_a_sentence_and_a_remedy(
    case: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words, prepare, problem, remedy = WRONG[case]
    if prepare:
        prepare()
    before = {name: (here / name).read_bytes() for name in files(here)}
    assert answer(["init", *words]) == 3
    told = capsys.readouterr()
    error, _, advice = told.err.partition("next: ")
    assert problem in error, told.err
    assert remedy in advice, told.err
    assert "Traceback" not in told.err
    assert "\x1b" not in told.err.replace("\x1b[", "") or "31m" not in told.err
    assert told.out == ""
    assert {name: (here / name).read_bytes() for name in files(here)} == before


def test_what_is_in_the_way_below_a_project_is_said(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / ".github").write_text("")
    assert answer(["init", "."]) == 3
    assert ".github" in capsys.readouterr().err


COMMIT = "0123456789abcdef0123456789abcdef01234567"


@pytest.mark.parametrize(
    ("direct_url", "urls", "requirement", "workflow"),
    [
        (None, ["Homepage, https://example.org", "Source, https://github.com/lab/tracker"],
         "reproducibility-tracker==", "lab/tracker/.github/workflows/check.yml@v"),
        ({"url": "https://github.com/lab/tracker.git",
          "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
         [], f"reproducibility-tracker @ git+https://github.com/lab/tracker@{COMMIT}",
         f"lab/tracker/.github/workflows/check.yml@{COMMIT}"),
    ],
)  # fmt: skip
def test_a_known_origin_is_what_others_install(
    direct_url: object, urls: list[str], requirement: str, workflow: str
) -> None:
    found = described(json.dumps(direct_url) if direct_url else None, urls)
    assert found.known
    assert found.requirement.startswith(requirement)
    assert found.workflow.startswith(workflow)
    assert found.with_notebooks.replace("[lab]", "", 1) == found.requirement


@pytest.mark.parametrize(
    "direct_url",
    [
        {"url": "file:///home/me/tracker", "dir_info": {"editable": True}},
        {"url": "file:///tmp/reproducibility_tracker-0.2.0-py3-none-any.whl", "archive_info": {}},
        {"url": "https://git.example.org/o/r", "vcs_info": {"vcs": "git", "commit_id": COMMIT}},
        {"url": "https://github.com/lab/tracker", "vcs_info": {"vcs": "git", "commit_id": "main"}},
        ["no", "object"],
    ],
)  # fmt: skip
def test_an_unknown_origin_is_not_guessed(direct_url: object) -> None:
    """Nobody is sent to a name that anybody could take; and no path of this machine is told."""
    source = ["Source, https://github.com/lab/tracker"]
    found = described(json.dumps(direct_url), source)
    assert not found.known
    assert found.workflow == "./.github/workflows/check.yml"
    assert found.requirement.startswith("./reproducibility_tracker-")
