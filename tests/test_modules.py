"""Every module of the package can be imported by every Python that is promised."""

import importlib
import pkgutil
from contextlib import suppress

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
