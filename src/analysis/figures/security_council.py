"""Figure and table on the Security Council's record on North Korea."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import security_council, theme
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["record", "votes"]

COLOURS = {"adopted": theme.SECOND, "vetoed": theme.ACCENT, "carried": "#2f7d5b", "held": theme.INK}


def record(frame: pd.DataFrame) -> Figure:
    """Draw every vote and meeting in time: adopted, vetoed, carried over opposition, held in the open or not."""
    order = security_council.tally(frame)["label"].tolist()
    tally = (
        frame["yes"]
        .astype("string")
        .str.cat([frame["no"].astype("string"), frame["abstain"].astype("string")], sep="–")
    )
    known = frame["documented"] & frame["format"].ne("closed").fillna(True)
    rows = frame.assign(
        colour=frame["outcome"].map(COLOURS),
        place=frame["format"].fillna(""),
        when=frame["date"].astype(str),
        tally=tally.fillna("").astype(object),
        marked=frame["yes"]
        .astype("string")
        .where(frame["kind"].isin(["veto", "procedural_vote"]))
        .fillna("")
        .astype(object),
    )
    rows["fill"] = rows["colour"].where(known, "white")
    rows = rows[["label", "when", "colour", "fill", "marked", "tally", "place", "symbol", "documented"]]
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=0))
    scale = alt.Scale(domain=["2006-01-01", "2025-06-01"], type="utc")
    x = alt.X("when:T", title=None, scale=scale, axis=alt.Axis(format="%Y", tickCount=6))
    base = alt.Chart(rows)
    chart = base.mark_point(filled=False, size=52, strokeWidth=1.5, opacity=1).encode(
        x=x,
        y=y,
        stroke=alt.Stroke("colour:N", scale=None),
        fill=alt.Fill("fill:N", scale=None),
        tooltip=["when:N", "label:N", "symbol:N", "tally:N", "place:N"],
    ) + base.mark_text(dy=-12).encode(x=x, y=y, text="marked:N")
    return Figure("record", chart.properties(width=theme.WIDTH - 114, height=200), basis(frame))


def votes(frame: pd.DataFrame) -> Table:
    """Tabulate the record by kind, with the votes of China and Russia for and against."""
    tally = security_council.tally(frame)
    text = tally.astype("string")
    rows = tally.assign(
        years=text["first"] + "–" + text["last"],
        china=(text["china_yes"] + " : " + text["china_no"]).astype(object),
        russia=(text["russia_yes"] + " : " + text["russia_no"]).astype(object),
    )
    columns = [
        Column("label", "Kind"),
        Column("events", "Events", "d"),
        Column("recalled", "Recalled", "d"),
        Column("years", "Years"),
        Column("fewest_yes", "Fewest yes", "d"),
        Column("china", "China, yes : no"),
        Column("russia", "Russia, yes : no"),
    ]
    return Table("votes", rows.astype({"years": object}), columns, basis(frame))
