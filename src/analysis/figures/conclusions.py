"""Figures and tables of the conclusions."""

from __future__ import annotations

import altair as alt

from analysis import protection, theme
from analysis.claims import VERDICTS
from analysis.conclusions import LEVELS, Conclusions
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["kinds", "propositions", "stages"]

CODING = {"own": "our coding", "sceptic": "a sceptic’s"}


def propositions(conclusions: Conclusions) -> Table:
    """Tabulate what became of each proposition, and how far its ground is from turning."""
    columns = [
        Column("statement", "Proposition"),
        Column("verdict", "Verdict"),
        Column("because", "How far it reaches"),
        Column("predicate", "Its ground", "margin"),
    ]
    return Table("propositions", conclusions.propositions, columns, basis(conclusions.propositions))


def stages(conclusions: Conclusions) -> Figure:
    """Draw how many states of transit protect at each stage, under both codings."""
    frame = conclusions.stages.assign(coding=conclusions.stages["coding"].map(CODING)).astype({"states": "int64"})
    order = [*protection.STAGES, protection.DURABLE]
    colors = [theme.ACCENT, "#d9a441", theme.SECOND, theme.PALE]
    chart = (
        alt.Chart(frame)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            y=alt.Y("stage:N", sort=order, title=None, axis=alt.Axis(labelLimit=140)),
            x=alt.X("states:Q", title="States of transit", axis=alt.Axis(tickMinStep=1, format="d", grid=True)),
            color=alt.Color("at:N", scale=alt.Scale(domain=list(LEVELS), range=colors)),
            order=alt.Order("rank:Q"),
            tooltip=["coding", "stage", "at", "states"],
        )
        .transform_calculate(rank=f"indexof({list(LEVELS)}, datum.at)")
        .properties(width=165, height=alt.Step(20))
        .facet(column=alt.Column("coding:N", sort=list(CODING.values()), title=None))
    )
    return Figure("stages", chart, basis(conclusions.book))


def kinds(conclusions: Conclusions) -> Figure:
    """Draw the verdicts by kind of claim."""
    frame = conclusions.kinds.astype({"claims": "int64"})
    supported = frame[frame["verdict"] == "supported"].sort_values("share", ascending=False)
    chart = (
        alt.Chart(frame)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            y=alt.Y("kind:N", sort=list(supported["kind"]), title=None, axis=alt.Axis(labelLimit=140)),
            x=alt.X("share:Q", title="Share of claims", axis=alt.Axis(format=".0%", grid=True)),
            color=alt.Color("verdict:N", scale=alt.Scale(
                domain=list(VERDICTS), range=[theme.SECOND, "#d9a441", theme.ACCENT, "#b9c0ca"])),
            order=alt.Order("rank:Q"),
            tooltip=["kind", "verdict", "claims", alt.Tooltip("share:Q", format=".0%")],
        )
        .transform_calculate(rank=f"indexof({list(VERDICTS)}, datum.verdict)")
        .properties(width=theme.WIDTH - 100, height=alt.Step(22))
    )  # fmt: skip
    return Figure("kinds", chart, basis(conclusions.claims))
