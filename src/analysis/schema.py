"""What a descriptor demands of its cells, applied to whole columns at once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from analysis.csvform import LINE

__all__ = ["broken_keys", "flaws", "problems", "typed"]

LEXICAL = {
    "integer": (r"-?(0|[1-9][0-9]*)", "a whole number in plain digits"),
    "number": (r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?", "a number in plain digits with a decimal point"),
    "boolean": (r"true|false", "true or false"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date as YYYY-MM-DD"),
    "string": (
        r"(?![=+@\s])(?!-[^0-9 ])(?s:.*)(?<!\s)|",
        "text without outer spaces that no spreadsheet takes for a formula",
    ),
}
CONSTRAINTS = {"required", "unique", "minimum", "maximum", "enum", "pattern"}


def flaws(descriptor: Any, stem: str) -> list[str]:
    """Say what is wrong with a descriptor itself; empty when nothing is."""
    if not isinstance(descriptor, dict) or "fields" not in (descriptor.get("schema") or {}):
        return ["holds no schema with fields"]
    fields = descriptor["schema"]["fields"]
    found = [
        f"lacks {key!r}"
        for key in ("title", "description", "compiled", "coverage", "licenses")
        if not descriptor.get(key)
    ]
    if descriptor.get("name") != stem or descriptor.get("path") != f"{stem}.csv":
        found.append(f"name and path must be {stem!r} and '{stem}.csv'")
    for field in fields:
        unknown = set(field.get("constraints", {})) - CONSTRAINTS
        if field["type"] not in LEXICAL or unknown:
            found.append(f"field {field['name']!r} has a type or constraint that this book does not use")
        if field["type"] in ("integer", "number") and not field.get("unit"):
            found.append(f"field {field['name']!r} has no unit")
    if not descriptor["schema"].get("primaryKey"):
        found.append("has no primaryKey")
    return found


def problems(path: str, descriptor: dict[str, Any], cells: pd.DataFrame) -> list[str]:
    """Say which cells break a rule of the descriptor, at most one sentence a column and rule."""
    key = descriptor["schema"]["primaryKey"]
    found: list[str] = []
    whole = True
    for field in descriptor["schema"]["fields"]:
        column = cells[field["name"]]
        fault = next(_column_faults(field, column), None)
        if fault:
            at, rule = fault
            whole = False
            found.append(f"{_where(path, cells, key, at)}, column {field['name']}: found {column[at]!r}; rule: {rule}")
    duplicate = cells.duplicated(key)
    if duplicate.any():
        at = duplicate.idxmax()
        first = cells.index[(cells[key] == cells.loc[at, key]).all(axis=1)][0]
        found.append(
            f"{_where(path, cells, key, at)}, column {', '.join(key)}: stands already in line {cells[LINE][first]}; "
            f"rule: {' and '.join(key)} name one row alone"
        )
    if whole:
        found += list(_broken_rules(path, descriptor, cells))
    return found


def _where(path: str, cells: pd.DataFrame, key: list[str], at: Any) -> str:
    row = " ".join(str(cells.loc[at, column]) for column in key)
    return f"{path}: line {cells.loc[at, LINE]} (row {row})"


def _column_faults(field: dict[str, Any], column: pd.Series) -> Iterator[tuple[Any, str]]:
    """Yield the first faulty cell of each kind, the plainest rule first."""
    rules = field.get("constraints", {})
    unit = f" {field['unit']}" if field.get("unit") and field["unit"] not in ("year", "rank") else ""
    present = column[column != ""]
    if rules.get("required") and len(present) < len(column):
        yield column.index[column == ""][0], "may not be empty"
    form, words = LEXICAL[field["type"]]
    yield from _first(present, ~present.str.fullmatch(form), words)
    if field["type"] == "date":
        yield from _first(present, ~present.map(_is_date), "a day that the calendar has")
    if "pattern" in rules:
        yield from _first(present, ~present.str.fullmatch(rules["pattern"]), f"matches {rules['pattern']}")
    if "enum" in rules:
        allowed = [str(value).lower() if isinstance(value, bool) else str(value) for value in rules["enum"]]
        yield from _first(present, ~present.isin(allowed), f"one of {', '.join(allowed)}")
    if rules.get("unique"):
        yield from _first(present, present.duplicated(), "no value stands twice")
    if field["type"] in ("integer", "number") and ("minimum" in rules or "maximum" in rules):
        values = pd.to_numeric(present)
        yield from _first(present, values < rules.get("minimum", -np.inf), f"at least {rules.get('minimum')}{unit}")
        yield from _first(present, values > rules.get("maximum", np.inf), f"at most {rules.get('maximum')}{unit}")


def _first(present: pd.Series, broken: pd.Series, rule: str) -> Iterator[tuple[Any, str]]:
    hits = present.index[broken.astype(bool)]
    if len(hits):
        yield hits[0], rule


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _broken_rules(path: str, descriptor: dict[str, Any], cells: pd.DataFrame) -> Iterator[str]:
    for rule in descriptor.get("rules", []):
        names = [name for name in cells.columns if re.search(rf"\b{re.escape(name)}\b", rule["expression"])]
        full = cells.loc[(cells[names] != "").all(axis=1), names].apply(pd.to_numeric)
        if full.empty:
            continue
        broken = full.index[~full.eval(rule["expression"]).astype(bool)]
        if len(broken):
            at = broken[0]
            found = ", ".join(f"{name} {cells.loc[at, name]}" for name in names)
            yield (
                f"{_where(path, cells, descriptor['schema']['primaryKey'], at)}, column {', '.join(names)}: "
                f"found {found}; rule: {rule['expression']} ({rule['because']})"
            )


def broken_keys(
    path: str, descriptor: dict[str, Any], cells: pd.DataFrame, others: dict[str, pd.DataFrame]
) -> list[str]:
    """Say which keys of other tables, single or in ``;`` lists, lead nowhere."""
    found = []
    keys: list[tuple[list[str], dict[str, Any], str]] = [
        *((key["fields"], key["reference"], "") for key in descriptor["schema"].get("foreignKeys", [])),
        *(([key["field"]], key["reference"], ";") for key in descriptor.get("lists", [])),
    ]
    for columns, reference, separator in keys:
        target = reference["resource"]
        target_columns = reference.get("fields") or [reference["field"]]
        if target not in others:
            found.append(f"{path}: its descriptor refers to data/{target}.csv, which is missing or broken")
            continue
        known = set(others[target][target_columns].itertuples(index=False, name=None))
        for at, row in cells[columns].iterrows():
            parts = [(part,) for part in row.iloc[0].split(separator)] if separator else [tuple(row)]
            lost = [part for part in parts if any(part) and part not in known]
            if lost:
                found.append(
                    f"{_where(path, cells, descriptor['schema']['primaryKey'], at)}, column {', '.join(columns)}: "
                    f"found {' '.join(lost[0])!r}; rule: stands in data/{target}.csv"
                )
                break
    return found


def typed(descriptor: dict[str, Any], cells: pd.DataFrame) -> pd.DataFrame:
    """Give each column the type of its field; a missing cell stays missing."""
    dtypes = {"integer": "Int64", "number": "float64", "boolean": "boolean", "date": "datetime64[s]", "string": "str"}
    columns = {}
    for field in descriptor["schema"]["fields"]:
        text = cells[field["name"]]
        values = text.where(text != "", None)
        if field["type"] in ("integer", "number"):
            values = pd.to_numeric(values)
        elif field["type"] == "boolean":
            values = values.map({"true": True, "false": False})
        columns[field["name"]] = values.astype(dtypes[field["type"]])
    return pd.DataFrame(columns)
