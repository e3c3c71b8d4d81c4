"""What a reader may ask about: a published value, a figure or a table, by its name, its label or its print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from press import exhibits, makers, notebook
from press.book import Book, Chapter
from press.errors import BadInput, Finding
from press.exhibits import Exhibit
from press.leaves import Pages
from press.notebook import VALUES_MIME, Notebook
from press.quotations import Passage, passages, printed_or_named, quotations
from press.values import Values, show

__all__ = ["Printed", "Target", "find", "saying"]


@dataclass(frozen=True)
class Printed:
    """A place where something is printed.

    Attributes:
        place: the page of the source and the cell.
        sentence: the sentence.
        page: the page of the printed edition; ``None`` when it is not found there, or nothing was printed.
    """

    place: str
    sentence: str
    page: int | None


@dataclass(frozen=True)
class Target:
    """A value or an exhibit of a chapter; ``exhibit`` is ``None`` for a value."""

    chapter: Chapter
    name: str
    exhibit: Exhibit | None = None

    @property
    def label(self) -> str:
        """How the text refers to it."""
        return self.exhibit.label if self.exhibit else f"{self.chapter.name}.{self.name}"

    @cached_property
    def notebook(self) -> Notebook:
        """The chapter's notebook."""
        return notebook.read(self.chapter.file)

    @cached_property
    def content(self) -> Any:
        """The published value, with kind, unit and about; or the specification of the exhibit."""
        return self.exhibit.content if self.exhibit else self.notebook.values()[self.name]

    @property
    def cell(self) -> int:
        """The cell, from 1 among all cells, that publishes or shows it."""
        for number, cell in enumerate(self.notebook.node.cells, 1):
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if self.name in data.get(VALUES_MIME, {}) if self.exhibit is None else self._is_shown_in(data):
                    return number
        raise Finding(f"no cell of {self.chapter.path} shows {self.label}")

    def _is_shown_in(self, data: dict[str, Any]) -> bool:
        content = notebook.content(data)
        return content is not None and content["usermeta"]["exhibit"] == self.name

    @property
    def maker(self) -> makers.Place | None:
        """The function that made it, with file and line."""
        made_by = makers.called(self.notebook, self.cell) if self.exhibit else self.content["made_by"]
        return makers.locate(self.chapter.root, made_by, "" if self.exhibit else self.name)

    def printed(self, book: Book, pages: Pages | None) -> Iterator[Printed]:
        """Yield every place where it is printed."""
        values = Values.of(book)
        if self.exhibit:
            page = pages.find(self.exhibit.fingerprint) if pages else None
            yield Printed(f"{self.chapter.path}, cell {self.cell}", f"{self.exhibit.kind} {self.exhibit.name}", page)
            return
        seen = set()
        for passage, quotation in quotations(book, printed_or_named(values)):
            if (quotation.use.chapter, quotation.use.name) == (self.chapter.name, self.name):
                found = _place(passage, quotation.start, quotation.end, pages)
                if found not in seen:
                    seen.add(found)
                    yield found


def find(book: Book, text: str) -> Target:
    """Find what a name means: ``chapter.name``, a label as ``fig-chapter-name``, or a name that is unique.

    Raises:
        BadInput: when nothing, or more than one thing, has the name.
    """
    found = [target for target in _all(book) if text in (target.label, f"{target.chapter.name}.{target.name}")]
    found = found or [target for target in _all(book) if text == target.name]
    if not found:
        near = [target.label for target in _all(book) if text.rpartition(".")[2] in target.name][:5]
        raise BadInput(
            f"no value, figure or table is called {text!r}" + (f"; there is {', '.join(near)}" if near else "")
        )
    if len(found) > 1 and found[0].label != text:
        raise BadInput(f"{text!r} may be {', '.join(target.label for target in found)}: name one of them")
    return found[0]


def saying(book: Book, text: str) -> Iterator[tuple[Printed, list[Target]]]:
    """Yield every place where a text is printed, in sentences and tables, and what it comes from there.

    A place that is typed and not bound comes with no target.
    """
    values, pages = Values.of(book), Pages.of(book)
    for passage in passages(book, printed_or_named(values)):
        start = passage.raw.find(text)
        while start >= 0:
            end = start + len(text)
            uses = [q.use for q in passage.quotations if q.start < end and start < q.end]
            known = [Target(book.chapter(use.chapter), use.name) for use in uses if use.chapter in values.chapters]
            yield _place(passage, start, end, pages), known
            start = passage.raw.find(text, end)
    for exhibit in exhibits.read_all(book).values():
        chapter = book.chapter(exhibit.chapter)
        for number, row in enumerate(exhibit.content["data"] if exhibit.is_table else [], 1):
            for field in exhibit.content["schema"]["fields"]:
                if text in _cell(row.get(field["name"]), field):
                    page = pages.find(exhibit.fingerprint) if pages else None
                    where = f"{exhibit.label}, row {number}, {field.get('title', field['name'])}"
                    yield Printed(chapter.path, where, page), [Target(chapter, exhibit.name, exhibit)]


def _all(book: Book) -> Iterator[Target]:
    for chapter in book.chapters:
        for name in notebook.read(chapter.file).values():
            yield Target(chapter, name)
    for exhibit in exhibits.read_all(book).values():
        yield Target(book.chapter(exhibit.chapter), exhibit.name, exhibit)


def _place(passage: Passage, start: int, end: int, pages: Pages | None) -> Printed:
    page = pages.find(passage.fragment(start, end)) if pages else None
    return Printed(passage.place, passage.sentence(start, end), page)


def _cell(value: Any, field: dict[str, Any]) -> str:
    if value is None or not field.get("format"):
        return str(field.get("missing", "") if value is None else value)
    return show({"kind": "number", "value": value}, field["format"], field["name"])
