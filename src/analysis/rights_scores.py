"""Rights scores before and after a year, held against every other year and against other states."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import datasets

__all__ = ["SCORES", "changes", "summary", "windows"]

SCORES = {
    "pts_state_department": "Political Terror Scale",
    "fariss_hr_score": "Physical integrity (Fariss)",
    "vdem_liberal_democracy": "Liberal democracy (V-Dem)",
    "wgi_voice_accountability": "Voice and accountability",
}
"""Yearly scores that cover all nine states. The second is built from the first among others: not independent."""


def windows(values: pd.Series, width: int) -> pd.Series:
    """Return the mean of some years after each year less that of as many before; the year itself is left out.

    Args:
        values: one number a year, index the year.
        width: years on either side.

    Returns:
        Change by break year, in the unit of the values; missing where a year of either side is.
    """
    years = np.arange(int(values.index.min()), int(values.index.max()) + 1)
    full = values.reindex(years).astype("float64")
    before = full.rolling(width).mean().shift(1)
    after = full[::-1].rolling(width).mean().shift(1)[::-1]
    return after - before


def changes(peers: list[str], width: int) -> pd.DataFrame:
    """Estimate the change around every year for each state and score.

    Args:
        peers: codes of the states whose mean change is taken off; those without scores are passed over.
        width: years before and after.

    Returns:
        One row a score, state and break year: ``own`` (change), ``peers`` (mean change of the peers other than the
        state itself, missing where one of them is), ``relative`` (own less peers). Up is better. All in standard
        deviations of the score over all states and years, so that scales can share an axis; ``unit`` is that deviation.

    Raises:
        ValueError: when no peer has scores.
    """
    rows = datasets.load("state_years")
    rows = rows[rows["indicator"].isin(SCORES)]
    sign = rows["higher_means"].map({"better": 1.0, "worse": -1.0})
    rows = rows.assign(score=rows["value"].astype("float64") * sign, name=rows["indicator"].map(SCORES))
    controls = sorted(set(peers) & set(rows["iso3"]))
    if not controls:
        raise ValueError("no peer has scores: name at least one of the other eight states")
    unit = rows.groupby("name")["score"].std()
    moved = rows.groupby(["name", "iso3"])[["year", "score"]].apply(
        lambda group: windows(group.set_index("year")["score"], width).rename_axis("year").rename("own").reset_index()
    )
    frame = moved.reset_index(level=[0, 1]).reset_index(drop=True)
    frame["own"] = frame["own"] / frame["name"].map(unit)
    frame = frame.assign(peers=_others(frame, controls), unit=frame["name"].map(unit)).dropna(subset=["own"])
    return frame.assign(relative=frame["own"] - frame["peers"]).reset_index(drop=True)


def _others(frame: pd.DataFrame, controls: list[str]) -> pd.Series:
    """Mean change of the controls in the same year, each state's own left out of its yardstick."""
    control = frame["iso3"].isin(controls)
    at = [frame["name"], frame["year"]]
    total = frame["own"].where(control).groupby(at).transform("sum", min_count=1)
    known = frame["own"].where(control).groupby(at).transform("count")
    wanted = len(controls) - control.astype("int64")
    mean = (total - frame["own"].where(control, 0.0)) / wanted
    return mean.where((known - control.astype("int64")) == wanted)


def summary(frame: pd.DataFrame, break_year: int, state: str = "PRK") -> pd.DataFrame:
    """Compare the change around one year with the placebo of all other years, and the state with the others.

    Args:
        frame: as :func:`changes` returns it.
        break_year: the year that is thought to matter.
        state: code of the state.

    Returns:
        One row a score: ``own`` and ``relative`` (change around that year, standard deviations), ``years`` (break
        years that can be formed, that one among them), ``as_large`` (years, that one among them, with a relative
        change at least as large), ``p`` (their share), ``largest`` and ``largest_year`` (the largest relative change of
        any year), ``states_as_large`` (states, it among them, whose own change that year was at least as large),
        ``states``. Break years share data, so the p is a rank, not a test at a level.

    Raises:
        ValueError: when no score reaches far enough on both sides of that year.
    """
    mine = frame[frame["iso3"].eq(state)].dropna(subset=["relative"])
    if not mine["year"].eq(break_year).any():
        raise ValueError(f"no score has enough years on both sides of {break_year}")
    size = mine["relative"].abs()
    at = mine[mine["year"].eq(break_year)].set_index("name")
    reached = size >= mine["name"].map(at["relative"].abs()) - 1e-12
    largest = mine.loc[size.groupby(mine["name"]).idxmax()].set_index("name")
    year = frame[frame["year"].eq(break_year)]
    larger = year["own"].abs() >= year["name"].map(at["own"].abs()) - 1e-12
    table = pd.DataFrame(
        {
            "own": at["own"],
            "relative": at["relative"],
            "years": mine.groupby("name").size(),
            "as_large": reached.groupby(mine["name"]).sum(),
            "largest": largest["relative"],
            "largest_year": largest["year"],
            "states_as_large": larger.groupby(year["name"]).sum(),
            "states": year.groupby("name").size(),
        }
    ).dropna(subset=["own"])
    return (
        table.assign(p=table["as_large"] / table["years"])
        .reindex([n for n in SCORES.values() if n in table.index])
        .reset_index()
    )
