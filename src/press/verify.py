"""Take a printed PDF, found anywhere, and say which of its figures still follow from this book."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pypdfium2

from press import exhibits
from press.book import Book
from press.errors import BadInput

__all__ = ["Verdict", "verify"]


@dataclass(frozen=True)
class Verdict:
    """What became of one exhibit.

    Attributes:
        exhibit: chapter and name.
        outcome: ``still follows``, ``differs`` or ``not checkable``.
        why: what differs, in words.
    """

    exhibit: str
    outcome: str
    why: str = ""


def verify(book: Book, path: Path) -> list[Verdict]:
    """Compare the data inside a PDF, and the fingerprints on its pages, with the book's.

    Raises:
        BadInput: when the file is not a PDF of a book with data attached.
    """
    attached, text = _read(path)
    if not attached:
        raise BadInput(f"{path.name} carries no attachments: it is no edition of this book, or was stripped")
    ours = exhibits.read_all(book)
    verdicts = [_judge(exhibit, attached, text) for exhibit in ours.values()]
    known = {name for exhibit in ours.values() for name in (*exhibit.data, f"{exhibit.stem}.json")}
    strangers = sorted(name for name in attached if name.endswith(".csv") and name not in known)
    return verdicts + [Verdict(name, "not checkable", "this book has no such exhibit") for name in strangers]


def _read(path: Path) -> tuple[dict[str, bytes], str]:
    try:
        with pikepdf.open(path) as pdf:
            attached = {name: spec.get_file().read_bytes() for name, spec in pdf.attachments.items()}
        document = pypdfium2.PdfDocument(path)
    except (pikepdf.PdfError, pypdfium2.PdfiumError, OSError) as error:
        raise BadInput(f"{path.name} cannot be read as a PDF: {error}") from None
    pages = [page.get_textpage().get_text_bounded() for page in document]
    return attached, "".join("".join(pages).split())


def _judge(exhibit: exhibits.Exhibit, attached: dict[str, bytes], text: str) -> Verdict:
    name = f"{exhibit.chapter}.{exhibit.name}"
    missing = [file for file in exhibit.data if file not in attached]
    if missing:
        return Verdict(name, "not checkable", f"{missing[0]} is not attached")
    for file, content in exhibit.data.items():
        if attached[file] != content:
            return Verdict(name, "differs", f"{file}: {_first_difference(attached[file], content)}")
    if attached.get(f"{exhibit.stem}.json") != exhibit.specification:
        return Verdict(name, "differs", f"{exhibit.stem}.json: another specification")
    if exhibit.fingerprint not in text:
        return Verdict(name, "differs", f"no page prints the fingerprint {exhibit.fingerprint}")
    return Verdict(name, "still follows")


def _first_difference(theirs: bytes, ours: bytes) -> str:
    old, new = (content.decode("utf-8", errors="replace").splitlines() for content in (theirs, ours))
    for number, (before, after) in enumerate(zip(old, new, strict=False), 1):
        if before != after:
            return f"line {number}: printed {before!r}, now {after!r}"
    return f"{len(old)} lines printed, {len(new)} now"
