"""Figures and tables on mechanisms: powers, channels, rules of counting, and the appendix of laws."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, theme, treaties
from analysis.channels import RULES, STARTERS
from analysis.exhibits import Column, Figure, Table, basis
from analysis.figures.clauses import STARTER_COLORS
from analysis.mechanisms import POWERS, Mechanisms

__all__ = [
    "bodies",
    "core",
    "doors",
    "instruments",
    "powers",
    "provisions",
    "specifications",
]

FIRM = ["verified", "corroborated"]
LEAST = ["PRK", "CHN", "MMR", "VNM"]
"""The least open states under the rule used, which one column of the table of rules holds together."""


def _states() -> list[str]:
    return list(treaties.states()["short_name"])


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
    chart = (
        alt.Chart(frame)
        .mark_point(size=95, strokeWidth=1.5)
        .encode(
            x=alt.X(
                "label:N",
                sort=list(POWERS.values()),
                title=None,
                axis=alt.Axis(orient="top", labelAngle=-35, ticks=False, domain=False, grid=False),
            ),
            y=alt.Y(
                "name:N", sort=order, title=None, axis=alt.Axis(labelLimit=240, ticks=False, domain=False, grid=False)
            ),
            shape=alt.Shape("mark:N", scale=alt.Scale(domain=marks, range=["circle", "stroke"]), legend=legend),
            stroke=alt.Stroke("mark:N", scale=scale, legend=legend),
            fill=alt.condition("datum.recalled", alt.value("white"), alt.Fill("mark:N", scale=scale, legend=legend)),
            strokeDash=alt.condition("datum.recalled", alt.value([2, 2]), alt.value([1, 0])),
            tooltip=["name:N", "label:N", "mark:N", alt.Tooltip("recalled:N", title="from general knowledge")],
        )
    )
    return Figure("powers", chart.properties(width=220, height=alt.Step(19)), basis(mechanisms.bodies))


SHORT = {
    "UN High Commissioner for Refugees": "High Commissioner for Refugees",
    "Commission of Inquiry on the DPRK (2013-2014)": "Commission of Inquiry, 2013–14",
    "Special Rapporteur on the DPRK": "Special Rapporteur on North Korea",
    "ASEAN Intergovernmental Commission on Human Rights": "ASEAN human rights commission",
    "OHCHR office in Seoul": "UN human rights office, Seoul",
}
"""Names that fit a row."""


def bodies(mechanisms: Mechanisms) -> Table:
    """Tabulate the mechanisms: founding text, who may start each, and whether what it decides binds."""
    frame = mechanisms.bodies
    recalled = frame["cells_recalled"].fillna("").str.split(";").map(lambda cells: "may_start" in cells)
    frame = frame.assign(
        starts=frame["may_start"].where(~recalled, frame["may_start"] + " (from memory)"),
        consent=frame["needs_state_consent"].map({True: "needed", False: "no"}),
    )
    columns = [
        Column("name", "Mechanism"),
        Column("founding_text", "Founding text"),
        Column("starts", "Who may start it"),
        Column("binds", "Binds"),
        Column("consent", "Consent"),
    ]
    return Table("bodies", frame, columns, basis(mechanisms.bodies))


def core(mechanisms: Mechanisms) -> Table:
    """Tabulate the core treaties held by each state, and what is missing."""
    cells = mechanisms.cells[mechanisms.cells["core_treaty"]]
    party = cells["standing"] == "party"
    signed = cells["short_name"] + " (signed " + cells["signed"].astype("string") + ")"
    said = signed.where(cells["standing"] == "signatory", cells["short_name"])
    held = cells[party].groupby("state")["bound"].agg(held="size", first="min", last="max")
    protocol = mechanisms.cells[mechanisms.cells["instrument_id"] == "CSRP1967"].set_index("state")
    frame = pd.DataFrame({"state": _states()}).set_index("state").join(held)
    frame = frame.assign(
        missing=said[~party].groupby(cells["state"]).agg(", ".join),
        protocol=protocol["bound"].where(protocol["standing"] == "party"),
    )
    columns = [
        Column("state", "State"),
        Column("held", "Held", "d"),
        Column("first", "First", "d"),
        Column("last", "Latest", "d"),
        Column("missing", "Not a party to"),
        Column("protocol", "1967 Protocol", "d", "no"),
    ]
    return Table("core", frame.reset_index(), columns, basis(cells))


def doors(mechanisms: Mechanisms) -> Table:
    """Tabulate the channels open against each state under the rule, by name."""
    looked = mechanisms.clauses[mechanisms.clauses["open"].fillna(False)]
    said = looked["clause"].replace({", whole protocol": ", art. 1", "article ": "art. "}, regex=True)
    said = said.where(looked["status"].isin(FIRM), said + "°")
    wide = said.groupby([looked["iso3"], looked["procedure"].map(STARTERS)]).agg("; ".join).unstack()
    names = treaties.states().set_index("iso3")["short_name"]
    frame = wide.reindex(index=names.index, columns=list(STARTER_COLORS)).assign(state=names)
    columns = [
        Column("state", "State"),
        Column("a person", "A person", missing="none"),
        Column("a committee", "A committee", missing="none"),
        Column("another state", "Another state", missing="none"),
    ]
    return Table("doors", frame.reset_index(), columns, basis(looked))


def specifications(mechanisms: Mechanisms) -> Table:
    """Tabulate the count of channels by rule and state; the four least open states share a column."""
    table = mechanisms.specifications
    low, high = table["low"].astype(str), table["high"].astype(str)
    names = treaties.states().set_index("iso3")["short_name"]
    table = table.assign(said=low.where(low == high, low + "–" + high), state=table["iso3"].map(names))
    wide = table.pivot(index=["rule", "label"], columns="state", values="said").reset_index()
    wide["four"] = wide[[names[state] for state in LEAST]].agg(" · ".join, axis=1)
    wide["place"] = wide["rule"].map(list(RULES).index)
    columns = [
        Column("label", "Rule"),
        Column("four", "Closed"),
        *(Column(name, name) for state, name in names.items() if state not in LEAST),
    ]
    return Table("specifications", wide.sort_values("place"), columns, basis(mechanisms.answers))


def instruments() -> Table:
    """Tabulate the instruments of the book (for the appendix)."""
    frame = datasets.load("instruments")
    parties = treaties.parties(documented=False).groupby("instrument_id").size()
    frame = frame.assign(
        among=frame["instrument_id"].map(parties).fillna(0).astype("Int64").where(frame["binding"]),
        force=frame["binding"].map({True: "yes", False: "no"}),
    )
    columns = [
        Column("short_name", "Short name"),
        Column("full_name", "Title"),
        Column("adopted", "Adopted"),
        Column("entered_into_force", "In force", "", "not a treaty"),
        Column("force", "Binding"),
        Column("monitoring_body", "Supervised by", "", "none"),
        Column("among", "Parties of nine", "d"),
        Column("status", "Status"),
    ]
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
        Column("provision_id", "No."),
        Column("instrument", "Text"),
        Column("article", "Provision"),
        Column("level", "Kind of law"),
        Column("rule", "Rule"),
        Column("states", "States"),
        Column("basis", "Read as"),
        Column("status", "Status"),
    ]
    return Table("provisions", frame, columns, basis(frame), wide=True)
