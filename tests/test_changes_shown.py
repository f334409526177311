"""What changed, a line each at the terminal: which way, of which paper, from what to what."""

import pytest

from tracker.cli import terminal as console
from tracker.tables.changes import Change, Direction


@pytest.mark.parametrize(
    ("direction", "word"),
    [(Direction.WORSE, "worse"), (Direction.BETTER, "better"), (Direction.OTHER, "changed")],
)
def test_a_change_names_its_direction_its_paper_and_both_answers(
    capsys: pytest.CaptureFixture[str], direction: Direction, word: str
) -> None:
    change = Change(
        paper="arxiv:2503.12533", question="promise", subject="code: Soon.", before="open",
        after="not kept", direction=direction, reason="It is late.",
    )  # fmt: skip
    console.changes([change])
    shown = " ".join(capsys.readouterr().out.split())
    assert shown == f"{word} arxiv:2503.12533 promise of code: Soon.: open → not kept"
