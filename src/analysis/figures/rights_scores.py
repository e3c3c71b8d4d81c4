"""Figure and table on rights scores around a year, against every other year."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, rights_scores, theme
from analysis.exhibits import Basis, Column, Figure, Table, basis

__all__ = ["placebo", "ranks"]


def _rows(peers: list[str]) -> Basis:
    rows = datasets.load("state_years")
    return basis(rows[rows["indicator"].isin(rights_scores.SCORES) & rows["iso3"].isin(["PRK", *peers])])


def placebo(frame: pd.DataFrame, break_year: int, peers: list[str]) -> Figure:
    """Draw North Korea's change around every year that could be the break, its own and relative to its peers.

    The web lets a reader put another year on trial and counts its rank among the years; rings keep the printed one.
    """
    mine = frame[frame["iso3"].eq("PRK")].dropna(subset=["relative"])
    rows = mine.melt(["name", "year"], ["own", "relative"], var_name="kind", value_name="change")
    rows["kind"] = rows["kind"].map({"own": "its own change", "relative": "change less that of its peers"})
    reach = 1.1 * float(rows["change"].abs().max())
    domain = ["its own change", "change less that of its peers"]
    span = [int(rows["year"].min()) - 1, int(rows["year"].max()) + 1]
    charts = [
        _one_score(rows[rows["name"] == name], name, span, reach, domain, break_year)
        for name in rights_scores.SCORES.values()
    ]
    years = alt.binding_range(min=span[0] + 1, max=span[1] - 1, step=1, name=f"Year on trial (printed: {break_year}) ")
    chart = alt.vconcat(alt.hconcat(*charts[:2], spacing=14), alt.hconcat(*charts[2:], spacing=14), spacing=12)
    chart = chart.add_params(alt.param(name="break_year", value=break_year, bind=years))
    return Figure("placebo", chart, _rows(peers))


def _one_score(
    rows: pd.DataFrame, name: str, span: list[int], reach: float, domain: list[str], printed: int
) -> alt.LayerChart:
    x = alt.X("year:Q", title=None, axis=alt.Axis(format="d", tickCount=4), scale=alt.Scale(domain=span, nice=False))
    y = alt.Y(
        "change:Q",
        title=None,
        scale=alt.Scale(domain=[-reach, reach], nice=False),
        axis=alt.Axis(format="+.1f", tickCount=5),
    )
    colour = alt.Color(
        "kind:N", scale=alt.Scale(domain=domain, range=[theme.MUTED, theme.SECOND]), legend=alt.Legend(labelLimit=0)
    )
    base = alt.Chart(rows[["year", "change", "kind"]].reset_index(drop=True))
    chart = (
        alt.Chart(pd.DataFrame({"change": [0.0]})).mark_rule(color=theme.INK, strokeWidth=0.7).encode(y=y)
        + base.mark_line(strokeWidth=1, opacity=0.6).encode(x=x, y=y, color=colour)
        + base.mark_point(filled=True, size=18).encode(
            x=x, y=y, color=colour, tooltip=["year:Q", "kind:N", alt.Tooltip("change:Q", format="+.2f")]
        )
        + base.transform_filter("datum.year == break_year")
        .mark_point(filled=True, size=70, color=theme.ACCENT)
        .encode(x=x, y=y)
        + base.transform_filter(f"datum.year == {printed} && break_year != {printed}")
        .mark_point(filled=False, size=70, color=theme.ACCENT)
        .encode(x=x, y=y)
        + _rank(base, domain[1], printed)
    )
    return chart.properties(width=180, height=104, title=name)


def _rank(base: alt.Chart, relative: str, printed: int) -> alt.Chart:
    """Count the years whose change less that of the peers is as large as that of a year other than the printed one."""
    return (
        base.transform_filter(f"datum.kind == '{relative}' && break_year != {printed}")
        .transform_joinaggregate(years="count()")
        .transform_calculate(size="abs(datum.change)", tried="datum.year == break_year ? abs(datum.change) : null")
        .transform_joinaggregate(limit="max(tried)")
        .transform_filter("isValid(datum.limit) && datum.size >= datum.limit - 1e-9")
        .transform_aggregate(large="count()", years="max(years)")
        .transform_calculate(said="datum.large > 0 ? datum.large + ' of ' + datum.years + ' years as large' : ''")
        .mark_text(align="right", color=theme.ACCENT, fontSize=10)
        .encode(x=alt.value(180), y=alt.value(6), text="said:N")
    )


def ranks(frame: pd.DataFrame, break_year: int, peers: list[str]) -> Table:
    """Tabulate the change around the break year, its rank among all years and among all states."""
    table = rights_scores.summary(frame, break_year)
    text = table[["as_large", "years", "states_as_large", "states"]].astype("int64").astype(str)
    rows = table.assign(
        rank=text["as_large"] + " of " + text["years"], place=text["states_as_large"] + " of " + text["states"]
    )
    columns = [
        Column("name", "Score"),
        Column("own", "Own", "+.2f"),
        Column("relative", "Less peers", "+.2f"),
        Column("rank", "Years as large"),
        Column("p", "Share", ".2f"),
        Column("place", "States as large"),
        Column("largest", "Largest", "+.2f"),
        Column("largest_year", "In", "d"),
    ]
    return Table("ranks", rows, columns, _rows(peers))
