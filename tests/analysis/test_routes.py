"""Lengths, prices, dangers and measures: estimators against known answers, printed numbers against the raw files."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, optimize
from statsmodels.api import WLS, add_constant

from analysis import affordability, border, broker_prices, datasets, hazards, itineraries, routes
from analysis.cluster_trend import equal_weights, trend
from analysis.geodesy import FLATTENING, KM_PER_MILE, SEMI_MAJOR, geodesic

DATA = Path(__file__).resolve().parents[2] / "data"
CHOSEN = {"price_year": 2024, "use_approximate": True, "level": 0.95}


def raw(stem: str) -> list[dict[str, str]]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def chapter():
    return routes.prepare(**CHOSEN)


@pytest.fixture(scope="module")
def found(chapter):
    return {name: value.value for name, value in routes.findings(chapter).items()}


# lengths


@pytest.mark.parametrize(
    ("pair", "metres"),
    [
        ((40.6, -73.8, 51.6, -0.5), 5551759.400319),  # example of GeographicLib: JFK to LHR
        ((0, 0, 0, 1), 111319.490793),  # a degree of the equator
        ((0, 0, 90, 0), 10001965.729313),  # the quarter meridian
        ((41.79, 123.43, 25.04, 102.72), 2662416.890822),  # GeographicLib 2.0 in Python
        ((37.57, 126.98, 13.75, 100.5), 3719580.687663),
        ((10, 179, 10, -179), 219278.392405),  # across the date line
        ((1, 1, 1, 1), 0.0),
    ],
)
def test_a_geodesic_has_its_published_length(pair, metres):
    assert geodesic(*([each] for each in pair))[0] == pytest.approx(metres, abs=2e-3)


def test_a_geodesic_agrees_with_integrating_its_differential_equation():
    start, end = np.radians([41.40, 128.18]), np.radians([13.75, 100.50])
    e2 = FLATTENING * (2 - FLATTENING)

    def step(_s, state):
        phi, _lam, azimuth = state
        w = math.sqrt(1 - e2 * math.sin(phi) ** 2)
        meridian, normal = SEMI_MAJOR * (1 - e2) / w**3, SEMI_MAJOR / w
        east = math.sin(azimuth) / normal
        return [math.cos(azimuth) / meridian, east / math.cos(phi), east * math.tan(phi)]

    def miss(unknown):
        azimuth, length = unknown
        way = integrate.solve_ivp(step, (0, length), [*start, azimuth], rtol=1e-11, atol=1e-12)
        return way.y[:2, -1] - end

    solved = optimize.fsolve(miss, [math.radians(225), 4e6], xtol=1e-12)
    here = geodesic([41.40], [128.18], [13.75], [100.50])[0]
    assert here == pytest.approx(solved[1], abs=0.5)


def test_a_geodesic_stays_near_the_sphere_and_says_nothing_of_missing_points():
    rng = np.random.default_rng(20261124)
    a, b = rng.uniform([-60, -60], [60, 60], (200, 2)), rng.uniform([-60, -60], [60, 60], (200, 2))
    phi, lam = np.radians(np.stack([a, b])[..., 0]), np.radians(np.stack([a, b])[..., 1])
    h = np.sin((phi[1] - phi[0]) / 2) ** 2 + np.cos(phi[0]) * np.cos(phi[1]) * np.sin((lam[1] - lam[0]) / 2) ** 2
    sphere = 2 * 6371008.8 * np.arcsin(np.sqrt(h))
    assert np.all(np.abs(geodesic(a[:, 0], a[:, 1], b[:, 0], b[:, 1]) / sphere - 1) < 0.006)
    assert np.isnan(geodesic([np.nan], [1], [1], [1])[0])
    with pytest.raises(ValueError, match="opposite"):
        geodesic([0.0], [0.0], [0.2], [179.7])


def test_the_printed_length_of_the_main_route_follows_from_the_raw_file(found):
    rows = sorted(
        (row for row in raw("waypoints") if row["route_id"] == "southeast_asia_via_laos"),
        key=lambda row: int(row["order"]),
    )
    total = 0.0
    for before, after in itertools.pairwise(rows):
        if after["mode"] != "air":
            ends = (float(each[key]) for each in (before, after) for key in ("lat", "lon"))
            total += geodesic(*([end] for end in ends))[0]
    assert found["main_ground_km"] == pytest.approx(total / 1000)
    assert found["main_ground"] == pytest.approx(total / 1000 / KM_PER_MILE)
    assert found["main_exceeds"]


def test_a_route_that_begins_in_china_gets_the_way_to_its_start(chapter):
    of = chapter.itineraries.lengths.set_index("route_id")
    along = chapter.itineraries.legs[chapter.itineraries.legs["route_id"] == "southeast_asia_via_laos"]
    to_kunming = along.set_index("place").loc[:"Kunming", "miles"].sum()
    assert of.loc["via_myanmar", "approach"] == pytest.approx(to_kunming)
    assert of.loc["southeast_asia_via_laos", "approach"] == 0
    assert pd.isna(of.loc["via_russia", "approach"])


def test_a_leg_that_only_a_cable_bears_out_is_not_called_documented():
    waypoints = datasets.load("waypoints")
    chain = itineraries.legs(waypoints)
    cable = set(waypoints.loc[waypoints["cable_only"], "place"]) - {"Seoul"}
    touched = chain[(chain["place"].isin(cable) | chain["origin"].isin(cable)) & (chain["route_id"] != "via_cambodia")]
    assert len(touched) > 0
    assert (touched["evidence"] != "documented").all()


# prices


def test_a_trend_finds_the_growth_that_was_put_in():
    years = pd.Series([2005, 2008, 2010, 2013, 2016, 2019, 2024])
    fit = trend(years, 1000 * 1.12 ** (years - 2005), pd.Series(list("abcdefg")), 0.95)
    assert fit.growth == pytest.approx(0.12)
    assert fit.interval == pytest.approx((0.12, 0.12))
    assert fit.doubling == pytest.approx(math.log(2) / math.log(1.12))


def test_a_trend_agrees_with_statsmodels(chapter):
    used = chapter.prices.used[chapter.prices.used["leg"] == "whole_journey"]
    years = used["price_year"].astype("float64")
    result = WLS(np.log(used["usd"]), add_constant(years), weights=equal_weights(used["origin_id"])).fit()
    assert chapter.prices.trends["whole_journey"].growth == pytest.approx(math.expm1(result.params["price_year"]))


def test_the_interval_of_a_trend_covers_the_truth_as_often_as_it_says():
    rng = np.random.default_rng(7)
    origin = pd.Series(np.repeat(np.arange(10), [1, 1, 1, 1, 1, 2, 2, 2, 2, 3]))
    covered, rounds = 0, 600
    for _ in range(rounds):
        year = pd.Series(rng.integers(2005, 2025, len(origin)))
        noise = rng.normal(0, 0.4, 10)[origin] + rng.normal(0, 0.3, len(origin))
        low, high = trend(year, np.exp(8 + 0.1 * (year - 2015) + noise), origin, 0.95).interval
        covered += low <= math.expm1(0.1) <= high
    assert 0.92 <= covered / rounds <= 0.99


def test_repeating_an_origin_does_not_change_the_growth():
    years, values = pd.Series([2005, 2009, 2014, 2018, 2022]), pd.Series([1.0, 2.0, 2.5, 5.0, 6.0])
    names = pd.Series(list("abcde"))
    once = trend(years, values, names, 0.95)
    often = pd.concat([years, years[:1], years[:1]]), pd.concat([values, values[:1], values[:1]]), pd.concat(
        [names, names[:1], names[:1]]
    )  # fmt: skip
    again = trend(*(each.reset_index(drop=True) for each in often), 0.95)
    assert again.growth == pytest.approx(once.growth)
    assert (again.rows, again.origins) == (7, 5)


def test_too_few_origins_make_no_trend():
    with pytest.raises(ValueError, match="too few"):
        trend(pd.Series([2000, 2010, 2020]), pd.Series([1.0, 2.0, 3.0]), pd.Series(list("abc")), 0.95)


def test_a_price_in_won_is_converted_by_the_rate_and_index_of_its_year(chapter):
    series = {(row["series"], row["year"]): float(row["value"]) for row in raw("prices")}
    price = next(row for row in raw("broker_costs") if row["cost_id"] == "2023-whole-nkdb")
    dollars = (
        float(price["low"]) / series["krw_per_usd", "2023"] * series["us_cpi_u", "2024"] / series["us_cpi_u", "2023"]
    )
    rows = chapter.prices.rows.set_index("cost_id")
    assert rows.loc["2023-whole-nkdb", "usd"] == pytest.approx(dollars)
    seen = chapter.prices.seen.set_index(["leg", "origin_id", "price_year"])
    assert seen.loc[("whole_journey", "nkdb-2023", 2023), "usd"] == pytest.approx(dollars)


def test_a_survey_stands_for_the_median_class_of_those_who_paid(chapter):
    classes = [row for row in raw("broker_costs") if row["origin_id"] == "kinu" and row["high"] != "0"]
    half, sum_so_far = sum(float(row["share"]) for row in classes) / 2, 0.0
    for row in classes:
        sum_so_far += float(row["share"])
        if sum_so_far >= half:
            break
    factor = chapter.prices.rows.set_index("cost_id").loc[row["cost_id"], "factor"]
    kinu = chapter.prices.seen.set_index("origin_id").loc["kinu"]
    assert kinu["low_usd"] == pytest.approx(float(row["low"]) * factor)
    assert kinu["high_usd"] == pytest.approx(float(row["high"]) * factor)


def test_a_missing_rate_is_an_error_and_a_missing_end_is_the_other():
    costs = datasets.load("broker_costs").head(8).copy()
    series = datasets.load("prices")
    rows = broker_prices.constant(costs, series, 2024).set_index("cost_id")
    assert rows.loc["2000-whole-mok", "usd"] == pytest.approx(3000 * 313.689 / 172.2)
    assert pd.isna(rows.loc["2005-whole-kinu-0", "usd"])  # paid nothing: no price
    assert rows.loc["2005-whole-kinu-1", "usd"] == rows.loc["2005-whole-kinu-1", "high_usd"]
    with pytest.raises(ValueError, match="rate"):
        broker_prices.constant(costs, series[series["series"] != "krw_per_usd"], 2024)


def test_the_price_of_the_thesis_enters_no_trend(chapter):
    assert "mok" not in set(chapter.prices.used["origin_id"])
    assert "mok" not in set(chapter.burden.ratios["origin_id"])
    assert "mok" in set(chapter.prices.seen["origin_id"])


def test_the_sign_test_counts_origins_and_not_rows(found):
    pairs: dict[str, dict[str, list]] = {}
    for row in raw("broker_costs"):
        if row["status"] != "thesis":
            pairs.setdefault(row["origin_id"], {}).setdefault(row["leg"], []).append(row["price_year"])
    several = [name for name, legs in pairs.items() if any(len(set(years)) > 1 for years in legs.values())]
    assert found["pair_origins"] == len(several)
    n, k = found["pair_origins"], found["pair_rose"]
    assert found["pair_p"] == pytest.approx(2 * sum(math.comb(n, i) for i in range(k, n + 1)) / 2**n)


def test_a_price_without_an_income_near_it_gets_no_ratio():
    incomes, grants = datasets.load("incomes"), datasets.load("resettlement")
    whole = pd.DataFrame({"price_year": [2004, 2010, 2017], "krw": [1e6, 2e6, 15e6], "origin_id": ["a", "b", "c"]})
    frame = affordability.ratios(whole, incomes, grants).set_index("year")
    assert frame["years_of_income"].isna().tolist() == [True, True, False]
    assert pd.isna(frame.loc[2004, "grants_needed"])
    assert frame.loc[2017, "years_of_income"] == pytest.approx(15e6 / 1460000)
    assert frame.loc[2017, "grants_needed"] == pytest.approx(15 / 7)


# dangers


def test_a_share_counted_in_a_sample_has_wilsons_interval(chapter, found):
    x, n, z = 64, 126, 1.959963984540054
    middle, spread = x / n + z**2 / (2 * n), z * math.sqrt(x / n * (1 - x / n) / n + z**2 / (4 * n**2))
    low, high = found["survey_interval"]
    assert low == pytest.approx((middle - spread) / (1 + z**2 / n))
    assert high == pytest.approx((middle + spread) / (1 + z**2 / n))
    assert found["survey"] == pytest.approx(64 / 126)


def test_a_statement_without_a_count_gets_no_interval_of_chance(chapter):
    shares = chapter.hazards.shares.set_index("id")
    assert not shares.loc["trafficking-2019-kfi-women", "sure"]  # 45 interviews, but no count among them
    assert tuple(shares.loc["trafficking-2010-aid-worker", ["low", "high"]]) == (0.9, 1.0)  # at least ninety
    assert tuple(shares.loc["arrest-2017-ngo-success", ["low", "high"]]) == pytest.approx((0, 0.05))  # turned round
    assert shares.loc["trafficking-2018-institute", "share"] == pytest.approx(0.746)  # as printed


def test_no_row_that_may_not_be_quoted_reaches_the_counts(chapter):
    rows = chapter.hazards.counts
    assert "detention-2003-four-centres" not in set(rows["hazard_id"])
    assert not rows["cable_only"].any()
    deaths = [int(row["low"]) for row in raw("hazards") if row["hazard"] == "death" and row["unit"] == "persons"]
    assert rows.loc[rows["hazard"] == "death", "low"].sum() == sum(deaths)


def test_rows_of_one_kind_would_be_called_poolable_together():
    table = datasets.load("hazards")
    twin = table[table["hazard_id"] == "trafficking-2011-survey"].assign(hazard_id="trafficking-2012-twin")
    both = hazards.hazards(pd.concat([table, twin]), datasets.load("trauma_exposure"), 0.95, (80, 90))
    assert not hazards.findings(both)["no_pool"].value


# border


def test_a_date_covers_what_it_leaves_open():
    dates = pd.DataFrame(
        {"date": ["2020", "2020-08", "2023-08-22", "2018"], "date_end": [None, None, "2023-08-24", "2023"]}
    )
    frame = border.spans(dates.astype("string"))
    assert list(frame["start"].dt.strftime("%Y-%m-%d")) == ["2020-01-01", "2020-08-01", "2023-08-22", "2018-01-01"]
    assert list(frame["end"].dt.strftime("%Y-%m-%d")) == ["2021-01-01", "2020-09-01", "2023-08-25", "2024-01-01"]


def test_the_exact_test_agrees_with_counting_by_hand_and_with_scipy():
    from scipy.stats import permutation_test

    values, marked = np.array([1.0, 2.0, 3.0, 10.0]), np.array([False, False, False, True])
    difference, p = border.exact_difference(values, marked)
    assert difference == pytest.approx(8)
    assert p == pytest.approx(1 / 4)
    rng = np.random.default_rng(3)
    values, marked = rng.normal(size=9), np.array([True] * 4 + [False] * 5)
    theirs = permutation_test(
        (values[marked], values[~marked]), lambda a, b: abs(np.mean(a) - np.mean(b)), n_resamples=np.inf,
        alternative="greater",
    )  # fmt: skip
    assert border.exact_difference(values, marked)[1] == pytest.approx(theirs.pvalue)


def test_the_bars_add_up_to_the_arrivals_of_each_year(chapter):
    bars = chapter.border.bars
    total = (bars["persons"] * bars["months"] / 3).groupby(bars["year"]).sum()
    for row in raw("arrivals"):
        if int(row["year"]) in total.index:
            assert total[int(row["year"])] == pytest.approx(int(row["total"]), abs=0.5), row["year"]


def test_an_observed_effect_and_a_count_of_posts_are_no_measures(chapter):
    drawn = set(chapter.border.measures["measure_id"])
    assert not drawn & {"2009-chn-few-crossers", "2019-prk-posts-before", "2023-prk-posts-after"}


# parameters: each moves what it should and nothing else


def changed(**other) -> set[str]:
    before = {name: value.value for name, value in routes.findings(routes.prepare(**CHOSEN)).items()}
    after = {name: value.value for name, value in routes.findings(routes.prepare(**(CHOSEN | other))).items()}
    return {name for name in before if before[name] != after[name]}


DOLLARS = {
    "price_year", "crossing_first", "crossing_last", "onward", "whole_first", "whole_2019", "whole_last",
    "thesis_2000_real",
}  # fmt: skip


def test_the_price_year_moves_dollars_and_no_growth_or_ratio():
    before, after = (routes.findings(routes.prepare(**(CHOSEN | {"price_year": year}))) for year in (2024, 2015))
    moved = {name for name in before if before[name].value != pytest.approx(after[name].value, rel=1e-9)}
    assert moved == DOLLARS
    ratio = after["whole_first"].value / before["whole_first"].value
    assert ratio == pytest.approx(237.017 / 313.689)


def test_leaving_approximate_years_out_moves_the_trend_of_the_whole_journey_only():
    moved = changed(use_approximate=False)
    assert {"whole_growth", "whole_interval", "whole_rows", "whole_origins"} <= moved
    assert all(name.startswith("whole_") or name == "overlap" for name in moved)
    assert not moved & {"whole_first", "whole_last", "whole_2019", "whole_ways"}


def test_the_level_moves_intervals_and_no_estimate():
    moved = changed(level=0.9)
    predicates = {"sample_touches", "samples_differ", "one_way_open", "crossing_all_above", "most_samples", "overlap"}
    assert all(name == "level" or name.endswith("interval") or name in predicates for name in moved)
    assert {"whole_interval", "survey_interval", "paid_nothing_interval"} <= moved
