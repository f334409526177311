"""What a README says about the release itself: still to come, elsewhere, or not there."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from tracker.model.base import Value
from tracker.model.evidence import Evidence, Facts, Passage, Reach, Sighting
from tracker.model.locator import Locator, fault, locate
from tracker.verdicts import trail as trails
from tracker.verdicts.depth.copies import Credits
from tracker.verdicts.trail import Trail, seen

Elsewhere: TypeAlias = Callable[[str], Trail]
"""Canonical URL → what was seen of it, if anything."""

_GONE = frozenset((Reach.NOT_VISIBLE, Reach.TAKEN_DOWN, Reach.DISABLED))
_LIMIT = 3
"""Dead links, and missing files, that are named."""
_QUOTE = 120


class Remark(Value, frozen=True, kw_only=True):
    """A clause of the reason, with what it rests on."""

    text: str
    evidence: Evidence
    sighting: Sighting | None = None
    """A look at another artifact, where the remark rests on one."""


def remarks(facts: Facts, sighting: Sighting, elsewhere: Elsewhere) -> tuple[Remark, ...]:
    """Return what READMEs announce, run or link, and metadata install, that is not there.

    Parameters
    ----------
    facts
        Those of `sighting`, of the files that matter to the artifact.
    elsewhere
        A link is dead only where a look at it said so.
    """
    return (
        *_announced(facts, sighting),
        *_training_to_come(facts, sighting),
        *_absent(facts, sighting),
        *_unpackaged(facts, sighting),
        *_links(_addresses(facts.links), sighting, elsewhere),
    )


def credited(facts: Facts, subject: str) -> Credits:
    """Return the names of other people's repositories of code that the README links.

    A data set or a model of a like name is no code that could have been copied.
    """
    own = [locate(url) for url in (subject, facts.moved_to or subject) if fault(url) is None]
    owners = {place.name.rpartition("/")[0].lower() for place in own}
    names = {place.name.rpartition("/")[2].lower() for place in own}

    def others(links: Sequence[Passage] | None) -> frozenset[str]:
        other_names = set()
        for link in _addresses(links):
            place = locate(link.about)
            owner, _, name = place.name.rpartition("/")
            if (
                place.kind == "repository"
                and owner.lower() not in owners
                and name.lower() not in names
            ):
                other_names.add(name)
        return frozenset(other_names)

    adapted = others(facts.adapted)
    return Credits(linked=others(facts.links) | adapted, adapted=adapted, own=frozenset(names))


def only_of_owner(facts: Facts, subject: str | None) -> tuple[Passage, ...]:
    """Return the links without those to pages of owners, but for the one who owns the artifact.

    Parameters
    ----------
    subject
        The artifact; None: the page of no owner is kept.
    """
    urls = (subject, facts.moved_to or subject) if subject else ()
    own = {_owner(locate(url)) for url in urls if url and fault(url) is None}
    return tuple(
        link
        for link in _addresses(facts.links)
        for place in [locate(link.about)]
        if place.kind != "owner" or _owner(place) in own
    )


def _owner(place: Locator) -> str:
    """Return whose a place is, as it is compared from host to host."""
    return "".join(filter(str.isalnum, place.name.partition("/")[0].lower()))


def _addresses(links: Sequence[Passage] | None) -> Sequence[Passage]:
    """Return the links that lead anywhere: what a host brings may be no address."""
    return [link for link in links or () if fault(link.about) is None]


def _announced(facts: Facts, sighting: Sighting) -> Iterator[Remark]:
    for passage in (facts.announced or ())[:1]:
        words = trails.phrase(passage.about.lstrip("#-* "), _QUOTE)
        yield _remark(f"{passage.path} says “{words}”", passage, sighting, passage.about)


def _training_to_come(facts: Facts, sighting: Sighting) -> Iterator[Remark]:
    shown = {passage.line for passage in (facts.announced or ())[:1]}
    for passage in (facts.training_to_come or ())[:1]:
        if passage.line not in shown:
            words = trails.phrase(passage.about.lstrip("#-* "), _QUOTE)
            text = f"of training {passage.path} says no more than “{words}”"
            yield _remark(text, passage, sighting, passage.about)


def _absent(facts: Facts, sighting: Sighting) -> Iterator[Remark]:
    for passage in (facts.absent or ())[:_LIMIT]:
        text = f"{passage.path} tells to run {passage.about}, which is not there"
        if not passage.about.endswith((".py", ".sh")):
            text = f"{passage.path} installs from {passage.about}, which is not there"
        yield _remark(text, passage, sighting, passage.about)


def _unpackaged(facts: Facts, sighting: Sighting) -> Iterator[Remark]:
    for passage in (facts.unpackaged or ())[:_LIMIT]:
        what = f"the package {passage.about}, which is not there"
        if passage.about.endswith("/"):
            what = f"the packages in {passage.about}, where there is none"
        text = f"{passage.path} installs {what}"
        yield _remark(text, passage, sighting, passage.about)


def _links(links: Sequence[Passage], sighting: Sighting, elsewhere: Elsewhere) -> Iterator[Remark]:
    owners = [link for link in links if locate(link.about).kind == "owner"]
    if owners:
        names = " and ".join(trails.short(link.about) for link in owners[:_LIMIT])
        text = f"{owners[0].path} points to the page of an owner, {names}, not to a release"
        yield _remark(text, owners[0], sighting, owners[0].about)
    looks = ((link, elsewhere(link.about).last) for link in links if link not in owners)
    dead = [(link, look) for link, look in looks if look and look.observation.reach in _GONE]
    for link, look in dead[:_LIMIT]:
        text = f"{link.path} links {trails.short(link.about)}, not visible {seen(look)}"
        yield _remark(text, link, sighting, link.about, look)


def _remark(
    text: str, passage: Passage, sighting: Sighting, quote: str, other: Sighting | None = None
) -> Remark:
    return Remark(
        text=text,
        evidence=trails.evidence(sighting, quote=quote, path=passage.path, line=passage.line),
        sighting=other,
    )
