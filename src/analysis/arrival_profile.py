"""Who arrived: the turn from women to men and back, tested exactly, and age, schooling, work and origin."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pandas as pd
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis import datasets
from analysis.estimates import wilson
from analysis.findings import Quantity, exceeds, quantity

__all__ = ["ages", "findings", "kinds", "turns"]

DRAWN = "2020-09"
"""The last count that gives ages by sex."""
COMPARED = ("2008-05", "2022-12")
"""First and last count of everybody who ever arrived by age at arrival."""
PRIME = ("20-29", "30-39")
YOUNGEST = ("0-9", "10-19")
NAMES = {
    "age_at_arrival": "Age at arrival",
    "education": "Schooling",
    "occupation_in_north": "Work in the North",
    "region_of_origin": "Origin",
}


def turns(years: pd.DataFrame, level: float) -> pd.DataFrame:
    """Test each year's split by sex against that of the year before (Fisher's exact test, both sides).

    Args:
        years: one row a year with ``year``, ``women``, ``men`` (persons); years without a split are left out.
        level: coverage of the intervals of the odds ratios, conditional and exact.

    Returns:
        One row a pair: ``year`` (the later one), ``odds`` (women to men, later over earlier) with ``low`` and
        ``high``, ``p``, ``holm`` (p-value corrected for the number of pairs).
    """
    split = years.dropna(subset=["women", "men"]).sort_values("year")
    counts = split[["women", "men"]].to_numpy(dtype="int64")
    rows = [_odds(later, earlier, level) for earlier, later in pairwise(counts)]
    frame = pd.DataFrame(rows, columns=["odds", "low", "high", "p"])
    frame.insert(0, "year", split["year"].to_numpy(dtype="int64")[1:])
    return frame.assign(holm=multipletests(frame["p"], method="holm")[1])


def _odds(later: np.ndarray, earlier: np.ndarray, level: float) -> tuple[float, float, float, float]:
    table = np.array([later, earlier])
    found = stats.contingency.odds_ratio(table, kind="conditional")
    interval = found.confidence_interval(confidence_level=level)
    return found.statistic, interval.low, interval.high, float(stats.fisher_exact(table)[1])


def _profile() -> pd.DataFrame:
    return datasets.load("arrivals_profile")


def ages() -> pd.DataFrame:
    """Return the ages at arrival of women and men who had come by :data:`DRAWN`, shares of each sex.

    Returns:
        The rows of the table, with ``portion`` (0 to 1); the groups of a sex add up to its base.
    """
    rows = _profile()
    kept = rows[rows["as_of"].eq(DRAWN) & rows["dimension"].eq("age_at_arrival") & rows["sex"].ne("all")]
    return kept.assign(portion=(kept["persons"] / kept["base"]).astype("float64")).reset_index(drop=True)


def kinds() -> pd.DataFrame:
    """Return what is known of everybody who ever arrived: the last whole division of each dimension.

    Whole means that the groups of one count add up to its base; of origins no whole division was published, so the
    last count that names provinces stands for them.

    Returns:
        Rows of the table with ``of`` (the dimension in words) and ``portion`` (0 to 1).
    """
    rows = _profile()
    ever = rows[rows["population"].eq("arrivals_cumulative") & rows["sex"].eq("all") & rows["dimension"].isin(NAMES)]
    sums = ever.groupby(["dimension", "as_of"]).agg(persons=("persons", "sum"), base=("base", "max"))
    whole = sums[sums["persons"].eq(sums["base"])].reset_index().groupby("dimension")["as_of"].max()
    named = ever[ever["dimension"].eq("region_of_origin") & ever["share"].notna()]["as_of"].max()
    last = {**whole.to_dict(), "region_of_origin": named}
    kept = ever[ever["as_of"].eq(ever["dimension"].map(last))]
    order = kept["dimension"].map(list(NAMES).index)
    portion = (kept["persons"] / kept["base"]).astype("Float64").fillna(kept["share"] / 100)
    return kept.assign(of=kept["dimension"].map(NAMES), portion=portion, order=order).sort_values(
        "order", kind="stable", ignore_index=True
    )


def findings(years: pd.DataFrame, quarters: pd.DataFrame, level: float) -> dict[str, Quantity]:
    """State the turn of 2020 to 2021, and who came by age, schooling, work and origin."""
    return _turned(years, quarters, level) | _known(level)


def _turned(years: pd.DataFrame, quarters: pd.DataFrame, level: float) -> dict[str, Quantity]:
    tests = turns(years, level).set_index("year")
    split = years.set_index("year")
    by_quarter = quarters[quarters["year"].eq(2020)].set_index("quarter_from")
    summer, winter = (by_quarter.loc[q, ["women", "men"]].to_numpy(dtype="int64") for q in (3, 1))
    odds, _, _, p = _odds(summer, winter, level)
    # groups that travel together: how many people each independent draw may stand for before chance suffices
    z = stats.norm.isf(tests.loc[2021, "holm"] / 2)
    falls = {sex: 1 - split.loc[2021, sex] / split.loc[2019, sex] for sex in ("women", "men")}
    return {
        "turn_odds": quantity(1 / tests.loc[2021, "odds"], "times", "odds of being a woman, 2020 over 2021"),
        "turn_odds_interval": quantity(
            (1 / tests.loc[2021, "high"], 1 / tests.loc[2021, "low"]), "times", "its interval, conditional and exact"
        ),
        "turn_holm": quantity(tests.loc[2021, "holm"], "", "Fisher's exact test of 2021 on 2020, Holm's correction"),
        "turn_tests": quantity(len(tests), "tests", "pairs of neighbouring years with a split by sex"),
        "turn_found": quantity(int((tests["holm"] < 1 - level).sum()), "tests", "pairs that differ after correction"),
        "turn_back_odds": quantity(tests.loc[2023, "odds"], "times", "odds of being a woman, 2023 over 2022"),
        "turn_cluster": quantity((z / stats.norm.isf((1 - level) / 2)) ** 2, "persons", "group size that chance needs"),
        "turn_real": exceeds(1 - level, tests.loc[2021, "holm"], "", "the split of 2021 differs from that of 2020"),
        "turn_quarter_women": quantity(by_quarter.loc[3, "women"], "persons", "women, third quarter of 2020"),
        "turn_quarter_men": quantity(by_quarter.loc[3, "men"], "persons", "men, third quarter of 2020"),
        "turn_quarter_odds": quantity(1 / odds, "times", "odds of being a woman, first over third quarter of 2020"),
        "turn_quarter_p": quantity(p, "", "Fisher's exact test of the third on the first quarter of 2020"),
        "women_fell": quantity(falls["women"], "share", "fall of women from 2019 to 2021"),
        "men_fell": quantity(falls["men"], "share", "fall of men from 2019 to 2021"),
        "women_fell_more": exceeds(falls["women"], falls["men"], "share", "women fell by more than men, 2019 to 2021"),
    }


def _known(level: float) -> dict[str, Quantity]:
    rows = _profile()
    old = rows[rows["dimension"].eq("age_at_arrival") & rows["sex"].eq("all")]
    prime = old[old["category"].isin(PRIME)].groupby("as_of").agg(n=("persons", "sum"), of=("base", "max"))
    portion = prime["n"] / prime["of"]
    groups = kinds().set_index(["dimension", "category"])["portion"]
    sexes = ages().set_index(["sex", "category"])["portion"]
    young = {sex: sexes[sex][list(YOUNGEST)].sum() for sex in ("women", "men")}
    capital = rows[rows["category"].eq("Pyongyang")].set_index(["population", "as_of"])["persons"]
    year = datasets.load("arrivals").set_index("year")["total"]
    early = datasets.load("arrivals_early").set_index("estimate_id").loc["to-1998", "total"]
    to_2016 = int(early + year.loc[:2016].sum())
    came = wilson(pd.Series([capital["arrivals_of_year", "2023"]]), pd.Series([year[2023]]), level).iloc[0]
    direct = rows[rows["category"].eq("directly from the North")].iloc[0]
    north = groups["region_of_origin"][["North Hamgyong", "Ryanggang"]].sum()
    bounds = (int(PRIME[0].split("-")[0]), int(PRIME[-1].split("-")[1]))
    return {
        "prime_ages": quantity(bounds, "years", "ages of the groups that are followed"),
        "men_younger": exceeds(young["men"], young["women"], "share", "children and youths weigh more among men"),
        "prime_first": quantity(portion[COMPARED[0]], "share", "aged 20 to 39 on arrival, everybody to May 2008"),
        "prime_last": quantity(portion[COMPARED[1]], "share", "aged 20 to 39 on arrival, everybody to 2022"),
        "young_women": quantity(young["women"], "share", "women and girls under 20 on arrival"),
        "young_men": quantity(young["men"], "share", "men and boys under 20 on arrival"),
        "secondary": quantity(groups["education"]["secondary"], "share", "secondary schooling"),
        "university": quantity(groups["education"]["university or more"], "share", "university or more"),
        "idle": quantity(groups["occupation_in_north"]["unemployed or dependant"], "share", "no work of their own"),
        "managers": quantity(groups["occupation_in_north"]["manager"], "share", "managers"),
        "border_provinces": quantity(north, "share", "from North Hamgyong and Ryanggang, everybody to mid-2018"),
        "capital_2023": quantity(came["share"], "share", "from Pyongyang among arrivals of 2023"),
        "capital_2023_interval": quantity((came["low"], came["high"]), "share", "its interval"),
        "capital_before": quantity(
            capital["arrivals_cumulative", "2016"] / to_2016, "share", "from Pyongyang among everybody to 2016"
        ),
        "capital_more": exceeds(
            came["low"], capital["arrivals_cumulative", "2016"] / to_2016, "share", "Pyongyang weighs more in 2023"
        ),
        "direct_2024": quantity(direct["persons"], "persons", "came straight from the North in 2024"),
        "direct_share": quantity(direct["persons"] / direct["base"], "share", "straight from the North, of 2024"),
        "mostly_abroad": exceeds(
            0.1, direct["persons"] / direct["base"], "share", "nearly all arrivals of 2024 had lived in third countries"
        ),
    }
