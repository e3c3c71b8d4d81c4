"""How to cite the book, a chapter, a figure or a table: BibTeX, RIS and a line of text, from ``CITATION.cff``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from press.book import Book

__all__ = ["Work", "bibtex", "line", "ris"]


@dataclass(frozen=True)
class Work:
    """Something that can be cited.

    Attributes:
        key: what a bibliography calls it.
        title: its own title, without markup.
        part: what kind of part of the book it is: empty for the book, else chapter, figure or table.
        anchor: where it stands in the book, as ``chapters/arrivals.html#fig-arrivals-yearly``; empty for the book.
    """

    key: str
    title: str
    part: str = ""
    anchor: str = ""


def _date(citation: dict[str, Any]) -> str:
    return str(citation["date-released"])


def line(book: Book, work: Work) -> str:
    """Cite in a line of text."""
    cited = book.citation
    head = f"{'; '.join(book.authors)} ({_date(cited)[:4]})"
    version = f"version {cited['version']}"
    if not work.part:
        return f"{head}: {book.title}, {version}."
    kind = "" if work.part == "chapter" else f" [{work.part}]"
    return f"{head}: “{work.title}”{kind}, in: {book.title}, {version}, {work.anchor}."


def bibtex(book: Book, work: Work) -> str:
    """Cite as a BibTeX entry."""
    cited = book.citation
    fields = {
        "author": " and ".join(_grouped(author) for author in cited["authors"]),
        "title": "{" + work.title + "}",
        "booktitle": book.title if work.part else "",
        "year": _date(cited)[:4],
        "month": str(int(_date(cited)[5:7])),
        "version": str(cited["version"]),
        "doi": cited.get("doi", ""),
        "note": ", ".join(filter(None, [work.part.capitalize(), work.anchor])),
    }
    kind = "incollection" if work.part else "book"
    body = "".join(f"  {name} = {{{_tex(value)}}},\n" for name, value in fields.items() if value)
    return f"@{kind}{{{work.key},\n{body}}}\n"


def ris(book: Book, work: Work) -> str:
    """Cite as a RIS record."""
    cited = book.citation
    pairs = [
        ("TY", "CHAP" if work.part else "BOOK"),
        ("ID", work.key),
        *(("AU", author) for author in map(_inverted, cited["authors"])),
        ("TI", work.title),
        ("T2", book.title if work.part else ""),
        ("PY", _date(cited)[:4]),
        ("DA", _date(cited).replace("-", "/")),
        ("ET", str(cited["version"])),
        ("DO", cited.get("doi", "")),
        ("N1", ", ".join(filter(None, [work.part.capitalize(), work.anchor]))),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\n" for tag, value in pairs if value or tag == "ER")


def _inverted(author: dict[str, str]) -> str:
    return author["name"] if "name" in author else f"{author['family-names']}, {author['given-names']}"


def _grouped(author: dict[str, str]) -> str:
    """Keep BibTeX from taking a body's name apart."""
    return "{" + author["name"] + "}" if "name" in author else _inverted(author)


def _tex(text: str) -> str:
    return re.sub(r"([#$%&_])", r"\\\1", text)
