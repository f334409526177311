"""Lets the tests of each room import what lies beside them: ``from . import experiment``."""

from tracker.reproduce.testing import pytest_collect_file

__all__ = ["pytest_collect_file"]
