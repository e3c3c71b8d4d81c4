"""The sweeps of this book: their tables follow from it, and agree with what it prints."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from press.book import find
from press.status import Status
from press.sweeps import provenance, running
from press.sweeps.definition import AS_PRINTED, read_all
from press.values import Values

BOOK = find(Path(__file__).parent)
SWEEPS = read_all(BOOK)


def test_every_table_follows_from_data_and_code():
    assert SWEEPS
    assert {path: why for path, why in provenance.stale(Status(BOOK)).items() if why} == {}


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.name)
def test_the_scenario_of_the_fixed_parameters_finds_what_the_book_prints(sweep):
    with (BOOK.root / sweep.table).open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["scenario"] == AS_PRINTED]
    values = Values.of(BOOK, sweep.chapters).chapters
    found = {(row["chapter"], row["name"]): row["value"] for row in rows if row["kind"] == "predicate"}
    printed = {
        (chapter, name): json.dumps(value["value"])
        for chapter, own in values.items()
        for name, value in own.items()
        if value["kind"] == "predicate"
    }
    assert found == printed


def test_scenarios_run_again_whole_in_plain_kernels_and_other_hashes_find_what_the_tables_have():
    running.sample([sweep for sweep in SWEEPS if sweep.name in ("blockers", "channels")], 1, 20261)
