"""Dangers on the way, and measures at the border."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.border import Border
from analysis.exhibits import Column, Figure, Table, basis
from analysis.hazards import GROUPS, SAMPLED, STATED, THESIS, Hazards

__all__ = ["border", "counts", "shares"]

ROW = 19
STATES = {"North Korea": theme.STATES["PRK"], "China": theme.STATES["CHN"]}


def shares(dangers: Hazards) -> Figure:
    """Draw the estimates as a forest: counted ones with intervals, stated ones hollow."""
    frame = dangers.shares.assign(
        label=dangers.shares["name"],
        when=lambda rows: (
            rows["year"].where(rows["basis"] != THESIS).fillna("")
            + rows["n"].where(rows["sure"]).map(", n = {:,}".format, na_action="ignore").fillna("")
        ),
    ).astype({"share": "float64", "low": "float64", "high": "float64"})
    frame = frame.assign(middle=frame["share"].fillna((frame["low"] + frame["high"]) / 2))
    drawn = frame[["group", "label", "when", "share", "low", "high", "middle", "basis", "method", "population"]]
    scale = alt.Scale(domain=[0, 1])
    kinds = [SAMPLED, STATED, THESIS]
    color = alt.Scale(domain=kinds, range=[theme.SECOND, theme.MUTED, theme.ACCENT])
    fill = alt.Scale(domain=kinds, range=[theme.SECOND, "white", "white"])
    panels = []
    for position, group in enumerate(GROUPS):
        rows = drawn[drawn["group"] == group].sort_values(["basis", "middle"], ascending=[True, False])
        order = list(rows["label"])
        last = position == len(GROUPS) - 1
        axis = alt.Axis(format=".0%", grid=True, labels=last, ticks=last, domain=last, values=[0, 0.25, 0.5, 0.75, 1])
        mine = alt.Chart(drawn).transform_filter(alt.FieldEqualPredicate(field="group", equal=group))
        base = mine.encode(y=alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=0)))
        x = alt.X("low:Q", scale=scale, axis=axis, title=None)
        stroke = alt.Color("basis:N", scale=color, legend=None)
        tooltip = ["label:N", "population:N", "method:N", "basis:N", alt.Tooltip("share:Q", format=".1%"),
                   alt.Tooltip("low:Q", format=".1%"), alt.Tooltip("high:Q", format=".1%")]  # fmt: skip
        sampled, stated = f"datum.basis === '{SAMPLED}'", f"datum.basis !== '{SAMPLED}'"
        whiskers = base.transform_filter(sampled).mark_rule(strokeWidth=1.8).encode(x=x, x2="high:Q", color=stroke)
        boxes = (
            base.transform_filter(stated)
            .mark_bar(height=9, fillOpacity=0, strokeWidth=1.4, cornerRadius=4)
            .encode(x=x, x2="high:Q", stroke=alt.Stroke("basis:N", scale=color, legend=None), tooltip=tooltip)
        )
        points = base.transform_filter("isValid(datum.share)").mark_point(size=46, strokeWidth=1.4, opacity=1).encode(
            x=alt.X("share:Q", scale=scale),
            fill=alt.Fill("basis:N", scale=fill, legend=None),
            stroke=alt.Stroke("basis:N", scale=color, legend=None),
            tooltip=tooltip,
        )  # fmt: skip
        year = base.mark_text(align="left", color=theme.MUTED, fontSize=10.5).encode(x=alt.value(187), text="when:N")
        title = alt.Title(group, fontSize=11.5, offset=4, frame="group")
        panels.append((whiskers + boxes + points + year).properties(width=180, height=ROW * len(rows), title=title))
    chart = alt.vconcat(*panels, spacing=8)
    return Figure("shares", chart, basis(dangers.rows))


def counts(dangers: Hazards) -> Table:
    """Tabulate what is counted in persons: arrests, people held, deaths."""
    frame = dangers.counts.assign(
        kind=dangers.counts["hazard"].str.capitalize(),
        when=dangers.counts["as_of"].fillna("undated"),
        at_least=dangers.counts["high"].isna().map({True: "at least", False: ""}),
    )
    columns = [
        Column("kind", "Danger"),
        Column("when", "When"),
        Column("indicator", "What was counted"),
        Column("at_least", "Bound"),
        Column("low", "Persons", ",.0f"),
        Column("method", "Method"),
        Column("status", "Status"),
    ]
    return Table("counts", frame.astype({"low": "float64"}), columns, basis(dangers.counts))


def border(line: Border) -> Figure:
    """Draw arrivals a quarter above the measures of both states on one time axis."""
    span = {"domainMin": alt.expr("utc(2009, 0, 1)"), "domainMax": alt.expr("utc(2026, 0, 1)")}
    scale = alt.Scale(**span, type="utc", nice=False)
    single, mean = "single quarter", "mean of a longer period"
    bars = line.bars.assign(precision=line.bars["single"].map({True: single, False: mean}))
    upper = (
        alt.Chart(bars[["start", "end", "persons", "precision", "year"]])
        .mark_rect(stroke=theme.SECOND, strokeWidth=0.6)
        .encode(
            x=alt.X("start:T", scale=scale, axis=alt.Axis(format="%Y", labels=False, title=None)),
            x2="end:T",
            y=alt.Y(
                "persons:Q", title="Persons a quarter", axis=alt.Axis(format=",d"), scale=alt.Scale(domain=[0, 800])
            ),
            y2=alt.datum(0),
            fill=alt.Fill(
                "precision:N",
                scale=alt.Scale(domain=[single, mean], range=[theme.SECOND, "white"]),
                legend=alt.Legend(labelLimit=220),
            ),
            tooltip=["year:O", "precision:N", alt.Tooltip("persons:Q", format=",.0f")],
        )
        .properties(width=360, height=150)
    )
    rows = line.measures[["measure_id", "row", "state", "measure", "start", "end", "date", "status"]]
    shortest = pd.Timedelta(days=45)
    rows = rows.assign(end=rows["end"].where(rows["end"] - rows["start"] > shortest, rows["start"] + shortest))
    order = ["Fences", "Surveillance", "Policing and law", "Orders to shoot", "Closure", "Reopening"]
    lower = (
        alt.Chart(rows.assign(lane=rows["row"] + "/" + rows["state"]))
        .mark_bar(height=8, opacity=0.55)
        .encode(
            x=alt.X("start:T", scale=scale, axis=alt.Axis(format="%Y", title=None, tickCount="year")),
            x2="end:T",
            y=alt.Y("row:N", sort=order, title=None, axis=alt.Axis(grid=True)),
            yOffset=alt.YOffset("state:N", scale=alt.Scale(domain=list(STATES), paddingInner=0.1)),
            color=alt.Color("state:N", scale=alt.Scale(domain=list(STATES), range=list(STATES.values())),
                            legend=alt.Legend(offset=8)),
            tooltip=["date:N", "state:N", "measure:N", "status:N"],
        )
        .properties(width=360, height=150)
    )  # fmt: skip
    chart = alt.vconcat(upper, lower, spacing=6).resolve_scale(color="independent", x="shared")
    return Figure("border", chart, basis(line.rows))
