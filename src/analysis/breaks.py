"""Steps and changes of slope in a yearly count, and how far the data can date them."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats
from statsmodels.stats.diagnostic import acorr_ljungbox

from analysis.count_models import CountFit, negative_binomial

__all__ = ["NAMED", "Trend", "design", "segmented", "shapes", "smooth_test", "variants"]

Vector = NDArray[np.float64]
NAMED = (2012, 2020)
"""Years on trial: the first full year after the succession in Pyongyang, and the closure of the border."""
EDGE = 3
"""Fewest years on either side of a break: two would make a segment fit itself."""
DRAWS = 99_999
SEED = 20120101
TERMS = ("slope_before", "step_first", "turn_first", "step_second", "turn_second")


@dataclass(frozen=True)
class Trend:
    """The series in three pieces, and every other way of cutting it.

    Attributes:
        years: calendar years of the series.
        counts: persons.
        fit: the negative binomial with both named breaks.
        pairs: one row a pair of years: ``first``, ``second``, ``loglik``, ``loss`` (twice the distance from the best).
        correlation: of the residuals with those of the year before.
        ljung_box: p-value of the test on that correlation.
    """

    years: Vector
    counts: Vector
    fit: CountFit
    pairs: pd.DataFrame
    correlation: float
    ljung_box: float


def design(years: Vector, first: int, second: int) -> Vector:
    """Return columns for level, slope, and a step and a change of slope at each break (years since the break)."""
    columns = [np.ones_like(years), years - first]
    for turn in (first, second):
        after = (years >= turn).astype("float64")
        columns += [after, after * (years - turn)]
    return np.column_stack(columns)


def segmented(years: Vector, counts: Vector) -> Trend:
    """Fit the named breaks, and search every pair of years that leaves enough on either side."""
    fit = negative_binomial(counts, design(years, *NAMED))
    inside = years[EDGE : len(years) - EDGE + 1].astype("int64")
    rows = [(a, b) for a, b in itertools.combinations(inside, 2) if b - a >= EDGE]
    found = [negative_binomial(counts, design(years, int(a), int(b))).loglik for a, b in rows]
    pairs = pd.DataFrame(rows, columns=["first", "second"]).assign(loglik=found)
    pairs["loss"] = 2 * (pairs["loglik"].max() - pairs["loglik"])
    residuals = fit.residuals
    tested = acorr_ljungbox(residuals, lags=[1])["lb_pvalue"].iloc[0]
    return Trend(years, counts, fit, pairs, float(np.corrcoef(residuals[1:], residuals[:-1])[0, 1]), float(tested))


def variants(years: Vector, counts: Vector, level: float) -> pd.DataFrame:
    """Fit the named breaks in other ways.

    Returns:
        One row a way: ``way``, and for each of :data:`TERMS` the rate ratio with ``_low`` and ``_high``. Ratios of
        slopes are per year, those after a break on top of the slope before it.
    """
    x = design(years, *NAMED)
    later = years > years.min()
    lagged = np.column_stack([x[later], np.log(counts[:-1])])
    calm = years != NAMED[1]
    fits = {
        "Negative binomial": negative_binomial(counts, x),
        "with last year’s arrivals": negative_binomial(counts[later], lagged),
        f"without {NAMED[1]}": negative_binomial(counts[calm], design(years[calm], *NAMED)),
    }
    rows = [{"way": way} | _ratios(fit, level) for way, fit in fits.items()]
    return pd.DataFrame([*rows, {"way": "log-linear, AR(1) errors"} | _autoregressive(x, counts, level)])


def _ratios(fit: CountFit, level: float) -> dict[str, float]:
    found: dict[str, float] = {}
    for position, term in enumerate(TERMS, start=1):
        found[term], found[f"{term}_low"], found[f"{term}_high"] = fit.ratio(position, level)
    return found


def _autoregressive(x: Vector, counts: Vector, level: float) -> dict[str, float]:
    fit = sm.GLSAR(np.log(counts), x, rho=1).iterative_fit(maxiter=50)
    bounds = np.exp(fit.conf_int(alpha=1 - level))
    found: dict[str, float] = {}
    for position, term in enumerate(TERMS, start=1):
        found[term] = math.exp(fit.params[position])
        found[f"{term}_low"], found[f"{term}_high"] = bounds[position]
    return found


def shapes(years: Vector, counts: Vector) -> pd.DataFrame:
    """Compare shapes of the series before the second break: smooth, bent or broken.

    Returns:
        One row a shape, the best first: ``shape``, ``parameters`` (a searched year counts as one), ``bic``, ``year``
        of the break where there is one.
    """
    before = years < NAMED[1]
    t, y = years[before], counts[before]
    searched = t[EDGE:-EDGE].astype("int64")
    rows = [
        ("one slope", 0, None, _columns(t, NAMED[0], [])),
        ("smooth hump (quadratic)", 0, None, np.column_stack([_columns(t, NAMED[0], []), (t - t.mean()) ** 2])),
        (f"step in {NAMED[0]}", 0, NAMED[0], _columns(t, NAMED[0], ["step"])),
        (f"step and new slope in {NAMED[0]}", 0, NAMED[0], _columns(t, NAMED[0], ["step", "turn"])),
    ]
    for name, parts in {"bend, searched": ["turn"], "step and new slope, searched": ["step", "turn"]}.items():
        fits = {int(year): negative_binomial(y, _columns(t, int(year), parts)).loglik for year in searched}
        best = max(fits, key=lambda year: fits[year])
        rows.append((name, 1, best, _columns(t, best, parts)))
    stated = [
        {"shape": name, "year": year, "parameters": x.shape[1] + 1 + extra, "bic": _bic(y, x, extra)}
        for name, extra, year, x in rows
    ]
    return pd.DataFrame(stated).astype({"year": "Int64"}).sort_values("bic").reset_index(drop=True)


def _bic(counts: Vector, x: Vector, extra: int) -> float:
    return negative_binomial(counts, x).bic + extra * math.log(len(counts))


def _columns(years: Vector, turn: int, parts: list[str]) -> Vector:
    after = (years >= turn).astype("float64")
    added = {"step": after, "turn": after * (years - turn)}
    return np.column_stack([np.ones_like(years), years - turn, *(added[part] for part in parts)])


def smooth_test(years: Vector, counts: Vector, seed: int = SEED) -> float:
    """Test a broken line with a searched year against a smooth hump, before the second break.

    Parametric bootstrap on the log scale: series are drawn from the fitted quadratic with normal errors, and each is
    searched in the same way. The statistic is the ratio of the residual sums of squares of hump and best broken line.

    Returns:
        The share of drawn series whose best break beats the hump by as much as in the data (p-value).
    """
    before = years < NAMED[1]
    t, y = years[before], np.log(counts[before])
    hump = np.column_stack([np.ones_like(t), t - t.mean(), (t - t.mean()) ** 2])
    broken = [_columns(t, int(year), ["step", "turn"]) for year in t[EDGE:-EDGE]]

    def gain(series: Vector) -> Vector:
        best = np.min([_squares(x, series) for x in broken], axis=0)
        return np.asarray(_squares(hump, series) / best)

    middle = hump @ np.linalg.lstsq(hump, y, rcond=None)[0]
    spread = math.sqrt(float(_squares(hump, y[:, None])[0]) / (len(t) - hump.shape[1]))
    drawn = middle[:, None] + spread * stats.norm.rvs(size=(len(t), DRAWS), random_state=np.random.default_rng(seed))
    return float((1 + (gain(drawn) >= gain(y[:, None])[0]).sum()) / (1 + DRAWS))


def _squares(x: Vector, series: Vector) -> Vector:
    basis, _ = np.linalg.qr(x)
    return np.asarray((series**2).sum(axis=0) - ((basis.T @ series) ** 2).sum(axis=0))
