"""Figures on returns from China to North Korea."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import china_returns, theme
from analysis.china import China
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["events", "returns", "shares"]

GROUNDS = {
    "official study": theme.ACCENT, "estimate": theme.SECOND, "multiplied rate": "#667688", "claim": "#8a6d1d",
}  # fmt: skip
PANELS = {
    "counts a year": ("Counts of a year, persons", 116),
    "claims a week": ("Claimed rates, persons a week", 92),
    "claims a month": ("Claimed rates, persons a month", 70),
    "claims a year": ("Claimed rates, persons a year", 70),
}
LABELS = {
    "1996-official": "border cities", "2000-amnesty-june": "one crossing, June",
    "2007-thesis-week": "thesis", "2019-thesis-month": "thesis", "1998-cass-range": "ascribed to an academy",
}  # fmt: skip
"""Points that need a word, named beside the point."""


def returns(china: China) -> Figure:
    """Draw counts and claimed rates as printed, each kind on its own scale; what only the thesis says is hollow."""
    frame = china_returns.printed(china.returns)
    frame["open_low"], frame["open_high"] = frame["low"].isna(), frame["high"].isna()
    end = frame["date_end"].str[:4].astype("int64")
    # a rate of several years stands over their middle
    frame["place"] = (frame["year"] + end) / 2 + _spread(frame)
    frame["hollow"] = frame["status"].eq("thesis")
    frame["label"] = frame["repatriation_id"].map(LABELS).fillna("")
    shown = ["place", "year", "what", "first", "last", "ground", "scale", "hollow", "open_low", "open_high", "label"]
    panels = [_panel(frame.loc[frame["scale"] == scale, shown].reset_index(drop=True), scale) for scale in PANELS]
    chart = alt.vconcat(*panels, spacing=16).resolve_scale(color="independent")
    return Figure("returns", chart, basis(frame))


def _spread(frame: pd.DataFrame) -> pd.Series:
    same = frame.groupby(["scale", "year"])["year"]
    return (same.cumcount() - (same.transform("size") - 1) / 2) * 0.3


def _panel(rows: pd.DataFrame, scale: str) -> alt.LayerChart:
    title, height = PANELS[scale]
    last = scale == list(PANELS)[-1]
    x = alt.X(
        "place:Q",
        title=None,
        scale=alt.Scale(domain=[1995, 2021], nice=False),
        axis=alt.Axis(format="d", values=list(range(1995, 2021, 5)), labels=last, ticks=last),
    )
    heights = alt.Scale(domain=[0, float(rows["last"].max()) * 1.25], nice=False)
    y = alt.Y("first:Q", title=None, scale=heights, axis=alt.Axis(format=",d", tickCount=4, minExtent=44))
    top = alt.Y("last:Q", scale=heights)
    colors = alt.Scale(domain=list(GROUNDS), range=list(GROUNDS.values()))
    legend = alt.Legend(orient="bottom", offset=4, symbolStrokeWidth=0) if last else None
    color = alt.Color("ground:N", scale=colors, legend=legend)
    base = alt.Chart(rows).encode(x=x, color=color)
    tooltip = ["year:Q", "what:N", "ground:N"]
    tooltip += [alt.Tooltip(f"{end}:Q", format=",d") for end in ("first", "last")]
    layers = [base.mark_rule(strokeWidth=2.2).encode(y=y, y2="last:Q")]
    layers.append(base.transform_filter("!datum.hollow").mark_point(size=40).encode(y=top, tooltip=tooltip))
    hollow = base.transform_filter("datum.hollow").mark_point(size=40, fill="white", filled=False, strokeWidth=1.6)
    layers.append(hollow.encode(y=top, tooltip=tooltip))
    for end, sign, shift in (("open_high", "↑", -11), ("open_low", "↓", 11)):
        arrow = base.transform_filter(f"datum.{end}").mark_text(text=sign, dy=shift, fontWeight=600)
        layers.append(arrow.encode(y=top))
    labels = alt.Chart(rows).transform_filter("datum.label !== ''").mark_text(align="left", dx=9, dy=-9, fontSize=10)
    layers.append(labels.encode(x=x, y=top, text="label:N"))
    below = alt.Chart(rows).transform_filter("datum.what === 'Yanbian prefecture'").mark_text(dy=14, fontSize=10)
    layers.append(below.encode(x=x, y=top, text="what:N"))
    return alt.layer(*layers).properties(width=theme.WIDTH - 26, height=height, title=alt.Title(title, frame="group"))


def events(china: China) -> Figure:
    """Draw the rival counts of each single return since the border closed."""
    frame = china_returns.events(china.returns)
    month = frame["day"].dt.strftime("%b %Y")
    day = frame["day"].dt.day.astype("string") + " " + month
    frame["label"] = day.where(frame["date_start"].str.len() == 10, month)
    frame["open_low"], frame["open_high"] = frame["low"].isna(), frame["high"].isna()
    rows = frame[["label", "first", "last", "counter", "open_low", "open_high", "what"]].reset_index(drop=True)
    order = rows["label"].drop_duplicates().tolist()
    domain = alt.Scale(domain=[0, 680], nice=False)
    y = alt.Y("label:N", title=None, sort=order, axis=alt.Axis(ticks=False, domain=False, grid=True))
    colors = alt.Scale(domain=["Human Rights Watch", "others"], range=[theme.ACCENT, theme.SECOND])
    color = alt.Color("counter:N", scale=colors, legend=alt.Legend(offset=6, symbolStrokeWidth=0))
    base = alt.Chart(rows).encode(y=y, yOffset=alt.YOffset("counter:N"), color=color)
    x = alt.X("first:Q", title="Persons", scale=domain, axis=alt.Axis(values=list(range(0, 700, 100))))
    end = alt.X("last:Q", scale=domain)
    tooltip = ["label:N", "what:N", "counter:N", "first:Q", "last:Q"]
    layers = [base.mark_rule(strokeWidth=2.2).encode(x=x, x2="last:Q")]
    layers.append(base.mark_point(size=56).encode(x=end, tooltip=tooltip))
    for missing, sign, shift in (("open_high", "→", 11), ("open_low", "←", -11)):
        arrow = base.transform_filter(f"datum.{missing}").mark_text(text=sign, dx=shift, fontWeight=600)
        layers.append(arrow.encode(x=end))
    chart = alt.layer(*layers).properties(width=390, height=30 * len(order))
    return Figure("events", chart, basis(frame))


def shares(china: China) -> Table:
    """Tabulate yearly returns by people present, both from one reference body."""
    counts = china.returns[china.returns["measure"].eq("annual_count") & china.returns["origin_id"].eq("uscr")]
    present = china.stocks[china.stocks["estimator"].str.startswith("U.S. Committee for Refugees")]
    years = china.shares["year"]
    columns = [
        Column("year", "Year"),
        Column("returned_low", "Returned, at least", ","),
        Column("returned_high", "at most", ","),
        Column("present", "Present at year’s end", ",.0f"),
        Column("low", "Share, at least", ".1%"),
        Column("high", "at most", ".1%"),
        Column("basis", "Ground of the count"),
    ]
    used = basis(counts[counts["year"].isin(years)], present[present["as_of_year"].isin(years)])
    return Table("shares", china.shares, columns, used)
