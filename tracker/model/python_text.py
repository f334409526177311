"""Python that strangers wrote: parsed, never run."""

import ast
import warnings


def parsed(text: str | bytes) -> ast.Module | None:
    """Return the syntax tree of a file; None where it is no Python.

    The caller bounds the length of `text`.

    Examples
    --------
    >>> parsed("print 'as in 2008'") is None
    True
    >>> len(parsed("import os").body)
    1
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a stranger's "\d" is not our concern
            return ast.parse(text)  # noqa: TID251  here
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
