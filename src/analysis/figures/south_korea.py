"""Tables on law, the thesis's figures and deaths in South Korea."""

from __future__ import annotations

import pandas as pd

from analysis import claims, datasets
from analysis.exhibits import Column, Table, basis
from analysis.mental_health import documented
from analysis.south_korea import SouthKorea

__all__ = ["deaths", "law", "traced"]


def law(chapter: SouthKorea) -> Table:
    """Tabulate what makes people from the North nationals, who is left without protection, and what was said of it."""
    laws = datasets.load("legal_provisions").set_index("provision_id").loc[["L27", "L28", "L29", "L30"]]
    first = laws.assign(what=laws["instrument"] + ", Article " + laws["article"], says=laws["rule"], when="")
    rules = chapter.resettlement[chapter.resettlement["measure"] == "text"].set_index("indicator")
    rulings = rules.loc[["supreme_court_96nu1221", "constitutional_court_2012hunba192"]]
    second = rulings.assign(
        what=["Supreme Court, 96Nu1221", "Constitutional Court, 2012Hun-Ba192"],
        says=rulings["text"].str[0].str.upper() + rulings["text"].str[1:],
        when=rulings["year_from"].astype(str),
    )
    events = (
        datasets.load("events")
        .set_index("event_id")
        .loc[["protection-limit-three-years", "two-fishermen-deported", "deportation-trial"]]
    )
    third = events.assign(what=events["label"], says=events["event"], when=events["date"])
    found = (
        datasets.load("committee_findings")
        .set_index("finding_id")
        .loc[["ccpr-kor-2015", "ccpr-kor-2023", "cat-kor-2024"]]
    )
    bodies = found["treaty_body"].map({"CCPR": "Human Rights Committee", "CAT": "Committee against Torture"})
    fourth = found.assign(what=bodies, says=found["gist"], when=found["year"].astype(str))
    columns = ["what", "when", "says", "source_id", "other_sources", "status"]
    every = pd.concat([part[columns] for part in (first, second, third, fourth)], ignore_index=True)
    frame = documented(every, True)
    heads = [
        Column("what", "Rule, ruling or event"),
        Column("when", "When"),
        Column("says", "What it says or did"),
        Column("status", "Status"),
    ]
    return Table("law", frame, heads, basis(frame))


def traced(chapter: SouthKorea) -> Table:
    """Tabulate each figure of the thesis with what the article says and what other studies find."""
    ledger = claims.decided("south_korea").set_index("claim_id")
    events = chapter.exposure.set_index("estimate_id").loc[["park-2018-any-youth", "park-2018-any-adults"]]
    quoted = chapter.prevalence.set_index("estimate_id").loc[["park-2018-lo-depression", "park-2018-hi-depression"]]
    pooled = chapter.studies[chapter.studies["outcome"] == "depression"]
    other = chapter.exposure.set_index("estimate_id").loc["hkkim-2012-any"]
    people = {"nk_refugee_youth": "young refugees", "nk_refugees": "adult refugees"}
    frame = pd.DataFrame(
        {
            "claim": ["trauma-71", "trauma-49", "depression-29-49"],
            "figure": [
                f"{events['percent'].iloc[0]:.0f} %",
                f"{events['percent'].iloc[1]:.1f} %",
                _span(quoted["prevalence_percent"]),
            ],
            "article": [
                f"{people[events['population'].iloc[0]]}: {events['event'].iloc[0]}",
                f"{people[events['population'].iloc[1]]}: {events['event'].iloc[1]}",
                "adult refugees: two single studies, one at each end, not bounds",
            ],
            "others": [
                "no second study of young people with this question",
                f"any traumatic event: {other['percent']:.1f} % of {other['n']:,} at the settlement centre",
                f"{len(pooled)} studies: {_span(pooled['prevalence_percent'])}",
            ],
        }
    )
    frame = frame.assign(verdict=frame["claim"].map(ledger["verdict"]))
    columns = [
        Column("figure", "Figure in the thesis"),
        Column("article", "What the article says it counts"),
        Column("others", "What other studies find"),
        Column("verdict", "Verdict"),
    ]
    return Table(
        "traced",
        frame,
        columns,
        basis(events, quoted, pooled, chapter.exposure[chapter.exposure["estimate_id"] == "hkkim-2012-any"]),
    )


def _span(values: pd.Series) -> str:
    return f"{values.min():.0f} to {values.max():.0f} %"


def deaths(chapter: SouthKorea) -> Table:
    """Tabulate deaths by suicide: shares of deaths, the printed rate and the floor of the rate."""
    rows = chapter.deaths
    values = rows.pivot_table(
        index=["indicator", "year_from", "year_to"], columns="group", values="value", aggfunc="first"
    )
    kept = values.loc[["suicide_rate", "suicide_share_of_deaths"]].reset_index()
    units = {
        "suicide_rate": "rate per 100,000, as printed",
        "suicide_share_of_deaths": "share of deaths, percent, as printed",
    }
    printed = kept.assign(what=kept["indicator"].map(units), low=pd.NA, high=pd.NA)
    floor = chapter.floor.rename(columns={"first": "year_from", "last": "year_to", "rate": "nk_refugees"})
    floor = floor.assign(
        what="floor of the rate per 100,000, " + floor["suicides"].astype("int64").astype(str) + " deaths"
    )
    frame = pd.concat([printed, floor])[["what", "year_from", "year_to", "nk_refugees", "low", "high", "all_residents"]]
    years = frame["year_from"].astype("int64").astype(str)
    span = years.where(
        frame["year_from"] == frame["year_to"], years + "–" + frame["year_to"].astype("int64").astype(str)
    )
    frame = frame.assign(years=span).astype(dict.fromkeys(("nk_refugees", "low", "high", "all_residents"), "Float64"))
    columns = [
        Column("what", "Measure"),
        Column("years", "Years"),
        Column("nk_refugees", "Refugees", ".1f"),
        Column("low", "from", ".1f"),
        Column("high", "to", ".1f"),
        Column("all_residents", "All residents", ".1f"),
    ]
    used = rows[rows["indicator"].isin(["suicides", "suicide_rate", "suicide_share_of_deaths"])]
    return Table("deaths", frame.reset_index(drop=True), columns, basis(used, chapter.arrivals))
