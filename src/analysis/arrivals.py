"""Defector arrivals in South Korea: by year, sex and quarter, and how published figures were revised."""

from __future__ import annotations

import pandas as pd

from analysis import arrival_profile, arrival_trend, datasets, elsewhere, passage
from analysis.arrival_frames import LAST_BEFORE_COVID, Arrivals, prepare
from analysis.claims import thesis_range
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["Arrivals", "findings", "prepare"]

BREAK_OF_2012 = (2011, 2012)


def findings(arrivals: Arrivals) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    level = {"level": quantity(arrivals.level, "share", "coverage of the intervals")}
    parts = (_yearly, _women, _covid, _revised, _thesis)
    found = level | {name: value for part in parts for name, value in part(arrivals).items()}
    series = arrivals.series
    ends = arrivals.forecast.total(arrivals.level)[1:]
    seen = float(series.loc[arrivals.since].sum())
    return (
        found
        | arrival_trend.findings(arrivals)
        | arrival_profile.findings(arrivals.years, arrivals.quarters, arrivals.level)
        | passage.findings(arrivals.passage, (ends[0] - seen, ends[1] - seen), arrivals.base)
        | elsewhere.findings(series, arrivals.base, arrivals.passage.recent, arrivals.level)
    )


def _yearly(arrivals: Arrivals) -> dict[str, Quantity]:
    years = arrivals.years.set_index("year")
    total = years["total"]
    peak, last = int(total.idxmax()), int(total.index.max())
    before, after = (int(total[year]) for year in BREAK_OF_2012)
    rising = total[total.index <= peak].diff().dropna()
    return {
        "first_year": quantity(years["women"].first_valid_index(), "year", "first year of the series by sex"),
        "last_year": quantity(last, "year", "last year of the series"),
        "last_total": quantity(total[last], "persons", "arrivals in the last year"),
        "peak_year": quantity(peak, "year", "year of most arrivals"),
        "peak_total": quantity(total[peak], "persons", "arrivals in the peak year"),
        "total_2011": quantity(before, "persons", "arrivals in 2011"),
        "total_2012": quantity(after, "persons", "arrivals in 2012"),
        "break_year": quantity(BREAK_OF_2012[1], "year", "year of the break"),
        "fall_2012": quantity(1 - after / before, "share", "fall of arrivals from 2011 to 2012"),
        "total_2019": quantity(total[LAST_BEFORE_COVID], "persons", "arrivals in the last year before the pandemic"),
        "fall_2012_2019": quantity(1 - total[LAST_BEFORE_COVID] / after, "share", "fall from 2012 to 2019"),
        "cumulative": quantity(arrivals.cumulative, "persons", "all who ever arrived, to the end of the last year"),
        "falls_before_peak": quantity(int((rising < 0).sum()), "years", "years of decline before the peak"),
        "decline_mostly_older": exceeds(
            total[peak] - total[LAST_BEFORE_COVID],
            (total[peak] - total[last]) / 2,
            "persons",
            "more than half of the decline from the peak to the last year came before the pandemic",
        ),
        "halved_from_peak": exceeds(
            total[peak] / 2, total[LAST_BEFORE_COVID], "persons", "arrivals of 2019 were fewer than half of the peak"
        ),
        "largest_fall_before_covid_2012": holds(
            total[total.index <= LAST_BEFORE_COVID].diff().idxmin() == BREAK_OF_2012[1],
            "the largest fall of any year before the pandemic is that of 2012",
        ),
    }


def _women(arrivals: Arrivals) -> dict[str, Quantity]:
    years = arrivals.years.set_index("year").dropna(subset=["share"])
    early = arrivals.early.iloc[0]
    lowest, highest = int(years["share"].idxmin()), int(years["share"].idxmax())
    first, last = int(years.index.min()), int(years.index.max())
    # the women of 1999 to 2001 are known for the three years together only
    three = datasets.load("arrivals_early").set_index("estimate_id").loc["1999-2001"]
    women = int(early["women"] + three["women"] + years["women"].sum())
    lone = years[years["share"] < 0.5]
    return {
        "women_share": quantity(women / arrivals.cumulative, "share", "women among all who ever arrived"),
        "women_total": quantity(women, "persons", "women among all who ever arrived"),
        "women_first": quantity(years["share"][first], "share", "women in the first year of the series by sex"),
        "women_low_year": quantity(lowest, "year", "year with the lowest share of women"),
        "women_low": quantity(years["share"][lowest], "share", "lowest share of women in a year"),
        "women_low_interval": quantity(tuple(years.loc[lowest, ["low", "high"]]), "share", "its interval"),
        "women_high_year": quantity(highest, "year", "year with the highest share of women"),
        "women_high": quantity(years["share"][highest], "share", "highest share of women in a year"),
        "women_2018": quantity(years["share"][2018], "share", "women in 2018"),
        "women_above_two_thirds": exceeds(
            women / arrivals.cumulative, 2 / 3, "share", "women are more than two thirds of all"
        ),
        "women_last": quantity(years["share"][last], "share", "women in the last year"),
        "women_last_interval": quantity(tuple(years.loc[last, ["low", "high"]]), "share", "its interval"),
        "women_minority_years": quantity(
            " and ".join(str(year) for year in lone.index), "", "years in which women were fewer than half"
        ),
        "women_lead_but_twice": holds(len(lone) == 2, "women were the majority in every year but two"),
    }


def _covid(arrivals: Arrivals) -> dict[str, Quantity]:
    total = arrivals.years.set_index("year")["total"]
    quarters = arrivals.quarters
    lowest = quarters.loc[quarters["per_quarter"].idxmin()]
    before = quarters[quarters["year"] == LAST_BEFORE_COVID]
    recovery = total.loc[2023:]
    closure = arrivals.events.set_index("event_id")["day"]
    return {
        "total_2020": quantity(total[2020], "persons", "arrivals in 2020"),
        "total_2021": quantity(total[2021], "persons", "arrivals in 2021"),
        "total_2022": quantity(total[2022], "persons", "arrivals in 2022"),
        "total_2023": quantity(total[2023], "persons", "arrivals in 2023"),
        "total_2024": quantity(total[2024], "persons", "arrivals in 2024"),
        "fall_2020": quantity(1 - total[2020] / total[LAST_BEFORE_COVID], "share", "fall from 2019 to 2020"),
        "fall_2021": quantity(1 - total[2021] / total[LAST_BEFORE_COVID], "share", "fall from 2019 to 2021"),
        "recovery_share": quantity(
            recovery.max() / total[LAST_BEFORE_COVID], "share", "best year since 2023 as a share of 2019"
        ),
        "quarter_before": quantity(before["persons"].mean(), "persons a quarter", "mean quarter of 2019"),
        "quarter_2020_1": quantity(_quarter(quarters, 2020, 1), "persons", "arrivals in the first quarter of 2020"),
        "quarter_2020_2": quantity(_quarter(quarters, 2020, 2), "persons", "arrivals in the second quarter of 2020"),
        "lowest_quarter": quantity(lowest["persons"], "persons", "arrivals in the lowest quarter on record"),
        "lowest_quarter_year": quantity(lowest["year"], "year", "year of the lowest quarter"),
        "closure_day": quantity(closure["transport-suspended"], "date", "air and rail routes to China suspended"),
        "zone_day": quantity(closure["border-zone"], "date", "border zone with orders to shoot"),
        "no_recovery": exceeds(
            0.5 * total[LAST_BEFORE_COVID],
            recovery.max(),
            "persons",
            "no year since 2020 reached half the arrivals of 2019",
        ),
        "route_shut_within_a_quarter": exceeds(
            _quarter(quarters, 2020, 1) / 4,
            _quarter(quarters, 2020, 2),
            "persons",
            "the quarter after the closure brought fewer than a quarter of the one before",
        ),
        "border_closed_before_fall": exceeds(
            (pd.Timestamp(2020, 4, 1) - closure["transport-suspended"]).days,
            0,
            "days",
            "the border was closed before the quarter in which arrivals collapsed",
        ),
    }


def _quarter(quarters: pd.DataFrame, year: int, quarter: int) -> int:
    row = quarters[(quarters["year"] == year) & (quarters["quarter_from"] == quarter)]
    return int(row["persons"].iloc[0])


def _revised(arrivals: Arrivals) -> dict[str, Quantity]:
    first = arrivals.revisions[arrivals.revisions["release"] == 1]
    largest = first.loc[first["difference"].abs().idxmax()]
    changed = first[first["difference"] != 0]
    peak = arrivals.revisions[arrivals.revisions["year"] == 2009]
    return {
        "first_releases": quantity(len(first), "years", "years whose first release of a complete year is on record"),
        "revised_years": quantity(len(changed), "years", "years whose first release differs from the final figure"),
        "largest_revision": quantity(abs(largest["difference"]), "persons", "largest revision of a first release"),
        "largest_revision_year": quantity(largest["year"], "year", "year of the largest revision"),
        "largest_revision_share": quantity(
            (first["difference"].abs() / first["final"]).max(), "share", "largest revision relative to the final figure"
        ),
        "peak_first_release": quantity(peak["persons"].max(), "persons", "highest figure ever published for 2009"),
        "revisions_small": exceeds(
            0.05,
            (first["difference"].abs() / first["final"]).max(),
            "share",
            "no first release was off by a twentieth",
        ),
    }


def _thesis(arrivals: Arrivals) -> dict[str, Quantity]:
    total = arrivals.years.set_index("year")["total"]
    low, high = (int(end) for end in thesis_range("arrivals-range-decades"))
    inside = total[(total >= low) & (total <= high)]
    outside = total[(total.index < inside.index.min())]
    fall = 1 - total[LAST_BEFORE_COVID] / total[BREAK_OF_2012[0]]
    cell = datasets.load("arrivals_early").set_index("estimate_id").loc["1999-2001", "total"]
    days = arrivals.events.set_index("event_id")["day"]
    return {
        "cell_2001": quantity(cell, "persons", "the cell that the ministry labels 2001"),
        "cell_covers_years": holds(total.loc[1999:2001].sum() == cell, "the cell of 2001 is the sum of 1999 to 2001"),
        "range_too_wide": exceeds(low, outside.max(), "persons a year", "earlier years lie below the thesis's range"),
        "count_2020_right": holds(total[2020] == thesis_range("arrivals-2020")[0], "the count of 2020 is the thesis's"),
        "count_2021_right": holds(total[2021] == thesis_range("arrivals-2021")[0], "the count of 2021 is the thesis's"),
        "pandemic_fraction": exceeds(
            0.25, total[2020] / total[LAST_BEFORE_COVID], "share", "2020 brought less than a quarter of 2019"
        ),
        "thesis_low": quantity(low, "persons a year", "lower end of the range in the thesis"),
        "thesis_high": quantity(high, "persons a year", "upper end of the range in the thesis"),
        "range_first": quantity(int(inside.index.min()), "year", "first year within the range of the thesis"),
        "range_last": quantity(int(inside.index.max()), "year", "last year within the range of the thesis"),
        "most_before_range": quantity(outside.max(), "persons", "most arrivals in a year before that range"),
        "fall_2011_2019": quantity(fall, "share", "fall from 2011 to 2019"),
        "decade_below_thousands": exceeds(
            2 * low, total.loc[2012:2021].max(), "persons", "no year of the decade brought two thousand by any route"
        ),
        "closed_in_2020": holds(days["transport-suspended"].year == 2020, "routes to China were suspended in 2020"),
        "outbreak_admitted": holds(days["first-outbreak"].year == 2022, "Pyongyang announced an outbreak in 2022"),
        "halved_from_2011": exceeds(fall, 0.5, "share", "arrivals fell by more than half from 2011 to 2019"),
        "not_halved_from_2012": exceeds(
            0.5, 1 - total[LAST_BEFORE_COVID] / total[BREAK_OF_2012[1]], "share", "but not from 2012 to 2019"
        ),
    }
