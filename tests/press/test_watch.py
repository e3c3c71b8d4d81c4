"""What a chapter may not do is refused where it does it, by chapter and cell; the rest goes on as ever."""

from __future__ import annotations

import pytest

LAST = "publish(mean=sum(found) / len(found))"
NUMPY = "import numpy as np; "
ALLOWED = [
    NUMPY + "np.random.default_rng(7).random()",
    NUMPY + "np.random.seed(7); np.random.random()",
    "import random; random.seed(7); random.random(); random.Random(3).random()",
    "import datetime; datetime.datetime(2024, 1, 2).strftime('%A'); datetime.date.fromisoformat('2024-01-02')",
    "import time; time.strftime('%Y', time.gmtime(0))",
    "import tempfile; tempfile.TemporaryFile().close()",
    "import zoneinfo; zoneinfo.ZoneInfo('Asia/Seoul')",
]
REFUSED = [
    ("asked the clock", "import time; time.time()"),
    ("asked the clock", "from time import perf_counter; perf_counter()"),
    ("asked the clock", "import time; time.strftime('%Y')"),
    ("asked the clock", "import datetime; datetime.datetime.now()"),
    ("asked the clock", "from datetime import date; date.today()"),
    ("asked the clock", "import pandas as pd; pd.Timestamp.now()"),
    ("asked the clock", "import pandas as pd; pd.to_datetime('today')"),
    ("drew unseeded random numbers", NUMPY + "np.random.default_rng().random()"),
    ("drew unseeded random numbers", NUMPY + "np.random.random()"),
    ("drew unseeded random numbers", "import random; random.random()"),
    ("drew unseeded random numbers", "import random; random.Random()"),
    ("drew unseeded random numbers", "import uuid; uuid.uuid4()"),
    ("drew unseeded random numbers", "import os; os.urandom(4)"),
    ("drew unseeded random numbers", "import secrets; secrets.token_hex()"),
    ("drew unseeded random numbers", "from scipy import stats; stats.norm.rvs(size=3)"),
    ("used the network", "import socket; socket.create_connection(('192.0.2.1', 80), 1)"),
    ("used the network", "import urllib.request; urllib.request.urlopen('http://192.0.2.1/')"),
    ("started another process", "import os; os.system('true')"),
    ("read outside the book", "open('/etc/hostname').read()"),
    ("read outside the book", "import pathlib; pathlib.Path('../../elsewhere.csv').exists()"),
    ("read outside the book", "import os; os.listdir('/etc')"),
    ("wrote a file", "import os; os.mkdir('new')"),
]


def assigned(source: str, wrap: str = "_ = [{}]") -> str:
    """Lay out ``imports; expression`` as lines of a cell that shows nothing."""
    *imports, last = source.split("; ")
    return "\\n".join([*imports, wrap.format(last)])


def cells(book, *sources: str) -> None:
    """Write a chapter for each source: the press runs them side by side, which is what takes the time."""
    template = (book.root / "chapters/harbour.ipynb").read_text(encoding="utf-8")
    toc = (book.root / "_toc.yml").read_text(encoding="utf-8")
    parameters = (book.root / "parameters.yml").read_text(encoding="utf-8")
    for number, source in enumerate(sources):
        inserted = template.replace(LAST, source.replace('"', '\\"') + "\\n" + LAST)
        (book.root / f"chapters/try{number}.ipynb").write_text(inserted, encoding="utf-8")
        toc += f"  - file: chapters/try{number}\n"
        parameters += f"try{number}: {{since: {{value: 2001, about: first year}}}}\n"
    (book.root / "_toc.yml").write_text(toc, encoding="utf-8")
    (book.root / "parameters.yml").write_text(parameters, encoding="utf-8")
    book.replace("pyproject.toml", "preload = []", 'preload = ["numpy", "pandas", "scipy.stats"]')


@pytest.mark.parametrize("swallowed", [False, True])
def test_clock_chance_network_processes_and_strange_files_are_refused_in_the_cell(second_book, swallowed):
    wrap = "import contextlib\\nwith contextlib.suppress(Exception):\\n    {}" if swallowed else "_ = [{}]"
    sources = [assigned(source, wrap) for _, source in REFUSED]
    cells(second_book, *sources)
    before = second_book.files("chapters")
    done = second_book.press("run")
    assert done.returncode == 1
    for number, (complaint, source) in enumerate(REFUSED):
        line = f"chapters/try{number}.ipynb, code cell 3 {complaint}: "
        assert line in done.stderr, (source, done.stderr)
    after = second_book.files("chapters")
    assert {name: after[name] for name in before if "/try" in name} == {n: before[n] for n in before if "/try" in n}


def test_seeded_chance_given_dates_and_scratch_files_are_nobodys_business(second_book):
    cells(second_book, *map(assigned, ALLOWED))
    done = second_book.press("run")
    assert done.returncode == 0, done.stderr
    assert second_book.press("sealed").returncode == 0


def test_a_module_of_the_book_is_watched_like_a_cell(second_book):
    second_book.replace(
        "src/tides/__init__.py", "    with (ROOT", "    pathlib.time = __import__('time').time()\n    with (ROOT"
    )
    done = second_book.press("run")
    assert "chapters/river.ipynb, code cell 2 asked the clock: time.time()" in done.stderr
    assert "chapters/harbour.ipynb, code cell 2 asked the clock: time.time()" in done.stderr


def test_a_preloaded_module_of_the_book_is_refused(second_book):
    second_book.replace("pyproject.toml", "preload = []", 'preload = ["tides"]')
    done = second_book.press("run", "--all")
    assert done.returncode == 2
    assert "its import would go unobserved" in done.stderr
