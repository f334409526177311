"""Notebooks: what a cell calls, how a notebook is run, and how its records are read back."""

from tracker.notebooks.looking import look, parse_instant
from tracker.notebooks.page import PaperPage
from tracker.notebooks.recording import harvest, record
from tracker.notebooks.running import Executed, execute

__all__ = ["Executed", "PaperPage", "execute", "harvest", "look", "parse_instant", "record"]
