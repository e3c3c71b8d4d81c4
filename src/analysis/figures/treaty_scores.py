"""Figures and a table on treaties held, and on what they go with."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, rights_scores, theme, treaties, treaty_scores
from analysis.exhibits import Column, Figure, Table, basis
from analysis.figures.southeast_asia import ordered
from analysis.figures.treaties import PLAIN
from analysis.southeast_asia import SoutheastAsia

__all__ = ["correlation", "correlations", "pledges"]

REFUGEES = ["CSR1951", "CSRP1967"]
HEADS = alt.Axis(orient="top", labelAngle=-50, ticks=False, domain=False, labelFontSize=10.5)


def pledges() -> Figure:
    """Draw the core treaties and the refugee instruments of each state with the year it joined."""
    frame = treaties.standings(treaties.last_year())
    frame = frame[frame["core_treaty"] | frame["instrument_id"].isin(REFUGEES)]
    rows = pd.DataFrame({
        "instrument": frame["short_name"].replace(PLAIN), "state": frame["state"],
        "standing": _standing(frame["standing"]),
        "text": frame["bound"].fillna(frame["signed"]).astype("string").fillna(""), "name": frame["full_name"],
        "party": frame["standing"].eq("party"), "date": frame["date"].fillna(""), "status": frame["status"],
    })  # fmt: skip
    core = rows[frame["core_treaty"].to_numpy(dtype=bool)]
    total = core.groupby("state")["party"].sum().astype("int64").reset_index().assign(instrument="Core treaties held")
    held = core.groupby("instrument")["party"].sum().sort_values(ascending=False, kind="stable")
    order = [*held.index, "Core treaties held", *rows.loc[~rows["instrument"].isin(held.index), "instrument"].unique()]
    x = alt.X("state:N", title=None, scale=alt.Scale(domain=ordered()), axis=HEADS)
    y = alt.Y(
        "instrument:N",
        title=None,
        scale=alt.Scale(domain=order),
        axis=alt.Axis(ticks=False, domain=False, labelLimit=200),
    )
    fills = alt.Scale(domain=["party", "signed only", "outside"], range=[theme.SECOND, "#ecd9a6", "white"])
    legend = alt.Legend(symbolStrokeWidth=1, symbolStrokeColor=theme.MUTED, offset=4, orient="bottom")
    base = alt.Chart(rows).encode(x=x, y=y)
    tiles = base.mark_rect(stroke=theme.PALE, strokeWidth=0.9).encode(
        fill=alt.Fill("standing:N", scale=fills, legend=legend),
        tooltip=["state:N", "name:N", "standing:N", "date:N", "status:N"],
    )
    dark = base.transform_filter("!datum.party").mark_text(fontSize=9.5).encode(text="text:N")
    pale = base.transform_filter("datum.party").mark_text(fontSize=9.5, color="white").encode(text="text:N")
    sums = alt.Chart(total).mark_text(fontWeight=600, fontSize=12).encode(x=x, y=y, text="party:Q")
    chart = alt.layer(tiles, dark, pale, sums).properties(width=alt.Step(30.5), height=alt.Step(18))
    acts = datasets.load("state_actions")
    return Figure("pledges", chart, basis(acts[acts["instrument_id"].isin(frame["instrument_id"])]))


def _standing(words: pd.Series) -> pd.Series:
    return words.map({"party": "party", "signatory": "signed only"}).fillna("outside")


def correlation(chapter: SoutheastAsia) -> Figure:
    """Draw treaties held against the freedom score of one year, and the coefficient of every score and year.

    The web lets a reader choose the year; hollow points keep the printed one.
    """
    points = _points(chapter)
    printed = min(chapter.year, int(points["year"].max()))
    years = alt.binding_range(
        min=int(points["year"].min()), max=int(points["year"].max()), step=1, name=f"Year (printed: {printed}) "
    )
    left, right = _scatter(points, printed), _coefficients(chapter, printed)
    chart = alt.hconcat(left, right, spacing=22).resolve_scale(color="independent")
    chart = chart.add_params(alt.param(name="year", value=printed, bind=years))
    rows = datasets.load("state_years")
    first = int(chapter.yearly["year"].min())
    rows = rows[rows["indicator"].isin(list(rights_scores.SCORES)) & rows["year"].ge(first)]
    return Figure("correlation", chart, basis(datasets.load("freedom_scores"), rows))


def _points(chapter: SoutheastAsia) -> pd.DataFrame:
    """Set treaties held beside the freedom score in each year for which a coefficient is drawn."""
    names = treaties.states().set_index("iso3")["short_name"]
    scores = treaty_scores.scores()
    free = scores[scores["name"].eq(treaty_scores.FREEDOM)]
    drawn = chapter.yearly.loc[chapter.yearly["name"].eq(treaty_scores.FREEDOM), "year"]
    parts = [
        part.assign(treaties=part["iso3"].map(treaty_scores.held(int(year))), state=part["iso3"].map(names))
        for year, part in free[free["year"].isin(drawn)].groupby("year")
    ]
    return pd.concat(parts, ignore_index=True)[["year", "iso3", "state", "treaties", "score"]]


def _scatter(points: pd.DataFrame, printed: int) -> alt.LayerChart:
    colors = alt.Scale(domain=list(theme.STATES), range=list(theme.STATES.values()))
    x = alt.X(
        "treaties:Q",
        title="Core treaties held",
        scale=alt.Scale(domain=[2.2, 10.2], nice=False),
        axis=alt.Axis(values=[3, 4, 5, 6, 7, 8, 9], format="d"),
    )
    y = alt.Y("score:Q", title=None, scale=alt.Scale(domain=[-4, 100], nice=False))
    color = alt.Color("iso3:N", scale=colors, legend=None)
    rows = alt.Chart(points)
    base = rows.transform_filter("datum.year == year").encode(x=x, y=y, color=color)
    was = rows.transform_filter(f"datum.year == {printed} && year != {printed}").encode(x=x, y=y, color=color)
    head = alt.Chart(points.head(1)).mark_text(align="left", baseline="alphabetic", color=theme.MUTED)
    return (
        was.mark_point(size=40, filled=False, strokeWidth=1)
        + base.mark_point(size=56).encode(tooltip=["state:N", "treaties:Q", "score:Q"])
        + base.transform_filter("datum.treaties < 8")
        .mark_text(align="right", dx=-7, fontSize=10)
        .encode(text="state:N")
        + base.transform_filter("datum.treaties >= 8").mark_text(align="left", dx=7, fontSize=10).encode(text="state:N")
        + head.encode(x=alt.value(0), y=alt.value(-12), text=alt.value(alt.expr("'Freedom score, ' + year")))
    ).properties(width=186, height=210)


def _coefficients(chapter: SoutheastAsia, printed: int) -> alt.LayerChart:
    lines = chapter.yearly.assign(free=lambda rows: rows["name"].eq(treaty_scores.FREEDOM))
    span = [int(lines["year"].min()), int(lines["year"].max())]
    ticks = alt.Axis(format="d", tickCount=4)
    u = alt.X("year:Q", title=None, scale=alt.Scale(domain=span, nice=False), axis=ticks)
    v = alt.Y("rho:Q", title="Rank correlation", scale=alt.Scale(domain=[0, 1]))
    grey = (
        alt.Chart(lines)
        .transform_filter("!datum.free")
        .mark_line(strokeWidth=1.1, color="#8a9bb0")
        .encode(x=u, y=v, detail="name:N", tooltip=["name:N", "year:Q", "rho:Q"])
    )
    own = (
        alt.Chart(lines)
        .transform_filter("datum.free")
        .mark_line(strokeWidth=2.4, color=theme.ACCENT)
        .encode(x=u, y=v, tooltip=["year:Q", "rho:Q"])
    )
    chosen = alt.Chart(lines).transform_filter(f"datum.free && datum.year == year && year != {printed}")
    words = pd.DataFrame(
        {"year": span[::-1], "rho": [0.99, 0.06], "label": ["Freedom in the World", "grey: other scores"]}
    )
    word = alt.Chart(words).encode(x=u, y=v, text="label:N")
    text = word.transform_filter("datum.rho > 0.5").mark_text(align="right", fontSize=10, color=theme.ACCENT)
    note = word.transform_filter("datum.rho < 0.5").mark_text(align="left", dx=4, fontSize=10, color=theme.MUTED)
    said = chosen.mark_text(align="left", dx=6, dy=12, color=theme.ACCENT, fontWeight=600)
    layers = [
        grey, own, text, note,
        chosen.mark_point(size=60, color=theme.ACCENT).encode(x=u, y=v),
        said.encode(x=u, y=v, text=alt.Text("rho:Q", format=".2f")),
    ]  # fmt: skip
    return alt.layer(*layers).properties(width=186, height=210)


def correlations(chapter: SoutheastAsia) -> Table:
    """Tabulate each rank correlation with its exact p-value and its range with one state left out."""
    columns = [
        Column("name", "Score or coding"), Column("kind", "Kind"), Column("year", "Year", "d"),
        Column("n", "States", ".0f"), Column("rho", "Correlation", "+.2f"), Column("rho_low", "One out, least", "+.2f"),
        Column("rho_high", "most", "+.2f"), Column("p", "Exact p", ".3f"), Column("least", "Least p possible", ".4f"),
    ]  # fmt: skip
    law = datasets.load("national_protection")
    law = law[law["indicator"].isin(list(treaty_scores.CONDUCT))]
    return Table("correlations", chapter.trials, columns, basis(datasets.load("freedom_scores"), law))
