"""Which upstream terms reach a model: along its base models and its training data.

Pure: what is known of an upstream repository is asked from the caller, who has looked or has not.
"""

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

from tracker.licensing.carded import foreign_base
from tracker.licensing.known import of_model
from tracker.model.base import Value

Reaches: TypeAlias = Literal["yes", "may"]
"""Whether the terms of what something was made from reach it, or may."""

STEPS = 8
"""How far a lineage is followed."""
_MOST = 60
"""Repositories of one lineage that are asked about."""
_INHERITS = frozenset(("adapter", "merge", "quantized", "finetune", "base_model", None))
"""Relations in which the upstream weights, or changes to them, are in the artifact."""


class Link(Value, frozen=True, kw_only=True):
    """A repository that something was made from."""

    name: str
    """As on the Hub: ``owner/name``."""
    kind: Literal["model", "dataset"] = "model"
    relation: str | None = None
    """``adapter``, ``merge``, ``quantized``, ``finetune``, ``distilled`` …; None = not said."""


class About(Value, frozen=True, kw_only=True):
    """What is known of an upstream repository."""

    license: str | None
    """None: looked, and it cannot be told."""
    quote: str | None = None
    made_from: tuple[Link, ...] = ()


class Upstream(Value, frozen=True, kw_only=True):
    """One upstream repository and what it brings."""

    link: Link
    through: tuple[str, ...]
    """The names on the way to it, nearest first, its own last."""
    license: str | None
    """None: not known."""
    known_by: Literal["look", "name"] | None
    """``name``: nobody looked, its makers' licence is known; None: neither."""
    reaches: Reaches
    quote: str | None = None


class Lineage(Value, frozen=True, kw_only=True):
    """All that something was made from."""

    upstream: tuple[Upstream, ...]
    impossible: tuple[str, ...]
    """Why the declared licence cannot be right, in words."""
    cut: bool = False
    """Whether it went further than was followed."""

    @property
    def unknown(self) -> tuple[Upstream, ...]:
        """Upstream repositories whose terms are not known."""
        return tuple(each for each in self.upstream if each.license is None)


def trace(
    declared: str, made_from: Sequence[Link], about: Callable[[Link], About | None]
) -> Lineage:
    """Follow base models and training data upstream, each repository once.

    Parameters
    ----------
    declared
        The licence concluded for the artifact itself.
    about
        What is known of a repository; None = nobody looked.

    Examples
    --------
    >>> found = trace("Apache-2.0", [Link(name="meta-llama/Llama-3.1-8B")], lambda link: None)
    >>> found.upstream[0].license, found.upstream[0].known_by
    ('LicenseRef-Llama-3.1-Community', 'name')
    >>> found.impossible[0][:38]
    'declared Apache-2.0; its base model me'
    """
    found: dict[tuple[str, str], Upstream] = {}
    waiting: list[tuple[Link, tuple[str, ...], Reaches]] = [
        (link, (), _reaches(link, "yes")) for link in made_from
    ]
    cut = False
    while waiting:
        sure = next((at for at, each in enumerate(waiting) if each[2] == "yes"), 0)
        link, path, reaches = waiting.pop(sure)  # what surely reaches it, before what may
        key = (link.kind, link.name.casefold())
        if key in found:
            continue
        if len(path) >= STEPS or len(found) >= _MOST:
            cut = True
            continue
        told = about(link)
        named = of_model(link.name) if link.kind == "model" else None
        license_id = told.license if told and told.license else named
        through = (*path, link.name)
        found[key] = Upstream(
            link=link,
            through=through,
            license=license_id,
            known_by="look" if told and told.license else "name" if named else None,
            reaches=reaches,
            quote=told.quote if told else None,
        )
        further = told.made_from if told else ()
        waiting += [(each, through, _reaches(each, reaches)) for each in further]
    upstream = tuple(found.values())
    return Lineage(upstream=upstream, impossible=_impossible(declared, upstream), cut=cut)


def _reaches(link: Link, before: Reaches) -> Reaches:
    sure = link.kind == "model" and link.relation in _INHERITS
    return "yes" if sure and before == "yes" else "may"


def _impossible(declared: str, upstream: Sequence[Upstream]) -> tuple[str, ...]:
    """Return why the declared licence cannot be: wider than a base model's, which reaches it."""
    return tuple(
        dict.fromkeys(
            reason
            for each in upstream
            if each.reaches == "yes" and each.link.kind == "model"
            if (reason := foreign_base(declared, each.link.name, each.license))
        )
    )
