"""What the chapter on accountability says of routes, conditions and levers."""

from __future__ import annotations

import pandas as pd

from analysis.accountability import Accountability, opened
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["against", "findings", "levers"]

OUTSIDE = ["council_vote", "prk_accepts"]
"""The conditions that the Security Council and Pyongyang hold."""


def findings(frames: Accountability) -> dict[str, Quantity]:
    """State what the chapter says of the tree, the blockers and the levers, in numbers and predicates."""
    parts = (_tree, _blockers, _opens, _levers)
    return {name: value for part in parts for name, value in part(frames).items()}


def against(frame: pd.DataFrame, state: str) -> pd.DataFrame:
    """Return the routes against a state: those that name it, alone or with others (``state``: alpha-3 code)."""
    return frame[frame["respondent_iso3"].str.split(";").map(lambda codes: state in codes)]


def levers(frames: Accountability) -> pd.DataFrame:
    """Say who holds what.

    Returns:
        One row a holder, the one who holds up most routes first: ``holder``, ``lever`` (what would change the
        condition, joined), ``blocks`` (routes with a condition of this holder not met, each once), ``law`` (of them
        by a condition of law), ``alone`` (routes that nobody else holds up) and ``opens`` (routes that one changed
        condition of law of this holder would open).
    """
    unmet = frames.needs[frames.needs["met"] != "yes"]
    several = unmet.groupby("route_id")["holder"].transform("nunique") > 1
    opens = frames.opens.merge(frames.conditions, on="condition_id").groupby("holder")["opens"].sum()
    words = unmet.sort_values("position").drop_duplicates("condition_id").groupby("holder")["lever"].agg("; ".join)
    table = pd.DataFrame(
        {
            "lever": words,
            "blocks": unmet.groupby("holder")["route_id"].nunique(),
            "law": unmet[unmet["stage"] == "law"].groupby("holder")["route_id"].nunique(),
            "alone": unmet[~several].groupby("holder")["route_id"].nunique(),
            "opens": opens,
        }
    )
    counts = ["blocks", "law", "alone", "opens"]
    table = table[table["lever"].notna()]
    table[counts] = table[counts].fillna(0).astype("int64")
    table["lever"] = table["lever"].str[:1].str.upper() + table["lever"].str[1:]
    return table.sort_values(["blocks", "opens"], ascending=False, kind="stable").reset_index()


def _tree(frames: Accountability) -> dict[str, Quantity]:
    routes, needs = frames.routes, frames.needs
    law = routes["law"].value_counts()
    open_ = routes[routes["law"] == "yes"]
    arguable = routes[routes["law"] == "partly"]
    dependent = needs[needs["condition_id"].isin(OUTSIDE)]["route_id"]
    used = open_["use"].eq("tried")
    north, china = against(open_, "PRK"), against(open_, "CHN")
    courts = routes["branch"].isin(["Criminal Court", "World Court", "Special tribunal"])
    world = routes[routes["branch"] == "World Court"]
    national = north["branch"].str.startswith("National courts")
    return {
        "routes_n": quantity(len(routes), "routes", "routes examined"),
        "branches_n": quantity(routes["branch"].nunique(), "branches", "branches of the tree"),
        "open_n": quantity(int(law["yes"]), "routes", "routes whose law is met"),
        "partly_n": quantity(int(law["partly"]), "routes", "routes whose law is partly met"),
        "shut_n": quantity(int(law["no"]), "routes", "routes whose law is not met"),
        "open_tried": quantity(int(used.sum()), "routes", "open routes that were tried"),
        "open_untried": quantity(int((~used).sum()), "routes", "open routes not tried, proposals among them"),
        "partly_tried": holds(arguable["use"].eq("untried").all(), "no arguable route was tried"),
        "open_prk": quantity(len(north), "routes", "open routes against North Korea"),
        "open_chn": quantity(len(china), "routes", "open routes against China"),
        "national_prk": quantity(int(national.sum()), "routes", "open routes against North Korea in national courts"),
        "open_without_council_or_pyongyang": holds(
            len(north) > 0 and not open_["route_id"].isin(dependent).any(),
            "routes against North Korea are open, and no open route waits for the Security Council or Pyongyang",
        ),
        "china_never_national": holds(
            not china["branch"].str.startswith("National courts").any() and not china["branch"].eq("Sanctions").any(),
            "no open route against China leads to a national court or a list of sanctions",
        ),
        "contentious_open": holds(
            not (world["law"].eq("yes") & ~world["route_id"].eq("R15")).any(),
            "at the World Court only the advisory opinion is open in law",
        ),
        "no_verdict": holds(
            not (courts & routes["law"].eq("yes") & routes["use"].eq("tried") & ~routes["route_id"].eq("R05")).any(),
            "before international courts one route was tried, the examination closed in 2014",
        ),
        "law_documented": quantity(
            float(needs.loc[needs["stage"] == "law", "basis"].eq("document").mean()),
            "share",
            "conditions of law that rest on a document",
        ),
        "law_recalled": quantity(
            int((needs["stage"].eq("law") & needs["basis"].eq("recalled")).sum()), "conditions", "conditions recalled"
        ),
        "later_inferred": quantity(
            float(needs.loc[needs["stage"] != "law", "basis"].eq("inference").mean()),
            "share",
            "conditions of start and effect that are the compilers' reading",
        ),
        "needs_n": quantity(len(needs), "conditions", "pairs of a route and a condition"),
        "conditions_n": quantity(len(frames.conditions), "conditions", "conditions shared by the routes"),
    }


def _blockers(frames: Accountability) -> dict[str, Quantity]:
    table = frames.blockers.set_index("condition_id")
    base, law = table["unmet"].sort_values(ascending=False), table["law"].sort_values(ascending=False)
    leaders = table.eq(table.max()).loc[["applicant", "chn_accepts"]].sum(axis=1)
    return {
        "applicant_blocks": quantity(int(base["applicant"]), "routes", "routes without a willing applicant"),
        "custody_blocks": quantity(int(base["custody"]), "routes", "routes without a suspect within reach"),
        "assets_blocks": quantity(int(base["assets"]), "routes", "routes without money within reach"),
        "council_blocks": quantity(int(base["council_vote"]), "routes", "routes that wait for the Security Council"),
        "china_blocks": quantity(int(law["chn_accepts"]), "routes", "routes that China's consent shuts in law"),
        "pyongyang_blocks": quantity(int(law["prk_accepts"]), "routes", "routes that Pyongyang's consent shuts in law"),
        "applicant_first": exceeds(
            base["applicant"], base.drop("applicant").max(), "routes", "the missing applicant blocks most routes"
        ),
        "china_first_in_law": exceeds(
            law["chn_accepts"], law.drop("chn_accepts").max(), "routes", "China's consent is missing most often in law"
        ),
        "veto_not_first": exceeds(
            base["custody"], base["council_vote"], "routes", "custody stops more routes than the Council does"
        ),
        "rules_n": quantity(table.shape[1], "rules", "rules of counting"),
        "applicant_leads": quantity(int(leaders["applicant"]), "rules", "rules under which the applicant leads"),
        "china_leads": quantity(int(leaders["chn_accepts"]), "rules", "rules under which China leads, ties included"),
        "council_never_leads": holds(
            not table.loc["council_vote"].eq(table.max()).any(), "under no rule does the Council's vote lead"
        ),
    }


def _opens(frames: Accountability) -> dict[str, Quantity]:
    table = frames.opens.set_index("condition_id")
    loose = opened(frames.needs, frames.conditions, partly=True).set_index("condition_id")
    sets = {
        state: opened(against(frames.needs, state), frames.conditions, partly=frames.partly).set_index("condition_id")
        for state in ("PRK", "CHN")
    }
    counts = table["opens"]
    return {
        "china_opens": quantity(int(counts["chn_accepts"]), "routes", "routes that China's consent alone would open"),
        "council_opens": quantity(int(counts["council_vote"]), "routes", "routes that a Council vote would open"),
        "pyongyang_opens": quantity(int(counts["prk_accepts"]), "routes", "routes that Pyongyang alone could open"),
        "fits_opens": quantity(int(counts["crime_fits"]), "routes", "routes that a finding on the crime would open"),
        "soil_opens": quantity(int(counts["party_soil"]), "routes", "routes that a ruling on territory would open"),
        "china_opens_most": exceeds(
            counts["chn_accepts"], counts.drop("chn_accepts").max(), "routes", "China's consent would open most"
        ),
        "china_not_for_pyongyang": holds(
            sets["PRK"].loc["chn_accepts", "opens"] == 0, "China's consent opens nothing against North Korea"
        ),
        "council_not_for_china": holds(
            sets["CHN"].loc["council_vote", "opens"] == 0, "a Council vote alone opens nothing against China"
        ),
        "council_opens_prk": quantity(
            int(sets["PRK"].loc["council_vote", "opens"]), "routes", "routes against North Korea that a vote opens"
        ),
        "soil_not_alone": holds(
            counts["party_soil"] == 0, "a ruling on territory alone opens no route: the crime must fit as well"
        ),
        "loose_council": quantity(
            int(loose.loc["council_vote", "opens"]), "routes", "routes that a vote opens, partly taken as met"
        ),
        "loose_china": quantity(
            int(loose.loc["chn_accepts", "opens"]), "routes", "routes that China opens, partly taken as met"
        ),
        "loose_order": exceeds(
            loose.loc["chn_accepts", "opens"],
            loose["opens"].drop("chn_accepts").max(),
            "routes",
            "China's consent still opens most when partly counts as met",
        ),
    }


def _levers(frames: Accountability) -> dict[str, Quantity]:
    table = levers(frames).set_index("holder")
    others, council = table.loc["Other states"], table.loc["Security Council"]
    return {
        "holders_n": quantity(len(table), "holders", "holders of an unmet condition"),
        "others_block": quantity(int(others["blocks"]), "routes", "routes that other states hold up"),
        "others_alone": quantity(int(others["alone"]), "routes", "routes that nobody else holds up"),
        "council_levers": quantity(int(council["blocks"]), "routes", "routes that the Council holds up"),
        "pyongyang_levers": quantity(int(table.loc["North Korea", "blocks"]), "routes", "routes Pyongyang shuts"),
        "others_hold_most": exceeds(
            others["blocks"], table["blocks"].drop("Other states").max(), "routes", "other states hold up most routes"
        ),
        "others_hold_more_alone": exceeds(
            others["alone"], council["alone"], "routes", "other states alone hold up more than the Council alone"
        ),
    }
