"""Badges of a README that claim a licence."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from tracker.licensing.source import Source
from tracker.licensing.spelling import normalise
from tracker.model.evidence import Declaration, Place

_MARKDOWN = re.compile(
    r"(?P<link>\[)?!\[(?P<alt>[^\]\n]{0,120}+)\]\(\s*+<?(?P<image>[^)\s>]{0,400}+)[^)\n]{0,80}+\)"
    r"(?(link)\]\((?P<target>[^)\n]{0,400})\))?"
)
_HTML = re.compile(
    r"(?:<a\s[^<>]{0,400}?href=[\"'](?P<target>[^\"'<>]{0,400}+)[\"'][^<>]{0,200}+>\s*+)?"
    r"<img\s(?P<attributes>[^<>]{0,3000}+)>(?(target)\s*+</a>)?",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"\b(alt|src)=[\"']([^\"']{0,1000})[\"']", re.IGNORECASE)
_STATIC = re.compile(r"/badge/(?P<path>[^?#\s]+)|[?&]message=(?P<message>[^&#\s]+)")
_MOST = 100
"""Claims of badges that are kept of one file; nobody means more."""
_ABOUT = re.compile(r"licen[sc]e|许可|協議|协议|ライセンス", re.IGNORECASE)


def badges(source: Source) -> Iterator[Declaration]:
    """Yield what the badges of a README claim; a badge that a service fills in claims nothing.

    The quote is the badge as printed: an empty link target shows in it. Where more badges claim one
    than are kept, the README was read in part.
    """
    printed = [badge for pattern in (_MARKDOWN, _HTML) for badge in pattern.finditer(source.text)]
    claims, number, counted = 0, 1, 0
    for badge in sorted(printed, key=lambda one: one.start()):
        number += source.text.count("\n", counted, badge.start())
        counted = badge.start()
        parts = badge.groupdict()
        if "attributes" in parts:
            pairs = {key.lower(): value for key, value in _ATTRIBUTE.findall(badge[0])}
            parts |= {"alt": pairs.get("alt"), "image": pairs.get("src")}
        claimed = _claim(parts["alt"] or "", parts["image"] or "", parts["target"] or "")
        if claimed:
            claims += 1
            if claims > _MOST:
                yield source.in_part(Place.README)
                return
            yield source.declare(Place.BADGE, number, claimed, quote=badge[0])


def _claim(alt: str, image: str, target: str) -> str | None:
    """Return the licence that a badge shows, None if it shows none."""
    shown = _STATIC.search(image)
    pieces = _pieces(shown["path"]) if shown and shown["path"] else []
    if shown and shown["message"]:
        pieces = [unquote(shown["message"])]
    if not any(_ABOUT.search(text) for text in (alt, target, *pieces)):
        return None
    label = re.sub(r"^.*?(?:licen[sc]e|许可证?|协议)\s*[:：]?\s*", "", alt, flags=re.IGNORECASE)
    for name in (*pieces, label, alt, target):
        if expression := normalise(name):
            return expression
    return None


def _pieces(path: str) -> list[str]:
    """Take ``label-message-colour`` apart; ``--`` and ``__`` stand for ``-`` and ``_``."""
    text = unquote(path).removesuffix(".svg").removesuffix(".png")
    text = text.replace("--", "\0").replace("__", "\1").replace("_", " ")
    pieces = [piece.replace("\0", "-").replace("\1", "_") for piece in text.split("-")]
    return pieces[:-1][::-1]
