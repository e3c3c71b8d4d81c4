"""Figures on waits, cases and Mongolia's numbers, and the table of steps from arrest to flight."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, mongolian_figures, theme
from analysis.claims import thesis_range
from analysis.custody import MONTH
from analysis.exhibits import Column, Figure, Table, basis
from analysis.thailand_mongolia import ThailandMongolia

__all__ = ["cases", "mongolia", "steps", "waits"]

FLOWS = {
    "mng-2000": "2000, official, illegal entries",
    "mng-2001-army": "2001, army, arrests (at least)",
    "mng-2001-may": "2001, official, from five months",
    "mng-2006": "2006, leaked cable",
    "mng-2006-cumulative": "1998–2006, leaked cable, mean",
    "mng-2006-month": "2006, one specialist, from a month",
    "mng-2006-thesis": "2006, thesis",
    "mng-2007": "2007, leaked cable",
}
"""What each Mongolian figure is called in the figure."""
KINDS = {
    "sentence": theme.STATES["THA"],
    "way to Bangkok": "#686c74",
    "legal limit": theme.STATES["MNG"],
    "thesis": theme.ACCENT,
    "implied wait": theme.INK,
}


def mongolia(chapter: ThailandMongolia) -> Figure:
    """Draw each Mongolian flow as persons a year on a logarithmic scale, with what was possible in 2006."""
    frame = chapter.mongolia[["arrival_id", "year", "per_year", "at_least", "counts", "what"]].assign(
        label=lambda rows: rows["arrival_id"].map(FLOWS),
        weight=lambda rows: rows["counts"].map({True: "document", False: "cable or thesis alone"}),
        printed=lambda rows: rows["per_year"].map("{:,.0f}".format),
    )
    order = list(frame.sort_values(["per_year"], ascending=False)["label"])
    top = mongolian_figures.ceilings()
    limits = pd.DataFrame({
        "per_year": [top["rest"], top["all"]],
        "name": ["not counted in Thailand", "all of 2006"],
        "side": ["right", "left"],
    })  # fmt: skip
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=240, grid=False, domain=False, ticks=False))
    scale = alt.Scale(type="log", domain=[18, 12000], nice=False)
    x = alt.X(
        "per_year:Q",
        title="Persons a year",
        scale=scale,
        axis=alt.Axis(format=",d", values=[50, 100, 500, 1000, 5000], labelOverlap=False),
    )
    rules = alt.Chart(limits).mark_rule(color=theme.ACCENT, strokeDash=[4, 3]).encode(x=x)
    heads = [
        alt.Chart(limits[limits["side"] == side])
        .mark_text(align=side, dx=-4 if side == "right" else 4, dy=-10, color=theme.ACCENT)
        .encode(x=x, y=alt.value(0), text="name:N")
        for side in ("right", "left")
    ]
    points = (
        alt.Chart(frame)
        .mark_point(size=64, strokeWidth=1.6)
        .encode(
            x=x,
            y=y,
            fill=alt.Fill(
                "weight:N",
                scale=alt.Scale(domain=["document", "cable or thesis alone"], range=[theme.STATES["MNG"], "white"]),
                legend=alt.Legend(
                    symbolStrokeColor=theme.STATES["MNG"], orient="bottom", offset=8, symbolType="circle"
                ),
            ),
            stroke=alt.value(theme.STATES["MNG"]),
            tooltip=["label:N", "what:N", alt.Tooltip("per_year:Q", format=",.0f")],
        )
    )
    text = alt.Chart(frame).mark_text(align="right", dx=-9).encode(x=x, y=y, text="printed:N")
    chart = alt.layer(rules, *heads, points, text).properties(width=theme.WIDTH - 188, height=190)
    rows = datasets.load("transit_arrivals")
    thai = rows.query("arrival_id == 'tha-2006'")
    return Figure("mongolia", chart, basis(chapter.mongolia, thai, datasets.load("arrivals").query("year == 2006")))


def waits(chapter: ThailandMongolia) -> Figure:
    """Draw sentences and limits above the waits that stock and flow imply, days, with the thesis's month."""
    columns = ["step", "low", "high", "kind"]
    implied = chapter.implied.assign(hollow=~chapter.implied["counts"])
    known = chapter.documented.assign(hollow=~chapter.documented["status"].isin(chapter.statuses))
    frame = pd.concat([known[[*columns, "hollow"]], implied[[*columns, "hollow"]]], ignore_index=True)
    frame["span"] = frame["low"].map("{:.0f}".format) + "–" + frame["high"].map("{:.0f}".format)
    frame["span"] = frame["span"].where(frame["high"] - frame["low"] >= 1, frame["high"].map("{:.0f}".format))
    month = thesis_range("tha-month-in-jail")[1] * MONTH
    order = list(frame.sort_values("high")["step"])
    y = alt.Y("step:N", sort=order, title=None, axis=alt.Axis(labelLimit=240, grid=False, domain=False, ticks=False))
    x = alt.X("low:Q", title="Days", scale=alt.Scale(domain=[0, 280], nice=False))
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=list(KINDS), range=list(KINDS.values())),
        legend=alt.Legend(orient="bottom", direction="vertical", columns=2, offset=8, labelLimit=200, symbolOpacity=1),
    )
    base = alt.Chart(frame).encode(y=y)
    tooltip = ["step:N", "kind:N", alt.Tooltip("low:Q", format=".0f"), alt.Tooltip("high:Q", format=".0f")]
    full = base.transform_filter("!datum.hollow && datum.high - datum.low >= 1")
    open_ = base.transform_filter("datum.hollow")
    chart = (
        alt.Chart(pd.DataFrame({"low": [month]})).mark_rule(strokeDash=[4, 3], color=theme.ACCENT).encode(x=x)
        + full.mark_bar(height=9).encode(x=x, x2="high:Q", color=color, tooltip=tooltip)
        + base.transform_filter("datum.high - datum.low < 1")
        .mark_tick(thickness=4, height=12)
        .encode(x=alt.X("high:Q"), color=color, tooltip=tooltip)
        + open_.mark_bar(height=9, filled=False, strokeWidth=1.5).encode(x=x, x2="high:Q", color=color, tooltip=tooltip)
        + base.mark_text(align="left", dx=5).encode(x=alt.X("high:Q"), text="span:N")
    )
    rows = datasets.load("transit_arrivals")
    flows = rows[rows["series"].isin(["thai_police", "mongolia_onward"]) & rows["period_start"].between("2006", "2009")]
    return Figure(
        "waits",
        chart.properties(width=theme.WIDTH - 190, height=200),
        basis(chapter.documented, chapter.implied, flows),
    )


def cases(chapter: ThailandMongolia) -> Figure:
    """Draw applications to the refugee agency in Thailand, cases closed, and entries that the police counted."""
    frame = chapter.cases
    names = {"applied": "applied", "closed": "closed undecided", "police": "counted by the police"}
    long = frame.melt("year", list(names), var_name="kind", value_name="persons").dropna(subset=["persons"])
    long = long.assign(kind=long["kind"].map(names)).astype({"persons": "int64"})
    domain = list(names.values())
    colors = [theme.SECOND, theme.PALE, theme.ACCENT]
    x = alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0), scale=alt.Scale(paddingInner=0.25))
    y = alt.Y("persons:Q", title="Persons", axis=alt.Axis(format=",d"), scale=alt.Scale(domain=[0, 195]))
    base = alt.Chart(long).encode(x=x, y=y, xOffset=alt.XOffset("kind:N", scale=alt.Scale(domain=domain)))
    bars = base.mark_bar(stroke=theme.MUTED, strokeWidth=0.5).encode(
        color=alt.Color(
            "kind:N", scale=alt.Scale(domain=domain, range=colors), legend=alt.Legend(offset=30, symbolOpacity=1)
        ),
        tooltip=["year:O", "kind:N", "persons:Q"],
    )
    chart = (bars + base.mark_text(dy=-7).encode(text="persons:Q")).properties(width=theme.WIDTH, height=190)
    used = [
        datasets.load(name).query("country_of_asylum == 'THA'") for name in ("unhcr_applications", "unhcr_decisions")
    ]
    police = datasets.load("transit_arrivals").query("arrival_id in ['tha-2004', 'tha-2005']")
    return Figure("cases", chart, basis(*used, police))


def steps(chapter: ThailandMongolia) -> Table:
    """Tabulate what a person meets in both states between arrest and flight."""
    columns = [
        Column("step", "Step"),
        Column("tha", "Thailand"),
        Column("tha_as_of", "as of", missing="–"),
        Column("tha_status", "status"),
        Column("mng", "Mongolia"),
        Column("mng_as_of", "as of", missing="–"),
        Column("mng_status", "status"),
    ]
    rows = datasets.load("national_protection")
    used = rows[rows["iso3"].isin(["THA", "MNG"]) & rows["indicator"].isin(chapter.steps["indicator"])]
    return Table("steps", chapter.steps, columns, basis(used))
