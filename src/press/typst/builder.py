"""The Sphinx builder that sets the book: one Typst source, one PDF with its data attached."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import typst
from docutils import nodes
from sphinx.builders import Builder
from sphinx.errors import ExtensionError

from press.typst import attachments, quotes
from press.typst.markup import escape, string
from press.typst.writer import TypstWriter

__all__ = ["TypstBuilder"]

HERE = Path(__file__).parent
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
            ExtensionError: when Typst refuses the book: a missing glyph, alternative text or reference.
        """
        out = Path(self.outdir)
        state = self.app.press_state  # type: ignore[attr-defined]
        book = state.book
        (out / "figures").mkdir(parents=True, exist_ok=True)
        shutil.copy(HERE / "template.typ", out / "template.typ")
        for exhibit in state.exhibits.values():
            if not exhibit.is_table:
                (out / "figures" / f"{exhibit.stem}.svg").write_text(exhibit.svg, encoding="utf-8")
        attached = attachments.of(book, state.exhibits.values())
        self.quotes: list[quotes.Quote] = []
        body = "".join(self._chapters())
        (out / "attached").mkdir(exist_ok=True)
        for each in attached:
            (out / "attached" / each.name).write_bytes(each.content)
        source = "".join([*self._front(book, self._edition(body, attached)), *map(attachments.markup, attached), body])
        (out / "book.typ").write_text(source, encoding="utf-8")
        (out / "quotes.json").write_text(json.dumps([vars(quote) for quote in self.quotes]), encoding="utf-8")
        fonts = book.root / book.settings.get("fonts", "fonts")
        try:
            typst.compile(
                str(out / "book.typ"), output=str(out / f"{book.slug}.pdf"), root=str(out), font_paths=[str(fonts)],
                ignore_system_fonts=True, pdf_standards=STANDARDS, sys_inputs={},
            )  # fmt: skip
        except typst.TypstError as error:
            raise ExtensionError(f"Typst refuses the book: {error.message}\n{error.diagnostic}") from None

    def _front(self, book: Any, edition: str) -> Iterator[str]:
        citation = book.citation
        day = citation["date-released"]
        released = day if isinstance(day, date) else date.fromisoformat(day)
        yield '#import "template.typ": *\n'
        yield (
            f"#show: book.with(title: {string(citation['title'])}, "
            f"subtitle: {string(' '.join(citation['abstract'].split()))}, "
            f"authors: ({', '.join(string(name) for name in book.authors)},), "
            f"version: {string(str(citation['version']))}, edition: {string(edition)}, "
            f"licence: {string(' and '.join(citation['license']))}, "
            f"date: datetime(year: {released.year}, month: {released.month}, day: {released.day}))\n\n"
        )

    def _edition(self, body: str, attached: list[attachments.Attachment]) -> str:
        """Digest all that is printed: another word, picture or datum makes another edition."""
        whole = hashlib.sha256(body.encode("utf-8"))
        for content in (*(each.content for each in attached), *self._pictures(), (HERE / "template.typ").read_bytes()):
            whole.update(hashlib.sha256(content).digest())
        return whole.hexdigest()[:12]

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
            self.quotes += quotes.read(tree, docname)
            yield f"\n// {escape(docname)}\n" + TypstWriter(tree, docname, state.exhibits, numbers, numbered).write()

    def _order(self) -> list[str]:
        order: list[str] = []

        def walk(docname: str) -> None:
            order.append(docname)
            for child in self.env.toctree_includes.get(docname, []):
                walk(child)

        walk(self.config.root_doc)
        return order
