"""What a run leaves is copied to any place that fsspec knows."""

from pathlib import Path

import fsspec
import pytest

from tracker.errors import ConfigurationError
from tracker.outlet import Outlet

FILES = {
    "notebooks/a.ipynb": b"{}",
    "notebooks/a.html": b"<p>",
    "tables/status.json": b"[]",
    "tables/badges/a.json": b"{}",
}


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    for name, content in {**FILES, "other/secret": b"x"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_notebooks_and_tables_are_copied_and_nothing_else(run: Path) -> None:
    sent = Outlet("memory://bucket/nightly").send(run)
    assert sorted(sent) == sorted(FILES)
    memory = fsspec.filesystem("memory")
    found = {name.removeprefix("/bucket/nightly/") for name in memory.find("/bucket/nightly")}
    assert found == set(FILES)
    assert all(memory.cat(f"/bucket/nightly/{name}") == FILES[name] for name in FILES)


def test_a_path_is_a_folder_here(run: Path, tmp_path: Path) -> None:
    Outlet(str(tmp_path / "out" / "deep")).send(run)
    assert (tmp_path / "out" / "deep" / "tables" / "badges" / "a.json").read_bytes() == b"{}"


@pytest.mark.parametrize("url", ["nosuch://x", "s4://bucket"])
def test_a_place_that_nobody_knows_is_an_error_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot copy to") as caught:
        Outlet(url)
    assert caught.value.advice


def test_a_folder_that_cannot_be_written_is_an_error(run: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="cannot copy"):
        Outlet(str(tmp_path / "file" / "x"))
    outlet = Outlet(str(tmp_path / "out"))
    (tmp_path / "out" / "tables").write_text("in the way")
    with pytest.raises(ConfigurationError, match="cannot copy"):
        outlet.send(run)
