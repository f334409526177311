"""From a look to an observation: the clock, the record of exchanges, and faults made into words."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import TypeAlias

from tracker import __version__
from tracker.budget import OverBudget
from tracker.errors import TransportFault
from tracker.hosts.answers import Refusal
from tracker.model.base import Value
from tracker.model.evidence import Exchange, Facts, Observation, Reach
from tracker.model.locator import Locator
from tracker.model.unread import Piece, Unread
from tracker.transport import Door

AGENT = f"tracker {__version__}"
_NAMED = 12
"""Pieces of a kind that one observation names."""


class Findings(Value, frozen=True, kw_only=True):
    """What a host makes of what came back."""

    reach: Reach
    via: str
    facts: Facts = Facts()
    note: str | None = None
    exchanges: tuple[Exchange, ...] = ()
    """Those that were not over HTTP."""
    unread: tuple[Unread, ...] = ()
    """What was asked for and not read whole."""


def bounded(unread: Iterable[Unread]) -> tuple[Unread, ...]:
    """Return what was not read, each once, of each kind the first of it and how many more."""
    kinds: dict[Piece, list[Unread]] = {}
    for gap in dict.fromkeys(unread):
        kinds.setdefault(gap.piece, []).append(gap)
    return tuple(
        one
        for kind, several in kinds.items()
        for one in (
            *several[:_NAMED],
            *(
                [Unread(piece=kind, what=f"{len(several) - _NAMED} more", why="were not read")]
                if len(several) > _NAMED
                else []
            ),
        )
    )


Ask: TypeAlias = Callable[[], Findings]


def refused(refusal: Refusal, via: str) -> Findings:
    """Return a refusal as something seen."""
    facts = Facts(block_reason=refusal.block_reason)
    return Findings(reach=refusal.reach, via=via, facts=facts, note=refusal.words)


class Batch(Value, frozen=True, kw_only=True):
    """A request for many artifacts, on which the look at each of them rests."""

    started_at: dt.datetime
    exchanges: tuple[Exchange, ...]


def look(
    locator: Locator, door: Door, ask: Ask, *, via: str, batch: Batch | None = None
) -> Observation:
    """Ask, and write down what was seen; a `TransportFault` is seen, too.

    So is an answer that nobody thought of, over which the reading of it breaks: it must not cost
    the others of a batch their looks.

    Parameters
    ----------
    via
        What the observation says if `ask` ends in a fault.
    """
    batch = batch or Batch(started_at=door.now(), exchanges=())
    with door.http.recording() as exchanges:
        try:
            findings = ask()
        except TransportFault as fault:
            findings = Findings(reach=Reach(fault.reach), via=via, note=fault.message)
        except OverBudget as over:
            findings = Findings(reach=Reach.ERROR, via=via, note=f"the answer {over}")
        except Exception as error:  # noqa: BLE001  one bad answer ends nothing but its own look
            note = f"the answer could not be read ({type(error).__name__})"
            findings = Findings(reach=Reach.ERROR, via=via, note=note)
    return Observation(
        subject=locator.url,
        reach=findings.reach,
        via=findings.via,
        agent=AGENT,
        facts=findings.facts,
        exchanges=(*batch.exchanges, *exchanges, *findings.exchanges),
        started_at=batch.started_at,
        observed_at=door.now(),
        note=findings.note,
        unread=bounded(findings.unread),
    )
