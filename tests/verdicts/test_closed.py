"""The gate: what an answer becomes where not all was read that it needs."""

import msgspec
import pytest

from tests.verdicts.made import look
from tracker.model.evidence import Observation
from tracker.model.unread import Piece, Unread, unread_text
from tracker.model.verdict import IN_PART, Verdict
from tracker.transport.git.look import A_LINK, TOO_LONG, TOO_MANY
from tracker.verdicts import closed
from tracker.verdicts.question import Answer, Question

SHELVES = Question(
    name="shelves",
    title="What is on the shelves?",
    zh="架上有什么？",
    meaning="",
    motive="",
    remedy="Ask.",
    rule="shelves/1",
    answers=(
        Answer(word="all", zh="", means="", needs=(Piece.LISTING, Piece.README), gives_way="some"),
        Answer(word="most", zh="", means="", needs=(Piece.README,), gives_way="some"),
        Answer(word="some", zh="", means="", remedy="Fetch the rest."),
        Answer(word="empty", zh="", means="", needs=(Piece.LISTING,)),
        Answer(word="dusty", zh="", means="", beside=True, needs=(Piece.SCRIPT,)),
        Answer(word="dusted", zh="", means="", beside=True),
        Answer(word="faded", zh="", means="", beside=True, needs=(Piece.CARD,), gives_way="some"),
        Answer(word="unknown", zh="", means="", remedy="Look."),
        Answer(
            word="a number", zh="", means="", open=True, needs=(Piece.PATHS,), gives_way="a number"
        ),
    ),
)


def unread(piece: Piece, what: str = "", why: str = "was not read") -> Unread:
    return Unread(piece=piece, what=what or piece.value, why=why)


LISTING, README, SCRIPT = map(unread, (Piece.LISTING, Piece.README, Piece.SCRIPT))
ALL = tuple(unread(piece) for piece in Piece)


def answered(
    *words: str,
    read_in: tuple[str, ...] = (),
    unread: tuple[Unread, ...] = (),
    remedy: str | None = None,
) -> Verdict:
    return Verdict(
        question=SHELVES.name, subject="s", answers=words, reason="There are books.",
        rule=SHELVES.rule, read_in=read_in, unread=unread, remedy=remedy,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("said", "missing", "left"),
    [
        (("all",), [LISTING], ("some", IN_PART)),
        (("all",), [README], ("some", IN_PART)),
        (("most",), [README], ("some", IN_PART)),
        (("empty",), [LISTING], ("unknown",)),
        (("7",), [unread(Piece.PATHS)], ("7", IN_PART)),
        (("some", "dusty"), [SCRIPT], ("some", IN_PART)),
        (("some", "faded"), [unread(Piece.CARD)], ("some", IN_PART)),
        (("all", "most"), [README], ("some", IN_PART)),
        (("all", "dusted"), [README], ("some", "dusted", IN_PART)),
        (("dusty",), [SCRIPT], ("unknown",)),
        (("dusted", "dusty"), [SCRIPT], ("unknown",)),
        (("empty", "dusted"), [LISTING], ("unknown",)),
        (("some", "empty"), [LISTING], ("some", "unknown", IN_PART)),
    ],
)
def test_a_closed_answer_gives_way_where_a_piece_it_needs_was_not_read(
    said: tuple[str, ...], missing: list[Unread], left: tuple[str, ...]
) -> None:
    weaker = closed.weakened(SHELVES, answered(*said), missing)
    assert weaker.answers == left
    assert weaker.unread == tuple(missing)
    assert str(missing[0]) in weaker.reason


@pytest.mark.parametrize(
    ("said", "missing"),
    [
        (("all",), []),
        (("all",), [SCRIPT]),
        (("most",), [LISTING]),
        (("empty",), [README]),
        (("7",), [README]),
        (("some",), ALL),
        (("some", "dusted"), ALL),
        (("some", "dusty"), [README]),
    ],
)
def test_an_answer_stays_where_all_that_it_needs_was_read(
    said: tuple[str, ...], missing: list[Unread]
) -> None:
    verdict = answered(*said, unread=(README,))
    assert closed.weakened(SHELVES, verdict, missing) == verdict


def test_a_word_that_a_question_does_not_list_and_has_no_place_for_needs_nothing() -> None:
    fixed = SHELVES.answers[:-1]
    question = Question(
        name="shelves", title="", zh="", meaning="", motive="", remedy="", rule="", answers=fixed
    )
    assert closed.weakened(question, answered("odd"), ALL) == answered("odd")


def test_who_cannot_say_names_what_could_have_told_and_nothing_else() -> None:
    said = answered("unknown", "dusted", unread=(README,))
    weaker = closed.weakened(SHELVES, said, ALL)
    assert (weaker.answers, weaker.reason) == (said.answers, "There are books.")
    needed = {Piece.LISTING, Piece.README, Piece.SCRIPT, Piece.CARD, Piece.PATHS}
    assert weaker.unread[0] == README
    assert {one.piece for one in weaker.unread} == needed
    assert len(weaker.unread) == len(needed), "each once"


def test_what_was_unread_before_is_named_first_and_each_once() -> None:
    before = unread(Piece.TAGS)
    weaker = closed.weakened(
        SHELVES, answered("all", "most", unread=(before, README)), [LISTING, README]
    )
    assert weaker.unread == (before, README, LISTING)


def test_the_reason_says_what_was_not_read_then_what_follows_from_the_rest() -> None:
    some = closed.weakened(SHELVES, answered("all"), [README])
    none = closed.weakened(SHELVES, answered("empty"), [LISTING])
    assert some.reason == (
        "There are books; not all was read, so there may be more: README was not read."
    )
    assert none.reason == (
        "Cannot be told: list of files was not read; of what was read: there are books."
    )


@pytest.mark.parametrize(
    ("reason", "inside"),
    [
        ("LICENSE says MIT", "LICENSE says MIT"),
        ("README.md says MIT", "README.md says MIT"),
        ("BeingBeyond/Being-0: none is there", "BeingBeyond/Being-0: none is there"),
        ("No place declares a licence", "no place declares a licence"),
    ],
)
def test_a_name_keeps_its_capitals_inside_a_reason(reason: str, inside: str) -> None:
    empty = msgspec.structs.replace(answered("empty"), reason=f"{reason}.")
    weaker = closed.weakened(SHELVES, empty, [LISTING])
    assert weaker.reason.endswith(f"; of what was read: {inside}.")


@pytest.mark.parametrize(
    ("why", "several"),
    [
        (A_LINK, "a.md, b.md were not read: links are not followed"),
        (TOO_MANY, "a.md, b.md are beyond the number of files that are read"),
        (TOO_LONG, "a.md, b.md are longer than what is read"),
    ],
)
def test_a_reason_reads_as_well_of_several_files(why: str, several: str) -> None:
    files = [unread(Piece.README, name, why) for name in ("a.md", "b.md")]
    assert unread_text(files) == several


def test_the_remedy_is_that_of_the_weaker_answer_or_else_what_was_said() -> None:
    said = answered("all", remedy="Nothing.")
    assert closed.weakened(SHELVES, said, [README]).remedy == "Fetch the rest."
    assert closed.weakened(SHELVES, answered("empty"), [LISTING]).remedy == "Look."
    silent = Question(
        name="shelves", title="", zh="", meaning="", motive="", remedy="", rule="",
        answers=(Answer(word="all", zh="", means="", needs=(Piece.README,)),
                 Answer(word="unknown", zh="", means="")),
    )  # fmt: skip
    assert closed.weakened(silent, said, [README]).remedy == "Nothing."


def test_a_closed_answer_that_was_read_nowhere_gives_way_and_an_open_one_stays() -> None:
    weaker = closed.weakened(SHELVES, answered("all"), [], proven=False)
    assert weaker.answers == ("some", IN_PART)
    assert "it is not known in which look it was read" in weaker.reason
    assert closed.weakened(SHELVES, answered("some"), [], proven=False) == answered("some")


def seen(day: str, *missing: Unread) -> Observation:
    return Observation(
        subject="s", reach=look(day).observation.reach, via="git", agent="test/1",
        observed_at=look(day).observed_at, unread=missing,
    )  # fmt: skip


def test_only_the_looks_that_an_answer_was_read_in_weaken_it() -> None:
    whole, half = seen("2026-01-01"), seen("2026-01-02", README)
    looks = {one.id: one for one in (whole, half)}
    kept = closed.lawful(SHELVES, answered("all", read_in=(whole.id,)), looks)
    assert (kept.answers, kept.unread, kept.read_in) == (("all",), (), ())
    for read_in in ((half.id,), (whole.id, half.id), ("gone", half.id)):
        weaker = closed.lawful(SHELVES, answered("all", read_in=read_in), looks)
        assert (weaker.answers, weaker.unread, weaker.read_in) == (("some", IN_PART), (README,), ())


def test_an_answer_whose_looks_are_not_known_gives_way() -> None:
    looks = {"there": seen("2026-01-01")}
    for read_in in ((), ("gone",)):
        weaker = closed.lawful(SHELVES, answered("all", read_in=read_in), looks)
        assert (weaker.answers, weaker.unread) == (("some", IN_PART), ())
    assert closed.lawful(SHELVES, answered("all", read_in=("there", "gone")), looks).answers == (
        "all",
    )


def test_a_piece_that_can_tell_nothing_of_it_weakens_nothing() -> None:
    half = seen("2026-01-02", LISTING, README)
    said = answered("all", read_in=(half.id,))

    def only_readme(missing: Unread) -> bool:
        return missing.piece is Piece.README

    weaker = closed.lawful(SHELVES, said, {half.id: half}, only_readme)
    assert weaker.unread == (README,)
    kept = closed.lawful(SHELVES, said, {half.id: half}, lambda _: False)
    assert kept.answers == ("all",)
