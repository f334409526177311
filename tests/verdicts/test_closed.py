"""What a reason says of what was not read, as a person reads it."""

import pytest

from tracker.model.unread import Piece, Unread, told
from tracker.model.verdict import Verdict
from tracker.transport.git.look import A_LINK, TOO_LONG, TOO_MANY
from tracker.verdicts.closed import held
from tracker.verdicts.license import QUESTION

LONG = Unread(piece=Piece.LICENSE, what="COPYING", why=TOO_LONG)


@pytest.mark.parametrize(
    ("reason", "inside"),
    [
        ("LICENSE says MIT", "LICENSE says MIT"),
        ("README.md says MIT", "README.md says MIT"),
        ("BeingBeyond/Being-0: no place declares a licence", "BeingBeyond/Being-0: no place"),
        ("No place declares a licence", "no place declares a licence"),
    ],
)
def test_a_name_keeps_its_capitals_where_a_reason_gives_way(reason: str, inside: str) -> None:
    said = Verdict(question="license", subject="x", answers=("NONE",), reason=f"{reason}.",
                   rule="license/1")  # fmt: skip
    found = held(QUESTION, said, [LONG])
    assert found.answers == ("NOASSERTION",)
    assert found.reason.startswith(
        f"Cannot be told: COPYING is longer than what is read; of what was read: {inside}"
    )


@pytest.mark.parametrize(
    ("why", "several"),
    [
        (A_LINK, "a.md, b.md were not read: links are not followed"),
        (TOO_MANY, "a.md, b.md are beyond the number of files that are read"),
        (TOO_LONG, "a.md, b.md are longer than what is read"),
    ],
)
def test_a_reason_reads_as_well_of_several_files(why: str, several: str) -> None:
    files = [Unread(piece=Piece.README, what=name, why=why) for name in ("a.md", "b.md")]
    assert told(files) == several
