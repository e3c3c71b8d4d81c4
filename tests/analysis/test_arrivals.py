"""Breaks, missing arrivals, exact tests and bounds: known answers, second implementations, and the raw files."""

from __future__ import annotations

import csv
import math
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis import arrival_profile, arrival_trend, arrivals, breaks, counterfactual, elsewhere, passage
from analysis.count_models import negative_binomial, quasi_poisson
from analysis.figures import arrival_trend as trend_figures
from analysis.figures import arrivals as figures
from analysis.figures import passage as passage_figures

DATA = Path(__file__).resolve().parents[2] / "data"
CHOSEN = {"first_year": 2002, "level": 0.95, "base_from": 2012, "base_to": 2019}
YEARS = np.arange(2002.0, 2026.0)


def raw(stem: str) -> list[dict[str, str]]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def totals() -> dict[int, int]:
    return {int(row["year"]): int(row["total"]) for row in raw("arrivals")}


def values(**changed) -> dict:
    return {name: value.value for name, value in arrivals.findings(arrivals.prepare(**(CHOSEN | changed))).items()}


@pytest.fixture(scope="module")
def chapter():
    return arrivals.prepare(**CHOSEN)


@pytest.fixture(scope="module")
def found(chapter):
    return {name: value.value for name, value in arrivals.findings(chapter).items()}


def draw(rng: np.random.Generator, means: np.ndarray, alpha: float) -> np.ndarray:
    return rng.negative_binomial(1 / alpha, 1 / (1 + alpha * means)).astype("float64")


# regressions of counts


def test_the_negative_binomial_agrees_with_the_one_of_statsmodels():
    counts = np.array([totals()[int(year)] for year in YEARS], dtype="float64")
    x = breaks.design(YEARS, 2012, 2020)
    mine = negative_binomial(counts, x)
    model = sm.NegativeBinomial(counts, x)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rough = model.fit(start_params=np.r_[mine.params + 0.01, mine.alpha * 1.1], method="bfgs", maxiter=5000, disp=0)
        theirs = model.fit(start_params=rough.params, method="newton", maxiter=200, disp=0)
    assert mine.loglik == pytest.approx(theirs.llf, abs=1e-6)
    assert mine.alpha == pytest.approx(theirs.params[-1], rel=1e-4)
    assert mine.params == pytest.approx(theirs.params[:-1], abs=1e-4)
    assert mine.bic == pytest.approx(theirs.bic, abs=1e-5)


def test_the_quasi_poisson_fit_of_a_level_is_the_mean_stretched_by_pearsons_statistic():
    counts = np.array([40.0, 70, 55, 95, 60])
    fit = quasi_poisson(counts, np.ones((5, 1)))
    mean = counts.mean()
    scale = ((counts - mean) ** 2 / mean).sum() / 4
    assert math.exp(fit.params[0]) == pytest.approx(mean)
    assert fit.scale == pytest.approx(scale)
    assert math.sqrt(fit.covariance[0, 0]) == pytest.approx(math.sqrt(scale / (5 * mean)))


def test_counts_that_lie_close_together_are_not_taken_to_be_calmer_than_chance():
    assert quasi_poisson(np.array([100.0, 101, 100, 99]), np.ones((4, 1))).scale == 1


# breaks


def test_intervals_of_both_steps_cover_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(7)
    x = breaks.design(YEARS, 2012, 2020)
    truth = np.array([8.0, 0.08, -0.8, -0.12, -2.0, 0.1])
    runs = 400
    inside = np.zeros(2)
    for _ in range(runs):
        fit = negative_binomial(draw(rng, np.exp(x @ truth), 0.05), x)
        for slot, position in enumerate((2, 4)):
            _, low, high = fit.ratio(position, 0.95)
            inside[slot] += low <= math.exp(truth[position]) <= high
    # the dispersion of so few years is estimated too small: a little under-coverage is known, and allowed for
    assert ((inside / runs > 0.88) & (inside / runs < 0.985)).all()


def test_the_search_finds_steps_where_they_were_put():
    means = np.where(YEARS < 2009, 2000.0, np.where(YEARS < 2018, 700.0, 90.0))
    pairs = breaks.segmented(YEARS, draw(np.random.default_rng(3), means, 0.003)).pairs
    assert pairs.loc[pairs["loss"].idxmin(), ["first", "second"]].tolist() == [2009, 2018]
    assert pairs["loss"].min() == 0


def test_the_search_keeps_its_distance_from_the_ends(chapter):
    pairs = chapter.trend.pairs
    assert (pairs["second"] - pairs["first"]).min() == breaks.EDGE
    assert pairs["first"].min() == 2002 + breaks.EDGE
    assert 2025 - pairs["second"].max() + 1 >= breaks.EDGE - 1


def test_a_smooth_hump_is_not_taken_for_a_break_and_a_break_is(monkeypatch):
    monkeypatch.setattr(breaks, "DRAWS", 999)
    rng, before = np.random.default_rng(5), YEARS - 2010.5
    hump = np.exp(7.5 - 0.012 * before**2)
    chances = [breaks.smooth_test(YEARS, np.round(hump * np.exp(rng.normal(0, 0.1, len(YEARS))))) for _ in range(60)]
    assert 0.35 < np.mean(chances) < 0.65
    assert np.mean(np.array(chances) < 0.05) < 0.15
    step = np.where(YEARS < 2011, 2500.0, 1000.0) * np.exp(rng.normal(0, 0.05, len(YEARS)))
    assert breaks.smooth_test(YEARS, step) <= 0.01


def test_what_the_bootstrap_says_does_not_hang_on_its_seed(chapter):
    trend = chapter.trend
    chances = [breaks.smooth_test(trend.years, trend.counts, seed) for seed in (breaks.SEED, 1, 2)]
    assert max(chances) < arrival_trend.RARE / 1.5


# the counterfactual


@pytest.mark.parametrize("model", ["level", "trend", "nb_trend", "log_trend"])
def test_prediction_intervals_cover_the_sum_of_later_years(model):
    rng, ahead = np.random.default_rng(11), np.arange(2020.0, 2026.0)
    base = np.arange(2004.0, 2020.0)
    slope = 0.0 if model == "level" else -0.04
    inside, runs = 0, 300
    for _ in range(runs):
        counts = draw(rng, 1200 * np.exp(slope * (base - 2019)), 0.02)
        low, high = counterfactual.expected(base, counts, ahead, model).total(0.95)[1:]
        inside += low <= draw(rng, 1200 * np.exp(slope * (ahead - 2019)), 0.02).sum() <= high
    assert 0.90 < inside / runs < 0.99


def test_the_log_linear_forecast_of_a_year_agrees_with_statsmodels():
    base, counts = np.arange(2012.0, 2020.0), np.array([totals()[year] for year in range(2012, 2020)], dtype="float64")
    mine = counterfactual.expected(base, counts, np.array([2022.0]), "log_trend").yearly(0.9).iloc[0]
    fit = sm.OLS(np.log(counts), sm.add_constant(base - 2019)).fit()
    theirs = np.exp(fit.get_prediction([[1, 3]]).summary_frame(alpha=0.1).iloc[0])
    assert mine["mean"] == pytest.approx(theirs["mean"])
    assert (mine["low"], mine["high"]) == pytest.approx((theirs["obs_ci_lower"], theirs["obs_ci_upper"]))


def test_a_walk_spreads_with_the_root_of_time():
    walk = counterfactual.expected(np.arange(4.0), np.array([100, 110, 99, 104.0]), np.array([4.0, 7.0]), "walk")
    assert (walk.means == 104).all()
    assert walk.covariance[1, 1] == pytest.approx(4 * walk.covariance[0, 0])


def test_a_series_without_change_has_nobody_missing_and_placebos_of_one():
    still = pd.Series(500.0, index=range(2002, 2026))
    assert counterfactual.placebos(still, 8, 2020, "trend", 0.95)["ratio"].to_numpy() == pytest.approx(1)
    specs = counterfactual.specifications(still, 2019, list(range(2020, 2026)), 0.95)
    assert specs["missing"].to_numpy() == pytest.approx(0, abs=1e-6)


def test_every_model_meets_every_base_period_of_enough_years(chapter):
    spans = {(a, b) for b in (2018, 2019) for a in range(2002, b + 1) if b - a + 1 >= counterfactual.SHORTEST}
    specs = chapter.specs
    assert len(specs) == len(spans) * len(counterfactual.MODELS)
    assert set(zip(specs["base_from"], specs["base_to"], strict=True)) == spans
    assert specs["missing"].is_monotonic_increasing


def test_a_model_nobody_wrote_and_a_base_period_too_short_are_refused():
    three = np.arange(3.0)
    with pytest.raises(ValueError, match="no model 'cubic': choose among level"):
        counterfactual.expected(three, three, three, "cubic")
    with pytest.raises(ValueError, match="a base period of 3 years is too short"):
        counterfactual.expected(three, three, three, "trend")


@pytest.mark.parametrize("base", [(2001, 2019), (2012, 2020), (2019, 2019)])
def test_a_base_period_outside_the_years_before_the_closure_is_refused(base):
    with pytest.raises(ValueError, match="change base_from, base_to or first_year"):
        arrivals.prepare(2002, 0.95, *base)


# who came


def test_fishers_test_and_holms_correction_agree_with_their_definitions(chapter):
    tests = arrival_profile.turns(chapter.years, 0.95).set_index("year")
    split = {int(row["year"]): (int(row["women"]), int(row["men"])) for row in raw("arrivals") if row["women"]}
    (a, b), (c, d) = split[2021], split[2020]
    every = stats.hypergeom(a + b + c + d, a + c, a + b).pmf(range(a + b + 1))
    assert tests.loc[2021, "p"] == pytest.approx(every[every <= every[a] * (1 + 1e-7)].sum())
    ordered = tests["p"].sort_values()
    corrected = (ordered * np.arange(len(ordered), 0, -1)).clip(upper=1).cummax()
    assert tests["holm"].to_dict() == pytest.approx(corrected.to_dict())


def test_a_year_without_a_split_is_no_pair():
    years = pd.DataFrame({"year": [1, 2, 3], "women": [5, pd.NA, 9], "men": [5, pd.NA, 1]})
    assert arrival_profile.turns(years, 0.95)["year"].tolist() == [3]


def test_ages_and_kinds_are_whole_divisions():
    ages = arrival_profile.ages()
    assert (ages.groupby("sex")["persons"].sum() == ages.groupby("sex")["base"].first()).all()
    kinds = arrival_profile.kinds()
    whole = kinds[kinds["dimension"] != "region_of_origin"].groupby("dimension")
    assert (whole["persons"].sum() == whole["base"].first()).all()
    assert whole["as_of"].nunique().eq(1).all()


# the passage, and elsewhere


def test_every_point_of_the_curve_makes_the_fall():
    curve = passage.curve(0.2)
    assert (curve["departures"] * curve["survival"]).to_numpy() == pytest.approx(0.2)
    assert curve["departures"].min() == pytest.approx(0.2)


def test_the_bounds_hold_for_any_split_that_the_counts_allow(chapter):
    """Draw shares that chose the South between their bounds: their change never leaves the interval."""
    rng, series = np.random.default_rng(2), chapter.series
    ratios = []
    for span in (chapter.base, chapter.passage.recent):
        came, other = series.loc[span[0] : span[1]].mean(), elsewhere.bound(*span)
        ratios.append(rng.uniform(came / (came + other), 1, 2000))
    change = ratios[1] / ratios[0]
    low, high = chapter.passage.choice
    assert low <= change.min() <= change.max() <= high


def test_the_states_drawn_are_those_with_the_highest_years():
    asked = elsewhere.applications().groupby(["country_of_asylum", "year"])["applied"].sum()
    peaks = asked.groupby("country_of_asylum").max().sort_values(ascending=False)
    assert set(peaks.index[: len(elsewhere.STATES)]) == set(elsewhere.STATES)


def test_years_whose_admissions_were_not_found_are_bounded_by_the_highest():
    applied = [
        int(row["applied"])
        for row in raw("unhcr_applications")
        if row["year"] in ("2023", "2024", "2025")
        and row["counted_in"] == "persons"
        and row["application_type"] in ("new", "various", "new_and_repeat")
        and row["decision_level"] in ("new_applications", "first_instance")
    ]
    admitted = [
        int(row["value"])
        for row in raw("resettlement")
        if row["indicator"] == "us_refugee_admissions" and row["period"] == "us_fiscal_year"
    ]
    assert elsewhere.bound(2023, 2025) == pytest.approx(sum(applied) / 3 + max(admitted))


# printed numbers against the raw files


def test_printed_numbers_follow_from_the_raw_files(found):
    total = totals()
    split = {int(row["year"]): (int(row["women"]), int(row["men"])) for row in raw("arrivals") if row["women"]}
    assert found["peak_total"] == max(total.values()) == 2914
    assert found["fall_2012"] == pytest.approx(1 - total[2012] / total[2011])
    assert found["seen_since"] == sum(total[year] for year in range(2020, 2026))
    assert found["women_fell"] == pytest.approx(1 - split[2021][0] / split[2019][0])
    assert found["men_fell"] == pytest.approx(1 - split[2021][1] / split[2019][1])
    mean = sum(total[year] for year in range(2012, 2020)) / 8
    assert found["passage_fall"] == pytest.approx(sum(total[year] for year in (2023, 2024, 2025)) / 3 / mean)
    assert found["known_share"] == pytest.approx(
        [(found["returned_known"] + found["held_known"]) / end for end in reversed(found["missing_interval"])]
    )
    profile = {(row["as_of"], row["population"], row["category"], row["sex"]): row for row in raw("arrivals_profile")}
    assert found["capital_2023"] == pytest.approx(
        int(profile["2023", "arrivals_of_year", "Pyongyang", "all"]["persons"]) / total[2023]
    )
    assert found["secondary"] == pytest.approx(23471 / 33836)
    assert found["closure_ratio"] == pytest.approx(
        sum(total[year] for year in (2020, 2021, 2022))
        / float(np.exp(np.polyval(_poisson(total), np.arange(2020, 2023) - 2012)).sum()),
        rel=1e-6,
    )


def _poisson(total: dict[int, int]) -> np.ndarray:
    """Poisson trend of 2012 to 2019 by Newton's steps, written out: slope and level at 2012."""
    y = np.array([total[year] for year in range(2012, 2020)], dtype="float64")
    x = np.column_stack([np.arange(8.0), np.ones(8)])
    params = np.array([0.0, math.log(y.mean())])
    for _ in range(50):
        mu = np.exp(x @ params)
        params = params + np.linalg.solve(x.T * mu @ x, x.T @ (y - mu))
    return params


# parameters


def moved(before: dict, after: dict) -> set[str]:
    return {name for name in before if before[name] != after[name]}


BASE_ONLY = (
    "base_", "passage_", "missing", "expected_since", "specs", "placebo", "closure_ratio", "closure_deepest", "choice_",
    "rest_after", "departures_fell", "known_share", "returns_explain", "elsewhere_base", "intervals_narrow",
)  # fmt: skip


def test_the_base_period_moves_the_counterfactual_and_nothing_else(found):
    earlier = moved(found, values(base_from=2008))
    assert {"base_from", "missing", "missing_interval", "passage_fall", "placebo_years"} <= earlier
    assert not {name for name in earlier if not name.startswith(BASE_ONLY)}
    shorter = moved(found, values(base_to=2018))
    assert {"base_to", "missing", "missing_range"} <= shorter
    assert not {name for name in shorter if not name.startswith(BASE_ONLY)}


def test_the_first_year_moves_the_trend_and_the_split_by_sex_but_no_total(found):
    later = moved(found, values(first_year=2005))
    assert {"first_year", "trend_years", "slope_before_ratio", "women_first", "specs"} <= later
    assert not later & {"peak_total", "fall_2012", "total_2021", "cumulative", "missing", "passage_fall", "canada_peak"}


def test_the_level_moves_intervals_and_what_they_decide_and_no_point_estimate(found):
    wider = moved(found, values(level=0.99))
    assert {"level", "missing_interval", "step_2012_interval", "women_low_interval", "capital_2023_interval"} <= wider
    still = {"missing", "step_2012_ratio", "hump_unlikely", "turn_odds", "women_low", "passage_fall", "pair_best"}
    assert not wider & still


# pictures


def test_figures_rest_on_documented_rows_and_layers_agree_on_their_scales(chapter):
    every = [
        figures.quarters(chapter), trend_figures.trend(chapter), trend_figures.breaks(chapter),
        trend_figures.missing(chapter), trend_figures.placebos(chapter), trend_figures.specifications(chapter),
        passage_figures.ages(), passage_figures.passage(chapter), passage_figures.others(),
    ]  # fmt: skip
    for figure in every:
        assert dict(figure.basis.statuses).keys() <= {"verified", "corroborated"}, figure.name
    # two domains of dates on one axis are what the chart library warns of, even where they are equal
    assert "domain" not in figure_scales(figures.quarters(chapter).specification(), "x")


def figure_scales(spec: dict, channel: str) -> set[str]:
    return {key for layer in spec["layer"] for key in layer["encoding"].get(channel, {}).get("scale", {})}
