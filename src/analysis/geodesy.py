"""Lengths on the ellipsoid of the Earth."""

from __future__ import annotations

import numpy as np
import pandas as pd

__all__ = ["KM_PER_MILE", "geodesic"]

SEMI_MAJOR = 6_378_137.0
"""Equatorial radius of the WGS84 ellipsoid, metres (source: vincenty1975 for the method; the ellipsoid defines it)."""
FLATTENING = 1 / 298.257223563
KM_PER_MILE = 1.609344
"""Kilometres in an international mile, by definition."""
ROUNDS, TOLERANCE = 200, 1e-12


def geodesic(lat_1: pd.Series, lon_1: pd.Series, lat_2: pd.Series, lon_2: pd.Series) -> np.ndarray:
    """Measure the shortest lines on the WGS84 ellipsoid between pairs of points.

    Vincenty's inverse solution (1975): exact to about a millimetre, where it converges.

    Args:
        lat_1: latitudes of the first points, degrees.
        lon_1: longitudes of the first points, degrees.
        lat_2: latitudes of the second points, degrees.
        lon_2: longitudes of the second points, degrees.

    Returns:
        Lengths in metres; not a number where a coordinate is missing.

    Raises:
        ValueError: when the two points of a pair lie nearly opposite each other, where the method fails.
    """
    phi_1, lam_1, phi_2, lam_2 = (
        np.radians(np.asarray(each, dtype="float64")) for each in (lat_1, lon_1, lat_2, lon_2)
    )
    u_1, u_2 = (np.arctan((1 - FLATTENING) * np.tan(phi)) for phi in (phi_1, phi_2))
    difference = (lam_2 - lam_1 + np.pi) % (2 * np.pi) - np.pi
    on_sphere = difference.copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        for _ in range(ROUNDS):
            before = on_sphere
            sigma, sin_alpha, cos_2sm = _arc(u_1, u_2, on_sphere)
            cos2_alpha = 1 - sin_alpha**2
            c = FLATTENING / 16 * cos2_alpha * (4 + FLATTENING * (4 - 3 * cos2_alpha))
            inner = cos_2sm + c * np.cos(sigma) * (2 * cos_2sm**2 - 1)
            on_sphere = difference + (1 - c) * FLATTENING * sin_alpha * (sigma + c * np.sin(sigma) * inner)
            if not np.any(np.abs(on_sphere - before) > TOLERANCE):
                return _length(u_1, u_2, on_sphere)
    raise ValueError("two points lie nearly opposite each other: Vincenty's method does not converge")


def _arc(u_1: np.ndarray, u_2: np.ndarray, lam: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Solve the spherical triangle: angular distance, sine of the azimuth at the equator, cosine at the middle."""
    across = np.cos(u_2) * np.sin(lam)
    along = np.cos(u_1) * np.sin(u_2) - np.sin(u_1) * np.cos(u_2) * np.cos(lam)
    sin_sigma = np.hypot(across, along)
    cos_sigma = np.sin(u_1) * np.sin(u_2) + np.cos(u_1) * np.cos(u_2) * np.cos(lam)
    sin_alpha = np.where(sin_sigma == 0, 0.0, np.cos(u_1) * across / sin_sigma)
    cos2_alpha = 1 - sin_alpha**2
    # a line along the equator has no middle latitude, and does not need one
    cos_2sm = np.where(cos2_alpha < 1e-15, 0.0, cos_sigma - 2 * np.sin(u_1) * np.sin(u_2) / cos2_alpha)
    return np.arctan2(sin_sigma, cos_sigma), sin_alpha, cos_2sm


def _length(u_1: np.ndarray, u_2: np.ndarray, lam: np.ndarray) -> np.ndarray:
    sigma, sin_alpha, cos_2sm = _arc(u_1, u_2, lam)
    minor = SEMI_MAJOR * (1 - FLATTENING)
    k = (1 - sin_alpha**2) * (SEMI_MAJOR**2 - minor**2) / minor**2
    a = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)))
    b = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)))
    last = b / 6 * cos_2sm * (4 * np.sin(sigma) ** 2 - 3) * (4 * cos_2sm**2 - 3)
    correction = b * np.sin(sigma) * (cos_2sm + b / 4 * (np.cos(sigma) * (2 * cos_2sm**2 - 1) - last))
    lengths: np.ndarray = minor * a * (sigma - correction)
    return lengths
