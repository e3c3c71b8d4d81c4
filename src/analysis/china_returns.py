"""Returns from China to North Korea: counts, claimed rates, single events, and what share of whom they were."""

from __future__ import annotations

import pandas as pd

from analysis import datasets

__all__ = ["PER_YEAR", "checks", "events", "held", "printed", "returns", "shares"]

PER_YEAR = {"week": 52, "month": 12, "year": 1}
"""Units of time in a year, for setting a claimed rate beside a count; the product is arithmetic and no source."""
AUTUMN = ("2023-08", "2023-10-31")
"""The months between the reopening of the border and the end of October 2023, in which custody was emptied."""
WATCH = "missionary"
"""Origin of the counts by Human Rights Watch: one missionary informant."""


def returns(statuses: list[str]) -> pd.DataFrame:
    """Return the reported returns from China to North Korea, with what the analysis adds.

    Args:
        statuses: statuses of rows that count.

    Returns:
        Columns of ``repatriations`` with ``year`` (first year covered), ``first`` and ``last`` (the ends, a single end
        standing for both), ``counted`` (the status admits the row).
    """
    frame = datasets.load("repatriations")
    frame = frame[frame["from_iso3"].eq("CHN") & frame["to_iso3"].eq("PRK")].reset_index(drop=True)
    low, high = frame["low"].astype("float64"), frame["high"].astype("float64")
    return frame.assign(
        year=frame["date_start"].str[:4].astype("int64"),
        first=low.fillna(high),
        last=high.fillna(low),
        counted=frame["status"].isin(statuses),
    )


def printed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return counts of a year and claimed rates as printed, each with the scale on which it may be read.

    Returns:
        Rows of measure ``annual_count`` or ``rate`` with ``scale`` (``counts a year``, ``claims a week``, ``claims a
        month`` or ``claims a year``) and ``ground`` (official study, estimate, multiplied rate or claim); every status.
    """
    kept = frame[frame["measure"].isin(["annual_count", "rate"])].reset_index(drop=True)
    claims = "claims a " + kept["per"]
    return kept.assign(scale=claims.mask(kept["measure"].eq("annual_count"), "counts a year"), ground=kept["basis"])


def events(frame: pd.DataFrame, since: str = "2020") -> pd.DataFrame:
    """Return the rival counts of single returns since a date, oldest first, a part of another count left out.

    Returns:
        Columns of :func:`returns` with ``day`` (first day that the date can mean), ``rival`` (number of counts of that
        event) and ``counter`` (whether the count goes back to the informant of Human Rights Watch).
    """
    kept = frame[frame["measure"].eq("event") & frame["date_start"].ge(since) & frame["counted"]]
    kept = kept[~kept["part_of"].isin(kept["repatriation_id"])]
    day = pd.to_datetime(kept["date_start"].where(kept["date_start"].str.len() == 10, kept["date_start"] + "-01"))
    counter = kept["origin_id"].eq(WATCH).map({True: "Human Rights Watch", False: "others"})
    rival = kept.groupby("event")["event"].transform("size")
    return kept.assign(day=day, rival=rival, counter=counter).sort_values(["day", "first"], ignore_index=True)


def shares(frame: pd.DataFrame, stocks: pd.DataFrame, body: str = "uscr") -> pd.DataFrame:
    """Set one body's yearly returns against the same body's number of people present at the end of the year.

    Args:
        frame: returns.
        stocks: comparable estimates of people present.
        body: origin of both; one body's survey of the world, so that its words mean the same in both.

    Returns:
        One row a year: ``returned_low``, ``returned_high`` (persons; missing where the print has no such end),
        ``present`` (persons), ``low`` and ``high`` (shares), ``returned_status``, ``basis`` and sources of both.
    """
    counts = frame[frame["measure"].eq("annual_count") & frame["origin_id"].eq(body) & frame["counted"]]
    ends = counts.groupby("year").agg(
        returned_low=("low", "max"), returned_high=("high", "min"), basis=("basis", "first")
    )
    # the body's figure for 2000 is its use of the Johns Hopkins work, so it stands under that origin
    own = stocks[stocks["estimator"].str.startswith("U.S. Committee for Refugees")]
    present = own.set_index("as_of_year")["middle"].rename("present")
    merged = ends.join(present, how="inner").reset_index().astype({"present": "float64"})
    return merged.assign(
        low=merged["returned_low"].astype("float64") / merged["present"],
        high=merged["returned_high"].astype("float64") / merged["present"],
    )


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
    both = pd.DataFrame({"total": [by_key["2020-hrw-second"]], "parts": [whole["total"].sum()]}, index=["2020-hrw-second"])
    every = pd.concat([whole, both])
    return every.assign(adds_up=every["total"].eq(every["parts"])).rename_axis("repatriation_id").reset_index()
