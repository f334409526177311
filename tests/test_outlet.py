"""What a run leaves is copied to any place that fsspec knows."""

from pathlib import Path
from urllib.parse import unquote

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from tracker.errors import ConfigurationError
from tracker.jobs.copies import CopyTarget

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
    sent = CopyTarget("memory://bucket/nightly").send(run)
    assert sorted(sent) == sorted(FILES)
    memory = fsspec.filesystem("memory")
    found = {name.removeprefix("/bucket/nightly/") for name in memory.find("/bucket/nightly")}
    assert found == set(FILES)
    assert all(memory.cat(f"/bucket/nightly/{name}") == FILES[name] for name in FILES)


def test_a_path_is_a_folder_here(run: Path, tmp_path: Path) -> None:
    CopyTarget(str(tmp_path / "out" / "deep")).send(run)
    assert (tmp_path / "out" / "deep" / "tables" / "badges" / "a.json").read_bytes() == b"{}"


@pytest.mark.parametrize("url", ["nosuch://x", "s4://bucket"])
def test_a_place_that_nobody_knows_is_an_error_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ConfigurationError, match=r"cannot copy to") as caught:
        CopyTarget(url)
    assert caught.value.advice


class _Broken(MemoryFileSystem):  # type: ignore[misc]
    """A file system that repeats what it was given in all its errors."""

    protocol = "broken"
    given = ""

    @classmethod
    def _strip_protocol(cls, path: str) -> str:
        cls.given = path
        return "/x"

    def pipe_file(self, path: str, value: bytes, mode: str = "overwrite", **_: object) -> None:
        del path, value, mode
        raise RuntimeError(f"403 for {self.given}, {unquote(self.given)!r}")


@pytest.mark.parametrize(
    ("url", "shown", "secret"),
    [
        ("broken://me:pw@h/x", "broken://h/x", "pw"),
        ("broken://me:p%40ss%2Fword@h:1/x", "broken://h:1/x", "p@ss/word"),
        ("broken://me:p/a?s#s@h/x", "broken://h/x", "p/a?s#s"),
        ("broken://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG@b/x", "broken://b/x", "K7MDENG"),
        ("broken://ghp_0123456789abcdef@h/x", "broken://h/x", "ghp_0123456789abcdef"),
        ("broken://h/x?sas_token=sv2024&x=1", "broken://h/x", "sv2024"),
        ("broken://h/x?account_key=YWJj%2BZGVm", "broken://h/x", "YWJj"),
        ("broken://h/x#secret=abcdefgh", "broken://h/x", "abcdefgh"),
        ("simplecache::broken://me:geheim12@h/x", "simplecache::broken://h/x", "geheim12"),
    ],
)
def test_no_error_tells_what_is_secret_in_the_address(
    run: Path, url: str, shown: str, secret: str
) -> None:
    fsspec.register_implementation("broken", _Broken, clobber=True)
    with pytest.raises(ConfigurationError) as caught:
        CopyTarget(url).send(run)
    assert caught.value.message.startswith(f"cannot copy to {shown}: ")
    assert secret not in caught.value.message


@pytest.mark.parametrize("protocol", ["http", "https", "ftp", "sftp", "s3", "gs", "az", "webdav"])
def test_a_place_that_does_not_answer_keeps_its_password(run: Path, protocol: str) -> None:
    with pytest.raises(ConfigurationError, match="cannot copy to") as caught:
        CopyTarget(f"{protocol}://me:pass-word-1@127.0.0.1:1/x").send(run)
    assert "pass-word-1" not in f"{caught.value.message} {caught.value.advice}"


def test_a_folder_that_cannot_be_written_is_an_error(run: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ConfigurationError, match="cannot copy"):
        CopyTarget(str(tmp_path / "file" / "x"))
    outlet = CopyTarget(str(tmp_path / "out"))
    (tmp_path / "out" / "tables").write_text("in the way")
    with pytest.raises(ConfigurationError, match="cannot copy"):
        outlet.send(run)
