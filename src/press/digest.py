"""Fingerprints of texts, files, values and code."""

from __future__ import annotations

import ast
import hashlib
import json
import threading
from pathlib import Path
from typing import Any

__all__ = ["SHORT", "of_bytes", "of_code", "of_file", "of_json", "of_names", "of_text"]

LENGTH = 32
"""Hexadecimal digits of SHA-256 that a record keeps."""
PARSING = threading.Lock()
"""Python 3.11 counts the depth of a syntax tree in one place for all threads, and gives up when two of them parse."""
SHORT = 10
"""Digits that are printed under a figure: the beginning of the SHA-256 of its CSV."""


def of_bytes(content: bytes) -> str:
    """Digest bytes."""
    return hashlib.sha256(content).hexdigest()[:LENGTH]


def of_text(text: str) -> str:
    """Digest a text as UTF-8."""
    return of_bytes(text.encode("utf-8"))


def of_json(value: Any) -> str:
    """Digest a value by its canonical JSON."""
    return of_text(json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def of_file(path: Path) -> str:
    """Digest the bytes of a file."""
    return of_bytes(path.read_bytes())


def of_code(source: bytes) -> str:
    """Digest the syntax tree of Python source: docstrings included, comments, blank lines and positions left out.

    The bytes, not the text: a comment on the first line may name an encoding and so change what strings mean.
    """
    try:
        with PARSING:
            tree = ast.parse(source)
        return of_text(ast.dump(tree))
    except (SyntaxError, ValueError):
        return of_bytes(source)


def of_names(folder: Path, *, importable: bool = False) -> str:
    """Digest the names in a folder; ``importable`` looks at what an import could find there, and nothing else."""
    names = sorted(
        f"{path.name}/" if path.is_dir() else path.name for path in folder.iterdir() if path.name != "__pycache__"
    )
    if importable:
        endings = (".py", ".so", ".pyd", ".pyc", ".pth")
        names = [name for name in names if name.endswith(endings) or name.rstrip("/").isidentifier()]
    return of_json(names)
