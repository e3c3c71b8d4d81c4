"""Citations and permanent addresses of the web edition."""

from __future__ import annotations

import json
import re
from pathlib import Path

from docutils import nodes

from press import citation, metadata
from press.book import Book
from press.citation import Work
from press.passages import anchor

SECOND = Book(Path(__file__).resolve().parents[1] / "second_book")
FIGURE = Work("tides-harbour-levels", "Levels_& more", "figure", "chapters/harbour.html#fig-harbour-levels")


def paragraph(*parts):
    node = nodes.paragraph()
    for part in parts:
        if isinstance(part, tuple):
            bound = nodes.inline("", part[1])
            bound["press"] = part[0]
            node += bound
        else:
            node += nodes.Text(part)
    return node


def test_a_paragraph_keeps_its_address_when_a_value_in_it_changes():
    assert anchor(paragraph("It rose to ", (("a", "b"), "3"))) == anchor(paragraph("It rose to ", (("a", "b"), "4")))


def test_a_paragraph_changes_its_address_with_its_words_and_with_what_it_quotes():
    first = anchor(paragraph("It rose to ", (("a", "b"), "3")))
    assert first != anchor(paragraph("It fell to ", (("a", "b"), "3")))
    assert first != anchor(paragraph("It rose to ", (("a", "c"), "3")))


def test_the_three_forms_of_a_citation_name_title_book_and_place():
    for form in (citation.line, citation.bibtex, citation.ris):
        text = form(SECOND, FIGURE)
        assert SECOND.title in text
        assert FIGURE.anchor in text.replace("\\", "")
        assert str(SECOND.citation["date-released"])[:4] in text


def test_a_bibtex_entry_can_be_read_back():
    from pybtex.database import parse_string

    entry = parse_string(citation.bibtex(SECOND, FIGURE), "bibtex").entries[FIGURE.key]
    assert entry.type == "incollection"
    assert entry.fields["booktitle"] == SECOND.title
    assert r"Levels\_\& more" in entry.fields["title"]
    assert len(entry.persons["author"]) == len(SECOND.authors)


def test_a_ris_record_begins_with_its_type_and_ends():
    lines = citation.ris(SECOND, FIGURE).splitlines()
    assert lines[0] == "TY  - CHAP"
    assert lines[-1].startswith("ER  -")
    assert all(re.match(r"[A-Z][A-Z0-9]  - ", line) for line in lines)


def test_a_page_says_to_machines_who_wrote_what_when():
    text = metadata.tags(SECOND, "Harbour", "chapters/harbour.html", [], "../")
    for name in ("DC.title", "DC.creator", "DC.date", "citation_title", "citation_author", "citation_publication_date"):
        assert f'name="{name}"' in text
    linked = json.loads(re.search(r"ld\+json\">(.*?)</script>", text)[1])
    assert "ScholarlyArticle" in linked["@type"]
    assert linked["isPartOf"]["name"] == SECOND.title
