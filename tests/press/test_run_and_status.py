"""Running chapters and telling whether they are fresh, on a small book about something else."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def book(second_book):
    return second_book


def reasons(book, chapter="harbour"):
    done = book.press("status", "--json")
    assert done.returncode in (0, 1), done.stderr
    return json.loads(done.stdout)[f"chapters/{chapter}.ipynb"]


def test_a_committed_record_is_fresh_and_running_again_changes_no_byte(book):
    before = book.files("chapters")
    assert book.press("status").returncode == 0
    again = book.press("run", "--all")
    assert again.returncode == 0, again.stderr
    assert book.files("chapters") == before


def test_a_plain_kernel_finds_the_same_as_a_forked_one(book):
    before = book.files("chapters")
    done = book.press("run", "--all", "--plain", PYTHONHASHSEED="7", TZ="Asia/Seoul", LC_ALL="C")
    assert done.returncode == 0, done.stderr
    assert book.files("chapters") == before


def test_only_stale_chapters_run(book):
    book.replace("parameters.yml", "value: 2001", "value: 2002")
    assert reasons(book) == ["parameter since: 2001 → 2002"]
    assert reasons(book, "river") == []
    done = book.press("run")
    assert "harbour" in done.stdout
    assert "river" not in done.stdout
    assert book.press("status").returncode == 0
    assert "since = 2002" in (book.root / "chapters/harbour.ipynb").read_text(encoding="utf-8")


def test_a_changed_cell_of_the_data_is_named(book):
    book.replace("data/levels.csv", "2001,2.0", "2001,2.5")
    done = book.press("status")
    assert done.returncode == 1
    assert "data/levels.csv changed: row 2001, metres 2.0 → 2.5" in done.stdout


def test_added_and_removed_rows_are_named(book):
    book.replace("data/levels.csv", "2000,1.0\n", "")
    book.replace("data/levels.csv", "2002,4.0\n", "2002,4.0\n2003,5.0\n")
    assert reasons(book) == ["data/levels.csv changed: row 2000 removed, row 2003 added"]


def test_a_changed_function_makes_stale_and_a_comment_does_not(book):
    book.replace("src/tides/__init__.py", "import csv", "# a remark\n\nimport csv")
    assert reasons(book) == []
    book.replace("src/tides/__init__.py", ">= since", "> since")
    assert reasons(book) == ["src/tides/__init__.py changed: lines 2–3, line 15"]


def test_code_lock_missing_files_and_edited_outputs_make_stale(book):
    chapter = "chapters/harbour.ipynb"
    number = json.loads((book.root / chapter).read_text(encoding="utf-8"))
    book.replace(chapter, '"value": 3.0', '"value": 3.25')
    assert reasons(book) == [f"outputs of {chapter} were changed since the run: value mean"]
    (book.root / chapter).write_text(json.dumps(number), encoding="utf-8")
    book.replace(chapter, "sum(found)", "max(found)")
    assert reasons(book) == [f"code of {chapter} changed: code cell 3"]
    book.replace("requirements.lock", "no dependency", "still none")
    assert reasons(book, "river") == ["requirements.lock changed"]
    (book.root / "data/levels.csv").unlink()
    assert "data/levels.csv is gone" in reasons(book, "river")


def test_same_code_with_other_data_publishes_its_own_number(book):
    twin = (book.root / "chapters/river.ipynb").read_text(encoding="utf-8")
    (book.root / "chapters/lake.ipynb").write_text(twin.replace("levels(1900)", "levels(2002)"), encoding="utf-8")
    book.replace("_toc.yml", "  - file: chapters/river\n", "  - file: chapters/river\n  - file: chapters/lake\n")
    assert book.press("run").returncode == 0
    values = {
        name: json.loads((book.root / f"chapters/{name}.ipynb").read_text(encoding="utf-8"))["cells"][-1]["outputs"][0][
            "data"
        ]["application/vnd.press.values+json"]["first"]["value"]
        for name in ("river", "lake")
    }
    assert values == {"river": 1.0, "lake": 4.0}


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("publish(mean=sum(found) / len(found))", "1/0", "code cell 3: ZeroDivisionError"),
        ("publish(mean=sum(found) / len(found))", "print(1)", "printed to stdout"),
        (
            "publish(mean=sum(found) / len(found))",
            "import subprocess; subprocess.run(['true'])",
            "started another process",
        ),
        (
            "publish(mean=sum(found) / len(found))",
            "import socket; socket.socket(2, 2).connect(('127.0.0.1', 9))",
            "used the network",
        ),
        ("publish(mean=sum(found) / len(found))", "open('note', 'w').close()", "wrote a file"),
        (
            "publish(mean=sum(found) / len(found))",
            "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
            "kernel",
        ),
    ],
)
def test_a_chapter_that_fails_or_misbehaves_leaves_everything_as_it_was(book, old, new, complaint):
    book.replace("chapters/harbour.ipynb", old, new)
    before = book.files("chapters")
    done = book.press("run")
    assert done.returncode == 1
    assert "chapters/harbour.ipynb" in done.stderr
    assert complaint in done.stderr.lower() if complaint == "kernel" else complaint in done.stderr
    after = {name: content for name, content in book.files("chapters").items() if not name.endswith("/note")}
    assert after == before


def test_an_unknown_parameter_is_an_error_and_not_a_warning(book):
    book.replace("parameters.yml", "  since:", "  sinse:")
    done = book.press("run")
    assert (done.returncode, "'sinse'" in done.stderr) == (2, True)
    done = book.press("run", "--set", "sinse=3", "--out", "elsewhere")
    assert done.returncode == 2


def test_a_what_if_needs_a_place_and_leaves_the_record_alone(book):
    before = book.files("chapters")
    assert book.press("run", "--set", "since=2002").returncode == 2
    done = book.press("run", "harbour", "--set", "since=2002", "--out", "what-if")
    assert done.returncode == 0, done.stderr
    assert book.files("chapters") == before
    assert '"value": 4.0' in (book.root / "what-if/harbour.ipynb").read_text(encoding="utf-8")


def test_a_what_if_from_a_stale_book_does_not_freshen_it(book):
    book.replace("data/levels.csv", "2001,2.0", "2001,2.5")
    assert book.press("run", "--out", "what-if").returncode == 0
    assert book.press("status").returncode == 1


def test_a_hidden_read_makes_the_file_part_of_the_record(book):
    (book.root / "data/secret.txt").write_text("2", encoding="utf-8")
    book.replace(
        "chapters/river.ipynb",
        "publish(first=levels(1900)[0])",
        "publish(first=float(open('../data/secret.txt').read()))",
    )
    assert book.press("run").returncode == 0
    (book.root / "data/secret.txt").write_text("3", encoding="utf-8")
    assert reasons(book, "river") == ["data/secret.txt changed"]


def test_a_folder_that_was_listed_makes_stale_when_a_file_joins_it(book):
    book.replace("chapters/river.ipynb", "levels(1900)[0]", "float(len(__import__('os').listdir('../data')))")
    assert book.press("run").returncode == 0
    assert reasons(book, "river") == []
    (book.root / "data/more.csv").write_text("a\n", encoding="utf-8")
    assert reasons(book, "river") == ["files were added to or taken from data/"]


def test_wrong_use_is_told_apart_from_findings(book):
    assert book.press("nonsense").returncode == 2
    assert book.press("run", "nobody").returncode == 2
    assert book.press("run", "--set", "novalue", "--out", "x").returncode == 2
    (book.root / "_toc.yml").unlink()
    done = book.press("status")
    assert (done.returncode, "not inside a book" in done.stderr) == (2, True)


@pytest.mark.parametrize("verb", ["status", "run", "check", "html", "pdf", "verify", "diff", "trace", "live"])
def test_each_verb_explains_itself(book, verb):
    done = book.press(verb, "--help")
    assert done.returncode == 0
    assert len(done.stdout.split()) > 40
