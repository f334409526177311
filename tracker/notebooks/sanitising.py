"""Notebooks from elsewhere, made harmless: what is known to do nothing stays, all else goes.

Whoever opens a notebook, or its page, must meet no script, and no picture that tells somebody that
it was opened. What a browser executes has no end of spellings, so nothing here looks for it: HTML
is rebuilt by `nh3` from a list of what is allowed, and of each cell and output the fields that are
known are kept.
"""

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

import nh3
from nbformat import NotebookNode

_node: Callable[..., NotebookNode] = NotebookNode
_HTML_LIMIT: Final = 1_000_000
"""Characters of HTML in one output."""
_MARKS: Final = 20_000
"""Tags, and entities, in it: a parser needs the square of them where each is inside the last."""
_OURS: Final = re.compile(r"application/vnd\.reproducibility-tracker\.[a-z]+\+json")
_IMAGES: Final = {
    "image/png": b"\x89PNG\r\n\x1a\n",
    "image/jpeg": b"\xff\xd8\xff",
    "image/gif": b"GIF8",
}
"""Pictures of points, with the bytes that they begin with. Others (SVG) are programs."""
_TEXTS: Final = ("text/latex", "text/markdown", "image/svg+xml", "application/json")
"""What may stand in for a missing ``text/plain``."""
_DROPPED: Final = "(what it showed was not kept)"

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
_TAG: Final = re.compile(r"[\w.-]{1,60}")
_WITH_IDS: Final = (4, 5)
"""The version of the format from which on cells have names."""
_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


def harmless(notebook: NotebookNode) -> None:
    """Leave in a notebook what does nothing when it is opened, and nothing else."""
    known = ("kernelspec", "language_info", "papermill")
    notebook.metadata = _node(
        {name: notebook.metadata[name] for name in known if name in notebook.metadata}
    )
    notebook.cells = [_cell(each) for each in notebook.cells]
    if (notebook.nbformat, notebook.nbformat_minor) >= _WITH_IDS:
        _name(notebook.cells)


def _name(cells: Sequence[NotebookNode]) -> None:
    """Give a name to each cell that has none, or that of another: notebooks need them."""
    taken: set[str] = set()
    for number, cell in enumerate(cells, 1):
        name = cell.get("id", f"cell-{number}")
        while name in taken:
            number += len(cells)  # noqa: PLW2901
            name = f"cell-{number}"
        taken.add(name)
        cell.id = name


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
        found = _PICTURE.fullmatch(value)
        return value if tag == "img" and found and _picture(found[1], found[2]) else None
    return value


def _picture(kind: str, text: object) -> str | None:
    """Return the base64 of a picture, None if it is none."""
    beginning = _IMAGES.get(kind)
    try:
        data = base64.b64decode("".join(_joined(text).split()), validate=True)
    except (binascii.Error, ValueError):
        return None
    return base64.b64encode(data).decode() if beginning and data.startswith(beginning) else None


def _joined(text: Any) -> str:
    return text if isinstance(text, str) else "".join(text)


def _cell(cell: NotebookNode) -> NotebookNode:
    source, kind = _joined(cell.source), cell.cell_type
    if kind != "code" and not (kind == "markdown" and _quiet(source)):
        source, kind = _quoted(source), "markdown"
    made = _node(cell_type=kind, metadata=_metadata(cell), source=source)
    if "id" in cell and isinstance(cell.id, str) and _ID.fullmatch(cell.id):
        made.id = cell.id
    if kind == "code":
        made.execution_count = _count(cell)
        made.outputs = [_output(each) for each in cell.get("outputs", ())]
    elif attached := _attachments(cell.get("attachments")):
        made.attachments = attached
    return made


def _metadata(cell: NotebookNode) -> NotebookNode:
    metadata = cell.metadata
    made = {name: metadata[name] for name in ("execution", "papermill") if name in metadata}
    if "tags" in metadata:
        tags = (each for each in metadata.tags if isinstance(each, str))
        made["tags"] = [each for each in tags if _TAG.fullmatch(each)]
    return _node(made)


def _count(node: NotebookNode) -> int | None:
    """Return a number that pages show as it stands."""
    count = node.get("execution_count")
    return count if isinstance(count, int) else None


def _attachments(found: Any) -> NotebookNode:
    """Return the pictures among what is attached to a cell."""
    made = {}
    for name, bundle in dict(found or {}).items():
        kept = {kind: _picture(kind, text) for kind, text in bundle.items() if kind in _IMAGES}
        if _TAG.fullmatch(name) and any(kept.values()):
            made[name] = _node({kind: text for kind, text in kept.items() if text})
    return _node(made)


def _output(output: NotebookNode) -> NotebookNode:
    kind = output.output_type
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return _node(output_type=kind, name=name, text=output.get("text", ""))
    if kind == "error":
        parts = {name: output.get(name, "") for name in ("ename", "evalue")}
        return _node(output_type=kind, traceback=output.get("traceback", []), **parts)
    shown = _node(output_type="display_data", metadata=_node(), data=_node())
    if kind == "execute_result":
        shown.output_type, shown.execution_count = kind, _count(output)
    shown.data.update(_bundle(output.get("data", {})))
    if "image/png" in shown.data and (sizes := _sizes(output.get("metadata", {}))):
        shown.metadata["image/png"] = sizes
    return shown


def _sizes(metadata: Mapping[str, Any]) -> NotebookNode:
    """Return how large a picture is, and what it says in words that end no attribute."""
    found = metadata.get("image/png", {})
    made = {each: found[each] for each in ("width", "height") if type(found.get(each)) is int}
    if isinstance(found.get("alt"), str):
        made["alt"] = re.sub(r'["<>&]', "", found["alt"])
    return _node(made)


def _bundle(data: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Yield the ways to show one thing that do nothing; there is always a plain one."""
    for kind, value in data.items():
        if kind == "text/html":
            if cleaned := harmless_html(_joined(value)):
                yield kind, cleaned
        elif kind in _IMAGES:
            if kept := _picture(kind, value):
                yield kind, kept
        elif _OURS.fullmatch(kind):
            yield kind, value
    spare = (data[kind] for kind in _TEXTS if isinstance(data.get(kind), str | list))
    yield "text/plain", data.get("text/plain", next(spare, _DROPPED))


_CODE: Final = re.compile(r"`[^`]*`")
_CONFUSING: Final = re.compile(r"[\\|$~]|``")
_MARKUP: Final = re.compile(r"<(?!https?://[^\s<>]*>)[A-Za-z/!?]")
_TARGET: Final = re.compile(r"\](?:\(|:)\s*(\S*)")
_ALLOWED: Final = re.compile(r"(?:https?://|#|attachment:)[^\s<>]*")


def _quiet(source: str) -> bool:
    """Tell whether Markdown is text and links alone, whoever reads it.

    Readers of Markdown do not agree where code begins and ends. It is only left out of
    consideration in lines that hold nothing which they would read differently.
    """
    for line in source.splitlines():
        text = line if _CONFUSING.search(line) else _CODE.sub("", line)
        if _MARKUP.search(text):
            return False
    targets = [found[1] for found in _TARGET.finditer(source)]
    pictures = source.count("![") - source.count("](attachment:")
    return pictures <= 0 and all(map(_ALLOWED.match, targets))


def _quoted(source: str) -> str:
    """Return Markdown that shows a text as it stands."""
    return "\n".join(f"    {line}" for line in source.splitlines())
