"""A table on ASEAN's commission and a figure on UNHCR's decisions in the region."""

from __future__ import annotations

import altair as alt

from analysis import datasets, regional_bodies, theme
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["decisions", "powers"]

OUTCOMES = {
    "recognized": "recognised", "complementary_protection": "protected", "rejected": "rejected",
    "otherwise_closed": "closed, no decision",
}  # fmt: skip
SPAN = alt.Scale(domain=[1999, 2026], nice=False)
WHOLE = alt.Scale(domain=[0, 1])
SHADES = ["#1d5540", "#8fbda3", theme.ACCENT, "#dfe3e8"]


def powers() -> Table:
    """Tabulate each power and bond of ASEAN's commission beside the bodies of the United Nations that have the like."""
    frame = regional_bodies.powers()
    frame["others"] = (frame["bodies"].astype("Int64").astype("string") + " of " + frame["of"].astype("string")).fillna(
        "not coded"
    )
    columns = [
        Column("indicator", "Power or bond"), Column("answer", "Commission"), Column("others", "Others with the like"),
        Column("year", "As of"), Column("status", "Status"),
    ]  # fmt: skip
    return Table("powers", frame, columns, basis(frame))


def decisions() -> Figure:
    """Draw decisions on claims in South-East Asia by year, and their outcomes beside those elsewhere."""
    frame = regional_bodies.decisions()[["year", "state", "country_of_asylum", "total", "otherwise_closed"]]
    order = frame.groupby("state")["total"].sum().sort_values(ascending=False).index.tolist()
    shades = [
        theme.STATES.get(code, "#8a9bb0")
        for code in frame.drop_duplicates("state").set_index("state").loc[order, "country_of_asylum"]
    ]
    years = alt.Chart(frame).mark_bar(size=12).encode(
        x=alt.X("year:Q", title=None, scale=SPAN, axis=alt.Axis(format="d", tickCount=6)),
        y=alt.Y("total:Q", title="Decisions a year, persons"),
        color=alt.Color("state:N", scale=alt.Scale(domain=order, range=shades), legend=alt.Legend(offset=26)),
        tooltip=["state:N", "year:Q", "total:Q", "otherwise_closed:Q"],
    ).properties(width=334, height=130)  # fmt: skip
    kinds = regional_bodies.outcomes()
    kinds = kinds.assign(
        outcome=kinds["outcome"].map(OUTCOMES), area=kinds["area"] + " (" + kinds["total"].map("{:,}".format) + ")"
    )
    kinds["rank"] = kinds["outcome"].map(list(OUTCOMES.values()).index)
    scale = alt.Scale(domain=list(OUTCOMES.values()), range=SHADES)
    bars = alt.Chart(kinds).mark_bar().encode(
        x=alt.X("sum(share):Q", title="Share of decisions", axis=alt.Axis(format="%", tickCount=5), scale=WHOLE),
        y=alt.Y("area:N", title=None, sort="descending", axis=alt.Axis(ticks=False, domain=False, labelLimit=200)),
        color=alt.Color("outcome:N", scale=scale, legend=alt.Legend(offset=8, columns=2)),
        order="rank:Q", tooltip=["area:N", "outcome:N", "persons:Q", alt.Tooltip("share:Q", format=".1%")],
    ).properties(width=334, height=58)  # fmt: skip
    chart = alt.vconcat(years, bars, spacing=12).resolve_scale(color="independent")
    made = datasets.load("unhcr_decisions")
    return Figure(
        "decisions",
        chart,
        basis(made[made["counted_in"].eq("persons") & made["decision_level"].isin(list(regional_bodies.LEVELS))]),
    )
