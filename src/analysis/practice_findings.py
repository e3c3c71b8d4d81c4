"""What the chapter on Thailand and Mongolia says about states: membership, practice, ties."""

from __future__ import annotations

import pandas as pd

from analysis import claims, datasets, korean_ties, treaties
from analysis.common_ground import BOUND, UNBOUND
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.return_practice import TRANSIT, left_out
from analysis.return_practice import two_way as cross

__all__ = ["candidates", "ledger", "shared", "ties", "two_way"]

CHAPTER = "thailand_mongolia"
ALPHA = 0.05
MILLION = 1_000_000
PERCENT = 100


def two_way(states: pd.DataFrame, variants: pd.DataFrame) -> dict[str, Quantity]:
    """State the table of membership and practice with its exact test."""
    seen = cross(states)
    return {
        "states": quantity(int(seen["n"]), "states", "transit states whose practice is known"),
        "members": quantity(seen["members"], "states", "of these, in both refugee treaties"),
        "members_pass": quantity(seen["members_protect"], "states", "members that pass people on"),
        "others": quantity(seen["others"], "states", "in neither refugee treaty"),
        "others_pass": quantity(seen["others_protect"], "states", "of these, pass people on"),
        "fisher_p": quantity(seen["p"], "", "Fisher's exact test, both tails"),
        "least_p": quantity(seen["least"], "", "smallest p that these margins allow"),
        "odds": quantity(seen["odds"], "", "conditional odds ratio"),
        "odds_interval": quantity((seen["odds_low"], seen["odds_high"]), "", "its exact interval"),
        "variants": quantity(len(variants), "variants", "measures and codings tried"),
        "same_without": holds(
            left_out(states)["p"].round(9).eq(round(seen["p"], 9)).all(), "no state moves p when left out"
        ),
        "no_association": exceeds(variants["p"].min(), ALPHA, "probability", "no variant shows an association"),
        "cannot_show": exceeds(
            seen["least"], ALPHA, "probability", "no result with these margins could have reached one in twenty"
        ),
        "sign_varies": holds(
            variants["difference"].min() < 0 < variants["difference"].max(), "the sign of the difference varies"
        ),
    }


def candidates(table: pd.DataFrame) -> dict[str, Quantity]:
    """State how well each candidate orders the states."""
    rows = table.set_index("candidate")
    votes, core = rows.loc["Votes against resolutions"], rows.loc["Core rights treaties joined"]
    refugee = rows.loc["Refugee treaties joined"]
    reach = (rows["auc"] - 0.5).abs()
    return {
        "candidates": quantity(len(rows), "candidates", "what might go with practice"),
        "votes_p": quantity(votes["p"], "", "exact p of votes against"),
        "votes_family": quantity(votes["family"], "", "the same, corrected for the number of candidates"),
        "core_auc": quantity(core["auc"], "share", "pairs of states ordered by core treaties joined"),
        "core_p": quantity(core["p"], "", "its exact p"),
        "refugee_auc": quantity(refugee["auc"], "share", "pairs of states ordered by refugee treaties joined"),
        "votes_order_all": holds(votes["auc"] in (0, 1), "votes order all states without an error"),
        "votes_best": holds(reach.idxmax() == votes.name, "votes order the states best"),
        "none_survives": holds(rows["family"].min() > ALPHA, "no candidate survives the correction"),
    }


def shared(separating: list[str], grid: pd.DataFrame, benchmark: pd.Series) -> dict[str, Quantity]:
    """State what both subjects have and both treaty-bound states lack, against chance."""
    ours = len(separating)
    dated = grid[grid["indicator"].isin(separating) & grid["iso3"].isin(UNBOUND)]
    late = dated.groupby("indicator")["as_of"].max().astype("int64")
    titles = grid.drop_duplicates("indicator").set_index("indicator")["title"]
    return {
        "indicators": quantity(int(grid["indicator"].nunique()), "indicators", "ordinal indicators compared"),
        "separating": quantity(ours, "indicators", "on which both rank above both treaty-bound states"),
        "separating_names": quantity(" and ".join(titles[sorted(separating)].str.lower()), "", "their titles"),
        "separating_since": quantity(int(late.min()), "year", "from when both states are documented on the older one"),
        "pairs": quantity(len(benchmark), "pairings", "ways to set a pair of transit states above another"),
        "pairs_share": quantity((benchmark >= ours).mean(), "share", "the same as a share"),
        "evidence_later": holds(late.min() > 2011, "both are documented only after the police series ended"),
    }  # fmt: skip


def ties(table: pd.DataFrame) -> dict[str, Quantity]:
    """State aid, votes and trade that set the states apart, or do not."""
    hosted = korean_ties.hosted()
    bound = treaties.parties()
    torture = set(bound[bound["instrument_id"] == "CAT"]["iso3"]) & set(TRANSIT)
    rows, trade, votes = table.set_index("iso3"), korean_ties.trade(), korean_ties.ballots()
    aid = rows["aid"].dropna()
    total = int(rows["votes"].max())
    practice = datasets.load("national_protection").set_index(["iso3", "indicator"])["value"]
    return {
        "aid_thailand": quantity(_millions(aid["THA"]), "US dollars", "Korean aid to Thailand, 2004 to 2023"),
        "aid_mongolia": quantity(_millions(aid["MNG"]), "US dollars", "Korean aid to Mongolia, 2004 to 2023"),
        "aid_vietnam": quantity(_millions(aid["VNM"]), "US dollars", "Korean aid to Vietnam, 2004 to 2023"),
        "ballots": quantity(total, "votes", "recorded Assembly votes on North Korea"),
        "thailand_abstained": quantity(int(votes.loc["THA", "abstained"]), "votes", "Thai abstentions"),
        "thailand_favour": quantity(int(votes.loc["THA", "in_favour"]), "votes", "Thai votes in favour"),
        "share_china": quantity(
            trade["CHN", "share_of_prk_trade", 2023] / PERCENT, "share", "of the North’s trade that is with China, 2023"
        ),
        "trade_mongolia": quantity(
            f"{trade['MNG', 'trade_with_prk', 2017] / MILLION:.1f} million", "US dollars", "trade with the North, 2017"
        ),
        "aid_unit": quantity("million", "", "unit of aid in the table"),
        "aid_contrary": holds(
            aid.idxmax() == "VNM" and aid.drop("CHN").idxmin() == "THA", "most to Vietnam, least but China to Thailand"
        ),
        "mongolia_absent": holds(votes.loc["MNG", "absent"] == total, "Mongolia is blank in every roll call"),
        "neither_against": holds(votes.loc[[*UNBOUND], "against"].eq(0).all(), "neither voted against"),
        "cambodia_neither": holds(votes.loc[BOUND[1], "against"] == 0, "nor did Cambodia"),
        "hosted": quantity(hosted["persons"], "persons", "refugees of all origins in Thailand"),
        "hosted_year": quantity(int(hosted["year"]), "year", "last year on record"),
        "hosted_myanmar": holds(
            hosted["largest_origin"] == "MMR" and hosted["largest_origin_persons"] > 0.9 * hosted["persons"],
            "more than nine in ten of them are from Myanmar",
        ),
        "mongolia_let_unhcr": holds(
            practice["MNG", "unhcr_access_to_north_koreans"] == "yes", "Mongolia let UNHCR reach North Koreans"
        ),
        "thailand_let_unhcr_partly": holds(
            practice["THA", "unhcr_access_to_north_koreans"] == "partial", "Thailand let UNHCR reach some"
        ),
        "thailand_sees_illegal_entry": holds(
            practice["THA", "treats_north_koreans_as"] == "illegal_entrant_transferred",
            "Thailand treats North Koreans as illegal entrants whom it passes on",
        ),
        "torture_binds": holds(torture == set(TRANSIT) - {"MMR"}, "all transit states but Myanmar are in it"),
        "all_host": holds(_all_host(), "every transit state hosts an embassy of the North"),
    }  # fmt: skip


def _millions(value: float) -> str:
    return f"{value:,.0f} million"


def _all_host() -> bool:
    rows = datasets.load("ties").query("tie == 'prk_embassy_hosted'")
    return bool(rows["answer"].eq("yes").all() and rows["iso3"].nunique() == len(TRANSIT))


def ledger() -> dict[str, Quantity]:
    """Count the verdicts on the thesis's claims of this section."""
    verdicts = claims.decided(CHAPTER)["verdict"].value_counts()
    rows = claims.decided(CHAPTER)
    found = {
        f"claims_{name}": quantity(int(verdicts.get(name, 0)), "claims", f"claims of the section {name}")
        for name in claims.VERDICTS
    }
    return found | {
        "claims_total": quantity(len(rows), "claims", "claims of the section"),
        "claims_cables": quantity(int(rows["cable_only"].sum()), "claims", "verdicts that rest on cables alone"),
        "claims_mostly_stand": holds(verdicts["supported"] > len(rows) / 2, "more than half are supported"),
    }  # fmt: skip
