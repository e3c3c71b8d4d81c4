"""From a row forward to every number, predicate, figure and table that it moves, in all chapters.

Each chapter that was seen to read the table is run without the row, in a copy. Where a chapter fails without it,
the row keeps its name and a neighbour's cells stand in for its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from press import exhibits, notebook
from press.book import Book, Chapter
from press.errors import BadInput, Finding
from press.probe import Probe, used_by
from press.records import compare
from press.rows import Rows

__all__ = ["Impact", "impact"]


@dataclass(frozen=True)
class Impact:
    """What a row moves in one chapter.

    Attributes:
        chapter: the chapter.
        how: as :class:`press.search.Effect` has it; empty when the row moves nothing.
        error: why the chapter fails without the row.
        values: name, old and new of each value that moved.
        exhibits: each exhibit that moved, and what changed in it.
    """

    chapter: Chapter
    how: str
    error: str
    values: list[tuple[str, dict[str, Any], dict[str, Any] | None]]
    exhibits: list[tuple[exhibits.Exhibit, list[str]]]


def impact(book: Book, path: str, row: str, *, workers: int, tell: Callable[[str], None]) -> Iterator[Impact]:
    """Find all that a row moves, chapter by chapter.

    Args:
        book: the book.
        path: the table, from the root of the book.
        row: the row's key, or ``row N``.
        workers: how many runs go on at once.
        tell: takes a line of progress.

    Raises:
        BadInput: when there is no such table or row, or no chapter reads the table.
        Finding: when a chapter that reads it is stale.
    """
    if not (book.root / path).is_file() or not path.endswith(".csv"):
        raise BadInput(f"{path} is no table of the book")
    rows = Rows.read(book.root, path)
    at = rows.find(row)
    readers = [chapter for chapter in book.chapters if path in used_by(book, chapter)]
    if not readers:
        raise BadInput(f"no chapter reads {path}")
    for chapter in readers:
        tell(f"{chapter.path}: without row {rows.names[at]} of {path}")
        with Probe.of(book, chapter, workers) as probe:
            yield _moved(book, chapter, probe, rows, at)


def _moved(book: Book, chapter: Chapter, probe: Probe, rows: Rows, at: int) -> Impact:
    outcomes = dict(probe.run([None, (rows.path, rows.without(range(at, at + 1)))]))
    before, after = outcomes[0], outcomes[1]
    content = notebook.read(chapter.file)
    if before.values != content.values():
        raise Finding(
            f"{chapter.path} finds other values when nothing is changed{f': {before.error}' if before.error else ''}"
        )
    how, error = "left out", after.error
    if error:
        text = rows.stood_in(range(at, at + 1))
        lent = probe.once((rows.path, text)) if text is not None else after
        how, after = ("needed", after) if lent.error else ("stood in", lent)
    values = [(name, old, after.values.get(name)) for name, old in before.values.items()
              if after.values.get(name) != old and (name in after.values or not after.error)]  # fmt: skip
    shown = [
        (exhibit, _changes(exhibit, after.exhibits[exhibit.name]))
        for (owner, _), exhibit in exhibits.read_all(book).items()
        if owner == chapter.name and after.exhibits.get(exhibit.name, exhibit.content) != exhibit.content
    ]
    return Impact(chapter, how if values or shown or error else "", error, values, shown)


def _changes(old: exhibits.Exhibit, content: dict[str, Any]) -> list[str]:
    mime = notebook.TABLE_MIME if old.is_table else notebook.FIGURE_MIME
    new = exhibits.Exhibit(old.chapter, old.name, {mime: content})
    told = [
        change for name in old.records for change in compare(old.records[name], new.records.get(name, []), old.columns)
    ]
    return told or ["the same data, drawn differently"]
