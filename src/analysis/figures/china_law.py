"""Figures and tables on what binds China and how it could be held to it."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import china_law, theme
from analysis.china import China
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["agreements", "channels", "provisions", "record"]

WHY = {
    "open by the text": "#2f7d5b", "reserved": theme.ACCENT, "opted out": "#b5651d", "no declaration": "#8a9bb0",
    "outside the instrument": theme.PALE,
}  # fmt: skip
SHORT = {
    "1951 Refugee Convention": "refugees", "access and arbitration": "1995", "CEDAW": "women", "CAT": "torture",
    "CRC": "children", "accepted": "one accepted",
}  # fmt: skip
"""Names of promises that fit beside a point."""
PADDED = alt.Scale(type="band", paddingInner=0.12)
LANES = ["to all states", "to UNHCR", "to Pyongyang", "committees found", "states asked", "returns reported"]


def channels(china: China) -> Figure:
    """Draw every clause by which China could be held to account as a tile, coloured by China's answer."""
    frame = china.channels[["group", "treaty", "article", "clause", "why", "status"]].reset_index(drop=True)
    frame["mark"] = frame["status"].eq("absence").map({True: " ?", False: ""})
    frame["mark"] = frame["article"].str.replace("article ", "").str.replace("whole protocol", "all") + frame["mark"]
    order = frame["treaty"].drop_duplicates().tolist()
    groups = frame["group"].value_counts().index.tolist()
    frame["light"] = frame["why"].isin(["outside the instrument", "no declaration"])
    x = alt.X(
        "group:N",
        scale=PADDED,
        title=None,
        sort=groups,
        axis=alt.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelPadding=6),
    )
    y = alt.Y(
        "treaty:N", title=None, sort=order, scale=PADDED, axis=alt.Axis(ticks=False, domain=False, labelLimit=300)
    )
    base = alt.Chart(frame).encode(x=x, y=y)
    legend = alt.Legend(columns=2, offset=8, orient="bottom", symbolStrokeWidth=0)
    colors = alt.Scale(domain=list(WHY), range=list(WHY.values()))
    tiles = base.mark_rect(stroke=theme.MUTED, strokeWidth=0.7).encode(
        color=alt.Color("why:N", scale=colors, legend=legend), tooltip=["clause:N", "why:N", "status:N"]
    )
    dark = base.transform_filter("datum.light").mark_text(fontSize=10).encode(text="mark:N")
    pale = base.transform_filter("!datum.light").mark_text(fontSize=10, color="white").encode(text="mark:N")
    chart = (tiles + dark + pale).properties(width=300, height=22 * len(order))
    return Figure("channels", chart, basis(china.channels))


def provisions() -> Table:
    """Tabulate the provisions that bear on North Koreans in China, what ties China to them and what is on record."""
    frame = china_law.provisions()
    columns = [
        Column("text", "Provision"),
        Column("rule", "What it says"),
        Column("binding", "China’s tie"),
        Column("conduct", "What is on record"),
        Column("basis", "Text seen as"),
        Column("status", "Status"),
    ]
    return Table("provisions", frame, columns, basis(frame), wide=True)


def agreements() -> Table:
    """Tabulate the border agreements with Pyongyang."""
    frame = china_law.agreements()
    frame["excepts"] = frame["disaster"].map({True: "yes", False: "no"})
    columns = [
        Column("year", "Dated"),
        Column("article", "Article"),
        Column("rule", "What it says"),
        Column("excepts", "Excepts disaster"),
        Column("basis", "Text seen as"),
        Column("status", "Status"),
    ]
    return Table("agreements", frame, columns, basis(frame))


def record(china: China) -> Figure:
    """Draw promises, findings, requests and returns on one axis of years; what rests on memory is hollow."""
    columns = ["lane", "year", "label", "status"]
    promised = china_law.promises()
    found = china.committees.drop_duplicates(["year", "treaty_body"]).assign(
        lane="committees found", label=lambda rows: rows["treaty_body"]
    )
    asked = china.recommendations.assign(lane="states asked", label=lambda rows: rows["answer"])
    asked = asked.sort_values("label").drop_duplicates("year")
    sent = china.returns[china.returns["counted"]].assign(lane="returns reported", label="returns")
    sent = sent[sent["measure"].isin(["annual_count", "event"])].drop_duplicates("year")
    frame = pd.concat([promised[columns], found[columns], asked[columns], sent[columns]], ignore_index=True)
    frame = frame.astype({"year": "int64"})
    frame["sure"] = frame["status"].isin(["verified", "corroborated"])
    frame["lean"] = frame["lane"].isin(["to Pyongyang", "returns reported"]).map({True: "return", False: "protection"})
    frame = frame.sort_values(["lane", "year"], ignore_index=True)
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[1952, 2027], nice=False),
        axis=alt.Axis(format="d", values=list(range(1960, 2021, 10)), grid=True),
    )
    y = alt.Y("lane:N", title=None, sort=LANES, axis=alt.Axis(ticks=False, domain=False, grid=False))
    colors = alt.Scale(domain=["protection", "return"], range=[theme.SECOND, theme.STATES["CHN"]])
    base = alt.Chart(frame).encode(x=x, y=y, tooltip=["year:Q", "lane:N", "label:N", "status:N"])
    color = alt.Color("lean:N", scale=colors, legend=alt.Legend(offset=4, symbolStrokeWidth=0))
    sure = base.transform_filter("datum.sure").mark_point(size=60).encode(color=color)
    hollow = base.transform_filter("!datum.sure").mark_point(size=60, filled=False, fill="white", strokeWidth=1.6)
    named = frame[frame["lane"].isin(LANES[:3]) | frame["label"].eq("accepted")].copy()
    named["label"] = named["label"].replace(SHORT)
    named["up"] = named["label"].isin(["refugees", "children"])
    text = alt.Chart(named).encode(x=x, y=y, text="label:N")
    below = text.transform_filter("!datum.up").mark_text(dy=13, fontSize=10)
    above = text.transform_filter("datum.up").mark_text(dy=-12, fontSize=10)
    chart = alt.layer(sure, hollow.encode(color=color), below, above).properties(width=370, height=44 * len(LANES))
    return Figure("record", chart, basis(promised, china.committees, china.recommendations, sent))
