"""Run a chapter's cells on other data, many times, cheaply: each run is a fork, in a copy of the book.

The copy holds the folders from which the chapter was seen to read, so that the book's own loader reads, checks
and refuses as ever. Nothing in the book itself is touched.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import selectors
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from press import notebook
from press.book import Book, Chapter
from press.cells import Outcome, run_here
from press.errors import Finding
from press.status import Status

__all__ = ["Change", "Probe", "used_by"]

Change = tuple[str, str]
"""A file, from the root of the book, and what it holds instead."""


class Probe:
    """One chapter, ready to be run on other data."""

    def __init__(self, book: Book, chapter: Chapter, used: list[str], folder: Path, workers: int) -> None:
        """Lay out one copy of the book for each worker."""
        self.chapter = chapter
        self.cells = notebook.read(chapter.file).node.cells
        self.copies = [folder / f"{number}" for number in range(max(1, workers))]
        parts = {path.split("/")[0] for path in (*used, chapter.path)}
        for copy in self.copies:
            for part in sorted(parts):
                if (book.root / part).is_dir():
                    shutil.copytree(book.root / part, copy / part, ignore=shutil.ignore_patterns("__pycache__", ".*"))
                else:
                    copy.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(book.root / part, copy / part)

    @classmethod
    @contextlib.contextmanager
    def of(cls, book: Book, chapter: Chapter, workers: int = 2) -> Iterator[Probe]:
        """Make a probe whose copies go away; the libraries named in ``preload`` are loaded once, here.

        Args:
            book: the book.
            chapter: the chapter to run.
            workers: how many runs go on at once.

        Raises:
            Finding: when the chapter is stale.
        """
        for module in ("IPython.core.interactiveshell", *book.settings.get("preload", [])):
            importlib.import_module(module)
        with tempfile.TemporaryDirectory(prefix="press-") as folder:
            yield cls(book, chapter, used_by(book, chapter), Path(folder), workers)

    def run(self, changes: list[Change | None], upto: int | None = None) -> Iterator[tuple[int, Outcome]]:
        """Run the chapter once for each change.

        Args:
            changes: what differs in each run; ``None`` for nothing.
            upto: the cell, from 1, after which a run may stop.

        Yields:
            The position of the change and what its run found, in the order in which runs end.
        """
        waiting = list(enumerate(changes))[::-1]
        free = list(self.copies)
        under_way: dict[int, tuple[int, Path, int, Callable[[], object], bytearray]] = {}
        selector = selectors.DefaultSelector()
        try:
            while waiting or under_way:
                while waiting and free:
                    position, change = waiting.pop()
                    copy = free.pop()
                    pid, pipe, restore = self._start(copy, change, upto)
                    under_way[pipe] = (position, copy, pid, restore, bytearray())
                    selector.register(pipe, selectors.EVENT_READ)
                for key, _ in selector.select():
                    position, copy, pid, restore, said = under_way[key.fd]
                    chunk = os.read(key.fd, 1 << 20)
                    said += chunk
                    if not chunk:
                        selector.unregister(key.fd)
                        os.close(key.fd)
                        del under_way[key.fd]
                        _, status = os.waitpid(pid, 0)
                        restore()
                        free.append(copy)
                        yield position, _outcome(bytes(said), os.waitstatus_to_exitcode(status))
        finally:
            selector.close()
            for _, _, pid, _, _ in under_way.values():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)

    def once(self, change: Change | None, upto: int | None = None) -> Outcome:
        """Run the chapter once."""
        ((_, outcome),) = self.run([change], upto)
        return outcome

    def _start(self, copy: Path, change: Change | None, upto: int | None) -> tuple[int, int, Callable[[], object]]:
        restore: Callable[[], object] = lambda: None  # noqa: E731
        if change is not None:
            file = copy / change[0]
            before = file.read_bytes()
            file.write_bytes(change[1].encode("utf-8"))
            restore = lambda: file.write_bytes(before)  # noqa: E731
        reader, writer = os.pipe()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            try:
                os.close(reader)
                said = json.dumps(vars(run_here(copy, self.chapter.path, self.cells[:upto]))).encode("utf-8")
                with os.fdopen(writer, "wb") as stream:
                    stream.write(said)
            finally:
                os._exit(0)
        os.close(writer)
        return pid, reader, restore


def _outcome(said: bytes, status: int) -> Outcome:
    if not said:
        return Outcome(error="it did not end" if status == -signal.SIGALRM else f"it died ({status})")
    return Outcome(**json.loads(said))


def used_by(book: Book, chapter: Chapter) -> list[str]:
    """Name the files and folders that the chapter's last run was seen to read.

    Raises:
        Finding: when the chapter is stale.
    """
    why = Status(book).reasons(chapter)
    if why:
        raise Finding(f"{chapter.path} is stale: {'; '.join(why)}; `press run {chapter.name}` brings it up to date")
    known = json.loads(chapter.record_file.read_text(encoding="utf-8"))
    return sorted({*known["files"], *known["modules"], *known["listings"]} - {""})
