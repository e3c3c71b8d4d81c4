"""A log-linear trend through few observations that come from fewer origins."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

__all__ = ["Trend", "equal_weights", "trend"]

FEWEST_ORIGINS = 4


@dataclass(frozen=True)
class Trend:
    """A fitted trend.

    Attributes:
        growth: change a year, share (0.1 is ten percent more each year).
        interval: interval of the growth.
        spread: lowest and highest growth when one origin is left out.
        rows: observations.
        origins: origins behind them.
        doubling: years in which the value doubles, at the estimated growth.
        fitted: columns ``year``, ``fit``, ``low``, ``high``: the line and its pointwise interval.
    """

    growth: float
    interval: tuple[float, float]
    spread: tuple[float, float]
    rows: int
    origins: int
    doubling: float
    fitted: pd.DataFrame


def equal_weights(origin: pd.Series) -> pd.Series:
    """Weigh observations so that each origin counts once, however often it is seen."""
    return 1.0 / origin.groupby(origin).transform("size")


def trend(
    year: pd.Series, value: pd.Series, origin: pd.Series, level: float, weights: pd.Series | None = None
) -> Trend:
    """Fit ``log(value) = a + b * year`` by weighted least squares, with an interval by leaving origins out.

    The variance is the jackknife over origins (CRV3 of MacKinnon, Nielsen and Webb 2023), with the t distribution of
    as many degrees of freedom as there are origins less one: deterministic, and wider than the usual
    formula when origins are few.

    Args:
        year: years.
        value: values above zero, any unit; same index.
        origin: the one origin behind each value.
        level: coverage.
        weights: weights; each origin counts once unless told.

    Raises:
        ValueError: with fewer than four origins, or when the years of all but one origin are the same.
    """
    if origin.nunique() < FEWEST_ORIGINS:
        raise ValueError(f"{origin.nunique()} origins are too few for a trend with an interval")
    x, y = year.to_numpy("float64"), np.log(value.to_numpy("float64"))
    w = (equal_weights(origin) if weights is None else weights).to_numpy("float64")
    centre = float(np.average(x, weights=w))
    names = origin.to_numpy()
    whole = _fit(x - centre, y, w)
    without = np.array(
        [_fit(x[names != name] - centre, y[names != name], w[names != name]) for name in pd.unique(names)]
    )
    origins = len(without)
    covariance = (origins - 1) / origins * (without - whole).T @ (without - whole)
    t = float(stats.t.ppf((1 + level) / 2, origins - 1))
    half = t * float(np.sqrt(covariance[1, 1]))
    grid = np.arange(int(x.min()), int(x.max()) + 1)
    design = np.column_stack([np.ones(len(grid)), grid - centre])
    line = design @ whole
    error = t * np.sqrt(np.einsum("ij,jk,ik->i", design, covariance, design))
    slopes = np.expm1(without[:, 1])
    return Trend(
        growth=float(np.expm1(whole[1])),
        interval=(float(np.expm1(whole[1] - half)), float(np.expm1(whole[1] + half))),
        spread=(float(slopes.min()), float(slopes.max())),
        rows=len(x),
        origins=origins,
        doubling=float(np.log(2) / whole[1]),
        fitted=pd.DataFrame(
            {"year": grid, "fit": np.exp(line), "low": np.exp(line - error), "high": np.exp(line + error)}
        ),
    )


def _fit(x: np.ndarray, y: np.ndarray, w: np.ndarray) -> np.ndarray:
    if np.ptp(x) == 0:
        raise ValueError("without one origin all observations are of one year: no trend can be fitted")
    root = np.sqrt(w)
    solved: np.ndarray = np.linalg.lstsq(np.column_stack([root, root * x]), root * y, rcond=None)[0]
    return solved
