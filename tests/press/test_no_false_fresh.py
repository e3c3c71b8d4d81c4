"""Whatever could change a chapter's result makes it stale; what is known not to change it, and only that, does not."""

from __future__ import annotations

import json
import os
import shutil
import zlib
from collections.abc import Callable
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

from press import execution, status
from press.book import Book
from press.errors import Finding
from press.run import run

ROOT = Path(__file__).resolve().parents[2]
CHAPTER, RECORD, MODULE, DATA = (
    "chapters/harbour.ipynb", "chapters/harbour.provenance.json", "src/tides/__init__.py", "data/levels.csv",
)  # fmt: skip
DEEP, DEEPER = "src/tides/deep.py", "src/tides/deeper.py"
DEEPER_SOURCE = '''"""Two levels below the chapter."""

import functools

SCALE = 1


@functools.cache
def deeper(value=1, *, twice=True):
    """Give a value back."""
    return value * SCALE  # and nothing else
'''
CELLS = ["from tides import levels, publish", "from tides import deep, doors\ndoors.everything()", "a = 1", "b = 2"]


def _doors(root: Path):
    spec = spec_from_file_location("doors", root / "src/tides/doors.py")
    doors = module_from_spec(spec)
    spec.loader.exec_module(doors)
    return doors


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """The small book, its first chapter made to read in every way that there is, and run."""
    root = tmp_path_factory.mktemp("doors") / "tides"
    shutil.copytree(ROOT / "tests" / "second_book", root)
    shutil.copy(Path(__file__).with_name("doors.py"), root / "src/tides/doors.py")
    doors = _doors(root)
    for name in doors.READS:
        doors.write(name, 1)
    for name in doors.FOLDERS:
        doors.write(f"folders/{name}/one.csv", 1)
    doors.write("other_chapter_only.csv", 1)
    doors.write("hidden.txt", 1)
    doors.write("twin.txt", 1)
    (root / "data/link.txt").symlink_to("hidden.txt")
    (root / DEEP).write_text("from tides.deeper import deeper\n\nDEEP = deeper()\n", encoding="utf-8")
    (root / DEEPER).write_text(DEEPER_SOURCE, encoding="utf-8")
    _edit_cells(root, lambda cells: cells.__setitem__(slice(2, 2), [_cell(source) for source in CELLS]))
    replace(
        root, "chapters/river.ipynb", "publish(first=levels(1900)[0])",
        "publish(first=levels(1900)[0] + 0 * len(open('../data/other_chapter_only.csv').read()))",
    )  # fmt: skip
    book = Book(root)
    run(book, book.chapters, tell=lambda _: None)
    assert status.Status(Book(root)).stale() == {chapter.path: [] for chapter in book.chapters}
    return root


@pytest.fixture
def root(ready, tmp_path):
    shutil.copytree(ready, tmp_path / "tides", symlinks=True)
    return tmp_path / "tides"


def why(root: Path, chapter: str = "harbour") -> list[str]:
    book = Book(root)
    return status.reasons(book, book.chapter(chapter))


def replace(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text(encoding="utf-8")
    assert old in text, f"{old!r} not in {path}"
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def change(path: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda root: replace(root, path, old, new)


def keep_size_and_times(path: str, old: str, new: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        before = (root / path).stat()
        replace(root, path, old, new)
        os.utime(root / path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert (root / path).stat().st_size == before.st_size

    return edit


def write(path: str, text: str = "") -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")

    return edit


def remove(path: str) -> Callable[[Path], None]:
    return lambda root: (root / path).unlink()


def retarget(target: str) -> Callable[[Path], None]:
    def edit(root: Path) -> None:
        (root / "data/link.txt").unlink()
        (root / "data/link.txt").symlink_to(target)

    return edit


def _cell(source: str) -> dict:
    return {
        "cell_type": "code", "execution_count": None, "id": f"cell-{zlib.crc32(source.encode())}", "metadata": {},
        "outputs": [], "source": source,
    }  # fmt: skip


def _edit_cells(root: Path, edit: Callable[[list], object]) -> None:
    content = json.loads((root / CHAPTER).read_text(encoding="utf-8"))
    edit(content["cells"])
    (root / CHAPTER).write_text(json.dumps(content), encoding="utf-8")


def cells(edit: Callable[[list], object]) -> Callable[[Path], None]:
    return lambda root: _edit_cells(root, edit)


def forge(root: Path) -> None:
    """Change the data, and put its new digest into the record."""
    from press import digest

    before = digest.of_file(root / DATA)
    replace(root, DATA, "2001,2.0", "2001,2.5")
    replace(root, RECORD, before, digest.of_file(root / DATA))


def swap(first: int, second: int) -> Callable[[list], None]:
    def edit(found: list) -> None:
        found[first], found[second] = found[second], found[first]

    return edit


STALE: dict[str, tuple[Callable[[Path], None], str]] = {
    # data
    "a cell of a table": (change(DATA, "2001,2.0", "2001,2.5"), f"{DATA} changed"),
    "the order of rows": (change(DATA, "2000,1.0\n2001,2.0\n", "2001,2.0\n2000,1.0\n"), f"{DATA} changed"),
    "a new row": (change(DATA, "2002,4.0\n", "2002,4.0\n2003,4.0\n"), f"{DATA} changed"),
    "the ends of lines": (change(DATA, "2001,2.0\n", "2001,2.0\r\n"), f"{DATA} changed"),
    "data, but not its size and times": (keep_size_and_times(DATA, "2001,2.0", "2001,2.5"), f"{DATA} changed"),
    "a table that goes": (remove(DATA), f"{DATA} is gone"),
    "a table that becomes a folder": (lambda r: ((r / DATA).unlink(), (r / DATA).mkdir()), f"{DATA} is gone"),
    "where a link leads": (retarget("levels.csv"), "data/link.txt"),
    "where a link leads, to the same content": (retarget("twin.txt"), "data/link.txt led to hidden.txt"),
    "what a link leads to": (write("data/hidden.txt", "2"), "data/link.txt changed"),
    # code
    "a function": (change(MODULE, ">= since", "> since"), f"{MODULE} changed"),
    "code, but not its size and times": (keep_size_and_times(MODULE, ">= since", "<= since"), f"{MODULE} changed"),
    "a docstring": (change(MODULE, "without any library", "with no library"), f"{MODULE} changed"),
    "a constant two imports away": (change(DEEPER, "SCALE = 1", "SCALE = 2"), f"{DEEPER} changed"),
    "the type of a constant": (change(DEEPER, "SCALE = 1", "SCALE = 1.0"), f"{DEEPER} changed"),
    "a default argument": (change(DEEPER, "value=1", "value=2"), f"{DEEPER} changed"),
    "a default of a named argument": (change(DEEPER, "twice=True", "twice=False"), f"{DEEPER} changed"),
    "a decorator": (change(DEEPER, "functools.cache", "functools.lru_cache"), f"{DEEPER} changed"),
    "an encoding named in a comment": (change(MODULE, '"""The', '# coding: latin-1\n"""The –'), f"{MODULE} changed"),
    "a syntax error": (change(DEEPER, "def deeper(", "def deeper(("), f"{DEEPER} changed"),
    "a module that goes": (remove(DEEPER), f"{DEEPER} is gone"),
    "a package that shadows a module": (write("src/tides/deep/__init__.py", "DEEP = 2"), "import of src/tides/deep"),
    "an extension that shadows a module": (write("src/tides/deep.abi3.so"), "import of src/tides/deep"),
    "a module that shadows a package": (
        lambda r: ((r / MODULE).unlink(), write("src/tides.py")(r)), f"{MODULE} is gone",
    ),
    "a module that shadows a library": (write("src/csv.py"), "modules were added to or taken from src/"),
    "a package that shadows a library": (write("src/csv/__init__.py"), "modules were added to or taken from src/"),
    "a module beside the chapter": (write("chapters/csv.py"), "modules were added to or taken from chapters/"),
    # the chapter
    "a code cell": (change(CHAPTER, "found = levels(since)", "found = levels(since + 0)"), "code cell 6"),
    "a comment in a code cell": (change(CHAPTER, "found = levels(since)", "found = levels(since)  #"), "code cell 6"),
    "the parameters cell": (change(CHAPTER, "since = 2001", "since = 2002"), "code cell 1"),
    "the order of cells": (cells(swap(4, 5)), "code cell"),
    "a cell that goes": (cells(lambda found: found.pop(4)), "code cell"),
    "a cell that comes": (cells(lambda found: found.append(_cell("c = 3"))), "code cell"),
    "a cell that is no code any more": (cells(lambda found: found[4].update(cell_type="raw")), "code cell"),
    "a tag that skips a cell": (cells(lambda f: f[2]["metadata"].update(tags=["skip-execution"])), "code cell 2"),
    "a tag that drops a cell": (cells(lambda f: f[2]["metadata"].update(tags=["injected-parameters"])), "code cell 2"),
    "a published value by hand": (change(CHAPTER, '"value": 3.0', '"value": 3.5'), "value mean"),
    "an output by hand that is not published": (
        change(CHAPTER, "'mean': 3.0", "'mean': 3.5"), "outputs of chapters/harbour.ipynb were changed",
    ),
    "an output that goes": (cells(lambda found: found[-1].update(outputs=[])), "value mean"),
    # what stands beside
    "a parameter": (change("parameters.yml", "value: 2001", "value: 2002"), "parameter since: 2001 → 2002"),
    "the type of a parameter": (change("parameters.yml", "value: 2001", "value: 2001.0"), "2001 → 2001.0"),
    "a parameter that goes": (write("parameters.yml"), "parameter since: 2001 → 'not set'"),
    "the lock": (change("requirements.lock", "no dependency", "still none"), "requirements.lock changed"),
    "a record that goes": (remove(RECORD), "no provenance record"),
    "a record by hand": (change(RECORD, '"since": 2001', '"since": 2001.0'), "record was edited by hand"),
    "data and its digest in the record": (forge, "record was edited by hand"),
    "a record cut short": (write(RECORD, '{"format": 3}'), "record was edited by hand"),
    "another chapter's record": (
        lambda r: shutil.copy(r / "chapters/river.provenance.json", r / RECORD), "parameter since",
    ),
}  # fmt: skip
FRESH: dict[str, Callable[[Path], None]] = {
    "a comment in a module": change(DEEPER, "# and nothing else", "# and no more"),
    "blank lines in a module": change(MODULE, "import csv", "\n\nimport csv"),
    "prose": change(CHAPTER, "nothing else is said", "little else is said"),
    "the name of a cell": cells(lambda found: found[4].update(id="another-name")),
    "the indentation of the notebook": cells(lambda found: None),
    "what a parameter is said to be": change("parameters.yml", "first year that", "the first year that"),
    "a module that nobody imports": write("src/tides/stranger.py", "x = 1"),
    "a table that nobody reads": write("data/stranger.csv", "1"),
    "a table that another chapter reads": write("data/other_chapter_only.csv", "22"),
    "a record's times": lambda root: os.utime(root / RECORD),
    "a table's times": lambda root: os.utime(root / DATA),
    "a table's mode": lambda root: (root / DATA).chmod(0o755),
}


@pytest.mark.parametrize("edit", STALE)
def test_a_chapter_is_stale_after_an_edit_of(root, edit):
    make, cause = STALE[edit]
    make(root)
    reasons = why(root)
    assert any(cause in reason for reason in reasons), reasons


@pytest.mark.parametrize("edit", FRESH)
def test_a_chapter_stays_fresh_after_an_edit_of(root, edit):
    FRESH[edit](root)
    assert why(root) == []


def test_the_chapter_that_reads_a_table_is_stale_and_no_other(root):
    write("data/other_chapter_only.csv", "22")(root)
    assert why(root, "river") == ["data/other_chapter_only.csv changed"]
    assert why(root, "harbour") == []


def test_every_door_through_which_a_file_is_read_makes_stale_when_the_file_changes(root):
    doors = _doors(root)
    for name in doors.READS:
        before = (root / "data" / name).read_bytes()
        if name.endswith("source.py"):
            replace(root, f"data/{name}", "# a remark", "# another")  # who reads the source reads its comments
        else:
            doors.write(name, 2)
        assert why(root) == [f"data/{name} changed"], name
        (root / "data" / name).write_bytes(before)
    assert why(root) == []


def test_every_file_that_a_chapter_looked_for_makes_stale_when_it_comes_or_goes(root):
    doors = _doors(root)
    for name in doors.ABSENT:
        write(f"data/{name}", "1")(root)
        assert why(root) == [f"data/{name} was absent when the chapter looked for it, and is file now"], name
        remove(f"data/{name}")(root)
    for name in ("exists.txt", "is_file.txt", "access.txt", "pool.txt"):
        remove(f"data/{name}")(root)
        assert why(root)[0] == f"data/{name} is gone", name
        doors.write(name, 1)
    assert why(root) == []


def test_every_folder_that_a_chapter_listed_makes_stale_when_its_files_change(root):
    for name in _doors(root).FOLDERS:
        reason = [f"files were added to or taken from data/folders/{name}/"]
        (root / f"data/folders/{name}/two.csv").touch()
        assert why(root) == reason, name
        (root / f"data/folders/{name}/two.csv").unlink()
        (root / f"data/folders/{name}/one.csv").rename(root / f"data/folders/{name}/two.csv")
        assert why(root) == reason, name
        (root / f"data/folders/{name}/two.csv").unlink()
        (root / f"data/folders/{name}/one.csv").mkdir()
        assert why(root) == reason, name
        (root / f"data/folders/{name}/one.csv").rmdir()
        (root / f"data/folders/{name}/one.csv").write_text("1")
    assert why(root) == []


def test_every_module_that_a_chapter_imported_in_vain_makes_stale_when_it_comes(root):
    for name in _doors(root).MODULES_IN_VAIN:
        for path in (f"src/tides/{name}.py", f"src/tides/{name}/__init__.py"):
            write(path)(root)
            assert why(root) == [f"an import of src/tides/{name} found no module and finds {path} now"], name
            remove(path)(root)
        (root / f"src/tides/{name}").rmdir()
    assert why(root) == []


@pytest.mark.parametrize(
    ("edit", "named"),
    [
        (change(DATA, "2001,2.0", "2001,2.5"), DATA),
        (change(DEEPER, "SCALE = 1", "SCALE = 2"), DEEPER),
        (write("data/absent/opened", "1"), "data"),
        (write("data/folders/glob/two.csv", "1"), "data/folders/glob"),
        (remove("data/open.txt"), "data"),
        (remove("data/exists.txt"), "data"),
    ],
    ids=["a table", "a module", "a file looked for in vain", "a listed folder", "a read file", "a file asked for"],
)
def test_what_changes_while_a_chapter_runs_is_never_taken_for_what_was_read(root, edit, named, monkeypatch):
    def execute_and_edit(*arguments, **named):
        done = execution.execute(*arguments, **named)
        edit(root)
        return done

    monkeypatch.setattr("press.run.execute", execute_and_edit)
    before = (root / CHAPTER).read_bytes(), (root / RECORD).read_bytes()
    book = Book(root)
    with pytest.raises(Finding, match=f"{named} changed while {CHAPTER} ran"):
        run(book, [book.chapter("harbour")], tell=lambda _: None)
    assert ((root / CHAPTER).read_bytes(), (root / RECORD).read_bytes()) == before
