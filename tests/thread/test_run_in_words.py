"""What a run says at the terminal: a first look is no news, no network is one line."""

import pytest

from servers import Repository
from tests.thread.conftest import Folder
from tests.thread.test_thread import NewWorld
from tracker.cli import run_summary
from tracker.model.evidence import Observation, Reach

LIST = """\
papers:
  - id: arxiv:2503.00001
    titles: {en: "A paper"}
    artifacts:
      - {role: code, url: "https://github.com/o/one", relation: official, seen_in: abstract}
      - {role: code, url: "https://github.com/o/two", relation: upstream, seen_in: abstract}
"""
PAGE = "runs/latest/tables/index.html"


@pytest.fixture
def two(fresh: Folder) -> Folder:
    """Return a project with one paper that names two repositories."""
    (fresh.root / "registry.yaml").write_text(LIST)
    return fresh


def test_a_first_look_is_counted_and_only_what_changes_later_is_told(
    two: Folder, world: NewWorld
) -> None:
    there = world(
        repositories={
            f"github.com/o/{name}": Repository(files={"train.py": ""}) for name in ("one", "two")
        }
    )
    first = two.run("run", env=there.environment())
    assert first.returncode == 0, first.stderr
    assert first.stderr.count("First look at 2 places.") == 1
    assert "→" not in first.stderr
    page = two.root / PAGE
    assert f"To read on: {PAGE}\n" in first.stderr
    assert "A paper" in page.read_text()
    run = page.resolve().parents[1].name

    gone = world(repositories={"github.com/o/one": Repository(files={"README.md": ""})})
    second = two.run("run", env=gone.environment())
    assert "First look" not in second.stderr
    assert "depth of https://github.com/o/one" in second.stderr
    assert page.resolve().parents[1].name > run, "the path leads to the run that ended last"


def test_a_check_without_network_says_so_in_one_line(two: Folder) -> None:
    done = two.run("check", "2503.00001")
    assert done.returncode == 0
    (line,) = done.stderr.splitlines()
    assert line.startswith("Could not reach github.com (")
    assert line.endswith("): 2 of 2 places not looked at; nothing is concluded from that.")
    assert two.run("check", "2503.00001", "--offline").stderr == ""


def looked(address: str, reach: Reach, note: str) -> Observation:
    return Observation(subject=address, reach=reach, via="git", agent="test", note=note)


def test_hosts_out_of_reach_are_one_line_and_what_was_refused_has_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    silent = [
        looked(f"https://h{number % 5}.example.org/{number}", Reach.UNREACHABLE, f"no {number}")
        for number in range(9)
    ]
    refused = looked("https://github.com/o/r", Reach.RATE_LIMITED, "asked too often")
    run_summary.unreached([*silent, refused], places=12, known=True)
    first, second, third = capsys.readouterr().err.splitlines()
    shown = "nothing is concluded from that, and the last known state is shown"
    hosts = ", ".join(f"h{number}.example.org" for number in range(3))
    assert first == (
        f"Could not reach {hosts} and 2 other hosts: 9 of 12 places not looked at; {shown}."
    )
    assert second == f"Could not look at 1 place; {shown}:"
    assert third == "  asked too often: github.com/o/r"
    run_summary.unreached([], places=3, known=True)
    assert capsys.readouterr().err == ""
