"""The served book follows what is saved: a real process, asked over HTTP, on a small book about something else."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

PATIENCE = 120


class Live:
    """``press live`` under way in a book."""

    def __init__(self, book):
        self.book = book
        env = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "press", "live", "--port", "0"],
            cwd=book.root, env=env | {"PYTHONPATH": str(book.root / "src")},
            stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        self.port = int(re.search(r"127\.0\.0\.1:(\d+)/", self.process.stdout.readline())[1])

    def get(self, path="index.html", **headers):
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}/{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8")

    def until(self, words, path="index.html", without="\0"):
        """Ask for a page until it says something, and something else no more."""
        end = time.monotonic() + PATIENCE
        while words not in (page := self.get(path)[1]) or without in page:
            assert time.monotonic() < end, page
            time.sleep(0.1)
        return page


@pytest.fixture
def live(second_book):
    live = Live(second_book)
    yield live
    if live.process.poll() is None:
        os.killpg(live.process.pid, signal.SIGKILL)
    live.process.wait()


def test_what_is_saved_stands_in_the_page_and_what_is_wrong_too(live):
    book = live.book
    live.until(">3.0<")
    version = json.loads(live.get("press-live")[1])["version"]

    book.replace("data/levels.csv", "2002,4.0", "2002,9.0")
    # an open page would notice: the version follows when all pages are printed
    page = live.until(">5.5<", without=f"known = {version};")
    assert "press-live-error" not in page
    assert book.press("status").returncode == 0

    book.replace("data/levels.csv", "2002,9.0", "2002,high")
    page = live.until("press-live-error")
    assert "chapters/harbour.ipynb" in page
    assert "could not convert string to float" in page
    assert ">5.5<" in page, "the last good print stays"

    book.replace("data/levels.csv", "2002,high", "2002,4.0")
    book.replace("index.md", "The mean", "By now the mean")
    assert "press-live-error" not in live.until("By now the mean")

    book.replace("parameters.yml", "value: 2001", "value: 2002")
    live.until(">4.0<")
    book.replace("src/tides/__init__.py", 'float(row["metres"])', '2 * float(row["metres"])')
    live.until(">8.0<")
    book.replace("index.md", "harbour.mean:.1f", "harbour.median:.1f")
    assert "not published by the chapter" in live.until("press-live-error")
    assert not (book.root / "_build/html").exists()


def test_an_open_page_turns_fresh_by_itself_and_shows_what_is_wrong(live, browser):
    live.until(">3.0<")
    page = browser.new_page()
    errors = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"http://127.0.0.1:{live.port}/index.html")
    live.book.replace("data/levels.csv", "2002,4.0", "2002,9.0")
    page.get_by_text("5.5").first.wait_for(timeout=PATIENCE * 1000)
    live.book.replace("data/levels.csv", "2002,9.0", "2002,high")
    box = page.locator("#press-live-error")
    box.wait_for(timeout=PATIENCE * 1000)
    assert "could not convert string to float" in box.inner_text()
    assert box.evaluate("box => getComputedStyle(box).position") == "fixed"
    assert errors == []


def test_nobody_else_is_served(live):
    live.until('"version":1', "press-live")
    assert live.get(Host="elsewhere.example")[0] == 400
    assert live.get("../../../pyproject.toml")[0] == 404
    assert live.get("%2e%2e/book/index.md")[0] == 404
    with socket.socket() as probe:
        # every address of 127.0.0.0/8 is this machine, but only one is served
        assert probe.connect_ex(("127.0.0.2", live.port)) != 0


def test_an_interrupt_leaves_no_process_behind(live):
    live.until(">3.0<")
    live.book.replace("data/levels.csv", "2002,4.0", "2002,9.0")
    time.sleep(0.5)
    started = descendants(live.process.pid)
    assert started, "the kernels' server at least"
    live.process.send_signal(signal.SIGINT)
    assert live.process.wait(PATIENCE) == 0
    end = time.monotonic() + PATIENCE
    while alive := [pid for pid in started if running(pid)]:
        assert time.monotonic() < end, alive
        time.sleep(0.1)


def test_a_port_that_is_taken_is_wrong_use(second_book):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = second_book.press("live", "--port", str(taken.getsockname()[1]))
    assert (done.returncode, "is taken" in done.stderr) == (2, True)


def descendants(pid):
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    children = [int(child) for task in tasks for child in task.read_text(encoding="utf-8").split()]
    return children + [below for child in children for below in descendants(child)]


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
