"""A chapter's cells run in this process, without a kernel: what they publish and show, or where they fail."""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from press import notebook
from press.notebook import VALUES_MIME

__all__ = ["Outcome", "run_here"]

PATIENCE = 300
"""Seconds after which a run counts as one that does not end."""


@dataclass(frozen=True)
class Outcome:
    """What a run found.

    Attributes:
        values: published values by name, up to the cell that was asked for or that failed.
        exhibits: specifications of figures and resources of tables by name.
        error: what went wrong, in a line; empty when nothing did.
    """

    values: dict[str, Any] = field(default_factory=dict)
    exhibits: dict[str, Any] = field(default_factory=dict)
    error: str = ""


def run_here(root: Path, path: str, cells: list[Any]) -> Outcome:
    """Run cells in this process, a fork that is good for nothing afterwards.

    Args:
        root: the root of a copy of the book; the analysis is imported from its ``src``.
        path: the notebook, from the root.
        cells: its cells, in order, with the outputs of the recorded run.
    """
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(PATIENCE)  # whatever becomes of our parent, we end
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.environ |= {"IPYTHONDIR": str(root / ".ipython"), "MPLBACKEND": "agg"}
    os.chdir((root / path).parent)
    sys.path[:] = [str(root / "src"), *(entry for entry in sys.path if not (Path(entry) / "press").is_dir())]

    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import CapturingDisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    class Silent(DisplayHook):  # results are formatted when and if they are wanted
        def __call__(self, result: Any = None) -> None:
            self.fill_exec_result(result)  # type: ignore[no-untyped-call]

    shell: Any = InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    shell.display_pub = CapturingDisplayPublisher(shell=shell)  # type: ignore[no-untyped-call]
    shell.displayhook = shell.display_trap.hook = Silent(shell=shell)  # type: ignore[no-untyped-call]
    outcome = Outcome()
    shown: list[dict[str, Any]] = []
    for number, cell in enumerate(cells, 1):
        if cell.cell_type != "code":
            continue
        ran = shell.run_cell(cell.source, store_history=False, silent=False)
        error = ran.error_before_exec or ran.error_in_exec
        try:
            # a cell that showed an exhibit when the chapter was run shows it here
            if error is None and any(notebook.content(output.get("data", {})) for output in cell.outputs):
                shown.append(shell.display_formatter.format(ran.result)[0])
        except Exception as failed:
            error = failed
        shown += [output["data"] for output in shell.display_pub.outputs]
        shell.display_pub.outputs.clear()
        if error is not None:
            last = " ".join(f"{type(error).__name__}: {error}".split())
            return replace(_gathered(outcome, shown), error=f"cell {number}: {last}")
    return _gathered(outcome, shown)


def _gathered(outcome: Outcome, shown: list[dict[str, Any]]) -> Outcome:
    for bundle in shown:
        outcome.values.update(bundle.get(VALUES_MIME, {}))
        content = notebook.content(bundle)
        if content:
            outcome.exhibits[content["usermeta"]["exhibit"]] = content
    return outcome
