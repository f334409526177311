"""The branch, tag or commit that an address names. Pure text work.

An address does not say where the name ends and a folder begins: ``tree/feature/x/src`` may mean
three branches, of which git can hold only one. Whoever looks is told all of them.
"""

import re
from typing import NamedTuple

_DEEPEST = 6
"""Parts that the name of a branch is taken to have at most."""
_FULL = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_NO_NAME = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{|\.lock\Z|\A[.-]|\.\Z|/[.]")
"""What no branch or tag may have in its name; see ``git help check-ref-format``."""
_HUB_REFERENCES = "refs"
_HUB_PARTS = 3
"""Of ``refs/pr/6`` and ``refs/convert/parquet``."""


class Named(NamedTuple):
    """What an address names of a repository."""

    candidates: tuple[str, ...]
    """The names that may be meant, the shortest first."""
    usual: bool = False
    """Whether the name is one that main branches have: where there is none of that name, the
    default branch is meant."""

    @property
    def commit(self) -> str | None:
        """The whole id of the commit that is named, if it is one."""
        return next((name for name in self.candidates if _FULL.fullmatch(name)), None)

    @property
    def shortened(self) -> str | None:
        """What may be the beginning of a commit's id."""
        first = self.candidates[0] if self.candidates else ""
        return first if _COMMIT.fullmatch(first) and not self.commit else None


def candidates(words: str) -> tuple[str, ...]:
    """Return the names that may be meant by what follows ``tree/`` in an address.

    Examples
    --------
    >>> candidates("feature/x/src")
    ('feature', 'feature/x', 'feature/x/src')
    >>> candidates("refs/pr/6/src")
    ('refs/pr/6',)
    """
    parts = words.strip("/").split("/")
    if _FULL.fullmatch(parts[0]):
        return (parts[0],)
    if parts[0] == _HUB_REFERENCES and len(parts) >= _HUB_PARTS:
        return ("/".join(parts[:_HUB_PARTS]),)
    names = ("/".join(parts[:count]) for count in range(1, min(len(parts), _DEEPEST) + 1))
    return tuple(name for name in names if name and not _NO_NAME.search(name))
