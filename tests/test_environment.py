"""environment.yml says to conda what pyproject.toml says to pip."""

import os
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from rattler import MatchSpec

ROOT = Path(__file__).parents[1]
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


@pytest.fixture(scope="module")
def specs() -> dict[str, MatchSpec]:
    """Return what conda itself is asked for, by name; a line it cannot read is an error."""
    lines = [each for each in ENVIRONMENT["dependencies"] if isinstance(each, str)]
    return {each.split(">")[0]: MatchSpec(each, strict=True) for each in lines}


def test_conda_brings_what_the_set_up_needs_and_nothing_that_pip_locks(
    specs: dict[str, MatchSpec],
) -> None:
    assert list(specs) == ["python", "pip", "git"]


def test_conda_and_pip_ask_for_the_same_python(specs: dict[str, MatchSpec]) -> None:
    assert str(specs["python"].version) == PROJECT["requires-python"]


def test_pip_installs_the_project_itself_with_an_extra_that_exists() -> None:
    (own,) = (each["pip"] for each in ENVIRONMENT["dependencies"] if isinstance(each, dict))
    assert own == ["-e .[lab]"]
    assert "lab" in PROJECT["optional-dependencies"]


@pytest.mark.parametrize(
    ("program", "told"),
    [
        (None, "there is no python-to-be that runs"),
        ("echo broken >&2; exit 127", "there is no python-to-be that runs"),
        ('test "$1" = --version && echo Python 3.9.18', "python-to-be is Python 3.9.18"),
    ],
    ids=["missing", "a shim of nothing", "old"],
)
def test_make_says_what_is_wrong_with_a_python(
    program: str | None, told: str, tmp_path: Path
) -> None:
    shutil.copy(ROOT / "Makefile", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    if program:
        (tmp_path / "bin").mkdir()
        (tmp_path / "bin" / "python-to-be").write_text(f"#!/bin/sh\n{program}\n")
        (tmp_path / "bin" / "python-to-be").chmod(0o755)
    done = subprocess.run(
        ["make", "PYTHON=python-to-be"], cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PATH": f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}"},
    )  # fmt: skip
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stdout
    assert told in done.stdout
    assert "make PYTHON=python3.12" in done.stdout


def test_the_pythons_that_are_promised_are_those_that_are_tried() -> None:
    """The classifiers, the workflow and `.ci/run` name the same versions, the oldest first."""
    said = [
        each.rpartition(" ")[2]
        for each in PROJECT["classifiers"]
        if each.startswith("Programming Language :: Python :: 3.")
    ]
    workflow = yaml.safe_load((ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert workflow["jobs"]["test"]["strategy"]["matrix"]["python"] == said
    smoke = (ROOT / ".ci" / "smoke").read_text(encoding="utf-8")
    assert f"for version in {' '.join(said)}; do" in smoke
    assert PROJECT["requires-python"] == f">={said[0]}"
