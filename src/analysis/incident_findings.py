"""What the chapter says about the record of people found on the way: totals, rates of groups, and silence."""

from __future__ import annotations

import pandas as pd

from analysis import incidents
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["NOTICED", "PASSED_UNHEARD", "UNNOTICED", "chances", "people", "record"]

PASSED_UNHEARD, NOTICED, UNNOTICED = 30, 0.5, 0.2
"""Assumptions on silence, not facts: groups that passed unheard of, and the chance that a return becomes known."""


def people(frame: pd.DataFrame, states: list[str]) -> pd.DataFrame:
    """Add up the people of counted groups: index state, columns moved and away (persons)."""
    rows = frame[frame["counted"]].assign(side=lambda each: each["outcome"].eq(incidents.MOVED))
    sums = rows.pivot_table(index="iso3", columns="side", values="low", aggfunc="sum", fill_value=0)
    return (
        sums.reindex(index=states, columns=[True, False])
        .rename(columns={True: "moved", False: "away"})
        .fillna(0)
        .astype("int64")
    )


def record(rows: pd.DataFrame, states: list[str]) -> dict[str, Quantity]:
    """State what is on record about the people found in some states, as :func:`incidents.incidents` returns it."""
    counted = rows[rows["counted"]]
    totals = people(rows, states)
    away = counted[counted["outcome"].isin(incidents.AWAY)]
    returned = counted[counted["outcome"].eq(incidents.RETURNED)]
    contested = rows[rows["contested"]]
    period = rows[rows["kind"].eq("period")].iloc[0]
    last = counted.groupby("iso3")["start"].max().dt.year
    airlift = counted.loc[counted["low"].astype("int64").idxmax()]
    by = {code: contested[contested["iso3"].eq(code)].iloc[0] for code in states}
    return {
        "incident_rows": quantity(len(rows), "entries", "entries of the record on the three states"),
        "cable_rows": quantity(int(rows["cable_only"].sum()), "entries", "of these resting on leaked cables alone"),
        "unsupported_rows": quantity(
            int(rows["status"].isin(["recalled", "absence"]).sum()), "entries", "of these from memory or absence"
        ),
        "contested_rows": quantity(len(contested), "entries", "of these contested"),
        "counted_groups": quantity(len(counted), "groups", "groups that count"),
        "people_moved": quantity(int(totals["moved"].sum()), "persons", "people of counted groups who moved on"),
        "people_away": quantity(int(totals["away"].sum()), "persons", "people of counted groups sent away"),
        "people_returned": quantity(
            int(returned["low"].sum()), "persons", "of these returned to the North for certain"
        ),
        "returned_day": quantity(returned["start"].max(), "date", "day of the return from Laos"),
        "moved_lao": quantity(totals.loc["LAO", "moved"], "persons", "moved on from Laos in the counted group"),
        "away_vnm": quantity(totals.loc["VNM", "away"], "persons", "pushed back from Vietnam"),
        "away_vnm_years": quantity(
            " and ".join(away.loc[away["iso3"].eq("VNM"), "start"].dt.strftime("%Y")), "", "years of the push-backs"
        ),
        "airlift": quantity(int(airlift["low"]), "persons", "people on the flights of July 2004"),
        "airlift_share": quantity(airlift["low"] / totals["moved"].sum(), "share", "of all counted as moved on"),
        "ngo_moved": quantity(
            int(period["low"]), "persons", "moved on by one organisation in fourteen months, mostly through Laos"
        ),
        "contested_lao": quantity(
            (int(by["LAO"]["low"]), int(by["LAO"]["high"])),
            "persons",
            "adults said to have been deported with the nine",
        ),
        "contested_vnm_sent": quantity(
            int(by["VNM"]["high"]), "persons", "said by one newspaper to have been pushed back in November 2019"
        ),
        "contested_vnm_caught": quantity(int(by["VNM"]["low"]), "persons", "of these said to have been caught again"),
        "freed_vnm": quantity(
            int(counted[counted["iso3"].eq("VNM")].sort_values("start")["low"].iloc[-1]),
            "persons",
            "freed in December 2019",
        ),
        "last_lao": quantity(int(last["LAO"]), "year", "last counted group in Laos"),
        "last_vnm": quantity(int(last["VNM"]), "year", "last counted group in Vietnam"),
        "one_return": holds(
            len(returned) == 1 and set(returned["iso3"]) == {"LAO"}, "one return to the North is on record, from Laos"
        ),
        "khm_none": holds(not counted["iso3"].eq("KHM").any(), "no counted group in Cambodia"),
        "moved_more": exceeds(
            totals["moved"].sum(),
            totals["away"].sum(),
            "persons",
            "more people of counted groups moved on than were sent away",
        ),
        "vnm_both": holds((totals.loc["VNM"] > 0).all(), "Vietnam did both"),
        "vnm_more_away": exceeds(
            totals.loc["VNM", "away"], totals.loc["LAO", "away"], "persons", "Vietnam sent more people away than Laos"
        ),
    }


def chances(rates: pd.DataFrame, groups: pd.DataFrame, every_group: pd.DataFrame, level: float) -> dict[str, Quantity]:
    """State the rates of groups, and what silence about others can mean, with the frames of :mod:`incidents`."""
    by, every = (frame.set_index("iso3") for frame in (groups, every_group))
    table = [[int(by.loc[code, "away"]), int(by.loc[code, "groups"] - by.loc[code, "away"])] for code in ("LAO", "VNM")]
    p, least = incidents.fisher(table)
    whole = rates[rates["counted"]]
    bound = {
        noticed: float(incidents.silence(pd.Series([PASSED_UNHEARD]), noticed, level).iloc[0])
        for noticed in (1.0, NOTICED, UNNOTICED)
    }
    return {
        "groups_away": quantity(int(by.loc["all", "away"]), "groups", "counted groups sent away"),
        "groups_share": quantity(float(by.loc["all", "share"]), "share", "counted groups sent away"),
        "groups_interval": quantity(tuple(by.loc["all", ["share_low", "share_high"]]), "share", "its exact interval"),
        "groups_contested": quantity(
            float(every.loc["all", "share"]), "share", "with contested incidents counted as printed"
        ),
        "groups_p": quantity(p, "", "Fisher's exact p, Laos against Vietnam"),
        "groups_least": quantity(least, "", "smallest p that these margins allow"),
        "sized_groups": quantity(len(whole), "groups", "counted groups of known size"),
        "shared_fate": quantity(int(whole["share"].eq(1).sum()), "groups", "of these in which all met one outcome"),
        "no_test": holds(least > 0.05, "no outcome of these groups could have shown a difference between states"),
        "silence_groups": quantity(PASSED_UNHEARD, "groups", "groups assumed to pass unheard of"),
        "silence_noticed": quantity(NOTICED, "share", "assumed chance that a return becomes known"),
        "silence_unnoticed": quantity(UNNOTICED, "share", "a lower chance"),
        "silence_all": quantity(bound[1.0], "share", "largest share returned if every return becomes known"),
        "silence_half": quantity(bound[NOTICED], "share", "at the assumed chance"),
        "silence_fifth": quantity(bound[UNNOTICED], "share", "at the lower chance"),
    }
