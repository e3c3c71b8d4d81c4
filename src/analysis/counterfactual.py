"""Arrivals that did not come: what earlier years let one expect, with interval, placebo years and every base period."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import stats

from analysis.count_models import negative_binomial, quasi_poisson

__all__ = ["MODELS", "Expected", "expected", "placebos", "specifications"]

Vector = NDArray[np.float64]
MODELS = {
    "level": "level, quasi-Poisson",
    "trend": "trend, quasi-Poisson",
    "nb_level": "level, negative binomial",
    "nb_trend": "trend, negative binomial",
    "log_level": "level, log-linear",
    "log_trend": "trend, log-linear",
    "walk": "random walk",
}
HORIZON = 3
"""Years after a pretended closure that are compared."""
SHORTEST = 4
"""Fewest years of a base period: a trend takes two coefficients and a scatter."""


@dataclass(frozen=True)
class Expected:
    """What a base period lets one expect of later years.

    Attributes:
        years: calendar years of the forecast.
        means: persons expected in each.
        covariance: of what may happen around these means: errors of the coefficients, scatter of the years.
        freedom: of Student's distribution behind the intervals.
    """

    years: Vector
    means: Vector
    covariance: Vector
    freedom: int

    def total(self, level: float) -> tuple[float, float, float]:
        """Return the expected sum of all years with its prediction interval, persons."""
        return self._interval(np.ones_like(self.means), level)

    def yearly(self, level: float) -> pd.DataFrame:
        """Return ``year``, ``mean``, ``low``, ``high``, persons, one row a year."""
        rows = [self._interval(row, level) for row in np.eye(len(self.means))]
        return pd.DataFrame(rows, columns=["mean", "low", "high"]).assign(year=self.years.astype("int64"))

    def _interval(self, weights: Vector, level: float) -> tuple[float, float, float]:
        # on the log scale: a count cannot be negative, and errors of a trend multiply
        middle = float(weights @ self.means)
        error = math.sqrt(float(weights @ self.covariance @ weights)) / middle
        reach = float(stats.t.ppf((1 + level) / 2, self.freedom)) * error
        return middle, middle * math.exp(-reach), middle * math.exp(reach)


def expected(base_years: Vector, base_counts: Vector, years: Vector, model: str) -> Expected:
    """Project a base period.

    Args:
        base_years: calendar years on which the projection rests.
        base_counts: persons in each.
        years: calendar years to project.
        model: a key of :data:`MODELS`.

    Raises:
        ValueError: when there is no such model, or the base period is too short for a scatter.
    """
    if model not in MODELS:
        raise ValueError(f"no model {model!r}: choose among {', '.join(MODELS)}")
    if len(base_years) < SHORTEST:
        raise ValueError(f"a base period of {len(base_years)} years is too short: at least {SHORTEST} are needed")
    if model == "walk":
        return _walk(base_years, base_counts, years)
    x, ahead = (_design(each, base_years.max(), model) for each in (base_years, years))
    if model.startswith("log"):
        return _log_linear(x, base_counts, ahead, years)
    fit = (negative_binomial if model.startswith("nb") else quasi_poisson)(base_counts, x)
    means = np.exp(ahead @ fit.params)
    errors = ahead @ fit.covariance @ ahead.T * np.outer(means, means)
    return Expected(years, means, errors + np.diag(fit.variance(means)), fit.freedom)


def _design(years: Vector, origin: float, model: str) -> Vector:
    columns = [np.ones_like(years)] + ([years - origin] if model.endswith("trend") else [])
    return np.column_stack(columns)


def _log_linear(x: Vector, counts: Vector, ahead: Vector, years: Vector) -> Expected:
    solved, squares, *_ = np.linalg.lstsq(x, np.log(counts), rcond=None)
    freedom = len(counts) - x.shape[1]
    scatter = float(squares[0]) / freedom
    means = np.exp(ahead @ solved)
    logs = scatter * (ahead @ np.linalg.inv(x.T @ x) @ ahead.T + np.eye(len(years)))
    return Expected(years, means, logs * np.outer(means, means), freedom)


def _walk(base_years: Vector, counts: Vector, years: Vector) -> Expected:
    steps = np.diff(np.log(counts))
    ahead = years - base_years.max()
    means = np.full(len(years), counts[-1])
    logs = float((steps**2).mean()) * np.minimum.outer(ahead, ahead)
    return Expected(years, means, logs * np.outer(means, means), len(steps))


def placebos(arrivals: pd.Series, window: int, real: int, model: str, level: float) -> pd.DataFrame:
    """Pretend that the closure came in each earlier year, and compare the years after it with the projection.

    Args:
        arrivals: persons, indexed by year.
        window: length of the base period, years.
        real: year of the closure; its own row comes last.
        model: a key of :data:`MODELS`.
        level: coverage of the prediction intervals.

    Returns:
        One row a year: ``year``, ``observed`` and ``expected`` (persons in :data:`HORIZON` years), ``ratio`` of the
        two with ``low`` and ``high``, ``kind`` (placebo or closure), ``covered`` (whether the observed sum lies
        within its prediction interval).
    """
    starts = [*range(int(arrivals.index.min()) + window, real - HORIZON + 1), real]
    rows = []
    for start in starts:
        base = arrivals.loc[start - window : start - 1]
        after = arrivals.loc[start : start + HORIZON - 1]
        middle, low, high = expected(*_arrays(base), _arrays(after)[0], model).total(level)
        seen = float(after.sum())
        rows.append((start, seen, middle, seen / middle, seen / high, seen / low, bool(low <= seen <= high)))
    frame = pd.DataFrame(rows, columns=["year", "observed", "expected", "ratio", "low", "high", "covered"])
    return frame.assign(kind=frame["year"].eq(real).map({True: "closure", False: "placebo"}))


def specifications(arrivals: pd.Series, base_to: int, years: list[int], level: float) -> pd.DataFrame:
    """Count the missing under every model and base period that ends in ``base_to`` or the year before it.

    Returns:
        One row a specification, the fewest missing first: ``model``, ``base_from``, ``base_to``, ``missing`` with
        ``low`` and ``high`` (persons), ``rank``.
    """
    first = int(arrivals.index.min())
    seen = float(arrivals.loc[years].sum())
    ahead = np.asarray(years, dtype="float64")
    rows = []
    for end in (base_to - 1, base_to):
        for start in range(first, end - SHORTEST + 2):
            base = _arrays(arrivals.loc[start:end])
            for model in MODELS:
                middle, low, high = (value - seen for value in expected(*base, ahead, model).total(level))
                rows.append((model, start, end, middle, low, high))
    frame = pd.DataFrame(rows, columns=["model", "base_from", "base_to", "missing", "low", "high"])
    frame = frame.sort_values(["missing", "model", "base_from", "base_to"]).reset_index(drop=True)
    return frame.assign(rank=frame.index + 1)


def _arrays(series: pd.Series) -> tuple[Vector, Vector]:
    return series.index.to_numpy(dtype="float64"), series.to_numpy(dtype="float64")
