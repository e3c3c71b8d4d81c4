"""Returns from China to North Korea: counts, claimed rates, single events, and what share of whom they were."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.claims import thesis_range
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["PER_YEAR", "WATCH", "events", "printed", "returns", "shares", "stated"]

PER_YEAR = {"week": 52, "month": 12, "year": 1}
"""Units of time in a year, for setting a claimed rate beside a count; the product is arithmetic and no source."""
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


def stated(
    frame: pd.DataFrame, risk: pd.DataFrame, weekly: dict[int, float], stay: tuple[float, float]
) -> dict[str, Quantity]:
    """State what the chapter says on returns.

    Args:
        frame: what :func:`returns` returns.
        risk: what :func:`shares` returns.
        weekly: weekly rates of the thesis by year, persons.
        stay: usual stay in China, years from and to.
    """
    row = frame.set_index("repatriation_id")
    official = frame[frame["basis"].eq("official study") & frame["measure"].eq("annual_count") & frame["counted"]]
    estimated = frame[frame["basis"].eq("estimate") & frame["measure"].eq("annual_count") & frame["counted"]]
    rates = frame[frame["per"].eq("week") & frame["counted"]]
    survey_week = row.loc["2003-uscr-week"]
    yun = row.loc[["1998-yun-first-half", "1998-yun-second-half"]]
    half = PER_YEAR["week"] / 2
    study = row.loc["1998-cass-range"]
    day = events(frame, "2023-10")
    day = day[day["event"].eq("mass-2023-10-09")]
    present = risk.set_index("year")["present"]
    ends = risk[["low", "high"]].stack()
    reopened = row.loc[["2023-august", "2023-september", "2023-october-500"], "first"].sum()
    yearly = frame[frame["measure"].eq("annual_count") & frame["counted"]]
    most = yearly[["first", "last"]].max(axis=1).groupby(yearly["year"]).max().sum()
    return {
        "returns_waited": exceeds(
            reopened, row.loc["2021-july", "last"], "persons", "recorded returns came after the reopening"
        ),
        "counts_stay_below": exceeds(
            thesis_range("returned-hundreds-thousands")[0], most, "persons", "the counted years add up to less"
        ),
        "famine_was_past": exceeds(
            thesis_range("repat-2003-famine-peak")[0],
            float(datasets.load("events").set_index("event_id").loc["famine-worst-year", "date"][:4]),
            "years",
            "the worst year of the famine lay before",
        ),
        "official_1996": quantity(row.loc["1996-official", "first"], "persons", "returned from border cities, 1996"),
        "official_1997": quantity(row.loc["1997-official", "first"], "persons", "returned from border cities, 1997"),
        "official_1998": quantity(row.loc["1998-official", "first"], "persons", "returned from border cities, 1998"),
        "official_2002": quantity(row.loc["2002-yanbian", "first"], "persons", "returned from Yanbian, 2002"),
        "official_last": quantity(official["year"].max(), "year", "last year with a count from Chinese state research"),
        "yun_1998": quantity(
            (yun["first"].sum() * half, yun["last"].sum() * half),
            "persons",
            "one researcher's weekly rates of 1998, as a year",
        ),
        "yun_exceeds": holds(
            yun["first"].sum() * half > row.loc["1998-official", "first"],
            "the claimed rates exceed the official count of 1998",
        ),
        "survey_week": quantity(
            (survey_week["first"], survey_week["last"]), "persons a week", "rate in the survey of 2003"
        ),
        "thesis_week_2003": quantity(weekly[2003], "persons a week", "rate of the thesis for 2003"),
        "thesis_week_2007": quantity(weekly[2007], "persons a week", "rate of the thesis for 2007"),
        "rate_2003_stands": holds(
            survey_week["first"] <= weekly[2003] <= survey_week["last"], "the rate for 2003 lies within the survey's"
        ),
        "study_week": quantity(
            (study["first"] / PER_YEAR["week"], study["last"] / PER_YEAR["week"]),
            "persons a week",
            "range ascribed to an academy, as a week",
        ),
        "thesis_year_2007": quantity(
            int(weekly[2007] * PER_YEAR["week"]), "persons", "rate of the thesis for 2007, as a year"
        ),
        "survey_2007": quantity(row.loc["2007-uscri", "last"], "persons", "returned in 2007 at most, refugee survey"),
        "month_2007": quantity(
            row.loc["2007-good-friends-month", "first"], "persons a month", "rate of one group, about 2007"
        ),
        "present_2007": quantity(present[2007], "persons", "present at the end of 2007, refugee survey"),
        "rate_2007_falls": exceeds(
            weekly[2007] * PER_YEAR["week"],
            present[2007],
            "persons",
            "the rate for 2007 would have returned more people than there were",
        ),
        "risk": quantity((ends.min(), ends.max()), "share a year", "yearly returns by people present"),
        "risk_stay": quantity(
            (1 - (1 - ends.min()) ** stay[0], 1 - (1 - ends.max()) ** stay[1]),
            "share",
            "returned within the usual stay",
        ),
        "week_most": quantity(rates["last"].max(), "persons a week", "highest claim of a week"),
        "estimate_last": quantity(estimated["year"].max(), "year", "last year with an estimate"),
        "workers": quantity(row.loc["2024-workers", "first"], "persons", "contract workers among those returned"),
        "october": quantity(
            (day["first"].min(), day["last"].max()), "persons", "counts of the return of 9 October 2023"
        ),
        "october_counts": quantity(len(day), "counts", "rival counts of that return"),
        "last_return": quantity(
            frame.loc[frame["counted"] & frame["measure"].eq("event"), "year"].max(), "year", "last return on record"
        ),
    }
