"""What each answer becomes where one piece was not read whole, for every question and piece.

Others read these words; none may stay as it is where what was not read could tell otherwise.
"""

from collections.abc import Iterator, Mapping

import pytest

from tracker.model.unread import Piece, Unread
from tracker.model.verdict import Verdict
from tracker.verdicts import QUESTIONS
from tracker.verdicts.closed import weakened
from tracker.verdicts.question import Question

FILES = {Piece.LISTING, Piece.PATHS}
TEXTS = {Piece.README, Piece.CARD, Piece.LINKS}
CODE = FILES | TEXTS | {Piece.METADATA}
ALL_OF_CODE = CODE | {Piece.REQUIREMENTS, Piece.SCRIPT}
TERMS = {
    *(Piece.LISTING, Piece.LICENSE, Piece.DETECTOR),
    *(Piece.README, Piece.CARD, Piece.METADATA),
}
CHANGES = {
    *(Piece.STATE, Piece.HISTORY, Piece.LISTING, Piece.LICENSE),
    *(Piece.METADATA, Piece.CARD, Piece.TAGS),
}

LEFT: Mapping[str, Mapping[str, tuple[str, set[Piece]]]] = {
    "availability": {
        "available": ("available, in part", FILES | TEXTS | {Piece.STATE, Piece.CONTENT}),
        "gated": ("gated, in part", FILES | TEXTS | {Piece.STATE}),
        "moved": ("moved, in part", FILES | TEXTS | {Piece.STATE, Piece.CONTENT}),
        "archived": ("archived, in part", FILES | TEXTS),
        "empty": ("available, in part", FILES),
        "placeholder": ("available, in part", FILES | {Piece.STATE}),
        "removed": ("unknown", {Piece.STATE}),
        "not-visible": ("unknown", {Piece.STATE}),
    },
    "depth": {
        "nothing": ("unknown", FILES),
        "placeholder": ("unknown", FILES),
        "partial": ("partial, in part", CODE),
        "inference": ("inference, in part", CODE),
        "training": ("training, in part", ALL_OF_CODE),
        "complete": (
            "training, in part",
            {Piece.README, Piece.CARD, Piece.SCRIPT, Piece.CONTENT},
        ),
        "evaluation only": ("", CODE),
        "mostly evaluation": ("", CODE),
        "web page": ("", FILES),
        "environment not pinned": ("", ALL_OF_CODE),
        "not runnable": ("", ALL_OF_CODE),
        "empty package": ("", FILES),
        "scripts only": ("", CODE),
        "modified copy": ("", CODE),
        "curated list": ("", FILES | {Piece.README}),
        "vendored only": ("", CODE),
    },
    "identity": {
        "same": ("unknown", CHANGES),
        "re-created": ("re-created, in part", {Piece.STATE}),
        "history rewritten": ("history rewritten, in part", {Piece.STATE}),
        "moved": ("moved, in part", {Piece.STATE, Piece.HISTORY}),
        "licence changed": ("licence changed, in part", {Piece.STATE, Piece.HISTORY}),
        "card changed": ("card changed, in part", {Piece.STATE, Piece.HISTORY}),
        "new release": ("new release, in part", {Piece.STATE, Piece.HISTORY}),
        "new revision": ("new revision, in part", CHANGES),
    },
    "archived": {
        "another revision": ("unknown", {Piece.COPIES}),
        "not archived": ("unknown", {Piece.COPIES}),
    },
    "license": {
        "MIT": ("NOASSERTION", TERMS),
        "NONE": ("NOASSERTION", TERMS),
        "conflict": ("", TERMS),
    },
    "use": {"yes": ("cannot say", TERMS), "yes if": ("cannot say", TERMS)},
    "conditions": {
        "met by the release": ("cannot say", TERMS | {Piece.INNER_LICENSE}),
        "not met by the release": (
            "not met by the release, in part",
            TERMS | {Piece.INNER_LICENSE},
        ),
        "nothing is asked": ("cannot say", TERMS | {Piece.INNER_LICENSE}),
    },
    "promise": {word: ("cannot tell", set(Piece)) for word in ("not kept", "partly", "open")},
    "elsewhere": {
        word: ("unknown", TEXTS | {Piece.MENTIONS}) for word in ("only cited", "nothing new")
    },
}
"""Question → answer → what is said instead, and of which pieces; nothing: it is said beside an
answer, and left out. Whatever is not here stays as it is."""


def _words(question: Question) -> Iterator[str]:
    yield from (answer.word for answer in question.answers if not answer.open)
    yield from {"license": ["MIT"], "since": ["2025-01-01"]}.get(question.name, ())


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.name)
def test_an_answer_gives_way_to_this_where_one_of_these_was_not_read(question: Question) -> None:
    left = LEFT.get(question.name, {})
    for word in _words(question):
        verdict = Verdict(
            question=question.name, subject="s", answers=(word,), reason="R.", rule=question.rule
        )
        instead, pieces = left.get(word, ("", set()))
        for piece in Piece:
            gap = Unread(piece=piece, what="x", why="was not read")
            answers = ", ".join(weakened(question, verdict, (gap,)).answers)
            expected = (instead or question.unknown) if piece in pieces else word
            assert answers == expected, (word, piece)
