"""Executed notebooks as pages that are small enough to be committed beside them.

A style that all of them share, each picture once in a file of its own that is named by its digest,
and no script. A page names the notebook that it was made from, by digest, so that whether it is
still the page of that notebook is known without making it again.
"""

import base64
import hashlib
import html
import re
import shutil
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

from tracker.notebooks.exporting import NOTHING, fold

_STYLE = "reproduction.css"
_PICTURES = "pictures"
_FORM = "1"
"""Of what a page is; another number has all pages made again."""
_HEAD = 1500
"""Characters in which a page says what it was made from."""
_TITLE = re.compile(r"^# +(.+)$", re.MULTILINE)
_PICTURE = re.compile(rf'src="({_PICTURES}/[0-9a-f]{{32}}\.png)"')
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="script-src 'none'; object-src 'none'; \
base-uri 'none'; form-action 'none'; frame-src 'none'; connect-src 'none'">
{mark}
<title>{title}</title>
<link rel="stylesheet" href="{style}">
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def stale(notebooks: Iterable[Path], folder: Path) -> list[Path]:
    """Return the pages in `folder` that are missing, or not those of their notebooks.

    The style that they share is among them, where there is a notebook at all.
    """
    outdated = [
        page for notebook in notebooks if not _is_fresh(notebook, page := _page(notebook, folder))
    ]
    style = folder / _STYLE
    needed = bool(outdated) or next(folder.glob("*.html"), None) is not None
    return [*outdated, style] if needed and not _same(style, _style()) else outdated


def write(notebooks: Iterable[Path], folder: Path) -> list[Path]:
    """Write the page of each notebook into `folder`, and what it needs beside it.

    What lies there already is left; a page that lies fresh beside its notebook is copied.

    Returns
    -------
    list of Path
        The pages that were written.
    """
    notebooks = list(notebooks)
    wanted = {_page(notebook, folder): notebook for notebook in notebooks}
    old = stale(notebooks, folder)
    for page in old:
        if page not in wanted:
            page.write_text(_style(), encoding="utf-8", newline="")
        elif _is_fresh(wanted[page], beside := _page(wanted[page], wanted[page].parent)):
            _copy(beside, page)
        else:
            _make(wanted[page], page)
    return old


def _page(notebook: Path, folder: Path) -> Path:
    return folder / notebook.with_suffix(".html").name


def _mark(notebook: Path) -> str:
    digest = hashlib.sha256(notebook.read_bytes()).hexdigest()
    return f'<meta name="made-from" content="sha256:{digest} form:{_FORM}">'


def _is_fresh(notebook: Path, page: Path) -> bool:
    if not page.exists():
        return False
    with page.open(encoding="utf-8", errors="replace") as file:
        head = file.read(_HEAD)
    return _mark(notebook) in head and all(
        (page.parent / name).exists() for name in _pictures(page)
    )


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_bytes() == text.encode()


def _style() -> str:
    return files("tracker.notebooks").joinpath(_STYLE).read_text("utf-8")


def _pictures(page: Path) -> list[str]:
    return _PICTURE.findall(page.read_text(encoding="utf-8", errors="replace"))


def _copy(beside: Path, page: Path) -> None:
    for name in _pictures(beside):
        (page.parent / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(beside.parent / name, page.parent / name)
    shutil.copyfile(beside, page)


def _make(notebook: Path, page: Path) -> None:
    """Convert a notebook; its pictures are written first, so that a page never lacks one."""
    from nbconvert import HTMLExporter  # noqa: PLC0415  half a second that few commands spend

    pictures: dict[str, bytes] = {}

    def apart(content: Any, resources: Any) -> tuple[Any, Any]:
        for cell in content.cells:
            for output in cell.get("outputs", ()):
                if picture := output.get("data", {}).get("image/png"):
                    data = base64.b64decode(picture)
                    name = f"{_PICTURES}/{hashlib.sha256(data).hexdigest()[:32]}.png"
                    pictures[name] = data
                    output.metadata["filenames"] = {"image/png": name}
        return content, resources

    exporter = HTMLExporter(  # type: ignore[no-untyped-call]
        template_name="basic",
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
        **NOTHING,
    )
    for step in (fold, apart):
        exporter.register_preprocessor(step, enabled=True)  # type: ignore[no-untyped-call]
    body, _ = exporter.from_filename(str(notebook))
    title = _TITLE.search(_first_words(notebook))
    for name, data in pictures.items():
        (page.parent / name).parent.mkdir(exist_ok=True)
        (page.parent / name).write_bytes(data)
    page.write_text(
        _PAGE.format(
            mark=_mark(notebook),
            title=html.escape(title[1] if title else notebook.stem),
            style=_STYLE,
            body=body.strip(),
        ),
        encoding="utf-8",
        newline="",
    )


def _first_words(notebook: Path) -> str:
    import nbformat  # noqa: PLC0415  as above

    cells = nbformat.read(notebook, as_version=4).cells  # type: ignore[no-untyped-call]
    return next((cell.source for cell in cells if cell.cell_type == "markdown"), "")
