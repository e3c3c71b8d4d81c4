"""Sphinx's document tree as Typst. A node that is not known here is an error, never dropped in silence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NoReturn

from docutils import nodes
from sphinx.errors import ExtensionError

from press.exhibits import Exhibit
from press.typst.blocks import BlockWriter
from press.typst.markup import escape, label, string

__all__ = ["TypstWriter"]


class TypstWriter(BlockWriter):
    """Translate one resolved document; the markup collects in ``body``."""

    def __init__(
        self,
        document: nodes.document,
        docname: str,
        exhibits: Mapping[tuple[str, str], Exhibit],
        numbers: dict[str, str],
        numbered: bool,
    ) -> None:
        """Prepare to write.

        Args:
            document: the tree, references resolved.
            docname: its name in the book.
            exhibits: the figures and tables of the book, by key.
            numbers: printed number of each figure and table of the document, by id.
            numbered: whether its headings carry numbers.
        """
        super().__init__(document)
        self.docname = docname
        self.exhibits = exhibits
        self.numbers = numbers
        self.numbered = numbered
        self.level = 0

    def write(self) -> str:
        """Translate the document."""
        self.document.walkabout(self)
        return "".join(self.body)

    def unknown_visit(self, node: nodes.Node) -> NoReturn:
        """Refuse a node that paper has no equal for yet."""
        raise ExtensionError(
            f"{self.docname}: the printed edition cannot set a {node.__class__.__name__} node yet: {str(node)[:80]}"
        )

    # structure

    def visit_document(self, node: nodes.Element) -> None:
        self.put(f"#metadata(none) <{label(self.docname)}>\n")

    def visit_section(self, node: nodes.Element) -> None:
        self.level += 1
        self.anchors = [self.anchor(name) for name in node["ids"]]

    def depart_section(self, node: nodes.Element) -> None:
        self.level -= 1

    def visit_title(self, node: nodes.Element) -> None:
        if isinstance(node.parent, nodes.table):
            raise nodes.SkipNode  # the table itself sets its caption
        if isinstance(node.parent, nodes.Admonition | nodes.topic):
            self.put("#aside-title[")
            return
        numbering = "" if self.numbered else ", numbering: none"
        self.put(f"\n#heading(level: {self.level}{numbering})[")

    def depart_title(self, node: nodes.Element) -> None:
        self.put("]")
        if isinstance(node.parent, nodes.Admonition | nodes.topic):
            self.put("\n\n")
            return
        first, *rest = self.anchors or [""]
        self.put(f" <{first}>\n" if first else "\n")
        self.put("".join(f"#metadata(none) <{other}>\n" for other in rest) + "\n")

    def visit_paragraph(self, node: nodes.Element) -> None:
        if "source-line" in node["classes"]:
            self.put("#source-line[")

    def depart_paragraph(self, node: nodes.Element) -> None:
        self.put("]\n\n" if "source-line" in node["classes"] else "\n\n")

    def visit_block_quote(self, node: nodes.Element) -> None:
        self.put("#quote(block: true)[")

    def depart_block_quote(self, node: nodes.Element) -> None:
        self.put("]\n\n")

    # lists

    def visit_bullet_list(self, node: nodes.Element) -> None:
        self.put("#list(")

    def visit_enumerated_list(self, node: nodes.Element) -> None:
        self.put("#enum(")

    def depart_bullet_list(self, node: nodes.Element) -> None:
        self.put(")\n\n")

    depart_enumerated_list = depart_bullet_list

    def visit_list_item(self, node: nodes.Element) -> None:
        self.put("[")

    def depart_list_item(self, node: nodes.Element) -> None:
        self.put("],")

    def visit_definition_list(self, node: nodes.Element) -> None:
        self.put("#terms(")

    def depart_definition_list(self, node: nodes.Element) -> None:
        self.put(")\n\n")

    def visit_definition_list_item(self, node: nodes.Element) -> None:
        self.put("terms.item(")

    def depart_definition_list_item(self, node: nodes.Element) -> None:
        self.put("),")

    def visit_term(self, node: nodes.Element) -> None:
        self.put("[" + "".join(f"#metadata(none)<{self.anchor(name)}>" for name in node["ids"]))

    def depart_term(self, node: nodes.Element) -> None:
        self.put("],")

    def visit_definition(self, node: nodes.Element) -> None:
        self.put("[")

    def depart_definition(self, node: nodes.Element) -> None:
        self.put("]")

    # references and the bibliography

    def visit_citation(self, node: nodes.Element) -> None:
        anchor = "".join(f"#metadata(none)<{self.anchor(name)}>" for name in node["ids"])
        self.put(f"#bib-entry[{anchor}")

    def depart_citation(self, node: nodes.Element) -> None:
        self.put("]\n\n")

    def visit_PageOf(self, node: nodes.Element) -> None:
        before, after = (", p. ", "") if node["enclosed"] else (" (p. ", ")")
        self.put(f"#page-of(<{label(node['target'])}>, {string(before)}, {string(after)})")
        raise nodes.SkipNode

    def visit_Named(self, node: nodes.Element) -> None:
        self.put(f"#{'ix-main' if node['main'] else 'ix'}({string(node['term'])})")
        raise nodes.SkipNode

    def visit_footnote(self, node: nodes.Element) -> None:
        raise nodes.SkipNode  # set where it is called

    def visit_footnote_reference(self, node: nodes.Element) -> None:
        note = next(n for n in self.document.findall(nodes.footnote) if node["refid"] in n["ids"])
        self.put("#footnote[")
        for child in note.children:
            if not isinstance(child, nodes.label):
                child.walkabout(self)
        self.put("]")
        raise nodes.SkipNode

    def visit_label(self, node: nodes.Element) -> None:
        raise nodes.SkipNode

    def skip(self, node: nodes.Element) -> None:
        """Leave out what has no printed form: the book's order stands in its table of contents."""
        raise nodes.SkipNode

    visit_toctree = visit_comment = visit_index = visit_substitution_definition = skip

    def visit_transition(self, node: nodes.Element) -> None:
        if "footnotes" not in node["classes"]:  # notes are set where they are called
            self.put("#pause\n\n")
        raise nodes.SkipNode

    def visit_rubric(self, node: nodes.Element) -> None:
        self.put("#strong[")

    def depart_rubric(self, node: nodes.Element) -> None:
        self.put("]\n\n")

    def visit_compound(self, node: nodes.Element) -> None:
        if "toctree-wrapper" in node["classes"]:
            raise nodes.SkipNode

    def visit_raw(self, node: nodes.Element) -> None:
        if node["format"] == "typst":
            self.put(node.astext())
        else:
            self.unknown_visit(node)
        raise nodes.SkipNode

    def visit_literal_block(self, node: nodes.Element) -> None:
        self.put(f"#raw(block: true, {string(node.astext())})\n\n")
        raise nodes.SkipNode

    def depart_transparent(self, node: nodes.Element) -> Any:
        """Do nothing: the node has no mark of its own."""

    depart_document = depart_compound = depart_transparent

    def visit_Text(self, node: nodes.Text) -> None:
        self.put(escape(node.astext()))

    depart_Text = depart_transparent
