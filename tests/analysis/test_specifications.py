"""The sweep: its size, its counts, and the test of a whole sweep."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import kendalltau

from analysis import exact_tests, predictors, protection, specifications


@pytest.fixture(scope="module")
def runs():
    return specifications.curve()


def test_every_combination_of_choices_is_run_once(runs):
    choices = ["hypothesis", "predictors", "coding", "evidence", "sample", "outcome"]
    assert not runs.duplicated(choices).any()
    each = len(protection.CODINGS) * len(protection.EVIDENCE) * len(specifications.OUTCOMES)
    middle = runs[runs["sample"] == "transit"].groupby(["hypothesis", "predictors"]).size()
    assert middle.eq(each).all()


def test_ties_to_either_korea_are_never_run_with_the_koreas_themselves(runs):
    assert set(runs.loc[runs["hypothesis"].isin(["seoul", "pyongyang"]), "sample"]) == {"transit"}


def test_a_run_is_what_scipy_gives_for_the_same_columns(runs):
    levels = protection.levels("own", "without memory")
    first = runs[(runs["sample"] == "transit") & (runs["coding"] == "own") & (runs["predictors"] == "first")]
    row = first.query("evidence == 'without memory' and outcome == 'onward transfer' and hypothesis == 'beijing'")
    known = kendalltau(predictors.table().loc[levels.index, "votes_against"], levels["onward transfer"])
    assert row["tau"].iloc[0] == pytest.approx(known.statistic)
    assert row["signed"].iloc[0] == pytest.approx(-known.statistic)


def test_runs_without_differences_or_with_too_few_states_count_for_nothing(runs):
    missing = runs[runs["tau"].isna()]
    assert missing[["p", "signed", "low", "high"]].isna().all(axis=None)
    assert specifications.robustness(runs)["n"].sum() == runs["tau"].notna().sum()


def test_a_state_left_out_can_keep_a_sign_only_where_it_could_be_left_out(runs):
    known = runs.dropna(subset=["tau"])
    assert (known["kept"] <= known["drops"]).all()
    assert (known["drops"] <= known["n"]).all()


def test_counts_of_the_sweep_are_counted_again_by_hand(runs):
    part = runs[(runs["hypothesis"] == "climate") & (runs["sample"] == "transit")].dropna(subset=["tau"])
    row = specifications.robustness(runs[runs["sample"] == "transit"]).loc["climate"]
    assert row["n"] == len(part) == 84
    assert row["sign"] == sum(tau > 0 for tau in part["tau"])
    assert row["found"] == sum(p <= 0.05 and tau > 0 for tau, p in zip(part["tau"], part["p"], strict=True))
    assert row["median"] == pytest.approx(sorted(part["tau"])[41] / 2 + sorted(part["tau"])[42] / 2)


def test_refugee_treaties_never_have_the_expected_sign_among_states_of_transit(runs):
    middle = runs[(runs["hypothesis"] == "commitment") & (runs["sample"] == "transit")].dropna(subset=["tau"])
    assert not (middle.loc[middle["predictors"] == "first", "signed"] > 0).any()
    assert (middle.loc[middle["predictors"] == "rival", "signed"] > 0).all()


def test_the_test_of_the_whole_sweep_starts_from_the_median_of_the_sweep(runs):
    joint = specifications.joint()
    sweep = specifications.robustness(runs[runs["sample"] == "transit"])
    assert joint["orders"].eq(5040).all()
    assert np.allclose(joint["median"], sweep["median"].loc[joint.index])


def test_relabelling_one_run_gives_the_exact_p_of_that_run():
    x = pd.Series([2.0, 0, 0, 1, 1, 2, 0], index=list("abcdefg"))
    y = pd.Series([1.0, 0, 2, 3, 1, 4, 0], index=list("abcdefg"))
    taus = specifications._relabelled(x, y)
    known = exact_tests.kendall(x, y)
    assert taus[0] == pytest.approx(known["tau"])
    assert np.mean(np.abs(taus) >= abs(taus[0]) - 1e-9) == pytest.approx(known["p"])


def test_relabelling_leaves_out_pairs_that_lack_a_value_on_either_side():
    x = pd.Series([2.0, 0, np.nan, 1, 1, 2, 0], index=list("abcdefg"))
    y = pd.Series([1.0, 0, 2, 3, np.nan, 4, 0], index=list("abcdefg"))
    assert specifications._relabelled(x, y)[0] == pytest.approx(exact_tests.kendall(x, y)["tau"])
