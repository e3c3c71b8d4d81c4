"""Figures on clauses: which are open against whom, and who could proceed against whom."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme, treaties
from analysis.channels import PROCEDURES, STARTERS
from analysis.exhibits import Figure, basis
from analysis.figures.treaties import HEADS, rail
from analysis.mechanisms import Mechanisms

__all__ = ["STARTER_COLORS", "acceptance", "channels", "clauses", "pairs"]

DOORS = {
    "individual": "A person may complain",
    "inquiry": "A committee may inquire or visit",
    "visit": "A committee may inquire or visit",
    "interstate_committee": "A state may complain to a committee",
    "icj_clause": "A state may go to the Court",
}
STARTER_COLORS = {"a person": theme.ACCENT, "a committee": "#8a6d1d", "another state": theme.SECOND}
FIRM = ["verified", "corroborated"]
ANSWERS = {
    "open": (theme.SECOND, "circle"),
    "refused": (theme.ACCENT, "square"),
    "not declared": ("#b98a2f", "diamond"),
    "not a party": ("#9aa3ae", "stroke"),
}


def _states() -> list[str]:
    return list(treaties.states()["short_name"])


def clauses(mechanisms: Mechanisms) -> Figure:
    """Draw each complaint, inquiry, inter-state and court clause with the answer of each state."""
    frame = mechanisms.answers
    shown = pd.DataFrame(
        {
            "clause": frame["clause"].str.replace(", whole protocol", ", article 1", regex=False),
            "group": frame["procedure"].map(DOORS),
            "state": frame["iso3"].map(treaties.states().set_index("iso3")["short_name"]),
            "answer": frame["answer"],
            "firm": frame["status"].isin(FIRM) & frame["answer"].ne("not a party"),
            "procedure": frame["procedure"].map(PROCEDURES),
            "date": frame["date"].fillna(""),
            "status": frame["status"],
        }
    )
    heads = list(dict.fromkeys(DOORS.values()))
    rows = shown.drop_duplicates("clause")
    order = [name for head in heads for name in (head, *rows.loc[rows["group"] == head, "clause"])]
    scale = alt.Scale(domain=list(ANSWERS), range=[color for color, _ in ANSWERS.values()])
    shapes = alt.Scale(domain=list(ANSWERS), range=[shape for _, shape in ANSWERS.values()])
    legend = alt.Legend(columns=2, offset=6, columnPadding=10)
    marks = (
        alt.Chart(shown)
        .mark_point(size=70, strokeWidth=1.5)
        .encode(
            x=alt.X("state:N", sort=_states(), title=None, axis=HEADS),
            y=alt.Y("clause:N", sort=order, scale=alt.Scale(domain=order), title=None, axis=rail(heads)),
            shape=alt.Shape("answer:N", scale=shapes, legend=legend),
            stroke=alt.Stroke("answer:N", scale=scale, legend=legend),
            fill=alt.condition("datum.firm", alt.Fill("answer:N", scale=scale, legend=legend), alt.value("white")),
            tooltip=["state:N", "clause:N", "procedure:N", "answer:N", "date:N", "status:N"],
        )
    )
    return Figure("clauses", marks.properties(width=26.5 * len(_states()), height=15 * len(order)), basis(frame))


def channels(mechanisms: Mechanisms) -> Figure:
    """Draw the channels open against each state by who may start them; what no document states is hollow."""
    names = treaties.states().set_index("iso3")["short_name"]
    looked = mechanisms.clauses[mechanisms.clauses["open"].fillna(False)]
    frame = pd.DataFrame(
        {
            "state": looked["iso3"].map(names),
            "starter": looked["procedure"].map(STARTERS),
            "known": looked["status"].isin(FIRM).map({True: "a document", False: "silence or memory"}),
        }
    )
    bars = frame.groupby(["state", "starter", "known"], as_index=False).size().rename(columns={"size": "channels"})
    starters = list(STARTER_COLORS)
    bars["rank"] = bars["starter"].map(starters.index) * 2 + bars["known"].ne("a document")
    bars = bars.sort_values(["state", "rank"], ignore_index=True)
    bars["end"] = bars.groupby("state")["channels"].cumsum()
    bars["start"] = bars["end"] - bars["channels"]
    totals = (
        mechanisms.counts[["state", "low", "high"]]
        .assign(
            label=lambda rows: (
                rows["low"]
                .astype(str)
                .where(rows["low"] == rows["high"], rows["low"].astype(str) + " to " + rows["high"].astype(str))
            )
        )
        .astype({"low": "int64", "high": "int64"})
    )
    order = list(totals.sort_values(["low", "high"], ascending=False, kind="stable")["state"])
    y = alt.Y("state:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, grid=False))
    top = int(totals["high"].max()) + 2
    x = alt.X("start:Q", title="Channels", scale=alt.Scale(domain=[0, top]), axis=alt.Axis(format="d", grid=True))
    colors = alt.Scale(domain=starters, range=list(STARTER_COLORS.values()))
    legend = alt.Legend(offset=8)
    rect = (
        alt.Chart(bars)
        .mark_bar(strokeWidth=1.3, height=13)
        .encode(
            x=x,
            x2="end:Q",
            y=y,
            stroke=alt.Stroke("starter:N", scale=colors, legend=legend),
            fill=alt.condition(
                "datum.known == 'a document'",
                alt.Fill("starter:N", scale=colors, legend=legend),
                alt.value("white"),
            ),
            tooltip=[
                "state:N",
                alt.Tooltip("starter:N", title="may be started by"),
                "channels:Q",
                alt.Tooltip("known:N", title="rests on"),
            ],
        )
    )
    span = alt.Chart(totals).mark_rule(color=theme.INK).encode(x="low:Q", x2="high:Q", y=y)
    text = alt.Chart(totals).mark_text(align="left", dx=6).encode(x="high:Q", y=y, text="label:N")
    chart = (rect + span + text).properties(width=380, height=alt.Step(22))
    return Figure("channels", chart, basis(mechanisms.clauses))


def acceptance(mechanisms: Mechanisms) -> Figure:
    """Draw core treaties held against the share of the clauses within reach that a state accepted."""
    frame = mechanisms.counts.astype({"core": "int64", "share": "float64", "accepted": "int64", "offered": "int64"})
    frame = frame.sort_values(["core", "share"], ignore_index=True)
    frame = frame[["state", "iso3", "core", "share", "accepted", "offered"]]
    x = alt.X(
        "core:Q",
        title="Core human rights treaties in force for the state",
        scale=alt.Scale(domain=[3.5, 9.4]),
        axis=alt.Axis(values=list(range(4, 10)), format="d"),
    )
    y = alt.Y(
        "share:Q",
        title="Share of the clauses within reach that are open",
        scale=alt.Scale(domain=[0, 0.85]),
        axis=alt.Axis(format="%", tickCount=5),
    )
    colors = alt.Scale(domain=list(theme.STATES), range=list(theme.STATES.values()))
    base = alt.Chart(frame).encode(x=x, y=y)
    points = base.mark_point(size=70).encode(
        fill=alt.Fill("iso3:N", scale=colors, legend=None),
        stroke=alt.value("white"),
        tooltip=["state:N", "core:Q", "accepted:Q", "offered:Q", alt.Tooltip("share:Q", format=".0%")],
    )
    said = "datum.state + ' ' + datum.accepted + ' of ' + datum.offered"
    right = base.transform_filter("datum.core > 6").transform_calculate(label=said)
    above = base.transform_filter("datum.core <= 6").transform_calculate(label=said.replace("' '", "'|'", 1))
    chart = (
        points
        + right.mark_text(align="left", dx=8).encode(text="label:N")
        + above.mark_text(lineBreak="|", dy=-24).encode(text="label:N")
    )
    return Figure("acceptance", chart.properties(width=404, height=230), basis(mechanisms.clauses))


def pairs(mechanisms: Mechanisms) -> Figure:
    """Draw how many clauses would let one state proceed against another, committees and Court together."""
    names = treaties.states().set_index("iso3")
    frame = mechanisms.pairs.assign(
        clauses=lambda rows: rows["committee"] + rows["court"],
        one=lambda rows: rows["claimant"].map(names["short_name"]),
        other=lambda rows: rows["respondent"].map(names["short_name"]),
        place=lambda rows: rows["claimant"].map(names["position"]) > rows["respondent"].map(names["position"]),
    )
    frame = frame[frame["place"]].drop(columns="place").reset_index(drop=True)
    frame = frame.assign(text=frame["committee"].astype(str) + " + " + frame["court"].astype(str))
    base = alt.Chart(frame).encode(
        x=alt.X(
            "other:N",
            sort=_states(),
            scale=alt.Scale(paddingInner=0.05),
            title=None,
            axis=alt.Axis(labelAngle=-40, grid=False, ticks=False, domain=False),
        ),
        y=alt.Y(
            "one:N",
            sort=_states(),
            scale=alt.Scale(paddingInner=0.1),
            title=None,
            axis=alt.Axis(grid=False, ticks=False, domain=False),
        ),
        tooltip=[
            alt.Tooltip("one:N", title="State"),
            alt.Tooltip("other:N", title="and"),
            alt.Tooltip("committee:Q", title="before a committee"),
            alt.Tooltip("court:Q", title="before the Court"),
            alt.Tooltip("documented:Q", title="of them documented for both"),
        ],
    )
    rect = base.mark_rect().encode(
        color=alt.Color("clauses:Q", scale=alt.Scale(domain=[0, 6], range=["#f1f3f6", "#7eb0d2"]), legend=None)
    )
    text = base.mark_text().encode(text="text:N")
    return Figure("pairs", (rect + text).properties(width=370, height=alt.Step(25)), basis(_interstate(mechanisms)))


def _interstate(mechanisms: Mechanisms) -> pd.DataFrame:
    rows = mechanisms.answers
    return rows[rows["procedure"].isin(["interstate_committee", "icj_clause"])]
