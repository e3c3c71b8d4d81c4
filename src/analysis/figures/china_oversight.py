"""Figures and tables on what China was told, what it carried out, and how it voted."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import claims, datasets, theme
from analysis.china import China
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["graded", "told", "votes"]

BODIES = {
    "CAT": "Committee against Torture", "CEDAW": "Committee on women", "CERD": "Committee on racial discrimination",
    "CRC": "Committee on the child",
}  # fmt: skip
VOTES = {"yes": "#2f7d5b", "abstained": "#8a9bb0", "no": "#b5651d", "veto": theme.ACCENT, "without a vote": theme.PALE}
LANES = ["Council: sanctions", "Council: panel of experts", "Council: whether to discuss rights", "Assembly: rights"]


def votes(china: China) -> Figure:
    """Draw each vote on North Korea as a tile in its year, coloured by China's vote, hollow if from memory."""
    frame = china.ballots[["year", "date", "lane", "vote"]].copy()
    frame["sure"] = china.ballots["status"].isin(["verified", "corroborated"])
    frame["place"] = frame.groupby(["lane", "year"]).cumcount()
    frame["date"] = frame["date"].dt.strftime("%Y-%m-%d")
    years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    panels = [_votes(frame[frame["lane"] == lane].reset_index(drop=True), lane, years) for lane in LANES]
    return Figure("votes", alt.vconcat(*panels, spacing=8), basis(china.ballots))


def _votes(rows: pd.DataFrame, lane: str, years: list[int]) -> alt.LayerChart:
    last = lane == LANES[-1]
    deep = int(rows["place"].max()) + 1
    axis = alt.Axis(labelAngle=0, labels=last, ticks=False, domain=False, values=years[::5], labelOverlap=False)
    colors = alt.Scale(domain=list(VOTES), range=list(VOTES.values()))
    legend = alt.Legend(offset=4, columns=5, symbolStrokeWidth=0)
    base = alt.Chart(rows).encode(
        x=alt.X("year:O", title=None, scale=alt.Scale(domain=years, type="band", paddingInner=0.12), axis=axis),
        y=alt.Y("place:O", axis=None, scale=alt.Scale(domain=list(range(deep))[::-1], type="band", paddingInner=0.12)),
        tooltip=["date:N", "lane:N", "vote:N"],
    )
    color = alt.Color("vote:N", scale=colors, legend=legend)
    sure = base.transform_filter("datum.sure").mark_rect(stroke=theme.MUTED, strokeWidth=0.7).encode(color=color)
    hollow = base.transform_filter("!datum.sure").mark_point(shape="square", size=110, filled=False, strokeWidth=2)
    chart = alt.layer(sure, hollow.encode(color=color))
    return chart.properties(
        width=theme.WIDTH, height=17 * deep, title=alt.Title(lane, fontWeight="normal", offset=4, frame="group")
    )


def graded(china: China) -> Figure:
    """Draw shares of recommendations accepted and carried out with exact intervals."""
    cycles = china.cycles[china.cycles["count_basis"].eq("printed")]
    accepted = cycles.assign(
        label="accepted, review of " + cycles["year"].astype("string"), kind="accepted",
        done=cycles["accepted"], total=cycles["received"],
    )  # fmt: skip
    carried = china.graded.assign(
        label="fully carried out, of " + china.graded["year"].astype("string"), kind="carried out"
    )
    columns = ["label", "kind", "done", "total", "share", "low", "high"]
    frame = pd.concat([accepted[columns], carried[columns]], ignore_index=True)
    frame["count"] = (
        frame["done"].astype("int64").astype("string") + " of " + frame["total"].astype("int64").astype("string")
    )
    frame = frame.astype({"done": "int64", "total": "int64"}).sort_values("share", ascending=False, ignore_index=True)
    scale = alt.Scale(domain=[0, 1], nice=False)
    y = alt.Y(
        "label:N", title=None, sort=frame["label"].tolist(), axis=alt.Axis(ticks=False, domain=False, labelPadding=10)
    )
    colors = alt.Scale(domain=["accepted", "carried out"], range=[theme.SECOND, theme.ACCENT])
    base = alt.Chart(frame).encode(y=y, color=alt.Color("kind:N", scale=colors, legend=None))
    tooltip = ["label:N", "count:N", alt.Tooltip("low:Q", format=".1%"), alt.Tooltip("high:Q", format=".1%")]
    chart = (
        base.mark_rule(strokeWidth=2.4).encode(
            x=alt.X("low:Q", title="Share of recommendations", axis=alt.Axis(format="%"), scale=scale), x2="high:Q"
        )
        + base.mark_point(size=50).encode(x=alt.X("share:Q", scale=scale), tooltip=tooltip)
        + base.mark_text(align="left", dx=8, dy=-9, color=theme.INK).encode(
            x=alt.X("share:Q", scale=scale), text="count:N"
        )
    )
    ledger = claims.decided("china")
    counts = datasets.load("review_counts")
    rows = counts[counts["iso3"].eq("CHN") & counts["stage"].eq("outcome") & counts["count_basis"].eq("printed")]
    used = basis(rows, ledger[ledger["claim_id"].isin(["chrd-58-none-full", "upr-no-effect"])])
    return Figure("graded", chart.properties(width=270, height=32 * len(frame)), used)


def told(china: China) -> Table:
    """Tabulate findings of committees and recommendations of states on North Koreans in China, with the answer."""
    found = china.committees.assign(
        who=china.committees["treaty_body"].map(BODIES), gist=china.committees["gist"], answer="–"
    )
    asked = china.recommendations.assign(
        who=china.recommendations["sender"] + ", in the review", answer=china.recommendations["answer"]
    )
    columns = ["year", "who", "gist", "answer", "status"]
    frame = pd.concat([found[columns], asked[columns]], ignore_index=True).sort_values(
        ["year", "who"], ignore_index=True
    )
    shown = [
        Column("year", "Year"),
        Column("who", "Who"),
        Column("gist", "What China was told"),
        Column("answer", "Answer"),
        Column("status", "Status"),
    ]
    return Table("told", frame, shown, basis(china.committees, china.recommendations))
