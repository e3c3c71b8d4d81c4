"""The data themselves: how many rows there are, where they come from, and how far each was confirmed."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets
from analysis.findings import Quantity, holds, quantity

__all__ = ["STATUSES", "Evidence", "findings", "prepare"]

STATUSES = ("corroborated", "verified", "absence", "recalled", "thesis")
CONFIRMED = ("verified", "corroborated")


@dataclass(frozen=True)
class Evidence:
    """What the book knows of its own data.

    Attributes:
        tables: one row a table: name, title, coverage, rows, share of confirmed rows (0 to 1).
        fields: one row a field of a table: title, type, unit, description.
        statuses: rows by table and status.
        sources: one row a source, with how many rows cite it first.
    """

    tables: pd.DataFrame
    fields: pd.DataFrame
    statuses: pd.DataFrame
    sources: pd.DataFrame


def prepare() -> Evidence:
    """Read every descriptor and every table of the book."""
    stems = datasets.stems()
    descriptors = {stem: datasets.describe(stem) for stem in stems}
    frames = {stem: datasets.load(stem) for stem in stems}
    marked = {stem: frame for stem, frame in frames.items() if "status" in frame.columns}
    counts = pd.concat([_statuses(stem, frame) for stem, frame in marked.items()], ignore_index=True)
    tables = pd.DataFrame([_table(stem, descriptors[stem], frames[stem]) for stem in stems])
    confirmed = counts[counts["status"].isin(CONFIRMED)].groupby("table")["rows"].sum()
    tables["confirmed"] = tables["table"].map(confirmed) / tables["rows"].where(tables["table"].isin(marked))
    fields = pd.DataFrame([_field(stem, field) for stem in stems for field in descriptors[stem]["schema"]["fields"]])
    return Evidence(tables, fields, counts, _sources(frames["sources"], list(marked.values())))


def _statuses(stem: str, frame: pd.DataFrame) -> pd.DataFrame:
    counts = frame["status"].value_counts().rename_axis("status").rename("rows").reset_index()
    return counts.assign(table=stem)


def _table(stem: str, descriptor: dict[str, object], frame: pd.DataFrame) -> dict[str, object]:
    coverage = descriptor["coverage"]
    years = f"{coverage['from']}–{coverage['to']}" if isinstance(coverage, dict) else ""
    return {"table": stem, "title": descriptor["title"], "years": years, "rows": len(frame)}


def _field(stem: str, field: dict[str, object]) -> dict[str, object]:
    unit = field.get("unit")
    kind = str(field["type"]) + (f", {unit}" if unit else "")
    return {"field": f"{stem}.{field['name']}", "kind": kind, "description": field["description"]}


def _sources(sources: pd.DataFrame, frames: list[pd.DataFrame]) -> pd.DataFrame:
    cited = pd.concat([frame["source_id"] for frame in frames]).value_counts()
    parts = sources[["author", "title", "publisher", "date"]].fillna("")
    what = parts.agg(lambda row: ". ".join(part for part in row if part), axis=1)
    return sources.assign(what=what, first_cited=sources["source_id"].map(cited).fillna(0).astype("int64"))


def findings(evidence: Evidence) -> dict[str, Quantity]:
    """State how many tables, rows and sources there are, and what share of the rows was confirmed."""
    rows = evidence.statuses.groupby("status")["rows"].sum()
    total, confirmed = int(rows.sum()), int(rows[rows.index.isin(CONFIRMED)].sum())
    weakest = evidence.tables.dropna(subset=["confirmed"]).sort_values("confirmed").iloc[0]
    per_table = evidence.tables.dropna(subset=["confirmed"])["confirmed"]
    return {
        "tables": quantity(len(evidence.tables), "tables", "tables of the data package"),
        "rows": quantity(total, "rows", "rows that carry a status"),
        "sources": quantity(len(evidence.sources), "sources", "sources that a row cites"),
        "confirmed": quantity(confirmed / total, "share", "rows verified or corroborated"),
        "corroborated": quantity(rows["corroborated"] / total, "share", "rows corroborated by independent documents"),
        "recalled": quantity(rows["recalled"], "rows", "rows that rest on general knowledge"),
        "thesis": quantity(rows["thesis"], "rows", "rows that rest on the thesis alone"),
        "absence": quantity(rows["absence"], "rows", "rows that record that nobody found a thing"),
        "median_confirmed": quantity(per_table.median(), "share", "confirmed rows in the median table"),
        "weakest_table": quantity(str(weakest["table"]), "", "table with the smallest share of confirmed rows"),
        "weakest_share": quantity(weakest["confirmed"], "share", "confirmed rows in that table"),
        "nine_in_ten": holds(confirmed / total >= 0.9, "at least nine rows in ten are verified or corroborated"),
    }
