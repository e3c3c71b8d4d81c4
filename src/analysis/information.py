"""The value of information: which cell, if it were known, could move the results most."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import datasets, exact_tests, predictors, protection

__all__ = ["cells"]


def cells(coding: str = "own", evidence: str = "without memory", sample: str = "transit") -> pd.DataFrame:
    """Move each uncertain cell over its scale, all others as coded, and watch the tests and the ranks.

    Uncertain is a cell that is disputed, missing, or rests on absence, memory or cables alone.

    Returns:
        One row a cell, the most influential first: ``iso3``, ``stage``, ``value``, ``reach`` (largest range of tau over
        the hypotheses), ``hypothesis`` (where that is), ``crosses`` (hypotheses whose p crosses one in twenty),
        ``turns`` (hypotheses whose sign turns), ``turned`` (their keys) and ``places`` (largest move of
        the state itself in rank).
    """
    table = protection.levels(coding, evidence, sample)
    table = table[protection.varying(table)]
    book = protection.book().set_index(["iso3", "stage"])
    hypotheses = datasets.load("hypotheses").set_index("hypothesis")
    values = predictors.table(coding).loc[table.index, list(hypotheses["predictor"])]
    rows = [
        {"iso3": state, "stage": stage} | _moved(table, values, hypotheses.index, state, stage, int(cell["top"]))
        for (state, stage), cell in book.iterrows()
        if state in table.index and stage in table and _uncertain(cell, table.loc[state, stage])
    ]
    frame = pd.DataFrame(rows).merge(
        book[["value", "status", "cable_only", "sceptic_value"]].reset_index(), on=["iso3", "stage"]
    )
    return frame.sort_values(["reach", "places"], ascending=False, kind="stable", ignore_index=True)


def _uncertain(cell: pd.Series, level: float) -> bool:
    firm = cell["status"] in protection.EVIDENCE["documents only"][0] and not cell["cable_only"]
    return bool(cell["disputed"] or not firm or np.isnan(level))


def _moved(
    table: pd.DataFrame, values: pd.DataFrame, names: pd.Index, state: str, stage: str, top: int
) -> dict[str, object]:
    found, place = [], []
    for rank in range(top + 1):
        trial = table.copy()
        trial.loc[state, stage] = rank / top
        # the set of stages stays as it is: a cell must not make its own stage vanish
        index = trial.mean(axis=1).where(trial.notna().sum(axis=1) >= protection.LEAST_KNOWN)
        found.append([exact_tests.kendall(values[name], index) for name in values])
        place.append(float(index.rank(ascending=False, method="min")[state]))
    tau = np.array([[test["tau"] for test in row] for row in found])
    p = np.array([[test["p"] for test in row] for row in found])
    turns = (tau < 0).any(axis=0) & (tau > 0).any(axis=0)
    # a test that has no tau at any level of the cell is not moved by it
    reach = np.nan_to_num(tau.max(axis=0) - tau.min(axis=0))
    return {
        "reach": float(reach.max()),
        "hypothesis": str(names[int(reach.argmax())]),
        "crosses": int(((p <= 0.05).any(axis=0) & (p > 0.05).any(axis=0)).sum()),
        "turns": int(turns.sum()),
        "turned": " ".join(names[turns]),
        # a state of which too little is known has no rank, whatever this one cell holds
        "places": 0 if np.isnan(place).all() else int(np.nanmax(place) - np.nanmin(place)),
    }
