"""The refugee definition as a figure and a decision table."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.definition import ELEMENTS, LADDER, Definition
from analysis.exhibits import Column, Figure, Table, basis

__all__ = ["decision", "strength"]

RULES = {"verdict": "rule", "sceptic": "sceptic’s rule", "lowest": "one origin out"}
COLORS = [theme.SECOND, theme.ACCENT, "#8a6d1d"]
SHAPES = ["circle", "triangle-up", "square"]


def strength(definition: Definition) -> Figure:
    """Draw each element's place on the ladder by the rule, by the sceptic's rule and without its best origin."""
    wide = definition.table.assign(label=definition.table["element"].map(ELEMENTS))
    frame = wide.melt(["element", "label", "supporting", "opposing"], list(RULES), var_name="which", value_name="place")
    frame = frame.assign(rung=frame["place"].map(LADDER.index), rule=frame["which"].map(RULES))
    frame = frame.drop(columns=["which", "element"])
    order = list(ELEMENTS.values())
    y = alt.Y("label:N", sort=order, title=None, axis=alt.Axis(labelLimit=260))
    scale = alt.Scale(domain=[-0.3, len(LADDER) - 0.7], nice=False, zero=False)
    names = f"{LADDER}[datum.value]"
    axis = alt.Axis(values=list(range(len(LADDER))), labelExpr=names, labelOverlap=False, grid=True, orient="top")
    rules = list(RULES.values())
    legend = alt.Legend(orient="bottom", offset=8)
    span = alt.Chart(frame).mark_rule(color=theme.PALE, strokeWidth=5)
    points = alt.Chart(frame).mark_point(size=42, filled=True)
    chart = span.encode(y=y, x=alt.X("min(rung):Q", scale=scale, axis=axis, title=None), x2="max(rung):Q")
    chart += points.encode(
        y=y,
        x=alt.X("rung:Q", scale=scale),
        color=alt.Color("rule:N", scale=alt.Scale(domain=rules, range=COLORS), legend=legend),
        shape=alt.Shape("rule:N", scale=alt.Scale(domain=rules, range=SHAPES), legend=legend),
        yOffset=alt.YOffset("rule:N", sort=rules, scale=alt.Scale(domain=rules, range=[0, 22])),
        tooltip=["label:N", "rule:N", "place:N", "supporting:Q", "opposing:Q"],
    )
    return Figure(
        "strength", chart.properties(width=252, height=alt.Step(27, **{"for": "position"})), basis(definition.evidence)
    )


def decision(definition: Definition) -> Table:
    """Tabulate the elements: evidence for, evidence against, origins, verdicts, and what a verdict leans on."""
    sides = {
        side: rows.groupby("element")["gist"].agg("; ".join)
        for side, rows in definition.evidence.groupby("side")
    }  # fmt: skip
    counts = definition.evidence.groupby(["element", "status"]).size().rename("rows").reset_index()
    counts["said"] = counts["rows"].astype(str) + " " + counts["status"]
    statuses = counts.groupby("element")["said"].agg(", ".join)
    frame = definition.table.assign(
        label=definition.table["element"].map(ELEMENTS),
        statuses=definition.table["element"].map(statuses),
        speaks=definition.table["element"].map(sides["for"]),
        against=definition.table["element"].map(sides["against"]),
        verdicts=definition.table["verdict"]
        + "; sceptic: "
        + definition.table["sceptic"]
        + "; one out: "
        + definition.table["lowest"],
        origins=definition.table["supporting"].astype(str) + " : " + definition.table["opposing"].astype(str),
    )
    columns = [
        Column("label", "Element"),
        Column("speaks", "Speaks for it", "", "nothing found"),
        Column("against", "Speaks against it", "", "nothing found"),
        Column("origins", "Origins"),
        Column("statuses", "Rows", "", "none"),
        Column("verdicts", "Verdict"),
    ]
    return Table("decision", frame, columns, basis(definition.evidence))
