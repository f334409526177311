"""A check notebook sees no secret of who runs it, however its kernel is started."""

import json
import sys
from pathlib import Path

import pytest
from papermill import execute_notebook

from notebooks.secretive import NEEDED, SECRETS, notebook, printed
from tracker.engine.zygotes import ZYGOTES
from tracker.notebooks.running import execute, kernels_of


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {**SECRETS, **NEEDED}.items():
        monkeypatch.setenv(name, value)


def seen(folder: Path) -> dict[str, str]:
    """Run a check notebook and return the environment that it had."""
    notebook(folder / "source.ipynb")
    target = folder / "executed.ipynb"
    with kernels_of("run", folder):
        execute(folder / "source.ipynb", target, paper="x", as_of="", offline=True, root=folder)
    return printed(target)


def own_kernel(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``python3`` be a kernel that cannot be forked."""
    place = folder / "kernels" / "python3"
    place.mkdir(parents=True)
    argv = [sys.executable, "-X", "utf8", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec = {"argv": argv, "display_name": "Python 3", "language": "python"}
    (place / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(folder))


@pytest.mark.parametrize("warm", [True, False])
def test_a_check_notebook_sees_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, warm: bool
) -> None:
    if not warm:
        own_kernel(tmp_path, monkeypatch)
    told = seen(tmp_path)
    assert not told.keys() & SECRETS.keys()
    assert not [name for name, value in told.items() if "inde-" in value]
    assert "PATH=" in told["/proc"]
    assert {name: told.get(name) for name in NEEDED} == NEEDED
    assert told["TRACKER_RUN"] == "run"
    assert told["TRACKER_CASES"] == str(tmp_path)


def test_a_notebook_of_the_user_has_the_environment_of_the_user(tmp_path: Path) -> None:
    """``papermill --engine warm`` is papermill: what runs is theirs, and so is the environment."""
    notebook(tmp_path / "source.ipynb")
    target = tmp_path / "executed.ipynb"
    execute_notebook(
        str(tmp_path / "source.ipynb"), str(target), engine_name="warm", progress_bar=False
    )
    ZYGOTES.close()
    told = printed(target)
    assert {name: told.get(name) for name in SECRETS} == SECRETS
