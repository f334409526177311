"""The licences that stand in one file → the expression they amount to."""

import re
from collections.abc import Collection, Iterable, Sequence

from tracker.licensing.accounting import Account
from tracker.licensing.gnu import gnu_licence
from tracker.licensing.known import SAYS_NOTHING, atoms
from tracker.licensing.matching import family
from tracker.licensing.notices import of_others

THIRD_CLAUSE = re.compile(
    r"\bnames?\b.{0,200}\bused to\s+endorse\s+or\s+promote", re.IGNORECASE | re.DOTALL
)
"""What BSD-3-Clause has and BSD-2-Clause has not; worded in many ways."""


def stated(seen: Account, lines: Sequence[str], own: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the licences that a file holds, or puts itself under, without doubles.

    `own` are licences that sentences of the file name: one of them says which version is meant
    where a passage names a family alone.
    """
    names = [part.license for part in seen.parts]
    if names == ["BSD-2-Clause"] and any(THIRD_CLAUSE.search(text) for _, text, _ in seen.left):
        names = ["BSD-3-Clause"]
    names += [
        one.license
        for one in seen.named
        if one.kind != "reference"
        and one.license
        and not SAYS_NOTHING.fullmatch(one.license)
        and not (one.kind != "text" and of_others(lines, one.span))
    ]
    exact = frozenset(
        one.license for one in seen.named if gnu_licence(one.span.quote) == one.license
    )
    families_ = {kind for name in names if name not in exact and (kind := _VERSIONLESS.get(name))}
    names += [
        name
        for name in own
        if any(name.startswith(kind) for kind in families_)
        or (" " in name and not set(atoms(name)).isdisjoint(names))
        or (
            names
            and not seen.parts
            and set(map(family, atoms(name))).isdisjoint(map(family, _all_atoms(names)))
        )
    ]
    return merged(names, exact) if names else ()


def _all_atoms(names: Iterable[str]) -> list[str]:
    return [one for name in names for one in atoms(name)]


def merged(names: Iterable[str], exact: Collection[str] = ()) -> tuple[str, ...]:
    """Leave out what another name says more exactly: a choice, "or later", an exception.

    Of `exact` the file says which version it is.
    """
    distinct = tuple(dict.fromkeys(names))
    distinct = tuple(
        one
        for one in distinct
        if not (
            one not in exact
            and (kind := _VERSIONLESS.get(one))
            and any(other != one and other.startswith(kind) for other in distinct)
        )
    )
    kept = []
    for name in _with_exceptions(distinct):
        more = (other for other in _with_exceptions(distinct) if other != name)
        if not any(_includes(other, name) for other in more):
            kept.append(name)
    return _without_included(tuple(kept))


_EXCEPTION = re.compile(
    r"(?:[\w.+-]{0,80}?-exception(?:-[\w.+-]{0,40})?|GPL-CC-1\.0|LicenseRef-scancode-commons-clause)"
)
"""What is no licence and changes the one it stands with."""


def _with_exceptions(names: Sequence[str]) -> tuple[str, ...]:
    """Join an exception with the one licence that it stands beside."""
    exceptions = [name for name in names if _EXCEPTION.fullmatch(name)]
    rest = [name for name in names if name not in exceptions]
    if any(" OR " in name or " AND " in name for name in rest):
        return tuple(names)
    parted = [tuple(name.split(" WITH ")) for name in rest]
    plain = tuple(base for base, *added in parted if not added)
    guessed = [(base, added[0]) for base, *added in parted if added]
    if len(plain) == 1 and len(exceptions) + len(guessed) == 1 and " " not in plain[0]:
        added_ = exceptions[0] if exceptions else guessed[0][1]
        known_base = not guessed or guessed[0][0] != plain[0]
        if known_base and (exceptions or _GNU.match(plain[0])):
            return (f"{plain[0]} WITH {added_}",)
    return tuple(names)


_GNU = re.compile(r"[AL]?GPL-")
_VERSIONLESS = {
    "GPL-1.0-or-later": "GPL-", "LGPL-2.0-or-later": "LGPL-", "GFDL-1.1-or-later": "GFDL-",
    "AGPL-1.0-or-later": "AGPL-", "LGPL-2.1-or-later": "LGPL-",
}  # fmt: skip
"""What a name of a family without its version stands for in ScanCode's data."""


def _includes(other: str, name: str) -> bool:
    """Tell whether one expression says all of another, and more."""
    mine = {family(one) for one in atoms(name)}
    theirs = {family(one) for one in atoms(other)}
    if " OR " in other and " OR " not in name and " AND " not in name:
        return mine < theirs
    if mine == theirs and " WITH " in other and " WITH " not in name:
        return True
    later = other.endswith("-or-later") and name.endswith("-only")
    return mine == theirs and later


def _without_included(names: tuple[str, ...]) -> tuple[str, ...]:
    """Leave out the GPL where the LGPL 3, which is an addition to it, stands beside it."""
    lesser = any(name.startswith("LGPL-3.0") for name in names)
    return tuple(name for name in names if not (lesser and name == "GPL-3.0-only"))
