"""From the registry to the table, through real git, a real Hub client and papermill."""

import json
from pathlib import Path

import nbformat
import pytest

from servers.described import HubRepository, Page, Repository
from servers.plugin import NewWorld
from servers.world import World
from soak import part
from thread.conftest import NOWHERE, Folder

DAPO, OPEN_RS, BEING = "arxiv:2503.14476", "arxiv:2503.16219", "arxiv:2503.12533"
REPOSITORIES = (
    "BytedTsinghua-SIA/DAPO",
    "verl-project/verl-recipe",
    "verl-project/verl",
    "volcengine/verl",
    "DAPO-SIA/DAPO-SIA.github.io",
    "knoveleng/open-rs",
    "BeingBeyond/Being-0",
    "BeingBeyond/being-0",
)
SAME = ("code", "license", "since", "reproduction")
"""Cells that depend on what is there, not on when somebody looked."""


def facts(shared: Path, **more: object) -> World:
    return World.from_facts(shared, REPOSITORIES, **more)  # type: ignore[arg-type]


def cell(row: dict[str, object], name: str) -> str:
    return row[name]["text"]  # type: ignore[index, no-any-return]


@pytest.mark.smoke
def test_without_network_the_last_known_state_is_shown(folder: Folder) -> None:
    done = folder.run("run")
    assert done.returncode == 0, done.stderr
    assert "Evaluation code only" in done.stdout
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Could not ")]
    assert "Could not reach " in line
    assert " other hosts: " in line
    assert "nothing is concluded" in done.stderr
    kinds = [line["kind"] for line in folder.lines()]
    assert kinds.count("observation") == kinds.count("confirmed") == 0
    assert kinds[-1] == "end"


@pytest.mark.smoke
def test_the_rows_say_what_the_issue_asks(folder: Folder) -> None:
    rows = folder.table("--offline")
    assert "evaluation only" in cell(rows[DAPO], "code")
    assert cell(rows[DAPO], "license") == "NONE"
    assert "Apache-2.0 AND MIT" in cell(rows[OPEN_RS], "license")
    assert "conflict" in cell(rows[OPEN_RS], "license")
    assert "placeholder" in cell(rows[BEING], "code")
    assert "MIT badge, no licence file" in cell(rows[BEING], "get")


def test_every_answer_carries_its_evidence(folder: Folder) -> None:
    """The licence of open-rs: two quotes, each with its address, revision and time."""
    row = folder.table("--offline", "2503.16219")[OPEN_RS]
    evidence = row["license"]["evidence"]  # type: ignore[index]
    quotes = {piece["quote"]: piece for piece in evidence}
    assert any("MIT License" in quote for quote in quotes)
    assert any("Apache" in quote for quote in quotes)
    for piece in evidence:
        assert piece["url"].startswith("https://github.com/knoveleng/open-rs")
        assert piece["not_before"].startswith("2025-03-21")
        assert piece["revision"].startswith("swh:1:")


def test_a_live_run_gives_the_rows_of_the_seed(
    folder: Folder, tmp_path_factory: pytest.TempPathFactory, shared: Path, world: NewWorld
) -> None:
    """The same trees, asked for through git, are judged as the stored copies were."""
    seed = folder.table("--offline")
    seeded = min((folder.root / "history").glob("*.jsonl"))
    seeded.rename(tmp_path_factory.mktemp("aside") / seeded.name)  # what was tried stays
    live = folder.table(env=world(facts(shared)).environment())
    for paper, row in seed.items():
        same = {name: cell(row, name) for name in SAME}
        assert same == {name: cell(live[paper], name) for name in SAME}, paper
        assert "looked" in live[paper]["looked"]["text"] or live[paper]["looked_at"]  # type: ignore[index]


def test_the_promise_of_being_0_was_open_and_is_not_kept(
    fresh: Folder, shared: Path, world: NewWorld
) -> None:
    """Only a look after the authors' own date makes it "not kept"."""
    live = fresh.table(BEING, env=world(facts(shared)).environment())
    assert cell(live[BEING], "promise").startswith("3 not kept")


def test_a_changed_tree_changes_its_row(fresh: Folder, shared: Path, world: NewWorld) -> None:
    lively = facts(shared)
    lively.repositories["github.com/BytedTsinghua-SIA/DAPO"] = Repository(
        files={
            "LICENSE": (Path(__file__).parents[2] / "LICENSE").read_text(),
            "README.md": "# DAPO",
            "train/grpo.py": "",
            "train/trainer.py": "",
        }
    )
    row = fresh.table(DAPO, env=world(lively).environment())[DAPO]
    assert "training" in cell(row, "code")
    assert cell(row, "license") == "Apache-2.0"


@pytest.mark.soak
@pytest.mark.parametrize("kind", part(["html", "refuse", "503", "429"], 4))
def test_a_fault_on_one_host_changes_no_verdict(
    fresh: Folder, shared: Path, world: NewWorld, kind: str
) -> None:
    there = world(facts(shared))
    before = fresh.table(BEING, OPEN_RS, env=there.environment())
    there.fault("github.com", kind)
    after = fresh.table(BEING, OPEN_RS, env=there.environment())
    for paper, row in before.items():
        assert {name: cell(row, name) for name in (*SAME, "promise", "get")} == {
            name: cell(after[paper], name) for name in (*SAME, "promise", "get")
        }


def test_a_second_look_at_an_unchanged_world_is_a_confirmation(
    fresh: Folder, world: NewWorld
) -> None:
    there = world(repositories={"github.com/knoveleng/open-rs": Repository(files={"a.py": ""})})
    fresh.table(OPEN_RS, env=there.environment())
    before = [line for line in fresh.lines() if line["kind"] == "observation"]
    fresh.table(OPEN_RS, env=there.environment())
    lines = fresh.lines()
    url = "https://github.com/knoveleng/open-rs"
    assert sum(line.get("subject") == url for line in lines if line["kind"] == "observation") == 1
    confirmed = [line["of"] for line in lines if line["kind"] == "confirmed"]
    ids = [line for line in before if line["subject"] == url]
    assert len(ids) == 1
    assert confirmed


def test_the_hub_is_asked_through_its_own_client(fresh: Folder, world: NewWorld) -> None:
    there = world(
        hub={
            "models/knoveleng/Open-RS1": HubRepository(
                card="---\nlicense: mit\n---\n# Open-RS1", files={"model.safetensors": b"x"}
            ),
            "models/knoveleng/Open-RS2": HubRepository(card="---\nlicense: mit\n---", gated="auto"),
        }
    )
    row = fresh.table(OPEN_RS, env=there.environment())[OPEN_RS]
    verdicts = {each["subject"]: each for each in row["verdicts"]["artifacts"]}  # type: ignore[index]
    first = verdicts["https://huggingface.co/knoveleng/Open-RS1"]
    assert first["availability"]["answers"] == ["available"]
    assert first["license"]["answers"] == ["MIT"]
    second = verdicts["https://huggingface.co/knoveleng/Open-RS2"]
    assert "gated" in second["availability"]["answers"]
    third = verdicts["https://huggingface.co/knoveleng/Open-RS3"]
    assert third["availability"]["answers"] == ["not-visible"]


def test_pages_and_wrong_tokens(fresh: Folder, world: NewWorld) -> None:
    """A wrong token says nothing about a repository; git still tells."""
    there = world(
        repositories={"github.com/knoveleng/open-rs": Repository(files={"src/train.py": ""})},
        pages={"https://beingbeyond.github.io/Being-0": Page(body="<title>Being-0</title>")},
    )
    env = {**there.environment(), "GITHUB_TOKEN": "ghp_wrong"}
    done = fresh.run("run", "--json", OPEN_RS, BEING, env=env)
    rows = {row["paper"]: row for row in json.loads(done.stdout)["papers"]}
    assert "training" in cell(rows[OPEN_RS], "code")
    assert "our token was refused" in done.stderr
    assert "ghp_wrong" not in json.dumps(fresh.lines()) + done.stdout + done.stderr


def break_notebook(folder: Folder) -> None:
    """Let the check notebook of open-rs raise an error."""
    path = folder.root / "notebooks" / "check_paper.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[3].source = (
        "if '16219' in paper_id:\n    raise RuntimeError('broken')\n" + notebook.cells[3].source
    )
    nbformat.write(notebook, path)


@pytest.mark.smoke
def test_one_bad_paper_never_stops_the_others(folder: Folder) -> None:
    """A notebook that breaks is named; the other papers and the table are there, and it is kept."""
    break_notebook(folder)
    done = folder.run("run", "--offline", "--commit-tables")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if " broke: " in line]
    assert lines == ["notebook of arxiv:2503.16219 broke: RuntimeError: broken"]
    assert "Evaluation code only" in done.stdout
    kept = max((folder.root / "history").glob("*.jsonl")).read_text().splitlines()
    views = {line["paper"] for line in map(json.loads, kept) if line["kind"] == "view"}
    assert views == {DAPO, BEING}
    assert folder.run("render", "--check").returncode == 0


def test_an_interrupted_run_is_resumed_by_a_new_one(fresh: Folder, world: NewWorld) -> None:
    there = world(repositories={"github.com/knoveleng/open-rs": Repository(files={"a.py": ""})})
    fresh.table(OPEN_RS, env=there.environment())
    (first,) = (line["run"] for line in fresh.lines() if line["kind"] == "run")
    asked = sum(request.host == "github.com" for request in there.requests)
    fresh.table(OPEN_RS, "--resume", str(first), env=there.environment())
    runs = [line for line in fresh.lines() if line["kind"] == "run"]
    assert [run.get("continues") for run in runs if run["run"] != first] == [first]
    assert asked == sum(request.host == "github.com" for request in there.requests)


def test_a_past_day_is_judged_on_what_was_known_then(folder: Folder) -> None:
    """In January 2025 no stored copy of these repositories could exist."""
    row = folder.table("--as-of", "2025-01-01", OPEN_RS)[OPEN_RS]
    assert "not looked at" in cell(row, "code")


def test_tables_are_kept_on_request_only(folder: Folder) -> None:
    assert folder.run("run", "--offline", BEING).returncode == 0
    assert not (folder.root / "status").exists()
    assert folder.run("run", "--offline", "--commit-tables", BEING).returncode == 0
    assert (folder.root / "status" / "STATUS.md").exists()
    assert "](status/STATUS.md)" in (folder.root / "README.md").read_text()
    assert not list((folder.root / "status").rglob("*.ipynb")), "they are big, and lie in runs/"
    assert folder.run("render", "--check").returncode == 0
    (folder.root / "status" / "status.csv").write_text("old")
    stale = folder.run("render", "--check")
    assert stale.returncode == 1
    assert "status.csv" in stale.stdout


def test_the_exit_code_can_tell_worse_and_unreached(fresh: Folder, world: NewWorld) -> None:
    there = world(repositories={"github.com/knoveleng/open-rs": Repository(files={"train.py": ""})})
    first = fresh.run("run", OPEN_RS, "--fail-on", "worse", env=there.environment())
    assert first.returncode == 0
    there.repositories["github.com/knoveleng/open-rs"] = Repository(files={"README.md": "soon"})
    worse = fresh.run(
        "run", OPEN_RS, "--fail-on", "worse", "--fail-on", "unreached", env=there.environment()
    )
    assert worse.returncode == 2
    assert "worse" in worse.stderr
    assert fresh.run("run", OPEN_RS, "--fail-on", "unreached", env=NOWHERE).returncode == 4
    break_notebook(fresh)
    there.repositories["github.com/knoveleng/open-rs"] = Repository(files={})
    broken = fresh.run("run", OPEN_RS, "--fail-on", "worse", env=there.environment())
    assert "worse" in broken.stderr
    assert broken.returncode == 1
    assert fresh.run("run", OPEN_RS, "--fail-on", "unreached", env=NOWHERE).returncode == 1


def test_a_notebook_of_a_run_gets_no_token(folder: Folder) -> None:
    """The sweep has looked; what runs afterwards needs no secret, so it has none."""
    path = folder.root / "notebooks" / "check_paper.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[3].source = (
        "import os\nassert not {'GITHUB_TOKEN', 'HF_TOKEN'} & set(os.environ)\n"
        + notebook.cells[3].source
    )
    nbformat.write(notebook, path)
    env = {**NOWHERE, "GITHUB_TOKEN": "ghp_secret", "HF_TOKEN": "hf_secret"}
    done = folder.run("run", "--offline", BEING, env=env)
    assert "broke" not in done.stderr
    assert any(line["kind"] == "view" for line in folder.lines())


def test_an_executed_notebook_is_a_page_beside_the_table(folder: Folder) -> None:
    done = folder.run("run", "--offline", BEING)
    assert done.returncode == 0
    (page,) = (folder.root / "runs").glob("2*/tables/index.html")
    assert "../notebooks/2503.12533.html" in page.read_text()
    notebook = (page.parent.parent / "notebooks" / "2503.12533.html").read_text()
    assert "A web page and no code" in notebook
    assert '<script src="http' not in notebook


def test_a_resumed_run_looks_at_the_papers_it_was_asked_for(fresh: Folder) -> None:
    fresh.table(BEING)
    (first,) = (line["run"] for line in fresh.lines() if line["kind"] == "run")
    assert list(fresh.table("--resume", str(first))) == [BEING]


def test_a_damaged_history_does_not_pass_the_check(folder: Folder) -> None:
    assert folder.run("render").returncode == 0
    seed = min((folder.root / "history").glob("*.jsonl"))
    with seed.open("a") as file:
        file.write('{"kind":"obs')
    done = folder.run("render", "--check")
    assert done.returncode == 1
    assert "torn" in done.stderr


def test_a_folder_that_cannot_be_made_is_said_before_anything_is_looked_at(folder: Folder) -> None:
    (folder.root / "taken").write_text("a file")
    done = folder.run("run", "--out", "taken/here", BEING)
    assert done.returncode == 3
    assert "cannot be made" in done.stderr


def test_an_address_of_this_machine_is_refused_with_a_way_on(folder: Folder) -> None:
    done = folder.run("check", "http://127.0.0.1/x")
    assert done.returncode == 3
    assert "leads to this machine" in done.stderr
    assert "GITHUB_SERVER_URL" in done.stderr


def test_a_password_in_an_address_is_not_repeated(folder: Folder) -> None:
    done = folder.run("check", "https://me:s3cret@github.com/a/b")
    assert done.returncode == 3
    assert "s3cret" not in done.stderr + done.stdout
