"""Figures on the mental health of North Korean refugees in the South."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.exhibits import Column, Figure, Table, basis
from analysis.mental_health import OUTCOMES, STAGES, summary
from analysis.meta_analysis import BETWEEN, SCALES
from analysis.south_korea import SouthKorea

__all__ = ["choices", "forest", "places", "pooled", "stages"]

SHAPES = alt.Scale(domain=["interview", "scale", "not stated"], range=["circle", "square", "triangle-up"])
MEAN = "Mean of studies"
X_SHARE = alt.Scale(domain=[0, 1])
LABELS = alt.Axis(labelLimit=0, minExtent=175, domain=False, ticks=False)
TIES = {
    "worse health": ("circle", theme.ACCENT, theme.ACCENT),
    "began here more often": ("diamond", theme.ACCENT, theme.ACCENT),
    "no tie found": ("circle", "white", theme.MUTED),
    "better health": ("triangle-up", "white", theme.SECOND),
}


def _percent(low: pd.Series, high: pd.Series) -> pd.Series:
    return (low * 100).round().astype("int64").astype(str) + "–" + (high * 100).round().astype("int64").astype(str)


def _title(text: str) -> alt.TitleParams:
    return alt.TitleParams(text, frame="group", anchor="start")


def forest(chapter: SouthKorea) -> Figure:
    """Draw each study with its interval, then the mean and the prediction interval, one panel an outcome.

    The web lets a reader choose estimator and scale; a hollow diamond keeps the printed mean.
    """
    every = _summaries(chapter)
    panels = [_panel(chapter, every, outcome, last=outcome == "ptsd") for outcome in OUTCOMES]
    chosen = {"method": ("Variance between studies", list(BETWEEN)), "scale": ("Scale", list(SCALES))}
    lists = [
        alt.param(
            name=name,
            value=getattr(chapter, name),
            bind=alt.binding_select(options=options, name=f"{words} (printed: {getattr(chapter, name)}) "),
        )
        for name, (words, options) in chosen.items()
    ]
    chart = alt.vconcat(*panels, spacing=16).resolve_scale(shape="shared").add_params(*lists)
    return Figure("forest", chart, basis(chapter.studies))


def _summaries(chapter: SouthKorea) -> pd.DataFrame:
    """Pool by every estimator and scale: one row for the mean and one for a new study, of each outcome."""
    rows = [
        {"method": method, "scale": scale, "outcome": outcome, "row": row, "share": share, "low": low, "high": high}
        for method in BETWEEN
        for scale in SCALES
        for outcome, found in summary(chapter.studies, method, scale, chapter.level).items()
        for row, share, low, high in (
            (MEAN, found.mean, found.low, found.high),
            ("A new study", None, found.new_low, found.new_high),
        )
    ]
    frame = pd.DataFrame(rows)
    span = "(" + _percent(frame["low"], frame["high"]) + ")"
    return frame.assign(figures=(frame["share"] * 100).map("{:.0f} ".format).where(frame["share"].notna(), "") + span)


def _panel(chapter: SouthKorea, every: pd.DataFrame, outcome: str, last: bool) -> alt.LayerChart:
    rows = chapter.studies[chapter.studies["outcome"] == outcome].sort_values("share")
    centre = rows["setting_class"].map({"settlement_centre": ", centre"}).fillna("")
    drawn = rows.assign(
        row=rows["label"] + centre,
        figures=(rows["share"] * 100).round().astype("int64").astype(str)
        + " ("
        + _percent(rows["low"], rows["high"])
        + ")",
        how=rows["method"].map(
            {"diagnostic_interview": "interview", "screening_scale": "scale", "not_stated": "not stated"}
        ),
    )[["row", "share", "low", "high", "figures", "how", "sample_n"]].astype({"sample_n": "int64"})
    lines = every[every["outcome"] == outcome].drop(columns="outcome").reset_index(drop=True)
    y = alt.Y("row:N", sort=[*drawn["row"], *lines["row"].unique()], title=None, axis=LABELS)
    axis = alt.Axis(format="%", tickCount=5, labels=last, ticks=last)
    x = alt.X("low:Q", scale=X_SHARE, title=None, axis=axis)
    base, summaries = alt.Chart(drawn).encode(y=y), alt.Chart(lines).encode(y=y)
    total = summaries.transform_filter("datum.method == method && datum.scale == scale")
    was = summaries.transform_filter(
        f"(method != '{chapter.method}' || scale != '{chapter.scale}') && datum.row == '{MEAN}'"
        f" && datum.method == '{chapter.method}' && datum.scale == '{chapter.scale}'"
    )
    points = base.mark_point(size=46, color=theme.SECOND).encode(
        x="share:Q",
        shape=alt.Shape("how:N", scale=SHAPES, legend=alt.Legend(symbolType="circle")),
        tooltip=["row:N", "how:N", "sample_n:Q", alt.Tooltip("share:Q", format=".1%")],
    )
    figures = [each.mark_text(align="left", dx=6).encode(x=alt.datum(1), text="figures:N") for each in (base, total)]
    hollow = {"shape": "diamond", "size": 130, "filled": False, "color": theme.MUTED}
    return (
        base.mark_rule(color=theme.SECOND, strokeWidth=1.4).encode(x=x, x2="high:Q")
        + points
        + total.mark_rule(color=theme.ACCENT, strokeWidth=2.4).encode(x="low:Q", x2="high:Q")
        + total.mark_point(shape="diamond", size=90, color=theme.ACCENT).encode(x="share:Q")
        + was.mark_point(**hollow).encode(x="share:Q")
        + figures[0]
        + figures[1]
    ).properties(width=190, height=alt.Step(19), title=_title(OUTCOMES[outcome]))


def choices(chapter: SouthKorea) -> Figure:
    """Draw the mean under other models and other sets of studies, with its interval."""
    rows = chapter.choices[["outcome", "choice", "kind", "k", "mean", "low", "high"]]
    frame = rows.reset_index(drop=True)
    order = list(dict.fromkeys(frame.sort_values("outcome", ascending=False, kind="stable")["choice"]))
    y = alt.Y("choice:N", sort=order, title=None, axis=alt.Axis(labelLimit=0, domain=False, ticks=False))
    color = alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["main", "model", "studies"], range=[theme.ACCENT, theme.SECOND, "#8a6d1d"]),
        legend=alt.Legend(
            labelExpr="{'main': 'as stated', 'model': 'another model', 'studies': 'other studies'}[datum.label]"
        ),
    )
    base = alt.Chart(frame).encode(y=y, color=color)
    x = alt.X("low:Q", scale=X_SHARE, title=None, axis=alt.Axis(format="%", tickCount=4))
    layers = base.mark_rule(strokeWidth=1.4).encode(x=x, x2="high:Q") + base.mark_point(size=34).encode(
        x="mean:Q",
        tooltip=["choice:N", "k:Q", *[alt.Tooltip(f"{name}:Q", format=".1%") for name in ("mean", "low", "high")]],
    )
    chart = layers.properties(width=140, height=alt.Step(17)).facet(
        column=alt.Column("outcome:N", title=None, header=alt.Header(labelFontWeight=600, labelAnchor="start"))
    )
    return Figure("choices", chart.properties(spacing=16), basis(chapter.studies, chapter.left_out))


def places(chapter: SouthKorea) -> Figure:
    """Draw the share of each sample that reports an event, one panel a place."""
    sex = chapter.places["sex"].map({"women": ", women"}).fillna("")
    label = (
        chapter.places["event"].str.split(":| with ", regex=True).str[0]
        + sex
        + ", n "
        + chapter.places["n"].map("{:,}".format)
    )
    rows = chapter.places.assign(label=label)[["label", "where", "share", "low", "high", "study_id"]]
    order = ["In the North", "In the North or on the way", "On the way", "In the South"]
    known = set(rows["where"])
    panels = [_place(rows[rows["where"] == name], name, name == order[-1]) for name in order if name in known]
    return Figure("places", alt.vconcat(*panels, spacing=10), basis(chapter.places))


def _place(rows: pd.DataFrame, title: str, last: bool) -> alt.LayerChart:
    ordered = rows.sort_values("share", ascending=False)
    axis = alt.Axis(labelLimit=0, minExtent=230, domain=False, ticks=False)
    base = alt.Chart(ordered).encode(y=alt.Y("label:N", sort=list(ordered["label"]), title=None, axis=axis))
    x = alt.X("low:Q", scale=X_SHARE, title=None, axis=alt.Axis(format="%", tickCount=4, labels=last, ticks=last))
    points = base.mark_point(size=40).encode(x="share:Q", tooltip=["label:N", alt.Tooltip("share:Q", format=".1%")])
    chart = base.mark_rule(color=theme.SECOND, strokeWidth=1.4).encode(x=x, x2="high:Q") + points
    return chart.properties(width=200, height=alt.Step(18), title=_title(title))


def stages(chapter: SouthKorea) -> Figure:
    """Draw each finding of a study in the column of the stage that it names."""
    rows = chapter.stages.sort_values(["sample_id", "year", "row_id"])
    short = {"PRK": "North", "PRK_or_transit": "Return", "transit": "Way", "KOR": "South"}
    frame = rows.assign(where=rows["stage"].map(short))[["line", "where", "tie", "outcome", "sample_id"]]
    columns = [short[stage] for stage in STAGES]
    domain = [tie for tie in TIES if tie in set(frame["tie"])]
    scales = [alt.Scale(domain=domain, range=[TIES[tie][place] for tie in domain]) for place in (0, 1, 2)]
    legend = alt.Legend(columns=1, symbolType="circle", offset=8)
    chart = (
        alt.Chart(frame)
        .mark_point(size=80, strokeWidth=1.6)
        .encode(
            x=alt.X(
                "where:N",
                sort=columns,
                scale=alt.Scale(domain=columns),
                title=None,
                axis=alt.Axis(orient="top", labelAngle=0, grid=True, domain=False, ticks=False),
            ),
            y=alt.Y(
                "line:N",
                sort=list(frame["line"]),
                title=None,
                axis=alt.Axis(labelLimit=0, domain=False, ticks=False, grid=True),
            ),
            shape=alt.Shape("tie:N", scale=scales[0], legend=legend),
            fill=alt.Fill("tie:N", scale=scales[1], legend=legend),
            stroke=alt.Stroke("tie:N", scale=scales[2], legend=legend),
            tooltip=["line:N", "where:N", "tie:N", "outcome:N", "sample_id:N"],
        )
        .properties(width=190, height=alt.Step(19))
    )
    return Figure("stages", chart, basis(chapter.stages))


def pooled(chapter: SouthKorea) -> Table:
    """Tabulate the summary of each outcome and its groups."""
    rows = chapter.subgroups
    known = rows["mean"].notna()
    filled = rows.fillna(dict.fromkeys(("mean", "low", "high", "new_low", "new_high"), 0.0))
    mean = (filled["mean"] * 100).round().astype("int64").astype(str)
    frame = rows.assign(
        span=_percent(rows["lowest"], rows["highest"]).where(
            rows["k"] > 1, (rows["lowest"] * 100).map("{:.0f}".format)
        ),
        middle=(mean + " (" + _percent(filled["low"], filled["high"]) + ")").where(known, "too few"),
        future=_percent(filled["new_low"], filled["new_high"]).where(known, "–"),
    )
    columns = [
        Column("outcome", "Condition"),
        Column("group", "Studies"),
        Column("k", "Number", "d"),
        Column("persons", "Persons", ",d"),
        Column("span", "Range, %"),
        Column("middle", "Mean, %"),
        Column("future", "New study, %"),
        Column("i2", "I²", ".0%"),
    ]
    return Table("pooled", frame, columns, basis(chapter.studies))
