"""The files in which the tables are published, by the names that others link to."""

from tests.tables.made_rows import NOW, PLAIN, table
from tracker.tables.formats import FORMATS, PAGES


def test_these_files_are_written_and_each_holds_every_paper() -> None:
    assert set(FORMATS) == {"STATUS.md", "status.json", "status.csv"}
    assert dict(PAGES) == {"index.html": "en", "index.zh.html": "zh"}
    for render in FORMATS.values():
        assert "2503.00001" in render(table(PLAIN), NOW)
