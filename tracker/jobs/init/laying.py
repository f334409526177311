"""The files that `tracker init` lays down, as they lie in the package."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tracker.jobs.init.installation import WORKFLOW

_FOLDER = Path(__file__).parent / "templates"
_OF_CHECKOUT = Path(__file__).parents[3] / WORKFLOW
"""Where the reusable workflow lies that a wheel has among its templates."""


def filled(name: str, words: Mapping[str, str]) -> str:
    """Return the template of this name with its words put in.

    Raises
    ------
    jinja2.UndefinedError
        If the template has a word that is not given.
    """
    return _environment().get_template(name).render(words)


def reusable_workflow() -> str:
    """Return the reusable workflow, as it is."""
    packaged = _FOLDER / "check.yml"
    path = packaged if packaged.is_file() else _OF_CHECKOUT
    return path.read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_FOLDER),
        variable_start_string="<<",
        variable_end_string=">>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701  YAML, Markdown and Python: what is put in is made fit before
    )
