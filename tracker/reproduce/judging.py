"""What the checks of the registry say about the measurements of an experiment."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from tracker.model.check import Check
from tracker.model.reproduction import Measurement
from tracker.registry import load
from tracker.verdicts.expected import as_expected

_REGISTRY = Path(__file__).parents[3] / "registry.yaml"


@cache
def checks(paper: str) -> dict[str, Check]:
    """Return the checks of a paper, by id."""
    known = {each.id.removeprefix("arxiv:"): each for each in load(_REGISTRY).papers}
    return {check.id: check for claim in known[paper].claims for check in claim.checks}


def verdict(paper: str, check: str, measured: Iterable[Measurement]) -> str:
    """Return what becomes of a check: ``holds``, ``does not hold`` or ``inconclusive``.

    Raises
    ------
    KeyError
        If its quantity or that of its control was not measured.
    """
    fixed, found = checks(paper)[check], {each.name: each for each in measured}
    of_control = as_expected(fixed.control.expected, found[fixed.control.measured])
    of_check = as_expected(fixed.expected, found[fixed.measured])
    if of_check is None or of_control is not True:
        return "inconclusive"
    return "holds" if of_check else "does not hold"
