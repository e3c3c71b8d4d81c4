"""What the chapter on South Korea says about law, money, work and deaths, in numbers and in predicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis import datasets
from analysis.estimates import wilson
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.settlement import PER

if TYPE_CHECKING:
    from analysis.south_korea import SouthKorea

__all__ = ["findings"]

ROUNDED = 100_000
"""Sums in won of one year are stated to this; prices are not known better."""


def findings(chapter: SouthKorea) -> dict[str, Quantity]:
    """State the findings on refusals and return, money, work, satisfaction and deaths."""
    parts = (_law, _money, _work, _answers, _deaths, _other)
    return {name: value for part in parts for name, value in part(chapter).items()}


def _law(chapter: SouthKorea) -> dict[str, Quantity]:
    rows = chapter.resettlement.set_index("row_id")
    total = rows.loc["denied-protection-total-cumulative-2007-2018"]
    late = rows.loc["denied-protection-applied-late-cumulative-2007-2018"]
    came = chapter.arrivals.set_index("year")["total"]
    among = int(came.loc[total["year_from"] : total["year_to"]].sum())
    sent = rows.loc["returned-by-force-from-south-2019", "value"]
    year = int(rows.loc["returned-by-force-from-south-2019", "year_from"])
    interval = wilson(pd.Series([sent]), pd.Series([sent + came[year]]), chapter.level).iloc[0]
    limit = rows.loc["settlement-act-late-application-limit-2019"]
    home = rows.loc["returned-to-north-since-2012-2025"]
    abroad = rows.loc["address-unknown-and-abroad-2025"]
    return {
        "refused": quantity(int(total["value"]), "persons", "refused protection since 2007"),
        "refused_last": quantity(total["year_to"], "year", "last year of that count"),
        "refused_share": quantity(total["value"] / among, "share", "refused against arrivals of the same years"),
        "refused_late": quantity(late["value"] / total["value"], "share", "late applications among the refused"),
        "late_years": quantity(
            chapter.refusals["share"].agg(["min", "max"]).tolist(), "share", "late refusals against arrivals"
        ),
        "limit_years": quantity(int(limit["value"]), "years", "time limit for applying since 2019"),
        "sent_back": quantity(int(sent), "persons", "sent back by force in 2019"),
        "sent_back_share": quantity(sent / (sent + came[year]), "share", "sent back against all who came that year"),
        "sent_back_interval": quantity((interval["low"], interval["high"]), "share", "its interval"),
        "convicted": quantity(
            int(rows.loc["officials-convicted-over-2019-return-2025", "value"]), "officials", "found guilty"
        ),
        "went_home": quantity(int(home["value"]), "persons", "known to have gone back of their own will"),
        "abroad": quantity(int(abroad["value"]), "persons", "of unknown address and abroad in 2025"),
        "mostly_late": exceeds(late["value"] / total["value"], 0.5, "share", "most refusals were for lateness"),
        "refusal_rare": holds(total["value"] / among < 0.02, "fewer than one in fifty was refused"),
        "return_rare": holds(interval["high"] < 0.01, "return was rare"),
    }


def _money(chapter: SouthKorea) -> dict[str, Quantity]:
    wide = chapter.grants.pivot(index="year", columns="part", values=["nominal", "real"])
    both = wide.dropna()
    first, last = int(both.index.min()), int(both.index.max())
    total = wide["real"].sum(axis=1).loc[first:]
    basic = wide["real"]["basic grant"]
    rows = chapter.resettlement.set_index("row_id")
    old = [rows.loc[f"total-settlement-money-one-person-{span}", "value"] for span in ("2004", "1998-2004")]
    frozen = basic.loc[2007:2012]
    return {
        "price_year": quantity(chapter.price_year, "year", "year in whose won sums are stated"),
        "grant_first_year": quantity(first, "year", "first year with both parts"),
        "grant_last_year": quantity(last, "year", "last year laid out"),
        "grant_first": quantity(_won(total[first]), "won", "grant and subsidy in the first year"),
        "grant_last": quantity(_won(total[last]), "won", "grant and subsidy in the last year"),
        "grant_low": quantity(_won(total.min()), "won", "lowest sum"),
        "grant_low_year": quantity(int(total.idxmin()), "year", "year of the lowest sum"),
        "basic_least": quantity(_won(basic.min()), "won", "lowest basic grant"),
        "basic_loss": quantity(1 - basic.iloc[-1] / basic.iloc[0], "share", "worth lost against the first year"),
        "basic_first": quantity(_won(basic.iloc[0]), "won", "basic grant in the first year"),
        "basic_last": quantity(_won(basic.iloc[-1]), "won", "basic grant in the last year"),
        "basic_nominal": quantity(_won(wide["nominal"]["basic grant"].iloc[-1]), "won", "as printed"),
        "basic_eroded": quantity(1 - frozen.iloc[-1] / frozen.iloc[0], "share", "lost to prices while frozen"),
        "old_total": quantity((_won(old[0]), _won(old[1])), "won", "all money before 2005, as printed"),
        "same_nominal_less_real": holds(
            wide["nominal"]["basic grant"].iloc[0] == wide["nominal"]["basic grant"].iloc[-1]
            and basic.iloc[-1] < basic.iloc[0],
            "the grant returned to its old figure and is worth less",
        ),
        "grant_below_first": holds(
            total.loc[first + 1 :].max() < total[first], "no later year reached the first in real terms"
        ),
    }


def _won(value: float) -> int:
    return int(round(float(value) / ROUNDED) * ROUNDED)


def _work(chapter: SouthKorea) -> dict[str, Quantity]:
    work = chapter.gaps[chapter.gaps["indicator"] == "employment_rate"].set_index("year")
    idle = chapter.gaps[chapter.gaps["indicator"] == "unemployment_rate"].set_index("year")
    first, last = int(work.index.min()), int(work.index.max())
    pay = chapter.wages[chapter.wages["sex"] == "all"].pivot(index="year", columns="group", values="real")
    ratio = (pay["nk_refugees"] / pay["all_residents"]).dropna()
    printed = chapter.labour[chapter.labour["indicator"] == "wage_ratio_to_residents"].set_index(["year", "sex"])[
        "value"
    ]
    sexes = chapter.wages[chapter.wages["sex"] != "all"].set_index("sex")["value"]
    own = pay["nk_refugees"]
    everyone = chapter.wages[(chapter.wages["sex"] == "all") & (chapter.wages["group"] == "nk_refugees")]
    mean = everyone.set_index("year")["value"].iloc[-1]
    women_paid = (sexes["men"] - mean) / (sexes["men"] - sexes["women"])
    year = int(printed.xs("men", level="sex").index[0])
    joint, men, women = (float(printed[(year, sex)]) for sex in ("all", "men", "women"))
    return {
        "gap_first_year": quantity(first, "year", "first year of the gap"),
        "gap_last_year": quantity(last, "year", "last year of the gap"),
        "gap_first": quantity(abs(work.loc[first, "gap"]), "points", "employment gap in the first year"),
        "gap_last": quantity(abs(work.loc[last, "gap"]), "points", "employment gap in the last year"),
        "gap_last_interval": quantity((-work.loc[last, "high"], -work.loc[last, "low"]), "points", "its interval"),
        "gap_2018": quantity(abs(work.loc[2018, "gap"]), "points", "employment gap in 2018"),
        "gap_2020": quantity(abs(work.loc[2020, "gap"]), "points", "employment gap in 2020"),
        "idle_first": quantity(idle["gap"].iloc[0], "points", "unemployment gap in the first year"),
        "idle_last": quantity(idle["gap"].iloc[-1], "points", "unemployment gap in the last year"),
        "idle_last_interval": quantity((idle["low"].iloc[-1], idle["high"].iloc[-1]), "points", "its interval"),
        "wage_first_year": quantity(int(ratio.index.min()), "year", "first year of the ratio of pay"),
        "wage_first": quantity(ratio.iloc[0], "share", "pay of refugees over that of residents, first year"),
        "wage_last": quantity(ratio.iloc[-1], "share", "pay of refugees over that of residents, last year"),
        "wage_growth": quantity(own.iloc[-1] / own.iloc[0] - 1, "share", "growth of real pay of refugees"),
        "wage_from": quantity(int(own.index.min()), "year", "first year of pay of refugees"),
        "ratio_year": quantity(year, "year", "year with the ratio by sex"),
        "ratio_joint": quantity(joint / 100, "share", "ratio of pay, both sexes"),
        "ratio_men": quantity(men / 100, "share", "ratio of pay, men"),
        "ratio_women": quantity(women / 100, "share", "ratio of pay, women"),
        "pay_women_men": quantity(sexes["women"] / sexes["men"], "share", "pay of women over men among refugees"),
        "gap_shrank": holds(abs(work.loc[last, "gap"]) < abs(work.loc[first, "gap"]) / 2, "the gap is less than half"),
        "gap_remains": holds(
            work.loc[last, "high"] < 0 and idle["low"].iloc[-1] > 0, "the gaps are beyond drawing error"
        ),
        "composition": holds(joint < women < men, "the joint ratio lies below the ratio of either sex"),
        "wage_closer": holds(ratio.iloc[0] < ratio.iloc[-1] < 1, "pay came closer and is still lower"),
        "gap_reopened": holds(
            work.loc[2018, "gap"] > work.loc[2019, "gap"] > work.loc[2020, "gap"], "the gap widened to 2020"
        ),
        "women_employees": quantity(women_paid, "share", "women among employees, for the printed means to fit"),
        "women_most": holds(women_paid > 0.5, "women are most of the employees"),
    }


def _answers(chapter: SouthKorea) -> dict[str, Quantity]:
    life = chapter.answers[chapter.answers["indicator"] == "satisfied_with_life_in_south"].set_index("year")
    slight = chapter.answers[chapter.answers["indicator"] == "felt_discrimination_last_year"].set_index("year")
    both = chapter.both.set_index("indicator")
    won = both.loc["satisfied_with_socioeconomic_achievement"]
    hope = both.loc["expects_own_status_to_improve"]
    return {
        "content": quantity(
            (life["share"].min(), life["share"].max()), "share", "satisfied with life, lowest and highest"
        ),
        "content_years": quantity(len(life), "years", "years with a comparable answer"),
        "content_last": quantity(life["share"].iloc[-1], "share", "satisfied in the last year"),
        "content_last_interval": quantity((life["low"].iloc[-1], life["high"].iloc[-1]), "share", "its interval"),
        "slight_first_year": quantity(int(slight.index.min()), "year", "first comparable year on discrimination"),
        "slight_first": quantity(slight["share"].iloc[0], "share", "felt discriminated against, first year"),
        "slight_last": quantity(slight["share"].iloc[-1], "share", "felt discriminated against, last year"),
        "won_refugees": quantity(won["refugees"] / 100, "share", "satisfied with what they achieved, refugees"),
        "won_residents": quantity(won["residents"] / 100, "share", "the same, all residents"),
        "hope_refugees": quantity(hope["refugees"] / 100, "share", "expect to rise, refugees"),
        "hope_residents": quantity(hope["residents"] / 100, "share", "the same, all residents"),
        "mostly_content": holds(life["share"].min() > 0.5, "a majority is satisfied in every year"),
        "more_content_than_residents": holds(bool((both["refugees"] > both["residents"]).all()), "above all residents"),
    }


def _deaths(chapter: SouthKorea) -> dict[str, Quantity]:
    rows = chapter.deaths.set_index("indicator")
    rates = rows.loc["suicide_rate"].set_index("group")["value"]
    floor = chapter.floor.set_index("part")
    whole, recent, earlier = (floor.loc[part] for part in ("whole", "recent", "earlier"))
    ratio, low, high = chapter.ratio
    return {
        "per": quantity(int(PER), "persons", "base of the rates"),
        "rate_refugees": quantity(rates["nk_refugees"], "per 100,000", "printed rate, refugees"),
        "rate_residents": quantity(rates["all_residents"], "per 100,000", "the same, residents"),
        "deaths_2019": quantity(int(rows.loc["deaths", "value"]), "persons", "deaths of refugees in 2019"),
        "suicides_whole": quantity(int(whole["suicides"]), "persons", "suicides in the register, ten years"),
        "floor_first": quantity(int(whole["first"]), "year", "first year of the register count"),
        "floor_last": quantity(int(whole["last"]), "year", "last year of the register count"),
        "recent_first": quantity(int(recent["first"]), "year", "first of the last years"),
        "floor_earlier": quantity(earlier["rate"], "per 100,000", "floor of the rate, earlier years"),
        "floor_earlier_interval": quantity((earlier["low"], earlier["high"]), "per 100,000", "its interval"),
        "floor_recent": quantity(recent["rate"], "per 100,000", "floor of the rate, last years"),
        "floor_recent_interval": quantity((recent["low"], recent["high"]), "per 100,000", "its interval"),
        "floor_ratio": quantity(ratio, "ratio", "recent over earlier rate"),
        "floor_ratio_interval": quantity((low, high), "ratio", "its interval"),
        "rise_uncertain": holds(low < 1 < high, "chance alone could have made the difference"),
        "recent_above_printed": holds(
            recent["low"] > rates["all_residents"], "the recent floor lies above the printed rate"
        ),
        "rates_alike": holds(
            abs(rates["nk_refugees"] / rates["all_residents"] - 1) < 0.05,
            "the printed rates are alike",
        ),
    }


def _other(chapter: SouthKorea) -> dict[str, Quantity]:
    help_rate = chapter.labour[
        (chapter.labour["indicator"] == "livelihood_benefit_rate") & (chapter.labour["group"] == "nk_refugees")
    ].set_index("period")["value"]
    school = datasets.load("education")
    left = school[
        (school["indicator"] == "school_dropout_rate") & (school["group"] == "nk_pupils") & (school["level"] == "all")
    ]
    left = left.sort_values("year").set_index("year")["value"]
    return {
        "benefit_first": quantity(help_rate["2011"] / 100, "share", "on livelihood benefit in 2011"),
        "benefit_last": quantity(help_rate["2018"] / 100, "share", "on livelihood benefit in 2018"),
        "dropout_first": quantity(left.iloc[0] / 100, "share", "school dropout, first year"),
        "dropout_last": quantity(left.iloc[-1] / 100, "share", "school dropout, last year"),
        "dropout_first_year": quantity(int(left.index[0]), "year", "first year of school dropout"),
        "dropout_last_year": quantity(int(left.index[-1]), "year", "last year of school dropout"),
    }
