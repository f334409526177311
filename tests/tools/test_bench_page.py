"""The page of benchmarks is what its figures say."""

from pathlib import Path

import msgspec
import pytest

from tools.bench_report import Results, Row, Table, markdown, plot, renewed, write

ROW = Row(
    suite="notebooks", work="a check", peer="papermill", ours=(0.1, 0.2, 0.1), theirs=(1, 1, 2),
    target="≥ 12", note="A note.",
)  # fmt: skip


def results(*rows: Row, tables: tuple[Table, ...] = (), missing: tuple[str, ...] = ()) -> Results:
    return Results(
        made="2026-11-22", command="python tools/bench.py", machine={"memory": "2 GB"},
        rows=rows, tables=tables, missing=missing,
    )  # fmt: skip


def test_the_committed_page_is_made_from_the_committed_figures(
    pytestconfig: pytest.Config,
) -> None:
    docs = pytestconfig.rootpath / "docs"
    figures = (docs / "benchmarks" / "results.json").read_bytes()
    found = msgspec.json.decode(figures, type=Results)
    assert (docs / "benchmarks.md").read_text(encoding="utf-8") == markdown(found)


def test_a_ratio_is_taken_in_each_round_and_its_direction_is_told() -> None:
    assert ROW.ratios == (10.0, 5.0, 20.0)
    limit = msgspec.structs.replace(ROW, better="ours / peer")
    assert limit.ratios == (0.1, 0.2, 0.05)
    page = markdown(results(ROW, limit))
    assert (
        "| a check [1] | 0.1 (0.1–0.2) s | papermill | 1 (1–2) s | **10 (5–20)** peer / ours |"
        in page
    )
    assert "**0.1 (0.05–0.2)** ours / peer | ≥ 12 |" in page
    assert "[1] A note." in page


def test_rounds_that_do_not_pair_up_are_an_error() -> None:
    with pytest.raises(ValueError, match="longer"):
        _ = msgspec.structs.replace(ROW, ours=(1.0,)).ratios


def test_tables_and_what_is_missing_are_on_the_page() -> None:
    table = Table(suite="requests", heads=("kind", "cold"), lines=(("git", "3.00"),), note="So.")
    page = markdown(results(tables=(table,), missing=("LinkChecker: not to be had",)))
    assert "## Requests\n\n| kind | cold |\n|---|---|\n| git | 3.00 |\n\nSo." in page
    assert "## Not measured\n\n- LinkChecker: not to be had" in page


def test_what_is_measured_again_takes_the_place_of_what_was() -> None:
    """The other suites stay, in their order; on another machine nothing does."""
    sweep = msgspec.structs.replace(ROW, suite="a sweep")
    counts = Table(suite="requests", heads=("kind",), lines=(("git",),))
    before = results(ROW, sweep, tables=(counts,))
    faster = msgspec.structs.replace(ROW, ours=(0.05, 0.05, 0.05))
    now = msgspec.structs.replace(results(faster), command="python tools/bench.py --suites x")
    both = renewed(before, now)
    assert both.rows == (faster, sweep)
    assert both.tables == (counts,)
    assert both.command == "python tools/bench.py && python tools/bench.py --suites x"
    elsewhere = msgspec.structs.replace(now, machine={"memory": "4 GB"})
    assert renewed(before, elsewhere) == elsewhere


def test_what_is_written_can_be_made_again(tmp_path: Path) -> None:
    write(results(ROW), tmp_path)
    names = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    }
    assert names == {"benchmarks.md", "benchmarks/results.json", "benchmarks/notebooks.svg"}
    again = msgspec.json.decode((tmp_path / "benchmarks/results.json").read_bytes(), type=Results)
    assert again == results(ROW)
    picture = (tmp_path / "benchmarks" / "notebooks.svg").read_bytes()
    plot([ROW], tmp_path / "again.svg")
    assert (tmp_path / "again.svg").read_bytes() == picture
    assert len(picture) < 100_000
