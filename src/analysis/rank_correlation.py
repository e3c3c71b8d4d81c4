"""Rank correlation of a handful of states: Spearman's coefficient with its exact permutation distribution."""

from __future__ import annotations

from functools import cache
from itertools import chain, permutations
from math import factorial

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import rankdata

__all__ = ["LARGEST", "exact", "left_out"]

LARGEST = 9
"""Most states whose relabellings are listed one by one; there are 362,880 for nine."""
SLACK = 1e-9


@cache
def _orders(n: int) -> npt.NDArray[np.int8]:
    flat = np.fromiter(chain.from_iterable(permutations(range(n))), dtype=np.int8, count=n * factorial(n))
    return flat.reshape(-1, n)


def exact(first: pd.Series, second: pd.Series) -> dict[str, float]:
    """Correlate two rankings; ties share their mean rank.

    The p-value is the share of all relabellings of the states whose coefficient lies at least as far from zero, ties
    included. It says how often chance alone would order so few states so well, not how a population of states behaves.

    Args:
        first: one number a state.
        second: one number a state, same index; states that lack either are left out.

    Returns:
        ``rho`` (-1 to 1), ``p`` (both tails), ``n`` (states) and ``least`` (the smallest p that these ties allow).

    Raises:
        ValueError: when fewer than three states are left, more than :data:`LARGEST`, or one ranking is constant.
    """
    pair = pd.DataFrame({"first": first, "second": second}).dropna().astype("float64")
    if not 3 <= len(pair) <= LARGEST:
        raise ValueError(f"an exact test needs 3 to {LARGEST} states, not {len(pair)}")
    if pair.nunique().min() < 2:
        raise ValueError("a ranking without differences has no correlation")
    x, y = (rankdata(pair[name]) - (len(pair) + 1) / 2 for name in ("first", "second"))
    scale = float(np.sqrt((x @ x) * (y @ y)))
    every = np.abs(x[_orders(len(pair))] @ y) / scale
    rho = float(x @ y) / scale
    return {
        "rho": rho,
        "p": float(np.mean(every >= abs(rho) - SLACK)),
        "n": float(len(pair)),
        "least": float(np.mean(every >= every.max() - SLACK)),
    }


def left_out(first: pd.Series, second: pd.Series) -> pd.Series:
    """Return the coefficient with each state left out in turn; missing where a ranking turns constant."""
    pair = pd.DataFrame({"first": first, "second": second}).dropna()
    rest = {name: pair.drop(index=name) for name in pair.index}
    return pd.Series({
        name: exact(part["first"], part["second"])["rho"] if part.nunique().min() > 1 else float("nan")
        for name, part in rest.items()
    })  # fmt: skip
