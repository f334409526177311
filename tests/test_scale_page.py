"""What docs/scale.md names exists, and is what it says."""

import re
from pathlib import Path

import pytest
import yaml

from tracker.cli.app import app
from tracker.history import index
from tracker.jobs.selection import read_age, read_shard
from tracker.model.paper import Registry
from tracker.model.run import View
from tracker.project import Project

PAGE = (Path(__file__).parents[1] / "docs" / "scale.md").read_text(encoding="utf-8")


def test_every_option_that_is_named_is_one_of_a_command() -> None:
    known = {
        option
        for command in app.commands.values()
        for parameter in command.params
        for option in parameter.opts
    }
    dask = {"--host", "--nworkers", "--nthreads", "--scheduler-file", "--no-dashboard"}
    slurm = {"--ntasks", "--cpus-per-task", "--time"}
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", PAGE))
    assert {"--changed", "--older-than", "--shard", "--dask", "--copy-to", "--into"} <= named
    assert named - known - dask - slurm == set()


def test_the_values_that_it_shows_can_be_read() -> None:
    ages = re.findall(r"`(\d+[hdw])`", PAGE) + re.findall(r"--older-than (\w+)", PAGE)
    assert {read_age(each) for each in ages}
    assert {read_shard(each) for each in re.findall(r"--shard (\d+/\d+)", PAGE)}


def test_the_registry_that_it_shows_is_one() -> None:
    (block,) = (
        each for each in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL) if "include" in each
    )
    assert {"papers", "include"} == set(yaml.safe_load(block)) <= set(Registry.__struct_fields__)


def test_the_places_and_fields_that_it_names_are_those_of_the_program(tmp_path: Path) -> None:
    project = Project(root=tmp_path)
    for place in (project.history_index, project.cache, project.history):
        assert f"`{place.relative_to(tmp_path).as_posix()}" in PAGE
    assert "basis" in View.__struct_fields__
    assert index.load(tmp_path / "none", tmp_path).files == []


def test_the_version_of_dask_is_that_of_the_extra(pytestconfig: pytest.Config) -> None:
    wanted = re.findall(r"distributed>=[\d.]+", PAGE)
    assert wanted
    text = (pytestconfig.rootpath / "pyproject.toml").read_text()
    advice = (pytestconfig.rootpath / "tracker" / "jobs" / "check_notebooks.py").read_text()
    assert all(each in text and each in advice for each in wanted)
