"""Experiments are imported from their room when their check can be tried, and not before."""

import importlib
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import cast

from tracker.errors import UsageError
from tracker.model.reproduction import Blocked
from tracker.reproduce import requirements, rooms


def loaded(check: str, place: str, room: Path) -> Callable[..., object] | Blocked:
    """Return the function at ``module:function`` of a room.

    A package that turns out to be missing blocks the check, though the registry does not name it.

    Raises
    ------
    UsageError
        If there is no such function, or no such module in the room.
    ModuleNotFoundError
        If a module of ours is missing.
    """
    module, _, name = place.partition(":")
    # Of tqdm, where a notebook has no ipywidgets: about a bar that nobody sees. Not undone, since
    # what is imported here may set filters of its own.
    warnings.filterwarnings("ignore", message="IProgress not found")
    inside = f"{rooms.package(room)}.{module}"
    try:
        return cast("Callable[..., object]", getattr(importlib.import_module(inside), name))
    except ModuleNotFoundError as error:
        if error.name and f"{inside}.".startswith(f"{error.name}."):
            raise _nothing_there(place, room) from error
        package = requirements.absent(error)
        if package is None:
            raise
        return Blocked(check=check, needs=package, remedy=requirements.remedy((package,)))
    except (AttributeError, ValueError) as error:
        raise _nothing_there(place, room) from error


def _nothing_there(place: str, room: Path) -> UsageError:
    return UsageError(
        f"there is no experiment {place!r} in the room {room.name}",
        advice="Write it as module:function, such as experiment:accuracy for experiment.py.",
    )
