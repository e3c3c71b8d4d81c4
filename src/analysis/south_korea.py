"""South Korea as the place of arrival: law and its exceptions, health, work, and what harm there can prove."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import arrival_findings, datasets, harm_findings, health_findings, mental_health, settlement
from analysis.findings import Quantity
from analysis.meta_analysis import Pooled

__all__ = ["SouthKorea", "findings", "prepare"]


@dataclass(frozen=True)
class SouthKorea:
    """The frames of the chapter.

    Attributes:
        studies: poolable studies with share and interval (0 to 1).
        left_out: rows that only a sensitivity run may pool.
        prevalence: every documented row of the table of studies.
        pooled: the summary of each outcome.
        choices: the summary under other choices.
        subgroups: the summary by method and by setting.
        follow_ups: the same persons asked twice.
        places: events with a known place, as shares with intervals.
        stages: findings that name a stage.
        exposure: every documented row of the table of events.
        grants: what one person is granted, by year and part, in won.
        resettlement: every documented row of the table of resettlement.
        refusals: late applications refused, by year, against arrivals.
        gaps: rates of refugees less those of all residents, points.
        wages: mean monthly pay, in won as printed and of one year.
        answers: satisfaction and discrimination by year.
        both: questions put to refugees and to all residents.
        deaths: every documented row of the table of deaths.
        floor: lower bound of the rate of suicide.
        ratio: recent over earlier rate with its interval.
        arrivals: persons who arrived, by year.
        labour: every documented row of the table of labour.
        price_year: year in whose won sums are stated.
        level: coverage of the intervals.
        method: estimator of the variance between studies.
        scale: scale of the pooling.
    """

    studies: pd.DataFrame
    left_out: pd.DataFrame
    prevalence: pd.DataFrame
    pooled: dict[str, Pooled]
    choices: pd.DataFrame
    subgroups: pd.DataFrame
    follow_ups: pd.DataFrame
    places: pd.DataFrame
    stages: pd.DataFrame
    exposure: pd.DataFrame
    grants: pd.DataFrame
    resettlement: pd.DataFrame
    refusals: pd.DataFrame
    gaps: pd.DataFrame
    wages: pd.DataFrame
    answers: pd.DataFrame
    both: pd.DataFrame
    deaths: pd.DataFrame
    floor: pd.DataFrame
    ratio: tuple[float, float, float]
    arrivals: pd.DataFrame
    labour: pd.DataFrame
    price_year: int
    level: float
    method: str
    scale: str


def prepare(method: str, scale: str, documented: bool, price_year: int, level: float) -> SouthKorea:
    """Load the tables of the chapter and derive its frames.

    Args:
        method: estimator of the variance between studies, ``REML``, ``PM`` or ``DL``.
        scale: scale of the pooling, ``logit`` or ``freeman_tukey``.
        documented: leave out rows that no document bears out.
        price_year: year in whose won sums are stated.
        level: coverage of the intervals.
    """
    names = ["prevalence_studies", "trauma_exposure", "trauma_stages", "labour", "satisfaction", "resettlement"]
    names += ["mortality", "survey_samples", "satisfaction_residents", "korean_prices", "arrivals"]
    tables = {name: mental_health.documented(datasets.load(name), documented) for name in names}
    prevalence, samples, arrivals = tables["prevalence_studies"], tables["survey_samples"], tables["arrivals"]
    fit = prevalence[prevalence["pool"] & prevalence["outcome"].isin(mental_health.OUTCOMES)]
    studies = mental_health.studies(fit, level)
    more = mental_health.studies(mental_health.left_out(prevalence), level)
    won = settlement.price_level(tables["korean_prices"])
    early = datasets.load("arrivals_early").set_index("estimate_id").loc["to-1998", "total"]
    floor = settlement.death_floor(tables["mortality"], arrivals, int(early), level)
    rules = tables["resettlement"]
    last = int(rules.loc[rules["indicator"] == "basic_settlement_grant_one_person", "year_from"].max())
    return SouthKorea(
        studies=studies,
        left_out=more,
        prevalence=prevalence,
        pooled=mental_health.summary(studies, method, scale, level),
        choices=mental_health.choices(studies, more, method, scale, level),
        subgroups=mental_health.subgroups(studies, method, scale, level),
        follow_ups=mental_health.follow_ups(prevalence, level),
        places=mental_health.places(tables["trauma_exposure"], level),
        stages=mental_health.stages(tables["trauma_stages"]),
        exposure=tables["trauma_exposure"],
        grants=settlement.grants(rules, won, price_year, last),
        resettlement=rules,
        refusals=settlement.refusals(rules, arrivals),
        gaps=settlement.gaps(tables["labour"], samples, level),
        wages=settlement.wages(tables["labour"], won, price_year),
        answers=settlement.answers(tables["satisfaction"], samples, level),
        both=settlement.asked_of_both(tables["satisfaction"], tables["satisfaction_residents"]),
        deaths=tables["mortality"],
        floor=floor,
        ratio=settlement.rate_ratio(floor, level),
        arrivals=arrivals,
        labour=tables["labour"],
        price_year=price_year,
        level=level,
        method=method,
        scale=scale,
    )


def findings(chapter: SouthKorea) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    parts = (health_findings, harm_findings, arrival_findings)
    return {name: value for part in parts for name, value in part.findings(chapter).items()}
