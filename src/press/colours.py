"""Pictures in the dark: each colour keeps its hue, and its lightness is mapped from paper and ink to night.

The mapping falls steadily in OKLCH lightness, so that what stood out on white stands out on black by as much, and the
order of a scale survives. It is one style sheet over the fill and stroke of every picture, still or alive.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

__all__ = ["contrast", "dark", "stylesheet"]

Triple = tuple[float, float, float]

INK, PAPER = 0.25, 1.0
"""Lightness of the darkest and the lightest colour of a picture by day."""
NIGHT_INK, NIGHT_PAPER = 0.93, 0.21
"""What they become by night."""
ATTRIBUTES = {"fill": "fill", "stroke": "stroke", "stop-color": "stop-color"}
PAINTED = re.compile(r'\b(fill|stroke|stop-color)="(#[0-9a-fA-F]{3,6}|rgba?\([^)"]+\)|white|black)"')

NAMED = re.compile(r'"(#[0-9a-fA-F]{6})"')


def stylesheet(pictures: Iterable[str], specifications: Iterable[str] = ()) -> str:
    """Write the rules that repaint some SVG pictures in the dark.

    Args:
        pictures: SVG, as printed.
        specifications: JSON of the same pictures: a live one may show colours that the printed one does not.
    """
    painted = {found for picture in pictures for found in PAINTED.findall(picture)}
    named = {colour for specification in specifications for colour in NAMED.findall(specification)}
    painted |= {(attribute, colour) for attribute in ("fill", "stroke") for colour in named}
    rules = [
        f'.picture [{attribute}="{colour}"]{{{attribute}:light-dark({colour},{dark(colour)})}}'
        for attribute, colour in sorted(painted)
    ]
    return "\n".join(["/* Made from the pictures of the book: what each colour is by day and by night. */", *rules, ""])


def dark(colour: str) -> str:
    """Give the colour that a colour becomes by night."""
    lightness, chroma, hue = _lch(_read(colour))
    share = min(1.0, max(0.0, (lightness - INK) / (PAPER - INK)))
    return _write(_fitting(NIGHT_INK + share * (NIGHT_PAPER - NIGHT_INK), chroma, hue))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours as WCAG defines it, from 1 to 21."""
    low, high = sorted(_luminance(_read(each)) for each in (one, other))
    return (high + 0.05) / (low + 0.05)


def _read(colour: str) -> Triple:
    named = {"white": "#ffffff", "black": "#000000"}.get(colour, colour)
    if named.startswith("#"):
        digits = named[1:] if len(named) == 7 else "".join(2 * digit for digit in named[1:])
        return int(digits[:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255
    red, green, blue = (float(each) / 255 for each in re.findall(r"[\d.]+", named)[:3])
    return red, green, blue


def _write(rgb: Triple) -> str:
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, channel))):02x}" for channel in rgb)


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _gamma(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _luminance(rgb: Triple) -> float:
    red, green, blue = map(_linear, rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _lch(rgb: Triple) -> Triple:
    """Turn sRGB into OKLCH (Ottosson's matrices)."""
    r, g, b = map(_linear, rgb)
    l_ = math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
    m_ = math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
    s_ = math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
    lightness = 0.2104542553 * l_ + 0.7936177850 * m_ - 0.0040720468 * s_
    a = 1.9779984951 * l_ - 2.4285922050 * m_ + 0.4505937099 * s_
    bb = 0.0259040371 * l_ + 0.7827717662 * m_ - 0.8086757660 * s_
    return lightness, math.hypot(a, bb), math.atan2(bb, a)


def _rgb(lightness: float, chroma: float, hue: float) -> Triple:
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _fitting(lightness: float, chroma: float, hue: float) -> Triple:
    """Lower the chroma until a screen can show the colour."""
    while chroma > 0 and not all(-1e-4 <= channel <= 1 + 1e-4 for channel in _rgb(lightness, chroma, hue)):
        chroma -= 0.005
    red, green, blue = (_gamma(max(0.0, channel)) for channel in _rgb(lightness, max(chroma, 0.0), hue))
    return red, green, blue
