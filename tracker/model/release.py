"""Tags under which something was released, ordered by the version that their names tell."""

import re
from collections.abc import Mapping

from tracker.model import swhid
from tracker.model.base import Value

MOST = 3
"""Tags that one observation keeps: the newest tells of a release, the others of its kin."""
_NAME_LIMIT = 100
_VERSION = re.compile(r"\d+(?:[._]\d+)*")
_EARLY = re.compile(r"[-._+]?(?:rc|alpha|beta|a|b|c|dev|pre|preview)(?![a-z])", re.IGNORECASE)


class Release(Value, frozen=True, kw_only=True):
    """A tag."""

    name: str
    """As printed; of a package its version."""
    revision: str | None = None
    """``swh:1:rev:…`` of the commit that it names."""


def version(name: str) -> tuple[tuple[int, ...], bool, tuple[int, ...]]:
    """Return what orders the names of tags: the version, and that it is no early one of it.

    The dates of tags cost a request for each; their names are free. A name without a number comes
    before all others.

    Examples
    --------
    >>> sorted(["v1.10", "v1.9", "v1.10rc2", "nightly", "release-1.10.0.1"], key=version)
    ['nightly', 'v1.9', 'v1.10rc2', 'v1.10', 'release-1.10.0.1']
    """
    match = _VERSION.search(name)
    if match is None:
        return (), False, ()
    numbers = [int(digits[:9]) for digits in re.split("[._]", match[0])]
    while numbers and not numbers[-1]:
        numbers.pop()
    rest = name[match.end() :]
    later = tuple(int(digits[:9]) for digits in re.findall(r"\d+", rest))
    return tuple(numbers), not _EARLY.match(rest), later


def newest(tags: Mapping[str, str | None]) -> tuple[Release, ...]:
    """Return the newest tags, the newest first, by name → id of the commit in git.

    Names that no person could have meant for others to read are left out.
    """
    names = [name for name in tags if name.isprintable() and len(name) <= _NAME_LIMIT]
    ranked = sorted(names, key=lambda name: (version(name), name), reverse=True)
    return tuple(
        Release(name=name, revision=swhid.revision(oid) if (oid := tags[name]) else None)
        for name in ranked[:MOST]
    )
