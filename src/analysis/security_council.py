"""What the Security Council voted, vetoed and discussed on North Korea, counted by kind."""

from __future__ import annotations

import pandas as pd

from analysis import datasets

__all__ = ["NEEDED", "events", "substance", "tally"]

NEEDED = 9
"""Votes of fifteen that carry a decision, and with no veto a procedural one (source: un_charter1945, article 27)."""
KINDS = {
    "sanctions_resolution": "weapons: sanctions",
    "panel_renewal": "weapons: panel renewed",
    "veto": "weapons: draft vetoed",
    "procedural_vote": "rights: vote to meet",
    "human_rights_meeting": "rights: meeting",
}


def events() -> pd.DataFrame:
    """Return one row an event of the Council, renewals of the sanctions panel among them.

    Returns:
        Columns of ``security_council`` with ``day``, ``year``, ``label`` (kind in words) and ``documented`` (false
        where the row is recalled).
    """
    council = datasets.load("security_council")
    panel = datasets.load("panel_renewals").assign(kind="panel_renewal", subject="weapons", outcome="adopted")
    both = pd.concat([council, panel], ignore_index=True)
    day = pd.to_datetime(both["date"])
    frame = both.assign(
        day=day, year=day.dt.year, label=both["kind"].map(KINDS), documented=both["status"] != "recalled"
    )
    return frame.sort_values(["day", "kind"], ignore_index=True)


def substance(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the votes on substance, to which the veto applies, with ``vetoed`` (true or false)."""
    rows = frame[frame["kind"].isin(["sanctions_resolution", "panel_renewal", "veto"])].reset_index(drop=True)
    return rows.assign(vetoed=rows["outcome"].eq("vetoed"))


def tally(frame: pd.DataFrame) -> pd.DataFrame:
    """Count the Council's record by kind.

    Args:
        frame: events as :func:`events` returns them.

    Returns:
        One row a kind: ``events``, ``first`` and ``last`` (years), ``china_yes``, ``china_no``, ``russia_yes``,
        ``russia_no`` (votes; missing for meetings, at which nobody votes), ``fewest_yes``, ``recalled``.
    """
    voted = frame["yes"].notna()
    marks = frame.assign(
        china_yes=frame["chn_vote"].eq("yes").where(voted),
        china_no=frame["chn_vote"].eq("no").where(voted),
        russia_yes=frame["rus_vote"].eq("yes").where(voted),
        russia_no=frame["rus_vote"].eq("no").where(voted),
        recalled=~frame["documented"],
    )
    columns = ["china_yes", "china_no", "russia_yes", "russia_no"]
    grouped = marks.groupby("label", sort=False)
    sums = grouped[columns].sum(min_count=1).astype("Int64")
    table = grouped.agg(
        events=("day", "size"),
        first=("year", "min"),
        last=("year", "max"),
        fewest_yes=("yes", "min"),
        recalled=("recalled", "sum"),
    )
    return table.join(sums).reindex(list(KINDS.values())).reset_index()
