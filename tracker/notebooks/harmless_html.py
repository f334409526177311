"""HTML from elsewhere, made harmless: rebuilt by `nh3` from lists of what is allowed.

What a browser executes has no end of spellings, so nothing here looks for it.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any, Final

import nh3

_HTML_LIMIT: Final = 1_000_000
"""Characters of HTML in one output."""
_MARKS: Final = 20_000
"""Tags, and entities, in it: a parser needs the square of them where each is inside the last."""
IMAGES: Final = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
}
"""Pictures of points, with the bytes that they begin with. Others (SVG) are programs."""

_TAGS: Final = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
_ATTRIBUTES: Final[Mapping[str, frozenset[str]]] = {
    "*": frozenset(("dir", "lang", "style", "title")),
    "a": frozenset(("href",)),
    "col": frozenset(("span",)),
    "colgroup": frozenset(("span",)),
    "details": frozenset(("open",)),
    "img": frozenset(("alt", "height", "src", "width")),
    "ol": frozenset(("start",)),
    "table": frozenset(("border",)),
    "td": frozenset(("colspan", "rowspan")),
    "th": frozenset(("colspan", "rowspan", "scope")),
}
_STYLES: Final = frozenset(
    [
        "background-color",
        "border",
        "border-bottom",
        "border-collapse",
        "border-left",
        "border-right",
        "border-top",
        "color",
        "font-size",
        "font-style",
        "font-weight",
        "margin",
        "margin-bottom",
        "margin-left",
        "margin-right",
        "margin-top",
        "max-width",
        "overflow-wrap",
        "padding",
        "padding-bottom",
        "padding-left",
        "padding-right",
        "padding-top",
        "text-align",
        "text-decoration",
        "vertical-align",
        "white-space",
        "width",
        "word-break",
    ]
)
_STYLE: Final = re.compile(r"(?:[\w\s:;,.#%!'\"-]|(?:rgb|hsl)a?\([\w\s,.%]*\))*")
"""Names, numbers and colours; nothing that could lead anywhere."""
_WITH_CONTENT: Final = frozenset(
    ("iframe", "math", "noscript", "script", "style", "svg", "template", "textarea", "title", "xmp")
)
_LINK: Final = re.compile(r"https?://[^\s<>\"]+|#[\w.-]*")
_PICTURE: Final = re.compile(r"data:(image/\w+);base64,([A-Za-z0-9+/=\s]+)")


def harmless_html(text: str) -> str:
    """Return HTML without anything that runs, loads, or leaves its place.

    Examples
    --------
    >>> harmless_html("<b onclick=alert(1)>1</b><script>alert(2)</script>")
    '<b>1</b>'
    """
    if len(text) > _HTML_LIMIT or max(text.count("<"), text.count("&")) > _MARKS:
        return ""
    return nh3.clean(
        text,
        tags=set(_TAGS),
        clean_content_tags=set(_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        allowed_classes={"table": {"dataframe"}},
        filter_style_properties=set(_STYLES),
        url_schemes={"data", "http", "https"},
        link_rel="noopener noreferrer",
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return value if _STYLE.fullmatch(value) else None
    if name == "href":
        return value if _LINK.fullmatch(value) else None
    if name == "src":
        match = _PICTURE.fullmatch(value)
        return value if tag == "img" and match and picture(match[1], match[2]) else None
    return value


def picture(kind: str, text: object) -> str | None:
    """Return the base64 of a picture, None if it is none."""
    beginning = IMAGES.get(kind)
    try:
        data = base64.b64decode("".join(joined(text).split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(data).decode() if beginning and data.startswith(beginning) else None


def joined(text: Any) -> str:
    """Return a text that a notebook keeps whole or in lines."""
    return text if isinstance(text, str) else "".join(text)
