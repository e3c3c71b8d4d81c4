"""What a descriptor must say of its table before its cells can be held to it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["flaws", "names_in"]

TYPES = ("string", "integer", "number", "boolean", "date")
CONSTRAINTS = {"required", "unique", "minimum", "maximum", "enum", "pattern"}
REQUIRED = (
    "name",
    "title",
    "description",
    "compiled",
    "coverage",
    "path",
    "format",
    "mediatype",
    "encoding",
    "licenses",
    "schema",
)
OPTIONAL = ("lists", "rules")
ARITHMETIC = (
    ast.Expression, ast.Compare, ast.BinOp, ast.UnaryOp, ast.USub, ast.Name, ast.Load, ast.Constant,
    ast.operator, ast.cmpop,
)  # fmt: skip


def flaws(descriptor: Any, stem: str) -> list[str]:
    """Say what is wrong with a descriptor itself; empty when nothing is.

    Args:
        descriptor: what stands in the YAML file, whatever it is.
        stem: the name of the file, which its content must repeat.
    """
    found: list[str] = []
    try:
        found.extend(_flaws(descriptor, stem))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        found.append(f"is not built as a table's descriptor is ({type(error).__name__}: {error})")
    return found


def names_in(expression: str) -> list[str]:
    """Name the columns of a rule, in the order in which they first stand in it.

    Raises:
        ValueError: when the rule is more than one comparison of sums and products.
    """
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError:
        raise ValueError(f"rule {expression!r} is no expression") from None
    plain = all(isinstance(node, ARITHMETIC) for node in ast.walk(tree))
    if not plain or not isinstance(tree.body, ast.Compare) or len(tree.body.ops) != 1:
        raise ValueError(f"rule {expression!r} is not one comparison of sums and products")
    names = [(node.lineno, node.col_offset, node.id) for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(name for _, _, name in sorted(names)))


def _flaws(descriptor: Any, stem: str) -> Iterator[str]:
    if not isinstance(descriptor, dict):
        yield "holds no descriptor: a descriptor is a mapping of keys to values"
        return
    yield from (f"lacks {key!r}" for key in REQUIRED if not descriptor.get(key))
    yield from (f"has a key {key!r} that no descriptor has" for key in descriptor if key not in REQUIRED + OPTIONAL)
    if descriptor["name"] != stem or descriptor["path"] != f"{stem}.csv":
        found = f"{descriptor['name']!r} and {descriptor['path']!r}"
        yield f"name and path must be {stem!r} and '{stem}.csv', as its file is called; found {found}"
    yield from ("has a licence without name" for licence in descriptor["licenses"] if not licence.get("name"))
    schema = descriptor["schema"]
    names = [field["name"] for field in schema["fields"]]
    yield from (f"field {name!r} stands twice" for name in names if names.count(name) > 1)
    for field in schema["fields"]:
        yield from _field_flaws(field)
    if schema.get("missingValues") != [""]:
        yield f'missingValues must be [""], an empty cell and nothing else; found {schema.get("missingValues")!r}'
    if not isinstance(schema.get("primaryKey"), list) or not schema["primaryKey"]:
        yield "has no primaryKey, a list of the fields that name one row alone"
    used = [*schema["primaryKey"], *(key["field"] for key in descriptor.get("lists", []))]
    used += [name for key in schema.get("foreignKeys", []) for name in key["fields"]]
    for rule in descriptor.get("rules", []):
        if not rule.get("because"):
            yield f"rule {rule['expression']!r} has no 'because'"
        used += names_in(rule["expression"])
    yield from (f"{name!r} in a key, list or rule is no field of the table" for name in used if name not in names)
    references = [*schema.get("foreignKeys", []), *descriptor.get("lists", [])]
    yield from (
        f"key {key!r} does not say which resource and field it refers to" for key in references if not _refers(key)
    )


def _refers(key: dict[str, Any]) -> bool:
    target = key["reference"]
    if "field" in key:
        return isinstance(target["resource"], str) and isinstance(target["field"], str)
    return isinstance(target["resource"], str) and len(target["fields"]) == len(key["fields"])


def _field_flaws(field: dict[str, Any]) -> Iterator[str]:
    called = f"field {field['name']!r}"
    constraints = field.get("constraints", {})
    numeric = field["type"] in ("integer", "number")
    if field["type"] not in TYPES:
        yield f"{called} has type {field['type']!r}; this book uses {', '.join(TYPES)}"
    yield from (f"{called} has no {key}" for key in ("title", "description") if not field.get(key))
    yield from (
        f"{called} has a constraint {key!r} that this book does not use"
        for key in constraints
        if key not in CONSTRAINTS
    )
    if numeric and not field.get("unit"):
        yield f"{called} is a number and has no unit"
    for key in ("minimum", "maximum"):
        if key in constraints and (not numeric or not isinstance(constraints[key], int | float)):
            yield f"{called} has a {key} of {constraints[key]!r}, which bounds no number"
    if "enum" in constraints:
        kinds = {"string": str, "integer": int, "number": int | float, "boolean": bool, "date": str}
        odd = [value for value in constraints["enum"] if not isinstance(value, kinds.get(field["type"], object))]
        yield from (f"{called} has {value!r} in its enum, which is no {field['type']}" for value in odd)
    if "pattern" in constraints:
        pattern = constraints["pattern"]
        if re.search(r"\\[dwDW]|[$^](?![^\[]*\])", pattern):
            yield f"{called} has pattern {pattern!r}; write digits as [0-9], and no ^ or $: it matches the whole cell"
        try:
            re.compile(pattern)
        except re.error as error:
            yield f"{called} has pattern {pattern!r}, which is no regular expression ({error})"
