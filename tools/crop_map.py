"""Cut the base map of the book out of Natural Earth, once.

Usage: python tools/crop_map.py PACKAGE, where PACKAGE is the unpacked npm package world-atlas 2.0.2
(`npm pack world-atlas@2.0.2`). It writes data/basemap.geojson: the states of the book and its neighbours as
polygons within a box, cut to two decimals, small islands left out, and everything else as one piece of land.
"""

from __future__ import annotations

import json
import pathlib
import sys
from collections.abc import Callable, Iterator

Point = tuple[float, float]
Ring = list[Point]

ROOT = pathlib.Path(__file__).resolve().parent.parent
BOX = (78.0, 4.0, 146.0, 56.0)
"""West, south, east and north of the cut, degrees; wider than the picture, whose edge clips it."""
SMALLEST = 0.15
"""Rings of less than this area, in square degrees, are left out."""
STEP = 0.1
"""Points nearer than this to the one before, in degrees, are left out."""
NUMERIC = {
    "408": ("PRK", (132.2, 40.2)), "156": ("CHN", (106.5, 33.6)), "496": ("MNG", (101.5, 46.4)),
    "104": ("MMR", (95.9, 21.3)), "418": ("LAO", (103.2, 19.9)), "704": ("VNM", (110.6, 14.2)),
    "116": ("KHM", (104.7, 13.0)), "764": ("THA", (101.6, 16.1)), "410": ("KOR", (132.0, 37.4)),
    "643": ("RUS", (135.0, 47.6)), "392": ("JPN", (134.3, 35.0)),
}  # fmt: skip
"""ISO 3166-1 numeric codes of the states that are labelled, with the place of the label."""


def arcs(topology: dict) -> list[Ring]:
    """Decode the arcs of a quantised topology into degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    decoded = []
    for arc in topology["arcs"]:
        x = y = 0
        ring = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            ring.append((x * sx + tx, y * sy + ty))
        decoded.append(ring)
    return decoded


def rings(geometry: dict, lines: list[Ring]) -> Iterator[list[Ring]]:
    """Yield the polygons of a geometry, each a list of closed rings."""
    polygons = {"Polygon": [geometry["arcs"]], "MultiPolygon": geometry["arcs"]}[geometry["type"]]
    for polygon in polygons:
        yield [
            [
                point
                for position, index in enumerate(ring)
                for point in (lines[index] if index >= 0 else lines[~index][::-1])[position > 0 :]
            ]
            for ring in polygon
        ]


def cut(ring: Ring) -> Ring:
    """Cut a ring to the box (Sutherland and Hodgman), keeping its direction."""
    west, south, east, north = BOX
    sides: list[tuple[Callable[[Point], bool], int, float]] = [
        (lambda p: p[0] >= west, 0, west),
        (lambda p: p[0] <= east, 0, east),
        (lambda p: p[1] >= south, 1, south),
        (lambda p: p[1] <= north, 1, north),
    ]
    for inside, axis, edge in sides:
        kept: Ring = []
        for here, there in zip(ring, ring[1:] + ring[:1], strict=True):
            if inside(here):
                kept.append(here)
            if inside(here) != inside(there):
                t = (edge - here[axis]) / (there[axis] - here[axis])
                crossing = [here[0] + t * (there[0] - here[0]), here[1] + t * (there[1] - here[1])]
                crossing[axis] = edge
                kept.append((crossing[0], crossing[1]))
        ring = kept
        if not ring:
            break
    return ring


def area(ring: Ring) -> float:
    """Area of a ring in square degrees, without sign."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True))) / 2


def thinned(ring: Ring) -> Ring:
    """Round to two decimals and leave out points that add nothing at the size of the picture."""
    kept: Ring = []
    for point in ring:
        rounded = (round(point[0], 2), round(point[1], 2))
        if not kept or max(abs(rounded[0] - kept[-1][0]), abs(rounded[1] - kept[-1][1])) >= STEP:
            kept.append(rounded)
    return [*kept, kept[0]]


def polygons(geometry: dict, lines: list[Ring]) -> list[list[Ring]]:
    """Cut and thin the polygons of a geometry."""
    found = []
    for polygon in rings(geometry, lines):
        parts = [cut(ring) for ring in polygon]
        parts = [thinned(ring) for ring in parts if ring and area(ring) >= SMALLEST]
        if parts:
            found.append(parts)
    return found


def main(package: str) -> None:
    """Write data/basemap.geojson."""
    topology = json.loads((pathlib.Path(package) / "countries-50m.json").read_text(encoding="utf-8"))
    lines = arcs(topology)
    named: dict[str, list[list[Ring]]] = {iso3: [] for iso3, _ in NUMERIC.values()}
    other: list[list[Ring]] = []
    for geometry in topology["objects"]["countries"]["geometries"]:
        iso3 = NUMERIC.get(geometry.get("id", ""), (None,))[0]
        (named[iso3] if iso3 else other).extend(polygons(geometry, lines))
    places = dict(NUMERIC.values())
    features = []
    for iso3, coordinates in [*named.items(), (None, other)]:
        lon, lat = places.get(iso3 or "", (None, None))
        geometry = {"type": "MultiPolygon", "coordinates": coordinates}
        features.append({"type": "Feature", "properties": {"iso3": iso3, "lon": lon, "lat": lat}, "geometry": geometry})
    text = json.dumps({"type": "FeatureCollection", "features": features}, separators=(",", ":"))
    (ROOT / "data" / "basemap.geojson").write_text(text.replace('{"type":"Feature",', '\n{"type":"Feature",') + "\n")


if __name__ == "__main__":
    main(sys.argv[1])
