"""The refugee agency's cases of North Koreans in Thailand: applications, decisions, and who waited at year's end."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.detections import counts

__all__ = ["record"]

STATE = "THA"


def record(statuses: list[str]) -> pd.DataFrame:
    """Return the caseload of UNHCR in Thailand, one row a year with an application or a decision.

    Args:
        statuses: statuses of rows that count.

    Returns:
        ``year``, ``applied``, ``recognised``, ``rejected``, ``closed`` (without a decision on the merits),
        ``decided`` (their sum), ``waiting`` (at the end of the year), ``expected`` (waiting at the end of the year
        before, plus applied, less decided; missing in the first year), ``police`` (entries that the Thai police
        counted; missing where there is no count). Persons; a year without a row of applications has none published.
    """
    keep = {name: _rows(name, statuses) for name in ("unhcr_applications", "unhcr_decisions", "unhcr_populations")}
    applied = keep["unhcr_applications"].groupby("year")["applied"].sum()
    decided = keep["unhcr_decisions"].set_index("year")
    outcome = {"recognised": ["recognized", "complementary_protection"], "rejected": ["rejected"]}
    outcome |= {"closed": ["otherwise_closed"], "decided": ["total"]}
    frame = pd.DataFrame({name: decided[parts].sum(axis=1) for name, parts in outcome.items()})
    frame.insert(0, "applied", applied)
    stock = keep["unhcr_populations"].query("population_type == 'asylum_seekers'").set_index("year")["persons"]
    frame = frame.assign(waiting=stock).astype("Float64").astype("float64")
    # a table of later years lists nobody: the last year closes what was open
    balance = stock.astype("float64").shift(1).reindex(frame.index)
    balance = balance.fillna(frame["waiting"].shift(1))
    frame["expected"] = balance + frame["applied"].fillna(0) - frame["decided"]
    police = counts(statuses, ("thai_police",)).query("complete").set_index("year")["detected"]
    return frame.assign(police=police).rename_axis("year").reset_index()


def _rows(table: str, statuses: list[str]) -> pd.DataFrame:
    rows = datasets.load(table)
    return rows[rows["country_of_asylum"].eq(STATE) & rows["status"].isin(statuses)]
