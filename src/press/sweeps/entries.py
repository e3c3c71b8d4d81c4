"""Finished scenarios, kept under ``_build/sweeps/NAME``, so that a sweep which was stopped goes on where it was.

An entry is one JSON file. The first half of its name digests what is known before a run (chapter, code, parameters,
lock), the second half the content: what the run was seen to use, with digests, and what it published. An entry is
taken only when its content has the digest of its name and all that it used lies there unchanged.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from press import digest, notebook, record
from press.book import LOCK, Book, Chapter
from press.errors import Finding
from press.execution import execute
from press.parameters import with_changes
from press.status import Status
from press.sweeps.definition import Scenario, Sweep

__all__ = ["USED", "Entries", "Entry", "run"]

Entry = dict[str, Any]
"""What a run used (``used``) and the values that it published (``values``)."""
USED = ("code", "files", "modules", "listings", "importable", "imports", "looked_for", "links", "lock")
"""The parts of a provenance record that say what a run used; see :mod:`press.record`."""


class Entries:
    """The finished scenarios of one sweep."""

    def __init__(self, sweep: Sweep) -> None:
        """Name the folder; it may not exist."""
        self.book = sweep.book
        self.folder = sweep.book.root / "_build" / "sweeps" / sweep.name

    def find(self, scenario: Scenario, now: Status) -> Entry | None:
        """Find the entry of a scenario that still holds."""
        parameters = self.book.parameters(scenario.chapter) | scenario.changed
        start = _start(scenario.chapter, now.code(scenario.chapter), parameters, now.digest(LOCK))
        for path in sorted(self.folder.glob(f"{start}-*.json")):
            content = path.read_bytes()
            if path.stem != f"{start}-{digest.of_bytes(content)}":
                continue  # cut off or edited
            entry: Entry = json.loads(content)
            if not now.since(entry["used"], scenario.chapter):
                return entry
        return None

    def keep(self, scenario: Scenario, entry: Entry) -> None:
        """Write an entry, in one step."""
        parameters = self.book.parameters(scenario.chapter) | scenario.changed
        start = _start(scenario.chapter, entry["used"]["code"], parameters, entry["used"]["lock"])
        content = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
        self.folder.mkdir(parents=True, exist_ok=True)
        notebook.write_atomically(self.folder / f"{start}-{digest.of_bytes(content)}.json", content)


def run(
    root: str, chapter: str, changed: dict[str, Any], server: str | None, environment: dict[str, str] | None = None
) -> dict[str, Any]:
    """Run a scenario, here or on a machine of a cluster: all that it takes and gives is plain data.

    Args:
        root: the root of the book.
        chapter: the path of the chapter.
        changed: the parameters that differ from the fixed ones.
        server: socket of the server that forks kernels; none means a plain kernel.
        environment: variables that the kernel shall find; the chapter then runs to its end.

    Returns:
        ``entry`` or, when the chapter fails, ``failed`` with the reason; and ``seconds``.
    """
    begun, clock = time.time_ns(), time.monotonic()
    book = Book(Path(root))
    this = Chapter(book.root, chapter)
    try:
        source = notebook.read(this.file)
        code, parameters = source.code_digests(), with_changes(book, this, changed)
        if environment is None and _as_run(this, source):
            source = source.up_to_values()  # the figures after them would be drawn for nobody
        result, seen = execute(book, this, parameters, server=server, environment=environment, source=source)
        made = json.loads(record.make(book, this, seen, parameters, result, begun)) | {"code": code}
        entry = {"used": {part: made[part] for part in USED}, "values": result.values()}
    except Exception as error:  # a cluster could not carry every kind of error
        reason = str(error) if isinstance(error, Finding) else f"{type(error).__name__}: {error}"
        return {"failed": reason, "seconds": time.monotonic() - clock}
    return {"entry": entry, "seconds": time.monotonic() - clock}


def _as_run(chapter: Chapter, source: notebook.Notebook) -> bool:
    """Whether a notebook has the code and the outputs of its recorded run, which then show where values come from."""
    then = record.read(chapter)
    if then is None or then["code"] != source.code_digests():
        return False
    return bool(then["outputs"]["all outputs"] == source.output_digests()["all outputs"])


def _start(chapter: Chapter, code: list[str], parameters: dict[str, Any], lock: str | None) -> str:
    return digest.of_json([chapter.path, code, parameters, lock])
