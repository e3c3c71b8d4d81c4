"""Core treaties held by each state, set against rights scores and against conduct towards North Koreans."""

from __future__ import annotations

import pandas as pd

from analysis import datasets, rank_correlation, rights_scores, treaties
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["CONDUCT", "FREEDOM", "conduct", "held", "scores", "stated", "trials", "yearly"]

FREEDOM = "Freedom in the World"
CONDUCT = {
    "known_refoulement_of_north_koreans": "No return on record",
    "onward_transfer_to_rok": "Onward transfer to Seoul",
}
"""Codings of conduct, higher protects more, by what they are called here."""
FEWEST = 5
"""A coding known for fewer states is not tested."""
ENDS = ["origin", "asylum"]
"""Roles of the states that no North Korean crosses."""


def held(year: int) -> pd.Series:
    """Count the core human rights treaties in force for each of the nine states at the end of a year, by code."""
    frame = treaties.standings(year)
    party = frame["core_treaty"].astype("bool") & frame["party"].fillna(False)
    return party.groupby(frame["iso3"]).sum().astype("int64").rename("treaties")


def scores() -> pd.DataFrame:
    """Return every yearly rights score, higher for better: ``name``, ``year`` (covered), ``iso3``, ``score``."""
    freedom = datasets.load("freedom_scores").assign(name=FREEDOM).rename(columns={"covers_year": "year"})
    rows = datasets.load("state_years")
    rows = rows[rows["indicator"].isin(list(rights_scores.SCORES))]
    sign = rows["higher_means"].map({"better": 1.0, "worse": -1.0})
    rows = rows.assign(score=rows["value"].astype("float64") * sign, name=rows["indicator"].map(rights_scores.SCORES))
    frame = pd.concat([freedom, rows])[["name", "year", "iso3", "score"]]
    return frame.astype({"year": "int64", "score": "float64"}).reset_index(drop=True)


def conduct() -> pd.DataFrame:
    """Return how each state crossed on the way is coded: index code, one column a coding and one a sceptic's coding."""
    rows = datasets.load("national_protection")
    states = datasets.load("states").set_index("iso3")["role"]
    rows = rows[rows["indicator"].isin(list(CONDUCT)) & ~rows["iso3"].map(states).isin(ENDS)]
    ours = rows.pivot(index="iso3", columns="indicator", values="ordinal").rename(columns=CONDUCT)
    doubt = rows["sceptic_ordinal"].where(rows["sceptic_value"].notna(), rows["ordinal"])
    theirs = rows.assign(doubt=doubt).pivot(index="iso3", columns="indicator", values="doubt")
    return ours.join(theirs.rename(columns=CONDUCT).add_suffix(", sceptic")).astype("Float64")


def trials(year: int) -> pd.DataFrame:
    """Correlate treaties held with each score and each coding, the treaties of the same year.

    Args:
        year: year of the treaties; a score that ends earlier enters with its last year and the treaties of that year.

    Returns:
        One row a trial: ``name``, ``kind`` (rights or conduct), ``year``, ``n``, ``rho``, ``p`` (exact, both tails),
        ``least`` (smallest p the ties allow), ``rho_low`` and ``rho_high`` (range with each state left out).
    """
    rows = scores()
    whole = rows.groupby(["name", "year"])["iso3"].transform("nunique").eq(len(treaties.states()))
    rows = rows[whole & rows["year"].le(year)]
    last = rows[rows["year"].eq(rows.groupby("name")["year"].transform("max"))]
    rights = [
        _trial(name, "rights", int(part["year"].iloc[0]), part.set_index("iso3")["score"])
        for name, part in last.groupby("name")
    ]
    codings = conduct()
    acts = [
        _trial(name, "conduct", year, codings[name].dropna()) for name in codings if codings[name].count() >= FEWEST
    ]
    return pd.DataFrame([*rights, *acts]).sort_values(["kind", "rho"], ascending=False, ignore_index=True)


def _trial(name: str, kind: str, year: int, values: pd.Series) -> dict[str, object]:
    treaties_held = held(year).reindex(values.index)
    found = rank_correlation.exact(treaties_held, values)
    left = rank_correlation.left_out(treaties_held, values)
    return {"name": name, "kind": kind, "year": year, **found, "rho_low": left.min(), "rho_high": left.max()}


def yearly(first: int) -> pd.DataFrame:
    """Correlate treaties held with each score in every year from a first one that has all nine states.

    Returns:
        ``name``, ``year`` and ``rho``, the treaties counted at the end of that year.
    """
    rows = scores()
    rows = rows[rows["year"].ge(first)]
    count = pd.concat({year: held(int(year)) for year in sorted(rows["year"].unique())}, names=["year", "iso3"])
    joined = rows.merge(count.reset_index(), on=["year", "iso3"])
    ranked = joined.groupby(["name", "year"])
    whole = joined[ranked["iso3"].transform("nunique").eq(len(treaties.states()))]
    rho = whole.groupby(["name", "year"])[["treaties", "score"]].apply(
        lambda part: part["treaties"].corr(part["score"], method="spearman")
    )
    return rho.rename("rho").reset_index()


def stated(
    year: int, thesis_year: int, group: list[str], table: pd.DataFrame, years: pd.DataFrame
) -> dict[str, Quantity]:
    """State what the chapter says about treaties held and their rank correlation with scores.

    Args:
        year: year of the correlation.
        thesis_year: year as of which the thesis calls the treaties few.
        group: codes of the states it calls so.
        table: as :func:`trials` returns it.
        years: as :func:`yearly` returns it.
    """
    now, then = held(treaties.last_year()), held(thesis_year)
    rights, acts = (table[table["kind"].eq(kind)].set_index("name") for kind in ("rights", "conduct"))
    free = rights.loc[FREEDOM]
    by_year = years[years["name"].eq(FREEDOM)].set_index("year")["rho"]
    return {
        "treaties_lao": quantity(then["LAO"], "treaties", "core treaties of Laos in the year of the thesis"),
        "treaties_khm": quantity(then["KHM"], "treaties", "core treaties of Cambodia in the year of the thesis"),
        "treaties_chn": quantity(then["CHN"], "treaties", "core treaties of China in the year of the thesis"),
        "treaties_core": quantity(len(treaties.core_treaties()), "treaties", "core human rights treaties"),
        "treaties_tha_now": quantity(now["THA"], "treaties", "core treaties of Thailand today"),
        "treaties_thesis_year": quantity(thesis_year, "year", "year as of which the thesis speaks"),
        "treaties_last_year": quantity(treaties.last_year(), "year", "year of the last act on record"),
        "treaties_pair": holds(then["LAO"] == then["VNM"] == then["THA"], "Laos, Vietnam and Thailand held as many"),
        "treaties_above_china": exceeds(then[group].min(), then["CHN"], "treaties", "all three held more than China"),
        "treaties_khm_most": holds(then["KHM"] == then.max(), "no state of the nine held more than Cambodia"),
        "rho_year": quantity(year, "year", "year of the correlation"),
        "rho_freedom": quantity(free["rho"], "", "rank correlation of treaties held and freedom scores"),
        "rho_freedom_p": quantity(free["p"], "", "its exact p-value"),
        "rho_freedom_left": quantity((free["rho_low"], free["rho_high"]), "", "with each state left out"),
        "rho_states": quantity(int(free["n"]), "states", "states in the correlation"),
        "rho_freedom_lowest": quantity(by_year.min(), "", "lowest of any year with freedom scores"),
        "rho_freedom_highest": quantity(by_year.max(), "", "highest of any year with freedom scores"),
        "rho_freedom_last": quantity(int(by_year.idxmax()), "year", "year of the highest"),
        "rho_rights": quantity((rights["rho"].min(), rights["rho"].max()), "", "over the rights scores"),
        "rho_rights_n": quantity(len(rights), "scores", "rights scores tried"),
        "rho_all": quantity((years["rho"].min(), years["rho"].max()), "", "over all scores and years"),
        "rho_all_n": quantity(len(years), "coefficients", "scores and years"),
        "rho_conduct": quantity((acts["rho"].min(), acts["rho"].max()), "", "over the codings of conduct"),
        "rho_conduct_p": quantity(acts["p"].min(), "", "smallest exact p among the codings of conduct"),
        "rho_conduct_n": quantity(len(acts), "codings", "codings of conduct tried"),
        "rho_conduct_states": quantity((int(acts["n"].min()), int(acts["n"].max())), "states", "states with a coding"),
        "rho_trials": quantity(len(table), "tests", "rank correlations tested"),
        "rho_positive": holds((years["rho"] > 0).all(), "the correlation is positive in every year and score"),
        "rho_conduct_silent": holds((acts["p"] > 0.05).all(), "no coding of conduct is told apart from chance"),
    }
