"""The Sphinx extension: binds values and exhibits into the pages, and refuses a book that is not fresh."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective, SphinxRole

from press import check, exhibits, glossary, ledger, listing, package, pages, references, sources, web
from press.backing import Backing
from press.book import Book
from press.cards import Cards
from press.errors import BadInput, Finding
from press.sources import SourceRole
from press.sweeps.table import predicates
from press.typst.builder import TypstBuilder
from press.values import Values, fill, read_use

__all__ = ["ExhibitLinks", "Picture", "setup"]


class Picture(nodes.General, nodes.Element):
    """The picture of a figure; ``exhibit``, by its key, and ``alt`` stand in its attributes."""


class ExhibitLinks(nodes.General, nodes.Element):
    """Where the data and the specification of an exhibit, named by its key, are to be had."""


class BookState:
    """What the pages of one build share."""

    def __init__(self, book: Book, env: BuildEnvironment) -> None:
        """Read values, exhibits and sources of a book."""
        self.book, self.tree = book, cache(env.get_doctree)
        self.values = Values.of(book)
        self.exhibits = exhibits.read_all(book)
        scenarios = predicates(book)
        self.content = cache(lambda key: ledger.with_margins(self.exhibits[key].content, self.values, scenarios))
        self.sources = exhibits.Sources(book.root / sources.file(book))
        self.site = pages.Site(book, Cards(book, self.values, self.sources, self.exhibits.values()))


class ValueRole(SphinxRole):
    """``value`` and ``holds``: quote a published value, or words that a predicate bears out."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Print the value, or report why it cannot be printed."""
        here = self.env.docname.rsplit("/", 1)[-1]
        try:
            use = read_use(self.name, self.text, here)
            words = state_of(self.env.app).values.printed(use)
        except Finding as finding:
            message = self.inliner.reporter.error(f"{self.env.docname}: {finding}", line=self.lineno)
            return [nodes.problematic(self.rawtext, self.rawtext)], [message]
        node = nodes.inline(self.rawtext, words, classes=[f"press-{self.name}"])
        node["press"] = (use.chapter, use.name)
        return [node], []


class PackageRole(SphinxRole):
    """``package``: words that lead to the data package on the web, and are words in print."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        """Make the link."""
        if self.env.app.builder.format != "html":
            return [nodes.inline("", self.text)], []
        up = "../" * self.env.docname.count("/")
        target = f"{up}downloads/{package.name(state_of(self.env.app).book)}"
        return [nodes.reference("", self.text, refuri=target)], []


class ExhibitDirective(SphinxDirective):
    """``exhibit``: place a figure or table that a cell of the chapter displayed, with its caption."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "title": directives.unchanged_required,
        "measure": directives.unchanged,
        "alt": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        """Build the figure or table node with number, caption, note and source line."""
        state = state_of(self.env.app)
        here, _, name = ("." + self.arguments[0]).rpartition(".")
        chapter = here.strip(".") or self._here
        exhibit = state.exhibits.get((chapter, name))
        if exhibit is None:
            raise self.error(f"{self.env.docname}: the chapter {chapter!r} shows no exhibit {name!r}")
        if "title" not in self.options or (not exhibit.is_table and "alt" not in self.options):
            raise self.error(f"{self.env.docname}: exhibit {name!r} needs a :title:, and a figure an :alt: as well")
        try:
            alt = fill(self.options.get("alt", ""), self._here, state.values)
        except Finding as finding:
            raise self.error(f"{self.env.docname}: {finding}") from None
        return self._table(exhibit, state) if exhibit.is_table else self._figure(exhibit, alt, state)

    @property
    def _here(self) -> str:
        return str(self.env.docname.rsplit("/", 1)[-1])

    def _caption(self) -> list[nodes.Node]:
        title = nodes.strong("", "", *self._inline("title"), classes=["exhibit-title"])
        parts: list[nodes.Node] = [title, nodes.Text(". ")]
        if self.options.get("measure"):
            parts += [*self._inline("measure"), nodes.Text(".")]
        return parts

    def _inline(self, option: str) -> list[nodes.Node]:
        found, messages = self.parse_inline(self.options[option])
        return [*found, *messages]

    def _notes(self, exhibit: exhibits.Exhibit, state: BookState) -> list[nodes.Node]:
        notes: list[nodes.Node] = self.parse_content_to_nodes()
        line = nodes.paragraph(classes=["source-line"])
        line += nodes.Text(f"{state.sources.line(exhibit)} Data ")
        line += nodes.literal("", exhibit.fingerprint, classes=["fingerprint"])
        line += ExhibitLinks(exhibit=exhibit.key)
        line["fold_of"] = (exhibit.key, fill(self.options["title"], self._here, state.values))
        return [*notes, line]

    def _register(self, node: nodes.Element, exhibit: exhibits.Exhibit) -> None:
        node["names"].append(exhibit.label)
        self.state.document.note_explicit_target(node, node)
        self.set_source_info(node)

    def _figure(self, exhibit: exhibits.Exhibit, alt: str, state: BookState) -> list[nodes.Node]:
        figure = nodes.figure(classes=["exhibit"])
        figure += Picture(exhibit=exhibit.key, alt=alt)
        figure += nodes.caption("", "", *self._caption())
        figure += nodes.legend("", *self._notes(exhibit, state))
        self._register(figure, exhibit)
        return [figure]

    def _table(self, exhibit: exhibits.Exhibit, state: BookState) -> list[nodes.Node]:
        try:
            table = web.table(state.content(exhibit.key), exhibit)
        except Finding as finding:
            raise self.error(f"{self.env.docname}: exhibit {exhibit.name!r}: {finding}") from None
        table["classes"] += ["exhibit", "wide"] if exhibit.content.get("wide") else ["exhibit"]
        table.insert(0, nodes.title("", "", *self._caption()))
        self._register(table, exhibit)
        return [table, nodes.container("", *self._notes(exhibit, state), classes=["table-notes"])]


def state_of(app: Sphinx) -> BookState:
    """The state that the pages of a build share."""
    state: BookState = app.press_state  # type: ignore[attr-defined]
    return state


def _begin(app: Sphinx) -> None:
    book = Book(Path(app.config.press_root or app.srcdir))
    if not app.config.press_root:  # a plain `jupyter-book build`: the press names its root, and has checked it
        try:
            check.refuse_faults(book)
        except (Finding, BadInput) as error:
            raise ExtensionError(str(error)) from None
    app.press_state = BookState(book, app.env)  # type: ignore[attr-defined]


def visit_links(self: Any, node: nodes.Element) -> None:
    """Write links to the files of an exhibit."""
    up = "../" * self.builder.current_docname.count("/")
    self.body.append(f" {Backing.links(self.builder.app.press_state.exhibits[node['exhibit']], up)}")


def _transform(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    state = state_of(app)
    for node in [each for each in doctree.findall(nodes.table) if each.hasattr("exhibit")]:
        exhibit = state.exhibits[node["exhibit"]]
        web.set_rows(node, state.content(exhibit.key), exhibit)
    for line in [each for each in doctree.findall(nodes.paragraph) if each.hasattr("fold_of")]:
        key, words = line["fold_of"]
        line["fold_of"] = (state.exhibits[key], words)
    state.site.transform(app, doctree, docname)


def _complete(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    state_of(app).site.complete(app, page, template, context, doctree)


def _finish(app: Sphinx, failed: Exception | None) -> None:
    if hasattr(app, "press_state"):
        state_of(app).site.finish(app, failed)


def setup(app: Sphinx) -> dict[str, Any]:
    """Add roles, directive, nodes, theme and builder to Sphinx."""
    app.add_config_value("press_root", "", "env")
    references.install(app)
    app.add_config_value("press_paper", None, "", [str])
    app.add_config_value("press_commit", None, "", [str])
    app.add_role("value", ValueRole())
    app.add_role("holds", ValueRole())
    app.add_role("package", PackageRole())
    app.add_role("source", SourceRole())
    app.add_directive("exhibit", ExhibitDirective)
    app.add_directive("list-of-exhibits", listing.ListOfExhibits)
    app.add_node(Picture, html=(web.visit_picture, web.depart))
    app.add_node(ExhibitLinks, html=(visit_links, web.depart))
    for node, written in web.NODES.items():
        app.add_node(node, html=written)
    app.add_node(HideCodeCellNode, override=True, html=(web.visit_code, web.depart_code))
    app.add_html_theme("press", str(pages.THEME))
    app.add_builder(TypstBuilder)
    app.connect("config-inited", pages.adopt, priority=900)
    app.connect("builder-inited", _begin)
    app.connect("doctree-resolved", _transform)
    app.connect("doctree-resolved", glossary.link)
    app.connect("doctree-resolved", listing.fill)
    app.connect("html-page-context", _complete, priority=900)
    app.connect("build-finished", _finish)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
