"""What stands apart from the prose: asides, tabs, formulas."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.errors import ExtensionError

from press.typst.exhibits import ExhibitWriter
from press.typst.markup import string
from press.typst.maths import UnknownMath, formula

__all__ = ["BlockWriter"]

ASIDES = {
    "attention": ("Attention", True), "caution": ("Caution", True), "danger": ("Danger", True),
    "error": ("Error", True), "hint": ("Hint", False), "important": ("Important", True), "note": ("Note", False),
    "seealso": ("See also", False), "tip": ("Tip", False), "warning": ("Warning", True),
}  # fmt: skip
"""The title of each kind of aside, and whether it is grave."""


class BlockWriter(ExhibitWriter):
    """Translate asides, tabs and formulas."""

    def visit_admonition(self, node: nodes.Element) -> None:
        self.put("#abstract[" if "abstract" in node["classes"] else "#aside[")

    def depart_admonition(self, node: nodes.Element) -> None:
        self.put("]\n\n")

    def aside(self, node: nodes.Element) -> None:
        """Open an aside whose kind is its title."""
        title, grave = ASIDES[node.__class__.__name__]
        self.put(f"#aside(grave: {'true' if grave else 'false'})[#aside-title[{title}]\n")

    visit_attention = visit_caution = visit_danger = visit_error = visit_hint = visit_important = aside
    visit_note = visit_seealso = visit_tip = visit_warning = aside
    depart_attention = depart_caution = depart_danger = depart_error = depart_hint = depart_admonition
    depart_important = depart_note = depart_seealso = depart_tip = depart_warning = depart_admonition

    # tabs lie one behind the other on the web, and one after the other on paper

    def visit_container(self, node: nodes.Element) -> None:
        if "cell" in node["classes"]:
            raise nodes.SkipNode  # code stays on the web; print carries what it found
        if "table-notes" in node["classes"]:
            if node.get("set"):
                raise nodes.SkipNode  # within its table
            node["set"] = True
            self.put("#exhibit-notes[")
        elif node.get("design_component") == "tab-item":
            label, content = node.children
            self.put("#tab")
            self.argument(label.children)
            self.body[-1] = "]"
            self.argument(content.children)
            self.body[-1] = "]\n\n"
            raise nodes.SkipNode

    def depart_container(self, node: nodes.Element) -> None:
        if "table-notes" in node["classes"]:
            self.put("]\n\n")

    # formulas

    def visit_math(self, node: nodes.Element) -> None:
        self.equation(node, block=False)

    def visit_math_block(self, node: nodes.Element) -> None:
        self.equation(node, block=True)

    def equation(self, node: nodes.Element, *, block: bool) -> None:
        """Set a formula; who hears the book hears its source.

        Raises:
            ExtensionError: for a command that is not known.
        """
        latex = node.astext().strip()
        try:
            said = formula(latex)
        except UnknownMath as unknown:
            raise ExtensionError(
                f"{self.docname}: the printed edition cannot set {unknown} of the formula {latex!r}; "
                "write it otherwise, or teach press/typst/maths.py the command"
            ) from None
        anchors = "".join(f"#metadata(none)<{self.anchor(name)}>" for name in node.get("ids", ()))
        setting: Any = ("true", "\n\n") if block else ("false", "")
        self.put(f"{anchors}#math.equation(block: {setting[0]}, alt: {string(latex)}, ${said}$){setting[1]}")
        raise nodes.SkipNode
