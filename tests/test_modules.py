"""Every module of the package can be imported by every Python that is promised."""

import ast
import importlib
import pkgutil
from contextlib import suppress
from pathlib import Path

import pytest

import tracker

LIBRARIES = {"torch", "transformers", "docling_core", "entmax"}
"""Of the extra `reproduce`, which the tests do not install."""
MODULES = sorted(each.name for each in pkgutil.walk_packages(tracker.__path__, "tracker."))


class LibraryError(Exception):
    """A module needs a library that is not installed."""


def load(name: str) -> None:
    try:
        importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name in LIBRARIES:
            raise LibraryError from error
        raise


@pytest.mark.smoke
def test_every_module_is_imported() -> None:
    assert len(MODULES) > 150
    for name in MODULES:
        with suppress(LibraryError):
            load(name)


LONG = 300
"""Lines; a module that is longer holds one thing all the same, and its docstring says why."""


def test_a_long_module_says_why_it_is_long_and_a_short_one_does_not() -> None:
    for path in sorted(Path(tracker.__file__).parent.rglob("*.py")):
        text = path.read_text("utf-8")
        reasons = [
            line
            for line in (ast.get_docstring(ast.parse(text)) or "").splitlines()
            if line.startswith("Long, because ")
        ]
        assert len(reasons) == (len(text.splitlines()) > LONG), path
