"""Where else North Koreans sought asylum: applications that UNHCR counts, and admissions to the United States."""

from __future__ import annotations

import re

import pandas as pd

from analysis import datasets
from analysis.estimates import wilson
from analysis.findings import Quantity, exceeds, quantity

__all__ = ["STATES", "applications", "bound", "drawn", "findings", "yearly"]

STATES = {
    "CAN": "Canada",
    "GBR": "United Kingdom",
    "DEU": "Germany",
    "NLD": "Netherlands",
    "BEL": "Belgium",
}
"""The five states with the highest count of a year; a test holds the list to the data."""
ADMISSIONS = "United States (admitted)"
WAITING = ("THA", "KHM")
"""States that North Koreans pass on the way to Seoul: asking there is no choice of another refuge."""
FIRST = ("new_applications", "first_instance")
NEW = ("new", "various", "new_and_repeat")


def applications() -> pd.DataFrame:
    """Return first applications of persons, rows of the table; appeals, repeats and counts of cases are left out."""
    rows = datasets.load("unhcr_applications")
    first = rows["decision_level"].isin(FIRST) & rows["application_type"].isin(NEW)
    return rows[first & rows["counted_in"].eq("persons") & ~rows["country_of_asylum"].isin(WAITING)]


def admissions() -> pd.DataFrame:
    """Return refugees admitted to the United States, one row a whole fiscal year (October to September)."""
    rows = datasets.load("resettlement")
    return rows[rows["indicator"].eq("us_refugee_admissions") & rows["period"].eq("us_fiscal_year")]


def yearly(statuses: tuple[str, ...] = ("verified", "corroborated")) -> pd.DataFrame:
    """Add up what other states received in a year: an upper bound on those who chose another refuge.

    Cells of one to four are published as five, and many applicants were citizens of the South already; both make the
    sum too high.

    Returns:
        ``applied`` and ``admitted``, persons, indexed by year.
    """
    asked, let_in = applications(), admissions()
    asked, let_in = (frame[frame["status"].isin(statuses)] for frame in (asked, let_in))
    applied = asked.groupby("year")["applied"].sum()
    admitted = let_in.groupby("year_from")["value"].sum()
    return pd.DataFrame({"applied": applied, "admitted": admitted}).fillna(0).astype("int64")


def bound(first: int, last: int) -> float:
    """Return the most people a year who can have chosen another refuge from ``first`` to ``last``.

    A year without any application counts as none. For years whose admissions to the United States were not found the
    highest year on record stands in.
    """
    both = yearly()
    found = both.reindex(range(first, last + 1)).fillna(0)
    unknown = found.index > int(admissions()["year_from"].max())
    return float((found["applied"] + found["admitted"].mask(unknown, both["admitted"].max())).mean())


def drawn() -> pd.DataFrame:
    """Return ``state``, ``year``, ``persons`` of the states drawn; a year without a row stays without one."""
    asked = applications()
    asked = asked[asked["country_of_asylum"].isin(STATES)]
    asked = asked.groupby(["country_of_asylum", "year"], as_index=False)["applied"].sum()
    asked = asked.assign(state=asked["country_of_asylum"].map(STATES), persons=asked["applied"])
    let_in = admissions().assign(state=ADMISSIONS).rename(columns={"year_from": "year", "value": "persons"})
    both = pd.concat([frame[["state", "year", "persons"]] for frame in (asked, let_in)], ignore_index=True)
    return both.astype({"year": "int64", "persons": "int64"})


def findings(arrivals: pd.Series, base: tuple[int, int], recent: tuple[int, int], level: float) -> dict[str, Quantity]:
    """State the peaks elsewhere, who the applicants were, and how small the flow is beside that to the South.

    Args:
        arrivals: persons who entered the South, indexed by year.
        base: first and last year of the base period.
        recent: first and last of the recent years.
        level: coverage of the intervals.
    """
    both = yearly()
    total = both.sum(axis=1)
    shared = total.index.intersection(arrivals.index)
    portion = total[shared] / (total[shared] + arrivals[shared])
    peaks = drawn().sort_values("persons").groupby("state").tail(1).set_index("state")
    checks = (
        datasets.load("resettlement")
        .set_index("row_id")
        .loc["asylum-checks-already-settled-in-south-2009-2013", ["value", "note"]]
    )
    asked = int(re.findall(r"\d+", str(checks["note"]))[0])  # the table has no column for the requests
    known = wilson(pd.Series([checks["value"]]), pd.Series([asked]), level).iloc[0]
    stock = datasets.load("unhcr_populations").query("population_type == 'refugees'").groupby("year")["persons"].sum()
    rejection = datasets.load("resettlement").set_index("row_id")["value"]
    means = [bound(*span) for span in (base, recent)]
    return {
        "elsewhere_base": quantity(means[0], "persons a year", "asked or admitted elsewhere at most, base period"),
        "elsewhere_recent": quantity(means[1], "persons a year", "asked or admitted elsewhere at most, recent years"),
        "elsewhere_fell": exceeds(means[0], means[1], "persons a year", "the flow to other states fell as well"),
        "elsewhere_most": quantity(float(portion.max()), "share", "largest share of other states in a year"),
        "elsewhere_most_year": quantity(int(portion.idxmax()), "year", "the year of it"),
        "canada_peak": quantity(peaks.loc["Canada", "persons"], "persons", "first applications in Canada at the peak"),
        "canada_peak_year": quantity(peaks.loc["Canada", "year"], "year", "the year of it"),
        "britain_peak": quantity(peaks.loc["United Kingdom", "persons"], "persons", "in the United Kingdom"),
        "britain_peak_year": quantity(peaks.loc["United Kingdom", "year"], "year", "the year of it"),
        "peaks_before_closure": exceeds(2020, int(peaks["year"].max()), "years", "every peak elsewhere predates 2020"),
        "britain_refused_first": quantity(rejection["uk-rejection-rate-2007"] / 100, "share", "refused, Britain 2007"),
        "britain_refused_last": quantity(rejection["uk-rejection-rate-2009"] / 100, "share", "refused, Britain 2009"),
        "canada_accepted": quantity(
            int(rejection["canada-refugees-accepted-2012"]), "persons", "accepted by Canada in 2012"
        ),
        "canada_accepted_last": quantity(
            int(rejection["canada-refugees-accepted-2014"]), "persons", "accepted by Canada in 2014"
        ),
        "checks_settled": quantity(int(checks["value"]), "persons", "found settled in the South, 2009 to 2013"),
        "checks_asked": quantity(asked, "requests", "by other states in these years"),
        "checks_share": quantity(known["share"], "share", "of the requests"),
        "checks_interval": quantity((known["low"], known["high"]), "share", "its interval"),
        "checks_most": exceeds(known["low"], 0.5, "share", "most of those checked were settled in the South already"),
        "admitted_all": quantity(int(both["admitted"].sum()), "persons", "admitted to the United States, whole years"),
        "admitted_peak": quantity(int(both["admitted"].max()), "persons", "most in a year"),
        "admitted_last": quantity(int(admissions()["year_from"].max()), "year", "last whole fiscal year on record"),
        "stock_peak": quantity(int(stock.max()), "persons", "refugees from the North in all states, highest"),
        "stock_peak_year": quantity(int(stock.idxmax()), "year", "the year of it"),
        "stock_last": quantity(int(stock.iloc[-1]), "persons", "refugees from the North in all states, last year"),
    }
