"""The data as a package: sources, statuses, descriptors and order."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import yaml

from .rows import DATA, Row, rows, sources_of

STEMS = sorted(path.stem for path in DATA.glob("*.csv"))
UNSOURCED = {"sources", "states", "protection_indicators"}
"""Tables that frame the others and state no finding of their own."""

SOURCED = [stem for stem in STEMS if stem not in UNSOURCED]
SOURCES = {row["source_id"]: row for row in rows("sources")}
NO_DOCUMENT = {"thesis", "own_knowledge"}
STATUSES = {"verified", "corroborated", "thesis", "recalled", "absence"}
PARTS = (("source_id", "other_sources", "status"), ("text_source_id", "text_other_sources", "text_status"),
         ("icc_source_id", "icc_other_sources", "icc_status"))  # fmt: skip
"""Columns that carry sources and the status of a row; one table has statuses for parts of a row as well."""


def descriptor(stem: str) -> dict:
    return yaml.safe_load((DATA / f"{stem}.resource.yaml").read_text(encoding="utf-8"))


def statements(stem: str) -> list[tuple[list[str], str, Row]]:
    """Sources, status and row of everything that a table states."""
    found = []
    for row in rows(stem):
        for first, others, status in PARTS:
            if row.get(status):
                found.append(([row[first], *filter(None, row[others].split(";"))], row[status], row))
    return found


def test_every_csv_has_a_descriptor_and_every_descriptor_a_csv():
    assert sorted(path.name.removesuffix(".resource.yaml") for path in DATA.glob("*.resource.yaml")) == STEMS


def test_tables_state_where_each_row_comes_from_except_three_that_frame_the_others():
    assert {stem for stem in STEMS if "source_id" not in rows(stem)[0] or stem == "sources"} == UNSOURCED


@pytest.mark.parametrize("stem", SOURCED)
def test_every_source_of_a_row_exists_and_none_is_named_twice(stem: str):
    for sources, _, row in statements(stem):
        assert set(sources) <= set(SOURCES), row
        assert len(set(sources)) == len(sources), row


def test_no_source_is_listed_that_nothing_uses():
    used = {source for stem in SOURCED for sources, _, _ in statements(stem) for source in sources}
    used |= {row["coordinates_id"] for row in rows("waypoints")}
    for module in (DATA.parent / "src" / "analysis").rglob("*.py"):
        used |= set(re.findall(r"source: ([a-z0-9_]+)", module.read_text(encoding="utf-8")))
    assert set(SOURCES) - used == set()


@pytest.mark.parametrize("stem", SOURCED)
def test_every_row_has_a_status_and_the_last_columns_are_the_same_in_every_table(stem: str):
    assert list(rows(stem)[0])[-4:] == ["source_id", "other_sources", "status", "note"]
    assert {row["status"] for row in rows(stem)} <= STATUSES


@pytest.mark.parametrize("stem", SOURCED)
def test_nothing_is_called_verified_without_a_document(stem: str):
    for sources, status, row in statements(stem):
        if status in ("verified", "corroborated"):
            assert set(sources) - NO_DOCUMENT, row


@pytest.mark.parametrize("stem", SOURCED)
def test_nothing_is_called_corroborated_without_a_second_document(stem: str):
    for sources, status, row in statements(stem):
        if status == "corroborated":
            assert len(set(sources) - NO_DOCUMENT) >= 2, row


@pytest.mark.parametrize("stem", SOURCED)
def test_what_only_the_thesis_says_names_it_and_what_is_recalled_in_part_says_which_part(stem: str):
    for sources, status, row in statements(stem):
        if status == "thesis":
            assert "thesis" in sources, row
        if status == "recalled" and not NO_DOCUMENT & set(sources):
            assert row["note"] or row.get("reason"), row


@pytest.mark.parametrize("stem", SOURCED)
def test_absence_is_explained(stem: str):
    for row in rows(stem):
        assert row["status"] != "absence" or row["note"], row


def test_nine_rows_of_ten_are_verified_or_corroborated(capsys: pytest.CaptureFixture[str]):
    by_table = {stem: Counter(row["status"] for row in rows(stem)) for stem in SOURCED}
    everything = sum(by_table.values(), Counter())
    share = (everything["verified"] + everything["corroborated"]) / everything.total()
    with capsys.disabled():
        print(f"\n{everything.total():,} rows with a status, {share:.1%} verified or corroborated: {dict(everything)}")
        for stem, found in by_table.items():
            firm = (found["verified"] + found["corroborated"]) / found.total()
            if firm < 0.9:
                print(f"  {stem}: {firm:.0%} of {found.total()}")
    assert share >= 0.90


@pytest.mark.parametrize("stem", [stem for stem in SOURCED if stem != "waypoints"])
def test_rows_that_rest_on_leaked_cables_alone_are_marked_and_no_others(stem: str):
    for row in rows(stem):
        cables_alone = all(SOURCES[source]["kind"] == "leaked_cable" for source in sources_of(row))
        assert (row.get("cable_only") == "true") is cables_alone, row


def test_cities_that_leaked_cables_alone_place_on_a_route_are_marked():
    for row in rows("waypoints"):
        cables_alone = all(SOURCES[source]["kind"] == "leaked_cable" for source in sources_of(row))
        assert (row["cable_only"] == "true") is cables_alone, row


def test_a_table_that_cites_a_leaked_cable_says_so_row_by_row():
    citing = {
        stem
        for stem in SOURCED
        for row in rows(stem)
        if any(SOURCES[source]["kind"] == "leaked_cable" for source in sources_of(row))
    }
    assert {stem for stem in citing if "cable_only" not in rows(stem)[0]} == set()


@pytest.mark.parametrize("stem", STEMS)
def test_descriptors_say_what_a_stranger_needs(stem: str):
    found = descriptor(stem)
    assert 10 <= len(found["title"]) <= 110
    assert len(found["description"]) >= 80
    assert len(found["compiled"]) >= 40
    assert set(found["coverage"]) == {"from", "to", "area"}
    assert found["coverage"]["from"] <= found["coverage"]["to"]
    assert found["licenses"][0]["name"] == "CC-BY-4.0"
    for field in found["schema"]["fields"]:
        assert field["title"], field
        assert field["description"], field
        assert field["type"] not in ("integer", "number") or field["unit"], field


@pytest.mark.parametrize("stem", STEMS)
def test_numbers_whose_unit_stands_in_the_row_have_a_unit_in_every_row(stem: str):
    by_row = [field["name"] for field in descriptor(stem)["schema"]["fields"] if field.get("unit") == "see unit column"]
    for row in rows(stem):
        assert row.get("unit") or not any(row[name] for name in by_row), row


@pytest.mark.parametrize("stem", STEMS)
def test_no_cell_and_no_descriptor_names_a_path_of_somebodys_machine(stem: str):
    local = re.compile(r"(?<![\w/.:])/(?:home|root|work|tmp|Users|var|mnt)/|[A-Z]:\\|file://")
    for name in (f"{stem}.csv", f"{stem}.resource.yaml"):
        assert local.search((DATA / name).read_text(encoding="utf-8")) is None


@pytest.mark.parametrize("stem", STEMS)
def test_rows_that_share_the_first_part_of_their_key_stand_together(stem: str):
    """A table in no order cannot be read, nor its changes be seen in a diff."""
    key = descriptor(stem)["schema"]["primaryKey"]
    if len(key) > 1:
        firsts = [row[key[0]] for row in rows(stem)]
        runs = [first for before, first in zip([None, *firsts], firsts, strict=False) if first != before]
        assert len(runs) == len(set(runs))


@pytest.mark.parametrize("stem", ["arrivals", "assembly_resolutions", "sources", "security_council", "events"])
def test_years_dates_and_source_keys_run_upwards(stem: str):
    column = {"arrivals": "year", "assembly_resolutions": "year", "sources": "source_id"}.get(stem, "date")
    cells = [row[column] for row in rows(stem)]
    assert cells == sorted(cells)


def test_every_document_has_an_address_or_a_reason_for_none():
    without = [
        row["source_id"] for row in rows("sources") if not row["address"] and row["kind"] not in ("none", "thesis")
    ]
    assert len(without) <= 8, without
    assert all(SOURCES[source]["read"] for source in without)


def test_one_address_is_one_source_unless_a_page_holds_several_documents():
    pages = Counter(re.sub(r"^https?://(www\.)?", "", row["address"].lower()).rstrip("/") for row in rows("sources"))
    shared = {page: n for page, n in pages.items() if n > 1 and page}
    assert set(shared) <= {
        "docstore.ohchr.org",
        "freedomhouse.org/report/freedom-world",
        "github.com/rochelleterman/uprs",
        "gvnet.com/humantrafficking/00-ratings.htm",
    }
