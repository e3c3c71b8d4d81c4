"""Run chapters with papermill: observed, with fixed parameters, into the record or beside it."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nbformat
from joblib import Parallel, delayed
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError

from press import kernels, notebook, observer, record
from press.book import Book, Chapter
from press.errors import BadInput, Finding

__all__ = ["run"]

STRANGE = {"network": "used the network", "process": "started another process", "write": "wrote a file"}


class _KernelSpecs(KernelSpecManager):
    """One kernel, whatever is installed: this Python, forked where that can be done."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        forks = kernels.SOCKET in os.environ
        return KernelSpec(
            argv=[sys.executable, "-m", "press.kernels", "-f", "{connection_file}"],
            name=kernel_name,
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": "press-fork" if forks else "local-provisioner"}},
        )


def run(
    book: Book,
    chapters: list[Chapter],
    *,
    changed: dict[str, Any] | None = None,
    out: Path | None = None,
    workers: int = 2,
    fork: bool = True,
    tell: Callable[[str], None] = print,
) -> None:
    """Run chapters and replace their notebooks and records, each in one step and only on success.

    Args:
        book: the book.
        chapters: what to run.
        changed: parameters that differ from the fixed ones; only with ``out``.
        out: folder for a what-if run, which leaves the record alone.
        workers: how many chapters run at once.
        fork: fork kernels from one preloaded process where the system can.
        tell: takes a line of progress.

    Raises:
        BadInput: for a parameter that no chapter has, or ``changed`` without ``out``.
        Finding: when a chapter fails; others that were under way are finished first.
    """
    plans = [(chapter, _parameters(book, chapter, changed or {})) for chapter in chapters]
    unknown = set(changed or {}) - {name for _, parameters in plans for name in parameters}
    if unknown:
        raise BadInput(f"no chapter has a parameter {sorted(unknown)[0]!r}")
    if changed and out is None:
        raise BadInput("other parameters would falsify the record: name a folder for the result with --out")
    start = time.monotonic()
    failures = []
    with _kernel_server(book, fork=fork and hasattr(os, "fork")):
        jobs = (delayed(_attempt)(book, chapter, parameters, out) for chapter, parameters in plans)
        parallel = Parallel(n_jobs=max(1, min(workers, len(plans))), return_as="generator_unordered")
        for done, (path, seconds, failure) in enumerate(parallel(jobs), 1):
            tell(f"[{done}/{len(plans)}] {path} {'failed' if failure else 'ran'} in {seconds:.1f} s")
            failures += [failure] if failure else []
    if failures:
        raise Finding("\n".join(failures))
    if plans:
        tell(f"{len(plans)} {'chapter' if len(plans) == 1 else 'chapters'} in {time.monotonic() - start:.1f} s")


@contextmanager
def _kernel_server(book: Book, *, fork: bool) -> Iterator[None]:
    if not fork:
        yield
        return
    with kernels.server(book.settings.get("preload", [])) as path:
        os.environ[kernels.SOCKET] = path
        try:
            yield
        finally:
            del os.environ[kernels.SOCKET]


def _parameters(book: Book, chapter: Chapter, changed: dict[str, Any]) -> dict[str, Any]:
    """Join fixed and changed parameters; a name that the chapter's own cell does not set is an error."""
    fixed = book.parameters(chapter)
    cells = [c for c in notebook.read(chapter.file).code_cells if "parameters" in c.metadata.get("tags", [])]
    names = notebook.assigned(cells[0].source) if cells else {}
    for name in fixed:
        if name not in names:
            raise BadInput(
                f"parameters.yml gives {chapter.name} a parameter {name!r}, but the cell tagged "
                f"'parameters' in {chapter.path} sets only {', '.join(names) or 'nothing'}"
            )
    for name in names:
        if name not in fixed:
            raise BadInput(f"{chapter.path} has a parameter {name!r} that parameters.yml does not fix")
    return fixed | {name: value for name, value in changed.items() if name in fixed}


def _attempt(book: Book, chapter: Chapter, parameters: dict[str, Any], out: Path | None) -> tuple[str, float, str]:
    start = time.monotonic()
    failure = ""
    try:
        _run_one(book, chapter, parameters, out)
    except Finding as finding:
        failure = str(finding)
    return chapter.path, time.monotonic() - start, failure


def _run_one(book: Book, chapter: Chapter, parameters: dict[str, Any], out: Path | None) -> None:
    with tempfile.TemporaryDirectory(prefix="press-") as scratch:
        log = Path(scratch) / "observed"
        log.touch()
        node = _execute(book, chapter, parameters, Path(scratch), log)
        used = observer.observed(log)
    for kind, words in STRANGE.items():
        if kind in used:
            raise Finding(f"{chapter.path} {words}: {used[kind][0]}; a chapter reads the book's files and nothing else")
    result = notebook.normalise(node, parameters, book.parameter_notes(chapter))
    _refuse_noise(chapter, result)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        notebook.write_atomically(out / f"{chapter.name}.ipynb", result.text())
        return
    made = record.make(book, used, parameters, result)
    # the record goes last: killed in between, the chapter counts as stale, never as fresh
    notebook.write_atomically(chapter.file, result.text())
    notebook.write_atomically(chapter.record_file, made)


def _execute(book: Book, chapter: Chapter, parameters: dict[str, Any], scratch: Path, log: Path) -> Any:
    import papermill

    logging.getLogger("papermill").setLevel(logging.ERROR)
    os.environ |= {
        "PYTHONPATH": str(book.root / "src"), "PYTHONHASHSEED": "0", "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        kernels.LOG: str(log), kernels.ROOT: str(book.root), "IPYTHONDIR": str(scratch / "ipython"),
        kernels.OUTPUT: str(scratch / "output"),
    }  # fmt: skip
    manager = AsyncKernelManager(
        kernel_name="python3", kernel_spec_manager=_KernelSpecs(), transport="ipc", ip=str(scratch / "k")
    )
    result = scratch / "result.ipynb"
    try:
        papermill.execute_notebook(
            str(chapter.file), str(result), parameters=parameters, km=manager, cwd=str(chapter.file.parent),
            progress_bar=False, log_output=False,
        )  # fmt: skip
    except papermill.PapermillExecutionError as error:
        raise Finding(_told(chapter, error, error.exec_count - bool(parameters))) from None
    except (DeadKernelError, CellTimeoutError) as error:
        raise Finding(
            f"{chapter.path}, code cell {_running(result) - bool(parameters)}: the kernel died or hung "
            f"({error or 'killed'}); memory may have run out\n  the notebook and its record stay as they were"
        ) from None
    return nbformat.read(result, as_version=4)


def _running(result: Path) -> int:
    """Number, among code cells, of the one that was under way when papermill last saved."""
    cells = [cell for cell in nbformat.read(result, as_version=4).cells if cell.cell_type == "code"]
    states = [cell.metadata.get("papermill", {}).get("status") for cell in cells]
    return states.index("running") + 1 if "running" in states else len(states)


def _told(chapter: Chapter, error: Any, number: int) -> str:
    source = error.source.strip().splitlines()
    return (
        f"{chapter.path}, code cell {number}: {error.ename}: {error.evalue}\n"
        f"  in the cell that begins: {source[0] if source else ''}\n"
        f"  the notebook and its record stay as they were"
    )


def _refuse_noise(chapter: Chapter, result: notebook.Notebook) -> None:
    for number, cell in enumerate(result.code_cells, 1):
        for output in cell.outputs:
            if output.output_type == "stream":
                first = output.text.strip().splitlines()[0]
                raise Finding(f"{chapter.path}, code cell {number} printed to {output.name}: {first}")
