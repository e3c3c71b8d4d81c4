"""The frames behind the chapter on arrivals, derived from the tables."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import datasets
from analysis.breaks import NAMED, Trend, segmented
from analysis.counterfactual import Expected, expected, placebos, specifications
from analysis.estimates import wilson
from analysis.passage import Passage, passage

__all__ = ["HEADLINE", "LAST_BEFORE_COVID", "Arrivals", "prepare"]

LAST_BEFORE_COVID = 2019
"""The last whole year before North Korea closed its border in January 2020."""
HEADLINE = "trend"
"""The model behind the figure of the counterfactual; every other is drawn beside it."""
RECENT = 3
"""Years at the end of the series that stand for the present."""


@dataclass(frozen=True)
class Arrivals:
    """The frames of the chapter.

    Attributes:
        years: one row a year: men, women, total (persons), share of women with its interval (0 to 1).
        quarters: one row a published period from 2019 on: start, end, persons, persons a quarter.
        revisions: one row a published total of a complete year: persons, final, difference.
        events: border measures and reopenings since 2019, with their day.
        early: the cell that the ministry publishes for everything before the series.
        level: coverage of the intervals.
        base: first and last year of the base period from which the missing arrivals are counted.
        trend: the series in three pieces.
        forecast: what the base period lets one expect of the years since the closure.
        placebos: the same with the closure pretended in each earlier year, for a trend and for a level (``model``).
        specs: missing arrivals under every model and base period.
        passage: bounds on what the fall is made of.
    """

    years: pd.DataFrame
    quarters: pd.DataFrame
    revisions: pd.DataFrame
    events: pd.DataFrame
    early: pd.DataFrame
    level: float
    base: tuple[int, int]
    trend: Trend
    forecast: Expected
    placebos: pd.DataFrame
    specs: pd.DataFrame
    passage: Passage

    @property
    def since(self) -> list[int]:
        """Years since the border closed."""
        return list(range(NAMED[1], int(self.years["year"].max()) + 1))

    @property
    def series(self) -> pd.Series:
        """Arrivals that the trend rests on, persons, indexed by year."""
        return pd.Series(self.trend.counts, index=self.trend.years.astype("int64"))

    @property
    def cumulative(self) -> int:
        """Persons who ever arrived, to the end of the last year."""
        return int(self.early["total"].sum() + self.years["total"].sum())


def prepare(first_year: int, level: float, base_from: int = 2012, base_to: int = LAST_BEFORE_COVID) -> Arrivals:
    """Load the tables of the chapter and derive its frames.

    Args:
        first_year: first year of the series by sex and of the trend.
        level: coverage of the intervals.
        base_from: first year of the base period.
        base_to: its last year, before the closure.

    Raises:
        ValueError: when the base period leaves the series, or reaches into the closure.
    """
    if not first_year <= base_from < base_to <= LAST_BEFORE_COVID:
        raise ValueError(
            f"the base period {base_from} to {base_to} must lie within {first_year} to {LAST_BEFORE_COVID}: "
            "change base_from, base_to or first_year"
        )
    every = datasets.load("arrivals")
    shares = wilson(every["women"], every["women"] + every["men"], level)
    years = every.join(shares)
    by_sex = years["women"].notna() & (years["year"] < first_year)
    years.loc[by_sex, ["men", "women", "share", "low", "high"]] = pd.NA
    early = datasets.load("arrivals_early")
    series = every[every["year"] >= first_year].set_index("year")["total"].astype("float64")
    since = [int(year) for year in series.index if year >= NAMED[1]]
    ahead = np.asarray(since, dtype="float64")
    base = series.loc[base_from:base_to]
    window = base_to - base_from + 1
    recent = (int(series.index.max()) - RECENT + 1, int(series.index.max()))
    return Arrivals(
        years=years,
        quarters=_quarters(datasets.load("arrivals_quarters")),
        revisions=_revisions(datasets.load("arrivals_vintages"), every),
        events=_border_events(datasets.load("events")),
        early=early[early["estimate_id"] == "to-1998"],
        level=level,
        base=(base_from, base_to),
        trend=segmented(series.index.to_numpy(dtype="float64"), series.to_numpy()),
        forecast=expected(base.index.to_numpy(dtype="float64"), base.to_numpy(), ahead, HEADLINE),
        placebos=pd.concat(
            [placebos(series, window, NAMED[1], model, level).assign(model=model) for model in ("trend", "level")],
            ignore_index=True,
        ),
        specs=specifications(series, base_to, since, level),
        passage=passage(series, (base_from, base_to), recent),
    )


def _quarters(frame: pd.DataFrame) -> pd.DataFrame:
    recent = frame[frame["year"] >= LAST_BEFORE_COVID].reset_index(drop=True)
    length = recent["quarter_to"] - recent["quarter_from"] + 1
    months = (recent["quarter_from"] - 1) * 3 + 1
    start = pd.to_datetime({"year": recent["year"], "month": months, "day": 1})
    end = [each + pd.DateOffset(months=int(3 * n)) for each, n in zip(start, length, strict=True)]
    return recent.assign(start=start, end=end, per_quarter=recent["persons"] / length, quarters=length)


def _revisions(vintages: pd.DataFrame, final: pd.DataFrame) -> pd.DataFrame:
    totals = vintages[(vintages["sex"] == "total") & vintages["complete_year"]]
    merged = totals.merge(final[["year", "total"]].rename(columns={"total": "final"}), on="year")
    merged["difference"] = merged["persons"] - merged["final"]
    merged["release"] = merged.groupby("year")["published"].rank(method="first").astype("int64")
    return merged.sort_values(["year", "published", "persons"]).reset_index(drop=True)


def _border_events(events: pd.DataFrame) -> pd.DataFrame:
    kinds = ["border_closure", "border_reopening"]
    dated = events[events["kind"].isin(kinds) & (events["date"].str.len() == 10) & (events["date"] >= "2020")]
    return dated.assign(day=pd.to_datetime(dated["date"])).reset_index(drop=True)
