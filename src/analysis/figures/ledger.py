"""Figures and tables of the audit of the thesis."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.claims import VERDICTS
from analysis.exhibits import Column, Figure, Table, basis
from analysis.figures.claims import tabulate
from analysis.ledger import Ledger

__all__ = ["by_section", "citations", "claims", "errata"]

COLORS = ("#1d5f8a", "#d9a441", "#a63d40", "#b9c0ca")


def by_section(ledger: Ledger) -> Figure:
    """Draw how the claims of each section fared."""
    order = ledger.by_section["section"].drop_duplicates().tolist()
    chart = (
        alt.Chart(ledger.by_section.astype({"claims": "int64"}))
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            y=alt.Y("section:N", sort=order, title=None, axis=alt.Axis(labelLimit=190)),
            x=alt.X("claims:Q", title="Claims", axis=alt.Axis(grid=True)),
            color=alt.Color("verdict:N", scale=alt.Scale(domain=list(VERDICTS), range=list(COLORS))),
            order=alt.Order("rank:Q"),
            tooltip=["section", "verdict", "claims", alt.Tooltip("share:Q", format=".0%")],
        )
        .transform_calculate(rank=f"indexof({list(VERDICTS)}, datum.verdict)")
        .properties(width=theme.WIDTH - 150, height=alt.Step(20))
    )
    return Figure("by-section", chart, basis(ledger.claims))


def claims(ledger: Ledger) -> Table:
    """Tabulate every claim with its verdict."""
    return tabulate(ledger.claims)


def errata(ledger: Ledger) -> Table:
    """Tabulate the errors of the thesis with the correct facts."""
    columns = [
        Column("erratum_id", "Erratum"),
        Column("problem", "What is wrong"),
        Column("correct_fact", "What is right"),
        Column("severity", "Kind"),
        Column("status", "Status"),
    ]
    return Table("errata", ledger.errata, columns, basis(ledger.errata))


def citations(ledger: Ledger) -> Table:
    """Tabulate in-text citations of the thesis that needed care."""
    columns = [
        Column("citation", "Citation"),
        Column("section", "Section"),
        Column("result", "Result"),
        Column("reference_key", "Entry"),
    ]
    return Table("citations", ledger.citations, columns, basis(ledger.citations))
