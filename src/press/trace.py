"""From print back to the rows it rests on, by running, not by asking.

The chapter is run again and again in a copy, each time without some rows of one table. What the runs show is
what there is: nothing is declared.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from press import makers
from press.book import Book
from press.cells import Outcome
from press.errors import Finding
from press.leaves import Pages
from press.probe import Probe, used_by
from press.rows import Rows
from press.search import Effect, Search
from press.targets import Printed, Target

__all__ = ["Table", "Trace", "trace"]


@dataclass(frozen=True)
class Table:
    """A table and those of its rows that matter."""

    rows: Rows
    effects: list[Effect]


@dataclass(frozen=True)
class Trace:
    """The way back from print.

    Attributes:
        target: the value or exhibit.
        printed: the places where it is printed.
        maker: the function that made it.
        tables: the tables of which rows matter.
        idle: the other tables that the chapter read: no row of them matters here.
        read: other files that the chapter read.
        runs: how many runs it took.
        seconds: and how long.
    """

    target: Target
    printed: list[Printed]
    maker: makers.Place | None
    tables: list[Table]
    idle: list[str]
    read: list[str]
    runs: int
    seconds: float


def trace(book: Book, target: Target, *, most: int, workers: int, tell: Callable[[str], None]) -> Trace:
    """Walk back from a value or an exhibit to the rows that it rests on.

    Args:
        book: the book.
        target: what to trace.
        most: how many runs may be used.
        workers: how many go on at once.
        tell: takes a line of progress.

    Raises:
        Finding: when the chapter is stale, or a run that changes nothing finds something else.
    """
    start = time.monotonic()
    used = used_by(book, target.chapter)
    tables = [Rows.read(book.root, path) for path in used if path.endswith(".csv")]

    def watch(outcome: Outcome) -> Any:
        return outcome.exhibits.get(target.name) if target.exhibit else outcome.values.get(target.name)

    with Probe.of(book, target.chapter, workers) as probe:
        _refuse_other(target, watch(probe.once(None, target.cell)))
        search = Search(probe, watch, target.content, target.cell, most, tell)
        idle, found = search.through(tables)
    return Trace(
        target,
        list(target.printed(book, Pages.of(book))),
        target.maker,
        [Table(rows, [effect for _, effect in each]) for rows, each in groupby(found, key=itemgetter(0))],
        [rows.path for rows in idle],
        [path for path in used if not path.endswith((".csv", ".py"))],
        search.runs + 1,
        time.monotonic() - start,
    )


def _refuse_other(target: Target, found: Any) -> None:
    if found != target.content:
        raise Finding(
            f"{target.chapter.path} finds another {target.label} when nothing is changed: it cannot be traced"
        )
