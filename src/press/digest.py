"""Fingerprints of texts, files, values and code."""

from __future__ import annotations

import ast
import hashlib
import json
from pathlib import Path
from typing import Any

__all__ = ["SHORT", "of_bytes", "of_code", "of_file", "of_json", "of_text"]

LENGTH = 32
"""Hexadecimal digits of SHA-256 that a record keeps."""
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
    """Digest a file; of Python source the syntax tree, so that a comment or a blank line changes nothing."""
    content = path.read_bytes()
    return of_code(content.decode("utf-8")) if path.suffix == ".py" else of_bytes(content)


def of_code(source: str) -> str:
    """Digest the syntax tree of Python source, docstrings included, positions left out."""
    try:
        return of_text(ast.dump(ast.parse(source)))
    except SyntaxError:
        return of_text(source)
