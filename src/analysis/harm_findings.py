"""What the chapter on South Korea says about when and where harm was done, in numbers and in predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.paired import p_bounds

if TYPE_CHECKING:
    from analysis.south_korea import SouthKorea

__all__ = ["findings"]


def findings(chapter: SouthKorea) -> dict[str, Quantity]:
    """State the findings on follow-ups, places and stages."""
    parts = (_times, _places, _stages)
    return {name: value for part in parts for name, value in part(chapter).items()}


def _times(chapter: SouthKorea) -> dict[str, Quantity]:
    rows = chapter.follow_ups.set_index("group")
    adults, young = rows.loc["Adults"], rows.loc["Young people"]
    return {
        "adults_n": quantity(int(adults["sample_n"]), "persons", "adults followed for three years"),
        "adults_first": quantity(adults["first"] / adults["sample_n"], "share", "post-traumatic stress at first"),
        "adults_second": quantity(
            adults["second"] / adults["sample_n"], "share", "post-traumatic stress after three years"
        ),
        "adults_p": quantity(adults["p_high"], "", "largest p-value that the margins allow"),
        "young_n": quantity(int(young["sample_n"]), "persons", "young people followed for three years"),
        "young_first": quantity(young["first"] / young["sample_n"], "share", "depression of young people at first"),
        "young_second": quantity(young["second"] / young["sample_n"], "share", "depression after three years"),
        "young_p": quantity((young["p_low"], young["p_high"]), "", "p-values that the margins allow"),
        "adults_fell": holds(
            adults["p_high"] < 0.001 and adults["second"] < adults["first"], "adults recovered, however paired"
        ),
        "young_undecided": holds(young["p_low"] < 0.05 < young["p_high"], "the margins leave the change undecided"),
    }


def _places(chapter: SouthKorea) -> dict[str, Quantity]:
    rows = chapter.places.set_index("estimate_id")
    force = {place: rows.loc[f"mogef-2012-sexual-violence-{place}"] for place in ("prk", "transit", "kor")}
    trade = {place: rows.loc[f"mogef-2012-sexual-exploitation-{place}"] for place in ("prk", "transit", "kor")}
    n = int(force["prk"]["n"])
    best, _ = p_bounds(int(force["prk"]["persons"]), int(force["transit"]["persons"]), n)
    _, worst = p_bounds(int(trade["prk"]["persons"]), int(trade["transit"]["persons"]), n)
    seen = chapter.places[chapter.places["event"].str.contains("execution")]["percent"]
    order = [max(group, key=lambda place: float(group[place]["share"])) for group in (force, trade)]
    back = rows.loc["oak-psy5-forced-return-prk-or-transit"]
    return {
        "women_n": quantity(n, "women", "women asked about three places"),
        "force_prk": quantity(force["prk"]["share"], "share", "sexual violence in the North"),
        "force_transit": quantity(force["transit"]["share"], "share", "sexual violence on the way"),
        "force_kor": quantity(force["kor"]["share"], "share", "sexual violence in the South"),
        "trade_transit": quantity(trade["transit"]["share"], "share", "forced sex work on the way"),
        "trade_kor": quantity(trade["kor"]["share"], "share", "forced sex work in the South"),
        "force_p": quantity(best, "", "smallest p-value that the margins allow, way against North"),
        "trade_p": quantity(worst, "", "largest p-value that the margins allow, forced sex work, way against North"),
        "executions": quantity((seen.min() / 100, seen.max() / 100), "share", "who saw a public execution"),
        "returned_before": quantity(back["share"], "share", "women with an earlier forced return"),
        "returned_before_n": quantity(back["n"], "women", "women asked about forced return"),
        "every_place": holds(all(each["low"] > 0 for each in force.values()), "violence was reported from every place"),
        "way_worst": holds(order == ["transit", "transit"], "both were reported most often from the way"),
        "also_in_south": holds(force["kor"]["low"] > 0.05, "violence did not end on arrival"),
        "places_not_told_apart": holds(best > 0.05 and worst > 0.05, "chance cannot be excluded"),
    }


def _stages(chapter: SouthKorea) -> dict[str, Quantity]:
    rows = chapter.stages[chapter.stages["link"].isin(["associated", "more_onset"])]
    samples = rows.groupby("stage")["sample_id"].nunique()
    against = (
        chapter.stages[chapter.stages["link"].isin(["not_associated", "inverse"])]
        .groupby("stage")["sample_id"]
        .nunique()
    )
    pairs = pd.DataFrame({"with": samples, "without": against}).fillna(0)
    return {
        "stage_findings": quantity(len(chapter.stages), "findings", "findings that name a stage"),
        "stage_samples": quantity(chapter.stages["sample_id"].nunique(), "samples", "independent samples behind them"),
        "stage_prk": quantity(samples["PRK"], "samples", "samples that tie health to the North"),
        "stage_transit": quantity(samples["transit"], "samples", "samples that tie health to the way"),
        "stage_return": quantity(samples["PRK_or_transit"], "samples", "samples that tie health to forced return"),
        "stage_kor": quantity(samples["KOR"], "samples", "samples that tie health to life in the South"),
        "every_stage_counts": exceeds(pairs["with"].min(), 1, "samples", "each stage has ties in at least two samples"),
        "return_unopposed": holds(
            bool(pairs.loc["PRK_or_transit", "without"] == 0), "no study contradicts the tie to return"
        ),
        "way_contested": exceeds(pairs.loc["transit", "without"], 0, "studies", "a study finds no tie to the way"),
    }
