"""Sources of data in sentences: by their key, which leads to the row of the table that lists them."""

from __future__ import annotations

import re
from collections.abc import Container

from docutils import nodes
from sphinx.util.docutils import SphinxRole

from press.book import Book
from press.exhibits import Exhibit, longest

__all__ = ["SourceRole", "file", "strangers"]

ROLE = re.compile(r"\{source\}`([^`]*)`")


def file(book: Book) -> str:
    """Name the table in which a book lists its sources."""
    return str(book.settings.get("sources", "data/sources.csv"))


def keys(text: str) -> list[str]:
    """Read the keys in a role: one, or several with commas between."""
    return [key.strip() for key in text.split(",")]


def strangers(listed: Container[str], text: str) -> list[str]:
    """List the sources that a text names and the table of sources does not."""
    return [key for match in ROLE.finditer(text) for key in keys(match[1]) if key not in listed]


class SourceRole(SphinxRole):
    """``source``: keys of sources in brackets, each with a link to its row where a page prints the table."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Write the keys, or report one that is not listed."""
        state = self.env.app.press_state  # type: ignore[attr-defined]
        table = longest(state.exhibits.values(), "source_id")
        parts: list[nodes.Node] = []
        for key in keys(self.text):
            if key not in state.sources.rows:
                message = self.inliner.reporter.error(
                    f"{self.env.docname}: no source {key!r} in {file(state.book)}", line=self.lineno
                )
                return [nodes.problematic(self.rawtext, self.rawtext)], [message]
            parts += [nodes.Text(", "), self._link(key, state.sources.name(key), table)]
        return [nodes.Text("["), *parts[1:], nodes.Text("]")], []

    def _link(self, key: str, name: str, table: Exhibit | None) -> nodes.Node:
        if table is None:
            return nodes.inline("", key)
        builder = self.env.app.builder
        # in print a row has no address of its own: the key is found in the table, which is sorted by it
        place = table.row_anchor(key) if builder.format == "html" else table.anchor
        page = next(page for page in self.env.found_docs if page.rsplit("/", 1)[-1] == table.chapter)
        uri = f"{builder.get_relative_uri(self.env.docname, page)}#{place}"
        return nodes.reference("", key, internal=True, refuri=uri, reftitle=name, classes=["source"])
