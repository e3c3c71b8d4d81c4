"""Penalties for people returned to North Korea, by period and report, on a ladder from release to execution."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import datasets
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["PERIODS", "RUNGS", "Penalties", "findings", "prepare"]

RUNGS = ["release", "up to a year", "one to five years", "longer prison", "political camp", "execution"]
"""Rungs 0 to 5 of ``severity_low`` and ``severity_high``."""
PERIODS = ["until 2004", "2004–2013", "since 2014", "no period given"]
"""Split where reports say that practice changed (sources: hrw_2007_crossers, kinu_2016)."""
TURNS = [2004, 2014]


@dataclass(frozen=True)
class Penalties:
    """Reports of penalties.

    Attributes:
        reports: one row a report: ``period``, ``motive``, ``severity_low`` and ``severity_high`` (rungs).
        crossing: spread of rungs reported for people who merely crossed, by period, as :func:`spreads` gives it.
    """

    reports: pd.DataFrame
    crossing: pd.DataFrame


def prepare(statuses: Sequence[str]) -> Penalties:
    """Load the reports that give a rung.

    Args:
        statuses: statuses of rows that count.
    """
    rows = datasets.load("treatment_on_return").dropna(subset=["severity_low"])
    rows = rows[rows["status"].isin(statuses)].reset_index(drop=True)
    rows = rows.assign(period=_period(rows))
    known = rows[(rows["motive"] == "crossing") & (rows["period"] != PERIODS[-1])]
    return Penalties(rows, spreads(known))


def _period(rows: pd.DataFrame) -> pd.Series:
    """Place each report by the year in which its span begins, or, with an open beginning, ends."""
    begins = pd.to_numeric(rows["period_start"].str[:4]).astype("float64")
    ends = pd.to_numeric(rows["period_end"].str[:4]).astype("float64")
    # a span that ends in the year of a change belongs before it, one that begins in it after
    year = begins.where(begins.notna(), ends - 0.5)
    placed = pd.cut(year, [-float("inf"), *(turn - 0.25 for turn in TURNS), float("inf")], labels=PERIODS[:-1])
    only_published = begins.isna() & (ends > TURNS[-1])
    return placed.astype("string").where(year.notna() & ~only_published, PERIODS[-1])


def spreads(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the spread of rungs by period, whole and with each source left out in turn.

    Args:
        rows: columns ``period``, ``source_id``, ``severity_low`` and ``severity_high``.

    Returns:
        Indexed by period: ``low``, ``high``, ``reports`` (sources), ``highest_low`` (the highest lower end that is
        left when a source is dropped) and ``lowest_high`` (the lowest upper end); missing where one source is all.
    """
    found = rows.groupby("period").agg(
        low=("severity_low", "min"), high=("severity_high", "max"), reports=("source_id", "nunique")
    )
    rest = [
        rows[rows["source_id"] != source]
        .groupby("period")
        .agg(low=("severity_low", "min"), high=("severity_high", "max"))
        for source in rows["source_id"].unique()
    ]
    left = pd.concat(rest) if rest else found[["low", "high"]]
    found["highest_low"] = left.groupby("period")["low"].max()
    found["lowest_high"] = left.groupby("period")["high"].min()
    alone = found["reports"] == 1
    found[["highest_low", "lowest_high"]] = found[["highest_low", "lowest_high"]].mask(alone)
    return found.reindex(PERIODS[:-1])


def findings(penalties: Penalties) -> dict[str, Quantity]:
    """State how penalties are reported to have changed."""
    spread, rows = penalties.crossing, penalties.reports
    early, middle, late = (spread.loc[name] for name in PERIODS[:-1])
    contact = rows[rows["motive"] == "contact"]
    values = rows.set_index("item_id")["value"]
    return {
        "penalty_reports": quantity(len(rows), "reports", "reports of a penalty on the ladder"),
        "penalty_sources": quantity(rows["source_id"].nunique(), "sources", "sources of the reports"),
        "months_first": quantity(values["kinu-first-return-until-2013"], "months", "labour training at most"),
        "years_2013": quantity(values["law-minimum-reported-2013"], "years", "least term, as reported in 2013"),
        "years_late_2004": quantity(values["hrw-since-late-2004"], "years", "prison at most, late 2004 to 2007"),
        "late_sources": quantity(late["reports"], "sources", "sources since 2014"),
        "floor_rose": exceeds(late["low"], early["low"], "rungs", "the least penalty reported is higher since 2014"),
        "rise_survives": exceeds(
            late["low"], middle["highest_low"], "rungs", "the least penalty is heavier since 2014, any source left out"
        ),
        "floor_rises_each_period": holds(
            early["low"] < middle["low"] < late["low"], "the least penalty reported rises from period to period"
        ),
        "months_at_least_before": exceeds(
            RUNGS.index("political camp"), middle["low"], "rungs", "penalties began far below the camps until 2013"
        ),
        "middle_disagrees": exceeds(middle["high"], middle["low"], "rungs", "sources on 2004 to 2013 disagree"),
        "contact_worse": exceeds(
            contact["severity_high"].max(), rows.loc[rows["motive"] == "crossing", "severity_high"].max(), "rungs",
            "the worst penalty is reported for contact, not for crossing",
        ),
        "early_rests_on_one": holds(early["reports"] == 1, "the period until 2004 rests on one source"),
    }  # fmt: skip
