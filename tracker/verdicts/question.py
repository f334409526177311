"""What a question is, apart from how it is answered."""

from tracker.model.base import Value


class Answer(Value, frozen=True, kw_only=True):
    """One of the words a question is answered with."""

    word: str
    means: str
    remedy: str | None = None
    """What would make this answer better; said with the verdict."""


class Question(Value, frozen=True, kw_only=True):
    """A question, in words for a reader; the documentation is generated from these."""

    name: str
    """As in `tracker.model.verdict.Verdict.question`."""
    title: str
    meaning: str
    """What is asked, and from what it is answered."""
    motive: str
    """Why a reader wants to know."""
    answers: tuple[Answer, ...]
    remedy: str
    """What a person can do about a poor answer in general."""
    rule: str
    """Name and version; the version grows when the same evidence may be judged otherwise."""

    def remedy_for(self, *words: str) -> str | None:
        """Return what would help against the first of `words` for which something would."""
        for word in words:
            for answer in self.answers:
                if answer.word == word and answer.remedy:
                    return answer.remedy
        return None
