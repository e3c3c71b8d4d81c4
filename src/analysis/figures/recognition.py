"""Figures on decisions: recognition by country, and by year where guidance on nationality was given."""

from __future__ import annotations

import altair as alt

from analysis import theme
from analysis.exhibits import Figure, basis
from analysis.recognition import DECIDING, Recognition

__all__ = ["countries", "years"]

NAMES = {
    "GBR": "United Kingdom", "CAN": "Canada", "DEU": "Germany", "NLD": "Netherlands", "BEL": "Belgium",
    "RUS": "Russia", "AUS": "Australia", "NOR": "Norway", "IRL": "Ireland", "FRA": "France", "SWE": "Sweden",
    "CHE": "Switzerland", "LUX": "Luxembourg", "DNK": "Denmark", "NZL": "New Zealand", "UKR": "Ukraine",
    "CHL": "Chile", "ISR": "Israel", "KGZ": "Kyrgyzstan", "KWT": "Kuwait",
}  # fmt: skip
"""Short names of countries of asylum (source: unhcr_rdf_2025)."""
MARKS = {"gbr-2011": "KK", "gbr-2014": "GP", "can-2010": "Kim", "can-2016": "guide"}


def countries(recognition: Recognition) -> Figure:
    """Draw the share recognised by country with its interval, sorted by value."""
    frame = recognition.countries[["country_of_asylum", "recognized", "decided", "share", "low", "high"]].astype(
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
    return Figure("recognition", chart.properties(width=330, height=alt.Step(17)), basis(recognition.rows))


def years(recognition: Recognition) -> Figure:
    """Draw the share recognised by year in the countries with guidance on nationality, and when it was given."""
    panels = [_panel(recognition, code, last=code == list(DECIDING)[-1]) for code in DECIDING]
    rows = recognition.rows[recognition.rows["country_of_asylum"].isin(DECIDING)]
    return Figure("yearly", alt.vconcat(*panels, spacing=16), basis(rows, recognition.guidance))


def _panel(recognition: Recognition, code: str, *, last: bool) -> alt.LayerChart:
    years_ = recognition.years
    frame = years_[years_["country_of_asylum"] == code][["year", "share", "low", "high", "decided", "recognized"]]
    frame = frame.astype({"year": "int64", "decided": "int64", "recognized": "int64"}).reset_index(drop=True)
    guidance = recognition.guidance[recognition.guidance["iso3"] == code]
    marks = guidance[["decision_id"]].assign(
        year=guidance["date"].dt.year + (guidance["date"].dt.dayofyear - 1) / 365,
        word=guidance["decision_id"].map(MARKS) + " " + guidance["date"].dt.year.astype(str),
    )
    axis = alt.Axis(format="d", labels=last, ticks=last, values=list(range(2000, 2026, 5)))
    time = alt.Scale(domain=[1999.4, 2025.6], nice=False)
    x = alt.X("year:Q", scale=time, axis=axis, title=None)
    share = alt.Scale(domain=[0, 1])
    y = alt.Y("low:Q", scale=share, axis=alt.Axis(format="%", values=[0, 0.5, 1]), title=None)
    tooltip = ["year:Q", "recognized:Q", "decided:Q", alt.Tooltip("share:Q", format=".0%")]
    base = alt.Chart(frame).encode(x=x)
    rule = alt.Chart(marks)
    chart = (
        rule.mark_rule(color=theme.INK, strokeDash=[4, 3]).encode(x=alt.X("year:Q", scale=time))
        + rule.mark_text(align="center", dy=-5, baseline="bottom").encode(
            x=alt.X("year:Q", scale=time), y=alt.value(0), text="word:N"
        )
        + base.mark_rule(color=theme.ACCENT, strokeWidth=1.6).encode(y=y, y2="high:Q")
        + base.mark_point(color=theme.ACCENT, opacity=1).encode(
            y=alt.Y("share:Q", scale=share),
            size=alt.Size("decided:Q", scale=alt.Scale(domain=[0, 350], range=[12, 170]), legend=None),
            tooltip=tooltip,
        )
    )
    title = alt.Title(DECIDING[code], anchor="start", fontSize=11, offset=8)
    return chart.properties(width=400, height=130, title=title)
