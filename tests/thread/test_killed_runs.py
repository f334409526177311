"""`kill -9` at any moment of the main job loses nothing, doubles nothing, and can be resumed."""

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from servers.described import HubRepository, Page, Repository
from servers.plugin import NewWorld
from servers.world import World
from soak import amount
from thread.conftest import TOKENS, Folder
from tracker.history import History
from tracker.model.evidence import Observation
from tracker.model.locator import locate
from tracker.model.run import Confirmed

KILLS = amount(thin=4, whole=50)
COUNT = 6
REGISTRY = """\
papers:
  - id: arxiv:2501.00001
    titles: {en: "One paper"}
    artifacts:
"""
ARTIFACT = '      - {{role: {role}, url: "{url}", relation: official, seen_in: abstract}}\n'


def _described() -> tuple[str, World]:
    """Return a registry of one paper with many artifacts, and the world in which they exist."""
    places = [
        *(("code", f"https://github.com/o/r{number}") for number in range(COUNT)),
        *(("model", f"https://huggingface.co/o/m{number}") for number in range(COUNT)),
        *(("page", f"https://p{number}.example.org/") for number in range(COUNT)),
    ]
    world = World(
        repositories={
            f"github.com/o/r{number}": Repository(files={"README.md": f"# {number}", "a/b.py": ""})
            for number in range(COUNT)
        },
        hub={f"models/o/m{number}": HubRepository(card="# m") for number in range(COUNT)},
        pages={f"https://p{number}.example.org/": Page(body="x") for number in range(COUNT)},
    )
    world.latency = 0.03
    return REGISTRY + "".join(ARTIFACT.format(role=role, url=url) for role, url in places), world


def _spawn(folder: Folder, *words: str, env: dict[str, str]) -> subprocess.Popen[bytes]:
    clean = {name: text for name, text in os.environ.items() if name not in TOKENS}
    return subprocess.Popen(
        [sys.executable, "-m", "tracker.cli", "run", "--json", *words],
        cwd=folder.root,
        env={**clean, **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )


def _observed(root: Path) -> Counter[str]:
    history = History([root / "runs" / "history"])
    assert all("torn" in problem.what for problem in history.problems)
    records = history.records()
    return Counter(each.subject for each in records if isinstance(each, Observation | Confirmed))


def _runs(root: Path) -> list[str]:
    return sorted(path.stem for path in (root / "runs" / "history").glob("*.jsonl"))


def _holds(root: Path, run: str) -> bool:
    """Whether a run got as far as its first line."""
    found = (root / "runs" / "history" / f"{run}.jsonl").read_bytes()
    return b"\n" in found


@pytest.mark.soak
def test_runs_killed_one_after_the_other_are_one_run_in_the_end(
    fresh: Folder, world: NewWorld
) -> None:
    registry, described = _described()
    (fresh.root / "registry.yaml").write_text(registry)
    subjects = {locate(url).url for url in re.findall(r'url: "([^"]+)"', registry)}
    assert len(subjects) == 3 * COUNT
    env = world(described).environment()
    moments = random.Random(20261122)  # noqa: S311  no secret
    resume: list[str] = []
    kept: dict[str, bytes] = {}
    for _ in range(KILLS):
        before = _runs(fresh.root)
        process = _spawn(fresh, *resume, env=env)
        deadline = time.monotonic() + 300
        while _runs(fresh.root) == before and process.poll() is None:
            assert time.monotonic() < deadline
            time.sleep(0.005)
        time.sleep(moments.uniform(0, 0.25))
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        for run, text in kept.items():
            found = (fresh.root / "runs" / "history" / f"{run}.jsonl").read_bytes()
            assert found == text, "what an earlier run has written stays as it is"
        newest = next((each for each in _runs(fresh.root) if each not in before), None)
        if newest and _holds(fresh.root, newest):
            resume = ["--resume", newest]
        kept = {
            run: (fresh.root / "runs" / "history" / f"{run}.jsonl").read_bytes()
            for run in _runs(fresh.root)
        }
        assert set(_observed(fresh.root).values()) <= {1}, "nothing is seen twice"
    process = _spawn(fresh, *resume, env=env)
    _, told = process.communicate()
    assert process.returncode == 0, told.decode()
    observed = _observed(fresh.root)
    assert observed.keys() >= subjects, "nothing is missing"
    assert set(observed.values()) == {1}, "nothing is doubled"
    (last,) = (each for each in _runs(fresh.root) if each not in kept)
    written = (fresh.root / "runs" / "history" / f"{last}.jsonl").read_text()
    assert json.loads(written.splitlines()[-1])["kind"] == "end"
