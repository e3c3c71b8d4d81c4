"""What the printed edition carries: data and specification of every exhibit, and what the whole book stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from press import descriptors, package
from press.book import Book
from press.exhibits import Exhibit
from press.typst.markup import string

__all__ = ["Attachment", "markup", "of"]

TYPES = {
    ".bib": "application/x-bibtex",
    ".csv": "text/csv",
    ".json": "application/json",
    ".yaml": "application/yaml",
    ".zip": "application/zip",
}


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF.

    Attributes:
        name: its file name.
        content: its bytes.
        relationship: what it is to the book, in the words of PDF/A-3: ``data``, ``source`` or ``supplement``.
        about: what it is, for people.
    """

    name: str
    content: bytes
    relationship: str
    about: str

    @property
    def mime(self) -> str:
        """Its media type."""
        return TYPES.get(Path(self.name).suffix, "text/plain")


def of(book: Book, exhibits: Iterable[Exhibit]) -> list[Attachment]:
    """List the attachments of a book, each name once."""
    found = [each for exhibit in exhibits for each in _of_exhibit(exhibit)]
    found += [*_ledger(book), *_bibliographies(book), *_records(book)]
    found.append(
        Attachment(package.name(book), package.zipped(book), "data", "The data package: all tables of the book")
    )
    return list({each.name: each for each in found}.values())


def _of_exhibit(exhibit: Exhibit) -> Iterator[Attachment]:
    kind, title = ("table", "Contents") if exhibit.is_table else ("figure", "Specification")
    for name, content in exhibit.data.items():
        yield Attachment(name, content, "data", f"Data of the {kind} {exhibit.name} of the chapter {exhibit.chapter}")
    about = f"{title} of the {kind} {exhibit.name} of the chapter {exhibit.chapter}"
    yield Attachment(f"{exhibit.stem}.json", exhibit.specification, "source", about)


def _ledger(book: Book) -> Iterator[Attachment]:
    if "ledger" not in book.settings:
        return
    path = book.root / book.settings["ledger"]["file"]
    yield Attachment(path.name, path.read_bytes(), "data", "The ledger: every claim and what became of it")
    described = path.with_suffix(descriptors.SUFFIX)
    if described.is_file():
        title = descriptors.read(described).get("title", path.stem)
        yield Attachment(described.name, described.read_bytes(), "supplement", f"What the columns mean: {title}")


def _bibliographies(book: Book) -> Iterator[Attachment]:
    for name in book.settings.get("stage", []):
        if name.endswith(".bib"):
            path = book.root / name
            yield Attachment(path.name, path.read_bytes(), "supplement", "The works cited, as BibTeX")


def _records(book: Book) -> Iterator[Attachment]:
    for chapter in book.chapters:
        if chapter.record_file.is_file():
            about = f"Provenance of the chapter {chapter.name}: what its last run read, imported and found"
            yield Attachment(chapter.record_file.name, chapter.record_file.read_bytes(), "supplement", about)


def markup(each: Attachment) -> str:
    """Attach a file, which lies in ``attached/``."""
    return (
        f"#pdf.attach({string(each.name)}, read({string(f'attached/{each.name}')}, encoding: none), "
        f"mime-type: {string(each.mime)}, relationship: {string(each.relationship)}, "
        f"description: {string(each.about)})\n"
    )
