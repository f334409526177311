"""What a check owes its reader beyond being readable: that it can fail, and can be told from luck.

Said by `tracker lint` alone. A registry with such a check is read all the same, because what
follows from it is weaker (*inconclusive*), never wrong.
"""

from collections.abc import Iterator
from pathlib import Path

from tracker.errors import Complaint
from tracker.model.check import Check, ControlKind, Tier
from tracker.registry.rooms import Room, rooms
from tracker.registry.values import FieldPath, YamlFault

MOST_AUDITS = 1 / 3
"""Share of all checks that may compute printed numbers again."""
_ENOUGH = 3
"""Checks from which on a share says something."""


def lint(main: Path) -> tuple[Complaint, ...]:
    """Return what is unfair in the checks of all rooms beside a registry's main file."""
    every = rooms(main)
    return (
        *(room.document.complaint(fault) for room in every for fault in _helpless(room)),
        *(room.document.complaint(fault, remark=True) for room in every for fault in _untold(room)),
        *_too_many_audits(main, every),
    )


def _untold(room: Room) -> Iterator[YamlFault]:
    """Yield each control without a setting; what is run elsewhere has no arguments here."""
    for path, check in _checks(room):
        if check.control.setting is None and check.protocol is None:
            neutral = check.control.kind is ControlKind.WITHOUT_IDEA
            what = "the idea's neutral setting" if neutral else "how it is made"
            yield YamlFault(
                (*path, "control"),
                f"does not say {what}, so that no test can see the answer turn",
                "Write `setting: {NAME: VALUE}`: the arguments with which the experiment is there.",
            )


def _helpless(room: Room) -> Iterator[YamlFault]:
    """Yield each check that could never speak against anything."""
    for path, check in _checks(room):
        if not check.can_speak_against:
            yield YamlFault(
                (*path, "known_good"),
                "is missing: nothing shows that the measurement can succeed, so that a failure "
                "could only read *inconclusive*",
                "Write a case in which the check must pass, with `kind: known good`.",
            )


def _too_many_audits(main: Path, every: list[Room]) -> Iterator[Complaint]:
    checks = [check for room in every for _, check in _checks(room)]
    audits = sum(check.tier is Tier.AUDIT for check in checks)
    if len(checks) >= _ENOUGH and audits > MOST_AUDITS * len(checks):
        yield Complaint(
            file=str(main), line=None, field="checks",
            problem=f"{audits} of {len(checks)} checks are audits, which is more than a third",
            remedy="Try something that could surprise, or join audits of one table.",
            remark=True,
        )  # fmt: skip


def _checks(room: Room) -> Iterator[tuple[FieldPath, Check]]:
    for number, claim in enumerate(room.claims):
        for index, check in enumerate(claim.checks if claim else ()):
            yield ("claims", number, "checks", index), check
