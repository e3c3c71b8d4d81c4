"""The numbers that sentences quote, with the words around each by which a copy of the page can be searched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from docutils import nodes

from press.typst.places import PageOf

__all__ = ["Quote", "read"]

AROUND = 60
"""Characters kept on either side."""


@dataclass(frozen=True)
class Quote:
    """One number in a sentence.

    Attributes:
        name: chapter and published name.
        where: the document.
        printed: the number as it is printed.
        before: what precedes it in its paragraph.
        after: what follows.
    """

    name: str
    where: str
    printed: str
    before: str
    after: str


def read(document: nodes.document, docname: str) -> Iterator[Quote]:
    """Find every quoted value of a document, in the order of the text."""
    for block in document.findall(nodes.TextElement):
        if isinstance(block, nodes.Inline) or isinstance(block.parent, nodes.Inline):
            continue
        text, marks = "", []
        for node in block.findall(_counts):
            if isinstance(node, nodes.Text):
                text += node.astext()
            elif isinstance(node, nodes.footnote_reference | PageOf):
                text += "\0"
            else:
                marks.append((node, len(text)))
        for node, start in marks:
            end = start + len(node.astext())
            before, after = text[:start].rpartition("\0")[2], text[end:].partition("\0")[0]
            chapter, name = node["press"]
            yield Quote(f"{chapter}.{name}", docname, node.astext(), before[-AROUND:], after[:AROUND])


def _counts(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Text):
        return not isinstance(node.parent, nodes.footnote_reference)
    return isinstance(node, nodes.footnote_reference | PageOf) or (isinstance(node, nodes.inline) and "press" in node)
