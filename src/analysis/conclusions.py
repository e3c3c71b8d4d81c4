"""What became of the book's question: propositions, and the audit of the thesis."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets
from analysis.findings import Quantity, exceeds, quantity

__all__ = ["Conclusions", "findings", "prepare"]


@dataclass(frozen=True)
class Conclusions:
    """What the chapter draws and tabulates.

    Attributes:
        propositions: one row a proposition with its verdict and the predicates on which it rests.
        claims: the claims that are counted.
        kinds: claims by kind and verdict: ``claims``, ``share`` (0 to 1, of the kind).
    """

    propositions: pd.DataFrame
    claims: pd.DataFrame
    kinds: pd.DataFrame


def prepare() -> Conclusions:
    """Load propositions and claims, and count the claims by kind."""
    claims = datasets.load("claims")
    claims = claims[~claims["cable_only"]]
    kinds = claims.groupby(["kind", "verdict"]).size().rename("claims").reset_index()
    kinds["share"] = kinds["claims"] / kinds.groupby("kind")["claims"].transform("sum")
    propositions = datasets.load("propositions").sort_values("position", ignore_index=True)
    return Conclusions(propositions, claims, kinds)


def findings(conclusions: Conclusions) -> dict[str, Quantity]:
    """State what became of propositions and claims."""
    propositions, claims, kinds = conclusions.propositions, conclusions.claims, conclusions.kinds
    verdicts = propositions["verdict"].value_counts()
    counted = claims["verdict"].value_counts()
    share = kinds.set_index(["kind", "verdict"])["share"]
    return {
        "propositions": quantity(len(propositions), "propositions", "propositions tested"),
        "borne_out": quantity(int(verdicts.get("supported", 0)), "propositions", "supported"),
        "partly": quantity(int(verdicts.get("partly supported", 0)), "propositions", "partly supported"),
        "unsupported": quantity(int(verdicts.get("unsupported", 0)), "propositions", "unsupported"),
        "refuted": quantity(int(verdicts.get("refuted as stated", 0)), "propositions", "refuted as stated"),
        "claims": quantity(len(claims), "claims", "claims of the thesis that are counted"),
        "stand": quantity(counted["supported"] / len(claims), "share", "claims that stand"),
        "bound": quantity(int(claims["predicate"].notna().sum()), "claims", "claims that rest on predicates"),
        "judgements_stand": quantity(share["assessment", "supported"], "share", "assessments supported"),
        "judgements_disputed": quantity(share["assessment", "disputed"], "share", "assessments disputed"),
        "quantities_stand": quantity(share["quantity", "supported"], "share", "quantities supported"),
        "judgements_weaker": exceeds(
            share["quantity", "supported"],
            share["assessment", "supported"],
            "share",
            "quantities are supported more often than judgements",
        ),
    }
