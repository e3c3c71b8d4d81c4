"""Figures on money, work and satisfaction after arrival in South Korea."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, theme
from analysis.exhibits import Figure, basis
from analysis.south_korea import SouthKorea

__all__ = ["grants", "satisfaction", "wages", "work"]

OWN, ALL = theme.STATES["KOR"], theme.MUTED
MILLION = 1_000_000
SIGNED = "datum.value == 0 ? '0' : format(datum.value, '+d')"


def _years(first: int, last: int, room: float = 0.6) -> alt.X:
    axis = alt.Axis(title=None, format="d", values=list(range(first + first % 2, last + 1, 2)))
    return alt.X("year:Q", axis=axis, scale=alt.Scale(domain=[first - 0.6, last + room], nice=False))


def _runs(frame: pd.DataFrame, group: str, value: str) -> pd.DataFrame:
    """Fill years without a figure with a missing value, so that a line breaks there."""
    wide = frame.pivot(index="year", columns=group, values=value)
    every = wide.reindex(range(int(wide.index.min()), int(wide.index.max()) + 1)).rename_axis("year").reset_index()
    return every.melt("year", var_name=group, value_name=value)


def grants(chapter: SouthKorea) -> Figure:
    """Draw grant and housing subsidy by year, stacked, in won of one year."""
    frame = chapter.grants.assign(real=chapter.grants["real"] / MILLION, nominal=chapter.grants["nominal"] / MILLION)
    order = ["housing subsidy", "basic grant"]
    bars = (
        alt.Chart(frame)
        .mark_bar(stroke="white", strokeWidth=0.4)
        .encode(
            x=alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0, labelOverlap=True)),
            y=alt.Y("real:Q", title=f"Million won of {chapter.price_year}, one person"),
            color=alt.Color("part:N", scale=alt.Scale(domain=order, range=["#9fc7cd", OWN])),
            order=alt.Order("part:N", sort="ascending"),
            tooltip=["year:O", "part:N", alt.Tooltip("real:Q", format=".1f"), alt.Tooltip("nominal:Q", format=".0f")],
        )
    )
    steps = frame[frame["part"] == "basic grant"]
    steps = steps[steps["nominal"] != steps["nominal"].shift(1)].assign(
        label=lambda rows: rows["nominal"].map("{:.0f}".format)
    )
    text = (
        alt.Chart(steps[["year", "real", "label"]])
        .mark_text(color="white", fontWeight=600, dy=9)
        .encode(x="year:O", y="real:Q", text="label:N")
    )
    rows = chapter.resettlement[chapter.resettlement["theme"] == "grants"]
    kept = rows[rows["indicator"].isin(["basic_settlement_grant_one_person", "housing_subsidy_one_person"])]
    chart = (bars + text).properties(width=theme.WIDTH, height=200)
    return Figure("grants", chart, basis(kept, datasets.load("korean_prices")))


def work(chapter: SouthKorea) -> Figure:
    """Draw the gaps in work to all residents, one panel a rate; full counts square, samples of unknown size hollow."""
    frame = chapter.gaps.assign(
        size=chapter.gaps["counted"]
        .map({True: "full count", False: "sample"})
        .where(chapter.gaps["counted"] | chapter.gaps["low"].notna(), "sample of unknown size")
    )[["rate", "year", "refugees", "residents", "gap", "low", "high", "size"]].astype(
        {"year": "int64", "gap": "float64", "low": "float64", "high": "float64"}
    )
    kinds = ["full count", "sample", "sample of unknown size"]
    first, last = int(frame["year"].min()), int(frame["year"].max())
    panels = [_gap(frame[frame["rate"] == rate], rate, kinds, first, last) for rate in frame["rate"].unique()]
    return Figure(
        "work", alt.vconcat(*panels, spacing=14), basis(chapter.labour[chapter.labour["year"].isin(frame["year"])])
    )


def _gap(frame: pd.DataFrame, title: str, kinds: list[str], first: int, last: int) -> alt.LayerChart:
    y = alt.Y("gap:Q", title=None, axis=alt.Axis(tickCount=5, labelExpr=SIGNED), scale=alt.Scale(domain=[-11, 11]))
    base = alt.Chart(frame).encode(x=_years(first, last))
    legend = alt.Legend()
    points = base.mark_point(size=46, strokeWidth=1.5).encode(
        y=y,
        shape=alt.Shape("size:N", scale=alt.Scale(domain=kinds, range=["square", "circle", "circle"]), legend=legend),
        fill=alt.Fill("size:N", scale=alt.Scale(domain=kinds, range=[OWN, OWN, "white"]), legend=legend),
        stroke=alt.value(OWN),
        tooltip=["year:Q", "refugees:Q", "residents:Q", alt.Tooltip("gap:Q", format="+.1f")],
    )
    rules = (
        alt.Chart(frame.dropna(subset=["low"]))
        .mark_rule(color=OWN, strokeWidth=1.4)
        .encode(x=_years(first, last), y=alt.Y("low:Q", title=None), y2="high:Q")
    )
    zero = alt.Chart(pd.DataFrame({"gap": [0]})).mark_rule(color=theme.MUTED).encode(y="gap:Q")
    return (zero + rules + points).properties(width=theme.WIDTH, height=88, title=title)


def wages(chapter: SouthKorea) -> Figure:
    """Draw mean monthly pay of refugees and of all residents in won of one year, with the ratio of both."""
    rows = chapter.wages.assign(real=chapter.wages["real"] / MILLION)
    whole = rows[rows["sex"] == "all"][["year", "group", "real", "basis"]].astype({"year": "int64"})
    names = {"nk_refugees": "refugees", "all_residents": "all residents"}
    whole = whole.assign(group=whole["group"].map(names))
    wide = whole.pivot(index="year", columns="group", values="real").dropna().reset_index()
    ratio = wide.assign(label=(wide["refugees"] / wide["all residents"]).map("{:.0%}".format))
    sexes = rows[rows["sex"] != "all"][["year", "sex", "real"]].astype({"year": "int64"})
    first, last = int(whole["year"].min()), int(whole["year"].max())
    x = _years(first, last, room=1.6)
    title = f"Million won of {chapter.price_year} a month"
    y = alt.Y("real:Q", title=title, scale=alt.Scale(domain=[0, 4]))
    color = alt.Color("group:N", scale=alt.Scale(domain=list(names.values()), range=[OWN, ALL]))
    base = alt.Chart(whole).encode(x=x, y=y, color=color)
    runs = alt.Chart(_runs(whole, "group", "real")).encode(x=x, y=y, color=color)
    lines = (
        base.mark_line(strokeDash=[2, 3], strokeWidth=1)
        + runs.mark_line()
        + base.mark_point(size=34).encode(tooltip=["year:Q", "group:N", alt.Tooltip("real:Q", format=".2f")])
    )
    shares = (
        alt.Chart(ratio[["year", "refugees", "label"]])
        .mark_text(dy=-12)
        .encode(x=x, y=alt.Y("refugees:Q", title=title), text="label:N")
    )
    marks = alt.Chart(sexes).encode(x=x, y=y)
    by_sex = marks.mark_point(shape="diamond", fill="white", stroke=OWN, strokeWidth=1.5, size=52) + marks.mark_text(
        align="left", dx=7
    ).encode(text="sex:N")
    chart = (lines + shares + by_sex).properties(width=theme.WIDTH, height=210)
    kept = chapter.wages.drop(columns="real")
    return Figure("wages", chart, basis(kept, datasets.load("korean_prices")))


def satisfaction(chapter: SouthKorea) -> Figure:
    """Draw satisfaction and felt discrimination by year, and below two questions put to all residents as well."""
    names = {
        "satisfied_with_life_in_south": "satisfied with life",
        "felt_discrimination_last_year": "felt discriminated against",
    }
    frame = chapter.answers.assign(what=chapter.answers["indicator"].map(names))[
        ["year", "what", "share", "low", "high"]
    ]
    frame = frame.astype({"year": "int64", "share": "float64", "low": "float64", "high": "float64"})
    x = _years(int(frame["year"].min()), int(frame["year"].max()))
    color = alt.Color("what:N", scale=alt.Scale(domain=list(names.values()), range=[OWN, theme.ACCENT]), legend=None)
    y = alt.Y("share:Q", title=None, axis=alt.Axis(format="%", tickCount=5), scale=alt.Scale(domain=[0, 1]))
    base = alt.Chart(frame).encode(x=x, color=color)
    tooltip = ["year:Q", "what:N", alt.Tooltip("share:Q", format=".1%")]
    known = alt.Chart(frame.dropna(subset=["low"])).encode(x=x, color=color)
    title = frame.loc[frame.groupby("what")["year"].idxmin()].assign(at=lambda rows: rows["share"])
    text = alt.Chart(title).mark_text(align="left", dy=-12, dx=-4).encode(x=x, y="at:Q", text="what:N", color=color)
    series = (
        base.mark_line(strokeDash=[2, 3], strokeWidth=1).encode(y=y)
        + alt.Chart(_runs(frame, "what", "share")).mark_line().encode(x=x, y=y, color=color)
        + known.mark_rule(strokeWidth=1.6).encode(y="low:Q", y2="high:Q")
        + base.mark_point(size=34).encode(y=y, tooltip=tooltip)
        + text
    ).properties(width=theme.WIDTH, height=190)
    words = {"satisfied_with_socioeconomic_achievement": "satisfied with achievement"}
    words |= {"expects_own_status_to_improve": "expect to rise"}
    both = chapter.both.assign(what=chapter.both["indicator"].map(words)).sort_values("refugees", ascending=False)
    tidy = both.melt("what", ["refugees", "residents"], var_name="group", value_name="share")
    tidy = tidy.assign(share=tidy["share"] / 100, group=tidy["group"].replace({"residents": "all residents"}))
    order = alt.Y("what:N", sort=list(both["what"]), axis=None)
    span = both.assign(low=both["residents"] / 100, high=both["refugees"] / 100)[["what", "low", "high"]]
    scale = alt.Scale(domain=[0, 1])
    share = alt.X("share:Q", title=None, scale=scale, axis=alt.Axis(format="%", tickCount=5))
    dots = alt.Chart(tidy).encode(y=order, x=share)
    groups = alt.Scale(domain=["refugees", "all residents"], range=[OWN, ALL])
    questions = (
        alt.Chart(span)
        .mark_rule(color=theme.PALE, strokeWidth=3)
        .encode(y=order, x=alt.X("low:Q", scale=scale), x2="high:Q")
        + dots.mark_point(size=60).encode(color=alt.Color("group:N", scale=groups, legend=None))
        + dots.mark_text(dy=-11).encode(text="group:N")
        + alt.Chart(span).mark_text(align="left", dx=10).encode(y=order, x=alt.X("high:Q", scale=scale), text="what:N")
    ).properties(width=theme.WIDTH, height=alt.Step(36))
    chart = alt.vconcat(series, questions, spacing=18).resolve_scale(color="independent")
    return Figure("satisfaction", chart, basis(chapter.answers, datasets.load("satisfaction_residents")))
