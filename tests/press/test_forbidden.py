"""What no chapter may do: ask the clock or chance, leave the book, write, use the network or another process."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from press import execution, observer
from press.book import Book
from press.errors import Finding
from press.run import kernel_server

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = {
    "clock": [
        "time.time()", "time.time_ns()", "time.clock_gettime(time.CLOCK_REALTIME)", "time.perf_counter()", "os.times()",
        "time.localtime()", "time.strftime('%Y')", "time.ctime()", "datetime.datetime.now()", "datetime.date.today()",
        "datetime.datetime.now(datetime.timezone.utc)", "datetime.datetime.today()", "pd.Timestamp.now()",
        "pd.Timestamp('now')", "pd.Timestamp.today()", "pd.to_datetime('today')", "pd.to_datetime(['now'])",
        "pd.Series(['now']).astype('datetime64[ns]')", "pd.date_range('today', periods=1)", "pd.Period.now('D')",
        "np.datetime64('now')", "np.datetime64('today', 'D')",
    ],
    "chance": [
        "os.urandom(1)", "uuid.uuid1()", "uuid.uuid4()", "secrets.token_hex()", "secrets.randbelow(9)",
        "random.Random()",
        "random.SystemRandom().random()", "random.random()", "random.shuffle([1, 2])", "random.seed()",
        "np.random.rand()", "np.random.default_rng()", "np.random.RandomState()", "np.random.SeedSequence()",
        "np.random.seed()", "pd.Series([1, 2]).sample(1)",
    ],
    "outside": [
        "open('/etc/passwd')", "os.path.exists('/etc/passwd')", "os.listdir('/etc')", "open('../data/away')",
        "open('/proc/self/root' + os.path.abspath('../../beside'))", "link('/etc/passwd').read_text()",
        "open('../../beside')", "os.path.getsize('../../beside')",
    ],
    "write": [
        "open('../data/levels.csv', 'a')", "open('new', 'x')", "os.rename(scratch(), '../data/levels.csv')",
        "pathlib.Path('../data/levels.csv').unlink()", "os.mkdir('folder')", "os.symlink('x', 'link')",
        "open('../../beside', 'w')", "os.chmod('../data/levels.csv', 0o600)", "shutil.copy('../data/levels.csv', 'x')",
        "open('/proc/self/cwd/new', 'w')",
    ],
    "network": [
        "socket.create_connection(('127.0.0.1', 9))", "socket.gethostbyname('localhost')",
        "urllib.request.urlopen('http://127.0.0.1:9')", "socket.gethostname()",
    ],
    "process": [
        "subprocess.run(['true'])", "os.system('true')", "os.fork()", "os.posix_spawn('/bin/true', ['true'], {})",
        "multiprocessing.get_context('spawn').Process(target=print).start()",
        "multiprocessing.get_context('fork').Process(target=print).start()", "get_ipython().system('true')",
    ],
}  # fmt: skip
ALLOWED = [
    "time.gmtime(0)", "time.strftime('%Y', time.gmtime(0))", "datetime.date(2020, 1, 1)", "time.sleep(0)",
    "np.datetime64('2020-01-01') == np.datetime64(18262, 'D')", "pd.Timestamp('2020-01-01').isoformat()",
    "uuid.uuid5(uuid.NAMESPACE_URL, 'x')", "random.Random(7).random()", "np.random.default_rng(7).random()",
    "random.seed(7); random.random()", "np.random.seed(7); np.random.rand()", "random.random() + np.random.rand()",
    "pd.Series([1, 2]).sample(1, random_state=np.random.default_rng(7))",
    "open(scratch(), 'w').write('x')", "os.listdir('.')",
    "open('../data/levels.csv').read()", "open(os.devnull, 'w').write('x')", "os.path.exists('../data/nowhere')",
    "logging.getLogger('x').debug('y')", "threading.Thread(target=print, args=('',), kwargs={'end': ''}).start()",
]  # fmt: skip
BEGIN = """import contextlib, datetime, logging, multiprocessing, os, pathlib, random, secrets, shutil, socket
import subprocess, tempfile, threading, time, urllib.request, uuid
import numpy as np, pandas as pd
def scratch():
    return tempfile.mkstemp()[1]
def link(target):
    path = pathlib.Path(tempfile.mkdtemp(), "link")
    path.symlink_to(target)
    return path"""
TRIED = "with contextlib.suppress(OSError):\n    {}"
CASES = [(kind, source) for kind, sources in FORBIDDEN.items() for source in sources]


@pytest.fixture(scope="module")
def strays(tmp_path_factory):
    """What one run of a chapter was seen to do in each of many cells, one try in each."""
    root = tmp_path_factory.mktemp("forbidden") / "tides"
    shutil.copytree(ROOT / "tests/second_book", root)
    (root.parent / "beside").write_text("x", encoding="utf-8")
    (root / "data/away").symlink_to("/etc/passwd")
    path = root / "chapters/river.ipynb"
    content = json.loads(path.read_text(encoding="utf-8"))
    sources = [BEGIN, *(TRIED.format(source) for _, source in CASES), *ALLOWED]
    content["cells"] = [
        {"cell_type": "code", "execution_count": None, "id": f"c{n}", "metadata": {}, "outputs": [], "source": each}
        for n, each in enumerate(sources)
    ]  # fmt: skip
    path.write_text(json.dumps(content), encoding="utf-8")
    caught: list[observer.Seen] = []
    patch = pytest.MonkeyPatch()
    patch.setattr(observer, "strays", lambda seen: caught.extend(s for s in seen if s.kind in observer.SAID) or caught)
    book = Book(root)
    with kernel_server(book, fork=True) as server, pytest.raises(Finding) as told:
        execution.execute(book, book.chapter("river"), {}, server=server)
    patch.undo()
    # the chapter went through to its end
    assert str(told.value).startswith("chapters/river.ipynb, code cell 2 asked the clock: time.time()"), told.value
    return root, caught


@pytest.mark.parametrize(("kind", "source"), CASES, ids=[source for _, source in CASES])
def test_it_is_seen_when_a_chapter_does(strays, kind, source):
    cell = CASES.index((kind, source)) + 2
    assert kind in {stray.kind for stray in strays[1] if stray.cell == cell}


@pytest.mark.parametrize("source", ALLOWED)
def test_a_chapter_may_do(strays, source):
    cell = len(CASES) + ALLOWED.index(source) + 2
    assert [stray for stray in strays[1] if stray.cell == cell] == []


def test_nothing_of_the_book_was_written(strays):
    root, _ = strays
    assert (root / "data/levels.csv").read_bytes() == (ROOT / "tests/second_book/data/levels.csv").read_bytes()
    assert {path.suffix for path in (root / "chapters").iterdir()} == {".ipynb", ".json"}
    assert (root.parent / "beside").read_text(encoding="utf-8") == "x"
