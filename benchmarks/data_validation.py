"""How long the book's own validator takes, set against ``frictionless`` on the same package.

Run with ``.venv/bin/python benchmarks/data_validation.py``. Only the ratio travels between machines: frictionless
checks types, constraints and keys cell by cell; the book's validator checks these and its house rules by columns.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import yaml
from frictionless import Package, Resource

from analysis import datasets

ROUNDS = 5


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Measure the median time of some rounds, the first one (imports, caches) left out."""
    taken = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken[1:])


def by_frictionless() -> None:
    """Validate every table with the library, keys between tables included."""
    resources = []
    for stem in datasets.stems():
        descriptor = yaml.safe_load((datasets.DATA / f"{stem}.resource.yaml").read_text(encoding="utf-8"))
        resources.append(Resource.from_descriptor(descriptor, basepath=str(datasets.DATA)))
    report = Package(resources=resources).validate()
    assert report.valid, report.flatten(["message"])


def by_the_book() -> None:
    """Validate every table with the loader."""
    assert datasets.validate() == []


def load_all() -> None:
    """Load every table anew, as the first chapter of a run does."""
    datasets._load.cache_clear()
    for stem in datasets.stems():
        datasets.load(stem)


if __name__ == "__main__":
    rows = sum(len(datasets.load(stem)) for stem in datasets.stems())
    print(f"{len(datasets.stems())} tables, {rows:,} rows")
    ours, loading, theirs = seconds(by_the_book, ROUNDS), seconds(load_all, ROUNDS), seconds(by_frictionless, 1)
    print(f"the book's validator {ours:6.2f} s")
    print(f"loading every table  {loading:6.2f} s")
    print(f"frictionless         {theirs:6.2f} s, {theirs / ours:.0f} times as long as the book's validator")
