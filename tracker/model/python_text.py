"""Python that strangers wrote: parsed, never run."""

import ast
import re
import warnings

from tracker.model.foreign import NotRead

_FORMATTED = re.compile(r"(?i)f[r]?[\"']|rf[\"']")
_FIELDS_LIMIT = 1_500_000_000
"""Fields of formatted strings, by characters: up to Python 3.11 its parser searches the whole
string for each field, in one call that nothing can end."""


def parsed(text: str | bytes) -> ast.Module | None:
    """Return the syntax tree of a file; None where it is no Python.

    The caller bounds the length of `text`.

    Raises
    ------
    NotRead
        If it may well be Python, and would cost too much.

    Examples
    --------
    >>> parsed("print 'as in 2008'") is None
    True
    >>> len(parsed("import os").body)
    1
    """
    plain = text if isinstance(text, str) else text.decode("latin-1")
    if plain.count("{") * len(plain) > _FIELDS_LIMIT and _FORMATTED.search(plain):
        raise NotRead("has more fields in its strings than are read")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a stranger's "\d" is not our concern
            return ast.parse(text)  # noqa: TID251  here
    except (RecursionError, MemoryError):
        raise NotRead("is nested too deeply") from None
    except (SyntaxError, ValueError):
        return None
