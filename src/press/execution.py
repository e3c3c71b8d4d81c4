"""One execution of a chapter by papermill, in a kernel of its own that is watched; nothing is kept of it."""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path
from typing import Any

from press import kernel, kernels, notebook, observer
from press.book import Book, Chapter
from press.errors import Finding

__all__ = ["execute"]

PATIENCE = 600
"""Seconds that a cell may take, unless ``cell_timeout`` in ``[tool.press]`` says otherwise."""
KEPT = "the notebook and its record stay as they were"
ADVICE = {
    "outside": "a chapter reads the files of its book: bring the file into the repository",
    "write": "a chapter hands its results over by showing them, it writes no file",
    "network": "fetch once, commit what was fetched with its source, and read that",
    "process": "do in Python what the other program does, or commit its result",
    "clock": "state the date as data or as a parameter",
    "chance": "seed a generator of your own: numpy.random.default_rng(7)",
}


def execute(
    book: Book,
    chapter: Chapter,
    parameters: dict[str, Any],
    *,
    server: str | None = None,
    sealed: bool = False,
    environment: dict[str, str] | None = None,
    source: notebook.Notebook | None = None,
) -> tuple[notebook.Notebook, list[observer.Seen]]:
    """Run a chapter and hand back the normalised notebook and what its kernel did.

    Args:
        book: the book.
        chapter: the chapter.
        parameters: every parameter of the chapter.
        server: socket of the server that forks the kernel; none means a plain kernel.
        sealed: leave the kernel nothing but the book, the system and its scratch folder.
        environment: variables that the kernel shall find.
        source: the notebook, or its beginning, where it has been read already.

    Raises:
        Finding: when a cell fails, hangs, kills its kernel or does what no chapter may do.
    """
    try:
        with tempfile.TemporaryDirectory(prefix="press-", ignore_cleanup_errors=True) as scratch:
            whole = source or notebook.read(chapter.file)
            return _execute(book, chapter, whole, parameters, Path(scratch), server, sealed, environment or {})
    except OSError as error:
        raise Finding(
            f"{chapter.path} could not be run: {error.strerror or error}\n  {KEPT}; `press run` goes on from there"
        ) from None


def _execute(
    book: Book, chapter: Chapter, source: notebook.Notebook, parameters: dict[str, Any], scratch: Path,
    server: str | None, sealed: bool, environment: dict[str, str],
) -> tuple[notebook.Notebook, list[observer.Seen]]:  # fmt: skip
    log = scratch / kernel.LOG
    log.touch()
    numbers = _numbers(source, injected=bool(parameters))
    for cell in source.code_cells:
        cell.outputs, cell.execution_count = [], None
    variables = kernels.ONE_THREAD | {
        "PYTHONPATH": str(book.root / "src"), "PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "IPYTHONDIR": str(scratch / "ipython"), kernel.ROOT: str(book.root), kernel.SCRATCH: str(scratch),
        kernel.FOLDER: str(chapter.file.parent),
    } | ({kernel.SEALED: "1"} if sealed else {}) | environment  # fmt: skip
    try:
        node = _papermill(
            source.node, parameters, scratch, server, variables, book.settings.get("cell_timeout", PATIENCE)
        )
        failure = ""
    except Finding as finding:
        failure = str(finding)
    seen = observer.observed(log)
    stray = next(iter(observer.strays(seen)), None)
    cell = numbers[max([each.cell for each in seen], default=1) - 1] if numbers else 0
    if stray:
        raise Finding(
            f"{chapter.path}, code cell {numbers[stray.cell - 1] if stray.cell else 0} {observer.SAID[stray.kind]}: "
            f"{stray.what}\n  {ADVICE[stray.kind]}\n  {KEPT}"
        )
    if failure:
        raise Finding(f"{chapter.path}, code cell {cell}: {failure}{_last_words(scratch)}\n  {KEPT}")
    result = notebook.normalise(node, parameters, book.parameter_notes(chapter))
    _refuse_noise(chapter, result)
    return result, seen


def _papermill(
    node: Any, parameters: dict[str, Any], scratch: Path, server: str | None, variables: dict[str, str], patience: int
) -> Any:
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError

    logging.getLogger("papermill").setLevel(logging.CRITICAL)  # what goes wrong is told once, and by us
    try:
        return papermill.execute_notebook(
            node, None, parameters=parameters, kernel_name="python3",
            kernel_manager_class=_manager(scratch, server, variables), shutdown_kernel="immediate",
            progress_bar=False, log_output=False, execution_timeout=patience,
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        first = next(iter(error.source.strip().splitlines()), "")
        raise Finding(f"{error.ename}: {error.evalue}\n  in the cell that begins: {first}") from None
    except CellTimeoutError:
        raise Finding(
            f"took longer than {patience} seconds and was stopped\n"
            "  let it do less, or allow more with cell_timeout in [tool.press] of pyproject.toml"
        ) from None
    except (DeadKernelError, RuntimeError) as error:
        raise Finding(f"the kernel died ({error or 'killed'}); memory may have run out") from None


def _manager(scratch: Path, server: str | None, variables: dict[str, str]) -> type[Any]:
    # A class and no instance: nbclient ends the kernels only of managers that it made.
    from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
    from jupyter_client.manager import AsyncKernelManager

    provisioner = "press-fork" if server else "local-provisioner"
    specification = KernelSpec(
        argv=[sys.executable, "-m", "press.kernels", "-f", "{connection_file}", *kernels.SWITCHES],
        name="python3", display_name="Python 3", language="python",
        env=variables | ({kernels.SOCKET: server} if server else {}),
        metadata={"kernel_provisioner": {"provisioner_name": provisioner}},
    )  # fmt: skip

    class OneKernel(KernelSpecManager):
        """One kernel, whatever is installed: this Python."""

        def get_kernel_spec(self, kernel_name: str) -> KernelSpec:  # noqa: ARG002
            return specification

    class Manager(AsyncKernelManager):
        """Keep sockets and connection file in the scratch folder."""

        def __init__(self, **named: Any) -> None:
            super().__init__(
                kernel_spec_manager=OneKernel(), transport="ipc", ip=str(scratch / "k"),
                connection_file=str(scratch / "kernel.json"), **named,
            )  # fmt: skip

    return Manager


def _numbers(source: notebook.Notebook, *, injected: bool) -> list[int]:
    """Say of each cell in order of execution which code cell it is; papermill adds one after the parameters."""
    numbers = []
    for number, cell in enumerate(source.code_cells, 1):
        tagged = injected and "parameters" in cell.metadata.get("tags", [])
        numbers += [number] * (bool(cell.source.strip()) + tagged)
    return numbers


def _last_words(scratch: Path) -> str:
    said = (scratch / kernel.OUTPUT).read_text(errors="replace").strip() if (scratch / kernel.OUTPUT).exists() else ""
    return f"\n  the kernel's last words: {said}" if said else ""


def _refuse_noise(chapter: Chapter, result: notebook.Notebook) -> None:
    for number, cell in enumerate(result.code_cells, 1):
        for output in cell.outputs:
            if output.output_type == "stream":
                first = output.text.strip().splitlines()[0]
                raise Finding(f"{chapter.path}, code cell {number} printed to {output.name}: {first}\n  {KEPT}")
