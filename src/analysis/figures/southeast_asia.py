"""The grades of nine states over the years, and the three states of the chapter side by side."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, southeast_asia, theme, trafficking_tiers, treaties
from analysis.exhibits import Column, Figure, Table, basis
from analysis.southeast_asia import GROUP, SoutheastAsia

__all__ = ["ordered", "overview", "tiers"]

SHADES = {"1": "#dfe7ee", "2": "#a9c6da", "2WL": "#4d88ad", "3": "#143f5c"}
"""One hue from light to dark: an order, readable in grey."""
NAMES = {"1": "Tier 1", "2": "Tier 2", "2WL": "Tier 2 Watch List", "3": "Tier 3"}
THESIS_YEAR = 2018


def ordered() -> list[str]:
    """Name the nine states, the three of the chapter first."""
    states = treaties.states().set_index("iso3")["short_name"]
    return [*states[GROUP], *states.drop(GROUP)]


def tiers(chapter: SoutheastAsia) -> Figure:
    """Draw the tier of each state in each report; unconfirmed grades hollow, the thesis's year framed."""
    frame = chapter.tiers.assign(
        grade=chapter.tiers["tier"].map(NAMES).fillna("not in the report"),
        mark=chapter.tiers["tier"].replace({"2WL": "W"}).fillna("–"),
        light=chapter.tiers["tier"].fillna("1").isin(["1", "2"]) | ~chapter.tiers["counted"],
    )
    frame = frame[["year", "state", "iso3", "grade", "mark", "light", "counted", "status", "note"]]
    order = ordered()
    x = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=-90, ticks=False, domain=False, labelFontSize=10))
    y = alt.Y("state:N", title=None, sort=order, axis=alt.Axis(ticks=False, domain=False))
    scale = alt.Scale(
        domain=[*NAMES.values(), "not in the report"], range=[*SHADES.values(), "#ffffff"]
    )  # fmt: skip
    legend = alt.Legend(values=list(NAMES.values()), symbolStrokeWidth=1, symbolStrokeColor=theme.MUTED, offset=6)
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=["state:N", "year:O", "grade:N", "status:N", "note:N"])
    sure = base.transform_filter("datum.counted").mark_rect(stroke=theme.PALE, strokeWidth=0.8)
    hollow = base.transform_filter("!datum.counted").mark_rect(fill="white", stroke=theme.MUTED, strokeDash=[3, 2])
    frames = frame[frame["iso3"].isin(GROUP) & frame["year"].eq(THESIS_YEAR)]
    began = alt.Chart(pd.DataFrame({"year": [trafficking_tiers.WATCH_LIST_FROM]})).mark_rule(color=theme.ACCENT)
    layers = [
        sure.encode(fill=alt.Fill("grade:N", scale=scale, legend=legend)),
        hollow,
        base.transform_filter("datum.light").mark_text(fontSize=9.5).encode(text="mark:N"),
        base.transform_filter("!datum.light").mark_text(fontSize=9.5, color="white").encode(text="mark:N"),
        alt.Chart(frames).mark_rect(fill=None, stroke=theme.ACCENT, strokeWidth=2.2).encode(x=x, y=y),
        began.encode(x=alt.X("year:O", bandPosition=0)),
    ]
    chart = alt.layer(*layers).properties(width=alt.Step(15.4), height=alt.Step(19))
    return Figure("tiers", chart, basis(chapter.tiers))


def overview(chapter: SoutheastAsia) -> Table:
    """Set the three states side by side."""
    frame, behind = southeast_asia.overview(chapter)
    names = treaties.states().set_index("iso3")["short_name"]
    columns = [Column("question", ""), *(Column(code, names[code]) for code in GROUP)]
    graded = chapter.tiers[chapter.tiers["iso3"].isin(GROUP) & chapter.tiers["year"].eq(THESIS_YEAR)]
    ballots = datasets.load("assembly_votes")
    return Table("overview", frame, columns, basis(*behind, graded, ballots[ballots["iso3"].isin(GROUP)]))
