"""The papers that the printed edition is set for."""

from __future__ import annotations

from press.book import Book
from press.errors import BadInput

__all__ = ["PAPERS", "chosen", "of_box"]

PAPERS = {"a4": (595.28, 841.89), "us-letter": (612.0, 792.0)}
"""Width and height in points, by name; the first is used where none is asked for."""


def chosen(book: Book, asked: str | None = None) -> str:
    """Name the paper to print on: what is asked for, else ``paper`` of the book's settings, else A4.

    Raises:
        BadInput: for a paper that is not known.
    """
    paper = asked or str(book.settings.get("paper", next(iter(PAPERS))))
    if paper not in PAPERS:
        raise BadInput(f"pyproject.toml: no paper {paper!r}; there is {', '.join(PAPERS)}")
    return paper


def of_box(width: float, height: float) -> str | None:
    """Recognise a paper by the size of a page in points; ``None`` for one of another size."""
    for name, (wide, high) in PAPERS.items():
        if abs(width - wide) < 1 and abs(height - high) < 1:
            return name
    return None
