"""Periods of practice, and what had changed in law and ties when practice did."""

from __future__ import annotations

import pandas as pd

from analysis import datasets, treaties
from analysis.return_practice import TREATIES

__all__ = ["changes", "periods"]

AGREED = ["prk_justice_security_cooperation", "prk_security_cooperation"]
"""Agreements with Pyongyang signed in the years that the periods cover."""


def periods(coding: str = "own") -> pd.DataFrame:
    """Return the periods with ``rank`` under a coding and the state's law at their start.

    Returns:
        Columns of ``state_periods`` with ``state``, ``rank`` (missing where open), ``refugee_treaties`` (of two) and
        ``core_treaties`` in force at the start, and ``agreements`` with Pyongyang on security signed by then.
    """
    rows = datasets.load("state_periods")
    rank = rows["ordinal"].astype("Float64")
    if coding == "sceptic":
        rank = rank.mask(rows["sceptic_reason"].notna(), rows["sceptic_ordinal"].astype("Float64"))
    names = treaties.states().set_index("iso3")["short_name"]
    core = treaties.core_treaties()
    bound = treaties.consents()
    ties = datasets.load("ties")
    signed = ties[ties["tie"].isin(AGREED)].assign(day=lambda frame: treaties.last_day(frame["since"]))
    start = treaties.last_day(rows["period_start"])
    acts = [bound[bound["iso3"].eq(s) & bound["in_force"].le(d)] for s, d in zip(rows["iso3"], start, strict=True)]
    return rows.assign(
        state=rows["iso3"].map(names),
        rank=rank.astype("float64"),
        start=start,
        refugee_treaties=[int(act["instrument_id"].isin(TREATIES).sum()) for act in acts],
        core_treaties=[int(act["instrument_id"].isin(core).sum()) for act in acts],
        agreements=[
            int((signed["iso3"].eq(s) & signed["day"].le(d)).sum()) for s, d in zip(rows["iso3"], start, strict=True)
        ],
    )


def changes(coding: str = "own") -> pd.DataFrame:
    """Return each change of practice between neighbouring periods of a state whose practice is known.

    Returns:
        ``iso3``, ``state``, ``before`` and ``after`` (practice), ``rise`` (change of rank), ``at`` (start of the later
        period), and the change in ``refugee_treaties``, ``core_treaties`` and ``agreements`` from the start of the
        earlier period to that of the later.
    """
    frame = periods(coding).dropna(subset=["rank"]).sort_values(["iso3", "period"])
    past = frame.groupby("iso3").shift(1)
    counts = ["refugee_treaties", "core_treaties", "agreements"]
    moved = frame.assign(
        before=past["practice"],
        after=frame["practice"],
        rise=frame["rank"] - past["rank"],
        at=frame["period_start"],
        **{name: frame[name] - past[name] for name in counts},
    )
    moved = moved[moved["rise"].notna() & moved["rise"].ne(0)]
    return moved[["iso3", "state", "before", "after", "rise", "at", *counts]].reset_index(drop=True)
