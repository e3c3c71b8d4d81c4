"""How many people the political prison camps of North Korea hold: estimates as dated ranges, never one number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import claims, datasets
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["CLAIM", "Camps", "findings", "prepare"]

CLAIM = "camp-population"
SAME_METHOD = ["kinu-2013", "kinu-2025"]
"""One institute's estimates by one method: the one like-for-like comparison (source: kbs_camps_kinu)."""
CITED = "iba-2017"
"""The inquiry behind the article that the thesis cites (source: huffpost_2017)."""


@dataclass(frozen=True)
class Camps:
    """The estimates.

    Attributes:
        estimates: one row an estimate, oldest first; ``low`` and ``high`` in persons, missing where a bound is open.
        since: those of ``first_year`` and later, which are compared with the thesis.
        thesis: the floor that the thesis gives, persons.
    """

    estimates: pd.DataFrame
    since: pd.DataFrame
    thesis: float


def prepare(statuses: Sequence[str], first_year: int) -> Camps:
    """Load the estimates.

    Args:
        statuses: statuses of rows that count.
        first_year: year from which estimates are compared with the thesis.

    Raises:
        ValueError: when no estimate is left to compare.
    """
    rows = datasets.load("camp_population")
    rows = rows[rows["status"].isin(statuses)].sort_values("as_of_year", kind="stable", ignore_index=True)
    since = rows[rows["as_of_year"] >= first_year]
    if since.empty:
        raise ValueError(f"no estimate of {first_year} or later: choose an earlier first year of the comparison")
    return Camps(rows, since, claims.thesis_range(CLAIM)[0])


def findings(camps: Camps) -> dict[str, Quantity]:
    """State what the estimates say, and how the thesis stands to them."""
    rows = camps.estimates.set_index("estimate_id")
    old, new = (rows.loc[name] for name in SAME_METHOD)
    middles = [float(row["low"] + row["high"]) / 2 for row in (old, new)]
    return {
        "camp_estimates": quantity(len(rows), "estimates", "estimates of the camp population"),
        "camp_origins": quantity(rows["origin_id"].nunique(), "origins", "independent origins of the estimates"),
        "camp_thesis": quantity(camps.thesis, "persons", "floor of the camp population in the thesis"),
        "camp_2009": quantity(rows.loc["rok-2009", "high"], "persons", "South Korean government, 2009"),
        "camp_unhchr": quantity(rows.loc["unhchr-2013", "low"], "persons", "UN High Commissioner, 2013, or more"),
        "camp_oldest": quantity(
            (rows.loc["hrnk-2012", "low"], rows.loc["hrnk-2012", "high"]), "persons", "the range used for a decade"
        ),
        "camp_kinu_2013": quantity((old["low"], old["high"]), "persons", "institute in Seoul, 2013"),
        "camp_kinu_2025": quantity((new["low"], new["high"]), "persons", "institute in Seoul, 2025"),
        "camp_cited": quantity(
            (rows.loc[CITED, "low"], rows.loc[CITED, "high"]), "persons", "the inquiry that the thesis cites"
        ),
        "camp_fall": quantity(1 - middles[1] / middles[0], "share", "fall of the middle of the institute's range"),
        "camp_fall_range": quantity(
            (1 - new["high"] / old["low"], 1 - new["low"] / old["high"]), "share", "fall if the ends are paired badly"
        ),
        "camp_camps": quantity(rows["camps"].loc["kinu-2025"], "camps", "camps counted in 2025"),
        "camp_camps_before": quantity(rows["camps"].loc["rok-2009"], "camps", "camps counted in 2009"),
        "camp_since": quantity(int(camps.since["as_of_year"].min()), "year", "first year of the comparison"),
        "camp_floor_is_ceiling": holds(
            rows.loc[CITED, "high"] == camps.thesis, "the cited range ends where the thesis begins"
        ),
        "camp_none_above": exceeds(
            camps.thesis, camps.since["low"].max(), "persons", "no range begins above the floor of the thesis"
        ),
        "camp_camps_fewer": exceeds(
            rows["camps"].loc["rok-2009"], rows["camps"].loc["kinu-2025"], "camps", "fewer camps are counted"
        ),
        "camp_ranges_apart": exceeds(
            old["low"], new["high"], "persons", "the institute's ranges of 2013 and 2025 do not overlap"
        ),
    }  # fmt: skip
