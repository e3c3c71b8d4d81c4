"""The refugee definition, element by element: which evidence speaks for it, which against, and how strong that is.

Strength follows from a rule. Origins are counted, not reports: however many relay one investigation, it counts once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import datasets
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["ELEMENTS", "LADDER", "Definition", "findings", "judge", "prepare"]

ELEMENTS = {
    "harm": "Harm that amounts to persecution",
    "risk": "Real risk of it on return",
    "opinion": "… for political opinion",
    "religion": "… for religion",
    "group": "… for a social group",
    "race": "… for race",
    "nationality": "… for nationality",
    "protection": "No protection by the home state",
    "second": "No second nationality to turn to",
    "cessation": "No exclusion, no cessation",
}
"""Elements of article 1 in the order in which a decision maker takes them (source: refconv_art1_nl)."""
GROUNDS = ["opinion", "religion", "group", "race", "nationality"]
LADDER = ["not shown", "contested", "arguable", "probable", "established"]
"""Verdicts, the weakest first; see :func:`judge`."""
INQUIRY = "coi-2014"
"""The origin on which most of the evidence rests (source: coi_25_63)."""
AUTHORITY = ["law", "court", "un_finding"]
"""Kinds that carry authority when they speak to an element directly: binding law, decisions, findings of UN bodies."""


@dataclass(frozen=True)
class Definition:
    """The decision table and what it rests on.

    Attributes:
        least: independent origins from which evidence is strong.
        evidence: the rows that count, one a piece of evidence.
        table: one row an element: ``supporting`` and ``opposing`` (origins), ``verdict``, ``sceptic`` (the verdict by
            the stricter rule), ``lowest`` (the lowest verdict when an origin is left out) and ``uninquired`` (the
            verdict without the inquiry of 2014).
    """

    least: int
    evidence: pd.DataFrame
    table: pd.DataFrame


def judge(evidence: pd.DataFrame, least: int, *, sceptic: bool = False) -> pd.DataFrame:
    """Count origins by element and place each element on the ladder.

    *Established*: at least ``least`` origins for it, of which one is an authority, and none against. *Probable*: at
    least ``least`` origins for it, and more for than against. *Arguable*: more for than against, but fewer than
    ``least``, or none that is an authority. *Contested*: no more for than against. *Not shown*: nothing for it.

    Args:
        evidence: columns ``element``, ``side``, ``kind``, ``directness``, ``origin_id``.
        least: origins from which evidence is strong.
        sceptic: let nothing but authorities speak for an element, and everything against it.

    Returns:
        Indexed by element, in the order of :data:`ELEMENTS`: ``supporting``, ``opposing`` (origins) and ``verdict``.
    """
    authority = evidence["kind"].isin(AUTHORITY) & (evidence["directness"] == "direct")
    speaks = (evidence["side"] == "for") & (authority | (not sceptic))
    sides = {
        "supporting": evidence[speaks],
        "authorities": evidence[speaks & authority],
        "opposing": evidence[evidence["side"] == "against"],
    }
    counts = pd.DataFrame({name: rows.groupby("element")["origin_id"].nunique() for name, rows in sides.items()})
    counts = counts.reindex(list(ELEMENTS)).fillna(0).astype("int64")
    supporting, against = counts["supporting"], counts["opposing"]
    strong = supporting >= least
    counts["verdict"] = np.select(
        [
            supporting == 0,
            supporting <= against,
            strong & (counts["authorities"] > 0) & (against == 0),
            strong & (counts["authorities"] > 0),
        ],
        ["not shown", "contested", "established", "probable"],
        "arguable",
    )
    return counts[["supporting", "opposing", "verdict"]]


def _rank(verdicts: pd.Series) -> pd.Series:
    return verdicts.map(LADDER.index)


def left_out(evidence: pd.DataFrame, least: int) -> pd.DataFrame:
    """Return the rank of each element's verdict with each origin left out in turn, one column an origin."""
    origins = sorted(evidence["origin_id"].unique())
    return pd.DataFrame(
        {origin: _rank(judge(evidence[evidence["origin_id"] != origin], least)["verdict"]) for origin in origins}
    )


def prepare(statuses: Sequence[str], least: int) -> Definition:
    """Load the evidence and apply the rules.

    Args:
        statuses: statuses of evidence that counts.
        least: independent origins from which evidence is strong, 1 or more.

    Raises:
        ValueError: when ``least`` is not positive.
    """
    if least < 1:
        raise ValueError(f"least is the number of origins that make evidence strong, 1 or more, not {least}")
    rows = datasets.load("definition_evidence")
    evidence = rows[rows["status"].isin(statuses)].reset_index(drop=True)
    table = judge(evidence, least)
    strict = judge(evidence, least, sceptic=True)
    rest = left_out(evidence, least)
    table = table.assign(
        sceptic=strict["verdict"],
        lowest=rest.min(axis=1).map(dict(enumerate(LADDER))),
        uninquired=judge(evidence[evidence["origin_id"] != INQUIRY], least)["verdict"],
    )
    return Definition(least, evidence, table.rename_axis("element").reset_index())


def findings(definition: Definition) -> dict[str, Quantity]:
    """State what the decision table says."""
    table = definition.table.set_index("element")
    rank, strict = _rank(table["verdict"]), _rank(table["sceptic"])
    carried = table.loc[GROUNDS]
    return {
        "pieces": quantity(len(definition.evidence), "pieces", "pieces of evidence that count"),
        "origins": quantity(definition.evidence["origin_id"].nunique(), "origins", "independent origins of evidence"),
        "elements": quantity(len(table), "elements", "elements of the definition"),
        "established": quantity(int((table["verdict"] == "established").sum()), "elements", "established elements"),
        "fall": quantity(int((strict < rank).sum()), "elements", "elements that fall under the sceptic's rule"),
        "least": quantity(definition.least, "origins", "from which evidence is strong"),
        "lean": quantity(int((_rank(table["lowest"]) < rank).sum()), "elements", "elements that lean on one origin"),
        "lean_inquiry": quantity(
            int((_rank(table["uninquired"]) < rank).sum()), "elements", "elements that fall without the inquiry of 2014"
        ),
        "second_for": quantity(table.loc["second", "supporting"], "origins", "against a usable second nationality"),
        "second_against": quantity(table.loc["second", "opposing"], "origins", "for a usable second nationality"),
        "home_state_fails": holds(
            table.loc["protection", "verdict"] == "established", "want of protection at home is established"
        ),
        "harm_probable": holds(rank["harm"] >= LADDER.index("probable"), "harm is probable or better"),
        "risk_documented": holds(rank["risk"] >= LADDER.index("probable"), "risk on return is probable or better"),
        "risk_not_beyond_doubt": exceeds(
            LADDER.index("established"), rank["risk"], "rungs", "risk on return has a contrary"
        ),
        "opinion_has_contrary": exceeds(
            table.loc["opinion", "opposing"], 0, "origins", "evidence speaks against political opinion for each exit"
        ),
        "grounds_carried": quantity(
            int((_rank(carried["verdict"]) >= LADDER.index("probable")).sum()), "grounds", "grounds probable or better"
        ),
        "group_undecided": exceeds(
            LADDER.index("established"), rank["group"], "rungs", "a social group is not established"
        ),
        "race_overlooked": exceeds(table.loc["race", "supporting"], 0, "origins", "evidence speaks for race"),
        "not_beyond_argument": exceeds(
            table.loc["second", "opposing"], 0, "origins", "evidence speaks against the status on nationality"
        ),
        "second_contested": holds(table.loc["second", "verdict"] == "contested", "the second nationality is contested"),
        "sceptic_lifts_none": holds((strict <= rank).all(), "the stricter rule lifts no element"),
    }
