"""Record what a person says against an answer, beside that answer."""

import datetime as dt
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tracker import registry
from tracker.errors import UsageError
from tracker.history import History
from tracker.model.base import Value
from tracker.model.cleaning import text as plain
from tracker.model.correction import Correction
from tracker.model.locator import fault, locate
from tracker.model.paper import Artifact, Paper
from tracker.model.verdict import Verdict
from tracker.project import Project
from tracker.registry.common_rules import address
from tracker.registry.corrections import allowed, near, write
from tracker.verdicts import QUESTIONS, Question, judge_all
from tracker.verdicts.corrections import Topic, answers, basis

_SHOWN = 8
"""Ids or addresses that a message lists."""
_LIKE_AN_ADDRESS = 0.9
"""How like two addresses must be: all begin alike."""
_SECONDS = 5
_NAME = 120


class CorrectionRequest(Value, frozen=True, kw_only=True):
    """What a person says, as they said it."""

    paper: str
    question: str
    says: tuple[str, ...]
    because: str
    by: str | None = None
    """None: as git knows them."""
    author: bool = False
    artifact: str | None = None
    about: str | None = None


class RecordedCorrection(NamedTuple):
    """A correction that was written, where, and the answer that it is about."""

    path: Path
    correction: Correction
    verdict: Verdict


def correct(project: Project, wish: CorrectionRequest, now: dt.datetime) -> RecordedCorrection:
    """Write a correction into a file of the project; no answer is changed by it.

    Raises
    ------
    UsageError
        If something of it is not known, with what is known; nothing was written then.
    """
    known = registry.load(project.registry)
    paper = known.paper(wish.paper)
    if paper is None:
        ids = [entry.id for entry in known.papers]
        bare = [paper_id.removeprefix("arxiv:") for paper_id in ids]
        raise UsageError(
            f"there is no paper `{wish.paper}` in the registry{near(wish.paper, bare)}",
            advice=f"Papers: {_listed(ids)}.",
        )
    question = _question(wish.question)
    history = History(project.history_folders(), project.history_index)
    [judged] = judge_all([paper], history.book(), runs=history.reproductions())
    place, verdict = _meant(paper, question, wish, list(answers(judged)))
    says = _answers(question, wish.says)
    if set(says) == set(verdict.answers):
        raise UsageError(
            f"`{question.name}` is answered so already: {verdict.answer}",
            advice="Nothing needs to be corrected.",
        )
    if wrong := next(address((), wish.because), None):
        raise UsageError(f"--because: {wrong.problem}", advice=wrong.remedy)
    correction = Correction(
        paper=paper.id,
        question=question.name,
        artifact=place.artifact.url if place.artifact else None,
        path=place.artifact.path if place.artifact else None,
        about=place.about,
        says=says,
        by=_who(wish.by, project.root),
        author=wish.author,
        made_on=now.astimezone(dt.UTC).date(),
        because=wish.because,
        answered=verdict.answers,
        evidence=basis(verdict),
    )
    return RecordedCorrection(write(project.registry, paper, correction), correction, verdict)


def _question(name: str) -> Question:
    names = [question.name for question in QUESTIONS]
    question = next((question for question in QUESTIONS if question.name == name.casefold()), None)
    if question is None:
        raise UsageError(
            f"there is no question `{name}`{near(name, names)}",
            advice=f"Questions: {', '.join(names)}.",
        )
    return question


def _answers(question: Question, texts: Sequence[str]) -> tuple[str, ...]:
    answers = []
    for text in texts:
        word = question.word_for(plain(" ".join(text.split())))
        if word is None:
            words = [answer.word for answer in question.answers if not answer.open]
            raise UsageError(
                f"`{text}` is no answer to `{question.name}`{near(text, words)}",
                advice=f"Answers: {allowed(question)}.",
            )
        answers.append(word)
    return tuple(dict.fromkeys(answers))


def _meant(
    paper: Paper,
    question: Question,
    wish: CorrectionRequest,
    known: Sequence[tuple[Topic, Verdict]],
) -> tuple[Topic, Verdict]:
    """Return which answer is meant."""
    asked = [pair for pair in known if pair[0].question == question.name]
    if wish.artifact is not None:
        named = _artifact(paper, wish.artifact)
        asked = [pair for pair in asked if pair[0].artifact == named]
        if not asked:
            raise UsageError(
                f"`{question.name}` is not asked of {named.role} artifacts, but of a paper",
                advice="Leave --artifact out.",
            )
    elif whole := [pair for pair in asked if pair[0].artifact is None]:
        asked = whole
    elif asked:
        urls = [artifact.url for artifact in paper.artifacts]
        raise UsageError(
            f"`{question.name}` is answered for each artifact of {paper.id}",
            advice=f"Say which with --artifact: {_listed(urls)}.",
        )
    return _one(paper, question, wish.about, asked)


def _one(
    paper: Paper, question: Question, about: str | None, asked: Sequence[tuple[Topic, Verdict]]
) -> tuple[Topic, Verdict]:
    parts = [place.about for place, _ in asked if place.about is not None]
    if about is None:
        matches = [pair for pair in asked if pair[0].about is None]
    else:
        exact = [pair for pair in asked if pair[0].about == about]
        matches = exact or [
            pair for pair in asked if about.casefold() in (pair[0].about or "").casefold()
        ]
    if len(matches) == 1:
        return matches[0]
    if not parts:
        where = f"{paper.id} has no answer to `{question.name}`"
        explanation = f"`{question.name}` has one answer" if asked else where
        raise UsageError(
            explanation,
            advice="Leave --about out." if asked else "See `tracker check` for those it has.",
        )
    problem = f"`{question.name}` has several answers there"
    if about is not None:
        problem += f", and {'more than one is' if matches else 'none is'} about `{about}`"
    raise UsageError(problem, advice=f"Say which with --about: {_listed(parts)}.")


def _artifact(paper: Paper, url: str) -> Artifact:
    """Return the artifact at an address, or the folder of one that the address ends with."""
    own = [artifact for artifact in paper.artifacts if _url(artifact.url) == _url(url)]
    inside = [
        artifact
        for artifact in own
        if artifact.path and url.rstrip("/").endswith(f"/{artifact.path}")
    ]
    matches = inside or [artifact for artifact in own if artifact.path is None] or own
    if len({artifact.path for artifact in matches}) == 1:
        return matches[0]
    urls = [
        f"{artifact.url}/{artifact.path}" if artifact.path else artifact.url
        for artifact in paper.artifacts
    ]
    what = "has several folders in" if matches else "is no artifact of"
    raise UsageError(
        f"`{url}` {what} {paper.id}{near(url, urls, _LIKE_AN_ADDRESS)}",
        advice=f"Artifacts: {_listed(urls)}." if urls else "The registry names none.",
    )


def _url(text: str) -> str:
    return text if fault(text) else locate(text).url


def _listed(words: Sequence[str]) -> str:
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return f"{', '.join(words[:_SHOWN])}{more}"


def _who(given: str | None, folder: Path) -> str:
    """Return who corrects: as they say, or as git knows them."""
    name = plain(" ".join((given if given is not None else _in_git(folder)).split()))
    if not name or len(name) > _NAME:
        raise UsageError(
            "who says so is not known" if not name else "the name is too long",
            advice="Say so with --by NAME, or set it: git config user.name NAME.",
        )
    return name


def _in_git(folder: Path) -> str:
    if name := os.environ.get("GIT_AUTHOR_NAME"):
        return name
    git = shutil.which("git")
    if git is None:
        return ""
    try:
        done = subprocess.run(  # noqa: S603  a fixed command, no shell
            [git, "config", "--get", "user.name"],
            cwd=folder, capture_output=True, text=True, errors="replace", timeout=_SECONDS,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout
