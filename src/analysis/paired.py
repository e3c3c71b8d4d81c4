"""Shares of the same persons at different times or places, when only the margins are published."""

from __future__ import annotations

from scipy import stats

__all__ = ["p_bounds"]


def p_bounds(first: int, second: int, n: int) -> tuple[float, float]:
    """Bound the exact McNemar p-value over all pairings that the margins allow.

    How many persons changed in each direction is unknown when only the margins are printed; each possible table
    gives its own p-value.

    Args:
        first: persons with the condition at the first time or place.
        second: persons with it at the second.
        n: all persons.

    Returns:
        The smallest and the largest p-value.

    Raises:
        ValueError: when a margin is larger than the sample.
    """
    if not 0 <= first <= n or not 0 <= second <= n:
        raise ValueError(f"{first} and {second} cannot both be parts of {n}")
    both = range(max(0, first + second - n), min(first, second) + 1)
    gone = [first - kept for kept in both]
    come = [second - kept for kept in both]
    values = [_exact(b, c) for b, c in zip(gone, come, strict=True)]
    return min(values), max(values)


def _exact(gone: int, come: int) -> float:
    if gone + come == 0:
        return 1.0
    return float(stats.binomtest(gone, gone + come, 0.5).pvalue)
