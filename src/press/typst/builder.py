"""The Sphinx builder that sets the book: one Typst source, one PDF with its data attached."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst
from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import ExtensionError

from press import edition as editions
from press import paper, revisions
from press.errors import BadInput
from press.typst import archive, attachments, front, index, places, quotes
from press.typst.markup import escape, string
from press.typst.writer import TypstWriter

__all__ = ["TypstBuilder"]

DESIGN = sorted((Path(__file__).parent / "design").glob("*.typ"))
STANDARDS: list[Any] = ["a-3a", "ua-1"]


class TypstBuilder(Builder):
    """Write ``book.typ`` with its pictures and attachments, and compile it."""

    name = "typst"
    format = "typst"
    epilog = "The printed edition is in %(outdir)s."
    allow_parallel = False

    def get_outdated_docs(self) -> Iterator[str]:
        """Name every document: a book is printed whole."""
        yield from sorted(self.env.found_docs)

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Name a document in references."""
        return docname

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Name a document in references from another."""
        return to

    def prepare_writing(self, docnames: set[str]) -> None:
        """Do nothing: the book is one document."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Do nothing: the book is one document."""

    def write_documents(self, docnames: set[str]) -> None:
        """Do nothing: the book is one document."""

    def write(self, build_docnames: Any, updated_docnames: Any, method: str = "update") -> None:
        """Write the sources and compile the PDF.

        Raises:
            ExtensionError: when a setting is wrong, or Typst refuses the book: a missing glyph, alternative text or
                reference.
        """
        try:
            self._write()
        except BadInput as error:
            raise ExtensionError(str(error)) from None

    def _write(self) -> None:
        out = Path(self.outdir)
        state = self.app.press_state  # type: ignore[attr-defined]
        book = state.book
        (out / "figures").mkdir(parents=True, exist_ok=True)
        for sheet in DESIGN:
            shutil.copy(sheet, out / sheet.name)
        for exhibit in state.exhibits.values():
            if not exhibit.is_table:
                (out / "figures" / f"{exhibit.stem}.svg").write_text(exhibit.svg, encoding="utf-8")
        attached = attachments.of(book, state.exhibits.values())
        self.quotes: list[quotes.Quote] = []
        self.index = index.read(book)
        body = "".join(self._chapters()) + self._index()
        (out / "attached").mkdir(exist_ok=True)
        for each in attached:
            (out / "attached" / each.name).write_bytes(each.content)
        whole = [body.encode("utf-8"), *(each.content for each in attached), *self._pictures()]
        # another word, picture or datum makes another edition; another paper or commit does not
        edition = editions.of([*whole, *(sheet.read_bytes() for sheet in DESIGN)])
        chosen = paper.chosen(book, self.config.press_paper)
        commit = revisions.stamp(book) if self.config.press_commit is None else self.config.press_commit
        opening = front.front(book, chosen, edition, commit)
        (out / "book.typ").write_text(opening + "".join(map(attachments.markup, attached)) + body, encoding="utf-8")
        (out / "quotes.json").write_text(json.dumps([vars(quote) for quote in self.quotes]), encoding="utf-8")
        self._compile(book, out)
        archive.complete(out / f"{book.slug}.pdf", book.licences, f"edition {edition}")

    def _compile(self, book: Any, out: Path) -> None:
        fonts = book.root / book.settings.get("fonts", "fonts")
        try:
            typst.compile(
                str(out / "book.typ"), output=str(out / f"{book.slug}.pdf"), root=str(out), font_paths=[str(fonts)],
                ignore_system_fonts=True, pdf_standards=STANDARDS, sys_inputs={},
            )  # fmt: skip
        except typst.TypstError as error:
            raise ExtensionError(f"Typst refuses the book: {error.message}\n{error.diagnostic}") from None

    def _pictures(self) -> Iterator[bytes]:
        for path in sorted((Path(self.outdir) / "figures").glob("*.svg")):
            yield path.read_bytes()

    def _chapters(self) -> Iterator[str]:
        state = self.app.press_state  # type: ignore[attr-defined]
        for docname in self._order():
            tree = self.env.get_and_resolve_doctree(docname, self)
            numbers = {
                name: ".".join(map(str, number))
                for kind in self.env.toc_fignumbers.get(docname, {}).values()
                for name, number in kind.items()
            }
            numbered = docname in self.env.toc_secnumbers and bool(self.env.toc_secnumbers[docname].get(""))
            places.mark(tree, docname)
            self.quotes += quotes.read(tree, docname)
            if self.index:
                self.index.mark(tree)
            yield f"\n// {escape(docname)}\n" + TypstWriter(tree, docname, state.exhibits, numbers, numbered).write()

    def _index(self) -> str:
        if not self.index:
            return ""
        return f"\n#book-index({string(self.index.title)}, ({', '.join(map(string, self.index.terms))},))\n"

    def _order(self) -> list[str]:
        order: list[str] = []

        def walk(docname: str) -> None:
            order.append(docname)
            for child in self.env.toctree_includes.get(docname, []):
                walk(child)

        walk(self.config.root_doc)
        return order
