"""A ledger of claims whose verdicts rest on published predicates: when one turns, the ledger says so.

The book names its ledger in ``[tool.press.ledger]``: ``file``, the column ``key`` that names a claim, and the
column ``predicates`` that holds ``chapter.name`` entries, separated by semicolons.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator

from press.book import Book
from press.errors import Finding
from press.values import Use, Values

__all__ = ["Entry", "entries", "turned"]

Entry = tuple[str, Use]
"""The key of a claim, and the predicate that its verdict rests on."""


def entries(book: Book) -> Iterator[Entry]:
    """Yield each predicate that a claim of the ledger rests on; nothing when the book has no ledger."""
    settings = book.settings.get("ledger")
    if not settings:
        return
    with (book.root / settings["file"]).open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            for named in filter(None, row[settings["predicates"]].split(";")):
                chapter, _, name = named.partition(".")
                yield row[settings["key"]], Use("holds", chapter, name, words="its verdict")


def turned(book: Book, values: Values) -> Iterator[str]:
    """Say of which claims the verdict no longer follows from the published values."""
    for key, use in entries(book):
        try:
            values.printed(use)
        except Finding as finding:
            file = book.settings["ledger"]["file"]
            yield f"{file}: the verdict on {key!r} rests on {use.chapter}.{use.name}: {finding}"
