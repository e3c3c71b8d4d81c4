"""One digest for what a PDF object is, whichever file it lies in: object numbers and compression do not count."""

from __future__ import annotations

import hashlib
from typing import Any

import pikepdf

__all__ = ["of_object", "of_page"]

STORAGE = {"/Length", "/Filter", "/DecodeParms"}
"""How a stream is stored, not what it holds."""
ELSEWHERE = {"/Parent", "/P", "/StructParent", "/StructParents", "/Dest", "/D", "/Pg"}
"""What leads from a page to the rest of the file."""


def of_object(thing: Any, leave_out: frozenset[str] = frozenset()) -> str:
    """Digest an object with all that it refers to; a reference back is named by when it was first met."""
    met: dict[tuple[int, int], int] = {}
    parts: list[bytes] = []
    todo: list[Any] = [thing]
    while todo:
        each = todo.pop()
        if isinstance(each, bytes):
            parts.append(each)
            continue
        if isinstance(each, pikepdf.Object) and each.is_indirect:
            if each.objgen in met:
                parts.append(b"@%d" % met[each.objgen])
                continue
            met[each.objgen] = len(met)
        if isinstance(each, pikepdf.Stream | pikepdf.Dictionary):
            if isinstance(each, pikepdf.Stream):
                parts += [b"stream", hashlib.sha256(_content(each)).digest()]
            skip = leave_out | (STORAGE if isinstance(each, pikepdf.Stream) else set())
            todo.append(b">>")
            for key in sorted(set(each.keys()) - skip, reverse=True):
                todo += [each[key], key.encode()]
            todo.append(b"<<")
        elif isinstance(each, pikepdf.Array):
            todo += [b"]", *reversed(list(each)), b"["]
        else:
            parts.append(repr(each).encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def of_page(page: pikepdf.Page) -> str:
    """Digest what a page shows: content, fonts, pictures, annotations, size."""
    return of_object(page.obj, frozenset(ELSEWHERE))


def _content(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return stream.read_raw_bytes()
