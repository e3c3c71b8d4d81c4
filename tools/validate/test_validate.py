"""The judge from outside must be able to say no: a small edition passes, and fails once it is broken."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
import typst

HERE = Path(__file__).parent
FONTS = HERE.parents[1] / "fonts"
PAGE = """
#set document(title: "Tides", author: "A", date: datetime(year: 2026, month: 1, day: 1))
#set text(font: "Source Serif 4", lang: "en")
= Tides
A sentence, and a picture of it.
#figure(image("square.svg", alt: "A square"), caption: [A square])
"""
SQUARE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    (tmp_path / "square.svg").write_text(SQUARE, encoding="utf-8")
    (tmp_path / "page.typ").write_text(PAGE, encoding="utf-8")
    typst.compile(
        str(tmp_path / "page.typ"), output=str(tmp_path / "page.pdf"), font_paths=[str(FONTS)],
        ignore_system_fonts=True, pdf_standards=["a-3a", "ua-1"],
    )  # fmt: skip
    return tmp_path / "page.pdf"


def judged(edition: Path) -> tuple[int, str]:
    done = subprocess.run([HERE / "validate.sh", edition], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_a_sound_edition_passes_both_profiles(edition):
    assert judged(edition) == (0, f"PASS {edition} 3a\nPASS {edition} ua1\n")


def dictionaries(pdf: pikepdf.Pdf, key: str, value: str) -> list[pikepdf.Object]:
    found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get(key) == value]
    assert found
    return found


def without_fonts(pdf: pikepdf.Pdf) -> None:
    for descriptor in dictionaries(pdf, "/Type", "/FontDescriptor"):
        for program in {"/FontFile2", "/FontFile3"} & set(descriptor.keys()):
            del descriptor[program]


def without_alternative_text(pdf: pikepdf.Pdf) -> None:
    for figure in dictionaries(pdf, "/S", "/Figure"):
        del figure.Alt


def without_tags(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


@pytest.mark.parametrize(
    ("break_it", "outcome"),
    [
        (without_fonts, "FAIL {} 3a"),
        (without_alternative_text, "FAIL {} ua1"),
        (without_tags, "FAIL {} 3a"),
        (without_tags, "FAIL {} ua1"),
    ],
)
def test_a_broken_edition_fails_the_profile_that_it_breaks(
    edition: Path, break_it: Callable[[pikepdf.Pdf], None], outcome: str
) -> None:
    with pikepdf.open(edition, allow_overwriting_input=True) as pdf:
        break_it(pdf)
        pdf.save(edition)
    status, said = judged(edition)
    assert status == 1
    assert outcome.format(edition) in said
