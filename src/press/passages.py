"""The passages of a page of the web edition: each paragraph has an address, and code that goes together one fold."""

from __future__ import annotations

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode

from press.digest import of_text
from press.web import Html

__all__ = ["address", "anchor", "join_code", "opening"]

ANCHOR = 8
"""Digits of the digest by which a paragraph is addressed."""


def address(doctree: nodes.document) -> None:
    """Give each paragraph of the text an address and a link to it."""
    known: set[str] = set()
    for paragraph in doctree.findall(nodes.paragraph):
        if not isinstance(paragraph.parent, nodes.section) or (place := anchor(paragraph)) in known:
            continue
        known.add(place)
        paragraph["ids"].append(place)
        paragraph += Html(
            html=f'<a class="headerlink" href="#{place}" title="Link to this paragraph"'
            ' aria-label="Link to this paragraph">#</a>'
        )


def anchor(paragraph: nodes.paragraph) -> str:
    """Give the address of a paragraph: it follows from its own words, not from its values nor from what is around."""
    words = [
        "{" + ".".join(node.parent["press"]) + "}" if node.parent.hasattr("press") else node.astext()
        for node in paragraph.findall(nodes.Text)
    ]
    return f"p-{of_text(''.join(words))[:ANCHOR]}"


def opening(doctree: nodes.document) -> str:
    """The words with which a page opens: its finding."""
    found = (each for each in doctree.findall(nodes.paragraph) if isinstance(each.parent, nodes.section))
    return " ".join(next(found, nodes.paragraph()).astext().split())


def join_code(doctree: nodes.document) -> None:
    """Put the code of cells that follow each other under one fold."""
    for fold in list(doctree.findall(HideCodeCellNode)):
        cell = fold.parent
        place = cell.parent.index(cell)
        before = (
            cell.parent[place - 1].next_node(HideCodeCellNode) if place and _is_cell(cell.parent[place - 1]) else None
        )
        if before is not None and _is_cell(cell):
            before.extend(fold.children)
            cell.parent.remove(cell)


def _is_cell(node: nodes.Node) -> bool:
    return isinstance(node, nodes.container) and "cell" in node["classes"]
