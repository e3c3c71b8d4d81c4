"""The link, the citation and the page of the PDF of every place on a page, as data for the page's script."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

from docutils import nodes

from press import citation
from press.book import Book
from press.citation import Work
from press.leaves import Pages
from press.typst.markup import label

__all__ = ["block", "leaves"]

PLACE = "{place}"
"""Stands in a citation for the address of the place cited; the script puts it in."""
OPENING = 120
"""Letters of a paragraph by which it is looked for in print."""


def block(book: Book, work: Work, pages: dict[str, int], pdf: str) -> str:
    """Write the JSON block of a page.

    Args:
        book: the book.
        work: the page, as something to be cited.
        pages: the page of the PDF, by address.
        pdf: how the page reaches the PDF; empty when there is none of this content.
    """
    page = work.anchor or "index.html"
    content: dict[str, object] = {"pdf": pdf, "pages": pages}
    for part in ("paragraph", "section"):
        place = replace(work, key=f"{work.key}-{PLACE}", part=part, anchor=f"{page}#{PLACE}")
        content[part] = {
            "line": citation.line(book, place),
            "bib": citation.bibtex(book, place),
            "ris": citation.ris(book, place),
        }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")


def leaves(doctree: nodes.document, docname: str, printed: Pages) -> dict[str, int]:
    """Look up the page of the PDF for the addresses of a page: its headings, figures, tables and paragraphs."""
    return {address: page for address, page in _looked_up(doctree, docname, printed) if page is not None}


def _looked_up(doctree: nodes.document, docname: str, printed: Pages) -> Iterator[tuple[str, int | None]]:
    for section in doctree.findall(nodes.section):
        yield section["ids"][0], printed.headings.get(label(f"{docname}#{section['ids'][0]}"))
    for paragraph in doctree.findall(nodes.paragraph):
        if paragraph["ids"] and isinstance(paragraph.parent, nodes.section):
            words = "".join(text.astext() for text in paragraph.findall(nodes.Text))
            yield paragraph["ids"][0], printed.find(words[:OPENING])
        if paragraph.hasattr("fold_of"):
            # the fingerprint of the data stands once in print: under the figure or table itself
            exhibit, _ = paragraph["fold_of"]
            yield exhibit.anchor, printed.find(exhibit.fingerprint)
