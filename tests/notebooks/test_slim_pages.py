"""Pages that are committed beside their notebooks: small, of that notebook, and whole."""

import base64
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from tracker.notebooks import slim_pages

# One transparent point.
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ"
    "AAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)


def executed(path: Path, words: str = "It was *tried*.") -> Path:
    shown = new_output("display_data", data={"image/png": PICTURE, "text/plain": "<Figure>"})
    cells = [
        new_markdown_cell(f'# Signs & "wonders"\n\n{words}'),
        new_code_cell("measured = 1 < 2", outputs=[shown, shown]),
    ]
    nbformat.write(new_notebook(cells=cells), path)
    return path


def test_a_page_holds_all_of_its_notebook_and_shares_the_rest(tmp_path: Path) -> None:
    notebook = executed(tmp_path / "one.ipynb")
    assert set(slim_pages.write([notebook], tmp_path)) == {
        tmp_path / "one.html",
        tmp_path / "reproduction.css",
    }
    page = (tmp_path / "one.html").read_text()
    assert "<title>Signs &amp; &quot;wonders&quot;</title>" in page
    assert "<em>tried</em>" in page
    assert "measured" in page
    assert "<script" not in page
    assert "data:" not in page
    (picture,) = (tmp_path / "pictures").iterdir()  # shown twice, kept once
    assert picture.read_bytes() == base64.b64decode(PICTURE)
    assert page.count(f'src="pictures/{picture.name}"') == 2

    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.*")}
    assert slim_pages.stale([notebook], tmp_path) == slim_pages.write([notebook], tmp_path) == []
    elsewhere = tmp_path / "run"
    elsewhere.mkdir()
    slim_pages.write([notebook], elsewhere)
    assert (elsewhere / "one.html").read_bytes() == (tmp_path / "one.html").read_bytes()
    assert (elsewhere / "pictures" / picture.name).exists()
    assert all(path.stat().st_mtime_ns == before[path] for path in before)

    picture.unlink()
    assert slim_pages.stale([notebook], tmp_path) == [tmp_path / "one.html"]
    slim_pages.write([notebook], tmp_path)
    assert picture.exists()

    executed(notebook, "It was tried *again*.")
    (tmp_path / "reproduction.css").write_text("")
    assert len(slim_pages.stale([notebook], tmp_path)) == 2
    slim_pages.write([notebook], tmp_path)
    assert "<em>again</em>" in (tmp_path / "one.html").read_text()
    assert slim_pages.stale([notebook], tmp_path) == []


def test_where_no_notebook_is_there_is_no_page(tmp_path: Path) -> None:
    assert slim_pages.write([], tmp_path / "none") == []
    assert not (tmp_path / "none").exists()
