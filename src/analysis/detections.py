"""North Koreans counted in Thailand, set against those who arrive in South Korea."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analysis import datasets

__all__ = ["LAGS", "SERIES", "arrivals", "counts", "cumulative", "jackknife", "poisson_ratio", "ratios", "rivals"]

SERIES = ("thai_police", "thai_immigration")
"""Official series of entries; every other Thai figure is local, partial, a stock or a projection."""
LAGS = (0, 1, 2)
"""Whole years between the count in Thailand and the arrivals with which it is compared."""
YEAR = 12
"""Months of a year."""


def counts(statuses: list[str], series: tuple[str, ...] = SERIES) -> pd.DataFrame:
    """Return the official Thai counts, one row a period.

    Args:
        statuses: statuses of rows that count.
        series: which series.

    Returns:
        Rows of ``transit_arrivals`` with ``year``, ``detected`` (persons) and ``complete`` (a whole year); rows that
        rest on leaked cables alone are left out.
    """
    rows = datasets.load("transit_arrivals")
    rows = rows[rows["series"].isin(series) & ~rows["cable_only"] & rows["status"].isin(statuses)]
    return rows.assign(
        year=rows["period_start"].str[:4].astype("int64"),
        detected=rows["low"].astype("float64"),
        months=rows["months"].astype("float64"),
        complete=rows["months"].eq(YEAR).astype("bool"),
    ).reset_index(drop=True)


def arrivals() -> pd.Series:
    """Return arrivals in South Korea a year, persons, by year."""
    return datasets.load("arrivals").set_index("year")["total"].astype("float64")


def poisson_ratio(x: pd.Series, y: pd.Series, share: pd.Series, level: float) -> pd.DataFrame:
    """Estimate the ratio of two Poisson rates with the exact conditional interval.

    Given their sum, ``x`` is binomial; Clopper and Pearson's bounds of that share are turned into bounds of the
    ratio. The interval says how far chance alone could move the ratio of two independent counts. It knows nothing
    of people missed or counted twice.

    Args:
        x: counts, persons.
        y: counts of whole years, persons; same index.
        share: the part of a year that ``x`` covers, 0 to 1.
        level: coverage.

    Returns:
        Columns ``ratio``, ``low`` and ``high``.
    """
    tail = (1 - level) / 2
    low, high = stats.beta.ppf(tail, x, y + 1), stats.beta.ppf(1 - tail, x + 1, y)
    odds = pd.DataFrame({"ratio": x / y, "low": low / (1 - low), "high": high / (1 - high)}, index=x.index)
    return odds.div(share, axis=0)


def ratios(rows: pd.DataFrame, level: float, lags: tuple[int, ...] = LAGS) -> pd.DataFrame:
    """Set each Thai count against the arrivals of its year and of the years after it.

    A count of part of a year is compared with the same part of the arrivals, as if these were even over the year.

    Returns:
        One row a count and lag with known arrivals: ``year``, ``lag``, ``months``, ``complete``, ``detected``,
        ``arrived`` (of the whole year), ``ratio``, ``low``, ``high``.
    """
    crossed = rows.merge(pd.DataFrame({"lag": list(lags)}), how="cross")
    crossed["arrived"] = (crossed["year"] + crossed["lag"]).map(arrivals())
    crossed = crossed.dropna(subset=["arrived"]).reset_index(drop=True)
    estimate = poisson_ratio(crossed["detected"], crossed["arrived"], crossed["months"] / YEAR, level)
    columns = ["arrival_id", "series", "year", "lag", "months", "complete", "detected", "arrived"]
    return crossed[columns].join(estimate)


def cumulative(rows: pd.DataFrame, first: int, lag: int) -> float:
    """Divide all people counted since a year by all who arrived in the same span, shifted by a lag.

    A cumulative ratio hardly depends on when within the span each person moved on.

    Args:
        rows: counts of one unbroken series (see :func:`counts`).
        first: first year.
        lag: years by which the span of arrivals lies later.
    """
    part = rows[rows["year"] >= first]
    arrived = (part["year"] + lag).map(arrivals()) * part["months"] / YEAR
    return float(part["detected"].sum() / arrived.sum())


def jackknife(detected: pd.Series, arrived: pd.Series, level: float) -> dict[str, float]:
    """Estimate a ratio of sums over years, years being the units that vary.

    Delete-one-year jackknife of the logarithm, with Student's t of as many degrees of freedom as years less one.

    Args:
        detected: persons counted, one value a year; at least three years.
        arrived: persons arrived; same index.
        level: coverage.

    Returns:
        ``ratio``, ``low``, ``high``, ``least`` and ``most`` (with any one year left out), ``dispersion`` (Pearson's
        chi-square by its degrees of freedom; one if counts varied by chance alone).
    """
    x, y = detected.to_numpy(float), arrived.to_numpy(float)
    n, ratio = len(x), x.sum() / y.sum()
    without = (x.sum() - x) / (y.sum() - y)
    logs = np.log(without)
    error = np.sqrt((n - 1) / n * ((logs - logs.mean()) ** 2).sum())
    reach = stats.t.ppf((1 + level) / 2, n - 1) * error
    expected = y * ratio
    return {
        "ratio": float(ratio),
        "low": float(ratio * np.exp(-reach)),
        "high": float(ratio * np.exp(reach)),
        "least": float(without.min()),
        "most": float(without.max()),
        "dispersion": float(((x - expected) ** 2 / expected).sum() / (n - 1)),
    }


def rivals() -> pd.DataFrame:
    """Return every Thai figure for a year or part of it that counts people who came.

    Returns:
        Rows of ``transit_arrivals`` with ``year``, ``lower``, ``upper`` (persons; missing where a figure is only a
        lower or upper end), ``point`` (the end or middle that is drawn), ``reading`` (at least, at most or about)
        and ``kind``: official series, other national figure, part of the country, projection.
    """
    rows = datasets.load("transit_arrivals").query("iso3 == 'THA' and unit == 'persons'")
    rows = rows[rows["measure"].isin(["entries", "arrests", "projection"])]
    rows = rows[rows["months"].ge(YEAR / 2) | rows["series"].notna() | rows["period_start"].eq(rows["period_end"])]
    kind = rows["scope"].map({"national": "other national figure"}).fillna("part of the country")
    kind = kind.mask(rows["measure"].eq("projection"), "projection").mask(rows["series"].notna(), "official series")
    lower, upper = rows["low"].astype("float64"), rows["high"].astype("float64")
    reading = pd.Series("as printed", index=rows.index).mask(upper.isna(), "at least").mask(lower.isna(), "at most")
    return rows.assign(
        year=rows["period_end"].str[:4].astype("int64"),
        lower=lower,
        upper=upper,
        point=lower.fillna(upper).where(lower.isna() | upper.isna(), (lower + upper) / 2),
        reading=reading,
        kind=kind,
    ).reset_index(drop=True)
