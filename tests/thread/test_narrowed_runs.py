"""`--changed`, `--older-than` and `--shard`, as a person meets them."""

import json

import pytest

from servers.described import Repository
from servers.plugin import NewWorld
from thread.conftest import Folder
from tracker.cli.app import app
from tracker.errors import TrackerError

ONE, OTHER = "arxiv:2501.00001", "arxiv:2501.00002"
REGISTRY = """\
papers:
  - id: arxiv:2501.00001
    titles: {en: "One paper"}
    artifacts:
      - {role: code, url: "https://github.com/o/one", relation: official, seen_in: abstract}
  - id: arxiv:2501.00002
    titles: {en: "Another paper"}
    artifacts:
      - {role: code, url: "https://github.com/o/other", relation: official, seen_in: abstract}
"""


@pytest.fixture
def two(fresh: Folder) -> Folder:
    """Return a project with two papers."""
    (fresh.root / "registry.yaml").write_text(REGISTRY)
    (fresh.root / "notebooks" / "status.ipynb").unlink()
    return fresh


def test_only_what_changed_is_run_again(two: Folder, world: NewWorld) -> None:
    there = world(
        repositories={
            "github.com/o/one": Repository(files={"a.py": ""}),
            "github.com/o/other": Repository(files={"a.py": ""}),
        }
    )
    env = there.environment()
    assert list(two.table("--changed", env=env)) == [ONE, OTHER]
    asked = len(there.requests)
    again = two.run("run", "--changed", "--older-than", "7d", env=env)
    assert again.returncode == 0
    assert "0 of 2 papers." in again.stderr
    assert (
        "left out: 2 not changed since they were shown last and looked at in the last 7 days"
        in again.stderr
    )
    assert len(there.requests) == asked
    assert sum(line["kind"] == "run" for line in two.lines()) == 1, "no run without papers"

    registry = two.root / "registry.yaml"
    registry.write_text(registry.read_text().replace("One paper", "One paper, renamed"))
    done = two.run("run", "--changed", "--json", env=env)
    assert [row["paper"] for row in json.loads(done.stdout)["papers"]] == [ONE]
    assert "1 whose entry changed" in done.stderr
    (last,) = (line for line in two.lines() if line["kind"] == "run" and line.get("papers"))
    assert last["papers"] == [ONE]


def test_a_share_is_run_and_tells_what_it_leaves_out(two: Folder) -> None:
    done = two.run("run", "--offline", "--json", "--shard", "1/2")
    assert done.returncode == 0, done.stderr
    assert [row["paper"] for row in json.loads(done.stdout)["papers"]] == [ONE]
    assert "1 of 2 papers." in done.stderr
    assert "left out: 1 in other shares" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--shard", "3"), "is no share"),
        (("--older-than", "soon"), "is no age"),
        (("--changed", "--resume", "2026"), "--resume goes on with the papers of its run"),
        (("--copy-to", "nosuch://x"), "cannot copy to nosuch://x"),
        (("--dask", "nowhere"), "is no address of a scheduler"),
    ],
)
def test_what_cannot_be_meant_is_said_before_anything_is_done(
    two: Folder, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], said: str
) -> None:
    if "--dask" in words:
        pytest.importorskip("distributed")
    monkeypatch.chdir(two.root)
    with pytest.raises(TrackerError, match=said) as caught:
        app.main(["run", "--offline", *words], standalone_mode=False)
    assert caught.value.exit_code == 3
    assert caught.value.advice
    assert not (two.root / "runs" / "history").exists()
