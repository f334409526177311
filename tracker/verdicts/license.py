"""Under which licence? What the artifact declares, and what is concluded from it.

Long, because a question is one file: a fifth of it are the words of its answers.
"""

import re
from collections.abc import Sequence

import msgspec

from tracker.licensing import normalise
from tracker.licensing.concluded import for_the_whole, is_settled
from tracker.licensing.dossier import dossier
from tracker.licensing.holders import is_appendix, is_template
from tracker.licensing.lineage import Lineage
from tracker.licensing.notices import namings
from tracker.licensing.source import Source
from tracker.licensing.uses import Allowed, Use, rule
from tracker.model.evidence import SPAN_LIMIT, Declaration, Evidence, Place, Sighting
from tracker.model.paper import Artifact, Paper, Relation, Role
from tracker.model.terms import PlaceTerms, ScopeTerms
from tracker.model.unread import Piece, Unread, among
from tracker.model.verdict import IN_PART, NOASSERTION, NONE, Verdict
from tracker.verdicts import looked
from tracker.verdicts import trail as trails
from tracker.verdicts.inquiry import ArtifactInquiry
from tracker.verdicts.lineage import lineage
from tracker.verdicts.question import Answer, Column, Question, Tone
from tracker.verdicts.trail import Trail, phrase, seen, short, upper

CONFLICT = "conflict"
_SHORT = 3
"""Letters; a shorter word of a name tells nobody apart."""


NEEDS = (Piece.LISTING, Piece.LICENSE, Piece.DETECTOR, Piece.README, Piece.CARD, Piece.METADATA)
"""Whatever may say something of the licence of the whole."""


def tells(asked: ArtifactInquiry, unread: Unread) -> bool:
    """Whether what was not read tells of the licence, as no guess at a text that was read does."""
    return unread.piece is not Piece.DETECTOR or not is_settled(declared(asked.trail) or ())


_NO_NAMES = frozenset((NONE, NOASSERTION, CONFLICT, IN_PART))


def _tone(verdict: Verdict) -> Tone:
    """Say how a licence reads, of one artifact or of a paper.

    Good is one that lets a product be made of it, and whose text is there; one that is only
    mentioned, that has limits, or that others speak against, is fair.
    """
    named = [word for word in verdict.answers if word not in _NO_NAMES]
    if verdict.answers == (NOASSERTION,):
        return Tone.UNKNOWN
    if not named:
        return Tone.POOR
    free = rule(named[0], Use.PRODUCT).allowed in (Allowed.YES, Allowed.IF)
    alone = len(verdict.answers) == 1 and not verdict.unshipped
    return Tone.GOOD if free and alone else Tone.FAIR


def _of_artifact(asked: ArtifactInquiry) -> Verdict:
    printed = stated(asked.paper, asked.artifact)
    verdict = judge_license(asked.artifact, asked.trail, asked.paper.authors, printed)
    return with_lineage(verdict, lineage(asked.trail, verdict.answers[0], asked.look))


QUESTION = Question(
    name="license",
    title="Under which licence?",
    zh="采用何种许可证？",
    meaning=(
        "The licence concluded from every place in which the artifact declares one: licence files, "
        "README, badges, cards, package metadata, the paper's own sentences (the licence of its "
        "text covers no code). For a paper: over its official code, or over its "
        "curated list, or over its models and datasets, where it released no code. Whom the "
        "copyright line names is said where it is neither the account nor the first author."
    ),
    motive="Without a licence nobody may use, change or pass on what was released.",
    answers=(
        Answer(
            word="an SPDX expression",
            zh="SPDX 表达式",
            rank=1,
            open=True,
            means="Such as MIT, or LicenseRef-… for a custom text.",
            needs=NEEDS,
            takes=normalise,
        ),
        Answer(
            word=NONE,
            zh="无许可证",
            tone=Tone.POOR,
            rank=0,
            means="Looked, and found no licence at all.",
            needs=NEEDS,
            remedy="Ask the authors to add a LICENSE file.",
        ),
        Answer(
            word=NOASSERTION,
            zh="无法断定",
            tone=Tone.UNKNOWN,
            means="We cannot say: not looked at, not asked for, or not to be made out.",
            remedy="Run the tracker where the host can be reached, or read the texts named.",
        ),
        Answer(
            word=CONFLICT,
            zh="互相矛盾",
            tone=Tone.FAIR,
            beside=True,
            means="Said beside a licence: the places that declare one do not agree.",
            remedy="Ask the authors which one holds, and to correct the other places.",
            needs=NEEDS,
        ),
    ),
    remedy="Ask the authors for a LICENSE file that says what the package metadata and badge say.",
    rule="license/4",
    unknown=NOASSERTION,
    sums=True,
    of_artifact=_of_artifact,
    of_paper=lambda asked: judge_paper_license(
        asked.paper, [(verdicts.artifact, verdicts.license) for verdicts in asked.artifacts]
    ),
    column=Column(heading="Licence", zh="许可证", terminal=3),
    always=True,
    reads=_tone,
    telling=tells,
)

SCOPES = {Role.CODE: "code", Role.MODEL: "weights", Role.DATASET: "data"}
"""Whose statements decide about an artifact, where its places speak of parts."""
_CONSIDERED = ((Role.CODE,), (Role.LIST,), (Role.MODEL, Role.DATASET, Role.SPACE))


def declared(trail: Trail) -> tuple[Declaration, ...] | None:
    """Return what the artifact declared when it was last asked; None = never asked."""
    asked = trail.whole("licenses")
    return asked.observation.facts.licenses if asked else None


def stated(paper: Paper, artifact: Artifact) -> tuple[tuple[Declaration, Evidence], ...]:
    """Return the licences that the registry's quotes of a paper name for an artifact.

    A promise is about the one artifact that it names, or about all official ones of its role.
    """
    mine = artifact.relation is Relation.OFFICIAL
    return tuple(
        (
            Declaration(
                place=Place.PAPER,
                quote=phrase(words, SPAN_LIMIT),
                expression=expression,
                how="name",
            ),
            Evidence(
                url=promise.source.url or paper.id,
                quote=phrase(f"{promise.source.where}: {words}", SPAN_LIMIT),
                source="registry",
            ),
        )
        for promise in paper.promises
        if (
            promise.artifact == artifact.url
            if promise.artifact
            else mine and promise.role is artifact.role
        )
        for _, words, expression in namings(Source(path="paper", text=promise.quote))
    )


def judge_license(
    artifact: Artifact,
    trail: Trail,
    authors: str | None = None,
    printed: Sequence[tuple[Declaration, Evidence]] = (),
) -> Verdict:
    """Judge under which licence one artifact is.

    Parameters
    ----------
    authors
        Of the paper, as the registry names them: a copyright line with their name is expected.
    printed
        What the paper says of it: a hint, never the ground of an answer.
    """
    asked = trail.whole("licenses")
    unshipped = False
    terms: tuple[ScopeTerms, ...] = ()
    if asked is None:
        used = trail.present[-1:]
        answers = (NOASSERTION,)
        unread = [
            trails.unread(sighting.observation, "Its licence was", *NEEDS) for sighting in used
        ]
        reason = unread[0] if unread else "Not looked at yet"
        looks = tuple(trails.evidence(sighting, quote=reason) for sighting in used)
        grounds = looks or (trails.named(artifact),)
        if artifact.reported is not None and artifact.reported.license:
            by = phrase(artifact.reported.source.where)
            wording = phrase(artifact.reported.license)
            reason += f"; reported as {wording} by {by}, not verified"
            grounds += trails.reported(artifact)
    else:
        used = (asked,)
        declarations = asked.observation.facts.licenses or ()
        collected = dossier(
            (*declarations, *(declaration for declaration, _ in printed)), SCOPES.get(artifact.role)
        )
        conclusion = collected.conclusion
        terms = _located(collected.scopes, asked, printed)
        unshipped = conclusion.unshipped
        answers = (conclusion.expression, *((CONFLICT,) if conclusion.conflict else ()))
        holder_note = _held(conclusion.grounds, f"{trail.subject} {authors or ''}")
        wording = phrase(conclusion.reason, 400)
        begins_with_path = "/" in wording.partition(" ")[0]  # which has the capitals that it has
        reason = f"{wording if begins_with_path else upper(wording)}{holder_note}, {seen(asked)}"
        grounds = tuple(
            trails.evidence(
                asked,
                quote=declaration.quote,
                path=declaration.path,
                line=declaration.line,
                revision=declaration.swhid,
            )
            for declaration in _first(conclusion.grounds, declarations)
        ) or (trails.evidence(asked, quote="no place declares a licence"),)
    grounds += tuple(evidence for _, evidence in printed)
    return Verdict(
        question=QUESTION.name,
        subject=trail.subject,
        answers=answers,
        reason=f"{reason}.",
        remedy=_remedy(answers, asked),
        evidence=grounds,
        derived_from=trails.ids(used),
        read_in=trails.ids(used),
        rule=QUESTION.rule,
        as_of=trails.newest(used),
        unshipped=unshipped,
        terms=terms,
    )


def _located(
    scopes: Sequence[ScopeTerms],
    asked: Sighting,
    printed: Sequence[tuple[Declaration, Evidence]],
) -> tuple[ScopeTerms, ...]:
    """Return what is said of each part, each place with the address where it can be read."""
    in_print = {declaration.quote: evidence.url for declaration, evidence in printed}

    def located(place: PlaceTerms) -> PlaceTerms:
        url = None if place.path else in_print.get(place.quote)
        url = url or trails.evidence(asked, path=place.path, line=place.line).url
        return msgspec.structs.replace(place, url=url)

    return tuple(
        msgspec.structs.replace(scope, places=tuple(map(located, scope.places))) for scope in scopes
    )


def with_lineage(verdict: Verdict, made_from: Lineage | None) -> Verdict:
    """Return the verdict with what the terms upstream say against it."""
    if made_from is None or not made_from.impossible:
        return verdict
    return msgspec.structs.replace(
        verdict,
        answers=tuple(dict.fromkeys((*verdict.answers, CONFLICT))),
        reason=f"{verdict.reason.rstrip('.')}; {phrase('; '.join(made_from.impossible), 300)}.",
        remedy=QUESTION.remedy_for(CONFLICT),
    )


def _held(grounds: Sequence[Declaration], expected: str) -> str:
    """Say whom a copyright line names, where that is nobody in `expected`, neutrally."""
    names = dict.fromkeys(ground.holder for ground in grounds if ground.holder)
    clauses = [
        "its copyright line is still the template's"
        if is_template(name)
        else f"the copyright line names {phrase(name)}"
        for name in names
        if not _expects(expected, name) and not is_appendix(name)
    ]
    return "".join(f"; {clause}" for clause in clauses)


def _expects(expected: str, name: str) -> bool:
    """Whether a name, or a telling word of it, is among those expected, spelling aside."""
    known = _letters(expected)
    telling = [word for word in map(_letters, re.split(r"[\s_-]+", name)) if len(word) > _SHORT]
    return _letters(name) in known or any(word in known for word in telling)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _remedy(answers: tuple[str, ...], asked: Sighting | None) -> str | None:
    """Return what helps: against a conflict first, and against what was read and stays unclear.

    Nobody is asked for what was not read here.
    """
    read_whole = asked and not among(looked.unread(asked.observation), NEEDS)
    if read_whole and answers == (NOASSERTION,):
        return QUESTION.remedy
    return QUESTION.remedy_for(*reversed(answers))


def judge_paper_license(paper: Paper, judged: Sequence[tuple[Artifact, Verdict]]) -> Verdict:
    """Judge under which licence the paper's release is, from the verdicts on its artifacts."""
    considered = _considered(judged)
    known = [verdict for _, verdict in considered if verdict.answers != (NOASSERTION,)]
    used = known or [verdict for _, verdict in considered]
    answers = tuple(dict.fromkeys(word for verdict in used for word in verdict.answers))
    if not considered:
        reason = "No official code, model or dataset is named"
    elif len(used) == 1:
        reason = f"{short(used[0].subject)}: {used[0].reason.rstrip('.')}"
    else:
        reason = "; ".join(
            f"{short(verdict.subject)}: {verdict.answer} ({verdict.reason.rstrip('.')})"
            for verdict in used
        )
    unknown = len(considered) - len(known)
    if known and unknown:
        reason += f"; {unknown} more cannot be told"
        answers = (*answers, IN_PART)
    return Verdict(
        question=QUESTION.name,
        subject=paper.id,
        answers=answers or (NOASSERTION,),
        reason=f"{reason}.",
        remedy=next((verdict.remedy for verdict in used if verdict.remedy), None),
        evidence=tuple(
            dict.fromkeys(evidence for verdict in used for evidence in verdict.evidence)
        ),
        derived_from=tuple(
            dict.fromkeys(
                observation_id for verdict in used for observation_id in verdict.derived_from
            )
        ),
        rule=QUESTION.rule,
        as_of=max((verdict.as_of for verdict in used if verdict.as_of), default=None),
        unshipped=any(verdict.unshipped for verdict in used),
        unread=tuple(dict.fromkeys(gap for _, verdict in considered for gap in verdict.unread)),
    )


def _considered(judged: Sequence[tuple[Artifact, Verdict]]) -> list[tuple[Artifact, Verdict]]:
    """Return the official code artifacts, else the models, datasets and Spaces.

    Code that nobody could look at gives way to a model or dataset that somebody did look at.
    """
    official = [pair for pair in judged if pair[0].relation is Relation.OFFICIAL]
    groups = [[pair for pair in official if pair[0].role in roles] for roles in _CONSIDERED]
    concluded = [
        group for group in groups if any(verdict.answers != (NOASSERTION,) for _, verdict in group)
    ]
    return next(iter([*concluded, *filter(None, groups)]), [])


def _first(
    grounds: Sequence[Declaration], declarations: Sequence[Declaration]
) -> tuple[Declaration, ...]:
    """Return all declarations, the ones the conclusion rests on first, each once."""
    first = [declaration for declaration in declarations if declaration in grounds]
    return (*first, *(declaration for declaration in declarations if declaration not in grounds))


def wording(declarations: Sequence[Declaration] | None, verdict: Verdict) -> str:
    """Say the licence in a few words for the line about a paper.

    Examples
    --------
    >>> badge = Declaration(place=Place.BADGE, quote="MIT-blue", expression="MIT")
    >>> wording([badge], Verdict(question="license", subject="", answers=("NOASSERTION",),
    ...                          reason="", rule="license/1"))
    'an MIT badge, no licence file'
    """
    if verdict.unread:
        return "licence not read whole"
    whole = [declaration for declaration in declarations or () if for_the_whole(declaration)]
    places = {declaration.place for declaration in whole}
    named = tuple(
        dict.fromkeys(
            declaration.expression for declaration in whole if declaration.expression is not None
        )
    )
    if CONFLICT in verdict.answers and len(named) > 1:
        return f"{', '.join(named[:-1])} and {named[-1]} declared, they disagree"
    if declarations is None:
        return "licence not looked at"
    if not whole or verdict.answers[0] == NONE:
        return "no licence for the whole" if declarations else "no licence file"
    if Place.FILE not in places and Place.CARD not in places:
        where = "badge" if Place.BADGE in places else _WHERE.get(whole[0].place, "note")
        name = " and ".join(named) or "unclear"
        article = "an" if name[:1] in "AEFHILMNORSXaeiou" else "a"
        return f"{article} {name} {where}, no licence file"
    return "licence unclear" if verdict.answers[0] == NOASSERTION else verdict.answers[0]


_WHERE = {
    Place.README: "line in the README",
    Place.PACKAGE: "line in the package metadata",
    Place.HEADER: "header in a file",
    Place.DETECTOR: "guess of the host",
    Place.PAPER: "sentence in the paper",
}
