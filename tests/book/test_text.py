"""The text as a whole: its length, its references, and that every exhibit is spoken of."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from press import exhibits, notebook, sources
from press.book import Book
from press.values import Values, fill

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"\{cite:[pt]\}`([^`]*)`")
EXHIBIT = re.compile(r"^:::\{exhibit\}.*?^:::\s*$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def book():
    return Book(ROOT)


@pytest.fixture(scope="module")
def texts(book):
    pages = {"index": (ROOT / "index.md").read_text(encoding="utf-8")}
    return pages | {
        chapter.name: "\n\n".join(text for _, text in notebook.read(chapter.file).markdown())
        for chapter in book.chapters
    }


def running_words(text):
    """Words as a reader meets them in running text: values filled in, without exhibits, citations and markup."""
    text = EXHIBIT.sub("", text)
    text = re.sub(r"\{(?:cite|source)[^}]*\}`[^`]*`", "", text)
    text = re.sub(r"\{[\w:]+\}`([^`<]*)(?:<[^`]*>)?`", r"\1", text)
    text = re.sub(r"^(?::::.*|:class:.*|#+ )", "", text, flags=re.MULTILINE)
    return len(re.findall(r"[^\s–—]*\w[^\s–—]*", text))


def entries():
    text = (ROOT / "data" / "references.bib").read_text(encoding="utf-8")
    return set(re.findall(r"^@\w+\{([^,\s]+),", text, re.MULTILINE))


def test_the_book_is_as_long_as_a_thesis_of_its_kind_may_be(book, texts):
    values = Values.of(book)
    assert 18_000 <= sum(running_words(fill(text, name, values)) for name, text in texts.items()) <= 25_000


def test_there_are_at_least_forty_figures_and_twenty_five_tables(book):
    shown = exhibits.read_all(book).values()
    assert sum(not each.is_table for each in shown) >= 40
    assert sum(each.is_table for each in shown) >= 25


def test_between_100_and_160_works_are_cited_and_each_has_an_entry(texts):
    cited = {key.strip() for text in texts.values() for match in CITED.finditer(text) for key in match[1].split(",")}
    assert 100 <= len(cited) <= 160
    assert cited <= entries()


def test_an_entry_of_the_bibliography_is_cited_in_the_text_or_pointed_to_by_the_ledger(texts):
    cited = {key.strip() for text in texts.values() for match in CITED.finditer(text) for key in match[1].split(",")}
    for table in ("claims", "citations"):
        with (ROOT / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            cited |= {row["reference_key"] for row in csv.DictReader(file)}
    assert entries() - cited == set()


def test_every_figure_and_table_is_spoken_of_in_the_text(book, texts):
    named = {label for text in texts.values() for label in re.findall(r"\{numref\}`([^`]+)`", text)}
    shown = {exhibit.label for exhibit in exhibits.read_all(book).values()}
    assert shown - named == set()


def test_a_source_that_is_not_listed_is_found_before_printing(book):
    listed = exhibits.Sources(book.root / sources.file(book)).rows
    assert list(sources.strangers(listed, "Said so {source}`bbc_2004, nobody_1900`.")) == ["nobody_1900"]
    assert list(sources.strangers(listed, "Said so {cite:p}`coi2014`.")) == []
