"""The round trips of SmolDocling's pages, with the released docling-core."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

pytest.importorskip("docling_core")

from docling_core.types.doc.document import DoclingDocument

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from .experiment import otsl, round_trip
from .experiment.pages import written

ROOM = Path(__file__).parent
SEEDS = (0, 1, 2)


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


def value(result: Result, name: str) -> float:
    return next(each.value for each in result.measurements if each.name == name)


def test_labels_and_texts_of_plain_pages_come_back() -> None:
    assert judged("round-trip-content", round_trip.content(SEEDS, pages=3)) == "holds"


def test_without_its_tags_no_page_comes_back() -> None:
    def untagged(tags: str) -> DoclingDocument:
        return round_trip.read(re.sub("<(/?)(?:title|code|formula)>", r"<\1text>", tags))

    found = round_trip.content(SEEDS, pages=2, reader=untagged)
    assert judged("round-trip-content", found) != "holds"


def test_code_and_formulas_with_brackets_do_not_all_come_back() -> None:
    found = round_trip.content(SEEDS, pages=4, brackets=True)
    assert judged("round-trip-brackets", found) == "does not hold"


def test_a_reader_that_knows_brackets_in_text_would_pass() -> None:
    def knowing(tags: str) -> DoclingDocument:
        return by_text[tags] if tags in by_text else round_trip.read(tags)

    by_text = {
        tags: given
        for seed in SEEDS
        for given, tags in written(seed, 2, brackets=True)
    }  # fmt: skip
    found = round_trip.content(SEEDS, pages=2, brackets=True, reader=knowing)
    assert judged("round-trip-brackets", found) == "holds"


def test_tables_fail_by_cells_that_span_both_ways_as_the_released_writer_writes_them() -> None:
    found = round_trip.tables(SEEDS, pages=8)
    assert judged("round-trip-tables", found) == "does not hold"
    assert value(found, "share of tables with the same cells where no cell spans both ways") == 1
    assert (
        value(found, "share of tables with the same cells when written by the rules of OTSL") == 1
    )


def test_tables_written_by_the_rules_of_otsl_come_back() -> None:
    found = round_trip.tables(SEEDS, pages=3, by_rules=True)
    assert judged("round-trip-tables", found) == "holds"


def test_column_headers_are_written_and_not_read() -> None:
    found = round_trip.headers(SEEDS, pages=2)
    assert judged("round-trip-headers", found) == "does not hold"
    assert value(found, "share of pages whose column headers are written as such") == 1


def test_a_reader_that_knows_header_tokens_would_pass() -> None:
    def knowing(tags: str) -> DoclingDocument:
        document = round_trip.read(tags)
        for block, table in zip(re.findall("<otsl>.*?</otsl>", tags), document.tables, strict=True):
            marks = re.findall("<(fcel|ecel|ched)>", block)
            for mark, cell in zip(marks, table.data.table_cells, strict=True):
                cell.column_header = mark == "ched"
        return document

    found = round_trip.headers(SEEDS, pages=2, reader=knowing)
    assert judged("round-trip-headers", found) == "holds"


def test_places_are_kept_to_half_a_step_but_for_the_last_step_of_the_page() -> None:
    found = round_trip.places(range(5), pages=8)
    assert judged("round-trip-places", found) == "does not hold"
    within = value(found, "largest error of an edge before the last step of the page")
    assert 0.0009 < within <= 0.001 + 1e-9
    assert judged("round-trip-places", round_trip.places(SEEDS, pages=3, ends=False)) == "holds"


@pytest.mark.parametrize(
    ("check", "experiment"),
    [
        ("round-trip-brackets", partial(round_trip.content, brackets=True)),
        ("round-trip-tables", round_trip.tables),
        ("round-trip-headers", round_trip.headers),
        ("round-trip-places", round_trip.places),
    ],
)
def test_nothing_follows_where_a_control_is_broken(
    check: str, experiment: Callable[..., Result]
) -> None:
    for left in broken(ROOM, check, experiment(SEEDS, pages=2).measurements):
        assert verdict(ROOM, check, left) == "inconclusive"


def test_a_span_both_ways_looks_left_above_and_both_by_the_rules() -> None:
    for given, tags in written(0, 8):
        ruled = otsl.by_rules(given, tags)
        for block in re.findall("<otsl>.*?</otsl>", ruled):
            rows = [
                re.findall("<([a-z]cel|ched)>", row) for row in block.split("<nl>")[:-1]
            ]  # fmt: skip
            assert len({len(row) for row in rows}) == 1
            assert not {"ucel", "xcel"} & set(rows[0])
            assert not {"lcel", "xcel"} & {row[0] for row in rows}


def test_every_picture_is_drawn_and_said() -> None:
    results = (round_trip.content(SEEDS, pages=1), round_trip.places(SEEDS, pages=1))
    for each in results:
        assert each.plot().figure().axes
        assert len(repr(each.plot())) > 40
