"""Values on their way into sentences: named, typed, with a unit and a word on what they are."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
from IPython.display import display

__all__ = ["Quantity", "exceeds", "holds", "publish", "quantity"]

MIME = "application/vnd.press.values+json"
DIGITS = 12
"""Significant digits that are published: more would print a processor's rounding, not a finding."""


@dataclass(frozen=True)
class Quantity:
    """One value for the text.

    Attributes:
        kind: integer, number, text, date, interval (two numbers) or predicate.
        value: plain Python, never NumPy.
        unit: what is counted or measured, in words; empty for text and predicates.
        about: what the value is, in a short phrase.
        made_by: the function that stated it.
        margin: of a predicate that compares: how far it is from turning, in ``unit``; negative when it fails.
    """

    kind: str
    value: Any
    unit: str
    about: str
    made_by: str
    margin: float | None = None


def quantity(value: Any, unit: str, about: str) -> Quantity:
    """State a value for the text.

    Args:
        value: a number, text, date, or a pair of numbers for an interval; NumPy and pandas scalars are
            turned into plain Python.
        unit: what is counted or measured, as ``persons`` or ``share``.
        about: what the value is.

    Raises:
        ValueError: when the value is missing or not finite; a sentence cannot carry a hole.
        TypeError: when it is none of the kinds above.
    """
    kind, plain = _plain(value, about)
    return Quantity(kind, plain, unit, about, _caller())


def holds(fact: Any, about: str) -> Quantity:
    """State a predicate: a claim in words that must be true for its sentence to be printed."""
    if pd.isna(fact):
        raise ValueError(f"the predicate {about!r} is missing: what decides it has no value")
    return Quantity("predicate", bool(fact), "", about, _caller())


def exceeds(greater: Any, lesser: Any, unit: str, about: str) -> Quantity:
    """State the predicate that one quantity is greater than another; the difference is its margin.

    Args:
        greater: the quantity that must be the greater one, strictly.
        lesser: what it must exceed, in the same unit.
        unit: in what the margin is counted, as ``persons`` or ``share``.
        about: what the predicate says.

    Raises:
        ValueError: when either is missing.
    """
    if pd.isna(greater) or pd.isna(lesser):
        raise ValueError(f"the predicate {about!r} is missing: what decides it has no value")
    margin = float(f"{float(greater) - float(lesser):.{DIGITS}g}")
    return Quantity("predicate", bool(greater > lesser), unit, about, _caller(), margin)


def publish(*findings: Mapping[str, Quantity]) -> None:
    """Hand values to the text of the book, under the names by which sentences quote them.

    Raises:
        ValueError: when a name is no identifier or stands twice.
    """
    values: dict[str, Any] = {}
    for name, stated in (item for each in findings for item in each.items()):
        if not name.isidentifier():
            raise ValueError(f"{name!r} is no name for a published value: letters, digits and underscores only")
        if name in values:
            raise ValueError(f"{name!r} is published twice")
        values[name] = {key: held for key, held in vars(stated).items() if held is not None}
    rows = "\n".join(f"| {name} | {_shown(value)} | {value['about']} |" for name, value in values.items())
    table = f"| name | value | what it is |\n| :-- | :-- | :-- |\n{rows}"
    display({MIME: values, "text/markdown": table, "text/plain": table}, raw=True)  # type: ignore[no-untyped-call]


def _shown(value: dict[str, Any]) -> str:
    if value["kind"] == "predicate":
        margin = f" by {value['margin']} {value['unit']}".rstrip() if "margin" in value else ""
        return f"{value['value']}{margin}".replace("|", "\\|")
    shown = " to ".join(map(str, value["value"])) if value["kind"] == "interval" else str(value["value"])
    return f"{shown} {value['unit']}".strip().replace("|", "\\|")


def _caller() -> str:
    frame = sys._getframe(2)
    return f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_qualname.split('.<locals>')[0]}"


def _plain(value: Any, about: str) -> tuple[str, Any]:
    if isinstance(value, tuple | list) and len(value) == 2:
        pair = [_plain(each, about) for each in value]
        if any(kind not in ("integer", "number") for kind, _ in pair):
            raise TypeError(f"{about!r}: an interval is two numbers, not {value!r}")
        return "interval", [each for _, each in pair]
    if (
        value is None
        or value is pd.NA
        or value is pd.NaT
        or (isinstance(value, float | np.floating) and math.isnan(value))
    ):
        raise ValueError(f"{about!r} is missing: publish what is known, or say in words that it is not")
    if isinstance(value, bool | np.bool_):
        raise TypeError(f"{about!r}: use holds() for what is true or false")
    if isinstance(value, int | np.integer):
        return "integer", int(value)
    if isinstance(value, float | np.floating):
        if math.isinf(value):
            raise ValueError(f"{about!r} is not finite")
        return "number", float(f"{float(value):.{DIGITS}g}")
    if isinstance(value, date | pd.Timestamp):
        return "date", pd.Timestamp(value).date().isoformat()
    if isinstance(value, str) and value:
        return "text", value
    raise TypeError(f"{about!r}: cannot publish {value!r} ({type(value).__name__})")
