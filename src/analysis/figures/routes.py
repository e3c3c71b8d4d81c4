"""Map and lengths of the routes."""

from __future__ import annotations

import json

import altair as alt
import pandas as pd

from analysis import datasets, theme
from analysis.exhibits import Column, Figure, Table, basis
from analysis.itineraries import MAIN, NAMES, Itineraries

__all__ = ["legs", "lengths", "routes_map"]

BASEMAP = datasets.DATA / "basemap.geojson"
LAND, SEA = "#eceef1", "#fbfcfd"
CENTRE, SCALE, HEIGHT = (-113.5, -30.5), 600, 452
PALE_LINE = "#8a94a3"
STYLES: dict[str, tuple[str, list[int]]] = {
    "by air": ("#8a94a3", [1, 3]),
    "recalled or cable only": ("#8a94a3", [5, 3]),
    "other route": ("#8a94a3", [1, 0]),
    "main route": (theme.INK, [1, 0]),
}
"""Colour and dashes of the lines, from the faintest; drawn in this order."""
CITIES = {
    "Hyesan": (-3, 13, "right"), "Yanji": (-5, -6, "right"), "Shenyang": (-7, 4, "right"),
    "Kunming": (-7, -5, "right"), "Vientiane": (8, 1, "left"), "Chiang Rai": (-7, -3, "right"),
    "Bangkok": (-7, 8, "right"), "Seoul": (-6, 9, "right"), "Nanning": (7, -5, "left"), "Hanoi": (6, 9, "left"),
    "Ho Chi Minh City": (7, 5, "left"), "Phnom Penh": (-4, 14, "right"), "Beijing": (-7, -5, "right"),
    "Ulaanbaatar": (0, -8, "center"), "Vladivostok": (6, -5, "left"), "Pyongyang": (6, -4, "left"),
}  # fmt: skip
"""Where the name of a city stands: pixels to the right and down, and alignment; cities not named here have no label."""


def _projection() -> alt.Projection:
    return alt.Projection(
        type="azimuthalEqualArea",
        rotate=[*CENTRE, 0],
        scale=SCALE,
        translate=[theme.WIDTH / 2, HEIGHT / 2],
        clipExtent=[[0, 0], [theme.WIDTH, HEIGHT]],
    )


def _land() -> pd.DataFrame:
    """Read the base map: one row a feature, its code, the place of its name and its shape."""
    features = json.loads(BASEMAP.read_text(encoding="utf-8"))["features"]
    return pd.DataFrame([{"type": "Feature", **each["properties"], "geometry": each["geometry"]} for each in features])


def _names(land: pd.DataFrame) -> pd.DataFrame:
    """Places of the names of states that the base map carries."""
    frame = land.drop(columns=["type", "geometry"]).dropna(subset=["iso3"])
    short = datasets.load("states").set_index("iso3")["short_name"]
    others = {"RUS": "Russia", "JPN": "Japan"}
    return frame.assign(name=frame["iso3"].map(short).fillna(frame["iso3"].map(others))).reset_index(drop=True)


def _lines(chain: pd.DataFrame) -> pd.DataFrame:
    """Turn legs into geodesic lines with what the reader may ask of them."""
    style = pd.Series("recalled or cable only", index=chain.index).mask(
        chain["evidence"] == "documented", "other route"
    )
    style = style.mask(chain["route_id"] == MAIN, "main route").mask(~chain["ground"], "by air")
    rank = style.map({name: place for place, name in enumerate(STYLES)})
    order = rank.sort_values(kind="stable").index
    chain, style = chain.loc[order], style[order]
    ends = zip(chain["lon_from"], chain["lat_from"], chain["lon"], chain["lat"], strict=True)
    return chain[["route", "origin", "place", "evidence"]].assign(
        type="Feature",
        km=chain["km"].round(),
        miles=chain["miles"].round(),
        style=style,
        geometry=[{"type": "LineString", "coordinates": [[a, b], [c, d]]} for a, b, c, d in ends],
    )


def routes_map(routes: Itineraries) -> Figure:
    """Draw the routes as geodesics between well-known cities on Natural Earth land."""
    land = _land()
    pick = alt.selection_point(name="route", fields=["route"], on="pointerover", clear="pointerout")
    states = [iso3 for iso3 in theme.STATES if iso3 != "PRK"]
    fill = alt.Color(
        "iso3:N",
        scale=alt.Scale(domain=states, range=[theme.STATES[iso3] for iso3 in states]),
        legend=None,
    )
    ground = alt.Chart(land).mark_geoshape(fill=LAND, stroke="white", strokeWidth=0.7)
    tint = (
        alt.Chart(land)
        .transform_filter(alt.FieldOneOfPredicate(field="iso3", oneOf=states))
        .mark_geoshape(fillOpacity=0.13, stroke="white", strokeWidth=0.7)
        .encode(fill=fill)
    )
    scales = {
        channel: alt.Scale(domain=list(STYLES), range=[style[position] for style in STYLES.values()])
        for position, channel in enumerate(("color", "dash"))
    }
    legend = alt.Legend(symbolType="stroke", offset=4, columns=4, columnPadding=4, labelLimit=0, symbolSize=300)
    lines = (
        alt.Chart(_lines(routes.legs))
        .mark_geoshape(filled=False)
        .encode(
            color=alt.Color("style:N", scale=scales["color"], legend=legend),
            strokeWidth=alt.condition("datum.style === 'main route'", alt.value(2.6), alt.value(1.4)),
            strokeDash=alt.StrokeDash("style:N", scale=scales["dash"], legend=legend),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.1)),
            tooltip=[
                alt.Tooltip("route:N"), alt.Tooltip("origin:N", title="from"), alt.Tooltip("place:N", title="to"),
                alt.Tooltip("miles:Q", format=",d"), alt.Tooltip("km:Q", format=",d"), alt.Tooltip("evidence:N"),
            ],
        )
        .add_params(pick)
        .properties(name="legs")
    )  # fmt: skip
    cities = _cities(routes.legs)
    dots = (
        alt.Chart(cities)
        .mark_point(filled=True, size=22, color=theme.INK, opacity=1)
        .encode(longitude="lon:Q", latitude="lat:Q", tooltip=["place:N"])
    )
    labels = [
        alt.Chart(cities)
        .transform_filter(alt.FieldEqualPredicate(field="place", equal=place))
        .mark_text(dx=dx, dy=dy, align=align, fontSize=10.5, fontWeight=600)
        .encode(longitude="lon:Q", latitude="lat:Q", text="place:N")
        for place, (dx, dy, align) in CITIES.items()
    ]
    names = (
        alt.Chart(_names(land))
        .mark_text(fontSize=11, fontStyle="italic", color=theme.MUTED)
        .encode(longitude="lon:Q", latitude="lat:Q", text="name:N")
    )
    chart = alt.layer(ground, tint, names, lines, dots, *labels, view=alt.ViewConfig(fill=SEA, stroke=theme.PALE))
    chart = chart.project(**_projection().to_dict()).properties(width=theme.WIDTH, height=HEIGHT)
    return Figure("map", chart, basis(datasets.load("waypoints")))


def _cities(chain: pd.DataFrame) -> pd.DataFrame:
    starts = chain[["origin", "lat_from", "lon_from"]].set_axis(["place", "lat", "lon"], axis=1)
    both = pd.concat([chain[["place", "lat", "lon"]], starts])
    return both.drop_duplicates("place").sort_values("place").reset_index(drop=True)


def lengths(routes: Itineraries) -> Figure:
    """Draw the length of each route by means of travel against the length in the thesis."""
    parts = {"approach": "way to its start", "ground": "ground or sea", "air": "air"}
    frame = routes.lengths.melt(["route", "route_id", "miles"], list(parts), var_name="part", value_name="length")
    frame = frame.dropna(subset=["length"]).assign(
        part=frame["part"].map(parts), rank=frame["part"].map({name: place for place, name in enumerate(parts)})
    )
    frame = frame[frame["length"] > 0].sort_values(["miles", "rank"], ascending=[False, True]).reset_index(drop=True)
    order = list(routes.lengths["route"])
    scale = alt.Scale(domain=list(parts.values()), range=[PALE_LINE, theme.INK, theme.PALE])
    bars = (
        alt.Chart(frame)
        .mark_bar(height=14)
        .encode(
            y=alt.Y("route:N", sort=order, title=None),
            x=alt.X("length:Q", title="Miles", axis=alt.Axis(format=",d", tickCount=6)),
            color=alt.Color("part:N", scale=scale, legend=alt.Legend(offset=8, columns=3)),
            order="rank:Q",
            tooltip=["route:N", "part:N", alt.Tooltip("length:Q", format=",.0f")],
        )
    )
    thesis = pd.DataFrame({"length": [routes.thesis_miles], "label": ["the thesis"]})
    rule = alt.Chart(thesis).mark_rule(color=theme.ACCENT, strokeWidth=1.6).encode(x="length:Q")
    word = (
        alt.Chart(thesis)
        .mark_text(color=theme.ACCENT, align="left", dx=4)
        .encode(x="length:Q", y=alt.value(208), text="label:N")
    )
    chart = (bars + rule + word).properties(width=330, height=220)
    return Figure("lengths", chart, basis(datasets.load("waypoints")))


def legs(routes: Itineraries) -> Table:
    """Tabulate every leg with its length and what bears it out."""
    frame = routes.legs.assign(
        by=routes.legs["mode"].str.replace("_", " ", regex=False),
        custody=routes.legs["custody"].map({True: "in custody", False: ""}),
        order_of=routes.legs["route_id"].map({name: place for place, name in enumerate(NAMES)}),
    ).sort_values(["order_of", "order"])
    frame = frame.assign(means=frame["by"].where(frame["custody"] == "", frame["by"] + ", " + frame["custody"]))
    columns = [
        Column("route", "Route"),
        Column("origin", "From"),
        Column("place", "To"),
        Column("means", "Means"),
        Column("km", "Kilometres", ",.0f"),
        Column("miles", "Miles", ",.0f"),
        Column("evidence", "Borne out"),
    ]
    return Table("legs", frame.reset_index(drop=True), columns, basis(datasets.load("waypoints")))
