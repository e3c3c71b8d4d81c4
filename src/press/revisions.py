"""The book as it stood at a commit."""

from __future__ import annotations

import contextlib
import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

from press.book import Book
from press.errors import BadInput

__all__ = ["WORKING_TREE", "at", "ends", "knows", "stamp"]

WORKING_TREE = "working tree"


def ends(book: Book, text: str) -> tuple[str, str]:
    """Read what two states are to be compared, as git writes it.

    Args:
        book: the book.
        text: ``REV`` against the working tree; ``OLD..NEW``; ``OLD...NEW`` from where the two parted.

    Returns:
        The older and the newer: commit ids, or :data:`WORKING_TREE`.

    Raises:
        BadInput: for what is no commit.
    """
    if "..." in text:
        old, new = (_commit(book, end or "HEAD") for end in text.split("...", 1))
        return _git(book, "merge-base", old, new).decode().strip(), new
    if ".." in text:
        old, new = (_commit(book, end or "HEAD") for end in text.split("..", 1))
        return old, new
    return _commit(book, text), WORKING_TREE


@contextlib.contextmanager
def at(book: Book, revision: str) -> Iterator[Book]:
    """Lay out the book as a commit has it, in a folder that goes away; the working tree is the book itself.

    Raises:
        BadInput: when the commit holds no book at this place.
    """
    if revision == WORKING_TREE:
        yield book
        return
    with tempfile.TemporaryDirectory(prefix="press-") as folder:
        # inside a repository's subfolder, git archives that folder alone, with paths that begin there
        with tarfile.open(fileobj=io.BytesIO(_git(book, "archive", "--format=tar", revision))) as archive:
            archive.extractall(folder, filter="data")
        if not (Path(folder) / "_toc.yml").is_file():
            raise BadInput(f"commit {revision[:10]} holds no book: it has no _toc.yml")
        yield Book(Path(folder))


def stamp(book: Book) -> str:
    """Name the commit that a printed copy comes from, with its day, as ``5347484fa0 of 2026-11-24``.

    Empty when the book is not under git, or holds changes that no commit has.
    """
    try:
        _git(book, "ls-files", "--error-unmatch", "_toc.yml")
        if _git(book, "status", "--porcelain", "--untracked-files=no", "--", "."):
            return ""
        commit, day = _git(book, "log", "-1", "--format=%H %cs").decode().split()
    except (BadInput, ValueError):
        return ""
    return f"{commit[:10]} of {day}"


def knows(book: Book, commit: str) -> bool | None:
    """Whether the book's repository has a commit; ``None`` when the book is not under git."""
    try:
        _git(book, "rev-parse", "--git-dir")
    except BadInput:
        return None
    try:
        _git(book, "cat-file", "-e", f"{commit}^{{commit}}")
    except BadInput:
        return False
    return True


def _commit(book: Book, revision: str) -> str:
    try:
        return (
            _git(book, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            .decode()
            .strip()
        )
    except BadInput:
        raise BadInput(f"git knows no commit {revision!r} in {book.root}") from None


def _git(book: Book, *arguments: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(book.root), *arguments], capture_output=True, check=False)
    except FileNotFoundError:
        raise BadInput("git is not installed; two states of a book can only be told apart with it") from None
    if done.returncode:
        raise BadInput(f"git {arguments[0]}: {done.stderr.decode(errors='replace').strip() or 'failed'}")
    return done.stdout
