"""How long people wait between arrest and flight: sentences, legal limits, and waits that stocks imply."""

from __future__ import annotations

import pandas as pd

from analysis import datasets
from analysis.detections import YEAR

__all__ = ["DAYS", "documented", "implied"]

DAYS = 365
"""Days of a year."""
MONTH = DAYS / YEAR
"""Days of a month."""
LABELS = {
    "detention-2007-tha-token": "Token sentence, north, 2007",
    "detention-2006-tha-sentence": "Prison for an unpaid fine, 2006",
    "detention-2007-tha-custody": "From the border to Bangkok, 2007",
    "detention-2017-tha-thesis": "All custody, as in the thesis",
}
STOCKS = {
    "tha-2006-november": ("transit_arrivals", "arrival_id", "All waiting in Thailand, 2006-11"),
    "detention-2007-tha-strike": ("hazards", "hazard_id", "Held in Bangkok, 2007-04"),
    "tha-2008-december": ("transit_arrivals", "arrival_id", "Held in Bangkok, 2008-12"),
    "mng-2006-november": ("transit_arrivals", "arrival_id", "All waiting in Mongolia, 2006-11"),
}
"""Numbers of people present at a date, from which a wait can be computed."""
FLOWS = {"THA": "thai_police", "MNG": "mongolia_onward"}


def documented() -> pd.DataFrame:
    """Return times in custody that a document states, days, one row each; unlike kinds, never to be averaged.

    Returns:
        ``step``, ``iso3``, ``low``, ``high`` (days), ``kind`` (sentence, travel, claim, legal limit) and the
        source columns.
    """
    rows = datasets.load("hazards").rename(columns={"hazard_id": "row"})
    rows = rows[rows["row"].isin(list(LABELS))].copy()
    factor = rows["unit"].map({"days": 1.0, "months": MONTH})
    rows["high"] = rows["high"].astype("float64") * factor
    rows["low"] = (rows["low"].astype("float64") * factor).fillna(0.0)
    rows["step"] = rows["row"].map(LABELS)
    kinds = {"detention-2017-tha-thesis": "thesis", "detention-2007-tha-custody": "way to Bangkok"}
    rows["kind"] = rows["row"].map(kinds).fillna("sentence")
    limit = datasets.load("national_protection").query("indicator == 'detention_typical_days' and iso3 == 'MNG'")
    limit = limit.assign(
        row="mng-legal-limit",
        step="Legal limit, Mongolia, 2023",
        low=limit["days_low"].astype("float64"),
        high=limit["days_high"].astype("float64"),
        kind="legal limit",
    )
    columns = ["row", "step", "iso3", "low", "high", "kind", "cable_only", "source_id", "other_sources", "status"]
    rows = rows.assign(iso3=rows["iso3"])
    return pd.concat([rows[columns], limit[columns]], ignore_index=True)


def implied(statuses: list[str]) -> pd.DataFrame:
    """Return the wait that a stock and the flow into it imply: stock divided by flow (Little's law).

    In a steady state the mean wait is the number present by the number who enter a day. The flow is that of the
    stock's year and of the neighbouring year that lies nearer, which gives a range. Where only one centre was
    counted the result is a lower bound, since others waited elsewhere.

    Args:
        statuses: statuses of stocks and flows that count.

    Returns:
        ``row``, ``step``, ``iso3``, ``low``, ``high`` (days), ``present`` (persons, upper end), ``whole`` (the state
        and not one centre), ``counts`` (false where the flow rests on leaked cables alone) and the source columns.
    """
    kept = [_stock(row, *where) for row, where in STOCKS.items()]
    frame = pd.concat(kept, ignore_index=True)
    frame = frame[frame["status"].isin(statuses)].reset_index(drop=True)
    series = datasets.load("transit_arrivals")
    series = series[series["series"].isin(list(FLOWS.values())) & (series["months"] == YEAR)]
    flow = series.set_index([series["iso3"], series["period_start"].str[:4].astype("int64")])["low"].astype("float64")
    cable = series.groupby("iso3")["cable_only"].any()
    year = frame["date"].str[:4].astype("int64")
    near = year + frame["date"].str[5:7].astype("int64").gt(YEAR / 2).map({True: 1, False: -1})
    both = pd.DataFrame(
        {
            "own": [flow.get(key) for key in zip(frame["iso3"], year, strict=True)],
            "near": [flow.get(key) for key in zip(frame["iso3"], near, strict=True)],
        },
        index=frame.index,
    )
    return frame.assign(
        low=frame["least"] / both.max(axis=1) * DAYS,
        high=frame["present"] / both.min(axis=1) * DAYS,
        kind="implied wait",
        counts=~frame["iso3"].map(cable).astype("bool"),
        whole=frame["scope"].eq("national"),
    )


def _stock(row: str, table: str, key: str, step: str) -> pd.DataFrame:
    found = datasets.load(table).query(f"{key} == @row")
    dates = found["period_end"] if table == "transit_arrivals" else found["as_of"]
    scope = found["scope"] if table == "transit_arrivals" else "one body"
    frame = found.assign(row=row, step=step, date=dates, scope=scope)
    frame["least"], frame["present"] = found["low"].astype("float64"), found["high"].astype("float64")
    columns = ["row", "step", "iso3", "date", "scope", "least", "present", "source_id", "other_sources", "status"]
    return frame[columns]
