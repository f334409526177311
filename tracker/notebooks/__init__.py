"""Notebooks: what a cell calls, how a notebook is run, and how its records are read back.

A kernel imports this for every paper, so it is kept light: the hosts, pandas and nbformat are
imported where they are used.
"""

from tracker.notebooks.look import look
from tracker.notebooks.recording import record

__all__ = ["look", "record"]
