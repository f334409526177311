"""Whose conditions a release has to meet: its own licence's, and those of what it was made from."""

from collections.abc import Iterator, Sequence

from tracker.licensing.conditions import conditions_of
from tracker.licensing.known import alternatives
from tracker.licensing.lineage import Lineage, Upstream
from tracker.model.verdict import NOASSERTION, NONE
from tracker.verdicts.conditions.finding import Finding, Fulfilment
from tracker.verdicts.conditions.kept import folders, own
from tracker.verdicts.conditions.outcomes import not_known
from tracker.verdicts.conditions.owed import SourceWork, owed
from tracker.verdicts.conditions.release import SeenRelease, owner
from tracker.verdicts.inquiry import Look
from tracker.verdicts.lineage import subject


def findings(
    release: SeenRelease, concluded: str, made_from: Lineage | None, look: Look
) -> Iterator[Finding]:
    """Yield each condition of every work concerned, the release itself first.

    Parameters
    ----------
    concluded
        The licence that the release itself is under.
    look
        What was seen of a work that it was made from.
    """
    if release.licensed is None:
        return
    works = _works(release, made_from)
    yield from _of_its_own(release, concluded, frozenset(work.license for work in works))
    relation = next((work.link.relation for work in _direct(made_from)), None)
    yield from _of_upstreams(release, concluded, works, relation, look)
    if made_from is not None and made_from.cut:
        yield not_known("works further up", release, "there are more than were followed")
    yield from folders(release)


def _works(release: SeenRelease, made_from: Lineage | None) -> tuple[Upstream, ...]:
    """Return the models that it was made from, those of the same owner left out.

    What may have come through the outputs of a model binds one step far.
    """
    return tuple(
        work
        for work in (made_from.upstream if made_from else ())
        if work.link.kind == "model"
        and owner(subject(work.link)) != release.owner
        and (work.reaches == "yes" or len(work.through) == 1)
    )


def _direct(made_from: Lineage | None) -> tuple[Upstream, ...]:
    """Return the models that the card itself names; of one card all have one relation."""
    works = made_from.upstream if made_from else ()
    return tuple(work for work in works if work.link.kind == "model" and len(work.through) == 1)


def _of_its_own(
    release: SeenRelease, concluded: str, known: frozenset[str | None]
) -> Iterator[Finding]:
    """Yield what others must keep; under a licence that only its makers grant, what they are owed.

    Of licences to choose from, that counts whose conditions are met best.

    Parameters
    ----------
    known
        The licences of the works that it was made from: what those ask is told of them.
    """
    if concluded == NONE:
        return
    if concluded == NOASSERTION:
        yield not_known(None, release, "its licence cannot be told")
        return
    for choices in alternatives(concluded):
        offers = [tuple(_of_one(name, release, concluded, known)) for name in choices]
        yield from min(offers, key=_shortfall)


def _of_one(
    license_id: str, release: SeenRelease, concluded: str, known: frozenset[str | None]
) -> Iterator[Finding]:
    group = conditions_of(license_id)
    makers = group.makers if group else ()
    if not makers or release.owner in makers:
        yield from own(license_id, release)
    elif license_id not in known:  # whose work it is, the card does not say
        source = SourceWork(name=makers[0], license=license_id, relation=None, release=None)
        yield from owed(source, release, concluded)


def _shortfall(findings: Sequence[Finding]) -> tuple[int, int]:
    states = [finding.state for finding in findings]
    return states.count(Fulfilment.NOT_MET), len(states) - states.count(Fulfilment.MET)


def _of_upstreams(
    release: SeenRelease,
    concluded: str,
    works: Sequence[Upstream],
    relation: str | None,
    look: Look,
) -> Iterator[Finding]:
    """Yield what is owed to the models that it was made from."""
    for work in works:
        if work.license is None:
            yield not_known(work.link.name, release, _why_unknown(work, look))
            continue
        original = SeenRelease(look(subject(work.link)))
        sources = (
            [_source(work, license_id, relation, original) for license_id in choices]
            for choices in alternatives(work.license)
        )
        for choices in sources:
            offers = [tuple(owed(source, release, concluded)) for source in choices]
            yield from min(offers, key=_shortfall)


def _source(
    work: Upstream, license_id: str, relation: str | None, original: SeenRelease
) -> SourceWork:
    direct = len(work.through) == 1
    return SourceWork(
        name=work.link.name,
        license=license_id,
        relation=relation,
        through=None if direct else work.through[0],
        release=original,
    )


def _why_unknown(work: Upstream, look: Look) -> str:
    looks = look(subject(work.link)).present
    return "its licence cannot be told" if looks else "it was not looked at"
