"""What stands behind a figure or table, below it on the page: code, data, sources, fingerprint, how to cite it."""

from __future__ import annotations

from html import escape

from press import citation
from press.book import Book
from press.cards import Cards, counted
from press.citation import Work
from press.exhibits import Exhibit

__all__ = ["Backing"]

FILES = {"csv": "CSV", "json": "JSON", "svg": "SVG", "png": "PNG"}


class Backing:
    """Writes the fold under each exhibit; it is plain HTML and opens without a script."""

    def __init__(self, book: Book, cards: Cards) -> None:
        """Hold what is said about exhibits."""
        self.book, self.cards = book, cards

    @staticmethod
    def downloads(exhibit: Exhibit) -> list[str]:
        """Name the files that an exhibit offers."""
        pictures = [] if exhibit.is_table else [f"{exhibit.stem}.svg", f"{exhibit.stem}.png"]
        return [*exhibit.data, f"{exhibit.stem}.json", *pictures]

    @staticmethod
    def links(exhibit: Exhibit, up: str) -> str:
        """Write the links to the files of an exhibit."""
        found, seen = [], 0
        for file in Backing.downloads(exhibit):
            word = FILES[file.rsplit(".", 1)[1]]
            seen += word == "CSV"
            words = f"{word} {seen}" if word == "CSV" and seen > 1 else word
            label = f"{words}: {file}"
            found.append(f'<a href="{up}downloads/{file}" download aria-label="{label}">{words}</a>')
        return f'<span class="downloads">{" ".join(found)}</span>'

    def work(self, exhibit: Exhibit, title: str, page: str) -> Work:
        """Describe an exhibit, shown on a page under a title, as something to be cited."""
        kind = "table" if exhibit.is_table else "figure"
        return Work(f"{self.book.slug}-{exhibit.stem}", title, kind, f"{page}#{exhibit.anchor}")

    def fold(self, exhibit: Exhibit, work: Work, up: str) -> str:
        """Write the fold.

        Args:
            exhibit: the figure or table.
            work: the same, as something to be cited.
            up: from the page to the root of the site.
        """
        meta = exhibit.content["usermeta"]
        maker = self.cards.drawers(exhibit.chapter).get(exhibit.name, "")
        place = self.cards.place(maker)
        stem = f"{up}downloads/{exhibit.stem}"
        sources = "; ".join(dict.fromkeys(self.cards.sources.name(source) for source in meta["sources"]))
        rows = [
            ("Rows behind it", escape(counted(meta["statuses"]) or "own computation")),
            ("Sources", escape(sources)),
            ("Drawn by" if not exhibit.is_table else "Made by", self._code(maker, place)),
            (
                "Fingerprint",
                f"<code>{exhibit.fingerprint}</code>: the SHA-256 of the CSV files begins so, here and in the PDF",
            ),
            (
                "Cite as",
                f'<span data-cites="{exhibit.anchor}">{escape(citation.line(self.book, work))} '
                f'<a href="{stem}.bib" download>BibTeX</a> <a href="{stem}.ris" download>RIS</a></span>',
            ),
            ("Permanent link", f'<a href="#{exhibit.anchor}">#{exhibit.anchor}</a>'),
        ]
        body = "".join(f"<dt>{term}</dt><dd>{words}</dd>" for term, words in rows if words)
        summary = "Sources, code and citation"
        table = "" if exhibit.is_table else self._data(exhibit, up)
        return (
            f'<div class="folds no-print">{table}<details class="backing"><summary>{summary}</summary>'
            f"<dl>{body}</dl></details></div>\n"
        )

    @staticmethod
    def _data(exhibit: Exhibit, up: str) -> str:
        links = " ".join(f'<a href="{up}downloads/{file}" download>{file}</a>' for file in exhibit.data)
        return (
            f'<details class="data" data-of="{exhibit.stem}"><summary>Data table</summary><p>{links}</p></details>'
            if exhibit.data
            else ""
        )

    @staticmethod
    def _code(maker: str, place: str) -> str:
        return f"<code>{escape(maker)}</code>{f', {escape(place)}' if place else ''}" if maker else ""
