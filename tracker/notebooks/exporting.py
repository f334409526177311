"""Executed notebooks for readers: as pages for a browser, without the paths of the machine."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

_NOTHING = dict.fromkeys(
    ("mathjax_url", "require_js_url", "jquery_url", "mermaid_js_url", "widget_renderer_url"), ""
)
"""Scripts that nbconvert would load from elsewhere; nothing here needs them."""


_FOLDED = ("parameters", "injected-parameters")
"""Cells of code, by their tags, that a reader of the page cannot change."""


def export(notebooks: Iterable[Path]) -> None:
    """Write ``<name>.html`` beside each executed notebook; code that is folded is left out."""
    from nbconvert import HTMLExporter  # noqa: PLC0415  half a second that only a run spends
    from nbconvert.preprocessors import Preprocessor  # noqa: PLC0415

    class Folding(Preprocessor):
        def preprocess_cell(self, cell: Any, resources: Any, index: int) -> tuple[Any, Any]:
            del index
            folded = cell.metadata.get("jupyter", {}).get("source_hidden")
            if folded or not set(_FOLDED).isdisjoint(cell.metadata.get("tags", ())):
                cell.metadata["transient"] = {"remove_source": True}
            return cell, resources

    exporter = HTMLExporter(**_NOTHING)  # type: ignore[no-untyped-call]
    exporter.register_preprocessor(Folding, enabled=True)  # type: ignore[no-untyped-call]
    for notebook in notebooks:
        body, _ = exporter.from_filename(str(notebook))
        notebook.with_suffix(".html").write_text(body, encoding="utf-8")


def forget_paths(notebook: Any) -> None:
    """Remove what papermill noted of the machine's folders."""
    for name in ("input_path", "output_path"):
        notebook.metadata.get("papermill", {}).pop(name, None)
