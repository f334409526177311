"""The guard where an observation is made: what a host hands over is fit to be kept, or not taken.

Whatever comes from a host passes here once, also from hosts that others wrote. What comes out can
be written to the history and read back as the same; what cannot be made so is a look that could not
be read, and says nothing about the artifact.
"""

import datetime as dt
from collections.abc import Iterator

import msgspec

from tracker import __version__
from tracker.history.parsing import decoded
from tracker.model.blotting import blotted
from tracker.model.cleaning import Unfit, cleaned, text
from tracker.model.evidence import Facts, Observation, Reach
from tracker.model.locator import fault
from tracker.transport import Door

LINE_LIMIT = 1_000_000
"""Bytes of an observation; the longest honest ones, of trees with many files, have a tenth."""
_SLACK = dt.timedelta(minutes=1)
"""Between our clock, in whole seconds, and that of a host of others."""


def vetted(candidate: object, subject: str, door: Door) -> Observation:
    """Return what was told of `subject`, fit to be kept; if it cannot be, a look that says so."""
    try:
        return _proven(candidate, subject, door)
    except Unfit as unfit:
        return nothing(subject, "sweep", f"the answer cannot be kept: {unfit}", door)
    except Exception as error:  # noqa: BLE001  what others hand over may do anything when touched
        trouble = f"the answer cannot be kept ({type(error).__name__})"
        return nothing(subject, "sweep", trouble, door)


def nothing(subject: str, via: str, trouble: str, door: Door) -> Observation:
    """Return the observation of a look that brought nothing back."""
    now = door.now()

    def blot(words: str) -> str:
        return blotted(words, door.settings.secrets)

    return Observation(
        subject=text(subject, blot),
        reach=Reach.ERROR,
        via=text(via, blot),
        agent=f"tracker {__version__}",
        started_at=now,
        observed_at=now,
        note=text(trouble, blot),
    )


def _proven(candidate: object, subject: str, door: Door) -> Observation:
    if not isinstance(candidate, Observation):
        raise Unfit("it is no observation")
    secrets = door.settings.secrets
    observation = cleaned(candidate, lambda words: blotted(words, secrets))
    if observation.subject != subject:
        raise Unfit("the address holds what no address may hold")
    if observation.observed_at is None:
        observation = msgspec.structs.replace(observation, observed_at=door.now())
    elif observation.observed_at > door.now() + _SLACK:
        raise Unfit("it is dated in the future")
    if trouble := door.http.clocks.trouble:
        raise Unfit(trouble)
    if any(fault(address) for address in _addresses(observation.facts)):
        raise Unfit("it names an address that is none")
    return _read_back(observation)


def _addresses(facts: Facts) -> Iterator[str]:
    """Yield what must be an address, because verdicts read it as one."""
    yield from (facts.moved_to,) if facts.moved_to else ()
    yield from (link.about for link in (*(facts.links or ()), *(facts.branches or ())))
    yield from (mention.url for mention in facts.mentions or ())


def _read_back(observation: Observation) -> Observation:
    """Return an observation as the history would tell it, having made sure that it is the same."""
    line = msgspec.json.encode(observation, order="deterministic")
    if len(line) > LINE_LIMIT:
        raise Unfit("more was told than a look keeps")
    try:
        again = decoded(line)
    except ValueError as error:
        raise Unfit("it is not of the form of an observation") from error
    if (
        not isinstance(again, Observation)
        or msgspec.json.encode(again, order="deterministic") != line
    ):
        raise Unfit("it would not be read as it was written")
    return again
