"""Power of exact tests: against brute force, against scipy on other draws, and where its answer is known exactly."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau, multivariate_normal

from analysis import power, specifications

SEED_OF_CHECK = 20250217
CHECKS = 3_000


def untied(n):
    return tuple(range(n)), tuple(range(n))


def score(x, y):
    return sum(np.sign((x[j] - x[i]) * (y[j] - y[i])) for i in range(len(x)) for j in range(i + 1, len(x)))


@pytest.mark.parametrize("x", [(0, 1, 2, 3, 4), (0, 0, 1, 1, 2), (0, 0, 0, 0, 1)], ids=str)
def test_the_threshold_is_the_smallest_score_that_counting_every_order_calls_rare(x):
    y = (0, 1, 2, 3, 4)
    every = [abs(score(order, y)) for order in permutations(x)]
    rare = [s for s in every if np.mean([other >= s for other in every]) <= power.LEVEL]
    assert power.threshold(x, y) == (min(rare) if rare else float("inf"))


def test_a_test_that_no_order_can_pass_finds_nothing_however_strong_the_association():
    two_members = (0, 0, 0, 0, 0, 1, 1)
    assert power.threshold(two_members, untied(7)[1]) == float("inf")
    assert power.power(two_members, untied(7)[1], 0.95, 1_000, 1) == 0


def test_without_association_it_is_the_exact_size_and_with_a_perfect_one_it_is_whole():
    for x in (untied(7)[0], (0, 0, 1, 1, 2, 2, 2)):
        exact = power.size(x, untied(7)[1])
        found = power.power(x, untied(7)[1], 0.0, 40_000, 1)
        assert exact <= power.LEVEL
        assert found == pytest.approx(exact, abs=4 * np.sqrt(exact * (1 - exact) / 40_000))
    assert power.power(*untied(7), 1.0, 500, 1) == 1
    assert power.power(*untied(7), 0.3, 20_000, 1) < power.power(*untied(9), 0.3, 20_000, 1)


@pytest.mark.parametrize("latent", [0.3, 0.7])
def test_power_without_ties_is_that_of_scipys_test_on_draws_of_scipy(latent):
    n, rho = 7, np.sin(np.pi * latent / 2)
    draws = multivariate_normal([0, 0], [[1, rho], [rho, 1]], seed=SEED_OF_CHECK).rvs((CHECKS, n))
    found = np.mean([kendalltau(*pair.T, method="exact").pvalue <= power.LEVEL for pair in draws])
    assert power.power(*untied(n), latent, 40_000, 1) == pytest.approx(
        found, abs=4 * np.sqrt(found * (1 - found) / CHECKS)
    )


def test_power_with_ties_is_that_of_a_permutation_test_written_again():
    x, y, latent, checks = (0, 0, 0, 1, 2, 2), (0, 1, 2, 3, 4, 5), 0.7, 1_500
    orders = np.array(list(permutations(x)))
    first, second = np.triu_indices(len(x), 1)
    steps = np.sign(orders[:, second] - orders[:, first])
    random = np.random.default_rng(SEED_OF_CHECK)
    rho, found = np.sin(np.pi * latent / 2), 0
    for _ in range(checks):
        pair = random.multivariate_normal([0, 0], [[1, rho], [rho, 1]], len(x))
        pair = pair[pair[:, 0].argsort()]
        still = np.sign(pair[second, 1] - pair[first, 1])
        own = abs(score(x, pair[:, 1]))
        found += np.mean(np.abs(steps @ still) >= own) <= power.LEVEL
    share = found / checks
    assert power.power(x, y, latent, 40_000, 1) == pytest.approx(share, abs=4 * np.sqrt(share * (1 - share) / checks))


def test_the_printed_power_does_not_depend_on_the_seed():
    for n in (7, 9):
        assert len({f"{power.power(*untied(n), 0.5, 200_000, seed):.0%}" for seed in (1951, 1, 2)}) == 1


def test_a_curve_leaves_out_states_that_lack_a_value_and_rises_with_the_strength():
    x = pd.Series([1.0, 2, 3, 4, 5, 6, np.nan], index=list("abcdefg"))
    y = pd.Series(range(7), index=x.index, dtype="float64")
    found = power.curve(x, y, (0.2, 0.5, 0.8), 20_000, 1)
    assert list(found["power"]) == [power.power(*untied(6), each, 20_000, 1) for each in (0.2, 0.5, 0.8)]
    assert found["power"].is_monotonic_increasing


def test_the_tests_of_whole_sweeps_are_corrected_for_the_number_of_sweeps():
    joint = specifications.joint().sort_values("p")
    steps = [p * (len(joint) - place) for place, p in enumerate(joint["p"])]
    by_hand = [min(1.0, max(steps[: place + 1])) for place in range(len(steps))]
    assert list(joint["holm"]) == pytest.approx(by_hand)
