"""How every chart of the book looks, on the web and in print."""

from __future__ import annotations

import os
from functools import cache
from typing import Any

import altair as alt
import vl_convert as vlc

from analysis.datasets import ROOT

__all__ = ["ACCENT", "INK", "MUTED", "PALE", "SEXES", "STATES", "WIDTH", "draw", "register"]

FONTS = ROOT / "fonts"
FONT = "'Source Sans 3', sans-serif"
"""Quoted: a family name whose last word is a digit is no name in CSS without quotes."""
WIDTH = 430
"""Width of a chart's plotting area in CSS pixels; with its axis it fills the printed measure."""

INK, MUTED, PALE = "#1f2430", "#5b6472", "#d5d9e0"
ACCENT, SECOND = "#bf4b49", "#164a6e"
"""As far apart in lightness as in hue: a copy in black and white keeps them apart."""
SEXES = {"women": ACCENT, "men": SECOND, "sex not published": "#858e9a"}
STATES = {
    "PRK": "#1f2430", "CHN": ACCENT, "MNG": "#8a6d1d", "MMR": "#686c74", "LAO": "#2f7d5b",
    "VNM": "#6b4a8f", "KHM": "#9c5414", "THA": SECOND, "KOR": "#0f7f8c",
}  # fmt: skip
"""One colour a state in the whole book."""


@alt.theme.register("rights-in-transit", enable=True)  # type: ignore[untyped-decorator]
def register() -> alt.theme.ThemeConfig:
    """Set the book's type and ink; called by Altair for each chart."""
    text: dict[str, Any] = {"labelFontSize": 11, "titleFontSize": 11, "titleFontWeight": "normal"}
    axis: dict[str, Any] = {
        **text, "labelColor": INK, "titleColor": MUTED, "domainColor": MUTED, "tickColor": MUTED,
        "gridColor": PALE, "gridWidth": 0.6, "tickSize": 4, "labelPadding": 4, "titlePadding": 8,
    }  # fmt: skip
    return {
        "config": {
            "font": FONT,
            "background": "transparent",
            "padding": 4,
            "view": {"stroke": None, "continuousWidth": WIDTH, "continuousHeight": 240, "discreteWidth": WIDTH},
            "axis": axis,
            "axisX": {"grid": False},
            "axisY": {
                "domain": False,
                "ticks": False,
                "titleAngle": 0,
                "titleAlign": "left",
                "titleX": 0,
                "titleY": -12,
            },
            "legend": {
                **text,
                "labelColor": INK,
                "titleColor": MUTED,
                "orient": "top",
                "title": None,
                "symbolType": "square",
                "offset": 22,
            },
            "header": {**text, "labelColor": INK, "titleColor": MUTED},
            "title": {"fontSize": 12, "fontWeight": 600, "anchor": "start", "color": INK},
            "text": {"fontSize": 11, "color": INK},
            "bar": {"color": SECOND},
            "line": {"color": SECOND, "strokeWidth": 1.8},
            "point": {"color": SECOND, "filled": True, "size": 36, "opacity": 1},
            "rule": {"color": MUTED},
            "range": {"category": [SECOND, ACCENT, "#2f7d5b", "#8a6d1d", "#6b4a8f", "#0f7f8c", "#686c74"]},
        }
    }


@cache
def _prepare() -> None:
    # Vega places dates in the time zone of the machine: without this a chart moves when it is drawn elsewhere.
    os.environ["TZ"] = "UTC"
    # vl-convert reads fonts out of Python's sight: open them here, so that the record of a run knows them.
    for font in sorted(FONTS.glob("SourceSans3*.ttf")):
        font.open("rb").close()
    vlc.register_font_directory(str(FONTS))


def draw(spec: dict[str, Any]) -> str:
    """Draw a Vega-Lite specification as SVG, with the book's fonts; the same bytes for the same specification."""
    _prepare()
    return str(vlc.vegalite_to_svg(spec))
