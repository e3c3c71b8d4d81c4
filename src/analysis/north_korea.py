"""North Korea before the United Nations: what it promised, what it answered, whom it let in, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import (
    access,
    assembly,
    claims,
    datasets,
    periodic_review,
    political_record,
    review_findings,
    rights_scores,
    security_council,
)
from analysis.claims import thesis_range
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["NorthKorea", "findings", "prepare"]

BURST = 3
"""Years of the span in which acts of joining are counted: the break year and the years just after it."""


@dataclass(frozen=True)
class NorthKorea:
    """The frames of the chapter.

    Attributes:
        committees: one row a core treaty: consent, latest report and review, whether one is overdue.
        acts: documented acts by which the state bound itself further, with their year.
        answers: accepted shares by state and cycle on the basis of the run, with both intervals.
        printed: the same on the printed basis, on which the thesis counts.
        subjects: North Korea's answers of 2009 and 2014 by subject.
        reports: the rapporteur's reports.
        resolutions: Assembly resolutions, one a year.
        ballots: the nine states' votes, one row a state and year.
        council: votes and meetings of the Security Council.
        changes: change of each score around each year, by state, in standard deviations.
        peers: codes of the states of comparison.
        break_year: the year on trial.
        window: years before and after it.
        level: coverage of the intervals.
        last: last year with a committee's review, from which silence is counted.
    """

    committees: pd.DataFrame
    acts: pd.DataFrame
    answers: pd.DataFrame
    printed: pd.DataFrame
    subjects: pd.DataFrame
    reports: pd.DataFrame
    resolutions: pd.DataFrame
    ballots: pd.DataFrame
    council: pd.DataFrame
    changes: pd.DataFrame
    peers: list[str]
    break_year: int
    window: int
    level: float
    last: int


def prepare(peers: list[str], break_year: int, window: int, count_basis: str, level: float) -> NorthKorea:
    """Load the tables of the chapter and derive its frames.

    Args:
        peers: codes of the states of comparison, North Korea not among them.
        break_year: the year on trial as a turning point.
        window: years before and after it.
        count_basis: ``printed`` or ``database`` counts of recommendations.
        level: coverage of the intervals.

    Raises:
        ValueError: when North Korea is among its own peers.
    """
    if access.STATE in peers:
        raise ValueError("North Korea cannot be its own peer")
    return NorthKorea(
        committees=access.committees(),
        acts=access.acts(),
        answers=periodic_review.acceptance(count_basis, level),
        printed=periodic_review.acceptance("printed", level),
        subjects=periodic_review.subjects(),
        reports=access.reports(),
        resolutions=assembly.record(),
        ballots=assembly.ballots(),
        council=security_council.events(),
        changes=rights_scores.changes(peers, window),
        peers=peers,
        break_year=break_year,
        window=window,
        level=level,
        last=int(access.reviews()["reviewed"].max()),
    )


def findings(state: NorthKorea) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    parts = (
        _ledger(),
        _bound(state),
        review_findings.reviewed(state.printed, state.level),
        review_findings.compared(state.answers, state.peers),
        review_findings.by_subject(state.subjects, state.level),
        _access(state),
        political_record.assembly_votes(state.resolutions, state.ballots, state.level),
        political_record.council_votes(state.council, state.level),
        political_record.scores(state.changes, state.break_year, state.peers, state.window),
    )
    level = {"level": quantity(state.level, "share", "coverage of the intervals")}
    return level | {name: value for part in parts for name, value in part.items()}


def _ledger() -> dict[str, Quantity]:
    frame = claims.decided("north_korea").set_index("claim_id")
    verdicts = frame["verdict"].value_counts()
    motives = (
        datasets.load("arrivals_profile")
        .query("as_of == '2021-06' and dimension == 'motive'")
        .set_index("category")["share"]
    )
    return {
        "claims_total": quantity(len(frame), "claims", "claims of the thesis that this chapter decides"),
        **{
            f"claims_{verdict}": quantity(int(verdicts[verdict]), "claims", f"of them {verdict}")
            for verdict in claims.VERDICTS
        },
        "camps_then": quantity(
            int(frame.at["camps-number-unchanged", "value_high"]), "camps", "political camps known at first"
        ),
        "camps_now": quantity(
            int(frame.at["camps-number-unchanged", "value_low"]), "camps", "political camps counted since 2013"
        ),
        "motive_food": quantity(
            motives["lack of food"] / 100, "share", "residents who name want of food as motive, 2021"
        ),
        "motive_control": quantity(
            motives["dislike of surveillance and control"] / 100, "share", "who name control, 2021"
        ),
    }


def _bound(state: NorthKorea) -> dict[str, Quantity]:
    frame = state.committees.set_index("instrument_id")
    held = frame.dropna(subset=["bound"])
    consent = (
        state.acts[state.acts["instrument_id"].isin(held.index)]
        .drop_duplicates("instrument_id")["action"]
        .value_counts()
    )
    spans = access.spans(state.acts, BURST)
    here = range(state.break_year, state.break_year + BURST)
    apart = spans[(spans.index <= here[0] - BURST) | (spans.index > here[-1])]
    late = held[held["overdue"].eq("yes")]
    return {
        "core_total": quantity(len(frame), "treaties", "core human rights treaties"),
        "core_held": quantity(len(held), "treaties", "core treaties to which the state is party"),
        "core_acceded": quantity(int(consent["accession"]), "treaties", "of them by accession"),
        "acts_total": quantity(len(state.acts), "acts", "documented acts of joining or withdrawing a reservation"),
        "acts_first": quantity(int(state.acts["year"].min()), "year", "first of them"),
        "acts_burst": quantity(int(spans[state.break_year]), "acts", "acts in the break year and the years after it"),
        "burst_years": quantity(BURST, "years", "length of that span"),
        "burst_last": quantity(here[-1], "year", "last year of that span"),
        "acts_elsewhere": quantity(int(apart.max()), "acts", "most acts in any span of that length apart from it"),
        "burst_is_densest": holds(spans[state.break_year] > apart.max(), "no span apart from it holds as many acts"),
        "overdue": quantity(len(late), "committees", "committees that wait for an overdue report"),
        "overdue_recalled": quantity(
            int((~late["documented"].astype(bool)).sum()), "committees", "of them known from memory only"
        ),
        "covenant_silence": quantity(
            state.last - int(frame.at["ICCPR", "reviewed"]),
            "years",
            "years since the covenant's committee saw a report",
        ),
        "last_review": quantity(state.last, "year", "last year with a committee's review"),
    }


def _access(state: NorthKorea) -> dict[str, Quantity]:
    items = access.entries()
    filed = state.reports[state.reports["status"] != "absence"]
    silent = filed.groupby("year")["documented"].any()
    number = items["number"]
    return {
        "reports": quantity(len(filed), "reports", "rapporteur's reports in the table"),
        "reports_documented": quantity(int(filed["documented"].sum()), "reports", "of them confirmed by a document"),
        "years_recalled": quantity(
            int((~silent).sum()), "years", "years of which no report is confirmed by a document"
        ),
        "years_covered": quantity(len(silent), "years", "years with a report in the table"),
        "neighbours": quantity(int(filed["visits"].notna().sum()), "reports", "reports with a visit to a neighbour"),
        "holders": quantity(len(access.holders()), "persons", "holders of the country mandate"),
        "never_admitted": holds(
            number["country-visits-granted-to-country-rapporteur-2017"] == 0,
            "no country rapporteur was admitted up to April 2017",
        ),
        "thematic_visits": quantity(number["thematic-rapporteur-visits-total"], "visits", "visits of thematic experts"),
        "inquiry_created": quantity(pd.Timestamp(items.at["coi-created", "date"]), "date", "inquiry created"),
        "inquiry_report": quantity(
            pd.Timestamp(items.at["coi-report-symbol", "date"]), "date", "date on the inquiry's report"
        ),
        "inquiry_before_report": exceeds(
            thesis_range("coi-year-2014")[0],
            int(items.at["coi-created", "date"][:4]),
            "years",
            "the inquiry was set up and held its hearings before the year of the thesis",
        ),
        "inquiry_refused": holds(items.at["coi-access-to-dprk", "value"] == "no", "the inquiry was given no access"),
        "witnesses": quantity(number["coi-public-hearing-witnesses"], "witnesses", "heard in public, at least"),
        "interviews": quantity(number["coi-confidential-interviews"], "interviews", "held in confidence, at least"),
        "cities": quantity(
            int(items.index.str.startswith("coi-public-hearings").sum()), "cities", "cities of public hearings"
        ),
        "update_interviews": quantity(
            number["comprehensive-update-interviews"], "interviews", "behind the update of 2025"
        ),
    }
