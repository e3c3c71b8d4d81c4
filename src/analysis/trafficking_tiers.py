"""The tiers of the United States trafficking report: an order of grades, one a state and year."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["LOWEST", "TIERS", "grid", "stated", "tally"]

TIERS = ("1", "2", "2WL", "3")
"""From best to worst; the watch list stands between 2 and 3 since the report of 2004."""
LOWEST = "3"
WATCH_LIST_FROM = 2004


def grid(statuses: list[str]) -> pd.DataFrame:
    """Return one row a state and report with ``state`` (short name) and ``counted`` (the row's status is admitted).

    A state that was not rated keeps its row, with no tier.
    """
    names = datasets.load("states").set_index("iso3")
    frame = datasets.load("trafficking_tiers")
    return frame.assign(
        state=frame["iso3"].map(names["short_name"]),
        position=frame["iso3"].map(names["position"]),
        counted=frame["status"].isin(statuses),
    )


def tally(frame: pd.DataFrame, group: list[str]) -> pd.DataFrame:
    """Count, for each year, how many states of a group stood on each tier.

    Returns:
        Index year, columns :data:`TIERS`; states without a tier or with a status not admitted are left out.
    """
    rows = frame[frame["iso3"].isin(group) & frame["counted"] & frame["tier"].notna()]
    years = sorted(frame["year"].unique())
    return pd.crosstab(rows["year"], rows["tier"]).reindex(index=years, columns=list(TIERS), fill_value=0)


def stated(frame: pd.DataFrame, group: list[str], year: int) -> dict[str, Quantity]:
    """State what the chapter says about the tiers of a group of states, and about the one year of the thesis.

    The states are compared in that one year by every grade on record, whatever its status.
    """
    own = tally(frame, group)
    rows = frame[frame["counted"] & frame["tier"].notna()].set_index(["iso3", "year"])
    rank = rows["tier_rank"].astype("int64")
    lowest = rows[rows["tier"].eq(LOWEST)].reset_index().groupby("iso3")["year"].apply(list)
    at = frame[frame["year"].eq(year)].set_index("iso3")["tier_rank"].dropna().astype("int64")
    last = rank.groupby("iso3").last()
    graded = int(own.to_numpy().sum())
    return {
        "tier_rows": quantity(graded, "grades", "grades of the three states, all reports"),
        "tier_reports": quantity(int(frame["year"].nunique()), "reports", "yearly reports on record"),
        "tier_lowest": quantity(int(own[LOWEST].sum()), "grades", "of these, on the lowest tier"),
        "tier_lowest_share": quantity(own[LOWEST].sum() / graded, "share", "of these, on the lowest tier"),
        "tier_lowest_thesis": quantity(
            int(own.loc[year, LOWEST]), "states", "of the three on the lowest tier that year"
        ),
        "tier_lao_years": quantity(_listed(lowest.get("LAO", [])), "", "reports that put Laos on the lowest tier"),
        "tier_vnm_years": quantity(_listed(lowest.get("VNM", [])), "", "reports that put Vietnam on the lowest tier"),
        "tier_khm_since": quantity(
            _start(lowest.get("KHM", [])), "", "Cambodia on the lowest tier without a break since"
        ),
        "tier_none_years": quantity(
            int((own[LOWEST].eq(0) & own.sum(axis=1).gt(0)).sum()),
            "reports",
            "reports with none of the three on the lowest tier",
        ),
        "tier_all_rows": quantity(
            int(frame.loc[frame["iso3"].isin(group), "tier"].notna().sum()),
            "grades",
            "grades of the three, counted or not",
        ),
        "tier_recalled": quantity(
            int((~frame["counted"] & frame["tier"].notna()).sum()), "grades", "grades of all states that do not count"
        ),
        "tier_never_all": exceeds(
            len(group), own[LOWEST].max(), "states", "never were all three on the lowest tier at once"
        ),
        "tier_never_first": holds(own["1"].eq(0).all(), "none of the three was ever on the first tier"),
        "tier_mongolia_below": holds(
            at["MNG"] > at[["VNM", "KHM"]].max(), "that year Mongolia was graded below Vietnam and Cambodia"
        ),
        "tier_thailand_same": holds(
            at["THA"] == at["VNM"] == at["KHM"], "that year Thailand had the grade of Vietnam and Cambodia"
        ),
        "tier_laos_lowest": holds(at["LAO"] == len(TIERS), "that year Laos stood on the lowest tier"),
        "tier_vietnam_above": exceeds(len(TIERS), at["VNM"], "grades", "that year Vietnam stood above the lowest tier"),
        "tier_cambodia_above": exceeds(
            len(TIERS), at["KHM"], "grades", "that year Cambodia stood above the lowest tier"
        ),
        "tier_korea_alone": holds(list(at.index[at.eq(1)]) == ["KOR"], "only South Korea was on the first tier"),
        "tier_sank": holds((last[["LAO", "KHM"]] == len(TIERS)).all(), "Laos and Cambodia ended on the lowest tier"),
    }


def _start(years: list[int]) -> str:
    """First year of the unbroken run in which a list of years ends."""
    if not years:
        return _listed(years)
    first = next(year for year in sorted(years) if set(range(year, max(years) + 1)) <= set(years))
    return str(first)


def _listed(years: list[int]) -> str:
    words = [str(year) for year in years]
    return (words or ["no report"])[0] if len(words) < 2 else f"{', '.join(words[:-1])} and {words[-1]}"
