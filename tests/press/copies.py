"""A tiny book with a figure, a table and numbers, printed once; and the ways in which a copy of it is tampered with."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf

SHOWN = """

def show_figure(metres: list[float]) -> None:
    rows = [{"year": 2000 + i, "metres": each} for i, each in enumerate(metres)]
    bars = "".join(f'<path d="M{9 * i} {40 - 9 * m} h8 v{9 * m} h-8 z" fill="#336"/>' for i, m in enumerate(metres))
    text = '<text x="40" y="12" font-family="Source Sans 3" font-size="10">metres</text>'
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">{bars}{text}</svg>'
    meta = {"exhibit": "levels", "sources": [], "statuses": {}}
    display({"application/vnd.vegalite.v6+json": {"usermeta": meta, "datasets": {"levels": rows}},
             "image/svg+xml": svg, "text/plain": "levels"}, raw=True)


def show_table(metres: list[float]) -> None:
    rows = [{"year": str(2000 + i), "metres": each} for i, each in enumerate(metres)]
    fields = [{"name": "year", "title": "Year", "format": "", "missing": ""},
              {"name": "metres", "title": "Metres", "format": ".2f", "missing": ""}]
    meta = {"exhibit": "list", "sources": [], "statuses": {}}
    display({"application/vnd.dataresource+json": {"usermeta": meta, "schema": {"fields": fields}, "data": rows},
             "text/plain": "list"}, raw=True)
"""
TEXT = """# River

The first level is {value}`first:.1f` metres, and nothing that was measured later comes near it.

:::{exhibit} levels
:title: Levels rose
:measure: metres by year
:alt: Bars of levels by year
:::

:::{exhibit} list
:title: All levels
:measure: metres by year

A note on the list.
:::
"""


def furnish(root: Path) -> None:
    """Give the tiny book a figure and a table."""
    module = root / "src" / "tides" / "__init__.py"
    module.write_text(module.read_text(encoding="utf-8") + SHOWN, encoding="utf-8")
    path = root / "chapters" / "river.ipynb"
    chapter = json.loads(path.read_text(encoding="utf-8"))
    chapter["cells"][0]["source"] = TEXT
    chapter["cells"][1]["source"] = "from tides import levels, publish, show_figure, show_table"
    for number, call in enumerate(("show_figure(levels(1900))", "show_table(levels(1900))")):
        cell = {"cell_type": "code", "id": f"shown{number}", "metadata": {}, "source": call, "outputs": []}
        chapter["cells"].append({**cell, "execution_count": None})
    path.write_text(json.dumps(chapter), encoding="utf-8")


Tampering = Callable[[pikepdf.Pdf], None]


def attach(name: str, change: Callable[[bytes], bytes]) -> Tampering:
    """Change the content of an attachment."""

    def tamper(pdf: pikepdf.Pdf) -> None:
        content = pdf.attachments[name].get_file().read_bytes()
        changed = change(content)
        assert changed != content
        del pdf.attachments[name]
        pdf.attachments[name] = changed

    return tamper


def drop(name: str) -> Tampering:
    """Remove an attachment."""

    def tamper(pdf: pikepdf.Pdf) -> None:
        del pdf.attachments[name]

    return tamper


def page_with(pdf: pikepdf.Pdf, words: str) -> pikepdf.Page:
    """The page whose content has a figure's alternative text, or other plain bytes."""
    return next(page for page in pdf.pages if words.encode("latin-1") in page.Contents.read_bytes())


def paint(old: str, new: str, on: str = "Bars of levels") -> Tampering:
    """Edit the operators of a page; ``old`` is a regular expression."""

    def tamper(pdf: pikepdf.Pdf) -> None:
        page = page_with(pdf, on)
        source = page.Contents.read_bytes()
        changed, count = re.subn(old.encode("latin-1"), new.encode("latin-1"), source, count=1, flags=re.DOTALL)
        assert count == 1, f"{old!r} is not on the page"
        page.Contents = pdf.make_stream(changed)

    return tamper


def append(operators: str, on: str = "Bars of levels") -> Tampering:
    """Paint something more on a page."""

    def tamper(pdf: pikepdf.Pdf) -> None:
        page = page_with(pdf, on)
        page.Contents = pdf.make_stream(page.Contents.read_bytes() + operators.encode("latin-1"))

    return tamper


def retitle(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
        meta["dc:title"] = "Other tides"


def reauthor(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Author"] = "Somebody else"


def another_edition(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/Keywords"] = re.sub(r"edition \w+", "edition 0123456789ab", str(pdf.docinfo["/Keywords"]))


def without_keywords(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Keywords"]


def reverse(pdf: pikepdf.Pdf) -> None:
    pdf.pages.reverse()


def swap_last_pages(pdf: pikepdf.Pdf) -> None:
    last = pdf.pages[-1]
    del pdf.pages[-1]
    pdf.pages.insert(len(pdf.pages) - 1, last)


def drop_last_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[-1]


def drop_first_page(pdf: pikepdf.Pdf) -> None:
    del pdf.pages[0]


def add_page(pdf: pikepdf.Pdf) -> None:
    pdf.add_blank_page()


def rotate(pdf: pikepdf.Pdf) -> None:
    pdf.pages[-1].rotate(180, relative=True)


def crop(pdf: pikepdf.Pdf) -> None:
    pdf.pages[-1].mediabox = pikepdf.Array([0, 0, 300, 300])


def untag(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.StructTreeRoot


def realt(pdf: pikepdf.Pdf) -> None:
    figures = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Figure"]
    figures[0].Alt = pikepdf.String("Bars of other levels")


def relanguage(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Lang = pikepdf.String("fr")


def drop_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Outlines


def sticky_note(pdf: pikepdf.Pdf) -> None:
    note = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.FreeText, Rect=[100, 100, 300, 300],
            Contents="other", DA="/Helv 12 Tf",
        )
    )  # fmt: skip
    pdf.pages[-1].Annots = pdf.make_indirect(pikepdf.Array([note]))


def remap(old: str, new: str) -> Tampering:
    """Make a digit stand for another one, in the map from glyphs to characters of every font."""

    def tamper(pdf: pikepdf.Pdf) -> None:
        changed = 0
        for font in [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/ToUnicode" in each]:
            source = font.ToUnicode.read_bytes()
            target = re.sub(rb"> <00%02X>" % ord(old), b"> <00%02X>" % ord(new), source, flags=re.IGNORECASE)
            changed += source != target
            font.ToUnicode = pdf.make_stream(target)
        assert changed

    return tamper


def swap_fonts(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        fonts = page.obj.Resources.get("/Font", {})
        names = sorted(fonts.keys())
        if len(names) > 1:
            fonts[names[0]], fonts[names[1]] = fonts[names[1]], fonts[names[0]]


def redescribe(pdf: pikepdf.Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Filespec":
            each.Desc = pikepdf.String("something else")


def relate(pdf: pikepdf.Pdf) -> None:
    for each in pdf.objects:
        if isinstance(each, pikepdf.Dictionary) and each.get("/Type") == "/Filespec":
            each.AFRelationship = pikepdf.Name.Unspecified


def add_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


WHITE = "\nq 1 1 1 rg 0 0 1000 1000 re f Q\n"
PATCH = "\nq 1 1 1 rg {} {} 40 12 re f Q\n"
TAMPERINGS: dict[str, tuple[Tampering, str, str]] = {
    # what is done: how, and the kind and a part of the name of a verdict that must not be "still follows"
    "a datum of a figure": (attach("river-levels.csv", lambda c: c.replace(b"2", b"3", 1)), "figure", "river.levels"),
    "a datum of a table": (attach("river-list.csv", lambda c: c.replace(b"2", b"3", 1)), "table", "river.list"),
    "a row too many": (attach("river-levels.csv", lambda c: c + b"2050,9\n"), "figure", "river.levels"),
    "a row too few": (attach("river-list.csv", lambda c: c[: c.rstrip().rfind(b"\n") + 1]), "table", "river.list"),
    "a specification": (attach("river-levels.json", lambda c: c.replace(b"metres", b"feet")), "figure", "river.levels"),
    "figure's data removed": (drop("river-levels.csv"), "figure", "river.levels"),
    "table's data removed": (drop("river-list.csv"), "table", "river.list"),
    "specification removed": (drop("river-levels.json"), "figure", "river.levels"),
    "data package removed": (drop("tides-data.zip"), "attachment", "tides-data.zip"),
    "data package cut": (attach("tides-data.zip", lambda c: c[:-9]), "attachment", "tides-data.zip"),
    "provenance edited": (
        attach("river.provenance.json", lambda c: c.replace(b"0", b"1", 1)), "attachment", "river.provenance",
    ),
    "provenance removed": (drop("harbour.provenance.json"), "attachment", "harbour.provenance"),
    "a stranger's file": (lambda pdf: pdf.attachments.__setitem__("x.csv", b"a\n"), "attachment", "x.csv"),
    "an area of the picture recoloured": (paint(r"0\.2 0\.2 0\.4 scn", "0.9 0.2 0.4 scn"), "figure", "river.levels"),
    "an area of the picture removed": (paint(r"( l\s+h\s+)f", r"\1n"), "figure", "river.levels"),
    "a bar of the picture moved": (paint(r"\d[\d.]* (\d[\d.]*) l", r"3 \1 l"), "figure", "river.levels"),
    "the picture painted over": (append(WHITE), "figure", "river.levels"),
    "the alternative text": (realt, "figure", "river.levels"),
    "a digit's meaning": (remap("1", "7"), "number", "river.first"),
    "a letter's meaning": (remap("v", "w"), "figure", "river.levels"),
    "fonts exchanged": (swap_fonts, "page", ""),
    "a page painted over": (append(WHITE, "MCID 0"), "page", ""),
    "a patch in a corner": (append(PATCH.format(5, 5)), "page", ""),
    "words moved": (paint(r"1 0 0 -1 0 0 Tm", "1 0 0 -1 9 0 Tm"), "page", ""),
    "words removed": (paint(r"\[[^]]*\]TJ", "[]TJ"), "page", ""),
    "the title": (retitle, "metadata", "title"),
    "the author": (reauthor, "metadata", "Author"),
    "the language": (relanguage, "metadata", "language"),
    "another edition claimed": (another_edition, "edition", "0123456789ab"),
    "the edition removed": (without_keywords, "edition", "none"),
    "pages reversed": (reverse, "page", ""),
    "two pages exchanged": (swap_last_pages, "page", ""),
    "the last page removed": (drop_last_page, "page", "all"),
    "the first page removed": (drop_first_page, "page", "all"),
    "a page added": (add_page, "page", "all"),
    "a page turned": (rotate, "page", ""),
    "a page cropped": (crop, "page", ""),
    "a note stuck on": (sticky_note, "page", ""),
    "tags removed": (untag, "metadata", "StructTreeRoot"),
    "bookmarks removed": (drop_bookmarks, "metadata", "Outlines"),
    "files described otherwise": (redescribe, "metadata", "Names"),
    "files related otherwise": (relate, "metadata", "Names"),
    "a script added": (add_script, "metadata", "OpenAction"),
}  # fmt: skip
