"""Random-effects meta-analysis: against another library, a published result, and simulated data with a known answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import integrate, special, stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.meta_analysis import combine_effects

from analysis import meta_analysis as meta
from analysis.paired import p_bounds

SEED = 20191107

BCG = [
    (4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619), (33, 5036, 47, 5761),
    (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892), (29, 7470, 45, 7232), (17, 1699, 65, 1600),
    (186, 50448, 141, 27197), (5, 2493, 3, 2338), (27, 16886, 29, 17825),
]  # fmt: skip
"""Trials of the tuberculosis vaccine, the textbook example: cases and others, vaccinated and not."""


def frame(cases, n):
    return pd.DataFrame({"cases": cases, "sample_n": n, "ci_low": np.nan, "ci_high": np.nan})


STUDIES = frame([87, 43, 176, 59, 26, 36, 168], [383, 639, 531, 200, 500, 294, 300])


@pytest.mark.parametrize(("method", "theirs"), [("PM", "iterated"), ("DL", "chi2")])
def test_another_library_finds_the_same_variance_mean_and_interval(method, theirs):
    both = meta.effects(STUDIES, "logit")
    other = combine_effects(
        both["effect"].to_numpy(), both["variance"].to_numpy(), method_re=theirs, use_t=True, atol=1e-12
    )
    mine = meta.pool(STUDIES, method, "logit")
    assert mine.tau2 == pytest.approx(other.tau2, rel=1e-6)
    assert mine.mean == pytest.approx(special.expit(other.mean_effect_re), rel=1e-6)
    assert mine.i2 == pytest.approx(other.i2, rel=1e-9)
    factor = max(1.0, other.scale_hksj_re)
    se = other.sd_eff_w_re_hksj * np.sqrt(factor / other.scale_hksj_re)
    reach = stats.t.ppf(0.975, len(STUDIES) - 1) * se
    assert mine.high == pytest.approx(special.expit(other.mean_effect_re + reach), rel=1e-6)


def test_the_textbook_example_gives_the_published_estimates():
    a, b, c, d = (np.array(column, dtype=float) for column in zip(*BCG, strict=True))
    effect = np.log(a / (a + b)) - np.log(c / (c + d))
    variance = 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)
    published = {"REML": 0.3132, "DL": 0.3088, "PM": 0.3181}
    assert {name: round(meta.BETWEEN[name](effect, variance), 4) for name in published} == published


def test_the_restricted_likelihood_agrees_with_one_written_on_contrasts():
    both = meta.effects(STUDIES, "logit")
    y, v = both["effect"].to_numpy(), both["variance"].to_numpy()
    contrasts = np.eye(len(y))[1:] - np.eye(len(y))[:-1]

    def likelihood(tau2):
        covariance = contrasts @ np.diag(v + tau2) @ contrasts.T
        return stats.multivariate_normal.logpdf(contrasts @ y, cov=covariance)

    best = meta.BETWEEN["REML"](y, v)
    assert likelihood(best) > max(likelihood(best * 0.98), likelihood(best * 1.02))
    assert likelihood(best) >= max(likelihood(tau2) for tau2 in np.linspace(0.05, 6, 300)) - 1e-6


def simulated(rng, k, tau, size=400):
    share = special.expit(rng.normal(-1.0, tau, k))
    return frame(np.clip(rng.binomial(size, share), 1, size - 1), np.full(k, size))


def test_intervals_for_the_mean_hold_their_level_where_the_old_ones_do_not():
    rng, runs, truth = np.random.default_rng(SEED), 1200, special.expit(-1.0)
    hits = {"new": 0, "old": 0}
    for _ in range(runs):
        data = simulated(rng, 5, 0.7)
        new = meta.pool(data, "PM", "logit")
        old = meta.pool(data, "DL", "logit", normal=True)
        hits["new"] += new.low <= truth <= new.high
        hits["old"] += old.low <= truth <= old.high
    error = 3 * np.sqrt(0.95 * 0.05 / runs)
    assert hits["new"] / runs == pytest.approx(0.95, abs=error)
    assert hits["old"] / runs < 0.95 - error


def test_prediction_intervals_hold_the_share_of_a_new_study():
    rng, runs = np.random.default_rng(SEED), 800
    hits = 0
    for _ in range(runs):
        found = meta.pool(simulated(rng, 30, 0.7), "REML", "logit")
        hits += found.new_low <= special.expit(rng.normal(-1.0, 0.7)) <= found.new_high
    assert hits / runs == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / runs))


def test_the_mixed_model_maximises_a_likelihood_integrated_by_other_means():
    cases, n = STUDIES["cases"], STUDIES["sample_n"]
    found = meta.binomial_normal(cases, n)

    def likelihood(mean, tau):
        def one(x, size):
            peak = special.logit(x / size)
            inside = lambda eta: np.exp(  # noqa: E731
                stats.binom.logpmf(x, size, special.expit(eta)) + stats.norm.logpdf(eta, mean, tau)
            )
            return integrate.quad(inside, peak - 2, peak + 2, points=[peak], limit=200)[0]

        return sum(np.log(one(x, size)) for x, size in zip(cases, n, strict=True))

    mean, tau = special.logit(found.mean), np.sqrt(found.tau2)
    best = likelihood(mean, tau)
    others = [(mean + 0.03, tau), (mean - 0.03, tau), (mean, tau * 1.03), (mean, tau * 0.97)]
    assert all(best > likelihood(*other) for other in others)


def test_the_mixed_model_recovers_a_known_distribution():
    data = simulated(np.random.default_rng(SEED), 300, 0.7)
    found = meta.binomial_normal(data["cases"], data["sample_n"])
    assert found.mean == pytest.approx(special.expit(-1.0), abs=0.03)
    assert np.sqrt(found.tau2) == pytest.approx(0.7, abs=0.1)


def test_a_printed_interval_decides_the_variance_and_a_missing_one_does_not():
    data = STUDIES.copy()
    data.loc[0, ["ci_low", "ci_high"]] = [10.0, 40.0]
    printed, plain = meta.effects(data, "logit"), meta.effects(STUDIES, "logit")
    width = special.logit(0.4) - special.logit(0.1)
    assert printed.loc[0, "variance"] == pytest.approx((width / (2 * 1.959964)) ** 2, rel=1e-5)
    assert printed.loc[1:, "variance"].equals(plain.loc[1:, "variance"])


def test_equal_studies_have_no_variance_between_them_and_keep_their_share_on_both_scales():
    same = frame([30, 30, 30], [100, 100, 100])
    for method in meta.BETWEEN:
        for scale in meta.SCALES:
            found = meta.pool(same, method, scale)
            assert found.tau2 == pytest.approx(0, abs=1e-6)
            assert found.mean == pytest.approx(0.3, abs=0.003)


def test_one_study_cannot_be_pooled_and_two_give_no_prediction():
    with pytest.raises(ValueError, match="cannot be pooled"):
        meta.pool(STUDIES.head(1), "REML", "logit")
    assert np.isnan(meta.pool(STUDIES.head(2), "REML", "logit").new_low)


def test_bounds_of_the_paired_test_hold_over_every_table_that_another_library_tests():
    first, second, n = 9, 14, 20
    every = [
        mcnemar([[both, first - both], [second - both, n - first - second + both]], exact=True).pvalue
        for both in range(first + second - n, first + 1)
    ]
    assert p_bounds(first, second, n) == pytest.approx((min(every), max(every)))


def test_margins_larger_than_the_sample_are_refused():
    with pytest.raises(ValueError, match="parts of"):
        p_bounds(30, 4, 20)
