"""status.csv: RFC 4180, and no formula in it."""

import csv

from tests.tables.made_rows import EVIL, HOSTILE, NOW, PLAIN, judged, table
from tracker.tables import csvtable

EXPECTED = (
    "as_of,paper,title,title_zh,get,code,models,datasets,license,use,promises,reproduction,since,"
    "last_looked,use_research,use_internal,use_product,use_redistribution,use_training,corrections\r\n"
    "2026-11-22,arxiv:2503.00001,A Paper,论文,A Paper; since 2025-03-17,training,none named,"
    "none named,MIT,cannot say,1 kept,not attempted,2025-03-17,2026-11-20,cannot say,cannot say,"
    "cannot say,cannot say,cannot say,\r\n"
)


def test_the_file_is_exactly_this() -> None:
    assert csvtable.render(table(PLAIN), NOW) == EXPECTED


def test_commas_and_quotes_come_back_as_they_were() -> None:
    rendered = csvtable.render(table(judged(text='a, "b"')), None)
    assert '"a, ""b"""' in rendered
    assert next(csv.DictReader(rendered.splitlines()))["title"] == 'a, "b"'


def test_no_cell_starts_a_formula() -> None:
    starts = ("=", "+", "-", "@", "\t")
    texts = [HOSTILE, "+1", "-1", "@SUM(A1)", "\t=1", " =1", "\u202e=1", "\x00=1"]
    for text in texts:
        lines = list(csv.reader(csvtable.render(table(judged(text=text)), NOW).splitlines()))
        assert not [cell for cell in lines[1] if cell.startswith(starts)]


def test_one_paper_is_one_line_whatever_its_title() -> None:
    assert csvtable.render(table(EVIL), NOW).count("\r\n") == 2
