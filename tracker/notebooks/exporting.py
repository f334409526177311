"""Executed notebooks for readers: as pages for a browser, without the paths of the machine."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

_NOTHING = dict.fromkeys(
    ("mathjax_url", "require_js_url", "jquery_url", "mermaid_js_url", "widget_renderer_url"), ""
)
"""Scripts that nbconvert would load from elsewhere; nothing here needs them."""


def export(notebooks: Iterable[Path]) -> None:
    """Write ``<name>.html`` beside each executed notebook."""
    from nbconvert import HTMLExporter  # noqa: PLC0415  half a second that only a run spends

    exporter = HTMLExporter(**_NOTHING)  # type: ignore[no-untyped-call]
    for notebook in notebooks:
        body, _ = exporter.from_filename(str(notebook))
        notebook.with_suffix(".html").write_text(body, encoding="utf-8")


def forget_paths(notebook: Any) -> None:
    """Remove what papermill noted of the machine's folders."""
    for name in ("input_path", "output_path"):
        notebook.metadata.get("papermill", {}).pop(name, None)
