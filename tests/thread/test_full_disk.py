"""On a full disk a run ends with one sentence; what was kept is kept, the next run works."""

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from servers.described import Repository
from servers.plugin import NewWorld
from soak import part
from thread.conftest import TOKENS, Folder

OPEN_RS = "arxiv:2503.16219"


def _limited(folder: Folder, size: int, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the main job where no file can grow beyond `size` bytes."""
    clean = {name: text for name, text in os.environ.items() if name not in TOKENS}
    return subprocess.run(
        [sys.executable, "-m", "tracker.cli", "run", OPEN_RS],
        cwd=folder.root, env={**clean, "COLUMNS": "200", **env}, capture_output=True, text=True,
        timeout=300, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )  # fmt: skip


@pytest.mark.soak
@pytest.mark.parametrize("size", part([2_000, 0], 2))
def test_a_full_disk_is_one_sentence_and_the_next_run_works(
    fresh: Folder, world: NewWorld, size: int
) -> None:
    there = world(repositories={"github.com/knoveleng/open-rs": Repository(files={"a.py": ""})})
    done = _limited(fresh, size, there.environment())
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "history" in done.stderr
    assert "next:" in done.stderr
    kept = {path: path.read_bytes() for path in fresh.root.glob("runs/history/*")}
    assert all(text.endswith(b"\n") for text in kept.values()), "no file without a whole header"
    assert len(kept) == (size > 1_000)
    assert "open-rs" in str(fresh.table(OPEN_RS, env=there.environment()))
    assert all(path.read_bytes() == text for path, text in kept.items())
    told = fresh.run("history")
    assert "skipped" not in told.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_tables_that_cannot_be_written_are_one_sentence(folder: Folder) -> None:
    (folder.root / "runs").mkdir()
    (folder.root / "status").mkdir(exist_ok=True)
    (folder.root / "report.md").symlink_to("/dev/full")
    done = folder.run("run", "--offline", "--summary", "report.md", OPEN_RS)
    assert "Traceback" not in done.stderr
    assert done.returncode != 0
    assert "next:" in done.stderr
