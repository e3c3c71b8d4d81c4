"""How far two codings of the same cells agree."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

__all__ = ["agreement", "kappa"]


def kappa(first: npt.NDArray[np.float64], second: npt.NDArray[np.float64]) -> float:
    """Return Cohen's kappa with linear weights: one less the mean distance over the distance expected by chance.

    Args:
        first: levels by one coding, 0 to 1.
        second: levels of the same cells by the other.

    Returns:
        One for full agreement, zero for what the margins alone would give; missing when both are one constant.
    """
    chance = np.abs(first[:, None] - second[None, :]).mean()
    return float(1 - np.abs(first - second).mean() / chance) if chance else float("nan")


def agreement(book: pd.DataFrame, level: float = 0.95) -> dict[str, float]:
    """Compare our coding with the sceptic's.

    The sceptic started from our coding and changed what can be disputed, so this measures how much is in dispute; it
    is no test of coders who worked apart, and higher than such a test would give. The interval leaves one state out
    at a time (jackknife), because the cells of a state hang together.

    Args:
        book: columns ``iso3``, ``level``, ``sceptic_level`` (missing where open).
        level: coverage of the interval.

    Returns:
        ``cells`` (coded by us), ``same`` (sceptic agrees), ``other`` (sceptic has another level), ``left_open``
        (sceptic would leave open), ``exact`` (share that is the same), ``kappa``, ``low`` and ``high``.
    """
    known = book.dropna(subset=["level"])
    both = known.dropna(subset=["sceptic_level"])
    same = int(np.isclose(both["level"], both["sceptic_level"]).sum())
    whole = kappa(both["level"].to_numpy(), both["sceptic_level"].to_numpy())
    states = both["iso3"].unique()
    rest = np.array([
        kappa(part["level"].to_numpy(), part["sceptic_level"].to_numpy())
        for part in (both[both["iso3"] != state] for state in states)
    ])  # fmt: skip
    pseudo = len(states) * whole - (len(states) - 1) * rest
    half = stats.t.ppf(0.5 + level / 2, len(states) - 1) * pseudo.std(ddof=1) / np.sqrt(len(states))
    return {
        "cells": len(known),
        "same": same,
        "other": len(both) - same,
        "left_open": len(known) - len(both),
        "exact": same / len(known),
        "kappa": whole,
        "low": max(-1.0, float(pseudo.mean() - half)),
        "high": min(1.0, float(pseudo.mean() + half)),
    }
