"""What may I do with it? Licence, gate and lineage, for five uses."""

from collections.abc import Sequence

import msgspec

from tracker.licensing.concluded import concerns
from tracker.licensing.dossier import Dossier, dossier
from tracker.licensing.grammar import WITHHOLDS, sense
from tracker.licensing.known import Clause, atoms
from tracker.licensing.lineage import Lineage
from tracker.licensing.uses import Allowed, Ruling, Use, rule, worst
from tracker.model.evidence import Declaration, Evidence, Place, Reach, Sighting
from tracker.model.paper import Artifact, Paper, Relation, Role
from tracker.model.unread import Piece, among, unread_text
from tracker.model.verdict import UseVerdict, Verdict
from tracker.verdicts import license  # noqa: A004  (SPDX's word)
from tracker.verdicts.inquiry import ArtifactInquiry
from tracker.verdicts.lineage import lineage, subject
from tracker.verdicts.looked import unread
from tracker.verdicts.question import Answer, Column, Question, Tone
from tracker.verdicts.trail import Trail, phrase, short, upper

QUESTION = Question(
    name="use",
    title="What may I do with it?",
    zh="可以怎样使用？",
    meaning=(
        "Whether research, commercial use inside an organisation, a product, redistribution and "
        "the training of other models are allowed: from the licence concluded, the terms the "
        "artifact states itself, its gate, and the terms of the models and data it was made from. "
        "Where what is declared disagrees, all of it must be kept to. For a paper: over all that "
        "it officially released. Not legal advice."
    ),
    motive="Before anything is built on a release, one must know whether one may.",
    answers=(
        Answer(
            word=Allowed.YES,
            zh="可以",
            tone=Tone.GOOD,
            rank=2,
            means="The terms allow it, and nothing known speaks against it.",
            needs=license.NEEDS,
        ),
        Answer(
            word=Allowed.IF,
            zh="有条件地可以",
            tone=Tone.FAIR,
            rank=1,
            means="Allowed on the conditions named.",
            needs=license.NEEDS,
        ),
        Answer(
            word=Allowed.UNKNOWN,
            zh="无法判断",
            tone=Tone.UNKNOWN,
            means="What is known does not settle it; never read as a yes.",
            remedy="Read the texts named, or ask the authors.",
        ),
        Answer(
            word=Allowed.NO,
            zh="不可以",
            tone=Tone.POOR,
            rank=0,
            means="The terms forbid it, or nothing grants it.",
            remedy="Ask the authors for a licence that allows it.",
        ),
    ),
    remedy="Ask the authors for terms that say yes or no to this use.",
    rule="use/3",
    compared=False,
    unknown=Allowed.UNKNOWN,
    telling=license.tells,
    column=Column(heading="Use", zh="用途", terminal=4),
)

_ROLES = frozenset((Role.CODE, Role.MODEL, Role.DATASET))
_REASONS = 3
_NAME = 60
"""Characters of an address that names an artifact in a reason."""


def judged(asked: ArtifactInquiry) -> tuple[UseVerdict, ...]:
    """Judge each use of one artifact."""
    licensed = asked.answer(license.QUESTION)
    made_from = lineage(asked.trail, licensed.answers[0], asked.look)
    printed = [declaration for declaration, _ in license.stated(asked.paper, asked.artifact)]
    of = license.SCOPES.get(asked.artifact.role)
    return tuple(
        msgspec.structs.replace(use, verdict=asked.lawful(QUESTION, use.verdict))
        for use in judge_uses(asked.trail, licensed, made_from, printed, of)
    )


def judge_uses(
    trail: Trail,
    licensed: Verdict,
    made_from: Lineage | None,
    stated: Sequence[Declaration] = (),
    of: str | None = None,
) -> tuple[UseVerdict, ...]:
    """Judge each use of one artifact, from the verdict on its licence and from its lineage.

    Where places contradict each other, what each of them says must allow a use; parts of the tree
    that forbid commercial use are a condition.

    Parameters
    ----------
    stated
        What the paper says of the licence; it may contradict, and grants nothing.
    of
        The part that the artifact is: what is said of other parts only does not count.
    """
    asked = trail.whole("licenses")
    declarations = (asked.observation.facts.licenses if asked else None) or ()
    collected = dossier((*declarations, *stated), of)
    quoted = tuple(
        Clause(kind="non-commercial", words=place.quote)
        for place in collected.places
        if place.expression is None and concerns(place, of) and sense(place.quote) in WITHHOLDS
    )
    contradicting = dict.fromkeys(
        declaration.expression
        for pair in collected.contradictions
        for declaration in (pair.one, pair.other)
        if declaration.expression
    )
    last = trail.last
    gated = last is not None and last.observation.reach is Reach.GATED
    grounds = licensed.evidence + _grounds(made_from)
    based = msgspec.structs.replace(licensed, read_in=(asked.id,) if asked else ())
    disagreed = license.CONFLICT in licensed.answers
    names = tuple(dict.fromkeys(name for one in contradicting for name in atoms(one)))
    kept = (_kept(names),) if disagreed else ()
    verdicts = []
    for use in Use:
        rulings = [
            rule(expression, use, gated=gated, quoted=quoted, lineage=made_from)
            for expression in dict.fromkeys((licensed.answers[0], *contradicting))
        ]
        ruling = worst([*kept, *rulings, *_parts(collected, use), *_unread(asked)])
        verdicts.append(
            UseVerdict(
                use=use,
                verdict=_verdict(trail.subject, ruling, grounds, based),
                keep_to=names if disagreed else (),
            )
        )
    return tuple(verdicts)


def _kept(names: Sequence[str]) -> Ruling:
    """Return what follows where what is declared disagrees: a use must be allowed by all of it."""
    if len(names) == 2:
        condition = f"both licences that are declared, {' and '.join(names)}, are kept to"
    elif names:
        condition = f"all licences that are declared, {', '.join(names)}, are kept to"
    else:
        condition = "all terms that were found are kept to, which disagree"
    return Ruling(allowed=Allowed.IF, because=(condition,))


def _parts(collected: Dossier, use: Use) -> tuple[Ruling, ...]:
    """Return what folders under other terms ask for."""
    parts = {
        _part(declaration): declaration
        for declaration in reversed(collected.below)
        if declaration.expression and rule(declaration.expression, use).allowed is Allowed.NO
    }
    return tuple(
        Ruling(
            allowed=Allowed.IF,
            because=(f"{part} is left out, which is under {declaration.expression}",),
            words=(declaration.quote,),
        )
        for part, declaration in sorted(parts.items())
    )


def _unread(asked: Sighting | None) -> tuple[Ruling, ...]:
    """Return the condition that licence files of folders make which nobody has read."""
    missing = among(unread(asked.observation) if asked else (), (Piece.INNER_LICENSE,))
    if not missing:
        return ()
    because = f"what lies under terms that were not read is left out ({unread_text(missing)})"
    return (Ruling(allowed=Allowed.IF, because=(because,)),)


def _part(declared: Declaration) -> str:
    """Return the folder that a declaration is for, or the file if it is a file's header."""
    path = declared.path or ""
    return path if declared.place is Place.HEADER else f"{path.rpartition('/')[0]}/"


def _verdict(
    subject_: str, ruling: Ruling, evidence: tuple[Evidence, ...], base: Verdict
) -> Verdict:
    because = "; ".join(phrase(sentence, 200) for sentence in ruling.because[:_REASONS])
    more = len(ruling.because) - _REASONS
    because += f"; and {more} more" if more > 0 else ""
    words = f" (“{phrase(ruling.words[0], 120)}”)" if ruling.words else ""
    lead = "allowed if " if ruling.allowed is Allowed.IF else ""
    return Verdict(
        question=QUESTION.name,
        subject=subject_,
        answers=(ruling.allowed.value,),
        reason=f"{upper(f'{lead}{because}')}{words}.",
        remedy=QUESTION.remedy_for(ruling.allowed.value),
        evidence=evidence,
        derived_from=base.derived_from,
        read_in=base.read_in,
        rule=QUESTION.rule,
        as_of=base.as_of,
    )


def _grounds(made_from: Lineage | None) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(
            url=subject(upstream.link),
            quote=f"{' ← '.join(upstream.through)}: {upstream.license or 'terms not known'}",
            source="looked" if upstream.known_by == "look" else "registry",
        )
        for upstream in (made_from.upstream if made_from else ())
    )


def judge_paper_uses(
    paper: Paper, judged: Sequence[tuple[Artifact, Sequence[UseVerdict]]]
) -> tuple[UseVerdict, ...]:
    """Judge each use of all that a paper officially released: the strictest answer counts."""
    official = [
        (artifact, {use.use: use.verdict for use in uses})
        for artifact, uses in judged
        if artifact.relation is Relation.OFFICIAL and artifact.role in _ROLES and uses
    ]
    return tuple(_over(paper, use, [uses[use] for _, uses in official]) for use in Use)


def _over(paper: Paper, use: Use, verdicts: Sequence[Verdict]) -> UseVerdict:
    total = worst(Ruling(allowed=Allowed(verdict.answers[0]), because=()) for verdict in verdicts)
    strict = [verdict for verdict in verdicts if verdict.answers == (total.allowed.value,)]
    names = [
        phrase(short(verdict.subject), _NAME)
        for verdict in strict
        if verdict.reason == strict[0].reason
    ]
    more = f" and {len(names) - _REASONS} more" if len(names) > _REASONS else ""
    where = f" ({', '.join(names[:_REASONS])}{more})" if len(verdicts) > 1 else ""
    if others := len(strict) - len(names):
        where += f"; {others} more for {'another reason' if others == 1 else 'other reasons'}"
    reason = (
        f"{strict[0].reason.rstrip('.')}{where}."
        if strict
        else "No official code, model or dataset is named."
    )
    return UseVerdict(
        use=use,
        verdict=Verdict(
            question=QUESTION.name,
            subject=paper.id,
            answers=(total.allowed.value,),
            reason=reason,
            remedy=QUESTION.remedy_for(total.allowed.value),
            evidence=tuple(dict.fromkeys(one for verdict in verdicts for one in verdict.evidence)),
            derived_from=tuple(
                dict.fromkeys(one for verdict in verdicts for one in verdict.derived_from)
            ),
            rule=QUESTION.rule,
            as_of=max((verdict.as_of for verdict in verdicts if verdict.as_of), default=None),
        ),
    )
