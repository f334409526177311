"""Notebooks from elsewhere, made harmless: what is known to do nothing stays, all else goes.

Whoever opens a notebook, or its page, must meet no script, and no picture that tells somebody that
it was opened. Of each cell and output the fields that are known are kept; HTML is rebuilt
(`harmless_html`).
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from nbformat import NotebookNode

from tracker.notebooks.harmless_html import IMAGES, harmless_html, joined, picture

_node: Callable[..., NotebookNode] = NotebookNode
_OURS: Final = re.compile(r"application/vnd\.reproducibility-tracker\.[a-z]+\+json")
_TEXTS: Final = ("text/latex", "text/markdown", "image/svg+xml", "application/json")
"""What may stand in for a missing ``text/plain``."""
_DROPPED: Final = "(what it showed was not kept)"

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
    notebook.cells = [_cell(cell) for cell in notebook.cells]
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


def _cell(cell: NotebookNode) -> NotebookNode:
    source, kind = joined(cell.source), cell.cell_type
    if kind != "code" and not (kind == "markdown" and _quiet(source)):
        source, kind = _quoted(source), "markdown"
    made = _node(cell_type=kind, metadata=_metadata(cell), source=source)
    if "id" in cell and isinstance(cell.id, str) and _ID.fullmatch(cell.id):
        made.id = cell.id
    if kind == "code":
        made.execution_count = _count(cell)
        made.outputs = [_output(output) for output in cell.get("outputs", ())]
    elif attached := _attachments(cell.get("attachments")):
        made.attachments = attached
    return made


def _metadata(cell: NotebookNode) -> NotebookNode:
    metadata = cell.metadata
    made = {name: metadata[name] for name in ("execution", "papermill") if name in metadata}
    if "tags" in metadata:
        tags = (tag for tag in metadata.tags if isinstance(tag, str))
        made["tags"] = [tag for tag in tags if _TAG.fullmatch(tag)]
    return _node(made)


def _count(node: NotebookNode) -> int | None:
    """Return a number that pages show as it stands."""
    count = node.get("execution_count")
    return count if isinstance(count, int) else None


def _attachments(attached: Any) -> NotebookNode:
    """Return the pictures among what is attached to a cell."""
    made = {}
    for name, bundle in dict(attached or {}).items():
        kept = {kind: picture(kind, text) for kind, text in bundle.items() if kind in IMAGES}
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
    sizes = metadata.get("image/png", {})
    made = {side: sizes[side] for side in ("width", "height") if type(sizes.get(side)) is int}
    if isinstance(sizes.get("alt"), str):
        made["alt"] = re.sub(r'["<>&]', "", sizes["alt"])
    return _node(made)


def _bundle(data: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
    """Yield the ways to show one thing that do nothing; there is always a plain one."""
    for kind, value in data.items():
        if kind == "text/html":
            if cleaned := harmless_html(joined(value)):
                yield kind, cleaned
        elif kind in IMAGES:
            if kept := picture(kind, value):
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
    targets = [match[1] for match in _TARGET.finditer(source)]
    pictures = source.count("![") - source.count("](attachment:")
    return pictures <= 0 and all(map(_ALLOWED.match, targets))


def _quoted(source: str) -> str:
    """Return Markdown that shows a text as it stands."""
    return "\n".join(f"    {line}" for line in source.splitlines())
