"""Python packages that a check needs beside the core: are they there, and if not, what to type."""

from collections.abc import Iterable
from importlib import metadata

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

from tracker.model.check import Check

_OURS = "reproducibility-tracker"
_EXTRA = "reproduce"


def names(checks: Iterable[Check]) -> frozenset[str]:
    """Return the names of the packages that some checks requirement."""
    return frozenset(_name(requirement) for check in checks for requirement in check.requires)


def lacking(requires: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of some requirements, as pip names them, that are not installed.

    Examples
    --------
    >>> lacking(("msgspec", "msgspec<0.0.1", "no-such-package-anywhere>=2"))
    ('msgspec<0.0.1', 'no-such-package-anywhere>=2')
    """
    return tuple(requirement for requirement in requires if not _installed(requirement))


def _installed(requirement: str) -> bool:
    try:
        wanted = Requirement(requirement)
        version = metadata.version(wanted.name)
    except (InvalidRequirement, metadata.PackageNotFoundError):
        return False
    return wanted.specifier.contains(version, prereleases=True)


def remedy(lacked: tuple[str, ...]) -> str:
    """Return what to type so that some requirements are installed.

    What the project's own extra brings is installed with it, in the version that it names.

    Examples
    --------
    >>> remedy(("no-such-package-anywhere>=2",))
    "Install it: python -m pip install 'no-such-package-anywhere>=2'"
    """
    known = _of_the_extra()
    if all(_name(requirement) in known for requirement in lacked):
        return f"Install the extra: python -m pip install -e '.[{_EXTRA}]' (or: make reproduce)"
    listed = " ".join(f"'{known.get(_name(requirement), requirement)}'" for requirement in lacked)
    return f"Install it: python -m pip install {listed}"


def absent(error: ModuleNotFoundError) -> str | None:
    """Return the package whose lack an import ran into, None where a module of ours is missing.

    Examples
    --------
    >>> absent(ModuleNotFoundError(name="docling_core.types"))
    'docling-core'
    >>> absent(ModuleNotFoundError(name="tracker.nowhere")) is None
    True
    """
    name = (error.name or "").partition(".")[0]
    ours = name in {"", "tracker"} or name.startswith("room_")
    return None if ours else canonicalize_name(name)


def _of_the_extra() -> dict[str, str]:
    """Return the requirements of the project's extra, by name; none where it is not installed."""
    try:
        lines = metadata.requires(_OURS) or []
    except metadata.PackageNotFoundError:
        return {}
    wanted = map(Requirement, lines)
    return {
        canonicalize_name(requirement.name): f"{requirement.name}{requirement.specifier}"
        for requirement in wanted
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""})
        and requirement.marker.evaluate({"extra": _EXTRA})
    }  # fmt: skip


def _name(requirement: str) -> str:
    try:
        return canonicalize_name(Requirement(requirement).name)
    except InvalidRequirement:
        return requirement
