"""Figures and tables as the press prints them: data files, fingerprints, source lines."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from press import digest
from press.book import Book
from press.notebook import FIGURE_MIME, TABLE_MIME
from press.values import SMALL

__all__ = ["Exhibit", "Sources", "longest", "read_all"]

NAMED = 3
"""How many sources a source line names before it counts the rest."""

ROLES = re.compile(r' (?:role|aria-[a-z]+|pointer-events)="[^"]*"| xmlns:xlink="[^"]*"(?=[^>]*class="marks")')
"""What a drawing says of its parts to software that reads aloud, and to a mouse that a still picture does not heed."""


@dataclass(frozen=True)
class Exhibit:
    """One figure or table of a chapter."""

    chapter: str
    name: str
    bundle: dict[str, Any]

    @property
    def key(self) -> tuple[str, str]:
        """The chapter and the name: what a document tree keeps of it, since Sphinx copies the tree time and again."""
        return self.chapter, self.name

    @property
    def is_table(self) -> bool:
        """Whether this is a table."""
        return TABLE_MIME in self.bundle

    @property
    def kind(self) -> str:
        """What it is: ``figure`` or ``table``."""
        return "table" if self.is_table else "figure"

    @property
    def label(self) -> str:
        """The label by which the text refers to the exhibit."""
        return f"{'tab' if self.is_table else 'fig'}-{self.chapter}-{self.name}"

    @property
    def anchor(self) -> str:
        """The address of the exhibit on its page: the label, as docutils writes ids."""
        return self.label.replace("_", "-").lower()

    @property
    def first_column(self) -> str:
        """The name of the column that names the rows of a table."""
        return str(self.content["schema"]["fields"][0]["name"])

    def row_anchor(self, key: str) -> str:
        """The address of a row of a table, by what its first column says."""
        return f"{self.anchor}-{re.sub(r'[^A-Za-z0-9_-]+', '-', key)}"

    @property
    def stem(self) -> str:
        """The name of its files."""
        return f"{self.chapter}-{self.name}"

    @property
    def content(self) -> dict[str, Any]:
        """The specification of a figure, the data resource of a table."""
        content: dict[str, Any] = self.bundle.get(FIGURE_MIME) or self.bundle[TABLE_MIME]
        return content

    @property
    def specification(self) -> bytes:
        """The content as JSON, as it is offered for download."""
        return (json.dumps(self.content, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

    @property
    def records(self) -> dict[str, list[dict[str, Any]]]:
        """The rows inside, by the name of their table."""
        return {self.name: self.content["data"]} if self.is_table else self.content.get("datasets", {})

    @property
    def columns(self) -> list[str] | None:
        """The columns of a table in their order; a specification does not keep it."""
        return [field["name"] for field in self.content["schema"]["fields"]] if self.is_table else None

    @cached_property
    def data(self) -> dict[str, bytes]:
        """The data inside, as CSV files by name: the main table first."""
        return {f"{self.chapter}-{name}.csv": _csv(rows) for name, rows in sorted(self.records.items())}

    @property
    def fingerprint(self) -> str:
        """The first digits of the SHA-256 of the data files, one after the other."""
        return digest.of_bytes(b"".join(self.data.values()))[: digest.SHORT]

    @property
    def drawing(self) -> str:
        """The picture of a figure as the chapter drew it, an SVG of its own."""
        return str(self.bundle["image/svg+xml"])

    @property
    def svg(self) -> str:
        """The picture as a page carries it: inner names unique, and no roles within, since the whole is one image."""
        svg = ROLES.sub("", self.drawing)
        svg = re.sub(r'\bid="([^"]+)"', rf'id="{self.stem}-\1"', svg)
        return re.sub(r"url\(#([^)]+)\)", rf"url(#{self.stem}-\1)", svg)


def _csv(rows: list[dict[str, Any]]) -> bytes:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_text(row.get(column)) for column in columns] for row in rows)
    return out.getvalue().encode("utf-8")


def _text(value: Any) -> str:
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, bool | list | dict) else str(value)


def read_all(book: Book) -> dict[tuple[str, str], Exhibit]:
    """Read every exhibit that the committed notebooks show, by chapter and name."""
    return {
        (chapter.name, name): Exhibit(chapter.name, name, bundle)
        for chapter in book.chapters
        for name, bundle in book.notebook(chapter).exhibits().items()
    }


def longest(exhibits: Iterable[Exhibit], named_by: str) -> Exhibit | None:
    """Find the longest table whose rows are named by a column; ``None`` when there is none."""
    tables = [each for each in exhibits if each.is_table and each.first_column == named_by]
    return max(tables, key=lambda table: len(table.content["data"]), default=None)


class Sources:
    """The book's table of sources, for the line under each exhibit."""

    def __init__(self, path: Path) -> None:
        """Read the table; a book without one prints source ids."""
        self.rows: dict[str, dict[str, str]] = {}
        if path.is_file():
            with path.open(encoding="utf-8", newline="") as stream:
                self.rows = {row["source_id"]: row for row in csv.DictReader(stream)}

    def line(self, exhibit: Exhibit) -> str:
        """Name the main sources of an exhibit and say how far its rows were confirmed."""
        meta = exhibit.content["usermeta"]
        named = self.named(meta["sources"])
        if not named:
            return "Source: own computation."
        statuses = ", ".join(f"{count} {status}" for status, count in meta["statuses"].items())
        several = len(dict.fromkeys(map(self.name, meta["sources"]))) > 1
        return f"{'Sources' if several else 'Source'}: {named}. Rows: {statuses}."

    def named(self, sources: list[str]) -> str:
        """Name the first few of some sources, and count the others."""
        names = list(dict.fromkeys(map(self.name, sources)))
        shown, rest = names[:NAMED], len(names) - NAMED
        others = f" and {SMALL[rest] if rest < len(SMALL) else rest} other{'s' if rest > 1 else ''}" if rest > 0 else ""
        return f"{'; '.join(shown)}{others}"

    def name(self, source: str) -> str:
        """Give the name of a source as a reader knows it: who wrote it, who published it, or what it is called."""
        row = self.rows.get(source)
        return (row["author"] or row["publisher"] or row["title"]) if row else source
