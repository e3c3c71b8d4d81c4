"""Which rows of a table move something, found by leaving them out: all, then halves, then halves of these.

A block of rows that moves nothing when it is left out is not divided further, so a row is missed when another
row of its block makes up for it exactly. Rows without which the chapter fails tell nothing by their absence: they
keep their names, and a neighbour's cells stand in for their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from press.cells import Outcome
from press.probe import Change, Probe
from press.rows import Rows

__all__ = ["Effect", "Search"]


@dataclass(frozen=True)
class Effect:
    """What some rows do.

    Attributes:
        rows: the rows, by position from 0.
        how: ``left out`` moves it; ``stood in`` moves it, and the chapter fails without the rows; ``needed``,
            the chapter fails both ways.
        new: what is found then; ``None`` where nothing is.
        error: why the chapter fails.
        note: of a block, ``only together`` (no part alone moves it) or ``not divided`` (no runs were left).
    """

    rows: range
    how: str
    new: Any = None
    error: str = ""
    note: str = ""


@dataclass
class Search:
    """A search through tables, with a number of runs that it may use.

    Attributes:
        probe: the chapter.
        watch: takes from a run what is looked for; ``None`` when the run did not get so far.
        old: what it is when nothing is left out.
        upto: the cell after which a run may stop.
        most: how many runs may be used.
        tell: takes a line of progress.
        runs: how many were used.
    """

    probe: Probe
    watch: Callable[[Outcome], Any]
    old: Any
    upto: int | None
    most: int
    tell: Callable[[str], None]
    runs: int = 0

    def whole(self, tables: list[Rows]) -> list[Effect | None]:
        """Leave out all rows of each table in turn; ``None`` for a table that does not matter."""
        return self._effects([(rows, range(len(rows))) for rows in tables])

    def through(self, rows: Rows, whole: Effect) -> list[Effect]:
        """Find the rows of a table that matter, in their order.

        Args:
            rows: the table.
            whole: what leaving out all of its rows does.
        """
        found: list[Effect] = []
        level = [whole]
        while level:
            found += [effect for effect in level if len(effect.rows) == 1]
            level = [effect for effect in level if len(effect.rows) > 1]
            halves = [(rows, half) for effect in level for half in _halves(effect.rows)]
            if self.runs + len(halves) > self.most:
                found += [replace(effect, note="not divided") for effect in level]
                break
            effects = self._effects(halves)
            for effect, one, other in zip(level, effects[::2], effects[1::2], strict=True):
                # a block that only failed told nothing: its parts have the word
                if effect.how != "needed" and not (one or other):
                    found.append(replace(effect, note="only together"))
            level = [effect for effect in effects if effect]
            self.tell(f"{rows.path}: {self.runs} runs, {len(level)} blocks of about {-(-len(rows) // 2)} rows matter")
        return sorted(found, key=lambda effect: effect.rows.start)

    def _effects(self, blocks: list[tuple[Rows, range]]) -> list[Effect | None]:
        left_out = self._runs([(rows.path, rows.without(block)) for rows, block in blocks])
        effects = [
            self._effect(block, outcome, "left out") for (_, block), outcome in zip(blocks, left_out, strict=True)
        ]
        failed = [position for position, effect in enumerate(effects) if effect and effect.how == "needed"]
        stood_in = self._runs([(rows.path, rows.stood_in(block)) for rows, block in map(blocks.__getitem__, failed)])
        for position, outcome in zip(failed, stood_in, strict=True):
            error = left_out[position].error
            effect = self._effect(blocks[position][1], outcome, "stood in")
            effects[position] = replace(effect, error=error) if effect else None
        return effects

    def _runs(self, changes: list[Change]) -> list[Outcome]:
        self.runs += len(changes)
        outcomes = dict(self.probe.run(list(changes), self.upto))
        return [outcomes[position] for position in range(len(changes))]

    def _effect(self, block: range, outcome: Outcome, how: str) -> Effect | None:
        new = self.watch(outcome)
        if new is None:
            return Effect(block, "needed", error=outcome.error or "it is no longer published")
        return Effect(block, how, new) if new != self.old else None


def _halves(block: range) -> tuple[range, range]:
    middle = (block.start + block.stop) // 2
    return range(block.start, middle), range(middle, block.stop)
