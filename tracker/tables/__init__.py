"""Verdicts as tables: rows first, then one module per format, each with ``render(rows, as_of)``."""

from tracker.tables.cells import Cell
from tracker.tables.changes import Change, Direction, compare
from tracker.tables.rows import Row, rows
from tracker.tables.splice import splice
from tracker.verdicts.question import Tone

__all__ = ["Cell", "Change", "Direction", "Row", "Tone", "compare", "rows", "splice"]
