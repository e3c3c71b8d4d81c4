"""Figures and tables of the central test."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme
from analysis.exhibits import Column, Figure, Table, basis
from analysis.figures.protection import CODING
from analysis.synthesis import PAIRS, Synthesis

__all__ = ["conditions", "disputed", "hypotheses", "information", "pairs", "robustness", "runs", "tests"]


def tests(synthesis: Synthesis) -> Figure:
    """Draw the first tests with what leaving a state out does to them."""
    direction = synthesis.hypotheses.set_index("hypothesis")["direction"]
    frame = synthesis.tests.assign(coding=synthesis.tests["coding"].map(CODING))
    sign = frame["hypothesis"].map(direction)
    ends = pd.DataFrame({"low": frame["low"] * sign, "high": frame["high"] * sign})
    frame = frame.assign(signed=frame["tau"] * sign, start=ends.min(axis=1), end=ends.max(axis=1))
    frame = frame[["title", "coding", "signed", "start", "end", "p", "holm", "n"]]
    order = list(frame.sort_values("signed", ascending=False)["title"].drop_duplicates())
    base = alt.Chart(frame).encode(
        y=alt.Y("title:N", sort=order, title=None, axis=alt.Axis(labelLimit=150)),
        yOffset=alt.YOffset("coding:N", sort=list(CODING.values())),
        color=alt.Color("coding:N", scale=alt.Scale(domain=list(CODING.values()), range=[theme.SECOND, "#8a6d1d"])),
        tooltip=["title", "coding", alt.Tooltip("signed:Q", format=".2f"), alt.Tooltip("p:Q", format=".3f"), "n"],
    )
    x = alt.X(
        "start:Q",
        title="Kendall’s tau-b, positive as expected",
        scale=alt.Scale(domain=[-1, 1]),
        axis=alt.Axis(values=[-1, -0.5, 0, 0.5, 1]),
    )
    lines = base.mark_rule(strokeWidth=2).encode(x=x, x2="end:Q")
    dots = base.mark_point(size=55).encode(x=alt.X("signed:Q", scale=alt.Scale(domain=[-1, 1])))
    zero = alt.Chart(pd.DataFrame({"zero": [0.0]})).mark_rule(color=theme.MUTED, strokeDash=[3, 3]).encode(x="zero:Q")
    chart = alt.layer(zero, lines, dots).properties(width=theme.WIDTH - 110, height=alt.Step(16))
    return Figure("tests", chart, basis(synthesis.book))


def runs(synthesis: Synthesis) -> Figure:
    """Draw the sweep: every specification of each hypothesis for the states of transit, sorted."""
    titles = synthesis.hypotheses.set_index("hypothesis")["title"]
    known = synthesis.runs[synthesis.runs["sample"] == "transit"].dropna(subset=["tau"])
    known = known.sort_values(["hypothesis", "signed"], kind="stable")
    frame = known.assign(
        title=known["hypothesis"].map(titles),
        place=known.groupby("hypothesis").cumcount() + 1,
        found=(known["p"] <= 0.05).map({True: "p of at most 0.05", False: "larger p"}),
    )[["title", "place", "signed", "p", "found", "coding", "evidence", "outcome", "predictors", "n"]]
    domain = ["p of at most 0.05", "larger p"]
    points = (
        alt.Chart(frame)
        .mark_point(size=9, strokeWidth=0)
        .encode(
            x=alt.X("place:Q", title=None, axis=alt.Axis(labels=False, ticks=False)),
            y=alt.Y(
                "signed:Q", title=None, scale=alt.Scale(domain=[-1, 1]), axis=alt.Axis(values=[-1, 0, 1], grid=True)
            ),
            color=alt.Color("found:N", scale=alt.Scale(domain=domain, range=[theme.ACCENT, theme.SECOND])),
            tooltip=["coding", "evidence", "outcome", "predictors", alt.Tooltip("signed:Q", format=".2f"),
                     alt.Tooltip("p:Q", format=".3f"), "n"],
        )
        .properties(width=125, height=80)
    )  # fmt: skip
    facet = alt.Facet("title:N", sort=list(titles), title=None)
    return Figure("runs", points.facet(facet=facet, columns=3), basis(synthesis.book))


def hypotheses(synthesis: Synthesis) -> Table:
    """Tabulate the hypotheses with what would count against each."""
    columns = [
        Column("title", "Hypothesis"),
        Column("statement", "What it says"),
        Column("would_count_against", "What would count against it"),
    ]
    return Table("hypotheses", synthesis.hypotheses, columns, basis(synthesis.book))


def robustness(synthesis: Synthesis) -> Table:
    """Tabulate how each hypothesis fares over the sweep."""
    titles = synthesis.hypotheses.set_index("hypothesis")["title"]
    frame = synthesis.sweep.join(synthesis.joint[["p", "holm"]].rename(columns={"p": "joint"})).reset_index()
    frame = frame.assign(title=frame["hypothesis"].map(titles))
    columns = [
        Column("title", "Hypothesis"),
        Column("n", "Runs", "d"),
        Column("sign", "Expected sign", "d"),
        Column("found", "p to .05", "d"),
        Column("against", "Opposite, p to .05", "d"),
        Column("patterns", "Different patterns", "d"),
        Column("median", "Median tau", ".2f"),
        Column("joint", "p of the whole", ".3f"),
        Column("holm", "After Holm", ".3f"),
    ]
    return Table("robustness", frame, columns, basis(synthesis.book))


def conditions(synthesis: Synthesis) -> Table:
    """Tabulate the conditions as necessary and as sufficient for passing people on, under both codings."""
    ours, theirs = (
        synthesis.conditions[coding].query("not absent").set_index("condition") for coding in ("own", "sceptic")
    )
    frame = ours.join(theirs[["necessary", "sufficient"]].add_suffix("_sceptic")).reset_index()
    columns = [
        Column("condition", "Condition"),
        Column("with_condition", "States with it", "d"),
        Column("with_both", "Passing on", "d"),
        Column("necessary", "Necessary", ".2f"),
        Column("sufficient", "Sufficient", ".2f"),
        Column("necessary_sceptic", "Necessary, sceptic", ".2f"),
        Column("sufficient_sceptic", "Sufficient, sceptic", ".2f"),
    ]
    return Table("conditions", frame, columns, basis(synthesis.book))


def pairs(synthesis: Synthesis) -> Table:
    """Tabulate neighbours side by side: what they promised, whom they are tied to, what they do."""
    levels = synthesis.book.pivot(index="iso3", columns="stage", values="level")
    facts = synthesis.predictors.join(levels[["non-return", "onward transfer"]]).join(synthesis.names.rename("state"))
    rows = [
        facts.loc[state].to_dict() | {"pair": f"{synthesis.names[first]} and {synthesis.names[second]}"}
        for first, second in PAIRS
        for state in (first, second)
    ]
    columns = [
        Column("pair", "Pair"),
        Column("state", "State"),
        Column("refugee_treaties", "Refugee treaties", ".0f"),
        Column("votes_against", "Votes with the North", ".0f"),
        Column("democracy", "Democracy", ".2f"),
        Column("non-return", "Non-return", ".2f"),
        Column("onward transfer", "Onward", ".2f"),
    ]
    return Table("pairs", pd.DataFrame(rows), columns, basis(synthesis.book))


def disputed(synthesis: Synthesis) -> Table:
    """Tabulate the cells that a sceptic would code otherwise, with the reason."""
    frame = synthesis.book[synthesis.book["disputed"]]
    columns = [
        Column("state", "State"),
        Column("stage", "Stage"),
        Column("value", "Our coding"),
        Column("sceptic_value", "A sceptic’s"),
        Column("sceptic_reason", "Why"),
        Column("status", "Status"),
    ]
    words = frame.assign(**{name: frame[name].str.replace("_", " ") for name in ("value", "sceptic_value")})
    return Table("disputed", words, columns, basis(frame))


def information(synthesis: Synthesis) -> Table:
    """Tabulate the cells that could move the results most, if they were known."""
    titles = synthesis.hypotheses.set_index("hypothesis")["title"]
    cells = synthesis.cells.assign(title=synthesis.cells["hypothesis"].map(titles))
    columns = [
        Column("state", "State"),
        Column("stage", "Stage"),
        Column("reach", "Moves a tau by", ".2f"),
        Column("title", "That of"),
        Column("crosses", "Tests that cross .05", "d"),
        Column("turns", "Signs that turn", "d"),
        Column("places", "Places moved", "d"),
        Column("status", "Status"),
    ]
    return Table("information", cells, columns, basis(synthesis.book))
