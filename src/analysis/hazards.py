"""Trafficking, detention and death on the way: what was counted, what was only said, and what may be pooled."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.estimates import wilson
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["ANY", "CAUGHT", "FORMS", "Hazards", "findings", "hazards", "shares"]

ANY = {
    "trafficking-2011-survey": "Survey in China",
    "trafficking-2018-dissertation": "Interviews in the South",
    "trafficking-2018-institute": "State institute’s survey",
    "trafficking-2005-state": "US official",
    "trafficking-2006-speech": "Campaigner, of women",
    "trafficking-2007-crs": "US Congress paper",
    "trafficking-2008-article": "Law journal, of women",
    "trafficking-2010-aid-worker": "Aid worker, of women",
    "trafficking-2018-thesis": "The thesis, of all who left",
}
"""Shares of people trafficked in any form, with what they are called on the page."""
FORMS = {
    "trafficking-2018-dissertation-marriage": "Forced marriage, interviews",
    "trafficking-2018-dissertation-sex": "Sex trafficking, interviews",
    "mogef-2012-sexual-exploitation-transit": "Forced sex work, women asked",
    "mogef-2012-sexual-violence-transit": "Sexual violence, women asked",
    "trafficking-2019-kfi-women": "Sex trade, advocacy study",
    "trafficking-2023-grc": "Sex trade, advocacy group",
}
"""Shares by form of harm on the way; shares of those trafficked already are left out."""
CAUGHT = {
    "oak-psy5-forced-return-prk-or-transit": "Ever sent back, women",
    "return-2006-bar-association": "Ever sent back, interviews",
    "arrest-2024-attempts": "Arrested of those who tried",
    "arrest-2017-ngo-success": "Arrest, journeys of one NGO",
    "return-2012-share": "Sent back in a year, in hiding",
}
"""Shares caught or returned; each of another population."""
GROUPS = {"Trafficked, any form": ANY, "By form of harm": FORMS, "Caught or sent back": CAUGHT}
WITHOUT = "arrest-2017-ngo-success"
"""Printed as the share without arrest: turned round."""
UNTRACED = "detention-2003-four-centres"
"""A row whose page was not found again and which its note bars from being quoted."""
SAMPLED, STATED, THESIS = "counted in a sample", "stated without a count", "the thesis"


@dataclass(frozen=True)
class Hazards:
    """Frames on dangers.

    Attributes:
        shares: one row an estimate, as :func:`shares` makes it.
        counts: one row a count of persons arrested, held or killed.
        rows: the rows of the tables behind both.
        poolable: rows that the data allow to be pooled, with ``like``, how many share hazard and population.
        level: coverage of the intervals.
        thesis: the share that the thesis gives, lower and upper end (0 to 1).
    """

    shares: pd.DataFrame
    counts: pd.DataFrame
    rows: pd.DataFrame
    poolable: pd.DataFrame
    level: float
    thesis: tuple[float, float]


def shares(table: pd.DataFrame, exposure: pd.DataFrame, level: float) -> pd.DataFrame:
    """Bring the estimates of shares on one scale, with an interval where people were counted.

    A share printed with its number but without numerator stands as printed, with the interval of the nearest
    whole numerator. A share without a
    number keeps the range that its author gives: a lower end alone runs to one.

    Args:
        table: the table of hazards.
        exposure: the table of trauma exposure.
        level: coverage of the intervals.

    Returns:
        One row an estimate: ``id``, ``group``, ``name``, ``year``, ``n``, ``share`` (missing for stated ranges),
        ``low``, ``high`` (0 to 1), ``basis`` (counted in a sample, stated without a count, the thesis).
    """
    names = pd.concat({group: pd.Series(each) for group, each in GROUPS.items()}).rename_axis(["group", "id"])
    other = exposure.rename(columns={"estimate_id": "id", "percent": "low"}).assign(method="survey")
    other = other.assign(high=other["low"], as_of=_year_in(other["study_id"], other["sample_id"]))
    columns = ["id", "method", "n", "cases", "low", "high", "as_of", "population"]
    both = pd.concat([table.rename(columns={"hazard_id": "id"})[columns], other[columns]], ignore_index=True)
    rows = names.rename("name").reset_index().merge(both, on="id", how="left", validate="one_to_one")
    low, high = rows["low"].astype("float64") / 100, rows["high"].astype("float64") / 100
    turned = rows["id"] == WITHOUT
    low, high = low.mask(turned, 0.0), high.mask(turned, 1 - low).fillna(1.0)
    counted = rows["n"].notna() & (rows["cases"].notna() | rows["method"].eq("survey"))
    cases = rows["cases"].astype("float64").fillna((low * rows["n"].astype("float64")).round()).where(counted)
    interval = wilson(cases, rows["n"].astype("float64").where(counted), level)
    basis = pd.Series(STATED, index=rows.index).mask(counted, SAMPLED).mask(rows["method"] == "thesis", THESIS)
    exact = (rows["cases"].astype("float64") / rows["n"].astype("float64")).where(counted)
    point = exact.fillna(low.where(low == high))
    return rows.assign(
        year=rows["as_of"].str[:4],
        share=point,
        low=interval["low"].where(counted, low),
        high=interval["high"].where(counted, high),
        basis=basis,
        sure=counted,
    )[["id", "group", "name", "year", "n", "cases", "share", "low", "high", "basis", "population", "method", "sure"]]


def _year_in(*names: pd.Series) -> pd.Series:
    """Read the year at the end of a name, of the first name that has one."""
    years = [each.str.extract(r"(\d{4})$", expand=False) for each in names]
    return pd.concat(years, axis=1).bfill(axis=1).iloc[:, 0]


def hazards(table: pd.DataFrame, exposure: pd.DataFrame, level: float, thesis: tuple[float, float]) -> Hazards:
    """Build the frames from the tables of hazards and of trauma exposure.

    Args:
        table: the table of hazards.
        exposure: the table of trauma exposure.
        level: coverage of the intervals.
        thesis: share of trafficking victims that the thesis gives, percent.
    """
    estimates = shares(table, exposure, level)
    persons = table[
        table["hazard"].isin(["arrest", "detention", "death"])
        & (table["unit"] == "persons")
        & ~table["cable_only"]
        & (table["hazard_id"] != UNTRACED)
    ]
    poolable = table[table["poolable"]]
    like = poolable.groupby(["hazard", "population"])["hazard_id"].transform("size")
    used = table[table["hazard_id"].isin([*estimates["id"], *persons["hazard_id"]])]
    other = exposure[exposure["estimate_id"].isin(estimates["id"])]
    columns = ["source_id", "other_sources", "status"]
    return Hazards(
        estimates,
        persons.sort_values(["hazard", "as_of"], na_position="last").reset_index(drop=True),
        pd.concat([used[columns], other[columns]], ignore_index=True),
        poolable.assign(like=like),
        level,
        (thesis[0] / 100, thesis[1] / 100),
    )


def findings(dangers: Hazards) -> dict[str, Quantity]:
    """State what the estimates say."""
    by = dangers.shares.set_index("id")
    anyform = dangers.shares[(dangers.shares["group"] == "Trafficked, any form") & (dangers.shares["basis"] != THESIS)]
    counted, stated = anyform[anyform["sure"]], anyform[~anyform["sure"]]
    deaths = dangers.counts[dangers.counts["hazard"] == "death"]
    held = dangers.counts[(dangers.counts["hazard"] == "detention") & (dangers.counts["iso3"] == "CHN")]
    survey, interviews, institute = (by.loc[each] for each in list(ANY)[:3])
    marriage, sex = (by.loc[each] for each in list(FORMS)[:2])
    women = by.loc["mogef-2012-sexual-exploitation-transit"]
    sent_back = by.loc["oak-psy5-forced-return-prk-or-transit"]
    poolable = dangers.poolable
    return {
        "estimates": quantity(len(anyform), "estimates", "shares of any trafficking, without the thesis"),
        "counted": quantity(len(counted), "estimates", "of them with people counted"),
        "stated": quantity(len(stated), "estimates", "of them without"),
        "stated_range": quantity((stated["low"].min(), stated["high"].max()), "share", "range of what is only stated"),
        "counted_range": quantity((counted["share"].min(), counted["share"].max()), "share", "range of the samples"),
        "survey": quantity(survey["share"], "share", "trafficked, survey in China of 2011"),
        "survey_interval": quantity((survey["low"], survey["high"]), "share", "its interval"),
        "survey_n": quantity(int(survey["n"]), "persons", "asked in it"),
        "survey_cases": quantity(int(survey["cases"]), "persons", "trafficked in it"),
        "interviews": quantity(interviews["share"], "share", "trafficked, interviews of 2018"),
        "interviews_interval": quantity((interviews["low"], interviews["high"]), "share", "its interval"),
        "interviews_n": quantity(int(interviews["n"]), "persons", "interviewed"),
        "interviews_cases": quantity(int(interviews["cases"]), "persons", "trafficked among them"),
        "institute": quantity(institute["share"], "share", "trafficked, survey of the state institute"),
        "institute_interval": quantity((institute["low"], institute["high"]), "share", "its interval"),
        "institute_n": quantity(int(institute["n"]), "persons", "asked in it"),
        "marriage": quantity(marriage["share"], "share", "forced marriage among those interviewed"),
        "marriage_cases": quantity(int(marriage["cases"]), "persons", "forced marriage among those interviewed"),
        "sex_cases": quantity(int(sex["cases"]), "persons", "sex trafficking among those interviewed"),
        "women_sex": quantity(women["share"], "share", "forced sex work in transit, women surveyed"),
        "women_sex_interval": quantity((women["low"], women["high"]), "share", "its interval"),
        "women_n": quantity(int(women["n"]), "persons", "women surveyed"),
        "thesis_trafficked": quantity(dangers.thesis, "share", "share of trafficking victims in the thesis"),
        "tried_caught": quantity(by.loc["arrest-2024-attempts", "share"], "share", "arrested of those who tried"),
        "ngo_caught": quantity(by.loc[WITHOUT, "high"], "share", "most missions of one NGO that met arrest"),
        "sent_back": quantity(sent_back["share"], "share", "women at the centre once sent back"),
        "sent_back_interval": quantity((sent_back["low"], sent_back["high"]), "share", "its interval"),
        "sent_back_n": quantity(int(sent_back["n"]), "persons", "women at the centre asked"),
        "poolable": quantity(len(poolable), "rows", "rows that could enter a pooled share"),
        "deaths": quantity(int(deaths["low"].sum()), "persons", "deaths in the recorded events"),
        "death_events": quantity(len(deaths), "events", "recorded events with deaths"),
        "held_first": quantity(int(held["low"].dropna().iloc[0]), "persons", "held in the first dated count"),
        "held_last": quantity(int(held["low"].dropna().iloc[-1]), "persons", "held in the last"),
        "no_pool": holds((poolable["like"] == 1).all(), "no two poolable rows share hazard and population"),
        "samples_below": exceeds(
            dangers.thesis[0], counted["share"].max(), "share", "no sample reaches the thesis's range"
        ),
        "sample_touches": holds(counted["high"].max() >= dangers.thesis[0], "the upper end of one interval does"),
        "stated_above": holds(
            stated["low"].min() > interviews["share"], "whatever is only stated exceeds the interviews"
        ),
        "samples_differ": holds(survey["high"] < institute["low"], "the two surveys do not overlap"),
        "marriage_first": exceeds(
            marriage["low"], sex["high"], "share", "forced marriage is commoner than sex trafficking"
        ),
        "most_samples": holds((counted["low"] > 0.4).all(), "in every sample at least two fifths were trafficked"),
    }
