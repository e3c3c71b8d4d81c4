"""Figures and tables on the data themselves."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.evidence import STATUSES, Evidence
from analysis.exhibits import Basis, Column, Figure, Table

__all__ = ["fields", "sources", "statuses", "tables"]

NONE = Basis((), ())
COLORS = ("#123f5c", "#4d88ad", "#e4e7ec", "#d9a441", theme.ACCENT)


def statuses(evidence: Evidence) -> Figure:
    """Draw the share of rows with each status, for tables that are not confirmed throughout."""
    totals = evidence.statuses.groupby("table")["rows"].transform("sum")
    shares = evidence.statuses.assign(share=evidence.statuses["rows"] / totals, total=totals)
    order = evidence.tables.dropna(subset=["confirmed"]).sort_values("confirmed")
    doubtful = order[order["confirmed"] < 1]["table"].tolist()
    frame = shares[shares["table"].isin(doubtful)].astype({"rows": "int64", "total": "int64"})
    chart = (
        alt.Chart(frame)
        .mark_bar(stroke="white", strokeWidth=0.5)
        .encode(
            y=alt.Y("table:N", sort=doubtful, title=None, axis=alt.Axis(labelLimit=170)),
            x=alt.X("share:Q", title="Share of rows", axis=alt.Axis(format="%", grid=True)),
            color=alt.Color("status:N", scale=alt.Scale(domain=list(STATUSES), range=list(COLORS))),
            order=alt.Order("rank:Q"),
            tooltip=["table", "status", "rows", alt.Tooltip("share:Q", format=".0%")],
        )
        .transform_calculate(rank=f"indexof({list(STATUSES)}, datum.status)")
        .properties(width=theme.WIDTH - 90, height=alt.Step(13))
    )
    return Figure("statuses", chart, NONE)


def tables(evidence: Evidence) -> Table:
    """Tabulate the tables of the package."""
    columns = [
        Column("table", "Table"),
        Column("title", "What it holds"),
        Column("years", "Years"),
        Column("rows", "Rows", ",d"),
        Column("confirmed", "Confirmed", ".0%"),
    ]
    return Table("tables", evidence.tables, columns, NONE)


def fields(evidence: Evidence) -> Table:
    """Tabulate every field of every table: the data dictionary."""
    columns = [Column("field", "Table and field"), Column("kind", "Type, unit"), Column("description", "Meaning")]
    return Table("fields", evidence.fields, columns, NONE)


def sources(evidence: Evidence) -> Table:
    """Tabulate every source, with the number of rows that cite it first."""
    columns = [
        Column("source_id", "Source"),
        Column("what", "What it is"),
        Column("address", "Address"),
        Column("first_cited", "Rows", ",d"),
    ]
    return Table("sources", evidence.sources, columns, NONE)
