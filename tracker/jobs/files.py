"""A file of anybody's on this disk, judged within bounds; whatever befalls it is an answer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from tracker.budget import OverBudget, within
from tracker.errors import in_words

_Answer = TypeVar("_Answer")


def judged(
    path: Path,
    judge: Callable[[bytes], _Answer],
    unread: Callable[[str], _Answer],
    *,
    limit: int,
    seconds: float,
) -> _Answer:
    """Return what `judge` makes of a file, or what `unread` makes of the reason why it cannot.

    Parameters
    ----------
    judge
        Is given at most `limit` + 1 bytes: one more than may be read, where the file is longer.
    seconds
        Processor time that it may take.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
        return within(seconds, partial(judge, data))
    except OSError as error:
        return unread(f"it {in_words(error)}")
    except OverBudget as over:
        return unread(f"it {over}")
    except Exception as error:  # noqa: BLE001  one file that nobody foresaw hides no other
        first = next(iter(str(error).splitlines()), "")
        return unread(f"it could not be judged: {type(error).__name__}: {first}"[:200])
