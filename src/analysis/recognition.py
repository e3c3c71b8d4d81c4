"""Decisions on claims of North Koreans: shares recognised, by country and by year."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets
from analysis.estimates import wilson
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["DECIDING", "Recognition", "findings", "prepare"]

FIRST = ("first_instance", "first_instance_and_appeal", "new_applications")
OUTCOMES = ["recognized", "complementary_protection", "rejected"]
DECIDING = {"GBR": "United Kingdom", "CAN": "Canada"}
"""The countries with most decisions and with guidance on nationality (source: nationality_decisions)."""
SMALL = 5
"""Counts below are published rounded up to it (source: unhcr_rdf_2025)."""


@dataclass(frozen=True)
class Recognition:
    """Decisions in the initial procedure, persons.

    Attributes:
        level: coverage of the intervals.
        rows: the published rows that count.
        countries: one row a country, most decisions first, with share and interval.
        years: one row a year for each country of :data:`DECIDING`, with share and interval.
        guidance: decisions on nationality of these countries.
    """

    level: float
    rows: pd.DataFrame
    countries: pd.DataFrame
    years: pd.DataFrame
    guidance: pd.DataFrame


def shares(rows: pd.DataFrame, by: list[str], level: float) -> pd.DataFrame:
    """Estimate recognised over decided on the merits, with Wilson intervals, for each group that decided anything."""
    sums = rows.groupby(by)[OUTCOMES].sum()
    sums["decided"] = sums.sum(axis=1)
    sums = sums[sums["decided"] > 0]
    return sums.join(wilson(sums["recognized"], sums["decided"], level)).reset_index()


def prepare(level: float) -> Recognition:
    """Load the decisions.

    Args:
        level: coverage of the intervals, between 0 and 1.
    """
    rows = datasets.load("unhcr_decisions")
    rows = rows[rows["decision_level"].isin(FIRST) & (rows["counted_in"] == "persons")]
    countries = shares(rows, ["country_of_asylum"], level).sort_values("decided", ascending=False, ignore_index=True)
    chosen = rows[rows["country_of_asylum"].isin(DECIDING)]
    guidance = datasets.load("nationality_decisions")
    return Recognition(
        level,
        rows,
        countries,
        shares(chosen, ["country_of_asylum", "year"], level),
        guidance[guidance["iso3"].isin(DECIDING)].reset_index(drop=True),
    )


def before_after(recognition: Recognition, country: str, year: int) -> pd.DataFrame:
    """Return share and interval for the years before a year, and for it and those after."""
    rows = recognition.rows[recognition.rows["country_of_asylum"] == country]
    return shares(rows.assign(after=rows["year"] >= year), ["after"], recognition.level).set_index("after")


def steepest(recognition: Recognition, country: str) -> int:
    """Return the year in which the share fell most against the year before it, of years with decisions."""
    years = recognition.years[recognition.years["country_of_asylum"] == country].set_index("year")["share"]
    return int(years.diff().idxmin())


def findings(recognition: Recognition) -> dict[str, Quantity]:
    """State how states decided, and when that changed."""
    rates = recognition.countries.set_index("country_of_asylum")
    wide = rates[rates["decided"] >= rates["decided"].quantile(0.75)]
    guidance = recognition.guidance.set_index("decision_id")["date"]
    found = {
        "level": quantity(recognition.level, "share", "coverage of the intervals"),
        "decided": quantity(rates["decided"].sum(), "persons", "decided on the merits, all countries"),
        "countries": quantity(len(rates), "countries", "with a decision on the merits"),
        "rus_recognised": quantity(rates.loc["RUS", "recognized"], "persons", "recognised, Russia"),
        "rus_decided": quantity(rates.loc["RUS", "decided"], "persons", "decided, Russia"),
        "uneven": exceeds(wide["low"].max(), wide["high"].min(), "share", "intervals of large countries lie apart"),
        "small": quantity(SMALL, "persons", "counts below it are published as it"),
    }
    for code in ("GBR", "CAN", "DEU", "NLD"):
        name = code.lower()
        found[f"{name}_share"] = quantity(rates.loc[code, "share"], "share", f"recognised, {code}")
        found[f"{name}_interval"] = quantity(tuple(rates.loc[code, ["low", "high"]]), "share", f"interval, {code}")
    for code, first in (("GBR", guidance["gbr-2011"]), ("CAN", guidance["can-2016"])):
        name, broke = code.lower(), steepest(recognition, code)
        split = before_after(recognition, code, broke)
        found[f"{name}_broke"] = quantity(broke, "year", f"year of the steepest fall, {code}")
        for word, after in (("before", False), ("after", True)):
            row = split.loc[after]
            found[f"{name}_{word}"] = quantity(row["share"], "share", f"recognised {word} the fall, {code}")
            found[f"{name}_{word}_interval"] = quantity(tuple(row[["low", "high"]]), "share", f"interval, {code}")
        found[f"{name}_fell"] = exceeds(
            split.loc[False, "low"], split.loc[True, "high"], "share", f"intervals before and after lie apart, {code}"
        )
        found[f"{name}_before_guidance"] = exceeds(
            first.year, broke, "years", f"the fall came before the guidance, {code}"
        )
    found["both_before_guidance"] = holds(
        found["gbr_before_guidance"].value and found["can_before_guidance"].value, "both falls came before guidance"
    )
    return found
