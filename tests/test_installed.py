"""The package imported from a checkout, away from it; tests/thread/test_own_list.py has a wheel."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
NOWHERE = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "https_proxy", "http_proxy"),
                        "http://127.0.0.1:1")  # fmt: skip
REGISTRY = """\
papers:
  - id: arxiv:2503.00001
    titles: {en: "A paper"}
    artifacts:
      - {role: code, url: "https://github.com/o/r", relation: official, seen_in: abstract}
"""


def tracker(folder: Path, *words: str, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the command where there is a registry and nothing else."""
    (folder / "registry.yaml").write_text(REGISTRY)
    return subprocess.run(
        [sys.executable, "-m", "tracker.cli", *words],
        cwd=folder,
        env={**os.environ, **NOWHERE, **env},
        capture_output=True,
        text=True,
        check=False,
    )


def the_run_is_whole(folder: Path, done: subprocess.CompletedProcess[str]) -> None:
    assert done.returncode == 0, done.stderr
    assert "broke" not in done.stderr
    assert [row["paper"] for row in json.loads(done.stdout)["papers"]] == ["arxiv:2503.00001"]
    names = {path.name for path in folder.glob("runs/2*/notebooks/*.ipynb")}
    assert names == {"2503.00001.ipynb", "status.ipynb"}


def test_a_checkout_serves_folders_without_notebooks(tmp_path: Path) -> None:
    """As an editable install does: the package is imported from where it is developed."""
    env = {"PYTHONPATH": str(ROOT)}
    the_run_is_whole(tmp_path, tracker(tmp_path, "run", "--offline", "--json", env=env))


def test_a_project_with_a_check_notebook_has_a_set_of_its_own(tmp_path: Path) -> None:
    own = tmp_path / "notebooks"
    own.mkdir()
    (own / "check_paper.ipynb").write_bytes((ROOT / "notebooks" / "check_paper.ipynb").read_bytes())
    done = tracker(tmp_path, "run", "--offline", "--json", env={"PYTHONPATH": str(ROOT)})
    assert done.returncode == 0, done.stderr
    (path,) = tmp_path.glob("runs/2*/notebooks/*.ipynb")
    assert path.name == "2503.00001.ipynb"
