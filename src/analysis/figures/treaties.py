"""Figures on treaties: the map of membership and its growth."""

from __future__ import annotations

import altair as alt
import pandas as pd

from analysis import datasets, theme, treaties
from analysis.exhibits import Figure, basis
from analysis.mechanisms import FIRST_YEAR, Mechanisms

__all__ = ["HEADS", "growth", "rail", "standing"]

KINDS = {
    "refugee": "Refugees, statelessness",
    "core": "Core human rights treaties",
    "protocol": "Their optional protocols",
    "criminal": "Crimes, trafficking, slavery",
    "labour": "Labour",
    "humanitarian": "Armed conflict",
    "regional": "ASEAN",
    "general": "Consuls, law of treaties",
}
"""The groups of the map, in its order."""
PLAIN = {
    "ICERD": "ICERD (race)",
    "ICCPR": "ICCPR (civil, political)",
    "ICESCR": "ICESCR (economic, social)",
    "CEDAW": "CEDAW (women)",
    "CAT": "CAT (torture)",
    "CRC": "CRC (children)",
    "ICRMW": "ICRMW (migrant workers)",
    "CRPD": "CRPD (disability)",
    "CED": "CED (disappearance)",
    "OPCAT": "OPCAT (visits)",
    "UNTOC": "UNTOC (organised crime)",
    "ICCPR-OP1": "ICCPR-OP1 (complaints)",
    "ICCPR-OP2": "ICCPR-OP2 (death penalty)",
    "CRC-OPAC": "CRC-OPAC (child soldiers)",
    "CRC-OPSC": "CRC-OPSC (sale of children)",
    "CRC-OPIC": "CRC-OPIC (complaints)",
    "Slavery Convention (as amended 1953)": "1926 Slavery Convention",
    "1956 Supplementary Slavery Convention": "1956 Slavery Convention",
    "Vienna Convention on Consular Relations": "Consular Relations",
    "Vienna Convention on the Law of Treaties": "Law of Treaties",
    "ASEAN Trafficking Convention": "Trafficking Convention",
}
"""What the map calls an instrument whose short name says little to a newcomer, or is too long for a row."""
SMALL = 9.5
"""Smallest type, in CSS pixels: seven points at the size of the printed page."""
LOOKS = {
    "party": (theme.SECOND, theme.SECOND),
    "party, from memory": ("white", theme.SECOND),
    "treaty not yet in force": ("#a9c6da", "#a9c6da"),
    "signed only": ("#ecd9a6", "#ecd9a6"),
    "voted for, not binding": ("#cfe3d8", "#cfe3d8"),
    "outside (document)": (theme.PALE, theme.PALE),
    "not in the register": ("white", theme.MUTED),
}
"""Fill and outline of a cell by what the state was to the instrument: what no document says is hollow."""
LOOK = (
    "datum.bound <= year ? (datum.force <= year ? (datum.memory ? 'party, from memory' : 'party')"
    " : 'treaty not yet in force') : datum.signed <= year ? 'signed only'"
    " : datum.voted <= year ? 'voted for, not binding' : datum.silent ? 'not in the register' : 'outside (document)'"
)
TEXT = (
    "datum.bound <= year ? datum.bound + (datum.accession ? ' a' : '')"
    " : datum.signed <= year ? datum.signed + ' s' : ''"
)
RESERVED = "datum.bound <= year && datum.reservation != '' && datum.withdrawn > year"
HEADS = alt.Axis(orient="top", grid=False, labelAngle=-50, labelFontSize=10.5, ticks=False, domain=False)
MISSING = 9999
"""Stands for a year that never came, so that a comparison with the slider's year is always defined."""


def _states() -> list[str]:
    return list(treaties.states()["short_name"])


def rail(heads: list[str]) -> alt.Axis:
    """Name the rows; a row that is the head of a group in bold."""
    head = f"indexof({heads}, datum.value) >= 0"
    return alt.Axis(
        labelFontSize=SMALL,
        labelLimit=200,
        ticks=False,
        domain=False,
        grid=False,
        labelFontWeight=alt.condition(head, alt.value(600), alt.value("normal")),
        labelColor=alt.condition(head, alt.value(theme.MUTED), alt.value(theme.INK)),
    )


def standing(mechanisms: Mechanisms) -> Figure:
    """Draw the map of nine states by the instruments, at the end of a year that a slider moves on the web."""
    last = treaties.last_year()
    cells = treaties.standings(last, absence=mechanisms.absence)
    rows = cells.drop_duplicates("instrument_id")
    order = [
        name
        for key, group in KINDS.items()
        for name in (group, *rows.loc[rows["kind"] == key, "short_name"].replace(PLAIN))
    ]
    bound = alt.binding_range(min=FIRST_YEAR, max=last, step=1, name="End of the year ")
    year = alt.param(name="year", value=mechanisms.year, bind=bound)
    base = (
        alt.Chart(_map_frame(cells))
        .transform_filter("datum.adopted <= year")
        .transform_calculate(look=LOOK, text=TEXT, reserved=RESERVED)
        .encode(
            x=alt.X("state:N", sort=_states(), scale=alt.Scale(domain=_states()), title=None, axis=HEADS),
            y=alt.Y(
                "instrument:N", sort=order, scale=alt.Scale(domain=order), title=None, axis=rail(list(KINDS.values()))
            ),
        )
    )
    fills, lines = ([pair[i] for pair in LOOKS.values()] for i in (0, 1))
    legend = alt.Legend(columns=2, symbolStrokeWidth=1, labelFontSize=10, offset=6, rowPadding=1)
    rect = base.mark_rect(strokeWidth=0.9, width=26, height=10.4).encode(
        fill=alt.Fill("look:N", scale=alt.Scale(domain=list(LOOKS), range=fills), legend=legend),
        stroke=alt.Stroke("look:N", scale=alt.Scale(domain=list(LOOKS), range=lines), legend=legend),
        tooltip=[
            alt.Tooltip("state:N", title="State"),
            alt.Tooltip("name:N", title="Instrument"),
            alt.Tooltip("look:N", title="Standing"),
            alt.Tooltip("date:N", title="Date of the act"),
            alt.Tooltip("reservation:N", title="Reservations, declarations"),
            alt.Tooltip("status:N", title="Status"),
        ],
    )
    ink = alt.condition("datum.look == 'party'", alt.value("white"), alt.value(theme.INK))
    text = base.mark_text(fontSize=SMALL).encode(text="text:N", color=ink)
    flag = base.transform_filter("datum.reserved").mark_point(
        shape="triangle-up", size=16, filled=True, xOffset=14.5, color=theme.ACCENT
    )
    chart = (rect + text + flag).add_params(year).properties(width=29 * len(_states()), height=11.6 * len(order))
    return Figure("standing", chart, basis(datasets.load("state_actions")))


def _map_frame(cells: pd.DataFrame) -> pd.DataFrame:
    years = {name: cells[name].fillna(MISSING).astype("int64") for name in ("signed", "bound", "voted", "withdrawn")}
    return pd.DataFrame(
        {
            "instrument": cells["short_name"].replace(PLAIN),
            "name": cells["full_name"],
            "state": cells["state"],
            "adopted": cells["adopted_year"].astype("int64"),
            "force": cells["force_year"].fillna(MISSING).astype("int64"),
            **years,
            "accession": cells["action"].eq("accession"),
            "memory": cells["status"].eq("recalled"),
            "silent": cells["silent"],
            "date": cells["date"].fillna(""),
            "reservation": cells["reservation"].fillna(""),
            "status": cells["status"],
        }
    )


def growth(mechanisms: Mechanisms) -> Figure:
    """Draw the treaties in force for each state year by year, the other eight in grey behind."""
    whole = mechanisms.growth.rename(columns={"documented": "treaties"})
    steps = whole.groupby("iso3")[["treaties", "every"]].diff().fillna(1).any(axis=1)
    frame = whole[steps | whole["year"].eq(whole["year"].max())]
    order = _states()
    grey = frame[["year", "treaties", "iso3"]].rename(columns={"iso3": "other"})
    last = int(frame["year"].max())
    x = alt.X(
        "year:Q",
        title=None,
        scale=alt.Scale(domain=[FIRST_YEAR, last]),
        axis=alt.Axis(format="d", values=[1950, 1980, 2010]),
    )
    y = alt.Y("treaties:Q", title=None, scale=alt.Scale(domain=[0, 38]), axis=alt.Axis(values=[0, 10, 20, 30]))
    colors = alt.Scale(domain=list(theme.STATES), range=list(theme.STATES.values()))
    context = (
        alt.Chart(grey)
        .mark_line(interpolate="step-after", strokeWidth=0.7, color=theme.PALE)
        .encode(x=x, y=y, detail="other:N")
    )
    memory = (
        alt.Chart()
        .mark_line(interpolate="step-after", strokeWidth=1, strokeDash=[3, 2])
        .encode(x=x, y=alt.Y("every:Q", title=None), color=alt.Color("iso3:N", scale=colors, legend=None))
    )
    line = (
        alt.Chart()
        .mark_line(interpolate="step-after", strokeWidth=2)
        .encode(
            x=x,
            y=y,
            color=alt.Color("iso3:N", scale=colors, legend=None),
            tooltip=["state:N", "year:Q", "treaties:Q", "every:Q"],
        )
    )
    text = (
        alt.Chart()
        .transform_filter(f"datum.year == {last}")
        .mark_text(align="right", dy=-7, fontWeight=600)
        .encode(x=x, y=alt.Y("every:Q"), text="treaties:Q", color=alt.Color("iso3:N", scale=colors, legend=None))
    )
    chart = (
        alt.layer(context, memory, line, text, data=frame)
        .properties(width=128, height=84)
        .facet(
            facet=alt.Facet(
                "state:N",
                sort=order,
                title=None,
                header=alt.Header(labelAnchor="start", labelFontWeight=600, labelPadding=2),
            ),
            columns=3,
            spacing=14,
        )
    )
    return Figure("growth", chart, basis(treaties.consents()))
