"""References, resolved as Sphinx does it, but without asking the disk again for what is known.

Sphinx reads the whole tree of a page back from its memory for each reference to a figure or table in it, and the
citations look through every installed package for each key: together that was half of the time a print took.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from docutils import nodes
from pybtex import plugin
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain

__all__ = ["install"]

WRITES = (("pybtex.backends", "plaintext"), ("pybtex.backends", "docutils"))
"""What writes a citation into a page."""


class _Known:
    """The environment, with trees that were read once; for looking, not for changing."""

    def __init__(self, env: Any, tree: Callable[[str], nodes.document]) -> None:
        self._env, self.get_doctree = env, tree

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)


class References(StandardDomain):
    """The standard domain, whose numbered references look at a tree that was read once a build."""

    def _resolve_numref_xref(self, env: Any, *rest: Any) -> Any:
        return super()._resolve_numref_xref(cast(Any, _Known(env, env.app.press_state.tree)), *rest)


def install(app: Sphinx) -> None:
    """Put both in place."""
    app.add_domain(References, override=True)
    for group, name in WRITES:
        plugin.register_plugin(group, name, plugin.find_plugin(group, name), force=True)
