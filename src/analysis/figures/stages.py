"""Where protection fails on the way: states by stage."""

from __future__ import annotations

import altair as alt

from analysis import protection, theme
from analysis.exhibits import Figure, basis
from analysis.figures.protection import CODING
from analysis.synthesis import Synthesis

__all__ = ["standing"]

SHADES = {"none": theme.ACCENT, "some": "#c9b37a", "full": theme.SECOND, "open": "#ffffff"}


def standing(synthesis: Synthesis) -> Figure:
    """Draw how many states of transit protect at each stage: not at all, in part, fully or unknown."""
    frame = protection.standing()
    frame = frame[frame["states"] > 0].assign(
        coding=lambda rows: rows["coding"].map(CODING),
        place=lambda rows: rows["standing"].map({name: place for place, name in enumerate(SHADES)}),
    )
    end = frame.groupby(["stage", "coding"])["states"].cumsum()
    frame = frame.assign(start=end - frame["states"], end=end, middle=end - frame["states"] / 2)
    stages = [*protection.STAGES, protection.DURABLE]
    y = alt.Y("stage:N", sort=stages, title=None, axis=alt.Axis(domain=False, ticks=False, grid=False))
    axis = alt.Axis(values=[0, 2, 4, 6], format="d", grid=False)
    base = alt.Chart(frame).encode(y=y)
    bars = base.mark_bar(stroke=theme.MUTED, strokeWidth=0.7, height=17).encode(
        x=alt.X("start:Q", title="States of transit", axis=axis, scale=alt.Scale(domain=[0, 7], nice=False)),
        x2="end:Q",
        color=alt.Color(
            "standing:N",
            scale=alt.Scale(domain=list(SHADES), range=list(SHADES.values())),
            legend=alt.Legend(symbolStrokeColor=theme.MUTED, symbolStrokeWidth=0.7, offset=4),
        ),
        tooltip=["stage:N", "standing:N", "states:Q", "named:N"],
    )
    dark = "datum.standing == 'none' || datum.standing == 'full'"
    text = base.mark_text(fontSize=11).encode(
        x="middle:Q", text="states:Q", color=alt.condition(dark, alt.value("white"), alt.value(theme.INK))
    )
    panel = alt.layer(bars, text).properties(width=165, height=alt.Step(25))
    facet = alt.Column("coding:N", sort=list(CODING.values()), title=None)
    chart = panel.facet(column=facet, spacing=18)
    book = synthesis.book
    return Figure("standing", chart, basis(book[~book["iso3"].isin([protection.ORIGIN, protection.ASYLUM])]))
