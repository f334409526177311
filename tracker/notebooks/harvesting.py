"""`harvest`: read back what an executed notebook recorded."""

import hashlib
from pathlib import Path

import msgspec
import nbformat

from tracker.errors import NotebookError
from tracker.model.decoding import converted
from tracker.model.run import View
from tracker.notebooks.recording import MIME


def harvest(path: Path) -> tuple[View, ...]:
    """Read the views that an executed notebook recorded, each with the notebook's digest.

    Raises
    ------
    NotebookError
        If the file is no notebook, or holds a record that cannot be read.
    """
    data = path.read_bytes()
    name = f"{path.name}@sha256:{hashlib.sha256(data).hexdigest()}"
    views: list[View] = []
    try:
        notebook = nbformat.reads(data.decode(), as_version=4)  # type: ignore[no-untyped-call]
        for cell in notebook.cells:
            for output in cell.get("outputs", ()):
                bundle = output.get("data", {})
                if MIME in bundle:
                    views.extend(converted(bundle[MIME], tuple[View, ...]))
    except (ValueError, msgspec.ValidationError, AttributeError) as error:
        raise NotebookError(
            f"{path.name} cannot be read: {error}",
            advice="Run the paper again: `tracker run PAPER`.",
        ) from error
    return tuple(msgspec.structs.replace(view, notebook=name) for view in views)
