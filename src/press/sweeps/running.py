"""Run the scenarios of a sweep side by side, here or on a cluster, and write the table when all are there."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from press import digest, notebook
from press.book import Book
from press.errors import BadInput, Finding
from press.run import kernel_server
from press.status import Status
from press.sweeps import cluster, provenance, table
from press.sweeps.definition import Scenario, Sweep
from press.sweeps.entries import Entries, Entry, run
from press.values import Values

__all__ = ["sample", "sweep"]

Tell = Callable[[str], None]


def sweep(
    sweeps: list[Sweep], *, workers: int = 2, scheduler: str | None = None, anew: bool = False, tell: Tell = print
) -> None:
    """Bring the tables of sweeps up to date.

    Args:
        sweeps: the sweeps.
        workers: how many scenarios run here at once.
        scheduler: address of a Dask cluster that runs them instead.
        anew: run also what is fresh, and take nothing from earlier sweeps.
        tell: takes a line of progress.

    Raises:
        BadInput: before anything runs, when a definition is not sound; when the cluster is not there.
        Finding: when scenarios fail, with each of them; what the others found is kept, their table stays as it was.
    """
    for each in sweeps:
        _refuse_unsound(each)
    todo = sweeps if anew else list(_stale(sweeps))
    if not todo:
        tell("every sweep is fresh")
    # in rounds: a chapter of one sweep may read the table of another
    for _ in range(len(sweeps) + 1):
        findings = []
        for each in todo:
            try:
                _sweep(each, workers, scheduler, anew, tell)
            except Finding as finding:
                findings.append(str(finding))
        if findings:
            raise Finding("\n".join(findings))
        todo, anew = list(_stale(sweeps)), False
        if not todo:
            return
    raise Finding(f"{', '.join(each.path for each in todo)}: their chapters read each other's tables in a circle")


def _stale(sweeps: list[Sweep]) -> dict[Sweep, list[str]]:
    """Say of each sweep that is stale why; sweeps of one book look at its files once."""
    looked: dict[Book, Status] = {}
    found = {each: provenance.reasons(each, looked.setdefault(each.book, Status(each.book))) for each in sweeps}
    return {each: why for each, why in found.items() if why}


def _sweep(this: Sweep, workers: int, scheduler: str | None, anew: bool, tell: Tell) -> None:
    begun, entries, now = time.monotonic(), Entries(this), Status(this.book)
    found = {} if anew else {at: kept for at, each in enumerate(this.scenarios) if (kept := entries.find(each, now))}
    waiting = [at for at in range(len(this.scenarios)) if at not in found]
    if found:
        tell(f"{this.path}: {len(found)} of {len(this.scenarios)} scenarios are known from before")
    failed: dict[int, str] = {}
    for at, outcome in _outcomes(this, waiting, workers, scheduler):
        scenario = this.scenarios[at]
        if "failed" in outcome:
            failed[at] = f"{place(this, scenario)}:\n{outcome['failed']}"
        else:
            found[at] = outcome["entry"]
            entries.keep(scenario, found[at])
        done = f"[{len(found) + len(failed)}/{len(this.scenarios)}] {scenario.chapter.name}, {scenario.name}"
        tell(f"{done} {'failed' if at in failed else 'ran'} in {outcome['seconds']:.1f} s")
    if failed:
        rest = f"the other {len(found)} scenarios are kept, and {this.table} stays as it was"
        raise Finding("\n".join([*(failed[at] for at in sorted(failed)), rest]))
    _write(this, [(each, found[at]) for at, each in enumerate(this.scenarios)])
    tell(f"{this.table}: {len(this.scenarios)} scenarios, {len(waiting)} run in {time.monotonic() - begun:.1f} s")


def sample(sweeps: list[Sweep], many: int, seed: int, *, workers: int = 2, tell: Tell = print) -> None:
    """Run some scenarios of each sweep again, drawn, ordered and hashed by a seed, and compare; nothing is written.

    Raises:
        Finding: when a table is stale, a scenario fails, or finds other values than the table has.
    """
    told = [f"{each.table} is stale: {why}" for each, reasons in _stale(sweeps).items() for why in reasons]
    for this in [] if told else sweeps:
        known = (this.book.root / this.table).read_text(encoding="utf-8")
        drawn = random.Random(seed).sample(range(len(this.scenarios)), min(many, len(this.scenarios)))
        for at, outcome in _outcomes(this, drawn, workers, None, {"PYTHONHASHSEED": str(seed)}):
            scenario = this.scenarios[at]
            if "failed" in outcome:
                told.append(f"{place(this, scenario)}:\n{outcome['failed']}")
            elif table.text(this, [(scenario, outcome["entry"])]) != table.excerpt(known, scenario):
                told.append(f"{place(this, scenario)} finds other values than {this.table} has")
            tell(f"{scenario.chapter.name}, {scenario.name} ran again in {outcome['seconds']:.1f} s")
    if told:
        raise Finding("\n".join(told))


def place(this: Sweep, scenario: Scenario) -> str:
    """Name a scenario in a message."""
    return f"{this.path}, scenario {scenario.name} of {scenario.chapter.name}"


def _refuse_unsound(this: Sweep) -> None:
    """Stop when a name to be kept is published by no chapter of the sweep.

    Raises:
        BadInput: with the name, or what else the definition has that cannot be.
    """
    values = Values.of(this.book, this.chapters).chapters
    published = {each for chapter, own in values.items() for name in own for each in (name, f"{chapter}.{name}")}
    for name in this.keep:
        if name not in published | {"all", "predicates"}:
            raise BadInput(f"{this.path}: keep names {name!r}, which no chapter of the sweep publishes")
    if not this.scenarios:
        raise BadInput(f"{this.path}: no chapter to run")


def _outcomes(
    this: Sweep, which: list[int], workers: int, scheduler: str | None, environment: dict[str, str] | None = None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield what scenarios found, as each ends; other kernels than our own are forked by nobody."""
    if not which:
        return
    from joblib import Parallel, delayed, parallel_config

    fork = scheduler is None and environment is None
    where = cluster.joined(scheduler) if scheduler else parallel_config("threading", n_jobs=max(1, workers))
    with kernel_server(this.book, fork=fork) as server, where:
        orders = (delayed(_numbered)(at, *_order(this, at), server, environment) for at in which)
        yield from Parallel(return_as="generator_unordered", batch_size=1)(orders)


def _order(this: Sweep, at: int) -> tuple[str, str, dict[str, Any]]:
    scenario = this.scenarios[at]
    return str(this.book.root), scenario.chapter.path, scenario.changed


def _numbered(at: int, *order: Any) -> tuple[int, dict[str, Any]]:
    return at, run(*order)


def _write(this: Sweep, entries: list[tuple[Scenario, Entry]]) -> None:
    """Replace table and record; the record goes last: killed in between, the table counts as stale."""
    now = Status(this.book)
    first: dict[str, Any] = {}
    for scenario, entry in entries:
        here = place(this, scenario)
        changed = now.since(entry["used"], scenario.chapter)
        if changed:
            raise Finding(f"{here} rests on something else than lies here now: {'; '.join(changed)}\n  run it again")
        if this.table in entry["used"]["files"]:
            raise Finding(f"{here} reads {this.table}, which it makes: show the table in another chapter")
        kept = {name for name, value in entry["values"].items() if this.keeps(scenario.chapter.name, name, value)}
        other = kept ^ first.setdefault(scenario.chapter.name, kept)
        if other:
            raise Finding(f"{here}: {sorted(other)[0]!r} is published in some scenarios and not in others")
    content = table.text(this, entries)
    for path, text in (
        (this.book.root / this.table, content),
        (this.record_file, provenance.make(this, entries, digest.of_text(content))),
    ):
        if not path.exists() or path.read_bytes() != text.encode():
            notebook.write_atomically(path, text)
