"""Tables of the introduction."""

from __future__ import annotations

from analysis.exhibits import Column, Table, basis
from analysis.introduction import Opening

__all__ = ["hypotheses", "states"]


def hypotheses(opening: Opening) -> Table:
    """Tabulate what each hypothesis says and what would count against it."""
    columns = [
        Column("statement", "Proposition"),
        Column("prediction", "What one would see"),
        Column("against", "What would count against it"),
    ]
    return Table("hypotheses", opening.hypotheses, columns, basis(opening.hypotheses))


def states(opening: Opening) -> Table:
    """Tabulate the states in the order of the passage."""
    columns = [
        Column("short_name", "State"),
        Column("role", "Place on the passage"),
        Column("refugee_year", "Refugee Convention since", "d"),
        Column("core", "Core treaties in force", "d"),
    ]
    return Table("states", opening.states, columns, basis(opening.consents))
