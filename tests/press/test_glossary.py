"""A term leads from the prose to its entry, once a page, in both editions."""

from __future__ import annotations

import re

import pikepdf
import pytest

from press import glossary
from press.book import Book
from press.errors import BadInput

SETTING = 'glossary = {file = "data/words.csv", page = "words", term = "term", definition = "meaning", forms = "forms"}'
PROSE = """# Tides

A spring tide is no tide of spring. Tides come and go, and spring tides with them; HAT is not a hat.

## On the neap tide

See [the neap tide](https://example.org), `neap tide`, a low-tide line, and *at last* neap tides.

The mean of the harbour is {value}`harbour.mean:.1f` metres.
"""
WORDS = """# Words

| Word | Meaning |
| :-- | :-- |
| Tide | Rise and fall of the sea |
| Spring tide | The "great" tide |
| Neap tide | The small one |
| HAT | Highest tide of all |
| Sea | Never linked |
"""
TABLE = """term,meaning,forms
Tide,Rise and fall of the sea,tide;low tide
Spring tide,"The ""great"" tide",spring tide
Neap tide,The small one,neap tide
HAT,Highest tide of all,HAT
Sea,Never linked,
"""


@pytest.fixture
def book(second_book):
    """The second book with a glossary and a page that prints it."""
    second_book.replace("pyproject.toml", 'fonts = "fonts"', f'fonts = "fonts"\n{SETTING}')
    second_book.replace("_toc.yml", "  - file: chapters/river", "  - file: chapters/river\n  - file: words")
    for name, text in (("index.md", PROSE), ("words.md", WORDS), ("data/words.csv", TABLE)):
        (second_book.root / name).write_text(text, encoding="utf-8")
    return second_book


def links(page):
    found = re.findall(r'<a class="term[^"]*" href="([^"]*)" title="([^"]*)">(?:<span[^>]*>)?([^<]*)', page)
    return [(words, target, title) for target, title, words in found]


def test_the_first_mention_in_prose_leads_to_the_entry_with_its_meaning_and_nothing_else_does(book):
    done = book.press("html")
    assert done.returncode == 0, done.stderr
    page = (book.root / "_build/html/index.html").read_text(encoding="utf-8")
    assert links(page) == [
        ("spring tide", "words.html#term-spring-tide", "The &quot;great&quot; tide"),
        ("tide", "words.html#term-tide", "Rise and fall of the sea"),
        ("HAT", "words.html#term-hat", "Highest tide of all"),
        ("neap tides", "words.html#term-neap-tide", "The small one"),
    ]
    entries = (book.root / "_build/html/words.html").read_text(encoding="utf-8")
    assert re.findall(r'id="(term-[\w-]+)"', entries) == [
        "term-tide", "term-spring-tide", "term-neap-tide", "term-hat", "term-sea"
    ]  # fmt: skip
    assert links(entries) == []


def jumps(book):
    """Links within the PDF."""
    done = book.press("pdf")
    assert done.returncode == 0, done.stderr
    with pikepdf.open(next((book.root / "_build/pdf").glob("*.pdf"))) as opened:
        notes = [note for page in opened.pages for note in page.get("/Annots", [])]
        return sum("/Dest" in note or note.get("/A", {}).get("/S") == "/GoTo" for note in notes)


def test_the_pdf_leads_to_the_entry_too(book):
    before = jumps(book)
    book.replace("index.md", PROSE.splitlines()[2], "")
    assert before - jumps(book) == 3  # the neap tide keeps its link


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        ("words.md", "| HAT | Highest tide of all |\n", "", "prints no entry for the glossary's term 'HAT'"),
        ("pyproject.toml", 'page = "words"', 'page = "lost"', "the glossary's page 'lost' is no page of the book"),
    ],
)  # fmt: skip
def test_a_page_that_does_not_print_the_glossary_stops_the_press(book, path, old, new, complaint):
    book.replace(path, old, new)
    done = book.press("html")
    assert done.returncode == 1
    assert complaint in done.stderr


@pytest.mark.parametrize(
    ("path", "old", "new", "complaint"),
    [
        ("data/words.csv", "neap tide\n", "neap tide;tide\n", "'tide' leads to 'Tide' and to 'Neap tide'"),
        ("data/words.csv", "term,meaning", "term,sense", "data/words.csv: no column 'meaning'"),
        ("pyproject.toml", "data/words.csv", "data/lost.csv", "the glossary's file 'data/lost.csv' does not exist"),
    ],
)
def test_a_glossary_that_cannot_be_read_is_named(book, path, old, new, complaint):
    book.replace(path, old, new)
    with pytest.raises(BadInput, match=re.escape(complaint)):
        glossary.read(Book(book.root))


def test_a_book_without_a_glossary_prints_as_before(second_book):
    assert glossary.read(Book(second_book.root)) is None
