"""Figures and tables on jurisdiction, votes, levers and the rules of counting."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import theme, treaties
from analysis.accountability import RULES, Accountability
from analysis.accountability_findings import levers
from analysis.exhibits import Column, Figure, Table, basis
from analysis.jurisdiction import ballots
from analysis.security_council import NEEDED

__all__ = ["clauses", "holders", "opens", "rules", "votes"]

VOTES = {"yes": theme.SECOND, "abstain": "#b9c0ca", "no": theme.ACCENT}


def votes(frames: Accountability) -> Figure:
    """Draw the votes on referrals beside the votes on North Korea, with the line of nine."""
    table = ballots(frames).sort_values(["date"], kind="stable")
    long = table.melt(
        ["group", "name", "outcome", "documented", "chn_vote", "rus_vote"], list(VOTES), "vote", "members"
    )
    long["rank"] = long["vote"].map(list(VOTES).index)
    long = long.sort_values(["group", "name", "rank"], ignore_index=True)
    long["end"] = long.groupby(["group", "name"])["members"].cumsum()
    long["start"] = long["end"] - long["members"]
    long["middle"] = (long["end"] + long["start"]) / 2
    groups = list(dict.fromkeys(ballots(frames)["group"]))
    panels = [
        _panel(long[long["group"] == group], group, list(table.loc[table["group"] == group, "name"]))
        for group in groups
    ]
    return Figure("votes", alt.vconcat(*panels, spacing=14), basis(table))


def _panel(rows: pd.DataFrame, group: str, order: list[str]) -> alt.LayerChart:
    rows = rows.reset_index(drop=True)
    y = alt.Y(
        "name:N",
        sort=order,
        title=None,
        axis=alt.Axis(labelLimit=0, minExtent=125, ticks=False, domain=False, grid=False),
    )
    x = alt.X("start:Q", scale=alt.Scale(domain=[0, 18]), title=None, axis=None)
    colors = alt.Scale(domain=list(VOTES), range=list(VOTES.values()))
    base = alt.Chart(rows).encode(y=y)
    hover = [
        "name:N",
        "vote:N",
        "members:Q",
        alt.Tooltip("chn_vote:N", title="China"),
        alt.Tooltip("rus_vote:N", title="Russia"),
    ]
    bars = base.mark_bar(height=15, stroke="white").encode(
        x=x, x2="end:Q", color=alt.Color("vote:N", scale=colors, legend=alt.Legend(offset=4)), tooltip=hover,
        fillOpacity=alt.condition("datum.documented || datum.vote == 'yes'", alt.value(1), alt.value(0.35)),
    )  # fmt: skip
    ink = alt.condition(
        "datum.vote == 'abstain' || !datum.documented && datum.vote != 'yes'", alt.value(theme.INK), alt.value("white")
    )
    counts = base.transform_filter("datum.members > 0").mark_text().encode(x="middle:Q", text="members:Q", color=ink)
    ends = base.transform_filter("datum.vote == 'no'").mark_text(align="left", dx=6).encode(x="end:Q", text="outcome:N")
    line = (
        alt.Chart(pd.DataFrame({"needed": [NEEDED]})).mark_rule(strokeDash=[4, 3], color=theme.INK).encode(x="needed:Q")
    )
    chart: alt.LayerChart = (bars + counts + ends + line).properties(width=300, height=alt.Step(19), title=group)
    return chart


def opens(frames: Accountability) -> Table:
    """Tabulate what one changed condition of law would open, by the state complained of."""
    table = frames.opens.merge(frames.conditions, on="condition_id")
    long = table.explode("routes").merge(
        frames.routes[["route_id", "short_name", "branch", "respondent_iso3"]],
        left_on="routes",
        right_on="route_id",
        how="left",
    )
    place = long["branch"].str.replace(":", ",", regex=False)
    text = (place + ": " + long["short_name"]).where(long["route_id"].notna())
    side = pd.Series("other", index=long.index)
    side[long["respondent_iso3"].eq("PRK")] = "north"
    side[long["respondent_iso3"].eq("CHN")] = "china"
    cells = text.groupby([long["condition_id"], side]).agg(lambda cell: "; ".join(cell.dropna()) or None).unstack()
    table = (
        table[table["missing"] > 0]
        .merge(cells, on="condition_id", how="left")
        .sort_values(["opens", "missing"], ascending=False, kind="stable")
    )
    columns = [
        Column("label", "If this were met"),
        Column("missing", "Missing for", "d"),
        Column("opens", "Opens", "d"),
        Column("north", "Against North Korea"),
        Column("china", "Against China"),
        Column("other", "Against others"),
    ]
    return Table("opens", table, columns, basis(frames.routes), wide=True)


def rules(frames: Accountability) -> Table:
    """Tabulate the count of blocked routes by condition under every rule."""
    table = frames.blockers.merge(frames.conditions, on="condition_id")
    table = table[table[list(RULES)].max(axis=1) > 1].sort_values("unmet", ascending=False, kind="stable")
    heads = ["Unmet", "With partly", "First", "Law", "Sole in law", "By state", "Documented"]
    columns = [
        Column("label", "Condition"),
        *(Column(rule, head, "d") for rule, head in zip(RULES, heads, strict=True)),
    ]
    return Table("rules", table, columns, basis(frames.needs))


def holders(frames: Accountability) -> Table:
    """Tabulate who holds which lever, and how many routes wait for it."""
    columns = [
        Column("holder", "Holder"),
        Column("lever", "Lever"),
        Column("blocks", "Holds up", "d"),
        Column("law", "In law", "d"),
        Column("alone", "Alone", "d"),
        Column("opens", "Could open", "d"),
    ]
    return Table("levers", levers(frames), columns, basis(frames.needs))


def clauses(frames: Accountability) -> Table:
    """Tabulate the court clauses: steps first, and which states are open, reserved or outside."""
    table = frames.clauses
    names = treaties.states().set_index("iso3")["short_name"]
    kind = table["basis"].map({"reservation": "reserved", "not_party": "outside"}).fillna("open")
    wide = table["iso3"].map(names).groupby([table["instrument_id"], kind]).agg(", ".join).unstack()
    titles = treaties.instruments().set_index("instrument_id")["short_name"]
    steps = table.drop_duplicates("instrument_id").set_index("instrument_id")
    mark = steps["steps_status"].map({"recalled": " (from memory)"}).fillna("")
    frame = wide.assign(clause=titles + ", " + steps["paragraph"], steps=steps["prior_steps"] + mark)
    columns = [
        Column("clause", "Clause"),
        Column("steps", "First needed"),
        Column("open", "Open against", missing="none"),
        Column("reserved", "Reserved by", missing="none"),
        Column("outside", "Not a party", missing="none"),
    ]
    return Table("clauses", frame.reset_index(), columns, basis(table), wide=True)
