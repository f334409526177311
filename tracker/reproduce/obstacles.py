"""What keeps a check from being tried here: packages and files that are not to be had."""

from tracker.model.check import Check
from tracker.model.reproduction import Blocked
from tracker.reproduce import requirements
from tracker.reproduce.kit import Missing, Supplier


def obstacle(check: Check, supplier: Supplier) -> Blocked | None:
    """Return what a check needs and does not get, and what would help; None where it can be tried.

    Packages come first: without them no file is asked for.
    """
    if lacked := requirements.lacking(check.requires):
        remedy = requirements.remedy(lacked)
        return Blocked(check=check.id, needs=", ".join(lacked), remedy=remedy)
    missing = [one for one in map(supplier, check.inputs) if isinstance(one, Missing)]
    if not missing:
        return None
    return Blocked(
        check=check.id,
        needs="; ".join(each.needs for each in missing),
        remedy=" ".join(dict.fromkeys(each.remedy for each in missing)),
    )
