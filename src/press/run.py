"""Run chapters side by side, with fixed parameters into the record, or with others beside it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from press import kernels, notebook, record
from press.book import Book, Chapter
from press.errors import BadInput, Finding
from press.execution import execute
from press.parameters import refuse_unaccepted, with_changes

__all__ = ["kernel_server", "run", "side_by_side"]

CLEAR = "\r\033[K"
"""Begins the terminal's line anew."""


def run(
    book: Book,
    chapters: list[Chapter],
    *,
    changed: dict[str, Any] | None = None,
    out: Path | None = None,
    workers: int = 2,
    fork: bool = True,
    server: str | None = None,
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
        server: socket of such a process that runs already; otherwise one is started for this run.
        tell: takes a line of progress.

    Raises:
        BadInput: for a parameter that no chapter has, a value that it does not accept, or ``changed`` without ``out``.
        Finding: when a chapter fails; others that were under way are finished first.
    """
    refuse_unaccepted(book, chapters, changed or {})
    plans = {chapter.path: (chapter, with_changes(book, chapter, changed or {})) for chapter in chapters}
    if changed and out is None:
        raise BadInput("other parameters would falsify the record: name a folder for the result with --out")
    with nullcontext(server) if server else kernel_server(book, fork=fork) as socket:

        def one(path: str) -> None:
            _run_one(book, *plans[path], out, socket)

        side_by_side(list(plans), one, workers=workers, tell=tell)


def side_by_side(
    names: list[str], work: Callable[[str], None], *, workers: int, tell: Callable[[str], None], verb: str = "ran"
) -> None:
    """Do one thing for each of some chapters, several at once, and tell of each that is done.

    Threads suffice: the work is done in kernels, which are processes of their own and die with the server that
    forked them or, plain, with this process.

    Raises:
        Finding: with what went wrong in any of them, in the order of ``names``, after all are done.
    """
    start = time.monotonic()
    failures: dict[str, str] = {}
    begun: dict[str, float] = {}
    live = sys.stdout.isatty() and tell is print

    def attempt(name: str) -> str:
        begun[name] = time.monotonic()
        try:
            work(name)
        except Finding as finding:
            failures[name] = str(finding)
        return name

    pool = ThreadPoolExecutor(max(1, workers))
    try:
        waiting: set[Future[str]] = {pool.submit(attempt, name) for name in names}
        while waiting:
            done, waiting = wait(waiting, 0.5 if live else None, FIRST_COMPLETED)
            for future in done:
                name = future.result()
                seconds = time.monotonic() - begun.pop(name)
                told = f"[{len(names) - len(waiting)}/{len(names)}] {name} {'failed' if name in failures else verb}"
                tell(f"{CLEAR if live else ''}{told} in {seconds:.1f} s")
            if live and waiting:
                running = f"{', '.join(begun)} for {time.monotonic() - start:.0f} s"
                print(f"{CLEAR}[{len(names) - len(waiting)}/{len(names)}] running {running}"[:150], end="", flush=True)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    if failures:
        raise Finding("\n".join(failures[name] for name in names if name in failures))
    if names:
        tell(f"{len(names)} {'chapter' if len(names) == 1 else 'chapters'} in {time.monotonic() - start:.1f} s")


@contextmanager
def kernel_server(book: Book, *, fork: bool) -> Iterator[str | None]:
    """Have a server that forks kernels, where the system can and it is wanted; give its socket."""
    if not (fork and hasattr(os, "fork")):
        yield None
        return
    with kernels.server(book.settings.get("preload", []), book.root) as path:
        yield path


def _run_one(book: Book, chapter: Chapter, parameters: dict[str, Any], out: Path | None, server: str | None) -> None:
    begun = time.time_ns()
    result, seen = execute(book, chapter, parameters, server=server)
    try:
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            notebook.write_atomically(out / f"{chapter.name}.ipynb", result.text())
            return
        made = record.make(book, chapter, seen, parameters, result, begun)
        # the record goes last: killed in between, the chapter counts as stale, never as fresh
        notebook.write_together({chapter.file: result.text(), chapter.record_file: made})
    except OSError as error:
        raise Finding(f"{chapter.path} ran, but could not be kept: {error}; free some space and run again") from None
