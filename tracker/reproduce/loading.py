"""Experiments are imported when their check can be tried, and not before."""

import importlib
import warnings
from collections.abc import Callable
from typing import cast

from tracker.errors import UsageError
from tracker.model.reproduction import Blocked
from tracker.reproduce import requirements


def loaded(check: str, place: str) -> Callable[..., object] | Blocked:
    """Return the function at ``module:function``.

    A package that turns out to be missing blocks the check, though the registry does not name it.

    Raises
    ------
    UsageError
        If there is no such function.
    ModuleNotFoundError
        If a module of ours is missing.

    Examples
    --------
    >>> loaded("size", "math:prod")([2, 3])
    6
    """
    module, _, name = place.partition(":")
    # Of tqdm, where a notebook has no ipywidgets: about a bar that nobody sees. Not undone, since
    # what is imported here may set filters of its own.
    warnings.filterwarnings("ignore", message="IProgress not found")
    try:
        return cast("Callable[..., object]", getattr(importlib.import_module(module), name))
    except ModuleNotFoundError as error:
        package = requirements.absent(error)
        if package is None:
            raise
        return Blocked(check=check, needs=package, remedy=requirements.remedy((package,)))
    except (AttributeError, ValueError) as error:
        raise UsageError(
            f"there is no experiment {place!r}", advice="Write it as package.module:function."
        ) from error
