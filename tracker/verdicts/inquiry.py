"""What a question may look at, and the answers to other questions that it may rest on."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from tracker.model.paper import Artifact, Paper
from tracker.model.traits import paper_page
from tracker.model.verdict import ArtifactVerdicts, ClaimVerdict, PromiseVerdict, Verdict
from tracker.verdicts import closed
from tracker.verdicts.trail import Trail

if TYPE_CHECKING:
    import datetime as dt

    from tracker.verdicts.question import Question

Look: TypeAlias = Callable[[str], Trail]
"""Subject → what was seen there, up to the instant asked about."""


class ArtifactInquiry:
    """One artifact of a paper; each question about it is answered once, when it is first needed."""

    def __init__(
        self,
        paper: Paper,
        artifact: Artifact,
        trail: Trail,
        look: Look,
        questions: "Mapping[str, Question]",
    ) -> None:
        self.paper = paper
        self.artifact = artifact
        self.trail = trail
        self.look = look
        self._questions = questions
        self._answers: dict[str, Verdict] = {}

    def answer(self, question: "Question") -> Verdict:
        """Return the answer to a question about this artifact."""
        name = question.name
        if name not in self._answers:
            judge = self._questions[name].of_artifact
            if judge is None:
                raise ValueError(f"{name} is not asked of an artifact")
            self._answers[name] = self.lawful(self._questions[name], judge(self))
        return self._answers[name]

    def lawful(self, question: "Question", verdict: Verdict) -> Verdict:
        """Return a verdict about this artifact as far as its looks carry it."""
        looks = {
            sighting.id: sighting.observation for sighting in self.look(verdict.subject).sightings
        }
        telling = partial(question.telling, self) if question.telling else None
        return closed.lawful(question, verdict, looks, telling)


class PaperInquiry:
    """A paper as a whole, what is concluded of its parts, and what was seen of them."""

    def __init__(
        self,
        paper: Paper,
        *,
        artifacts: Sequence[ArtifactVerdicts],
        promises: Sequence[PromiseVerdict],
        claims: Sequence[ClaimVerdict],
        look: Look,
        now: "dt.datetime | None",
        questions: "Mapping[str, Question]",
    ) -> None:
        self.paper = paper
        self.artifacts = artifacts
        self.promises = promises
        self.claims = claims
        self.look = look
        self.now = now
        """The instant asked about, or the newest that is known."""
        self._questions = questions
        self._answers: dict[str, Verdict] = {}

    def answer(self, question: "Question") -> Verdict:
        """Return the answer to a question about the paper."""
        name = question.name
        if name not in self._answers:
            judge = self._questions[name].of_paper
            if judge is None:
                raise ValueError(f"{name} is not asked of a paper")
            self._answers[name] = self._lawful(self._questions[name], judge(self))
        return self._answers[name]

    def _lawful(self, question: "Question", verdict: Verdict) -> Verdict:
        """Return a verdict about the paper as far as its looks carry it.

        One that sums up others rests on what is lawful already, and names what they did not read.
        """
        if question.sums:
            return verdict
        subjects = [
            *(artifact.subject for artifact in self.artifacts),
            paper_page(self.paper) or "",
        ]
        looks = {
            sighting.id: sighting.observation
            for subject in subjects
            for sighting in self.look(subject).sightings
        }
        return closed.lawful(question, verdict, looks)
