"""RWKV-7 (arXiv 2503.14456): the generalised delta rule, tried by itself.

Section 4.1, eq. 17, in the paper's row vectors, for one head::

    S_t = S_{t-1} (diag(w_t) - c κ̂_tᵀ (a_t ∘ κ̂_t)) + v_tᵀ k̃_t

with a = sigmoid(.), a unit removal key κ̂, and c = 1. Appendix D.1 proves state tracking for c = 2,
where the transition can be a reflection (as quoted in a note on the paper: "where c = 1. In the
following, we will consider c = 2"). Both ranges are tried here.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

from tracker.reproduce.helpers.measuring import measure
from tracker.reproduce.helpers.pictures import BLUE, GREEN, GREY, ORANGE, RED, bars, curves
from tracker.reproduce.helpers.results import Result

Array = npt.NDArray[np.float64]
Carried = list[Array]
"""All arrays that are kept from one token to the next."""

_ELEMENTS = 5
_HEAD = 64
"""Channels of a head, in all released models."""
_WITHOUT = (1.0, 0.5, 0.0)
"""Values of c that reflect nothing; 0 leaves the diagonal diag(w), here at its best, w = 1."""


def state_tracking(seeds: Sequence[int], *, steps: int = 2000, reflection: float = 2.0) -> Result:
    """Follow random swaps of five elements in a state of 5 × 5 (Appendix D.1, Lemma 2).

    The swap of i and j is the transition I - c kᵀk with k = (e_i - e_j)/√2 and w = a = 1. A step
    counts where every entry of the state is within 0.25 of the true permutation matrix, which is
    followed apart, in whole numbers.

    Parameters
    ----------
    steps
        Swaps, one after the other.
    reflection
        c of the idea; below 2 the idea is taken out.
    """
    grid = sorted({*np.linspace(0, 2, 17), *_WITHOUT, reflection})
    exact = np.stack([_exact_share(seed, steps, np.array(grid)) for seed in seeds])
    share = {c: exact[:, place].tolist() for place, c in enumerate(grid)}
    without = np.max([share[c] for c in _WITHOUT], axis=0).tolist()
    frame = pd.DataFrame(
        {"share of steps": exact.mean(axis=0)}, index=pd.Index(grid, name="c, the most removed")
    )
    named = {"exact_steps_c_1": share[1.0], "exact_steps_c_0_5": share[0.5],
             "exact_steps_diagonal": share[0.0]}  # fmt: skip
    return Result(
        measurements=(
            measure("exact_steps", share[reflection], seeds=seeds),
            measure("exact_steps_without_reflection", without, seeds=seeds),
            *(measure(name, values, seeds=seeds) for name, values in named.items()),
        ),
        picture=curves(
            frame, {"share of steps": BLUE}, y=f"share of {steps:,} steps",
            title="Steps with the exact permutation of five elements, by c",
            words=f"With c = {reflection:g} the permutation is exact after"
            f" {np.mean(share[reflection]):.3f} of {steps:,} swaps; with c of 1 or less after"
            f" {np.mean(without):.3f} at best.",
        ),
    )  # fmt: skip


def _exact_share(seed: int, steps: int, strengths: Array) -> Array:
    """Return the share of exact steps for each c, all under the same swaps."""
    rng = np.random.default_rng(seed)
    order = np.arange(_ELEMENTS)
    state = np.repeat(np.eye(_ELEMENTS)[None], len(strengths), axis=0)
    exact = np.zeros(len(strengths))
    for _ in range(steps):
        i, j = rng.choice(_ELEMENTS, size=2, replace=False)
        key = np.zeros(_ELEMENTS)
        key[[i, j]] = np.sqrt(0.5), -np.sqrt(0.5)
        state = state - strengths[:, None, None] * (state @ key)[..., None] * key
        order[[i, j]] = order[[j, i]]
        off = np.abs(state - np.eye(_ELEMENTS)[:, order]).max(axis=(1, 2))
        exact += off < 0.25
    return exact / steps


def parallel_form(
    seeds: Sequence[int], *, tokens: int = 256, channels: int = _HEAD, delta: bool = True
) -> Result:
    """Compare the token-by-token recurrence with a scan in log2(tokens) rounds (section 4.1).

    Parameters
    ----------
    delta
        Whether the parallel form has the delta term; False takes the idea out.
    """
    whole: list[Array] = []
    dropped: list[Array] = []
    for seed in seeds:
        w, a, kappa, k, v = _vectors(np.random.default_rng(seed), (tokens, channels))
        states = _recurrence(w, a, kappa, k, v)
        largest = np.abs(states).max()
        for kept, differences in ((delta, whole), (False, dropped)):
            scanned = _scan(_transitions(w, a, kappa, delta=kept), v[:, :, None] * k[:, None, :])
            differences.append(np.abs(scanned - states).max(axis=(1, 2)) / largest)
    frame = pd.DataFrame(
        {"parallel form": np.max(whole, axis=0), "without the delta term": np.max(dropped, axis=0)},
        index=pd.RangeIndex(1, tokens + 1, name="token"),
    ).clip(lower=np.finfo(float).tiny)
    most = [float(each.max()) for each in whole]
    most_dropped = [float(each.max()) for each in dropped]
    return Result(
        measurements=(
            measure("parallel_difference", most, seeds=seeds),
            measure("parallel_difference_without_delta", most_dropped, seeds=seeds),
        ),
        picture=curves(
            frame.iloc[1:], {"parallel form": BLUE, "without the delta term": RED},
            y="of the largest entry", logarithmic=True,
            title="Difference between the parallel form and the token-by-token recurrence",
            words=f"The parallel form differs by {max(most):.1e} of the largest entry at most;"
            f" without the delta term by {max(most_dropped):.2f}.",
        ),
    )  # fmt: skip


def _vectors(rng: np.random.Generator, shape: tuple[int, ...]) -> tuple[Array, ...]:
    """Return w, a, κ̂, k̃ and v in the ranges of section 4.1, from random precursors."""
    w = np.exp(-np.exp(-0.5) * expit(rng.normal(size=shape)))
    a = expit(rng.normal(size=shape))
    kappa = rng.normal(size=shape)
    kappa /= np.linalg.norm(kappa, axis=-1, keepdims=True)
    return w, a, kappa, rng.normal(size=shape), rng.normal(size=shape)


def _recurrence(w: Array, a: Array, kappa: Array, k: Array, v: Array) -> Array:
    """Return the state after each token, as eq. 17 and the released code have it."""
    states = np.empty((*v.shape, k.shape[-1]))
    state = np.zeros(states.shape[1:])
    for t in range(len(states)):
        removed = np.outer(state @ kappa[t], kappa[t] * a[t])
        state = state * w[t] - removed + np.outer(v[t], k[t])
        states[t] = state
    return states


def _transitions(w: Array, a: Array, kappa: Array, *, delta: bool) -> Array:
    """Return diag(w) - κ̂ᵀ(a ∘ κ̂) for each token, or diag(w) alone."""
    diagonal = w[:, :, None] * np.eye(w.shape[1])
    return diagonal - kappa[:, :, None] * (a * kappa)[:, None, :] if delta else diagonal


def _scan(transitions: Array, added: Array) -> Array:
    """Return the state after each token in a number of rounds logarithmic in the tokens.

    The step S → S G + U followed by S → S H + V is S → S (G H) + (U H + V), which is associative:
    each round joins every token with the one twice as far back (Hillis and Steele).
    """
    transitions, added = transitions.copy(), added.copy()
    reach = 1
    while reach < len(added):
        added[reach:] += added[:-reach] @ transitions[reach:]
        transitions[reach:] = transitions[:-reach] @ transitions[reach:]
        reach *= 2
    return added


def recurrent(
    tokens: int, *, layers: int, channels: int, rng: np.random.Generator
) -> Iterator[Carried]:
    """Yield what RWKV-7 carries, after each token: two shifted tokens and the heads' states.

    Only what is carried matters here, so that the vectors of a token are random.
    """
    heads = (layers, channels // _HEAD, _HEAD)
    shifts, states = np.zeros((layers, 2, channels)), np.zeros((*heads, _HEAD))
    for _ in range(tokens):
        w, a, kappa, k, v = _vectors(rng, heads)
        removed = (states @ kappa[..., None]) * (kappa * a)[..., None, :]
        states = states * w[..., None, :] - removed + v[..., None] * k[..., None, :]
        shifts = rng.normal(size=shifts.shape)
        yield [shifts, states]


def cached(
    tokens: int, *, layers: int, channels: int, rng: np.random.Generator
) -> Iterator[Carried]:
    """Yield what attention carries, after each token: the keys and values of all tokens."""
    cache: Carried = []
    for _ in range(tokens):
        cache.append(rng.normal(size=(layers, 2, channels)))
        yield cache


def constant_state(
    *, lengths: Sequence[int] = (16, 64, 256, 1024, 4096), layers: int = 2, channels: int = 128,
    carry: Callable[..., Iterable[Carried]] = recurrent,
) -> Result:  # fmt: skip
    """Count the numbers that are carried after so many tokens (abstract: constant memory).

    Parameters
    ----------
    carry
        Of the idea; `cached` takes it out.
    """
    counted = {
        name: _numbers(kind(max(lengths), layers=layers, channels=channels,
                            rng=np.random.default_rng(0)), lengths)
        for name, kind in (("RWKV-7", carry), ("keys and values", cached))
    }  # fmt: skip
    frame = pd.DataFrame(counted, index=pd.Index(lengths, name="tokens"))
    growth = frame.iloc[-1] - frame.iloc[0]
    return Result(
        measurements=(
            measure("state_growth", [float(growth["RWKV-7"])], unit="numbers"),
            measure("cache_growth", [float(growth["keys and values"])], unit="numbers"),
        ),
        picture=curves(
            frame, {"RWKV-7": BLUE, "keys and values": ORANGE}, y="numbers carried",
            logarithmic=True, title="What is carried from token to token",
            words=f"From {lengths[0]} to {lengths[-1]:,} tokens the state of RWKV-7 grows by"
            f" {growth['RWKV-7']:,} numbers, a cache of keys and values by"
            f" {growth['keys and values']:,}.",
        ),
    )  # fmt: skip


def _numbers(carried: Iterable[Carried], lengths: Sequence[int]) -> list[int]:
    return [
        sum(array.size for array in arrays)
        for token, arrays in enumerate(carried, start=1)
        if token in lengths
    ]


def state_size(*, layers: int = 24, channels: int = 1024, shift: bool = True) -> Result:
    """Count the state of L24-D1024 in its arrays; the README says L(2D + 64D) = 1.622016 million.

    Parameters
    ----------
    shift
        Whether the two token-shift vectors of each layer are counted; False takes them out.
    """
    rng = np.random.default_rng(0)
    (shifts, states), = recurrent(1, layers=layers, channels=channels, rng=rng)  # fmt: skip
    counted = states.size + (shifts.size if shift else 0)
    formula = layers * (2 * channels + _HEAD * channels)
    frame = pd.DataFrame(
        {"heads": [states.size], "token shift": [shifts.size]}, index=[f"L{layers}-D{channels}"]
    )
    return Result(
        measurements=(
            measure("state_size", [counted / 1e6], unit="million numbers"),
            measure("state_size_without_shift", [states.size / 1e6], unit="million numbers"),
            measure("state_size_formula", [formula / 1e6], unit="million numbers"),
        ),
        picture=bars(
            frame, {"heads": GREEN, "token shift": GREY},
            title=f"Numbers that L{layers}-D{channels} carries",
            words=f"The heads carry {states.size:,} numbers and the token shift {shifts.size:,};"
            f" L(2D + 64D) is {formula:,}.",
        ),
    )  # fmt: skip
