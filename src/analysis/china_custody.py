"""People held in China before return: how many were sent back, and on whose word the totals rest."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.china_returns import WATCH, events
from analysis.findings import Quantity, holds, quantity

__all__ = ["checks", "custodies", "held", "stated"]

AUTUMN = ("2023-08", "2023-10-31")
"""The months between the reopening of the border and the end of October 2023, in which custody was emptied."""


def held(frame: pd.DataFrame) -> pd.DataFrame:
    """Bound the share of those in custody who were sent back from August to October 2023.

    The numerator adds the single events of these months, for each of them the lowest or the highest count; the
    denominator is the largest or the smallest published number of people held in 2021 to 2023.

    Returns:
        One row: ``sent_low``, ``sent_high``, ``held_low``, ``held_high`` (persons), ``low`` and ``high`` (shares), and
        ``plain`` (the count of Human Rights Watch by the last number held).
    """
    autumn = events(frame, AUTUMN[0])
    autumn = autumn[autumn["date_start"] <= AUTUMN[1]]
    rivals = autumn.groupby("event")
    sent_low, sent_high = rivals["first"].min().sum(), rivals["last"].max().sum()
    custody = custodies()
    watch = autumn.loc[autumn["origin_id"] == WATCH, "first"].sum()
    few, many = custody["held"].min(), custody["held"].max()
    latest = custody.sort_values("as_of")["held"].iloc[-1]
    return pd.DataFrame(
        {
            "sent_low": [sent_low], "sent_high": [sent_high], "held_low": [few], "held_high": [many],
            "low": [sent_low / many], "high": [sent_high / few], "watch": [watch], "plain": [watch / latest],
        }
    )  # fmt: skip


def custodies() -> pd.DataFrame:
    """Return the published numbers of people held in China awaiting return after the border closed (``held``)."""
    frame = datasets.load("hazards")
    kept = frame["hazard"].eq("detention") & frame["iso3"].eq("CHN") & frame["as_of"].between("2020", "2024")
    custody = frame[kept & ~frame["cable_only"]]
    return custody.assign(held=custody["low"].fillna(custody["high"])).reset_index(drop=True)


def checks(frame: pd.DataFrame) -> pd.DataFrame:
    """Add up the counts that a larger one names as its parts.

    Returns:
        One row a larger count: ``total`` and ``parts`` (persons), ``adds_up``. The women trafficked in 2024 are part
        of the women returned; the second sum also holds the first.
    """
    by_key = frame.set_index("repatriation_id")["first"]
    lower = frame[frame["part_of"].isin(by_key.index) & frame["measure"].isin(["event", "cumulative"])]
    lower = lower[lower["origin_id"].eq(WATCH)]
    parts = lower.groupby("part_of")["first"].sum()
    sums = pd.DataFrame({"total": by_key.reindex(parts.index), "parts": parts})
    whole = sums.loc[["2020-hrw-first", "2024-hrw"]]
    both = pd.DataFrame(
        {"total": [by_key["2020-hrw-second"]], "parts": [whole["total"].sum()]}, index=["2020-hrw-second"]
    )
    every = pd.concat([whole, both])
    return every.assign(adds_up=every["total"].eq(every["parts"])).rename_axis("repatriation_id").reset_index()


def stated(frame: pd.DataFrame, custody: pd.DataFrame) -> dict[str, Quantity]:
    """State what the chapter says on totals and custody.

    Args:
        frame: what :func:`china_returns.returns` returns.
        custody: what :func:`held` returns.
    """
    row = frame.set_index("repatriation_id")
    sums, bounds = checks(frame), custody.iloc[0]
    known = frame[frame["measure"].isin(["event", "cumulative"]) & frame["year"].ge(2020) & frame["part_of"].notna()]
    return {
        "watch_first": quantity(
            row.loc["2020-hrw-first", "first"], "persons", "returned from 2020 to October 2023, at least"
        ),
        "watch_all": quantity(
            row.loc["2020-hrw-second", "first"], "persons", "returned from 2020 to October 2025, at least"
        ),
        "sums_hold": holds(sums["adds_up"].all(), "the totals are the sums of the single counts"),
        "one_informant": holds(
            known.loc[known["part_of"].ne("2023-october-600"), "origin_id"].eq(WATCH).all(),
            "every part goes back to one informant",
        ),
        "held_last": quantity(custodies().sort_values("as_of")["held"].iloc[-1], "persons", "held in 2023, at least"),
        "sent": quantity((bounds["sent_low"], bounds["sent_high"]), "persons", "sent back from August to October 2023"),
        "held": quantity(
            (bounds["held_low"], bounds["held_high"]), "persons", "published numbers in custody, 2021 to 2023"
        ),
        "sent_share": quantity((bounds["low"], bounds["high"]), "share", "of those held, sent back"),
        "sent_plain": quantity(
            bounds["plain"], "share", "by the counts of Human Rights Watch and the last number held"
        ),
    }
