"""What might go with protection: commitment, procedures, ties and rights climate of the nine states."""

from __future__ import annotations

import pandas as pd

from analysis import datasets, korean_ties, treaties, treaty_scores
from analysis.return_practice import TREATIES

__all__ = ["table"]

SPAN = korean_ties.CLIMATE_SPAN
"""The years that most documents on practice cover; treaties count at their end."""
PERSONAL = ["individual", "inquiry"]
"""Procedures that a person, or a committee on a person's word, can set in motion."""


def table(coding: str = "own") -> pd.DataFrame:
    """Return the predictors of the hypotheses, one column each, indexed by state.

    Ties to Seoul and to Pyongyang are on record for the states of transit alone: at both ends they would be ties of
    a state to itself. A later date of relations, trade and party links are left out, because they are known for some.

    Args:
        coding: own or sceptic; moves the status procedure, the one predictor that is coded.

    Returns:
        ``refugee_treaties`` (0 to 2), ``core_treaties`` (of nine), ``status_procedure`` (rank), ``open_clauses``
        (complaint and inquiry clauses), ``aid`` (million dollars), ``aid_per_head``, ``agreement`` and ``embassy``
        (0, 1), ``votes_against`` (recorded votes), ``votes_with_beijing`` (share), ``democracy`` (0 to 1) and
        ``freedom`` (0 to 100).
    """
    states = list(treaties.states()["iso3"])
    bound = treaties.parties(str(SPAN[1]))
    refugee = bound[bound["instrument_id"].isin(TREATIES)].groupby("iso3")["instrument_id"].nunique()
    core = bound[bound["instrument_id"].isin(treaties.core_treaties())].groupby("iso3").size()
    rows = datasets.load("national_protection").query("indicator == 'has_refugee_status_procedure'").set_index("iso3")
    procedure = rows["ordinal"].astype("Float64")
    if coding == "sceptic":
        procedure = procedure.mask(rows["sceptic_value"].notna(), rows["sceptic_ordinal"].astype("Float64"))
    clauses = treaties.clauses()
    clauses = clauses[clauses["procedure"].isin(PERSONAL)]
    years = datasets.load("state_years").query("indicator == 'vdem_liberal_democracy'")
    scores = treaty_scores.scores()
    free = scores[scores["name"].eq(treaty_scores.FREEDOM) & scores["year"].le(SPAN[1])]
    transit = korean_ties.candidates()
    votes = korean_ties.ballots()
    frame = {
        "refugee_treaties": refugee.reindex(states).fillna(0),
        "core_treaties": core.reindex(states).fillna(0),
        "status_procedure": procedure,
        "open_clauses": clauses["open"].astype("Float64").groupby(clauses["iso3"]).sum(),
        "aid": transit["Aid from Seoul"],
        "aid_per_head": transit["Aid from Seoul a head"],
        "agreement": transit["Agreement with Pyongyang"],
        "embassy": transit["Embassy in Pyongyang"],
        "votes_against": votes["against"],
        "votes_with_beijing": votes["with_beijing"],
        "democracy": years[years["year"].between(*SPAN)].groupby("iso3")["value"].mean(),
        "freedom": free.groupby("iso3")["score"].mean(),
    }
    return pd.DataFrame({name: values.astype("float64").reindex(states) for name, values in frame.items()})
