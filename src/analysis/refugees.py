"""North Koreans before refugee law: the grounds of 1951, treatment on return, decisions on claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analysis import claims, datasets
from analysis.estimates import wilson
from analysis.findings import Quantity, holds, quantity

__all__ = ["GROUNDS", "Refugees", "findings", "prepare"]

FIRST = ("first_instance", "first_instance_and_appeal", "new_applications")
OUTCOMES = ["recognized", "complementary_protection", "rejected"]
GROUNDS = {
    "religion": r"religion|christian|believers|churches|const-override",
    "political opinion": r"^exit-|treachery",
    "social group": r"songbun|three-generations",
    "race": r"^race-",
    "nationality": r"^nationality-",
}
"""Grounds of article 1A(2) (source: refconv_text) and the ids of the claims that bear on each."""


@dataclass(frozen=True)
class Refugees:
    """Frames of the chapter: ``claims`` with their ground, ``grounds`` by verdict, ``treatment``, ``decisions``."""

    level: float
    claims: pd.DataFrame
    grounds: pd.DataFrame
    treatment: pd.DataFrame
    decisions: pd.DataFrame
    rows: pd.DataFrame


def prepare(statuses: Sequence[str], level: float) -> Refugees:
    """Load the tables.

    Args:
        statuses: statuses of the rows on treatment that are shown.
        level: coverage of the intervals, between 0 and 1.
    """
    ledger = claims.decided("refugees")
    ledger["ground"] = _grounds(ledger["claim_id"])
    counts = pd.crosstab(ledger["ground"], ledger["verdict"]).reindex(
        index=list(GROUNDS), columns=list(claims.VERDICTS), fill_value=0
    )
    treatment = datasets.load("treatment_on_return")
    kept = treatment["measure"].isin(["finding", "penalty_reported", "penalty_law"]) & treatment["status"].isin(
        statuses
    )
    rows = datasets.load("unhcr_decisions")
    rows = rows[rows["decision_level"].isin(FIRST) & (rows["counted_in"] == "persons")]
    return Refugees(level, ledger, counts, treatment[kept].reset_index(drop=True), recognition(rows, level), rows)


def _grounds(ids: pd.Series) -> pd.Series:
    ground = pd.Series(pd.NA, index=ids.index, dtype="string")
    for name, pattern in GROUNDS.items():
        ground = ground.mask(ids.str.contains(pattern), name)
    return ground


def recognition(rows: pd.DataFrame, level: float) -> pd.DataFrame:
    """Estimate recognised over decided on the merits, by country, with Wilson intervals; most decisions first."""
    sums = rows.groupby("country_of_asylum")[OUTCOMES].sum()
    sums["decided"] = sums.sum(axis=1)
    sums = sums[sums["decided"] > 0]
    rates = sums.join(wilson(sums["recognized"], sums["decided"], level))
    return rates.sort_values("decided", ascending=False).reset_index()


def findings(frames: Refugees) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    rates = frames.decisions.set_index("country_of_asylum")
    wide = rates[rates["decided"] >= rates["decided"].quantile(0.75)]
    grounds = frames.grounds
    treatment = datasets.load("treatment_on_return").set_index("item_id")["value"]
    found = {
        "level": quantity(frames.level, "share", "coverage of the intervals"),
        "decided": quantity(rates["decided"].sum(), "persons", "decided on the merits, all countries"),
        "countries": quantity(len(rates), "countries", "with a decision on the merits"),
        "months_first": quantity(treatment["kinu-first-return-until-2013"], "months", "labour training at most"),
        "years_2013": quantity(treatment["law-minimum-reported-2013"], "years", "least term, as reported in 2013"),
        "testimonies": quantity(treatment["coi-testimonies-on-torture-of-returnees"], "testimonies", "at least"),
        "women": quantity(treatment["ohchr-interviewed-returned-women"], "persons", "women interviewed"),
        "camp_thesis": quantity(claims.thesis_range("camp-population")[0], "persons", "camp population in the thesis"),
        "religion_supported": quantity(grounds.loc["religion", "supported"], "claims", "supported on religion"),
        "religion_claims": quantity(grounds.loc["religion"].sum(), "claims", "on religion"),
        "group_supported": quantity(grounds.loc["social group", "supported"], "claims", "supported on social group"),
        "group_claims": quantity(grounds.loc["social group"].sum(), "claims", "on social group"),
        "rus_recognised": quantity(rates.loc["RUS", "recognized"], "persons", "recognised, Russia"),
        "rus_decided": quantity(rates.loc["RUS", "decided"], "persons", "decided, Russia"),
        "uneven": holds(wide["low"].max() > wide["high"].min(), "intervals of large countries do not all overlap"),
        "silent": holds(
            int(grounds.loc[["race", "nationality"]].to_numpy().sum()) == 0, "no claim on race or nationality"
        ),
    }
    for code in ("GBR", "CAN", "DEU", "NLD"):
        name = code.lower()
        found[f"{name}_share"] = quantity(rates.loc[code, "share"], "share", f"recognised, {code}")
        found[f"{name}_interval"] = quantity(tuple(rates.loc[code, ["low", "high"]]), "share", f"interval, {code}")
    return found
