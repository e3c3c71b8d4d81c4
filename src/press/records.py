"""Rows of a table in two states, matched by what names a row, compared cell by cell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

__all__ = ["Record", "compare", "plain"]

Record = dict[str, Any]

LONGEST_KEY = 3
"""How many columns may name a row together."""


def compare(old: list[Record], new: list[Record], columns: list[str] | None = None) -> list[str]:
    """Say what differs between two states of some rows.

    A row is named by the columns that name each row alone in both states and find most rows again, the fewest
    of them; where no columns do, by its number.

    Args:
        old: the rows as they were.
        new: the rows as they are.
        columns: their columns, in order, where the rows themselves have lost it.

    Returns:
        One sentence for each cell, row or column that changed; empty when nothing did.
    """
    columns = columns or list(dict.fromkeys(column for row in [*old, *new] for column in row))
    before, after = _named(old, new, columns)
    told = []
    for name in {**before, **after}:
        if name not in after:
            told.append(f"row {name} removed")
        elif name not in before:
            told.append(f"row {name} added")
        else:
            was, now = before[name], after[name]
            told += [
                f"row {name}, {column}: {plain(was.get(column))} → {plain(now.get(column))}"
                for column in columns
                if was.get(column) != now.get(column)
            ]
    return told or (["order of rows"] if old != new else [])


def plain(value: Any) -> str:
    """Write a cell for people: numbers with separators of thousands, a missing cell as a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"{value:,}" if isinstance(value, int) else f"{value:,.6g}"


def _named(old: list[Record], new: list[Record], columns: list[str]) -> tuple[dict[str, Record], dict[str, Record]]:
    best = [{str(number): row for number, row in enumerate(rows, 1)} for rows in (old, new)]
    most = -1
    for key in _keys([*old, *new], columns):
        named = [{_name(row, key): row for row in rows} for rows in (old, new)]
        shared = len(named[0].keys() & named[1].keys())
        if shared > most and len(named[0]) == len(old) and len(named[1]) == len(new):
            best, most = named, shared
    return best[0], best[1]


def _keys(rows: list[Record], columns: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield what might name a row, the shortest first: no measurement does."""
    names = [column for column in columns if not any(isinstance(row.get(column), float | list | dict) for row in rows)]
    for length in range(1, LONGEST_KEY + 1):
        yield from combinations(names, length)


def _name(row: Record, key: tuple[str, ...]) -> str:
    # a year is a name here, not a quantity: no separator
    return " ".join(str(row.get(column, "")) for column in key)
