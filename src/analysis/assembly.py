"""Votes of the General Assembly on human rights in North Korea, and a trend that knows years without a vote."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
from scipy import stats

from analysis import datasets

__all__ = ["ORDER", "ballots", "exact_trend", "fillings", "kendall", "record", "slope"]

ORDER = ["yes", "abstain", "absent", "no"]
"""From support to opposition; absent means that the roll call leaves the state blank."""


def record() -> pd.DataFrame:
    """Return one row a resolution, with ``voted`` and ``share`` (of all members, in favour).

    The share is missing where no vote was taken: consent without a count is neither none nor all.
    """
    frame = datasets.load("assembly_resolutions").sort_values("year", ignore_index=True)
    return frame.assign(voted=frame["adopted_by"].eq("vote"), share=(frame["yes"] / frame["members"]).astype("float64"))


def ballots() -> pd.DataFrame:
    """Return how the nine states voted: one row a state and year, *no vote taken* in consensus years."""
    votes = datasets.load("assembly_votes")
    states = datasets.load("states")[["iso3", "short_name", "position"]].rename(columns={"short_name": "state"})
    grid = states.merge(record()[["year", "resolution", "adopted_by"]], how="cross")
    frame = grid.merge(votes[["iso3", "year", "vote"]], on=["iso3", "year"], how="left", validate="one_to_one")
    return frame.assign(vote=frame["vote"].fillna("no vote taken")).sort_values(["position", "year"], ignore_index=True)


def kendall(values: pd.Series) -> float:
    """Return Kendall's rank correlation (tau b) of a series with its order in time."""
    return float(stats.kendalltau(np.arange(len(values)), values.to_numpy("float64")).statistic)


def exact_trend(values: pd.Series) -> float:
    """Test for a trend by listing every order in which the values could have come.

    Args:
        values: numbers in order of time, none missing; at most nine, since nine have 362,880 orders.

    Returns:
        Two-sided p: the share of all orders whose concordance with time is at least as far from none as the real one.
        Right with ties, where the usual tables are not.

    Raises:
        ValueError: when a value is missing, or there are more than nine.
    """
    if values.isna().any() or len(values) > 9:
        raise ValueError("the exact test wants at most nine values, none missing")
    numbers = values.to_numpy("float64")
    orders = np.array(list(permutations(range(len(numbers)))), dtype=np.int8)
    earlier, later = np.triu_indices(len(numbers), 1)
    above = np.sign(numbers[None, :] - numbers[:, None]).astype(np.int8)
    scores = above[orders[:, earlier], orders[:, later]].sum(axis=1, dtype=np.int64)
    return float((abs(scores) >= abs(scores[0])).mean())


def slope(years: pd.Series, values: pd.Series, level: float = 0.95) -> tuple[float, float, float]:
    """Estimate the change a year as the median of the slopes between all pairs (Theil and Sen), with its interval."""
    fit = stats.theilslopes(values.to_numpy("float64"), years.to_numpy("float64"), alpha=level)
    return float(fit.slope), float(fit.low_slope), float(fit.high_slope)


def fillings() -> pd.DataFrame:
    """Return the share in favour under three readings of the years without a vote.

    Returns:
        One row a reading and year: ``reading`` is *as no vote in favour* (the error to avoid), *as the last recorded
        vote* or *as every member*; ``share``.
    """
    frame = record()
    readings = {
        "as no vote in favour": frame["share"].fillna(0.0),
        "as the last recorded vote": frame["share"].ffill(),
        "as every member": frame["share"].fillna(1.0),
    }
    wide = pd.DataFrame(readings).assign(year=frame["year"])
    return wide.melt("year", var_name="reading", value_name="share")
