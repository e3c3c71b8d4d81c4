"""Thailand and Mongolia: estimators against known answers, printed numbers against the raw files, parameters."""

from __future__ import annotations

import csv
from itertools import combinations
from math import comb, exp, log, sqrt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import mannwhitneyu, poisson, t
from statsmodels.stats.rates import test_poisson_2indep as poisson_test

from analysis import caseload, common_ground, custody, detections, korean_ties, mongolian_figures, return_practice
from analysis import thailand_mongolia as chapter

DATA = Path(__file__).resolve().parents[2] / "data"
SURE = ["verified", "corroborated"]
SEED_OF_COUNTS = 20110505
SEED_OF_YEARS = 20060822
SEED_OF_STATES = 20230510


def raw(stem):
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def by_id(stem, key):
    return {row[key]: row for row in raw(stem)}


def arrived():
    return {int(row["year"]): int(row["total"]) for row in raw("arrivals")}


def values(**changed):
    settings = {"lag": 0, "statuses": SURE, "mongolia": "coded", "level": 0.95} | changed
    return {name: each.value for name, each in chapter.findings(chapter.prepare(**settings)).items()}


@pytest.fixture(scope="module")
def found():
    return values()


def moved(first, second):
    return {name for name in first.keys() & second.keys() if first[name] != second[name]} | (
        first.keys() ^ second.keys()
    )


def test_the_poisson_interval_inverts_the_exact_test_of_statsmodels():
    one = detections.poisson_ratio(pd.Series([46.0]), pd.Series([190.0]), pd.Series([1.0]), 0.95).iloc[0]
    low = poisson_test(46, 1, 190, 1, value=one["low"], method="exact-cond", alternative="larger")
    high = poisson_test(46, 1, 190, 1, value=one["high"], method="exact-cond", alternative="smaller")
    assert low.pvalue == pytest.approx(0.025)
    assert high.pvalue == pytest.approx(0.025)


def test_the_poisson_interval_covers_the_true_ratio_at_least_as_often_as_it_says():
    rng = np.random.default_rng(SEED_OF_COUNTS)
    x, y = pd.Series(rng.poisson(60, 2000)), pd.Series(rng.poisson(100, 2000))
    seen = detections.poisson_ratio(x, y, pd.Series(1.0, index=x.index), 0.95)
    covered = ((seen["low"] <= 0.6) & (seen["high"] >= 0.6)).mean()
    assert 0.945 <= covered <= 0.985


def test_a_count_of_a_third_of_a_year_stands_for_three_times_as_many():
    whole = detections.poisson_ratio(pd.Series([300]), pd.Series([900]), pd.Series([1.0]), 0.95)
    part = detections.poisson_ratio(pd.Series([100]), pd.Series([900]), pd.Series([1 / 3]), 0.95)
    assert part["ratio"].iloc[0] == pytest.approx(whole["ratio"].iloc[0])
    assert part["high"].iloc[0] - part["low"].iloc[0] > whole["high"].iloc[0] - whole["low"].iloc[0]


def test_the_jackknife_covers_a_constant_ratio_of_overdispersed_years():
    rng = np.random.default_rng(SEED_OF_YEARS)
    hits = 0
    for _ in range(1500):
        y = rng.uniform(1500, 3000, 7)
        x = rng.poisson(rng.gamma(20, 0.6 * y / 20))
        seen = detections.jackknife(pd.Series(x), pd.Series(y), 0.95)
        hits += seen["low"] <= 0.6 <= seen["high"]
    assert 0.92 <= hits / 1500 <= 0.975


def test_the_jackknife_agrees_with_one_written_out():
    x, y = [46, 115, 752, 1785], [1898, 1384, 2028, 2554]
    seen = detections.jackknife(pd.Series(x), pd.Series(y), 0.9)
    logs = [log((sum(x) - a) / (sum(y) - b)) for a, b in zip(x, y, strict=True)]
    error = sqrt(3 / 4 * sum((each - sum(logs) / 4) ** 2 for each in logs))
    assert seen["ratio"] == pytest.approx(sum(x) / sum(y))
    assert seen["high"] == pytest.approx(sum(x) / sum(y) * exp(t.ppf(0.95, 3) * error))
    assert seen["most"] == pytest.approx(exp(max(logs)))


def test_dispersion_is_about_one_when_years_differ_by_chance_alone():
    y = np.full(400, 2000.0)
    x = poisson.rvs(1200, size=400, random_state=SEED_OF_YEARS)
    assert detections.jackknife(pd.Series(x), pd.Series(y), 0.95)["dispersion"] == pytest.approx(1, abs=0.2)


def test_any_mixture_of_lags_lies_between_the_ratios_of_single_lags():
    seen = detections.ratios(detections.counts(SURE), 0.95).pivot(index="arrival_id", columns="lag", values="ratio")
    row = seen.loc["tha-2009"]
    years = arrived()
    mixed = 1848 / (0.5 * years[2009] + 0.2 * years[2010] + 0.3 * years[2011])
    assert row.min() <= mixed <= row.max()


def test_the_cumulative_ratio_is_the_one_computed_by_hand(found):
    rows = by_id("transit_arrivals", "arrival_id")
    years = arrived()
    counted = sum(int(rows[f"tha-{year}"]["low"]) for year in range(2004, 2011)) + int(rows["tha-2011-april"]["low"])
    assert counted == found["counted"] == int(rows["tha-2004-2011"]["low"])
    span = sum(years[year] for year in range(2004, 2011)) + years[2011] * 4 / 12
    later = sum(years[year] for year in range(2006, 2013)) + years[2013] * 4 / 12
    assert found["cumulative"] == pytest.approx(counted / span)
    assert found["cumulative_lags"][0] == pytest.approx(counted / later)


def test_the_survey_implies_about_twice_the_immigration_count(found):
    rows = by_id("transit_arrivals", "arrival_id")
    implied = int(rows["tha-2016-share"]["low"]) / 100 * arrived()[2016]
    assert found["survey_persons"] == pytest.approx(implied)
    assert found["survey_counted"] == pytest.approx(int(rows["tha-2016"]["low"]) / implied)


def test_rows_of_leaked_cables_carry_no_conclusion():
    flows = mongolian_figures.flows(SURE)
    waits = custody.implied(SURE).set_index("row")
    assert not detections.counts(SURE)["cable_only"].any()
    assert not (flows["cable_only"] & flows["counts"]).any()
    assert not waits.loc["mng-2006-november", "counts"]
    assert waits.loc["tha-2006-november", "counts"]


def test_months_become_years_and_a_span_becomes_its_mean():
    flows = mongolian_figures.flows(SURE).set_index("arrival_id")["per_year"]
    assert flows["mng-2001-may"] == pytest.approx(60 * 12 / 5)
    assert flows["mng-2006-month"] == 500 * 12
    assert flows["mng-2006-cumulative"] == pytest.approx(1976 / (8 + 9 / 12))


def test_stock_over_flow_finds_the_mean_wait_of_a_simulated_queue():
    rng = np.random.default_rng(SEED_OF_COUNTS)
    entry = np.cumsum(rng.exponential(365 / 800, 8000))
    leaving = entry + rng.gamma(4, 30, 8000)
    days = np.linspace(600, entry[-1] - 200, 300)
    present = np.mean([((entry <= day) & (leaving > day)).sum() for day in days])
    assert present / 800 * custody.DAYS == pytest.approx(120, rel=0.05)


def test_the_waits_are_those_computed_from_the_raw_rows(found):
    rows = by_id("transit_arrivals", "arrival_id")
    present = int(rows["tha-2006-november"]["low"])
    flow = [int(rows["tha-2006"]["low"]), int(rows["tha-2007"]["low"])]
    assert found["wait_2006"] == pytest.approx([present / max(flow) * 365, present / min(flow) * 365])
    held = by_id("hazards", "hazard_id")["detention-2007-tha-strike"]
    assert found["wait_2007"] == pytest.approx([int(held["low"]) / flow[1] * 365, int(held["high"]) / flow[0] * 365])


def test_the_books_of_the_refugee_agency_add_up_in_the_raw_files(found):
    applied = {int(r["year"]): int(r["applied"]) for r in raw("unhcr_applications") if r["country_of_asylum"] == "THA"}
    closed = [r for r in raw("unhcr_decisions") if r["country_of_asylum"] == "THA"]
    assert found["applied"] == sum(applied.values())
    assert found["decided"] == sum(int(r["otherwise_closed"]) for r in closed) == sum(int(r["total"]) for r in closed)
    table = caseload.record(SURE).set_index("year")
    assert table.loc[2003, "expected"] == 15 + applied[2003] - 123


def test_fisher_agrees_with_the_hypergeometric_sum_written_out():
    names = ["a", "b", "c", "d", "e", "f", "g", "h"]
    frame = pd.DataFrame(
        {"member": [True] * 3 + [False] * 5, "protects": [True, True, True, True, *[False] * 4]}, index=names
    )
    seen = return_practice.two_way(frame)
    chances = [comb(4, k) * comb(4, 3 - k) / comb(8, 3) for k in range(4)]
    assert seen["p"] == pytest.approx(sum(c for c in chances if c <= chances[3] + 1e-12))
    assert seen["least"] == pytest.approx(chances[0] + chances[3])


def test_a_margin_without_states_gives_no_test():
    frame = pd.DataFrame({"member": [False, False], "protects": [True, False]}, index=["a", "b"])
    assert np.isnan(return_practice.two_way(frame)["p"])


def test_a_state_without_known_practice_is_left_out():
    frame = pd.DataFrame({"member": [True, False, False], "protects": [True, False, pd.NA]}, index=["a", "b", "c"])
    assert return_practice.two_way(frame.astype({"protects": "boolean"}))["n"] == 2


def test_the_two_way_table_is_that_of_the_raw_files(found):
    acts = raw("state_actions")
    members = {
        r["iso3"] for r in acts if r["instrument_id"] == "CSR1951" and r["action"] in ("accession", "ratification")
    }
    rows = [r for r in raw("national_protection") if r["indicator"] == "onward_transfer_to_rok"]
    passes = {r["iso3"]: r["value"] in ("quiet", "routine") for r in rows if r["iso3"] in return_practice.TRANSIT}
    inside = [passes[name] for name in passes if name in members]
    outside = [passes[name] for name in passes if name not in members]
    assert (found["members"], found["members_pass"]) == (len(inside), sum(inside))
    assert (found["others"], found["others_pass"]) == (len(outside), sum(outside))


def test_the_order_of_states_agrees_with_the_rank_sum_test_of_scipy():
    rng = np.random.default_rng(SEED_OF_STATES)
    names = list("abcdefg")
    table = pd.DataFrame({"one": rng.permutation(7), "two": rng.permutation(7)}, index=names)
    good = pd.Series([True, True, True, True, False, False, False], index=names)
    seen = return_practice.exact_ranks(table, good).set_index("candidate")
    for name in table:
        other = mannwhitneyu(table.loc[good, name], table.loc[~good, name], method="exact")
        assert seen.loc[name, "auc"] == pytest.approx(other.statistic / 12)
        assert seen.loc[name, "p"] == pytest.approx(other.pvalue)


def test_looking_at_more_candidates_never_makes_the_best_more_surprising():
    rng = np.random.default_rng(SEED_OF_STATES)
    names = list("abcdefg")
    good = pd.Series([True, True, True, True, False, False, False], index=names)
    table = pd.DataFrame({"perfect": [7.0, 6, 5, 4, 3, 2, 1]}, index=names)
    alone = return_practice.exact_ranks(table, good).iloc[0]
    crowd = table.assign(**{f"noise_{i}": rng.permutation(7) for i in range(6)})
    among = return_practice.exact_ranks(crowd, good).iloc[0]
    assert alone["p"] == alone["family"] == pytest.approx(2 / 35)
    assert among["p"] == alone["p"]
    assert among["family"] > alone["family"]


def test_the_votes_against_are_counted_as_the_roll_calls_have_them():
    against = {}
    for row in raw("assembly_votes"):
        against[row["iso3"]] = against.get(row["iso3"], 0) + (row["vote"] == "no")
    assert korean_ties.ballots()["against"].to_dict() == {k: v for k, v in against.items() if k != "RUS"}


def test_aid_in_constant_dollars_is_that_of_the_raw_rows(found):
    prices = {int(r["year"]): float(r["value"]) for r in raw("prices") if r["series"] == "us_cpi_u"}
    rows = [r for r in raw("state_years") if r["indicator"] == "oda_from_kor_net" and r["iso3"] == "THA"]
    rows = [r for r in rows if 2004 <= int(r["year"]) <= 2023]
    total = sum(float(r["value"]) * prices[2023] / prices[int(r["year"])] for r in rows)
    assert found["aid_thailand"] == f"{total / 1e6:,.0f} million"


def test_separating_indicators_are_those_above_on_both_and_known_for_all():
    table = pd.DataFrame(
        {"THA": [3.0, 2, 1], "MNG": [2.0, np.nan, 2], "CHN": [1.0, 0, 1], "KHM": [1.0, 0, 0]}, index=["x", "y", "z"]
    )
    assert common_ground.separating(table, ("THA", "MNG"), ("CHN", "KHM")) == ["x"]


def test_the_benchmark_sets_every_pair_above_every_other():
    ranks = common_ground.ranks(SURE)
    assert len(common_ground.benchmark(ranks)) == len(list(combinations(range(7), 2))) * len(
        list(combinations(range(5), 2))
    )


def test_a_lag_moves_the_ratio_at_that_lag_and_nothing_about_states(found):
    assert moved(found, values(lag=1)) == {
        "cumulative", "coverage", "pooled", "pooled_interval", "pooled_without", "dispersion",
    }  # fmt: skip


def test_the_coding_of_mongolia_moves_the_two_way_table_and_the_candidates_alone(found):
    changed = moved(found, values(mongolia="returns"))
    assert {"others_pass", "odds", "core_auc", "votes_p"} <= changed
    assert changed <= {
        "others_pass", "odds", "odds_interval", "least_p", "cannot_show", "core_auc", "core_p", "refugee_auc",
        "votes_p", "votes_family", "votes_order_all", "votes_best", "none_survives", "same_without",
    }  # fmt: skip
    assert values(mongolia="open")["states"] == found["states"] - 1


def test_statuses_decide_which_cells_of_law_and_practice_count(found):
    absent = values(statuses=[*SURE, "recalled", "absence"])
    changed = moved(found, absent)
    assert changed <= {"separating", "separating_names", "separating_since", "pairs_share", "evidence_later"}
    assert "pairs_share" in changed
    thesis = mongolian_figures.flows([*SURE, "thesis"]).set_index("arrival_id")["counts"]
    assert thesis["mng-2006-thesis"]


def test_the_level_moves_intervals_and_what_they_hold(found):
    changed = moved(found, values(level=0.8))
    assert {"level", "pooled_interval"} <= changed
    assert changed <= {"level", "pooled_interval", "intervals_hold", "interval_reaches", "middle_below", "late_below"}


def test_another_lag_or_coding_is_refused():
    with pytest.raises(ValueError, match="lag"):
        chapter.prepare(3, SURE, "coded", 0.95)
    with pytest.raises(ValueError, match="coding"):
        return_practice.cells("passes on", "guessed", SURE)
