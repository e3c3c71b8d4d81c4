"""What bodies of the region could do for North Koreans, and did: ASEAN's commission, and UNHCR's own claims desk."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.findings import Quantity, holds, quantity

__all__ = ["REGION", "decisions", "outcomes", "powers", "stated"]

REGION = ("KHM", "LAO", "MMR", "PHL", "THA", "VNM")
"""States of South-East Asia on or beside the route; those without a row have no claim on record."""
LEVELS = ("first_instance", "first_instance_and_appeal")
"""Levels whose decisions on persons may be added up; appeals alone and cases of several persons are left out."""
ELSEWHERE = {
    "aichr-power-promote": "can_recommend", "aichr-power-investigate": "can_gather_evidence",
    "aichr-power-receive-complaints": "can_receive_complaints", "aichr-decisions-binding": "can_adjudicate",
}  # fmt: skip
"""Powers of the commission by the column of ``mechanisms`` that codes the like."""
PUBLIC = ("charter", "rapporteur", "treaty", "agency", "court")


def powers() -> pd.DataFrame:
    """Return the powers and bonds of ASEAN's commission, one row each.

    Returns:
        Rows of ``asean`` that are questions about the commission, with ``year`` and ``bodies`` (public bodies other
        than the commission coded with the like power, out of ``of``; missing where mechanisms do not code it).
    """
    frame = datasets.load("asean")
    frame = frame[frame["topic"].isin(["commission_basis", "commission_powers"]) & frame["answer"].notna()]
    public = datasets.load("mechanisms")
    public = public[public["basis"].isin(list(PUBLIC))]
    having = frame["item_id"].map(ELSEWHERE).map(lambda name: public[name].sum(), na_action="ignore")
    order = frame["topic"].map({"commission_powers": 0, "commission_basis": 1})
    frame = frame.assign(bodies=having.astype("Float64"), of=len(public), year=frame["date"].str[:4], order=order)
    return frame.sort_values(["order", "answer"], ascending=[True, False], kind="stable").reset_index(drop=True)


def decisions() -> pd.DataFrame:
    """Return decisions of a year on North Koreans' claims in South-East Asia with the applications of that year.

    Counts below five are published as five. Applications are missing where UNHCR has no row of them.
    """
    made = datasets.load("unhcr_decisions")
    made = made[made["country_of_asylum"].isin(REGION)]
    lodged = datasets.load("unhcr_applications").groupby(["country_of_asylum", "year"], as_index=False)["applied"].sum()
    names = datasets.load("states").set_index("iso3")["short_name"].to_dict() | {"PHL": "Philippines"}
    frame = made.merge(lodged, on=["country_of_asylum", "year"], how="left", validate="one_to_one")
    return frame.assign(state=frame["country_of_asylum"].map(names)).sort_values(["year", "state"], ignore_index=True)


def outcomes() -> pd.DataFrame:
    """Add up decisions on persons at first instance: one row an area (South-East Asia, elsewhere) and outcome.

    Returns:
        ``area``, ``outcome``, ``persons``, ``total`` (of the area) and ``share``.
    """
    frame = datasets.load("unhcr_decisions")
    frame = frame[frame["counted_in"].eq("persons") & frame["decision_level"].isin(LEVELS)]
    frame = frame.assign(
        area=frame["country_of_asylum"].isin(REGION).map({True: "South-East Asia", False: "elsewhere"})
    )
    kinds = ["recognized", "complementary_protection", "rejected", "otherwise_closed"]
    long = frame.groupby("area")[kinds].sum().melt(var_name="outcome", value_name="persons", ignore_index=False)
    long = long.reset_index().astype({"persons": "int64"})
    total = long.groupby("area")["persons"].transform("sum")
    return long.assign(total=total, share=long["persons"] / total)


def stated() -> dict[str, Quantity]:
    """State what the chapter says about the commission and about UNHCR's decisions."""
    asean = datasets.load("asean").set_index("item_id")
    rows = powers().set_index("item_id")
    able = rows[rows["topic"].eq("commission_powers")]
    sums = outcomes().set_index(["area", "outcome"])
    region = decisions()
    spent, acts = asean.loc[["aichr-spending-2010-2018-usd", "aichr-activities-2010-2018"], "number"]
    cambodia, thailand = (region.loc[region["country_of_asylum"].eq(code), "total"].sum() for code in ("KHM", "THA"))
    member = asean[asean["topic"].eq("membership")]["answer"]
    return {
        "aichr_powers": quantity(len(able), "powers", "powers of the commission asked about"),
        "aichr_granted": quantity(int(able["answer"].eq("yes").sum()), "powers", "of these granted"),
        "aichr_documented": quantity(
            int((able["answer"].eq("no") & able["status"].isin(["verified", "corroborated"])).sum()),
            "powers",
            "of the others, absence documented",
        ),
        "aichr_activities": quantity(acts, "activities", "activities of the commission, 2010 to 2018"),
        "aichr_cost": quantity(spent / acts, "dollars", "spent on each, at least"),
        "aichr_spent": quantity(spent, "dollars", "spent on them, at least"),
        "aichr_reach": quantity(int(member.eq("yes").sum()), "states", "of the nine states in the association"),
        "aichr_complaints_bodies": quantity(
            int(rows.loc["aichr-power-receive-complaints", "bodies"]), "bodies", "public bodies that take complaints"
        ),
        "aichr_bodies": quantity(int(rows["of"].iloc[0]), "bodies", "other public bodies in the table of mechanisms"),
        "aichr_promotes_only": holds(
            list(able.index[able["answer"].eq("yes")]) == ["aichr-power-promote"], "promotion is the one power granted"
        ),
        "aichr_consensus": holds(
            asean.loc["aichr-decisions-by-consensus", "answer"] == "yes", "decisions are taken by consensus"
        ),
        "aichr_dependent": holds(
            asean.loc["aichr-independent-members", "answer"] == "no", "members depend on their governments"
        ),
        "aichr_keeps_out": holds(
            asean.loc["aichr-non-interference-principle", "answer"] == "yes", "the commission is bound to stay out"
        ),
        "aichr_review_late": holds(
            asean.loc["aichr-tor-review-panel-complete", "answer"] == "no"
            and asean.loc["aichr-tor-review-panel-complete", "date"] > asean.loc["aichr-tor-review-due", "date"],
            "the panel for the review was incomplete years after the review was due",
        ),
        "unhcr_region": quantity(int(region["total"].sum()), "persons", "decisions in South-East Asia"),
        "unhcr_thailand": quantity(int(thailand), "persons", "of these in Thailand"),
        "unhcr_cambodia": quantity(int(cambodia), "persons", "of these in Cambodia, at most"),
        "unhcr_cambodia_years": quantity(_years(region, "KHM"), "", "years of the decisions in Cambodia"),
        "unhcr_least": quantity(int(region["total"].min()), "persons", "smallest count that is published"),
        "unhcr_last": quantity(int(region["year"].max()), "year", "last decision in the region"),
        "unhcr_elsewhere": quantity(
            int(sums.loc[("elsewhere", "recognized"), "total"]), "persons", "decisions elsewhere"
        ),
        "unhcr_elsewhere_closed": quantity(
            float(sums.loc[("elsewhere", "otherwise_closed"), "share"]),
            "share",
            "of these closed without a decision on the merits",
        ),
        "unhcr_elsewhere_recognised": quantity(
            float(sums.loc[("elsewhere", "recognized"), "share"]), "share", "of these recognised"
        ),
        "unhcr_all_closed": holds(
            (region["otherwise_closed"] == region["total"]).all(),
            "every case in the region was closed without a decision",
        ),
        "unhcr_no_laos_vietnam": holds(
            not region["country_of_asylum"].isin(["LAO", "VNM"]).any(), "no decision in Laos or Vietnam"
        ),
    }


def _years(frame: pd.DataFrame, code: str) -> str:
    return " and ".join(str(year) for year in frame.loc[frame["country_of_asylum"].eq(code), "year"])
