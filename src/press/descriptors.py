"""The Frictionless descriptors that stand beside the tables."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

__all__ = ["SUFFIX", "of", "read"]

SUFFIX = ".resource.yaml"


def read(path: Path) -> dict[str, Any]:
    """Read a descriptor."""
    described: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return described


def of(table: Path) -> dict[str, Any]:
    """Read the descriptor of a table; empty when it has none."""
    path = table.with_suffix(SUFFIX)
    return read(path) if path.is_file() else {}
