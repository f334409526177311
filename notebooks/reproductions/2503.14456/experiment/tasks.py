"""The two languages that a layer is trained on (RWKV-7, arXiv 2503.14456, section 4.1 and D.1).

Both are regular. *Parity* is the smallest that needs a state which never forgets; the *swaps* of
five objects have the group S₅ behind them, whose word problem is complete for NC¹. At each step the
answer is known, and asked for: whether the ones so far are odd, where the first object is now.
"""

import itertools
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from tracker.reproduce.helpers.results import Value

Ids: TypeAlias = npt.NDArray[np.int64]

_OBJECTS = 5
_PAIRS = np.array(list(itertools.combinations(range(_OBJECTS), 2)))


class Task(Value, frozen=True, kw_only=True):
    """A language, by its numbers of symbols and answers."""

    name: str
    symbols: int
    answers: int

    def draw(self, chance: np.random.Generator, words: int, length: int) -> tuple[Ids, Ids]:
        """Return random words and the answer after each of their symbols.

        Examples
        --------
        >>> word, answer = PARITY.draw(np.random.default_rng(0), 1, 6)
        >>> word.tolist(), answer.tolist()
        ([[1, 1, 1, 0, 0, 0]], [[1, 0, 1, 1, 1, 1]])
        """
        word = chance.integers(self.symbols, size=(words, length))
        if self.name == "parity":
            return word, word.cumsum(axis=1) % 2
        place, answers = np.zeros(words, dtype=np.int64), np.empty_like(word)
        for step in range(length):
            one, other = _PAIRS[word[:, step]].T
            place = np.select([place == one, place == other], [other, one], place)
            answers[:, step] = place
        return word, answers

    def by_reflections(self, words: Ids) -> Ids:
        """Return the answers of the proof's own weights: each symbol is I - 2 kᵀk (Lemma 2)."""
        size = _OBJECTS if self.name == "swaps" else 2
        pairs = _PAIRS if self.name == "swaps" else np.array([[0, 0], [0, 1]])
        keys = np.zeros((self.symbols, size))
        for symbol, (one, other) in enumerate(pairs):
            if one != other:
                keys[symbol, [one, other]] = np.sqrt(0.5), -np.sqrt(0.5)
        state, answers = np.eye(size)[np.zeros(len(words), dtype=int)], np.empty_like(words)
        for step, symbols in enumerate(words.T):
            key = keys[symbols]
            state = state - 2 * (state * key).sum(axis=1, keepdims=True) * key
            answers[:, step] = state.argmax(axis=1)
        return answers


PARITY = Task(name="parity", symbols=2, answers=2)
SWAPS = Task(name="swaps", symbols=len(_PAIRS), answers=_OBJECTS)
