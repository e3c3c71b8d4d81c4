"""What a page of a PDF paints, in page space: comparable whatever copy, subset font or position it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import pikepdf
from pikepdf import Matrix

from press.canonical import of_object

__all__ = ["Mark", "Page"]

Box = tuple[float, float, float, float]
PAINTS = {"f", "F", "f*", "S", "s", "B", "B*", "b", "b*"}
SETS = {"w", "J", "j", "M", "d", "ri", "i", "cs", "CS", "sc", "SC", "scn", "SCN", "g", "G", "rg", "RG", "k", "K", "Tr"}
STEP = 100
"""Positions are compared to a hundredth of a point: less is rounding, more can be seen."""


@dataclass(frozen=True)
class Mark:
    """One stroke, area, word or image.

    Attributes:
        mcid: the number of the tagged content that it belongs to; None for what no tag claims.
        what: everything that decides how it looks, but where it stands.
        points: its corner points in points of the page.
        text: the characters, for text.
    """

    mcid: int | None
    what: tuple[Any, ...]
    points: tuple[tuple[float, float], ...]
    text: str = ""

    @property
    def box(self) -> Box:
        """Left, bottom, right and top."""
        xs, ys = [x for x, _ in self.points], [y for _, y in self.points]
        return min(xs), min(ys), max(xs), max(ys)

    def seen_from(self, x: float, y: float) -> tuple[Any, ...]:
        """The mark as it looks from a point of the page, to be compared."""
        return (*self.what, self.text, *((round((a - x) * STEP), round((b - y) * STEP)) for a, b in self.points))


@dataclass(frozen=True)
class _State:
    matrix: Matrix = Matrix()  # noqa: RUF009 (immutable)
    style: tuple[tuple[str, str], ...] = ()
    clips: tuple[tuple[tuple[float, float], ...], ...] = ()
    font: Any = None
    size: float = 0


class Page:
    """The marks of one page."""

    def __init__(self, page: pikepdf.Page) -> None:
        """Read a page; nothing is drawn."""
        self.obj = page.obj
        self.marks = list(_marks(page.obj, page.obj.get("/Resources"), _State(), None))


def _marks(stream: Any, resources: Any, state: _State, mcid: int | None) -> Iterator[Mark]:  # noqa: C901
    """Interpret a content stream; operators of PDF that the press never prints still count as style."""
    stack: list[_State] = []
    tags: list[int | None] = [mcid]
    path: list[tuple[float, float]] = []
    shape: list[str] = []
    clip = False
    line = matrix = Matrix()
    for instruction in pikepdf.parse_content_stream(stream):
        operands: Any = instruction.operands
        op = str(instruction.operator)
        if op == "q":
            stack.append(state)
        elif op == "Q" and stack:
            state = stack.pop()
        elif op == "cm":
            state = replace(state, matrix=Matrix(*map(float, operands)) @ state.matrix)
        elif op in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else None
            found = properties.get("/MCID") if isinstance(properties, pikepdf.Dictionary) else None
            tags.append(int(found) if found is not None else tags[-1] if str(operands[0]) != "/Artifact" else None)
        elif op == "EMC" and len(tags) > 1:
            tags.pop()
        elif op in SETS:
            value = " ".join(_plain(each, resources) for each in operands)
            state = replace(state, style=tuple(sorted({**dict(state.style), op.replace("scn", "sc"): value}.items())))
        elif op == "gs":
            value = of_object(resources.ExtGState[operands[0]])
            state = replace(state, style=tuple(sorted({**dict(state.style), "gs": value}.items())))
        elif op in ("m", "l", "c", "v", "y", "re"):
            shape.append(op)
            numbers = [float(each) for each in operands]
            if op == "re":
                x, y, w, h = numbers
                numbers = [x, y, x + w, y + h]
            pairs = zip(numbers[::2], numbers[1::2], strict=True)
            path += [state.matrix.transform(pair) for pair in pairs]
        elif op == "h":
            shape.append(op)
        elif op in ("W", "W*"):
            clip = True
        elif op in PAINTS or op == "n":
            if path and op != "n":
                yield Mark(tags[-1], (op, "".join(shape), state.style, len(state.clips)), tuple(path))
            if clip and path:
                state = replace(state, clips=(*state.clips, tuple(path)))
                yield Mark(tags[-1], ("clip",), tuple(path))
            path, shape, clip = [], [], False
        elif op == "BT":
            line = matrix = Matrix()
        elif op == "Tf":
            state = replace(state, font=resources.Font[operands[0]], size=float(operands[1]))
        elif op == "Tm":
            line = matrix = Matrix(*map(float, operands))
        elif op in ("Td", "TD"):
            line = matrix = Matrix(1, 0, 0, 1, float(operands[0]), float(operands[1])) @ line
        elif op in ("Tj", "TJ", "'", '"'):
            yield _text(operands[-1], state, matrix, tags[-1])
        elif op == "Do":
            yield from _object(resources.XObject[operands[0]], resources, state, tags[-1])
        elif op in ("sh", "INLINE IMAGE"):
            yield Mark(tags[-1], (op, state.style, " ".join(map(str, operands))), (state.matrix.transform((0, 0)),))


def _plain(value: Any, resources: Any) -> str:
    """An operand as text; names of colour spaces and patterns by what they stand for."""
    if not isinstance(value, pikepdf.Name):
        return str(value)
    for kind in ("/ColorSpace", "/Pattern"):
        if value in resources.get(kind, {}):
            return of_object(resources[kind][value])
    return str(value)


def _text(operand: Any, state: _State, matrix: Matrix, mcid: int | None) -> Mark:
    pieces = list(operand) if isinstance(operand, pikepdf.Array) else [operand]
    text, shifts = "", []
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            text += _decoded(bytes(piece), state.font)
        else:
            shifts.append(round(float(piece)))
    place = matrix @ state.matrix
    corners = ((0, 0), (0.5 * state.size * len(text), 0.7 * state.size))
    base = re.sub(r"^/[A-Z]{6}\+", "/", str(state.font.BaseFont)) if state.font is not None else ""
    what = ("text", base, round(state.size * STEP), tuple(shifts), state.style)
    return Mark(mcid, what, tuple(place.transform(corner) for corner in corners), text)


def _decoded(codes: bytes, font: Any) -> str:
    table = _table(font.ToUnicode.read_bytes()) if font is not None and "/ToUnicode" in font else {}
    return "".join(table.get(codes[i : i + 2], "\N{REPLACEMENT CHARACTER}") for i in range(0, len(codes), 2))


@lru_cache(maxsize=256)
def _table(source: bytes) -> dict[bytes, str]:
    """Read a ToUnicode map."""
    table: dict[bytes, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", source, re.DOTALL):
        for code, target in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[bytes.fromhex(code.decode())] = bytes.fromhex(target.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", source, re.DOTALL):
        for low, high, target in re.findall(rb"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for code in range(int(low, 16), int(high, 16) + 1):
                table[code.to_bytes(2, "big")] = chr(int(target, 16) + code - int(low, 16))
    return table


def _object(thing: Any, resources: Any, state: _State, mcid: int | None) -> Iterator[Mark]:
    if thing.get("/Subtype") == "/Form":
        inner = replace(state, matrix=Matrix(*map(float, thing.get("/Matrix", [1, 0, 0, 1, 0, 0]))) @ state.matrix)
        yield from _marks(thing, thing.get("/Resources", resources), inner, mcid)
    else:
        corners = tuple(state.matrix.transform(corner) for corner in ((0, 0), (1, 1)))
        yield Mark(mcid, ("image", of_object(thing), state.style), corners)
