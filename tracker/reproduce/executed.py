"""An executed notebook that came out of the sandbox: untrusted bytes, until they were read."""

import nbformat
from nbformat import NotebookNode

from tracker.errors import NotebookError
from tracker.model.base import Value
from tracker.tables.text import clean

_SENTENCE = 300


class Executed(Value, frozen=True, kw_only=True):
    """A notebook that can be read, without the paths of the machine that ran it."""

    text: str
    failure: str | None = None
    """The error that ended it, and in which cell; None where all cells came to their end."""


def read(data: bytes) -> Executed:
    """Read an executed notebook.

    Raises
    ------
    NotebookError
        If it is none.
    """
    try:
        notebook = nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
        for name in ("input_path", "output_path"):
            notebook.metadata.get("papermill", {}).pop(name, None)
        text = nbformat.writes(notebook)  # type: ignore[no-untyped-call]
        return Executed(text=text, failure=_failure(notebook))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotebookError(
            f"what came back is no notebook: {clean(str(error), _SENTENCE)}",
            advice="Run it by hand, in JupyterLab, to see why.",
        ) from error


def _failure(notebook: NotebookNode) -> str | None:
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            if output.get("output_type") == "error":
                told = f"{output.get('ename')}: {output.get('evalue')}"
                return clean(f"cell {cell.get('execution_count') or '?'}: {told}", _SENTENCE)
    return None
