"""China: estimators against known answers, printed numbers against the raw files, parameters one by one."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import combinations, product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy.stats import binom, binomtest

from analysis import china, china_estimators, china_oversight, china_population, china_returns

DATA = Path(__file__).resolve().parents[2] / "data"
SURE = ["verified", "corroborated"]
SEED_OF_BODIES = 20240612
SEED_OF_NULL = 20231009


def raw(stem):
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(rng, bodies=7, campaign=3, ratio=1.0, change=0.95, noise=0.5):
    """Simulated figures of bodies, some of which campaign and publish `ratio` times the others at equal years."""
    rows = []
    for body in range(bodies):
        camp = "campaign" if body < campaign else "office"
        lean = rng.normal(0, noise)
        for year in rng.choice(np.arange(1998, 2013), size=rng.integers(1, 4), replace=False):
            level = 40_000 * change ** (year - 2000) * (ratio if camp == "campaign" else 1) * np.exp(lean)
            rows.append({"origin_id": f"b{body}", "camp": camp, "as_of_year": year, "middle": level})
    return pd.DataFrame(rows)


def by_regression(frame):
    """Level (common slope) and own slopes of both camps by least squares, as another implementation."""
    campaign = frame["camp"].eq("campaign").astype(float).to_numpy()
    year = (frame["as_of_year"] - 2000).to_numpy(dtype=float)
    y = np.log(frame["middle"].to_numpy(dtype=float))
    common = sm.OLS(y, np.column_stack([np.ones_like(year), year, campaign])).fit().params
    own = sm.OLS(y, np.column_stack([np.ones_like(year), year, campaign, campaign * year])).fit().params
    return common[2], own[1] + own[3], own[1]


@pytest.fixture(scope="module")
def frames():
    return china.prepare(SURE, True, 0.95)


@pytest.fixture(scope="module")
def found(frames):
    return {name: each.value for name, each in china.findings(frames).items()}


def test_level_and_change_are_found_without_noise():
    frame = figures(np.random.default_rng(SEED_OF_BODIES), ratio=4.0, change=0.9, noise=0.0)
    seen = china_estimators.effects(frame)
    assert seen["level"] == pytest.approx(4.0)
    assert seen["campaign_change"] == pytest.approx(-0.1)
    assert seen["other_change"] == pytest.approx(-0.1)


def test_level_and_change_agree_with_least_squares():
    frame = figures(np.random.default_rng(SEED_OF_BODIES), ratio=3.0)
    seen, (level, campaign, other) = china_estimators.effects(frame), by_regression(frame)
    assert np.log(seen["level"]) == pytest.approx(level)
    assert np.log1p(seen["campaign_change"]) == pytest.approx(campaign)
    assert np.log1p(seen["other_change"]) == pytest.approx(other)


def test_the_exact_p_value_of_the_level_counts_relabellings_one_by_one():
    frame = figures(np.random.default_rng(SEED_OF_BODIES), bodies=6, campaign=2, ratio=3.0)
    bodies = sorted(frame["origin_id"].unique())
    observed = by_regression(frame)[0]
    levels = []
    for chosen in combinations(bodies, 2):
        camp = np.where(frame["origin_id"].isin(chosen), "campaign", "office")
        levels.append(by_regression(frame.assign(camp=camp))[0])
    expected = np.mean([abs(level) >= abs(observed) - 1e-9 for level in levels])
    seen = china_estimators.contrast(frame)
    assert seen["labellings"] == len(levels) == 15
    assert seen["level_p"] == pytest.approx(expected)


def test_the_exact_test_rejects_no_more_often_than_it_says_where_camps_do_not_differ():
    rng = np.random.default_rng(SEED_OF_NULL)
    runs = 300
    p = [china_estimators.contrast(figures(rng, bodies=8, campaign=4))["level_p"] for _ in range(runs)]
    error = 3 * np.sqrt(0.1 * 0.9 / runs)
    assert np.mean(np.array(p) <= 0.1) <= 0.1 + error
    assert np.mean(np.array(p) <= 0.5) >= 0.5 - 3 * np.sqrt(0.25 / runs) - 0.05


def test_intervals_agree_with_scipy_and_with_the_closed_form_where_nothing_succeeded():
    seen = china_oversight.intervals(pd.Series([0, 3, 55]), pd.Series([58, 236, 138]), 0.95)
    for row, (x, n) in zip(seen.itertuples(), [(0, 58), (3, 236), (55, 138)], strict=True):
        exact = binomtest(x, n).proportion_ci(0.95, "exact")
        wilson = binomtest(x, n).proportion_ci(0.95, "wilson")
        assert (row.low, row.high) == pytest.approx((exact.low, exact.high))
        assert (row.wilson_low, row.wilson_high) == pytest.approx((wilson.low, wilson.high), abs=1e-12)
    assert seen.loc[0, "upper"] == pytest.approx(1 - 0.05 ** (1 / 58))
    assert seen.loc[0, "rule"] == pytest.approx(3 / 58, rel=0.01)
    assert seen.loc[1:, "rule"].isna().all()


@pytest.mark.parametrize("share", [0.01, 0.05, 0.3])
def test_the_exact_interval_covers_at_least_as_often_as_it_says(share):
    n = 58
    x = pd.Series(range(n + 1))
    limits = china_oversight.intervals(x, pd.Series([n] * (n + 1)), 0.95)
    covers = (limits["low"] <= share) & (share <= limits["high"])
    assert binom.pmf(x, n, share)[covers].sum() >= 0.95


def test_chances_of_unlike_trials_add_up_over_every_outcome():
    shares = [0.4, 0.4, 0.7, 0.7, 0.7]
    expected = np.zeros(len(shares) + 1)
    for outcome in product([0, 1], repeat=len(shares)):
        expected[sum(outcome)] += np.prod([p if hit else 1 - p for hit, p in zip(outcome, shares, strict=True)])
    assert china_oversight.poisson_binomial(shares) == pytest.approx(expected)
    assert china_oversight.poisson_binomial([0.3] * 4) == pytest.approx(binom.pmf(range(5), 4, 0.3))


def test_a_figure_with_one_end_keeps_the_other_open():
    frame = china_population.estimates(SURE, look_back=True).set_index("estimate_id")
    row = frame.loc["2002-china"]
    assert pd.isna(row["low"])
    assert row["open_low"]
    assert not row["open_high"]
    assert row["first"] == row["last"] == row["middle"] == row["high"]


def test_a_share_stays_missing_where_the_print_has_no_such_end(frames):
    shares = frames.shares.set_index("year")
    assert pd.isna(shares.loc[2007, "low"])
    assert pd.isna(shares.loc[2003, "high"])
    assert shares.loc[2006, "low"] == shares.loc[2006, "high"]


def test_printed_figures_on_people_in_hiding_follow_from_the_raw_table(found):
    rows = raw("china_population")
    kept = [row for row in rows if row["comparable"] == "true" and row["status"] in SURE]
    assert (found["figures"], found["comparable"]) == (len(rows), len(kept))
    by_key = {row["estimate_id"]: row for row in rows}
    then, now = by_key["1998-robinson"], by_key["2009-robinson"]
    fall = [1 - int(now[end]) / int(then["central"]) for end in ("high", "low")]
    assert found["survey_fall"] == pytest.approx(fall)
    widest = [1 - int(now["high"]) / int(then["low"]), 1 - int(now["low"]) / int(then["high"])]
    assert found["survey_fall_widest"] == pytest.approx(widest)
    assert found["bodies"] == len({row["origin_id"] for row in kept})


def test_printed_returns_follow_from_the_raw_table(found):
    rows = {row["repatriation_id"]: row for row in raw("repatriations")}
    day = ["2023-october-200", "2023-october-500", "2023-october-600"]
    ends = [int(rows[key]["low"] or rows[key]["high"]) for key in day]
    fixed = int(rows["2023-august"]["low"]) + int(rows["2023-september"]["low"])
    assert found["october"] == [min(ends), max(ends)]
    assert found["sent"] == [fixed + min(ends), fixed + max(ends)]
    held = [
        int(row["low"] or row["high"])
        for row in raw("hazards")
        if row["hazard"] == "detention" and row["as_of"] > "2020"
    ]
    assert found["sent_share"] == pytest.approx([(fixed + min(ends)) / max(held), (fixed + max(ends)) / min(held)])
    parts = ["2021-july", "2023-august", "2023-september", "2023-october-500"]
    assert sum(int(rows[key]["low"]) for key in parts) == found["watch_first"]


def test_printed_votes_follow_from_the_raw_tables(found):
    council = raw("security_council")
    substance = [row for row in council if row["kind"] in ("sanctions_resolution", "veto")] + raw("panel_renewals")
    votes = Counter(row["chn_vote"] for row in substance)
    assert found["substance"] == len(substance)
    assert found["substance_yes"] == votes["yes"]
    assert found["substance_veto"] == sum("CHN" in row.get("vetoed_by", "") for row in substance)
    assert found["substance_abstained"] == votes["abstain"]
    roll = [row["vote"] for row in raw("assembly_votes") if row["iso3"] == "CHN"]
    assert found["assembly_no"] == roll.count("no") == found["assembly_recorded"]


def test_printed_clauses_and_advice_follow_from_the_raw_tables(found):
    clauses = [row for row in raw("complaint_procedures") if row["iso3"] == "CHN"]
    assert found["clauses"] == len(clauses)
    assert found["clauses_open"] == sum(row["accepted"] == "true" for row in clauses)
    advice = [row for row in raw("review_recommendations") if row["iso3"] == "CHN" and row["group"] == "false"]
    naming = [row for row in advice if row["names_north_koreans"] == "true"]
    assert found["naming"] == len(naming)
    assert all(row["response"] == "noted" for row in naming)
    documented = [row for row in raw("committee_findings") if row["iso3"] == "CHN" and row["status"] in SURE]
    assert found["findings_read"] == len(documented)
    assert found["committees"] == len({row["treaty_body"] for row in documented})


def test_totals_that_a_body_prints_are_the_sums_of_the_parts_it_names(frames):
    assert frames.returns.pipe(lambda rows: china.china_custody.checks(rows))["adds_up"].all()


def test_other_statuses_move_what_rests_on_them_and_nothing_else(frames):
    wider = china.prepare([*SURE, "recalled"], True, 0.95)
    assert set(wider.stocks["estimate_id"]) - set(frames.stocks["estimate_id"]) == {"1999-good-friends-survey"}
    assert wider.committees["counted"].sum() > frames.committees["counted"].sum()
    assert wider.ballots["counted"].sum() == frames.ballots["counted"].sum() + 1
    for same in ("shares", "held", "cycles", "graded", "channels", "recommendations"):
        pd.testing.assert_frame_equal(getattr(wider, same), getattr(frames, same))


def test_leaving_out_what_was_asked_later_removes_the_fall_of_the_survey_and_nothing_else(frames):
    now_only = china.prepare(SURE, False, 0.95)
    assert set(frames.stocks["estimate_id"]) - set(now_only.stocks["estimate_id"]) == {"1998-robinson", "2002-robinson"}
    assert set(frames.changes["origin_id"]) - set(now_only.changes["origin_id"]) == {"robinson"}
    for same in (
        "returns",
        "shares",
        "held",
        "ballots",
        "recommendations",
        "committees",
        "cycles",
        "graded",
        "channels",
    ):
        pd.testing.assert_frame_equal(getattr(now_only, same), getattr(frames, same))


def test_coverage_moves_the_intervals_and_nothing_else(frames):
    wide = china.prepare(SURE, True, 0.99)
    assert (wide.graded["high"] > frames.graded["high"]).all()
    assert (wide.cycles["low"] < frames.cycles["low"]).all()
    pd.testing.assert_series_equal(wide.graded["share"], frames.graded["share"])
    for same in ("stocks", "changes", "specifications", "returns", "shares", "held", "ballots", "channels"):
        pd.testing.assert_frame_equal(getattr(wide, same), getattr(frames, same))


def test_the_chapter_can_be_stated_without_what_was_asked_later():
    stated = china.findings(china.prepare(SURE, False, 0.95))
    assert stated["level_differs"].value
    assert stated["bodies_repeated"].value == 6


def test_a_part_of_another_count_is_no_rival_of_it(frames):
    seen = china_returns.events(frames.returns)
    assert "2023-october-300" not in set(seen["repatriation_id"])
    assert seen.loc[seen["event"] == "mass-2023-10-09", "rival"].eq(3).all()
