"""A printed copy, read back: pages, exhibits by the data file that they name, words in reading order, attachments."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import pikepdf

from press import paper
from press.canonical import of_object, of_page
from press.errors import BadInput
from press.marks import Mark, Page

__all__ = ["Copy", "Piece", "squeezed"]


SET_APART = {"/Extensions", "/Metadata", "/Pages"}
"""Parts of a catalogue that are compared in other ways, or only name the file format."""
MANAGED = ("{http://ns.adobe.com/xap/1.0/mm/}", "{http://www.aiim.org/pdfa/ns/extension/}")
"""Metadata that tells how a file was stored and how metadata are spelt: another saving spells them otherwise."""


def squeezed(text: str) -> str:
    """Text without what setting it adds: spaces, hyphens at line ends, ligatures."""
    return re.sub(r"[\s\u00ad\u2010-]", "", unicodedata.normalize("NFKC", text))


class Piece:
    """One exhibit of a copy: the marks that its tags claim, and what else is painted into its place."""

    def __init__(self, copy: Copy, element: Any) -> None:
        """Hold the tag of an exhibit."""
        self.words = [squeezed(words) for words in copy.texts(element)]
        self.alt = [str(each.Alt) for each in _elements(element) if "/Alt" in each]
        pictures = [each for each in _elements(element) if each.S == "/Figure"]
        self.pictures = [_picture(copy, each) for each in pictures]
        self.intruders = sorted(map(str, _intruders(copy, element)))


def _picture(copy: Copy, element: Any) -> list[tuple[Any, ...]]:
    marks = [mark for _, found in copy.claimed(element) for mark in found]
    left, bottom = (min(mark.box[side] for mark in marks) for side in (0, 1)) if marks else (0, 0)
    return [mark.seen_from(left, bottom) for mark in marks]


def _intruders(copy: Copy, element: Any) -> Iterator[tuple[Any, ...]]:
    """Areas, images and words within an exhibit's place that its tags do not claim."""
    for page, marks in copy.claimed(element):
        boxes = [mark.box for mark in marks if mark.what[0] != "clip"]
        if not boxes:
            continue
        left, bottom = min(b[0] for b in boxes), min(b[1] for b in boxes)
        right, top = max(b[2] for b in boxes), max(b[3] for b in boxes)
        own = {id(mark) for mark in marks}
        for mark in copy.page(page).marks:
            x0, y0, x1, y1 = mark.box
            inside = x0 < right - 1 and x1 > left + 1 and y0 < top - 1 and y1 > bottom + 1
            if id(mark) not in own and inside and mark.what[0] not in ("clip", "S"):
                yield (*mark.what[:2], mark.text)


class Copy:
    """A PDF, opened for comparison."""

    def __init__(self, path: Path) -> None:
        """Open a PDF.

        Raises:
            BadInput: when it cannot be read, is locked, or carries no attachments.
        """
        self.path = path
        try:
            self.pdf = pikepdf.open(path)
            self.attached = {name: spec.get_file().read_bytes() for name, spec in self.pdf.attachments.items()}
        except pikepdf.PasswordError:
            raise BadInput(f"{path.name} is locked with a password: ask for a copy without one") from None
        except (pikepdf.PdfError, OSError, AttributeError, ValueError, KeyError) as error:
            raise BadInput(f"{path.name} cannot be read as a PDF: {error}") from None
        if not self.attached:
            raise BadInput(f"{path.name} carries no attachments: it is no edition of this book, or was stripped")
        self.encrypted = bool(self.pdf.is_encrypted)
        self._pages: dict[int, Page] = {}
        self._claims: dict[int, dict[int, list[Mark]]] = {}

    @cached_property
    def information(self) -> dict[str, str]:
        """Title, author, keywords and dates, as both kinds of metadata state them."""
        found = {key: str(value) for key, value in dict(self.pdf.docinfo).items()}
        with self.pdf.open_metadata() as meta:
            found |= {key: str(value) for key, value in meta.items() if not key.startswith(MANAGED)}
        return found | {"language": str(self.pdf.Root.get("/Lang", ""))}

    @cached_property
    def edition(self) -> str:
        """The edition that the copy says it is; empty when it does not say."""
        match = re.search(r"edition ([0-9a-f]+)", self.information.get("/Keywords", ""))
        return match[1] if match else ""

    @cached_property
    def commit(self) -> str:
        """The commit that the copy says it was printed from, and its day; empty when it does not say."""
        match = re.search(r"commit ([0-9a-f]+ of [\d-]+)", self.information.get("/Keywords", ""))
        return match[1] if match else ""

    @cached_property
    def paper(self) -> str | None:
        """The paper that the copy is set for; ``None`` when it is none that the press knows."""
        sizes = [paper.of_box(float(box[2]), float(box[3])) for box in (page.mediabox for page in self.pdf.pages)]
        return next(filter(None, sizes), None)

    @cached_property
    def page_digests(self) -> list[str]:
        """What each page shows."""
        return [of_page(page) for page in self.pdf.pages]

    @cached_property
    def frame(self) -> dict[str, str]:
        """What is not on a page: tags, bookmarks, places, how attachments are described."""
        leave = frozenset({"/Parent", "/Pages", "/Contents", "/Metadata"})
        return {key: of_object(self.pdf.Root[key], leave) for key in self.pdf.Root.keys() - SET_APART}

    @cached_property
    def _indices(self) -> dict[tuple[int, int], int]:
        return {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}

    def page(self, number: int) -> Page:
        """The marks of a page, from 0."""
        if number not in self._pages:
            self._pages[number] = Page(self.pdf.pages[number])
            claims: dict[int, list[Mark]] = defaultdict(list)
            for mark in self._pages[number].marks:
                if mark.mcid is not None:
                    claims[mark.mcid].append(mark)
            self._claims[number] = claims
        return self._pages[number]

    def claimed(self, element: Any) -> list[tuple[int, list[Mark]]]:
        """The marks that a tag and those within it claim, by page, in reading order."""
        found: dict[int, list[Mark]] = {}
        for number, mcid in self._contents(element, None):
            self.page(number)
            found.setdefault(number, []).extend(self._claims[number].get(mcid, []))
        return list(found.items())

    def texts(self, element: Any) -> list[str]:
        """The words of each tagged content within a tag, in reading order."""
        words = []
        for number, mcid in self._contents(element, None):
            self.page(number)
            words.append("".join(mark.text for mark in self._claims[number].get(mcid, [])))
        return words

    def _contents(self, element: Any, page: int | None) -> Iterator[tuple[int, int]]:
        if isinstance(element, pikepdf.Array):
            for child in element:
                yield from self._contents(child, page)
        elif isinstance(element, pikepdf.Dictionary):
            here = self._indices.get(element.Pg.objgen, page) if "/Pg" in element else page
            if element.get("/Type") == "/MCR":
                if here is not None:
                    yield here, int(element.MCID)
            elif "/K" in element:
                yield from self._contents(element.K, here)
        elif isinstance(element, int) and page is not None:
            yield page, element

    @cached_property
    def exhibits(self) -> dict[str, Any]:
        """The tags of figures and tables, by the first data file that each names as attached."""
        found: dict[str, Any] = {}
        for element in _elements(self._tags):
            kinds = {str(child.S) for child in element.get("/K", []) if _is_element(child)} if _is_list(element) else {}
            if {"/Figure", "/Table"} & set(kinds):
                match = re.search(r"Attached:\s*([\w-]+)\.csv", "".join(self.texts(element)))
                if match:
                    found[match[1]] = element
        return found

    @cached_property
    def words(self) -> str:
        """All words in reading order, squeezed."""
        return squeezed("".join(self.texts(self._tags)))

    @property
    def _tags(self) -> Any:
        return self.pdf.Root.StructTreeRoot.K if "/StructTreeRoot" in self.pdf.Root else pikepdf.Array()

    def piece(self, stem: str) -> Piece | None:
        """One exhibit, or None when no tag of the copy holds it."""
        return Piece(self, self.exhibits[stem]) if stem in self.exhibits else None


def _is_element(node: Any) -> bool:
    return isinstance(node, pikepdf.Dictionary) and "/S" in node


def _is_list(node: Any) -> bool:
    return isinstance(node.get("/K"), pikepdf.Array)


def _elements(node: Any) -> Iterator[Any]:
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from _elements(child)
    elif _is_element(node):
        yield node
        if "/K" in node and node.S not in ("/TD", "/TH"):
            yield from _elements(node.K)
