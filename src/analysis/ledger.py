"""The audit of the thesis: its claims by section, verdict and status, and its errors."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets, scenarios
from analysis.claims import VERDICTS
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["Ledger", "findings", "prepare"]


@dataclass(frozen=True)
class Ledger:
    """The ledger and what belongs to it.

    Attributes:
        claims: one row a claim, in the order of the thesis.
        errata: one row an error of the thesis, with the correct fact.
        citations: one row an in-text citation, resolved to the bibliography or not.
        robustness: the claims whose predicates were swept, and in how many scenarios these hold.
        scenarios: scenarios of the chapters that were run.
        by_section: claims by section and verdict: rows, share (0 to 1), sections in the order of the thesis.
    """

    claims: pd.DataFrame
    errata: pd.DataFrame
    citations: pd.DataFrame
    robustness: pd.DataFrame
    scenarios: int
    by_section: pd.DataFrame


def prepare() -> Ledger:
    """Load the ledger, the errata, the citations and the sweeps."""
    claims = datasets.load("claims")
    counted = claims[~claims["cable_only"]]  # leaked cables alone carry no verdict that is counted
    counts = counted.groupby(["section", "verdict"], sort=False).size().rename("claims").reset_index()
    counts["share"] = counts["claims"] / counts.groupby("section")["claims"].transform("sum")
    swept = scenarios.predicates()
    ran = swept.assign(chapter=swept["predicate"].str.partition(".")[0]).drop_duplicates(["chapter", "scenario"])
    robustness = scenarios.robustness(counted, swept)
    return Ledger(claims, datasets.load("errata"), datasets.load("citations"), robustness, len(ran), counts)


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
    holding = ledger.robustness["held"] == ledger.robustness["ran"]
    unresolved = ledger.citations["reference_key"].isna()
    return counts | shares | {
        "claims": quantity(total, "claims", "checkable claims of the thesis that are counted"),
        "cable_only": quantity(
            int(ledger.claims["cable_only"].sum()), "claims", "claims that leaked cables alone decide, not counted"
        ),
        "bound": quantity(
            int(ledger.claims["predicate"].notna().sum()), "claims", "claims that rest on published predicates"
        ),
        "swept": quantity(len(ledger.robustness), "claims", "claims whose predicates were evaluated in the sweeps"),
        "scenarios": quantity(ledger.scenarios, "scenarios", "runs of a chapter with other parameters, and as printed"),
        "robust": quantity(int(holding.sum()), "claims", "of the swept claims, those whose ground holds throughout"),
        "turning": quantity(int((~holding).sum()), "claims", "of the swept claims, those that some scenario turns"),
        "mostly_robust": exceeds(
            holding.mean(), 0.9, "share", "more than nine in ten of the swept verdicts hold in every scenario"
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
