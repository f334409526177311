"""Half a look gives half an answer: the one gate that every answer passes.

Each answer of a question names the pieces that must be read whole for it to be said
(`Answer.needs`), and what is said instead where one of them is not (`Answer.gives_way`). A judge
says in which looks its answer was read (`Verdict.read_in`); whoever asks a question gets the answer
through this gate, so that no judge can conclude from what was not seen. A closed answer of which
nobody says where it was read gives way, too.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from tracker.model.evidence import Observation
from tracker.model.unread import Piece, Unread, among, unread_text
from tracker.model.verdict import IN_PART, Verdict
from tracker.verdicts.looked import unread

if TYPE_CHECKING:
    from tracker.verdicts.question import Answer, Question

_NOWHERE = "it is not known in which look it was read"


def lawful(
    question: "Question",
    verdict: Verdict,
    looks: Mapping[str, Observation],
    telling: Callable[[Unread], bool] | None = None,
) -> Verdict:
    """Return a verdict as far as its looks carry it.

    Parameters
    ----------
    looks
        By their ids, those that the verdict may have been read in.
    telling
        Whether a piece can tell anything about this artifact; None: any can.
    """
    read_in = [
        looks[observation_id] for observation_id in verdict.read_in if observation_id in looks
    ]
    missing = [gap for look in read_in for gap in unread(look) if telling is None or telling(gap)]
    carried = weakened(question, verdict, missing, proven=bool(read_in))
    return msgspec.structs.replace(carried, read_in=())


def weakened(
    question: "Question", verdict: Verdict, missing: Sequence[Unread], *, proven: bool = True
) -> Verdict:
    """Return a verdict as far as it holds where some pieces were not read whole.

    Parameters
    ----------
    proven
        Whether it is known where the answer was read; one that was read nowhere is none.
    """
    words: list[str] = []
    against: list[Unread] = []
    for word in verdict.answers:
        answer = question.answer(word)
        lacking = among(missing, answer.needs) if answer else ()
        if answer is None or not answer.needs or (proven and not lacking):
            words.append(word)
            continue
        against += lacking
        instead = _instead(question, answer, word)
        words += [instead] if instead else []
    if verdict.answers == tuple(words) and not against:
        unsaid = among(missing, _needed(question)) if words[:1] == [question.unknown] else ()
        return msgspec.structs.replace(verdict, unread=_once(verdict.unread, unsaid))
    first = question.answer(words[0]) if words else None
    if first is None or first.beside or first.word == question.unknown:
        answers: tuple[str, ...] = (question.unknown,)
    else:
        answers = (*dict.fromkeys(words), IN_PART)
    why = unread_text(against) or _NOWHERE
    return msgspec.structs.replace(
        verdict,
        answers=answers,
        reason=_reason(verdict.reason, why, settled=answers[0] != question.unknown),
        remedy=question.remedy_for(*answers) or verdict.remedy,
        unread=_once(verdict.unread, against),
    )


def _needed(question: "Question") -> frozenset[Piece]:
    """Return the pieces that some answer to a question needs."""
    return frozenset(piece for answer in question.answers for piece in answer.needs)


def _once(*several: Sequence[Unread]) -> tuple[Unread, ...]:
    return tuple(dict.fromkeys(one for group in several for one in group))


def _instead(question: "Question", answer: "Answer", word: str) -> str | None:
    """Return what is said where a word is not; None: nothing, beside the others."""
    if answer.gives_way is None:
        return None if answer.beside else question.unknown
    return word if answer.gives_way == answer.word else answer.gives_way


def _reason(reason: str, why: str, *, settled: bool) -> str:
    """Say first what was not read, then what follows from the rest."""
    rest = reason.rstrip(".")
    if settled:
        return f"{rest}; not all was read, so there may be more: {why}."
    return f"Cannot be told: {why}; of what was read: {_inside(rest)}."


def _inside(sentence: str) -> str:
    """Return a sentence as it stands inside another; names keep their capitals."""
    ordinary = re.match(r"[A-Z][a-z]*(?= |$)", sentence) is not None
    return sentence[:1].lower() + sentence[1:] if ordinary else sentence
