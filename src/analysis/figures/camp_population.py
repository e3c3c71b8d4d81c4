"""Estimates of the camp population, as dated ranges."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.camp_population import Camps
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["estimates", "ranges"]

SHORT = {
    "rok-1990s": "Seoul, looking back", "hawk-2007": "Freedom House", "state-2008": "US State Dept.",
    "rok-2009": "Seoul government", "nhrck-2010": "Seoul rights commission", "amnesty-2011": "Amnesty",
    "hrnk-2012": "Committee, Washington", "state-2012": "US State Dept., sum", "kinu-2013": "KINU, images",
    "unhchr-2013": "UN High Commissioner", "amnesty-2013": "Amnesty, as relayed", "coi-2014": "UN inquiry",
    "iba-2017": "Bar Association inquiry", "state-2018": "US State Dept.", "kinu-2025": "KINU, images",
}  # fmt: skip
"""Names that fit a row."""
CLASSES = {
    "imagery": "images", "testimony": "testimony", "official": "official",
    "compilation": "compiled", "adopted": "adopted",
}  # fmt: skip
COLORS = [theme.ACCENT, theme.SECOND, "#8a6d1d", "#6b4a8f", "#686c74"]


def ranges(camps: Camps) -> Figure:
    """Draw each estimate as a range, oldest first, and the floor of the thesis; an open end carries an arrow."""
    rows = camps.estimates
    frame = rows[["estimate_id", "as_of_year", "estimator", "camps", "low", "high"]].astype(
        {"as_of_year": "int64", "low": "float64", "high": "float64", "camps": "float64"}
    )
    first = frame["low"].fillna(frame["high"])
    frame = frame.assign(
        first=first,
        last=frame["high"].fillna(frame["low"]),
        kind=rows["method_class"].map(CLASSES),
        label=frame["as_of_year"].astype(str) + "  " + frame["estimate_id"].map(SHORT),
        open=frame["low"].isna().map({True: "up to", False: ""})
        + frame["high"].isna().map({True: "or more", False: ""}),
        point=frame["low"].isna() | frame["high"].isna() | (frame["low"] == frame["high"]),
    ).drop(columns=["low", "high", "estimate_id"])
    classes = list(CLASSES.values())
    y = alt.Y("label:N", sort=frame["label"].tolist(), title=None, axis=alt.Axis(labelLimit=200))
    scale = alt.Scale(domain=[0, 240_000], nice=False)
    legend = alt.Legend(orient="bottom", offset=6, columns=3)
    color = alt.Color("kind:N", scale=alt.Scale(domain=classes, range=COLORS), legend=legend)
    tooltip = ["estimator:N", "as_of_year:Q", "kind:N", "camps:Q"]
    tooltip += [alt.Tooltip(f"{end}:Q", format=",d") for end in ("first", "last")]
    axis = alt.Axis(format=",d", values=list(range(0, 250_000, 50_000)), grid=True)
    x = alt.X("first:Q", scale=scale, axis=axis, title="People held")
    base = alt.Chart(frame).encode(y=y, color=color, tooltip=tooltip)
    floor = alt.Chart(pd.DataFrame({"floor": [camps.thesis], "name": ["floor of the thesis"]}))
    at = alt.X("floor:Q", scale=scale)
    chart = (
        floor.mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(x=at)
        + floor.mark_text(dx=4, dy=-6, align="left", baseline="bottom").encode(x=at, y=alt.value(0), text="name:N")
        + base.mark_rule(strokeWidth=5).encode(x=x, x2="last:Q")
        + base.transform_filter("datum.point").mark_point(size=60, filled=True).encode(x=x)
        + base.mark_text(dx=7, align="left").encode(x=alt.X("last:Q", scale=scale), text="open:N")
    )
    return Figure("camps", chart.properties(width=275, height=alt.Step(18)), basis(rows))


def estimates(camps: Camps) -> Table:
    """Tabulate the estimates with method, camps counted and origin."""
    rows = camps.estimates
    low, high = (rows[end].map("{:,}".format, na_action="ignore") for end in ("low", "high"))
    span = (low + "–" + high).where(low != high, high).fillna("up to " + high).fillna(low + " or more")
    columns = [
        Column("as_of_year", "Year", "d"),
        Column("estimator", "Estimator"),
        Column("method", "Method"),
        Column("span", "People"),
        Column("camps", "Camps", "d", "not said"),
        Column("status", "Status"),
    ]
    return Table("estimates", rows.assign(span=span), columns, basis(rows))
