"""Executed notebooks for readers: as pages for a browser, without the paths of the machine."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

NOTHING = dict.fromkeys(
    ("mathjax_url", "require_js_url", "jquery_url", "mermaid_js_url", "widget_renderer_url"), ""
)
"""Scripts that nbconvert would load from elsewhere; nothing here needs them."""
_FOLDED = "source_hidden"
"""What Jupyter notes of a cell whose code is folded."""
_PARAMETERS = frozenset(("parameters", "injected-parameters"))
"""Tags of papermill."""


def export(notebooks: Iterable[Path], folder: Path | None = None) -> None:
    """Write ``<name>.html`` for each executed notebook, beside it or into `folder`.

    Code that is folded is left out, and so are the parameters then: a page cannot be run.
    """
    from nbconvert import HTMLExporter  # noqa: PLC0415  half a second that only a run spends

    exporter = HTMLExporter(**NOTHING)  # type: ignore[no-untyped-call]
    exporter.register_preprocessor(fold, enabled=True)  # type: ignore[no-untyped-call]
    for notebook in notebooks:
        body, _ = exporter.from_filename(str(notebook))
        page = notebook.with_suffix(".html")
        (folder / page.name if folder else page).write_text(body, encoding="utf-8")


def fold(notebook: Any, resources: Any) -> tuple[Any, Any]:
    """Mark the sources that a page leaves out."""
    folded = [cell for cell in notebook.cells if cell.metadata.get("jupyter", {}).get(_FOLDED)]
    given = [
        cell for cell in notebook.cells if not _PARAMETERS.isdisjoint(cell.metadata.get("tags", ()))
    ]
    for cell in (*folded, *given) if folded else ():
        cell.metadata["transient"] = {"remove_source": True}
    return notebook, resources


def forget_paths(notebook: Any) -> None:
    """Remove what papermill noted of the machine's folders."""
    for name in ("input_path", "output_path"):
        notebook.metadata.get("papermill", {}).pop(name, None)
