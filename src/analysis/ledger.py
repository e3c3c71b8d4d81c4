"""The audit of the thesis: its claims by section, verdict and status, and its errors."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets
from analysis.claims import VERDICTS
from analysis.findings import Quantity, holds, quantity

__all__ = ["Ledger", "findings", "prepare"]


@dataclass(frozen=True)
class Ledger:
    """The ledger and what belongs to it.

    Attributes:
        claims: one row a claim, in the order of the thesis.
        errata: one row an error of the thesis, with the correct fact.
        citations: one row an in-text citation, resolved to the bibliography or not.
        by_section: claims by section and verdict: rows, share (0 to 1), sections in the order of the thesis.
    """

    claims: pd.DataFrame
    errata: pd.DataFrame
    citations: pd.DataFrame
    by_section: pd.DataFrame


def prepare() -> Ledger:
    """Load the ledger, the errata and the citations."""
    claims = datasets.load("claims")
    counted = claims[~claims["cable_only"]]  # leaked cables alone carry no verdict that is counted
    counts = counted.groupby(["section", "verdict"], sort=False).size().rename("claims").reset_index()
    counts["share"] = counts["claims"] / counts.groupby("section")["claims"].transform("sum")
    return Ledger(claims, datasets.load("errata"), datasets.load("citations"), counts)


def findings(ledger: Ledger) -> dict[str, Quantity]:
    """State how the claims of the thesis fared."""
    counted = ledger.claims[~ledger.claims["cable_only"]]
    verdicts = counted["verdict"].value_counts()
    total = len(counted)
    by_kind = pd.crosstab(counted["kind"], counted["verdict"], normalize="index")
    shares = {
        f"{verdict}_share": quantity(verdicts[verdict] / total, "share", f"claims {verdict}") for verdict in VERDICTS
    }
    counts = {verdict: quantity(verdicts[verdict], "claims", f"claims {verdict}") for verdict in VERDICTS}
    unresolved = ledger.citations["reference_key"].isna()
    return counts | shares | {
        "claims": quantity(total, "claims", "checkable claims of the thesis that are counted"),
        "cable_only": quantity(
            int(ledger.claims["cable_only"].sum()), "claims", "claims that leaked cables alone decide, not counted"
        ),
        "bound": quantity(
            int(ledger.claims["predicate"].notna().sum()), "claims", "claims that rest on published predicates"
        ),
        "errata": quantity(len(ledger.errata), "errors", "errors of the thesis that the ledger corrects"),
        "citations": quantity(len(ledger.citations), "citations", "in-text citations that were doubtful or checked"),
        "unresolved": quantity(int(unresolved.sum()), "citations", "citations without an entry in the bibliography"),
        "quantities_supported": quantity(by_kind.loc["quantity", "supported"], "share", "quantities supported"),
        "assessments_supported": quantity(by_kind.loc["assessment", "supported"], "share", "assessments supported"),
        "numbers_fare_better": holds(
            by_kind.loc["quantity", "supported"] > by_kind.loc["assessment", "supported"],
            "quantities are supported more often than assessments",
        ),
        "under_half_supported": holds(verdicts["supported"] < total / 2, "fewer than half of the claims are supported"),
    }  # fmt: skip
