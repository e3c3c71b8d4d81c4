"""Membership of the refugee treaties against practice towards North Koreans, as a table of a few states."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy import stats

from analysis import datasets, treaties

__all__ = ["CODINGS", "MEASURES", "cells", "exact_ranks", "left_out", "practice", "two_way", "variants"]

TREATIES = ("CSR1951", "CSRP1967")
"""The refugee convention and its protocol."""
TRANSIT = ["CHN", "MNG", "MMR", "LAO", "VNM", "KHM", "THA"]
MEASURES = {"passes on": "onward_transfer_to_rok", "no return traced": "known_refoulement_of_north_koreans"}
"""What counts as practice of non-return, and the indicator that says so (see protection_indicators)."""
BAR = 2
"""Rank from which practice counts as protecting: onward transfer quiet or routine; no return traced."""
CODINGS = ("coded", "open", "returns")
"""Mongolia's disputed cells: as coded, left open, or at worst (as if the people held in 2023 had been sent back)."""
DISPUTED = "MNG"


def cells(measure: str, mongolia: str, statuses: list[str], *, sceptic: bool = False) -> pd.DataFrame:
    """Return membership and practice of the seven transit states and of South Korea.

    Args:
        measure: a key of :data:`MEASURES`.
        mongolia: how its disputed cells are coded, one of :data:`CODINGS`.
        statuses: statuses of rows that count; a practice known from other rows is missing.
        sceptic: take the value that a critic would choose, where one is recorded.

    Returns:
        Indexed by state: ``member`` (of both treaties), ``rank`` (of practice, missing where open), ``protects``
        (true, false or missing) and ``cable_only``.

    Raises:
        ValueError: for an unknown measure or coding.
    """
    if measure not in MEASURES or mongolia not in CODINGS:
        raise ValueError(f"measure is one of {list(MEASURES)} and coding one of {CODINGS}")
    rows = datasets.load("national_protection").query("indicator == @MEASURES[@measure]").set_index("iso3")
    rank = rows["ordinal"].astype("Float64").where(rows["status"].isin(statuses))
    if sceptic:
        rank = rank.mask(rows["sceptic_value"].notna(), rows["sceptic_ordinal"].astype("Float64"))
    if mongolia != "coded":
        rank[DISPUTED] = pd.NA if mongolia == "open" else 0.0
    bound = treaties.parties()
    bound = bound[bound["instrument_id"].isin(TREATIES)].groupby("iso3")["instrument_id"].nunique()
    frame = pd.DataFrame({"rank": rank, "protects": rank.ge(BAR).astype("boolean"), "cable_only": rows["cable_only"]})
    member = pd.Series(frame.index.map(bound).fillna(0), index=frame.index).eq(len(TREATIES))
    frame.insert(0, "member", member)
    return frame.loc[[*TRANSIT, "KOR"]]


def practice(mongolia: str, statuses: list[str]) -> pd.Series:
    """Return whether each transit state passes people on (true, false or missing), by state."""
    return cells("passes on", mongolia, statuses).loc[TRANSIT, "protects"]


def two_way(frame: pd.DataFrame) -> dict[str, float]:
    """Cross membership with practice and test it exactly.

    Args:
        frame: columns ``member`` and ``protects``; states without a known practice are left out.

    Returns:
        ``members``, ``members_protect``, ``others``, ``others_protect`` (states), ``difference`` (of shares, members
        less others), ``odds`` (conditional estimate of the odds ratio) with ``odds_low`` and ``odds_high`` (95 %),
        ``p`` (Fisher, both tails), ``least`` (the smallest p that these margins allow), ``n``. Shares, odds and p
        are missing where a margin is empty.
    """
    known = frame.dropna(subset=["protects"])
    member, good = known["member"].astype(bool), known["protects"].astype(bool)
    a, b = int((member & good).sum()), int((member & ~good).sum())
    c, d = int((~member & good).sum()), int((~member & ~good).sum())
    counted = {"members": a + b, "members_protect": a, "others": c + d, "others_protect": c, "n": len(known)}
    empty = dict.fromkeys(("difference", "odds", "odds_low", "odds_high", "p", "least"), float("nan"))
    if not (a + b and c + d):
        return counted | empty
    margins = stats.hypergeom(len(known), a + c, a + b)
    chances = margins.pmf(np.arange(max(0, a - d), min(a + b, a + c) + 1))
    odds = stats.contingency.odds_ratio([[a, b], [c, d]], kind="conditional")
    interval = odds.confidence_interval(0.95)
    # of every table with these margins, the least likely has the smallest p: the sum of all as unlikely as it
    least = chances[chances <= chances.min() * (1 + 1e-9)].sum()
    return counted | {
        "difference": a / (a + b) - c / (c + d),
        "odds": float(odds.statistic),
        "odds_low": float(interval.low),
        "odds_high": float(interval.high),
        "p": float(stats.fisher_exact([[a, b], [c, d]]).pvalue),
        "least": float(least),
    }


def left_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`two_way` with each state of known practice left out in turn, one row a state."""
    known = frame.dropna(subset=["protects"])
    return pd.DataFrame({name: two_way(known.drop(index=name)) for name in known.index}).T


def variants(statuses: list[str]) -> pd.DataFrame:
    """Return the two-way table under each measure and coding, one row a variant.

    The measure of returns takes absence of evidence at its word, since nothing else says that a state sends nobody
    back; the measure of transfers rests on documents.
    """
    absent = [*statuses, "absence"]
    rows = [
        ("Passes on, by document", "coded", "passes on", statuses, False, False),
        ("Passes on, Mongolia open", "open", "passes on", statuses, False, False),
        ("Passes on, Mongolia at worst", "returns", "passes on", statuses, False, False),
        ("Passes on, sceptic's values", "coded", "passes on", statuses, True, False),
        ("Passes on, with South Korea", "coded", "passes on", [*statuses, "recalled"], False, True),
        ("No return traced", "coded", "no return traced", absent, False, False),
        ("No return traced, Mongolia open", "open", "no return traced", absent, False, False),
        ("No return traced, sceptic's values", "coded", "no return traced", absent, True, False),
    ]
    found = []
    for name, mongolia, measure, kept, sceptic, korea in rows:
        frame = cells(measure, mongolia, kept, sceptic=sceptic)
        frame = frame if korea else frame.loc[TRANSIT]
        out = left_out(frame)["p"]
        found.append({"variant": name} | two_way(frame) | {"p_low": out.min(), "p_high": out.max()})
    return pd.DataFrame(found)


def exact_ranks(values: pd.DataFrame, good: pd.Series) -> pd.DataFrame:
    """Ask of each candidate how well it sorts the states that pass people on from those that do not.

    ``auc`` is the share of pairs of one state of either kind in which the passing state has the higher value, ties
    counting one half: one half is no order, one and zero are perfect order. The exact p-value relabels the states in
    every possible way. ``family`` is the share of relabellings in which the best of all candidates lies at least as
    far from one half: the price of having looked at several.

    Args:
        values: one column a candidate, indexed by state; missing where unknown.
        good: whether the state passes people on, boolean, without missing.

    Returns:
        One row a candidate: ``auc``, ``p``, ``family``, ``n`` (states), ``low`` and ``high`` (auc with each state
        left out).
    """
    good = good.dropna().astype(bool)
    values = values.loc[good.index].astype("float64")
    labels = [list(chosen) for chosen in combinations(range(len(good)), int(good.sum()))]
    masks = np.zeros((len(labels), len(good)), dtype=bool)
    for row, chosen in enumerate(labels):
        masks[row, chosen] = True
    table = np.array([[_auc(column.to_numpy(), mask) for mask in masks] for _, column in values.items()])
    observed = np.array([_auc(column.to_numpy(), good.to_numpy()) for _, column in values.items()])
    reach, away = np.abs(table - 0.5), np.abs(observed - 0.5)
    best = np.nanmax(reach, axis=0)
    known = ~np.isnan(table)
    rest = np.array([
        [_auc(column.drop(index=name).to_numpy(), good.drop(name).to_numpy()) for name in column.dropna().index]
        + [np.nan] * int(column.isna().sum())
        for _, column in values.items()
    ])  # fmt: skip
    return pd.DataFrame(
        {
            "candidate": list(values.columns),
            "auc": observed,
            "p": [(r[k] >= a - 1e-9).mean() for r, k, a in zip(reach, known, away, strict=True)],
            "family": [(best >= a - 1e-9).mean() for a in away],
            "n": values.notna().sum().to_numpy(),
            "low": np.nanmin(rest, axis=1),
            "high": np.nanmax(rest, axis=1),
        }
    )


def _auc(values: np.ndarray, good: np.ndarray) -> float:
    """Return the share of pairs in which a marked state has the higher value; missing when one side is empty."""
    high, low = values[good & ~np.isnan(values)], values[~good & ~np.isnan(values)]
    if not (len(high) and len(low)):
        return float("nan")
    gap = high[:, None] - low[None, :]
    return float(((gap > 0) + 0.5 * (gap == 0)).mean())
