"""What the chapter on South Korea says about health, in numbers and in predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import claims
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.mental_health import FEWEST, subgroup_p

if TYPE_CHECKING:
    from analysis.south_korea import SouthKorea

__all__ = ["findings"]

SHORT = {"depression": "dep", "ptsd": "ptsd"}


def findings(chapter: SouthKorea) -> dict[str, Quantity]:
    """State the findings on prevalence and on the figures of the thesis."""
    parts = (_pooled, _choices, _comparison, _thesis)
    return {name: value for part in parts for name, value in part(chapter).items()}


def _pooled(chapter: SouthKorea) -> dict[str, Quantity]:
    out: dict[str, Quantity] = {}
    for outcome, key in SHORT.items():
        rows, found = chapter.studies[chapter.studies["outcome"] == outcome], chapter.pooled[outcome]
        out |= {
            f"{key}_k": quantity(found.k, "studies", f"studies of {outcome} pooled"),
            f"{key}_n": quantity(rows["sample_n"].sum(), "persons", f"persons in them ({outcome})"),
            f"{key}_range": quantity(
                (rows["share"].min(), rows["share"].max()), "share", f"lowest and highest {outcome}"
            ),
            f"{key}_mean": quantity(found.mean, "share", f"mean of studies, {outcome}"),
            f"{key}_mean_interval": quantity((found.low, found.high), "share", f"its interval, {outcome}"),
            f"{key}_new": quantity((found.new_low, found.new_high), "share", f"prediction interval, {outcome}"),
            f"{key}_i2": quantity(found.i2, "share", f"heterogeneity, {outcome}"),
        }
    wide = [each.new_low < 0.05 and each.new_high > 0.8 for each in chapter.pooled.values()]
    wider = [each.new_high - each.new_low > 1.5 * (each.high - each.low) for each in chapter.pooled.values()]
    return out | {
        "fewest": quantity(FEWEST, "studies", "fewest studies for which a mean is stated"),
        "level": quantity(chapter.level, "share", "coverage of the intervals"),
        "new_study_anywhere": holds(all(wide), "a new study could find next to nobody or next to everybody ill"),
        "prediction_wider": holds(all(wider), "the prediction intervals are much wider than those for the means"),
        "all_heterogeneous": holds(min(each.i2 for each in chapter.pooled.values()) > 0.9, "nearly all spread is real"),
    }


def _choices(chapter: SouthKorea) -> dict[str, Quantity]:
    out: dict[str, Quantity] = {}
    for outcome, key in {"Depression": "dep", "Post-traumatic stress": "ptsd"}.items():
        rows = chapter.choices[chapter.choices["outcome"] == outcome]
        models = rows[rows["kind"] != "studies"]
        out |= {
            f"{key}_models": quantity(
                (models["mean"].min(), models["mean"].max()), "share", f"means over models, {outcome}"
            ),
            f"{key}_all": quantity(
                (rows["mean"].min(), rows["mean"].max()), "share", f"means over all choices, {outcome}"
            ),
        }
    trauma = chapter.studies[chapter.studies["outcome"] == "ptsd"]
    by_method = subgroup_p(trauma, "method", "diagnostic_interview", "screening_scale")
    by_setting = subgroup_p(trauma, "setting_class", "community", "settlement_centre")
    interviews = trauma[trauma["method"] == "diagnostic_interview"]["share"]
    scales = trauma[trauma["method"] == "screening_scale"]["share"]
    depressed = chapter.studies[chapter.studies["outcome"] == "depression"]
    old = (
        chapter.choices[chapter.choices["choice"] == "normal interval"]
        .set_index("outcome")
        .loc["Post-traumatic stress"]
    )
    return out | {
        "p_method": quantity(by_method, "", "exact p-value, interviews against scales, post-traumatic stress"),
        "p_setting": quantity(by_setting, "", "exact p-value, community against settlement centre"),
        "tests_subgroups": quantity(2, "tests", "subgroup tests made"),
        "ptsd_interviews": quantity(
            (interviews.min(), interviews.max()), "share", "post-traumatic stress by interview"
        ),
        "ptsd_scales": quantity((scales.min(), scales.max()), "share", "post-traumatic stress by scale"),
        "ptsd_old_interval": quantity((old["low"], old["high"]), "share", "interval by the older normal method"),
        "dep_interviews": quantity(
            int((depressed["method"] == "diagnostic_interview").sum()), "studies", "by interview"
        ),
        "studies_move": holds(
            all(out[f"{key}_all"].value[1] - out[f"{key}_all"].value[0] > 0.1 for key in SHORT.values()),
            "the choice of studies moves the mean by more than ten points",
        ),
        "within_wider": holds(
            min(interviews.max() - interviews.min(), scales.max() - scales.min())
            > abs(interviews.mean() - scales.mean()),
            "studies of one method differ more than the methods",
        ),
        "no_subgroup_difference": holds(min(by_method, by_setting) > 0.05, "neither split tells the studies apart"),
        "models_agree": holds(
            all((out[f"{key}_models"].value[1] - out[f"{key}_models"].value[0]) < 0.05 for key in SHORT.values()),
            "models move the mean by less than five points",
        ),
    }


def _comparison(chapter: SouthKorea) -> dict[str, Quantity]:
    rows = chapter.prevalence.set_index("estimate_id")
    own = chapter.studies.set_index("estimate_id")
    pair, women = rows.loc["nmhs-2016-lifetime-depression"], rows.loc["nmhs-2016-lifetime-depression-women"]
    stress, thoughts = rows.loc["lee-2020-gp-ptsd"], rows.loc["nmhs-2016-lifetime-suicidal-ideation"]
    lee, ptsd, ideas = own.loc["lee-2020-depression"], own.loc["lee-2020-ptsd"], rows.loc["an-2018-suicidal-ideation"]
    return {
        "dep_lifetime": quantity(lee["share"], "share", "lifetime depression by interview"),
        "dep_lifetime_interval": quantity((lee["low"], lee["high"]), "share", "its interval"),
        "dep_residents": quantity(pair["prevalence_percent"] / 100, "share", "lifetime depression, all residents"),
        "dep_residents_women": quantity(women["prevalence_percent"] / 100, "share", "the same, women among residents"),
        "residents_n": quantity(pair["sample_n"], "persons", "national survey of 2016"),
        "ptsd_lifetime": quantity(ptsd["share"], "share", "lifetime post-traumatic stress by interview"),
        "ptsd_residents": quantity(stress["prevalence_percent"] / 100, "share", "the same, all residents"),
        "thoughts": quantity(ideas["prevalence_percent"] / 100, "share", "lifetime suicidal thoughts"),
        "thoughts_residents": quantity(thoughts["prevalence_percent"] / 100, "share", "the same, all residents"),
        "above_even_women": holds(
            lee["low"] > women["prevalence_percent"] / 100,
            "the interval of refugees lies above the rate of women among residents",
        ),
    }


def _thesis(chapter: SouthKorea) -> dict[str, Quantity]:
    young, adult = (claims.thesis_range(name)[0] for name in ("trauma-71", "trauma-49"))
    low, high = claims.thesis_range("depression-29-49")
    quoted = chapter.exposure.set_index("estimate_id")
    pooled = chapter.studies[chapter.studies["outcome"] == "depression"]["share"] * 100
    near = chapter.prevalence.set_index("estimate_id").loc["kimcho-2010-depression-or-anxiety"]
    youth = chapter.prevalence[
        (chapter.prevalence["pool_group"] == "youth") & (chapter.prevalence["outcome"] == "depression")
    ]
    verdicts = claims.decided("south_korea").set_index("claim_id")["verdict"]
    return {
        "ledger_so": holds(
            set(verdicts[["kor-citizens", "kor-no-refugee-status", "trauma-49"]]) == {"supported"}
            and set(verdicts[["kor-lifelong-impact", "outcomes-prove-failure"]]) == {"disputed"},
            "the verdicts of the ledger",
        ),
        "thesis_young": quantity(young / 100, "share", "trauma of all refugees in the thesis"),
        "thesis_adult": quantity(adult / 100, "share", "threat to life in the thesis"),
        "thesis_depression": quantity((low / 100, high / 100), "share", "depression in the thesis"),
        "young_only": holds(
            quoted.loc["park-2018-any-youth", "population"] == "nk_refugee_youth"
            and quoted.loc["park-2018-any-youth", "percent"] == young,
            "the article gives the figure for young refugees",
        ),
        "adults_right": holds(
            quoted.loc["park-2018-any-adults", "population"] == "nk_refugees"
            and quoted.loc["park-2018-any-adults", "percent"] == adult,
            "the article gives the figure for adults",
        ),
        "outside_both_ends": exceeds(
            min(low - pooled.min(), pooled.max() - high), 0, "share", "studies lie below and above the range"
        ),
        "joint_scale": quantity(near["prevalence_percent"] / 100, "share", "joint score of anxiety and depression"),
        "youth_depression": quantity(
            (youth["prevalence_percent"].min() / 100, youth["prevalence_percent"].max() / 100),
            "share",
            "depression of young people",
        ),
    }
