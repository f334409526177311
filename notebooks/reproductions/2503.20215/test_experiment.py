"""Qwen2.5-Omni: the positions and the window of the released code."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch")
pytest.importorskip("transformers")

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import broken, verdict

from .experiment import dit, positions

ROOM = Path(__file__).parent


def quick(seed: int) -> tuple[int, ...]:
    return tuple(range(1000 * seed, 1000 * seed + 10))


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_finds_frames_at_their_time_and_with_their_sound(seed: int) -> None:
    result = positions.tmrope(quick(seed)[:3], seconds=20)
    assert judged("frame-time", result) == "holds"
    assert judged("frame-sound", result) == "holds"


def test_frames_that_are_counted_are_not_at_their_time() -> None:
    result = positions.tmrope(quick(0), seconds=20, idea=False)
    assert judged("frame-time", result) != "holds"
    assert judged("frame-sound", result) != "holds"


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_finds_the_chunks_of_the_report(seed: int) -> None:
    found = positions.chunks(quick(seed)[:3], seconds=10)
    assert judged("chunk-order", found) == "holds"
    for left in broken(ROOM, "chunk-order", found.measurements):
        assert verdict(ROOM, "chunk-order", left) == "inconclusive"


def test_a_single_chunk_has_not_the_order_of_the_report() -> None:
    result = positions.chunks(quick(0)[:3], seconds=20, idea=False)
    assert judged("chunk-order", result) != "holds"


def test_the_rule_puts_frames_before_the_sound_of_their_two_seconds() -> None:
    temporal, height, _ = positions.by_rule(frames=4, interval=1, seconds=4)
    frames = np.concatenate([np.repeat([0, 25], 4), np.arange(50)])
    assert temporal.tolist() == [*frames, *(frames + 50)]
    assert height[:8].tolist() == [0, 0, 1, 1] * 2


def test_a_chunk_without_a_frame_is_opened_by_the_first_token_of_the_next() -> None:
    """At 3 s between frames, token by token: why no check speaks of more than 2 s."""
    found = positions.positions(4, 12, 3)[0]
    rule = positions.by_rule(4, 3, 12)[0]
    frames = {time: found.tolist().index(time * 25) for time in (3, 6, 9)}
    assert set(found.tolist()) == set(rule.tolist())
    assert any(found[place - 1] < time * 25 - 50 for time, place in frames.items())


def test_four_blocks_are_seen_with_one_ahead() -> None:
    result = dit.receptive_field([0, 1000])
    assert judged("receptive-field", result) == "holds"
    assert judged("look-ahead", result) == "holds"
    assert "-2, -1, +0, +1" in result.plot().words
    assert result.plot().png().startswith(b"\x89PNG")
    assert {each.interval.level for each in result.measurements if each.interval} == {1.0}


def test_with_all_layers_windowed_no_block_is_out_of_sight() -> None:
    result = dit.receptive_field([0], idea=False)
    assert judged("receptive-field", result) != "holds"
    assert judged("look-ahead", result) != "holds"


def test_each_picture_is_drawn_and_says_in_words_what_it_shows() -> None:
    assert positions.tmrope([0], seconds=4).plot().png().startswith(b"\x89PNG")
