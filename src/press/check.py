"""Everything that can be said against a book without building it."""

from __future__ import annotations

from collections.abc import Iterator

from press import ledger, sources, status
from press.book import Book
from press.errors import BadInput, Finding
from press.exhibits import Sources
from press.lint import bare_quantities
from press.values import Values, uses

__all__ = ["faults", "refuse_broken_data", "texts"]


def texts(book: Book) -> Iterator[tuple[str, str, str]]:
    """Yield the place, the chapter's name and the text of every piece of prose in the book."""
    for page in book.pages:
        if page.endswith(".md"):
            yield page, page.rsplit("/", 1)[-1].removesuffix(".md"), (book.root / page).read_text(encoding="utf-8")
    for chapter in book.chapters:
        for number, text in book.notebook(chapter).markdown():
            yield f"{chapter.path}, cell {number}", chapter.name, text


def faults(book: Book) -> list[str]:
    """Say what is wrong with the text: bare quantities, names without a value or source, values without a reader."""
    values = Values.of(book)
    found = [f"parameters.yml: {name!r} is no chapter of the book" for name in book.strangers]
    listed = Sources(book.root / sources.file(book)).rows
    used: set[tuple[str, str]] = set()
    for place, here, text in texts(book):
        for bare in bare_quantities(text):
            found.append(
                f"{place}, line {bare.line}: bare quantity {bare.quantity!r} in “{bare.around}”; "
                "publish the value and quote it with {value}`name`"
            )
        found += [f"{place}: no source {key!r} in {sources.file(book)}" for key in sources.strangers(listed, text)]
        try:
            for use in uses(text, here):
                used.add((use.chapter, use.name))
                values.printed(use)
        except Finding as finding:
            found.append(f"{place}: {finding}")
    found += ledger.turned(book, values)
    used |= {(use.chapter, use.name) for _, use in ledger.entries(book)}
    for chapter, published in values.chapters.items():
        for name in published:
            if (chapter, name) not in used:
                found.append(f"chapters/{chapter}.ipynb publishes {name!r}, but no sentence quotes it")
    return found


def refuse_broken_data(book: Book) -> None:
    """Stop when the data break a rule of their descriptors.

    Raises:
        BadInput: with file, row, column and rule of each break.
    """
    problems = book.validate()
    if problems:
        raise BadInput("\n".join(problems))


def refuse_faults(book: Book, *, sweeps: bool = True) -> None:
    """Stop when data, chapters, the tables of sweeps or the text are not fit to print.

    Raises:
        BadInput: for broken data.
        Finding: for a stale chapter or a fault of the text.
    """
    refuse_broken_data(book)
    status.refuse_stale(book, sweeps=sweeps)
    found = faults(book)
    if found:
        raise Finding("\n".join(found))
