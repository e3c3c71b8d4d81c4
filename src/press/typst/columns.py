"""How wide the columns of a table stand on paper, and whether it keeps to the text, reaches out, or turns the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

__all__ = ["Layout", "decimals", "layout", "numeric"]

TEXT, BROAD, TURNED = 132.0, 164.0, 229.0
"""Millimetres that a table may take: the text's, with both margins reached into, and on a turned page of any paper."""
EM = 8 * 0.3528
"""Millimetres in the size of a table's type."""
INSET = 8 * 0.3528
"""Millimetres of air that a column takes on both sides."""
NARROW, WIDE = set("iljtfrI.,;:'|!()[]-/"), set("mwMW@%—")
AT_LEAST = 9.0
"""A column of sentences is not set narrower than this, in ems, where the table can turn instead."""
LONGEST = 11.0
"""Ems beyond which an address breaks."""
SHORT = 26
"""Lines up to which a table stays whole on one page."""
BREAKS = re.compile(r"\s+|(?<=[/\u2013-])(?=\D)")


NUMBER = re.compile(r"[+\u2212-]?[\d,]+(?P<fraction>(?:\.\d+)?)(?P<unit>(?:\s?%)?)")


@dataclass(frozen=True)
class Layout:
    """How a table is set.

    Attributes:
        kind: ``plain``, ``broad`` or ``turned``.
        tracks: the columns, as Typst has them.
        whole: whether it is short enough to stand on one page.
    """

    kind: str
    tracks: list[str]
    whole: bool


def layout(head: Sequence[str], rows: Sequence[Sequence[str]], *, turn: bool = False) -> Layout:
    """Lay a table out by what its cells hold.

    Args:
        head: the words over the columns.
        rows: the cells, row by row.
        turn: whether the author allows it to turn the page.
    """
    columns = list(zip(head, *rows, strict=True))
    least = [1.05 * max(_word(cell) for cell in column) + INSET for column in columns]
    natural = [max(map(_width, column)) + INSET for column in columns]
    least = [high if high <= AT_LEAST * EM else low for low, high in zip(least, natural, strict=True)]
    roomy = [max(low, min(high, AT_LEAST * EM)) for low, high in zip(least, natural, strict=True)]
    if turn and sum(roomy) > BROAD:
        kinds = [("turned", TURNED)] if sum(least) > BROAD else [("broad", BROAD), ("turned", TURNED)]
    else:
        kinds = [("plain", TEXT)] if sum(natural) <= TEXT or len(columns) < 3 else [("broad", BROAD)]
    for kind, room in kinds:  # noqa: B007 (the last one tried is the one taken)
        fits = sum(natural) <= room
        shares = natural if fits else _shares(columns, least, natural, room)
        lines = sum(max(_lines(cell, share) for cell, share in zip(row, shares, strict=True)) for row in rows)
        whole = lines + 0.3 * len(rows) <= SHORT
        if whole:  # a short table is better a little tight than alone on a turned page
            break
    return Layout(kind, ["auto" if fits else f"{share:.1f}fr" for share in shares], whole)


def numeric(cells: Sequence[str]) -> bool:
    """Whether a column holds numbers, and marks for those that are missing."""
    found = [bool(NUMBER.fullmatch(cell.strip())) for cell in cells if cell.strip(" \u2013\u2014-")]
    return any(found) and all(found)


def decimals(cells: Sequence[str]) -> list[str]:
    """What each number of a column lacks after its decimal mark, so that all marks stand under each other."""
    numbers = [NUMBER.fullmatch(cell.strip()) for cell in cells]
    fractions = max((found["fraction"] for found in numbers if found), key=len, default="")
    units = max((found["unit"] for found in numbers if found), key=len, default="")
    return [fractions[len(found["fraction"]) :] + units[len(found["unit"]) :] if found else "" for found in numbers]


def _shares(columns: Sequence[Sequence[str]], least: list[float], natural: list[float], room: float) -> list[float]:
    """Share out the room so that the rows come out low: long cells weigh more than many short ones."""
    weights = []
    for column, low, high in zip(columns, least, natural, strict=True):
        typical = (sum(_width(cell) ** 2 for cell in column) / len(column)) ** 0.5 + INSET
        weights.append(max(0.0, min(typical, high) - low) + 0.02 * (high - low))
    spare, total = room - sum(least), sum(weights)
    if spare <= 0 or not total:
        return [low * room / sum(least) for low in least]
    return [min(high, low + spare * weight / total) for low, high, weight in zip(least, natural, weights, strict=True)]


def _lines(cell: str, share: float) -> int:
    return max(1, ceil(1.08 * _width(cell) / max(share - INSET, EM)))


def _word(cell: str) -> float:
    """The longest word; an address may break anywhere."""
    return max((min(_width(word), LONGEST * EM if "://" in cell else TEXT) for word in BREAKS.split(cell)), default=0.0)


def _width(text: str) -> float:
    """Millimetres that a text takes in the sans at a table's size, within a twentieth."""
    return EM * sum(
        0.2 if c == " " else 0.3 if c in NARROW else 0.8 if c in WIDE else 0.59 if c.isupper() else 0.515 for c in text
    )
