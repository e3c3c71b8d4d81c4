"""Thailand and Mongolia: how many came through, how they were passed on, and what that owes to treaties."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import caseload, common_ground, custody, detections, korean_ties, mongolian_figures, return_practice
from analysis import practice_findings as practice
from analysis import transit_findings as transit
from analysis.findings import Quantity, quantity

__all__ = ["ThailandMongolia", "findings", "prepare"]


@dataclass(frozen=True)
class ThailandMongolia:
    """The frames of the chapter.

    Attributes:
        ratios: Thai counts over arrivals, one row a period and lag, with exact intervals.
        starts: cumulative ratio of the police series, first years by lags.
        pooled: ratio over the whole years of the police series at the chosen lag, years as units.
        rivals: every Thai figure that counts people who came in a year or part of it.
        mongolia: Mongolian flows as persons a year.
        documented: times in custody that documents state, days.
        implied: waits that stock and flow imply, days.
        cases: the refugee agency's caseload in Thailand by year.
        grid: ordinal indicators of law and practice in the transit states.
        separating: indicators on which both subjects rank above both treaty-bound states.
        benchmark: the number of such indicators for every other choice of pairs.
        steps: what a person meets between arrest and flight.
        states: membership and practice of the transit states, as the parameters code them.
        variants: the two-way table under each measure and coding.
        candidates: what might go with practice, ranked by how well it orders the states.
        ties: ties of the nine states.
        lag: years between detection and the arrivals it is compared with.
        statuses: statuses of rows that count.
        coding: how Mongolia's disputed cells are coded.
        level: coverage of the intervals.
    """

    ratios: pd.DataFrame
    starts: pd.DataFrame
    pooled: dict[str, float]
    rivals: pd.DataFrame
    mongolia: pd.DataFrame
    documented: pd.DataFrame
    implied: pd.DataFrame
    cases: pd.DataFrame
    grid: pd.DataFrame
    separating: list[str]
    benchmark: pd.Series
    steps: pd.DataFrame
    states: pd.DataFrame
    variants: pd.DataFrame
    candidates: pd.DataFrame
    ties: pd.DataFrame
    lag: int
    statuses: list[str]
    coding: str
    level: float


def prepare(lag: int, statuses: list[str], mongolia: str, level: float) -> ThailandMongolia:
    """Load the tables of the chapter and derive its frames.

    Args:
        lag: 0, 1 or 2 years between the count in Thailand and the arrivals with which it is compared.
        statuses: statuses of rows that count.
        mongolia: coding of Mongolia's disputed cells: coded, open or returns.
        level: coverage of the intervals.

    Raises:
        ValueError: for another lag or coding.
    """
    if lag not in detections.LAGS:
        raise ValueError(f"lag is one of {detections.LAGS}, not {lag!r}")
    counts = detections.counts(statuses)
    ratios = detections.ratios(counts, level)
    police = counts[counts["series"] == detections.SERIES[0]]
    whole = ratios[(ratios["series"] == detections.SERIES[0]) & ratios["complete"] & ratios["lag"].eq(lag)]
    starts = {
        each: {int(first): detections.cumulative(police, int(first), each) for first in police["year"]}
        for each in detections.LAGS
    }
    states = return_practice.cells("passes on", mongolia, statuses).loc[return_practice.TRANSIT]
    ranks = common_ground.ranks(statuses)
    return ThailandMongolia(
        ratios=ratios,
        starts=pd.DataFrame(starts).rename_axis("first").rename_axis("lag", axis=1),
        pooled=detections.jackknife(whole["detected"], whole["arrived"], level),
        rivals=detections.rivals(),
        mongolia=mongolian_figures.flows(statuses),
        documented=custody.documented(),
        implied=custody.implied(statuses),
        cases=caseload.record(statuses),
        grid=common_ground.grid(statuses),
        separating=common_ground.separating(ranks, common_ground.UNBOUND, common_ground.BOUND),
        benchmark=common_ground.benchmark(ranks),
        steps=common_ground.steps(),
        states=states,
        variants=return_practice.variants(statuses),
        candidates=return_practice.exact_ranks(korean_ties.candidates(), states["protects"]),
        ties=korean_ties.profile(),
        lag=lag,
        statuses=statuses,
        coding=mongolia,
        level=level,
    )


def findings(chapter: ThailandMongolia) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    settings = {
        "level": quantity(chapter.level, "share", "coverage of the intervals"),
    }
    parts = (
        transit.thai_ratio(chapter.ratios, chapter.starts, chapter.pooled, chapter.lag),
        transit.survey(chapter.ratios, float(chapter.starts[chapter.lag].iloc[0])),
        transit.mongolian(chapter.mongolia),
        transit.waits(chapter.documented, chapter.implied),
        transit.cases(chapter.cases),
        practice.two_way(chapter.states, chapter.variants),
        practice.candidates(chapter.candidates),
        practice.shared(chapter.separating, chapter.grid, chapter.benchmark),
        practice.ties(chapter.ties),
        practice.ledger(),
    )
    return settings | {name: value for part in parts for name, value in part.items()}
