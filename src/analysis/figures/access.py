"""Figures and tables on North Korea's reports to committees and on the experts it let in."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import access, datasets, theme
from analysis.exhibits import Basis, Column, Figure, Table, basis

__all__ = ["committees", "doors", "doors_asked", "obligations"]

ASKED = [
    "country-visits-granted-to-country-rapporteur-2017",
    "thematic-rapporteur-visits-total",
    "coi-access-to-dprk",
    "coi-public-hearing-witnesses",
    "coi-confidential-interviews",
    "coi-recommendations-to-dprk",
    "ohchr-seoul-office-opened",
    "comprehensive-update-interviews",
]
"""What outside bodies asked for and got, in the order of the story (source: special_procedures)."""


def _obligation_rows() -> Basis:
    held = datasets.load("state_actions").query("iso3 == 'PRK'")
    core = datasets.load("instruments").query("core_treaty")["instrument_id"]
    return basis(held[held["instrument_id"].isin(core)], access.reviews())


def obligations(frame: pd.DataFrame, last: int) -> Figure:
    """Draw since when each core treaty binds North Korea, when its committee last heard it, and the silence since."""
    order = frame["treaty"].tolist()
    bars = frame.assign(start=frame["bound"], end=last).dropna(subset=["start"])
    late = frame[frame["overdue"].eq("yes")].assign(end=last, label="overdue")
    reviews = access.reviews().merge(frame[["treaty_body", "treaty"]], on="treaty_body")
    outside = frame[frame["bound"].isna()].assign(label="not a party", at=1980)
    y = alt.Y("treaty:N", sort=order, title=None, scale=alt.Scale(domain=order))
    scale = alt.Scale(domain=[1980, last + 1], nice=False)
    x = alt.X("start:Q", title=None, scale=scale, axis=alt.Axis(format="d", tickCount=8))
    kind = alt.Color(
        "kind:N",
        scale=alt.Scale(
            domain=["bound since", "report overdue since the last review"], range=["#b9cfdf", theme.ACCENT]
        ),
        legend=alt.Legend(labelLimit=0),
    )
    seen = reviews[["treaty", "reviewed", "submitted", "documented"]].astype(
        {"reviewed": "float64", "submitted": "float64"}
    )
    seen["fill"] = seen["documented"].map({True: theme.INK, False: "white"})
    chart = (
        alt.Chart(bars[["treaty", "start", "end"]].astype({"start": "float64"}).assign(kind="bound since"))
        .mark_bar(height=13)
        .encode(x=x, x2="end:Q", y=y, color=kind, tooltip=["treaty:N", alt.Tooltip("start:Q", format="d")])
        + alt.Chart(
            late[["treaty", "reviewed", "end"]]
            .astype({"reviewed": "float64"})
            .assign(kind="report overdue since the last review")
        )
        .mark_bar(height=4)
        .encode(x=alt.X("reviewed:Q", scale=scale), x2="end:Q", y=y, color=kind)
        + alt.Chart(seen)
        .mark_point(filled=False, size=46, stroke=theme.INK, strokeWidth=1.3, opacity=1)
        .encode(
            x=alt.X("reviewed:Q", scale=scale),
            y=y,
            fill=alt.Fill("fill:N", scale=None),
            tooltip=[
                "treaty:N",
                alt.Tooltip("reviewed:Q", format="d"),
                alt.Tooltip("submitted:Q", format="d"),
                "documented:N",
            ],
        )
        + alt.Chart(outside[["treaty", "label", "at"]])
        .mark_text(align="left", dx=4, color=theme.MUTED)
        .encode(x=alt.X("at:Q", scale=scale), y=y, text="label:N")
    )
    return Figure("obligations", chart.properties(width=theme.WIDTH - 10, height=198), _obligation_rows())


def committees(frame: pd.DataFrame, last: int) -> Table:
    """Tabulate the core treaties with consent, latest report and review, and the years since."""
    rows = frame.assign(
        silence=last - frame["reviewed"], known=frame["documented"].map({True: "documented", False: "recalled"})
    )
    columns = [
        Column("treaty", "Treaty"),
        Column("bound", "Bound since", "d", "not a party"),
        Column("submitted", "Latest report", "d"),
        Column("reviewed", "Latest review", "d"),
        Column("silence", f"Years to {last}", "d"),
        Column("overdue", "Next report overdue"),
        Column("known", "Review"),
    ]
    plain = dict.fromkeys(("bound", "submitted", "reviewed", "silence"), "Int64")
    return Table("committees", rows.astype(plain), columns, _obligation_rows())


def doors(last: int) -> Figure:
    """Draw the rapporteurs' terms and reports, their journeys to neighbours, and the entries to North Korea."""
    lanes = ["rapporteur", "reports to Council", "reports to Assembly", "visits to neighbours", "entry"]
    terms = access.holders().assign(lane=lanes[0], end=lambda rows: rows["end"].fillna(last))
    terms["name"] = (
        terms["holder"].str.split().str[-1].str.replace("Salmon", "Salmón").str.replace("Quintana", "Ojea Quintana")
    )
    filed = access.reports().query("status != 'absence'")
    filed = filed.assign(
        lane=filed["body"].map({"CHR": lanes[1], "HRC": lanes[1], "GA": lanes[2]}),
        fill=filed["documented"].map({True: theme.SECOND, False: "white"}),
    )
    trips = filed.dropna(subset=["visits"]).assign(lane=lanes[3])
    asked = access.entries().loc[["coi-access-to-dprk", "thematic-rapporteur-visit"]]
    asked = asked.assign(
        year=asked["date"].str[:4].astype("int64"),
        lane=lanes[4],
        label=["inquiry refused", "disability expert admitted"],
    )
    y = alt.Y("lane:N", sort=lanes, title=None, scale=alt.Scale(domain=lanes), axis=alt.Axis(labelLimit=0))
    scale = alt.Scale(domain=[2003.5, last + 0.5], nice=False)
    axis = alt.Axis(format="d", tickCount=8)
    base = alt.Chart(terms[["lane", "name", "start", "end"]].astype({"start": "float64", "end": "float64"}))
    points = alt.Chart(pd.concat([filed, trips])[["lane", "year", "fill", "visits", "holder", "documented"]])
    marks = alt.Chart(asked[["lane", "year", "label"]])
    chart = (
        base.mark_bar(height=18, color="#b9cfdf", stroke="white", strokeWidth=2).encode(
            x=alt.X("start:Q", title=None, scale=scale, axis=axis), x2="end:Q", y=y
        )
        + base.transform_calculate(middle="(datum.start + datum.end) / 2")
        .mark_text(fontSize=10)
        .encode(x=alt.X("middle:Q", scale=scale), y=y, text="name:N")
        + points.mark_point(filled=False, size=42, stroke=theme.SECOND, strokeWidth=1.4, opacity=1).encode(
            x=alt.X("year:Q", scale=scale),
            y=y,
            fill=alt.Fill("fill:N", scale=None),
            tooltip=["year:Q", "holder:N", "visits:N", "documented:N"],
        )
        + marks.transform_filter("datum.year < 2015")
        .mark_point(shape="cross", angle=45, size=70, filled=True, color=theme.ACCENT)
        .encode(x=alt.X("year:Q", scale=scale), y=y)
        + marks.transform_filter("datum.year > 2015")
        .mark_point(filled=True, size=56, color="#2f7d5b")
        .encode(x=alt.X("year:Q", scale=scale), y=y)
        + marks.transform_filter("datum.year < 2015")
        .mark_text(align="right", dx=-8, color=theme.ACCENT)
        .encode(x=alt.X("year:Q", scale=scale), y=y, text="label:N")
        + marks.transform_filter("datum.year > 2015")
        .mark_text(align="left", dx=8, color="#2f7d5b")
        .encode(x=alt.X("year:Q", scale=scale), y=y, text="label:N")
    )
    used = access.entries().query("topic == 'rapporteur_mandate'")
    return Figure(
        "doors",
        chart.properties(width=theme.WIDTH - 144, height=150),
        basis(filed, asked, used[used["iso3"].eq("PRK")]),
    )


def doors_asked() -> Table:
    """Tabulate what was asked of North Korea, what it allowed and what was learnt all the same."""
    rows = access.entries().loc[ASKED].reset_index()
    answer = (
        rows["number"]
        .astype("string")
        .where(rows["bound"].ne("minimum"), "more than " + rows["number"].astype("string"))
    )
    rows = rows.assign(answer=answer.fillna(rows["value"]).astype(object), day=rows["date"])
    columns = [
        Column("indicator", "What"),
        Column("day", "As of"),
        Column("answer", "Answer"),
        Column("status", "Status"),
    ]
    return Table("doors-asked", rows, columns, basis(rows))
