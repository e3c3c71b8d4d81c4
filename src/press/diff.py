"""What moved between two states of the book: published values, figures and tables, and the sentences about them.

Compared is what the notebooks of the two states carry; nothing is run. A value has moved when its kind, unit
or value did; an exhibit when its data, its columns or its drawing did.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from press import exhibits, revisions
from press.book import Book
from press.exhibits import Exhibit
from press.quotations import printed_or_named, quotations
from press.records import compare
from press.values import Use, Values

__all__ = ["Difference", "MovedExhibit", "MovedValue", "Sentence", "compared"]

SAME = ("kind", "value", "unit")


@dataclass(frozen=True)
class Sentence:
    """A sentence that quotes something that moved: ``⟦old → new⟧`` where its print did."""

    place: str
    text: str


@dataclass(frozen=True)
class MovedValue:
    """A published value in both states; ``None`` where it is not published."""

    chapter: str
    name: str
    old: dict[str, Any] | None
    new: dict[str, Any] | None
    sentences: list[Sentence] = field(default_factory=list)

    @property
    def known(self) -> dict[str, Any]:
        """The value as it is, or as it was last published."""
        return self.new or self.old or {}

    @property
    def about(self) -> str:
        """What the value is, and its unit."""
        return ", in ".join(filter(None, (self.known["about"], self.known["unit"])))

    @property
    def absolute(self) -> list[float] | None:
        """How far it moved, in its unit: one number, two for an interval; ``None`` where that has no meaning."""
        if self.old is None or self.new is None or self.old["kind"] in ("predicate", "text", "date"):
            return None
        ends = [each["value"] if isinstance(each["value"], list) else [each["value"]] for each in (self.old, self.new)]
        return [new - old for old, new in zip(*ends, strict=True)] if len(ends[0]) == len(ends[1]) else None

    @property
    def relative(self) -> list[float | None] | None:
        """The same against the old value; ``None`` where that was zero, or a year."""
        if self.absolute is None or self.old is None or self.old["unit"] == "year":
            return None
        old = self.old["value"] if isinstance(self.old["value"], list) else [self.old["value"]]
        return [by / abs(was) if was else None for by, was in zip(self.absolute, old, strict=True)]


@dataclass(frozen=True)
class MovedExhibit:
    """A figure or table in both states; ``None`` where it is not shown."""

    chapter: str
    name: str
    old: Exhibit | None
    new: Exhibit | None

    @property
    def kind(self) -> str:
        """Whether it is a figure or a table."""
        known = self.new or self.old
        return known.kind if known else ""

    @cached_property
    def changes(self) -> list[str]:
        """What changed in it, in words."""
        if self.old is None or self.new is None:
            return [f"new {self.kind}" if self.old is None else f"the {self.kind} is gone"]
        told = [change for old, new in self._tables() for change in compare(old, new, self.new.columns)]
        return told or [f"the same data, {'printed' if self.kind == 'table' else 'drawn'} differently"]

    def _tables(self) -> Iterator[tuple[list[dict[str, Any]], list[dict[str, Any]]]]:
        old, new = (each.records if each else {} for each in (self.old, self.new))
        for name in sorted(old.keys() | new.keys()):
            yield old.get(name, []), new.get(name, [])


@dataclass(frozen=True)
class Difference:
    """All that moved between two states."""

    old: str
    new: str
    values: list[MovedValue]
    exhibits: list[MovedExhibit]

    def __bool__(self) -> bool:
        """Whether anything moved."""
        return bool(self.values or self.exhibits)

    def by_chapter(self) -> Iterator[tuple[str, list[MovedValue], list[MovedExhibit]]]:
        """Yield each chapter in which something moved, and what did."""
        chapters = [value.chapter for value in self.values] + [exhibit.chapter for exhibit in self.exhibits]
        for chapter in dict.fromkeys(chapters):
            values = [value for value in self.values if value.chapter == chapter]
            yield chapter, values, [exhibit for exhibit in self.exhibits if exhibit.chapter == chapter]


def compared(book: Book, revision: str) -> Difference:
    """Compare two states of the book.

    Args:
        book: the book.
        revision: as :func:`press.revisions.ends` reads it.

    Raises:
        BadInput: for what is no commit, or holds no book.
    """
    names = revisions.ends(book, revision)
    with contextlib.ExitStack() as states:
        old, new = (states.enter_context(revisions.at(book, name)) for name in names)
        return Difference(*names, _values(old, new), _exhibits(old, new))


def _values(old: Book, new: Book) -> list[MovedValue]:
    then, now = Values.of(old), Values.of(new)
    quoted: dict[tuple[str, str], list[Sentence]] = {}
    for passage, quotation in quotations(new, _both(then, now)):
        sentences = quoted.setdefault((quotation.use.chapter, quotation.use.name), [])
        told = Sentence(passage.place, passage.sentence(quotation.start, quotation.end))
        if told not in sentences:
            sentences.append(told)
    return [
        MovedValue(chapter, name, before, after, quoted.get((chapter, name), []))
        for (chapter, name), before, after in _paired(_flat(then), _flat(now))
        if before is None or after is None or any(before.get(each) != after.get(each) for each in SAME)
    ]


def _both(old: Values, new: Values) -> Callable[[Use], str]:
    then, now = printed_or_named(old), printed_or_named(new)

    def show(use: Use) -> str:
        after = now(use)
        if use.role == "holds":
            turned = _truth(new, use) is False and _truth(old, use) is True
            return f"⟦{after} → no longer true⟧" if turned else after
        before = then(use) if use.name in old.chapters.get(use.chapter, {}) else after
        return after if before == after else f"⟦{before} → {after}⟧"

    return show


def _truth(values: Values, use: Use) -> Any:
    return values.chapters.get(use.chapter, {}).get(use.name, {}).get("value")


def _exhibits(old: Book, new: Book) -> list[MovedExhibit]:
    return [
        MovedExhibit(chapter, name, before, after)
        for (chapter, name), before, after in _paired(exhibits.read_all(old), exhibits.read_all(new))
        if before is None or after is None or before.content != after.content
    ]


def _flat(values: Values) -> dict[tuple[str, str], dict[str, Any]]:
    return {(chapter, name): value for chapter, named in values.chapters.items() for name, value in named.items()}


def _paired(then: dict[Any, Any], now: dict[Any, Any]) -> Iterator[tuple[Any, Any, Any]]:
    for key in {**now, **then}:
        yield key, then.get(key), now.get(key)
