"""A reviewer changes something: what moves, what is refused, and what is said."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pikepdf
import pytest


def test_a_changed_cell_is_noticed_refused_and_after_a_run_stands_in_both_editions(printed, book_copy):
    book = book_copy
    book.replace("data/arrivals.csv", "2019,202,845,1047", "2019,203,845,1048")

    status = book.press("status")
    assert status.returncode == 1
    assert "data/arrivals.csv changed: row 2019, men 202 → 203, row 2019, total 1047 → 1048" in status.stdout
    assert "chapters/arrivals.ipynb: stale" in status.stdout

    refused = book.press("html")
    assert refused.returncode == 1
    assert "chapters/arrivals.ipynb is stale" in refused.stderr
    assert not (book.root / "_build" / "html").exists()

    nbval = book.run(sys.executable, "-m", "pytest", "-vv", "--nbval", "--nbval-current-env", "chapters/arrivals.ipynb")
    assert nbval.returncode == 1
    assert "1047" in nbval.stdout
    assert "1048" in nbval.stdout

    told = [line.split(":")[0] for line in status.stdout.splitlines() if line.endswith(": stale")]
    stale = {path for path in told if path.startswith("chapters/")}
    # a stand-in for the environment: the one that runs this test, taken as made
    venv = os.path.dirname(os.path.dirname(sys.executable))  # noqa: PTH120 (a symlink must stay one)
    made = book.run("make", "book", f"VENV={venv}", "-o", f"{venv}/.ready")
    assert made.returncode == 0, made.stderr
    ran = {line.split()[1] for line in made.stdout.splitlines() if re.search(r"chapters/\S+ ran in ", line)}
    assert stale <= ran
    assert ran - stale <= {"chapters/ledger.ipynb"}  # it loads the tables of the sweeps, which were stale as well

    page = (book.root / "_build/html/chapters/arrivals.html").read_text(encoding="utf-8")
    quoted = re.findall(r'<span class="press-value"[^>]*>([^<]+)</span>', page)
    assert "1,048" in quoted
    assert "1,047" not in quoted
    pdf = book.root / "_build/pdf/rights-in-transit.pdf"
    text = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True, check=True).stdout
    assert "1,048" in text
    with pikepdf.open(pdf) as opened:
        assert b"203,men,2019" in opened.attachments["arrivals-yearly.csv"].get_file().read_bytes()
    assert printed.press("verify", str(pdf)).returncode == 1


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("2019,202,845,1047", "2019,-202,845,643", ("row 2019", "column men", "-202", "at least 0")),
        ("2019,202,845,1047", "2019,2o2,845,1047", ("row 2019", "column men", "2o2", "whole number")),
        ("1047,mou_table_en_2024", "1047,nobody_2024", ("row 2019", "column source_id", "nobody_2024", "sources.csv")),
        ("2019,202,845,1047", "2018,202,845,1047", ("row 2018", "column year", "one row alone")),
        ("2019,202,845,1047", "2019,202,845,1049", ("row 2019", "men + women == total", "1049")),
    ],
)
def test_a_broken_row_is_named_once_and_nothing_is_built(book_copy, old, new, said):
    book_copy.replace("data/arrivals.csv", old, new)
    (book_copy.root / "_build").mkdir()
    (book_copy.root / "_build" / "before").write_text("as it was", encoding="utf-8")
    for verb in ("run", "html"):
        done = book_copy.press(verb)
        assert done.returncode == 2, done.stderr
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr
        assert all(words in done.stderr for words in ("data/arrivals.csv", *said)), done.stderr
    assert list(book_copy.files("_build")) == ["_build/before"]


def test_a_failing_cell_stops_the_build_and_is_named(book_copy):
    book_copy.replace("chapters/arrivals.ipynb", '"publish(found)"', '"1/0"')
    done = book_copy.press("run")
    assert done.returncode == 1
    assert "chapters/arrivals.ipynb, code cell" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert book_copy.press("html").returncode == 1


def test_a_name_that_nobody_publishes_stops_the_build_and_is_named(book_copy):
    book_copy.replace("chapters/arrivals.ipynb", "{value}`peak_total:,`", "{value}`peek_total:,`")
    done = book_copy.press("html")
    assert done.returncode == 1
    assert "chapters/arrivals.ipynb, cell 1: 'peek_total' is not published" in done.stderr


def test_a_typed_quantity_stops_the_build_and_is_named(book_copy):
    book_copy.replace("index.md", "## How to read this book", "In all 34,537 people came.\n\n## How to read this book")
    done = book_copy.press("pdf")
    assert done.returncode == 1
    assert "index.md" in done.stderr
    assert "34,537" in done.stderr


def test_a_warning_of_sphinx_is_an_error_and_keeps_the_old_print(book_copy):
    (book_copy.root / "_build/html").mkdir(parents=True)
    (book_copy.root / "_build/html/index.html").write_text("old", encoding="utf-8")
    book_copy.replace("index.md", "## How to read this book", "{numref}`fig-nowhere`\n\n## How to read this book")
    done = book_copy.press("html")
    assert done.returncode == 1
    assert "fig-nowhere" in done.stderr
    assert (book_copy.root / "_build/html/index.html").read_text(encoding="utf-8") == "old"


def test_another_place_time_zone_and_language_print_the_same_bytes(printed, book_copy):
    elsewhere = {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "11"}
    for verb in ("pdf", "html"):
        done = book_copy.press(verb, **elsewhere)
        assert done.returncode == 0, done.stderr
    here, there = printed.files("_build"), book_copy.files("_build")
    assert here.keys() == there.keys()
    assert [name for name in here if here[name] != there[name]] == []


def test_a_stranger_who_types_jupyter_book_build_gets_the_book_or_the_refusal(book_copy):
    command = (sys.executable, "-c", "from jupyter_book.cli.main import main; main()", "build", ".", "-q", "-W")
    done = book_copy.run(*command)
    assert done.returncode == 0, done.stderr[-2000:]
    book_copy.replace("data/arrivals.csv", "2019,202,845,1047", "2019,203,845,1048")
    done = book_copy.run(*command, "--all")
    assert done.returncode != 0
    assert "is stale" in done.stderr + done.stdout
