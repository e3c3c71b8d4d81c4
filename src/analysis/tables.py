"""A table as it stands in its file, and what breaks the rules that its descriptor sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analysis import schema
from analysis.csvform import LINE
from analysis.descriptors import names_in

__all__ = ["Table", "broken_keys"]


@dataclass(frozen=True)
class Table:
    """A table as it stands in its file: cells as text, with the descriptor that rules them."""

    stem: str
    descriptor: dict[str, Any]
    cells: pd.DataFrame

    @property
    def path(self) -> str:
        """The file as the reader knows it, relative to the root of the book."""
        return f"data/{self.stem}.csv"

    @property
    def key(self) -> list[str]:
        """The columns that name one row alone."""
        return list(self.descriptor["schema"]["primaryKey"])

    @cached_property
    def faults(self) -> dict[str, schema.Fault]:
        """The first faulty cell of each column that has one, and the rule that it breaks."""
        return schema.faults(self.descriptor, self.cells)

    def where(self, at: int) -> str:
        """Say where a row stands: file, line and key."""
        row = " ".join(str(self.cells.at[at, column]) for column in self.key)
        return f"{self.path}: line {self.cells.at[at, LINE]} (row {row})"

    def problems(self) -> list[str]:
        """Say what breaks the table's own rules, at most one sentence a column and rule.

        A key or a sum over several columns is judged only where each of them is whole: one slip, one
        sentence.
        """
        single = [
            f"{self.where(at)}, column {column}: found {self.cells.at[at, column]!r}; rule: {rule}"
            for column, (at, rule) in self.faults.items()
        ]
        return [*single, *self._repeated_keys(), *self._broken_rules(), *self._broken_shares()]

    def _repeated_keys(self) -> Iterator[str]:
        again = self.cells.duplicated(self.key)
        if again.any() and not self.faults.keys() & set(self.key):
            at = int(again.idxmax())
            first = self.cells.index[(self.cells[self.key] == self.cells.loc[at, self.key]).all(axis=1)][0]
            yield (
                f"{self.where(at)}, column {', '.join(self.key)}: found the key of line {self.cells.at[first, LINE]} "
                f"again; rule: {' and '.join(self.key)} name one row alone"
            )

    def _broken_rules(self) -> Iterator[str]:
        for rule in self.descriptor.get("rules", []):
            names = names_in(rule["expression"])
            full = self.cells.loc[(self.cells[names] != "").all(axis=1), names]
            if full.empty or self.faults.keys() & set(names):
                continue
            holds = full.astype("float64").eval(rule["expression"])
            for at in full.index[~holds.to_numpy(dtype=bool)][:1]:
                found = ", ".join(f"{name} {self.cells.at[at, name]}" for name in names)
                yield (
                    f"{self.where(at)}, column {', '.join(names)}: found {found}; "
                    f"rule: {rule['expression']} ({rule['because']})"
                )

    def _broken_shares(self) -> Iterator[str]:
        """Where the unit stands in the row, no bound of the column can say that a share ends at 100 percent."""
        fields = self.descriptor["schema"]["fields"]
        by_row = [field["name"] for field in fields if field.get("unit") == "see unit column"]
        if "unit" not in self.cells:
            return
        for name in by_row:
            shares = self.cells.loc[(self.cells["unit"] == "percent") & (self.cells[name] != ""), name]
            if name in self.faults:
                continue
            outside = shares.index[~shares.astype("float64").between(0, 100)]
            for at in outside[:1]:
                found = f"found {self.cells.at[at, name]!r} in percent"
                yield f"{self.where(at)}, column {name}: {found}; rule: a share lies between 0 and 100 percent"


def broken_keys(table: Table, others: Mapping[str, Table | None]) -> Iterator[str]:
    """Say which keys of other tables, single or in ``;`` lists, lead nowhere.

    Args:
        table: the table whose keys are followed; columns that hold a fault already are passed over.
        others: every table by its stem; ``None`` for one that could not be read, which says so itself.
    """
    schema_ = table.descriptor["schema"]
    keys = [(key["fields"], key["reference"]["fields"], key, "") for key in schema_.get("foreignKeys", [])]
    lists = [([key["field"]], [key["reference"]["field"]], key, ";") for key in table.descriptor.get("lists", [])]
    for columns, target_columns, key, separator in keys + lists:
        stem = key["reference"]["resource"]
        target = others.get(stem)
        if stem not in others or (target and not set(target_columns) <= set(target.cells.columns)):
            yield f"data/{table.stem}.resource.yaml: refers to {', '.join(target_columns)} of {stem}; no such table"
        elif target and not table.faults.keys() & set(columns) and not target.faults.keys() & set(target_columns):
            known = set(target.cells[target_columns].itertuples(index=False, name=None))
            yield from _lost(table, columns, known, separator, f"stands in {target.path}")


def _lost(table: Table, columns: list[str], known: set[tuple[str, ...]], separator: str, rule: str) -> Iterator[str]:
    for at, row in enumerate(table.cells[columns].itertuples(index=False, name=None)):
        if not any(row) or row in known:
            continue
        parts = [(part,) for part in row[0].split(separator)] if separator else [row]
        lost = [part for part in parts if part not in known]
        again = [part for part in parts if parts.count(part) > 1]
        if lost or again:
            found, broken = (lost[0], rule) if lost else (again[0], "a list names nothing twice")
            yield f"{table.where(at)}, column {', '.join(columns)}: found {' '.join(found)!r}; rule: {broken}"
            return
