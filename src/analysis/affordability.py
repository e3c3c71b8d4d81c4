"""What a flight cost, against income in the North and settlement money in the South."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

__all__ = ["BENCHMARKS", "Burden", "benchmarks", "burden", "ratios"]

INCOME, GRANT, HOUSING = (
    "gni_per_capita_bank_of_korea",
    "basic_settlement_grant_one_person",
    "housing_subsidy_one_person",
)
BENCHMARKS = {
    ("PRK", "official_monthly_wage_usd"): "Official wage at the market rate",
    ("PRK", "gdp_per_capita_un"): "Income per head, United Nations",
    ("PRK", INCOME): "Income per head, Bank of Korea",
    ("KOR", GRANT): "Basic settlement grant",
    ("KOR", f"{GRANT}+housing"): "The same with the housing subsidy",
    ("KOR", INCOME): "Income per head in the South",
}
"""What the price is measured by, from the smallest to the largest."""
NEAR = 1
"""A price and an income belong together when their years differ by no more than this."""
MONTHS = 12


@dataclass(frozen=True)
class Burden:
    """The price of a whole journey against what people have.

    Attributes:
        ratios: one row a price, as :func:`ratios` makes it.
        table: one row a benchmark and year, as :func:`benchmarks` makes it.
        incomes: the rows of the table of incomes that were used.
        grants: the rows of the table of resettlement that were used.
    """

    ratios: pd.DataFrame
    table: pd.DataFrame
    incomes: pd.DataFrame
    grants: pd.DataFrame


def ratios(whole: pd.DataFrame, incomes: pd.DataFrame, grants: pd.DataFrame) -> pd.DataFrame:
    """Divide each price in won by Northern income per head and by the basic grant of its year.

    Args:
        whole: prices of whole journeys: ``price_year``, ``krw`` (won of the year), ``origin_id``, ``approximate``.
        incomes: the table of incomes.
        grants: the table of resettlement.

    Returns:
        One row a price: ``income`` and ``grant`` (won), ``years_of_income``, ``grants_needed``; missing where no
        income of that year or the next lies within reach, or no grant was known yet.
    """
    north = _yearly(incomes, "PRK", INCOME).rename(columns={"value": "income"})
    basic = _in_force(grants, GRANT).rename(columns={"value": "grant"})
    ordered = whole.assign(year=whole["price_year"].astype("int64")).sort_values(["year", "origin_id"])
    with_income = pd.merge_asof(ordered, north, on="year", direction="nearest", tolerance=NEAR)
    frame = pd.merge_asof(with_income, basic, on="year")
    return frame.assign(years_of_income=frame["krw"] / frame["income"], grants_needed=frame["krw"] / frame["grant"])


def benchmarks(whole: pd.DataFrame, incomes: pd.DataFrame, grants: pd.DataFrame, won: pd.Series) -> pd.DataFrame:
    """Set the median price near a year against each benchmark of that year, in dollars of the time.

    Args:
        whole: prices of whole journeys: ``price_year`` and ``nominal`` (dollars of the year).
        incomes: the table of incomes.
        grants: the table of resettlement.
        won: won a dollar, by year.

    Returns:
        One row a benchmark with its first and last year that has a price near it: ``what``, ``year``, ``low`` and
        ``high`` (dollars a year, or dollars once), ``price`` (dollars), ``multiple_low``, ``multiple_high``.
    """
    sums = (
        _in_force(grants, GRANT).merge(_in_force(grants, HOUSING), how="outer", on="year").sort_values("year").ffill()
    )
    sums = sums.assign(value=sums["value_x"] + sums["value_y"]).dropna(subset=["value"])
    parts = [_bounds(incomes, measure, iso3, won) for iso3, measure in BENCHMARKS if measure in set(incomes["measure"])]
    for measure, frame in ((GRANT, _in_force(grants, GRANT)), (f"{GRANT}+housing", sums[["year", "value"]])):
        dollars = frame["value"] / frame["year"].map(won)
        parts.append(frame.assign(iso3="KOR", measure=measure, low=dollars, high=dollars))
    every = pd.concat(parts, ignore_index=True)[["iso3", "measure", "year", "low", "high"]]
    near = every.merge(whole[["price_year", "nominal"]], how="cross")
    near = near[(near["price_year"] - near["year"]).abs() <= NEAR]
    keys = ["iso3", "measure", "year", "low", "high"]
    priced = near.groupby(keys, as_index=False).agg(price=("nominal", "median"), prices=("nominal", "size"))
    by = priced.groupby(["iso3", "measure"])["year"]
    ends = priced[(priced["year"] == by.transform("min")) | (priced["year"] == by.transform("max"))]
    order = {key: position for position, key in enumerate(BENCHMARKS)}
    keyed = pd.Series(list(zip(ends["iso3"], ends["measure"], strict=True)), index=ends.index)
    return (
        ends.assign(
            what=keyed.map(BENCHMARKS),
            rank=keyed.map(order),
            multiple_low=ends["price"] / ends["high"],
            multiple_high=ends["price"] / ends["low"],
        )
        .sort_values(["rank", "year"])
        .reset_index(drop=True)
    )


def _yearly(incomes: pd.DataFrame, iso3: str, measure: str) -> pd.DataFrame:
    rows = incomes[(incomes["iso3"] == iso3) & (incomes["measure"] == measure)]
    return rows.rename(columns={"year_from": "year"})[["year", "value"]].astype("float64").astype({"year": "int64"})


def _in_force(grants: pd.DataFrame, indicator: str) -> pd.DataFrame:
    rows = grants[grants["indicator"] == indicator].sort_values("year_from")
    frame = rows.rename(columns={"year_from": "year"})[["year", "value"]]
    return frame.astype("float64").astype({"year": "int64"})


def _bounds(incomes: pd.DataFrame, measure: str, iso3: str, won: pd.Series) -> pd.DataFrame:
    """Lower and upper end of a measure by year, in dollars a year."""
    rows = incomes[(incomes["measure"] == measure) & (incomes["iso3"] == iso3)]
    rate = rows["year_from"].map(won).where(rows["unit"].str.startswith("KRW"), 1.0).astype("float64")
    yearly = (
        rows["value"].astype("float64") * rows["unit"].str.contains("per month").map({True: MONTHS, False: 1}) / rate
    )
    by = yearly.groupby(rows["year_from"].astype("int64"))
    return (
        pd.DataFrame({"low": by.min(), "high": by.max()}).reset_index(names="year").assign(iso3=iso3, measure=measure)
    )


def burden(
    seen: pd.DataFrame, series: pd.DataFrame, incomes: pd.DataFrame, grants: pd.DataFrame, price_year: int
) -> Burden:
    """Compare the prices of whole journeys with incomes and grants.

    Args:
        seen: prices by origin, leg and year in dollars of ``price_year``.
        series: the table of price indices and exchange rates.
        incomes: the table of incomes.
        grants: the table of resettlement.
        price_year: the year in whose dollars the prices stand.
    """
    wide = series.pivot(index="year", columns="series", values="value").astype("float64")
    whole = seen[(seen["leg"] == "whole_journey") & (seen["status"] != "thesis")].reset_index(drop=True)
    index = wide["us_cpi_u"] / wide.loc[price_year, "us_cpi_u"]
    nominal = whole["usd"] * whole["price_year"].map(index).astype("float64")
    whole = whole.assign(nominal=nominal, krw=nominal * whole["price_year"].map(wide["krw_per_usd"]).astype("float64"))
    measures = {measure for _, measure in BENCHMARKS}
    used = incomes[incomes["measure"].isin(measures)]
    paid = grants[grants["indicator"].isin([GRANT, HOUSING])]
    return Burden(ratios(whole, used, paid), benchmarks(whole, used, paid, wide["krw_per_usd"]), used, paid)
