"""What each known licence asks of whoever passes the work on: ``data/conditions.toml``.

Each condition carries the clause that asks, so that an answer can quote it. What of it is met
somewhere is another matter: `tracker.verdicts.conditions`.
"""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Literal, TypeAlias

from tracker.model.base import Value
from tracker.model.decoding import converted

Reach: TypeAlias = Literal["copies", "derivatives", "outputs"]
"""What a condition binds, each more than the one before it."""
_REACHES: tuple[Reach, ...] = ("copies", "derivatives", "outputs")
_IN_COPIES = frozenset(("finetune", "merge", "quantized", "base_model", None))
"""Relations in which the upstream weights, perhaps changed, are in what is released."""


class Kind(StrEnum):
    """What may be asked."""

    TEXT = "text"
    """A copy of the licence goes with it."""
    LINK = "link"
    """The licence is named, by its text or its address."""
    NOTICE = "notice"
    """The right holder's copyright line, which the licence's text begins with."""
    EXISTING_NOTICES = "existing notices"
    """Such lines where the original has some."""
    NOTICE_FILE = "notice file"
    """The NOTICE of the original, where it has one."""
    NOTICE_WORDS = "notice words"
    """Words of the licence's own, in a file "Notice"."""
    SHOWN_WORDS = "shown words"
    """Words that are shown to users, on any page about it."""
    NAME = "name"
    """How the name of the release begins."""
    CREATOR = "creator"
    """Who made the original is named."""
    CHANGES = "changes"
    """That the original was changed is said."""
    RESTRICTIONS = "restrictions"
    """The uses that the licence forbids are forbidden to others as well."""
    SAME_TERMS = "same terms"
    """What is made from it is under the same terms."""


class Condition(Value, frozen=True, kw_only=True):
    """Something that a licence asks of whoever passes the work on."""

    kind: Kind
    clause: str
    """Its number or place in the licence."""
    words: str
    """The licence's own, at most 200 characters."""
    reach: Reach
    says: str | None = None
    """The words that must be shown, or that a name must begin with."""

    def binds(self, relation: str | None) -> bool:
        """Whether it binds what was made from the work in this way, as the Hub names it.

        Examples
        --------
        >>> copy = Condition(kind=Kind.TEXT, clause="1", words="", reach="copies")
        >>> copy.binds("finetune"), copy.binds("adapter"), copy.binds("distilled")
        (True, False, False)
        """
        return _REACHES.index(self.reach) >= _REACHES.index(_needed(relation))


def _needed(relation: str | None) -> Reach:
    if relation in _IN_COPIES:
        return "copies"
    return "derivatives" if relation == "adapter" else "outputs"


class Group(Value, frozen=True, kw_only=True):
    """All that some licences ask."""

    licenses: tuple[str, ...]
    conditions: tuple[Condition, ...]
    makers: tuple[str, ...] = ()
    """Accounts that alone grant these licences."""


class _Data(Value, frozen=True, kw_only=True):
    groups: tuple[Group, ...]


@cache
def _by_license() -> Mapping[str, Group]:
    raw = files("tracker.licensing").joinpath("data", "conditions.toml").read_text("utf-8")
    data = converted(tomllib.loads(raw), _Data)  # noqa: TID251  our own
    return {name: group for group in data.groups for name in group.licenses}


def reviewed() -> Mapping[str, Group]:
    """Return what is asked by each licence that somebody reviewed for this."""
    return _by_license()


def conditions_of(license_id: str) -> Group | None:
    """Return what one licence asks; None where nobody reviewed it.

    Examples
    --------
    >>> [condition.kind.value for condition in conditions_of("MIT").conditions]
    ['notice', 'text']
    >>> conditions_of("CC0-1.0").conditions, conditions_of("LicenseRef-Unheard-Of")
    ((), None)
    """
    return _by_license().get(license_id)
