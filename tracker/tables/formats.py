"""The formats in which the tables are published: each named once."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from tracker.tables import csvtable, jsontable, markdown
from tracker.tables.rows import Row

Render: TypeAlias = Callable[[Sequence[Row], dt.datetime | None], str]
"""From the rows, and the instant that they hold for, to the text of a file."""

FORMATS: Mapping[str, Render] = MappingProxyType(
    {
        "STATUS.md": markdown.render,
        "status.json": jsontable.render,
        "status.csv": csvtable.render,
    }
)
"""By the name of the file."""

PAGES: Mapping[str, str] = MappingProxyType({"index.html": "en", "index.zh.html": "zh"})
"""The page in each of its languages, by the name of the file."""
