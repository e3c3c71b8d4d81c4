"""How long the printed edition takes, set against Jupyter Book's way through LaTeX on the same pages.

Run with ``.venv/bin/python benchmarks/print_pdf.py``. Both read the same staged pages with the same Sphinx; then the
press writes Typst and sets it, and Jupyter Book writes LaTeX, which ``latexmk`` sets in several passes. Pictures are
made PDFs for LaTeX beforehand, which is not counted. Without a TeX installation the LaTeX way ends with its source,
and that is said: such a ratio is a lower bound.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

import vl_convert as vlc
from docutils import nodes
from sphinx.writers.latex import LaTeXTranslator

from press import book, exhibits, printing

TEX = ("latexmk", "pdflatex", "make")


def teach_latex(pictures: Path) -> None:
    """Have LaTeX set pictures from files, and say nothing where the web has downloads."""

    def picture(self: Any, node: nodes.Element) -> None:
        self.body.append(rf"\includegraphics{{{pictures / node['exhibit'].stem}.pdf}}")

    def nothing(self: Any, node: nodes.Element) -> None:
        pass

    LaTeXTranslator.visit_Picture, LaTeXTranslator.depart_Picture = picture, nothing
    LaTeXTranslator.visit_ExhibitLinks = LaTeXTranslator.depart_ExhibitLinks = nothing


def draw(the_book: book.Book, pictures: Path) -> None:
    """Make each picture a PDF."""
    vlc.register_font_directory(str(the_book.root / "fonts"))
    pictures.mkdir()
    for exhibit in exhibits.read_all(the_book).values():
        if not exhibit.is_table:
            (pictures / f"{exhibit.stem}.pdf").write_bytes(vlc.svg_to_pdf(exhibit.drawing))


def printed(the_book: book.Book, folder: Path, builder: str) -> float:
    """Print from staged pages, nothing remembered.

    Returns:
        Seconds.
    """
    stage, out = folder / "pages", folder / builder
    for path in printing.sources(the_book):
        (stage / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(the_book.root / path, stage / path)
    start = time.perf_counter()
    outcome, said = printing.sphinx(the_book, stage, out, folder / f"memory-{builder}", builder, strict=False)
    taken = time.perf_counter() - start
    if outcome:
        raise SystemExit(f"{builder}: {said[-2000:]}")
    return taken


def set_by_tex(out: Path) -> float:
    """Run LaTeX as often as it needs.

    Returns:
        Seconds.
    """
    start = time.perf_counter()
    done = subprocess.run(["make", "all-pdf", "LATEXMKOPTS=-interaction=nonstopmode -f"], cwd=out, capture_output=True)
    if not list(out.glob("*.pdf")):
        raise SystemExit(f"LaTeX made no PDF: {done.stdout.decode(errors='replace')[-2000:]}")
    return time.perf_counter() - start


if __name__ == "__main__":
    this = book.find(Path(__file__).parent)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        draw(this, folder / "pictures")
        teach_latex(folder / "pictures")
        ours, theirs = printed(this, folder, "typst"), printed(this, folder, "latex")
        print(f"the press, PDF with data attached {ours:7.1f} s")
        print(f"Jupyter Book, LaTeX source        {theirs:7.1f} s")
        missing = [command for command in TEX if shutil.which(command) is None]
        if missing:
            print(f"no PDF from LaTeX: {', '.join(missing)} not found; ratio at least {theirs / ours:.1f}")
        else:
            setting = set_by_tex(folder / "latex")
            print(f"Jupyter Book, PDF from it         {setting:7.1f} s")
            print(f"the LaTeX way takes {(theirs + setting) / ours:.1f} times as long")
