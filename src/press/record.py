"""The provenance record of a chapter: what a run really used, and what came out.

A record is a sorted JSON file beside the notebook::

    format      version of this layout
    parameters  name → value
    code        digest of each code cell but the parameters, in order
    files       path from the root → digest, of every file that was read
    modules     path from the root → digest of the syntax tree, of every module that was imported
    listings    folder that was listed → digest of the names in it
    lock        digest of the lock file
    outputs     digest of each published value, each exhibit, and of all outputs together
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from press import changes, digest, notebook
from press.book import LOCK, Book, Chapter
from press.errors import BadInput, Finding

__all__ = ["make", "reasons", "refuse_stale"]

FORMAT = 1


def make(book: Book, used: dict[str, list[str]], parameters: dict[str, Any], result: notebook.Notebook) -> str:
    """Write the record of a run as text.

    Args:
        book: the book.
        used: what the observer saw, paths from the root.
        parameters: the parameters of the run.
        result: the executed, normalised notebook.
    """
    reads = [path for path in used.get("read", []) if (book.root / path).is_file()]
    listings = [path for path in used.get("list", []) if (book.root / path).is_dir()]
    return json.dumps(
        {
            "format": FORMAT,
            "parameters": parameters,
            "code": result.code_digests(),
            "files": {path: digest.of_file(book.root / path) for path in reads if not path.endswith(".py")},
            "modules": {path: digest.of_file(book.root / path) for path in reads if path.endswith(".py")},
            "listings": {path: _listing(book.root / path) for path in listings if not path.startswith("src")},
            "lock": digest.of_file(book.root / LOCK),
            "outputs": result.output_digests(),
        },
        indent=1,
        ensure_ascii=False,
    ) + "\n"  # fmt: skip


def _listing(folder: Path) -> str:
    return digest.of_json(sorted(path.name for path in folder.iterdir()))


def _read(chapter: Chapter) -> dict[str, Any] | None:
    try:
        record: dict[str, Any] = json.loads(chapter.record_file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        raise BadInput(f"{chapter.record_file.name} is not JSON; run the chapter again or restore it") from None
    return record if record.get("format") == FORMAT else None


def reasons(book: Book, chapter: Chapter) -> list[str]:
    """Say why a chapter is stale, from digests alone; empty when it is fresh."""
    record = _read(chapter)
    if record is None:
        return ["never run: there is no provenance record"]
    now = notebook.read(chapter.file)
    found = _parameter_reasons(record["parameters"], book.parameters(chapter))
    if now.code_digests() != record["code"]:
        found.append(f"code cells of {chapter.path} changed")
    for path, known in (record["files"] | record["modules"]).items():
        if not (book.root / path).is_file():
            found.append(f"{path} is gone")
        elif digest.of_file(book.root / path) != known:
            found.append(f"{path} changed{changes.describe(book.root, path, known, chapter)}")
    for path, known in record["listings"].items():
        if not (book.root / path).is_dir() or _listing(book.root / path) != known:
            found.append(f"files were added to or taken from {path}/")
    if digest.of_file(book.root / LOCK) != record["lock"]:
        found.append(f"{LOCK} changed")
    if not found:
        found = _output_reasons(record["outputs"], now, chapter)
    return found


def _parameter_reasons(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    return [
        f"parameter {name}: {then.get(name, 'not set')!r} → {now.get(name, 'not set')!r}"
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]


def _output_reasons(then: dict[str, str], chapter_now: notebook.Notebook, chapter: Chapter) -> list[str]:
    now = chapter_now.output_digests()
    changed = [name for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name)]
    named = [name for name in changed if name != "all outputs"] or changed
    return [f"outputs of {chapter.path} were changed since the run: {', '.join(named)}"] if changed else []


def refuse_stale(book: Book) -> None:
    """Stop when any chapter is stale.

    Raises:
        Finding: with each stale chapter and why.
    """
    stale = {chapter.path: reasons(book, chapter) for chapter in book.chapters}
    lines = [f"{path} is stale: {'; '.join(why)}" for path, why in stale.items() if why]
    if lines:
        raise Finding("\n".join([*lines, "nothing was printed; `press run` brings the chapters up to date"]))
