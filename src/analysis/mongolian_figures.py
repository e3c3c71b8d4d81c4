"""Published figures on North Koreans in Mongolia, brought to persons a year and held against what is possible."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.detections import YEAR, arrivals

__all__ = ["ceilings", "flows", "stock"]

KINDS = {"entries": "flow", "arrests": "flow", "rate": "flow", "onward": "mean of a span"}
PEAK = 2006
"""The year to which the rival figures refer (source: ledger, mng-500-year and note mng-2006-month)."""


def flows(statuses: list[str]) -> pd.DataFrame:
    """Return each Mongolian figure that is a flow, as persons a year.

    A figure for some months is multiplied up to a year, a cumulative one divided by its length. That is arithmetic
    on a printed figure, not a count.

    Args:
        statuses: statuses of rows that count.

    Returns:
        Rows of ``transit_arrivals`` with ``year`` (first of the period), ``per_year`` (persons a year),
        ``at_least`` (only a lower end is printed), ``kind`` and ``counts`` (false where the row rests on leaked
        cables alone or has another status: it carries no conclusion).
    """
    rows = datasets.load("transit_arrivals").query("iso3 == 'MNG'")
    rows = rows[rows["measure"].isin(list(KINDS))]
    low = rows["low"].astype("float64")
    span = _years(rows)
    per_year = low.mask(rows["measure"].eq("rate"), low * YEAR).mask(rows["measure"].ne("rate"), low / span)
    return rows.assign(
        year=rows["period_start"].str[:4].astype("int64"),
        per_year=per_year,
        at_least=rows["high"].isna(),
        kind=rows["measure"].map(KINDS),
        counts=rows["status"].isin(statuses) & ~rows["cable_only"],
    ).reset_index(drop=True)


def _years(rows: pd.DataFrame) -> pd.Series:
    """Return the length of each period in years; a month without a day ends with that month."""
    start = pd.to_datetime(rows["period_start"].str.ljust(7, "-").replace(r"-+$", "-01", regex=True), format="%Y-%m")
    whole = rows["period_end"].where(rows["period_end"].str.len() > 4, rows["period_end"] + "-12")
    end = pd.to_datetime(whole, format="%Y-%m")
    return ((end.dt.year - start.dt.year) * YEAR + end.dt.month - start.dt.month + 1) / YEAR


def ceilings() -> dict[str, float]:
    """Return how many people a year could have moved on through Mongolia at most, persons.

    Returns:
        ``all`` arrivals in South Korea in the year; ``rest``, those whom the Thai police did not count.
    """
    thai = datasets.load("transit_arrivals").query("series == 'thai_police' and months == 12")
    counted = thai.set_index(thai["period_start"].str[:4].astype("int64"))["low"]
    return {"all": float(arrivals()[PEAK]), "rest": float(arrivals()[PEAK] - counted[PEAK])}


def stock(row: str) -> float:
    """Return how many people were present at a date, persons."""
    return float(datasets.load("transit_arrivals").set_index("arrival_id").loc[row, "low"])
