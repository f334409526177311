"""An executed notebook that came out of the sandbox: untrusted bytes, until they were read."""

import re
import sys
import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode, ValidationError

import tracker
from tracker.errors import NotebookError
from tracker.model.base import Value
from tracker.notebooks.exporting import forget_paths
from tracker.notebooks.sanitising import harmless
from tracker.tables.text import clean

_SENTENCE = 300
_UNREADABLE = (
    ValueError, LookupError, TypeError, AttributeError, RecursionError, ValidationError,
)  # fmt: skip
_EVERYWHERE = ("/", "/usr", "/usr/local")
"""Folders that tell nothing of a machine."""


class ExecutedNotebook(Value, frozen=True, kw_only=True):
    """A notebook that can be read, without the paths of the machine that ran it."""

    data: bytes
    """In UTF-8; what that cannot say is a question mark."""
    failure: str | None = None
    """The error that ended it, and in which cell; None where all cells came to their end."""


def read(data: bytes, root: Path) -> ExecutedNotebook:
    """Read an executed notebook, and leave in it what does nothing when it is opened.

    Parameters
    ----------
    root
        The project's folder.

    Raises
    ------
    NotebookError
        If it is none.
    """
    try:
        notebook = nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
        harmless(notebook)
        forget_paths(notebook)
        _tidy(notebook, root)
        text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        return ExecutedNotebook(data=text.encode("utf-8", "replace"), failure=_failure(notebook))
    except _UNREADABLE as error:
        raise NotebookError(
            f"what came back is no notebook: {clean(str(error), _SENTENCE)}",
            advice="Run it by hand, in JupyterLab, to see why.",
        ) from error


def without_paths(text: str, root: Path) -> str:
    """Return a text with names in place of folders of this machine.

    Examples
    --------
    >>> without_paths("/srv/project/a.py, but /srv/projects/a.py", Path("/srv/project"))
    './a.py, but /srv/projects/a.py'
    """
    names = _names(root)
    longest = "|".join(map(re.escape, sorted(names, key=len, reverse=True)))
    # not in the middle of a name; a colour of the terminal, before it, ends in a letter
    whole = rf"(?:(?<![\w.-])|(?<=\dm))(?:{longest})(?![\w-]|\.\w)"
    return re.sub(whole, lambda match: names[match[0]], text)


def _names(root: Path) -> Mapping[str, str]:
    """Return folders of this machine, and their names; of two names of one the last."""
    named = {
        Path(tempfile.gettempdir()): "(private folder)",
        Path("/tmp"): "(private folder)",  # noqa: S108  in the sandbox it is always this one
        Path.home(): "~",
        Path(tracker.__file__).parents[1]: ".",
        root: ".",
        Path(sys.base_prefix): "python",
        Path(sys.prefix): "python",
    }
    both = {str(folder): name for path, name in named.items() for folder in (path, path.resolve())}
    return {path: name for path, name in both.items() if path not in _EVERYWHERE}


def _tidy(notebook: NotebookNode, root: Path) -> None:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            for part in ("text", "evalue", "traceback"):
                if part in output:
                    output[part] = _each(output[part], root)
            bundle = output.get("data", {})
            for kind in list(bundle):
                if kind.startswith("text/"):
                    bundle[kind] = _each(bundle[kind], root)


def _each(text: Any, root: Path) -> Any:
    plain = partial(without_paths, root=root)
    return plain(text) if isinstance(text, str) else list(map(plain, text))


def _failure(notebook: NotebookNode) -> str | None:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.get("output_type") == "error":
                message = f"{output.get('ename')}: {output.get('evalue')}"
                return clean(f"cell {cell.get('execution_count') or '?'}: {message}", _SENTENCE)
    return None
