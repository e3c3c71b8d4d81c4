"""Figures on North Koreans counted in Thailand and those who arrive in South Korea."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, theme
from analysis.claims import thesis_range
from analysis.detections import LAGS, SERIES, rivals
from analysis.exhibits import Basis, Column, Figure, Table, basis
from analysis.thailand_mongolia import ThailandMongolia

__all__ = ["counts", "ratio", "starts"]

NAMES = {0: "same year", 1: "a year later", 2: "the year after that"}
SHADES = {"same year": theme.STATES["THA"], "a year later": "#7f6a9f", "the year after that": "#b9a14a"}
SHAPES = {"as printed": "circle", "at least": "triangle-up", "at most": "triangle-down"}
SURVEY = "tha-2016-share"
APART = 0.24
"""Years by which the points of different lags stand apart."""


def _used(chapter: ThailandMongolia) -> Basis:
    transit = datasets.load("transit_arrivals")
    arrived = datasets.load("arrivals")
    last = int(chapter.ratios["year"].max()) + max(LAGS)
    return basis(
        transit[transit["arrival_id"].isin([*chapter.ratios["arrival_id"], SURVEY])],
        arrived[arrived["year"].between(2004, last)],
    )


def counts() -> Figure:
    """Draw arrivals in South Korea as a line, the official Thai counts as bars, and every rival figure."""
    frame = rivals()
    drawn = frame[["arrival_id", "year", "months", "what", "point", "reading", "kind", "cable_only"]]
    drawn = drawn.assign(months=drawn["months"].astype("float64")).fillna({"months": 12.0})
    official = drawn[drawn["kind"] == "official series"].assign(
        part=lambda rows: rows["months"].eq(12).map({True: "a whole year", False: "part of a year"}),
        left=lambda rows: rows["year"] - 0.36,
        right=lambda rows: rows["year"] + 0.36,
    )
    rest = drawn[drawn["kind"] != "official series"].assign(
        weight=lambda rows: rows["cable_only"].map({True: "leaked cable alone", False: "other figure"})
    )
    span = [2003, 2018]
    arrived = datasets.load("arrivals").query("2004 <= year <= 2017")[["year", "total"]].astype("int64")
    axis = alt.Axis(title=None, format="d", values=list(range(2004, 2018, 2)))
    x = alt.X("year:Q", scale=alt.Scale(domain=span, nice=False), axis=axis)
    y = alt.Y("total:Q", title="Persons", axis=alt.Axis(format=",d"), scale=alt.Scale(domain=[0, 3200]))
    bars = (
        alt.Chart(official)
        .mark_rect(stroke=theme.STATES["THA"], strokeWidth=1)
        .encode(
            x=alt.X("left:Q", scale=alt.Scale(domain=span, nice=False), axis=axis),
            x2="right:Q",
            y=alt.Y("point:Q", title="Persons"),
            y2=alt.datum(0),
            fill=alt.Fill(
                "part:N",
                scale=alt.Scale(domain=["a whole year", "part of a year"], range=["#a9c6da", "white"]),
                legend=alt.Legend(
                    title="Official Thai count",
                    orient="bottom",
                    direction="vertical",
                    offset=6,
                    symbolStrokeColor=theme.STATES["THA"],
                ),
            ),
            tooltip=["year:Q", alt.Tooltip("point:Q", format=",d", title="persons"), "months:Q", "what:N"],
        )
    )
    line = (
        alt.Chart(arrived)
        .mark_line(color=theme.STATES["KOR"], strokeWidth=2.2, point=alt.OverlayMarkDef(color=theme.STATES["KOR"]))
        .encode(x=x, y=y)
    )
    points = (
        alt.Chart(rest)
        .mark_point(size=48, strokeWidth=1.5)
        .encode(
            x=x,
            y="point:Q",
            shape=alt.Shape(
                "reading:N",
                scale=alt.Scale(domain=list(SHAPES), range=list(SHAPES.values())),
                legend=alt.Legend(
                    title="Other Thai figures",
                    orient="bottom",
                    direction="vertical",
                    offset=6,
                    symbolFillColor=theme.ACCENT,
                ),
            ),
            fill=alt.Fill(
                "weight:N",
                scale=alt.Scale(domain=["other figure", "leaked cable alone"], range=[theme.ACCENT, "white"]),
                legend=None,
            ),
            stroke=alt.value(theme.ACCENT),
            tooltip=["year:Q", "what:N", "reading:N", alt.Tooltip("point:Q", format=",d", title="persons")],
        )
    )
    label = (
        alt.Chart(arrived.query("year == 2012"))
        .mark_text(align="left", dx=2, dy=-12, color=theme.STATES["KOR"])
        .encode(x=x, y=y, text=alt.value("arrived in South Korea"))
    )
    chart = (
        (bars + line + points + label)
        .resolve_scale(fill="independent", shape="independent")
        .properties(width=theme.WIDTH - 2, height=250)
    )
    arrivals = datasets.load("arrivals").query("2004 <= year <= 2017")
    return Figure("counts", chart, basis(frame, arrivals))


def ratio(chapter: ThailandMongolia) -> Figure:
    """Draw the ratio of Thai counts to arrivals at each lag, the chosen lag filled, with the thesis's share.

    The web lets a reader choose another lag: its ratios are filled, and its ratio of all whole years stands beside.
    """
    frame = chapter.ratios.assign(
        compared=lambda rows: rows["lag"].map(NAMES),
        place=lambda rows: rows["year"] + (rows["lag"] - 1) * APART,
    )
    claim = thesis_range("thailand-90pct")[0] / 100
    rule = pd.DataFrame({"ratio": [claim], "year": [2013.7], "label": [f"{claim:.0%}, the thesis"]})
    survey = datasets.load("transit_arrivals").query("arrival_id == @SURVEY")
    asked = pd.DataFrame({"place": [2016.0], "ratio": survey["low"].astype("float64") / 100, "label": ["survey"]})
    scale = alt.Scale(domain=[2003.3, 2018], nice=False)
    x = alt.X(
        "place:Q", scale=scale, axis=alt.Axis(title=None, format="d", tickCount=8, values=list(range(2004, 2019, 2)))
    )
    color = alt.Color(
        "compared:N",
        scale=alt.Scale(domain=list(SHADES), range=list(SHADES.values())),
        legend=alt.Legend(offset=32),
    )
    y = alt.Y("ratio:Q", title="Counted in Thailand / arrived in South Korea", scale=alt.Scale(domain=[0, 1.9]))
    base = alt.Chart(frame)
    spans = base.mark_rule(strokeWidth=1.4).encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=color)
    tooltip = ["year:Q", "months:Q", "compared:N"]
    tooltip += [alt.Tooltip(name, format=".2f") for name in ("ratio:Q", "low:Q", "high:Q")]
    points = base.encode(x=x, y=y, color=color, tooltip=tooltip)
    chosen = "datum.complete && datum.lag == lag"
    full = points.transform_filter(chosen).mark_point(size=46)
    open_ = points.transform_filter(f"!({chosen})").mark_point(size=46, strokeWidth=1.5, filled=False, fill="white")
    line = alt.Chart(rule).mark_rule(strokeDash=[4, 3], color=theme.ACCENT, strokeWidth=1.4).encode(y="ratio:Q")
    words = (
        alt.Chart(rule)
        .mark_text(dy=-7, color=theme.ACCENT)
        .encode(x=alt.X("year:Q", scale=scale), y="ratio:Q", text="label:N")
    )
    diamond = alt.Chart(asked).mark_point(shape="diamond", size=90, fill=theme.INK, stroke=theme.INK).encode(x=x, y=y)
    name = alt.Chart(asked).mark_text(align="right", dx=-8).encode(x=x, y=y, text="label:N")
    layers = line + words + spans + full + open_ + diamond + name + _pooled(frame, chapter)
    lags = alt.binding_select(
        options=list(NAMES),
        labels=list(NAMES.values()),
        name=f"Filled, arrivals of the (printed: {NAMES[chapter.lag]}) ",
    )
    chart = layers.add_params(alt.param(name="lag", value=chapter.lag, bind=lags))
    return Figure("ratio", chart.properties(width=theme.WIDTH, height=260), _used(chapter))


def _pooled(frame: pd.DataFrame, chapter: ThailandMongolia) -> alt.Chart:
    """Say the ratio of all whole years of the police series at another lag than the printed one."""
    printed = f"printed: {chapter.pooled['ratio']:.2f}"
    said = f"format(datum.detected / datum.arrived, '.2f') + ', whole years of the police series ({printed})'"
    return (
        alt.Chart(frame)
        .transform_filter(f"datum.complete && datum.lag == lag && lag != {chapter.lag}")
        .transform_filter(f"datum.series == '{SERIES[0]}'")
        .transform_aggregate(detected="sum(detected)", arrived="sum(arrived)")
        .transform_calculate(said=said)
        .mark_text(align="right", color=theme.MUTED)
        .encode(x=alt.value(theme.WIDTH), y=alt.value(8), text="said:N")
    )


def starts(chapter: ThailandMongolia) -> Table:
    """Tabulate the cumulative ratio of the police series by first year and lag."""
    frame = chapter.starts.rename(columns=lambda lag: f"lag_{lag}").reset_index()
    police = chapter.ratios[chapter.ratios["series"] == "thai_police"].drop_duplicates("arrival_id")
    frame = frame.merge(police.set_index("year")["detected"].rename("detected"), left_on="first", right_index=True)
    frame["counted"] = frame["detected"][::-1].cumsum()[::-1].astype("int64")
    columns = [Column("first", "From"), Column("counted", "Counted to April 2011", ",")]
    columns += [Column(f"lag_{lag}", NAMES[lag].capitalize(), ".2f") for lag in LAGS]
    transit = datasets.load("transit_arrivals").query("series == 'thai_police'")
    return Table("starts", frame, columns, basis(transit, datasets.load("arrivals").query("2004 <= year <= 2013")))
