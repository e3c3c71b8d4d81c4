"""The form of a CSV file, before anybody asks what stands in its cells."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd

__all__ = ["LINE", "DataError", "read_cells"]

LINE = "\N{NO-BREAK SPACE}line"
"""The column that carries each row's line in the file; no header can be called that."""

QUOTED = re.compile(r'"[^"]*+(?:""[^"]*+)*+"(?=[,\n])')
"""A cell that holds a quote as RFC 4180 has it: quoted from end to end, each quote within doubled."""


class DataError(ValueError):
    """The data do not keep the word of their descriptor. The message is for people."""


def read_cells(path: Path, name: str, header: list[str]) -> pd.DataFrame:
    """Read a CSV as text.

    Args:
        path: the file.
        name: what to call it in messages.
        header: the columns it must have, in this order.

    Returns:
        A frame of strings with the columns of the header and :data:`LINE`, the line where a row begins.

    Raises:
        DataError: for bytes that are not UTF-8, a byte-order mark, carriage returns, NUL bytes, an empty
            or truncated file, stray quotes, a header that differs, a row that is too long or short, or a
            table without rows.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        raise DataError(f"{name}: no such file, though its descriptor exists") from None
    except UnicodeDecodeError as error:
        found = error.object[error.start : error.start + 1].hex()
        line = error.object[: error.start].count(b"\n") + 1
        raise DataError(f"{name}: line {line}: byte 0x{found} is not UTF-8; save the file as UTF-8") from None
    _check_form(text, name)
    _check_header(text, name, header)
    _check_quotes(text, name)
    return _frame(text, name, header)


def _check_form(text: str, name: str) -> None:
    """Refuse what spreadsheets and broken transfers leave behind: marks, other line ends, half a file."""
    if not text:
        raise DataError(f"{name}: line 1: the file is empty; it needs a header and rows")
    if text.startswith("\ufeff"):
        raise DataError(f"{name}: line 1: begins with a byte-order mark; save as UTF-8 without BOM")
    for mark, called in (("\r", "carriage return (lines end in LF alone)"), ("\0", "NUL byte")):
        if mark in text:
            raise DataError(f"{name}: line {_line(text, text.index(mark))}: holds a {called}")
    if not text.endswith("\n"):
        raise DataError(f"{name}: line {_line(text, len(text))}: no line end; the file seems truncated")


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1


def _check_header(text: str, name: str, header: list[str]) -> None:
    found = next(csv.reader([text.split("\n", 1)[0]]), [])
    if found != header:
        raise DataError(f"{name}: line 1: {_header_fault(found, header)}")


def _check_quotes(text: str, name: str) -> None:
    stray = _stray_quote(text)
    if stray is not None:
        raise DataError(
            f"{name}: line {_line(text, stray)}: stray or unclosed quote in {text[stray : stray + 20]!r}; "
            "a cell with a quote is quoted from end to end and the quote doubled"
        )


def _stray_quote(text: str) -> int | None:
    """Find where the first cell begins whose quotes do not enclose it."""
    at = 0
    while (quote := text.find('"', at)) >= 0:
        start = max(at, text.rfind(",", at, quote) + 1, text.rfind("\n", at, quote) + 1)
        cell = QUOTED.match(text, start)
        if cell is None:
            return start
        at = cell.end() + 1
    return None


def _frame(text: str, name: str, header: list[str]) -> pd.DataFrame:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[list[str]] = []
    lines: list[int] = []
    start = 1
    try:
        for row in reader:
            rows.append(row)
            lines.append(start)
            start = reader.line_num + 1
    except csv.Error as error:
        raise DataError(f"{name}: line {start}: no CSV that can be read ({error})") from None
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(header):
            raise DataError(f"{name}: line {line}: {len(row)} cells where the header has {len(header)}")
    if len(rows) == 1:
        raise DataError(f"{name}: line 1: a header and no row; a table without rows says nothing")
    frame = pd.DataFrame(rows[1:], columns=header, dtype="object")
    frame[LINE] = lines[1:]
    return frame


def _header_fault(found: list[str], header: list[str]) -> str:
    twice = sorted({column for column in found if found.count(column) > 1})
    if twice:
        return f"column {twice[0]!r} stands twice in the header"
    missing = [column for column in header if column not in found]
    extra = [column for column in found if column not in header]
    if missing and extra:
        return f"column {extra[0]!r} stands in the header where the descriptor has {missing[0]!r}"
    if missing:
        return f"column {missing[0]!r} of the descriptor is missing from the header"
    if extra:
        return f"column {extra[0]!r} is not in the descriptor"
    return f"columns are in another order than in the descriptor: {', '.join(found)}"
