"""The instruments and provisions of the book: what binds, whom, and how near to the text the compilers came."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets, treaties
from analysis.findings import Quantity, exceeds, quantity

__all__ = ["Law", "findings", "prepare"]


@dataclass(frozen=True)
class Law:
    """The tables of the appendix.

    Attributes:
        instruments: one row an instrument.
        provisions: one row a provision.
        held: binding instruments to which each state is a party, by state; every state of the study.
    """

    instruments: pd.DataFrame
    provisions: pd.DataFrame
    held: pd.Series


def prepare() -> Law:
    """Load the instruments, the provisions, and who is a party to what."""
    instruments = datasets.load("instruments")
    binding = instruments.loc[instruments["binding"], "instrument_id"]
    parties = treaties.parties(documented=False)
    held = parties[parties["instrument_id"].isin(binding)].groupby("iso3")["instrument_id"].nunique()
    return Law(instruments, datasets.load("legal_provisions"), held.reindex(treaties.states()["iso3"]).fillna(0))


def findings(law: Law) -> dict[str, Quantity]:
    """State how many instruments and provisions there are, and of what force."""
    binds = law.instruments["binding"].astype("bool")
    basis = law.provisions["basis"].value_counts()
    return {
        "instruments": quantity(len(law.instruments), "instruments", "instruments of the book"),
        "binding": quantity(int(binds.sum()), "instruments", "instruments that bind their parties"),
        "declarations": quantity(int((~binds).sum()), "instruments", "instruments that bind nobody"),
        "provisions": quantity(len(law.provisions), "provisions", "provisions of the book"),
        "read": quantity(basis["text"], "provisions", "provisions whose wording was read"),
        "described": quantity(basis["document"], "provisions", "provisions taken from a document about them"),
        "from_memory": quantity(basis["recalled"], "provisions", "provisions from general knowledge"),
        "everyone_party": exceeds(law.held.min(), 0, "instruments", "every state is a party to a binding instrument"),
        "nobody_all": exceeds(binds.sum(), law.held.max(), "instruments", "no state is a party to all of them"),
    }
