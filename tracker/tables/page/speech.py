"""Text as markup: cleaned, escaped, and marked where it is in another language than the page.

In Python, because a large page has a million of these, and a macro takes five times as long.
"""

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from tracker.tables.page.view import web
from tracker.tables.text import clean
from tracker.tables.words import Words

TEXT = 2000
"""Characters of one text on the page."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ENGLISH = Markup('<span lang="en">{}</span>')
_BDI = Markup("<bdi>{}</bdi>")
_LINK = Markup('<a href="{}" rel="noopener noreferrer"><bdi>{}</bdi></a>')


def said(known: Words) -> Callable[[str], Markup]:
    """Return a function that says an answer in the language of the page."""

    def say(text: str) -> Markup:
        parts = (
            _ENGLISH.format(_shown(part.text)) if part.language != known.code else _shown(part.text)
            for part in known.say(text)
        )
        return Markup("").join(parts)

    return _shown if known.code == "en" else say


def _shown(text: str) -> Markup:
    """Escape a text; a date in it is not broken over two lines."""
    escaped = escape(clean(text, TEXT))
    if not _DAY.search(escaped):
        return escaped
    framed = _DAY.sub(r'<span class="date">\g<0></span>', str(escaped))
    return Markup(framed)  # noqa: S704  escaped above; only our own tag was added


def english(known: Words) -> Callable[[str], Markup]:
    """Return a function that shows prose that exists in English only."""
    marked = Markup('<span lang="en" dir="auto">{}</span>')
    plain = Markup('<span dir="auto">{}</span>')
    frame = plain if known.code == "en" else marked
    return lambda text: frame.format(clean(text, TEXT))


def link(url: str | None, text: str) -> Markup:
    """Return a link, or the bare text where `url` is no web address."""
    address = web(url)
    if address is None:
        return _BDI.format(clean(text, TEXT))
    return _LINK.format(address, clean(text, TEXT))
