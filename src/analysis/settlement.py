"""Life after arrival: settlement money, refusals, work and pay against all residents, satisfaction, deaths."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from analysis.estimates import wilson

__all__ = [
    "answers",
    "asked_of_both",
    "death_floor",
    "gaps",
    "grants",
    "price_level",
    "rate_ratio",
    "refusals",
    "wages",
]

RATES = {
    "employment_rate": "Employment",
    "participation_rate": "In the labour force",
    "unemployment_rate": "Unemployment",
}
FULL = "full_count"
PER = 1e5
"""Persons for whom a rate is stated."""


def price_level(prices: pd.DataFrame) -> pd.Series:
    """Chain yearly ``inflation`` (percent) to a price level by ``year``, one in the year before the first."""
    changes = prices.set_index("year")["inflation"] / 100
    return (1 + changes).cumprod()


def _real(frame: pd.DataFrame, column: str, level: pd.Series, price_year: int) -> pd.Series:
    return frame[column] * level[price_year] / frame["year"].map(level)


def grants(rows: pd.DataFrame, level: pd.Series, price_year: int, last_year: int) -> pd.DataFrame:
    """Lay out what one person is granted on arrival, year by year, in won of one year.

    Args:
        rows: the table of resettlement.
        level: price level by year.
        price_year: year in whose won the sums are stated.
        last_year: last year to lay out; each rule holds until the next.

    Returns:
        One row a year and part (basic grant, housing subsidy): ``nominal`` and ``real`` in won.
    """
    parts = {"basic_settlement_grant_one_person": "basic grant", "housing_subsidy_one_person": "housing subsidy"}
    rules = rows[rows["indicator"].isin(parts)]
    wide = rules.pivot(index="year_from", columns="indicator", values="value").rename(columns=parts)
    years = range(int(wide.index.min()), last_year + 1)
    held = wide.reindex(years).ffill().rename_axis("year").reset_index()
    tidy = held.melt("year", var_name="part", value_name="nominal").dropna(subset=["nominal"])
    return tidy.assign(real=_real(tidy, "nominal", level, price_year)).reset_index(drop=True)


def refusals(rows: pd.DataFrame, arrivals: pd.DataFrame) -> pd.DataFrame:
    """Set refusals for late application against all arrivals of the same year: ``late``, ``arrivals``, ``share``."""
    late = rows[rows["indicator"] == "denied_protection_applied_late"]
    counts = late.rename(columns={"year_from": "year", "value": "late"})[["year", "late"]]
    joined = counts.merge(arrivals[["year", "total"]].rename(columns={"total": "arrivals"}), on="year")
    return joined.assign(share=joined["late"] / joined["arrivals"])


def gaps(labour: pd.DataFrame, samples: pd.DataFrame, level: float) -> pd.DataFrame:
    """Subtract the rates of all residents from those of refugees, years in which the release prints both.

    The interval is that of drawing the refugees' sample alone, with the figure for all residents taken as known and
    no design effect; a rate of unemployment has the labour force as its base. Full counts have no error of drawing,
    and years without a known sample size no interval.

    Args:
        labour: the table of labour.
        samples: the table of survey samples.
        level: coverage.

    Returns:
        One row a rate and year: ``rate`` (words), ``refugees``, ``residents`` (percent), ``gap``, ``low``, ``high``
        (points), ``design``, ``counted``.
    """
    rows = labour[labour["indicator"].isin(RATES) & (labour["sex"] == "all") & (labour["design"] != "other_survey")]
    values = rows.pivot(index=["indicator", "year"], columns="group", values="value").reset_index()
    both = values.rename(columns={"nk_refugees": "refugees", "all_residents": "residents"}).dropna()
    taken = rows.loc[rows["group"] == "nk_refugees", ["indicator", "year", "design"]]
    active = rows[(rows["group"] == "nk_refugees") & (rows["indicator"] == "participation_rate")]
    both = both.merge(taken, on=["indicator", "year"]).merge(samples[["year", "answers"]], on="year", how="left")
    part = both["year"].map(active.set_index("year")["value"]) / 100
    base = both["answers"].astype("float64") * part.where(both["indicator"] == "unemployment_rate", 1.0)
    share = both["refugees"] / 100
    reach = 100 * stats.norm.ppf((1 + level) / 2) * np.sqrt(share * (1 - share) / base)
    counted = both["design"].str.startswith(FULL)
    gap = both["refugees"] - both["residents"]
    return both.assign(
        rate=both["indicator"].map(RATES),
        gap=gap,
        counted=counted,
        low=(gap - reach).where(~counted),
        high=(gap + reach).where(~counted),
    ).sort_values(["indicator", "year"], ignore_index=True)


def wages(labour: pd.DataFrame, level: pd.Series, price_year: int) -> pd.DataFrame:
    """State mean monthly pay by year, group and sex in won of one year: ``value`` as printed and ``real``."""
    rows = labour[(labour["indicator"] == "average_monthly_wage") & (labour["design"] != "other_survey")]
    rows = rows.assign(value=rows["value"].astype("float64"))
    return rows.assign(real=_real(rows, "value", level, price_year)).reset_index(drop=True)


def answers(satisfaction: pd.DataFrame, samples: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return the comparable answers of the settlement survey on satisfaction and discrimination, by year.

    Returns:
        ``share``, and Wilson's ``low`` and ``high`` where a sample of known size was drawn (0 to 1).
    """
    wanted = ["satisfied_with_life_in_south", "felt_discrimination_last_year"]
    rows = satisfaction[satisfaction["indicator"].isin(wanted) & satisfaction["comparable"]]
    drawn = samples[~samples["design"].str.startswith(FULL)].set_index("year")["answers"]
    n = rows["year"].map(drawn)
    share = rows["value"] / 100
    interval = wilson((share * n.astype("float64")).round(), n, level)
    return rows.assign(share=share, low=interval["low"], high=interval["high"]).reset_index(drop=True)


def asked_of_both(satisfaction: pd.DataFrame, residents: pd.DataFrame) -> pd.DataFrame:
    """Join the answers of refugees and of all residents to like questions: ``refugees``, ``residents`` (percent)."""
    own = satisfaction[["indicator", "year", "value"]].rename(columns={"value": "refugees"})
    others = residents[["indicator", "year", "value"]].rename(columns={"value": "residents"})
    return own.merge(others, on=["indicator", "year"])


def death_floor(deaths: pd.DataFrame, arrivals: pd.DataFrame, early: int, level: float) -> pd.DataFrame:
    """Bound the rate of suicide from below over the years for which the register of residents gives a total.

    Everybody who ever arrived is more than everybody who lives in the South, so the person-years of all who ever
    arrived are too many and the rate is a floor. The interval is the exact one of a Poisson count.

    Args:
        deaths: the table of mortality.
        arrivals: persons who arrived, by year.
        early: persons who arrived before that series.
        level: coverage.

    Returns:
        Three rows, ``whole``, ``earlier`` and ``recent`` (the last years, printed one by one), with ``first``,
        ``last``, ``suicides``, ``person_years``, and ``rate``, ``low``, ``high`` per 100,000 person-years.
    """
    register = deaths[(deaths["indicator"] == "suicides") & (deaths["series"] == "resident_register")]
    single = register[register["year_from"] == register["year_to"]]
    span = register[register["year_from"] < register["year_to"]].iloc[0]
    first, last, break_year = int(span["year_from"]), int(span["year_to"]), int(single["year_from"].min())
    counts = {"whole": float(span["value"]), "recent": float(single["value"].sum())}
    ever = arrivals.set_index("year")["total"].astype("float64").cumsum() + early
    middle = (ever + ever.shift(1)) / 2
    frame = pd.DataFrame(
        {
            "part": ["whole", "earlier", "recent"],
            "first": [first, first, break_year],
            "last": [last, break_year - 1, last],
            "suicides": [counts["whole"], counts["whole"] - counts["recent"], counts["recent"]],
        }
    )
    years = [float(middle.loc[one:two].sum()) for one, two in zip(frame["first"], frame["last"], strict=True)]
    tail = (1 - level) / 2
    scale = PER / pd.Series(years)
    return frame.assign(
        person_years=years,
        rate=frame["suicides"] * scale,
        low=stats.chi2.ppf(tail, 2 * frame["suicides"]) / 2 * scale,
        high=stats.chi2.ppf(1 - tail, 2 * frame["suicides"] + 2) / 2 * scale,
    )


def rate_ratio(floor: pd.DataFrame, level: float) -> tuple[float, float, float]:
    """Compare the recent with the earlier rate: ratio with the exact interval given the total of both counts."""
    rows = floor.set_index("part")
    recent, earlier = (int(rows.loc[part, "suicides"]) for part in ("recent", "earlier"))
    time = rows.loc["recent", "person_years"] / rows.loc["earlier", "person_years"]
    ends = stats.binomtest(recent, recent + earlier).proportion_ci(level, method="exact")
    low, high = (end / (1 - end) / time for end in (ends.low, ends.high))
    return recent / earlier / time, float(low), float(high)
