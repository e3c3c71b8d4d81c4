"""The list of figures and tables on the web; in print the front matter has its own, with pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

__all__ = ["ListOfExhibits", "fill"]

KINDS = {"figure": ("Figures", "Figure"), "table": ("Tables", "Table")}


class Place(nodes.General, nodes.Element):
    """Where the list goes, until every page has been read and every exhibit has its number."""


class ListOfExhibits(SphinxDirective):
    """``list-of-exhibits``: every figure and table of the book with its number, its title and a link."""

    def run(self) -> list[nodes.Node]:
        """Keep the place."""
        return [Place()]


def fill(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put the lists where a page asked for them."""
    for place in list(doctree.findall(Place)):
        lists = _lists(app, docname) if app.builder.format == "html" else []
        place.replace_self(lists)


def _lists(app: Sphinx, docname: str) -> list[nodes.Node]:
    made: list[nodes.Node] = []
    for kind, (heading, word) in KINDS.items():
        items = [
            nodes.list_item("", nodes.paragraph("", "", _link(app, docname, page, anchor, f"{word} {number}. {title}")))
            for page, anchor, number, title in _exhibits(app, kind)
        ]
        made += (
            [nodes.rubric("", heading), nodes.bullet_list("", *items, classes=["list-of-exhibits"])] if items else []
        )
    return made


def _link(app: Sphinx, docname: str, page: str, anchor: str, text: str) -> nodes.reference:
    uri = f"{app.builder.get_relative_uri(docname, page)}#{anchor}"
    return nodes.reference("", text, internal=True, refuri=uri)


def _exhibits(app: Sphinx, kind: str) -> Iterator[tuple[str, str, str, str]]:
    """Yield page, anchor, number and title of each numbered exhibit of a kind, in the order of the book."""
    found: list[tuple[tuple[int, ...], str, str, str]] = []
    tree = app.press_state.tree  # type: ignore[attr-defined]
    for page, kinds in app.env.toc_fignumbers.items():
        titles = _titles(tree(page)) if kinds.get(kind) else {}
        found += [
            (number, page, anchor, titles[anchor]) for anchor, number in kinds.get(kind, {}).items() if anchor in titles
        ]
    # numbers of one part come after those of several: the back matter follows the chapters
    for number, page, anchor, title in sorted(found, key=lambda each: (len(each[0]) == 1, each[0])):
        yield page, anchor, ".".join(map(str, number)), title


def _titles(doctree: nodes.document) -> dict[str, Any]:
    """The title of each exhibit of a page, by its address."""
    return {
        anchor: strong.astext()
        for node in doctree.findall(lambda each: isinstance(each, nodes.figure | nodes.table))
        for strong in list(node.findall(nodes.strong))[:1]
        if "exhibit-title" in strong["classes"]
        for anchor in node["ids"]
    }
