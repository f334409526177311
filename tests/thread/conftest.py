"""A project folder of its own, and the command as a person runs it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOKENS = ("GITHUB_TOKEN", "GH_TOKEN", "HF_TOKEN")
PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy")
PAPERS = ("arxiv:2503.14476", "arxiv:2503.16219", "arxiv:2503.12533")
NOWHERE = dict.fromkeys(PROXIES, "http://127.0.0.1:1")
"""An environment without network: the proxy refuses every connection."""


@dataclass
class Folder:
    """A project folder and the command `tracker` in it."""

    root: Path

    def run(
        self, *words: str, env: Mapping[str, str] = NOWHERE, timeout: float = 600
    ) -> subprocess.CompletedProcess[str]:
        """Run the command in a process of its own and return what it printed."""
        clean = {name: text for name, text in os.environ.items() if name not in TOKENS}
        return subprocess.run(
            [sys.executable, "-m", "tracker.cli", *words],
            cwd=self.root,
            env={**clean, "COLUMNS": "200", **env},
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )

    def table(self, *words: str, env: Mapping[str, str] = NOWHERE) -> dict[str, dict[str, object]]:
        """Run the main job for its rows, by paper."""
        done = self.run("run", "--json", *words, env=env)
        assert done.returncode == 0, done.stderr
        return {row["paper"]: row for row in json.loads(done.stdout)["papers"]}

    def lines(self) -> list[dict[str, object]]:
        """Return all records that runs in this folder have written."""
        files = sorted((self.root / "runs" / "history").glob("*.jsonl"))
        return [json.loads(line) for file in files for line in file.read_text().splitlines()]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a copy of the project's data, with its committed history and three papers."""
    entries = (ROOT / "registry.yaml").read_text().split("\n  - id: ")
    few = [entries[0], *(each for each in entries if each.startswith(PAPERS))]
    (tmp_path / "registry.yaml").write_text("\n  - id: ".join(few) + "\n")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    shutil.copytree(ROOT / "history", tmp_path / "history")
    (tmp_path / "README.md").write_text("# T\n<!-- status:begin -->\n<!-- status:end -->\n")
    return Folder(tmp_path)


@pytest.fixture
def fresh(folder: Folder) -> Folder:
    """Return the same without any history."""
    shutil.rmtree(folder.root / "history")
    return folder
