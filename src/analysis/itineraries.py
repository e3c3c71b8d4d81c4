"""The routes as chains of well-known cities: their legs, lengths, and the length that the thesis gives."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.geodesy import KM_PER_MILE, geodesic

__all__ = ["MAIN", "NAMES", "Itineraries", "findings", "itineraries", "legs", "lengths"]

NAMES = {
    "southeast_asia_via_laos": "Laos and Thailand",
    "via_vietnam": "Vietnam",
    "via_cambodia": "Vietnam and Cambodia",
    "via_mongolia": "Mongolia",
    "via_myanmar": "Myanmar and Thailand",
    "via_russia": "Russia",
    "direct_sea_west": "western sea",
    "direct_sea_east": "eastern sea",
    "dmz": "land line",
}
"""What the routes are called on the page."""
MAIN, NORTH = "southeast_asia_via_laos", "via_mongolia"
KM = 1000.0


@dataclass(frozen=True)
class Itineraries:
    """The routes.

    Attributes:
        legs: one row a leg, as :func:`legs` makes it.
        lengths: one row a route, as :func:`lengths` makes it.
        thesis_miles: length of the main route in the thesis, miles.
        reported: the reported journeys whose length a document prints (rows of the table of hazards).
    """

    legs: pd.DataFrame
    lengths: pd.DataFrame
    thesis_miles: float
    reported: pd.DataFrame


def legs(waypoints: pd.DataFrame) -> pd.DataFrame:
    """Join each city to the one before it on its route.

    Args:
        waypoints: the table of waypoints: ``route_id``, ``order``, ``place``, ``lat`` and ``lon`` in degrees,
            ``mode``, ``status``, ``cable_only`` and the columns of sources.

    Returns:
        One row a leg: the columns of the city where it ends, ``origin``, ``lat_from``, ``lon_from``, ``km``
        (kilometres along the geodesic of WGS84), ``miles``, ``ground`` (false by air) and ``evidence``:
        ``documented`` when documents other than leaked cables place both ends on the route.
    """
    ordered = waypoints.sort_values(["route_id", "order"]).reset_index(drop=True)
    sound = ordered["status"].isin(["verified", "corroborated"]) & ~ordered["cable_only"]
    ordered["sound"] = sound
    before = ordered.groupby("route_id")[["place", "lat", "lon", "sound", "iso3"]].shift()
    joined = ordered.assign(
        origin=before["place"],
        lat_from=before["lat"],
        lon_from=before["lon"],
        iso3_from=before["iso3"],
        from_home=before["iso3"] == "PRK",
        both=sound & before["sound"].eq(True),
    ).dropna(subset=["origin"])
    km = geodesic(joined["lat_from"], joined["lon_from"], joined["lat"], joined["lon"]) / KM
    return joined.assign(
        km=km,
        miles=km / KM_PER_MILE,
        ground=joined["mode"] != "air",
        evidence=joined["both"].map({True: "documented", False: "recalled or cable only"}),
        route=joined["route_id"].map(NAMES),
    ).reset_index(drop=True)


def lengths(chain: pd.DataFrame) -> pd.DataFrame:
    """Add the legs of each route up.

    Returns:
        One row a route, the longest first: ``miles`` in all, ``approach`` (from North Korea to the city where
        the data of the route begin, along another route; zero where they begin in North Korea, missing where no
        route leads there), ``ground`` without approach and flights, ``air``, ``to_asylum`` to the first city of
        Thailand or Mongolia (missing where the route has none), ``legs`` and ``documented``, how many of them
        documents bear out. All lengths in miles.
    """
    by = chain.groupby("route_id")
    total = by["miles"].sum()
    ground = chain["miles"].where(chain["ground"], 0.0).groupby(chain["route_id"]).sum()
    host = chain["iso3"].isin(["THA", "MNG"])
    sums = chain.assign(sum=by["miles"].cumsum())
    reached = sums[host].groupby("route_id")["sum"].first()
    first = chain.drop_duplicates("route_id").set_index("route_id")
    home = first.index[first["from_home"]]
    known = sums[sums["route_id"].isin(home) & sums["ground"]].groupby("place")["sum"].min()
    approach = first["origin"].map(known).where(~first["from_home"], 0.0)
    frame = pd.DataFrame(
        {
            "miles": total + approach.fillna(0.0),
            "approach": approach,
            "ground": ground,
            "air": total - ground,
            "to_asylum": reached,
            "legs": by.size(),
            "documented": chain["evidence"].eq("documented").groupby(chain["route_id"]).sum(),
        }
    ).reset_index()
    return (
        frame.assign(route=frame["route_id"].map(NAMES))
        .sort_values(["miles", "route_id"], ascending=[False, True])
        .reset_index(drop=True)
    )


def itineraries(waypoints: pd.DataFrame, hazards: pd.DataFrame, thesis_miles: float) -> Itineraries:
    """Build the routes from the table of waypoints and the journeys of the table of hazards."""
    chain = legs(waypoints)
    reported = hazards[(hazards["hazard"] == "journey") & (hazards["unit"] == "miles")].reset_index(drop=True)
    return Itineraries(chain, lengths(chain), thesis_miles, reported)


def findings(routes: Itineraries) -> dict[str, Quantity]:
    """State the lengths, and what they say to the length in the thesis."""
    of = routes.lengths.set_index("route_id")
    main, north, thesis = of.loc[MAIN], of.loc[NORTH], routes.thesis_miles
    along = routes.legs[routes.legs["route_id"] == MAIN].set_index("place")
    printed = routes.reported.set_index("hazard_id").loc["journey-2017-route"]
    same = along.loc["Kunming":"Chiang Rai", "miles"].sum()
    detour = float(printed["low"]) / same
    from_city = main["ground"] - along.loc["Yanji":"Shenyang", "miles"].sum()
    over = of[of["ground"] + of["approach"].fillna(0.0) > thesis]
    through_china = routes.legs[routes.legs["iso3"].eq("CHN") | routes.legs["iso3_from"].eq("CHN")]["route_id"]
    avoiding = of[~of.index.isin(through_china)]
    return {
        "short_avoid_china": holds(
            avoiding["miles"].max() < of.loc[through_china.unique(), "miles"].min(), "only the shortest avoid China"
        ),
        "thesis_miles": quantity(int(thesis), "miles", "length of the route in the thesis"),
        "routes": quantity(len(of), "routes", "routes in the data"),
        "legs": quantity(int(of["legs"].sum()), "legs", "legs of all routes"),
        "legs_documented": quantity(int(of["documented"].sum()), "legs", "legs borne out at both ends"),
        "main_total": quantity(main["miles"], "miles", "the main route with its flight"),
        "main_ground": quantity(main["ground"], "miles", "the main route to Bangkok, on the ground"),
        "main_ground_km": quantity(main["ground"] * KM_PER_MILE, "km", "the same in kilometres"),
        "main_to_thailand": quantity(main["to_asylum"], "miles", "the main route to the first Thai city"),
        "main_from_shenyang": quantity(from_city, "miles", "the main route from Shenyang to Bangkok"),
        "north_total": quantity(north["miles"], "miles", "the route through Mongolia with its flight"),
        "north_ground": quantity(north["ground"], "miles", "the route through Mongolia to Ulaanbaatar"),
        "north_share": quantity(north["ground"] / main["ground"], "share", "northern route relative to the main one"),
        "printed_miles": quantity(int(printed["low"]), "miles", "length that one newspaper gives from Shenyang on"),
        "same_geodesic": quantity(same, "miles", "geodesic between the same ends"),
        "detour": quantity(detour, "ratio", "printed length relative to the geodesic"),
        "main_road": quantity(main["ground"] * detour, "miles", "main route to Bangkok with that detour"),
        "thailand_road": quantity(main["to_asylum"] * detour, "miles", "main route to the first Thai city with it"),
        "longest_leg": quantity(along.loc["Kunming", "miles"], "miles", "from Shenyang to Kunming"),
        "china_share": quantity(
            along.loc[["Shenyang", "Kunming"], "miles"].sum() / main["ground"], "share", "ground from Yanji to Kunming"
        ),
        "routes_over": quantity(len(over), "routes", "routes longer than the thesis's figure on the ground"),
        "main_exceeds": exceeds(
            main["ground"], thesis, "miles", "the main route to Bangkok exceeds the thesis's figure"
        ),
        "thailand_below": holds(main["to_asylum"] < thesis, "to the first Thai city straight lines fall short of it"),
        "thailand_road_above": holds(main["to_asylum"] * detour > thesis, "with the detour it exceeds it there too"),
        "shenyang_below": holds(from_city < thesis, "counted from Shenyang straight lines fall short of it"),
        "north_below": holds(north["miles"] < thesis, "the route through Mongolia is shorter, flight included"),
    }
