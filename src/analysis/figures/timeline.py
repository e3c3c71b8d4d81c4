"""The timeline of the book."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.exhibits import Figure, basis
from analysis.timeline import LANES, Timeline

__all__ = ["timeline"]

DOMAIN = {"domainMin": alt.expr("utc(1980, 0, 1)"), "domainMax": alt.expr("utc(2026, 11, 31)")}
LANE, WIDTH = 34, theme.WIDTH - 90
LATE = pd.Timestamp(2021, 1, 1)
"""From here on a label stands before its mark, so that it ends inside the picture."""
CHARACTER = pd.Timedelta(days=47 * 365 * 5.2 / WIDTH)
"""Time that a character of a label takes up on the axis."""


def timeline(book: Timeline) -> Figure:
    """Draw treaties, mandates, votes, returns, borders and arrivals one above the other."""
    chart = alt.vconcat(_lanes(book), _arrivals(book), spacing=6).resolve_scale(x="shared")
    return Figure("timeline", chart, basis(book.marks, book.closure, book.arrivals))


def _lanes(book: Timeline) -> alt.LayerChart:
    marks = book.marks.sort_values(["lane", "day"], ignore_index=True)
    marks["step"] = marks.groupby("lane", sort=False, group_keys=False).apply(_steps).astype("int64")
    marks["late"] = (marks["day"] > LATE).astype("int64")
    base = alt.Chart(marks[["lane", "day", "label", "kind", "step", "late"]]).encode(
        x=_axis("day"),
        y=_lane(),
    )
    shut = book.closure[["start", "end"]].assign(lane=LANES[5])
    tooltip = [alt.Tooltip("day:T", format="%d %B %Y"), "lane", "label", "kind"]
    filled = alt.condition("datum.kind == 'without a vote'", alt.value("white"), alt.value(theme.SECOND))
    return alt.layer(
        alt.Chart(shut)
        .mark_bar(color=theme.ACCENT, opacity=0.35, height=12)
        .encode(x=_axis("start"), x2="end:T", y=_lane()),
        base.mark_point(size=30, strokeWidth=1.2, stroke=theme.SECOND).encode(fill=filled, tooltip=tooltip),
        *(
            base.transform_filter(f"datum.step == {step} && datum.late == {late} && datum.label != ''")
            .mark_text(dy=(-10, 11)[step], dx=(-3, 4)[late], align=("left", "right")[late], fontSize=10)
            .encode(text="label:N")
            for step in (0, 1)
            for late in (0, 1)
        ),
    ).properties(width=WIDTH, height=LANE * len(LANES))  # fmt: skip


def _steps(lane: pd.DataFrame) -> pd.Series:
    """Put a label above its mark, or below where the one before it is still being read."""
    named = lane["label"] != ""
    ends = lane["day"] + lane["label"].str.len() * CHARACTER
    crowded = lane.loc[named, "day"] < ends[named].shift()
    steps = crowded.astype("int64").groupby((~crowded).cumsum()).cumsum() % 2
    return steps.reindex(lane.index, fill_value=0)


def _arrivals(book: Timeline) -> alt.Chart:
    years = book.arrivals.assign(start=pd.to_datetime(book.arrivals["year"].astype(str) + "-01-01"))
    years["end"] = years["start"] + pd.offsets.YearEnd(0)
    return (
        alt.Chart(years[["year", "total", "start", "end"]])
        .mark_rect(color=theme.SECOND, stroke="white", strokeWidth=0.5)
        .encode(
            x=_axis("start"),
            x2="end:T",
            y=alt.Y("total:Q", title="Arrivals in South Korea", axis=alt.Axis(format=",d", tickCount=3)),
            y2=alt.datum(0),
            tooltip=["year:O", alt.Tooltip("total:Q", format=",d")],
        )
        .properties(width=WIDTH, height=90)
    )


def _axis(field: str) -> alt.X:
    return alt.X(f"{field}:T", title=None, scale=alt.Scale(type="utc", nice=False, **DOMAIN))


def _lane() -> alt.Y:
    axis = alt.Axis(labelLimit=130, grid=True, domain=False, ticks=False)
    return alt.Y("lane:N", sort=None, scale=alt.Scale(domain=list(LANES)), title=None, axis=axis)
