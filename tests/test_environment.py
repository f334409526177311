"""environment.yml says to conda what pyproject.toml says to pip."""

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
