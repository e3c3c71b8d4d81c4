"""A table as rows that can be left out or lent other cells, every other byte as it was."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from press import descriptors
from press.errors import BadInput

__all__ = ["Rows", "primary_key"]


def primary_key(path: Path) -> list[str]:
    """Read from the descriptor of the same stem which columns name a row; empty when none does."""
    key = descriptors.of(path).get("schema", {}).get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


@dataclass(frozen=True)
class Rows:
    """The rows of a CSV file.

    Attributes:
        path: the file, from the root of the book.
        lines: its physical lines, ends included.
        starts: the line, from 0, at which each row begins, the header left out; last, the number of lines.
        cells: the rows as cells.
        header: the names of the columns.
        key: the columns that name a row.
    """

    path: str
    lines: list[str]
    starts: list[int]
    cells: list[list[str]]
    header: list[str]
    key: list[str]

    @classmethod
    def read(cls, root: Path, path: str) -> Rows:
        """Read a table; the primary key comes from the descriptor of the same stem, or is the first column."""
        lines = (root / path).read_bytes().decode("utf-8").splitlines(keepends=True)
        reader = csv.reader(iter(lines))
        header = next(reader, [])
        starts, cells = [reader.line_num], []
        for row in reader:
            starts.append(reader.line_num)
            cells.append(row)
        return cls(path, lines, starts, cells, header, primary_key(root / path) or header[:1])

    def __len__(self) -> int:
        return len(self.cells)

    @cached_property
    def names(self) -> list[str]:
        """What each row is called: the cells of its key."""
        places = [self.header.index(column) for column in self.key]
        return [" ".join(row[place] for place in places) for row in self.cells]

    def find(self, text: str) -> int:
        """Find a row by its key, or by number as ``row N``, from 1.

        Raises:
            BadInput: when there is no such row.
        """
        number = re.fullmatch(r"row\s+(\d+)", text)
        if number and 1 <= int(number[1]) <= len(self):
            return int(number[1]) - 1
        if text in self.names:
            return self.names.index(text)
        near = [name for name in self.names if text and text in name][:3]
        hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else ""
        raise BadInput(f"{self.path} has no row {text!r} (rows are named by {' and '.join(self.key)}){hint}")

    def without(self, left_out: range) -> str:
        """The file without some rows."""
        first, last = self.starts[left_out.start], self.starts[left_out.stop]
        return "".join(self.lines[:first] + self.lines[last:])

    def stood_in(self, block: range) -> str | None:
        """The file with some rows kept by name, their other cells taken from the nearest row outside that differs.

        ``None`` when there is no such row.
        """
        nearest = [*range(block.start - 1, -1, -1), *range(block.stop, len(self))]
        own = [self._rest(at) for at in block]
        giver = next((at for at in nearest if self._rest(at) not in own), None)
        if giver is None:
            return None
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\r\n" if self.lines[0].endswith("\r\n") else "\n")
        for at in block:
            pairs = zip(self.header, self.cells[at], self.cells[giver], strict=False)
            writer.writerow(cell if column in self.key else other for column, cell, other in pairs)
        first, last = self.starts[block.start], self.starts[block.stop]
        return "".join([*self.lines[:first], text.getvalue(), *self.lines[last:]])

    def _rest(self, at: int) -> list[str]:
        return [cell for column, cell in zip(self.header, self.cells[at], strict=False) if column not in self.key]
