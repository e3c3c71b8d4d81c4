"""A ledger of claims whose verdicts rest on published predicates: when one turns, the ledger says so.

The book names its ledger in ``[tool.press.ledger]``: ``file``, the column ``key`` that names a claim, and the
column ``predicates`` that holds ``chapter.name`` entries, separated by semicolons.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import Any

from press.book import Book
from press.errors import Finding
from press.values import Use, Values

__all__ = ["Counts", "Entry", "entries", "margin", "turned", "with_margins"]

Counts = Mapping[tuple[str, str], tuple[int, int]]
"""In how many scenarios a predicate holds, and of how many, by chapter and name."""
Entry = tuple[str, Use]
"""The key of a claim, and the predicate that its verdict rests on."""


def entries(book: Book) -> Iterator[Entry]:
    """Yield each predicate that a claim of the ledger rests on; nothing when the book has no ledger."""
    settings = book.settings.get("ledger")
    if not settings:
        return
    with (book.root / settings["file"]).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for use in _uses(row[settings["predicates"]]):
                yield row[settings["key"]], use


def turned(book: Book, values: Values) -> Iterator[str]:
    """Say of which claims the verdict no longer follows from the published values."""
    for key, use in entries(book):
        try:
            values.printed(use)
        except Finding as finding:
            file = book.settings["ledger"]["file"]
            yield f"{file}: the verdict on {key!r} rests on {use.chapter}.{use.name}: {finding}"


def with_margins(content: dict[str, Any], values: Values, scenarios: Counts) -> dict[str, Any]:
    """Print, in the columns of a table that name predicates, how far each is from turning and in how many scenarios.

    Such a column has the format ``margin``. What it prints is looked up when the book is printed, like a value in
    a sentence, so that the table need not run again when another chapter did.

    Args:
        content: the table as a data resource; it is not changed.
        values: every published value of the book.
        scenarios: in how many scenarios of the sweeps predicates hold.

    Raises:
        Finding: when a cell names a predicate that no chapter publishes, or that turned.
    """
    fields = content["schema"]["fields"]
    named = [field["name"] for field in fields if field["format"] == "margin"]
    if not named:
        return content
    printed = [
        record | {name: _printed(record[name], values, scenarios) for name in named if record[name]}
        for record in content["data"]
    ]
    plain = [field | {"format": ""} if field["name"] in named else field for field in fields]
    return content | {"schema": content["schema"] | {"fields": plain}, "data": printed}


def margin(value: dict[str, Any]) -> str:
    """Say how far a published predicate is from turning, as ``by 12.4 points`` or ``by 1,204 persons``.

    Empty when the predicate compares no quantities.
    """
    if "margin" not in value:
        return ""
    by, unit = value["margin"], value["unit"]
    if unit == "share":
        return f"by {100 * by:,.1f} points"
    figure = f"{by:,.0f}" if float(by).is_integer() else f"{by:,.3g}" if abs(by) < 1000 else f"{by:,.0f}"
    return f"by {figure} {unit}".rstrip()


def _uses(cell: str) -> Iterator[Use]:
    for named in filter(None, cell.split(";")):
        chapter, _, name = named.partition(".")
        yield Use("holds", chapter, name, words="its verdict")


def _printed(cell: str, values: Values, scenarios: Counts) -> str:
    told = []
    for use in _uses(cell):
        values.printed(use)  # a verdict whose ground turned is not printed
        firmness = [margin(values.find(use))]
        if (use.chapter, use.name) in scenarios:
            held, ran = scenarios[use.chapter, use.name]
            firmness.append(f"in {held} of {ran} scenarios")
        told.append(f"holds {', '.join(filter(None, firmness))}".rstrip())
    return "; ".join(told)
