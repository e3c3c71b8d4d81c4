"""Whatever interrupts a run or a print: record and book stay as they were, nobody is left over, and it resumes."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ..conftest import heed_interrupts

CHAPTER = "chapters/harbour.ipynb"
PUBLISHED = "publish(mean=sum(found) / len(found))"
WAITING = "while open('../data/wait.txt').read():\\n    pass\\n" + PUBLISHED
PATIENCE = 60


@pytest.fixture
def book(second_book, monkeypatch, tmp_path):
    """The small book, whose first chapter waits for as long as ``data/wait.txt`` says something."""
    (tmp_path / "scratch").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "scratch"))
    return second_book


def waiting(book):
    (book.root / "data/wait.txt").write_text("wait", encoding="utf-8")
    book.replace(CHAPTER, PUBLISHED, WAITING)
    return book


def start(book, *arguments: str, **named) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "press", *arguments], cwd=book.root, text=True, start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(book.root / "src")}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        preexec_fn=heed_interrupts, **named,
    )  # fmt: skip


def left_over(book) -> list[str]:
    """The command lines of all servers and kernels that work for the book: its root is among their variables."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"PRESS_ROOT={book.root}\0".encode() in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text(encoding="utf-8").replace("\0", " "))
    return found


def until(condition, what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"in vain waited until {what}"
        time.sleep(0.02)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=lambda s: s.name)
def test_a_run_that_is_stopped_leaves_everything_as_it_was_and_nobody_behind(book, tmp_path, signum):
    waiting(book)
    before = book.files("chapters")
    process = start(book, "run", "harbour")
    logs = tmp_path / "scratch"
    until(lambda: any("wait.txt" in log.read_text() for log in logs.glob("press-*/observed")), "the chapter waits")
    if signum == signal.SIGINT:
        os.killpg(process.pid, signum)  # as a terminal does
    else:
        process.send_signal(signum)
    _, said = process.communicate(timeout=PATIENCE)
    until(lambda: left_over(book) == [], "the kernels have gone")
    assert book.files("chapters") == before
    if signum == signal.SIGINT:
        assert (process.returncode, said) == (1, "interrupted; chapters and book stay as they were\n")
        assert list(logs.iterdir()) == []
    (book.root / "data/wait.txt").write_text("", encoding="utf-8")
    done = book.press("run")
    assert (done.returncode, "harbour" in done.stdout) == (0, True), done.stderr
    assert book.press("status").returncode == 0


@pytest.mark.parametrize("plain", [[], ["--plain"]], ids=["forked", "plain"])
def test_a_cell_that_hangs_is_stopped_and_named(book, plain):
    book.replace("pyproject.toml", 'analysis = "tides"', 'analysis = "tides"\ncell_timeout = 1')
    stubborn = "import signal, time\\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\\nwhile True: time.sleep(1)"
    book.replace(CHAPTER, PUBLISHED, stubborn)
    before = book.files("chapters")
    done = book.press("run", "harbour", *plain)
    assert done.returncode == 1
    assert f"{CHAPTER}, code cell 3: took longer than 1 seconds and was stopped" in done.stderr
    assert "cell_timeout in [tool.press] of pyproject.toml" in done.stderr
    assert left_over(book) == []
    assert book.files("chapters") == before


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        (
            "import resource\\nresource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))\\nbytearray(1 << 40)",
            "MemoryError",
        ),
        ("import os\\nos.abort()", "the kernel died"),
        ("import ctypes\\nctypes.string_at(0)", "the kernel died"),
        ("import os\\nos._exit(0)", "the kernel died"),
    ],
    ids=["out of memory", "abort", "segmentation fault", "exit"],
)  # fmt: skip
def test_a_chapter_that_takes_its_kernel_along_is_named(book, source, complaint):
    book.replace(CHAPTER, PUBLISHED, source)
    before = book.files("chapters")
    done = book.press("run", "harbour")
    assert done.returncode == 1
    assert f"{CHAPTER}, code cell 3: {complaint}" in done.stderr
    assert "the notebook and its record stay as they were" in done.stderr
    assert left_over(book) == []
    assert book.files("chapters") == before


def test_a_draft_of_a_run_that_was_killed_is_cleared_away(book):
    draft = book.root / "chapters/.harbour.ipynb.4194303.part"
    draft.write_text("{", encoding="utf-8")
    assert book.press("run", "harbour", "--all").returncode == 0
    assert not draft.exists()
