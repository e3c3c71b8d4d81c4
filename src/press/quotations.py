"""Where the text quotes published values: each passage as it is printed, and the sentence about a place in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from press import check
from press.book import Book
from press.errors import Finding
from press.values import ROLE, Use, Values, read_use

__all__ = ["Passage", "Quotation", "passages", "printed_or_named", "quotations"]

SEAM = "\x1f"
"""Stands where the text has something that only the printer can fill in, such as a citation."""
BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*] |\d+\. |:{3,}|:[\w-]+:|#+ |\|))")
SENTENCE = re.compile(r"(?<=[.!?])[”’\")]?\s+(?=[“‘\"(\[⟦]?[A-Z0-9⟦]|\x1f[a-z])")
ELSEWHERE = [
    (re.compile(r"\{(?:cite|footcite|source)[\w:]*\}`[^`]*`"), SEAM),
    (re.compile(r"\{(?:numref|ref|doc|eq|term)\}`([^`]*)`"), rf"{SEAM}\1{SEAM}"),
    (re.compile(r"\{[\w:-]+\}`([^`]*)`"), r"\1"),
    (re.compile(r"\[\^[\w-]+\]"), SEAM),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"^\s*(?::[\w-]+:|:{3,}.*|#+ |[-*] )", re.MULTILINE), ""),
    (re.compile(r"[*_]{1,2}(?=\S)(.+?)(?<=\S)[*_]{1,2}(?!\w)"), r"\1"),
]


@dataclass(frozen=True)
class Quotation:
    """One use of a value, and where in its passage the printed words stand."""

    use: Use
    start: int
    end: int


@dataclass(frozen=True)
class Passage:
    """A paragraph, an item, a heading or an option of a directive, as it is printed.

    Attributes:
        place: the page, and the cell of a notebook, in words.
        here: the chapter whose names need no prefix.
        raw: the printed text, with seams.
        quotations: what it quotes, in order.
    """

    place: str
    here: str
    raw: str
    quotations: tuple[Quotation, ...]

    def sentence(self, start: int, end: int) -> str:
        """The sentence about a part of the passage, in plain words."""
        return _tidy(self._around(start, end, SENTENCE).replace(SEAM, ""))

    def fragment(self, start: int, end: int) -> str:
        """The longest part of that sentence, with the place in it, that is printed exactly so."""
        first, last = self._bounds(start, end, SENTENCE)
        first = max(first, self.raw.rfind(SEAM, first, start) + 1)
        seam = self.raw.find(SEAM, end, last)
        return _tidy(self.raw[first : last if seam < 0 else seam])

    def _around(self, start: int, end: int, boundary: re.Pattern[str]) -> str:
        first, last = self._bounds(start, end, boundary)
        return self.raw[first:last]

    def _bounds(self, start: int, end: int, boundary: re.Pattern[str]) -> tuple[int, int]:
        cuts = list(boundary.finditer(self.raw))
        first = max((cut.end() for cut in cuts if cut.end() <= start), default=0)
        last = min((cut.start() for cut in cuts if cut.start() >= end), default=len(self.raw))
        return first, last


def passages(book: Book, show: Callable[[Use], str]) -> Iterator[Passage]:
    """Yield every passage of the book's text.

    Args:
        book: the book.
        show: gives the words that a quotation prints.
    """
    for place, here, text in check.texts(book):
        for block in BLOCK.split(text):
            yield _passage(place, here, block, show)


def quotations(book: Book, show: Callable[[Use], str]) -> Iterator[tuple[Passage, Quotation]]:
    """Yield every quotation of a value with its passage, in the order of the book."""
    for passage in passages(book, show):
        for quotation in passage.quotations:
            yield passage, quotation


def printed_or_named(values: Values) -> Callable[[Use], str]:
    """Print as the book does, but name what cannot be printed instead of stopping."""

    def show(use: Use) -> str:
        try:
            return values.printed(use)
        except Finding:
            return use.words or f"⟨{use.chapter}.{use.name}⟩"

    return show


def _passage(place: str, here: str, block: str, show: Callable[[Use], str]) -> Passage:
    raw, found, done = "", [], 0
    for match in ROLE.finditer(block):
        raw += _plain(block[done : match.start()])
        done = match.end()
        try:
            use = read_use(match[1], match[2], here)
        except Finding:
            raw += match[0]
            continue
        words = show(use)
        found.append(Quotation(use, len(raw), len(raw) + len(words)))
        raw += words
    return Passage(place, here, raw + _plain(block[done:]), tuple(found))


def _plain(text: str) -> str:
    for pattern, replacement in ELSEWHERE:
        text = pattern.sub(replacement, text)
    return text


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;:)])", r"\1", " ".join(text.split()))
