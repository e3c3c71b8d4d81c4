"""From print back to the rows, and from a row forward to print, on a small book about something else."""

from __future__ import annotations

import json

import pytest

from press.rows import Rows


@pytest.fixture
def book(second_book):
    return second_book


def traced(book, *arguments):
    done = book.press("trace", *arguments, "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_value_leads_back_to_sentence_cell_function_and_the_rows_that_move_it(book):
    before = book.files("chapters", "data", "src")
    (found,) = traced(book, "harbour.mean")["traces"]
    assert (found["value"], found["unit"]) == (3.0, "metres")
    assert [(place["place"], place["sentence"]) for place in found["printed"]] == [
        ("index.md", "The mean of the harbour is 3.0 metres."),
        ("chapters/harbour.ipynb, cell 1", "Since 3.0 is the mean, nothing else is said."),
    ]
    assert found["cell"] == {"notebook": "chapters/harbour.ipynb", "number": 4}
    assert found["function"]["path"] == "src/tides/__init__.py"
    (table,) = found["tables"]
    assert table["path"] == "data/levels.csv"
    # the chapter counts from 2001: the row of 2000 does nothing
    assert [(row["names"], row["how"], row["new"]) for row in table["rows"]] == [
        (["2001"], "left out", 4.0),
        (["2002"], "left out", 2.0),
    ]
    assert book.files("chapters", "data", "src") == before


def test_words_in_print_lead_to_the_value_that_they_came_from(book):
    found = traced(book, "--text", "3.0")
    assert [place["targets"] for place in found["places"]] == [["harbour.mean"], ["harbour.mean"]]
    assert [each["label"] for each in found["traces"]] == ["harbour.mean"]
    (typed,) = traced(book, "--text", "nothing else")["places"]
    assert typed["targets"] == []


def test_a_row_leads_forward_to_all_that_it_moves_in_every_chapter_that_reads_it(book):
    harbour, river = traced(book, "data/levels.csv:2001")
    assert [(each["name"], each["old"], each["new"]) for each in harbour["values"]] == [("mean", 3.0, 4.0)]
    assert (river["how"], river["values"]) == ("", [])
    harbour, river = traced(book, "data/levels.csv:row 1")
    assert harbour["values"] == []
    assert [(each["name"], each["old"], each["new"]) for each in river["values"]] == [("first", 1.0, 2.0)]


def test_a_row_without_which_the_chapter_fails_is_lent_its_neighbours_cells(book):
    book.replace("chapters/harbour.ipynb", "sum(found) / len(found)", "found[1] + 0 * found[0]")
    assert book.press("run").returncode == 0
    (found,) = traced(book, "harbour.mean")["traces"]
    rows = {row["names"][0]: (row["how"], row["new"]) for row in found["tables"][0]["rows"]}
    assert rows == {"2002": ("stood in", 2.0)}
    (harbour, _) = traced(book, "data/levels.csv:2002")
    assert (harbour["how"], "IndexError" in harbour["error"]) == ("stood in", True)


def test_a_search_that_has_used_up_its_runs_says_which_rows_it_did_not_tell_apart(book):
    (found,) = traced(book, "harbour.mean", "--runs", "1")["traces"]
    (row,) = found["tables"][0]["rows"]
    assert (row["names"], row["note"]) == (["2000", "2001", "2002"], "not divided")


def test_rows_that_move_a_value_only_together_are_named_together(book):
    book.replace("data/levels.csv", "2002,4.0", "2002,4.0\n2003,4.0")
    book.replace("chapters/harbour.ipynb", "sum(found) / len(found)", "max(found)")
    assert book.press("run").returncode == 0
    (found,) = traced(book, "harbour.mean")["traces"]
    (row,) = found["tables"][0]["rows"]
    assert (row["names"], row["note"], row["new"]) == (["2002", "2003"], "only together", 2.0)


def test_a_stale_chapter_is_refused_and_wrong_words_are_told_apart(book):
    for wrong in (["nowhere.mean"], ["data/levels.csv:1999"], ["data/none.csv:1"], ["--text", "9.9"], []):
        done = book.press("trace", *wrong)
        assert done.returncode == 2, (wrong, done.stderr)
    book.replace("data/levels.csv", "2001,2.0", "2001,2.5")
    done = book.press("trace", "harbour.mean")
    assert (done.returncode, "harbour.ipynb is stale" in done.stderr) == (1, True)


def test_leaving_a_row_out_keeps_every_other_byte(tmp_path):
    text = 'name,words\r\na,"two\r\nlines, quoted"\r\nb,"say ""so"""\r\nc,plain\r\n'
    (tmp_path / "x.csv").write_bytes(text.encode())
    rows = Rows.read(tmp_path, "x.csv")
    assert rows.names == ["a", "b", "c"]
    assert rows.without(range(3, 3)) == text
    assert rows.without(range(0, 1)) == 'name,words\r\nb,"say ""so"""\r\nc,plain\r\n'
    assert rows.stood_in(range(2, 3)).endswith('b,"say ""so"""\r\nc,"say ""so"""\r\n')
    assert rows.stood_in(range(0, 3)) is None
