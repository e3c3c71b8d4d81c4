"""China, the first stop: who hides there, who is sent back, what binds China, and what it was told."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import (
    china_custody,
    china_estimators,
    china_law,
    china_oversight,
    china_population,
    china_returns,
    china_votes,
    claims,
    datasets,
)
from analysis.findings import Quantity, holds, quantity

__all__ = ["China", "findings", "prepare"]

THESIS_RATES = {"repat-2003-150-week": 2003, "repat-2007-300-week": 2007}
"""Claims with a weekly rate of return and the year they speak of."""


@dataclass(frozen=True)
class China:
    """The frames of the chapter.

    Attributes:
        estimates: every published figure on people in hiding (see :func:`china_population.estimates`).
        stocks: those that may be compared and count.
        changes: first and last figure of each body that gave several.
        specifications: level and change of campaign figures against others, by choice of rows.
        returns: reported returns to North Korea (see :func:`china_returns.returns`).
        shares: yearly returns by people present, of one body.
        held: bounds on the share of people in custody who were sent back in autumn 2023.
        ballots: China's votes on North Korea (see :func:`china_votes.ballots`).
        recommendations: review recommendations on North Koreans, asylum and return.
        committees: findings of treaty bodies, with ``counted``.
        cycles: all recommendations of each review, with intervals.
        graded: recommendations graded as carried out, with intervals.
        channels: clauses by which China could be held to account.
        level: coverage of the intervals.
    """

    estimates: pd.DataFrame
    stocks: pd.DataFrame
    changes: pd.DataFrame
    specifications: pd.DataFrame
    returns: pd.DataFrame
    shares: pd.DataFrame
    held: pd.DataFrame
    ballots: pd.DataFrame
    recommendations: pd.DataFrame
    committees: pd.DataFrame
    cycles: pd.DataFrame
    graded: pd.DataFrame
    channels: pd.DataFrame
    level: float


def prepare(statuses: list[str], look_back: bool, level: float) -> China:
    """Load the tables of the chapter and derive its frames.

    Args:
        statuses: statuses of rows that count towards a figure.
        look_back: whether a survey's answers about earlier years count as figures of these years.
        level: coverage of the intervals.
    """
    estimates = china_population.estimates(statuses, look_back=look_back)
    stocks = china_population.stocks(estimates)
    returned = china_returns.returns(statuses)
    committees = china_oversight.findings()
    return China(
        estimates=estimates,
        stocks=stocks,
        changes=china_population.changes(stocks),
        specifications=china_estimators.specifications(estimates),
        returns=returned,
        shares=china_returns.shares(returned, stocks),
        held=china_custody.held(returned),
        ballots=china_votes.ballots(statuses),
        recommendations=china_oversight.recommendations(statuses),
        committees=committees.assign(counted=committees["status"].isin(statuses)),
        cycles=china_oversight.cycles(statuses, level),
        graded=china_oversight.graded(level),
        channels=china_law.channels(),
        level=level,
    )


def findings(china: China) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    parts = (
        _ledger(),
        _passage(),
        china_population.stated(china.estimates, china.changes),
        china_estimators.stated(china.stocks, china.specifications),
        china_returns.stated(china.returns, china.shares, _rates(), _stay()),
        china_custody.stated(china.returns, china.held),
        china_law.stated(china.channels),
        china_oversight.stated(china.recommendations, china.committees, china.cycles),
        china_oversight.stated_grades(china.graded, china.cycles),
        china_votes.stated(china.ballots),
    )
    level = {"level": quantity(china.level, "share", "coverage of the intervals")}
    return level | {name: value for part in parts for name, value in part.items()}


def _rates() -> dict[int, float]:
    """Weekly rates of the thesis by the year they speak of, persons (source: thesis)."""
    return {year: claims.thesis_range(claim)[0] for claim, year in THESIS_RATES.items()}


def _stay() -> tuple[float, float]:
    """Usual stay in China before moving on, years, about 2000 to 2005."""
    journeys = datasets.load("hazards").set_index("hazard_id")
    return float(journeys.loc["journey-2003-stay", "low"]), float(journeys.loc["journey-2003-stay", "high"])


def _ledger() -> dict[str, Quantity]:
    verdicts = claims.decided("china")["verdict"].value_counts().reindex(claims.VERDICTS, fill_value=0)
    counts = {
        f"claims_{verdict}": quantity(number, "claims", f"claims of the section with the verdict {verdict}")
        for verdict, number in verdicts.items()
    }
    hidden, (official, _) = claims.thesis_range("china-50k-300k"), claims.thesis_range("china-10k-official")
    return counts | {
        "claims_total": quantity(verdicts.sum(), "claims", "claims of the section"),
        "claims_mostly_stand": holds(
            verdicts["supported"] > verdicts.sum() / 2, "more than half of the claims are supported"
        ),
        "thesis_hidden": quantity(hidden, "persons", "people in hiding according to the thesis"),
        "thesis_month_2019": quantity(
            claims.thesis_range("repat-2019-30-40-month"), "persons a month", "rate for 2019"
        ),
        "thesis_floor": quantity(hidden[0], "persons", "lower end of the range of the thesis"),
        "thesis_official": quantity(official, "persons", "Chinese count quoted by the thesis"),
    }


def _passage() -> dict[str, Quantity]:
    profile = datasets.load("arrivals_profile")
    direct = profile[profile["category"].eq("directly from the North") & profile["as_of"].eq("2024")].iloc[0]
    journeys = datasets.load("hazards").set_index("hazard_id")
    hosts = datasets.load("unhcr_any_origin")
    hosts = hosts[hosts["iso3"].eq("CHN") & hosts["population_type"].eq("refugees")].set_index("year")
    mandate = datasets.load("unhcr_populations")
    counted = hosts.loc[2021]
    return {
        "arrivals_2024": quantity(direct["base"], "persons", "arrivals in South Korea in 2024"),
        "direct_2024": quantity(direct["persons"], "persons", "of these, straight from the North"),
        "stay_expert": quantity(_stay(), "years", "usual stay in China before moving on, about 2000 to 2005"),
        "stay_2009": quantity(
            journeys.loc["journey-2009-abroad", "low"] * 12, "months", "mean time abroad of arrivals, 2009"
        ),
        "refugees_2021": quantity(counted["persons"], "persons", "refugees in China at the end of 2021, all origins"),
        "refugees_2021_viet_nam": quantity(
            counted["largest_origin_persons"] / counted["persons"], "share", "refugees from Viet Nam among them"
        ),
        "no_row_of_unhcr": holds(
            not mandate["country_of_asylum"].eq("CHN").any(), "UNHCR's tables have no row of North Koreans in China"
        ),
    }
