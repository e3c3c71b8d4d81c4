"""What the printed and the web edition are both made of, as a digest: by it one knows that the other is no older."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from press import printing
from press.book import Book

__all__ = ["content", "of"]

SETTER = Path(__file__).parent / "typst"
DIGITS = 12


def content(book: Book) -> str:
    """Digest the pages, the tables, the citation and the code that sets the PDF."""
    named = [*printing.sources(book), "CITATION.cff"]
    paths = [path for path in (book.root / name for name in named) if path.is_file()]
    paths += sorted(path for path in (book.root / "data").rglob("*") if path.is_file())
    paths += sorted(path for path in SETTER.rglob("*") if path.suffix in (".py", ".typ"))
    return of(part for path in paths for part in (path.name.encode(), path.read_bytes()))


def of(contents: Iterable[bytes]) -> str:
    """Digest contents one by one, so that none can pass for a part of another."""
    whole = hashlib.sha256()
    for each in contents:
        whole.update(hashlib.sha256(each).digest())
    return whole.hexdigest()[:DIGITS]
