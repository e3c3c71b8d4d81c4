"""Figures on how many North Koreans hid in China."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import china_population, theme
from analysis.china import China
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["apart", "camps", "changes", "estimates"]

PANELS = {
    "method": "Survey with a stated method",
    "office": "Governments, UN, reference bodies, experts",
    "campaign": "Campaign bodies and press",
}
COLORS = {"method": theme.ACCENT, "office": theme.SECOND, "campaign": "#8a6d1d"}
PERSONS = alt.Scale(type="log", domain=[5000, 400_000], nice=False)
LABELS = {
    "2002-robinson": "asked in 2009 about earlier years",
    "2009-robinson": "survey of 2009",
    "2010-hyun": "a minister in Seoul",
    "2012-chinese-experts": "Chinese experts",
    "2012-ktv": "unnamed source",
}
"""Points that the text speaks of, named beside the point."""
TICKS = [10_000, 30_000, 100_000, 300_000]


def estimates(china: China) -> Figure:
    """Draw the comparable figures as dated intervals, a panel a camp; points asked about later hollow."""
    frame = china.estimates[china.estimates["comparable"]].reset_index(drop=True)
    frame["hollow"] = frame["recalled_back"] | ~frame["status"].isin(["verified", "corroborated"])
    frame["label"] = frame["estimate_id"].map(LABELS).fillna("")
    frame["place"] = frame["as_of_year"] + _spread(frame)
    shown = [
        "place",
        "as_of_year",
        "estimator",
        "camp",
        "first",
        "last",
        "middle",
        "hollow",
        "open_low",
        "open_high",
        "label",
    ]
    rows = frame[shown].astype({"as_of_year": "int64", "place": "float64"})
    panels = [_panel(rows[rows["camp"] == camp].reset_index(drop=True), camp) for camp in PANELS]
    return Figure("estimates", alt.vconcat(*panels, spacing=14), basis(frame))


def _spread(frame: pd.DataFrame) -> pd.Series:
    """Set figures of one year and camp beside each other: offsets in years."""
    same = frame.groupby(["camp", "as_of_year"])["as_of_year"]
    return (same.cumcount() - (same.transform("size") - 1) / 2) * 0.26


def _panel(rows: pd.DataFrame, camp: str) -> alt.LayerChart:
    last = camp == list(PANELS)[-1]
    color = COLORS[camp]
    x = alt.X(
        "place:Q",
        title=None,
        scale=alt.Scale(domain=[1997, 2024], nice=False),
        axis=alt.Axis(format="d", values=list(range(2000, 2025, 5)), labels=last, ticks=last),
    )
    y = alt.Y("first:Q", title=None, scale=PERSONS, axis=alt.Axis(format=",d", values=TICKS))
    middle = alt.Y("middle:Q", scale=PERSONS)
    base = alt.Chart(rows).encode(x=x)
    tooltip = ["as_of_year:Q", "estimator:N"]
    tooltip += [alt.Tooltip(f"{end}:Q", format=",d") for end in ("first", "last")]
    layers = [base.mark_rule(color=color, strokeWidth=2.2).encode(y=y, y2="last:Q")]
    for kept, fill in (("!datum.hollow", color), ("datum.hollow", "white")):
        points = base.transform_filter(kept).mark_point(size=34, stroke=color, fill=fill, strokeWidth=1.4)
        layers.append(points.encode(y=middle, tooltip=tooltip))
    for end, sign, shift in (("open_high", "↑", -10), ("open_low", "↓", 10)):
        arrow = base.transform_filter(f"datum.{end}").mark_text(text=sign, dy=shift, color=color, fontWeight=600)
        layers.append(arrow.encode(y=middle))
    labels = base.transform_filter("datum.label !== ''").mark_text(align="left", dx=6, dy=-8, fontSize=10)
    layers.append(labels.encode(y=middle, text="label:N"))
    height = 78 if camp == "method" else 118
    return alt.layer(*layers).properties(
        width=theme.WIDTH - 14, height=height, title=alt.Title(PANELS[camp], frame="group")
    )


def changes(china: China) -> Figure:
    """Draw each body's last figure as a ratio of its first, with the range that the printed ends allow."""
    years = china.changes["from_year"].astype("string") + "–" + china.changes["to_year"].astype("string")
    frame = china.changes.assign(label=china.changes["series"].str.replace("unnamed", "unnamed US") + ", " + years)
    frame = frame[["label", "camp", "ratio", "lowest", "highest", "before", "after"]]
    scale = alt.Scale(type="log", domain=[0.05, 4], nice=False)
    order = frame["label"].tolist()
    y = alt.Y("label:N", title=None, sort=order, axis=alt.Axis(labelLimit=320, ticks=False, domain=False))
    ratio = alt.X("ratio:Q", scale=scale)
    axis = alt.Axis(format="~g", values=[0.1, 0.25, 0.5, 1, 2, 4])
    x = alt.X("lowest:Q", title="Last figure by first", scale=scale, axis=axis)
    color = alt.Color("camp:N", legend=None, scale=alt.Scale(domain=list(COLORS), range=list(COLORS.values())))
    base = alt.Chart(frame.astype({"ratio": "float64"})).encode(y=y, color=color)
    unity = alt.Chart(pd.DataFrame({"ratio": [1.0]})).mark_rule(color=theme.INK, strokeWidth=0.8)
    tooltip = ["label:N", alt.Tooltip("ratio:Q", format=".2f")]
    tooltip += [alt.Tooltip(f"{end}:Q", format=",d") for end in ("before", "after")]
    chart = (
        unity.encode(x=ratio)
        + base.mark_rule(strokeWidth=2.2).encode(x=x, x2="highest:Q")
        + base.mark_point(size=46).encode(x=ratio, tooltip=tooltip)
    )
    used = china.stocks[china.stocks["origin_id"].isin(china.changes["origin_id"])]
    return Figure("changes", chart.properties(width=218, height=26 * len(frame)), basis(used))


def camps(china: China) -> Table:
    """Tabulate level and change of campaign figures against others, by choice of rows."""
    columns = [
        Column("choice", "Rows"),
        Column("figures", "Figures", "d"),
        Column("bodies", "Bodies", "d"),
        Column("level", "Level, ratio", ".1f"),
        Column("level_p", "p", ".4f"),
        Column("campaign_change", "Campaign, a year", ".1%"),
        Column("other_change", "Others, a year", ".1%"),
        Column("change_p", "p", ".2f"),
    ]
    return Table("camps", china.specifications, columns, basis(china.stocks))


def apart(china: China) -> Table:
    """Tabulate the figures that may not be set beside the stocks, with what they count."""
    frame = china_population.apart(china.estimates)
    what = frame["population"].where(frame["population"].ne("all"), "people")
    area = frame["area"].where(frame["area"].ne("China"), "")
    counted = frame["kind"].map({"flow": "flow", "spread": "span of others’ figures", "stock": "stock"})
    frame["counted_what"] = counted + ": " + what + (", " + area).where(area.ne(""), "")
    columns = [
        Column("as_of_year", "Year"),
        Column("estimator", "Who"),
        Column("counted_what", "What was counted"),
        Column("low", "From", ",", "–"),
        Column("high", "To", ",", "–"),
        Column("status", "Status"),
    ]
    return Table("apart", frame, columns, basis(frame))
