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

    def through(self, tables: list[Rows]) -> tuple[list[Rows], list[tuple[Rows, Effect]]]:
        """Find the rows that matter.

        Returns:
            The tables of which none does; and each table of which some do with each effect, in order.
        """
        found: list[tuple[Rows, Effect]] = []
        blocks = [(rows, range(len(rows))) for rows in tables if len(rows)]
        parents: list[tuple[Rows, Effect]] = []
        while blocks:
            effects = self._effects(blocks)
            # a block that only failed told nothing: its parts have the word
            for (rows, whole), one, other in zip(parents, effects[::2], effects[1::2], strict=False):
                if whole.how != "needed" and not (one or other):
                    found.append((rows, replace(whole, note="only together")))
            moving = [(rows, effect) for (rows, _), effect in zip(blocks, effects, strict=True) if effect]
            found += [(rows, effect) for rows, effect in moving if len(effect.rows) == 1]
            parents = [(rows, effect) for rows, effect in moving if len(effect.rows) > 1]
            # the largest first: what remains undivided when the runs are used up is small
            parents.sort(key=lambda each: -len(each[1].rows))
            affordable = max(0, self.most - self.runs) // 2
            found += [(rows, replace(effect, note="not divided")) for rows, effect in parents[affordable:]]
            parents = parents[:affordable]
            blocks = [(rows, half) for rows, effect in parents for half in _halves(effect.rows)]
            self.tell(f"{self.runs} runs: {len(found)} rows or blocks found, {len(parents)} blocks to divide")
        moved = {rows.path for rows, _ in found}
        found.sort(key=lambda each: (each[0].path, each[1].rows.start))
        return [rows for rows in tables if rows.path not in moved], found

    def _effects(self, blocks: list[tuple[Rows, range]]) -> list[Effect | None]:
        left_out = self._runs([(rows.path, rows.without(block)) for rows, block in blocks])
        effects = [
            self._effect(block, outcome, "left out") for (_, block), outcome in zip(blocks, left_out, strict=True)
        ]
        again = [
            (position, text)
            for position, (effect, (rows, block)) in enumerate(zip(effects, blocks, strict=True))
            if effect and effect.how == "needed" and (text := rows.stood_in(block)) is not None
        ]
        stood_in = self._runs([(blocks[position][0].path, text) for position, text in again])
        for (position, _), outcome in zip(again, stood_in, strict=True):
            effect = self._effect(blocks[position][1], outcome, "stood in")
            effects[position] = replace(effect, error=left_out[position].error) if effect else None
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
