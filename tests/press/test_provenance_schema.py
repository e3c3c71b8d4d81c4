"""The committed records are what the schema in ``src/press`` says that they are."""

from __future__ import annotations

import json
import re
import zipfile
from pathlib import Path

import jsonschema
import pytest

from press import record
from press.book import Book

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "src/press/provenance.schema.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)
CHAPTERS = [chapter for root in (ROOT, ROOT / "tests/second_book") for chapter in Book(root).chapters]
RECORD = ROOT / "tests/second_book/chapters/harbour.provenance.json"


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)
def test_every_committed_record_is_what_the_schema_says_and_as_a_run_wrote_it(chapter):
    known = json.loads(chapter.record_file.read_text(encoding="utf-8"))
    VALIDATOR.validate(known)
    assert record.is_whole(known)
    assert list(known) == list(SCHEMA["properties"])
    for part in ("files", "modules", "listings", "looked_for", "links", "outputs"):
        assert list(known[part]) == sorted(known[part])


def test_the_schema_is_a_schema_and_explains_each_part_of_a_record():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["required"] == list(SCHEMA["properties"])
    assert all(len(part["description"].split()) >= 5 for part in SCHEMA["properties"].values())
    assert re.findall(r"^    (\w+)  ", record.__doc__, flags=re.MULTILINE) == SCHEMA["required"]


@pytest.mark.parametrize(
    "change",
    [
        {"files": {"/etc/passwd": "0" * 32}}, {"files": {"data/x.csv": "0"}}, {"modules": {"src/x.py": ["0" * 32]}},
        {"looked_for": {"x": "file"}}, {"outputs": {}}, {"format": 2}, {"times": {}},
    ],
    ids=str,
)  # fmt: skip
def test_the_schema_refuses_a_record_that_is_none(change):
    known = json.loads(RECORD.read_text(encoding="utf-8"))
    assert not VALIDATOR.is_valid(known | change)


def test_a_wheel_carries_the_schema_and_what_else_lies_beside_the_code(tmp_path):
    from hatchling.builders.wheel import WheelBuilder

    (wheel,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        assert "press/provenance.schema.json" in archive.namelist()
