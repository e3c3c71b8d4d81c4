"""Figures and tables on who arrived, what a fall is made of, and who went elsewhere."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import arrival_profile, datasets, elsewhere, theme
from analysis.arrival_frames import Arrivals
from analysis.exhibits import Column, Figure, Table, basis
from analysis.passage import ARREST, curve

__all__ = ["ages", "kinds", "others", "passage"]


def ages() -> Figure:
    """Draw the ages at arrival of women and men, as shares of each sex."""
    rows = arrival_profile.ages()
    frame = rows[["sex", "category", "portion", "persons"]].astype({"persons": "int64"})
    span = frame.groupby("category", as_index=False).agg(low=("portion", "min"), high=("portion", "max"))
    y = alt.Y("category:O", title=None, sort=list(frame["category"].unique()))
    x = alt.X("portion:Q", title="Share of each sex", axis=alt.Axis(format="%", grid=True))
    colours = alt.Scale(domain=["women", "men"], range=[theme.SEXES["women"], theme.SEXES["men"]])
    chart = alt.Chart(span).mark_rule(color=theme.PALE, strokeWidth=4).encode(
        y=y, x=alt.X("low:Q"), x2="high:Q"
    ) + alt.Chart(frame).mark_point(size=60).encode(
        y=y,
        x=x,
        color=alt.Color("sex:N", scale=colours),
        tooltip=["sex:N", "category:O", alt.Tooltip("portion:Q", format=".1%"), alt.Tooltip("persons:Q", format=",d")],
    )
    return Figure("ages", chart.properties(width=theme.WIDTH, height=180), basis(rows))


def kinds() -> Table:
    """Tabulate schooling, work and origin of everybody who ever arrived, with the date of each count."""
    rows = arrival_profile.kinds()
    rows = rows[rows["of"] != arrival_profile.NAMES["age_at_arrival"]]
    columns = [
        Column("of", "What"),
        Column("category", "Group"),
        Column("persons", "Persons", ",", "n. p."),
        Column("portion", "Share", ".1%"),
        Column("as_of", "Counted"),
        Column("status", "Status"),
    ]
    return Table("kinds", rows, columns, basis(rows))


def passage(arrivals: Arrivals) -> Figure:
    """Draw which falls of departures and of survival make the fall of arrivals, between the bounds on choice."""
    found = arrivals.passage
    least = curve(found.fall).rename(columns={"survival": "same"})
    band = least.assign(most=lambda rows: (found.fall / found.choice[0] / rows["departures"]).clip(upper=1))
    scale = alt.Scale(domain=[0, 1.05], nice=False)
    x = alt.X(
        "departures:Q",
        title="Departures, share of the base period",
        scale=scale,
        axis=alt.Axis(format="%", grid=True, tickCount=5),
    )
    y = alt.Y("same:Q", title="Survival of the passage, share of the base period", scale=scale)
    marks = pd.DataFrame(
        {
            "departures": [found.fall, 1.0],
            "same": [1.0, found.fall],
            "label": ["only departures fell", "only the passage grew harder"],
            "align": ["left", "right"],
        }
    )
    floor = pd.DataFrame({"same": [found.survival], "departures": [1.05], "label": ["floor by the arrest estimate"]})
    first, second = (alt.Chart(marks[marks["align"].eq(side)]) for side in ("left", "right"))
    chart = (
        alt.Chart(band).mark_area(color=theme.PALE).encode(x=x, y=alt.Y("same:Q", scale=scale), y2="most:Q")
        + alt.Chart(band)
        .mark_line(color=theme.ACCENT, strokeWidth=2)
        .encode(x=x, y=y.axis(alt.Axis(format="%", tickCount=5)))
        + alt.Chart(floor).mark_rule(strokeDash=[4, 3]).encode(y=alt.Y("same:Q", scale=scale))
        + alt.Chart(floor)
        .mark_text(align="right", dy=-7, color=theme.MUTED)
        .encode(x=x, y=alt.Y("same:Q", scale=scale), text="label:N")
        + alt.Chart(marks).mark_point(color=theme.INK, size=50).encode(x=x, y=alt.Y("same:Q", scale=scale))
        + first.mark_text(align="left", dx=8).encode(x=x, y=alt.Y("same:Q", scale=scale), text="label:N")
        + second.mark_text(align="right", dx=2, dy=14).encode(x=x, y=alt.Y("same:Q", scale=scale), text="label:N")
    )
    hazards = datasets.load("hazards")
    used = datasets.load("arrivals")
    return Figure(
        "passage",
        chart.properties(width=theme.WIDTH - 60, height=260),
        basis(
            used[used["year"] >= arrivals.base[0]],
            elsewhere.applications(),
            elsewhere.admissions(),
            hazards[hazards["hazard_id"].eq(ARREST)],
        ),
    )


def others() -> Figure:
    """Draw what other states counted, one panel a state, each on its own scale with its highest year written."""
    frame = elsewhere.drawn()
    order = [*elsewhere.STATES.values(), elsewhere.ADMISSIONS]
    peaks = frame.sort_values(["persons", "year"]).groupby("state").tail(1)
    peaks = peaks.assign(label=peaks["persons"].map("{:,}".format) + " in " + peaks["year"].astype(str))
    frame = frame.merge(peaks[["state", "year", "label"]], on=["state", "year"], how="left")
    x = alt.X(
        "year:Q",
        title=None,
        axis=alt.Axis(format="d", values=[2005, 2015, 2025]),
        scale=alt.Scale(domain=[1999, 2027], nice=False),
    )
    base = alt.Chart(frame)
    layers = base.mark_bar(size=4).encode(
        x=x,
        y=alt.Y("persons:Q", title=None, axis=alt.Axis(format=",d", tickCount=3)),
        tooltip=["state:N", "year:Q", "persons:Q"],
    )
    # a label at the left edge would run into the axis
    for edge, align in {"datum.year < 2005": "left", "datum.year >= 2005": "center"}.items():
        marked = base.transform_filter(f"datum.label != null && {edge}")
        layers += marked.mark_text(dy=-7, align=align).encode(x=x, y="persons:Q", text="label:N")
    chart = (
        layers.properties(width=116, height=84)
        .facet(facet=alt.Facet("state:N", title=None, sort=order), columns=3, spacing={"row": 16, "column": 12})
        .resolve_scale(y="independent")
    )
    asked = elsewhere.applications()
    return Figure(
        "others", chart, basis(asked[asked["country_of_asylum"].isin(elsewhere.STATES)], elsewhere.admissions())
    )
