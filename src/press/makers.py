"""Where the code stands that made a value, found by reading it, never by importing it."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Any

from press.book import Book
from press.notebook import FIGURE_MIME, TABLE_MIME, Notebook

__all__ = ["drawers", "locate"]

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def locate(book: Book, made_by: str, name: str = "") -> tuple[str, int] | None:
    """Find the line that made a value.

    Args:
        book: the book whose ``src`` folder holds the code.
        made_by: module and function, as ``package.module.function`` or ``package.module.Class.method``.
        name: the published name; when the function states it as a key, that line is meant.

    Returns:
        The path from the root and the line, or nothing when there is no such module.
    """
    parts = made_by.split(".")
    for cut in range(len(parts), 0, -1):
        for ending in (".py", "/__init__.py"):
            path = "src/" + "/".join(parts[:cut]) + ending
            if (book.root / path).is_file():
                return path, _line(book.root / path, parts[cut:], name)
    return None


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _line(path: Path, inner: list[str], name: str) -> int:
    node: ast.Module | Definition = _tree(path)
    for part in inner:
        found = [each for each in node.body if isinstance(each, Definition) and each.name == part]
        if not found:
            break
        node = found[-1]
    keys = [each.lineno for each in ast.walk(node) if name and isinstance(each, ast.Constant) and each.value == name]
    return min(keys, default=getattr(node, "lineno", 1))


def drawers(chapter: Notebook) -> dict[str, str]:
    """Read out of a chapter's cells which function showed each exhibit, by the exhibit's name."""
    names: dict[str, str] = {}
    shown: dict[str, str] = {}
    for cell in chapter.code_cells:
        body = ast.parse(cell.source).body
        for node in body:
            if isinstance(node, ast.ImportFrom):
                names |= {each.asname or each.name: f"{node.module}.{each.name}" for each in node.names}
        last = body[-1] if body else None
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
            head, _, rest = ast.unparse(last.value.func).partition(".")
            if head in names:
                function = ".".join(filter(None, [names[head], rest]))
                shown |= dict.fromkeys(_exhibits(cell), function)
    return shown


def _exhibits(cell: Any) -> list[str]:
    bundles = [output.get("data", {}) for output in cell.outputs]
    contents = [bundle.get(FIGURE_MIME) or bundle.get(TABLE_MIME) for bundle in bundles]
    return [content["usermeta"]["exhibit"] for content in contents if content]
