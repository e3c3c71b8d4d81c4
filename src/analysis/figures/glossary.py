"""The glossary as a table."""

from __future__ import annotations

import pandas as pd

from analysis.exhibits import Column, Table, basis

__all__ = ["terms"]


def terms(frame: pd.DataFrame) -> Table:
    """Tabulate the terms with their definitions."""
    return Table("terms", frame, [Column("term", "Term"), Column("definition", "Meaning here")], basis(frame))
