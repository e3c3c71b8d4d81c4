"""The files beside the pages: data, specifications, pictures and citations of exhibits, tables, and the package."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import vl_convert as vlc

from press import citation, package
from press.book import Book
from press.citation import Work
from press.exhibits import Exhibit
from press.sweeps.definition import FOLDER

__all__ = ["write"]

SCALE = 2
"""Pixels of a PNG for each pixel of the picture."""


def write(book: Book, exhibits: Iterable[tuple[Exhibit, Work]], works: Iterable[Work], out: Path) -> None:
    """Write every file that pages offer.

    Args:
        book: the book.
        exhibits: its figures and tables, each as something to be cited.
        works: the book and its chapters, to be cited.
        out: the folder.
    """
    out.mkdir(exist_ok=True)
    vlc.register_font_directory(str(book.root / book.settings.get("fonts", "fonts")))
    for exhibit, work in exhibits:
        for name, content in exhibit.data.items():
            (out / name).write_bytes(content)
        (out / f"{exhibit.stem}.json").write_bytes(exhibit.specification)
        if not exhibit.is_table:
            (out / f"{exhibit.stem}.svg").write_text(exhibit.drawing, encoding="utf-8")
            (out / f"{exhibit.stem}.png").write_bytes(vlc.svg_to_png(exhibit.drawing, scale=SCALE))
        _cite(book, work, out / exhibit.stem)
    for work in works:
        _cite(book, work, out / work.key)
    for folder in ("data", FOLDER):
        (out / folder).mkdir(exist_ok=True)
        for table in sorted((book.root / folder).glob("*.csv")):
            shutil.copyfile(table, out / folder / table.name)
    (out / package.name(book)).write_bytes(package.zipped(book))


def _cite(book: Book, work: Work, stem: Path) -> None:
    stem.with_name(f"{stem.name}.bib").write_text(citation.bibtex(book, work), encoding="utf-8")
    stem.with_name(f"{stem.name}.ris").write_text(citation.ris(book, work), encoding="utf-8")
