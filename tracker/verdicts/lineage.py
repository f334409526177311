"""What an artifact was made from, as far as its card and the looks at its upstreams tell."""

from tracker.licensing import conclude
from tracker.licensing.lineage import About, Lineage, Link, trace
from tracker.model.evidence import Facts
from tracker.model.locator import locate
from tracker.model.traits import carded
from tracker.model.unread import State
from tracker.model.verdict import NOASSERTION
from tracker.verdicts import trail as trails
from tracker.verdicts.inquiry import Look
from tracker.verdicts.trail import Trail

_PARTS = {"model": "weights", "dataset": "data"}


def lineage(trail: Trail, declared: str, look: Look) -> Lineage | None:
    """Return what an artifact was made from, None where that was not asked for."""
    asked = trail.latest(lambda facts: facts.base_models or facts.trained_on)
    if asked is None:
        return None

    def about(link: Link) -> About | None:
        trail_of = look(subject(link))
        licensed = trail_of.whole("licenses")
        made = trail_of.latest(lambda facts: facts.base_models or facts.trained_on)
        if licensed is None and made is None:
            return None
        declarations = (licensed.observation.facts.licenses if licensed else None) or ()
        known = licensed is not None and trails.how_much(licensed, "licenses") is State.WHOLE
        license_id = conclude(declarations, _PARTS[link.kind]).expression if known else None
        return About(
            license=None if license_id == NOASSERTION else license_id,
            quote=declarations[0].quote if declarations else None,
            made_from=sources(made.observation.facts) if made else (),
        )

    return trace(declared, sources(asked.observation.facts), about)


def subject(link: Link) -> str:
    """Return the canonical address of an upstream repository."""
    url = carded(link.kind, link.name)
    try:
        return locate(url).url
    except ValueError:
        return url


def sources(facts: Facts) -> tuple[Link, ...]:
    """Return what something was made from, as its card says."""
    models = (Link(name=name, relation=facts.base_relation) for name in facts.base_models or ())
    data = (Link(name=name, kind="dataset") for name in facts.trained_on or ())
    return (*models, *data)
