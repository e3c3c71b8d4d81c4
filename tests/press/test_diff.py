"""What moved between two states of a book, and which sentences say so."""

from __future__ import annotations

import json
import re
import subprocess

import nbformat
import pytest

from press.records import compare

MIME = "application/vnd.press.values+json"
FIGURE = "application/vnd.vegalite.v6+json"
TABLE = "application/vnd.dataresource+json"


@pytest.fixture
def book(second_book):
    """The small book with a figure, a table and a predicate, committed."""
    bundle = {
        FIGURE: {"datasets": {"tide": [{"metres": 1.0, "year": 2000}, {"metres": 2.0, "year": 2001}]},
                 "usermeta": {"exhibit": "tide", "sources": [], "statuses": {}}},
        "image/svg+xml": "<svg xmlns='http://www.w3.org/2000/svg'><text>as it was</text></svg>",
    }  # fmt: skip
    table = {
        TABLE: {"name": "marks", "schema": {"fields": [{"name": "year"}, {"name": "metres"}]},
                "data": [{"metres": 1.0, "year": 2000}, {"metres": 1.0, "year": 2001}],
                "usermeta": {"exhibit": "marks", "sources": [], "statuses": {}}},
    }  # fmt: skip
    predicate = {MIME: {"rose": {"kind": "predicate", "value": True, "unit": "", "about": "it rose", "made_by": "x"}}}
    edit(second_book, lambda node: node.cells.extend(cell(each) for each in (bundle, table, predicate)))
    second_book.replace("index.md", "metres.", "metres, and {holds}`it rose <harbour.rose>`.")
    commit(second_book, "with exhibits")
    return second_book


def cell(bundle):
    return nbformat.v4.new_code_cell("shown()", outputs=[nbformat.v4.new_output("display_data", data=bundle)])


def edit(book, change):
    path = book.root / "chapters/harbour.ipynb"
    node = nbformat.read(path, as_version=4)
    change(node)
    nbformat.write(node, path)


def commit(book, message):
    git = ("git", "-C", str(book.root), "-c", "user.name=t", "-c", "user.email=t@example.org")
    subprocess.run([*git, "commit", "-qam", message], check=True)


def raise_the_sea(node):
    for each in node.cells:
        for output in each.get("outputs", []):
            data = output["data"]
            if MIME in data and "mean" in data[MIME]:
                data[MIME]["mean"]["value"] = 4.5
            if MIME in data and "rose" in data[MIME]:
                data[MIME]["rose"]["value"] = False
            if FIGURE in data:
                data[FIGURE]["datasets"]["tide"][1]["metres"] = 5.0
                data["image/svg+xml"] = data["image/svg+xml"].replace("as it was", "as it is")
            if TABLE in data:
                data[TABLE]["data"].append({"metres": 1.0, "year": 2002})


def test_two_equal_states_differ_in_nothing(book):
    done = book.press("diff")
    assert (done.returncode, "nothing moved" in done.stdout) == (0, True), done.stderr


def test_what_moved_is_told_with_its_size_and_its_sentences(book):
    edit(book, raise_the_sea)
    done = book.press("diff", "--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    mean, rose = told["values"]
    assert (mean["chapter"], mean["name"], mean["old"], mean["new"], mean["unit"]) == (
        "harbour", "mean", 3.0, 4.5, "metres",
    )  # fmt: skip
    assert (mean["absolute"], mean["relative"]) == ([1.5], [0.5])
    assert [sentence["text"] for sentence in mean["sentences"]] == [
        "The mean of the harbour is [3.0 → 4.5] metres, and [it rose → no longer true].",
        "Since [3.0 → 4.5] is the mean, nothing else is said.",
    ]
    assert [sentence["place"] for sentence in mean["sentences"]] == ["index.md", "chapters/harbour.ipynb, cell 1"]
    assert (rose["old"], rose["new"], rose["absolute"]) == (True, False, None)
    changes = {each["name"]: each["changes"] for each in told["exhibits"]}
    assert changes == {"tide": ["row 2001, metres: 2 → 5"], "marks": ["row 2002 added"]}


def test_the_page_shows_both_pictures_and_needs_nothing_else(book):
    edit(book, raise_the_sea)
    done = book.press("diff", "--html", "moved.html", "--markdown")
    assert done.returncode == 1, done.stderr
    assert "| `mean` | 3 | 4.5 | +1.5, +50.00% | mean, in metres |" in done.stdout
    assert "~~3.0~~ **4.5**" in done.stdout
    page = (book.root / "moved.html").read_text(encoding="utf-8")
    assert len(re.findall('src="data:image/svg', page)) == 2
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []
    assert "<del>3.0</del> <ins>4.5</ins>" in page


def test_two_commits_are_compared_whatever_lies_in_the_working_tree(book):
    edit(book, raise_the_sea)
    commit(book, "risen")
    assert book.press("diff").returncode == 0
    moved = book.press("diff", "HEAD~1..HEAD")
    assert (moved.returncode, "mean: 3 → 4.5 metres (+1.5, +50.00%)" in moved.stdout) == (1, True)
    (book.root / "chapters/harbour.ipynb").unlink()
    assert book.press("diff", "HEAD~1..HEAD").stdout == moved.stdout
    assert book.press("diff", "HEAD~1...HEAD").returncode == 1
    assert book.press("diff", "HEAD...HEAD~1").returncode == 0, "the two parted where the older stands"


def test_a_value_or_figure_that_came_or_went_is_told(book):
    edit(book, lambda node: node.cells.__delitem__(slice(-3, None)))
    told = json.loads(book.press("diff", "--json").stdout)
    assert [(each["name"], each["new"]) for each in told["values"]] == [("rose", None)]
    assert [each["changes"] for each in told["exhibits"]] == [["the figure is gone"], ["the table is gone"]]


def test_what_is_no_commit_or_no_book_is_wrong_use(book):
    for wrong in ("nonsense", "HEAD..nonsense", "--output=x"):
        assert book.press("diff", wrong).returncode == 2
    assert book.press("diff", "--html", "nowhere/moved.html").returncode == 2
    (book.root / "_toc.yml").rename(book.root / "toc")
    commit(book, "no book")
    (book.root / "toc").rename(book.root / "_toc.yml")
    done = book.press("diff")
    assert (done.returncode, "holds no book" in done.stderr) == (2, True)


def test_rows_are_matched_by_what_names_them_and_not_by_a_measurement():
    old = [{"n": 5, "sex": s, "year": y, "share": 0.5} for y in (2000, 2001) for s in "ab"]
    new = [dict(row) for row in old]
    new[3]["n"] = 7
    assert compare(old, new) == ["row b 2001, n: 5 → 7"]
    assert compare(old, old[:3]) == ["row b 2001 removed"]
    assert compare([{"x": 1.5}], [{"x": 2.5}]) == ["row 1, x: 1.5 → 2.5"]
