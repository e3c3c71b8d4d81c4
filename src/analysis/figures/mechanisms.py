"""Figures and tables on mechanisms: powers, channels, rules of counting, and the appendix of laws."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, theme, treaties
from analysis.channels import PROCEDURES, RULES, STARTERS
from analysis.exhibits import Column, Figure, Table, basis
from analysis.mechanisms import POWERS, Mechanisms

__all__ = [
    "acceptance", "bodies", "channels", "core", "doors", "instruments", "powers", "provisions", "specifications",
]  # fmt: skip

FIRM = ["verified", "corroborated"]
STARTER_COLORS = {"a person": theme.ACCENT, "a committee": "#8a6d1d", "another state": theme.SECOND}


def _states() -> list[str]:
    return list(treaties.states()["short_name"])


def channels(mechanisms: Mechanisms) -> Figure:
    """Draw the channels open against each state by who may start them; what no document states is hollow."""
    names = treaties.states().set_index("iso3")["short_name"]
    looked = mechanisms.clauses[mechanisms.clauses["open"].fillna(False)]
    frame = pd.DataFrame(
        {
            "state": looked["iso3"].map(names),
            "starter": looked["procedure"].map(STARTERS),
            "known": looked["status"].isin(FIRM).map({True: "a document", False: "silence or memory"}),
        }
    )
    bars = frame.groupby(["state", "starter", "known"], as_index=False).size().rename(columns={"size": "channels"})
    starters = list(STARTER_COLORS)
    bars["rank"] = bars["starter"].map(starters.index) * 2 + bars["known"].ne("a document")
    bars = bars.sort_values(["state", "rank"], ignore_index=True)
    bars["end"] = bars.groupby("state")["channels"].cumsum()
    bars["start"] = bars["end"] - bars["channels"]
    totals = mechanisms.counts[["state", "low", "high"]].assign(
        label=lambda rows: rows["low"].astype(str).where(rows["low"] == rows["high"], rows["low"].astype(str) + " to " + rows["high"].astype(str))
    ).astype({"low": "int64", "high": "int64"})
    order = list(totals.sort_values(["low", "high"], ascending=False, kind="stable")["state"])
    y = alt.Y("state:N", sort=order, title=None, axis=alt.Axis(ticks=False, domain=False, grid=False))
    top = int(totals["high"].max()) + 2
    x = alt.X("start:Q", title="Channels", scale=alt.Scale(domain=[0, top]), axis=alt.Axis(format="d", grid=True))
    colors = alt.Scale(domain=starters, range=list(STARTER_COLORS.values()))
    rect = alt.Chart(bars).mark_bar(strokeWidth=1.3, height=13).encode(
        x=x, x2="end:Q", y=y,
        stroke=alt.Stroke("starter:N", scale=colors, legend=None),
        fill=alt.condition("datum.known == 'a document'", alt.Fill("starter:N", scale=colors, legend=alt.Legend(offset=8)), alt.value("white")),
        tooltip=["state:N", alt.Tooltip("starter:N", title="may be started by"), "channels:Q", alt.Tooltip("known:N", title="rests on")],
    )  # fmt: skip
    span = alt.Chart(totals).mark_rule(color=theme.INK).encode(x="low:Q", x2="high:Q", y=y)
    text = alt.Chart(totals).mark_text(align="left", dx=6).encode(x="high:Q", y=y, text="label:N")
    chart = (rect + span + text).properties(width=380, height=alt.Step(22))
    return Figure("channels", chart, basis(mechanisms.clauses))


def acceptance(mechanisms: Mechanisms) -> Figure:
    """Draw core treaties held against the share of the clauses within reach that a state accepted."""
    frame = mechanisms.counts.astype({"core": "int64", "share": "float64", "accepted": "int64", "offered": "int64"})
    frame = frame.sort_values(["core", "share"], ignore_index=True)
    frame = frame[["state", "iso3", "core", "share", "accepted", "offered"]]
    x = alt.X(
        "core:Q", title="Core human rights treaties in force for the state",
        scale=alt.Scale(domain=[3.5, 9.4]), axis=alt.Axis(values=list(range(4, 10)), format="d"),
    )  # fmt: skip
    y = alt.Y(
        "share:Q", title="Share of the clauses within reach that are open",
        scale=alt.Scale(domain=[0, 0.85]), axis=alt.Axis(format="%", tickCount=5),
    )  # fmt: skip
    colors = alt.Scale(domain=list(theme.STATES), range=list(theme.STATES.values()))
    base = alt.Chart(frame).encode(x=x, y=y)
    points = base.mark_point(size=70).encode(
        fill=alt.Fill("iso3:N", scale=colors, legend=None), stroke=alt.value("white"),
        tooltip=["state:N", "core:Q", "accepted:Q", "offered:Q", alt.Tooltip("share:Q", format=".0%")],
    )  # fmt: skip
    said = "datum.state + ' ' + datum.accepted + ' of ' + datum.offered"
    right = base.transform_filter("datum.core > 6").transform_calculate(label=said)
    above = base.transform_filter("datum.core <= 6").transform_calculate(label=said.replace("' '", "'|'", 1))
    chart = (
        points
        + right.mark_text(align="left", dx=8).encode(text="label:N")
        + above.mark_text(lineBreak="|", dy=-24).encode(text="label:N")
    )
    return Figure("acceptance", chart.properties(width=theme.WIDTH, height=230), basis(mechanisms.clauses))


def powers(mechanisms: Mechanisms) -> Figure:
    """Draw the powers of each mechanism; a cell that no document states is hollow."""
    frame = mechanisms.powers[["name", "label", "held", "recalled", "position"]].assign(
        mark=lambda rows: rows["held"].map({True: "has the power", False: "has it not"}),
        name=lambda rows: rows["name"].replace(SHORT),
    )
    order = list(frame.sort_values("position")["name"].drop_duplicates())
    marks = ["has the power", "has it not"]
    scale = alt.Scale(domain=marks, range=[theme.SECOND, "#9aa3ae"])
    legend = alt.Legend(offset=8)
    chart = alt.Chart(frame).mark_point(size=95, strokeWidth=1.5).encode(
        x=alt.X("label:N", sort=list(POWERS.values()), title=None, axis=alt.Axis(orient="top", labelAngle=-35, ticks=False, domain=False, grid=False)),
        y=alt.Y("name:N", sort=order, title=None, axis=alt.Axis(labelLimit=240, ticks=False, domain=False, grid=True)),
        shape=alt.Shape("mark:N", scale=alt.Scale(domain=marks, range=["circle", "stroke"]), legend=legend),
        stroke=alt.Stroke("mark:N", scale=scale, legend=legend),
        fill=alt.condition("datum.recalled", alt.value("white"), alt.Fill("mark:N", scale=scale, legend=legend)),
        strokeDash=alt.condition("datum.recalled", alt.value([2, 2]), alt.value([1, 0])),
        tooltip=["name:N", "label:N", "mark:N", alt.Tooltip("recalled:N", title="from general knowledge")],
    )  # fmt: skip
    return Figure("powers", chart.properties(width=236, height=alt.Step(19)), basis(mechanisms.bodies))


SHORT = {
    "UN High Commissioner for Refugees": "High Commissioner for Refugees", "International Court of Justice": "International Court of Justice",
    "Commission of Inquiry on the DPRK (2013-2014)": "Commission of Inquiry, 2013–14", "Special Rapporteur on the DPRK": "Special Rapporteur on North Korea",
    "ASEAN Intergovernmental Commission on Human Rights": "ASEAN human rights commission", "OHCHR office in Seoul": "UN human rights office, Seoul",
}  # fmt: skip
"""Names that fit a row."""
FAMILIES = {
    "charter": "Charter", "rapporteur": "Charter (expert)", "treaty": "treaty", "agency": "agency", "court": "court",
    "regional": "regional", "civil_society": "none",
}  # fmt: skip


def bodies(mechanisms: Mechanisms) -> Table:
    """Tabulate the mechanisms: legal base, who may start each, and whether what it decides binds."""
    frame = mechanisms.bodies
    starred = frame["cells_recalled"].fillna("").str.split(";").map(lambda cells: "may_start" in cells)
    frame = frame.assign(
        family=frame["basis"].map(FAMILIES),
        starts=frame["may_start"].where(~starred, frame["may_start"] + " (from memory)"),
        consent=frame["needs_state_consent"].map({True: "yes", False: "no"}),
    )
    columns = [
        Column("name", "Mechanism"), Column("family", "Base"), Column("founding_text", "Founding text"), Column("starts", "Who may start it"),
        Column("binds", "Binds"), Column("consent", "Consent"), Column("status", "Status"),
    ]  # fmt: skip
    return Table("bodies", frame, columns, basis(mechanisms.bodies), wide=True)


def core(mechanisms: Mechanisms) -> Table:
    """Tabulate the core treaties held by each state, and what is missing."""
    cells = mechanisms.cells[mechanisms.cells["core_treaty"]]
    said = cells["short_name"].where(cells["standing"] != "signatory", cells["short_name"] + " (signed " + cells["signed"].astype("string") + ")")
    out = cells["standing"] != "party"
    missing = said[out].groupby(cells["state"]).agg(", ".join)
    held = cells[~out].groupby("state")["bound"].agg(held="size", first="min", last="max")
    refugee = mechanisms.cells[mechanisms.cells["instrument_id"].eq("CSRP1967") & mechanisms.cells["standing"].eq("party")]
    frame = pd.DataFrame({"state": _states()}).merge(held.reset_index(), on="state", how="left").assign(
        missing=lambda rows: rows["state"].map(missing), refugee=lambda rows: rows["state"].map(refugee.set_index("state")["bound"])
    )
    columns = [
        Column("state", "State"), Column("held", "Held", "d"), Column("first", "First", "d"), Column("last", "Latest", "d"),
        Column("missing", "Not a party to"), Column("refugee", "1967 Protocol", "d", "no"),
    ]  # fmt: skip
    return Table("core", frame, columns, basis(cells))


def doors(mechanisms: Mechanisms) -> Table:
    """Tabulate the channels open against each state under the rule, by name."""
    looked = mechanisms.clauses[mechanisms.clauses["open"].fillna(False)]
    firm = looked["status"].isin(FIRM)
    said = looked["clause"].str.replace(", whole protocol", ", article 1").str.replace("article ", "art. ").where(firm, looked["clause"].str.replace(", whole protocol", ", article 1").str.replace("article ", "art. ") + "°")
    starter = looked["procedure"].map(STARTERS)
    wide = said.groupby([looked["iso3"], starter]).agg("; ".join).unstack()
    names = treaties.states().set_index("iso3")["short_name"]
    frame = wide.reindex(names.index).reindex(columns=list(STARTER_COLORS)).assign(state=names).reset_index()
    columns = [Column("state", "State"), Column("a person", "A person", "", "none"), Column("a committee", "A committee", "", "none"), Column("another state", "Another state", "", "none")]
    return Table("doors", frame, columns, basis(looked), wide=True)


def specifications(mechanisms: Mechanisms) -> Table:
    """Tabulate the count of channels by rule and state."""
    table = mechanisms.specifications
    said = table["low"].astype(str).where(table["low"] == table["high"], table["low"].astype(str) + "–" + table["high"].astype(str))
    names = treaties.states().set_index("iso3")["short_name"]
    wide = table.assign(said=said, state=table["iso3"].map(names)).pivot(index=["rule", "label"], columns="state", values="said")
    frame = wide.reset_index().set_index("rule").loc[list(RULES)].reset_index()
    columns = [Column("label", "Rule"), *(Column(name, name) for name in names)]
    return Table("specifications", frame, columns, basis(mechanisms.answers), wide=True)


def instruments() -> Table:
    """Tabulate the instruments of the book (for the appendix)."""
    frame = datasets.load("instruments")
    parties = treaties.parties(documented=False).groupby("instrument_id").size()
    frame = frame.assign(
        among=frame["instrument_id"].map(parties).fillna(0).astype("int64"),
        force=frame["binding"].map({True: "yes", False: "no"}),
    )
    columns = [
        Column("short_name", "Short name"), Column("full_name", "Title"), Column("adopted", "Adopted"),
        Column("entered_into_force", "In force", "", "not a treaty"), Column("force", "Binding"),
        Column("monitoring_body", "Supervised by", "", "none"), Column("among", "Parties among the nine", "d"), Column("status", "Status"),
    ]  # fmt: skip
    return Table("instruments", frame, columns, basis(frame), wide=True)


def provisions() -> Table:
    """Tabulate the legal provisions of the book (for the appendix)."""
    frame = datasets.load("legal_provisions")
    names = treaties.states().set_index("iso3")["short_name"]
    everyone = len(names)
    listed = frame["applies_to"].str.split(";")
    frame = frame.assign(
        states=listed.map(lambda codes: "all" if len(codes) == everyone else ", ".join(names[code] for code in codes))
    )
    columns = [
        Column("provision_id", "No."), Column("instrument", "Text"), Column("article", "Provision"), Column("level", "Kind of law"),
        Column("rule", "Rule"), Column("states", "States"), Column("basis", "Read as"), Column("status", "Status"),
    ]  # fmt: skip
    return Table("provisions", frame, columns, basis(frame), wide=True)
