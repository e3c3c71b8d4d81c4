"""What the tree and the votes say to the claims of the thesis on accountability."""

from __future__ import annotations

from analysis import claims, datasets
from analysis.accountability import Accountability
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["findings"]

GATEWAYS = ["council_vote", "party_soil", "accused_national", "prk_accepts"]
"""The ways in which the Criminal Court may come to have jurisdiction (Rome Statute, articles 12 and 13)."""


def findings(frames: Accountability) -> dict[str, Quantity]:
    """State the predicates that decide claims, and the count of verdicts."""
    routes, needs = frames.routes.set_index("route_id"), frames.needs
    court = needs[needs["branch"] == "Criminal Court"]
    ways = court.loc[court["condition_id"].isin(GATEWAYS), "condition_id"].nunique()
    thesis = claims.thesis_range("syria-veto-2014")[1]
    syria = frames.referrals.set_index("situation").loc["Syria"]
    rights = frames.council[frames.council["subject"] == "human_rights"]
    tried = routes[routes["use"] == "tried"]
    opened = datasets.load("special_procedures").set_index("item_id").loc["icc-investigations-opened", "number"]
    verdicts = claims.decided("accountability")["verdict"].value_counts()
    counts = {
        f"claims_{name}": quantity(int(verdicts.get(name, 0)), "claims", f"claims {name}") for name in claims.VERDICTS
    }
    return counts | {
        "claims_n": quantity(int(verdicts.sum()), "claims", "claims decided here"),
        "proposals_on_record": holds(
            {"R01", "R17", "R43"} <= set(routes.index[routes["tried"] == "recommended"]),
            "referral, a tribunal and targeted sanctions of the Council were proposed",
        ),
        "gateways_n": quantity(ways, "ways", "ways to the jurisdiction of the Criminal Court over the North"),
        "more_gateways": exceeds(ways, 2, "ways", "more ways lead to the Criminal Court than the thesis names"),
        "territory_arguable": holds(
            court.loc[court["condition_id"] == "party_soil", "met"].ne("no").all(),
            "jurisdiction through the soil of a party is nowhere excluded",
        ),
        "examined_once": holds(
            routes.loc["R05", "tried"] == "yes" and routes.loc["R05", "law"] == "yes",
            "the prosecutor examined acts of the North on the soil of the South",
        ),
        "syria_two_vetoes": holds(
            syria["outcome"] == "vetoed" and syria["no"] == thesis and syria["chn_vote"] == syria["rus_vote"] == "no",
            "China and Russia vetoed the referral of Syria",
        ),
        "syria_all_others": holds(syria["abstain"] == 0, "every other member voted for the referral of Syria"),
        "council_met_2014": holds(
            (rights["year"].eq(2014) & rights["kind"].eq("human_rights_meeting")).any(),
            "the Council took up the situation in 2014",
        ),
        "reached_something": holds(
            tried["branch"].isin(["Sanctions", "National courts: damages"]).any(),
            "lists of sanctions and judgments for damages exist",
        ),
        "repository_exists": holds(routes.loc["R20", "tried"] == "yes", "an office and a repository were set up"),
        "no_case_before_a_court": holds(opened == 0, "no investigation by the Criminal Court was traced"),
    }
