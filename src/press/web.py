"""The nodes that only the web edition knows: bound values, pictures, tables in a frame, what stands behind them."""

from __future__ import annotations

import html
import json
import re
from typing import Any

from docutils import nodes
from docutils.utils.smartquotes import educate_tokens

from press.exhibits import Exhibit
from press.values import show

__all__ = ["NODES", "Frame", "Html", "Quoted", "set_rows", "table"]

STRAIGHT = re.compile(r"[\"'\\.]|--")
"""What typographers would set otherwise: most cells hold nothing of the kind."""
QUOTES = "qDe"
"""Curly quotes, dashes and ellipses, as Sphinx makes them in sentences."""
LEGIBLE = 11
"""CSS pixels of the smallest letters of a picture on a small screen."""


class Quoted(nodes.inline):
    """A printed value; ``card`` names what stands behind it."""


class Frame(nodes.General, nodes.Element):
    """What a wide table scrolls in; ``label`` says what it holds."""


class Html(nodes.General, nodes.Element):
    """Markup of our own; ``html`` holds it. A search does not find its words."""


def table(resource: dict[str, Any], exhibit: Exhibit) -> nodes.table:
    """Build a table node without its rows, which :func:`set_rows` adds once the page is resolved.

    Until then Sphinx walks, copies and saves the tree many times, and most of a book's nodes are cells.
    """
    fields, data = resource["schema"]["fields"], resource["data"]
    node = nodes.table(exhibit=exhibit.key)
    group = nodes.tgroup(cols=len(fields))
    node += group
    group.extend(nodes.colspec(colwidth=_width(field, data)) for field in fields)
    return node


def set_rows(node: nodes.table, resource: dict[str, Any], exhibit: Exhibit) -> None:
    """Add header cells, numbers as the column's format prints them, an address for each named row."""
    fields, data = resource["schema"]["fields"], resource["data"]
    group = node.next_node(nodes.tgroup)
    head = nodes.thead("", nodes.row("", *(_entry(field["title"], field) for field in fields)))
    names = [_cell(record[fields[0]["name"]], fields[0]) for record in data]
    rows = [nodes.row("", *(_entry(_cell(record[f["name"]], f), f) for f in fields)) for record in data]
    if len({exhibit.row_anchor(name) for name in names}) == len(names):
        for row, name in zip(rows, names, strict=True):
            row["ids"].append(exhibit.row_anchor(name))
    group += head
    group += nodes.tbody("", *rows)


def _entry(text: str, field: dict[str, Any]) -> nodes.entry:
    typographic = "".join(educate_tokens([("plain", text)], QUOTES)) if STRAIGHT.search(text) else text
    return nodes.entry("", nodes.paragraph("", typographic), classes=["number"] if field["format"] else ["words"])


def _cell(value: Any, field: dict[str, Any]) -> str:
    if value is None:
        return str(field["missing"])
    if not field["format"]:
        return str(value)
    return show({"kind": "number", "value": value}, field["format"], field["name"])


def _width(field: dict[str, Any], data: list[dict[str, Any]]) -> int:
    lengths = [len(_cell(record[field["name"]], field)) for record in data]
    return max([min(72, max(lengths, default=1)), *(len(word) for word in field["title"].split())])


def _controls(spec: Any) -> int:
    """Count the sliders, lists and boxes that a specification asks for, wherever in it they stand."""
    if isinstance(spec, list):
        return sum(map(_controls, spec))
    if not isinstance(spec, dict):
        return 0
    own = sum(isinstance(parameter.get("bind"), dict) for parameter in spec.get("params", []))
    return own + sum(_controls(part) for name, part in spec.items() if name not in ("params", "datasets", "data"))


def _legible(svg: str) -> str:
    """Let a picture ask for the width at which its smallest letters can be read: a small screen scrolls it."""
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', svg)]
    drawn = re.search(r'\bviewBox="0 0 ([\d.]+)', svg)
    width = float(drawn[1] if drawn else 0) * LEGIBLE / min([LEGIBLE, *sizes])
    return re.sub(r' width="[\d.]+" height="[\d.]+"', f' width="{width:.0f}"', svg, count=1)


def visit_picture(self: Any, node: nodes.Element) -> None:
    """Write the static picture, readable at once, and the specification that can bring it to life."""
    exhibit: Exhibit = self.builder.app.press_state.exhibits[node["exhibit"]]
    spec = json.dumps(exhibit.content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    alt = html.escape(node["alt"])
    self.body.append(
        f'<div class="view"><div class="picture" id="picture-{exhibit.stem}" role="img" aria-label="{alt}">'
        f"{_legible(exhibit.svg)}</div></div>\n"
        f'<script type="application/json" id="spec-{exhibit.stem}">{spec}</script>\n'
    )
    held = '<p class="vega-bind"></p>' * _controls(exhibit.content)  # the room that the live picture's controls take
    if held:
        self.body.append(f'<div class="controls no-print" id="controls-{exhibit.stem}">{held}</div>\n')


def visit_quoted(self: Any, node: Quoted) -> None:
    """Open a printed value."""
    self.body.append(f'<span class="{" ".join(node["classes"])}" data-card="{node["card"]}">')


def depart_quoted(self: Any, node: Quoted) -> None:  # noqa: ARG001
    """Close a printed value."""
    self.body.append("</span>")


def visit_frame(self: Any, node: Frame) -> None:
    """Open the frame of a table: who has no mouse scrolls it with the arrow keys."""
    label = html.escape(node["label"])
    self.body.append(f'<div class="scroll" role="region" tabindex="0" aria-label="{label}">\n')


def depart_frame(self: Any, node: Frame) -> None:  # noqa: ARG001
    """Close the frame of a table."""
    self.body.append("</div>\n")


def visit_html(self: Any, node: Html) -> None:
    """Write markup."""
    self.body.append(node["html"])


def visit_code(self: Any, node: nodes.Element) -> None:  # noqa: ARG001
    """Open the fold over a code cell."""
    self.body.append('<details class="code no-print"><summary>Code</summary>\n')


def depart_code(self: Any, node: nodes.Element) -> None:  # noqa: ARG001
    """Close the fold over a code cell."""
    self.body.append("</details>\n")


def depart(self: Any, node: nodes.Element) -> None:
    """Do nothing: the visit wrote it all."""


NODES = {
    Quoted: (visit_quoted, depart_quoted),
    Frame: (visit_frame, depart_frame),
    Html: (visit_html, depart),
}
"""How the HTML writer writes each node."""
