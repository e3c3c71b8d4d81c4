"""What stands behind a printed value: the card that opens on it, as data for the page's script.

A page carries one JSON block::

    values     "chapter.name" → whole (unrounded, with unit), about, maker, place, claims
    chapters   name → title, href, and the tables that the chapter read, with rows, statuses, sources, file
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache, cached_property
from typing import Any

from press import descriptors, ledger, makers
from press.book import Book, Chapter
from press.exhibits import Exhibit, Sources, longest
from press.values import Use, Values

__all__ = ["Cards", "counted"]

Address = Callable[[str], str]
"""Turns a path from the root of the site into one from the page."""


class Cards:
    """The cards of a book."""

    def __init__(self, book: Book, values: Values, sources: Sources, exhibits: Iterable[Exhibit]) -> None:
        """Hold what cards are made from."""
        self.book, self.values, self.sources = book, values, sources
        self.exhibits = list(exhibits)
        self.tables = cache(self._tables)
        self.drawers = cache(lambda chapter: makers.drawers(book.notebook(book.chapter(chapter))))

    def block(self, quoted: Iterable[tuple[str, str]], titles: dict[str, str], address: Address) -> str:
        """Write the JSON block of a page.

        Args:
            quoted: chapter and name of each value that the page quotes.
            titles: the title of each chapter, by name.
            address: how the page reaches a path of the site.
        """
        keys = sorted(set(quoted))
        content = {
            "values": {f"{chapter}.{name}": self._value(chapter, name, address) for chapter, name in keys},
            "chapters": {
                chapter: {
                    "title": titles[chapter],
                    "href": address(self._page(chapter)),
                    "tables": [table | {"file": address(table["file"])} for table in self.tables(chapter)],
                }
                for chapter in sorted({chapter for chapter, _ in keys})
            },
        }
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")

    def place(self, made_by: str, name: str = "") -> str:
        """Say in which file and line the code stands that made something."""
        found = makers.locate(self.book.root, made_by, name)
        return f"{found.path}, line {found.line}" if found else ""

    def _value(self, chapter: str, name: str, address: Address) -> dict[str, Any]:
        value = self.values.find(Use("value", chapter, name))
        return {
            "whole": _whole(value),
            "unit": value["unit"],
            "about": value["about"],
            "maker": value["made_by"],
            "place": self.place(value["made_by"], name),
            "claims": [[key, address(self._row(key))] for key in self._claims.get((chapter, name), [])],
        }

    def _page(self, chapter: str) -> str:
        return self.book.chapter(chapter).path.removesuffix(".ipynb") + ".html"

    @cached_property
    def _claims(self) -> dict[tuple[str, str], list[str]]:
        claims: dict[tuple[str, str], list[str]] = {}
        for key, use in ledger.entries(self.book):
            claims.setdefault((use.chapter, use.name), []).append(key)
        return claims

    @cached_property
    def _ledger(self) -> Exhibit | None:
        """The longest table whose first column is the key of the ledger."""
        return longest(self.exhibits, self.book.settings.get("ledger", {}).get("key", ""))

    def _row(self, key: str) -> str:
        return f"{self._page(self._ledger.chapter)}#{self._ledger.row_anchor(key)}" if self._ledger else ""

    def _tables(self, chapter: str) -> list[dict[str, Any]]:
        """Describe the tables that the last run of a chapter really read, but the ledger and the list of sources."""
        record = _record(self.book.chapter(chapter))
        aside = {self.book.settings.get("sources"), self.book.settings.get("ledger", {}).get("file")}
        paths = [path for path in record.get("files", {}) if path.endswith(".csv") and path not in aside]
        return [self._table(path) for path in paths]

    def _table(self, path: str) -> dict[str, Any]:
        file = self.book.root / path
        described = descriptors.of(file)
        with file.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        cited: Counter[str] = Counter()
        for row in rows:
            cited.update(filter(None, [row.get("source_id"), *(row.get("other_sources") or "").split(";")]))
        return {
            "title": described.get("title", file.stem),
            "file": f"downloads/{file.parent.name}/{file.name}",
            "rows": len(rows),
            "statuses": counted(Counter(row["status"] for row in rows if row.get("status"))),
            "sources": self.sources.named([source for source, _ in cited.most_common()]),
        }


def counted(statuses: dict[str, int]) -> str:
    """Say how many rows have which status."""
    return ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))


def _whole(value: dict[str, Any]) -> str:
    if value["kind"] == "predicate":
        return "holds" if value["value"] else "does not hold"
    if value["kind"] == "interval":
        return " to ".join(map(_plain, value["value"]))
    return _plain(value["value"])


def _plain(value: Any) -> str:
    return str(value).replace("-", "\N{MINUS SIGN}", 1) if isinstance(value, int | float) else str(value)


def _record(chapter: Chapter) -> dict[str, Any]:
    if not chapter.record_file.is_file():
        return {}
    record: dict[str, Any] = json.loads(chapter.record_file.read_text(encoding="utf-8"))
    return record
