"""Tests of the chapter on refugee law: the decision table, penalties, camps, and decisions on claims."""

from __future__ import annotations

import csv
import itertools

import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from analysis import (
    camp_population,
    datasets,
    definition,
    instruments,
    recognition,
    refugees,
    return_penalties,
)

KEPT = ["verified", "corroborated"]
AGREED = {"statuses": KEPT, "least_origins": 2, "camps_since": 2014, "level": 0.95}


def raw(stem: str) -> list[dict[str, str]]:
    with (datasets.DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pieces(*rows: tuple[str, str, str, str]) -> pd.DataFrame:
    """Evidence on one element: side, kind, directness, origin."""
    frame = pd.DataFrame(rows, columns=["side", "kind", "directness", "origin_id"])
    return frame.assign(element="harm")


def verdict(*rows: tuple[str, str, str, str], least: int = 2, sceptic: bool = False) -> str:
    return definition.judge(pieces(*rows), least, sceptic=sceptic).loc["harm", "verdict"]


UN, NGO, CON = ("for", "un_finding", "direct", "un"), ("for", "ngo", "direct", "ngo"), ("against", "ngo", "direct", "x")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([], "not shown"),
        ([CON], "not shown"),
        ([UN, CON], "contested"),
        ([UN], "arguable"),
        ([NGO, ("for", "survey", "direct", "s")], "arguable"),
        ([NGO, ("for", "un_finding", "inferred", "un")], "arguable"),
        ([UN, NGO, CON], "probable"),
        ([UN, NGO], "established"),
        ([UN, UN], "arguable"),
    ],
)
def test_a_verdict_follows_from_origins_and_never_from_the_number_of_reports(rows, found):
    assert verdict(*rows) == found


def test_the_sceptic_lets_authorities_alone_speak_for_and_everything_against():
    assert verdict(UN, NGO, sceptic=True) == "arguable"
    assert verdict(NGO, ("for", "survey", "direct", "s"), sceptic=True) == "not shown"
    assert verdict(UN, NGO, CON, sceptic=True) == "contested"


def test_no_order_of_evidence_and_no_added_support_lowers_a_verdict():
    kinds = [UN, NGO, CON, ("for", "law", "direct", "l"), ("against", "court", "direct", "y")]
    rank = definition.LADDER.index
    for chosen in itertools.combinations(kinds, 3):
        orders = {verdict(*order) for order in itertools.permutations(chosen)}
        assert len(orders) == 1
        more = verdict(*chosen, ("for", "un_finding", "direct", "new"))
        assert rank(more) >= rank(orders.pop())


def test_the_published_table_is_that_of_the_raw_file_counted_by_hand():
    rows = [row for row in raw("definition_evidence") if row["status"] in KEPT and row["element"] == "second"]
    sides = {side: len({row["origin_id"] for row in rows if row["side"] == side}) for side in ("for", "against")}
    found = refugees.findings(refugees.prepare(**AGREED))
    assert found["second_for"].value == sides["for"]
    assert found["second_against"].value == sides["against"]
    assert found["second_contested"].value is (sides["for"] <= sides["against"])


def test_every_piece_of_evidence_leads_to_a_row_of_the_table_that_it_names():
    for row in raw("definition_evidence"):
        if row["rests_on"]:
            stem, _, key = row["rests_on"].partition(":")
            column = datasets.describe(stem)["schema"]["primaryKey"][0]
            assert key in {other[column] for other in raw(stem)}, row["evidence_id"]


def test_the_sources_of_a_piece_are_among_those_of_the_row_on_which_it_rests():
    for row in raw("definition_evidence"):
        if row["rests_on"]:
            stem, _, key = row["rests_on"].partition(":")
            column = datasets.describe(stem)["schema"]["primaryKey"][0]
            other = next(each for each in raw(stem) if each[column] == key)
            known = {other["source_id"], *other["other_sources"].split(";")}
            assert row["source_id"] in known, row["evidence_id"]


def test_leaving_any_one_origin_out_by_hand_gives_the_lowest_verdict_of_the_table():
    found = definition.prepare(KEPT, 2)
    for element, lowest in zip(found.table["element"], found.table["lowest"], strict=True):
        ranks = [
            definition.LADDER.index(
                definition.judge(found.evidence[found.evidence["origin_id"] != origin], 2).loc[element, "verdict"]
            )
            for origin in found.evidence["origin_id"].unique()
        ]
        assert definition.LADDER[min(ranks)] == lowest


def test_more_origins_asked_for_lift_no_verdict_and_move_nothing_else():
    few, many = (refugees.prepare(**AGREED | {"least_origins": least}) for least in (2, 3))
    before, after = (each.definition.table["verdict"].map(definition.LADDER.index) for each in (few, many))
    assert (after <= before).all()
    assert (after < before).any()
    assert few.camps.estimates.equals(many.camps.estimates)
    assert few.penalties.crossing.equals(many.penalties.crossing)
    with pytest.raises(ValueError, match="1 or more"):
        definition.prepare(KEPT, 0)


def test_evidence_from_memory_counts_only_when_asked_for():
    few, many = (refugees.prepare(**AGREED | {"statuses": kept}) for kept in (KEPT, [*KEPT, "recalled"]))
    assert len(many.definition.evidence) > len(few.definition.evidence)
    assert len(many.treatment) > len(few.treatment)
    assert len(many.penalties.reports) > len(few.penalties.reports)
    assert many.recognition.countries.equals(few.recognition.countries)


def test_a_period_is_that_in_which_the_span_begins_or_before_which_it_ends():
    spans = [("2004-11", "2007-03", "2004–2013"), (None, "2004-11", "until 2004"), (None, "2013", "2004–2013")]
    spans += [("2014", None, "since 2014"), (None, "2024", "no period given"), (None, None, "no period given")]
    rows = pd.DataFrame(spans, columns=["period_start", "period_end", "period"]).astype("string")
    assert return_penalties._period(rows).tolist() == rows["period"].tolist()


def test_a_spread_that_rests_on_one_source_says_so_and_others_are_left_out_in_turn():
    rows = pd.DataFrame(
        [("until 2004", "a", 0, 1), ("since 2014", "a", 3, 3), ("since 2014", "b", 4, 4), ("since 2014", "c", 2, 5)],
        columns=["period", "source_id", "severity_low", "severity_high"],
    )
    found = return_penalties.spreads(rows)
    assert found.loc["until 2004", "reports"] == 1
    assert pd.isna(found.loc["until 2004", "highest_low"])
    assert found.loc["since 2014", ["low", "high", "highest_low", "lowest_high"]].tolist() == [2, 5, 3, 4]
    assert found.loc["2004–2013"].isna().all()


def test_the_fall_of_the_institute_s_range_is_that_of_the_raw_file():
    rows = {row["estimate_id"]: row for row in raw("camp_population")}
    middles = [sum(int(rows[name][end]) for end in ("low", "high")) / 2 for name in ("kinu-2013", "kinu-2025")]
    found = refugees.findings(refugees.prepare(**AGREED))
    assert found["camp_fall"].value == pytest.approx(1 - middles[1] / middles[0])
    assert found["camp_ranges_apart"].margin == int(rows["kinu-2013"]["low"]) - int(rows["kinu-2025"]["high"])


def test_the_first_year_of_the_comparison_moves_the_comparison_and_no_estimate():
    late, early = (camp_population.prepare(KEPT, year) for year in (2014, 2008))
    assert late.estimates.equals(early.estimates)
    assert camp_population.findings(late)["camp_none_above"].value is True
    assert camp_population.findings(early)["camp_none_above"].value is False
    with pytest.raises(ValueError, match="choose an earlier"):
        camp_population.prepare(KEPT, 2026)


def test_the_british_share_is_that_of_the_raw_file():
    rows = [
        row
        for row in raw("unhcr_decisions")
        if row["country_of_asylum"] == "GBR"
        and row["decision_level"] in recognition.FIRST
        and row["counted_in"] == "persons"
    ]
    found = refugees.findings(refugees.prepare(**AGREED))
    for name, kept in (
        ("gbr_share", rows),
        ("gbr_before", [row for row in rows if int(row["year"]) < found["gbr_broke"].value]),
        ("gbr_after", [row for row in rows if int(row["year"]) >= found["gbr_broke"].value]),
    ):
        recognised = sum(int(row["recognized"]) for row in kept)
        decided = sum(int(row[outcome]) for row in kept for outcome in recognition.OUTCOMES)
        assert found[name].value == pytest.approx(recognised / decided)
        interval = found[name.replace("share", "interval") if "share" in name else f"{name}_interval"]
        assert interval.value == pytest.approx(proportion_confint(recognised, decided, method="wilson"))


def test_the_level_moves_the_intervals_and_no_share():
    wide, narrow = (recognition.prepare(level).countries for level in (0.95, 0.8))
    assert (narrow["low"] >= wide["low"]).all()
    assert (narrow["high"] < wide["high"]).any()
    assert narrow["share"].equals(wide["share"])


def test_the_appendix_counts_each_instrument_once_and_every_state():
    law = instruments.prepare()
    found = instruments.findings(law)
    assert found["binding"].value + found["declarations"].value == found["instruments"].value == len(raw("instruments"))
    assert found["read"].value == sum(row["basis"] == "text" for row in raw("legal_provisions"))
    assert len(law.held) == 9
    assert law.held.gt(0).all()
