"""Rules, mandates, votes, borders and arrivals on one axis of time, from the tables of the book."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets, treaties
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["LANES", "Timeline", "findings", "prepare"]

LANES = ("Refugee treaties", "North’s treaties", "UN mandates", "Assembly texts", "Returns from", "Border")
"""The lanes in the order in which they stand above one another."""

MANDATES = {
    "special-rapporteur-mandate-created": "Rapporteur",
    "coi-created": "Inquiry",
    "ohchr-seoul-office-opened": "Office",
    "sanctions-panel-of-experts-ended": "Panel ends",
    "comprehensive-update-published": "Update",
}
RETURNS = {
    "laos-nine": "Laos",
    "two-fishermen-deported": "South Korea",
    "return-2023-10": "China",
}
CLOSURE, REOPENING = "transport-suspended", "flights-resume"
CORE = {"ICCPR": "Covenants", "CRC": "Children", "CEDAW": "Women", "CRPD": "Disabilities"}
"""Treaties of the North that are drawn, by the name that stands beside the mark."""


@dataclass(frozen=True)
class Timeline:
    """What is drawn.

    Attributes:
        marks: one row a dated mark: lane, day, label (empty for none), kind (what the shape says), and the columns
            of provenance of every dataset.
        closure: the one row of the closed border, ``start`` and ``end``.
        arrivals: year and total, persons.
    """

    marks: pd.DataFrame
    closure: pd.DataFrame
    arrivals: pd.DataFrame


def prepare() -> Timeline:
    """Collect the marks; rows known from memory only stay out."""
    events = datasets.load("events").set_index("event_id", drop=False)
    marks = pd.concat([_treaties(), _mandates(), _votes(), _events(events)], ignore_index=True)
    marks = marks[marks["status"] != "recalled"].reset_index(drop=True)
    closure = events.loc[[CLOSURE]].assign(
        start=pd.to_datetime(events.at[CLOSURE, "date"]), end=pd.to_datetime(events.at[REOPENING, "date"])
    )
    arrivals = datasets.load("arrivals")
    total = arrivals.assign(total=arrivals["total"].astype("int64"))
    return Timeline(marks, closure, total)


def findings(timeline: Timeline) -> dict[str, Quantity]:
    """State what stands on the axis."""
    marks = timeline.marks
    votes = marks[marks["lane"] == "Assembly texts"]
    joined = marks[marks["lane"] == "Refugee treaties"]
    first = marks.loc[marks["lane"] == "UN mandates", "day"].min()
    years = timeline.arrivals.set_index("year")["total"]
    before = years[years.index < first.year].sum()
    return {
        "texts": quantity(len(votes), "resolutions", "Assembly resolutions on the North that are on record"),
        "texts_first": quantity(int(votes["day"].dt.year.min()), "year", "year of the first of them"),
        "consensus": quantity(int(votes["kind"].eq("without a vote").sum()), "resolutions", "adopted without a vote"),
        "joined": quantity(joined["iso3"].nunique(), "states", "of the nine that joined a refugee treaty"),
        "joined_last": quantity(int(joined["day"].dt.year.max()), "year", "year of the last accession"),
        "treaties_first": holds(joined["day"].max() < first, "each accession precedes each mandate"),
        "mandate_year": quantity(first.year, "year", "year of the first mandate"),
        "arrivals_after": exceeds(
            years[years.index >= first.year].sum(), before, "persons", "most arrivals came after the first mandate"
        ),
        "closed_months": quantity(
            float((timeline.closure["end"] - timeline.closure["start"]).dt.days.iloc[0] / 30.44),
            "months",
            "from the suspension of transport to the first flights",
        ),
    }


def _treaties() -> pd.DataFrame:
    consents = treaties.consents().merge(treaties.states()[["iso3", "short_name"]], on="iso3")
    refugee = consents[consents["instrument_id"] == "CSR1951"]
    north = consents[(consents["iso3"] == "PRK") & consents["instrument_id"].isin(CORE)]
    lanes = [
        refugee.assign(lane=LANES[0], label=refugee["short_name"], kind="accession"),
        north.assign(lane=LANES[1], label=north["instrument_id"].map(CORE), kind="accession"),
    ]
    return pd.concat(lanes)[_COLUMNS]


def _mandates() -> pd.DataFrame:
    items = datasets.load("special_procedures").set_index("item_id").loc[list(MANDATES)].reset_index()
    return items.assign(
        lane=LANES[2], label=items["item_id"].map(MANDATES), kind="mandate", day=treaties.last_day(items["date"])
    )[_COLUMNS]


def _votes() -> pd.DataFrame:
    texts = datasets.load("assembly_resolutions")
    north = texts[texts["date"].notna()]
    kind = north["adopted_by"].map({"vote": "by a vote"}).fillna("without a vote")
    return north.assign(lane=LANES[3], label="", kind=kind, iso3="PRK", day=pd.to_datetime(north["date"]))[_COLUMNS]


def _events(events: pd.DataFrame) -> pd.DataFrame:
    back = events[events["kind"] == "repatriation"]
    tightened = events[(events["kind"] == "border_closure") & (events["certainty"] == "established")]
    lanes = [
        back.assign(lane=LANES[4], label=back["event_id"].map(RETURNS).fillna(""), kind="return"),
        tightened.assign(lane=LANES[5], label="", kind="closure"),
    ]
    frame = pd.concat(lanes)
    return frame.assign(day=treaties.last_day(frame["date"]))[_COLUMNS]


_COLUMNS = ["lane", "day", "label", "kind", "iso3", "source_id", "other_sources", "status"]
