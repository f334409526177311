"""What a question is: its words for a reader, what each answer is worth, and who answers it.

Everything that shows, colours, compares, filters or translates answers reads it from here.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum

from tracker.model.base import Value
from tracker.model.unread import Piece, Unread
from tracker.model.verdict import IN_PART, PaperVerdicts, Verdict
from tracker.verdicts.inquiry import ArtifactInquiry, PaperInquiry


class Tone(StrEnum):
    """How an answer reads at a glance, from the best to the one that says nothing."""

    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    UNKNOWN = "unknown"


class Answer(Value, frozen=True, kw_only=True):
    """One of the words a question is answered with."""

    word: str
    zh: str
    """The word in Chinese."""
    means: str
    remedy: str | None = None
    """What would make this answer better; said with the verdict."""
    tone: Tone | None = None
    """None: it is neither well nor poorly, such as a date."""
    rank: int | None = None
    """The higher the better, from 0 without a gap. None: neither better nor worse than others."""
    open: bool = False
    """Whether it stands for words that nobody can list, such as "a date"."""
    takes: Callable[[str], str | None] | None = None
    """What a person writes for an open answer → the word of it; None: it is none. Without this,
    any words are one."""
    beside: bool = False
    """Whether it is said beside another answer only."""
    quiet: bool = False
    """Whether it is not worth a line where there is much to read."""
    needs: tuple[Piece, ...] = ()
    """The pieces that must be read whole for it to be said (`tracker.verdicts.closed`)."""
    gives_way: str | None = None
    """The word that is said instead where one of them is not, ``in part`` beside it; its own word:
    it may be more than that. None: nothing but that we cannot say."""


HALF = Answer(
    word=IN_PART,
    zh="未读全",
    beside=True,
    means="Said beside any answer: not all that was asked for was read, and the rest may say more.",
    remedy="Look again, or read what the reason names.",
)
"""The one answer that every question has."""


class Column(Value, frozen=True, kw_only=True):
    """The column that a question has in the tables, which is a filter of the page as well."""

    heading: str
    zh: str
    """The heading in Chinese."""
    terminal: int = 0
    """Its share of the width of a terminal; 0: it has no room there."""
    words: Callable[[PaperVerdicts], tuple[str, ...]] | None = None
    """What a paper is found by; None: by the answers."""
    of_whole: tuple[Answer, ...] = ()
    """Words of those that are said of a whole paper only, the best first."""

    def known(self, word: str) -> Answer | None:
        """Return the word of exactly this spelling that is said of a whole paper only."""
        return next((answer for answer in self.of_whole if answer.word == word), None)


class Question(Value, frozen=True, kw_only=True):
    """A question; `tracker.verdicts.QUESTIONS` names them all."""

    name: str
    """As in `tracker.model.verdict.Verdict.question`."""
    title: str
    zh: str
    """The title in Chinese."""
    meaning: str
    """What is asked, and from what it is answered."""
    motive: str
    """Why a reader wants to know."""
    answers: tuple[Answer, ...]
    remedy: str
    """What a person can do about a poor answer in general."""
    rule: str
    """Name and version; the version grows when the same evidence may be judged otherwise."""
    of_artifact: Callable[[ArtifactInquiry], Verdict] | None = None
    """Answers it about one artifact; None: it is not asked of artifacts, or once for each use."""
    of_paper: Callable[[PaperInquiry], Verdict] | None = None
    """Answers it about a paper as a whole."""
    column: Column | None = None
    badge: str | None = None
    """Label of its badge; None: it has none."""
    compared: bool = True
    """Whether a change of its answers is told: not where it follows from others that are."""
    sums: bool = False
    """Whether its answer about a paper sums up those about artifacts, promises or claims, whose
    evidence and whose changes are told with them."""
    always: bool = False
    """Whether it has a line even for what nobody has seen yet."""
    reads: Callable[[Verdict], Tone] | None = None
    """How a verdict reads, where its words alone do not tell."""
    weigh: Callable[[Sequence[int]], int] = min
    """Of the ranks of several answers that hold at once, the one that counts."""
    unknown: str = "unknown"
    """Its word for that we cannot say."""
    telling: Callable[[ArtifactInquiry, Unread], bool] | None = None
    """Whether something that was not read could tell anything of it; None: always."""

    def remedy_for(self, *words: str) -> str | None:
        """Return what would help against the first of `words` for which something would."""
        remedies = (answer.remedy for word in words if (answer := self.known(word)))
        return next(filter(None, remedies), None)

    def known(self, word: str) -> Answer | None:
        """Return the answer of exactly this word; None for one that an open answer stands for."""
        named = (answer for answer in self.answers if answer.word == word and not answer.open)
        return next(named, HALF if word == IN_PART else None)

    def word_for(self, text: str) -> str | None:
        """Return the word that a person means by a text; None where it is no answer to this."""
        words = (answer.word for answer in self.answers if not answer.open)
        if meant := next((word for word in words if word.casefold() == text.casefold()), None):
            return meant
        given = next((answer for answer in self.answers if answer.open), None)
        if given is None or not text.strip():
            return None
        return given.takes(text) if given.takes else text

    def answer(self, word: str) -> Answer | None:
        """Return what is known of a word that a verdict answers with."""
        return self.known(word) or next((answer for answer in self.answers if answer.open), None)

    def tone(self, verdict: Verdict) -> Tone | None:
        """Return how a verdict reads: as its first answer does, where nothing else is said."""
        if self.reads:
            return self.reads(verdict)
        first = self.answer(verdict.answers[0]) if verdict.answers else None
        tone = first.tone if first else Tone.UNKNOWN
        return Tone.FAIR if tone is Tone.GOOD and IN_PART in verdict.answers else tone

    def rank(self, verdict: Verdict) -> int | None:
        """Return how good a verdict is; None: neither better nor worse than any other."""
        ranks = [
            answer.rank
            for word in verdict.answers
            if (answer := self.answer(word)) and answer.rank is not None
        ]
        return self.weigh(ranks) if ranks else None

    def tells(self, verdict: Verdict) -> bool:
        """Whether a verdict is worth a line among all that is known of an artifact."""
        if self.always or verdict.corrections:
            return True
        quiet = any(answer.quiet for word in verdict.answers if (answer := self.known(word)))
        return bool(verdict.derived_from) and not quiet
