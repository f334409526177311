"""Papers with claims, checks and runs, for the tables."""

import msgspec

from tests.verdicts.made import PAPER
from tests.verdicts.made_runs import result
from tracker.model.check import Check
from tracker.model.paper import Claim, Paper
from tracker.model.reproduction import Run
from tracker.tables.rows import Row, rows
from tracker.verdicts import judge


def paper(*claims: Claim) -> Paper:
    """Return a paper that released nothing and claims this."""
    return msgspec.structs.replace(PAPER, artifacts=(), claims=claims)


def row(*claims: Claim, runs: tuple[Run, ...] = ()) -> Row:
    """Return the row of a paper with these claims and runs."""
    return rows([judge(paper(*claims), {}, runs={PAPER.id: runs})])[0]


def results(*checks: Check, value: float = 0.98) -> tuple[Run, ...]:
    """Return a completed run of each check."""
    return tuple(result(each, value) for each in checks)
