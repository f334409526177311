"""ReasonScore: what it finds of planted features, and what it does not without its parts."""

from pathlib import Path

import numpy as np
import pytest

from tracker.reproduce.helpers.results import Result
from tracker.reproduce.judging import verdict

from . import experiment as sae

ROOM = Path(__file__).parent


def quick(seed: int, count: int) -> tuple[int, ...]:
    return tuple(range(1000 * seed, 1000 * seed + count))


def judged(check: str, result: Result) -> str:
    return verdict(ROOM, check, result.measurements)


@pytest.mark.parametrize("seed", range(3))
def test_every_seed_ranks_the_planted_feature_first(seed: int) -> None:
    result = sae.entropy_penalty(quick(seed, 3), tokens=4096)
    assert judged("entropy-penalty", result) == "holds"


def test_a_feature_of_one_word_wins_without_the_entropy_penalty() -> None:
    result = sae.entropy_penalty(quick(0, 3), tokens=4096, alpha=0)
    assert judged("entropy-penalty", result) != "holds"
    assert result.frame.loc[0.0].idxmax() == "one word"
    assert result.frame.loc[0.7].idxmax() == "planted"


def test_the_score_is_that_of_the_release() -> None:
    """By hand: two words that each fill half of the tokens, their windows apart."""
    labels = np.zeros(200, dtype=np.int64)
    labels[[10, 30, 50, 70, 90, 110, 130, 150, 170, 190]] = np.arange(1, 11)
    everywhere, at_one_word = np.ones(200), np.zeros(200)
    at_one_word[9:13] = 1.0
    scores = sae.reason_score(np.stack([everywhere, at_one_word], axis=1), labels, alpha=0.7)
    near = np.array([1.0, 4 / 40])
    expected = near / near.sum() * np.array([1.0, 0.0]) - np.array([1.0, 0.0])
    assert scores == pytest.approx(expected, abs=1e-6)


def test_a_word_is_near_from_one_token_before_to_two_after() -> None:
    labels = np.zeros(12, dtype=np.int64)
    labels[[0, 6, 11]] = 1
    feature = np.eye(12)
    reached = sae.reason_score(feature, labels, alpha=0) > 0
    assert np.flatnonzero(reached).tolist() == [0, 1, 2, 5, 6, 7, 8, 10, 11]


def test_without_a_rival_the_planted_feature_comes_first_at_any_alpha() -> None:
    result = sae.entropy_penalty([0], tokens=2048, alpha=0, strength=0.0)
    assert result.measurements[0].value == 1


def test_the_picture_says_in_words_what_it_shows() -> None:
    plot = sae.entropy_penalty([0], tokens=2048).plot()
    assert plot.png().startswith(b"\x89PNG")
    assert "comes first from" in plot.words
