"""Rows as plain text, read without the loader that other tests put to the proof."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

DATA = Path(__file__).resolve().parents[2] / "data"

Row = dict[str, str]


def rows(stem: str, **wanted: str) -> list[Row]:
    """Read the rows of a table whose cells are as wanted."""
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[name] == cell for name, cell in wanted.items())]


def one(stem: str, **wanted: str) -> Row:
    """Read the one row whose cells are as wanted."""
    found = rows(stem, **wanted)
    assert len(found) == 1, f"{len(found)} rows of {stem} are {wanted}"
    return found[0]


def total(cells: Iterable[str]) -> int:
    """Add whole numbers; an empty cell is an error, never a zero."""
    return sum(int(cell) for cell in cells)


def sources_of(row: Row) -> list[str]:
    """Name every source of a row."""
    return [row["source_id"], *filter(None, row["other_sources"].split(";"))]
