"""Prices of the way: by year and leg, their trends, and what they mean to those who pay."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from analysis import datasets, theme
from analysis.affordability import Burden
from analysis.broker_prices import FITTED, LEGS, Prices
from analysis.exhibits import Basis, Column, Figure, Table, basis

__all__ = ["benchmarks", "burden", "prices", "specifications"]

SOLID, HOLLOW, CLAIMED = "year stated or inferred", "year approximate", "thesis only"
YEARS = [1999, 2025]
PANEL = 182


def _rows() -> Basis:
    return basis(datasets.load("broker_costs"))


def _certainty(seen: pd.DataFrame) -> pd.Series:
    known = seen["approximate"].map({True: HOLLOW, False: SOLID})
    return known.mask(seen["status"] == "thesis", CLAIMED)


def prices(found: Prices) -> Figure:
    """Draw each origin's price of a leg and year in constant dollars, with the trends that can be fitted.

    The web lets a reader choose the year of the dollars; pale points keep the printed prices.
    """
    kept = found.seen[found.seen["leg"].isin(LEGS)]
    seen = kept.assign(certainty=_certainty(kept), name=kept["leg"].map(LEGS)).astype(
        {"price_year": "int64", "low_usd": "float64", "high_usd": "float64"}
    )[["name", "leg", "price_year", "origin_id", "low_usd", "high_usd", "usd", "certainty", "rows"]]
    fits = pd.concat([found.trends[leg].fitted.assign(leg=leg) for leg in FITTED], ignore_index=True)
    x = alt.X("price_year:Q", title=None, axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(domain=YEARS))
    scale = alt.Scale(type="log", domain=[700, 100000], nice=False)
    fills = alt.Scale(domain=[SOLID, HOLLOW, CLAIMED], range=[theme.SECOND, "white", "white"])
    strokes = alt.Scale(domain=[SOLID, HOLLOW, CLAIMED], range=[theme.SECOND, theme.SECOND, theme.ACCENT])
    legend = alt.Legend(offset=6, columns=3, labelLimit=200)
    panels = []
    for leg, name in LEGS.items():
        only = alt.FieldEqualPredicate(field="leg", equal=leg)
        rows = alt.Chart(seen).transform_filter(only).encode(x=x)
        base = rows.transform_calculate(**_in_dollars("low_usd", "high_usd", "usd"))
        left = leg in ("crossing", "china_to_south_korea")
        words = alt.Undefined if left else "' '"
        axis = alt.Axis(format=",d", values=[1000, 3000, 10000, 30000, 100000], labelExpr=words)
        was = rows.transform_filter(f"price_year != {found.price_year}").mark_point(size=26, color=theme.PALE)
        marks = [
            was.encode(y=alt.Y("usd:Q", scale=scale, axis=axis, title=None)),
            base.mark_rule(color=theme.SECOND, strokeWidth=1.4, clip=True).encode(
                y=alt.Y("low_usd:Q", scale=scale, axis=axis, title=None), y2="high_usd:Q"
            ),
            base.mark_point(size=42, strokeWidth=1.4, opacity=1).encode(
                y=alt.Y("usd:Q", scale=scale),
                fill=alt.Fill("certainty:N", scale=fills, legend=legend),
                stroke=alt.Stroke("certainty:N", scale=strokes, legend=legend),
                tooltip=[
                    "origin_id:N", "price_year:O", alt.Tooltip("usd:Q", format=",.0f"),
                    alt.Tooltip("low_usd:Q", format=",.0f"), alt.Tooltip("high_usd:Q", format=",.0f"), "certainty:N",
                ],
            ),
        ]  # fmt: skip
        if leg in FITTED:
            fitted = alt.Chart(fits).transform_filter(only).encode(x=alt.X("year:Q", scale=alt.Scale(domain=YEARS)))
            trend = fitted.transform_calculate(**_in_dollars("low", "high", "fit"))
            band = trend.mark_area(opacity=0.16, color=theme.MUTED, clip=True).encode(
                y=alt.Y("low:Q", scale=scale), y2="high:Q"
            )
            marks = [band, trend.mark_line(color=theme.INK, strokeWidth=1.4).encode(y="fit:Q"), *marks]
        panels.append(alt.layer(*marks).properties(width=PANEL, height=150, title=alt.Title(name, frame="group")))
    chart = alt.vconcat(alt.hconcat(*panels[:2], spacing=14), alt.hconcat(*panels[2:], spacing=14), spacing=14)
    return Figure("prices", chart.add_params(*_dollars(found.price_year)), _rows())


def _dollars(printed: int) -> list[alt.Parameter]:
    """Let the year of the dollars be chosen; ``factor`` turns prices as printed into prices of that year."""
    rows = datasets.load("prices")
    index = rows[rows["series"].eq("us_cpi_u")].set_index("year")["value"].astype("float64")
    factors = json.dumps({int(year): round(value, 6) for year, value in (index / index[printed]).items()})
    years = alt.binding_range(
        min=int(index.index.min()), max=int(index.index.max()), step=1, name=f"In dollars of (printed: {printed}) "
    )
    return [
        alt.param(name="price_year", value=printed, bind=years),
        alt.param(name="factor", expr=f"({factors})[price_year]"),
    ]


def _in_dollars(*columns: str) -> dict[str, str]:
    return {column: f"datum.{column} * factor" for column in columns}


def specifications(found: Prices) -> Table:
    """Tabulate the trends in every way of fitting, both legs beside each other."""
    wide = found.specs.pivot(index="way", columns="leg")
    wide.columns = [f"{value}_{leg}" for value, leg in wide.columns]
    frame = wide.reindex(found.specs["way"].unique()).reset_index()
    columns = [Column("way", "Prices used")]
    for leg, short in (("crossing", "Crossing"), ("whole_journey", "Whole journey")):
        columns += [
            Column(f"growth_{leg}", f"{short}, a year", "+.1%"),
            Column(f"low_{leg}", "from", "+.1%"),
            Column(f"high_{leg}", "to", "+.1%"),
        ]
    columns.append(Column("origins_whole_journey", "Origins of the latter", "d"))
    bounds = {f"{end}_{leg}": "float64" for end in ("low", "high") for leg in FITTED}
    return Table("specifications", frame.astype(bounds), columns, _rows())


def burden(found: Burden) -> Figure:
    """Draw each price of a whole journey in years of Northern income and in grants of the South."""
    columns = ["year", "origin_id", "krw", "years_of_income", "grants_needed", "approximate"]
    frame = found.ratios[columns].astype({"years_of_income": "float64", "grants_needed": "float64"})
    frame = frame.assign(certainty=frame["approximate"].map({True: HOLLOW, False: SOLID}))
    parts = {
        "years_of_income": ("Years of Northern income", [1, 3, 10, 30, 100], [0.9, 110]),
        "grants_needed": ("Basic settlement grants", [0.1, 0.3, 1, 3, 10], [0.09, 11]),
    }
    fills = alt.Scale(domain=[SOLID, HOLLOW], range=[theme.SECOND, "white"])
    panels = []
    for key, (title, values, domain) in parts.items():
        x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=5), scale=alt.Scale(domain=[2004, 2025]))
        y = alt.Y(
            f"{key}:Q", title=None, scale=alt.Scale(type="log", domain=domain, nice=False), axis=alt.Axis(values=values)
        )
        points = (
            alt.Chart(frame)
            .transform_filter(alt.FieldValidPredicate(field=key, valid=True))
            .mark_point(size=46, strokeWidth=1.4, stroke=theme.SECOND, opacity=1)
            .encode(
                x=x,
                y=y,
                fill=alt.Fill("certainty:N", scale=fills, legend=alt.Legend(offset=6, labelLimit=200)),
                tooltip=[
                    "origin_id:N",
                    "year:O",
                    alt.Tooltip("krw:Q", format=",.0f"),
                    alt.Tooltip(f"{key}:Q", format=".1f"),
                ],
            )
        )
        one = (
            alt.Chart(pd.DataFrame({"value": [1]}))
            .mark_rule(strokeDash=[4, 3])
            .encode(y=alt.Y("value:Q", scale=alt.Scale(type="log", domain=domain, nice=False)))
        )
        panels.append(
            (one + points).properties(width=178, height=190, title=alt.Title(title, frame="group", fontSize=11))
        )
    return Figure(
        "burden", alt.hconcat(*panels, spacing=14), basis(datasets.load("broker_costs"), found.incomes, found.grants)
    )


def benchmarks(found: Burden) -> Table:
    """Tabulate the price of a whole journey against wages, incomes and grants."""
    columns = [
        Column("what", "Measured by"),
        Column("year", "Year", "d"),
        Column("low", "Worth, from", ",.0f"),
        Column("high", "to", ",.0f"),
        Column("price", "Median price", ",.0f"),
        Column("prices", "Prices", "d"),
        Column("multiple_low", "Price as a multiple, from", ",.1f"),
        Column("multiple_high", "to", ",.1f"),
    ]
    return Table("benchmarks", found.table, columns, basis(found.incomes, found.grants))
