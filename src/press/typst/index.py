"""The index at the back of the printed edition: terms that the data name, found in the prose.

The book names it in ``[tool.press.index]``: ``title``; ``tables``, each a ``file`` and the column ``term``; and
``also``, the other words by which the text calls a term. The web edition has a search in its place.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from press import prose
from press.book import Book
from press.errors import BadInput

__all__ = ["Index", "Named", "read"]


class Named(nodes.Element):
    """The prose names ``term`` here; ``main`` when the section is about it."""


@dataclass(frozen=True)
class Index:
    """The title, the terms in their order, and the term to which each form leads."""

    title: str
    terms: list[str]
    forms: dict[str, str]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Find any form, the longest that fits."""
        return prose.finder(self.forms)

    def mark(self, tree: nodes.document) -> None:
        """Put a mark after every mention in the prose, and at the head of each section whose heading names a term."""
        pattern = self.pattern
        for text in prose.texts(tree):
            text.parent.replace(text, list(self._marked(text.astext(), pattern)))
        for title in list(tree.findall(nodes.title)):
            first = next(iter(title.parent.findall(nodes.paragraph)), None)
            if isinstance(title.parent, nodes.section) and first is not None:
                for found in pattern.finditer(title.astext()):
                    first.insert(0, Named(term=self.forms[found[1]], main=True))

    def _marked(self, text: str, pattern: re.Pattern[str]) -> Iterator[nodes.Node]:
        done = 0
        for found in pattern.finditer(text):
            yield nodes.Text(text[done : found.end()])
            yield Named(term=self.forms[found[1]], main=False)
            done = found.end()
        yield nodes.Text(text[done:])


def read(book: Book) -> Index | None:
    """Read the terms that a book names; ``None`` when it has no index.

    Raises:
        BadInput: when a file or column is missing, or ``also`` tells of a term that no table has.
    """
    settings = book.settings.get("index")
    if not settings:
        return None
    terms: dict[str, None] = {}
    for table in settings["tables"]:
        file, column = table["file"], table["term"]
        try:
            with (book.root / file).open(encoding="utf-8", newline="") as stream:
                terms |= {row[column]: None for row in csv.DictReader(stream)}
        except FileNotFoundError:
            raise BadInput(f"pyproject.toml: the index's file {file!r} does not exist") from None
        except KeyError:
            raise BadInput(f"{file}: no column {column!r}, which pyproject.toml names for the index") from None
    forms = {term: term for term in terms}
    for term, others in settings.get("also", {}).items():
        if term not in terms:
            raise BadInput(f"pyproject.toml: the index has other words for {term!r}, which none of its tables names")
        forms |= dict.fromkeys(others, term)
    return Index(settings.get("title", "Index"), sorted(terms, key=_order), forms)


def _order(term: str) -> tuple[str, str]:
    """Sort by the first letter: years before a name do not count."""
    return re.sub(r"^[\d\W]+", "", term).casefold(), term
