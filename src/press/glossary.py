"""A glossary whose terms are linked from the prose, once a page, where they stand first.

The book names it in ``[tool.press.glossary]``: ``file``, a CSV; ``page``, the page that prints it; the columns ``term``
and ``definition``; and ``forms``, the column with the words that lead to an entry, separated by semicolons (an entry
without any is never linked). Without ``forms`` the term itself leads to its entry.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from press import prose
from press.book import Book
from press.errors import BadInput

__all__ = ["Glossary", "link", "read"]

APART = (nodes.reference, nodes.term)
APART_CLASSES = ("press-holds", "press-value")
"""What stays as it is although it is prose."""


@dataclass(frozen=True)
class Glossary:
    """The page that prints the terms, their definitions, and the term to which each form leads."""

    page: str
    definitions: dict[str, str]
    forms: dict[str, str]

    @property
    def pattern(self) -> re.Pattern[str]:
        """Find any form, the longest that fits, alone or in the plural."""
        return prose.finder(self.forms, "(?:e?s)?")


@cache
def read(book: Book) -> Glossary | None:
    """Read the glossary that a book names; ``None`` when it names none.

    Raises:
        BadInput: when the file or a column is missing, or a form leads to several terms.
    """
    settings = book.settings.get("glossary")
    if not settings:
        return None
    file, term, definition = settings["file"], settings["term"], settings["definition"]
    definitions: dict[str, str] = {}
    forms: dict[str, str] = {}
    try:
        with (book.root / file).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                definitions[row[term]] = row[definition]
                for form in _spellings(row[settings.get("forms", term)]):
                    if forms.setdefault(form, row[term]) != row[term]:
                        raise BadInput(f"{file}: {form!r} leads to {forms[form]!r} and to {row[term]!r}; keep one")
    except FileNotFoundError:
        raise BadInput(f"pyproject.toml: the glossary's file {file!r} does not exist") from None
    except KeyError as column:
        raise BadInput(f"{file}: no column {column}, which pyproject.toml names for the glossary") from None
    return Glossary(settings["page"], definitions, forms)


def _spellings(listed: str) -> Iterator[str]:
    """Yield each form, and a common noun also as a sentence begins with it."""
    for form in filter(None, listed.split(";")):
        yield form
        if form.islower():
            yield form[0].upper() + form[1:]


def link(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Give each entry an address on its page, and lead to it from where its term stands first on any other.

    Raises:
        ExtensionError: when the glossary cannot be read, or its page is none of the book or prints no such entry.
    """
    try:
        glossary = read(app.press_state.book)  # type: ignore[attr-defined]
    except BadInput as error:
        raise ExtensionError(str(error)) from None
    if glossary is None:
        return
    if glossary.page not in app.env.found_docs:
        raise ExtensionError(f"pyproject.toml: the glossary's page {glossary.page!r} is no page of the book")
    if docname == glossary.page:
        _address(doctree, glossary)
        return
    uri = app.builder.get_relative_uri(docname, glossary.page)
    pending = dict(glossary.definitions)
    for text in prose.texts(doctree, APART, APART_CLASSES):
        text.parent.replace(text, list(_linked(text.astext(), glossary, pending, uri)))


def _anchor(term: str) -> str:
    return str(nodes.make_id(f"term-{term}"))


def _address(doctree: nodes.document, glossary: Glossary) -> None:
    places = {place.astext(): place for place in doctree.findall(lambda n: isinstance(n, nodes.entry | nodes.term))}
    for term in glossary.definitions:
        if term not in places:
            raise ExtensionError(f"{glossary.page}: the page prints no entry for the glossary's term {term!r}")
        place = next(iter(places[term].findall(nodes.paragraph)), places[term])
        place.insert(0, nodes.target("", "", ids=[_anchor(term)]))


def _linked(text: str, glossary: Glossary, pending: dict[str, str], uri: str) -> Iterator[nodes.Node]:
    """Cut a text at the first mention of each pending term; what was linked is pending no longer."""
    done = 0
    for match in glossary.pattern.finditer(text):
        term = glossary.forms[match[1]]
        if term in pending:
            yield nodes.Text(text[done : match.start()])
            place = {"internal": True, "refuri": f"{uri}#{_anchor(term)}", "reftitle": pending.pop(term)}
            yield nodes.reference("", match[0], classes=["term"], **place)
            done = match.end()
    yield nodes.Text(text[done:])
