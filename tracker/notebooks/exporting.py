"""Executed notebooks for readers: as pages for a browser, and kept beside the committed tables."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

_NOTHING = dict.fromkeys(
    ("mathjax_url", "require_js_url", "jquery_url", "mermaid_js_url", "widget_renderer_url"), ""
)
"""Scripts that nbconvert would load from elsewhere; nothing here needs them."""


def export(notebooks: Iterable[Path], folder: Path | None = None) -> None:
    """Write ``<name>.html`` for each executed notebook, beside it or into `folder`."""
    from nbconvert import HTMLExporter  # noqa: PLC0415  half a second that only a run spends

    exporter = HTMLExporter(**_NOTHING)  # type: ignore[no-untyped-call]
    for notebook in notebooks:
        body, _ = exporter.from_filename(str(notebook))
        page = notebook.with_suffix(".html")
        (folder / page.name if folder else page).write_text(body, encoding="utf-8")


def keep(notebooks: Iterable[Path], folder: Path) -> None:
    """Copy executed notebooks into `folder`, without the paths of the machine that ran them."""
    import nbformat  # noqa: PLC0415  only a run that keeps its tables spends the time

    folder.mkdir(parents=True, exist_ok=True)
    for path in notebooks:
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
        forget_paths(notebook)
        nbformat.write(notebook, folder / path.name)  # type: ignore[no-untyped-call]


def forget_paths(notebook: Any) -> None:
    """Remove what papermill noted of the machine's folders."""
    for name in ("input_path", "output_path"):
        notebook.metadata.get("papermill", {}).pop(name, None)
