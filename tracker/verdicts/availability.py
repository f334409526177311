"""Is it there? Judged from all sightings in time, never from silence.

Long, because a question is one file: a third of it are the words of its answers.
"""

from tracker.model.evidence import Evidence, Facts, Reach, Sighting
from tracker.model.locator import traits_of
from tracker.model.paper import Artifact, Depth, Role
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import Verdict
from tracker.verdicts import depth
from tracker.verdicts import trail as trails
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import Trail, day, phrase, seen, upper

_FILES = (Piece.LISTING, Piece.PATHS)
_CREDITS = (Piece.README, Piece.CARD, Piece.LINKS)
"""What credits other projects: a repository with nothing but copies of them is a placeholder."""

NO_REVISION = "no such branch"

QUESTION = Question(
    name="availability",
    title="Is it there?",
    zh="是否存在？",
    meaning=(
        "Whether the artifact can be seen by anybody at the address the paper gives, and in what "
        "state. Judged from every look there ever was: the last look that told something counts, "
        "and a look that could not see (no network, an allowance used up) changes nothing."
    ),
    motive="A link in a paper says that something was meant to be released, not that it is there.",
    answers=(
        Answer(
            word="available",
            zh="可获取",
            tone=Tone.GOOD,
            rank=4,
            means="It is there, open to everybody.",
            needs=(Piece.STATE, *_FILES, *_CREDITS, Piece.CONTENT),
            gives_way="available",
        ),
        Answer(
            word="gated",
            zh="需申请",
            tone=Tone.FAIR,
            rank=3,
            means="It is there; the files are given on request or after accepting terms.",
            needs=(Piece.STATE, *_FILES, *_CREDITS),
            gives_way="gated",
            remedy="Ask for access with an account of the host; the gate says on which terms.",
        ),
        Answer(
            word="moved",
            zh="已迁移",
            tone=Tone.GOOD,
            rank=4,
            means="The host shows it under another address.",
            needs=(Piece.STATE, *_FILES, *_CREDITS, Piece.CONTENT),
            gives_way="moved",
            remedy="Put the new address into the registry; the redirect ends when the old name is "
            "taken again.",
        ),
        Answer(
            word="archived",
            zh="已归档",
            tone=Tone.FAIR,
            rank=3,
            means="The owner made it read-only: nothing will be mended or answered.",
            needs=(*_FILES, *_CREDITS),
            gives_way="archived",
            remedy="Keep a copy, or have Software Heritage save it.",
        ),
        Answer(
            word="empty",
            zh="空",
            tone=Tone.POOR,
            rank=1,
            means="The repository exists and holds no file at all.",
            needs=_FILES,
            gives_way="available",
            remedy="Ask the authors when they will fill it.",
        ),
        Answer(
            word="placeholder",
            zh="占位",
            tone=Tone.POOR,
            rank=2,
            means="Meant for code, but it holds a README or a web page and no code.",
            needs=(Piece.STATE, *_FILES),
            gives_way="available",
            remedy="Ask the authors when the code will come.",
        ),
        Answer(
            word=NO_REVISION,
            zh="无此分支",
            tone=Tone.POOR,
            rank=0,
            means="The repository is there, and not the branch, tag or commit that the address "
            "names.",
            remedy="Look at the repository itself: a branch may have been merged, renamed or "
            "deleted. Software Heritage may have kept its commits.",
        ),
        Answer(
            word="removed",
            zh="已移除",
            tone=Tone.POOR,
            rank=0,
            means="It was seen here before, and looks that are hours apart did not find it.",
            needs=(Piece.STATE,),
            remedy="Look for a copy at Software Heritage or in a fork, or ask the authors.",
        ),
        Answer(
            word="taken-down",
            zh="被下架",
            tone=Tone.POOR,
            rank=0,
            means="The host blocks it for legal reasons and says so.",
            remedy="Read the host's notice; the authors may have put it elsewhere.",
        ),
        Answer(
            word="disabled",
            zh="已停用",
            tone=Tone.POOR,
            rank=0,
            means="The host switched it off.",
            remedy="Ask the authors; the host does not say why.",
        ),
        Answer(
            word="not-visible",
            zh="不可见",
            tone=Tone.POOR,
            rank=0,
            means="The host shows nothing here: missing and private cannot be told apart.",
            needs=(Piece.STATE,),
            remedy="Check the address in the newest version of the paper, then look again another "
            "day.",
        ),
        Answer(
            word="unknown",
            zh="未知",
            tone=Tone.UNKNOWN,
            means="Nobody has looked, or no look got through.",
            remedy="Run the tracker where the host can be reached.",
        ),
    ),
    remedy="Ask the authors, and have Software Heritage archive what is still there.",
    rule="availability/4",
    of_artifact=lambda asked: judge_availability(
        asked.artifact, asked.trail, asked.answer(depth.QUESTION)
    ),
    always=True,
    telling=lambda asked, unread: _tells(asked.artifact, asked.answer(depth.QUESTION), unread),
)


def _tells(artifact: Artifact, depth_verdict: Verdict, unread: Unread) -> bool:
    """Whether something that was not read tells of its state; files, where none are known."""
    if unread.piece in _FILES:
        return depth_verdict.answers[0] not in _FULL
    if unread.piece in _CREDITS:
        return artifact.role is Role.CODE and depth_verdict.answers == (depth.QUESTION.unknown,)
    return True


_FULL = frozenset(depth.value for depth in Depth if depth.rank >= Depth.PARTIAL.rank)
"""What it holds, where it is neither empty nor a placeholder."""

GONE = frozenset(answer.word for answer in QUESTION.answers if answer.rank == 0)
"""Answers that mean no."""

_WHY = {
    "available": "it is open to everybody",
    NO_REVISION: "its repository is there, without the branch, tag or commit that is named",
    "gated": "its files are behind a gate",
    "moved": "it moved to {moved_to}",
    "archived": "its owner archived it",
    "empty": "it holds no file",
    "placeholder": "it holds no code",
}


def judge_availability(artifact: Artifact, trail: Trail, depth_verdict: Verdict) -> Verdict:
    """Judge whether the artifact is there.

    Parameters
    ----------
    depth_verdict
        What the artifact holds, as judged from the same trail: a repository for code without code
        is a placeholder.
    """
    last = trail.last
    if last is None:
        words, reason, grounds = _unseen(artifact, trail)
    else:
        words, reason, grounds = _seen(artifact, trail, last, depth_verdict)
    return Verdict(
        question=QUESTION.name,
        subject=trail.subject,
        answers=words,
        reason=f"{reason}{trail.silence}.",
        remedy=QUESTION.remedy_for(*words),
        evidence=grounds,
        derived_from=trails.ids(trail.sightings),
        read_in=trails.ids(_read_in(trail)),
        rule=QUESTION.rule,
        as_of=trails.newest(trail.telling),
    )


def _unseen(artifact: Artifact, trail: Trail) -> tuple[tuple[str, ...], str, tuple[Evidence, ...]]:
    reason = "No look got through yet" if trail.sightings else "Not looked at yet"
    if artifact.reported is not None:
        reason += f"; {phrase(artifact.reported.source.where)} speaks of it, which is not verified"
    looks = tuple(
        trails.evidence(sighting, quote=_note(sighting)) for sighting in trail.sightings[-1:]
    )
    return ("unknown",), reason, (*looks, trails.named(artifact), *trails.reported(artifact))


def _seen(
    artifact: Artifact, trail: Trail, last: Sighting, depth_verdict: Verdict
) -> tuple[tuple[str, ...], str, tuple[Evidence, ...]]:
    look = last.observation
    here = trails.evidence(last, quote=_note(last))
    if look.reach is Reach.TAKEN_DOWN:
        why = f': "{phrase(look.facts.block_reason)}"' if look.facts.block_reason else ""
        return ("taken-down",), f"The host blocked it, {seen(last)}{why}", (here,)
    if look.reach is Reach.DISABLED:
        return ("disabled",), f"The host has switched it off, {seen(last)}", (here,)
    if look.reach is Reach.NOT_VISIBLE:
        return _not_visible(trail, last, here)
    words, new, older = _state(artifact, trail, depth_verdict)
    reasons = _WHY | ({} if _is_open(trail, last) else {"available": "it is there"})
    why = ", ".join(reasons[word] + older.get(word, "") for word in words)
    why = why.format(moved_to=phrase(new or ""))
    when = (
        f"as of a stored copy not older than {day(look.not_before)}"
        if (last.observed_at is None and look.not_before)
        else f"seen {seen(last)}"
    )
    return words, f"{upper(why)}, {when}", (here,)


def _is_open(trail: Trail, last: Sighting) -> bool:
    """Whether what can be seen can be had by everybody, too."""
    return not traits_of(trail.subject).gates or last.observation.facts.gate is not None


def _not_visible(
    trail: Trail, last: Sighting, here: Evidence
) -> tuple[tuple[str, ...], str, tuple[Evidence, ...]]:
    if not trail.present:
        reason = f"Missing or private: nothing to be seen {seen(last)}, nor before"
        return ("not-visible",), reason, (here,)
    before = trail.present[-1]
    grounds = (here, trails.evidence(before))
    gone = trail.gone_at
    if len(gone) < 2 or gone[-1] - gone[0] < trails.APART:
        few = "one look is no proof" if len(gone) < 2 else "looks within hours are no proof"
        reason = f"Seen {seen(before)}, missing or private {seen(last)}; {few}"
        return ("not-visible",), reason, grounds
    times = f"{gone[0]:%Y-%m-%d %H:%M} and {gone[-1]:%Y-%m-%d %H:%M} UTC"
    return ("removed",), f"Seen {seen(before)}, and gone at {times}", grounds


def _read_in(trail: Trail) -> tuple[Sighting, ...]:
    """Return the looks that say in what state it is: the last one, and the last that saw files."""
    last = trail.last
    if last is None or not trail.present:
        return (last,) if last else ()
    listed = trail.latest(_emptiness)
    seen_last = trail.present[-1]
    return tuple(sighting for sighting in (last, seen_last, listed) if sighting is not None)


def _emptiness(facts: Facts) -> bool | None:
    return facts.is_empty if facts.tree is None else not facts.tree.files


def _state(
    artifact: Artifact, trail: Trail, depth_verdict: Verdict
) -> tuple[tuple[str, ...], str | None, dict[str, str]]:
    """Return what holds of an artifact that was seen, where it moved, and what is of old.

    A look that did not ask for a fact does not take back what an earlier one was told; such a fact
    carries the date of that look.
    """
    last = trail.last
    gate_look = trail.latest(lambda facts: facts.gate)
    gate = gate_look.observation.facts if gate_look else None
    moved = next(filter(_tells_of_a_move, reversed(trail.present)), None)
    archived_look = trail.latest(lambda facts: facts.archived)
    archived = archived_look.observation.facts if archived_look else None
    empty_look = trail.latest(_emptiness)
    empty = empty_look.observation.facts if empty_look else None
    new = moved.observation.facts.moved_to if moved else None
    named_look = trail.latest(lambda facts: facts.named_is_there)
    holds = {
        NO_REVISION: named_look is not None
        and named_look.observation.facts.named_is_there is False,
        "gated": (last is not None and last.observation.reach is Reach.GATED)
        or (gate is not None and gate.gate not in (None, "none")),
        "moved": new is not None,
        "archived": archived is not None and bool(archived.archived),
        "empty": empty is not None
        and (not empty.tree.files if empty.tree else bool(empty.is_empty)),
        "placeholder": artifact.role is Role.CODE and depth_verdict.answers[0] == Depth.PLACEHOLDER,
    }
    looks = {
        NO_REVISION: named_look,
        "gated": gate_look,
        "moved": moved,
        "archived": archived_look,
        "empty": empty_look,
    }
    older = {
        word: f" (as told {seen(look)})"
        for word, look in looks.items()
        if look is not None and look is not last and seen(look) != (last and seen(last))
    }
    return tuple(word for word, true in holds.items() if true) or ("available",), new, older


def _tells_of_a_move(sighting: Sighting) -> bool:
    """Whether the look would have shown a move: git and pages redirect, an API prints the name."""
    look = sighting.observation
    return bool(look.facts.moved_to or look.facts.name) or look.via in ("git", "http")


def _note(sighting: Sighting) -> str:
    reach = sighting.observation.reach.value
    return f"{reach}: {sighting.observation.note}" if sighting.observation.note else reach
