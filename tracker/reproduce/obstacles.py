"""What keeps a check from being tried here: packages and files that are not to be had."""

from collections.abc import Iterator, Sequence

from tracker.model.check import Check
from tracker.model.reproduction import Blocked
from tracker.reproduce import requirements
from tracker.reproduce.kit import Missing, Supplier

_NAMED = 2


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
        needs="; ".join(_together(missing)),
        remedy=" ".join(dict.fromkeys(lacking.remedy for lacking in missing)),
    )


def _together(missing: Sequence[Missing]) -> Iterator[str]:
    """Yield what is missing, files that are so for one reason as one."""
    files: dict[tuple[str, str], list[str]] = {}
    for lacking in missing:
        files.setdefault((lacking.source, lacking.why), []).append(lacking.name)
    for (source, why), names in files.items():
        more = f" and {len(names) - _NAMED} more files" if len(names) > _NAMED else ""
        yield f"{', '.join(names[:_NAMED])}{more} from {source} ({why})"
