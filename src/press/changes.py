"""What changed in a file since the run that a record describes, told in cells and lines."""

from __future__ import annotations

import csv
import difflib
import io
import subprocess
from pathlib import Path

from press import digest
from press.book import Chapter
from press.rows import primary_key

__all__ = ["cells", "describe"]

SHOWN = 3


def describe(root: Path, path: str, known: str, chapter: Chapter) -> str:
    """Tell how a file differs from the content that had the digest ``known``; empty when git lacks that content."""
    then = _content_then(root, path, known, chapter)
    if then is None:
        return ""
    now = (root / path).read_bytes().decode("utf-8", errors="replace")
    told = _cells(root / path, then, now) if path.endswith(".csv") else _lines(then, now)
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return f": {', '.join(told[:SHOWN])}{more}" if told else ""


def _git(root: Path, *arguments: str) -> bytes | None:
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        return None
    return done.stdout if done.returncode == 0 else None


def _content_then(root: Path, path: str, known: str, chapter: Chapter) -> str | None:
    """Find the earlier content in git: as staged, as last committed, or as committed with the record."""
    record = chapter.record_file.relative_to(root).as_posix()
    last = (_git(root, "log", "-1", "--format=%H", "--", record) or b"").decode().strip()
    for revision in ("", "HEAD", last):
        content = _git(root, "show", f"{revision}:./{path}")
        if content is None:
            continue
        text = content.decode("utf-8", errors="replace")
        if known in (digest.of_bytes(content), path.endswith(".py") and digest.of_code(content)):
            return text
    return None


def _cells(path: Path, then: str, now: str) -> list[str]:
    """Compare two states of a table row by row, by the primary key of its descriptor."""
    old, new = (list(csv.DictReader(io.StringIO(text))) for text in (then, now))
    if not old or not new or old[0].keys() != new[0].keys():
        return ["other columns"]
    key = primary_key(path) or list(old[0])[:1]
    before, after = ({tuple(row[name] for name in key): row for row in rows} for rows in (old, new))
    told = []
    for index in {**before, **after}:
        name = " ".join(index)
        if index not in after:
            told.append(f"row {name} removed")
        elif index not in before:
            told.append(f"row {name} added")
        else:
            told += [
                f"row {name}, {column} {value} → {after[index].get(column)}"
                for column, value in before[index].items()
                if value != after[index].get(column)
            ]
    return told or ["order of rows"]


def cells(then: list[str], now: list[str]) -> str:
    """Name the code cells that differ, by their numbers now, from the digests of all of them then and now."""
    return ", ".join(_spans(then, now, "code cell")) or "order of the code cells"


def _lines(then: str, now: str) -> list[str]:
    return _spans(then.splitlines(), now.splitlines(), "line")


def _spans(then: list[str], now: list[str], noun: str) -> list[str]:
    matcher = difflib.SequenceMatcher(None, then, now, autojunk=False)
    spans = [(first + 1, last) for kind, _, _, first, last in matcher.get_opcodes() if kind != "equal"]
    return [f"{noun} {first}" if last <= first else f"{noun}s {first}–{last}" for first, last in spans]
