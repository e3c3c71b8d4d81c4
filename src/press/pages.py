"""The pages of the web edition: the press's own theme around the text, and nothing that loads from elsewhere."""

from __future__ import annotations

import base64
import re
import shutil
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

import vl_convert as vlc
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config

from press import citation, colours, downloads, metadata, passages, permalinks
from press.backing import Backing
from press.book import Book
from press.cards import Cards
from press.citation import Work
from press.exhibits import Exhibit
from press.leaves import Pages
from press.web import Frame, Html, Quoted

__all__ = ["Site", "adopt"]

THEME = Path(__file__).parent / "theme"
FOREIGN = ("sphinx_book_theme", "pydata_sphinx_theme", "sphinx_thebe", "sphinx_copybutton", "sphinx_togglebutton")
"""Jupyter Book's own theme and what it adds to each page: half a megabyte of icons, inline scripts, other hosts."""
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self' data:; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'"
)
"""What a page may load: its own folder. No inline script or style, no code made from text, no other host."""
SEARCH = ("documentation_options.js", "doctools.js", "sphinx_highlight.js", "language_data.js", "searchtools.js")
"""What the search page needs of Sphinx's scripts."""

LONG = 25
"""Rows from which a table can be searched."""
FILTER = '<form class="table-filter no-print"></form>\n'
"""The room of the bar with which a script lets a long table be searched: nothing moves when it comes."""


def adopt(app: Sphinx, config: Config) -> None:
    """Take the press's theme in the place of Jupyter Book's, whose listeners would load their scripts."""
    config.html_theme, config.html_theme_options, config.templates_path = "press", {}, []
    config.html_use_index, config.html_domain_indices, config.html_show_search_summary = False, False, False
    config.html_permalinks_icon = "#"
    for listeners in app.events.listeners.values():
        listeners[:] = [each for each in listeners if not each.handler.__module__.startswith(FOREIGN)]


class Site:
    """The web edition of a book while it is printed."""

    def __init__(self, book: Book, cards: Cards) -> None:
        """Hold what every page needs."""
        self.book, self.cards, self.backing = book, cards, Backing(book, cards)
        self.titles: dict[str, str] = {}
        self.shown: dict[str, list[tuple[Exhibit, Work]]] = {}
        self.leaves: dict[str, dict[str, int]] = {}

    @cached_property
    def printed(self) -> Pages | None:
        """The printed edition to which the pages lead: none when it is older than the book, or was not printed."""
        return Pages.current(self.book)

    def transform(self, app: Sphinx, doctree: nodes.document, docname: str) -> None:
        """Give a page what only the web has: doors behind values, frames of tables, addresses of paragraphs."""
        if app.builder.format != "html":
            return
        up = "../" * docname.count("/")
        for raw in list(doctree.findall(nodes.raw)):
            if "thebe" in raw.astext() or "kernelName" in raw.astext():  # would load code from another host
                raw.parent.remove(raw)
        passages.address(doctree)
        if self.printed:
            self.leaves[docname] = permalinks.leaves(doctree, docname, self.printed)
        passages.join_code(doctree)
        for node in list(doctree.findall(lambda node: isinstance(node, nodes.inline) and node.hasattr("press"))):
            node.replace_self(Quoted("", *node.children, classes=node["classes"], card=".".join(node["press"])))
        for node in list(doctree.findall(nodes.table)):
            node["classes"].append("colwidths-auto")
            for entry in [each for head in node.findall(nodes.thead) for each in head.findall(nodes.entry)]:
                if not entry.astext():
                    entry += Html(html='<span class="unseen">Row</span>')
            title = node.next_node(nodes.title)
            frame = Frame(label=title.astext() if title else "Table")
            long = sum(len(body) for body in node.findall(nodes.tbody)) >= LONG
            node.replace_self([Html(html=FILTER), frame] if long else frame)
            frame += node
        for node in [line for line in doctree.findall(nodes.paragraph) if line.hasattr("fold_of")]:
            exhibit, words = node["fold_of"]
            work = self.backing.work(exhibit, words, f"{docname}.html")
            self.shown.setdefault(docname, []).append((exhibit, work))
            node.parent.insert(node.parent.index(node) + 1, Html(html=self.backing.fold(exhibit, work, up)))

    def complete(self, app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:  # noqa: ARG002
        """Give the template of a page its metadata, its cards and the scripts that it needs."""
        up, path = "../" * page.count("/"), f"{page}.html"
        title = "" if page == app.config.root_doc else re.sub(r"<[^>]+>", "", str(context.get("title", "")))
        if title and page in app.env.titles:
            title = self._title(app, page)  # without its number, as it is cited
        shown = [(exhibit, work.title) for exhibit, work in self.shown.get(page, [])]
        context["press_policy"], context["press_title"] = POLICY, self.book.title
        pdf = f"{up}downloads/{self.printed.path.name}" if self.printed else ""
        context["press_metadata"] = metadata.tags(
            self.book, title, path, shown, up, opening=passages.opening(doctree) if title and doctree else "", pdf=pdf
        )
        context["press_imprint"] = self._imprint()
        quoted = [tuple(node["card"].split(".")) for node in doctree.findall(Quoted)] if doctree else []
        scripts = ["exhibits.js"] if shown else []
        # roles that ARIA has deprecated, and a list whose children are no items
        for role in (' role="doc-biblioentry"', ' role="list"'):
            context["body"] = str(context.get("body", "")).replace(role, "")
        context["press_contents"] = _contents(context)
        context["press_cards"] = context["press_colophon"] = ""
        if quoted:
            titles = {chapter.name: self._title(app, chapter.path) for chapter in self.book.chapters}
            block = self.cards.block(quoted, titles, lambda target: up + target)
            context["press_cards"] = f'<script type="application/json" id="cards">{block}</script>'
            scripts.append("cards.js")
        if any(not exhibit.is_table for exhibit, _ in shown):
            scripts.append("figures.js")
        if any(exhibit.is_table for exhibit, _ in shown):
            scripts.append("tables.js")
        context["press_scripts"] = scripts
        if doctree:
            work = self._work(page, title)
            links = permalinks.block(self.book, work, self.leaves.get(page, {}), pdf)
            context["press_cards"] += f'<script type="application/json" id="permalinks">{links}</script>'
            scripts += ["permalinks.js", "notes.js"]
            context["press_colophon"] = self._colophon(work, up)

    def finish(self, app: Sphinx, failed: Exception | None) -> None:
        """Write the files beside the pages, and sweep out what other extensions left there."""
        if failed or app.builder.format != "html":
            return
        out = Path(app.outdir)
        pages = [path.rsplit(".", 1)[0] for path in self.book.pages]
        works = [self._work(page, "" if page == app.config.root_doc else self._title(app, page)) for page in pages]
        exhibits = [pair for _, pairs in sorted(self.shown.items()) for pair in pairs]
        downloads.write(self.book, exhibits, works, out / "downloads")
        if self.printed:
            shutil.copyfile(self.printed.path, out / "downloads" / self.printed.path.name)
        static = out / "_static"
        ours = {path.name for path in (THEME / "static").iterdir()} | set(SEARCH)
        for path in static.iterdir():
            if path.name not in ours:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        (static / "page.css").write_text(_with_fonts(static / "page.css"), encoding="utf-8")
        pictures = [exhibit for exhibit, _ in exhibits if not exhibit.is_table]
        painted = colours.stylesheet(
            (each.drawing for each in pictures), (each.specification.decode("utf-8") for each in pictures)
        )
        (static / "colours.css").write_text(painted, encoding="utf-8")
        # the bundle is a module, and no browser loads a module from file://: shut its names in a function instead
        bundle = vlc.javascript_bundle()  # type: ignore[call-arg]
        (static / "vega.js").write_text(f"(() => {{{bundle}}})();\n", encoding="utf-8")

    def _work(self, page: str, title: str) -> Work:
        if not title:
            return Work(self.book.slug, self.book.title)
        return Work(f"{self.book.slug}-{page.rsplit('/', 1)[-1]}", title, "chapter", f"{page}.html")

    @staticmethod
    def _title(app: Sphinx, page: str) -> str:
        return str(app.env.titles[page.rsplit(".", 1)[0]].astext())

    def _imprint(self) -> str:
        cited = self.book.citation
        return escape(f"{'; '.join(self.book.authors)}, {str(cited['date-released'])[:4]}, version {cited['version']}")

    def _colophon(self, work: Work, up: str) -> str:
        kind = "chapter" if work.part else "book"
        stem = f"{up}downloads/{work.key}"
        return (
            f'<details class="backing no-print"><summary>Cite this {kind}</summary>'
            f"<p>{escape(citation.line(self.book, work))} "
            f'<a href="{stem}.bib" download>BibTeX</a> <a href="{stem}.ris" download>RIS</a></p></details>'
        )


def _with_fonts(style: Path) -> str:
    """Write the fonts that every page needs into the style sheet."""

    def inline(match: re.Match[str]) -> str:
        content = base64.b64encode((style.parent / match[2]).read_bytes()).decode("ascii")
        return f'{match[1]}"data:font/woff2;base64,{content}"'

    return re.sub(r'(font-display: block; src: url\()"([^"]+)"', inline, style.read_text(encoding="utf-8"))


def _contents(context: dict[str, Any]) -> str:
    """List the chapters, and below the one that is open its sections."""
    chapters = str(context["toctree"](maxdepth=1, collapse=True, includehidden=True, titles_only=True))
    page = str(context.get("toc", ""))
    sections = page[page.find("<ul>", 1) : page.rfind("</li>")] if page.count("<ul>") > 1 else ""
    chapters = chapters.replace('<p class="caption" role="heading">', '<p class="caption">')
    here = re.compile(r'<a class="current reference internal" href="#">.*?</a>', flags=re.DOTALL)
    return here.sub(lambda match: match[0] + sections, chapters, count=1)
