"""What the chapter on Thailand and Mongolia says about people on the move: counts, waits, cases."""

from __future__ import annotations

import pandas as pd

from analysis import custody, mongolian_figures
from analysis.claims import thesis_range
from analysis.detections import LAGS, arrivals
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.mongolian_figures import stock

__all__ = ["cases", "mongolian", "survey", "thai_ratio", "waits"]

PERCENT = 100
MIDDLE = (2006, 2009)
"""Years of the police series after its first rise and before its last year."""
SURVEY = "tha-2016-share"
SHARES_2009 = {"MNG": "mng-2009-share", "THA": "tha-2009-share"}


def _nine_in_ten() -> float:
    return thesis_range("thailand-90pct")[0] / PERCENT


def _pair(values: pd.Series) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def thai_ratio(ratios: pd.DataFrame, starts: pd.DataFrame, pooled: dict[str, float], lag: int) -> dict[str, Quantity]:
    """Test nine in ten against the police series at every lag and from every first year."""
    claim, first = _nine_in_ten(), int(starts.index.min())
    police = ratios[ratios["series"] == "thai_police"]
    middle = police[police["year"].between(*MIDDLE)]
    early, last = police[police["year"] < MIDDLE[0]], police[police["complete"]].query("year == year.max()")
    whole = int(police.loc[police["complete"], "year"].max())
    over = list(police.query("lag == 0 and ratio > 1")["year"])
    reached = starts >= claim
    inside = (police["low"] <= claim) & (police["high"] >= claim)
    old = starts.loc[: MIDDLE[0]]
    counted = police[police["lag"] == 0]["detected"].sum()
    return {
        "claim": quantity(claim, "share", "share through Thailand that the thesis gives"),
        "counted": quantity(int(counted), "persons", "counted by the Thai police from 2004 to April 2011"),
        "cumulative": quantity(starts.loc[first, lag], "ratio", "police series over arrivals of the same span"),
        "cumulative_lags": quantity(_pair(starts.loc[first]), "ratio", "the same at all lags"),
        "since_2007": quantity(_pair(starts.loc[2007]), "ratio", "the same from 2007, all lags"),
        "coverage": quantity(starts.loc[first, lag] / claim, "share", "part of passers the police must have counted"),
        "early": quantity(_pair(early["ratio"]), "ratio", "ratios of 2004 and 2005, all lags"),
        "middle": quantity(_pair(middle["ratio"]), "ratio", "ratios of 2006 to 2009, all lags"),
        "last": quantity(_pair(last["ratio"]), "ratio", "ratios of the last whole year, all lags"),
        "last_whole": quantity(whole, "year", "last whole year of the series"),
        "pooled": quantity(pooled["ratio"], "ratio", "whole years of the series, chosen lag"),
        "pooled_interval": quantity((pooled["low"], pooled["high"]), "ratio", "its jackknife interval over years"),
        "pooled_without": quantity((pooled["least"], pooled["most"]), "ratio", "the same without any one year"),
        "whole_years": quantity(int(police["complete"].sum() / len(LAGS)), "years", "whole years of the series"),
        "dispersion": quantity(pooled["dispersion"], "", "dispersion of the yearly counts, one by chance alone"),
        "starts": quantity(int(starts.size), "ways", "first years times lags"),
        "starts_reach": quantity(int(reached.sum().sum()), "ways", "of these, at nine in ten or above"),
        "intervals": quantity(len(police), "intervals", "police ratios by period and lag"),
        "intervals_hold": quantity(int(inside.sum()), "intervals", "of these, with nine in ten inside"),
        "middle_below": exceeds(
            claim, middle["high"].max(), "share", "2006 to 2009 lie below nine in ten at every lag"
        ),
        "overtook_once": holds(over == [whole], "the last whole year alone exceeds the arrivals of its year"),
        "last_reaches": holds((last["ratio"] >= claim).all(), "the last whole year lies above it at every lag"),
        "old_starts_below": holds((old < claim).all().all(), "no span that starts by 2006 reaches nine in ten"),
        "interval_reaches": holds(pooled["high"] >= claim, "the jackknife interval reaches nine in ten"),
    }  # fmt: skip


def survey(ratios: pd.DataFrame, most: float) -> dict[str, Quantity]:
    """Compare the immigration count of 2016 with the ministry's survey; ``most`` is the cumulative police ratio."""
    late = ratios[ratios["series"].eq("thai_immigration")]
    whole = late[late["complete"] & late["lag"].eq(0)].iloc[0]
    part = late[~late["complete"]]
    share = stock(SURVEY) / PERCENT
    implied = share * arrivals()[int(whole["year"])]
    claim = _nine_in_ten()
    span = arrivals().loc[2012:2021]
    return {
        "immigration": quantity(int(whole["detected"]), "persons", "arrivals in Thailand in 2016, immigration bureau"),
        "immigration_lags": quantity(_pair(late[late["complete"]]["ratio"]), "ratio", "their ratio, all lags"),
        "half_2017": quantity(_pair(part["ratio"]), "ratio", "ratios of the first half of 2017, all lags"),
        "survey": quantity(share, "share", "graduates of 2016 who came through Thailand, ministry survey"),
        "survey_persons": quantity(implied, "persons", "arrivals of 2016 times that share"),
        "survey_counted": quantity(whole["detected"] / implied, "share", "of these, counted in Thailand"),
        "most_through": exceeds(
            min(share, most), 0.5, "share", "counts and survey both put more than half through Thailand"
        ),
        "late_below": exceeds(
            claim, max(late["high"].max(), share), "share", "2016 and 2017 lie below nine in ten"
        ),
        "range_low": quantity(int(thesis_range("tha-range-decade")[0]), "persons a year", "lower end in the thesis"),
        "range_high": quantity(int(thesis_range("tha-range-decade")[1]), "persons a year", "upper end in the thesis"),
        "most_decade": quantity(int(span.max()), "persons", "most arrivals in a year, all routes, 2012 to 2021"),
    }  # fmt: skip


def mongolian(flows: pd.DataFrame) -> dict[str, Quantity]:
    """Reconcile the Mongolian figures with each other and with what is possible."""
    rows = flows.set_index("arrival_id")
    month, top = rows.loc["mng-2006-month"], mongolian_figures.ceilings()
    thesis = thesis_range("mng-500-year")[0]
    waiting, thai = stock("mng-2006-november"), stock("tha-2006-november")
    cables = rows[rows["cable_only"] & rows["kind"].eq("flow")]["per_year"]
    school = {state: stock(row) / PERCENT for state, row in SHARES_2009.items()}
    return {
        "official_2000": quantity(rows.loc["mng-2000", "per_year"], "persons", "official illegal entries of 2000"),
        "official_2001": quantity(rows.loc["mng-2001-may", "per_year"], "persons a year", "five months of 2001"),
        "month": quantity(month["low"], "persons a month", "entries a month of 2006, one specialist"),
        "month_year": quantity(month["per_year"], "persons a year", "the same as a year"),
        "month_times": quantity(month["per_year"] / top["all"], "times", "the same over all arrivals of 2006"),
        "mongolia_thesis": quantity(thesis, "persons a year", "arrivals a year in the thesis"),
        "arrived_2006": quantity(top["all"], "persons", "arrivals in South Korea in 2006, all routes"),
        "rest_2006": quantity(top["rest"], "persons", "arrivals of 2006 less Thai police count"),
        "mongolia_waiting": quantity(waiting, "persons", "waiting in Mongolia, November 2006"),
        "thailand_waiting": quantity(thai, "persons", "waiting in Thailand, November 2006"),
        "waiting_times": quantity(thai / waiting, "times", "the one over the other"),
        "wait_month": quantity(waiting / month["per_year"] * custody.DAYS, "days", "wait if 500 a month had come"),
        "wait_year": quantity(waiting / thesis * custody.DAYS, "days", "wait if 500 a year had come"),
        "school_mongolia": quantity(school["MNG"], "share", "pupils of one school who came through Mongolia, 2009"),
        "school_thailand": quantity(school["THA"], "share", "pupils of one school who came through Thailand, 2009"),
        "month_impossible": holds(month["per_year"] > top["all"], "500 a month exceeds all arrivals of 2006"),
        "year_possible": exceeds(
            top["rest"], thesis, "persons a year", "500 a year fits into arrivals not counted in Thailand"
        ),
        "cables_bracket": exceeds(
            min(thesis - cables.min(), cables.max() - thesis),
            0,
            "persons a year",
            "the cables lie on both sides of 500 a year",
        ),
        "school_reversed": holds(school["MNG"] > school["THA"], "in one school more had come through Mongolia"),
    }  # fmt: skip


def waits(documented: pd.DataFrame, implied: pd.DataFrame) -> dict[str, Quantity]:
    """Set the waits that stock and flow imply against sentences and against the thesis's month."""
    rows = implied.set_index("row")
    known = implied[implied["counts"]]
    sentence = documented[documented["kind"] == "sentence"]
    limit = documented[documented["kind"] == "legal limit"]
    month = thesis_range("tha-month-in-jail")[1] * custody.MONTH
    ordered = known.sort_values("date")
    names = {
        "wait_2006": "tha-2006-november", "wait_2007": "detention-2007-tha-strike", "wait_2008": "tha-2008-december",
    }  # fmt: skip
    found = {
        name: quantity((rows.loc[row, "low"], rows.loc[row, "high"]), "days", f"wait implied by {row}")
        for name, row in names.items()
    }
    whole = (arrivals()[2006] + arrivals()[2007]) / 2 * _nine_in_ten()
    if_nine = rows.loc["tha-2006-november", "present"] / whole * custody.DAYS
    return found | {
        "sentence": quantity((sentence["low"].min(), sentence["high"].max()), "days", "sentences in place of a fine"),
        "limit": quantity(tuple(limit[["low", "high"]].iloc[0]), "days", "Mongolian legal limit"),
        "months": quantity(rows.loc["tha-2006-november", "high"] / custody.MONTH, "months", "longest implied wait"),
        "wait_if_nine": quantity(if_nine, "days", "wait of 2006 if nine in ten had come this way"),
        "waits_exceed_month": exceeds(
            known["low"].min(), month, "days", "each implied wait exceeds a month at the least"
        ),
        "nine_exceeds_month": exceeds(if_nine, month, "days", "also if nine in ten came this way"),
        "waits_fall": holds(ordered["high"].is_monotonic_decreasing, "the implied wait fell from 2006 to 2008"),
    }  # fmt: skip


def cases(record: pd.DataFrame) -> dict[str, Quantity]:
    """Say what became of the cases that the refugee agency registered in Thailand."""
    rows = record.set_index("year")
    first, year = int(rows.index.min()), int(rows["police"].first_valid_index())
    later = rows.loc[first + 1 :]
    gap = rows.loc[first, "waiting"] - rows.loc[first, "expected"]
    end = later["waiting"].fillna(0)
    return {
        "applied": quantity(int(rows["applied"].sum()), "persons", "applications in Thailand"),
        "applied_last": quantity(int(rows["applied"].last_valid_index()), "year", "last year with applications"),
        "decided": quantity(int(rows["decided"].sum()), "persons", "cases that left the books"),
        "closed_last": quantity(int(rows.index.max()), "year", "last year with decisions"),
        "applied_2004": quantity(int(rows.loc[year, "applied"]), "persons", "applications in 2004"),
        "police_2004": quantity(int(rows.loc[year, "police"]), "persons", "counted by the police in 2004"),
        "carried": quantity(int(gap), "persons", "open cases of the first year that no table shows"),
        "none_decided": holds(not rows[["recognised", "rejected"]].to_numpy().any(), "nobody recognised or rejected"),
        "cases_exceed_police": exceeds(
            rows.loc[year, "applied"], rows.loc[year, "police"], "persons", "more cases than entries"
        ),
        "books_balance": holds((end == later["expected"]).all(), "the books balance from the second year on"),
    }  # fmt: skip
