"""What a sweep is: chapters, scenarios, and the published values that are kept; read from ``sweeps/NAME.yml``.

::

    title: Base periods                     what the sweep asks
    chapters: [harbour]                     the chapters that run
    grid:                                   every combination of these values
      since: [2000, 2001]
    also:                                   more scenarios, one by one
      - {since: 2002}
    keep: predicates                        all, or names (``name`` or ``chapter.name``, ``predicates`` for these all)

A scenario belongs to one chapter and has the parameters of the grid that this chapter has, so that no run is counted
twice. That of the fixed parameters is always among them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from press.book import Book, Chapter
from press.errors import BadInput
from press.parameters import refuse_unaccepted

__all__ = ["AS_PRINTED", "FOLDER", "Scenario", "Sweep", "find", "read_all"]

FOLDER = "sweeps"
AS_PRINTED = "as printed"
"""The name of the scenario of the fixed parameters."""
KEYS = {"title", "chapters", "grid", "also", "keep"}


@dataclass(frozen=True)
class Scenario:
    """A chapter and what differs from its fixed parameters."""

    chapter: Chapter
    changed: dict[str, Any]

    @property
    def name(self) -> str:
        """The same for the same parameters in every sweep, such as ``since=2000``."""
        return ", ".join(f"{name}={written(value)}" for name, value in sorted(self.changed.items())) or AS_PRINTED


@dataclass(frozen=True)
class Sweep:
    """A sweep of a book, by the name of its file."""

    book: Book
    name: str

    @property
    def path(self) -> str:
        """The definition, from the root of the book."""
        return f"{FOLDER}/{self.name}.yml"

    @property
    def table(self) -> str:
        """The table, from the root of the book."""
        return f"{FOLDER}/{self.name}.csv"

    @property
    def record_file(self) -> Path:
        """The record of what the table follows from, beside it."""
        return self.book.root / FOLDER / f"{self.name}.provenance.json"

    @cached_property
    def _given(self) -> dict[str, Any]:
        try:
            given = yaml.safe_load((self.book.root / self.path).read_text(encoding="utf-8"))
        except (OSError, ValueError, yaml.YAMLError) as error:
            raise BadInput(f"{self.path}: not readable YAML: {' '.join(str(error).split())}") from None
        if not isinstance(given, dict) or not {"title", "chapters", "keep"} <= given.keys() <= KEYS:
            raise BadInput(f"{self.path}: a sweep has title, chapters, grid and/or also, and keep; nothing else")
        lists, grid = (given["chapters"], given.get("also") or []), given.get("grid") or {}
        fits = (
            all(isinstance(each, list) for each in lists)
            and isinstance(grid, dict)
            and all(isinstance(values, list) and values for values in grid.values())
            and all(isinstance(each, dict) for each in lists[1])
            and isinstance(given["keep"], str | list)
        )
        if not fits:
            raise BadInput(f"{self.path}: chapters, grid, also or keep is not as `press sweep --help` shows it")
        return given

    @property
    def title(self) -> str:
        """What the sweep asks."""
        return str(self._given["title"])

    @property
    def keep(self) -> list[str]:
        """The names that are kept, in alphabetical order; ``all`` and ``predicates`` are names of many."""
        kept = self._given["keep"]
        return sorted(map(str, kept)) if isinstance(kept, list) else [kept]

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The chapters that run, in the order of the book."""
        named = [self.book.chapter(str(name)) for name in self._given["chapters"]]
        return [chapter for chapter in self.book.chapters if chapter in named]

    @cached_property
    def scenarios(self) -> list[Scenario]:
        """Every scenario once, by chapter and then by name, that of the fixed parameters first.

        Raises:
            BadInput: for a parameter that no chapter of the sweep has, or a value that its chapter does not accept.
        """
        grid, also = dict(self._given.get("grid") or {}), list(self._given.get("also") or [])
        for changed in [{name: value} for name, values in grid.items() for value in values] + also:
            try:
                refuse_unaccepted(self.book, self.chapters, changed)
            except BadInput as error:
                raise BadInput(f"{self.path}: {error}") from None
        found = []
        for chapter in self.chapters:
            every = {scenario.name: scenario for scenario in self._of(chapter, grid, also)}
            found += sorted(every.values(), key=lambda scenario: (scenario.name != AS_PRINTED, scenario.name))
        return found

    def _of(self, chapter: Chapter, grid: dict[str, list[Any]], also: list[dict[str, Any]]) -> Iterator[Scenario]:
        fixed = self.book.parameters(chapter)
        own = {name: values for name, values in grid.items() if name in fixed}
        points = [dict(zip(own, values, strict=True)) for values in product(*own.values())]
        for point in [{}, *points, *also]:
            changed = {name: value for name, value in point.items() if name in fixed}
            yield Scenario(chapter, {name: value for name, value in changed.items() if value != fixed[name]})

    def keeps(self, chapter: str, name: str, value: dict[str, Any]) -> bool:
        """Whether a published value of a chapter is kept."""
        sorts = {"all", "predicates"} if value["kind"] == "predicate" else {"all"}
        return not {name, f"{chapter}.{name}", *sorts}.isdisjoint(self.keep)

    @property
    def varied(self) -> list[str]:
        """The parameters that differ in some scenario, in the order of ``parameters.yml``."""
        changed = {name for scenario in self.scenarios for name in scenario.changed}
        known = [name for chapter in self.chapters for name in self.book.parameters(chapter)]
        return [name for name in dict.fromkeys(known) if name in changed]


def read_all(book: Book) -> list[Sweep]:
    """Every sweep of a book, by name."""
    return [Sweep(book, path.stem) for path in sorted((book.root / FOLDER).glob("*.yml"))]


def find(book: Book, name: str) -> Sweep:
    """Find a sweep by its name or the path of its file.

    Raises:
        BadInput: when the book has no such sweep.
    """
    known = {each: sweep for sweep in read_all(book) for each in (sweep.name, sweep.path)}
    if name not in known:
        raise BadInput(f"no sweep {name!r}; there are {', '.join(sweep.name for sweep in read_all(book)) or 'none'}")
    return known[name]


def written(value: Any) -> str:
    """Write a value of a parameter into a name or a cell; the parts of a list stand between semicolons."""
    if isinstance(value, list):
        return ";".join(map(written, value))
    plain = isinstance(value, str) and not set(value) & set(',;="')
    return str(value) if plain else json.dumps(value, ensure_ascii=False)
