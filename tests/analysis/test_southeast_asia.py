"""The chapter on Laos, Vietnam and Cambodia: estimators, printed numbers from raw files, and what parameters move."""

from __future__ import annotations

import csv
from itertools import permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import (
    datasets,
    incident_findings,
    incidents,
    rank_correlation,
    regional_bodies,
    southeast_asia,
    trafficking_tiers,
    treaty_scores,
)
from analysis.figures import incidents as figures

DATA = Path(__file__).resolve().parents[2] / "data"
GROUP = ("LAO", "VNM", "KHM")
STATED = {"statuses": ["verified", "corroborated"], "cables": True, "year": 2022, "level": 0.95}
SEED = 20_13


def raw(stem: str) -> list[dict[str, str]]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def chapter():
    return southeast_asia.prepare(**STATED)


@pytest.fixture(scope="module")
def found(chapter):
    return {name: each.value for name, each in southeast_asia.findings(chapter).items()}


def changed(found, **parameters):
    other = southeast_asia.findings(southeast_asia.prepare(**(STATED | parameters)))
    return {name for name, each in other.items() if each.value != found[name]}


def test_every_predicate_of_the_chapter_holds(chapter):
    stated = southeast_asia.findings(chapter)
    assert [name for name, each in stated.items() if each.kind == "predicate" and not each.value] == []


def test_the_exact_rank_test_agrees_with_an_enumeration_by_scipy():
    first, second = pd.Series([1.0, 2, 2, 4, 5, 6]), pd.Series([2.0, 1, 3, 3, 7, 5])
    test = stats.permutation_test(
        (first,),
        lambda x: stats.spearmanr(x, second).statistic,
        permutation_type="pairings",
        vectorized=False,
        n_resamples=np.inf,
    )
    found = rank_correlation.exact(first, second)
    assert found["rho"] == pytest.approx(stats.spearmanr(first, second).statistic)
    scipy_p = np.mean(np.abs(test.null_distribution) >= abs(found["rho"]) - 1e-9)
    assert found["p"] == pytest.approx(scipy_p)


def test_a_perfect_order_of_untied_states_has_the_smallest_p_of_all():
    found = rank_correlation.exact(pd.Series(range(7)), pd.Series(range(7)))
    assert found["rho"] == pytest.approx(1)
    assert found["p"] == found["least"] == pytest.approx(2 / 5040)


def test_the_exact_rank_test_rejects_no_more_often_than_its_level_when_nothing_is_there():
    draw = np.random.default_rng(SEED)
    fixed = pd.Series([4.0, 5, 6, 7, 7, 7, 8])
    p = [rank_correlation.exact(fixed, pd.Series(draw.permutation(7)))["p"] for _ in range(600)]
    assert np.mean(np.array(p) <= 0.1) <= 0.1 + 3 * np.sqrt(0.09 / 600)


def test_states_without_a_score_are_left_out_of_a_rank_correlation_and_too_few_are_refused():
    first = pd.Series([1.0, 2, 3, 4, np.nan])
    assert rank_correlation.exact(first, pd.Series([1.0, 2, 3, 4, 5]))["n"] == 4
    with pytest.raises(ValueError, match="not 2"):
        rank_correlation.exact(first[:2], first[:2])
    with pytest.raises(ValueError, match="without differences"):
        rank_correlation.exact(pd.Series([1.0, 1, 1]), pd.Series([1.0, 2, 3]))


def test_the_printed_correlation_follows_from_the_raw_files_by_hand(found):
    core = {row["instrument_id"] for row in raw("instruments") if row["core_treaty"] == "true"}
    acts = {"ratification", "accession", "acceptance"}
    held = dict.fromkeys((row["iso3"] for row in raw("states")), 0)
    for row in raw("state_actions"):
        if row["instrument_id"] in core and row["action"] in acts and row["date"][:4] <= "2022":
            held[row["iso3"]] += 1
    assert (found["treaties_lao"], found["treaties_khm"], found["treaties_chn"]) == (
        held["LAO"],
        held["KHM"],
        held["CHN"],
    )
    score = {row["iso3"]: int(row["score"]) for row in raw("freedom_scores") if row["covers_year"] == "2022"}
    x, y = (stats.rankdata([values[code] for code in sorted(held)]) for values in (held, score))
    rho = np.corrcoef(x, y)[0, 1]
    assert found["rho_freedom"] == pytest.approx(rho)
    count = total = 0
    for order in permutations(x - x.mean()):
        total += 1
        count += abs(np.dot(order, y - y.mean())) >= abs(np.dot(x - x.mean(), y - y.mean())) - 1e-9
    assert found["rho_freedom_p"] == pytest.approx(count / total)


def test_the_year_by_year_coefficients_agree_with_scipy(chapter):
    rows = chapter.yearly.set_index(["name", "year"])["rho"]
    scores = treaty_scores.scores().set_index(["name", "year"])
    for name, year in [("Freedom in the World", 2016), ("Voice and accountability", 2010)]:
        part = scores.loc[(name, year)].set_index("iso3")["score"]
        held = treaty_scores.held(year).reindex(part.index)
        assert rows[(name, year)] == pytest.approx(stats.spearmanr(held, part).statistic)


def test_a_year_that_lacks_a_state_has_no_coefficient(chapter):
    years = chapter.yearly.loc[chapter.yearly["name"].eq("Voice and accountability"), "year"]
    assert 2001 not in set(years)
    assert 2002 in set(years)


def test_exact_intervals_of_groups_are_those_of_the_beta_distribution(chapter):
    for _, row in chapter.rates.iterrows():
        x, n = int(row["low"]), int(row["group_size"])
        low = stats.beta.ppf(0.025, x, n - x + 1) if x else 0.0
        high = stats.beta.ppf(0.975, x + 1, n - x) if x < n else 1.0
        assert (row["share_low"], row["share_high"]) == pytest.approx((low, high))


def test_exact_intervals_cover_at_least_as_often_as_they_say():
    draw = np.random.default_rng(SEED)
    for share in (0.1, 0.5, 0.8):
        hits = pd.Series(draw.binomial(6, share, size=2_000))
        interval = incidents._exact(hits, pd.Series(6, index=hits.index), 0.95)
        covered = ((interval["share_low"] <= share) & (share <= interval["share_high"])).mean()
        assert covered >= 0.95 - 3 * np.sqrt(0.05 * 0.95 / 2_000)


def test_the_bound_on_silence_is_the_one_sided_exact_bound_when_every_case_is_noticed():
    counts = pd.Series([3.0, 30.0, 200.0])
    exact = [stats.beta.ppf(0.95, 1, n) for n in counts]
    assert incidents.silence(counts, 1.0, 0.95).tolist() == pytest.approx(exact)


def test_the_bound_on_silence_leaves_silence_a_chance_of_a_twentieth():
    draw = np.random.default_rng(SEED)
    bound = incidents.silence(pd.Series([30.0]), 0.2, 0.95).iloc[0]
    noticed = draw.random((20_000, 30)) < bound * 0.2
    assert (~noticed.any(axis=1)).mean() == pytest.approx(0.05, abs=0.006)
    assert incidents.silence(pd.Series([2.0]), 0.2, 0.95).iloc[0] == 1.0


def test_fisher_agrees_with_an_enumeration_and_knows_its_least_p():
    p, least = incidents.fisher([[1, 1], [2, 2]])
    weights = stats.hypergeom(6, 3, 2).pmf([0, 1, 2])
    assert p == pytest.approx(1.0)
    assert least == pytest.approx(weights[0] + weights[2])
    assert incidents.fisher([[5, 0], [0, 5]])[0] == pytest.approx(2 / 252)


def test_counted_people_are_those_of_the_raw_rows_told_once(found):
    outcomes = {row["outcome_id"]: row for row in raw("state_outcomes")}
    moved = ["lao-2013-06-transferred-to-south-korea", "vnm-2004-07-transferred-to-south-korea"]
    moved += ["vnm-2019-11-detained-then-transferred"]
    away = [
        "lao-2013-05-returned-to-north-korea",
        "vnm-2015-10-pushed-back-to-china",
        "vnm-2019-04-pushed-back-to-china",
    ]
    assert found["people_moved"] == sum(int(outcomes[name]["persons_affected"]) for name in moved)
    assert found["people_away"] == sum(int(outcomes[name]["persons_affected"]) for name in away)
    assert found["counted_groups"] == len(moved) + len(away)
    assert found["groups_interval"] == pytest.approx([stats.beta.ppf(0.025, 3, 4), stats.beta.ppf(0.975, 4, 3)])


def test_every_dated_return_and_transfer_of_the_raw_files_stands_in_the_record(chapter):
    record = {(row["iso3"], row["start"].strftime("%Y-%m")) for _, row in chapter.incidents.iterrows()}
    for row in raw("repatriations"):
        if row["from_iso3"] in GROUP and row["measure"] == "event":
            assert (row["from_iso3"], row["date_start"][:7]) in record
    for row in raw("state_outcomes"):
        if row["iso3"] in GROUP and row["basis"] == "single_group":
            assert (row["iso3"], row["period_start"][:7]) in record
    for row in raw("events"):
        if row["iso3"] in GROUP and row["kind"] in ("transfer", "repatriation"):
            assert (row["iso3"], row["date"][:7]) in record


def test_nothing_on_cables_alone_from_memory_or_contested_is_counted(chapter):
    counted = chapter.incidents[chapter.incidents["counted"]]
    assert not counted["cable_only"].any()
    assert not counted["contested"].any()
    assert set(counted["status"]) <= {"verified", "corroborated"}
    assert counted["low"].notna().all()


def test_rows_that_tell_of_the_same_people_are_merged_with_all_their_sources(chapter):
    nine = chapter.incidents[chapter.incidents["outcome"].eq(incidents.RETURNED)]
    assert len(nine) == 1
    assert {"afp_lao_2013", "latimes_2013"} <= set(nine["other_sources"].iloc[0].split(";"))


def test_grades_are_counted_by_hand_and_a_state_not_rated_has_none(found):
    rows = [row for row in raw("trafficking_tiers") if row["iso3"] in GROUP and row["status"] != "recalled"]
    assert found["tier_rows"] == len(rows)
    assert found["tier_lowest"] == sum(row["tier"] == "3" for row in rows)
    lowest = {row["year"] for row in rows if row["tier"] == "3"}
    assert found["tier_none_years"] == found["tier_reports"] - len(lowest)
    grid = trafficking_tiers.grid(["verified", "corroborated"])
    assert grid.loc[~grid["in_report"], "tier"].isna().all()
    mongolia = trafficking_tiers.tally(grid, ["MNG"]).sum(axis=1)
    assert mongolia[mongolia > 0].index.min() == 2005


def test_decisions_of_the_region_and_elsewhere_add_up_by_hand(found):
    rows = [row for row in raw("unhcr_decisions") if row["counted_in"] == "persons"]
    rows = [row for row in rows if row["decision_level"] in ("first_instance", "first_instance_and_appeal")]
    region = [row for row in rows if row["country_of_asylum"] in regional_bodies.REGION]
    other = [row for row in rows if row["country_of_asylum"] not in regional_bodies.REGION]
    assert found["unhcr_region"] == sum(int(row["total"]) for row in region)
    assert found["unhcr_elsewhere"] == sum(int(row["total"]) for row in other)
    closed = sum(int(row["otherwise_closed"]) for row in other)
    assert found["unhcr_elsewhere_closed"] == pytest.approx(closed / found["unhcr_elsewhere"])


def test_votes_are_those_of_the_raw_roll_calls(found):
    rows = [row for row in raw("assembly_votes") if row["iso3"] == "LAO"]
    assert found["votes_lao_no"] == sum(row["vote"] == "no" for row in rows)
    assert found["roll_calls"] == len(rows)


def test_the_powers_of_the_commission_are_those_of_its_table(found):
    rows = [row for row in raw("asean") if row["topic"] == "commission_powers" and row["answer"]]
    assert found["aichr_powers"] == len(rows)
    assert found["aichr_granted"] == sum(row["answer"] == "yes" for row in rows)


def test_the_status_filter_moves_counts_and_leaves_treaties_and_the_commission_alone(found):
    moved = changed(found, statuses=["corroborated"])
    assert {"tier_rows", "tier_lowest"} <= moved
    assert not [name for name in moved if name.startswith(("treaties_", "rho_", "aichr_", "unhcr_", "claims_"))]
    wider = changed(found, statuses=["verified", "corroborated", "recalled"])
    assert wider == {"tier_rows", "tier_lowest_share", "tier_recalled"}


def test_a_filter_that_leaves_no_group_is_refused_with_a_reason():
    with pytest.raises(ValueError, match="LAO and VNM: admit the status corroborated"):
        southeast_asia.prepare(**(STATED | {"statuses": ["verified"]}))


def test_hiding_cables_takes_rows_from_the_charts_and_changes_no_number(found, chapter):
    assert changed(found, cables=False) == set()
    hidden = southeast_asia.prepare(**(STATED | {"cables": False}))
    assert len(chapter.drawn) - len(hidden.drawn) == found["cable_rows"]
    assert not hidden.drawn["cable_only"].any()
    assert len(figures.cases(hidden).frame) == len(hidden.drawn)


def test_the_year_moves_the_correlation_and_nothing_else(found):
    moved = changed(found, year=2024)
    assert "rho_freedom" in moved
    assert all(name.startswith("rho_") for name in moved)


def test_the_level_moves_intervals_and_nothing_else(found):
    assert changed(found, level=0.9) == {"level", "groups_interval", "silence_all", "silence_half", "silence_fifth"}


def test_a_critic_who_counts_contested_incidents_finds_more_groups_sent_away(chapter):
    strict, loose = (frame.set_index("iso3") for frame in (chapter.groups, chapter.every_group))
    assert loose.loc["all", "groups"] - strict.loc["all", "groups"] == chapter.incidents["contested"].sum()
    assert loose.loc["KHM", "away"] == 1
    assert "KHM" not in strict.index


def test_people_of_a_state_without_a_counted_group_are_none(chapter):
    totals = incident_findings.people(chapter.incidents, list(GROUP))
    assert totals.loc["KHM"].tolist() == [0, 0]
    assert datasets.load("states")["iso3"].isin(totals.index).sum() == len(GROUP)
