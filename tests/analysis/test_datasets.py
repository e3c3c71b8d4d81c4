"""The loader: what it refuses and in which words, what it hands out, and that a second judge agrees."""

from __future__ import annotations

import csv
import io
import math
import string
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis import datasets
from analysis.csvform import read_cells
from analysis.datasets import DataError
from analysis.schema import typed

from . import broken_tables, judge
from .broken_tables import BREAKS, GOOD, Break

by_name = pytest.mark.parametrize("case", BREAKS, ids=lambda case: case.name)


@by_name
def test_each_broken_file_gives_one_message_that_names_place_rule_and_finding(case: Break, tmp_path: Path):
    case.apply(tmp_path)
    problems = datasets.validate(tmp_path)
    assert len(problems) == 1, problems
    stem = case.file.split(".")[0]
    for word in (f"data/{stem}" if case.file != "sources.csv" else "data/", *case.says):
        assert word in problems[0]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_unusual_but_lawful_files_pass(case: Break, tmp_path: Path):
    case.apply(tmp_path)
    assert datasets.validate(tmp_path) == []
    datasets.load("counts", tmp_path)


@pytest.mark.parametrize("case", [*BREAKS, *GOOD], ids=lambda case: case.name)
def test_frictionless_comes_to_the_same_verdict_on_every_case(case: Break, tmp_path: Path):
    case.apply(tmp_path)
    assert all(judge.verdicts(tmp_path).values()) == (datasets.validate(tmp_path) == [])


def test_frictionless_comes_to_the_same_verdict_on_every_table_of_the_book():
    blamed = {line.split(":")[0].split("/")[1].split(".")[0] for line in datasets.validate()}
    assert judge.verdicts(datasets.DATA) == {stem: stem not in blamed for stem in datasets.stems()}


def test_there_are_cases_enough_and_no_two_are_alike():
    assert len(BREAKS) >= 45
    assert len({case.name for case in BREAKS}) == len(BREAKS)
    assert len({(case.file, case.old, case.new) for case in BREAKS}) == len(BREAKS)


def test_two_slips_in_two_columns_give_two_messages(tmp_path: Path):
    Break("", "PRK,11,21,32,,stock", "PRK,11,21,32,,stocks", ()).apply(tmp_path)
    path = tmp_path / "counts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("2003,CHN,0", "2003,CHN,-1"), encoding="utf-8")
    assert sorted(line.split("column ")[1].split(":")[0] for line in datasets.validate(tmp_path)) == ["kind", "men"]


def test_a_csv_that_no_descriptor_announces_is_named(tmp_path: Path):
    broken_tables.write(tmp_path)
    (tmp_path / "leftover.csv").write_text("a\n1\n", encoding="utf-8")
    assert datasets.validate(tmp_path) == ["data/leftover.csv: no descriptor data/leftover.resource.yaml"]


def test_loading_a_broken_table_raises_what_validation_says(tmp_path: Path):
    Break("", "CHN,0", "CHN,-1", ()).apply(tmp_path)
    with pytest.raises(DataError) as error:
        datasets.load("counts", tmp_path)
    assert [str(error.value)] == datasets.validate(tmp_path)


def test_loading_a_table_that_does_not_exist_names_the_file(tmp_path: Path):
    with pytest.raises(DataError, match=r"data/tides\.resource\.yaml: no such descriptor"):
        datasets.load("tides", tmp_path)


def test_a_missing_cell_stays_missing_and_never_becomes_zero(tmp_path: Path):
    broken_tables.write(tmp_path)
    frame = datasets.load("counts", tmp_path)
    assert frame["men"].to_list() == [10, 11, pd.NA, 0]
    assert frame["men"].sum() == 21
    assert frame["men"].mean() == 7
    assert frame["change"].isna().to_list() == [False, True, False, False]
    assert frame["complete"].isna().to_list() == [False, False, False, True]
    assert frame["published"].isna().to_list() == [False, False, True, False]
    assert frame["code"].isna().to_list() == [False, False, False, True]


def test_each_column_gets_the_type_of_its_field(tmp_path: Path):
    broken_tables.write(tmp_path)
    frame = datasets.load("counts", tmp_path)
    kinds = ("Int64", "str", "float64", "boolean", "datetime64[s]")
    columns = ("year", "place", "change", "complete", "published")
    assert tuple(str(frame[column].dtype) for column in columns) == kinds
    assert frame.loc[3, "note"] == 'so "called"'
    assert frame.loc[1, "note"] == "two\nlines"
    assert list(frame.columns) == broken_tables.HEADER.split(",")


def test_changing_a_loaded_frame_leaves_the_next_reader_untouched(tmp_path: Path):
    broken_tables.write(tmp_path)
    frame = datasets.load("counts", tmp_path)
    frame.loc[0, "total"] = 99
    assert datasets.load("counts", tmp_path).loc[0, "total"] == 30


def test_a_line_number_counts_lines_of_the_file_and_not_rows(tmp_path: Path):
    Break("", "2002,CHN,,,7", "2002,CHN,,,seven", ()).apply(tmp_path)
    lines = (tmp_path / "counts.csv").read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines, 1) if "seven" in line)
    assert at == 5
    assert f"line {at} " in datasets.validate(tmp_path)[0]


plain_text = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12)
letters = st.text(string.ascii_letters + ' ,"\n;äß한', max_size=12).map(str.strip)
rows = st.lists(
    st.tuples(
        st.none() | st.integers(-(10**17), 10**17),
        st.none() | st.floats(allow_nan=False, allow_infinity=False, min_value=-1e50, max_value=1e50),
        st.none() | st.booleans(),
        st.none() | st.dates(min_value=date(1000, 1, 1)),
        letters,
    ),
    min_size=1,
    max_size=8,
)
TYPES = ("integer", "number", "boolean", "date", "string")


def cell_of(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case _:
            return str(value)


@given(rows)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_lawful_table_comes_back_from_its_csv_as_it_went_in(tmp_path: Path, rows: list[tuple]):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("key", *TYPES))
    writer.writerows((number, *map(cell_of, row)) for number, row in enumerate(rows))
    path = tmp_path / "any.csv"
    path.write_text(text.getvalue(), encoding="utf-8", newline="")
    fields = [{"name": "key", "type": "integer"}, *({"name": kind, "type": kind} for kind in TYPES)]
    descriptor = {"schema": {"fields": fields, "primaryKey": ["key"]}}
    cells = read_cells(path, "any.csv", ["key", *TYPES])
    back = typed(descriptor, cells)
    for row, (_, found) in zip(rows, back.iterrows(), strict=True):
        for kind, value in zip(TYPES, row, strict=True):
            if value is None or value == "":
                assert pd.isna(found[kind])
            elif kind == "date":
                assert found[kind].date() == value
            else:
                assert found[kind] == value
                assert kind != "number" or math.copysign(1, found[kind]) == math.copysign(1, value)


@given(plain_text | st.lists(plain_text, max_size=6).map("\n".join) | st.binary(max_size=60))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_or_bytes_crash_the_reader_but_with_a_message(tmp_path: Path, content: str | bytes):
    path = tmp_path / "any.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    said = ""
    try:
        rows = len(read_cells(path, "any.csv", ["a", "b"]))
    except DataError as error:
        rows, said = 0, str(error)
    assert rows or said.startswith("any.csv: line ")


@given(st.sampled_from(broken_tables.ROWS), st.integers(0, 12), plain_text)
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_cell_put_anywhere_is_taken_or_refused_by_both_judges_alike(
    tmp_path: Path, row: str, column: int, cell: str
):
    broken_tables.write(tmp_path)
    cells = next(csv.reader([row]))
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow([*cells[:column], cell, *cells[column + 1 :]])
    path = tmp_path / "counts.csv"
    path.write_text(broken_tables.COUNTS.replace(row + "\n", text.getvalue()), encoding="utf-8", newline="")
    ours = datasets.validate(tmp_path)
    assert all(judge.verdicts(tmp_path).values()) == (ours == []), ours


yaml_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
parts = st.sampled_from(
    ["name", "path", "schema", "lists", "rules", "licenses", "fields", "primaryKey", "foreignKeys", "missingValues"]
)


@given(parts, yaml_like)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_descriptor_crashes_the_reader_but_with_a_message(tmp_path: Path, part: str, value: object):
    descriptor = yaml.safe_load(broken_tables.COUNTS_YAML)
    (descriptor["schema"] if part in ("fields", "primaryKey", "foreignKeys", "missingValues") else descriptor)[part] = (
        value
    )
    broken_tables.write(tmp_path)
    (tmp_path / "counts.resource.yaml").write_text(yaml.safe_dump(descriptor), encoding="utf-8")
    assert all(line.startswith("data/counts.") for line in datasets.validate(tmp_path))
