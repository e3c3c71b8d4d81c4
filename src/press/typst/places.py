"""Where things stand on paper: a mention of another chapter's figure, table or section takes its page."""

from __future__ import annotations

from docutils import nodes

__all__ = ["PageOf", "mark"]

LINKED = {"std-numref", "std-ref", "std-doc", "doc"}
"""What Sphinx calls the words of a reference to a figure, a section or a chapter; citations and terms are others."""


class PageOf(nodes.Element):
    """The page of ``target``; ``enclosed`` when the mention stands within brackets already."""


def mark(tree: nodes.document, docname: str) -> None:
    """Put the page after each reference in the prose of a document that leads to another one."""
    for reference in list(tree.findall(nodes.reference)):
        target = reference.get("refuri", "")
        if not reference.get("internal") or not target or target.partition("#")[0] == docname:
            continue
        named = {name for part in reference.findall(nodes.Element) for name in part.get("classes", ())}
        paragraph = _paragraph(reference)
        if named & LINKED and paragraph is not None:
            before = "".join(text.astext() for text in _before(paragraph, reference))
            enclosed = before.count("(") > before.count(")")
            parent = reference.parent
            parent.insert(parent.index(reference) + 1, PageOf(target=target, enclosed=enclosed))


def _paragraph(node: nodes.Node) -> nodes.Element | None:
    """The paragraph of prose around a node; None within tables, captions and headings."""
    found = None
    while node is not None:
        if isinstance(node, nodes.table | nodes.figure | nodes.title | nodes.footnote):
            return None
        if isinstance(node, nodes.paragraph) and found is None:
            found = node
        node = node.parent
    return found


def _before(paragraph: nodes.Element, reference: nodes.Element) -> list[nodes.Text]:
    texts: list[nodes.Text] = []
    for node in paragraph.findall():
        if node is reference:
            break
        if isinstance(node, nodes.Text):
            texts.append(node)
    return texts
