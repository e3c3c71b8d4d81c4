"""Random-effects meta-analysis of shares: scales, variance between studies, intervals for mean and new study."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import optimize, special, stats

__all__ = ["BETWEEN", "SCALES", "Pooled", "binomial_normal", "effects", "pool"]

Array = NDArray[np.float64]
GRID = np.linspace(-8.0, 8.0, 4001)
"""Standard deviations of the distribution of studies at which it is summed; fine, since large studies are sharp."""
LARGEST_TAU2 = 100.0
"""Upper end of the search for the between-study variance; on the logit scale no shares spread so far."""


@dataclass(frozen=True)
class Pooled:
    """A random-effects summary on the scale of the shares, between 0 and 1.

    Attributes:
        k: number of studies.
        mean: mean of the distribution of studies, back-transformed (the median share of studies).
        low: lower end of the interval for the mean.
        high: upper end of the interval for the mean.
        new_low: lower end of the prediction interval for the share in a new study; NaN below three studies.
        new_high: upper end of the prediction interval.
        tau2: between-study variance on the scale of the analysis.
        q: Cochran's statistic with fixed-effect weights.
        i2: part of the spread that is not sampling error, 0 to 1.
    """

    k: int
    mean: float
    low: float
    high: float
    new_low: float
    new_high: float
    tau2: float
    q: float
    i2: float


def effects(frame: pd.DataFrame, scale: str) -> pd.DataFrame:
    """Transform shares to a scale on which studies are near normal.

    A printed interval (``ci_low``, ``ci_high``, percent, 95 percent coverage) carries a study's weights and
    design, so it decides the variance where there is one.

    Args:
        frame: ``cases`` and ``sample_n`` (persons), ``ci_low`` and ``ci_high`` (percent, may be missing).
        scale: one of :data:`SCALES`.

    Returns:
        Columns ``effect`` and ``variance``, same index.

    Raises:
        KeyError: when the scale is unknown.
    """
    forward = SCALES[scale][0]
    cases, n = frame["cases"].astype("float64"), frame["sample_n"].astype("float64")
    effect, variance = forward(cases, n)
    low, high = (frame[column].astype("float64") / 100 for column in ("ci_low", "ci_high"))
    width = forward(high * n, n)[0] - forward(low * n, n)[0]
    printed = (width / (2 * stats.norm.ppf(0.975))) ** 2
    return pd.DataFrame({"effect": effect, "variance": printed.where(printed.notna(), variance)})


def _logit(cases: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    return np.log(cases / (n - cases)), 1 / cases + 1 / (n - cases)


def _double_arcsine(cases: pd.Series, n: pd.Series) -> tuple[pd.Series, pd.Series]:
    angle = (np.arcsin(np.sqrt(cases / (n + 1))) + np.arcsin(np.sqrt((cases + 1) / (n + 1)))) / 2
    return angle, 1 / (4 * n + 2)


def _from_angle(angle: float) -> float:
    # plain inverse: the inverse with a harmonic mean of sizes can leave the range of the studies
    return float(np.sin(np.clip(angle, 0, np.pi / 2)) ** 2)


SCALES: dict[str, tuple[Callable[..., Any], Callable[[float], float]]] = {
    "logit": (_logit, lambda value: float(special.expit(value))),
    "freeman_tukey": (_double_arcsine, _from_angle),
}
"""Scale of the analysis: how shares get there and back."""


def _mean(y: Array, v: Array, tau2: float) -> tuple[float, Array]:
    weights = 1 / (v + tau2)
    return float(weights @ y / weights.sum()), weights


def _spread(y: Array, v: Array, tau2: float) -> float:
    mean, weights = _mean(y, v, tau2)
    return float(weights @ (y - mean) ** 2)


def _dersimonian_laird(y: Array, v: Array) -> float:
    w = 1 / v
    return max(0.0, (_spread(y, v, 0) - (len(y) - 1)) / float(w.sum() - (w**2).sum() / w.sum()))


def _paule_mandel(y: Array, v: Array) -> float:
    if _spread(y, v, 0) <= len(y) - 1:
        return 0.0
    return float(optimize.brentq(lambda tau2: _spread(y, v, tau2) - (len(y) - 1), 0, LARGEST_TAU2, xtol=1e-13))


def _reml(y: Array, v: Array) -> float:
    def minus_likelihood(tau2: float) -> float:
        _, w = _mean(y, v, tau2)
        return 0.5 * float(np.log(v + tau2).sum() + np.log(w.sum()) + _spread(y, v, tau2))

    # start from a coarse grid, so that no local optimum passes for the global one
    grid = np.concatenate([[0.0], np.geomspace(1e-6, LARGEST_TAU2, 200)])
    best = int(np.argmin([minus_likelihood(tau2) for tau2 in grid]))
    low, high = grid[max(best - 1, 0)], grid[min(best + 1, len(grid) - 1)]
    return float(optimize.minimize_scalar(minus_likelihood, bounds=(low, high), options={"xatol": 1e-10}).x)


BETWEEN: dict[str, Callable[[Array, Array], float]] = {
    "REML": _reml,
    "PM": _paule_mandel,
    "DL": _dersimonian_laird,
}
"""Estimators of the variance between studies: restricted likelihood, Paule-Mandel, DerSimonian-Laird."""


def pool(frame: pd.DataFrame, method: str, scale: str, level: float = 0.95, normal: bool = False) -> Pooled:
    """Pool shares with a random effect of the study.

    The interval for the mean is that of Hartung and Knapp with t quantiles and a factor of at least one; the
    prediction interval is that of Higgins, with t quantiles of two degrees of freedom fewer than studies.

    Args:
        frame: as :func:`effects` takes it, one row a study.
        method: one of :data:`BETWEEN`.
        scale: one of :data:`SCALES`.
        level: coverage.
        normal: take normal quantiles and no factor instead, as was long the custom.

    Raises:
        KeyError: when the method or the scale is unknown.
        ValueError: when there are fewer than two studies.
    """
    k = len(frame)
    if k < 2:
        raise ValueError(f"{k} study cannot be pooled")
    both = effects(frame, scale)
    y, v = both["effect"].to_numpy("float64"), both["variance"].to_numpy("float64")
    tau2 = BETWEEN[method](y, v)
    mean, weights = _mean(y, v, tau2)
    factor = 1.0 if normal else max(1.0, _spread(y, v, tau2) / (k - 1))
    se = float(np.sqrt(factor / weights.sum()))
    tail = (1 + level) / 2
    reach = se * float(stats.norm.ppf(tail) if normal else stats.t.ppf(tail, k - 1))
    wide = float(stats.t.ppf(tail, k - 2)) * float(np.sqrt(tau2 + se**2)) if k > 2 else float("nan")
    return _pooled(k, SCALES[scale][1], (mean, reach, wide), tau2, _spread(y, v, 0))


def _pooled(k: int, back: Callable[[float], float], parts: tuple[float, float, float], tau2: float, q: float) -> Pooled:
    mean, reach, wide = parts
    ends = (back(mean), back(mean - reach), back(mean + reach), back(mean - wide), back(mean + wide))
    return Pooled(k, *ends, tau2, q, max(0.0, 1 - (k - 1) / q) if q > 0 else 0.0)


def binomial_normal(cases: pd.Series, n: pd.Series, level: float = 0.95) -> Pooled:
    """Fit counts with a normal random effect on the log odds, by maximum likelihood (a generalized linear mixed model).

    Counts are used as they are, without a normal approximation within studies; printed intervals are ignored. The
    interval for the mean is Wald's with t quantiles.

    Args:
        cases: persons with the condition.
        n: persons in the sample; same index.
        level: coverage.
    """
    x, size = cases.to_numpy("float64"), n.to_numpy("float64")
    weights = stats.norm.pdf(GRID)

    def minus_likelihood(theta: Array) -> float:
        logits = theta[0] + np.exp(theta[1]) * GRID[None, :]
        inside = x[:, None] * logits - size[:, None] * np.logaddexp(0, logits)
        return -float(special.logsumexp(inside, axis=1, b=weights[None, :]).sum())

    observed = special.logit(x / size)
    start = np.array([observed.mean(), np.log(observed.std(ddof=1) + 1e-3)])
    best = optimize.minimize(minus_likelihood, start, method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11})
    mean, tau = float(best.x[0]), float(np.exp(best.x[1]))
    within = 1 / (size * special.expit(observed) * special.expit(-observed))
    se = float(np.sqrt(1 / (1 / (within + tau**2)).sum()))
    k, tail = len(x), (1 + level) / 2
    reach = se * float(stats.t.ppf(tail, k - 1))
    wide = float(stats.t.ppf(tail, k - 2)) * float(np.sqrt(tau**2 + se**2)) if k > 2 else float("nan")
    return _pooled(k, SCALES["logit"][1], (mean, reach, wide), tau**2, _spread(observed, within, 0))
