"""Is there more of it elsewhere? Seen on the Hub or in a README, and not in the registry."""

from collections.abc import Iterator, Sequence

from tracker.model.base import Value
from tracker.model.evidence import Evidence, Sighting
from tracker.model.locator import Locator, fault, locate
from tracker.model.paper import Paper, Relation
from tracker.model.traits import paper_page, traits
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import Verdict
from tracker.verdicts import closed
from tracker.verdicts import trail as trails
from tracker.verdicts.question import Answer, Question
from tracker.verdicts.trail import Trail

SEEN = "seen, not registered"
CITED = "only cited"

_ALL = (Piece.MENTIONS, Piece.README, Piece.CARD, Piece.LINKS)

QUESTION = Question(
    name="elsewhere",
    title="Is there more of it elsewhere?",
    zh="别处还有吗？",
    meaning=(
        "Addresses that the Hub's page of the paper names, models and datasets whose cards carry "
        "the paper's arXiv tag, and repositories that the READMEs of its artifacts link to, as far "
        "as the registry does not have them. They are leads: nothing is added by itself, and none "
        "of them keeps a promise before a person has taken it over."
    ),
    motive="Authors release under other names and accounts than the paper prints.",
    answers=(
        Answer(
            word=SEEN,
            zh="已见，未登记",
            means="Named on the paper's page or in a README, or tagged by an owner that the "
            "registry knows.",
            remedy="Look at each; take one over with `tracker add URL --to PAPER --relation "
            "RELATION`.",
        ),
        Answer(
            word=CITED,
            zh="仅被引用",
            means="Cards of other owners carry the paper's tag, or a README links to them, which "
            "may mean no more than a citation.",
            needs=_ALL,
        ),
        Answer(
            word="nothing new",
            zh="无新发现",
            means="All that was seen is in the registry.",
            needs=_ALL,
        ),
        Answer(
            word="unknown",
            zh="未知",
            means="The Hub's page of the paper was not looked at.",
            remedy="Run the tracker where the Hub can be reached.",
        ),
    ),
    remedy="Look for the authors' accounts on GitHub and the Hub.",
    rule="elsewhere/2",
    of_paper=lambda asked: judge_elsewhere(
        asked.paper,
        [asked.look(verdicts.subject) for verdicts in asked.artifacts],
        asked.look(paper_page(asked.paper) or ""),
    ),
)

_LINKING = frozenset(("repository", "model", "dataset", "space"))
"""Kinds of places that have a README."""
SHOWN = 12
"""Addresses that a verdict lists."""


class _Lead(Value, frozen=True):
    url: str
    where: str
    """In words."""
    sighting: Sighting
    strong: bool
    """Whether it is more than a tag of a stranger."""


def judge_elsewhere(paper: Paper, trails_of: Sequence[Trail], page: Trail) -> Verdict:
    """Judge what was seen of a paper that the registry does not have.

    Parameters
    ----------
    trails_of
        What is known of the paper's artifacts, in their order.
    page
        What is known of the Hub's page of the paper.
    """
    known = set(_known(paper, trails_of))
    leads: dict[str, _Lead] = {}
    for lead in (*_on_page(paper, page), *_in_readmes(paper, trails_of)):
        key = lead.url.casefold()
        if key not in known and (key not in leads or (lead.strong and not leads[key].strong)):
            leads[key] = lead
    strong = [lead for lead in leads.values() if lead.strong]
    cited = len(leads) - len(strong)
    shown = (strong or list(leads.values()))[:SHOWN]
    grounds = [lead.sighting for lead in shown]
    last = page.whole("mentions")
    if strong:
        word, reason = SEEN, _named(strong)
    elif last is None:
        word, reason = "unknown", "The Hub's page of the paper was not looked at"
    else:
        word = CITED if cited else "nothing new"
        reason = "Nothing else was seen that the registry does not have"
    if cited:
        reason += f"; {cited} of other owners cite the paper or are linked"
    verdict = Verdict(
        question=QUESTION.name,
        subject=paper.id,
        answers=(word,),
        reason=f"{reason}{page.silence}.",
        remedy=QUESTION.remedy_for(word),
        evidence=tuple(map(_evidence, shown)),
        derived_from=trails.ids([last, *grounds]),
        read_in=trails.ids([last, *_read_for_links(paper, trails_of)]),
        rule=QUESTION.rule,
        as_of=trails.newest([*page.telling, *grounds]),
    )
    return closed.weakened(QUESTION, verdict, tuple(_unseen(paper, trails_of)))


def _unseen(paper: Paper, artifact_trails: Sequence[Trail]) -> Iterator[Unread]:
    """Yield the official artifacts that have a README, and that nobody has seen yet."""
    for artifact, trail in zip(paper.artifacts, artifact_trails, strict=True):
        place = _place(artifact.url)
        linking = place is not None and place.kind in _LINKING
        if artifact.relation is Relation.OFFICIAL and linking and not trail.telling:
            yield Unread(
                piece=Piece.README, what=trails.short(trail.subject), why="was not seen yet"
            )


def _read_for_links(paper: Paper, artifact_trails: Sequence[Trail]) -> Iterator[Sighting]:
    """Yield the look of each official artifact in which its README was, or was to be, read."""
    for artifact, trail in zip(paper.artifacts, artifact_trails, strict=True):
        if artifact.relation is Relation.OFFICIAL and trail.present:
            yield trail.whole("links") or trail.present[-1]


def _named(leads: Sequence[_Lead]) -> str:
    names = ", ".join(lead.url.removeprefix("https://") for lead in leads[:3])
    more = f" and {len(leads) - 3} more" if len(leads) > 3 else ""
    return f"Seen, and not in the registry: {names}{more}"


def _evidence(lead: _Lead) -> Evidence:
    when = lead.sighting
    return Evidence(
        url=lead.url,
        quote=lead.where,
        observed_at=when.observed_at,
        not_before=when.observation.not_before,
        source="looked" if when.observed_at else "stored copy",
    )


def _place(url: str) -> Locator | None:
    return None if fault(url) else locate(url)


def _known(paper: Paper, artifact_trails: Sequence[Trail]) -> Iterator[str]:
    """Yield every address by which the registry has something, the new ones of what moved too."""
    for artifact in paper.artifacts:
        place = _place(artifact.url)
        yield (place.home if place else artifact.url).casefold()
    for trail in artifact_trails:
        for sighting in trail.present:
            if moved := sighting.observation.facts.moved_to:
                yield moved.casefold()


def _owners(paper: Paper) -> frozenset[str]:
    """Return the accounts that own an official artifact."""
    places = (
        _place(artifact.url)
        for artifact in paper.artifacts
        if artifact.relation is Relation.OFFICIAL
    )
    return frozenset(owner for place in places if place and (owner := _owner(place)))


def _owner(place: Locator) -> str | None:
    name, host = place.name, place.host
    return name.partition("/")[0].casefold() if traits(host).owned else None


def _on_page(paper: Paper, page: Trail) -> Iterator[_Lead]:
    sighting = page.whole("mentions")
    if sighting is None:
        return
    owners = _owners(paper)
    for mention in sighting.observation.facts.mentions or ():
        place = _place(mention.url)
        if place is None:
            continue
        if mention.how == "paper page":
            where = "named on the Hub's page of the paper"
            yield _Lead(place.home, where, sighting, strong=True)
        else:
            own = _owner(place) in owners
            yield _Lead(place.home, "its card mentions the paper", sighting, strong=own)


def _in_readmes(paper: Paper, artifact_trails: Sequence[Trail]) -> Iterator[_Lead]:
    """Yield what the READMEs of official artifacts link to and may be the paper's own.

    On the Hub that is any model or dataset but those that are known to be base models; elsewhere
    a repository of an owner that the registry knows: a README names many tools.
    """
    owners = _owners(paper)
    bases = {
        base.casefold()
        for trail in artifact_trails
        for sighting in trail.present
        for base in sighting.observation.facts.base_models or ()
    }
    for artifact, trail in zip(paper.artifacts, artifact_trails, strict=True):
        sighting = trail.whole("links")
        if artifact.relation is not Relation.OFFICIAL or sighting is None:
            continue
        for link in sighting.observation.facts.links or ():
            place = _place(link.about)
            if place is None or place.kind == "owner":
                continue
            own = _owner(place) in owners
            if own or (traits(place.host).cards and place.name.casefold() not in bases):
                where = f"linked in {link.path} of {trail.subject.removeprefix('https://')}"
                yield _Lead(place.home, where, sighting, strong=own)
