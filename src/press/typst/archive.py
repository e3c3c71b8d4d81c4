"""The last hand on the printed file: its licence and identifier as metadata, and its objects packed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pikepdf

__all__ = ["complete"]


def complete(path: Path, licences: Sequence[str], identifier: str) -> None:
    """State licence and identifier in Dublin Core, and pack objects into streams: that halves a tagged book.

    Args:
        path: the file, which is replaced.
        licences: under which the book is published.
        identifier: what tells this edition from any other.
    """
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as meta:
            meta["dc:identifier"] = identifier
            meta["dc:rights"] = " and ".join(licences)
        pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
