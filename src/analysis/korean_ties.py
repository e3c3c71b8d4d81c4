"""What ties the states of the route to Seoul, to Pyongyang and to Beijing."""

from __future__ import annotations

import pandas as pd

from analysis import datasets, treaties
from analysis.return_practice import TRANSIT

__all__ = ["AID_SPAN", "aid", "ballots", "candidates", "hosted", "profile", "trade"]

AID_SPAN = (2004, 2023)
"""From the first year of the Thai police series to the last year of Korean aid on record."""
CLIMATE_SPAN = (2004, 2017)
"""The years that the sources on Thai and Mongolian practice cover (source: state_outcomes)."""
MILLION = 1_000_000
AGREEMENTS = [
    "prk_judicial_assistance_treaty", "prk_justice_security_cooperation", "prk_security_cooperation",
    "prk_military_alliance",
]  # fmt: skip
"""Agreements with Pyongyang on courts, security or defence; that on workers and memoranda are left out."""


def aid(price_year: int = 2023) -> pd.DataFrame:
    """Return South Korea's net aid to each transit state over :data:`AID_SPAN`.

    Returns:
        Indexed by state: ``total`` (million US dollars of the price year), ``per_head`` (dollars of that year a head
        of mean population), ``years`` with a figure. A missing year counts as missing, not as zero; repayments
        are negative.
    """
    rows = datasets.load("state_years")
    span = rows["year"].between(*AID_SPAN) & rows["iso3"].isin(TRANSIT)
    given = rows[span & rows["indicator"].eq("oda_from_kor_net")]
    prices = datasets.load("prices").query("series == 'us_cpi_u'").set_index("year")["value"].astype("float64")
    real = given["value"].astype("float64") * prices[price_year] / given["year"].map(prices)
    people = rows[span & rows["indicator"].eq("population")].groupby("iso3")["value"].mean()
    total = real.groupby(given["iso3"]).sum()
    frame = pd.DataFrame({"total": total / MILLION, "per_head": total / people, "years": given.groupby("iso3").size()})
    return frame.loc[TRANSIT].astype("float64")


def ballots() -> pd.DataFrame:
    """Return how each of the nine states stood in the Assembly's recorded votes on North Korea.

    Returns:
        Indexed by state: ``against``, ``abstained``, ``in_favour``, ``absent`` (recorded votes), ``with_beijing``
        (share of all recorded votes in which the state voted as China did, and was not absent).
    """
    votes = datasets.load("assembly_votes")
    china = votes[votes["iso3"] == "CHN"].set_index("resolution")["vote"]
    same = votes["vote"].eq(votes["resolution"].map(china)) & votes["vote"].ne("absent")
    frame = votes.pivot_table(index="iso3", columns="vote", values="resolution", aggfunc="count", fill_value=0)
    names = {"no": "against", "abstain": "abstained", "yes": "in_favour", "absent": "absent"}
    frame = frame.rename(columns=names)[list(names.values())]
    return frame.assign(with_beijing=same.groupby(votes["iso3"]).mean()).loc[treaties.states()["iso3"]]


def hosted(state: str = "THA") -> pd.Series:
    """Return the last row of a state on refugees of all origins (columns of ``unhcr_any_origin``)."""
    rows = datasets.load("unhcr_any_origin").query("population_type == 'refugees'")
    rows = rows[rows["iso3"] == state]
    return rows.loc[rows["year"].idxmax()]


def trade() -> pd.Series:
    """Return the few trade figures on record, by state, indicator and year, in the unit of the row."""
    rows = datasets.load("state_years")
    rows = rows[rows["indicator"].isin(["trade_with_prk", "share_of_prk_trade", "trade_with_kor"])]
    return rows.set_index(["iso3", "indicator", "year"])["value"].astype("float64")


def profile() -> pd.DataFrame:
    """Return the ties of the nine states, one row a state in the order of the passage.

    Returns:
        ``iso3``, ``state``, ``seoul`` and ``pyongyang`` (year of relations), ``embassy`` (resident in Pyongyang),
        ``extradition`` (with Seoul, in force since), ``agreement`` (with Pyongyang on courts, security or defence),
        ``aid`` (see :func:`aid`), ``against`` and ``votes`` (recorded votes). Missing where nothing is on record.
    """
    rows = datasets.load("ties").query("status not in ['recalled', 'thesis']")
    wide = rows.pivot(index="iso3", columns="tie", values="since")
    held = rows.pivot(index="iso3", columns="tie", values="answer")
    states = treaties.states().set_index("iso3")["short_name"].rename("state")
    documented = rows[rows["status"].ne("absence")].pivot(index="iso3", columns="tie", values="answer")
    agreement = documented[AGREEMENTS].notna() | wide[AGREEMENTS].reindex(documented.index).notna()
    votes = ballots()
    frame = pd.DataFrame(
        {
            "seoul": _year(wide["rok_diplomatic_relations"]),
            "pyongyang": _year(wide["prk_diplomatic_relations"]),
            "embassy": held["embassy_in_pyongyang"],
            "extradition": held["extradition_treaty_with_rok"],
            "agreement": agreement.any(axis=1).map({True: "yes", False: None}),
        }
    ).reindex(states.index)
    frame = frame.assign(aid=aid()["total"], against=votes["against"], votes=votes[list(votes.columns[:4])].sum(axis=1))
    return states.to_frame().join(frame).reset_index()


def candidates() -> pd.DataFrame:
    """Return what might go with practice, one column a candidate, indexed by transit state."""
    table = profile().set_index("iso3").loc[TRANSIT]
    rows = datasets.load("state_years")
    span = rows[rows["year"].between(*CLIMATE_SPAN) & rows["iso3"].isin(TRANSIT)]
    means = span.groupby(["indicator", "iso3"])["value"].mean().astype("float64")
    bound = treaties.parties(str(CLIMATE_SPAN[1]))
    refugee = bound[bound["instrument_id"].eq("CSR1951")]["iso3"]
    core = bound[bound["instrument_id"].isin(treaties.core_treaties())].groupby("iso3").size()
    given = aid()
    return pd.DataFrame(
        {
            "Refugee treaties joined": pd.Series([float(each in set(refugee)) for each in TRANSIT], index=TRANSIT),
            "Core rights treaties joined": core.reindex(TRANSIT).fillna(0).astype("float64"),
            "Aid from Seoul": given["total"],
            "Aid from Seoul a head": given["per_head"],
            "Recent relations with Seoul": table["seoul"].astype("float64"),
            "Embassy in Pyongyang": table["embassy"].map({"yes": 1.0, "no": 0.0}),
            "Agreement with Pyongyang": table["agreement"].eq("yes").astype("float64"),
            "Votes against resolutions": table["against"].astype("float64"),
            "Liberal democracy": means["vdem_liberal_democracy"].reindex(TRANSIT),
            "Income a head": means["gdp_per_capita_usd"].reindex(TRANSIT),
        }
    )


def _year(dates: pd.Series) -> pd.Series:
    return dates.str[:4].astype("Int64")
