"""A chapter's notebook as the press reads and writes it: cells, published values, exhibits."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from press.digest import of_json
from press.errors import BadInput

__all__ = [
    "FIGURE_MIME",
    "TABLE_MIME",
    "VALUES_MIME",
    "Notebook",
    "content",
    "read",
    "write_atomically",
    "write_together",
]

VALUES_MIME = "application/vnd.press.values+json"
FIGURE_MIME = "application/vnd.vegalite.v6+json"
TABLE_MIME = "application/vnd.dataresource+json"
DECISIVE = frozenset({"parameters", "injected-parameters", "raises-exception", "skip-execution"})
"""Tags that decide how a cell runs."""


class Notebook:
    """The content of a chapter's notebook."""

    def __init__(self, node: Any) -> None:
        """Wrap an ``nbformat`` notebook."""
        self.node = node

    @property
    def code_cells(self) -> list[Any]:
        """The code cells in order."""
        return [cell for cell in self.node.cells if cell.cell_type == "code"]

    def markdown(self) -> Iterator[tuple[int, str]]:
        """Yield number (from 1, among all cells) and text of each markdown cell."""
        for number, cell in enumerate(self.node.cells, 1):
            if cell.cell_type == "markdown":
                yield number, cell.source

    def code_digests(self) -> list[str]:
        """Digest each code cell: its source, and the tags that decide how it runs."""
        return [
            of_json([cell.source, sorted(DECISIVE.intersection(cell.metadata.get("tags", [])))])
            for cell in self.code_cells
        ]

    def bundles(self) -> Iterator[dict[str, Any]]:
        """Yield the MIME bundle of every output."""
        for cell in self.code_cells:
            for output in cell.outputs:
                yield dict(output.get("data", {}))

    def values(self) -> dict[str, dict[str, Any]]:
        """Collect the published values by name.

        Raises:
            BadInput: when two cells publish the same name.
        """
        values: dict[str, dict[str, Any]] = {}
        for bundle in self.bundles():
            for name, value in bundle.get(VALUES_MIME, {}).items():
                if name in values:
                    raise BadInput(f"{name!r} is published twice")
                values[name] = value
        return values

    def exhibits(self) -> dict[str, dict[str, Any]]:
        """Collect figures and tables by name: each the bundle that its cell displayed.

        Raises:
            BadInput: when two cells show an exhibit of the same name.
        """
        exhibits: dict[str, dict[str, Any]] = {}
        for bundle in self.bundles():
            shown = content(bundle)
            if shown:
                name = shown["usermeta"]["exhibit"]
                if name in exhibits:
                    raise BadInput(f"exhibit {name!r} is shown twice")
                exhibits[name] = bundle
        return exhibits

    def up_to_values(self) -> Notebook:
        """Cut off what stands after the last cell that published values when the chapter ran."""
        last = max(
            (at for at, cell in enumerate(self.node.cells)
             if any(VALUES_MIME in output.get("data", {}) for output in cell.get("outputs", []))),
            default=len(self.node.cells) - 1,
        )  # fmt: skip
        self.node.cells = self.node.cells[: last + 1]
        return self

    def output_digests(self) -> dict[str, str]:
        """Digest every published value, every exhibit, and all outputs together."""
        digests = {f"value {name}": of_json(value) for name, value in self.values().items()}
        digests |= {f"exhibit {name}": of_json(bundle) for name, bundle in self.exhibits().items()}
        digests["all outputs"] = of_json([cell.outputs for cell in self.code_cells])
        return dict(sorted(digests.items()))

    def text(self) -> str:
        """Write the notebook as JSON without what differs between runs that found the same."""
        import nbformat

        return str(nbformat.writes(self.node, version=4)).rstrip("\n") + "\n"


def content(bundle: dict[str, Any]) -> dict[str, Any] | None:
    """The specification of the figure, or the data resource of the table, that an output shows; else nothing."""
    found: dict[str, Any] | None = bundle.get(FIGURE_MIME) or bundle.get(TABLE_MIME)
    return found


def read(path: Path) -> Notebook:
    """Read a notebook.

    Raises:
        BadInput: when the file is not a notebook.
    """
    import nbformat  # late: it brings a validator along, and most commands find every chapter as it was written

    try:
        return Notebook(nbformat.read(path, as_version=4))
    except (OSError, ValueError, nbformat.reader.NotJSONError) as error:
        raise BadInput(f"{path.name}: not a readable notebook: {error}") from None


def normalise(node: Any, parameters: dict[str, Any], notes: dict[str, str]) -> Notebook:
    """Strip an executed notebook of what changes without reason, and write its parameters where they belong.

    Times, durations, kernel versions and message ids go; execution counts become the number of the code
    cell; the cell that papermill injected moves into the cell tagged ``parameters``, with a remark on each.
    """
    import nbformat

    node = nbformat.reads(nbformat.writes(node), as_version=4)
    node.cells = [cell for cell in node.cells if "injected-parameters" not in cell.metadata.get("tags", [])]
    node.metadata = nbformat.from_dict(
        {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
         "language_info": {"name": "python"}}
    )  # fmt: skip
    for cell in node.cells:
        tags = cell.metadata.get("tags")
        cell.metadata = nbformat.from_dict({"tags": tags} if tags else {})
        if tags and "parameters" in tags:
            cell.source = "\n".join(f"{name} = {value!r}  # {notes[name]}" for name, value in parameters.items())
    for number, cell in enumerate([cell for cell in node.cells if cell.cell_type == "code"], 1):
        cell.execution_count = number
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = number
            if "metadata" in output:
                output.metadata = nbformat.from_dict({})
    return Notebook(node)


def assigned(source: str) -> dict[str, str]:
    """Read the names that a parameters cell assigns, and the expressions it gives them."""
    return dict(re.findall(r"^([A-Za-z_]\w*)\s*(?::[^=]+)?=\s*(.+?)(?:\s+#.*)?$", source, flags=re.MULTILINE))


def write_atomically(path: Path, content: str | bytes) -> None:
    """Replace a file in one step: a reader sees the old one or the new one, never a part."""
    write_together({path: content})


def write_together(contents: dict[Path, str | bytes]) -> None:
    """Replace files, each in one step and in order, once there was room for all of them."""
    drafts = {path.with_name(f".{path.name}.{os.getpid()}.part"): path for path in contents}
    try:
        for draft, path in drafts.items():
            _clear(path)
            content = contents[path]
            draft.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        for draft, path in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts:
            draft.unlink(missing_ok=True)


def _clear(path: Path) -> None:
    """Remove the drafts of processes that were killed."""
    for draft in path.parent.glob(f".{glob.escape(path.name)}.*.part"):
        try:
            os.kill(int(draft.name.split(".")[-2]), 0)
        except ProcessLookupError:
            draft.unlink(missing_ok=True)
        except (PermissionError, ValueError):
            pass  # another's, and at work
