"""Figures on what goes with practice in the transit states: shared traits, ties, membership."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, theme, treaties
from analysis.common_ground import BOUND, UNBOUND
from analysis.exhibits import Column, Figure, Table, basis
from analysis.return_practice import MEASURES, TRANSIT, TREATIES
from analysis.thailand_mongolia import ThailandMongolia

__all__ = ["candidates", "membership", "ties", "traits", "variants"]

WORDS = {
    "clause_only": "clause", "partial": "partly", "unhcr_only": "UNHCR", "yes_past": "past", "none_traced": "none",
    "occasional": "rare", "text_known": "text", "content_secret": "secret", "accreditation_removed": "lost", "a": "A",
    "b": "B",
}  # fmt: skip
TITLES = {
    "National human rights institution": "Rights institution",
    "Return agreement with Pyongyang": "Return agreement",
    "UNHCR access to North Koreans": "UNHCR access",
}
"""Titles that are too long for the side of the tiles."""
SMALL = 9.5
"""Smallest type, in CSS pixels: seven points at the size of the printed page."""
SHADES = ["#f3f5f8", "#cfdde9", "#94b6d0", "#1d5f8a"]


def traits(chapter: ThailandMongolia) -> Figure:
    """Draw the ordinal indicators of the seven states as tiles, darker where the value protects more."""
    order = [*UNBOUND, *BOUND, *(name for name in TRANSIT if name not in (*UNBOUND, *BOUND))]
    names = treaties.states().set_index("iso3")["short_name"]
    frame = chapter.grid[["iso3", "indicator", "title", "position", "value", "level", "counts", "as_of", "status"]]
    frame = frame.assign(
        state=frame["iso3"].map(names),
        title=frame["title"].replace(TITLES),
        word=frame["value"].replace(WORDS).fillna("?"),
        shade=frame["level"].mul(3).round().where(frame["counts"]),
        dark=frame["level"].gt(0.8) & frame["counts"],
        splits=frame["indicator"].isin(chapter.separating),
    ).sort_values(["splits", "position"], ascending=[False, True])
    rows = list(frame["title"].drop_duplicates())
    x = alt.X(
        "state:N",
        sort=[names[name] for name in order],
        title=None,
        scale=alt.Scale(paddingInner=0.08, paddingOuter=0.04),
        axis=alt.Axis(orient="top", labelAngle=0, domain=False, ticks=False, labelFontSize=10),
    )
    y = alt.Y(
        "title:N",
        sort=rows,
        title=None,
        scale=alt.Scale(paddingInner=0.12, paddingOuter=0.06),
        axis=alt.Axis(labelLimit=190, grid=False, labelFontSize=10.5),
    )
    base = alt.Chart(frame.drop(columns=["iso3", "indicator", "position"])).encode(x=x, y=y)
    tooltip = ["state:N", "title:N", "value:N", "as_of:N", "status:N"]
    tiles = base.transform_filter("datum.counts").mark_rect(stroke=theme.PALE, strokeWidth=0.8)
    open_ = base.transform_filter("!datum.counts").mark_rect(
        fill="white", stroke=theme.MUTED, strokeDash=[2, 2], strokeWidth=0.9
    )
    text = base.mark_text(fontSize=SMALL).encode(
        text="word:N", color=alt.condition("datum.dark", alt.value("white"), alt.value(theme.INK)), tooltip=tooltip
    )
    shade = alt.Fill("shade:O", scale=alt.Scale(domain=[0, 1, 2, 3], range=SHADES), legend=None)
    chart = tiles.encode(fill=shade, tooltip=tooltip) + open_.encode(tooltip=tooltip) + text
    return Figure("traits", chart.properties(width=theme.WIDTH - 118, height=290), basis(chapter.grid))


def candidates(chapter: ThailandMongolia) -> Figure:
    """Draw how well each candidate orders the states, with any state left out, and its exact p."""
    frame = chapter.candidates.assign(
        printed=lambda rows: "p = " + rows["p"].map("{:.2f}".format), distance=lambda rows: (rows["auc"] - 0.5).abs()
    ).sort_values("distance", ascending=False)
    y = alt.Y(
        "candidate:N",
        sort=list(frame["candidate"]),
        title=None,
        axis=alt.Axis(labelLimit=230, grid=False, domain=False, ticks=False),
    )
    scale = alt.Scale(domain=[-0.04, 1.04], nice=False)
    axis = alt.Axis(
        values=[0, 0.5, 1],
        format=".1f",
        labelExpr="datum.value == 0.5 ? 'no order' : datum.value == 1 ? 'all higher' : 'all lower'",
    )
    x = alt.X("auc:Q", title=None, scale=scale, axis=axis)
    base = alt.Chart(frame.drop(columns="distance")).encode(y=y)
    tooltip = ["candidate:N", "n:Q", *(alt.Tooltip(name, format=".2f") for name in ("auc:Q", "p:Q", "family:Q"))]
    chart = (
        alt.Chart(pd.DataFrame({"auc": [0.5]})).mark_rule(strokeDash=[4, 3], color=theme.MUTED).encode(x=x)
        + base.mark_rule(color=theme.SECOND, strokeWidth=2).encode(x=alt.X("low:Q", scale=scale), x2="high:Q")
        + base.mark_point(size=60, color=theme.SECOND).encode(x=x, tooltip=tooltip)
        + base.mark_text(align="left", color=theme.MUTED).encode(x=alt.value(theme.WIDTH - 194), text="printed:N")
    )
    rows = datasets.load("state_years")
    names = ["oda_from_kor_net", "population", "vdem_liberal_democracy", "gdp_per_capita_usd"]
    used = rows[rows["indicator"].isin(names) & rows["iso3"].isin(TRANSIT) & rows["year"].between(2004, 2023)]
    ties = datasets.load("ties")
    acts = datasets.load("state_actions")
    acts = acts[acts["instrument_id"].isin([*TREATIES, *treaties.core_treaties()]) & acts["iso3"].isin(TRANSIT)]
    votes = datasets.load("assembly_votes").query("iso3 in @TRANSIT")
    chart = chart.properties(width=theme.WIDTH - 202, height=230)
    return Figure("candidates", chart, basis(used, ties[ties["kind"].ne("description")], acts, votes))


def ties(chapter: ThailandMongolia) -> Table:
    """Tabulate the ties of the nine states to both Koreas, and how they voted."""
    passes = chapter.states["protects"].map({True: "yes", False: "no"})
    table = chapter.ties.assign(passes=chapter.ties["iso3"].map(passes))
    columns = [
        Column("state", "State"),
        Column("passes", "Passes on"),
        Column("seoul", "Seoul since", "d"),
        Column("pyongyang", "Pyongyang since", "d"),
        Column("embassy", "Embassy"),
        Column("extradition", "Extradition"),
        Column("agreement", "Agreement"),
        Column("aid", "Aid", ",.0f"),
        Column("against", "Against", "d"),
    ]
    rows = datasets.load("ties")
    aid = datasets.load("state_years").query("indicator == 'oda_from_kor_net' and 2004 <= year <= 2023")
    used = basis(rows[rows["kind"].ne("description")], aid[aid["iso3"].isin(TRANSIT)], datasets.load("assembly_votes"))
    return Table("ties", table.astype({"against": "int64"}), columns, used)


def membership(chapter: ThailandMongolia) -> Table:
    """Tabulate the two-way table of membership and practice, with the states named."""
    names = treaties.states().set_index("iso3")["short_name"]
    frame = chapter.states.assign(
        row=chapter.states["member"].map({True: "In both refugee treaties", False: "In neither"}),
        column=chapter.states["protects"].map({True: "yes", False: "no"}).fillna("open"),
        name=chapter.states.index.map(names),
    )
    wide = frame.groupby(["row", "column"])["name"].agg(", ".join).unstack("column")
    wide = wide.reindex(columns=["yes", "no", "open"]).reset_index()
    columns = [Column("row", "Membership"), Column("yes", "Passes people on"), Column("no", "Does not, or rarely")]
    columns += [Column("open", "Left open")]
    rows = datasets.load("national_protection").query("indicator == @MEASURES['passes on'] and iso3 in @TRANSIT")
    acts = datasets.load("state_actions").query("instrument_id in @TREATIES and iso3 in @TRANSIT")
    return Table("membership", wide, columns, basis(rows, acts))


def variants(chapter: ThailandMongolia) -> Table:
    """Tabulate the exact test under each measure and coding."""
    frame = chapter.variants.assign(
        inside=lambda rows: rows["members_protect"].astype(str) + " of " + rows["members"].astype(str),
        outside=lambda rows: rows["others_protect"].astype(str) + " of " + rows["others"].astype(str),
    )
    columns = [
        Column("variant", "Practice"),
        Column("inside", "Members"),
        Column("outside", "Others"),
        Column("difference", "Difference", "+.0%"),
        Column("p", "p", ".2f"),
        Column("least", "Least possible", ".2f"),
        Column("p_low", "Least, one left out", ".2f"),
    ]
    rows = datasets.load("national_protection")
    rows = rows[rows["indicator"].isin(list(MEASURES.values())) & rows["iso3"].isin([*TRANSIT, "KOR"])]
    acts = datasets.load("state_actions")
    acts = acts[acts["instrument_id"].isin(TREATIES) & acts["iso3"].isin([*TRANSIT, "KOR"])]
    return Table("variants", frame, columns, basis(rows, acts))
