"""The book's tables: read strictly, checked against their descriptors, handed out as frames."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from analysis import schema
from analysis.csvform import DataError, read_cells
from analysis.descriptors import flaws
from analysis.tables import Table, broken_keys

__all__ = ["DATA", "DataError", "Table", "describe", "load", "stems", "validate"]

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"


def stems(folder: Path = DATA) -> list[str]:
    """Name every table of the folder, in alphabetical order."""
    return sorted(path.name.removesuffix(".resource.yaml") for path in folder.glob("*.resource.yaml"))


def describe(stem: str, folder: Path = DATA) -> dict[str, Any]:
    """Read the descriptor of a table.

    Raises:
        DataError: when there is no such descriptor, or it is not YAML.
    """
    path = folder / f"{stem}.resource.yaml"
    try:
        descriptor = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    except FileNotFoundError:
        raise DataError(f"data/{path.name}: no such descriptor; every CSV needs one of the same stem") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DataError(f"data/{path.name}: not valid YAML: {' '.join(str(error).split())}") from None
    found = flaws(descriptor, stem)
    if found:
        raise DataError(f"data/{path.name}: {found[0]}")
    return dict(descriptor)


def read(stem: str, folder: Path = DATA) -> Table:
    """Read a table as text and check its form: encoding, header, number of cells in each row.

    Raises:
        DataError: when the file cannot be read as the CSV that its descriptor announces.
    """
    descriptor = describe(stem, folder)
    names = [field["name"] for field in descriptor["schema"]["fields"]]
    return Table(stem, descriptor, read_cells(folder / f"{stem}.csv", f"data/{stem}.csv", names))


@cache
def _load(stem: str, folder: Path) -> pd.DataFrame:
    table = read(stem, folder)
    problems = table.problems()
    if problems:
        raise DataError("\n".join(problems))
    return schema.typed(table.descriptor, table.cells)


def load(stem: str, folder: Path = DATA) -> pd.DataFrame:
    """Load a table as a frame with the types of its descriptor.

    Args:
        stem: name of the table, that of its CSV and descriptor without ending.
        folder: where the table lies; the book's ``data/`` unless told.

    Returns:
        One row a record, in the order of the file; integers as ``Int64``, so that a missing cell stays
        missing and never becomes zero.

    Raises:
        DataError: when the file breaks a rule, with file, line, row, column, rule and what was found.
    """
    return _load(stem, folder).copy()


def validate(folder: Path = DATA) -> list[str]:
    """Check every table, and every key that one table has of another.

    Returns:
        One sentence for each break, with file, line, row, column, rule and what was found; empty when
        the data keep their word.
    """
    tables: dict[str, Table | None] = {}
    problems: list[str] = []
    strays = {path.stem for path in folder.glob("*.csv")} - set(stems(folder))
    problems += [f"data/{stray}.csv: no descriptor data/{stray}.resource.yaml" for stray in sorted(strays)]
    for stem in stems(folder):
        try:
            tables[stem] = table = read(stem, folder)
            problems += table.problems()
        except DataError as error:
            tables[stem] = None
            problems.append(str(error))
    for table in filter(None, tables.values()):
        problems += broken_keys(table, tables)
    return problems
