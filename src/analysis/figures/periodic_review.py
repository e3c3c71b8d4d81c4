"""Figures and tables on North Korea's answers in the universal periodic review."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, periodic_review, theme
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["acceptance", "answers", "subjects"]

THEMES = {
    "prison_camps": "prison camps",
    "returnees": "people sent back",
    "collective_punishment": "collective punishment",
    "leaving_country": "leaving the country",
    "inquiry_rapporteur": "inquiry, country rapporteur",
    "un_experts": "other UN experts",
}
ORDINAL = {1: "First cycle", 2: "Second cycle", 3: "Third cycle", 4: "Fourth cycle"}


def acceptance(frame: pd.DataFrame, peers: list[str]) -> Figure:
    """Draw accepted shares by cycle with Wilson intervals, North Korea against its peers, sorted by value."""
    shown = frame[frame["iso3"].isin(["PRK", *peers])]
    name = shown["state"] + shown["stage"].map({"later": " (told in 2014)"}).fillna("")
    colour = shown["iso3"].map(theme.STATES).fillna("#5b6472")
    rows = shown.assign(
        name=name,
        colour=colour,
        fill=colour.where(shown["documented"], "white"),
        label=shown["share"].map("{:.0%}".format),
    )
    rows = rows.astype({"share": "float64", "low": "float64", "high": "float64"})
    charts = [
        _one_cycle(rows[rows["cycle"] == cycle], cycle, bool(cycle == rows["cycle"].max()))
        for cycle in sorted(rows["cycle"].unique())
    ]
    return Figure("acceptance", alt.vconcat(*charts, spacing=10), basis(shown))


def _one_cycle(rows: pd.DataFrame, cycle: int, last: bool) -> alt.LayerChart:
    order = rows.sort_values("share", ascending=False)["name"].tolist()
    columns = ["name", "share", "low", "high", "colour", "fill", "label", "accepted", "received", "documented"]
    data = rows[columns].astype({"accepted": "int64", "received": "int64"})
    axis = alt.Axis(
        format="%", tickCount=5, title="Accepted in full" if last else None, labels=last, ticks=last, domain=last
    )
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=0, minExtent=160, labelPadding=9))
    base = alt.Chart(data)
    scale = alt.Scale(domain=[0, 1])
    chart = (
        base.mark_rule(strokeWidth=1.8).encode(
            x=alt.X("low:Q", scale=scale, axis=axis), x2="high:Q", y=y, color=alt.Color("colour:N", scale=None)
        )
        + base.mark_point(filled=False, size=44, strokeWidth=1.5, opacity=1).encode(
            x=alt.X("share:Q", scale=scale),
            y=y,
            stroke=alt.Stroke("colour:N", scale=None),
            fill=alt.Fill("fill:N", scale=None),
            tooltip=["name:N", "accepted:Q", "received:Q", alt.Tooltip("share:Q", format=".1%"), "documented:N"],
        )
        + base.mark_text(align="left", dx=6, color=theme.MUTED).encode(
            x=alt.X("high:Q", scale=scale), y=y, text="label:N"
        )
    )
    return chart.properties(width=theme.WIDTH - 180, height=16 * len(order), title=ORDINAL[int(cycle)])


def subjects(frame: pd.DataFrame, level: float) -> Figure:
    """Draw accepted shares by subject: exact intervals in 2014, the range left open by late answers in 2009."""
    exact = periodic_review.clopper_pearson(frame["accepted"], frame["received"], level)
    rows = frame.join(exact).assign(
        name=frame["theme"].map(THEMES | {periodic_review.REST: periodic_review.REST}),
        share=frame["accepted"] / frame["received"],
        least_share=frame["least"] / frame["received"],
        most_share=frame["most"] / frame["received"],
    )
    number = rows["received"].astype(str)
    span = rows["least"].astype(str) + " to " + rows["most"].astype(str)
    rows["label"] = (
        rows["accepted"]
        .astype(str)
        .where(rows["cycle"] == 2, span.where(rows["least"] != rows["most"], rows["least"].astype(str)))
        + " of "
        + number
    )
    order = rows[rows["cycle"] == 2].sort_values(["share", "received"], ascending=[False, True])["name"].tolist()
    numbers = ["share", "exact_low", "exact_high", "least_share", "most_share"]
    rows = rows[["cycle", "name", "label", *numbers]].astype(dict.fromkeys(numbers, "float64"))
    y = alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=0, minExtent=152, labelPadding=9))
    scale = alt.Scale(domain=[0, 1])
    late, second = (alt.Chart(rows[rows["cycle"] == cycle].reset_index(drop=True)) for cycle in (1, 2))
    axis = alt.Axis(format="%", values=[0, 0.5, 1], title=None)
    first = (
        late.mark_rule(strokeWidth=3, strokeDash=[3, 3], color=theme.MUTED).encode(
            x=alt.X("least_share:Q", scale=scale, axis=axis), x2="most_share:Q", y=y
        )
        + late.mark_point(filled=False, fill="white", stroke=theme.MUTED, size=40, strokeWidth=1.4, opacity=1).encode(
            x=alt.X("least_share:Q", scale=scale), y=y
        )
        + late.mark_text(align="left", dx=8, color=theme.MUTED).encode(
            x=alt.X("most_share:Q", scale=scale), y=y, text="label:N"
        )
    ).properties(width=theme.WIDTH - 236, height=112, title="2009, range left open by the answers of 2014")
    then = (
        second.mark_rule(strokeWidth=1.8, color=theme.STATES["PRK"]).encode(
            x=alt.X("exact_low:Q", scale=scale, axis=axis.copy()), x2="exact_high:Q", y=y
        )
        + second.mark_point(filled=True, color=theme.STATES["PRK"], size=44).encode(
            x=alt.X("share:Q", scale=scale), y=y, tooltip=["name:N", "label:N"]
        )
        + second.mark_text(align="left", dx=6, color=theme.MUTED).encode(
            x=alt.X("exact_high:Q", scale=scale), y=y, text="label:N"
        )
    ).properties(width=theme.WIDTH - 236, height=112, title="2014, final answers with exact intervals")
    counts = datasets.load("review_counts").query(
        "iso3 == 'PRK' and cycle <= 2 and (count_basis == 'database' or stage in ['later', 'review'])"
    )
    return Figure("subjects", alt.vconcat(then, first, spacing=14), basis(periodic_review.flight_and_custody(), counts))


def answers(frame: pd.DataFrame, peers: list[str]) -> Table:
    """Tabulate what North Korea and its peers received and accepted, with both intervals."""
    shown = frame[frame["iso3"].isin(["PRK", *peers])].sort_values(["cycle", "share"], ignore_index=True)
    rows = shown.assign(answer=shown["stage"].map({"outcome": "at the outcome", "later": "told in 2014"}))
    columns = [
        Column("state", "State"),
        Column("cycle", "Cycle", "d"),
        Column("answer", "Answer"),
        Column("received", "Received", ","),
        Column("accepted", "Accepted", ","),
        Column("partially_accepted", "In part", ",", "n. s."),
        Column("share", "Share", ".1%"),
        Column("low", "Wilson from", ".1%"),
        Column("high", "to", ".1%"),
        Column("exact_low", "Exact from", ".1%"),
        Column("exact_high", "to", ".1%"),
        Column("status", "Status"),
    ]
    return Table("answers", rows, columns, basis(shown), wide=True)
