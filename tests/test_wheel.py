"""What is installed is the engine: it knows no paper."""

import re
import subprocess
import sys
import zipfile

import pytest

from tracker.model.paper import ROOMS


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=pytestconfig.rootpath, check=True, capture_output=True, timeout=600,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return zipfile.ZipFile(built)


def test_nothing_of_a_room_is_in_the_wheel(
    wheel: zipfile.ZipFile, pytestconfig: pytest.Config
) -> None:
    names = [name for name in wheel.namelist() if ".dist-info/" not in name]
    assert "tracker/reproduce/study.py" in names
    assert {name.partition("/")[0] for name in names} == {"tracker"}
    rooms = {path.read_bytes() for path in (pytestconfig.rootpath / ROOMS).glob("*/**/*.*")
             if path.is_file() and path.stat().st_size}  # fmt: skip
    assert len(rooms) > 50
    assert not [name for name in names if wheel.read(name) in rooms]


def test_the_wheel_has_helpers_for_experiments_and_no_experiment(wheel: zipfile.ZipFile) -> None:
    below = "tracker/reproduce/"
    names = {name.removeprefix(below) for name in wheel.namelist() if name.startswith(below)}
    assert {name for name in names if "/" in name} == {
        "helpers/__init__.py", "helpers/measuring.py", "helpers/pictures.py", "helpers/results.py",
        "importing/__init__.py", "importing/files.py", "importing/harnesses.py",
        "importing/scores.py", "recipes/__init__.py", "recipes/collect.py",
    }  # fmt: skip


def test_the_wheel_has_what_a_project_of_ones_own_is_laid_down_from(
    wheel: zipfile.ZipFile, pytestconfig: pytest.Config
) -> None:
    below = "tracker/jobs/init/templates/"
    names = {name.removeprefix(below) for name in wheel.namelist() if name.startswith(below)}
    assert names == {
        "README.md", "check.yml", "environment.yml", "gitignore", "pytest.ini", "registry.yaml",
        "status.yml", "room/claims.yaml", "room/conftest.py", "room/experiment.py",
        "room/reproduction.ipynb", "room/test_experiment.py",
    }  # fmt: skip
    ours = pytestconfig.rootpath / ".github" / "workflows" / "check.yml"
    assert wheel.read(f"{below}check.yml") == ours.read_bytes()


def test_the_page_on_an_index_is_the_readme_without_links_that_lead_nowhere(
    wheel: zipfile.ZipFile,
) -> None:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    metadata = wheel.read(name).decode()
    assert "Description-Content-Type: text/markdown" in metadata
    assert "# The reproducibility tracker" in metadata
    assert "status:begin" in metadata
    assert re.findall(r"\]\((?!https?://|#)[^)]*\)", metadata) == []
