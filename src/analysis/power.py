"""How strong an association among a handful of states must be for an exact test to find it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import exact_tests

__all__ = ["LEVEL", "curve", "power", "size", "threshold"]

LEVEL = 0.05


def threshold(x: tuple[int, ...], y: tuple[int, ...], level: float = LEVEL) -> float:
    """Return the smallest score that an exact test of rankings with these ties calls significant.

    Args:
        x: ranks without gaps, one a state.
        y: ranks of the same states.
        level: of the test, both tails.

    Returns:
        Pairs that agree less pairs that do not; infinite when no arrangement of the states could reach the level.
    """
    every = exact_tests.reach(x, y)
    values, counts = np.unique(every, return_counts=True)
    at_least = counts[::-1].cumsum()[::-1] / len(every)
    found = values[at_least <= level]
    return float(found.min()) if len(found) else float("inf")


def size(x: tuple[int, ...], y: tuple[int, ...], level: float = LEVEL) -> float:
    """Return how often the test errs when there is no association, exactly: at most the level, less with few states."""
    return float(np.mean(exact_tests.reach(x, y) >= threshold(x, y, level) - exact_tests.SLACK))


@cache
def power(x: tuple[int, ...], y: tuple[int, ...], latent: float, draws: int, seed: int, level: float = LEVEL) -> float:
    """Return how often the exact test finds an association of a given strength, by simulation.

    Each draw takes the states from a normal pair whose population tau is ``latent``, and gives them the ranks of ``x``
    and ``y`` in the order in which they fall: what is measured has these ties, whatever is behind it.

    Args:
        x: ranks without gaps, one a state.
        y: ranks of the same states.
        latent: population value of Kendall's tau behind the ranks.
        draws: samples.
        seed: of the generator; equal seeds draw the same states for every strength.
        level: of the test, both tails.
    """
    bound = threshold(x, y, level)
    if np.isinf(bound):
        return 0.0
    random = np.random.default_rng(seed)
    rho = np.sin(np.pi * latent / 2)
    first = random.standard_normal((draws, len(x)))
    second = rho * first + np.sqrt(1 - rho**2) * random.standard_normal((draws, len(x)))
    found = exact_tests.scores(_ranked(first, x), _ranked(second, y))
    return float(np.mean(np.abs(found) >= bound - exact_tests.SLACK))


def _ranked(values: npt.NDArray[np.float64], ranks: tuple[int, ...]) -> npt.NDArray[np.int8]:
    """Give each row of values the ranks at hand, the smallest value the smallest rank."""
    return np.asarray(np.sort(np.array(ranks, dtype=np.int8))[values.argsort(axis=1).argsort(axis=1)])


def curve(x: pd.Series, y: pd.Series, latents: Sequence[float], draws: int, seed: int) -> pd.DataFrame:
    """Return the power of one test, with its ties, over a range of strengths.

    Args:
        x: one number a state.
        y: one number a state, aligned by index; states that lack either are left out.
        latents: population values of tau, in the direction that is expected.
        draws: samples for each.
        seed: of the generator.

    Returns:
        ``latent`` and ``power``, one row a strength.
    """
    _, one, other = exact_tests.codes(x, y)
    return pd.DataFrame({"latent": latents, "power": [power(one, other, each, draws, seed) for each in latents]})
