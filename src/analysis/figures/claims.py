"""Tables of the ledger of claims."""

from __future__ import annotations

import pandas as pd

from analysis import claims
from analysis.exhibits import Column, Table, basis

__all__ = ["decided", "tabulate"]


def decided(chapter: str) -> Table:
    """Tabulate the claims of the thesis that a chapter decides."""
    return tabulate(claims.decided(chapter))


def tabulate(frame: pd.DataFrame) -> Table:
    """Tabulate claims with verdict, what decides it, and how far it is from turning."""
    answer = frame["correction"].where(frame["correction"].notna(), frame["reason"])
    columns = [
        Column("claim_id", "Claim"),
        Column("statement", "What the thesis says"),
        Column("verdict", "Verdict"),
        Column("answer", "What decides it"),
        Column("predicate", "Margin", "margin"),
        Column("status", "Status"),
    ]
    return Table("claims", frame.assign(answer=answer), columns, basis(frame))
