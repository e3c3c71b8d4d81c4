"""What the chapter on routes says of prices, in numbers."""

from __future__ import annotations

import pandas as pd
from scipy import stats

from analysis import broker_prices
from analysis.affordability import Burden
from analysis.broker_prices import Prices
from analysis.claims import thesis_range
from analysis.estimates import wilson
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["growth", "levels", "weight"]


def _span(values: pd.Series) -> tuple[float, float]:
    return float(values.min()), float(values.max())


def levels(prices: Prices) -> dict[str, Quantity]:
    """State what a flight cost, and how many origins say so."""
    rows, seen = prices.rows, prices.seen
    cells = seen.groupby(["leg", "price_year"])["origin_id"].nunique()
    many = rows["origin_id"].value_counts()
    of = {leg: seen[seen["leg"] == leg] for leg in broker_prices.LEGS}
    crossing, whole = of["crossing"].set_index("price_year")["usd"].sort_index(), of["whole_journey"]
    whole = whole[whole["status"] != "thesis"].set_index("price_year")["usd"].sort_index()
    onward = pd.concat([of["china_to_third_country"], of["china_to_south_korea"]])
    thesis = seen[seen["status"] == "thesis"].iloc[0]
    last, first = int(whole.index.max()), int(whole.index.min())
    paid = rows[rows["statistic"] == "class"].iloc[0]
    nothing = round(float(paid["share"]) / 100 * int(paid["n"]))
    none = wilson(pd.Series([nothing]), pd.Series([int(paid["n"])]), prices.level).iloc[0]
    return {
        "level": quantity(prices.level, "share", "coverage of the intervals"),
        "price_year": quantity(prices.price_year, "year", "year in whose dollars prices stand"),
        "price_rows": quantity(len(rows), "rows", "published prices"),
        "price_origins": quantity(rows["origin_id"].nunique(), "origins", "origins behind them"),
        "survey_rows": quantity(int(many.iloc[0]), "rows", "rows of the one origin with most rows"),
        "single_cells": quantity(float((cells == 1).mean()), "share", "pairs of leg and year with one origin"),
        "cells": quantity(len(cells), "pairs", "pairs of leg and year with a price"),
        "crossing_first": quantity(_span(crossing.loc[:2011]), "dollars", "crossing, 2010-2011"),
        "crossing_last": quantity(_span(crossing.loc[2016:]), "dollars", "crossing, 2016-2017"),
        "onward": quantity((onward["usd"].min(), onward["usd"].max()), "dollars", "from China on, all years"),
        "whole_first_year": quantity(first, "year", "first year of a price of the whole journey"),
        "whole_first": quantity(float(whole.loc[first]), "dollars", "whole journey then, among those who paid"),
        "whole_2019": quantity(_span(whole.loc[2019:2019]), "dollars", "whole journey before the pandemic"),
        "whole_last_year": quantity(last, "year", "last year of a price of the whole journey"),
        "whole_last": quantity(_span(whole.loc[last:last]), "dollars", "whole journey then"),
        "thesis_2000": quantity(thesis_range("cost-2000")[0], "dollars", "price of 2000 in the thesis, nominal"),
        "thesis_2000_real": quantity(float(thesis["usd"]), "dollars", "the same in constant dollars"),
        "times_2000": quantity(
            float(whole.loc[last:].median() / thesis["usd"]), "ratio", "last prices to that of 2000"
        ),
        "times_2005": quantity(
            float(whole.loc[last:].median() / whole.loc[first]), "ratio", "last prices to the first"
        ),
        "times_2019": quantity(
            float(whole.loc[last:].median() / whole.loc[2019:2019].median()), "ratio", "last prices to 2019"
        ),
        "paid_nothing": quantity(none["share"], "share", "of recent arrivals who had paid nothing"),
        "paid_nothing_interval": quantity((none["low"], none["high"]), "share", "its interval"),
        "paid_n": quantity(int(paid["n"]), "persons", "asked in that survey"),
        "last_crossing_year": quantity(int(crossing.index.max()), "year", "last price of the crossing alone"),
        "crossing_dearer": holds(
            crossing.loc[2015:].min() > onward["usd"].max(), "from 2015 every crossing cost more than any onward leg"
        ),
        "onward_flat": holds(onward["usd"].max() < crossing.loc[2015:].min() / 2, "no onward leg reached half of that"),
        "mostly_one_origin": holds((cells == 1).mean() > 0.5, "most pairs of leg and year have one origin"),
    }


def growth(prices: Prices) -> dict[str, Quantity]:
    """State how fast prices rose, and what becomes of that in other ways of fitting."""
    crossing, whole = prices.trends["crossing"], prices.trends["whole_journey"]
    specs = prices.specs
    of_whole, of_crossing = (specs[specs["leg"] == leg] for leg in ("whole_journey", "crossing"))
    rose = prices.pairs.groupby("origin_id")["ratio"].apply(lambda ratio: bool((ratio > 1).all()))
    test = stats.binomtest(int(rose.sum()), len(rose))
    until = of_whole.set_index("way").loc["until 2019"]
    open_ends = of_whole.set_index("way").loc["without open ends"]
    return {
        "crossing_growth": quantity(crossing.growth, "share a year", "growth of the price of the crossing"),
        "crossing_interval": quantity(crossing.interval, "share a year", "its interval"),
        "crossing_rows": quantity(crossing.rows, "prices", "prices behind it"),
        "crossing_origins": quantity(crossing.origins, "origins", "origins behind it"),
        "crossing_spread": quantity(crossing.spread, "share a year", "when one origin is left out"),
        "whole_growth": quantity(whole.growth, "share a year", "growth of the price of the whole journey"),
        "whole_interval": quantity(whole.interval, "share a year", "its interval"),
        "whole_rows": quantity(whole.rows, "prices", "prices behind it"),
        "whole_origins": quantity(whole.origins, "origins", "origins behind it"),
        "whole_spread": quantity(whole.spread, "share a year", "when one origin is left out"),
        "whole_doubling": quantity(whole.doubling, "years", "in which it doubles"),
        "whole_ways": quantity((of_whole["growth"].min(), of_whole["growth"].max()), "share a year", "all ways"),
        "crossing_ways": quantity(
            (of_crossing["growth"].min(), of_crossing["growth"].max()), "share a year", "all ways"
        ),
        "ways": quantity(len(of_whole), "ways", "ways of fitting"),
        "until_2019": quantity(float(until["growth"]), "share a year", "growth of the whole journey to 2019"),
        "until_2019_interval": quantity((float(until["low"]), float(until["high"])), "share a year", "its interval"),
        "open_ends_interval": quantity((float(open_ends["low"]), float(open_ends["high"])), "share a year", "interval"),
        "pair_origins": quantity(len(rose), "origins", "origins that name one leg's price for several years"),
        "pair_rose": quantity(int(rose.sum()), "origins", "of them with a rise"),
        "pair_p": quantity(float(test.pvalue), "probability", "exact sign test, both sides"),
        "rise_in_all": exceeds(specs["growth"].min(), 0, "share", "every way of fitting gives a rise"),
        "crossing_all_above": holds(
            of_crossing["low"].dropna().gt(0).all(), "every interval of the crossing is above zero"
        ),
        "one_way_open": holds(
            (of_whole["low"].dropna() < 0).sum() == 1, "one interval of the whole journey reaches zero"
        ),
        "crossing_faster": holds(crossing.growth > whole.growth, "the crossing's price grew faster"),
        "overlap": holds(crossing.interval[0] < whole.interval[1], "the intervals of both overlap"),
    }


def weight(burden: Burden) -> dict[str, Quantity]:
    """State what the price of a whole journey means to those who pay."""
    ratios, table = burden.ratios, burden.table.set_index(["measure", "iso3"])
    income = ratios.set_index("year")["years_of_income"].dropna().sort_index()
    wage = table.loc[("official_monthly_wage_usd", "PRK")]
    last_wage = wage[wage["year"] == wage["year"].max()].iloc[0]
    south = table.loc[("gni_per_capita_bank_of_korea", "KOR")].sort_values("year").iloc[-1]
    grants = ratios.set_index("year")["grants_needed"].sort_index()
    housed = table.loc[("basic_settlement_grant_one_person+housing", "KOR")].sort_values("year").iloc[-1]
    last = int(ratios["year"].max())
    thesis_price, thesis_pay = thesis_range("cost-2000")[0], thesis_range("salary-1000")[0]
    north = table.loc[("gni_per_capita_bank_of_korea", "PRK")].sort_values("year").iloc[-1]
    return {
        "income_first": quantity(
            _span(income.loc[:2014]),
            "years",
            "of income, 2013-2014",
        ),
        "income_2019": quantity(
            _span(income.loc[2019:2019]),
            "years",
            "of income, 2019",
        ),
        "income_last": quantity(
            _span(income.loc[last:]),
            "years",
            "of income, last year",
        ),
        "grants_2007": quantity(float(grants.loc[2007]), "grants", "price of 2007 in grants"),
        "grants_2019": quantity(_span(grants.loc[2019:2019]), "grants", "price of 2019 in grants"),
        "grants_last": quantity(_span(grants.loc[last:last]), "grants", "price of the last year in grants"),
        "housed_last": quantity(float(housed["multiple_low"]), "ratio", "price to grant and housing subsidy"),
        "south_last": quantity(float(south["multiple_low"]), "ratio", "price to income per head in the South"),
        "wage_year": quantity((float(last_wage["low"]), float(last_wage["high"])), "dollars a year", "official wage"),
        "wage_years": quantity(
            (float(last_wage["multiple_low"]), float(last_wage["multiple_high"])), "years", "of wages"
        ),
        "north_income": quantity(float(north["low"]), "dollars a year", "income per head in the North, Bank of Korea"),
        "thesis_pay": quantity(thesis_pay, "dollars a year", "salary in the thesis"),
        "thesis_years": quantity(thesis_price / thesis_pay, "years", "price of 2000 in that salary"),
        "pay_below_thesis": exceeds(
            thesis_pay, last_wage["high"], "dollars a year", "official pay is far below the salary of the thesis"
        ),
        "grant_covered": holds((grants.loc[:2013] < 1).all(), "to 2013 one grant exceeded the median price"),
        "grant_short": holds((grants.loc[2016:] > 1.9).all(), "from 2016 it fell far short"),
        "dearer_than_south": exceeds(
            south["multiple_low"], 1, "annual incomes", "the price exceeds a year's income in the South"
        ),
    }
