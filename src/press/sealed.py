"""The sealed re-run: each chapter again, with nothing but what its record says it used.

The chapter, the files and modules of its record and the press are copied to a folder elsewhere. There it runs in a
plain kernel, shut off by Landlock from every other file and from the network, with another hash seed, time
zone and locale, the chapters in the opposite order. What the audit hook could not see, a Parquet file or the input
of a library written in C, is missing there; so the outputs agree only when the record is complete.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from press import digest, notebook, record, status
from press.book import LOCK, Book, Chapter
from press.errors import Finding
from press.execution import execute
from press.notebook import VALUES_MIME, Notebook
from press.run import side_by_side
from press.seal import refuse_where_impossible

__all__ = ["sealed"]

ELSEWHERE = {"PYTHONHASHSEED": "20260229", "TZ": "Pacific/Chatham", "LC_ALL": "C", "LANG": "C"}
"""Conditions that no result may depend on: another order of sets, day of the week and way to sort."""
PARTS = ("_toc.yml", "pyproject.toml", "parameters.yml", LOCK)


def sealed(book: Book, chapters: list[Chapter], *, workers: int = 2, tell: Callable[[str], None] = print) -> None:
    """Re-run chapters in a seal and compare what they find with the record.

    Args:
        book: the book.
        chapters: what to re-run; each must be fresh.
        workers: how many at once.
        tell: takes a line of progress.

    Raises:
        BadInput: when the system cannot seal.
        Finding: for a stale chapter; for one that fails in the seal, or finds something else there.
    """
    now = status.Status(book)
    stale = [f"{chapter.path} is stale: {'; '.join(why)}" for chapter in chapters if (why := now.reasons(chapter))]
    if stale:
        raise Finding("\n".join([*stale, "run what is stale before you seal it"]))
    if not refuse_where_impossible():
        tell("the network cannot be cut off here: only what Python itself asks of it is refused")
    by_path = {chapter.path: chapter for chapter in reversed(chapters)}
    side_by_side(
        list(by_path),
        lambda path: _one(book, by_path[path]),
        workers=workers,
        tell=tell,
        verb="says the same when sealed",
    )


def _one(book: Book, chapter: Chapter) -> None:
    known: dict[str, Any] = record.read(chapter) or {}
    with tempfile.TemporaryDirectory(prefix="press-sealed-", ignore_cleanup_errors=True) as folder:
        root = Path(folder).resolve() / "elsewhere"
        _copy(book, chapter, known, root)
        copy = Book(root)
        try:
            found, _ = execute(
                copy, Chapter(root, chapter.path), known["parameters"], sealed=True, environment=dict(ELSEWHERE)
            )
        except Finding as finding:
            raise Finding(
                f"in the sealed re-run, with nothing but what the record of the chapter names,\n{finding}"
            ) from None
    differences = list(_differences(notebook.read(chapter.file), found))
    if differences:
        raise Finding(
            "\n".join(f"{chapter.path}, {each} in the sealed re-run" for each in differences)
            + "\n  the chapter rests on something that its record does not know: "
            "a file read by a library written in C, the order of a set, the time zone, the locale"
        )


def _copy(book: Book, chapter: Chapter, known: dict[str, Any], root: Path) -> None:
    shutil.copytree(Path(__file__).parent, root / "src" / "press", ignore=shutil.ignore_patterns("__pycache__"))
    for path in [*PARTS, chapter.path, *known["files"], *known["modules"]]:
        if (book.root / path).is_file():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(book.root / path, root / path)
    for path in known["listings"]:  # the names are known to the record, the contents are not
        (root / path).mkdir(parents=True, exist_ok=True)
        for there in (book.root / path).iterdir():
            here = root / path / there.name
            if not here.exists():
                here.mkdir() if there.is_dir() else here.touch()
    for path, sort in known["looked_for"].items():
        if sort == "folder":
            (root / path).mkdir(parents=True, exist_ok=True)


def _differences(then: Notebook, now: Notebook) -> Iterator[str]:
    """Say for each code cell how its outputs differ."""
    for number, (before, after) in enumerate(zip(then.code_cells, now.code_cells, strict=True), 1):
        if digest.of_json(before.outputs) != digest.of_json(after.outputs):
            named = list(_named(before.outputs, after.outputs)) or ["other outputs"]
            yield f"code cell {number}: {', '.join(named)}"


def _named(before: list[Any], after: list[Any]) -> Iterator[str]:
    for old, new in zip(before, after, strict=False):
        was, is_ = old.get("data", {}), new.get("data", {})
        if was == is_:
            continue
        values, others = was.get(VALUES_MIME, {}), is_.get(VALUES_MIME, {})
        for name in sorted(values.keys() | others.keys()):
            pair = [each.get(name, {}).get("value", "nothing") for each in (values, others)]
            if values.get(name) != others.get(name):
                yield f"{name} {pair[0]!r} → {pair[1]!r}"
        content = notebook.content(was)
        if content:
            kinds = [kind for kind in sorted(was.keys() | is_.keys()) if was.get(kind) != is_.get(kind)]
            yield f"exhibit {content['usermeta']['exhibit']} differs ({', '.join(kinds)})"
