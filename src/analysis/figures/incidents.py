"""Figures and a table on the people found in Laos, Vietnam and Cambodia."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import incident_findings, incidents, theme
from analysis.exhibits import Basis, Column, Figure, Table, basis
from analysis.southeast_asia import GROUP, SoutheastAsia

__all__ = ["cases", "events", "rates", "silence"]

SPAN = {"domainMin": alt.expr("utc(2000, 0, 1)"), "domainMax": alt.expr("utc(2026, 5, 30)")}
"""Where the axis begins and ends; a domain of dates would be read in one way by one end of a bar, in another by the
other."""
SIDES = {incidents.MOVED: theme.SECOND, "pushed back": theme.ACCENT, "returned to the North": theme.ACCENT}
COLORS = alt.Scale(
    domain=[*SIDES, "passed unseen", "none found"], range=[*SIDES.values(), theme.MUTED, theme.MUTED]
)  # fmt: skip
RUNG = 33
"""Height of a lane, pixels."""
CROWDED = pd.Timedelta(days=730)
"""A point that follows another of its lane within this time has its number below, not above."""
LARGEST = 200
"""Most groups on the axis of the figure on silence."""


def _lanes(rows: pd.DataFrame) -> list[str]:
    return [lane for lane in COLORS.domain if lane in set(rows["outcome"])]


def events(chapter: SoutheastAsia) -> Figure:
    """Draw each incident as a point with its number and each pattern as a bar; what does not count is hollow."""
    frame = chapter.drawn.assign(
        label=_number(chapter.drawn), hollow=~chapter.drawn["firm"], middle=lambda rows: rows["start"]
    )
    since = frame[frame["kind"].eq("group")].groupby(["iso3", "outcome"])["start"].diff()
    frame["above"] = ~(since.reindex(frame.index) < CROWDED)
    shown = ["state", "outcome", "start", "end", "label", "kind", "hollow", "above", "status", "note"]
    panels = [
        _panel(frame.loc[frame["iso3"].eq(code), shown].reset_index(drop=True), last=code == GROUP[-1])
        for code in GROUP
    ]
    chart = alt.vconcat(*panels, spacing=8).resolve_scale(color="shared")
    return Figure("events", chart, basis(chapter.drawn))


def _short(outcome: pd.Series) -> pd.Series:
    return outcome.str.removesuffix(" to the North")


def _number(frame: pd.DataFrame) -> pd.Series:
    low, high = (frame[end].astype("string") for end in ("low", "high"))
    return low.where(~frame["contested"], low + "–" + high).fillna("")


def _panel(rows: pd.DataFrame, *, last: bool) -> alt.LayerChart:
    lanes = _lanes(rows)
    scale = alt.Scale(**SPAN, type="utc", nice=False)
    axis = alt.Axis(format="%Y", tickCount=6, labels=last, ticks=last, grid=True)
    x = alt.X("start:T", title=None, scale=scale, axis=axis)
    y = alt.Y(
        "outcome:N", title=None, sort=lanes, scale=alt.Scale(domain=lanes),
        axis=alt.Axis(ticks=False, domain=False, grid=False, minExtent=118),
    )  # fmt: skip
    base = alt.Chart(rows).encode(
        x=x, y=y, tooltip=["state:N", "outcome:N", "start:T", "end:T", "label:N", "status:N", "note:N"]
    )
    color = alt.Color("outcome:N", scale=COLORS, legend=None)
    stroke = alt.Stroke("outcome:N", scale=COLORS, legend=None)
    spread = base.transform_filter("datum.kind !== 'group'")
    long = spread.encode(x2="end:T")
    single = base.transform_filter("datum.kind === 'group'")
    text = single.encode(text="label:N")
    layers = [
        long.transform_filter("!datum.hollow").mark_bar(height=9, opacity=0.45).encode(color=color),
        long.transform_filter("datum.hollow").mark_bar(height=9, fill="white", strokeDash=[3, 2]).encode(stroke=stroke),
        spread.mark_text(dx=9, dy=-12, fontWeight=600).encode(text="label:N"),
        single.transform_filter("!datum.hollow").mark_point(size=66, filled=True).encode(color=color),
        single.transform_filter("datum.hollow")
        .mark_point(size=66, filled=False, fill="white", strokeWidth=1.7)
        .encode(stroke=stroke),
        text.transform_filter("datum.above").mark_text(dy=-12, fontWeight=600),
        text.transform_filter("!datum.above").mark_text(dy=12, fontWeight=600),
    ]
    title = alt.Title(str(rows["state"].iloc[0]), frame="group", offset=2)
    return alt.layer(*layers).properties(width=340, height=RUNG * len(lanes), title=title)


def rates(chapter: SoutheastAsia) -> Figure:
    """Draw the share of each counted group that met one outcome, and the share of groups sent away."""
    people = chapter.rates.assign(
        part="People of one group",
        label=lambda rows: rows["state"] + ", " + rows["start"].dt.strftime("%b %Y") + ": " + _short(rows["outcome"]),
        hits=lambda rows: rows["low"], of=lambda rows: rows["group_size"], hollow=lambda rows: ~rows["counted"],
    )  # fmt: skip
    names = chapter.incidents.drop_duplicates("iso3").set_index("iso3")["state"].to_dict() | {"all": "All"}
    whole = chapter.groups.assign(
        part="Groups sent away", label=lambda rows: rows["iso3"].map(names) + ": groups sent away",
        hits=lambda rows: rows["away"], of=lambda rows: rows["groups"], hollow=False,
    )  # fmt: skip
    columns = ["part", "label", "hits", "of", "share", "share_low", "share_high", "hollow"]
    frame = pd.concat([people[columns], whole[columns]], ignore_index=True)
    frame = frame.astype({"hits": "int64", "of": "int64", "share": "float64", "hollow": "bool"})
    frame["count"] = frame["hits"].astype("string") + " of " + frame["of"].astype("string")
    order = frame["label"].tolist()
    x = alt.X(
        "share:Q", title="Share, with exact interval", scale=alt.Scale(domain=[0, 1.26], nice=False),
        axis=alt.Axis(format="%", values=[0, 0.25, 0.5, 0.75, 1]),
    )  # fmt: skip
    y = alt.Y("label:N", title=None, sort=order, axis=alt.Axis(ticks=False, domain=False, labelLimit=260))
    colors = alt.Scale(domain=["People of one group", "Groups sent away"], range=[theme.SECOND, theme.ACCENT])
    color = alt.Color("part:N", scale=colors, legend=None)
    base = alt.Chart(frame).encode(y=y, tooltip=["label:N", "count:N", "share:Q", "share_low:Q", "share_high:Q"])
    layers = [
        base.mark_rule(strokeWidth=1.8).encode(x="share_low:Q", x2="share_high:Q", color=color),
        base.transform_filter("!datum.hollow").mark_point(size=60).encode(x=x, color=color),
        base.transform_filter("datum.hollow")
        .mark_point(size=60, filled=False, fill="white", strokeWidth=1.7)
        .encode(x=x, stroke=alt.Stroke("part:N", scale=colors, legend=None)),
        base.mark_text(align="right", fontSize=10).encode(x=alt.datum(1.26), text="count:N"),
    ]
    chart = alt.layer(*layers).properties(width=270, height=24 * len(order))
    return Figure("rates", chart, basis(chapter.rates, chapter.incidents[chapter.incidents["counted"]]))


def silence(chapter: SoutheastAsia) -> Figure:
    """Draw the largest share of groups sent away that silence leaves possible, for three chances of hearing of one."""
    counts = pd.Series(range(2, LARGEST + 1), dtype="float64")
    chances = (1.0, incident_findings.NOTICED, incident_findings.UNNOTICED)
    frame = pd.concat(
        [
            pd.DataFrame(
                {
                    "groups": counts,
                    "bound": incidents.silence(counts, chance, chapter.level),
                    "noticed": f"{chance:.0%}",
                }
            )
            for chance in chances
        ],
        ignore_index=True,
    )
    order = [f"{chance:.0%}" for chance in chances]
    ends = frame[frame["bound"] <= 0.5].drop_duplicates("noticed").assign(label=lambda rows: rows["noticed"])
    x = alt.X(
        "groups:Q", title="Groups in the state’s hands (logarithmic)", scale=alt.Scale(type="log", domain=[2, LARGEST]),
        axis=alt.Axis(values=[2, 5, 10, 20, 50, 100, 200], format="d"),
    )  # fmt: skip
    y = alt.Y(
        "bound:Q", title="Largest share returned that silence leaves possible", scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format="%"),
    )  # fmt: skip
    shades = alt.Scale(domain=order, range=[theme.MUTED, theme.SECOND, theme.ACCENT])
    color = alt.Color("noticed:N", scale=shades, legend=None)
    line = alt.Chart(frame).mark_line().encode(x=x, y=y, color=color, tooltip=["groups:Q", "noticed:N", "bound:Q"])
    text = alt.Chart(ends).mark_text(align="left", dx=6, dy=-8).encode(x=x, y=y, text="label:N", color=color)
    chart = alt.layer(line, text).properties(width=theme.WIDTH - 10, height=180)
    unheard = chapter.incidents[chapter.incidents["status"].isin(["absence", "recalled"])]
    return Figure("silence", chart, basis(unheard))


def cases(chapter: SoutheastAsia) -> Table:
    """Tabulate what is on record, with what each entry rests on."""
    rows = chapter.drawn
    frame = rows.assign(
        when=_when(rows),
        people=_number(rows).replace("", pd.NA),
        standing=_standing(rows),
    )  # fmt: skip
    frame = frame.sort_values(
        ["iso3", "start"], key=lambda column: column.map(GROUP.index) if column.name == "iso3" else column
    )
    columns = [
        Column("state", "State"), Column("when", "When"), Column("outcome", "Outcome"),
        Column("people", "People", missing="n. n."), Column("standing", "Counts"), Column("status", "Status"),
        Column("note", "Remark"),
    ]  # fmt: skip
    used: Basis = basis(rows)
    return Table("cases", frame, columns, used)


def _when(rows: pd.DataFrame) -> pd.Series:
    first, last = (rows[end].dt.strftime("%Y") for end in ("start", "end"))
    span = (first + "–" + last).where(first != last, first)
    return rows["start"].dt.strftime("%Y-%m").where(rows["kind"].eq("group"), span)


def _standing(rows: pd.DataFrame) -> pd.Series:
    text = rows["counted"].map({True: "yes", False: "no: pattern"})
    text = text.mask(rows["kind"].eq("period"), "no: a period")
    text = text.mask(rows["contested"], "no: contested")
    text = text.mask(~rows["contested"] & ~rows["firm"], "no: status")
    return text.mask(rows["cable_only"], "no: cables alone")
