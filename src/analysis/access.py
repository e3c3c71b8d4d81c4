"""What North Korea is bound to report, what it reported, and which experts it let in."""

from __future__ import annotations

import pandas as pd

from analysis import datasets, treaties

__all__ = ["acts", "committees", "entries", "holders", "reports", "reviews", "spans"]

PARTY_BODIES = {"ICCPR": "CCPR", "ICESCR": "CESCR"}
"""Committees whose short name is not that of their treaty (source: instruments)."""
STATE = "PRK"


def committees() -> pd.DataFrame:
    """Return the nine core treaties with North Korea's consent and its latest known review.

    Returns:
        One row a treaty: ``instrument_id``, ``treaty`` (short name), ``bound`` (year of consent, missing where it is
        no party), ``submitted`` and ``reviewed`` (years of the latest report and of the committee's observations),
        ``overdue`` (yes, no, unknown; missing where it owes none), ``documented`` (false where the review is
        recalled), ``reservation`` and the source columns of the deciding row.
    """
    core = (
        treaties.instruments()
        .query("core_treaty")[["instrument_id", "short_name"]]
        .rename(columns={"short_name": "treaty"})
    )
    bound = (
        treaties.consents()
        .query("iso3 == @STATE")[["instrument_id", "year", "reservation"]]
        .rename(columns={"year": "bound"})
    )
    frame = core.merge(bound, on="instrument_id", how="left")
    latest = reviews().query("latest_known")[["treaty_body", "submitted", "reviewed", "reports_overdue", "documented"]]
    frame["treaty_body"] = frame["instrument_id"].replace(PARTY_BODIES)
    frame = frame.merge(latest.rename(columns={"reports_overdue": "overdue"}), on="treaty_body", how="left")
    return frame.sort_values(["bound", "treaty"], na_position="last", ignore_index=True)


def reviews() -> pd.DataFrame:
    """Return the reviews of North Korea by treaty committees on record; ``submitted`` and ``reviewed`` are years."""
    rows = datasets.load("reporting").query("iso3 == @STATE and state_reports == 'party'")
    return rows.assign(
        submitted=rows["report_submitted"].str[:4].astype("Int64"),
        reviewed=rows["concluding_observations"].str[:4].astype("Int64"),
        documented=rows["status"] != "recalled",
    ).reset_index(drop=True)


def acts() -> pd.DataFrame:
    """Return each documented act by which North Korea bound itself further, with ``year``.

    Consents to treaties and withdrawn reservations; a signature alone binds nobody.
    """
    rows = datasets.load("state_actions").query("iso3 == @STATE and status != 'recalled'")
    rows = rows[rows["action"].isin([*treaties.CONSENT, "reservation_withdrawal"])]
    return rows.assign(year=rows["date"].str[:4].astype("int64")).sort_values("year", ignore_index=True)


def spans(frame: pd.DataFrame, width: int) -> pd.Series:
    """Count acts in every span of some years, by its first year; spans that run past the last act are cut there."""
    years = range(int(frame["year"].min()), int(frame["year"].max()) + 1)
    counts = frame.groupby("year").size().reindex(years, fill_value=0)
    return counts[::-1].rolling(width, min_periods=1).sum()[::-1].astype("int64")


def reports() -> pd.DataFrame:
    """Return the rapporteur's reports with ``documented``: false where nothing but memory says that there was one."""
    rows = datasets.load("rapporteur_reports")
    return rows.assign(documented=~rows["status"].isin(["recalled", "absence"]))


def holders() -> pd.DataFrame:
    """Return the holders of the country mandate: ``holder``, ``start`` and ``end`` (years; missing while in office)."""
    rows = datasets.load("special_procedures").query("topic == 'rapporteur_mandate'")
    rows = rows[rows["item_id"].str.contains(r"holder-(?:start|end)")]
    edge = rows["item_id"].str.extract(r"holder-(start|end)")[0]
    years = rows.assign(edge=edge, year=rows["date"].str[:4].astype("Int64"))
    wide = years.pivot(index="value", columns="edge", values="year").reset_index(names="holder")
    return wide.sort_values("start", ignore_index=True)


def entries() -> pd.DataFrame:
    """Return what was asked of North Korea and what it allowed, as rows of ``special_procedures`` indexed by item."""
    return datasets.load("special_procedures").set_index("item_id")
