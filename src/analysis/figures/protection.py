"""Pictures of protection in practice: the coding book, the order among states, and the reader's own weights."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import dominance, protection, theme
from analysis.exhibits import Figure, basis
from analysis.synthesis import Synthesis

__all__ = ["CODING", "coding", "order", "periods", "ranks", "what_if"]

CODING = {"own": "our coding", "sceptic": "a sceptic’s"}
BLUES = ["#eef3f8", "#1d5f8a"]
SLIDERS = {"non-return": "non_return", "status": "status", "onward transfer": "onward", "durable solution": "durable"}
"""Stages with a weight of the reader's choice; entry is left out, where all states of transit stand alike."""
MONTHS = 12
PRINTED = ("non-return", "status", "onward transfer")
"""Stages that the printed index averages: those at which the states differ under our coding."""


def coding(synthesis: Synthesis) -> Figure:
    """Draw the coding book as a matrix, ours beside a sceptic's."""
    stages = [*protection.STAGES, protection.DURABLE]
    book = synthesis.book
    firm = book["status"].isin(protection.EVIDENCE["documents only"][0]) & ~book["cable_only"] & ~book["ruled"]
    book = book.assign(soft=~firm)
    parts = [
        book.assign(coding=CODING[name], level=book[column])[
            ["state", "stage", "coding", "level", "value", "status", "soft"]
        ]
        for name, column in (("own", "level"), ("sceptic", "sceptic_level"))
    ]
    frame = pd.concat(parts, ignore_index=True).assign(known=lambda rows: rows["level"].notna())
    order = list(synthesis.names)
    base = alt.Chart(frame).encode(
        x=alt.X("stage:N", sort=stages, title=None, axis=alt.Axis(labelAngle=-40, labelLimit=150, domain=False)),
        y=alt.Y("state:N", sort=order, title=None, axis=alt.Axis(domain=False)),
        tooltip=["state", "stage", "value", alt.Tooltip("level:Q", format=".2f"), "status"],
    )
    scale = alt.Scale(domain=[0, 1], range=BLUES)
    legend = alt.Legend(title="none to full", gradientLength=90, orient="top", format=".0%", values=[0, 1])
    cells = (
        base.transform_filter("datum.known")
        .mark_rect(stroke="white")
        .encode(color=alt.Color("level:Q", scale=scale, legend=legend))
    )
    soft = base.transform_filter("datum.known && datum.soft").mark_point(
        size=16, filled=False, color=theme.INK, strokeWidth=1, opacity=0.75, fill="white"
    )
    open_cells = base.transform_filter("!datum.known").mark_text(text="?", color=theme.MUTED)
    chart = alt.layer(cells, soft, open_cells).properties(width=150, height=9 * 20)
    columns = alt.Column("coding:N", sort=list(CODING.values()), title=None)
    return Figure("coding", chart.facet(column=columns), basis(book))


def order(synthesis: Synthesis) -> Figure:
    """Draw who dominates whom at every stage, under both codings."""
    points, lines = [], []
    for name, label in CODING.items():
        above = synthesis.orders[name]
        ranks = dominance.ranks(above)
        place = ranks.assign(
            state=synthesis.names.reindex(above.index),
            coding=label,
            x=ranks.groupby("layer").cumcount() - (ranks.groupby("layer")["layer"].transform("size") - 1) / 2,
        )
        points.append(place)
        cover = dominance.covers(above)
        ends = place[["x", "layer"]]
        line = cover.join(ends, on="above").join(ends.add_suffix("2"), on="below").assign(coding=label)
        lines.append(line)
    nodes = pd.concat(points)[["state", "coding", "x", "layer", "best", "worst"]]
    edges = pd.concat(lines)[["coding", "x", "layer", "x2", "layer2"]]
    plane = {
        "x": alt.X("x:Q", axis=None, scale=alt.Scale(domain=[-1.1, 1.8])),
        "y": alt.Y("layer:Q", axis=None, scale=alt.Scale(domain=[-0.4, 4.4])),
    }
    rules = alt.Chart(edges).mark_rule(color=theme.MUTED).encode(**plane, x2="x2:Q", y2="layer2:Q")
    tooltip = ["state", alt.Tooltip("best:Q", title="best rank"), alt.Tooltip("worst:Q", title="worst rank")]
    dots = alt.Chart(nodes).mark_point(size=60).encode(**plane, tooltip=tooltip)
    label_of = alt.Chart(nodes).encode(**plane, text="state:N")
    halo = label_of.mark_text(align="left", dx=8, stroke="white", strokeWidth=4)
    text = label_of.mark_text(align="left", dx=8)
    panels = [
        alt.layer(
            *(part.transform_filter(f"datum.coding == '{label}'") for part in (rules, halo, dots, text))
        ).properties(width=205, height=220, title=label)
        for label in CODING.values()
    ]
    return Figure("order", alt.hconcat(*panels), basis(synthesis.book))


def ranks(synthesis: Synthesis) -> Figure:
    """Draw the ranks that are left to each state when nobody may choose weights or codings."""
    frame = synthesis.ranks.assign(state=synthesis.names.reindex(synthesis.ranks.index))
    order = list(frame.sort_values(["middle", "high"])["state"])
    base = alt.Chart(frame).encode(
        y=alt.Y("state:N", sort=order, title=None),
        tooltip=["state", "low:Q", "middle:Q", "high:Q"],
    )
    axis = alt.Axis(title="Rank, most protective first", tickMinStep=1, format="d", grid=True)
    x = alt.X("low:Q", axis=axis, scale=alt.Scale(domain=[1, len(frame)]))
    bars = base.mark_bar(height=7, color=theme.PALE).encode(x=x, x2="high:Q")
    dots = base.mark_point(size=50).encode(x=alt.X("middle:Q", axis=axis, scale=alt.Scale(domain=[1, len(frame)])))
    return Figure("ranks", (bars + dots).properties(height=alt.Step(24)), basis(synthesis.book))


def periods(synthesis: Synthesis) -> Figure:
    """Draw the periods of practice of each state of transit."""
    labels = {"returned": "returned", "pushed_back": "pushed back", "passed_on": "passed on"}
    rows = synthesis.periods
    end = rows["period_end"].astype(str)
    frame = rows.assign(
        practice=rows["practice"].map(labels).fillna("unknown or held"),
        since=_years(rows["period_start"].astype(str), "-01"),
        # a period runs to the end of its last month, or of its last year
        until=_years(end, "-12") + 1 / MONTHS,
    )
    frame = frame.assign(middle=(frame["since"] + frame["until"]) / 2, short=frame["until"] - frame["since"] < 1.01)
    frame = frame[["state", "practice", "period_start", "period_end", "since", "until", "middle", "short", "status"]]
    colors = alt.Scale(
        domain=[*labels.values(), "unknown or held"], range=[theme.ACCENT, "#d9a441", theme.SECOND, "#9aa3ae"]
    )
    place = [name for name in synthesis.names if name in set(frame["state"])]
    x = alt.X("since:Q", title=None, scale=alt.Scale(domain=[1998, 2026]), axis=alt.Axis(format="d", grid=True))
    base = alt.Chart(frame).encode(
        y=alt.Y("state:N", sort=place, title=None),
        color=alt.Color("practice:N", scale=colors),
        tooltip=["state", "practice", "period_start", "period_end", "status"],
    )
    bars = base.transform_filter("!datum.short").mark_bar(height=12).encode(x=x, x2="until:Q")
    # what lasted a year or less would vanish as a bar: a diamond, beside the bars it interrupts
    brief = [
        base.transform_filter(f"datum.short && {rule}").mark_point(
            shape="diamond", size=95, filled=True, stroke="white", strokeWidth=0.8, yOffset=lift
        )
        # a return stands above its line: in Laos it lasted a month between transfers
        for rule, lift in (("datum.practice != 'returned'", 0), ("datum.practice == 'returned'", -9))
    ]
    chart = alt.layer(bars, *(marks.encode(x="middle:Q") for marks in brief)).properties(height=alt.Step(26))
    return Figure("periods", chart, basis(synthesis.periods))


def _years(dates: pd.Series, month: str) -> pd.Series:
    """Turn dates as precise as a year or a month into years with fractions; a bare year gets the month given."""
    full = dates.where(dates.str.len() > 4, dates + month)
    return full.str[:4].astype("float64") + (full.str[5:7].astype("float64") - 1) / MONTHS


def what_if(synthesis: Synthesis) -> Figure:
    """Draw the index with weights, coding and evidence of the reader's choice; a tick marks the printed result.

    The page computes the index from the same levels by the same rule: the mean of the known stages, by weight, of the
    states of which at least two are known. A test holds both to the same numbers.
    """
    states = protection.levels(synthesis.coding).index
    book = synthesis.book
    rows = book[book["iso3"].isin(states) & book["stage"].isin(list(SLIDERS))]
    firm = rows["status"].isin(protection.EVIDENCE["documents only"][0]) & ~rows["cable_only"]
    frame = rows.assign(own=rows["level"], sceptic=rows["sceptic_level"], firm=firm)[
        ["state", "stage", "own", "sceptic", "firm"]
    ]
    index = protection.index(protection.levels("own"))
    printed = pd.DataFrame({"state": synthesis.names.reindex(index.index), "printed": index}).dropna()
    order = list(printed.sort_values("printed", ascending=False)["state"])
    sliders = {
        stage: alt.param(
            name=f"weight_{name}",
            value=1 if stage in PRINTED else 0,
            bind=alt.binding_range(min=0, max=1, step=0.25, name=f"Weight of {stage}: "),
        )
        for stage, name in SLIDERS.items()
    }
    which = alt.param(name="coding", value="own", bind=alt.binding_select(options=["own", "sceptic"], name="Coding: "))
    strict = alt.param(name="strict", value=False, bind=alt.binding_checkbox(name="Documents only: "))
    weight = " + ".join(f"(datum.stage == '{stage}') * weight_{name}" for stage, name in SLIDERS.items())
    x = alt.X("index:Q", title="Index of protection, 0 to 1", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("state:N", sort=order, title=None)
    bars = (
        alt.Chart(frame)
        .transform_calculate(level="coding == 'own' ? datum.own : datum.sceptic", weight=weight)
        .transform_filter("isValid(datum.level) && (!strict || datum.firm) && datum.weight > 0")
        .transform_calculate(part="datum.level * datum.weight")
        .transform_aggregate(total="sum(part)", weights="sum(weight)", known="count()", groupby=["state"])
        .transform_filter(f"datum.known >= {protection.LEAST_KNOWN}")
        .transform_calculate(index="datum.total / datum.weights")
        .mark_bar(height=10, color=theme.SECOND)
        .encode(x=x, y=y, tooltip=["state:N", alt.Tooltip("index:Q", format=".2f"), alt.Tooltip("known:Q")])
    )
    mark = alt.Chart(printed).mark_tick(color=theme.ACCENT, thickness=2.5, size=20)
    ticks = mark.encode(x=alt.X("printed:Q", title="Index of protection, 0 to 1"), y=y, tooltip=["state", "printed"])
    chart = alt.layer(bars, ticks).add_params(*sliders.values(), which, strict).properties(height=alt.Step(24))
    return Figure("what-if", chart, basis(rows))
