"""The second judge: the ``frictionless`` library, with the book's house rules as its custom checks.

The house rules are written anew here, cell by cell and without regular expressions or frames, so that a slip
in :mod:`analysis.schema` is not repeated.
"""

from __future__ import annotations

import csv
import re
import string
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from frictionless import Check, Checklist, FrictionlessException, Package, Resource, errors
from frictionless.table import Row

COMPARE = {
    "==": lambda a, b: a == b,
    "<=": lambda a, b: a <= b,
    ">=": lambda a, b: a >= b,
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
}


def verdicts(folder: Path) -> dict[str, bool]:
    """Say of each table of a folder whether frictionless and the house rules let it pass."""
    stems = sorted({path.name.split(".")[0] for path in (*folder.glob("*.csv"), *folder.glob("*.resource.yaml"))})
    descriptors = {stem: _descriptor(folder, stem) for stem in stems}
    good = {stem: descriptors[stem] is not None and (folder / f"{stem}.csv").exists() for stem in stems}
    plain = [stem for stem in stems if good[stem]]
    try:
        resources = [Resource.from_descriptor(_plain(descriptors[stem]), basepath=str(folder)) for stem in plain]
        report = Package(resources=resources).validate(checklist=Checklist(checks=[HouseRules(descriptors)]))
    except (FrictionlessException, re.error):
        return dict.fromkeys(stems, False)
    good |= {task.name: task.valid for task in report.tasks}
    if report.errors:
        good |= dict.fromkeys(plain, False)
    for stem in plain:
        good[stem] &= _bytes_are_plain((folder / f"{stem}.csv").read_bytes())
        good[stem] = good[stem] and _header_is_exact(folder, stem, descriptors[stem])
        if good[stem]:
            good[stem] &= _lists_lead_somewhere(folder, stem, descriptors[stem])
    return good


def _descriptor(folder: Path, stem: str) -> dict[str, Any] | None:
    """Read a descriptor; none when it breaks a rule that frictionless does not know."""
    path = folder / f"{stem}.resource.yaml"
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
        fields = found["schema"]["fields"]
        names = [field["name"] for field in fields]
        said = {"name", "title", "description", "compiled", "coverage", "path", "format", "mediatype", "encoding"}
        sane = (
            said | {"licenses", "schema"} <= set(found) <= said | {"licenses", "schema", "lists", "rules"}
            and all(licence["name"] for licence in found["licenses"])
            and (found["name"], found["path"]) == (stem, f"{stem}.csv")
            and found["schema"]["missingValues"] == [""]
            and len(set(names)) == len(names)
            and set(found["schema"]["primaryKey"]) <= set(names)
            and all(_field_is_sane(field) for field in fields)
            and all(
                set(_operands(rule["expression"])) <= set(names) and rule["because"] for rule in found.get("rules", [])
            )
            and all(_leads_to_a_table(folder, key) for key in found["schema"].get("foreignKeys", []))
        )
    except (OSError, yaml.YAMLError, KeyError, TypeError, ValueError):
        return None
    return found if sane else None


def _field_is_sane(field: dict[str, Any]) -> bool:
    rules = field.get("constraints", {})
    numeric = field["type"] in ("integer", "number")
    return (
        field["type"] in ("string", "integer", "number", "boolean", "date")
        and set(rules) <= {"required", "unique", "minimum", "maximum", "enum", "pattern"}
        and (numeric or not {"minimum", "maximum"} & set(rules))
        and (not numeric or bool(field["unit"]))
        and (field["type"] != "string" or all(isinstance(value, str) for value in rules.get("enum", [])))
        and "\\d" not in rules.get("pattern", "")
    )


def _leads_to_a_table(folder: Path, key: dict[str, Any]) -> bool:
    target = yaml.safe_load((folder / f"{key['reference']['resource']}.resource.yaml").read_text(encoding="utf-8"))
    return set(key["reference"]["fields"]) <= {field["name"] for field in target["schema"]["fields"]}


def _plain(descriptor: dict[str, Any] | None) -> dict[str, Any]:
    """Leave out what is ours alone, and name the dialect, which frictionless would guess."""
    assert descriptor
    kept = {key: value for key, value in descriptor.items() if key not in ("lists", "rules", "compiled", "coverage")}
    return kept | {"dialect": {"csv": {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False}}}


def _bytes_are_plain(content: bytes) -> bool:
    """Walk through the file sign by sign: quotes stand only around whole cells."""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if not text.endswith("\n") or text[0] == "\ufeff" or "\r" in text or "\0" in text:
        return False
    state = "start"
    for sign in text:
        if state == "quoted":
            state = "closed" if sign == '"' else "quoted"
        elif sign in ",\n":
            state = "start"
        elif sign == '"':
            if state == "bare":
                return False
            state = "quoted"
        elif state == "closed":
            return False
        else:
            state = "bare"
    return state == "start"


def _header_is_exact(folder: Path, stem: str, descriptor: dict[str, Any] | None) -> bool:
    """Compare labels as they stand; frictionless forgives spaces around them."""
    assert descriptor
    with (folder / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return next(csv.reader(file)) == [field["name"] for field in descriptor["schema"]["fields"]]


def _lists_lead_somewhere(folder: Path, stem: str, descriptor: dict[str, Any] | None) -> bool:
    assert descriptor
    rows = _rows(folder / f"{stem}.csv")
    for wanted in descriptor.get("lists", []):
        target = wanted["reference"]
        known = {row[target["field"]] for row in _rows(folder / f"{target['resource']}.csv")}
        for row in rows:
            parts = row[wanted["field"]].split(";") if row[wanted["field"]] else []
            if len(set(parts)) < len(parts) or not set(parts) <= known:
                return False
    return bool(rows)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class HouseRules(Check):
    """How cells are written, whole keys, and arithmetic within a row."""

    type = "house-rules"
    Errors = (errors.CellError, errors.RowError)

    def __init__(self, descriptors: dict[str, dict[str, Any] | None]) -> None:
        super().__init__()
        self.descriptors = descriptors

    def validate_row(self, row: Row) -> Iterable[errors.RowError]:
        """Judge the cells as they stand in the file."""
        descriptor = self.descriptors[self.resource.name]
        assert descriptor
        fields = descriptor["schema"]["fields"]
        cells = dict(zip((field["name"] for field in fields), (cell or "" for cell in row.cells), strict=False))
        for problem in _row_problems(descriptor, fields, cells):
            yield errors.RowError(note=problem, cells=list(cells.values()), row_number=row.row_number)


def _row_problems(descriptor: dict[str, Any], fields: list[dict[str, Any]], cells: dict[str, str]) -> Iterator[str]:
    for field in fields:
        cell = cells.get(field["name"], "")
        if cell and not _WRITTEN[field["type"]](cell):
            yield f"{field['name']}: {cell!r} is not how a {field['type']} is written"
            return
    if not all(cells.get(name) for name in descriptor["schema"]["primaryKey"]):
        yield "part of the key is empty"
    for rule in descriptor.get("rules", []):
        names = _operands(rule["expression"])
        if all(cells.get(name) for name in names) and not _holds(rule["expression"], cells):
            yield f"{rule['expression']} does not hold"
    if cells.get("unit") == "percent":
        for field in fields:
            cell = cells.get(field["name"])
            if field.get("unit") == "see unit column" and cell and not 0 <= Decimal(cell) <= 100:
                yield f"{field['name']}: {cell} percent"


def _operands(expression: str) -> list[str]:
    if not set(expression) <= set(string.ascii_letters + string.digits + "_ .()+-*/<>="):
        raise ValueError(expression)
    words = expression.replace("(", " ").replace(")", " ").split()
    return [word for word in words if word[0].isalpha() or word[0] == "_"]


def _holds(expression: str, cells: dict[str, str]) -> bool:
    operator = next(sign for sign in COMPARE if f" {sign} " in expression)
    left, right = (_sum(side, cells) for side in expression.split(f" {operator} "))
    return COMPARE[operator](left, right)


def _sum(side: str, cells: dict[str, str]) -> Fraction:
    exact = {name: Fraction(cells[name]) for name in _operands(side)}
    words = side.replace("(", " ( ").replace(")", " ) ").split()
    terms = [f"Fraction('{word}')" if word[0].isdigit() else word for word in words]
    return eval(" ".join(terms), {"Fraction": Fraction}, exact)


def _is_integer(cell: str) -> bool:
    try:
        return str(int(cell)) == cell and len(cell) <= 18
    except ValueError:
        return False


def _is_number(cell: str) -> bool:
    try:
        value = Decimal(cell)
    except InvalidOperation:
        return False
    whole = cell.lstrip("-").lower().split("e")[0].split(".")[0]
    bare = cell.isascii() and "_" not in cell and cell[0] != "+" and cell.strip() == cell
    return (
        bare and value.is_finite() and abs(value.adjusted()) < 100 and whole == str(int(whole or 0)) and cell[-1] != "."
    )


def _is_date(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def _is_text(cell: str) -> bool:
    hidden = any(unicodedata.category(sign)[0] in "CZ" for sign in cell if sign not in " \n")
    words = ("NA", "N/A", "n/a", "NaN", "nan", "NULL", "null", "None", "?", "..")
    return (
        cell.strip() == cell
        and cell[0] not in "=+-@"
        and cell not in words
        and not hidden
        and not _is_misread(cell)
        and not _is_no_date(cell)
    )


def _is_misread(cell: str) -> bool:
    """Read the cell back as what it would have been: UTF-8 taken for Windows' encoding."""
    if "\ufffd" in cell or "â€" in cell:
        return True
    return any(sign in "ÂÃ" and "\x80" <= after <= "\xbf" for sign, after in pairwise(cell))


def _is_no_date(cell: str) -> bool:
    parts = cell.split("-")
    if [len(part) for part in parts] not in ([4, 2], [4, 2, 2]) or not all(map(_is_digits, parts)):
        return False
    return not _is_date("-".join([*parts, "01"][:3]))


def _is_digits(part: str) -> bool:
    return part.isascii() and part.isdigit()


_WRITTEN = {
    "integer": _is_integer,
    "number": _is_number,
    "boolean": lambda cell: cell in ("true", "false"),
    "date": _is_date,
    "string": _is_text,
}
