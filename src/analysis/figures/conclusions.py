"""Figures and tables of the conclusions."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.conclusions import Conclusions
from analysis.exhibits import Column, Figure, Table, basis
from analysis.figures.ledger import verdicts

__all__ = ["kinds", "propositions"]


def propositions(conclusions: Conclusions) -> Table:
    """Tabulate what became of each proposition, and how far its ground is from turning."""
    columns = [
        Column("statement", "Proposition"),
        Column("verdict", "Verdict"),
        Column("because", "How far it reaches"),
        Column("predicate", "Its ground", "margin"),
    ]
    return Table("propositions", conclusions.propositions, columns, basis(conclusions.propositions))


def kinds(conclusions: Conclusions) -> Figure:
    """Draw the verdicts by kind of claim."""
    frame = conclusions.kinds.astype({"claims": "int64"})
    supported = frame[frame["verdict"] == "supported"].sort_values("share", ascending=False)
    x = alt.X("share:Q", title="Share of claims", axis=alt.Axis(format=".0%", grid=True))
    chart = verdicts(frame, "kind", list(supported["kind"]), x, theme.WIDTH - 100)
    return Figure("kinds", chart, basis(conclusions.claims))
