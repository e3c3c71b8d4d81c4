"""Routes, methods and hazards: the frames of the chapter, and what it says in numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import affordability, border, broker_prices, datasets, hazards, itineraries, price_findings
from analysis.affordability import Burden
from analysis.border import Border
from analysis.broker_prices import Prices
from analysis.claims import thesis_range
from analysis.findings import Quantity, exceeds, quantity
from analysis.hazards import Hazards
from analysis.itineraries import Itineraries

__all__ = ["Routes", "findings", "prepare"]

TESTS = 2


@dataclass(frozen=True)
class Routes:
    """What the chapter rests on.

    Attributes:
        itineraries: routes, legs and lengths.
        prices: prices of the way in constant dollars, and their trends.
        burden: these prices against incomes and grants.
        hazards: shares and counts of dangers.
        border: measures at the border against arrivals.
        side: what single claims of the thesis are tested by.
    """

    itineraries: Itineraries
    prices: Prices
    burden: Burden
    hazards: Hazards
    border: Border
    side: dict[str, pd.Series]


def prepare(price_year: int, use_approximate: bool, level: float) -> Routes:
    """Load the tables of the chapter and derive its frames.

    Args:
        price_year: the year in whose dollars prices stand.
        use_approximate: whether prices with an approximate year, most of them looking back, enter the trends.
        level: coverage of the intervals.
    """
    dangers, series = datasets.load("hazards"), datasets.load("prices")
    costs, years = datasets.load("broker_costs"), datasets.load("arrivals")
    prices = broker_prices.prices(costs, series, price_year, use_approximate, level)
    return Routes(
        itineraries=itineraries.itineraries(datasets.load("waypoints"), dangers, thesis_range("route-3000-miles")[0]),
        prices=prices,
        burden=affordability.burden(
            prices.seen, series, datasets.load("incomes"), datasets.load("resettlement"), price_year
        ),
        hazards=hazards.hazards(dangers, datasets.load("trauma_exposure"), level, thesis_range("trafficked-80-90-all")),
        border=border.border(
            datasets.load("border_measures"), datasets.load("arrivals_quarters"), years, datasets.load("states")
        ),
        side=_side(datasets.load("transit_arrivals"), years, datasets.load("arrivals_early"), dangers),
    )


def _side(
    transit: pd.DataFrame, years: pd.DataFrame, early: pd.DataFrame, dangers: pd.DataFrame
) -> dict[str, pd.Series]:
    """Thai entries relative to arrivals by year, the share of women among all arrivals, and times on the way."""
    total = years.set_index("year")["total"].astype("float64")
    entries = transit[transit["series"].notna() & (transit["iso3"] == "THA") & (transit["months"] == 12)]
    thai = entries.assign(year=entries["period_start"].str[:4].astype("int64")).set_index("year")["low"]
    survey = transit.set_index("arrival_id").loc["tha-2016-share", ["low"]].astype("float64") / 100
    before = early.set_index("estimate_id").loc[["to-1998", "1999-2001"]]
    women = years["women"].sum() + before["women"].sum()
    people = years["total"].sum() + before.loc["to-1998", "total"]
    times = dangers.set_index("hazard_id")["low"].astype("float64")
    return {
        "thai": thai.astype("float64") / total.reindex(thai.index),
        "survey": survey,
        "women": pd.Series({"share": float(women) / float(people), "people": float(people)}),
        "times": times[["journey-2005-abroad", "journey-2009-abroad", "journey-2017-shortest"]],
    }


def findings(routes: Routes) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    parts = (
        itineraries.findings(routes.itineraries),
        price_findings.levels(routes.prices),
        price_findings.growth(routes.prices),
        price_findings.weight(routes.burden),
        hazards.findings(routes.hazards),
        border.findings(routes.border),
        _claims(routes),
    )
    tests = {"tests": quantity(TESTS, "tests", "tests made in the chapter: the sign test and the permutation test")}
    return tests | {name: value for part in parts for name, value in part.items()}


def _claims(routes: Routes) -> dict[str, Quantity]:
    thai, times = routes.side["thai"], routes.side["times"]
    police = thai[thai.index < 2016]
    nine = thesis_range("thailand-90pct")[0] / 100
    women = routes.side["women"]
    return {
        "thai_first": quantity(int(police.loc[2006:].index.min()), "year", "first of the years compared"),
        "thai_range": quantity((police.loc[2006:].min(), police.loc[2006:].max()), "share", "Thai entries to arrivals"),
        "thai_2016": quantity(float(thai[2016]), "share", "Thai entries to arrivals in 2016"),
        "thai_survey": quantity(
            float(routes.side["survey"].iloc[0]), "share", "graduates of 2016 who came through Thailand"
        ),
        "thesis_thai": quantity(nine, "share", "share through Thailand in the thesis"),
        "women_share": quantity(women["share"], "share", "women among all arrivals"),
        "thesis_women": quantity(thesis_range("women-two-thirds")[0] / 100, "share", "share of women in the thesis"),
        "abroad_2005": quantity(times["journey-2005-abroad"], "years", "mean time abroad, arrivals of 2005"),
        "abroad_2009": quantity(times["journey-2009-abroad"], "years", "mean time abroad, arrivals of 2009"),
        "shortest": quantity(int(times["journey-2017-shortest"]), "days", "shortest journey to Thailand on record"),
        "thai_unsteady": exceeds(np.ptp(police.loc[2006:]), 0.5, "share", "the ratio swings by more than half"),
        "women_above": exceeds(
            women["share"], thesis_range("women-two-thirds")[0] / 100, "share", "women are more than that"
        ),
    }
