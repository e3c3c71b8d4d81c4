"""Treaty membership: who is bound, who has only signed, and what silence is taken to mean."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd
import pytest

from analysis import treaties

DATA = Path(__file__).resolve().parents[2] / "data"


def raw(stem: str) -> list[dict[str, str]]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_core_treaties_held_agree_with_a_count_of_the_raw_rows():
    core = {row["instrument_id"] for row in raw("instruments") if row["core_treaty"] == "true"}
    joined = {
        (row["iso3"], row["instrument_id"])
        for row in raw("state_actions")
        if row["action"] in {"ratification", "accession", "acceptance"} and row["instrument_id"] in core
    }
    held = treaties.parties()
    held = held[held["instrument_id"].isin(treaties.core_treaties())]
    assert held["iso3"].value_counts().to_dict() == Counter(state for state, _ in joined)
    assert len(core) == 9


@pytest.mark.parametrize(
    ("state", "treaty"), [("CHN", "ICCPR"), ("LAO", "CED"), ("THA", "ROME"), ("KHM", "ICRMW"), ("THA", "PALERMO-SOM")]
)
def test_a_signatory_is_no_party(state, treaty):
    held = treaties.parties()
    assert held[(held["iso3"] == state) & (held["instrument_id"] == treaty)].empty
    cell = treaties.standings(2024).set_index(["iso3", "instrument_id"]).loc[(state, treaty)]
    assert cell["standing"] == "signatory"
    assert not cell["party"]


def test_the_notice_of_1997_did_not_take_north_korea_out_of_the_covenant():
    held = treaties.parties("1998")
    assert not held[(held["iso3"] == "PRK") & (held["instrument_id"] == "ICCPR")].empty


def test_consent_binds_only_once_the_treaty_is_in_force():
    before, after = treaties.standings(1950), treaties.standings(1951)
    cell = {"iso3": "KHM", "instrument_id": "CPPCG"}
    pick = [frame.set_index(list(cell)).loc[tuple(cell.values()), "standing"] for frame in (before, after)]
    assert pick == ["not yet in force", "party"]
    held = treaties.parties("1950-12-31")
    assert "CPPCG" not in set(held["instrument_id"])


def test_acceptance_makes_a_party():
    held = treaties.parties()
    assert not held[(held["iso3"] == "MMR") & (held["instrument_id"] == "SLAVERY1926")].empty


def test_a_date_counts_from_the_last_day_it_can_mean():
    dates = pd.Series(["2016", "2016-06", "2016-02", "2016-06-17"])
    expected = pd.to_datetime(["2016-12-31", "2016-06-30", "2016-02-29", "2016-06-17"])
    assert list(treaties.last_day(dates)) == list(expected)
    held = treaties.parties("2016-11")
    assert held[(held["iso3"] == "PRK") & (held["instrument_id"] == "CRPD")].empty


def test_membership_never_shrinks_over_time():
    sizes = [len(treaties.parties(str(year), documented=False)) for year in range(1950, 2025)]
    assert sizes == sorted(sizes)


def test_memberships_known_from_memory_are_left_out_unless_asked_for():
    assert not treaties.parties()["status"].eq("recalled").any()
    assert treaties.parties(documented=False)["status"].eq("recalled").any()


def test_the_map_has_one_cell_for_each_instrument_and_state():
    cells = treaties.standings(2024)
    assert len(cells) == len(raw("instruments")) * 9
    assert not cells.duplicated(["instrument_id", "iso3"]).any()
    assert set(cells["standing"]) <= set(treaties.STANDINGS)


def test_two_ways_to_the_parties_of_a_year_agree():
    for year in (1960, 1990, 2010, 2024):
        cells = treaties.standings(year)
        one = set(cells.loc[cells["standing"] == "party", ["iso3", "instrument_id"]].itertuples(index=False, name=None))
        other = treaties.parties(str(year), documented=False)
        assert one == set(other[["iso3", "instrument_id"]].itertuples(index=False, name=None))


def test_unknown_opens_the_silent_cells_and_no_other():
    told, unknown = treaties.standings(2024), treaties.standings(2024, absence="unknown")
    silent = told["standing"] == "silent"
    assert silent.any()
    assert unknown.loc[silent, "party"].isna().all()
    pd.testing.assert_frame_equal(told[~silent], unknown[~silent])


def test_unknown_opens_the_clauses_that_rest_on_silence_and_no_other():
    told, unknown = treaties.clauses(), treaties.clauses(absence="unknown")
    silent = told["status"] == "absence"
    assert unknown.loc[silent, "open"].isna().all()
    assert (told.loc[~silent, "open"] == unknown.loc[~silent, "open"]).all()


def test_a_clause_is_open_only_against_a_party_to_its_treaty():
    bound = set(treaties.parties()[["iso3", "instrument_id"]].itertuples(index=False, name=None))
    frame = treaties.clauses()
    for row in frame[frame["open"]].itertuples():
        assert (row.iso3, row.instrument_id) in bound
    closed = frame[frame["basis"] == "not_party"]
    assert not set(closed[["iso3", "instrument_id"]].itertuples(index=False, name=None)) & bound


def test_every_clause_has_an_answer_of_every_state():
    answers = defaultdict(set)
    for row in raw("complaint_procedures"):
        answers[row["instrument_id"], row["article"]].add(row["iso3"])
    assert {len(found) for found in answers.values()} == {9}


def test_a_protocol_knows_its_treaty():
    parents = treaties.instruments().set_index("instrument_id")["parent"]
    assert parents[["ICCPR-OP1", "CEDAW-OP", "OPCAT", "CRC-OPIC", "CAT", "CSRP1967"]].tolist() == [
        "ICCPR", "CEDAW", "CAT", "CRC", "CAT", "CSRP1967",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "function", [lambda word: treaties.standings(2024, absence=word), lambda word: treaties.clauses(absence=word)]
)
def test_another_treatment_of_absence_is_refused(function):
    with pytest.raises(ValueError, match="not_party or unknown"):
        function("zero")
