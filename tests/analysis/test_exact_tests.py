"""Exact rank tests of a handful of states: against scipy, against brute force, on data with a known answer."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact, kendalltau
from statsmodels.stats.multitest import multipletests

from analysis import exact_tests

SEED_OF_RANKS = 20130527
STATES = list("abcdefg")


def series(values):
    return pd.Series([float(value) for value in values], index=STATES[: len(values)])


def test_without_ties_tau_and_p_are_those_of_scipy():
    random = np.random.default_rng(SEED_OF_RANKS)
    for n in (4, 5, 6, 7):
        for _ in range(5):
            x, y = random.permutation(n), random.permutation(n)
            found = exact_tests.kendall(series(x), series(y))
            known = kendalltau(x, y, method="exact")
            assert found["tau"] == pytest.approx(known.statistic)
            assert found["p"] == pytest.approx(known.pvalue)


def test_with_ties_p_is_the_share_of_all_orders_that_brute_force_counts():
    x, y = [0, 0, 1, 1, 2, 2], [0, 1, 1, 2, 0, 2]
    scores = [abs(kendalltau(order, y).statistic) for order in permutations(x)]
    found = exact_tests.kendall(series(x), series(y))
    assert found["tau"] == pytest.approx(kendalltau(x, y).statistic)
    assert found["p"] == pytest.approx(np.mean(np.array(scores) >= abs(found["tau"]) - 1e-9))
    assert found["least"] == pytest.approx(np.mean(np.array(scores) >= max(scores) - 1e-9))


def test_of_two_groups_and_two_levels_it_is_the_exact_test_of_fisher():
    x, y = [1, 1, 1, 0, 0, 0, 0], [1, 1, 0, 0, 0, 1, 0]
    table = [[2, 1], [1, 3]]
    # both sum every table at most as likely; with these margins likelihood and distance order tables alike
    assert exact_tests.kendall(series(x), series(y))["p"] == pytest.approx(fisher_exact(table).pvalue)


def test_under_no_association_p_falls_below_a_level_no_oftener_than_the_level():
    random = np.random.default_rng(SEED_OF_RANKS)
    x = series([0, 0, 1, 1, 2, 3, 3])
    p = [exact_tests.kendall(x, series(random.permutation(7)))["p"] for _ in range(800)]
    assert np.mean(np.array(p) <= 0.05) < 0.05 + 3 * np.sqrt(0.05 * 0.95 / 800)


def test_a_difference_that_is_rounding_alone_is_a_tie():
    assert exact_tests.kendall(series([1, 2, 3, 4, 5]), series([0.3, 0.1 + 0.2, 1, 2, 3]))["tau"] == pytest.approx(
        kendalltau([1, 2, 3, 4, 5], [0, 0, 1, 2, 3]).statistic
    )


def test_states_that_lack_a_value_are_left_out_and_too_few_give_no_answer():
    x, y = series([1, 2, 3, 4, 5]), series([1, 2, 3, 4, np.nan])
    assert exact_tests.kendall(x, y)["n"] == 4
    assert np.isnan(exact_tests.kendall(x, series([1, 2, 3, np.nan, np.nan]))["tau"])
    assert np.isnan(exact_tests.kendall(x, series([2, 2, 2, 2, 2]))["p"])


def test_more_states_than_can_be_listed_are_refused_in_words():
    many = pd.Series(np.arange(10.0))
    with pytest.raises(ValueError, match="at most 9 states, not 10"):
        exact_tests.kendall(many, many)


def test_leaving_a_state_out_is_running_scipy_without_it():
    x, y = series([0, 0, 2, 1, 3, 2, 1]), series([1, 2, 2, 0, 4, 3, 3])
    left = exact_tests.tau_left_out(x, y)
    for state in STATES:
        assert left[state] == pytest.approx(kendalltau(x.drop(state), y.drop(state)).statistic)


def test_holm_is_that_of_statsmodels_and_counts_only_tests_that_were_made():
    p = pd.Series([0.011, 0.019, 0.54, 0.57, np.nan, 1.0])
    adjusted = multipletests(p.dropna(), method="holm")[1]
    assert list(exact_tests.holm(p).dropna()) == pytest.approx(list(adjusted))
    assert np.isnan(exact_tests.holm(p)[4])


@pytest.mark.parametrize("n", [5, 6, 7])
def test_the_critical_tau_is_the_smallest_that_scipy_calls_significant(n):
    taus = {}
    for order in permutations(range(n)):
        score = sum(np.sign(order[j] - order[i]) for i in range(n) for j in range(i + 1, n))
        taus.setdefault(abs(score), order)
        if len(taus) == n * (n - 1) // 4 + 1:
            break
    small = [s for s, order in taus.items() if kendalltau(range(n), order, method="exact").pvalue <= 0.05]
    assert exact_tests.critical(n) == pytest.approx(min(small) / (n * (n - 1) / 2))
