"""What a flight cost, by leg, in constant dollars; and how fast it rose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis.cluster_trend import Trend, equal_weights, trend

__all__ = ["LEGS", "Prices", "constant", "origins", "pairs", "prices", "specifications"]

LEGS = {
    "crossing": "River crossing",
    "china_to_third_country": "China to a third country",
    "china_to_south_korea": "China to South Korea",
    "whole_journey": "Whole journey",
}
"""Legs that are compared, in the order of the way; the other rows of the table name no leg."""
FITTED = ("crossing", "whole_journey")
"""Legs with enough origins for a trend with an interval."""
LAST_BEFORE_COVID = 2019


@dataclass(frozen=True)
class Prices:
    """Prices in constant dollars.

    Attributes:
        rows: one row a published price: the table with ``rate``, ``low_usd``, ``high_usd``, ``usd``.
        seen: one row an origin, leg and year: ``low_usd``, ``high_usd``, ``usd``, as :func:`origins` makes it.
        used: the rows of ``seen`` on which the trends rest.
        trends: the trend of each fitted leg.
        specs: other ways of fitting, as :func:`specifications` makes it.
        pairs: one row an origin and leg that names prices of several years.
        price_year: the year in whose dollars the prices stand.
        level: coverage of the intervals.
    """

    rows: pd.DataFrame
    seen: pd.DataFrame
    used: pd.DataFrame
    trends: dict[str, Trend]
    specs: pd.DataFrame
    pairs: pd.DataFrame
    price_year: int
    level: float


def constant(costs: pd.DataFrame, series: pd.DataFrame, price_year: int) -> pd.DataFrame:
    """State sums in dollars of one year: by the rate of the year of payment, then by US consumer prices.

    Args:
        costs: the table of costs: ``price_year``, ``currency``, ``low`` and ``high`` in that currency.
        series: the table of prices: ``series``, ``year``, ``value``.
        price_year: the year in whose dollars the sums are to stand.

    Returns:
        The costs with ``low_usd`` and ``high_usd`` (missing ends stay missing) and ``usd``, the geometric mean of
        both ends, or the one end that is known; missing for sums of zero.

    Raises:
        KeyError: when the series know no price index for a year.
        ValueError: when a rate is missing for a currency and year.
    """
    wide = series.pivot(index="year", columns="series", values="value")
    wide = wide.assign(usd_per_usd=1.0)
    cpi = wide["us_cpi_u"]
    names = costs["currency"].str.lower() + "_per_usd"
    rate = wide.stack().reindex(pd.MultiIndex.from_arrays([costs["price_year"], names])).to_numpy("float64")
    if np.isnan(rate).any():
        raise ValueError("a sum has a currency and year without an exchange rate")
    factor = cpi.loc[price_year] / cpi.loc[costs["price_year"]].to_numpy("float64") / rate
    low, high = (costs[end].astype("float64") * factor for end in ("low", "high"))
    middle = np.exp((np.log(low.where(low > 0)) + np.log(high.where(high > 0))) / 2)
    one_end = low.where(low > 0).fillna(high.where(low.isna()))
    return costs.assign(factor=factor, low_usd=low, high_usd=high, usd=middle.fillna(one_end))


def origins(rows: pd.DataFrame) -> pd.DataFrame:
    """Make one observation of each origin, leg and year.

    The classes of a survey stand for their median among those who paid; other rows of an origin span a range.

    Returns:
        One row an origin, leg and year: ``low_usd``, ``high_usd``, ``usd`` (dollars), ``rows``, ``weakest`` (the
        weakest basis of the price year), ``bounded`` (whether an end is open) and the status.
    """
    classes = rows[(rows["statistic"] == "class") & (rows["usd"].notna())]
    cumulated = classes.groupby("origin_id")["share"].transform(lambda share: share.cumsum() / share.sum())
    median = classes[cumulated >= 0.5].drop_duplicates("origin_id")
    single = pd.concat([rows[rows["statistic"] != "class"], median]).sort_values("cost_id")
    single = single.assign(
        low_usd=single["low_usd"].fillna(single["high_usd"]), high_usd=single["high_usd"].fillna(single["low_usd"])
    )
    by = single.groupby(["leg", "origin_id", "price_year"])
    seen = by.agg(
        low_usd=("low_usd", "min"),
        high_usd=("high_usd", "max"),
        approximate=("price_year_basis", lambda basis: basis.eq("approximate").any()),
        bounded=("statistic", lambda kind: kind.isin(["at_least", "at_most"]).any()),
        status=("status", "first"),
        rows=("cost_id", "size"),
    ).reset_index()
    return seen.assign(usd=np.sqrt(seen["low_usd"] * seen["high_usd"]))


def pairs(seen: pd.DataFrame) -> pd.DataFrame:
    """Set the first and last price that one origin names for one leg beside each other.

    Returns:
        One row an origin and leg with prices of several years: ``first``, ``last`` (years), ``ratio``, ``growth``.
    """
    ordered = seen.sort_values("price_year")
    by = ordered.groupby(["leg", "origin_id"])
    frame = by.agg(
        first=("price_year", "first"), last=("price_year", "last"), start=("usd", "first"), end=("usd", "last")
    ).reset_index()
    frame = frame[frame["last"] > frame["first"]].reset_index(drop=True)
    ratio = frame["end"] / frame["start"]
    return frame.assign(ratio=ratio, growth=ratio ** (1 / (frame["last"] - frame["first"])) - 1)


def specifications(rows: pd.DataFrame, seen: pd.DataFrame, level: float) -> pd.DataFrame:
    """Fit the trends in the ways that an ill-disposed reader would try.

    Args:
        rows: prices in constant dollars.
        seen: observations, as :func:`origins` makes them of these rows.
        level: coverage.

    Returns:
        One row a leg and way: ``growth``, ``low``, ``high``, ``rows``, ``origins``; the middle estimate of
        Theil and Sen has no interval.
    """
    sound = seen[seen["status"] != "thesis"]
    ways = {
        "all years, looking back included": (sound, "usd"),
        "without approximate years": (sound[~sound["approximate"]], "usd"),
        "without open ends": (sound[~sound["bounded"]], "usd"),
        "without NGOs": (origins(rows[(rows["provider"] != "ngo") & (rows["status"] != "thesis")]), "usd"),
        "lowest price of each origin": (sound, "low_usd"),
        "highest price of each origin": (sound, "high_usd"),
        "until 2019": (sound[sound["price_year"] <= LAST_BEFORE_COVID], "usd"),
        "each price counts once": (sound, "usd"),
        "median of slopes": (sound, "usd"),
    }
    rows = [
        _way(way, leg, frame[frame["leg"] == leg], value, level)
        for way, (frame, value) in ways.items()
        for leg in FITTED
    ]
    return pd.DataFrame(rows)


def _way(way: str, leg: str, frame: pd.DataFrame, value: str, level: float) -> dict[str, object]:
    base = {"leg": leg, "way": way, "rows": len(frame), "origins": frame["origin_id"].nunique()}
    if way == "median of slopes":
        slope = stats.theilslopes(np.log(frame[value]), frame["price_year"]).slope
        return base | {"growth": float(np.expm1(slope)), "low": None, "high": None}
    weights = (
        pd.Series(1.0, index=frame.index) if way == "each price counts once" else equal_weights(frame["origin_id"])
    )
    fit = trend(frame["price_year"], frame[value], frame["origin_id"], level, weights)
    return base | {"growth": fit.growth, "low": fit.interval[0], "high": fit.interval[1]}


def prices(costs: pd.DataFrame, series: pd.DataFrame, price_year: int, use_approximate: bool, level: float) -> Prices:
    """Convert the prices and fit the trends.

    Args:
        costs: the table of costs.
        series: the table of price indices and exchange rates.
        price_year: the year in whose dollars the prices stand.
        use_approximate: whether prices whose year is approximate enter the trends.
        level: coverage of the intervals.
    """
    rows = constant(costs, series, price_year)
    seen = origins(rows)
    used = seen[(seen["status"] != "thesis") & (use_approximate | ~seen["approximate"])].reset_index(drop=True)
    by = {leg: used[used["leg"] == leg] for leg in FITTED}
    trends = {leg: trend(of["price_year"], of["usd"], of["origin_id"], level) for leg, of in by.items()}
    found = pairs(seen[seen["status"] != "thesis"])
    return Prices(rows, seen, used, trends, specifications(rows, seen, level), found, price_year, level)
