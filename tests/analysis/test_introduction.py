"""What the introduction says, recomputed from the files."""

from __future__ import annotations

import csv

import pandas as pd
import pytest

from analysis import introduction, timeline
from analysis.datasets import ROOT
from analysis.figures import timeline as figures


def rows(stem: str) -> list[dict[str, str]]:
    with (ROOT / f"data/{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def axis() -> timeline.Timeline:
    return timeline.prepare()


def test_the_members_of_the_refugee_convention_are_those_of_the_register():
    joined = {
        row["iso3"]: int(row["date"][:4])
        for row in rows("state_actions")
        if row["instrument_id"] == "CSR1951" and row["action"] in ("accession", "ratification", "succession")
    }
    states = introduction.prepare().states.dropna(subset=["refugee_year"])
    assert dict(zip(states["iso3"], states["refugee_year"].astype(int), strict=True)) == joined


def test_every_hypothesis_names_what_would_count_against_it():
    hypotheses = rows("propositions")
    assert len({row["statement"] for row in hypotheses}) == len(hypotheses)
    assert all(row["against"] and row["against"] != row["prediction"] for row in hypotheses)


def test_most_arrivals_came_after_the_first_mandate(axis):
    totals = {int(row["year"]): int(row["total"]) for row in rows("arrivals")}
    first = min(
        row["date"] for row in rows("special_procedures") if row["item_id"] == "special-rapporteur-mandate-created"
    )
    after = sum(total for year, total in totals.items() if year >= int(first[:4]))
    stated = timeline.findings(axis)["arrivals_after"]
    assert stated.value is True
    assert stated.margin == after - (sum(totals.values()) - after)


def test_nothing_on_the_axis_rests_on_memory(axis):
    assert not axis.marks["status"].eq("recalled").any()


def test_a_label_is_moved_down_only_where_the_one_before_it_is_in_the_way():
    days = pd.to_datetime(["1990-01-01", "1990-06-01", "2010-01-01"])
    lane = pd.DataFrame({"day": days, "label": ["Cambodia", "South Korea", "China"]})
    assert figures._steps(lane).tolist() == [0, 1, 0]
