"""What precedes the text: title page and imprint, the edition, and the commit it was printed from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from press.book import Book
from press.citation import Work, line
from press.edition import content
from press.typst.markup import string

__all__ = ["front"]


def front(book: Book, paper: str, edition: str, commit: str) -> str:
    """Write what opens the Typst source.

    Args:
        book: the book.
        paper: the name of the paper.
        edition: its digest.
        commit: the commit and its day; empty when it is not known.
    """
    cited = book.citation
    day = cited["date-released"]
    released = day if isinstance(day, date) else date.fromisoformat(day)
    licence = " and ".join(book.licences)
    version = str(cited["version"])
    keywords = [f"version {version}", f"edition {edition}", f"content {content(book)}"]
    keywords += [f"commit {commit}", licence] if commit else [licence]
    rows = "".join(f"({string(name)}, [{words}]), " for name, words in _imprint(book, edition, commit, licence))
    return (
        '#import "page.typ": *\n'
        f"#show: book.with(paper: {string(paper)}, title: {string(cited['title'])}, "
        f"subtitle: {string(' '.join(cited['abstract'].split()))}, "
        f"authors: ({', '.join(string(name) for name in book.authors)},), "
        f"keywords: ({', '.join(map(string, keywords))},), version: {string(version)}, "
        f"date: datetime(year: {released.year}, month: {released.month}, day: {released.day}), "
        f"imprint-rows: ({rows}))\n\n"
    )


def _imprint(book: Book, edition: str, commit: str, licence: str) -> Iterator[tuple[str, str]]:
    def plain(text: str) -> str:
        return f"#{string(text)}"

    cited = book.citation
    yield "How to cite", plain(line(book, Work(book.slug, book.title)))
    yield "Licence", plain(licence)
    if "doi" in cited:
        yield "DOI", f"#link({string('https://doi.org/' + str(cited['doi']))})"
    printed = f"Edition #fingerprint({string(edition)})"
    if commit:
        name, _, day = commit.partition(" of ")
        printed += f", printed from commit #fingerprint({string(name)}) of #fingerprint({string(day)})"
    yield "Identifier", f'{printed}. #"The edition is a digest of every word, picture and datum in this book."'
    yield (
        "Inside this file",
        (
            '#"The data and the specification of every figure and table, the data package, the bibliography and the '
            "record of every chapter's run are attached.\" "
            '#raw("press verify")#" tells of any copy what still follows from the data."'
        ),
    )
    yield "Set in", '#"Source Serif 4 and Source Sans 3 (SIL Open Font License)."'
