"""Kendall's tau-b of a handful of states, with its distribution over every arrangement of them."""

from __future__ import annotations

from functools import cache
from itertools import permutations

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = [
    "LARGEST",
    "SLACK",
    "arrangements",
    "codes",
    "critical",
    "holm",
    "kendall",
    "orders",
    "pattern",
    "reach",
    "scores",
    "tau_left_out",
]

LARGEST = 9
"""Most states whose arrangements are listed one by one."""
FEWEST = 4
SLACK = 1e-9
DECIMALS = 9


@cache
def orders(n: int) -> npt.NDArray[np.int8]:
    """Return every order of n states, one a row, the given one first."""
    return np.array(list(permutations(range(n))), dtype=np.int8)


@cache
def arrangements(codes: tuple[int, ...]) -> npt.NDArray[np.int8]:
    """Return every distinct order of some codes, one a row; with ties there are fewer than n! and all weigh alike."""
    counts = np.bincount(codes)
    if (counts <= 1).all():
        return np.array(codes, dtype=np.int8)[orders(len(codes))]
    return np.array(_multiset(tuple(int(count) for count in counts)), dtype=np.int8)


@cache
def _multiset(counts: tuple[int, ...]) -> list[tuple[int, ...]]:
    if sum(counts) == 0:
        return [()]
    found = []
    for code, count in enumerate(counts):
        if count:
            rest = (*counts[:code], count - 1, *counts[code + 1 :])
            found += [(code, *tail) for tail in _multiset(rest)]
    return found


def _pairs(n: int) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    first, second = np.triu_indices(n, 1)
    return first, second


def scores(x: npt.ArrayLike, y: npt.ArrayLike) -> npt.NDArray[np.float32]:
    """Return Kendall's score, pairs that agree less pairs that do not, of each row of ranks with one row of ranks.

    Args:
        x: ranks, one arrangement of the states a row.
        y: ranks of the same states, one row for all arrangements or one for each.
    """
    one, other = np.atleast_2d(x), np.atleast_2d(y)
    first, second = _pairs(one.shape[1])
    signs, still = (np.sign(m[:, first] - m[:, second]).astype(np.float32) for m in (one, other))
    return np.asarray(signs @ still[0] if len(still) == 1 else np.einsum("ij,ij->i", signs, still))


def reach(x: tuple[int, ...], y: tuple[int, ...]) -> npt.NDArray[np.float32]:
    """Return how far from zero the score of every arrangement of two rankings lies."""
    # relabelling the one with more ties gives the same distribution from fewer arrangements
    moved, fixed = (x, y) if len(set(x)) <= len(set(y)) else (y, x)
    return np.abs(scores(arrangements(moved), fixed))


@cache
def _distribution(x: tuple[int, ...], y: tuple[int, ...]) -> tuple[float, float, float]:
    """Tau-b, p of both tails and the smallest p possible, for ranks without gaps."""
    every = reach(x, y)
    score, own, other = (float(scores(a, b)[0]) for a, b in ((x, y), (x, x), (y, y)))
    at_least = float(np.mean(every >= abs(score) - SLACK))
    return score / float(np.sqrt(own * other)), at_least, float(np.mean(every >= every.max() - SLACK))


def codes(first: pd.Series, second: pd.Series) -> tuple[pd.Index, tuple[int, ...], tuple[int, ...]]:
    """Return the states that have both, and their ranks without gaps; what differs by rounding alone is a tie."""
    x, y = first.to_numpy("float64"), second.reindex(first.index).to_numpy("float64")
    known = ~(np.isnan(x) | np.isnan(y))
    ranks = (np.unique(np.round(v[known], DECIMALS), return_inverse=True)[1] for v in (x, y))
    one, other = (tuple(int(code) for code in r) for r in ranks)
    return first.index[known], one, other


def kendall(first: pd.Series, second: pd.Series) -> dict[str, float]:
    """Correlate two rankings of the same states and test it exactly.

    Args:
        first: one number a state.
        second: one number a state, aligned by index; states that lack either are left out.

    Returns:
        ``tau`` (tau-b, -1 to 1), ``p`` (share of all arrangements at least as far from zero), ``least`` (the smallest
        p that these ties allow) and ``n`` (states). Tau and p are missing for fewer than four states or a constant.

    Raises:
        ValueError: for more states than :data:`LARGEST`.
    """
    _, x, y = codes(first, second)
    n = len(x)
    if n > LARGEST:
        raise ValueError(f"an exact test lists the arrangements of at most {LARGEST} states, not {n}")
    if n < FEWEST or min(len(set(x)), len(set(y))) < 2:
        return {"tau": float("nan"), "p": float("nan"), "least": float("nan"), "n": float(n)}
    value, p, least = _distribution(x, y)
    return {"tau": value, "p": p, "least": least, "n": float(n)}


def pattern(first: pd.Series, second: pd.Series) -> str:
    """Return what a test of two rankings depends on, as text: equal for runs that compare the same ranks."""
    states, x, y = codes(first, second)
    return " ".join(f"{state}{a}.{b}" for state, a, b in zip(states, x, y, strict=True))


def tau_left_out(first: pd.Series, second: pd.Series) -> pd.Series:
    """Return tau-b with each state left out in turn, by the state left out; missing where it is not defined."""
    states, x, y = codes(first, second)
    return pd.Series(_without(x, y), index=states, dtype="float64")


@cache
def _without(x: tuple[int, ...], y: tuple[int, ...]) -> tuple[float, ...]:
    if len(x) <= FEWEST:
        return (float("nan"),) * len(x)
    one, other = (np.sign(np.subtract.outer(codes, codes)) for codes in (x, y))
    # what a state contributes is its row and its column; each pair counts from both sides
    score, left, right = (m.sum() - 2 * m.sum(axis=1) for m in (one * other, np.abs(one), np.abs(other)))
    scale = np.sqrt(left * right)
    return tuple(float(a / b) if b else float("nan") for a, b in zip(score, scale, strict=True))


def holm(p: pd.Series) -> pd.Series:
    """Adjust p-values for their number (Holm's step-down); missing ones stay missing and do not count."""
    known = p.dropna().sort_values()
    steps = known * np.arange(len(known), 0, -1)
    return steps.cummax().clip(upper=1.0).reindex(p.index)


@cache
def critical(n: int, level: float = 0.05) -> float:
    """Return the smallest tau of n states without ties whose exact p, both tails, does not exceed a level."""
    first, second = _pairs(n)
    every = orders(n)
    scores = np.zeros(len(every), dtype=np.int16)
    for i, j in zip(first, second, strict=True):
        scores += np.sign(every[:, j] - every[:, i])
    reach = np.abs(scores)
    allowed = [s for s in np.unique(reach) if np.mean(reach >= s) <= level]
    return float(min(allowed)) / len(first) if allowed else float("nan")
