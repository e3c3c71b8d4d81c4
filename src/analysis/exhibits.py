"""Figures and tables on their way into the book: the data inside are what is printed."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import altair as alt
import numpy as np
import pandas as pd

from analysis import theme

__all__ = ["Basis", "Column", "Figure", "Table", "basis"]

FIGURE_MIME = "application/vnd.vegalite.v6+json"
TABLE_MIME = "application/vnd.dataresource+json"
DIGITS = 10


@dataclass(frozen=True)
class Basis:
    """What a figure or table rests on.

    Attributes:
        sources: source ids, the most used first.
        statuses: how many of the rows behind it have which status.
    """

    sources: tuple[str, ...]
    statuses: tuple[tuple[str, int], ...]


def basis(*frames: pd.DataFrame) -> Basis:
    """Collect the sources and statuses of the rows of some frames (columns of every dataset of the book)."""
    sources: Counter[str] = Counter()
    statuses: Counter[str] = Counter()
    for frame in frames:
        for first, others in zip(frame["source_id"], frame["other_sources"], strict=True):
            sources.update([first, *([] if pd.isna(others) else others.split(";"))])
        statuses.update(frame["status"])
    ordered = sorted(sources, key=lambda source: (-sources[source], source))
    return Basis(tuple(ordered), tuple(sorted(statuses.items())))


@dataclass(frozen=True)
class Figure:
    """A chart under a name.

    Attributes:
        name: what the text calls it, unique in its chapter; lower case with hyphens.
        chart: the chart, its data inline.
        basis: the rows it rests on.
    """

    name: str
    chart: alt.TopLevelMixin
    basis: Basis

    def specification(self) -> dict[str, Any]:
        """Return the Vega-Lite specification: floats cut to ten digits, datasets named after the figure."""
        raw = self.chart.to_dict()
        spec: dict[str, Any] = _rounded(raw)
        names = _largest_first(spec)
        text = json.dumps(spec)
        for position, old in enumerate(names):
            text = text.replace(f'"{old}"', f'"{self.name}{"" if position == 0 else f"-{position + 1}"}"')
        spec = json.loads(text)
        spec["usermeta"] = {
            "exhibit": self.name,
            "sources": list(self.basis.sources),
            "statuses": dict(self.basis.statuses),
        }
        return spec

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        spec = self.specification()
        return {FIGURE_MIME: spec, "image/svg+xml": theme.draw(spec), "text/plain": f"Figure {self.name}"}


@dataclass(frozen=True)
class Column:
    """A column of a printed table.

    Attributes:
        key: column of the frame.
        title: head of the printed column.
        format: format of a number as :func:`format` takes it; empty for text; ``margin`` for the names of published
            predicates, of which the printed book says how far each is from turning.
        missing: what stands where a cell is missing.
    """

    key: str
    title: str
    format: str = ""
    missing: str = "–"

    @property
    def is_number(self) -> bool:
        """Whether the cells are numbers, to be set under one another."""
        return self.format not in ("", "margin")


@dataclass(frozen=True)
class Table:
    """A table under a name: a frame, and how its columns are printed."""

    name: str
    frame: pd.DataFrame
    columns: Sequence[Column]
    basis: Basis
    wide: bool = field(default=False)

    def resource(self) -> dict[str, Any]:
        """Return the table as a tabular data resource: fields with titles and formats, then the records."""
        keys = [column.key for column in self.columns]
        records = _rounded(
            json.loads(self.frame[keys].to_json(orient="records", double_precision=15, date_format="iso"))
        )
        fields = [vars(column) | {"name": column.key} for column in self.columns]
        for each in fields:
            each.pop("key")
        return {
            "name": self.name,
            "schema": {"fields": fields},
            "data": records,
            "wide": self.wide,
            "usermeta": {
                "exhibit": self.name,
                "sources": list(self.basis.sources),
                "statuses": dict(self.basis.statuses),
            },
        }

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:  # noqa: ARG002
        resource = self.resource()
        rows = [[column.title for column in self.columns], [":--" if not c.is_number else "--:" for c in self.columns]]
        rows += [[_cell(record[c.key], c) for c in self.columns] for record in resource["data"]]
        return {
            TABLE_MIME: resource,
            "text/markdown": "\n".join(f"| {' | '.join(row)} |" for row in rows),
            "text/plain": f"Table {self.name}",
        }


def _cell(value: Any, column: Column) -> str:
    if value is None:
        return column.missing
    return (format(value, column.format) if column.is_number else str(value)).replace("|", "\\|")


def _largest_first(spec: dict[str, Any]) -> list[str]:
    """Name the datasets, the one that the figure is about first; equals in the order of their first use."""
    text = json.dumps({key: part for key, part in spec.items() if key != "datasets"})
    return sorted(spec.get("datasets", {}), key=lambda name: (-len(spec["datasets"][name]), text.find(f'"{name}"')))


def _rounded(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _rounded(child) for key, child in node.items()}
    if isinstance(node, list):
        return [_rounded(child) for child in node]
    if isinstance(node, float | np.floating):
        return float(f"{float(node):.{DIGITS}g}") if math.isfinite(node) else None
    return node
