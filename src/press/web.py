"""What only the web edition has: inline pictures that come alive, downloads, style."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import vl_convert as vlc
from docutils import nodes
from sphinx.application import Sphinx

from press import package
from press.exhibits import Exhibit
from press.values import show

__all__ = [
    "add_assets",
    "drop_foreign_files",
    "drop_foreign_scripts",
    "table",
    "visit_links",
    "visit_picture",
    "write_downloads",
]

THEME = Path(__file__).parent / "theme"


def table(resource: dict[str, Any]) -> nodes.table:
    """Build a table node from a data resource: header cells, numbers as the column's format prints them."""
    fields = resource["schema"]["fields"]
    node = nodes.table()
    group = nodes.tgroup(cols=len(fields))
    node += group
    group.extend(nodes.colspec(colwidth=_width(field, resource["data"])) for field in fields)
    head = nodes.thead("", nodes.row("", *(_entry(field["title"], field) for field in fields)))
    rows = [nodes.row("", *(_entry(_cell(record[f["name"]], f), f) for f in fields)) for record in resource["data"]]
    group += head
    group += nodes.tbody("", *rows)
    return node


def _entry(text: str, field: dict[str, Any]) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", text), classes=["number"] if field["format"] else ["words"])


def _cell(value: Any, field: dict[str, Any]) -> str:
    if value is None:
        return str(field["missing"])
    if not field["format"]:
        return str(value)
    return show({"kind": "number", "value": value}, field["format"], field["name"])


def _width(field: dict[str, Any], data: list[dict[str, Any]]) -> int:
    lengths = [len(_cell(record[field["name"]], field)) for record in data]
    return max([min(72, max(lengths, default=1)), *(len(word) for word in field["title"].split())])


def visit_picture(self: Any, node: nodes.Element) -> None:
    """Write the static picture, readable at once, and the specification that can bring it to life."""
    exhibit: Exhibit = node["exhibit"]
    spec = json.dumps(exhibit.content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    self.body.append(
        f'<div class="picture" id="picture-{exhibit.stem}" role="img" aria-label="{html.escape(node["alt"])}">'
        f'{exhibit.svg}</div>\n<script type="application/json" id="spec-{exhibit.stem}">{spec}</script>\n'
    )


def visit_links(self: Any, node: nodes.Element) -> None:
    """Write links to the data and specification of an exhibit."""
    exhibit: Exhibit = node["exhibit"]
    up = "../" * self.builder.current_docname.count("/") + "downloads/"
    files = [*exhibit.data, f"{exhibit.stem}.json"]
    words = [f"CSV{'' if i == 0 else f' {i + 1}'}" for i in range(len(exhibit.data))] + ["JSON"]
    links = " ".join(
        f'<a href="{up}{file}" download aria-label="Download {file}">{word}</a>'
        for file, word in zip(files, words, strict=True)
    )
    self.body.append(f' <span class="downloads">{links}</span>')


def depart(self: Any, node: nodes.Element) -> None:
    """Do nothing: the visit wrote it all."""


def add_assets(app: Sphinx) -> None:
    """Give the pages the book's style and script, and the one script that draws charts, all local."""
    if app.builder.format != "html":
        return
    app.add_css_file("press.css")
    app.add_js_file("press.js", loading_method="defer")


def drop_foreign_scripts(app: Sphinx, doctree: nodes.document, docname: str) -> None:  # noqa: ARG001
    """Take out the launcher for remote kernels, which would load code from another host."""
    for raw in list(doctree.findall(nodes.raw)):
        if "thebe" in raw.astext() or "kernelName" in raw.astext():
            raw.parent.remove(raw)


def drop_foreign_files(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:  # noqa: ARG001
    """Take out the files of the launcher for remote kernels."""
    for kind in ("script_files", "css_files"):
        context[kind] = [entry for entry in context[kind] if "thebe" not in str(getattr(entry, "filename", entry) or "")
                         and "THEBE" not in str(getattr(entry, "attributes", {}).get("body", ""))]  # fmt: skip


def write_downloads(app: Sphinx, failed: Exception | None) -> None:
    """Write fonts, scripts, and the data and specification of every exhibit beside the pages."""
    if failed or app.builder.format != "html":
        return
    state = app.press_state  # type: ignore[attr-defined]
    out, static = Path(app.outdir) / "downloads", Path(app.outdir) / "_static"
    out.mkdir(exist_ok=True)
    for exhibit in state.exhibits.values():
        for name, content in exhibit.data.items():
            (out / name).write_bytes(content)
        (out / f"{exhibit.stem}.json").write_bytes(exhibit.specification)
    (out / package.name(state.book)).write_bytes(package.zipped(state.book))
    # the bundle is a module, and no browser loads a module from file://: shut its names in a function instead
    bundle = vlc.javascript_bundle()  # type: ignore[call-arg]
    (static / "vega.js").write_text(f"(() => {{{bundle}}})();\n", encoding="utf-8")
    for asset in ("press.css", "press.js"):
        (static / asset).write_bytes((THEME / asset).read_bytes())
    for font in sorted((state.book.root / state.book.settings.get("fonts", "fonts")).glob("*.ttf")):
        (static / font.name).write_bytes(font.read_bytes())
