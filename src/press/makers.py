"""Where in the source something was made: a function's file and line, found by reading, never by importing."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from press.notebook import Notebook, content

__all__ = ["Place", "called", "drawers", "locate"]

SOURCES = "src"
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Place:
    """A place in the source.

    Attributes:
        function: its full name, as ``package.module.function``.
        path: file, from the root of the book.
        line: line in the file, from 1.
    """

    function: str
    path: str
    line: int

    def __str__(self) -> str:
        """Write it as editors take it: path and line."""
        return f"{self.path}:{self.line}"


def locate(root: Path, function: str, name: str = "") -> Place | None:
    """Find the source of a function.

    Args:
        root: the root of the book.
        function: full name, as ``made_by`` of a published value has it; a module's name alone will do.
        name: name of a published value; where the function states it as a key or keyword, that line is
            given rather than the function's first.

    Returns:
        The place, or ``None`` when no file below ``src`` defines the function.
    """
    parts = function.split(".")
    for length in range(len(parts), 0, -1):
        stem = root.joinpath(SOURCES, *parts[:length])
        for path in (stem.with_suffix(".py"), stem / "__init__.py"):
            if path.is_file():
                found = _definition(path, path.stat().st_mtime_ns, tuple(parts[length:]))
                if found is None:
                    return None
                begins, keys = found
                stated = ((isinstance(key, ast.JoinedStr), line) for key, line in keys if name and _spells(key, name))
                line = min(stated, default=(False, begins))[1]  # spelt out before composed
                return Place(function, path.relative_to(root).as_posix(), line)
    return None


@lru_cache(maxsize=256)
def _tree(path: Path, _: int) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@lru_cache(maxsize=1024)
def _definition(path: Path, written: int, names: tuple[str, ...]) -> tuple[int, list[tuple[ast.expr, int]]] | None:
    """Find the line at which a definition begins, and every name that is given a value in it, with its line."""
    node = _defined(_tree(path, written), names)
    return None if node is None else (getattr(node, "lineno", 1), list(_keys(node)))


def _defined(tree: ast.Module, names: tuple[str, ...]) -> ast.AST | None:
    """Follow a dotted name into classes and functions."""
    node: ast.AST = tree
    for name in names:
        inner = [child for child in ast.walk(node) if isinstance(child, FUNCTIONS) and child.name == name]
        if not inner:
            return None
        node = inner[0]
    return node


def _keys(node: ast.AST) -> Iterator[tuple[ast.expr, int]]:
    """Yield what is given a value, as key, subscript or keyword, and on which line."""
    for inner in ast.walk(node):
        if isinstance(inner, ast.Dict):
            yield from ((key, key.lineno) for key in inner.keys if key is not None)
        elif isinstance(inner, ast.DictComp):
            yield inner.key, inner.key.lineno
        elif isinstance(inner, ast.Subscript) and isinstance(inner.ctx, ast.Store):
            yield inner.slice, inner.slice.lineno
        elif isinstance(inner, ast.keyword) and inner.arg:
            yield ast.Constant(inner.arg), inner.value.lineno


def _spells(key: ast.expr, name: str) -> bool:
    if isinstance(key, ast.JoinedStr):
        parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+" for part in key.values]
        return re.fullmatch("".join(parts), name) is not None
    return isinstance(key, ast.Constant) and key.value == name


def called(chapter: Notebook, cell: int) -> str:
    """Name the function whose result a cell shows, by the imports that stand before it; empty when none does.

    Args:
        chapter: the notebook.
        cell: number of the cell among all cells, from 1.
    """
    known: dict[str, str] = {}
    shown = ""
    for source in [each.source for each in chapter.node.cells[:cell] if each.cell_type == "code"]:
        shown = ""
        for node in ast.parse(source).body:
            if isinstance(node, ast.ImportFrom):
                known |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
            elif isinstance(node, ast.Import):
                known |= {(alias.asname or alias.name): alias.name for alias in node.names}
            elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                shown = ast.unparse(node.value.func)
    first, _, rest = shown.partition(".")
    return ".".join(filter(None, (known.get(first, ""), rest))) if first in known else ""


def drawers(chapter: Notebook) -> dict[str, str]:
    """Name the function that showed each exhibit of a chapter, by the exhibit's name."""
    shown: dict[str, str] = {}
    for number, cell in enumerate(chapter.node.cells, start=1):
        bundles = [output.get("data", {}) for output in cell.get("outputs", [])]
        contents = filter(None, map(content, bundles))
        shown |= {each["usermeta"]["exhibit"]: called(chapter, number) for each in contents}
    return shown
