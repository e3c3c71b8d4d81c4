"""Figures on accountability: the tree of routes, what one change opens, and what blocks."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from analysis import theme
from analysis.accountability import RULES, USES, Accountability
from analysis.exhibits import Figure, basis

__all__ = ["blockers", "switch", "tree"]

LAW = {"yes": ("met", theme.SECOND), "partly": ("partly met", "#b98a2f"), "no": ("not met", theme.ACCENT)}
MARKS = {"tried": "circle", "proposed": "diamond", "untried": "circle", "closed": "cross"}
STAGES = {"law": ("law", theme.SECOND), "start": ("start", "#8a6d1d"), "effect": ("effect", theme.MUTED)}
CODES = {"China": "CN", "North Korea": "NK"}
STEP = 13.5
ROWS = alt.Axis(labelLimit=0, ticks=False, domain=False, grid=False)
PLACES = {"trunk": 1, "bough": 7, "twig": 11, "leaf": 13}
"""Where the parts of the tree stand across the figure, of a hundred."""


def _leaves(frames: Accountability) -> pd.DataFrame:
    """Place the routes: branches by share open, routes within a branch by law and use; one free row between."""
    rank = frames.routes["law"].map({"yes": 0, "partly": 1, "no": 2})
    use = frames.routes["use"].map(list(dict.fromkeys(USES.values())).index)
    share = frames.routes["law"].eq("yes").groupby(frames.routes["branch"]).transform("mean")
    table = frames.routes.assign(rank=rank, place=use, share=share)
    table = table.sort_values(
        ["share", "branch", "rank", "place", "route_id"], ascending=[False, True, True, True, True]
    )
    number = table["branch"].ne(table["branch"].shift()).cumsum()
    return table.assign(
        row=pd.Series(range(len(table)), index=table.index) + number * 0.8,
        label=table["short_name"] + " (" + table["against"] + ")",
        met=table["law"].map({key: word for key, (word, _) in LAW.items()}),
    ).reset_index(drop=True)  # fmt: skip


def tree(frames: Accountability) -> Figure:
    """Draw the routes as a tree: branch by kind of body, leaf by route, coloured by law, shaped by use."""
    leaves = _leaves(frames)
    columns = ["route_id", "branch", "label", "route", "met", "use", "row", "blocker", "tried_detail", "status"]
    shown = leaves[columns].fillna({"blocker": "", "tried_detail": ""}).assign(**PLACES)
    nodes = leaves.groupby("branch", sort=False)["row"].agg(low="min", high="max", middle="mean").reset_index()
    nodes = nodes.assign(head=nodes["low"] - 0.9, **PLACES)
    root = pd.DataFrame({"low": [nodes["middle"].min()], "high": [nodes["middle"].max()], **PLACES})
    x = alt.Scale(domain=[0, 100])
    y = alt.Scale(domain=[-0.5, leaves["row"].max() + 0.7], reverse=True)

    def at(left: str, height: str) -> dict[str, alt.X | alt.Y]:
        return {"x": alt.X(f"{left}:Q", scale=x, axis=None), "y": alt.Y(f"{height}:Q", scale=y, axis=None)}

    line = {"color": "#9aa3ae", "strokeWidth": 1}
    boughs = alt.Chart(nodes).mark_rule(**line)
    wood = (
        alt.Chart(root).mark_rule(**line).encode(**at("trunk", "low"), y2="high:Q")
        + boughs.encode(**at("trunk", "middle"), x2="bough:Q")
        + boughs.encode(**at("bough", "low"), y2="high:Q")
        + alt.Chart(shown).mark_rule(**line).encode(**at("bough", "row"), x2="twig:Q")
    )
    colors = alt.Scale(domain=[word for word, _ in LAW.values()], range=[color for _, color in LAW.values()])
    shapes = alt.Scale(domain=list(MARKS), range=list(MARKS.values()))
    legend = alt.Legend(offset=8, symbolType="circle")
    stroke = alt.Stroke("met:N", scale=colors, legend=legend)
    points = (
        alt.Chart(shown)
        .mark_point(size=52, strokeWidth=1.6)
        .encode(
            **at("leaf", "row"),
            stroke=stroke,
            shape=alt.Shape("use:N", scale=shapes, legend=None),
            fill=alt.condition(
                "datum.use == 'untried'", alt.value("white"), alt.Fill("met:N", scale=colors, legend=legend)
            ),
            tooltip=[
                alt.Tooltip("route:N", title="Route"),
                alt.Tooltip("met:N", title="Law"),
                alt.Tooltip("use:N", title="Use"),
                alt.Tooltip("blocker:N", title="What stands in the way"),
                alt.Tooltip("tried_detail:N", title="What was tried"),
                alt.Tooltip("status:N", title="Status"),
            ],
        )
    )
    words = alt.Chart(shown).mark_text(align="left", dx=8, fontSize=10.5).encode(**at("leaf", "row"), text="label:N")
    heads = alt.Chart(nodes).mark_text(align="left", fontWeight=600, fontSize=10.5, color=theme.MUTED)
    chart = wood + points + words + heads.encode(**at("twig", "head"), text="branch:N")
    size = {"width": 410, "height": STEP * leaves["row"].max()}
    return Figure("tree", chart.properties(**size), basis(frames.routes))


def switch(frames: Accountability) -> Figure:
    """Draw conditions of law against routes not open; on the web a choice of condition shows which would open."""
    good = ["yes", "partly"] if frames.partly else ["yes"]
    law = frames.needs[frames.needs["stage"] == "law"]
    missing = law[~law["met"].isin(good)]
    alone = missing.groupby("route_id")["condition_id"].transform("size") == 1
    missing = missing.assign(alone=alone).sort_values(["alone", "position", "route_id"])
    short = missing["short_name"].str.replace("article ", "art. ", regex=False)
    label = short + " (" + missing["against"].str.split(", ").map(_brief) + ")"
    shown = pd.DataFrame(
        {
            "route": label, "condition": missing["label"], "status": missing["status"],
            "met": missing["met"].map({key: word for key, (word, _) in LAW.items()}),
            "alone": missing["alone"].map({True: "opens it", False: "not alone"}),
        }
    )  # fmt: skip
    rows = list(dict.fromkeys(label.loc[missing.sort_values(["position", "route_id"]).index]))
    columns = [name for name in frames.conditions["label"] if name in set(shown["condition"])]
    choice = alt.param(
        name="changed",
        value="none",
        bind=alt.binding_select(options=["none", *columns], name="Suppose this were met: "),
    )
    x = alt.X(
        "condition:N", sort=columns, scale=alt.Scale(domain=columns), title=None,
        axis=alt.Axis(orient="top", labelAngle=-50, labelLimit=0, ticks=False, domain=False, grid=True, zindex=0),
    )  # fmt: skip
    y = alt.Y("route:N", sort=rows, title=None, axis=alt.Axis(labelLimit=0, grid=True, zindex=0))
    scale = alt.Scale(domain=["partly met", "not met"], range=["#b98a2f", theme.ACCENT])
    base = alt.Chart(shown).encode(x=x, y=y)
    lit = base.transform_filter("datum.condition == changed && datum.alone == 'opens it'").mark_rect(
        color="#bfe0cf", width=15, height=13
    )
    legend = alt.Legend(offset=8, orient="bottom", symbolType="circle")
    dots = base.mark_point(size=60, strokeWidth=1.6).encode(
        stroke=alt.Stroke("met:N", scale=scale, legend=legend),
        fill=alt.condition(
            "datum.alone == 'opens it'", alt.Fill("met:N", scale=scale, legend=legend), alt.value("white")
        ),
        opacity=alt.condition("changed == 'none' || datum.condition == changed", alt.value(1), alt.value(0.25)),
        tooltip=[
            "route:N",
            "condition:N",
            alt.Tooltip("met:N", title="today"),
            alt.Tooltip("alone:N", title="if met"),
            "status:N",
        ],
    )
    opens = (
        base.transform_filter("datum.condition == changed && datum.alone == 'opens it'")
        .mark_text(align="left", dx=9, color="#1f5d41", fontWeight=600)
        .encode(text=alt.value("opens"))
    )
    chart = (lit + dots + opens).add_params(choice).properties(width=15 * len(columns), height=15 * len(set(rows)))
    return Figure("switch", chart, basis(missing))


def _brief(names: list[str]) -> str:
    return ", ".join(CODES.get(name, name) for name in names) if len(names) < 3 else f"{names[0]} +{len(names) - 1}"


def blockers(frames: Accountability) -> Figure:
    """Draw the routes that each condition blocks under the rule; pale, what partly met conditions would add.

    The web lets a reader count by another rule; a tick keeps the printed count.
    """
    table = frames.blockers.merge(frames.conditions, on="condition_id")
    table = table.assign(
        printed=table[frames.rule],
        most=table[[frames.rule, "with_partly"]].max(axis=1),
        kind=table["stage"].map({key: word for key, (word, _) in STAGES.items()}),
    )
    table = table[table[list(RULES)].max(axis=1) > 0].sort_values(["printed", "most"], ascending=False)
    table = table[table["most"] > 0]
    shown = table[["label", "kind", "printed", *RULES, "holder"]].reset_index(drop=True)
    ends = {rule: int(shown[[rule, "with_partly"]].to_numpy().max()) + 3 for rule in RULES}
    rule = alt.param(
        name="rule",
        value=frames.rule,
        bind=alt.binding_select(
            options=list(RULES), labels=list(RULES.values()), name=f"Counted (printed: {RULES[frames.rule]}): "
        ),
    )
    scale = alt.Scale(domain=[0, alt.expr(f"({json.dumps(ends)})[rule]")], nice=False)
    x = alt.X("routes:Q", title="Routes", scale=scale, axis=alt.Axis(grid=True, format="d"))
    colors = alt.Scale(domain=[word for word, _ in STAGES.values()], range=[color for _, color in STAGES.values()])
    base = (
        alt.Chart(shown)
        .transform_calculate(routes="datum[rule]", partly="max(datum[rule], datum.with_partly)")
        .encode(
            y=alt.Y("label:N", sort=list(shown["label"]), title=None, axis=ROWS),
            tooltip=["label:N", "kind:N", "routes:Q", "partly:Q", "holder:N"],
        )
    )
    color = alt.Color("kind:N", scale=colors, legend=alt.Legend(offset=8))
    pale = base.mark_bar(height=12, color=theme.PALE).encode(x=alt.X("partly:Q", scale=scale))
    bars = base.mark_bar(height=12).encode(x=x, color=color)
    other = base.transform_filter(f"rule != '{frames.rule}'").mark_tick(color=theme.INK, thickness=2, size=16)
    said = "datum.partly > datum.routes ? datum.routes + ' (' + datum.partly + ' with partly)' : '' + datum.routes"
    text = base.transform_calculate(said=said).mark_text(align="left", dx=6).encode(x="partly:Q", text="said:N")
    ticks = other.encode(x=alt.X("printed:Q", scale=scale))
    chart = (pale + bars + text + ticks).add_params(rule).properties(width=285, height=alt.Step(18))
    return Figure("blockers", chart, basis(frames.needs))
