"""Figures and tables, as Typst."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from docutils import nodes

from press.exhibits import Exhibit
from press.typst import columns
from press.typst.inlines import InlineWriter
from press.typst.markup import string

__all__ = ["ExhibitWriter"]

POINTS = 0.75
"""Points in a CSS pixel: figures are set at the size at which they were drawn."""


class ExhibitWriter(InlineWriter):
    """Translate figures and tables; each keeps the number that the web edition gives it."""

    numbers: dict[str, str]
    exhibits: Mapping[tuple[str, str], Exhibit]

    def visit_figure(self, node: nodes.Element) -> None:
        picture, caption, legend = node.children
        exhibit = self.exhibits[picture["exhibit"]]
        match = re.search(r'<svg[^>]* width="([\d.]+)"', exhibit.svg)
        width = float(match[1]) * POINTS if match else 374
        alt = string(picture["alt"])
        self.put(
            f"#book-figure({string(self.number(node))}, "
            f"image({string(f'figures/{exhibit.stem}.svg')}, width: {width:g}pt, alt: {alt}), {alt}, "
        )
        self.title_and_measure(caption)
        self.argument(legend.children)
        self.put(f") <{self.anchor(node['ids'][0])}>\n\n")
        raise nodes.SkipNode

    def title_and_measure(self, caption: nodes.Element) -> None:
        """Write a caption as two arguments: its title, which lists repeat, and what follows."""
        title, *rest = caption.children
        self.argument(title.children)
        self.argument(rest[1:])  # without the full stop between them

    def argument(self, children: Sequence[nodes.Node]) -> None:
        """Write nodes as one content argument."""
        self.put("[")
        for child in children:
            child.walkabout(self)
        self.put("], ")

    def number(self, node: nodes.Element) -> str:
        """The printed number of a figure or table, as on the web."""
        return next((self.numbers[name] for name in node["ids"] if name in self.numbers), "")

    def visit_ExhibitLinks(self, node: nodes.Element) -> None:
        exhibit = self.exhibits[node["exhibit"]]
        files = ", ".join(f"#raw({string(name)})" for name in exhibit.data)
        self.put(f". Attached: {files}")
        raise nodes.SkipNode

    # tables

    def visit_table(self, node: nodes.Element) -> None:
        group = next(child for child in node.children if isinstance(child, nodes.tgroup))
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        specs = [child for child in group.children if isinstance(child, nodes.colspec)]
        head = next((child for child in group.children if isinstance(child, nodes.thead)), None)
        body = next(child for child in group.children if isinstance(child, nodes.tbody))
        grid = [[entry.astext() for entry in row.children] for row in body.children]
        over = [entry.astext() for entry in head.children[0].children] if head is not None else [""] * len(specs)
        set_as = columns.layout(over, grid, turn="wide" in node["classes"])
        down = list(zip(*grid, strict=True))
        marked = [_is_number(entry) for entry in body.children[0].children] if body.children else []
        right = [  # the first column names the rows, though it be with years
            is_number or (place > 0 and columns.numeric(cells))
            for place, (is_number, cells) in enumerate(zip(marked, down, strict=True))
        ]
        aligns = ["right" if is_right else "left" for is_right in right] or ["left"]
        tails = [columns.decimals(cells) if is_right else () for is_right, cells in zip(right, down, strict=True)]
        self.put(
            f"#book-table({string(self.number(node))}, {string(set_as.kind)}, {'true' if set_as.whole else 'false'}, "
            f"({', '.join(set_as.tracks)},), ({', '.join(aligns)},), "
        )
        self.rows(head, ())
        self.rows(body, tails)
        if title is not None:
            self.title_and_measure(title)
        else:
            self.put("[], [], ")
        notes = self.notes_after(node)
        self.argument([notes] if notes is not None else [])
        ids = node["ids"]
        self.put(f") <{self.anchor(ids[0])}>\n\n" if ids else ")\n\n")
        raise nodes.SkipNode

    def notes_after(self, table: nodes.Element) -> Any:
        """Find the notes that follow a table: they belong on its page, within its tag."""
        siblings = table.parent.children
        after = siblings[siblings.index(table) + 1 :]
        if after and isinstance(after[0], nodes.container) and "table-notes" in after[0]["classes"]:
            return after[0]
        return None

    def rows(self, part: Any, tails: Sequence[Sequence[str]]) -> None:
        """Write the cells of a head or body as one array; ``tails`` is the room that a number of a column leaves."""
        self.put("(")
        for place, row in enumerate(part.children if part is not None else []):
            for column, entry in enumerate(row.children):
                self.put("[")
                for child in entry.children:
                    for inline in child.children if isinstance(child, nodes.paragraph) else [child]:
                        inline.walkabout(self)
                tail = tails[column][place] if tails and tails[column] else ""
                self.put((f"#hide({string(tail)})" if tail else "") + "], ")
        self.put("), ")


def _is_number(entry: nodes.Element) -> bool:
    return "number" in entry["classes"]
