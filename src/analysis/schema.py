"""What a descriptor demands of the cells of a column, applied to the whole column at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

__all__ = ["Fault", "faults", "typed"]

Fault = tuple[int, str]
"""The row of the first cell that breaks a rule, and the rule in words."""

LEXICAL = {
    "integer": (r"0|-?[1-9][0-9]{0,17}", "a whole number in plain digits"),
    "number": (
        r"-?(0|[1-9][0-9]{0,17})(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?",
        "a number in plain digits with a decimal point",
    ),
    "boolean": (r"true|false", "true or false"),
    "date": (r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "a date as YYYY-MM-DD"),
    "string": (
        r"(?![=+@\t-])(?s:.*)",
        "nothing that a spreadsheet takes for a formula: no = + - @ or tab at its start",
    ),
}
"""How each type is written. ASCII digits only, so that ``int`` of another script is no number here."""

DAY = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
"""A text that looks like a date, to the month or to the day: such a text must be one."""

MISREAD = re.compile("\N{REPLACEMENT CHARACTER}|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac")
"""What a text looks like that was written in one encoding and read in another."""

NOT_MISSING = {"NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "?", ".."}


def faults(descriptor: dict[str, Any], cells: pd.DataFrame) -> dict[str, Fault]:
    """Find the first faulty cell of each column, by the plainest rule that it breaks."""
    key = descriptor["schema"]["primaryKey"]
    found = {}
    for field in descriptor["schema"]["fields"]:
        column = cells[field["name"]].to_list()
        fault = next(_faults(field, column, field["name"] in key), None)
        if fault:
            found[field["name"]] = fault
    return found


def _faults(field: dict[str, Any], column: list[str], in_key: bool) -> Iterator[Fault]:
    rules = field.get("constraints", {})
    distinct = set(column) - {""}

    def first(broken: Iterable[str], rule: str) -> Iterator[Fault]:
        places = [column.index(text) for text in broken]
        if places:
            yield min(places), rule

    if "" in column and (rules.get("required") or in_key):
        yield column.index(""), "may not be empty" if rules.get("required") else "no part of a key is empty"
    form, words = LEXICAL[field["type"]]
    yield from first(_unlike(form, distinct), words)
    if field["type"] == "string":
        yield from first((text for text in distinct if text != text.strip()), "no space before or after the text")
        unseen = (text for text in distinct if not text.replace("\n", " ").isprintable())
        yield from first(unseen, "no character that nobody sees")
        yield from first(filter(MISREAD.search, distinct), "no letter that a wrong encoding broke")
        yield from first(distinct & NOT_MISSING, "a missing value is an empty cell")
        dates = (text for text in distinct if DAY.fullmatch(text))
        yield from first((text for text in dates if not _is_day(text)), "a month or day that the calendar has")
    if field["type"] == "date":
        yield from first((text for text in distinct if not _is_day(text)), "a day that the calendar has")
    if "pattern" in rules:
        yield from first(_unlike(rules["pattern"], distinct), f"matches {rules['pattern']}")
    if "enum" in rules:
        allowed = [str(value).lower() if isinstance(value, bool) else str(value) for value in rules["enum"]]
        yield from first(distinct - set(allowed), f"one of {', '.join(allowed)}")
    if rules.get("unique") and len(distinct) < len(column) - column.count(""):
        yield next(at for at, text in enumerate(column) if text and text in column[:at]), "no value stands twice"
    if "minimum" in rules or "maximum" in rules:
        unit = "" if field["unit"] in ("year", "rank", "see unit column") else f" {field['unit']}"
        low, high = rules.get("minimum", -np.inf), rules.get("maximum", np.inf)
        yield from first((text for text in distinct if float(text) < low), f"at least {low}{unit}")
        yield from first((text for text in distinct if float(text) > high), f"at most {high}{unit}")


def _unlike(pattern: str, texts: Iterable[str]) -> Iterator[str]:
    whole = re.compile(pattern).fullmatch
    return (text for text in texts if not whole(text))


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text if len(text) > len("2013-05") else f"{text}-01")
    except ValueError:
        return False
    return True


def typed(descriptor: dict[str, Any], cells: pd.DataFrame) -> pd.DataFrame:
    """Give each column the type of its field; a missing cell stays missing and never becomes zero."""
    fields = descriptor["schema"]["fields"]
    return pd.DataFrame({field["name"]: _typed(field["type"], cells[field["name"]]) for field in fields})


def _typed(kind: str, texts: pd.Series) -> pd.Series:
    present = [text or None for text in texts]
    match kind:
        case "integer":
            return pd.Series([text and int(text) for text in present], dtype="Int64")
        case "number":
            return pd.Series([np.nan if text is None else float(text) for text in present], dtype="float64")
        case "boolean":
            return pd.Series([None if text is None else text == "true" for text in present], dtype="boolean")
        case "date":
            return pd.Series(present, dtype="object").astype("datetime64[s]")
        case _:
            return pd.Series(present, dtype="str")
