"""The table of a sweep: one row a scenario and published value, the same bytes however it was made.

Columns: ``chapter``, ``scenario``, one for each parameter that varies (empty where the chapter has none of that name,
parts of a list between semicolons), ``name``, ``kind``, ``value`` (of an interval its lower end), ``upper`` (its
upper end), ``unit``, and ``margin``, by how much a predicate that compares is from turning.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from press.book import Book
from press.sweeps.definition import Scenario, Sweep, read_all, written
from press.sweeps.entries import Entry

__all__ = ["excerpt", "predicates", "rows", "text"]


def text(sweep: Sweep, entries: list[tuple[Scenario, Entry]]) -> str:
    """Write the table as CSV.

    Args:
        sweep: the sweep.
        entries: every scenario of it, in its order, and what it found.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["chapter", "scenario", *sweep.varied, "name", "kind", "value", "upper", "unit", "margin"])
    for scenario, entry in entries:
        writer.writerows(rows(sweep, scenario, entry["values"]))
    return stream.getvalue()


def excerpt(table: str, scenario: Scenario) -> str:
    """Cut the rows of one scenario out of a table, with the head."""
    head, *lines = csv.reader(io.StringIO(table))
    wanted = [line for line in lines if line[:2] == [scenario.chapter.name, scenario.name]]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([head, *wanted])
    return stream.getvalue()


def predicates(book: Book) -> dict[tuple[str, str], tuple[int, int]]:
    """Count for each predicate, by chapter and name, in how many scenarios of all sweeps it holds, and of how many.

    A scenario that stands in several sweeps counts once.
    """
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for sweep in read_all(book):
        if not (book.root / sweep.table).exists():
            continue  # a draft is printed though a sweep has never run
        with (book.root / sweep.table).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["kind"] == "predicate":
                    found.setdefault((row["chapter"], row["name"]), {})[row["scenario"]] = row["value"] == "true"
    return {key: (sum(held.values()), len(held)) for key, held in found.items()}


def rows(sweep: Sweep, scenario: Scenario, values: dict[str, Any]) -> Iterator[list[str]]:
    """Yield the rows of a scenario, by name of the value."""
    parameters = sweep.book.parameters(scenario.chapter) | scenario.changed
    own = [written(parameters[name]) if name in parameters else "" for name in sweep.varied]
    for name, value in sorted(values.items()):
        if sweep.keeps(scenario.chapter.name, name, value):
            held = value["value"]
            lower, upper = held if value["kind"] == "interval" else (held, "")
            ends = [each if isinstance(each, str) else written(each) for each in (lower, upper)]
            margin = written(value["margin"]) if "margin" in value else ""
            yield [scenario.chapter.name, scenario.name, *own, name, value["kind"], *ends, value["unit"], margin]
