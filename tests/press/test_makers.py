"""A made value leads to the line that states it, without anything being imported."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from press import book, makers, notebook

ROOT = Path(__file__).resolve().parents[2]

SOURCE = """
raise RuntimeError("whoever imports this, fails")


def stated(rows):
    found = {f"{row}_total": row for row in rows}
    found["late"] = 1
    return found | {
        "first": 2,
        "the_total": 3,
    } | dict(last=4)


class Reading:
    def level(self):
        return 5
"""


@pytest.fixture
def root(tmp_path):
    package = tmp_path / "src" / "waters"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "readings.py").write_text(SOURCE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("function", "name", "line"),
    [
        ("waters.readings.stated", "", 5),
        ("waters.readings.stated", "nowhere", 5),
        ("waters.readings.stated", "first", 9),
        ("waters.readings.stated", "late", 7),
        ("waters.readings.stated", "last", 11),
        ("waters.readings.stated", "spring_total", 6),
        ("waters.readings.stated", "the_total", 10),
        ("waters.readings.Reading.level", "", 15),
        ("waters.readings", "", 1),
    ],
)
def test_a_function_is_found_with_the_line_that_states_the_value(root, function, name, line):
    assert makers.locate(root, function, name) == makers.Place(function, "src/waters/readings.py", line)


def test_what_no_source_defines_has_no_place(root):
    assert makers.locate(root, "waters.readings.unknown") is None
    assert makers.locate(root, "elsewhere.readings") is None


def test_a_cell_leads_to_the_function_whose_result_it_shows():
    cells = [
        "from waters import readings as r\nfrom waters.readings import stated",
        "x = 1",
        "stated(x)",
        "r.level(x)",
        "x",
    ]
    chapter = notebook.Notebook(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(each) for each in cells]))
    assert [makers.called(chapter, cell) for cell in range(1, 6)] == [
        "",
        "",
        "waters.readings.stated",
        "waters.readings.level",
        "",
    ]


def test_every_published_value_and_every_exhibit_of_this_book_has_its_place():
    the_book = book.find(ROOT)
    lost = []
    for chapter in the_book.chapters:
        content = notebook.read(chapter.file)
        made = {name: (value["made_by"], name) for name, value in content.values().items()}
        for number, cell in enumerate(content.node.cells, 1):
            if cell.cell_type == "code" and cell.outputs:
                made[f"cell {number}"] = (makers.called(content, number), "")
        lost += [f"{chapter.name}: {key}" for key, (function, name) in made.items()
                 if makers.locate(the_book.root, function, name) is None]  # fmt: skip
    assert lost == []
