"""Laos, Vietnam and Cambodia: their grades, treaties and bodies, and what became of the people found there."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import (
    claims,
    datasets,
    incident_findings,
    incidents,
    regional_bodies,
    trafficking_tiers,
    treaties,
    treaty_scores,
)
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["GROUP", "SoutheastAsia", "findings", "overview", "prepare"]

GROUP = ["LAO", "VNM", "KHM"]
"""The states of the chapter, in the order of the thesis."""
SCORES_FROM = 2000
"""First year for which the correlation with rights scores is followed."""


@dataclass(frozen=True)
class SoutheastAsia:
    """The frames of the chapter.

    Attributes:
        tiers: one row a state and trafficking report, with ``counted``.
        incidents: what is on record about people found (see :func:`incidents.incidents`).
        drawn: the same without rows that rest on leaked cables alone, if these are not shown.
        rates: the outcome of each group whose size is known, with exact intervals.
        groups: recorded groups sent away, by state, with exact intervals.
        every_group: the same with contested incidents.
        trials: rank correlations of treaties held with scores and codings.
        yearly: the same coefficient year by year.
        year: year of the correlation.
        level: coverage of the intervals.
    """

    tiers: pd.DataFrame
    incidents: pd.DataFrame
    drawn: pd.DataFrame
    rates: pd.DataFrame
    groups: pd.DataFrame
    every_group: pd.DataFrame
    trials: pd.DataFrame
    yearly: pd.DataFrame
    year: int
    level: float


def prepare(statuses: list[str], cables: bool, year: int, level: float) -> SoutheastAsia:
    """Load the tables of the chapter and derive its frames.

    Args:
        statuses: statuses of rows that count; others are drawn hollow.
        cables: whether rows that rest on leaked cables alone are drawn; they never count.
        year: year of the rank correlation.
        level: coverage of the intervals.

    Raises:
        ValueError: when the statuses leave no group of Laos or of Vietnam; the chapter has nothing to say then.
    """
    every = incidents.incidents(GROUP, statuses)
    lost = {"LAO", "VNM"} - set(every.loc[every["counted"], "iso3"])
    if lost:
        raise ValueError(f"no group counts for {' and '.join(sorted(lost))}: admit the status corroborated")
    drawn = every if cables else every[~every["cable_only"]].reset_index(drop=True)
    return SoutheastAsia(
        tiers=trafficking_tiers.grid(statuses),
        incidents=every,
        drawn=drawn,
        rates=incidents.rates(drawn, level),
        groups=incidents.groups(every, level),
        every_group=incidents.groups(every, level, contested=True),
        trials=treaty_scores.trials(year),
        yearly=treaty_scores.yearly(SCORES_FROM),
        year=year,
        level=level,
    )


def votes() -> pd.DataFrame:
    """Count the three states' recorded Assembly votes on North Korea: index code, columns no, abstain, yes, absent."""
    rows = datasets.load("assembly_votes")
    rows = rows[rows["iso3"].isin(GROUP)]
    return pd.crosstab(rows["iso3"], rows["vote"]).reindex(columns=["no", "abstain", "yes", "absent"], fill_value=0)


def overview(chapter: SoutheastAsia) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Set the three states side by side: one row a question, one column a state, and the rows of data behind it."""
    ties = datasets.load("ties")
    ties = ties[ties["iso3"].isin(GROUP) & ties["tie"].isin(["prk_diplomatic_relations", "rok_diplomatic_relations"])]
    since = ties.assign(since=ties["since"].str[:4]).pivot(index="tie", columns="iso3", values="since")
    law = datasets.load("national_protection")
    wanted = ["has_refugee_status_procedure", "unhcr_office", "treats_north_koreans_as"]
    law = law[law["iso3"].isin(GROUP) & law["indicator"].isin(wanted)]
    leaked = law["cable_only"].map({True: " (cables alone)", False: ""})
    words = law["value"].str.replace("_", " ").str.cat(leaked)
    coded = law.assign(value=words).pivot(index="indicator", columns="iso3", values="value")
    tiers = chapter.tiers[chapter.tiers["iso3"].isin(GROUP) & chapter.tiers["counted"]].set_index(["iso3", "year"])[
        "tier"
    ]
    core = treaty_scores.held(treaties.last_year())[GROUP].astype("string")
    joined = treaties.consents()
    joined = joined[joined["instrument_id"].eq("CSR1951") & joined["iso3"].isin(GROUP)]
    ballots = votes().astype("string").agg(" / ".join, axis=1)
    people = incident_findings.people(chapter.incidents, GROUP)
    rows = {
        "Relations with Pyongyang since": since.loc["prk_diplomatic_relations"],
        "Relations with Seoul since": since.loc["rok_diplomatic_relations"],
        "Assembly votes: no / abstain / yes / absent": ballots,
        "Core treaties held": core,
        "Refugee Convention since": joined.set_index("iso3")["date"].str[:4],
        "Decides refugee status": coded.loc["has_refugee_status_procedure"],
        "UNHCR office": coded.loc["unhcr_office"],
        "Classes North Koreans as": coded.loc["treats_north_koreans_as"],
        "Trafficking tier in 2018": tiers.xs(2018, level="year"),
        "Counted groups: people moved on": people["moved"].astype("string"),
        "Counted groups: people sent away": people["away"].astype("string"),
    }
    frame = pd.DataFrame(rows).reindex(GROUP).T.rename_axis("question").reset_index()
    behind = [ties, law, joined, chapter.incidents[chapter.incidents["counted"]]]
    return frame, behind


def findings(chapter: SoutheastAsia) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    thesis = datasets.load("claims").set_index("claim_id")["as_of"]
    few = int(thesis["trn-few-treaties"])
    stated: dict[str, Quantity] = {"level": quantity(chapter.level, "share", "coverage of the intervals")}
    stated |= trafficking_tiers.stated(chapter.tiers, GROUP, int(thesis["fig3-noncompliant"]))
    stated |= treaty_scores.stated(chapter.year, few, GROUP, chapter.trials, chapter.yearly)
    stated |= regional_bodies.stated() | _politics() | _ledger()
    stated |= incident_findings.record(chapter.incidents, GROUP)
    return stated | incident_findings.chances(chapter.rates, chapter.groups, chapter.every_group, chapter.level)


def _politics() -> dict[str, Quantity]:
    count = votes()
    routes = datasets.load("waypoints").groupby("route_id")["iso3"].agg(lambda codes: set(codes) & set(GROUP))
    shares = datasets.load("transit_arrivals").set_index("arrival_id")["low"]
    ties = datasets.load("ties")
    ties = ties[ties["iso3"].isin(GROUP) & ties["kind"].eq("diplomatic_relations")]
    clauses = treaties.clauses()
    named = datasets.load("review_recommendations")
    rated = datasets.load("freedom_scores")
    own = clauses[clauses["iso3"].isin(GROUP) & clauses["procedure"].eq("individual")]
    law = datasets.load("national_protection")
    law = law[law["iso3"].isin(GROUP)].set_index(["indicator", "iso3"])
    label = law.loc["treats_north_koreans_as", "cable_only"]
    return {
        "roll_calls": quantity(int(count.sum(axis=1).max()), "votes", "recorded Assembly votes on North Korea"),
        "votes_lao_no": quantity(int(count.loc["LAO", "no"]), "votes", "Laos against"),
        "votes_khm_abstain": quantity(int(count.loc["KHM", "abstain"]), "votes", "Cambodia abstaining"),
        "votes_vnm_no": holds(count.loc["VNM", "no"] == count.loc["VNM"].sum(), "Vietnam voted against each time"),
        "votes_khm_never_no": holds(count.loc["KHM", "no"] == 0, "Cambodia never voted against"),
        "relations_both": holds(
            len(ties) == 2 * len(GROUP) and ties["answer"].eq("yes").all(), "all three have relations with both Koreas"
        ),
        "routes_known": quantity(int(routes.map(bool).sum()), "routes", "mapped routes through any of the three"),
        "routes_never_all": exceeds(len(GROUP), routes.map(len).max(), "states", "no mapped route crosses all three"),
        "through_laos": quantity(
            int(shares["lao-2007-share"]) / 100, "share", "of entrants to Thailand through Laos, at least"
        ),
        "through_vietnam": quantity(
            int(shares["vnm-2009-share"]) / 100, "share", "of pupils of one school through Vietnam"
        ),
        "never_named": holds(
            not named.loc[named["iso3"].isin(GROUP), "names_north_koreans"].any(),
            "no recommendation on record to the three names North Koreans",
        ),
        "not_free": holds(
            rated.loc[rated["iso3"].isin(GROUP), "rating"].eq("Not Free").all(),
            "all three were rated Not Free each time",
        ),
        "status_khm_only": holds(
            list(law.loc["has_refugee_status_procedure", "value"].eq("yes").loc[lambda yes: yes].index) == ["KHM"],
            "Cambodia alone decides claims to refugee status",
        ),
        "unhcr_khm_only": holds(
            list(law.loc["unhcr_office", "value"].eq("yes").loc[lambda yes: yes].index) == ["KHM"],
            "Cambodia alone had an office of UNHCR when last seen",
        ),
        "label_vnm_leaked": holds(
            list(label[label].index) == ["VNM"], "how Vietnam classes North Koreans is known from a leaked cable alone"
        ),
        "complaints_khm_only": holds(
            set(own.loc[own["open"], "iso3"]) == {"KHM"}, "Cambodia alone accepts an individual complaint"
        ),
        "complaints_khm": quantity(int(own["open"].sum()), "procedures", "complaint procedures accepted by the three"),
    }


def _ledger() -> dict[str, Quantity]:
    verdicts = claims.decided("southeast_asia")["verdict"].value_counts()
    names = {"supported": "stand", "corrected": "are corrected", "disputed": "are disputed", "unverified": "stay open"}
    return {"claims_total": quantity(int(verdicts.sum()), "claims", "claims of the section")} | {
        f"claims_{name}": quantity(int(verdicts.get(name, 0)), "claims", f"of these {about}")
        for name, about in names.items()
    }
