"""Penalties on return, by period and report."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.exhibits import Figure, basis
from analysis.return_penalties import PERIODS, RUNGS, Penalties

__all__ = ["ladder"]

SHORT = {
    "hrw-until-november-2004": "Human Rights Watch", "hrw-since-late-2004": "Human Rights Watch",
    "kristof-plain-2006": "columnist", "kristof-repeat-or-christian-2006": "columnist: Christians",
    "plaintiff-detention-2008": "a plaintiff’s case", "opendoors-survival-2012": "Daily NK: left to survive",
    "opendoors-south-bound-2012": "Daily NK: bound South", "kinu-first-return-until-2013": "KINU: initial return",
    "kinu-return-since-2014": "KINU: any return", "kcpac-witness-since-2014": "one witness",
    "law-minimum-reported-2013": "press, 2013", "korea-future-case-forced-abortion": "Korea Future, a case",
    "execution-of-two-returned-2019": "press on two fishermen", "kcpac-contact": "one witness: contact",
    "kcpac-workers-abroad": "an official: workers abroad", "law-illegal-crossing-article-221": "code of 2015, art. 221",
    "thesis-punishment-seven-years": "the thesis, art. 47",
}  # fmt: skip
"""Names that fit a row."""
MOTIVES = {"crossing": "for crossing", "contact": "for contact with the South or a church"}


def ladder(penalties: Penalties) -> Figure:
    """Draw each report's range on the ladder of penalties, a panel a period."""
    rows = penalties.reports
    frame = rows[["item_id", "period", "severity_low", "severity_high"]].astype(
        {"severity_low": "float64", "severity_high": "float64"}
    )
    frame = frame.assign(
        report=frame["item_id"].map(SHORT),
        motive=rows["motive"].map(MOTIVES),
        hollow=~rows["status"].isin(["verified", "corroborated"]),
    ).sort_values(["severity_low", "severity_high"])
    panels = [frame[frame["period"] == period] for period in PERIODS]
    shown = [(period, panel) for period, panel in zip(PERIODS, panels, strict=True) if len(panel)]
    charts = [_panel(panel, period, last=at == len(shown) - 1) for at, (period, panel) in enumerate(shown)]
    return Figure("penalties", alt.vconcat(*charts, spacing=10), basis(rows))


def _panel(rows: object, period: str, *, last: bool) -> alt.LayerChart:
    scale = alt.Scale(domain=[-0.3, len(RUNGS) - 0.7], nice=False, zero=False)
    axis = alt.Axis(
        values=list(range(len(RUNGS))), labelExpr=f"{RUNGS}[datum.value]", labels=last, ticks=last, grid=True,
        labelAngle=-30, labelOverlap=False, domain=last,
    )  # fmt: skip
    x = alt.X("severity_low:Q", scale=scale, title=None, axis=axis)
    y = alt.Y("report:N", sort=None, title=None, axis=alt.Axis(labelLimit=190))
    names = list(MOTIVES.values())
    legend = alt.Legend(orient="bottom", offset=8, labelLimit=260)
    colors = alt.Scale(domain=names, range=[theme.SECOND, theme.ACCENT])
    base = alt.Chart(rows).encode(
        y=y, color=alt.Color("motive:N", scale=colors, legend=legend), tooltip=["report:N", "period:N", "motive:N"]
    )
    chart = base.mark_rule(strokeWidth=4).encode(x=x, x2="severity_high:Q")
    for kept, mark in (("!datum.hollow", {"filled": True}), ("datum.hollow", {"filled": False, "fill": "white"})):
        points = base.transform_filter(kept).mark_point(size=60, **mark)
        chart += points.encode(x=x) + points.encode(x=alt.X("severity_high:Q", scale=scale))
    title = alt.Title(period, anchor="start", fontSize=11, frame="group", offset=4)
    return chart.properties(width=270, height=alt.Step(18), title=title)
