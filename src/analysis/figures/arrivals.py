"""Figures on defector arrivals in South Korea."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, theme
from analysis.arrival_frames import Arrivals
from analysis.exhibits import Basis, Column, Figure, Table, basis

__all__ = ["quarters", "record", "revisions", "women", "yearly"]

YEAR_AXIS = alt.Axis(title=None, format="d", tickCount=9)


def _rows(table: str, frame: pd.DataFrame) -> Basis:
    loaded = datasets.load(table)
    return basis(loaded[loaded["year"].isin(frame["year"])])


def yearly(arrivals: Arrivals) -> Figure:
    """Draw arrivals a year, men and women stacked; years without a published split in grey."""
    years = arrivals.years
    known = years["women"].notna()
    split = years[known].melt("year", ["women", "men"], var_name="sex", value_name="persons")
    whole = years[~known].assign(sex="sex not published", persons=years["total"])[["year", "sex", "persons"]]
    stacked = pd.concat([split, whole]).sort_values(["year", "sex"], ascending=[True, False]).reset_index(drop=True)
    order = list(theme.SEXES)
    peak = years.loc[years["total"].idxmax()]
    marks = years[years["year"].isin([peak["year"], 2012, 2021, years["year"].max()])].assign(
        label=lambda rows: rows["total"].map("{:,}".format)
    )
    bars = (
        alt.Chart(stacked.astype({"persons": "int64"}))
        .mark_bar(stroke="white", strokeWidth=0.4)
        .encode(
            x=alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0, labelOverlap=True)),
            y=alt.Y("persons:Q", title="Persons a year", axis=alt.Axis(format=",d")),
            color=alt.Color("sex:N", scale=alt.Scale(domain=order, range=list(theme.SEXES.values()))),
            order=alt.Order("rank:Q"),
            tooltip=["year:O", "sex:N", alt.Tooltip("persons:Q", format=",d")],
        )
        .transform_calculate(rank=f"indexof({order}, datum.sex)")
    )
    labels = (
        alt.Chart(marks[["year", "total", "label"]].astype({"total": "int64"}))
        .mark_text(dy=-7)
        .encode(x="year:O", y="total:Q", text="label:N")
    )
    return Figure("yearly", (bars + labels).properties(width=theme.WIDTH, height=240), _rows("arrivals", years))


def women(arrivals: Arrivals, cumulative_share: float) -> Figure:
    """Draw the share of women among each year's arrivals with its interval, and their share of all arrivals."""
    shares = arrivals.years.dropna(subset=["share"])[["year", "women", "men", "share", "low", "high"]]
    every = pd.DataFrame({"share": [cumulative_share], "label": ["all arrivals"], "year": [shares["year"].max()]})
    x = alt.X(
        "year:Q", axis=YEAR_AXIS, scale=alt.Scale(domain=[int(shares["year"].min()) - 1, int(shares["year"].max()) + 1])
    )
    y = alt.Y("share:Q", title="Women among arrivals", axis=alt.Axis(format="%"), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(shares).encode(x=x)
    tooltip = [
        "year:Q",
        alt.Tooltip("share:Q", format=".1%"),
        alt.Tooltip("low:Q", format=".1%"),
        alt.Tooltip("high:Q", format=".1%"),
    ]
    chart = (
        alt.Chart(every).mark_rule(strokeDash=[4, 3], color=theme.MUTED).encode(y="share:Q")
        + base.mark_rule(color=theme.ACCENT, strokeWidth=1.6).encode(
            y=alt.Y("low:Q", title="Women among arrivals"), y2="high:Q"
        )
        + base.mark_point(color=theme.ACCENT).encode(y=y, tooltip=tooltip)
        + alt.Chart(every)
        .mark_text(align="right", dy=12, color=theme.MUTED)
        .encode(x="year:Q", y="share:Q", text="label:N")
    )
    return Figure("women", chart.properties(width=theme.WIDTH, height=220), _rows("arrivals", shares))


def quarters(arrivals: Arrivals) -> Figure:
    """Draw arrivals a quarter since 2019; a half-year without published quarters as its mean, hollow."""
    columns = ["year", "quarter_from", "quarter_to", "persons", "quarters", "per_quarter", "start", "end"]
    frame = arrivals.quarters[columns].assign(
        period=lambda rows: rows["quarters"].map({1: "quarter", 2: "mean of a half-year"})
    )
    events = arrivals.events[["day", "label", "kind"]].reset_index(drop=True)
    events = events.assign(height=[330 - 27 * position for position in range(len(events))])
    # the bars span the axis: a domain of dates beside them would be taken for a second one, at odds with theirs
    time, height = alt.Scale(type="utc", nice=False), alt.Scale(domain=[0, 340])
    x = alt.X("start:T", title=None, scale=time, axis=alt.Axis(format="%Y", tickCount="year"))
    bars = (
        alt.Chart(frame.astype({"persons": "int64", "per_quarter": "float64"}))
        .mark_rect(stroke=theme.SECOND, strokeWidth=0.8)
        .encode(
            x=x,
            x2="end:T",
            y=alt.Y("per_quarter:Q", title="Persons a quarter", scale=height),
            y2=alt.datum(0),
            fill=alt.Fill(
                "period:N", scale=alt.Scale(domain=["quarter", "mean of a half-year"], range=[theme.SECOND, "white"])
            ),
            tooltip=["year:O", "quarter_from:O", "quarter_to:O", "persons:Q"],
        )
    )
    marks = alt.Chart(events).encode(x=alt.X("day:T", scale=time))
    rules = marks.mark_rule(strokeWidth=0.9).encode(
        y=alt.Y("height:Q", scale=height),
        y2=alt.datum(0),
        color=alt.Color("kind:N", legend=None, scale=_event_colors()),
    )
    text = marks.mark_text(align="left", dx=4).encode(
        y=alt.Y("height:Q", scale=height), text="label:N", color=alt.Color("kind:N", legend=None, scale=_event_colors())
    )
    chart = (bars + rules + text).properties(width=theme.WIDTH, height=224)
    return Figure("quarters", chart, basis(arrivals.quarters, arrivals.events))


def _event_colors() -> alt.Scale:
    return alt.Scale(domain=["border_closure", "border_reopening"], range=[theme.ACCENT, "#2f7d5b"])


def revisions(arrivals: Arrivals) -> Figure:
    """Draw each published total of a year as its distance from the final figure."""
    frame = arrivals.revisions[["year", "published", "persons", "final", "difference", "release"]].assign(
        kind=lambda rows: rows["release"].map(lambda n: "first release" if n == 1 else "later release")
    )
    x = alt.X(
        "year:Q", axis=YEAR_AXIS, scale=alt.Scale(domain=[int(frame["year"].min()) - 1, int(frame["year"].max()) + 1])
    )
    base = alt.Chart(frame).encode(x=x)
    points = base.mark_point(size=44, strokeWidth=1.4).encode(
        y=alt.Y("difference:Q", title="Published less final, persons", axis=alt.Axis(format="+d")),
        fill=alt.Fill(
            "kind:N", scale=alt.Scale(domain=["first release", "later release"], range=[theme.ACCENT, "white"])
        ),
        stroke=alt.value(theme.ACCENT),
        tooltip=["year:Q", "published:N", "persons:Q", "final:Q", "difference:Q"],
    )
    zero = (
        alt.Chart(pd.DataFrame({"difference": [0]}))
        .mark_rule(color=theme.INK, strokeWidth=0.8)
        .encode(y="difference:Q")
    )
    used = datasets.load("arrivals_vintages")
    used = used[(used["sex"] == "total") & used["complete_year"]]
    chart = (zero + points).properties(width=theme.WIDTH, height=200)
    return Figure("revisions", chart, basis(used))


def record(arrivals: Arrivals) -> Table:
    """Tabulate arrivals a year with the share of women and the first published total."""
    first = arrivals.revisions[arrivals.revisions["release"] == 1][["year", "persons"]].rename(
        columns={"persons": "first"}
    )
    frame = arrivals.years.merge(first, on="year", how="left")
    columns = [
        Column("year", "Year"),
        Column("men", "Men", ",", "n. p."),
        Column("women", "Women", ",", "n. p."),
        Column("total", "Total", ","),
        Column("share", "Women, share", ".1%"),
        Column("low", "from", ".1%"),
        Column("high", "to", ".1%"),
        Column("first", "First release", ","),
        Column("status", "Status"),
    ]
    return Table("record", frame, columns, _rows("arrivals", arrivals.years))
