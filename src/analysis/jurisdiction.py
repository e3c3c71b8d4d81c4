"""Where courts have jurisdiction: parties to the Rome Statute, court clauses, referrals and the Council's votes."""

from __future__ import annotations

import pandas as pd

from analysis import treaties
from analysis.accountability import Accountability
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.security_council import NEEDED

__all__ = ["ballots", "findings"]


def ballots(frames: Accountability) -> pd.DataFrame:
    """Return the votes that bear on a referral of North Korea, in three groups.

    Returns:
        One row a vote: ``group``, ``name``, ``yes``, ``abstain``, ``no``, ``outcome``, ``documented`` and sources. The
        groups are referrals of other situations, votes on whether to meet on North Korea's human rights (no veto
        applies) and vetoed drafts on its weapons.
    """
    referrals = frames.referrals.assign(group="Referrals to the court", name=frames.referrals["situation"])
    rows = frames.council[frames.council["kind"].isin(["procedural_vote", "veto"])]
    rows = rows.assign(
        group=rows["kind"].map({"procedural_vote": "To meet on rights in the North", "veto": "Drafts on its weapons"}),
        name=rows["year"].astype(str),
    )
    referrals = referrals.assign(name=referrals["name"] + ", " + referrals["date"].dt.year.astype(str))
    both = pd.concat([referrals, rows.assign(date=rows["day"])], ignore_index=True)
    both = both.assign(documented=both["status"] != "recalled")
    columns = ["group", "name", "date", "yes", "abstain", "no", "outcome", "chn_vote", "rus_vote", "documented"]
    sources = ["source_id", "other_sources", "status"]
    return both[[*columns, *sources]].astype({"yes": "int64", "abstain": "int64", "no": "int64"})


def findings(frames: Accountability) -> dict[str, Quantity]:
    """State what the chapter says of jurisdiction and of the Council's votes, in numbers and predicates."""
    return _votes(frames) | _clauses(frames)


def _votes(frames: Accountability) -> dict[str, Quantity]:
    table = frames.referrals.set_index("situation")
    rights = frames.council[frames.council["subject"] == "human_rights"]
    met = frames.council[frames.council["kind"] == "procedural_vote"]
    vetoes = frames.council[frames.council["kind"] == "veto"]
    darfur = table.loc["Darfur (Sudan)"]
    return {
        "referrals_n": quantity(len(table), "votes", "votes on referring a situation"),
        "darfur_yes": quantity(int(darfur["yes"]), "votes", "votes for the referral of Darfur"),
        "darfur_abstain": quantity(int(darfur["abstain"]), "votes", "abstentions on Darfur"),
        "syria_yes": quantity(int(table.loc["Syria", "yes"]), "votes", "votes for the referral of Syria"),
        "syria_no": quantity(int(table.loc["Syria", "no"]), "votes", "votes against the referral of Syria"),
        "needed": quantity(NEEDED, "votes", "votes that a decision needs"),
        "abstention_is_enough": holds(
            darfur["outcome"] == "adopted" and darfur["chn_vote"] == "abstain", "Darfur passed while China abstained"
        ),
        "china_never_same": holds(
            set(table["chn_vote"]) == {"abstain", "yes", "no"}, "China voted differently each time"
        ),
        "votes_not_the_trouble": exceeds(
            table.loc["Syria", "yes"], darfur["yes"], "votes", "the vetoed draft had more votes than an adopted one"
        ),
        "meetings_n": quantity(len(met), "votes", "votes on whether to meet on human rights"),
        "meetings_yes": quantity((int(met["yes"].min()), int(met["yes"].max())), "votes", "votes for a meeting"),
        "meetings_carried": holds((met["yes"] >= NEEDED).all(), "each vote to meet had the nine"),
        "meetings_opposed": holds(
            met["chn_vote"].eq("no").all() and met["rus_vote"].eq("no").all(), "China and Russia opposed each"
        ),
        "vetoes_n": quantity(len(vetoes), "drafts", "vetoed drafts on North Korea"),
        "no_rights_draft": holds(
            set(rights["kind"]) <= {"procedural_vote", "human_rights_meeting"},
            "no draft on human rights in North Korea is on record as put to the vote",
        ),
        "vetoes_on_weapons": holds(vetoes["subject"].eq("weapons").all(), "the vetoes were on weapons"),
    }


def _clauses(frames: Accountability) -> dict[str, Quantity]:
    open_ = frames.clauses[frames.clauses["open"]]
    live = open_[open_["instrument_id"] != "CSR1951"]
    held = treaties.parties()
    rome = set(held.loc[held["instrument_id"] == "ROME", "iso3"])
    standing = treaties.standings(treaties.last_year())
    signed = standing[(standing["instrument_id"] == "ROME") & (standing["standing"] == "signatory")]
    reserved = frames.clauses[frames.clauses["basis"].eq("reservation")].groupby("iso3").size()
    return {
        "clauses_n": quantity(frames.clauses["instrument_id"].nunique(), "clauses", "court clauses compared"),
        "rome_parties": holds(rome == {"KOR", "MNG", "KHM"}, "South Korea, Mongolia and Cambodia are parties"),
        "thailand_signed": holds(
            set(signed["iso3"]) == {"THA"}, "Thailand signed the Rome Statute and went no further"
        ),
        "prk_not_rome": holds(
            standing.loc[(standing["instrument_id"] == "ROME") & (standing["iso3"] == "PRK"), "standing"]
            .isin(["outside", "silent"])
            .all(),
            "North Korea is recorded neither as a party to the Rome Statute nor as a signatory",
        ),
        "prk_genocide_only": holds(
            set(live.loc[live["iso3"] == "PRK", "instrument_id"]) == {"CPPCG"}, "Article IX alone is open to Pyongyang"
        ),
        "china_no_live_clause": holds(not live["iso3"].eq("CHN").any(), "no live court clause is open against China"),
        "china_reserved": quantity(int(reserved["CHN"]), "clauses", "court clauses that China reserved"),
        "syria_model_shut": holds(
            not open_[(open_["instrument_id"] == "CAT") & open_["iso3"].isin(["PRK", "CHN"])].shape[0],
            "the clause used against Syria is shut against North Korea and China",
        ),
    }
