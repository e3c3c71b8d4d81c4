"""What a page says of itself to machines: Dublin Core, schema.org, and the tags that reference managers read."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from press import package
from press.book import Book
from press.exhibits import Exhibit

__all__ = ["tags"]


def tags(
    book: Book, title: str, path: str, exhibits: list[tuple[Exhibit, str]], up: str, *, opening: str = "", pdf: str = ""
) -> str:
    """Write the tags of a page.

    Args:
        book: the book.
        title: title of the chapter; empty on the title page.
        path: of the page from the root of the site.
        exhibits: the figures and tables of the page, each with its title.
        up: from the page to the root of the site.
        opening: the words with which the chapter opens.
        pdf: how the page reaches the PDF; empty when there is none.
    """
    cited = book.citation
    date, abstract = str(cited["date-released"]), " ".join(cited.get("abstract", "").split())
    about = opening if title else abstract
    pairs: list[tuple[str, str]] = [("author", "; ".join(book.authors)), ("description", about)]
    pairs += [("DC.title", title or book.title), *(("DC.creator", name) for name in book.authors)]
    pairs += [("DC.date", date), ("DC.language", "en"), ("DC.type", "Text"), ("DC.format", "text/html")]
    pairs += [("DC.subject", word) for word in cited.get("keywords", [])]
    pairs += [("DC.rights", licence) for licence in _licences(cited)]
    pairs += [("DC.description", about), ("DC.identifier", str(cited.get("doi", "")))]
    pairs += [("DC.publisher", name) for name in book.authors]
    pairs += [("DC.relation.isPartOf", book.title)] if title else []
    pairs += [("citation_title", title or book.title), *(("citation_author", name) for name in book.authors)]
    pairs += [("citation_publication_date", date.replace("-", "/")), ("citation_language", "en")]
    pairs += [("citation_keywords", word) for word in cited.get("keywords", [])]
    pairs += [("citation_inbook_title", book.title)] if title else []
    pairs += [("citation_abstract", about), ("citation_fulltext_html_url", f"{up}{path}"), ("citation_pdf_url", pdf)]
    pairs += [("citation_publisher", name) for name in book.authors]
    pairs += [("citation_doi", str(cited["doi"]))] if "doi" in cited else []
    lines = [f'<meta name="{name}" content="{escape(content)}">' for name, content in pairs if content]
    linked = json.dumps(_linked(book, title, path, exhibits, up, opening), ensure_ascii=False, separators=(",", ":"))
    linked = linked.replace("</", "<\\/")
    lines.append(f'<script type="application/ld+json">{linked}</script>')
    return "\n".join(lines)


def _licences(cited: dict[str, Any]) -> list[str]:
    given = cited.get("license", [])
    return [given] if isinstance(given, str) else list(given)


def _linked(
    book: Book, title: str, path: str, exhibits: list[tuple[Exhibit, str]], up: str, opening: str
) -> dict[str, Any]:
    """Describe the page in JSON-LD: an article or a chapter of it, and the data sets that it offers."""
    cited = book.citation
    authors = [
        {"@type": "Organization" if "name" in author else "Person", "name": name}
        for author, name in zip(cited["authors"], book.authors, strict=True)
    ]
    shared: dict[str, Any] = {
        "author": authors,
        "creator": authors,
        "publisher": authors,
        "isAccessibleForFree": True,
        "datePublished": str(cited["date-released"]),
        "version": str(cited["version"]),
        "inLanguage": "en",
        "license": _licences(cited),
    }
    whole = {"@type": ["Book", "ScholarlyArticle"], "name": book.title, "url": f"{up}index.html"}
    if not title:
        package_file = {"@type": "DataDownload", "contentUrl": f"{up}downloads/{package.name(book)}",
                        "encodingFormat": "application/zip"}  # fmt: skip
        return {
            "@context": "https://schema.org",
            **whole,
            **shared,
            "headline": book.title,
            "abstract": " ".join(cited.get("abstract", "").split()),
            "keywords": cited.get("keywords", []),
            "hasPart": [{"@type": "Dataset", "name": f"{book.title}: the data",
                         "description": f"Every table behind {book.title}, with descriptors.",
                         **shared, "distribution": [package_file]}],
        }  # fmt: skip
    return {
        "@context": "https://schema.org",
        "@type": ["Chapter", "ScholarlyArticle"],
        "name": title,
        "headline": title,
        "abstract": opening,
        "url": f"{up}{path}",
        **shared,
        "isPartOf": whole,
        "hasPart": [
            {
                "@type": "Dataset",
                "name": words,
                "description": f"The data of a {'table' if exhibit.is_table else 'figure'} in {title}, {book.title}.",
                "identifier": exhibit.fingerprint,
                "url": f"{up}{path}#{exhibit.anchor}",
                **shared,
                "distribution": [
                    {
                        "@type": "DataDownload",
                        "contentUrl": f"{up}downloads/{file}",
                        "encodingFormat": "text/csv",
                    }
                    for file in exhibit.data
                ],
            }
            for exhibit, words in exhibits
        ],
    }
