"""What a full attempt at a claim asks for, at length and in a few words."""

import re

from tracker.model.exact import NOT_KNOWN, Exact
from tracker.model.locator import fault, locate
from tracker.model.paper import Needs
from tracker.verdicts.trail import phrase


def needed(needs: Needs) -> str | None:
    """Return what a full attempt asks for, or None where that is not established.

    Examples
    --------
    >>> needed(Needs(gpus="8 × H800", data=("https://huggingface.co/datasets/lab/d", "a book")))
    'needs 8 × H800, lab/d, a book'
    >>> needed(Needs(gpus=""))
    'needs no GPU'
    """
    wanted = [*_hardware(needs), *map(_data, needs.data), *_other(needs)]
    if not wanted and needs.gpus == "":
        return "needs no GPU"
    return f"needs {', '.join(wanted)}" if wanted else None


def shortly(needs: Needs) -> str | None:
    """Return the same in a few words: hardware, then what no money buys, then data, as far as fits.

    Examples
    --------
    >>> shortly(Needs(gpus="8 × H800 (80 GB; or more)", data=("a", "b"), other="a robot"))
    'needs 8 × H800, a robot, a, b'
    >>> shortly(Needs(gpus="1 × A100", other="a human study of " + "many " * 9, data=("x" * 70,)))
    'needs 1 × A100, a human study of many many many many many many many many many, …'
    """
    wanted = [
        short
        for need in (*_hardware(needs), *_other(needs), *map(_data, needs.data))
        if (short := _ASIDE.sub("", need).partition(";")[0].strip(" ,"))
    ]
    kept = [
        need
        for number, need in enumerate(wanted)
        if not number or len(", ".join(wanted[: number + 1])) <= _BRIEF
    ]
    if not kept:
        return needed(needs)
    return f"needs {', '.join(kept)}{', …' if len(kept) < len(wanted) else ''}"


def exact_run(exact: Exact) -> str:
    """Return what a run of a claim's own protocol takes, or what keeps anybody from it.

    Examples
    --------
    >>> exact_run(Exact(hardware="1 × 24 GB", hours=(4, 8)))
    'an exact run takes 1 × 24 GB for 4–8 h'
    >>> exact_run(Exact(hardware="8 GPUs", blocked=("the test videos were not released",)))
    'no exact run: the test videos were not released'
    >>> exact_run(Exact())
    'what an exact run takes is not known'
    """
    if exact.blocked:
        return f"no exact run: {'; '.join(phrase(reason) for reason in exact.blocked)}"
    terms = dict(exact.parts())
    if exact.hardware is None:
        return "what an exact run takes is not known"
    hours = f" for {terms['hours']} h" if exact.hours else f", hours {NOT_KNOWN}"
    return f"an exact run takes {phrase(exact.hardware)}{hours}"


_BRIEF = 80
"""Characters that a table has room for."""
_ASIDE = re.compile(r"\s*\([^()]*\)")


def _hardware(needs: Needs) -> list[str]:
    hours = f" for {needs.hours:g} h" if needs.hours is not None else ""
    return [f"{phrase(needs.gpus)}{hours}"] if needs.gpus else []


def _other(needs: Needs) -> list[str]:
    return [phrase(needs.other)] if needs.other else []


def _data(data: str) -> str:
    """Return the name of a data set that the registry gives by its address."""
    return phrase(data if fault(data) else locate(data).name)
