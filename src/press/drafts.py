"""Pages printed for the author's eyes: with Sphinx's memory kept, only what changed is printed again."""

from __future__ import annotations

import os
from pathlib import Path

from press import check, notebook, printing
from press.book import Book
from press.values import uses

__all__ = ["Drafts"]


class Drafts:
    """The folder ``_build/live``: staged sources, Sphinx's memory, pages."""

    def __init__(self, root: Path) -> None:
        """Name the folders; they may exist from another time."""
        base = root / "_build" / "live"
        self.stage, self.memory, self.out = base / "book", base / "doctrees", base / "html"

    def print(self, book: Book) -> tuple[list[str], str]:
        """Print what changed since the last time.

        Returns:
            The sources that changed, or that quote a chapter which did; and what Sphinx complains of.

        Raises:
            Finding: for a fault of the text.
        """
        check.refuse_faults(book, sweeps=False)  # a draft need not wait for every scenario
        changed = self._staged(book)
        for page in self._quoting(book, {Path(path).stem for path in changed}) - set(changed):
            os.utime(self.stage / page)  # Sphinx reads again what is newer than its memory
            changed.append(page)
        if not changed and (self.out / "index.html").is_file():
            return [], ""
        return sorted(changed), self._built(book)

    def _staged(self, book: Book) -> list[str]:
        """Copy the sources that differ from what was staged; name them."""
        changed = []
        for path in printing.sources(book):
            content, target = (book.root / path).read_bytes(), self.stage / path
            if not target.is_file() or target.read_bytes() != content:
                target.parent.mkdir(parents=True, exist_ok=True)
                notebook.write_atomically(target, content)
                changed.append(path)
        return changed

    def _quoting(self, book: Book, chapters: set[str]) -> set[str]:
        """Name the pages that quote a value of some chapters."""
        found = set()
        for place, here, text in check.texts(book):
            if any(use.chapter in chapters for use in uses(text, here)):
                found.add(place.split(",")[0])
        return found

    def _built(self, book: Book) -> str:
        outcome, said = printing.sphinx(book, self.stage, self.out, self.memory, "html", strict=False)
        return "\n".join(printing.warnings(said, self.stage)) or (f"Sphinx failed: {outcome}" if outcome else "")
