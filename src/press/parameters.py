"""Which parameters a chapter takes, and whether a value is one that it accepts."""

from __future__ import annotations

from typing import Any

from press import notebook
from press.book import Book, Chapter
from press.errors import BadInput

__all__ = ["refuse_unaccepted", "with_changes"]


def with_changes(book: Book, chapter: Chapter, changed: dict[str, Any]) -> dict[str, Any]:
    """Join fixed and changed parameters of a chapter; what the chapter does not have is left out.

    Raises:
        BadInput: when ``parameters.yml`` and the chapter's own cell do not have the same names.
    """
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


def refuse_unaccepted(book: Book, chapters: list[Chapter], changed: dict[str, Any]) -> None:
    """Stop before anything runs when a changed parameter is nobody's, or has a value that its chapter does not accept.

    A value must be of the kind of the fixed one, and one of what ``accepts`` in ``parameters.yml`` lists, or between
    its ``from`` and ``to``; of a list, each element.

    Raises:
        BadInput: with the chapter, the parameter, the value and what is accepted.
    """
    for name, value in changed.items():
        takers = [chapter for chapter in chapters if name in book.parameters(chapter)]
        if not takers:
            known = sorted({each for chapter in chapters for each in book.parameters(chapter)})
            raise BadInput(f"no chapter has a parameter {name!r}; there are {', '.join(known) or 'none'}")
        for chapter in takers:
            why = _complaint(value, book.parameters(chapter)[name], book.accepted(chapter).get(name))
            if why:
                raise BadInput(f"{chapter.name} does not accept {name} = {value!r}: {why}")


def _complaint(value: Any, fixed: Any, accepted: Any) -> str:
    if _kind(value) != _kind(fixed):
        return f"it takes {_kind(fixed)}, such as {fixed!r}"
    for each in value if isinstance(value, list) else [value]:
        if isinstance(accepted, dict):
            if not accepted["from"] <= each <= accepted["to"]:
                return f"it takes {accepted['from']} to {accepted['to']}"
        elif accepted is not None and each not in accepted:
            return f"it takes {', '.join(map(str, accepted))}"
    return ""


def _kind(value: Any) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "a text" if isinstance(value, str) else type(value).__name__
