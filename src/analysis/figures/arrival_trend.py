"""Figures and tables on the breaks in the series of arrivals, and on the arrivals that are missing since."""

from __future__ import annotations

import itertools

import altair as alt
import numpy as np
import pandas as pd

from analysis import datasets, theme
from analysis.arrival_frames import Arrivals
from analysis.arrival_trend import within
from analysis.breaks import NAMED, TERMS, design, shapes, variants
from analysis.counterfactual import MODELS
from analysis.exhibits import Basis, Column, Figure, Table, basis
from analysis.figures import base_period

__all__ = ["bends", "breaks", "missing", "placebos", "ratios", "specifications", "trend"]

COUNTS = alt.Axis(format=",d")
TOP = 1800
"""End of the printed scale of expected arrivals, persons a year."""
COARSE = 0.02
"""Years between the points of a fitted line: fine enough that a step looks like one."""


def _used(arrivals: Arrivals) -> Basis:
    rows = datasets.load("arrivals")
    return basis(rows[rows["year"].isin(arrivals.series.index)])


def _years(arrivals: Arrivals, step: int = 3) -> alt.X:
    first, last = int(arrivals.series.index.min()), int(arrivals.series.index.max())
    axis = alt.Axis(title=None, format="d", values=list(range(first, last + 1, step)))
    return alt.X("year:Q", axis=axis, scale=alt.Scale(domain=[first - 0.7, last + 0.7], nice=False))


def _seen(arrivals: Arrivals) -> pd.DataFrame:
    return arrivals.series.rename("persons").rename_axis("year").reset_index().astype("int64")


def trend(arrivals: Arrivals) -> Figure:
    """Draw the series with the fitted pieces between the named breaks."""
    points, fit = _seen(arrivals), arrivals.trend.fit
    edges = [points["year"].min(), *NAMED, points["year"].max() + 1]
    pieces = []
    for piece, (start, end) in enumerate(itertools.pairwise(edges)):
        at = np.arange(start, end - 1 + COARSE, COARSE)
        pieces.append(pd.DataFrame({"year": at, "fitted": np.exp(design(at, *NAMED) @ fit.params), "piece": piece}))
    y = alt.Scale(type="log", domain=[40, 4000])
    axis = alt.Axis(format=",d", values=[50, 100, 200, 500, 1000, 2000])
    x = _years(arrivals)
    rules = pd.DataFrame({"year": [turn - 0.5 for turn in NAMED], "label": [str(turn) for turn in NAMED], "at": 4000})
    chart = (
        alt.Chart(rules).mark_rule(strokeDash=[4, 3]).encode(x=x)
        + alt.Chart(rules)
        .mark_text(align="left", dx=4, dy=6, color=theme.MUTED)
        .encode(x=x, y=alt.Y("at:Q", scale=y), text="label:N")
        + alt.Chart(pd.concat(pieces))
        .mark_line(color=theme.ACCENT)
        .encode(x=x, y=alt.Y("fitted:Q", scale=y), detail="piece:N")
        + alt.Chart(points)
        .mark_point()
        .encode(
            x=x,
            y=alt.Y("persons:Q", title="Persons a year, logarithmic scale", scale=y, axis=axis),
            tooltip=["year:Q", alt.Tooltip("persons:Q", format=",d")],
        )
    )
    return Figure("trend", chart.properties(width=theme.WIDTH, height=220), _used(arrivals))


def breaks(arrivals: Arrivals) -> Figure:
    """Draw how far each pair of years falls short of the best pair."""
    steps = {"as good as the best": theme.ACCENT, "within twice the limit": "#d99a8b", "worse": theme.PALE}
    limit = within(arrivals)["loss"].max()
    pairs = arrivals.trend.pairs.assign(
        fit=lambda rows: np.select(
            [rows["loss"] <= limit, rows["loss"] <= 2 * limit], list(steps)[:2], default=list(steps)[2]
        ),
        named=lambda rows: rows["first"].eq(NAMED[0]) & rows["second"].eq(NAMED[1]),
    )
    base = alt.Chart(pairs).encode(
        x=alt.X("first:O", title="First break", axis=alt.Axis(labelAngle=0, orient="bottom")),
        y=alt.Y("second:O", title="Second break", sort="descending"),
    )
    chart = base.mark_rect(stroke="white", strokeWidth=0.8).encode(
        fill=alt.Fill("fit:N", scale=alt.Scale(domain=list(steps), range=list(steps.values()))),
        tooltip=["first:O", "second:O", alt.Tooltip("loss:Q", format=".1f")],
    ) + base.transform_filter("datum.named").mark_rect(filled=False, stroke=theme.INK, strokeWidth=2)
    return Figure("breaks", chart.properties(width=theme.WIDTH, height=300), _used(arrivals))


def ratios(arrivals: Arrivals) -> Table:
    """Tabulate the rate ratios of the named breaks under each way of fitting, with intervals."""
    ways = variants(arrivals.trend.years, arrivals.trend.counts, arrivals.level)
    cells = {
        term: [
            f"{row[term]:.2f} ({row[f'{term}_low']:.2f} to {row[f'{term}_high']:.2f})"
            for row in ways.to_dict("records")
        ]
        for term in TERMS
    }
    heads = ("Slope before", "Step 2012", "Slope changed", "Step 2020", "Slope changed again")
    columns = [Column("way", "Way of fitting"), *(Column(t, head) for t, head in zip(TERMS, heads, strict=True))]
    return Table("ratios", pd.DataFrame({"way": ways["way"], **cells}), columns, _used(arrivals), wide=True)


def bends(arrivals: Arrivals) -> Table:
    """Tabulate shapes of the series before the closure by Schwarz's criterion."""
    found = shapes(arrivals.trend.years, arrivals.trend.counts)
    frame = found.assign(distance=found["bic"] - found["bic"].min())
    columns = [
        Column("shape", "Shape"),
        Column("year", "Break in", "d"),
        Column("parameters", "Parameters", "d"),
        Column("distance", "Schwarz’s criterion above the best", ".1f"),
    ]
    rows = datasets.load("arrivals")
    return Table(
        "bends", frame, columns, basis(rows[rows["year"].isin(arrivals.series.index) & (rows["year"] < NAMED[1])])
    )


def missing(arrivals: Arrivals) -> Figure:
    """Draw arrivals beside what the base period lets one expect; the web lets a reader choose another period."""
    choice, tried, seen = base_period.Choice.of(arrivals), base_period.tried(arrivals), _seen(arrivals)
    last = int(seen["year"].max())
    start = base_period.FROM
    axis = alt.Axis(title=None, format="d", values=alt.expr(f"sequence({start}, {last + 1})"), labelSeparation=9)
    x = alt.X("year:Q", axis=axis, scale=alt.Scale(domain=[alt.expr(f"{start} - 0.7"), last + 1.9], nice=False))
    y = alt.Scale(domain=[0, alt.expr(base_period.top(tried, arrivals.series, TOP))], nice=False)
    drawn = alt.Chart(tried).transform_filter(choice.kept)
    shown = alt.Chart(seen).transform_filter(f"datum.year >= {start}")
    mean, persons = alt.Y("mean:Q", scale=y), alt.Y("persons:Q", scale=y)
    end = {"align": "left", "dx": 6, "dy": -7}
    chart = (
        drawn.mark_area(color=theme.PALE).encode(
            x=x, y=alt.Y("low:Q", scale=y, title="Persons a year", axis=COUNTS), y2="high:Q"
        )
        + drawn.mark_line(color=theme.MUTED, strokeDash=[5, 3]).encode(x=x, y=mean)
        + base_period.ghost(tried, choice).encode(x=x, y=mean)
        + shown.mark_line().encode(x=x, y=persons)
        + shown.mark_point().encode(x=x, y=persons, tooltip=["year:Q", alt.Tooltip("persons:Q", format=",d")])
        + drawn.transform_filter(f"datum.year == {last}").mark_text(**end, text="expected").encode(x=x, y=mean)
        + shown.transform_filter(f"datum.year == {last}").mark_text(**end, text="arrived").encode(x=x, y=persons)
        + base_period.count(tried, choice)
    )
    chart = chart.add_params(*choice.controls).properties(width=theme.WIDTH, height=200)
    return Figure("missing", chart, _used(arrivals))


def placebos(arrivals: Arrivals) -> Figure:
    """Draw observed over expected arrivals for each pretended closure and for the real one, for trend and level."""
    frame = arrivals.placebos.assign(
        model=lambda rows: rows["model"].map({"trend": "base period’s trend", "level": "base period’s level"}), one=1.0
    )
    colours = alt.Scale(domain=["placebo", "closure"], range=[theme.SECOND, theme.ACCENT])
    y = alt.Scale(type="log", domain=[0.06, 2.6])
    short = alt.Axis(labelAngle=0, labelExpr="'’' + slice(datum.label, 2)")
    base = alt.Chart(frame).encode(x=alt.X("year:O", title=None, axis=short))
    layers = (
        alt.Chart(frame).mark_rule(color=theme.INK, strokeWidth=0.8).encode(y=alt.Y("one:Q", scale=y))
        + base.mark_rule(strokeWidth=1.4).encode(
            y=alt.Y("low:Q", scale=y), y2="high:Q", color=alt.Color("kind:N", scale=colours)
        )
        + base.mark_point().encode(
            y=alt.Y(
                "ratio:Q",
                scale=y,
                title=None,
                axis=alt.Axis(values=[0.1, 0.2, 0.5, 1, 2], format="~g"),
            ),
            color=alt.Color("kind:N", scale=colours),
            tooltip=["year:O", alt.Tooltip("ratio:Q", format=".2f")],
        )
    )
    chart = layers.properties(width=theme.WIDTH // 2 - 18, height=190).facet(
        column=alt.Column("model:N", title=None, sort="descending")
    )
    return Figure("placebos", chart, _used(arrivals))


def specifications(arrivals: Arrivals) -> Figure:
    """Draw every count of the missing, sorted, above the model and base period that give it."""
    specs = arrivals.specs.assign(name=lambda rows: rows["model"].map(MODELS), length=lambda rows: rows["base_from"])
    x = alt.X("rank:Q", axis=None, scale=alt.Scale(domain=[0, len(specs) + 1], nice=False))
    y = alt.Scale(domain=[0, 1.03 * float(specs["high"].max())], nice=False)
    top = (
        alt.Chart(specs)
        .mark_rule(color=theme.PALE, strokeWidth=1.6)
        .encode(x=x, y=alt.Y("low:Q", scale=y, title="Missing since 2020, persons", axis=COUNTS), y2="high:Q")
        + alt.Chart(specs)
        .mark_point(size=9, color=theme.ACCENT)
        .encode(
            x=x,
            y=alt.Y("missing:Q", scale=y),
            tooltip=["name:N", "base_from:Q", "base_to:Q", alt.Tooltip("missing:Q", format=",.0f")],
        )
    ).properties(width=theme.WIDTH - 80, height=160)
    names = alt.Y("name:N", title=None, sort=list(MODELS.values()), axis=alt.Axis(labelLimit=180))
    tick = alt.Chart(specs).mark_tick(thickness=1.3, height=9, orient="vertical", color=theme.INK)
    models = tick.encode(x=x, y=names).properties(width=theme.WIDTH - 80, height=100)
    spans = (
        alt.Chart(specs)
        .mark_point(size=7, color=theme.INK)
        .encode(
            x=x,
            y=alt.Y(
                "base_from:Q",
                title="First year of the base period",
                axis=alt.Axis(format="d", values=[2002, 2008, 2014]),
                scale=alt.Scale(zero=False),
            ),
        )
        .properties(width=theme.WIDTH - 80, height=70)
    )
    return Figure("specifications", alt.vconcat(top, models, spans, spacing=14), _used(arrivals))
