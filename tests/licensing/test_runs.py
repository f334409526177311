"""Runs of covered words: what makes a block, what was put in, what a chance phrase is."""

import pytest

from tracker.licensing.runs import BLOCK, GAP, PHRASE, RUN, blocks_of, inserted, worth_of


def flags(pattern: str) -> list[bool]:
    """Read "9x 3. 9x" as nine covered words, three others and nine covered ones."""
    return [
        sign == "x"
        for piece in pattern.split()
        for sign in piece[-1] * int(piece[:-1])
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("pattern", "blocks"),
    [
        ("20x", [(0, 19)]),
        (f"{BLOCK}x", [(0, BLOCK - 1)]),
        ("3. 20x 4.", [(3, 22)]),
        # a gap of so many words is inside a block, a longer one ends it
        (f"20x {GAP - 1}. 20x", [(0, 38 + GAP)]),
        (f"20x {GAP}. 20x", [(0, 19), (20 + GAP, 39 + GAP)]),
        # a phrase is shorter than a block, and joins one that is near
        (f"20x 3. {PHRASE}x", [(0, 22 + PHRASE)]),
        (f"20x 3. {PHRASE - 1}x", [(0, 19)]),
        (f"20x {GAP + 5}. {PHRASE}x", [(0, 19)]),
        # short pieces count together
        ("8x 2. 7x", [(0, 16)]),
        # where nothing is long, the phrases are what there is; where there is none, all of it
        ("8x 40. 6x", [(0, 7), (48, 53)]),
        ("2x 9. 3x", [(0, 13)]),
        ("5.", [(0, 4)]),
    ],
)
def test_blocks(pattern: str, blocks: list[tuple[int, int]]) -> None:
    assert blocks_of(flags(pattern)) == blocks


@pytest.mark.parametrize(
    ("pattern", "runs"),
    [
        ("9x", []),
        ("2x 2. 2x", [[2, 3]]),
        (f"1x 1. {RUN}x 1. 1x", [[1, RUN + 2]]),
        (f"1x 1. {RUN + 1}x 1. 1x", [[1], [RUN + 3]]),
        ("3.", [[0, 1, 2]]),
    ],
)
def test_what_was_put_in(pattern: str, runs: list[list[int]]) -> None:
    covered = flags(pattern)
    assert inserted(covered, 0, len(covered) - 1) == runs


def test_only_what_is_asked_about_is_looked_at() -> None:
    covered = flags("2. 3x 1. 3x 2.")
    assert inserted(covered, 2, 8) == [[5]]


def test_what_is_missing_weighs_more_than_what_is_there() -> None:
    assert worth_of(100, 100) == 100
    assert worth_of(99, 100) == 95
    assert worth_of(80, 90) < worth_of(70, 71)
