"""`runs/latest`: a path that always leads to the tables of a run that was whole."""

import os
from pathlib import Path

import pytest

from tracker.jobs.latest import point


def made(runs: Path, name: str) -> Path:
    """Return the folder of a run with its page."""
    folder = runs / name
    (folder / "tables").mkdir(parents=True)
    for page in ("index.html", "index.zh.html"):
        (folder / "tables" / page).write_text(f"{page} of {name}")
    return folder


def refuse(*_: object, **__: object) -> None:
    raise OSError("no links on this disk")


def test_it_leads_to_the_run_that_ended_last(tmp_path: Path) -> None:
    for name in ("one", "two"):
        page = point(tmp_path, made(tmp_path, name))
        assert page == tmp_path / "latest" / "tables" / "index.html"
        assert page.read_text() == f"index.html of {name}"
    assert (tmp_path / "one" / "tables" / "index.html").read_text() == "index.html of one"


def test_the_folder_may_be_moved_with_all_its_runs(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    page = point(runs, made(runs, "one")).relative_to(runs)
    moved = runs.rename(tmp_path / "moved")
    assert (moved / page).read_text() == "index.html of one"


def test_a_run_that_was_written_elsewhere_is_found_as_well(tmp_path: Path) -> None:
    runs = tmp_path / "runs"
    runs.mkdir()
    assert point(runs, made(tmp_path / "elsewhere", "one")).read_text() == "index.html of one"


def test_nothing_else_is_left_behind(tmp_path: Path) -> None:
    for name in ("one", "two"):
        point(tmp_path, made(tmp_path, name))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["latest", "one", "two"]


def test_where_no_link_can_be_made_small_pages_at_the_same_paths_lead_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    linked = point(tmp_path, made(tmp_path, "linked"))
    monkeypatch.setattr(os, "symlink", refuse)
    for name in ("o ne", "two"):
        page = point(tmp_path, made(tmp_path, name))
        assert page == linked, "the path stays"
        for file in ("index.html", "index.zh.html"):
            way = f"../../{name.replace(' ', '%20')}/tables/{file}"
            text = (page.parent / file).read_text()
            assert f'content="0; url={way}"' in text
            assert f'<a href="{way}">' in text
    assert (tmp_path / "linked" / "tables" / "index.html").read_text() == "index.html of linked"
    left = {path.name for path in page.parent.iterdir()}
    assert left == {"index.html", "index.zh.html"}


def test_pages_give_way_to_nothing_that_is_no_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of pages stays one where links can be made again, and leads to the newest run."""
    with monkeypatch.context() as patched:
        patched.setattr(os, "symlink", refuse)
        point(tmp_path, made(tmp_path, "one"))
    page = point(tmp_path, made(tmp_path, "two"))
    assert 'url=../../two/tables/index.html"' in page.read_text()
