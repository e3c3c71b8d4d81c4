"""The frames behind the chapter on arrivals, derived from the tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets
from analysis.estimates import wilson

__all__ = ["LAST_BEFORE_COVID", "Arrivals", "prepare"]

LAST_BEFORE_COVID = 2019
"""The last whole year before North Korea closed its border in January 2020."""


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
    """

    years: pd.DataFrame
    quarters: pd.DataFrame
    revisions: pd.DataFrame
    events: pd.DataFrame
    early: pd.DataFrame
    level: float

    @property
    def cumulative(self) -> int:
        """Persons who ever arrived, to the end of the last year."""
        return int(self.early["total"].sum() + self.years["total"].sum())


def prepare(first_year: int, level: float) -> Arrivals:
    """Load the tables of the chapter and derive its frames.

    Args:
        first_year: first year of the series by sex.
        level: coverage of the intervals.
    """
    every = datasets.load("arrivals")
    shares = wilson(every["women"], every["women"] + every["men"], level)
    years = every.join(shares)
    by_sex = years["women"].notna() & (years["year"] < first_year)
    years.loc[by_sex, ["men", "women", "share", "low", "high"]] = pd.NA
    early = datasets.load("arrivals_early")
    return Arrivals(
        years=years,
        quarters=_quarters(datasets.load("arrivals_quarters")),
        revisions=_revisions(datasets.load("arrivals_vintages"), every),
        events=_border_events(datasets.load("events")),
        early=early[early["estimate_id"] == "to-1998"],
        level=level,
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
