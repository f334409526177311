"""Was the promise kept? Judged from official artifacts that were looked at, never from silence.

Long, because one promise and the sum of a paper's share their words.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence

from tracker.model.evidence import SPAN_LIMIT, Evidence
from tracker.model.locator import locate
from tracker.model.paper import Depth, Paper, Promise, Relation, Role
from tracker.model.unread import Piece, Unread, unread_text
from tracker.model.verdict import ArtifactVerdicts, PaperVerdicts, PromiseVerdict, Verdict
from tracker.verdicts import closed
from tracker.verdicts.availability import GONE
from tracker.verdicts.question import Answer, Column, Question, Tone
from tracker.verdicts.trail import day, phrase, short, utc

KEPT, PARTLY, OPEN, NOT_KEPT, CANNOT_TELL, NEVER, NOT_READ = (
    "kept", "partly", "open", "not kept", "cannot tell", "never promised", "promises not read yet",
)  # fmt: skip
NONE_JUDGED = frozenset((NEVER, NOT_READ))
"""Said of a paper where the registry has no promise that could be judged."""
SOON = dt.timedelta(days=365)
"""How long "soon" may take."""

_FIND = "Find the official address and put it into the registry."
_ALL = tuple(Piece)
"""Whatever may show that there is more than was seen."""

_KEPT_ALL = Answer(
    word="kept all", zh="全部兑现", tone=Tone.GOOD, means="Each promise of the paper is kept."
)
_KEPT_SOME = Answer(
    word="kept some, rest unknown",
    zh="部分已兑现，其余未知",
    tone=Tone.UNKNOWN,
    means="Some of its promises are kept; what became of the others cannot be told.",
)


def _found_by(judged: PaperVerdicts) -> tuple[str, ...]:
    """Return what is true of the promises of a paper as a whole: never "kept" for one of several.

    One that is not kept, kept in part or open is found, whatever became of the others.
    """
    words = {one.verdict.answers[0] for one in judged.promises}
    if not words:
        return judged.promise.answers
    if words == {KEPT}:
        return (_KEPT_ALL.word,)
    if telling := tuple(word for word in (NOT_KEPT, PARTLY, OPEN) if word in words):
        return telling
    return (_KEPT_SOME.word if KEPT in words else CANNOT_TELL,)


QUESTION = Question(
    name="promise",
    title="Was the promise kept?",
    zh="承诺兑现了吗？",
    meaning=(
        "A promise names a role (code, model, dataset) and a least depth. It is kept when an "
        "official artifact of that role reaches it, or the one artifact that it is about, where it "
        "names one. Without a date of the authors, a promise of "
        '"soon" counts as not kept after 365 days. Judged for the day somebody last looked: what '
        "happened since is not guessed."
    ),
    motive="A promise in an abstract is read as a release; it should be checked like one.",
    answers=(
        Answer(
            word=NOT_KEPT,
            zh="未兑现",
            tone=Tone.POOR,
            rank=0,
            means="The time is over, and the last look did not find it.",
            needs=_ALL,
            remedy="Ask the authors in an issue, quoting the promise.",
        ),
        Answer(
            word=PARTLY,
            zh="部分兑现",
            tone=Tone.FAIR,
            rank=2,
            means="Something of that role is out, less than was promised.",
            needs=_ALL,
            remedy="Ask the authors for the rest, quoting the promise.",
        ),
        Answer(
            word=OPEN,
            zh="待兑现",
            tone=Tone.FAIR,
            rank=1,
            means="It was not there when last seen, and its time was not over.",
            needs=_ALL,
            remedy="Look again.",
        ),
        Answer(
            word=CANNOT_TELL,
            zh="无法判断",
            tone=Tone.UNKNOWN,
            means="No official artifact of that role was looked at.",
            remedy="Look at what the reason names, where its host can be reached.",
        ),
        Answer(
            word=KEPT,
            zh="已兑现",
            tone=Tone.GOOD,
            rank=3,
            means="An official artifact reaches what was promised.",
        ),
        Answer(
            word=NEVER,
            zh="未作承诺",
            tone=Tone.UNKNOWN,
            means="Somebody has read what the registry names as read, and found no promise in it.",
        ),
        Answer(
            word=NOT_READ,
            zh="尚未查阅承诺",
            tone=Tone.UNKNOWN,
            means="The registry has no promise, and names nothing that was read in search of one.",
            remedy="Read the abstract and the README. Enter each promise, or name what was read "
            "under `promises_read_in:`.",
        ),
    ),
    remedy="Ask the authors, quoting their own words.",
    rule="promise/2",
    unknown=CANNOT_TELL,
    sums=True,
    of_paper=lambda asked: judge_promises(asked.paper, asked.promises),
    column=Column(
        heading="Promises",
        zh="承诺",
        terminal=3,
        words=_found_by,
        of_whole=(_KEPT_ALL, _KEPT_SOME),
    ),
)


def judge_promise(
    promise: Promise, artifacts: Sequence[ArtifactVerdicts], now: dt.datetime | None = None
) -> Verdict:
    """Judge one promise of a paper.

    Parameters
    ----------
    artifacts
        All artifacts of the paper; only the official ones of the promised role can keep it, or the
        one that the promise names.
    now
        The instant asked about. It only changes how an open promise is worded: whether a promise is
        broken is judged for the day somebody last looked.
    """
    own = [artifact for artifact in artifacts if _can_keep(artifact, promise)]
    looked = [verdicts for verdicts in own if verdicts.is_known]
    word, reason = _answer(promise, own, looked, now)
    if word in (PARTLY, OPEN, NOT_KEPT):
        reason += _elsewhere(promise, artifacts)
    statement = Evidence(url=promise.source.url or "", quote=promise.quote, source="registry")
    grounds = (
        piece
        for verdicts in looked
        for piece in (verdicts.depth if _there(verdicts) else verdicts.availability).evidence
    )
    used = (
        observation_id
        for verdicts in looked
        for answer in (verdicts.depth, verdicts.since, verdicts.availability)
        for observation_id in answer.derived_from
    )
    dates = [verdicts.availability.as_of for verdicts in looked if verdicts.availability.as_of]
    verdict = Verdict(
        question=QUESTION.name,
        subject=f"{promise.role.value}: {phrase(promise.quote)}",
        answers=(word,),
        reason=f"{reason}.",
        remedy=_remedy(word, own, looked),
        evidence=(statement, *dict.fromkeys(grounds)),
        derived_from=tuple(dict.fromkeys(used)),
        rule=QUESTION.rule,
        as_of=max(dates, default=None),
    )
    missing = dict.fromkeys(piece for verdicts in looked for piece in verdicts.depth.unread)
    unseen = [_unseen(verdicts) for verdicts in own if verdicts not in looked] if looked else []
    return closed.weakened(QUESTION, verdict, (*unseen, *missing))


def _remedy(
    word: str, own: Sequence[ArtifactVerdicts], looked: Sequence[ArtifactVerdicts]
) -> str | None:
    """Say what would help; nobody is asked for another address where this one was not looked at."""
    nowhere = len(looked) == len(own) and not any(map(_there, looked))
    return _FIND if word == CANNOT_TELL and nowhere else QUESTION.remedy_for(word)


def _unseen(verdicts: ArtifactVerdicts) -> Unread:
    return Unread(piece=Piece.LISTING, what=_name(verdicts), why="was not looked at yet")


def _can_keep(verdicts: ArtifactVerdicts, promise: Promise) -> bool:
    if verdicts.artifact.role is not promise.role:
        return False
    if promise.artifact is not None:
        return verdicts.subject == locate(promise.artifact).url
    return verdicts.artifact.relation is Relation.OFFICIAL


def _answer(
    promise: Promise,
    own: Sequence[ArtifactVerdicts],
    looked: Sequence[ArtifactVerdicts],
    now: dt.datetime | None,
) -> tuple[str, str]:
    what = f"official {promise.role.value}"
    if not looked:
        if own and promise.artifact is not None:
            return CANNOT_TELL, f"{_name(own[0])} was not looked at yet"
        return CANNOT_TELL, f"No {what} {'was looked at yet' if own else 'is registered'}"
    keeping = [
        verdicts
        for verdicts in looked
        if verdicts.reached and verdicts.reached.reaches(promise.depth)
    ]
    if keeping:
        return KEPT, _kept(min(keeping, key=_since))
    some = [verdicts for verdicts in looked
            if verdicts.reached and verdicts.reached.rank > Depth.PLACEHOLDER.rank]  # fmt: skip
    if some:
        best = max(some, key=lambda verdicts: verdicts.reached.rank if verdicts.reached else 0)
        return PARTLY, f"{_name(best)} {_holds(best)}, promised was {promise.depth.value}"
    if any(verdicts.reached is None and _there(verdicts) for verdicts in looked):
        there = _name(looked[0]) if promise.artifact else _one(promise.role)
        unread = unread_text(piece for verdicts in looked for piece in verdicts.depth.unread)
        return CANNOT_TELL, f"{there} is there; {unread or 'what it holds was not asked for'}"
    return _nothing(promise, own, looked, now)


def _one(role: Role) -> str:
    return "Official code" if role is Role.CODE else f"An official {role.value}"


def _nothing(
    promise: Promise,
    own: Sequence[ArtifactVerdicts],
    looked: Sequence[ArtifactVerdicts],
    now: dt.datetime | None,
) -> tuple[str, str]:
    """Judge a promise of which nothing was there, by the time the looks were taken."""
    times = [utc(when) for verdicts in looked if (when := _judged_at(verdicts)) is not None]
    where = " and ".join(_name(verdicts) for verdicts in looked)
    if not times:
        return CANNOT_TELL, f"Nothing in {where}, in a stored copy of an unknown day"
    oldest, newest = min(times), max(times)
    last = f"when last seen on {day(newest)}"
    deadline = _deadline(promise)
    if deadline is None:
        return OPEN, f"Open {last}: nothing yet in {where}; the promise has no date"
    own_words = "the date given by the authors" if promise.due else 'the year that "soon" may take'
    if oldest.date() > deadline:
        if len(times) < len(own):
            return (
                CANNOT_TELL,
                f"Nothing in {where} {last}, but not every official address was seen",
            )
        over = (
            f"{own_words} ({deadline.isoformat()}) had passed"
            if promise.due
            else (f"more than a year after the promise of {promise.made_on}")
        )
        return NOT_KEPT, f"Nothing in {where} {last}: {over}"
    if now is not None and utc(now).date() > deadline:
        passed = f"{own_words} ({deadline.isoformat()}) has passed since"
        return OPEN, f"Open {last}; {passed}, nobody has looked again"
    return OPEN, f"Open {last}: nothing yet in {where}, time until {deadline.isoformat()}"


def _deadline(promise: Promise) -> dt.date | None:
    """Return the day by which it must be there; None where its words and its date give none."""
    if promise.due is not None or promise.made_on is None:
        return promise.due
    try:
        return promise.made_on + SOON
    except OverflowError:
        return None


def overdue(promise: Promise, verdict: Verdict, now: dt.datetime | None) -> dt.date | None:
    """Return the day by which an open promise was due, where it has passed since the last look."""
    deadline = _deadline(promise)
    if OPEN not in verdict.answers or now is None or deadline is None:
        return None
    return deadline if utc(now).date() > deadline else None


def _judged_at(verdicts: ArtifactVerdicts) -> dt.datetime | None:
    """Return when somebody last saw what it holds, or that it is gone."""
    listed = verdicts.depth.as_of if _there(verdicts) else None
    return listed or verdicts.availability.as_of


def _kept(release: ArtifactVerdicts) -> str:
    gone = "" if _there(release) else f"; now it is {release.availability.answer}"
    since = release.since.dated
    by = f"not later than {since.day}" if since and since.bound else None
    dated = f" ({by or f'{since.by} {since.day}'})" if since else ""
    return f"{_name(release)} {_holds(release)}{dated}{gone}"


def _since(release: ArtifactVerdicts) -> tuple[bool, dt.date]:
    """Order releases by their days, what has none last."""
    dated = release.since.dated
    return dated is None, dated.day if dated else dt.date.max


def _holds(release: ArtifactVerdicts) -> str:
    whole = release.artifact.role is not Role.CODE and release.reached is Depth.COMPLETE
    first, *details = release.depth.answers
    aside = f" ({', '.join(details)})" if details else ""
    return "is available" if whole else f"holds {first}{aside}"


def _elsewhere(promise: Promise, artifacts: Sequence[ArtifactVerdicts]) -> str:
    """Name an artifact that reaches the promise but is not official."""
    for verdicts in artifacts:
        other = verdicts.artifact.role is promise.role and verdicts.artifact.relation in (
            Relation.UPSTREAM, Relation.MIRROR
        )  # fmt: skip
        if other and verdicts.reached and verdicts.reached.reaches(promise.depth):
            return f"; {_name(verdicts)} ({verdicts.artifact.relation.value}) {_holds(verdicts)}"
    return ""


def _there(verdicts: ArtifactVerdicts) -> bool:
    return GONE.isdisjoint(verdicts.availability.answers)


def _name(verdicts: ArtifactVerdicts) -> str:
    name = short(verdicts.subject)
    return f"{name}, folder {verdicts.artifact.path}" if verdicts.artifact.path else name


def judge_promises(paper: Paper, judged: Sequence[PromiseVerdict]) -> Verdict:
    """Sum up all promises of a paper: the distinct answers, the worst first, and their counts."""
    counts = Counter(promise_verdict.verdict.answers[0] for promise_verdict in judged)
    ordered = [answer.word for answer in QUESTION.answers if counts[answer.word]]
    reason = ", ".join(f"{counts[word]} {word}" for word in ordered)
    worst = [
        promise_verdict.verdict
        for word in ordered
        for promise_verdict in judged
        if promise_verdict.verdict.answers[0] == word
    ]
    if not judged:
        return _none(paper)
    reason = f"Of {len(judged)}: {reason}" if len(judged) > 1 else worst[0].reason.rstrip(".")
    return Verdict(
        question=QUESTION.name,
        subject=paper.id,
        answers=tuple(ordered),
        reason=f"{reason}.",
        remedy=next((verdict.remedy for verdict in worst if verdict.remedy), None),
        evidence=tuple(dict.fromkeys(piece for verdict in worst for piece in verdict.evidence)),
        derived_from=tuple(dict.fromkeys(one for verdict in worst for one in verdict.derived_from)),
        rule=QUESTION.rule,
        as_of=max((verdict.as_of for verdict in worst if verdict.as_of), default=None),
    )


def _none(paper: Paper) -> Verdict:
    """Say of a paper without promises whether somebody has looked for any."""
    read = paper.promises_read_in
    days = {source: f", on {source.read_on}" if source.read_on else "" for source in read}
    word = NEVER if read else NOT_READ
    return Verdict(
        question=QUESTION.name,
        subject=paper.id,
        answers=(word,),
        reason=f"No promise was found in {'; '.join(phrase(source.where) for source in read)}."
        if read
        else "Nobody has entered a promise, or said what was read in search of one.",
        remedy=QUESTION.remedy_for(word),
        evidence=tuple(
            Evidence(
                url=source.url or "",
                quote=phrase(f"read for promises: {source.where}{days[source]}", SPAN_LIMIT),
                source="registry",
            )
            for source in read
        ),
        rule=QUESTION.rule,
    )
