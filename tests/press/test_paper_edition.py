"""The printed edition of a tiny book: what a web page has and paper lacks, page numbers, index, papers, imprint."""

from __future__ import annotations

import re
import subprocess

import pikepdf
import pytest

from press.typst.columns import decimals, layout, numeric
from press.typst.maths import UnknownMath, formula

from ..conftest import Copy, commit, lay_second_book

INDEX = r"""# Tides

The mean of the harbour is {value}`harbour.mean:.1f` metres,
as {doc}`chapters/harbour` tells (and {doc}`chapters/river`).

:::{note}
Water is wet.
:::

:::{warning}
Water is deep.
:::

The height is $h_{max} = \frac{\beta}{\gamma} \alpha t^k$ above the Old Pier[^pier];
near the Old Pier; no *less*; no *more*(so).

$$
\bar{h} = \sum_{i=m}^{n} h_i
$$

[^pier]: Built of oak.

---

::::{tab-set}
:::{tab-item} By hand
Read the pole.
:::
:::{tab-item} By gauge
Read the dial.
:::
::::
"""
SETTINGS = """
[tool.press.index]
title = "Index of places"
tables = [{ file = "places.csv", term = "place" }]
[tool.press.index.also]
"Pier, old" = ["Old Pier"]
"""


@pytest.fixture(scope="module")
def tides(tmp_path_factory):
    root = tmp_path_factory.mktemp("paper") / "tides"
    lay_second_book(root)
    (root / "index.md").write_text(INDEX, encoding="utf-8")
    (root / "places.csv").write_text('place\nLighthouse\n"Pier, old"\n', encoding="utf-8")
    (root / ".gitignore").write_text("_build/\n", encoding="utf-8")
    for path, old, new in (
        ("pyproject.toml", "", SETTINGS),
        ("_config.yml", "[colon_fence]", "[colon_fence, dollarmath]"),
    ):
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(text.replace(old, new) if old else text + new, encoding="utf-8")
    copy = Copy(root)
    done = copy.press("run", "--all")
    assert done.returncode == 0, done.stderr
    commit(root)
    done = copy.press("pdf")
    assert done.returncode == 0, done.stderr
    return copy


def words(path):
    done = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def printed_words(tides):
    return words(tides.root / "_build/pdf/tides.pdf")


def test_a_mention_of_another_chapter_takes_its_page_and_keeps_to_its_brackets(tides, printed_words):
    assert re.search(r"as Harbour \(p\. (\d+)\) tells \(and River, p\. (\d+)\)", printed_words), printed_words


def test_asides_tabs_footnotes_and_formulas_have_their_equals(tides, printed_words):
    for words_of_it in (
        "Note Water is wet.",
        "Warning Water is deep.",
        "By hand Read the pole. By gauge Read the dial.",
    ):
        assert words_of_it in printed_words
    assert "Built of oak." in printed_words
    assert re.search(r"above the Old Pier\d?; near the Old Pier; no less; no more\(so\)\.", printed_words), (
        printed_words
    )
    with pikepdf.open(tides.root / "_build/pdf/tides.pdf") as pdf:
        found = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/Formula"]
        assert {str(each.Alt) for each in found} == {
            r"h_{max} = \frac{\beta}{\gamma} \alpha t^k", r"\bar{h} = \sum_{i=m}^{n} h_i",
        }  # fmt: skip


def test_the_index_names_pages_of_what_the_table_lists_and_the_text_calls_otherwise(printed_words):
    assert re.search(r"Index of places .*Pier, old, \d+ \d+$", printed_words)
    assert "Lighthouse" not in printed_words  # nobody speaks of it


def test_the_imprint_cites_the_book_and_names_edition_and_commit(tides, printed_words):
    head = tides.run("git", "log", "-1", "--format=%H %cs").stdout.split()
    assert "How to cite A second author (2026): Tides, version 1.0." in printed_words
    assert f"printed from commit {head[0][:10]} of {head[1]}" in printed_words
    with pikepdf.open(tides.root / "_build/pdf/tides.pdf") as pdf, pdf.open_metadata() as meta:
        edition = re.search(r"Edition ([0-9a-f]{12})", printed_words)[1]
        assert (meta["dc:identifier"], meta["dc:rights"]) == (f"edition {edition}", "MIT")
        assert f"commit {head[0][:10]} of {head[1]}" in str(pdf.docinfo["/Keywords"])


def test_letter_is_printed_beside_and_verifies_as_the_paper_that_it_is(tides):
    done = tides.press("pdf", "--paper", "us-letter")
    assert done.stdout.strip() == "_build/pdf/tides-us-letter.pdf", done.stderr
    for name, size in (("tides", (595, 842)), ("tides-us-letter", (612, 792))):
        with pikepdf.open(tides.root / f"_build/pdf/{name}.pdf") as pdf:
            assert {(round(float(p.mediabox[2])), round(float(p.mediabox[3]))) for p in pdf.pages} == {size}
    done = tides.press("verify", "_build/pdf/tides-us-letter.pdf")
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_copy_of_a_commit_that_nobody_knows_is_told(tides, tmp_path):
    with pikepdf.open(tides.root / "_build/pdf/tides.pdf") as pdf:
        said = str(pdf.docinfo["/Keywords"])
        pdf.docinfo["/Keywords"] = re.sub(r"commit [0-9a-f]+", "commit 0123456789", said)
        pdf.save(tmp_path / "forged.pdf")
    done = tides.press("verify", str(tmp_path / "forged.pdf"))
    assert done.returncode == 1
    assert "metadata commit: not checkable (git knows no such commit here" in done.stdout


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("index.md", r"\alpha", r"\aleph", "cannot set \\aleph of the formula"),
        (
            "index.md",
            "Water is wet.\n:::",
            "Water is wet.\n:::\n\n:::{sidebar} Aside\nWords.\n:::",
            "cannot set a sidebar node yet",
        ),
        ("pyproject.toml", '"Pier, old" =', '"Mole" =', "other words for 'Mole', which none of its tables names"),
        ("pyproject.toml", 'term = "place"', 'term = "town"', "places.csv: no column 'town'"),
        ("pyproject.toml", 'slug = "tides"', 'slug = "tides"\npaper = "b5"', "no paper 'b5'; there is a4, us-letter"),
    ],
)
def test_what_paper_cannot_have_is_told_and_the_old_print_stays(tides, path, old, new, said):
    before = (tides.root / "_build/pdf/tides.pdf").read_bytes()
    kept = (tides.root / path).read_text(encoding="utf-8")
    try:
        tides.replace(path, old, new)
        done = tides.press("pdf")
        assert done.returncode in (1, 2)
        assert said in done.stderr
        assert "Traceback" not in done.stderr
        assert (tides.root / "_build/pdf/tides.pdf").read_bytes() == before
    finally:
        (tides.root / path).write_text(kept, encoding="utf-8")


@pytest.mark.parametrize(
    ("latex", "typst"),
    [
        (r"x^{2}_i", "x ^(2) _(i)"),
        (r"\text{for all } n \ge 1", 'upright("for all ") n >= 1'),
        (r"\binom{n}{k} p^k", "binom(n, k) p ^(k)"),
        (r"f(a, b)", r"f ( a \, b )"),
    ],
)
def test_a_formula_is_translated(latex, typst):
    assert formula(latex) == typst


@pytest.mark.parametrize("latex", [r"\unknown", r"\frac{1}", r"{x", r"\text x"])
def test_a_formula_that_is_not_understood_is_refused(latex):
    with pytest.raises(UnknownMath):
        formula(latex)


def test_numbers_stand_under_each_other_by_their_decimal_mark():
    assert decimals(["1.25", "\u22123", "1,000.5", "12%", "–"]) == ["%", ".25%", "5%", ".25", ""]


def test_a_column_of_years_or_shares_is_one_of_numbers_and_a_column_of_words_is_none():
    assert numeric(["12", "\u20133", "1,000.5", "\u2013", ""]) is False  # an en dash is no minus
    assert numeric(["12", "\u22123", "1,000.5", "\u2013", ""])
    assert not numeric(["12", "about 3"])
    assert not numeric(["\u2013", ""])


def test_a_table_takes_the_room_that_its_cells_need():
    few = layout(["Year", "Persons"], [["2001", "1,043"]] * 3)
    assert (few.kind, few.tracks, few.whole) == ("plain", ["auto", "auto"], True)
    sentence = "A sentence that is long enough to need some room of its own, and then some more of it."
    many = layout(["Claim", "Says", "Decides", "Status"], [["a", sentence, sentence, "verified"]] * 40, turn=True)
    assert (many.kind, many.whole) == ("broad", False)
    wide = [f"Column {number}" for number in range(14)]
    assert layout(wide, [["12,345 (0.25)"] * 14], turn=True).kind == "turned"
    assert layout(wide, [["12,345 (0.25)"] * 14]).kind == "broad"


def test_a_column_is_as_wide_as_its_longest_word_and_an_address_breaks():
    tracks = layout(
        ["Key", "Says", "Where"], [["unbreakable_key_1", "word " * 60, "https://a.org/" + "x" * 90]] * 9
    ).tracks
    key, says, where = (float(track.removesuffix("fr")) for track in tracks)
    assert key > 22
    assert says > where / 2
    assert key + says + where <= 165
