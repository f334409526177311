"""An input is named by an address at a fixed revision, or as a file of a package."""

from pathlib import Path

import pytest

from reproduce.small_project import check
from reproduce.small_project import project as small_project
from tracker.registry import lint

LINE = 'inputs: [{{name: a.whl, url: "{}", sha256: "' + "0" * 64 + '"}}]'


@pytest.mark.parametrize(
    "url",
    [
        "https://raw.example.org/o/r/0123456/log.json",
        "pkg:pypi/verl@0.3.0?file_name=verl-0.3.0-py3-none-any.whl",
        "pkg:pypi/torch@2.13.0%2Bcpu?file_name=torch-2.13.0%2Bcpu-cp311-cp311-linux_x86_64.whl",
    ],
)
def test_a_file_with_a_fixed_address_can_be_an_input(tmp_path: Path, url: str) -> None:
    small_project(tmp_path, check("one", LINE.format(url)))
    assert lint(tmp_path / "registry.yaml") == ()


@pytest.mark.parametrize(
    "url",
    [
        "pkg:pypi/verl",
        "pkg:pypi/verl@0.3.0",
        "pkg:pypi/verl?file_name=verl-0.3.0-py3-none-any.whl",
        "pkg:pypi/verl@0.3.0?file_name=../verl.whl",
        "pkg:npm/left-pad@1.0.0?file_name=a.tgz",
    ],
)
def test_a_package_without_version_or_file_cannot(tmp_path: Path, url: str) -> None:
    small_project(tmp_path, check("one", LINE.format(url)))
    (complaint,) = lint(tmp_path / "registry.yaml")
    assert complaint.field.endswith("inputs[0].url")
    assert "names no file of a package" in complaint.problem
