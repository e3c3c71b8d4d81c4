"""Tables of the ledger of claims."""

from __future__ import annotations

from analysis import claims
from analysis.exhibits import Column, Table, basis

__all__ = ["decided"]


def decided(chapter: str) -> Table:
    """Tabulate the claims of the thesis that a chapter decides."""
    frame = claims.decided(chapter)
    answer = frame["correction"].where(frame["correction"].notna(), frame["reason"])
    columns = [
        Column("claim_id", "Claim"),
        Column("statement", "What the thesis says"),
        Column("verdict", "Verdict"),
        Column("answer", "What decides it"),
        Column("status", "Status"),
    ]
    return Table("claims", frame.assign(answer=answer), columns, basis(frame))
