"""Fences, guards and closures on a time axis, against arrivals."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["KINDS", "Border", "border", "exact_difference", "findings", "spans"]

FIRST, LAST = 2009, 2025
"""Years of the time axis."""
BEFORE_COVID = (2003, 2019)
"""Years whose changes are compared: from the second year of the series to the last before the pandemic."""
KINDS = {
    "fence": "Fences",
    "guard_posts": "Fences",
    "mines": "Fences",
    "surveillance": "Surveillance",
    "force": "Orders to shoot",
    "enforcement": "Policing and law",
    "law": "Policing and law",
    "closure": "Closure",
    "reopening": "Reopening",
}
"""Kinds of measures as they are drawn; an observed effect is no measure."""
COUNTS = ("2019-prk-posts-before", "2023-prk-posts-after")
"""Counts of posts at a date: states, not measures."""


@dataclass(frozen=True)
class Border:
    """Measures and arrivals.

    Attributes:
        measures: one row a measure from 2009 on: ``start``, ``end`` (days), ``row``, ``state``.
        earlier: measures before 2009, not drawn.
        bars: arrivals a quarter: ``start``, ``end``, ``persons``, ``precision`` (quarter, or mean of a longer period).
        changes: one row a year: ``change`` (log ratio to the year before), ``measures`` (that began in it).
        difference: mean change in years with a measure less that in years without.
        p_value: exact permutation p-value of the difference.
        rows: the rows of the tables behind it.
    """

    measures: pd.DataFrame
    earlier: pd.DataFrame
    bars: pd.DataFrame
    changes: pd.DataFrame
    difference: float
    p_value: float
    rows: pd.DataFrame


def spans(measures: pd.DataFrame) -> pd.DataFrame:
    """Turn dates of a day, month or year into the span that they leave open.

    Args:
        measures: ``date`` and ``date_end`` as text of ten, seven or four characters.

    Returns:
        The rows with ``start`` and ``end``: the first day, and the day after the last.
    """
    until = measures["date_end"].fillna(measures["date"])
    length = until.str.len()
    start = pd.to_datetime(measures["date"].str.ljust(4).str.strip(), format="ISO8601")
    last = pd.to_datetime(until, format="ISO8601")
    end = (
        last.where(length != 10, last + pd.DateOffset(days=1))
        .where(length != 7, last + pd.DateOffset(months=1))
        .where(length != 4, last + pd.DateOffset(years=1))
    )
    return measures.assign(start=start, end=end)


def exact_difference(values: np.ndarray, marked: np.ndarray) -> tuple[float, float]:
    """Compare means of marked and other values, by every way of marking as many.

    Args:
        values: any numbers.
        marked: true for one of both groups, neither of them empty.

    Returns:
        Difference of means (marked less other), and the share of ways with a difference at least as large in size.
    """
    values, count = np.asarray(values, dtype="float64"), int(np.sum(marked))
    observed = values[marked].mean() - values[~marked].mean()
    chosen = np.array(list(combinations(range(len(values)), count)))
    sums = values[chosen].sum(axis=1)
    differences = sums / count - (values.sum() - sums) / (len(values) - count)
    return float(observed), float(np.mean(np.abs(differences) >= abs(observed) - 1e-12))


def border(measures: pd.DataFrame, quarters: pd.DataFrame, years: pd.DataFrame, states: pd.DataFrame) -> Border:
    """Build the frames.

    Args:
        measures: the table of border measures.
        quarters: the table of arrivals by quarter.
        years: the table of arrivals by year.
        states: the table of states.
    """
    taken = spans(measures[measures["kind"].isin(KINDS) & ~measures["cable_only"]])
    taken = taken.assign(row=taken["kind"].map(KINDS), state=taken["iso3"].map(states.set_index("iso3")["short_name"]))
    taken = taken[~taken["measure_id"].isin(COUNTS)]
    began = taken["start"].dt.year
    total = years.set_index("year")["total"].astype("float64")
    change = np.log(total / total.shift())
    first, last = BEFORE_COVID
    count = began.value_counts().reindex(total.index, fill_value=0)
    changes = pd.DataFrame({"change": change, "measures": count}).loc[first:last].reset_index()
    difference, p_value = exact_difference(changes["change"].to_numpy(), (changes["measures"] > 0).to_numpy())
    drawn = taken[began >= FIRST].sort_values(["row", "start", "measure_id"]).reset_index(drop=True)
    columns = ["source_id", "other_sources", "status"]
    used = quarters[quarters["year"] >= FIRST]
    of_years = years[years["year"] >= FIRST]
    rows = pd.concat([drawn[columns], used[columns], of_years[columns]], ignore_index=True)
    return Border(drawn, taken[began < FIRST], _bars(used, of_years), changes, difference, p_value, rows)


def _bars(quarters: pd.DataFrame, years: pd.DataFrame) -> pd.DataFrame:
    """Single quarters where they are published; elsewhere the mean of the shortest period that is."""
    length = (quarters["quarter_to"] - quarters["quarter_from"] + 1).astype("int64")
    month = (quarters["quarter_from"] - 1) * 3 + 1
    start = pd.to_datetime({"year": quarters["year"], "month": month, "day": 1})
    single = quarters.assign(start=start, months=3 * length, persons=quarters["persons"] / length, single=length == 1)
    covered = single.groupby("year").agg(months=("months", "sum"), people=("persons", "sum"))
    rest = years.merge(covered, on="year", how="left").fillna({"months": 0, "people": 0})
    rest = rest[rest["months"] < 12]
    begin = pd.to_datetime({"year": rest["year"], "month": rest["months"].astype("int64") + 1, "day": 1})
    left = 12 - rest["months"].astype("int64")
    mean = rest.assign(start=begin, months=left, persons=(rest["total"] - rest["people"]) / (left / 3), single=False)
    bars = pd.concat([each[["year", "start", "months", "persons", "single"]] for each in (single, mean)])
    bars = bars.sort_values("start").reset_index(drop=True)
    end = [begin + pd.DateOffset(months=int(n)) for begin, n in zip(bars["start"], bars["months"], strict=True)]
    precision = bars["single"].map({True: "quarter", False: "mean of a longer period"})
    return bars.assign(end=end, persons=bars["persons"].astype("float64"), precision=precision)


def findings(line: Border) -> dict[str, Quantity]:
    """State what the time axis shows."""
    measures, changes = line.measures, line.changes
    quiet = changes[changes["measures"] == 0]
    fall = changes.loc[changes["change"].idxmin()]
    closure = measures.set_index("measure_id").loc["2020-prk-closure", "start"]
    fences = measures[measures["row"] == "Fences"]
    by_state = measures["iso3"].value_counts()
    before, after = (changes["year"] < fall["year"]), (changes["year"] > fall["year"])
    return {
        "measures": quantity(len(measures), "measures", "measures drawn"),
        "measures_earlier": quantity(len(line.earlier), "measures", "measures before the axis begins"),
        "measures_north": quantity(int(by_state["PRK"]), "measures", "of them by North Korea"),
        "measures_china": quantity(int(by_state["CHN"]), "measures", "of them by China"),
        "fences": quantity(len(fences), "measures", "of them fences, posts and mines"),
        "years_compared": quantity(len(changes), "years", "years whose change is compared"),
        "years_without": quantity(len(quiet), "years", "of them without a new measure on record"),
        "difference": quantity(float(np.expm1(line.difference)), "share", "change in years with a measure, relative"),
        "difference_p": quantity(line.p_value, "probability", "exact permutation p-value"),
        "measures_before_fall": quantity(int(changes.loc[before, "measures"].sum()), "measures", "before 2012"),
        "measures_after_fall": quantity(int(changes.loc[after, "measures"].sum()), "measures", "2013 to 2019"),
        "no_association": holds(line.p_value > 0.05, "years with and without measures do not differ beyond chance"),
        "fall_in_2012": holds(int(fall["year"]) == 2012, "the largest fall before the pandemic is that of 2012"),
        "closure_first": exceeds(
            (pd.Timestamp(2020, 4, 1) - closure).days, 0, "days", "the closure precedes the collapse"
        ),
        "most_fences_later": holds((fences["start"].dt.year > fall["year"]).all(), "every dated fence followed"),
    }
