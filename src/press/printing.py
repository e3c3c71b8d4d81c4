"""Print the book through Sphinx: all of it, from fresh chapters, or nothing."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from press import check, paper
from press.book import Book
from press.errors import Finding
from press.printed import Copy
from press.typst.quotes import Quote

__all__ = ["html", "pdf", "reference", "sources", "sphinx", "warnings"]

ADVICE = re.compile(r"saved in|report this|bug report|issue tracker|full traceback")
"""What Sphinx adds to every failure, for its own developers."""
STAGED = ("_config.yml", "_toc.yml")


def html(book: Book) -> Path:
    """Print the web edition to ``_build/html``.

    Returns:
        The folder.

    Raises:
        Finding: for a stale chapter, a fault of the text, or any warning of Sphinx; ``_build`` stays as it was.
    """
    with _built(book, "html") as made:
        for trace in (".buildinfo", "objects.inv", ".doctrees", "_sources"):
            path = made / trace
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        return _replace(made, book.root / "_build" / "html")


def pdf(book: Book, asked: str | None = None) -> Path:
    """Print the PDF to ``_build/pdf``.

    Args:
        book: the book.
        asked: the paper to print on, when it is not the book's own; the file's name then says so.

    Returns:
        The file.

    Raises:
        Finding: as :func:`html`, and when Typst refuses the book.
    """
    chosen, own = paper.chosen(book, asked), paper.chosen(book)
    with _built(book, "typst", press_paper=chosen) as made:
        name = book.slug if chosen == own else f"{book.slug}-{chosen}"
        target = book.root / "_build" / "pdf" / f"{name}.pdf"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made / f"{book.slug}.pdf", made / "done.pdf")
        (made / "done.pdf").replace(target)
        return target


@contextlib.contextmanager
def reference(book: Book, like: Copy | None = None) -> Iterator[tuple[Path, list[Quote]]]:
    """Print the PDF for comparison, beside nothing and for as long as it is compared.

    Args:
        book: the book.
        like: the copy to compare with: the print takes its paper, and names the commit that it names.

    Yields:
        The file, and the numbers that its sentences quote.
    """
    setting = {"press_paper": like.paper, "press_commit": like.commit} if like else {}
    with _built(book, "typst", **setting) as made:
        quotes = json.loads((made / "quotes.json").read_text(encoding="utf-8"))
        yield made / f"{book.slug}.pdf", [Quote(**quote) for quote in quotes]


@contextlib.contextmanager
def _built(book: Book, builder: str, **setting: str | None) -> Iterator[Path]:
    """Build in a folder beside the result, so that the result can take its place in one step."""
    check.refuse_faults(book)
    (book.root / "_build").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="press-", dir=book.root / "_build") as scratch:
        stage, out = Path(scratch) / "book", Path(scratch) / "out"
        _stage(book, stage)
        with _same_everywhere():
            outcome, said = sphinx(book, stage, out, Path(scratch) / "doctrees", builder, strict=True, **setting)
        if outcome:
            raise Finding(_complaints(said, stage) or f"Sphinx failed: {outcome}")
        yield out


def sphinx(
    book: Book, stage: Path, out: Path, memory: Path, builder: str, *, strict: bool, **setting: str | None
) -> tuple[int, str]:
    """Have Sphinx build what was staged; the book was checked before.

    Args:
        book: the book.
        stage: the folder with what Sphinx reads.
        out: where the result goes.
        memory: where Sphinx remembers what it read.
        builder: which edition.
        strict: read everything anew and fail on any warning; otherwise only what is newer than the memory.
        **setting: what of Sphinx's configuration is another for this print.

    Returns:
        Sphinx's status, 0 for a good build, and all that it said.
    """
    from jupyter_book.sphinx import build_sphinx

    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        outcome = build_sphinx(
            stage, out, path_config=stage / "_config.yml", builder=builder, doctreedir=memory,
            confoverrides={"press_root": str(book.root), "nitpicky": True, "latex_individualpages": False, **setting},
            freshenv=strict, warningiserror=strict, force_all=strict, keep_going=True, quiet=True, noconfig=True,
        )  # fmt: skip
    return outcome, said.getvalue()


def sources(book: Book) -> list[str]:
    """Name what Sphinx reads, and nothing else: it crawls every folder that it is given."""
    return [*STAGED, *book.pages, *book.settings.get("stage", [])]


def _stage(book: Book, stage: Path) -> None:
    for path in sources(book):
        target = stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(book.root / path, target)


@contextlib.contextmanager
def _same_everywhere() -> Iterator[None]:
    """Print as if every machine stood in the same place and time."""
    then = dict(os.environ)
    os.environ |= {"LC_ALL": "C.UTF-8", "TZ": "UTC", "SOURCE_DATE_EPOCH": "0"}
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(then)


def _complaints(said: str, stage: Path) -> str:
    """Keep what Sphinx complained of, in terms of the book's own paths."""
    lines = [line for line in _plain(said, stage) if line.strip() and not ADVICE.search(line)]
    return "\n".join(warnings(said, stage) or dict.fromkeys(lines))


def warnings(said: str, stage: Path) -> list[str]:
    """Pick out of what Sphinx said its warnings and errors, each once, in terms of the book's own paths."""
    return list(dict.fromkeys(line for line in _plain(said, stage) if re.search(r"WARNING|ERROR|CRITICAL", line)))


def _plain(said: str, stage: Path) -> list[str]:
    plain = re.sub(r"\x1b\[[0-9;]*m", "", said)
    return plain.replace(f"{stage}/", "").replace(f"{stage.resolve()}/", "").splitlines()


def _replace(made: Path, target: Path) -> Path:
    """Put a finished folder in the place of the old one."""
    old = target.with_name(f".{target.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    made.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    return target
