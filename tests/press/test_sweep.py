"""Sweeps: many scenarios, one table that cannot part from what it follows from; on a small book."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from press import digest
from press.book import find
from press.status import Status
from press.sweeps import provenance

from ..conftest import heed_interrupts

DEFINITION = """title: From which year on
chapters: [harbour, river]
grid:
  since: [2000, 2001, 2002]
also:
  - {since: 1999}
keep: all
"""
SWEEP, TABLE, RECORD = "sweeps/since.yml", "sweeps/since.csv", "sweeps/since.provenance.json"


@pytest.fixture(scope="module")
def swept(tmp_path_factory, make_second_book):
    """The book with its sweep run."""
    book = make_second_book(tmp_path_factory.mktemp("swept") / "tides")
    (book.root / "sweeps").mkdir()
    (book.root / SWEEP).write_text(DEFINITION, encoding="utf-8")
    done = book.press("sweep")
    assert done.returncode == 0, done.stderr
    return book, done.stdout


@pytest.fixture
def book(swept, tmp_path):
    """A copy of it, finished scenarios and all, to be broken."""
    original, _ = swept
    shutil.copytree(original.root, tmp_path / "copy", symlinks=True)
    return type(original)(tmp_path / "copy")


@pytest.fixture
def unswept(book):
    """A copy without table, record and finished scenarios."""
    for path in (TABLE, RECORD):
        (book.root / path).unlink()
    shutil.rmtree(book.root / "_build")
    return book


def rows(book):
    return list(csv.DictReader(io.StringIO((book.root / TABLE).read_text(encoding="utf-8"))))


def stale(book):
    return provenance.stale(Status(find(book.root)))[TABLE]


def kept(book):
    return sorted((book.root / "_build/sweeps/since").glob("*.json"))


def result(book):
    return [(book.root / path).read_bytes() for path in (TABLE, RECORD)]


def test_a_sweep_writes_one_row_a_scenario_and_value_and_is_fresh_afterwards(swept):
    book, said = swept
    assert [(row["chapter"], row["scenario"], row["since"], row["name"], row["value"]) for row in rows(book)] == [
        ("harbour", "as printed", "2001", "mean", "3.0"),
        ("harbour", "since=1999", "1999", "mean", "2.3333333333333335"),
        ("harbour", "since=2000", "2000", "mean", "2.3333333333333335"),
        ("harbour", "since=2002", "2002", "mean", "4.0"),
        ("river", "as printed", "", "first", "1.0"),
    ]
    assert re.search(r"\[5/5\] .* ran in \d", said)
    assert "sweeps/since.csv: fresh" in book.press("status").stdout
    assert book.press("sweep").stdout == "every sweep is fresh\n"
    assert book.press("check").returncode == 0


CHANGES = {
    "a datum": ("data/levels.csv", "2001,2.0", "2001,2.5", "data/levels.csv changed: row 2001, metres 2.0 → 2.5"),
    "a function": ("src/tides/__init__.py", ">= since", "> since", "src/tides/__init__.py changed"),
    "the chapter": ("chapters/harbour.ipynb", "sum(found)", "max(found)", "code of chapters/harbour.ipynb changed"),
    "a fixed parameter": ("parameters.yml", "2001", "2002", "harbour, parameter since: 2001 → 2002"),
    "the lock": ("requirements.lock", "no dependency", "none", "requirements.lock changed"),
    "one more value": (SWEEP, "2002]", "2002, 2003]", "the scenario since=2003 was not run"),
    "one value less": (SWEEP, ", 2002]", "]", "the scenario since=2002 is no longer asked for"),
    "one chapter less": (SWEEP, ", river]", "]", "the chapter river was swept and is not to be"),
    "other names": (SWEEP, "keep: all", "keep: [mean]", "keep: all → mean"),
    "a cell of the table": (TABLE, "4.0", "4.1", "sweeps/since.csv is not as the sweep wrote it"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_the_table_rests_on_makes_it_stale_when_it_changes(book, what):
    path, old, new, reason = CHANGES[what]
    book.replace(path, old, new)
    assert any(reason in each for each in stale(book)), stale(book)


def test_what_is_missing_or_stray_or_shadowed_makes_stale_and_words_do_not(book):
    book.replace("src/tides/__init__.py", "import csv", "# a remark\n\nimport csv")
    book.replace(SWEEP, "title: From", "# another remark\ntitle: Since")
    book.replace("chapters/harbour.ipynb", "nothing else is said", "little else is said")
    assert stale(book) == []
    (book.root / "src/tides.py").touch()
    assert "modules were added to or taken from src/" in stale(book)
    (book.root / "src/tides.py").unlink()
    (book.root / TABLE).rename(book.root / "sweeps/stray.csv")
    assert stale(book) == ["sweeps/since.csv is not as the sweep wrote it"]
    assert "there is no sweeps/stray.yml" in book.press("check").stdout
    (book.root / RECORD).unlink()
    assert stale(book) == ["never swept: `press sweep since`"]


def test_a_stale_table_is_not_printed(book):
    book.replace(TABLE, "4.0", "4.1")
    for verb in ("html", "pdf"):
        done = book.press(verb)
        assert (done.returncode, "sweeps/since.csv is stale" in done.stderr) == (1, True)
    assert book.press("check").returncode == 1
    done = book.press("sweep")
    assert "5 of 5 scenarios are known from before" in done.stdout
    assert book.press("check").returncode == 0


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("since: [2000", "sinse: [2000", "no chapter has a parameter 'sinse'; there are since"),
        ("{since: 1999}", "{since: soon}", "harbour does not accept since = 'soon': it takes a number"),
        ("{since: 1999}", "{since: true}", "harbour does not accept since = True"),
        ("{since: 1999}", "{since: 1899}", "harbour does not accept since = 1899: it takes 1900 to 2100"),
        ("{since: 1999}", "1999", "chapters, grid, also or keep is not as"),
        ("[harbour, river]", "[harbor]", "no chapter 'harbor'"),
        ("keep: all", "keep: [median]", "keep names 'median', which no chapter of the sweep publishes"),
        ("keep: all", "keep: all\nseed: 3", "a sweep has title, chapters"),
        ("grid:", "grid: [", "not readable YAML"),
    ],
)
def test_what_cannot_be_swept_is_refused_before_anything_runs(unswept, old, new, complaint):
    unswept.replace("parameters.yml", "value: 2001", "value: 2001\n    accepts: {from: 1900, to: 2100}")
    unswept.replace(SWEEP, old, new)
    done = unswept.press("sweep")
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert not (unswept.root / "_build/sweeps").exists()


def test_wrong_words_on_the_command_line_are_refused(unswept):
    unswept.replace("parameters.yml", "value: 2001", "value: 2001\n    accepts: [2001, 2002]")
    for words, complaint in (
        (["sweep", "untl"], "no sweep 'untl'; there are since"),
        (["sweep", "--backend", "dask"], "--scheduler"),
        (["sweep", "--scheduler", "tcp://127.0.0.1:9"], "--backend dask"),
        (["run", "--set", "since=2000", "--out", "what-if"], "it takes 2001, 2002"),
    ):
        done = unswept.press(*words)
        assert (done.returncode, complaint in done.stderr) == (2, True), done.stderr


def test_a_scenario_that_fails_is_named_and_the_others_are_kept(book):
    before = result(book)
    book.replace(SWEEP, "2002]", "2003, 2002]")
    done = book.press("sweep")
    assert done.returncode == 1
    assert "sweeps/since.yml, scenario since=2003 of harbour:" in done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert "the other 5 scenarios are kept" in done.stderr
    assert result(book) == before
    book.replace(SWEEP, "2003, ", "2001.5, ")
    done = book.press("sweep")
    assert "5 of 6 scenarios are known from before" in done.stdout
    assert done.returncode == 0, done.stderr


def test_workers_and_the_order_of_the_definition_leave_no_trace(book):
    before = result(book)
    book.replace(SWEEP, "[2000, 2001, 2002]\nalso:\n  - {since: 1999}", "[1999, 2002]\nalso: [{since: 2000}]")
    book.replace(SWEEP, "[harbour, river]", "[river, harbour]")
    done = book.press("sweep", "--all", "--workers", "3", TZ="Asia/Seoul", LC_ALL="C", PYTHONHASHSEED="7")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(" ran in ") == 5
    assert result(book) == before
    done = book.press("sweep", "--sample", "2", "--seed", "3")
    assert (done.returncode, done.stdout.count(" ran again in ")) == (0, 2), done.stderr


def test_a_sample_finds_a_table_that_was_forged_together_with_its_record(book):
    before = result(book)[0]
    book.replace(TABLE, ",4.0,", ",4.25,")
    book.replace(RECORD, digest.of_bytes(before), digest.of_file(book.root / TABLE))
    assert stale(book) == []
    done = book.press("sweep", "--sample", "9")
    assert done.returncode == 1
    assert "scenario since=2002 of harbour finds other values than sweeps/since.csv has" in done.stderr


def test_finished_scenarios_count_only_for_what_they_followed_from(book):
    before = result(book)
    broken = kept(book)[0]
    broken.write_bytes(broken.read_bytes()[:-9])
    kept(book)[1].write_text("{}", encoding="utf-8")
    book.replace("data/levels.csv", "2002,4.0", "2002,5.0")
    done = book.press("sweep")
    assert "known from before" not in done.stdout
    assert {row["value"] for row in rows(book) if row["scenario"] == "since=2002"} == {"5.0"}
    book.replace("data/levels.csv", "2002,5.0", "2002,4.0")
    done = book.press("sweep")
    assert "3 of 5 scenarios are known from before" in done.stdout
    assert result(book) == before


def start(book, *words):
    environment = os.environ | {"PYTHONPATH": str(book.root / "src"), "PYTHONUNBUFFERED": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "press", "sweep", *words], cwd=book.root, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heed_interrupts,
    )  # fmt: skip


def busy(book):
    """Processes that still work on this copy."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words, place = (process / "cmdline").read_bytes(), (process / "cwd").readlink()
        except OSError:
            continue
        if b"press" in words and place.is_relative_to(book.root):
            found.append(int(process.name))
    return found


def ended(book):
    for _ in range(100):
        if not busy(book):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_sweep_that_was_stopped_goes_on_where_it_was(unswept, swept, how):
    running = start(unswept, "--workers", "1")
    assert running.stdout.readline().startswith("[1/5]")
    running.send_signal(how)
    said = running.communicate(timeout=60)
    assert running.returncode == (1 if how == signal.SIGINT else -how), said
    assert ended(unswept), busy(unswept)
    assert not (unswept.root / TABLE).exists()
    known = len(kept(unswept))
    assert 1 <= known < 5
    done = unswept.press("sweep")
    assert f"{known} of 5 scenarios are known from before" in done.stdout
    assert result(unswept) == result(swept[0])


def test_a_chapter_cannot_read_the_table_that_it_makes(book):
    book.replace(
        "chapters/river.ipynb",
        "publish(first=levels(1900)[0])",
        "publish(first=float(len(open('../sweeps/since.csv').read())))",
    )
    done = book.press("sweep")
    assert done.returncode == 1
    assert "reads sweeps/since.csv, which it makes" in done.stderr


def test_a_table_that_another_sweep_reads_is_made_first(book):
    book.replace(
        "chapters/river.ipynb",
        "publish(first=levels(1900)[0])",
        "publish(first=float(len(open('../sweeps/since.csv').read())))",
    )
    book.replace(SWEEP, ", river]", "]")
    (book.root / "sweeps/above.yml").write_text("title: Above\nchapters: [river]\nkeep: all\n", encoding="utf-8")
    book.replace("data/levels.csv", "2002,4.0", "2002,4.125")
    done = book.press("sweep")
    assert done.returncode == 0, done.stderr
    assert provenance.stale(Status(find(book.root))) == {"sweeps/above.csv": [], TABLE: []}


@pytest.fixture
def cluster(unswept, tmp_path):
    """A scheduler and two worker processes, each under a nanny of its own."""
    environment = os.environ | {
        "PYTHONPATH": str(unswept.root / "src"),
        "DASK_DISTRIBUTED__DASHBOARD__ENABLED": "false",
    }
    contact = tmp_path / "scheduler.json"

    def program(name, *words):
        command = [sys.executable, "-m", f"distributed.cli.{name}", "--scheduler-file", str(contact), "--no-dashboard"]
        with (tmp_path / "cluster.log").open("a") as log:
            return subprocess.Popen([*command, *words], cwd=tmp_path, env=environment, stdout=log, stderr=log)

    programs = [program("dask_scheduler", "--host", "127.0.0.1", "--port", "0")]
    programs += [program("dask_worker", "--nthreads", "1", "--name", name) for name in ("first", "second")]
    from distributed import Client

    for _ in range(600):
        if contact.exists() and contact.stat().st_size:
            break
        time.sleep(0.1)
    with Client(json.loads(contact.read_text())["address"], set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        yield client
    for each in reversed(programs):
        each.terminate()
    for each in programs:
        each.wait(30)


def test_a_cluster_finds_the_same_bytes_though_a_worker_is_killed_in_mid_sweep(unswept, swept, cluster):
    running = start(unswept, "--backend", "dask", "--scheduler", cluster.scheduler.address)
    lines = [running.stdout.readline()]
    workers = cluster.run(os.getpid)
    os.kill(next(pid for address, pid in workers.items() if cluster.processing()[address]), signal.SIGKILL)
    rest, wrong = running.communicate(timeout=300)
    lines += rest.splitlines()
    assert running.returncode == 0, wrong
    ran = [re.search(r"\] (.*) ran in", line)[1] for line in lines if " ran in " in line]
    assert sorted(ran) == sorted({f"{row['chapter']}, {row['scenario']}" for row in rows(unswept)})
    assert len(ran) == len(kept(unswept)) == 5
    assert result(unswept) == result(swept[0])
    assert ended(unswept), busy(unswept)
