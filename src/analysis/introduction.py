"""The book's question: the states on the passage, and the hypotheses that the chapters test."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets, treaties
from analysis.findings import Quantity, exceeds, quantity

__all__ = ["Opening", "findings", "prepare"]


@dataclass(frozen=True)
class Opening:
    """What the introduction tabulates.

    Attributes:
        hypotheses: one row a hypothesis, in the order of the book.
        states: one row a state in the order of the passage: ``short_name``, ``role``, ``refugee_year`` (year in which
            it joined the convention of 1951, missing for none), ``core`` (core human rights treaties in force).
        consents: the acts behind the counts.
        claims: the claims of the thesis that the ledger counts.
    """

    hypotheses: pd.DataFrame
    states: pd.DataFrame
    consents: pd.DataFrame
    claims: pd.DataFrame


def prepare() -> Opening:
    """Load the hypotheses and count what binds each state."""
    bound = treaties.parties()
    core = bound[bound["instrument_id"].isin(treaties.core_treaties())]
    refugee = bound[bound["instrument_id"] == "CSR1951"]
    states = treaties.states()
    states = states.assign(
        core=states["iso3"].map(core.groupby("iso3").size()).fillna(0).astype("int64"),
        refugee_year=states["iso3"].map(refugee.set_index("iso3")["year"]).astype("Int64"),
    )
    claims = datasets.load("claims")
    hypotheses = datasets.load("propositions").sort_values("position", ignore_index=True)
    return Opening(hypotheses, states, pd.concat([core, refugee]), claims[~claims["cable_only"]])


def findings(opening: Opening) -> dict[str, Quantity]:
    """State what the introduction says in numbers and predicates."""
    states, verdicts = opening.states, opening.claims["verdict"].value_counts()
    member = states["refugee_year"].notna()
    transit = states["role"].str.contains("transit")
    return {
        "states": quantity(len(states), "states", "states on the passage, origin and asylum included"),
        "transit": quantity(int(transit.sum()), "states", "states of transit"),
        "core_low": quantity(int(states["core"].min()), "treaties", "fewest core treaties of one state"),
        "core_high": quantity(int(states["core"].max()), "treaties", "most core treaties of one state"),
        "core_all": quantity(len(treaties.core_treaties()), "treaties", "core human rights treaties"),
        "hypotheses": quantity(len(opening.hypotheses), "hypotheses", "hypotheses that the book tests"),
        "claims": quantity(len(opening.claims), "claims", "claims of the thesis that are counted"),
        "amended": exceeds(
            verdicts["corrected"] + verdicts["disputed"],
            verdicts["unverified"],
            "claims",
            "more claims are corrected or disputed than left open",
        ),
        "minority_bound": exceeds(
            int((~member).sum()), int(member.sum()), "states", "fewer states are bound by the convention than not"
        ),
    }
