"""Figures on refugee law and North Koreans."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.exhibits import Column, Figure, Table, basis
from analysis.refugees import Refugees

__all__ = ["grounds", "recognition", "treatment", "verdicts"]

NAMES = {
    "GBR": "United Kingdom", "CAN": "Canada", "DEU": "Germany", "NLD": "Netherlands", "BEL": "Belgium",
    "RUS": "Russia", "AUS": "Australia", "NOR": "Norway", "IRL": "Ireland", "FRA": "France", "SWE": "Sweden",
    "CHE": "Switzerland", "LUX": "Luxembourg", "DNK": "Denmark", "NZL": "New Zealand", "UKR": "Ukraine",
    "CHL": "Chile", "ISR": "Israel", "KGZ": "Kyrgyzstan", "KWT": "Kuwait",
}  # fmt: skip
"""Short names of countries of asylum (source: unhcr_rdf_2025)."""
SHADES = ["#2f7d5b", "#b5651d", "#6b4a8f", theme.PALE]


def recognition(frames: Refugees) -> Figure:
    """Draw the share recognised by country with its interval, sorted by value."""
    frame = frames.decisions[["country_of_asylum", "recognized", "decided", "share", "low", "high"]].astype(
        {"recognized": "int64", "decided": "int64"}
    )
    frame = frame.assign(
        country=frame["country_of_asylum"].replace(NAMES) + " (" + frame["decided"].map("{:,}".format) + ")"
    )
    order = frame.sort_values("share", ascending=False)["country"].tolist()
    scale = alt.Scale(domain=[0, 1])
    y = alt.Y("country:N", sort=order, title=None, axis=alt.Axis(labelLimit=170))
    base = alt.Chart(frame).encode(y=y)
    x = alt.X("low:Q", scale=scale, title="Recognised among decided on the merits", axis=alt.Axis(format="%"))
    tooltip = ["country:N", "recognized:Q", "decided:Q", alt.Tooltip("share:Q", format=".1%")]
    points = base.mark_point(color=theme.ACCENT).encode(x=alt.X("share:Q", scale=scale), tooltip=tooltip)
    chart = base.mark_rule(color=theme.ACCENT, strokeWidth=1.6).encode(x=x, x2="high:Q") + points
    return Figure("recognition", chart.properties(width=330, height=alt.Step(17)), basis(frames.rows))


def verdicts(frames: Refugees) -> Figure:
    """Draw the verdicts on the claims of the thesis by ground of the Convention."""
    kinds = list(frames.grounds.columns)
    frame = frames.grounds.rename_axis("ground").reset_index().melt("ground", var_name="verdict", value_name="claims")
    chart = (
        alt.Chart(frame)
        .mark_bar(stroke="white")
        .encode(
            x=alt.X("claims:Q", title="Claims", axis=alt.Axis(format="d")),
            y=alt.Y("ground:N", sort=list(frames.grounds.index), title=None),
            color=alt.Color("verdict:N", scale=alt.Scale(domain=kinds, range=SHADES)),
            tooltip=["ground:N", "verdict:N", "claims:Q"],
        )
    )
    return Figure(
        "verdicts", chart.properties(width=360, height=alt.Step(24)), basis(frames.claims.dropna(subset=["ground"]))
    )


def grounds(frames: Refugees) -> Table:
    """Tabulate each ground with the verdicts on the claims that bear on it."""
    frame = frames.grounds.rename_axis("ground").reset_index()
    columns = [Column("ground", "Ground"), *(Column(k, k.capitalize(), "d") for k in frames.grounds.columns)]
    return Table("grounds", frame, columns, basis(frames.claims.dropna(subset=["ground"])))


def treatment(frames: Refugees) -> Table:
    """Tabulate findings and penalties on return by period."""
    frame = frames.treatment.sort_values(["period_start", "period_end"], na_position="last").copy()
    frame["answer"] = frame["value_text"].fillna(
        frame["qualifier"].str.replace("_", " ") + " " + frame["value"].map("{:g}".format) + " " + frame["unit"]
    )
    frame["what"] = frame["note"].fillna(frame["item_id"].str.replace("-", " "))
    columns = [
        Column("period_start", "From"), Column("period_end", "To"), Column("answer", "Reported"),
        Column("what", "Remark"), Column("status", "Status"),
    ]  # fmt: skip
    return Table("treatment", frame, columns, basis(frames.treatment))
