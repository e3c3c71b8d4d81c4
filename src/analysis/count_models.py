"""Regressions of counts that scatter more than chance alone would have them, on top of statsmodels."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, stats

__all__ = ["CountFit", "negative_binomial", "quasi_poisson"]

Vector = NDArray[np.float64]
LEAST, MOST = -12.0, 3.0
"""Limits of the logarithm of the negative binomial's dispersion: from as good as Poisson to wild."""
SCORINGS = 60


@dataclass(frozen=True)
class CountFit:
    """A fitted log-linear model of counts.

    Attributes:
        params: coefficients on the log scale, one a column of the design.
        covariance: their covariance.
        fitted: expected counts.
        scale: factor on the variance of a Poisson count; 1 for the negative binomial.
        alpha: dispersion of the negative binomial, variance = mean + alpha · mean²; 0 for the quasi-Poisson model.
        loglik: logarithm of the likelihood; missing (nan) for the quasi-Poisson model, which has none.
        residuals: Pearson residuals.
        freedom: observations less coefficients.
    """

    params: Vector
    covariance: Vector
    fitted: Vector
    scale: float
    alpha: float
    loglik: float
    residuals: Vector
    freedom: int

    @property
    def bic(self) -> float:
        """Schwarz's criterion; the dispersion counts as one parameter."""
        size = self.freedom + len(self.params)
        return float((len(self.params) + 1) * math.log(size) - 2 * self.loglik)

    def ratio(self, position: int, level: float) -> tuple[float, float, float]:
        """Return the rate ratio of a coefficient with its interval by Student's distribution."""
        middle, error = self.params[position], math.sqrt(self.covariance[position, position])
        reach = stats.t.ppf((1 + level) / 2, self.freedom) * error
        return math.exp(middle), math.exp(middle - reach), math.exp(middle + reach)

    def variance(self, means: Vector) -> Vector:
        """Return the variance of new counts around their means."""
        return self.scale * means + self.alpha * means**2


def negative_binomial(counts: ArrayLike, design: ArrayLike) -> CountFit:
    """Fit the negative binomial with quadratic variance by maximum likelihood.

    The dispersion is found on its profile likelihood, the coefficients by Fisher scoring within it; coefficients and
    dispersion are orthogonal, so the covariance of the coefficients takes the dispersion as known.

    Args:
        counts: persons, one an observation.
        design: one row an observation, one column a coefficient.
    """
    y, x = np.asarray(counts, dtype="float64"), np.asarray(design, dtype="float64")

    def miss(log_alpha: float) -> float:
        return -_loglik(y, np.exp(x @ _scored(y, x, math.exp(log_alpha))), math.exp(log_alpha))

    best = optimize.minimize_scalar(miss, bounds=(LEAST, MOST), options={"xatol": 1e-7})
    alpha = math.exp(float(best.x))
    params = _scored(y, x, alpha)
    means = np.asarray(np.exp(x @ params), dtype="float64")
    spread = means + alpha * means**2
    covariance = np.linalg.inv(x.T @ (x * (means**2 / spread)[:, None]))
    residuals = (y - means) / np.sqrt(spread)
    return CountFit(
        params,
        np.asarray(covariance, dtype="float64"),
        means,
        1.0,
        alpha,
        float(-best.fun),
        residuals,
        len(y) - x.shape[1],
    )


def _scored(y: Vector, x: Vector, alpha: float) -> Vector:
    """Find the coefficients for a given dispersion by Fisher scoring, from the logarithms of the counts."""
    params = np.linalg.lstsq(x, np.log(y + 0.5), rcond=None)[0]
    for _ in range(SCORINGS):
        means = np.exp(x @ params)
        weights = means / (1 + alpha * means)
        step = np.linalg.solve(x.T @ (x * weights[:, None]), x.T @ (weights * (y - means) / means))
        params = params + step
        if float(np.abs(step).max()) < 1e-12:
            break
    return np.asarray(params)


def _loglik(y: Vector, means: Vector, alpha: float) -> float:
    return float(stats.nbinom.logpmf(y, 1 / alpha, 1 / (1 + alpha * means)).sum())


def quasi_poisson(counts: ArrayLike, design: ArrayLike) -> CountFit:
    """Fit a Poisson model whose variance is stretched to the scatter that is seen (Pearson's statistic).

    The factor is never taken below 1: a few years that happen to lie close together do not make counts calmer than
    chance.
    """
    y, x = np.asarray(counts, dtype="float64"), np.asarray(design, dtype="float64")
    fit = sm.GLM(y, x, family=sm.families.Poisson()).fit()
    scale = max(1.0, float(fit.pearson_chi2 / fit.df_resid))
    return CountFit(
        params=np.asarray(fit.params),
        covariance=np.asarray(fit.normalized_cov_params) * scale,
        fitted=np.asarray(fit.fittedvalues),
        scale=scale,
        alpha=0.0,
        loglik=math.nan,
        residuals=np.asarray(fit.resid_pearson) / math.sqrt(scale),
        freedom=int(fit.df_resid),
    )
