"""Where in a YAML text a list ends, and how to write one more item there."""

import yaml

from tracker.registry.document import Document
from tracker.registry.values import FieldPath


def insert(document: Document, where: FieldPath, lines: str, *, before: str = "") -> str:
    """Return the document's text with one more item in a list.

    Parameters
    ----------
    where
        The list; its last step may be missing in the file, or stand there empty.
    lines
        The item, as block-style YAML without indentation.
    before
        What to write between the old items and the new one.
    """
    steps = [value for _, value in document.walk(where)]
    here = steps[-1] if len(steps) == len(where) else None
    if here is not None and isinstance(here, yaml.SequenceNode) and here.value:
        dash = here.start_mark.column
        gap = here.value[-1].start_mark.column - dash
        return _after(document.text, here, before + item(lines, dash, gap))
    return _first_item(document, where, lines, here)


def _first_item(document: Document, where: FieldPath, lines: str, here: yaml.Node | None) -> str:
    """Begin the list: in the place of an empty one, or as a new field of the mapping."""
    text = document.text
    steps = [value for _, value in document.walk(where[:-1])]
    parent = steps[-1] if steps else document.root
    column = parent.start_mark.column if parent else 0
    first = item(lines, column + 2, 2)
    if here is not None:
        start, end = here.start_mark.index, here.end_mark.index
        return text[:start].rstrip(" ") + "\n" + first.rstrip("\n") + text[end:]
    return _after(text, parent, " " * column + f"{where[-1]}:\n" + first)


def item(lines: str, dash: int, gap: int) -> str:
    """Indent the lines of an item, the first one behind its dash.

    Parameters
    ----------
    dash
        The column of the dash.
    gap
        Columns from there to the text.
    """
    indented = "".join(
        " " * (dash + gap) + line if line.strip() else line
        for line in lines.splitlines(keepends=True)
    )
    return " " * dash + "-" + " " * (gap - 1) + indented[dash + gap :]


def _after(text: str, node: yaml.Node | None, lines: str) -> str:
    """Put lines below a node, and below the comments that are indented as parts of it."""
    column = node.start_mark.column if node else 0
    end = _end(node, text) if node else len(text)
    cut = _line_end(text, end)
    while (line := text[cut : _line_end(text, cut)]).lstrip(" ").startswith("#"):
        if len(line) - len(line.lstrip(" ")) <= column:
            break
        cut += len(line)
    newline = "\r\n" if "\r\n" in text else "\n"
    head = text[:cut] if text[:cut].endswith("\n") or not cut else text[:cut] + newline
    return head + lines.replace("\n", newline) + text[cut:]


def _line_end(text: str, start: int) -> int:
    end = text.find("\n", start)
    return len(text) if end < 0 else end + 1


def _end(node: yaml.Node, text: str) -> int:
    """Return where a node's own text ends; the parser's mark lies behind what follows it."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(node, yaml.MappingNode) else last
    end: int = node.end_mark.index
    return len(text[:end].rstrip()) if isinstance(node, yaml.ScalarNode) else end
