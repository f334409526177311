"""The page of a run links the notebooks that tried its claims as pages, whole and beside it."""

from pathlib import Path

import nbformat

from tests.tables.made_reproductions import results, row
from tests.verdicts.made_runs import check, claim
from tracker.jobs import publish


def test_what_a_claim_was_tried_by_is_read_in_a_browser(tmp_path: Path) -> None:
    one = check("one")
    tried = row(claim(one), runs=results(one))
    (run,) = {judged.run for judged in tried.verdicts.claims[0].checks}
    assert run is not None
    name = publish.kept_as(one.notebook, run)
    kept = tmp_path / "kept"
    kept.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("It was *tried*.")])
    nbformat.write(notebook, kept / name)
    nbformat.write(notebook, kept / "of-another-run.ipynb")
    page = tmp_path / "tables" / "index.html"

    publish.write(page.parent, [tried], None)
    assert ">executed notebook</a>" not in page.read_text()
    publish.write(page.parent, [tried], None, reproductions=kept)
    address = f"reproductions/{name.removesuffix('.ipynb')}.html"
    assert f'<a href="{address}">executed notebook</a>' in page.read_text()
    assert "<em>tried</em>" in (page.parent / address).read_text()
    assert [path.name for path in (page.parent / "reproductions").glob("*.html")] == [
        Path(address).name
    ], "what no answer rests on is left where it is"
