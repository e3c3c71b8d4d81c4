"""What two files, or two rows, must share: each identity with the reason why it has to hold."""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest

from .rows import DATA, one, rows, total

NINE = {"PRK", "CHN", "MNG", "MMR", "LAO", "VNM", "KHM", "THA", "KOR"}
JOINED = {"ratification", "accession"}
HALF = Decimal("0.5")

BOXES = {
    "PRK": (37.6, 43.1, 124.1, 130.8),
    "CHN": (18.0, 53.7, 73.4, 135.2),
    "LAO": (13.8, 22.6, 100.0, 107.8),
    "VNM": (8.3, 23.5, 102.0, 109.6),
    "KHM": (9.8, 14.8, 102.2, 107.7),
    "MMR": (9.5, 28.6, 92.1, 101.3),
    "THA": (5.5, 20.6, 97.2, 105.8),
    "MNG": (41.4, 52.3, 87.6, 120.0),
    "KOR": (33.0, 38.7, 124.5, 131.0),
    "RUS": (41.1, 82.0, 19.5, 180.0),
}
"""South, north, west and east of each state; islands far out are left aside."""


def parties(iso3: str) -> set[str]:
    """Instruments that a state has ratified or acceded to."""
    return {row["instrument_id"] for row in rows("state_actions", iso3=iso3) if row["action"] in JOINED}


CORE = {row["instrument_id"] for row in rows("instruments", core_treaty="true")}


# Arrivals in South Korea


def test_early_arrivals_and_all_years_give_the_cumulative_total_that_was_published():
    """The ministry printed 34,537 for the end of 2025; a year that is wrong or missing breaks the sum."""
    years = rows("arrivals")
    early = one("arrivals_early", estimate_id="to-1998")
    printed = one(
        "arrivals_profile", as_of="2025-12", population="arrivals_cumulative", dimension="sex", category="total"
    )
    assert [int(row["year"]) for row in years] == list(range(1999, 2026))
    assert int(early["total"]) + total(row["total"] for row in years) == int(printed["persons"]) == 34_537


@pytest.mark.parametrize("sex", ["men", "women"])
def test_early_arrivals_and_all_years_give_the_published_total_of_each_sex(sex: str):
    """The years 1999 to 2001 have no final sexes, but the ministry's cell for the three together has."""
    spans = [one("arrivals_early", estimate_id=span)[sex] for span in ("to-1998", "1999-2001")]
    years = [row[sex] for row in rows("arrivals") if int(row["year"]) >= 2002]
    printed = one("arrivals_profile", as_of="2025-12", population="arrivals_cumulative", dimension="sex", category=sex)
    assert total(spans) + total(years) == int(printed["persons"])


def test_the_cell_that_is_printed_as_2001_is_the_sum_of_three_years():
    """The ministry's label ~01 is often read as the year 2001, which would treble it."""
    three = [row["total"] for row in rows("arrivals") if row["year"] in ("1999", "2000", "2001")]
    assert total(three) == int(one("arrivals_early", estimate_id="1999-2001")["total"]) == 1043


@pytest.mark.parametrize(
    "as_of", sorted({row["as_of"] for row in rows("arrivals_profile", dimension="sex", category="total")})
)
def test_published_running_totals_follow_from_the_years(as_of: str):
    """A running total at the end of a year is all arrivals up to it."""
    printed = one("arrivals_profile", as_of=as_of, population="arrivals_cumulative", dimension="sex", category="total")
    upto = int(one("arrivals_early", estimate_id="to-1998")["total"])
    before = total(row["total"] for row in rows("arrivals") if int(row["year"]) < int(as_of[:4]))
    within = int(one("arrivals", year=as_of[:4])["total"])
    if as_of.endswith("-12"):
        # the one total printed before later years were revised says so in its note
        revised = f"{upto + before + within:,}" in printed["note"]
        assert revised or upto + before + within == int(printed["persons"])
        assert revised is (as_of == "2011-12")
    else:
        assert upto + before < int(printed["persons"]) < upto + before + within


def test_early_periods_agree_with_the_totals_that_enclose_them():
    """Spans overlap on purpose; what one says of another must hold."""
    early = {row["estimate_id"]: int(row["total"]) for row in rows("arrivals_early")}
    year = {row["year"]: int(row["total"]) for row in rows("arrivals")}
    assert early["to-1989"] + early["1990-1998"] == early["to-1998"]
    assert early["1990-1998"] + year["1999"] == early["1990-1999"]
    assert early["1999-2000"] == year["1999"] + year["2000"]


@pytest.mark.parametrize("year", [str(year) for year in range(2019, 2026)])
def test_quarters_add_up_to_the_year(year: str):
    """From 2019 each quarter is the last published one, so that the four make the final year."""
    quarters = rows("arrivals_quarters", year=year, release="final")
    covered = [q for row in quarters for q in range(int(row["quarter_from"]), int(row["quarter_to"]) + 1)]
    assert covered == [1, 2, 3, 4]
    assert total(row["persons"] for row in quarters) == int(one("arrivals", year=year)["total"])


@pytest.mark.parametrize("sex", ["men", "women"])
@pytest.mark.parametrize("year", [str(year) for year in range(2020, 2026)])
def test_quarters_add_up_to_the_year_for_each_sex(year: str, sex: str):
    """From 2020 the releases print sexes; derived ones were made to fit, printed ones fit of themselves."""
    quarters = rows("arrivals_quarters", year=year, release="final")
    assert total(row[sex] for row in quarters) == int(one("arrivals", year=year)[sex])


def test_sexes_add_up_within_each_publication():
    """A publication that prints men, women and both cannot contradict itself."""
    found = defaultdict(dict)
    for row in rows("arrivals_vintages"):
        found[row["year"], row["published"]][row["sex"]] = int(row["persons"])
    whole = [values for values in found.values() if len(values) == 3]
    assert len(whole) >= 20
    assert all(values["men"] + values["women"] == values["total"] for values in whole)


def test_the_last_publication_of_a_finished_year_is_the_value_that_the_book_uses():
    """The rule of the table: the last value that was not marked provisional counts.

    One paper of 2017 prints 1,276 for 2015 where all tables of the ministry have 1,275.
    """
    last = {}
    firm = rows("arrivals_vintages", complete_year="true", marked_provisional="false")
    for row in sorted(firm, key=lambda row: row["published"]):
        if int(row["year"]) >= 2012:
            last[row["year"], row["sex"]] = row["persons"]
    final = {(year["year"], sex): year[sex] for year in rows("arrivals") for sex in ("total", "men", "women")}
    assert len(last) >= 15
    assert {key: value for key, value in last.items() if value != final[key]} == {("2015", "total"): "1276"}


def test_parts_of_a_population_never_exceed_it():
    """Categories of one dimension, population, date and sex share out one group of people."""
    parts, base = defaultdict(int), {}
    for row in rows("arrivals_profile"):
        key = row["as_of"], row["population"], row["dimension"], row["sex"]
        if row["category"] != "total" and row["persons"] and row["base"] and row["dimension"] != "motive":
            parts[key] += int(row["persons"])
            base[key] = max(base.get(key, 0), int(row["base"]))
    assert len(parts) >= 20
    assert {key: (n, base[key]) for key, n in parts.items() if n > base[key]} == {}


def test_counts_quoted_by_the_thesis_are_those_of_the_ministry_where_supported():
    """A supported claim and the series behind it must be one number."""
    for claim, year in (("arrivals-2020", "2020"), ("arrivals-2021", "2021")):
        row = one("claims", claim_id=claim)
        assert row["verdict"] == "supported"
        assert row["value_low"] == row["value_high"] == one("arrivals", year=year)["total"]


def test_the_shares_of_women_in_the_correction_follow_from_the_counts():
    """The correction of a claim is prose, but its numbers have rows."""
    text = one("claims", claim_id="women-two-thirds")["correction"]
    for as_of in ("2017-12", "2025-12"):
        cell = {"as_of": as_of, "population": "arrivals_cumulative", "dimension": "sex"}
        women, everyone = (int(one("arrivals_profile", category=who, **cell)["persons"]) for who in ("women", "total"))
        assert f"{women / everyone:.1%}".replace("%", " percent") in text


# Votes


def test_every_recorded_assembly_vote_accounts_for_every_member():
    """A member votes yes, no or abstains, or is absent; there is no fifth way."""
    for row in rows("assembly_resolutions", adopted_by="vote"):
        assert total(row[how] for how in ("yes", "no", "abstain", "absent")) == int(row["members"]), row["resolution"]


def test_membership_follows_the_history_of_the_united_nations():
    """Montenegro joined in June 2006 and South Sudan in July 2011."""
    for row in rows("assembly_resolutions"):
        expected = 191 + (row["date"] >= "2006-06-28") + (row["date"] >= "2011-07-14")
        assert int(row["members"]) == expected


def test_states_votes_are_kept_for_the_recorded_votes_and_for_no_other_year():
    """A year adopted without a vote has no votes of states."""
    by_vote = {row["resolution"] for row in rows("assembly_resolutions", adopted_by="vote")}
    cast = defaultdict(set)
    for row in rows("assembly_votes"):
        cast[row["resolution"]].add(row["iso3"])
    assert set(cast) == by_vote
    assert all(states == NINE | {"RUS"} for states in cast.values())


def test_no_tally_is_smaller_than_the_votes_of_the_ten_states_in_it():
    """Ten of the members are known by name; a tally has to hold them."""
    for resolution in rows("assembly_resolutions", adopted_by="vote"):
        cast = [row["vote"] for row in rows("assembly_votes", resolution=resolution["resolution"])]
        assert all(cast.count(how) <= int(resolution[how]) for how in ("yes", "no", "abstain", "absent"))


@pytest.mark.parametrize("iso3", ["CHN", "PRK", "RUS", "VNM"])
def test_some_states_voted_no_each_time(iso3: str):
    """The argument on political will rests on these states never having wavered in a recorded vote."""
    assert {row["vote"] for row in rows("assembly_votes", iso3=iso3)} == {"no"}


def test_year_of_a_vote_is_that_of_its_resolution():
    """The same resolution has one date in both tables."""
    years = {row["resolution"]: row["year"] for row in rows("assembly_resolutions")}
    assert all(row["year"] == years[row["resolution"]] for row in rows("assembly_votes"))
    assert all(row["date"][:4] == row["year"] for row in rows("assembly_resolutions"))


def test_the_tally_quoted_in_a_correction_is_that_of_2014():
    """The ledger quotes 116-20-53; the table of resolutions has the same vote."""
    row = one("assembly_resolutions", year="2014")
    assert (
        f"({row['yes']}-{row['no']}-{row['abstain']})" in one("claims", claim_id="no-solution-proposed")["correction"]
    )


def test_every_vote_in_geneva_accounts_for_every_member():
    """The Commission had 53 members, the Council 47, and 46 while Libya was suspended."""
    for row in rows("council_resolutions", adopted_by="vote"):
        assert total(row[how] for how in ("yes", "no", "abstain", "not_voting")) == int(row["members"]), row["year"]
        assert row["members"] == ("53" if row["body"] == "CHR" else "46" if row["year"] == "2011" else "47")


@pytest.mark.parametrize("stem", ["security_council", "panel_renewals", "icc_referrals"])
def test_security_council_votes_add_up_to_fifteen(stem: str):
    """All fifteen members voted in every vote kept here."""
    voted = [row for row in rows(stem) if row["yes"]]
    assert voted
    assert {total(row[how] for how in ("yes", "no", "abstain")) for row in voted} == {15}


def test_a_veto_is_a_no_of_a_permanent_member_with_nine_votes_in_favour():
    """Without nine in favour a draft fails of itself and a no defeats nothing."""
    for row in rows("security_council", outcome="vetoed"):
        assert int(row["yes"]) >= 9
        against = {iso3 for iso3, vote in (("CHN", row["chn_vote"]), ("RUS", row["rus_vote"])) if vote == "no"}
        assert against == set(row["vetoed_by"].split(";"))
        assert len(against) == int(row["no"])


def test_a_procedural_vote_opened_a_meeting_on_the_same_day():
    """A carried vote on the agenda is followed by the meeting that it allowed."""
    meetings = {row["date"] for row in rows("security_council", kind="human_rights_meeting")}
    votes = rows("security_council", kind="procedural_vote")
    assert votes
    assert {row["date"] for row in votes} <= meetings
    assert all(int(row["yes"]) >= 9 for row in votes)


def test_the_syrian_veto_of_the_claim_is_the_one_in_the_table():
    """The thesis argues from that vote: two vetoes, both by the states it names."""
    vote = one("icc_referrals", outcome="vetoed")
    claim = one("claims", claim_id="syria-veto-2014")
    assert (vote["date"][:4], vote["no"]) == (claim["as_of"], claim["value_low"])
    assert vote["chn_vote"] == vote["rus_vote"] == "no"


def test_events_carry_the_dates_of_the_acts_that_they_name():
    """The chart of arrivals marks acts that other tables date."""
    assert one("events", event_id="inquiry-created")["date"] == one("council_resolutions", year="2013")["date"]
    workers = one("security_council", symbol="S/RES/2397 (2017)")
    assert one("events", event_id="resolution-2397")["date"] == workers["date"]
    assert (
        one("events", event_id="laos-nine")["date"]
        == one("repatriations", repatriation_id="2013-laos-nine")["date_start"]
    )


# Law


def test_every_instrument_is_answered_for_every_state():
    """A missing pair would be read as no treaty."""
    pairs = {(row["instrument_id"], row["iso3"]) for row in rows("state_actions")}
    assert pairs == {(row["instrument_id"], iso3) for row in rows("instruments") for iso3 in NINE}


def test_a_state_that_did_nothing_did_nothing_else():
    """The row none stands alone: next to a ratification it would say two things at once."""
    acts = defaultdict(set)
    for row in rows("state_actions"):
        acts[row["instrument_id"], row["iso3"]].add(row["action"])
    assert [pair for pair, done in acts.items() if "none" in done and len(done) > 1] == []


def test_north_korea_is_party_to_five_of_nine_core_treaties():
    """The claim says five and names them; the correction says how they were joined and adds a protocol."""
    assert len(CORE) == 9
    mine = parties("PRK") & CORE
    assert mine == {"ICCPR", "ICESCR", "CRC", "CEDAW", "CRPD"}
    claim = one("claims", claim_id="prk-five-treaties")
    assert len(mine) == int(claim["value_low"]) == int(claim["value_high"])
    acceded = {row["instrument_id"] for row in rows("state_actions", iso3="PRK", action="accession")} & CORE
    assert len(acceded) == 3
    assert "acceded to three of the five" in claim["correction"]
    assert one("state_actions", iso3="PRK", instrument_id="CRC-OPSC", action="ratification")["date"][:4] == "2014"


def test_the_counts_of_core_treaties_in_the_correction_are_those_of_the_register():
    """The ledger counts for four states what the table lists one by one."""
    text = one("claims", claim_id="trn-few-treaties")["correction"]
    words = {
        iso3: {6: "six", 7: "seven", 8: "eight"}[len(parties(iso3) & CORE)] for iso3 in ("LAO", "VNM", "KHM", "CHN")
    }
    assert f"Laos and Vietnam hold {words['LAO']} and Cambodia {words['KHM']}, China {words['CHN']}" in text
    assert words["LAO"] == words["VNM"]


@pytest.mark.parametrize(
    ("claim", "state", "inside"),
    [("khm-only-refconv", "KHM", True), ("mng-not-refconv", "MNG", False), ("tha-not-refconv", "THA", False)],
)
def test_membership_of_the_refugee_convention_is_what_the_supported_claims_say(claim: str, state: str, inside: bool):
    """Three claims on membership are called supported; the register must not say otherwise."""
    assert one("claims", claim_id=claim)["verdict"] == "supported"
    assert ("CSR1951" in parties(state)) is inside
    if inside:
        assert not {"CSR1951"} & (parties("LAO") | parties("VNM"))


def test_the_refugee_convention_binds_three_of_the_nine_states():
    """China, Cambodia and South Korea, as the relevance of the instrument says."""
    assert {iso3 for iso3 in NINE if "CSR1951" in parties(iso3)} == {"CHN", "KHM", "KOR"}


def test_a_complaint_procedure_is_closed_for_want_of_membership_exactly_where_the_state_did_not_join():
    """Two tables code membership; they may not disagree."""
    joined = {(row["instrument_id"], row["iso3"]) for row in rows("state_actions") if row["action"] in JOINED}
    for row in rows("complaint_procedures"):
        assert (row["basis"] == "not_party") is ((row["instrument_id"], row["iso3"]) not in joined), row


def test_whether_a_complaint_is_open_follows_from_the_reason_given():
    """A reason that closes a procedure cannot stand beside an open one."""
    opens = {"joined_protocol", "declaration", "treaty_text", "no_opt_out", "no_reservation"}
    assert all((row["basis"] in opens) is (row["accepted"] == "true") for row in rows("complaint_procedures"))


def test_no_act_is_older_than_the_text_it_concerns():
    """Nobody signs or joins what is not yet adopted."""
    adopted = {row["instrument_id"]: row["adopted"] for row in rows("instruments")}
    early = [
        row
        for row in rows("state_actions")
        if row["date"] and row["date"] < adopted[row["instrument_id"]][: len(row["date"])]
    ]
    assert early == []
    assert all(row["adopted"] <= row["entered_into_force"] for row in rows("instruments") if row["entered_into_force"])


def test_a_state_that_reports_to_a_committee_is_party_to_its_treaty():
    """Who is outside has nothing to report."""
    treaty = {"CCPR": "ICCPR", "CESCR": "ICESCR", "CERD": "ICERD"}
    for row in rows("reporting"):
        joined = treaty.get(row["treaty_body"], row["treaty_body"]) in parties(row["iso3"])
        assert (row["state_reports"] == "party") is joined, row["report_id"]


def test_every_indicator_of_protection_is_coded_for_each_of_the_nine_states():
    """Nine states times fifteen indicators; a gap would be taken for a value."""
    pairs = [(row["iso3"], row["indicator"]) for row in rows("national_protection")]
    assert sorted(pairs) == sorted((iso3, row["indicator"]) for iso3 in NINE for row in rows("protection_indicators"))


@pytest.mark.parametrize(("value", "rank"), [("value", "ordinal"), ("sceptic_value", "sceptic_ordinal")])
def test_ordinal_codes_are_places_on_the_scale_of_the_indicator(value: str, rank: str):
    """The code is read off the scale; a slip would turn a protective state into its opposite."""
    scale = {row["indicator"]: row["scale"].split(" < ") for row in rows("protection_indicators", kind="ordinal")}
    coded = [row for row in rows("national_protection") if row[rank]]
    assert len(coded) >= 10
    assert all(scale[row["indicator"]].index(row[value]) == int(row[rank]) for row in coded)


# Keys and completeness


def test_keys_that_carry_a_year_or_a_state_agree_with_their_columns():
    """A key is written once by hand and read by people; a column that drifts from it is a slip in one of both."""
    for row in rows("arrivals_early"):
        spans = (f"{row['period_start']}-{row['period_end']}", f"to-{row['period_end']}", row["period_end"])
        assert row["estimate_id"] in spans
    for row in rows("resettlement"):
        assert row["row_id"].endswith((f"-{row['year_from']}", f"-{row['year_to']}"))
    for row in rows("security_council"):
        assert row["event_id"].startswith(row["date"])
    for row in rows("panel_renewals"):
        assert row["date"].startswith(row["year"])
        assert f"({row['year']})" in row["symbol"]
    for row in rows("review_recommendations"):
        asked = f"{row['iso3']}-{row['year']}-{row['recommending_state'] or 'several'}-".lower()
        assert row["recommendation_id"].startswith(asked)
    for row in rows("transit_arrivals"):
        assert row["arrival_id"].startswith(f"{row['iso3'].lower()}-")
    for row in rows("repatriations"):
        assert row["repatriation_id"].startswith((row["date_start"][:4], row["date_end"][:4]))
    for row in rows("assembly_resolutions"):
        assert row["resolution"].split("/")[2] == row["session"]


SPANS = (
    *((stem, "period_start", "period_end") for stem in ("state_outcomes", "state_periods", "treatment_on_return")),
    ("transit_arrivals", "period_start", "period_end"),
    ("repatriations", "date_start", "date_end"),
    ("border_measures", "date", "date_end"),
    ("prevalence_studies", "fieldwork_from", "fieldwork_to"),
    ("national_protection", "as_of_from", "as_of"),
    ("reporting", "report_submitted", "concluding_observations"),
    ("statements", "date", "reply_date"),
    ("ties", "since", "until"),
)
"""Columns that hold a beginning and its end, as dates of any precision."""


@pytest.mark.parametrize(("stem", "begin", "end"), SPANS)
def test_no_span_of_time_ends_before_it_begins(stem: str, begin: str, end: str):
    """Dates are compared as far as both are known: 2013 does not end before 2013-05."""
    whole = [(row[begin], row[end]) for row in rows(stem) if row[begin] and row[end]]
    assert whole
    for first, last in whole:
        known = min(len(first), len(last))
        assert first[:known] <= last[:known], (first, last)


@pytest.mark.parametrize("stem", ["labour", "satisfaction"])
def test_the_year_of_a_survey_is_the_year_of_its_period(stem: str):
    """One column is for reading, the other for drawing."""
    assert all(row["period"][:4] == row["year"] for row in rows(stem))


def test_the_assembly_adopted_one_resolution_a_year():
    """The claim of a yearly text since 2005 is supported; a year lost from the table would contradict it."""
    years = [int(row["year"]) for row in rows("assembly_resolutions")]
    claim = one("claims", claim_id="ga-annual-resolutions")
    assert claim["verdict"] == "supported"
    assert years == list(range(int(claim["value_low"]), 2026))


def test_geneva_adopted_one_resolution_a_year_but_for_the_two_when_its_body_was_replaced():
    """The Commission ended in 2006; its successor first spoke in 2008."""
    assert [int(row["year"]) for row in rows("council_resolutions")] == [2003, 2004, 2005, *range(2008, 2026)]


@pytest.mark.parametrize(("stem", "column"), [("trafficking_tiers", "year"), ("freedom_scores", "edition")])
def test_each_yearly_report_has_a_row_for_each_of_the_nine_states(stem: str, column: str):
    """A state that is missing from a year would silently shift every mean."""
    years = sorted({int(row[column]) for row in rows(stem)})
    assert years == list(range(years[0], years[-1] + 1))
    pairs = [(int(row[column]), row["iso3"]) for row in rows(stem)]
    assert sorted(pairs) == sorted((year, iso3) for year in years for iso3 in NINE)


def test_each_complaint_procedure_is_answered_for_each_of_the_nine_states():
    """A missing row would be read as a closed door."""
    answered = defaultdict(list)
    for row in rows("complaint_procedures"):
        answered[row["instrument_id"], row["article"]].append(row["iso3"])
    assert all(sorted(states) == sorted(NINE) for states in answered.values())


def test_complete_answers_to_a_review_add_up_to_what_was_received():
    """Where accepted and noted are known, what was accepted in part or left open makes up the rest."""
    known = [row for row in rows("review_counts") if row["received"] and row["accepted"] and row["noted"]]
    assert len(known) >= 50
    for row in known:
        answers = ("accepted", "partially_accepted", "noted", "left_open")
        assert total(row[answer] or "0" for answer in answers) == int(row["received"]), row


def test_a_rate_of_all_lies_between_the_rates_of_men_and_women():
    """A mean lies between its parts; only a ratio of two means, as that of wages, may not."""
    rates = defaultdict(dict)
    for row in rows("labour"):
        if row["indicator"] != "wage_ratio_to_residents":
            rates[row["indicator"], row["group"], row["period"]][row["sex"]] = Decimal(row["value"])
    whole = [found for found in rates.values() if len(found) == 3]
    assert len(whole) >= 3
    assert all(
        min(found["men"], found["women"]) <= found["all"] <= max(found["men"], found["women"]) for found in whole
    )


# Transit and return


def test_waypoints_lie_inside_their_country():
    """A city drawn in the sea or next door misleads, whatever the route."""
    for row in rows("waypoints"):
        south, north, west, east = BOXES[row["iso3"]]
        assert south <= float(row["lat"]) <= north, row["place"]
        assert west <= float(row["lon"]) <= east, row["place"]


def test_a_city_has_one_place_on_the_map_whatever_the_route():
    """Routes cross in the same cities."""
    places = defaultdict(set)
    for row in rows("waypoints"):
        places[row["place"]].add((row["iso3"], row["lat"], row["lon"]))
    assert all(len(found) == 1 for found in places.values())


def test_places_on_the_map_are_no_finer_than_a_city():
    """Two decimals are a kilometre: a map of routes must not lead anybody to a house or a crossing."""
    for row in rows("waypoints"):
        assert all(-Decimal(row[axis]).as_tuple().exponent <= 2 for axis in ("lat", "lon")), row["place"]


def test_routes_count_their_cities_from_one_without_a_gap():
    """The order draws the line."""
    steps = defaultdict(list)
    for row in rows("waypoints"):
        steps[row["route_id"]].append(int(row["order"]))
    assert all(sorted(found) == list(range(1, len(found) + 1)) for found in steps.values())


def test_the_years_of_the_thai_police_add_up_to_the_printed_total():
    """The police printed seven years, four months and their sum of 9,622."""
    series = rows("transit_arrivals", series="thai_police")
    assert all(row["low"] == row["high"] for row in series)
    assert [row["period_start"][:4] for row in series] == [str(year) for year in range(2004, 2012)]
    assert (
        total(row["low"] for row in series) == int(one("transit_arrivals", arrival_id="tha-2004-2011")["low"]) == 9622
    )


def test_thai_entries_do_not_exceed_all_arrivals_of_the_same_and_the_next_year():
    """Nearly all who reached Thailand went on to South Korea within a year."""
    for row in rows("transit_arrivals", series="thai_police", months="12"):
        reached = total(one("arrivals", year=str(int(row["period_start"]) + after))["total"] for after in (0, 1))
        assert int(row["low"]) <= reached


def test_the_mongolian_entries_quoted_in_a_claim_are_those_of_the_table():
    """The verdict rests on two numbers that have rows."""
    text = one("claims", claim_id="mng-500-year")["reason"]
    assert all(one("transit_arrivals", arrival_id=f"mng-{year}")["low"] in text for year in (2006, 2007))


@pytest.mark.parametrize("whole", ["2020-hrw-first", "2024-hrw"])
def test_known_returns_add_up_to_the_cumulative_count_that_contains_them(whole: str):
    """One organisation counted 670 cases to 2023 and 406 since 2024 from the events listed here."""
    parts = rows("repatriations", part_of=whole)
    assert total(row["low"] for row in parts) == int(one("repatriations", repatriation_id=whole)["low"])


def test_the_two_halves_of_the_known_returns_add_up_to_the_whole():
    """1,076 known cases since 2020 are the 670 of before and the 406 of after."""
    halves = [one("repatriations", repatriation_id=half)["low"] for half in ("2020-hrw-first", "2024-hrw")]
    assert total(halves) == int(one("repatriations", repatriation_id="2020-hrw-second")["low"])


def test_no_part_of_a_count_of_returns_exceeds_its_whole_or_leaves_its_time():
    """A part lies within the larger row in number and in time."""
    known = {row["repatriation_id"]: row for row in rows("repatriations")}
    parts = [row for row in known.values() if row["part_of"]]
    assert parts
    for row in parts:
        whole = known[row["part_of"]]
        assert whole["date_start"][:4] <= row["date_start"][:4] <= row["date_end"][:4] <= whole["date_end"][:4]
        assert int(row["low"] or 0) <= int(whole["high"] or whole["low"])


def test_rival_counts_of_one_event_share_its_states_and_year():
    """Rows of one event disagree on the number only."""
    events = defaultdict(set)
    for row in rows("repatriations", measure="event"):
        if row["event"]:
            events[row["event"]].add(
                (row["date_end"][:4], row["from_iso3"] if row["event"] != "vladivostok-seven" else "")
            )
    assert {event: found for event, found in events.items() if len(found) > 1 and event != "laos-2013"} == {}


# Review and trafficking


def test_answers_to_recommendations_do_not_exceed_those_received():
    """A recommendation has one answer."""
    counted = [row for row in rows("review_counts") if row["received"]]
    assert len(counted) >= 50
    for row in counted:
        assert total(row[answer] or "0" for answer in ("accepted", "partially_accepted", "noted", "left_open")) <= int(
            row["received"]
        )


def test_recommendations_listed_do_not_outnumber_those_counted():
    """The list is a selection from the reviews that the counts cover."""
    listed = defaultdict(int)
    for row in rows("review_recommendations"):
        listed[row["iso3"], row["cycle"]] += 1
    for (iso3, cycle), number in listed.items():
        counts = [int(row["received"]) for row in rows("review_counts", iso3=iso3, cycle=cycle) if row["received"]]
        assert not counts or number <= max(counts)


def test_a_review_has_one_session_and_one_year_in_both_tables():
    """Counts and texts of one review come from one session."""
    when = defaultdict(set)
    for row in (*rows("review_counts"), *rows("review_recommendations")):
        when[row["iso3"], row["cycle"]].add((row["session"], row["year"]))
    assert {review: found for review, found in when.items() if len(found) > 1} == {}


@pytest.mark.parametrize(("claim", "column"), [("upr2019-total", "received"), ("upr2019-accepted", "accepted")])
def test_the_review_of_north_korea_in_2019_has_the_numbers_of_the_supported_claims(claim: str, column: str):
    """Two claims quote the outcome of that review."""
    row = one("review_counts", iso3="PRK", cycle="3", stage="outcome")
    assert row["year"] == one("claims", claim_id=claim)["as_of"]
    assert row[column] == one("claims", claim_id=claim)["value_low"]


def test_tiers_of_2018_are_those_that_decide_the_third_figure_of_the_thesis():
    """The figure paints three states as failing; the report of that year put two of them on the second tier."""
    tier = {row["iso3"]: row["tier"] for row in rows("trafficking_tiers", year="2018")}
    assert (tier["LAO"], tier["VNM"], tier["KHM"]) == ("3", "2", "2")
    for claim, iso3 in (("fig3-lao-tier", "LAO"), ("fig3-vnm-tier", "VNM"), ("fig3-khm-tier", "KHM")):
        row = one("claims", claim_id=claim)
        assert row["iso3"] == iso3
        assert (row["verdict"] == "supported") is (tier[iso3] == "3")
        assert row["verdict"] == "supported" or f"ier {tier[iso3]} in 2018" in row["correction"]


def test_the_rank_of_a_tier_is_its_place_from_best_to_worst():
    """The rank orders the tiers and nothing else."""
    order = {"1": "1", "2": "2", "2WL": "3", "3": "4", "": ""}
    assert all(row["tier_rank"] == order[row["tier"]] for row in rows("trafficking_tiers"))
    assert all((row["tier"] == "") is (row["in_report"] == "false") for row in rows("trafficking_tiers"))


def test_a_freedom_score_covers_the_year_before_its_edition_and_each_edition_all_nine_states():
    """Joined by edition instead of by year covered, every score would stand a year too late."""
    editions = defaultdict(set)
    for row in rows("freedom_scores"):
        assert int(row["edition"]) - int(row["covers_year"]) == 1
        editions[row["edition"]].add(row["iso3"])
    assert all(states == NINE for states in editions.values())


# Life in the South


def test_admissions_to_the_united_states_run_up_to_the_published_totals():
    """Each running total printed at the end of a fiscal year is the sum of the years up to it.

    The total of 2010 was printed in March, between the totals of two years.
    """
    yearly = {int(row["year_to"]): int(row["value"]) for row in rows("resettlement", indicator="us_refugee_admissions")}
    upto = {year: sum(n for earlier, n in yearly.items() if earlier <= year) for year in yearly}
    totals = rows("resettlement", indicator="us_refugee_admissions_cumulative")
    printed = {int(row["year_to"]): int(row["value"]) for row in totals}
    assert upto[2009] < printed.pop(2010) < upto[2010]
    assert len(printed) >= 8
    assert printed == {year: upto[year] for year in printed}


def test_known_returns_to_the_north_add_up_to_the_published_total():
    """Thirty-one confirmed cases since 2012 are the sum of the years."""
    years = [row["value"] for row in rows("resettlement", indicator="returned_to_north")]
    assert total(years) == int(one("resettlement", indicator="returned_to_north_since_2012")["value"])


def test_people_abroad_are_among_those_without_known_address():
    """One is a part of the other at the same date."""
    unknown = {row["year_to"]: int(row["value"]) for row in rows("resettlement", indicator="address_unknown")}
    abroad = {row["year_to"]: int(row["value"]) for row in rows("resettlement", indicator="address_unknown_and_abroad")}
    shared = unknown.keys() & abroad.keys()
    assert len(shared) >= 3
    assert all(abroad[year] <= unknown[year] for year in shared)


def test_refugees_reported_in_the_press_are_near_the_data_of_the_refugee_agency():
    """The press rounds small cells as the agency does; beyond ten persons it would be another count."""
    for indicator, kind in (
        ("unhcr_refugees_from_dprk", "refugees"),
        ("unhcr_asylum_seekers_from_dprk", "asylum_seekers"),
    ):
        for row in rows("resettlement", indicator=indicator):
            counted = rows("unhcr_populations", year=row["year_to"], population_type=kind)
            assert abs(total(cell["persons"] for cell in counted) - int(row["value"])) <= 10, row["row_id"]


def test_the_peak_of_refugees_elsewhere_is_the_one_that_a_claim_quotes():
    """The verdict on the main destination sets arrivals in the South against all other states together."""
    years = defaultdict(int)
    for row in rows("unhcr_populations", population_type="refugees"):
        years[row["year"]] += int(row["persons"])
    reason = one("claims", claim_id="con-kor-main-destination")["reason"]
    everyone = one(
        "arrivals_profile", as_of="2025-12", population="arrivals_cumulative", dimension="sex", category="total"
    )
    admitted = one("resettlement", indicator="us_refugee_admissions_cumulative", year_to="2022")
    for number in (max(years.values()), int(everyone["persons"]), int(admitted["value"])):
        assert f"{number:,}" in reason


def test_decisions_on_asylum_add_up():
    """Every decision recognises, protects otherwise, rejects or closes."""
    for row in rows("unhcr_decisions"):
        outcomes = ("recognized", "complementary_protection", "rejected", "otherwise_closed")
        assert total(row[outcome] for outcome in outcomes) == int(row["total"]), row


def test_the_largest_origin_is_part_of_all_refugees_of_a_state():
    """One nationality cannot outnumber everybody."""
    named = [row for row in rows("unhcr_any_origin") if row["largest_origin_persons"]]
    assert named
    assert all(int(row["largest_origin_persons"]) <= int(row["persons"]) for row in named)


def test_a_pooled_sample_stands_once_for_an_outcome_and_a_sex():
    """Two rows of the same persons would count their answers twice."""
    pooled = [(row["sample_id"], row["outcome"], row["sex"]) for row in rows("prevalence_studies", pool="true")]
    assert pooled
    assert len(set(pooled)) == len(pooled)


def test_pooled_rows_have_what_a_pool_needs():
    """Cases and sample, adult refugees, in the South."""
    for row in rows("prevalence_studies", pool="true"):
        assert row["pool_group"] == "adults"
        assert (row["population"], row["residence"]) == ("nk_refugees", "KOR")
        assert 0 <= int(row["cases"]) <= int(row["sample_n"])


def test_printed_shares_of_ill_people_follow_from_cases_and_sample():
    """Half a percentage point and half a person are what rounding explains; weighted shares are left out."""
    checked = [
        row
        for row in rows("prevalence_studies")
        if row["cases"] and row["sample_n"] and row["cases_basis"] != "weighted_guide"
    ]
    assert len(checked) >= 40
    for row in checked:
        n, cases, share = (Decimal(row[name]) for name in ("sample_n", "cases", "prevalence_percent"))
        assert abs(100 * cases / n - share) <= HALF + 100 * HALF / n, row["estimate_id"]


def test_employment_is_participation_less_unemployment():
    """Who works is who takes part and has work. The release of 2015 prints three rates of which one is wrong."""
    names = ("participation_rate", "employment_rate", "unemployment_rate")
    rates = defaultdict(dict)
    for row in rows("labour"):
        if row["indicator"] in names:
            rates[row["group"], row["sex"], row["period"]][row["indicator"]] = Decimal(row["value"])
    whole = {key: [found[name] for name in names] for key, found in rates.items() if len(found) == 3}
    assert len(whole) >= 18
    off = {key for key, (part, work, idle) in whole.items() if abs(part * (100 - idle) / 100 - work) > Decimal("0.15")}
    assert off == {("nk_refugees", "all", "2015")}


def test_prisoners_of_both_sexes_add_up():
    """The Ministry of Justice printed sexes for six dates."""
    sexes = [
        row for row in rows("mortality", indicator="prisoners", series="ministry_of_justice") if row["sex"] == "men"
    ]
    assert len(sexes) >= 5
    for row in sexes:
        same = {name: row[name] for name in ("indicator", "group", "series", "year_from", "as_of")}
        men, women, both = (int(one("mortality", sex=sex, **same)["value"]) for sex in ("men", "women", "all"))
        assert men + women == both


def test_causes_of_death_add_up_to_all_deaths():
    """Each death of 2019 has one cause, and suicide is one of them."""
    causes = ("deaths_by_accident", "deaths_by_illness", "deaths_of_old_age", "deaths_of_unknown_cause", "suicides")
    year = {"group": "nk_refugees", "year_from": "2019", "year_to": "2019", "series": "ministry_of_unification"}
    deaths = int(one("mortality", indicator="deaths", **year)["value"])
    assert total(one("mortality", indicator=cause, **year)["value"] for cause in causes) == deaths
    share = Decimal(one("mortality", indicator="suicide_share_of_deaths", **year)["value"])
    assert abs(Decimal(one("mortality", indicator="suicides", **year)["value"]) * 100 / deaths - share) < Decimal("0.1")


def test_pupils_by_birthplace_and_by_level_add_up():
    """A pupil was born in one place and sits in one level of school."""
    pupils = {
        (row["level"], row["birthplace"], row["year"]): int(row["value"])
        for row in rows("education", indicator="pupils_in_school")
    }
    for year in ("2013", "2014", "2022"):
        assert pupils["all", "north_korea", year] + pupils["all", "elsewhere", year] == pupils["all", "all", year]
    for birthplace in ("all", "elsewhere"):
        levels = [pupils[level, birthplace, "2014"] for level in ("primary", "middle", "high")]
        assert sum(levels) == pupils["all", birthplace, "2014"]


# The ledger


def test_claims_are_decided_by_tables_that_exist():
    """A verdict points at the tables behind it."""
    stems = {path.stem for path in DATA.glob("*.csv")}
    named = {stem for row in rows("claims") for stem in row["decided_by"].split(";") if stem}
    assert named <= stems
    assert len(named) >= 20


def test_works_cited_by_the_thesis_are_in_the_bibliography():
    """Every key of the ledger leads to an entry, and no entry stands twice."""
    keys = re.findall(r"^@\w+\{([^,\s]+),", (DATA / "references.bib").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(keys) == len(set(keys))
    cited = {row["reference_key"] for stem in ("claims", "citations") for row in rows(stem)} - {""}
    assert cited <= set(keys)


def test_a_corrected_claim_says_what_is_right_instead():
    """A verdict of corrected without a correction tells the reader nothing."""
    assert [row["claim_id"] for row in rows("claims", verdict="corrected") if not row["correction"]] == []


def test_a_claim_supported_by_documents_does_not_rest_on_the_thesis_alone():
    """The thesis cannot be its own witness."""
    rested = [row["claim_id"] for row in rows("claims", verdict="supported") if row["status"] in ("thesis", "recalled")]
    own = {row["claim_id"] for row in rows("claims", kind="attribution")}
    assert set(rested) <= own, sorted(set(rested) - own)


def test_ranges_of_camp_prisoners_in_a_correction_are_those_of_the_table():
    """The claim is corrected by ranges; whoever mends the table has to mend the sentence."""
    said = one("claims", claim_id="camp-population")["correction"]
    for estimate in ("iba-2017", "kinu-2013", "coi-2014", "kinu-2025"):
        row = one("camp_population", estimate_id=estimate)
        assert f"{int(row['low']):,} to {int(row['high']):,}" in said


def test_the_order_of_freedom_that_a_correction_states_is_that_of_the_scores():
    """Laos stood below China to the edition of 2018; the two others stood above it throughout."""
    score = {(row["edition"], row["iso3"]): int(row["score"]) for row in rows("freedom_scores")}
    assert "edition of 2018" in one("claims", claim_id="trn-less-repressive")["correction"]
    for edition in sorted({edition for edition, _ in score}):
        prk, chn, lao, vnm, khm = (score[edition, iso3] for iso3 in ("PRK", "CHN", "LAO", "VNM", "KHM"))
        assert prk < min(chn, lao)
        assert chn < min(vnm, khm)
        assert (lao < chn) is (edition <= "2018")


def test_russia_voted_as_the_correction_says():
    """Yes to every sanctions text of 2006 to 2017, one veto with China, one alone."""
    assert "May 2022" in one("claims", claim_id="russia-vetoed-too")["correction"]
    votes = [row for row in rows("security_council", kind="sanctions_resolution") if row["date"] < "2018"]
    assert len(votes) >= 9
    assert {row["rus_vote"] for row in votes} == {"yes"}
    vetoed = {row["date"][:7]: row["chn_vote"] for row in rows("security_council", outcome="vetoed")}
    vetoed |= {row["date"][:7]: row["chn_vote"] for row in rows("panel_renewals") if row["rus_vote"] == "no"}
    assert vetoed == {"2022-05": "no", "2024-03": "abstain"}


def test_claims_and_errata_stand_in_the_order_of_the_thesis():
    """The ledger is read beside the thesis."""
    order = list(dict.fromkeys(row["section"] for row in rows("claims")))
    runs = [row["section"] for row in rows("claims")]
    assert sorted(runs, key=order.index) == runs
    assert {row["section"] for row in rows("errata")} <= set(order)


def test_chapters_named_in_the_ledger_are_the_chapters_of_the_glossary_and_of_the_book():
    """A claim is printed in the chapter that decides it."""
    chapters = {row["chapter"] for row in rows("claims")}
    assert {row["used_in"] for row in rows("glossary")} <= chapters
    written = {path.stem for path in (Path(DATA).parent / "chapters").glob("*.ipynb")}
    assert not written or chapters & written
