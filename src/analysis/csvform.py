"""The form of a CSV file, before anybody asks what stands in its cells."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pandas as pd

__all__ = ["LINE", "DataError", "read_cells"]

LINE = "\N{NO-BREAK SPACE}line"
"""The column that carries each row's line in the file; no header can be called that."""


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
            or truncated file, stray quotes, a header that differs, or a row that is too long or short.
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
    return _frame(text, name, header)


def _check_form(text: str, name: str) -> None:
    """Refuse what spreadsheets add in silence: marks, other line ends, control characters."""
    if not text:
        raise DataError(f"{name}: the file is empty; it needs at least its header")
    if text.startswith("\ufeff"):
        raise DataError(f"{name}: line 1: begins with a byte-order mark; save as UTF-8 without BOM")
    for mark, called in (("\r", "carriage return (lines end in LF alone)"), ("\0", "NUL byte")):
        if mark in text:
            line = text[: text.index(mark)].count("\n") + 1
            raise DataError(f"{name}: line {line}: holds a {called}")
    if not text.endswith("\n"):
        raise DataError(f"{name}: line {text.count(chr(10)) + 1}: no line end; the file seems truncated")


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
        raise DataError(f"{name}: line {start}: stray or unclosed quote ({error})") from None
    if rows[0] != header:
        raise DataError(f"{name}: line 1: {_header_fault(rows[0], header)}")
    for row, line in zip(rows, lines, strict=True):
        if len(row) != len(header):
            raise DataError(f"{name}: line {line}: {len(row)} cells where the header has {len(header)}")
    frame = pd.DataFrame(rows[1:], columns=header, dtype="object")
    frame[LINE] = lines[1:]
    return frame


def _header_fault(found: list[str], header: list[str]) -> str:
    twice = sorted({column for column in found if found.count(column) > 1})
    if twice:
        return f"column {twice[0]!r} stands twice in the header"
    missing = [column for column in header if column not in found]
    if missing:
        return f"column {missing[0]!r} of the descriptor is missing from the header"
    extra = [column for column in found if column not in header]
    if extra:
        return f"column {extra[0]!r} is not in the descriptor"
    return f"columns are in another order than in the descriptor: {', '.join(found)}"
