"""North Koreans before refugee law: the definition, treatment on return, the camps, and decisions on claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import camp_population, claims, datasets, definition, recognition, return_penalties
from analysis.camp_population import Camps
from analysis.definition import Definition
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.recognition import Recognition
from analysis.return_penalties import Penalties

__all__ = ["Refugees", "findings", "prepare"]

ARGUED = {
    "religion": r"religion|christian|believers|churches|const-override",
    "political opinion": r"^exit-|treachery",
    "social group": r"songbun|three-generations",
    "race": r"^race-",
    "nationality": r"^nationality-",
}
"""Grounds of article 1A(2) (source: refconv_art1_nl) and the ids of the claims of the thesis that bear on each."""
REPORTED = ["finding", "penalty_reported", "penalty_law"]
"""Measures of treatment on return that say what happens to people, not how many they are."""


@dataclass(frozen=True)
class Refugees:
    """Frames of the chapter.

    Attributes:
        definition: the decision table.
        treatment: findings and penalties on return, one row a report.
        penalties: those on the ladder of penalties.
        camps: estimates of the camp population.
        recognition: decisions on claims.
        decisions: courts and legislatures on the second nationality, oldest first.
        argued: claims of the thesis by ground.
    """

    definition: Definition
    treatment: pd.DataFrame
    penalties: Penalties
    camps: Camps
    recognition: Recognition
    decisions: pd.DataFrame
    argued: pd.Series


def prepare(statuses: Sequence[str], least_origins: int, camps_since: int, level: float) -> Refugees:
    """Load the tables.

    Args:
        statuses: statuses of the rows that count and are shown.
        least_origins: independent origins from which evidence is strong.
        camps_since: year from which estimates of the camp population are compared with the thesis.
        level: coverage of the intervals, between 0 and 1.
    """
    treatment = datasets.load("treatment_on_return")
    kept = treatment["measure"].isin(REPORTED) & treatment["status"].isin(statuses)
    decisions = datasets.load("nationality_decisions")
    return Refugees(
        definition.prepare(statuses, least_origins),
        treatment[kept].reset_index(drop=True),
        return_penalties.prepare(statuses),
        camp_population.prepare(statuses, camps_since),
        recognition.prepare(level),
        decisions[decisions["status"].isin(statuses)].sort_values("date", ignore_index=True),
        _argued(claims.decided("refugees")["claim_id"]),
    )


def _argued(ids: pd.Series) -> pd.Series:
    return pd.Series({ground: int(ids.str.contains(pattern).sum()) for ground, pattern in ARGUED.items()})


def findings(frames: Refugees) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    items = datasets.load("treatment_on_return").set_index("item_id")["value"]
    national = frames.decisions["reading"].isin(["national", "entitled"])
    refused = frames.decisions[frames.decisions["result"] == "refused"]
    guided = frames.decisions[frames.decisions["body_kind"] == "tribunal"]
    return {
        "testimonies": quantity(items["coi-testimonies-on-torture-of-returnees"], "testimonies", "at least"),
        "women": quantity(items["ohchr-interviewed-returned-women"], "persons", "women interviewed"),
        "readings": quantity(len(national), "decisions", "decisions and acts on the second nationality"),
        "readings_national": quantity(int(national.sum()), "decisions", "that see a national of the South"),
        "readings_lean": exceeds(
            int(national.sum()), int((~national).sum()), "decisions", "most decisions see a national of the South"
        ),
        "refused_by_tribunals": holds(
            refused["body_kind"].eq("tribunal").all() and len(refused) > 0, "refusals traced are of tribunals"
        ),
        "canada_turned": holds(
            guided.loc[guided["iso3"] == "CAN", "reading"].eq("national").all(), "Canada's board reads a national"
        ),
        "silent": holds(int(frames.argued[["race", "nationality"]].sum()) == 0, "no claim on race or nationality"),
        **definition.findings(frames.definition),
        **return_penalties.findings(frames.penalties),
        **camp_population.findings(frames.camps),
        **recognition.findings(frames.recognition),
    }
