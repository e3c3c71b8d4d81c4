"""Where the prose of a page is, and the words in it that a list of terms knows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from docutils import nodes

__all__ = ["finder", "texts"]

APART = (
    nodes.title, nodes.caption, nodes.figure, nodes.table, nodes.citation, nodes.footnote, nodes.literal, nodes.raw,
)  # fmt: skip
"""What is no prose."""
APART_CLASSES = frozenset({"cell", "table-notes", "source-line"})


def texts(
    tree: nodes.document, apart: Sequence[type[nodes.Element]] = (), apart_classes: Iterable[str] = ()
) -> list[nodes.Text]:
    """List the texts within paragraphs of prose, in their order.

    Args:
        tree: the page.
        apart: nodes whose texts are left out as well.
        apart_classes: classes of nodes whose texts are left out as well.
    """
    kinds, classes = (*APART, *apart), APART_CLASSES.union(apart_classes)
    return [text for text in tree.findall(nodes.Text) if _is_prose(text, kinds, classes)]


def finder(forms: Iterable[str], ending: str = "") -> re.Pattern[str]:
    """Find any form as a word of its own, the longest that fits; ``ending`` is what may follow it."""
    words = "|".join(map(re.escape, sorted(forms, key=len, reverse=True)))
    return re.compile(rf"(?<![\w-])({words or '(?!)'}){ending}(?![\w-])")


def _is_prose(text: nodes.Text, apart: tuple[type[nodes.Element], ...], classes: frozenset[str]) -> bool:
    prose, node = False, text.parent
    while node is not None:
        if isinstance(node, apart) or not classes.isdisjoint(node.get("classes", ())):
            return False
        prose = prose or isinstance(node, nodes.paragraph)
        node = node.parent
    return prose
