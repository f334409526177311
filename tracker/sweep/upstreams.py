"""What released models were made from: looked at too, a few steps up, so that terms can be told."""

from collections.abc import Iterator, Sequence

from tracker.hosts.base import Host
from tracker.licensing.lineage import STEPS
from tracker.model.evidence import Observation
from tracker.model.locator import fault
from tracker.sweep.looks import sweep
from tracker.transport import Door
from tracker.verdicts import lineage

MOST = 60
"""Upstream repositories that one run looks at."""


def follow(
    observations: Sequence[Observation], door: Door, hosts: Sequence[Host]
) -> Iterator[Observation]:
    """Look at the base models and training data of what was seen, then at theirs, each once.

    A name that makes no address cannot be looked at; what it stands for stays unknown.

    `observations` is read when the first look is asked for, so it may still grow until then.
    """
    known = {look.subject for look in observations}
    newest, left = list(observations), MOST
    for _ in range(STEPS):
        subjects = dict.fromkeys(
            lineage.subject(link) for look in newest for link in lineage.sources(look.facts)
        )
        new = [subject for subject in subjects if subject not in known and not fault(subject)]
        waiting = new[:left]
        if not waiting:
            return
        left -= len(waiting)
        known.update(waiting)
        newest = []
        for observation in sweep(waiting, door, hosts):
            newest.append(observation)
            yield observation
