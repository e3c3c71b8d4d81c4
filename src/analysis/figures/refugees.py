"""Tables on refugee law and North Koreans: treatment on return, and decisions on the second nationality."""

from __future__ import annotations

from analysis.exhibits import Column, Table, basis
from analysis.refugees import Refugees

__all__ = ["decisions", "treatment"]

STATES = {"KOR": "South Korea", "USA": "United States", "CAN": "Canada", "AUS": "Australia", "GBR": "United Kingdom"}
READINGS = {
    "national": "a national of the South", "entitled": "entitled to be one", "open": "left open",
    "not_national": "not to be taken for one",
}  # fmt: skip


def treatment(frames: Refugees) -> Table:
    """Tabulate findings and penalties on return by period."""
    frame = frames.treatment.sort_values(["period_start", "period_end"], na_position="last").copy()
    frame["answer"] = frame["value_text"].fillna(
        frame["qualifier"].str.replace("_", " ") + " " + frame["value"].map("{:g}".format) + " " + frame["unit"]
    )
    frame["what"] = frame["note"]
    columns = [
        Column("period_start", "From"), Column("period_end", "To"), Column("answer", "Reported"),
        Column("what", "Remark"), Column("status", "Status"),
    ]  # fmt: skip
    return Table("treatment", frame, columns, basis(frames.treatment))


def decisions(frames: Refugees) -> Table:
    """Tabulate the decisions on the second nationality: body, whom it binds, what it holds."""
    frame = frames.decisions.assign(
        year=frames.decisions["date"].dt.year,
        who=frames.decisions["body"] + ", " + frames.decisions["iso3"].map(STATES),
        holds=frames.decisions["reading"].map(READINGS),
    )
    columns = [
        Column("year", "Year", "d"),
        Column("who", "Body"),
        Column("reference", "Reference", "", "press report"),
        Column("binds", "Binds"),
        Column("holds", "Reading"),
        Column("result", "Applicants", "", "–"),
    ]
    return Table("decisions", frame, columns, basis(frames.decisions))
