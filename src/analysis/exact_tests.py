"""Kendall's tau-b of a handful of states, with its distribution over every arrangement of them."""

from __future__ import annotations

from functools import cache
from itertools import permutations

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["LARGEST", "arrangements", "critical", "holm", "kendall", "orders", "power", "tau", "tau_left_out"]

LARGEST = 9
"""Most states whose arrangements are listed one by one."""
FEWEST = 4
SLACK = 1e-9


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


@cache
def _distribution(x: tuple[int, ...], y: tuple[int, ...]) -> tuple[float, float, float]:
    """Tau-b, p of both tails and the smallest p possible, for ranks without gaps."""
    first, second = _pairs(len(x))
    # relabelling the one with more ties gives the same distribution from fewer arrangements
    moved, fixed = (x, y) if len(set(x)) <= len(set(y)) else (y, x)
    still = np.sign(np.subtract(*(np.array(fixed)[side] for side in (first, second)))).astype(np.float32)
    every = arrangements(moved)
    signs = np.sign(every[:, first] - every[:, second]).astype(np.float32)
    own = np.sign(np.subtract(*(np.array(moved)[side] for side in (first, second)))).astype(np.float32)
    scale = float(np.sqrt((own @ own) * (still @ still)))
    reach = np.abs(signs @ still)
    score = float(own @ still)
    at_least = float(np.mean(reach >= abs(score) - SLACK))
    return score / scale, at_least, float(np.mean(reach >= reach.max() - SLACK))


def _pair(first: pd.Series, second: pd.Series) -> pd.DataFrame:
    return pd.DataFrame({"first": first, "second": second}).astype("float64").dropna()


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
    pair = _pair(first, second)
    n = len(pair)
    if n > LARGEST:
        raise ValueError(f"an exact test lists the arrangements of at most {LARGEST} states, not {n}")
    if n < FEWEST or pair.nunique().min() < 2:
        return {"tau": float("nan"), "p": float("nan"), "least": float("nan"), "n": float(n)}
    codes = (tuple(int(c) for c in pair[name].round(9).rank(method="dense") - 1) for name in ("first", "second"))
    value, p, least = _distribution(*codes)
    return {"tau": value, "p": p, "least": least, "n": float(n)}


def tau(first: pd.Series, second: pd.Series) -> float:
    """Return tau-b alone; missing where :func:`kendall` has none."""
    pair = _pair(first, second)
    if len(pair) < FEWEST or pair.nunique().min() < 2:
        return float("nan")
    one, other = _pairs(len(pair))
    x, y = (np.sign(np.round(v[one] - v[other], 9)) for v in (pair[name].to_numpy() for name in pair))
    return float(x @ y / np.sqrt((x @ x) * (y @ y)))


def tau_left_out(first: pd.Series, second: pd.Series) -> pd.Series:
    """Return tau-b with each state left out in turn, by the state left out; missing where it is not defined."""
    pair = _pair(first, second)
    if len(pair) <= FEWEST:
        return pd.Series(float("nan"), index=pair.index)
    x, y = (np.sign(np.round(v[:, None] - v[None, :], 9)) for v in (pair[name].to_numpy() for name in pair))
    both, left, right = x * y, np.abs(x), np.abs(y)
    # what a state contributes is its row and its column; each pair counts from both sides
    score, one, other = (m.sum() - 2 * m.sum(axis=1) for m in (both, left, right))
    scale = np.sqrt(one * other)
    known = scale > 0
    return pd.Series(np.where(known, score / np.where(known, scale, 1.0), np.nan), index=pair.index)


def holm(p: pd.Series) -> pd.Series:
    """Adjust p-values for their number (Holm's step-down); missing ones stay missing and do not count."""
    known = p.dropna().sort_values()
    steps = known * np.arange(len(known), 0, -1)
    return steps.cummax().clip(upper=1.0).reindex(p.index)


def power(n: int, latent: float, draws: int, seed: int, level: float = 0.05) -> float:
    """Return how often an exact test of n states finds an association of a given strength.

    States are drawn from a normal pair without ties whose population tau is ``latent``.

    Args:
        n: states.
        latent: population value of Kendall's tau.
        draws: samples.
        seed: of the generator.
        level: of the test, both tails.
    """
    random = np.random.default_rng(seed)
    rho = np.sin(np.pi * latent / 2)
    x = random.standard_normal((draws, n))
    y = rho * x + np.sqrt(1 - rho**2) * random.standard_normal((draws, n))
    first, second = _pairs(n)
    score = (np.sign(x[:, first] - x[:, second]) * np.sign(y[:, first] - y[:, second])).sum(axis=1)
    return float(np.mean(np.abs(score) >= critical(n, level) * len(first) - SLACK))


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
