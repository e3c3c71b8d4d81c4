"""Figures on the General Assembly's votes on North Korea."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import assembly, datasets, theme
from analysis.exhibits import Figure, basis

__all__ = ["ballots", "tallies"]

VOTES = {"yes": theme.SECOND, "abstain": "#9aa3ae", "absent": "#d5d9e0", "no": theme.ACCENT}
LEGEND = alt.Legend(symbolStrokeWidth=0, offset=26)
YEARS = alt.Axis(title=None, labelAngle=0, labelOverlap=True)


def tallies(frame: pd.DataFrame) -> Figure:
    """Draw each recorded vote as a stacked bar of all members, and years without a vote as empty frames."""
    voted, silent = frame[frame["voted"]], frame[~frame["voted"]]
    long = voted.melt("year", assembly.ORDER, var_name="vote", value_name="states").astype({"states": "int64"})
    long["rank"] = long["vote"].map({vote: rank for rank, vote in enumerate(assembly.ORDER)})
    every = silent[["year", "members"]].assign(label="no vote")
    years = frame["year"].tolist()
    x = alt.X("year:O", axis=YEARS, scale=alt.Scale(domain=years))
    bars = (
        alt.Chart(long)
        .mark_bar(stroke="white", strokeWidth=0.4)
        .encode(
            x=x,
            y=alt.Y("states:Q", title="Members", axis=alt.Axis(format="d"), scale=alt.Scale(domain=[0, 200])),
            color=alt.Color("vote:N", scale=alt.Scale(domain=list(VOTES), range=list(VOTES.values())), legend=LEGEND),
            order=alt.Order("rank:Q"),
            tooltip=["year:O", "vote:N", "states:Q"],
        )
    )
    marks = alt.Chart(voted[["year", "yes", "no", "members"]].astype("int64"))
    labels = marks.mark_text(dy=9, color="white").encode(x=x, y="yes:Q", text="yes:Q")
    against = marks.mark_text(dy=-6, color=theme.ACCENT).encode(x=x, y="members:Q", text="no:Q")
    frames = (
        alt.Chart(every)
        .mark_bar(filled=False, stroke=theme.MUTED, strokeDash=[2, 2], strokeWidth=0.8)
        .encode(x=x, y="members:Q", tooltip=["year:O", "label:N"])
    )
    words = alt.Chart(every).mark_text(angle=270, color=theme.MUTED).encode(x=x, y=alt.datum(96), text="label:N")
    chart = (bars + frames + words + labels + against).properties(width=theme.WIDTH, height=220)
    return Figure("tallies", chart, basis(frame))


def ballots(frame: pd.DataFrame) -> Figure:
    """Draw each of the nine states' votes, year by year; years without a vote stay empty."""
    order = frame.drop_duplicates("state")["state"].tolist()
    rows = frame[["state", "year", "vote"]].assign(
        letter=frame["vote"].map({"yes": "Y", "no": "N", "abstain": "A", "absent": "–"}).fillna("")
    )
    cast = rows[rows["letter"] != ""].assign(
        ink=lambda r: r["vote"].map({"yes": "white", "no": "white"}).fillna(theme.INK)
    )
    x = alt.X("year:O", axis=YEARS, scale=alt.Scale(domain=sorted(rows["year"].unique().tolist())))
    y = alt.Y("state:N", sort=order, title=None)
    empty = (
        alt.Chart(rows[rows["letter"] == ""])
        .mark_rect(fill="white", stroke=theme.PALE, strokeDash=[2, 2], strokeWidth=0.7)
        .encode(x=x, y=y)
    )
    cells = (
        alt.Chart(cast)
        .mark_rect(stroke="white")
        .encode(
            x=x,
            y=y,
            color=alt.Color("vote:N", scale=alt.Scale(domain=list(VOTES), range=list(VOTES.values())), legend=LEGEND),
            tooltip=["state:N", "year:O", "vote:N"],
        )
    )
    letters = (
        alt.Chart(cast).mark_text(fontSize=10).encode(x=x, y=y, text="letter:N", color=alt.Color("ink:N", scale=None))
    )
    chart = (
        alt.layer(empty, cells, letters)
        .resolve_scale(color="independent")
        .properties(width=theme.WIDTH - 44, height=190)
    )
    votes = datasets.load("assembly_votes")
    return Figure("ballots", chart, basis(votes[votes["iso3"].isin(frame["iso3"])], assembly.record()))
