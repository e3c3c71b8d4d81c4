"""Words within a paragraph, as Typst."""

from __future__ import annotations

from docutils import nodes

from press.typst.markup import escape, label, string

__all__ = ["InlineWriter"]


class InlineWriter(nodes.NodeVisitor):
    """Translate inline nodes."""

    docname: str

    def __init__(self, document: nodes.document) -> None:
        """Start with an empty body."""
        super().__init__(document)
        self.body: list[str] = []
        self.anchors: list[str] = []

    def put(self, markup: str) -> None:
        """Add markup."""
        self.body.append(markup)

    def anchor(self, name: str) -> str:
        """The label of a place in this document."""
        return label(f"{self.docname}#{name}")

    def visit_strong(self, node: nodes.Element) -> None:
        self.put("#strong[")

    def visit_emphasis(self, node: nodes.Element) -> None:
        self.put("#emph[")

    def visit_superscript(self, node: nodes.Element) -> None:
        self.put("#super[")

    def visit_subscript(self, node: nodes.Element) -> None:
        self.put("#sub[")

    def close(self, node: nodes.Element) -> None:
        """Close a bracket."""
        self.put("]")

    depart_strong = depart_emphasis = depart_superscript = depart_subscript = close

    def visit_literal(self, node: nodes.Element) -> None:
        kind = "fingerprint" if "fingerprint" in node["classes"] else "raw"
        self.put(f"#{kind}({string(node.astext())})")
        raise nodes.SkipNode

    def visit_inline(self, node: nodes.Element) -> None:
        pass

    def depart_inline(self, node: nodes.Element) -> None:
        pass

    visit_title_reference = visit_emphasis
    depart_title_reference = close

    def visit_reference(self, node: nodes.Element) -> None:
        if "refid" in node:
            self.put(f"#link(<{self.anchor(node['refid'])}>)[")
        elif node.get("internal"):
            self.put(f"#link(<{label(node['refuri'])}>)[")
        else:
            self.put(f"#link({string(node['refuri'])})[")

    visit_number_reference = visit_reference
    depart_reference = depart_number_reference = close

    def visit_target(self, node: nodes.Element) -> None:
        for name in node["ids"]:
            self.put(f"#metadata(none)<{self.anchor(name)}>")

    def depart_target(self, node: nodes.Element) -> None:
        pass

    def visit_line_block(self, node: nodes.Element) -> None:
        pass

    def depart_line_block(self, node: nodes.Element) -> None:
        self.put("\n\n")

    def visit_line(self, node: nodes.Element) -> None:
        pass

    def depart_line(self, node: nodes.Element) -> None:
        self.put(escape("") + " \\\n")
