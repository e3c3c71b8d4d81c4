"""The chapter on South Korea: printed numbers from the raw files, small estimators, and what each parameter moves."""

from __future__ import annotations

import csv
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.stats.proportion import proportion_confint

from analysis import datasets, mental_health, settlement, south_korea

DATA = Path(__file__).resolve().parents[2] / "data"
STATED = {"method": "REML", "scale": "logit", "documented": True, "price_year": 2024, "level": 0.95}


def raw(stem: str) -> list[dict[str, str]]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def value(stem: str, **wanted: str) -> float:
    found = [row for row in raw(stem) if all(row[key] == text for key, text in wanted.items())]
    assert len(found) == 1, wanted
    return float(found[0]["value"])


@pytest.fixture(scope="module")
def chapter():
    return south_korea.prepare(**STATED)


@pytest.fixture(scope="module")
def found(chapter):
    return {name: each.value for name, each in south_korea.findings(chapter).items()}


def changed(found, **parameters):
    other = south_korea.findings(south_korea.prepare(**(STATED | parameters)))
    return {name for name, each in other.items() if each.value != found[name]}


def test_every_predicate_of_the_chapter_holds(chapter):
    turned = [
        name for name, each in south_korea.findings(chapter).items() if each.kind == "predicate" and not each.value
    ]
    assert turned == []


def test_refusals_and_the_return_are_those_of_the_raw_files(found):
    came = {int(row["year"]): int(row["total"]) for row in raw("arrivals")}
    refused = value("resettlement", row_id="denied-protection-total-cumulative-2007-2018")
    assert found["refused_share"] == pytest.approx(refused / sum(came[year] for year in range(2007, 2019)))
    assert found["sent_back_share"] == pytest.approx(2 / (2 + came[2019]))
    late = [row for row in raw("resettlement") if row["indicator"] == "denied_protection_applied_late"]
    shares = [float(row["value"]) / came[int(row["year_from"])] for row in late]
    assert found["late_years"] == pytest.approx([min(shares), max(shares)])


def test_the_grant_in_constant_won_is_the_printed_one_times_every_inflation_since(found):
    factor = 1.0
    for row in raw("korean_prices"):
        if 2006 < int(row["year"]) <= 2024:
            factor *= 1 + float(row["inflation"]) / 100
    nominal = [
        value("resettlement", row_id=name)
        for name in ("basic-settlement-grant-one-person-2005", "housing-subsidy-one-person-2006")
    ]
    assert found["grant_first"] == round(sum(nominal) * factor, -5)
    frozen = 1.0
    for row in raw("korean_prices"):
        if 2007 < int(row["year"]) <= 2012:
            frozen *= 1 + float(row["inflation"]) / 100
    assert found["basic_eroded"] == pytest.approx(1 - 1 / frozen)


def test_gaps_in_work_are_differences_of_printed_rates(found, chapter):
    own = value("labour", indicator="employment_rate", group="nk_refugees", sex="all", period="2025")
    every = value("labour", indicator="employment_rate", group="all_residents", sex="all", period="2025")
    assert found["gap_last"] == pytest.approx(every - own)
    se = 100 * np.sqrt(own / 100 * (1 - own / 100) / 2500)
    assert found["gap_last_interval"] == pytest.approx(
        [every - own - 1.959964 * se, every - own + 1.959964 * se], rel=1e-5
    )
    assert chapter.gaps.loc[chapter.gaps["counted"], "low"].isna().all()


def test_a_year_without_both_rates_has_no_gap(chapter):
    years = set(chapter.gaps.loc[chapter.gaps["indicator"] == "employment_rate", "year"])
    assert 2021 not in years
    assert chapter.gaps[["refugees", "residents"]].notna().all().all()


def test_the_floor_of_the_rate_divides_the_register_by_everybody_who_ever_arrived(found):
    ever, total = {}, 947
    for row in raw("arrivals"):
        total += int(row["total"])
        ever[int(row["year"])] = total
    years = {end: (ever[start] + ever[end]) / 2 for start, end in pairwise(sorted(ever))}
    recent = sum(years[year] for year in (2020, 2021, 2022))
    deaths = sum(
        value("mortality", indicator="suicides", series="resident_register", year_from=str(y), year_to=str(y))
        for y in (2020, 2021, 2022)
    )
    assert found["floor_recent"] == pytest.approx(1e5 * deaths / recent)
    low, high = (each * recent / 1e5 for each in found["floor_recent_interval"])
    assert stats.poisson.sf(deaths - 1, low) == pytest.approx(0.025)
    assert stats.poisson.cdf(deaths, high) == pytest.approx(0.025)


def test_the_ratio_of_rates_has_the_interval_of_its_conditional_binomial(chapter):
    rows = chapter.floor.set_index("part")
    one, two = rows.loc["recent"], rows.loc["earlier"]
    ends = proportion_confint(one["suicides"], one["suicides"] + two["suicides"], alpha=0.05, method="beta")
    odds = [end / (1 - end) * two["person_years"] / one["person_years"] for end in ends]
    assert chapter.ratio[1:] == pytest.approx(odds)


def test_only_rows_marked_for_pooling_are_pooled_one_a_sample(chapter):
    marked = {
        row["estimate_id"]
        for row in raw("prevalence_studies")
        if row["pool"] == "true" and row["outcome"] in ("depression", "ptsd")
    }
    assert set(chapter.studies["estimate_id"]) == marked
    assert not chapter.studies.duplicated(["outcome", "sample_id"]).any()


def test_the_exact_subgroup_test_agrees_with_an_enumeration_by_scipy(chapter):
    rows = chapter.studies[chapter.studies["outcome"] == "ptsd"]
    cases, n = rows["cases"].astype(float), rows["sample_n"].astype(float)
    plain = rows.assign(ci_low=np.nan, ci_high=np.nan)
    logit = np.log(cases / (n - cases))
    first, second = (logit[rows["setting_class"] == name] for name in ("community", "settlement_centre"))
    test = stats.permutation_test(
        (first, second),
        lambda a, b: abs(a.mean() - b.mean()),
        vectorized=False,
        alternative="greater",
        n_resamples=np.inf,
    )
    mine = mental_health.subgroup_p(plain, "setting_class", "community", "settlement_centre")
    assert mine == pytest.approx(test.pvalue)


def test_a_group_too_small_to_pool_keeps_its_range_and_has_no_mean(chapter):
    rows = chapter.subgroups.set_index(["outcome", "group"])
    one = rows.loc[("Depression", "interview")]
    assert pd.isna(one["mean"])
    assert one["lowest"] == one["highest"] == pytest.approx(0.223)


def test_states_of_mind_and_quoted_figures_are_no_events_by_place(chapter):
    assert set(chapter.places["kind"]) == {"event"}
    assert "quoted" not in set(chapter.places["basis"])


def test_each_stage_counts_a_sample_once(chapter):
    tied = {
        (row["stage"], row["sample_id"])
        for row in raw("trauma_stages")
        if row["link"] in ("associated", "more_onset") and row["population"] == "nk_refugees"
    }
    found = {name: each.value for name, each in south_korea.findings(chapter).items()}
    for stage, key in {"PRK": "prk", "transit": "transit", "PRK_or_transit": "return", "KOR": "kor"}.items():
        assert found[f"stage_{key}"] == sum(1 for at, _ in tied if at == stage)


def test_answers_counted_in_another_way_are_left_out(chapter):
    content = chapter.answers[chapter.answers["indicator"] == "satisfied_with_life_in_south"]
    assert 2013 not in set(content["year"])


def test_the_method_moves_the_summary_and_nothing_else(found):
    moved = changed(found, method="DL")
    assert {"dep_mean_interval", "ptsd_new"} <= moved
    assert all(name.startswith(("dep_", "ptsd_")) for name in moved)
    assert not moved & {"dep_lifetime", "ptsd_lifetime", "dep_range", "ptsd_k"}


def test_the_scale_moves_the_summary_and_nothing_else(found):
    moved = changed(found, scale="freeman_tukey")
    assert {"dep_mean", "ptsd_mean"} <= moved
    assert all(name.startswith(("dep_", "ptsd_")) or name == "new_study_anywhere" for name in moved)


def test_the_status_filter_adds_pay_known_from_memory_and_nothing_else(found, chapter):
    other = south_korea.prepare(**(STATED | {"documented": False}))
    more = set(other.wages["year"]) - set(chapter.wages["year"])
    assert more == {2016, 2020}
    assert changed(found, documented=False) == set()
    assert other.gaps.equals(chapter.gaps)


def test_the_price_year_moves_sums_in_constant_won_and_nothing_else(found):
    moved = changed(found, price_year=2015)
    assert {"price_year", "grant_first", "grant_last", "basic_first", "basic_last"} <= moved
    assert moved <= {"price_year", "grant_first", "grant_last", "grant_low", "basic_first", "basic_last", "basic_least"}


def test_the_level_moves_intervals_and_nothing_else(found):
    moved = changed(found, level=0.8)
    assert {"level", "dep_mean_interval", "gap_last_interval", "floor_recent_interval"} <= moved
    spans = {"level", "dep_new", "ptsd_new"}
    kept = {name for name in moved if not name.endswith("_interval")} - spans
    words = {
        "new_study_anywhere",
        "rise_uncertain",
        "also_in_south",
        "gap_remains",
        "recent_above_printed",
        "prediction_wider",
    }
    assert kept <= words


def test_the_price_level_chains_the_changes():
    prices = pd.DataFrame({"year": [2001, 2002, 2003], "inflation": [10.0, 0.0, -50.0]})
    assert settlement.price_level(prices).tolist() == pytest.approx([1.1, 1.1, 0.55])


def test_the_tables_made_for_this_chapter_keep_their_word():
    stems = ("korean_prices", "satisfaction_residents", "survey_samples", "trauma_stages")
    assert all(len(datasets.load(stem)) == len(raw(stem)) for stem in stems)
