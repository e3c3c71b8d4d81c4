"""Figures and tables of the audit of the thesis."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.claims import VERDICTS
from analysis.exhibits import Column, Figure, Table, basis
from analysis.figures.claims import tabulate
from analysis.ledger import Ledger

__all__ = ["by_section", "citations", "claims", "errata", "turning", "verdicts"]

COLORS = (theme.SECOND, "#d9a441", theme.ACCENT, "#dfe3e8")


def by_section(ledger: Ledger) -> Figure:
    """Draw how the claims of each section fared."""
    order = ledger.by_section["section"].drop_duplicates().tolist()
    x = alt.X("claims:Q", title="Claims", axis=alt.Axis(grid=True))
    chart = verdicts(ledger.by_section.astype({"claims": "int64"}), "section", order, x, theme.WIDTH - 150)
    return Figure("by-section", chart, basis(ledger.claims))


def verdicts(frame: pd.DataFrame, by: str, order: list[str], x: alt.X, width: int) -> alt.Chart:
    """Draw a bar for each group of claims, divided by verdict.

    Args:
        frame: one row a group and verdict: the column ``by``, ``verdict``, ``claims``, ``share`` (0 to 1).
        by: what groups the claims.
        order: the groups from top to bottom.
        x: claims or their share.
        width: of the plotting area, in pixels.
    """
    return (
        alt.Chart(frame)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            y=alt.Y(f"{by}:N", sort=order, title=None, axis=alt.Axis(labelLimit=190)),
            x=x,
            color=alt.Color("verdict:N", scale=alt.Scale(domain=list(VERDICTS), range=list(COLORS))),
            order=alt.Order("rank:Q"),
            tooltip=[by, "verdict", "claims", alt.Tooltip("share:Q", format=".0%")],
        )
        .transform_calculate(rank=f"indexof({list(VERDICTS)}, datum.verdict)")
        .properties(width=width, height=alt.Step(20))
    )


def claims(ledger: Ledger) -> Table:
    """Tabulate every claim with its verdict."""
    return tabulate(ledger.claims)


def turning(ledger: Ledger) -> Table:
    """Tabulate the claims whose verdict turns in some scenario of the sweeps."""
    rows = ledger.robustness[ledger.robustness["held"] < ledger.robustness["ran"]]
    rows = rows.assign(
        scenarios=rows["held"].astype("int64").astype("str") + " of " + rows["ran"].astype("int64").astype("str"),
        chapter=rows["ground"].str.partition(".")[0].str.replace("_", " "),
    )
    columns = [
        Column("claim_id", "Claim"),
        Column("statement", "What the thesis says"),
        Column("verdict", "Verdict"),
        Column("scenarios", "Holds in"),
        Column("chapter", "Chapter"),
        Column("turned_by", "Scenarios that turn it"),
    ]
    return Table("turning", rows, columns, basis(rows))


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
