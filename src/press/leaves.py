"""On which page of the printed edition something stands."""

from __future__ import annotations

import bisect
import ctypes
import unicodedata
from pathlib import Path

import pypdfium2
from pypdfium2 import raw

from press import edition
from press.book import Book

__all__ = ["Pages"]


class Pages:
    """The pages of a PDF, searched without regard to spaces, hyphens and line ends."""

    def __init__(self, path: Path) -> None:
        """Read a PDF; ``headings`` maps the labels of its headings to pages, counted from 1."""
        self.path = path
        document = pypdfium2.PdfDocument(path)
        pages = [_letters(page.get_textpage().get_text_bounded()) for page in document]
        self.headings = _places(document)
        document.close()
        self.text = "".join(pages)
        self.ends = [sum(map(len, pages[: number + 1])) for number in range(len(pages))]

    @classmethod
    def of(cls, book: Book) -> Pages | None:
        """The printed edition in ``_build``, or ``None`` when none was printed."""
        path = book.root / "_build" / "pdf" / f"{book.slug}.pdf"
        return cls(path) if path.is_file() else None

    @classmethod
    def current(cls, book: Book) -> Pages | None:
        """The same, when it was printed from what the book is now; ``None`` for a stale one."""
        path = book.root / "_build" / "pdf" / f"{book.slug}.pdf"
        if not path.is_file():
            return None
        document = pypdfium2.PdfDocument(path)
        said = document.get_metadata_value("Keywords")
        document.close()
        return cls(path) if f"content {edition.content(book)}" in said.split(", ") else None

    def find(self, text: str) -> int | None:
        """The page, counted from 1 as a viewer does, on which a text begins; ``None`` when no page has it."""
        wanted = _letters(text)
        at = self.text.find(wanted) if wanted else -1
        return bisect.bisect_right(self.ends, at) + 1 if at >= 0 else None


def _places(document: pypdfium2.PdfDocument) -> dict[str, int]:
    """The pages of headings, counted from 1, by the label that the printed edition gives them."""
    places = {}
    for index in range(raw.FPDF_CountNamedDests(document)):
        length = ctypes.c_long(0)
        raw.FPDF_GetNamedDest(document, index, None, length)
        name = ctypes.create_string_buffer(length.value)
        place = raw.FPDF_GetNamedDest(document, index, name, length)
        places[name.raw.decode("utf-16-le").rstrip("\0")] = raw.FPDFDest_GetDestPageIndex(document, place) + 1
    return places


def _letters(text: str) -> str:
    # ligatures are taken apart; signs between words differ between text and print
    return "".join(letter for letter in unicodedata.normalize("NFKC", text) if letter.isalnum())
