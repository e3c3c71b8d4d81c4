"""The ledger: what the thesis claims, and what the data and documents say to it."""

from __future__ import annotations

import pandas as pd

from analysis import datasets

__all__ = ["VERDICTS", "decided", "thesis_range"]

VERDICTS = ("supported", "corrected", "disputed", "unverified")


def decided(chapter: str) -> pd.DataFrame:
    """Return the claims that a chapter decides, in the order of the thesis, with verdict and status."""
    claims = datasets.load("claims")
    return claims[claims["chapter"] == chapter].reset_index(drop=True)


def thesis_range(claim_id: str) -> tuple[float, float]:
    """Return the lower and upper value that the thesis gives for a claim (source: thesis; unit: see the ledger).

    Raises:
        KeyError: when the ledger has no such claim.
        ValueError: when the thesis gives no number for it.
    """
    claim = datasets.load("claims").set_index("claim_id").loc[claim_id]
    low, high = claim["value_low"], claim["value_high"]
    if pd.isna(low):
        raise ValueError(f"the thesis gives no number for {claim_id}")
    return float(low), float(low if pd.isna(high) else high)
