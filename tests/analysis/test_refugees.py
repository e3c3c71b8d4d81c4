"""Tests of the chapter on refugee law."""

from __future__ import annotations

import csv

import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis import datasets, refugees

KEPT = ["verified", "corroborated"]


def test_the_british_share_is_that_of_the_raw_file() -> None:
    with (datasets.DATA / "unhcr_decisions.csv").open(encoding="utf-8") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["country_of_asylum"] == "GBR"
            and row["decision_level"] in refugees.FIRST
            and row["counted_in"] == "persons"
        ]
    recognised = sum(int(row["recognized"]) for row in rows)
    decided = sum(int(row[name]) for row in rows for name in refugees.OUTCOMES)
    found = refugees.findings(refugees.prepare(KEPT, 0.95))
    assert found["gbr_share"].value == pytest.approx(recognised / decided)
    assert found["gbr_interval"].value == pytest.approx(proportion_confint(recognised, decided, method="wilson"))


def test_the_level_moves_the_intervals_and_no_share() -> None:
    wide, narrow = (refugees.prepare(KEPT, level).decisions for level in (0.95, 0.8))
    assert (narrow["low"] >= wide["low"]).all()
    assert (narrow["high"] < wide["high"]).any()
    assert narrow["share"].equals(wide["share"])


def test_the_statuses_move_the_table_of_treatment_and_no_decision() -> None:
    few, many = refugees.prepare(KEPT, 0.95), refugees.prepare([*KEPT, "recalled"], 0.95)
    assert len(few.treatment) < len(many.treatment)
    assert few.decisions.equals(many.decisions)
