"""The terms of the book and what they mean here."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.findings import Quantity, quantity

__all__ = ["findings", "prepare"]


def prepare() -> pd.DataFrame:
    """Load the terms in alphabetical order, one row a term."""
    return datasets.load("glossary").sort_values("term", key=lambda terms: terms.str.lower(), ignore_index=True)


def findings(terms: pd.DataFrame) -> dict[str, Quantity]:
    """State how many terms there are."""
    return {"terms": quantity(len(terms), "terms", "terms of the glossary")}
