"""What Thailand and Mongolia share and the treaty-bound states of transit lack, indicator by indicator."""

from __future__ import annotations

from itertools import combinations

import pandas as pd

from analysis import datasets
from analysis.return_practice import TRANSIT

__all__ = ["BOUND", "UNBOUND", "benchmark", "grid", "ranks", "separating", "steps"]

UNBOUND, BOUND = ("THA", "MNG"), ("CHN", "KHM")
"""The subjects of the chapter, and the transit states in the refugee treaties (source: state_actions)."""
STEPS = {
    "treats_north_koreans_as": "Label on arrival",
    "penalises_irregular_entry": "Entry punished",
    "detention_typical_days": "Custody, days",
    "has_asylum_law": "Asylum law",
    "has_refugee_status_procedure": "Status procedure",
    "unhcr_access_to_north_koreans": "Access of UNHCR",
    "bilateral_repatriation_agreement_with_prk": "Return agreement with Pyongyang",
    "known_refoulement_of_north_koreans": "Known returns",
    "onward_transfer_to_rok": "Transfer to Seoul",
}
"""From arrest to flight, in the order in which a person meets them."""
WORDS = {
    "illegal_entrant_transferred": "illegal entrant, sent on", "humanitarian_transit": "person in humanitarian transit",
    "unhcr_only": "by UNHCR alone", "none_traced": "none traced", "content_secret": "text secret",
}  # fmt: skip


def ranks(statuses: list[str]) -> pd.DataFrame:
    """Return the rank of each transit state on each ordinal indicator; a row is an indicator, higher protects more.

    Args:
        statuses: statuses of rows that count; other cells, and those that rest on leaked cables alone, are missing.
    """
    frame = grid(statuses)
    return frame[frame["counts"]].pivot(index="indicator", columns="iso3", values="ordinal").reindex(columns=TRANSIT)


def grid(statuses: list[str]) -> pd.DataFrame:
    """Return the ordinal indicators of the seven transit states, one row a cell.

    Returns:
        Rows of ``national_protection`` with ``title``, ``position``, ``level`` (rank by the top of its scale, 0 to
        1) and ``counts`` (documented, and not by leaked cables alone).
    """
    scale = datasets.load("protection_indicators").query("kind == 'ordinal'")
    cells = datasets.load("national_protection")
    cells = cells[cells["iso3"].isin(TRANSIT)].merge(scale[["indicator", "title", "position", "top"]], on="indicator")
    counts = cells["status"].isin(statuses) & ~cells["cable_only"] & cells["ordinal"].notna()
    ordinal = cells["ordinal"].astype("Float64").astype("float64")
    return cells.assign(ordinal=ordinal, level=ordinal / cells["top"].astype("float64"), counts=counts)


def separating(table: pd.DataFrame, first: tuple[str, ...], second: tuple[str, ...]) -> list[str]:
    """Name the indicators on which every state of one group ranks above every state of the other.

    Args:
        table: see :func:`ranks`; an indicator that is missing for one of the states separates nothing.
        first: the group with the higher rank.
        second: the group with the lower rank.
    """
    known = table[[*first, *second]].dropna()
    return list(known.index[known[list(first)].min(axis=1) > known[list(second)].max(axis=1)])


def benchmark(table: pd.DataFrame) -> pd.Series:
    """Count separating indicators for every way to set one pair of transit states above another.

    Returns:
        Number of indicators, indexed by the pair above and the pair below: what a search through indicators finds
        for any pairs, and so what the pair of this chapter has to be held against.
    """
    found = {
        (above, below): len(separating(table, above, below))
        for above in combinations(table.columns, 2)
        for below in combinations([name for name in table.columns if name not in above], 2)
    }
    return pd.Series(found)


def steps() -> pd.DataFrame:
    """Return what a person meets between arrest and flight in both states, one row a step.

    Returns:
        ``step`` and, for each state, ``tha`` and ``mng`` (words), ``tha_as_of`` and ``mng_as_of`` (year that the
        evidence describes) and ``tha_status``, ``mng_status``.
    """
    rows = datasets.load("national_protection").query("iso3 in @UNBOUND and indicator in @STEPS")
    words = rows["value"].replace(WORDS)
    days = rows["days_low"].astype("string") + "–" + rows["days_high"].astype("string") + " "
    kinds = {"sentence": "(sentence)", "legal_maximum": "(legal limit)"}
    custody = days + rows["measure"].map(kinds).fillna("")
    rows = rows.assign(words=words.where(rows["days_low"].isna(), custody), year=rows["as_of"])
    wide = rows.pivot(index="indicator", columns="iso3", values=["words", "year", "status"]).loc[list(STEPS)]
    names = {"words": "", "year": "_as_of", "status": "_status"}
    wide.columns = [f"{state.lower()}{names[kind]}" for kind, state in wide.columns]
    return wide.reset_index().assign(step=lambda frame: frame["indicator"].map(STEPS))
