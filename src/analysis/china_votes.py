"""How China voted on North Korea in the Security Council and the General Assembly."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["ballots", "stated"]


def ballots(statuses: list[str]) -> pd.DataFrame:
    """Return each vote of the Security Council and the Assembly on North Korea with what China did.

    Returns:
        One row a vote: ``date``, ``year``, ``lane`` (what was voted on), ``vote`` (yes, no, abstained, veto, without a
        vote), ``substance`` (a veto could have stopped it), ``counted``, ``status`` and sources. Status and sources of
        an Assembly text adopted without a vote are those of the resolution.
    """
    council = datasets.load("security_council")
    council = council[council["chn_vote"].notna()].copy()
    panel = council["kind"].eq("veto") & ~council["vetoed_by"].fillna("").str.contains("CHN")
    lanes = {
        "sanctions_resolution": "Council: sanctions",
        "veto": "Council: sanctions",
        "procedural_vote": "Council: whether to discuss rights",
    }
    council["lane"] = council["kind"].map(lanes).mask(panel, "Council: panel of experts")
    council["vote"] = council["chn_vote"].mask(council["vetoed_by"].fillna("").str.contains("CHN"), "veto")
    renewals = datasets.load("panel_renewals").assign(
        lane="Council: panel of experts", vote=lambda rows: rows["chn_vote"]
    )
    texts = datasets.load("assembly_resolutions")
    roll = datasets.load("assembly_votes")
    roll = roll[roll["iso3"].eq("CHN")].merge(texts[["resolution", "date"]], on="resolution")
    silent = texts[texts["adopted_by"].eq("consensus")].assign(vote="without a vote")
    columns = ["date", "lane", "vote", "status", "source_id", "other_sources"]
    assembly = pd.concat([roll, silent], ignore_index=True).assign(lane="Assembly: rights")
    every = pd.concat([council[columns], renewals[columns], assembly[columns]], ignore_index=True)
    every["date"] = pd.to_datetime(every["date"])
    return every.assign(
        year=every["date"].dt.year,
        vote=every["vote"].replace({"abstain": "abstained"}),
        substance=every["lane"].isin(["Council: sanctions", "Council: panel of experts"]),
        counted=every["status"].isin(statuses),
    ).sort_values(["date", "lane"], ignore_index=True)


def stated(votes: pd.DataFrame) -> dict[str, Quantity]:
    """State what the chapter says on China's votes, as :func:`ballots` returns them."""
    counted = votes[votes["counted"]]
    substance = counted.loc[counted["substance"], "vote"].value_counts()
    rights = votes[votes["lane"].eq("Council: whether to discuss rights")]
    assembly = counted[counted["lane"].eq("Assembly: rights")]
    recorded = assembly[assembly["vote"].ne("without a vote")]
    vetoes = counted[counted["vote"].eq("veto")]
    return {
        "substance": quantity(int(substance.sum()), "votes", "Council votes of substance on North Korea"),
        "substance_yes": quantity(int(substance.get("yes", 0)), "votes", "of these, China in favour"),
        "substance_abstained": quantity(int(substance.get("abstained", 0)), "votes", "of these, China abstaining"),
        "substance_veto": quantity(int(substance.get("veto", 0)), "votes", "of these, vetoed by China"),
        "veto_share": quantity(substance.get("veto", 0) / substance.sum(), "share", "of these, vetoed by China"),
        "veto_day": quantity(vetoes["date"].max(), "date", "China's veto"),
        "mostly_yes": exceeds(substance.get("yes", 0), substance.sum() / 2, "votes", "China voted for most texts"),
        "no_rights_veto": holds(
            not votes.loc[~votes["substance"], "vote"].eq("veto").any(),
            "no text on rights in the North met a Chinese veto",
        ),
        "rights_lost": quantity(len(rights), "votes", "votes on whether to discuss rights, all lost by China"),
        "rights_recalled": quantity(int((~rights["counted"]).sum()), "votes", "of these, China's vote from memory"),
        "assembly_no": quantity(
            int(recorded["vote"].eq("no").sum()), "votes", "recorded Assembly votes with a Chinese no"
        ),
        "assembly_recorded": quantity(len(recorded), "votes", "recorded Assembly votes"),
        "assembly_silent": quantity(
            int(len(assembly) - len(recorded)), "texts", "Assembly texts adopted without a vote"
        ),
        "assembly_always_no": holds(recorded["vote"].eq("no").all(), "China voted against at every recorded vote"),
    }
