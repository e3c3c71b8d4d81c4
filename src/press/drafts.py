"""Pages printed for the author's eyes: with Sphinx's memory kept, only what changed is printed again."""

from __future__ import annotations

import contextlib
import io
import os
import re
from pathlib import Path

from press import check, notebook
from press.book import Book
from press.values import uses

__all__ = ["Drafts"]

STAGED = ("_config.yml", "_toc.yml")


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
        check.refuse_faults(book)
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
        for path in (*STAGED, *book.pages, *book.settings.get("stage", [])):
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
        from jupyter_book.sphinx import build_sphinx

        said = io.StringIO()
        with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
            outcome = build_sphinx(
                self.stage, self.out, path_config=self.stage / "_config.yml", builder="html", doctreedir=self.memory,
                confoverrides={"press_root": str(book.root), "nitpicky": True, "latex_individualpages": False},
                freshenv=False, force_all=False, keep_going=True, quiet=True, noconfig=True,
            )  # fmt: skip
        plain = re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue()).replace(f"{self.stage}/", "")
        lines = [line for line in plain.splitlines() if re.search(r"WARNING|ERROR|CRITICAL", line)]
        return "\n".join(dict.fromkeys(lines)) or (f"Sphinx failed: {outcome}" if outcome else "")
