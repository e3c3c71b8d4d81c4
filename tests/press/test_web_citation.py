"""Citations and permanent addresses of the web edition."""

from __future__ import annotations

import json
import re
from pathlib import Path

from docutils import nodes

from press import citation, metadata
from press.book import Book
from press.citation import Work
from press.exhibits import read_all
from press.passages import anchor

ROOT = Path(__file__).resolve().parents[2]
SECOND = Book(ROOT / "tests" / "second_book")
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


def test_a_chapter_tells_reference_managers_its_abstract_its_book_and_its_pdf():
    text = metadata.tags(SECOND, "Harbour", "chapters/harbour.html", [], "../", opening="Tides rose.", pdf="../a.pdf")
    said = dict(re.findall(r'<meta name="([\w.]+)" content="([^"]*)">', text))
    assert said["citation_abstract"] == said["DC.description"] == said["description"] == "Tides rose."
    assert said["citation_inbook_title"] == said["DC.relation.isPartOf"] == SECOND.title
    assert said["citation_pdf_url"] == "../a.pdf"
    assert said["citation_publisher"] == said["DC.publisher"] == SECOND.authors[-1]
    assert "citation_doi" not in said, "what the book does not have is not claimed"


def test_each_data_set_has_what_search_engines_ask_of_one():
    exhibits = [(each, "Levels rose") for each in read_all(Book(ROOT)).values()][:2]
    text = metadata.tags(Book(ROOT), "Harbour", "chapters/harbour.html", exhibits, "../", opening="Tides rose.")
    linked = json.loads(re.search(r"ld\+json\">(.*?)</script>", text)[1])
    assert linked["abstract"] == "Tides rose."
    for each in linked["hasPart"]:
        assert each["@type"] == "Dataset"
        assert 50 <= len(each["description"]) <= 5000
        assert all(each[name] for name in ("name", "license", "creator", "identifier", "url"))
        assert each["isAccessibleForFree"] is True
        assert all(file["encodingFormat"] == "text/csv" and file["contentUrl"] for file in each["distribution"])
