"""Is a copy kept in an archive? Reachable is not archived (ACM "Artifacts Available")."""

from tracker.model import traits
from tracker.model.evidence import Reach
from tracker.model.locator import archive_of, locate
from tracker.model.paper import Artifact
from tracker.model.unread import Piece
from tracker.model.verdict import Verdict
from tracker.verdicts import trail as trails
from tracker.verdicts.question import Answer, Question, Tone
from tracker.verdicts.trail import Trail, day, seen

QUESTION = Question(
    name="archived",
    title="Is a copy kept in an archive?",
    zh="是否有存档？",
    meaning=(
        "Whether Software Heritage holds the revision that was pinned when the artifact was first "
        "seen, and when it last took a copy of the place; for pages, whether the Internet Archive "
        "names a copy. ACM's badge for available artifacts asks for an archive: to be reachable on "
        "a forge alone is not it."
    ),
    motive="What is only reachable can be gone tomorrow.",
    answers=(
        Answer(
            word="archived",
            zh="已归档",
            tone=Tone.GOOD,
            rank=1,
            means="The pinned revision, or a copy of the page, is kept.",
        ),
        Answer(
            word="another revision",
            zh="存有其他版本",
            tone=Tone.FAIR,
            means="The archive has a copy of the place, without the pinned revision or without "
            "word of it.",
            needs=(Piece.COPIES,),
            remedy="Ask Software Heritage to save it again: `tracker archive URL`.",
        ),
        Answer(
            word="not archived",
            zh="未存档",
            tone=Tone.POOR,
            rank=0,
            means="The archive was asked and has no copy.",
            needs=(Piece.COPIES,),
            remedy="Ask Software Heritage to save it: `tracker archive URL`; for a page, the "
            "Internet Archive at web.archive.org/save.",
        ),
        Answer(
            word="unknown",
            zh="未知",
            tone=Tone.UNKNOWN,
            quiet=True,
            means="No archive was asked, or none answered.",
            remedy="Run the tracker where the archives can be reached.",
        ),
    ),
    remedy="Deposit a release where it gets an identifier, such as Zenodo.",
    rule="archived/1",
    of_artifact=lambda asked: judge_archived(asked.artifact, asked.look(_copies(asked.artifact))),
)


def _copies(artifact: Artifact) -> str:
    """Return the subject of an archive's copies of it; none is ever seen of an empty one."""
    try:
        return archive_of(locate(artifact.url)) or ""
    except ValueError:
        return ""


def judge_archived(artifact: Artifact, copies: Trail) -> Verdict:
    """Judge whether a copy is kept.

    Parameters
    ----------
    copies
        What is known of the archive's page of the artifact.
    """
    last = copies.last
    if last is None:
        word, reason = "unknown", "No archive has told yet"
    else:
        facts = last.observation.facts
        present = next((kept for kept in (facts.pins or {}).values()), None)
        archive = traits.archive(copies.subject)
        when = f"last copied on {day(facts.last_changed)}" if facts.last_changed else ""
        if last.observation.reach is Reach.NOT_VISIBLE:
            word, reason = "not archived", f"No copy at {archive.title}, asked {seen(last)}"
        elif present or not archive.by_revision:
            what = "the pinned revision" if present else "a copy"
            last_copy = f", {when}" if when else ""
            word, reason = "archived", f"{archive.title} has {what}{last_copy}, asked {seen(last)}"
        else:
            missing = (
                "does not hold the pinned revision"
                if present is False
                else ("was not asked for a revision")
            )
            copied = f"{when or 'copied'} by {archive.title}"
            word, reason = "another revision", f"{copied}, which {missing}"
    return Verdict(
        question=QUESTION.name,
        subject=copies.subject,
        answers=(word,),
        reason=f"{reason[:1].upper()}{reason[1:]}{copies.silence}.",
        remedy=QUESTION.remedy_for(word),
        evidence=(trails.evidence(last),) if last else (trails.named(artifact),),
        derived_from=trails.ids((last,)),
        read_in=trails.ids((last,)),
        rule=QUESTION.rule,
        as_of=trails.newest(copies.telling),
    )
