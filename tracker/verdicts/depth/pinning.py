"""The environment of code that trains: which file lists it, and whether that pins it."""

from collections.abc import Sequence

from tracker.model.evidence import Environment
from tracker.verdicts.depth.copies import VENDOR_FOLDERS
from tracker.verdicts.depth.path_patterns import PathReading

_PINNED_SHARE = 0.9
"""Share of the packages listed that must have one exact version."""
_ENVIRONMENT_FOLDERS = frozenset(
    ("docker", "env", "envs", "environment", "environments", "install", "requirements", "setup")
)


def own(
    environments: Sequence[Environment] | None, reading: PathReading, training: Sequence[str]
) -> Sequence[Environment] | None:
    """Keep the environments above the code that trains, and none that was copied in."""
    if environments is None:
        return None
    return [
        environment
        for environment in environments
        if not environment.path.startswith(reading.foreign)
        and VENDOR_FOLDERS.isdisjoint(environment.path.lower().split("/")[:-1])
        and _is_above(environment.path.rpartition("/")[0], training)
    ]


def _is_above(folder: str, paths: Sequence[str]) -> bool:
    return (
        not folder
        or folder.rpartition("/")[2].lower() in _ENVIRONMENT_FOLDERS
        or any(path.startswith(f"{folder}/") for path in paths)
    )


def listed(
    environments: Sequence[Environment] | None, reading: PathReading, unlisted: Sequence[str]
) -> tuple[str | None, str | None, bool]:
    """Return the file that lists the environment, what it lacks, and whether that is known."""
    if environments is None:
        path = reading.environment
        lacking = f"a pinned environment ({path} was not read)" if path else "a pinned environment"
        return path, lacking, False
    if not environments and unlisted:
        return None, f"a pinned environment ({unlisted[0]} was not read whole)", False
    if not environments:
        return None, "a pinned environment (no file lists what must be installed)", True
    best = max(environments, key=_pinned_share)
    if _pinned_share(best) >= _PINNED_SHARE:
        return best.path, None, True
    if best.listed is None:
        return best.path, f"a pinned environment ({best.path} was not read)", False
    lacking = f"a pinned environment ({best.path} pins {best.pinned} of {best.listed} packages)"
    return best.path, lacking, True


def _pinned_share(environment: Environment) -> float:
    if environment.locked:
        return 1.0
    listed, pinned = environment.listed, environment.pinned
    return pinned / listed if listed and pinned is not None else -1.0
