"""The verdicts of the conclusions: decided again from the raw files by other code, and turned by a changed datum."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from copy import deepcopy
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from scipy.stats import kendalltau

from analysis import accountability, arrivals, conclusions, datasets, harm_findings, north_korea, synthesis
from analysis.accountability_findings import findings as routes_of
from press import exhibits, ledger
from press.book import Book
from press.errors import Finding
from press.values import Values

ROOT = Path(__file__).resolve().parents[2]
TRANSIT = ["CHN", "MNG", "MMR", "LAO", "VNM", "KHM", "THA"]
STAGES = ["known_refoulement_of_north_koreans", "unhcr_access_to_north_koreans", "onward_transfer_to_rok"]
RECALLED = ("recalled", "thesis")


def raw(stem):
    with (ROOT / "data" / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def protection(coding):
    """Mean level over the stages that differ, from the raw file; what rests on memory does not count."""
    tops = {row["indicator"]: float(row["top"]) for row in raw("protection_indicators") if row["top"]}
    levels = defaultdict(list)
    for row in raw("national_protection"):
        if row["iso3"] not in TRANSIT or row["indicator"] not in STAGES or row["status"] in RECALLED:
            continue
        disputed = coding == "sceptic" and row["sceptic_value"]
        rank = row["sceptic_ordinal"] if disputed else row["ordinal"]
        if rank:
            levels[row["iso3"]].append(float(rank) / tops[row["indicator"]])
    return {state: sum(each) / len(each) for state, each in levels.items() if len(each) >= 2}


def association(measure, coding="own"):
    index = protection(coding)
    states = [state for state in TRANSIT if state in index]
    return kendalltau([measure[state] for state in states], [index[state] for state in states]).statistic


def members():
    joined = Counter()
    for row in raw("state_actions"):
        consent = row["action"] in ("accession", "ratification", "acceptance", "succession")
        if consent and row["instrument_id"] in ("CSR1951", "CSRP1967") and row["status"] != "recalled":
            joined[row["iso3"]] += 1
    return joined


def against():
    return Counter(row["iso3"] for row in raw("assembly_votes") if row["vote"] == "no")


def test_the_treaties_are_unsupported_because_members_protect_no_more_under_either_coding():
    joined = members()
    assert {state for state in TRANSIT if joined[state]} == {"CHN", "KHM"}
    assert association(joined) <= 0
    assert association(joined, "sceptic") <= 0
    # onward transfer: one of two members passes people on, so that membership neither is needed nor suffices
    onward = {row["iso3"]: row for row in raw("national_protection") if row["indicator"] == STAGES[2]}
    passing = {state for state in TRANSIT if onward[state]["value"] in ("quiet", "routine")}
    assert passing - set(joined)
    assert set(joined) & set(TRANSIT) - passing


def test_the_ties_are_partly_supported_because_votes_go_with_practice():
    votes = against()
    assert association(votes) < 0
    by_hand = kendalltau([votes[s] for s in protection("own")], list(protection("own").values())).statistic
    assert by_hand == pytest.approx(association(votes))


def test_the_fall_is_refuted_because_most_of_it_is_older_and_the_border_closed_first():
    total = {int(row["year"]): int(row["total"]) for row in raw("arrivals")}
    peak = max(total, key=total.get)
    assert total[peak] - total[2019] > (total[peak] - total[max(total)]) / 2
    closed = {row["event_id"]: row["date"] for row in raw("events")}["transport-suspended"]
    quarters = {
        (row["quarter_from"], row["quarter_to"]): int(row["persons"])
        for row in raw("arrivals_quarters")
        if row["year"] == "2020"
    }
    assert date.fromisoformat(closed) < date(2020, 4, 1)
    assert quarters["2", "2"] < quarters["1", "1"] / 4


def test_the_source_is_supported_because_nobody_was_let_in():
    items = {row["item_id"]: row for row in raw("special_procedures")}
    assert items["country-visits-granted-to-country-rapporteur-2017"]["number"] == "0"
    assert items["coi-access-to-dprk"]["value"] == "no"


def open_routes():
    law = {row["condition_id"] for row in raw("accountability_conditions") if row["stage"] == "law"}
    needs = defaultdict(dict)
    for row in raw("accountability_preconditions"):
        needs[row["route_id"]][row["condition_id"]] = row["met"]
    return {
        route: set(asked)
        for route, asked in needs.items()
        if all(met == "yes" for condition, met in asked.items() if condition in law)
    }


def test_enforcement_is_refuted_because_open_routes_need_neither_pyongyang_nor_a_permanent_member():
    free = [asked for asked in open_routes().values() if not asked & {"council_vote", "prk_accepts", "chn_accepts"}]
    respondents = {row["route_id"]: row["respondent_iso3"] for row in raw("accountability_routes")}
    assert free
    assert any("PRK" in respondents[route] for route in open_routes())
    assert not any(asked & {"council_vote", "prk_accepts"} for asked in open_routes().values())


def test_harm_is_unsupported_because_studies_tie_it_to_the_south_as_well():
    samples = defaultdict(set)
    for row in raw("trauma_stages"):
        if row["link"] in ("associated", "more_onset"):
            samples[row["stage"]].add(row["sample_id"])
    assert all(len(samples[stage]) >= 2 for stage in ("PRK", "transit", "PRK_or_transit", "KOR"))


def test_verdicts_and_shares_are_counted_again_from_the_raw_files():
    found = {name: each.value for name, each in conclusions.findings(conclusions.prepare()).items()}
    verdicts = Counter(row["verdict"] for row in raw("propositions"))
    names = {"borne_out": "supported", "partly": "partly supported", "unsupported": "unsupported"}
    names |= {"refuted": "refuted as stated"}
    assert {name: verdicts[verdict] for name, verdict in names.items()} == {name: found[name] for name in names}
    claims = [row for row in raw("claims") if row["cable_only"] != "true"]
    kinds = Counter((row["kind"], row["verdict"]) for row in claims)
    of_kind = Counter(row["kind"] for row in claims)
    assert found["claims"] == len(claims)
    assert found["stand"] == pytest.approx(sum(row["verdict"] == "supported" for row in claims) / len(claims))
    assert found["bound"] == sum(bool(row["predicate"]) for row in claims)
    for name, kind, verdict in (
        ("judgements_stand", "assessment", "supported"),
        ("judgements_disputed", "assessment", "disputed"),
        ("quantities_stand", "quantity", "supported"),
    ):
        assert found[name] == pytest.approx(kinds[kind, verdict] / of_kind[kind])


# What would turn a verdict


@pytest.fixture
def plant(monkeypatch):
    """Change a table as it is loaded."""
    load = datasets.load

    def planted(stem, change):
        monkeypatch.setattr(
            datasets, "load", lambda name, *rest: change(load(name, *rest)) if name == stem else load(name, *rest)
        )

    return planted


def right(hypothesis):
    hypotheses = datasets.load("hypotheses").sort_values("position", ignore_index=True)
    tests = synthesis._tests(hypotheses, "own", "without memory", "transit")
    return bool(tests.set_index("hypothesis").loc[hypothesis, "right"])


def test_had_thailand_and_mongolia_joined_in_chinas_place_membership_would_go_with_protection(plant):
    assert not right("commitment")
    swap = {"CHN": "THA", "THA": "CHN", "VNM": "MNG", "MNG": "VNM"}

    def change(frame):
        refugee = frame["instrument_id"].isin(["CSR1951", "CSRP1967"])
        return frame.assign(iso3=frame["iso3"].where(~refugee, frame["iso3"].replace(swap)))

    plant("state_actions", change)
    assert right("commitment")


def test_had_china_never_voted_against_and_thailand_always_votes_would_not_go_with_protection(plant):
    assert right("beijing")
    swap = {"CHN": "THA", "THA": "CHN", "VNM": "MNG", "MNG": "VNM"}
    plant("assembly_votes", lambda frame: frame.assign(iso3=frame["iso3"].replace(swap)))
    assert not right("beijing")


def test_had_arrivals_kept_up_until_the_pandemic_the_fall_would_not_be_older(plant):
    def older():
        years = datasets.load("arrivals")
        return arrivals._yearly(SimpleNamespace(years=years, cumulative=0))["decline_mostly_older"].value

    assert older()
    plant("arrivals", lambda frame: frame.assign(total=frame["total"].mask(frame["year"].eq(2019), 2_500)))
    assert not older()


@pytest.mark.parametrize(
    ("item", "column", "value", "predicate"),
    [
        ("country-visits-granted-to-country-rapporteur-2017", "number", 1, "never_admitted"),
        ("coi-access-to-dprk", "value", "yes", "inquiry_refused"),
    ],
)
def test_had_north_korea_let_somebody_in_the_source_would_not_be_shut(plant, item, column, value, predicate):
    reports = datasets.load("rapporteur_reports").assign(documented=True)

    def shut():
        return north_korea._access(SimpleNamespace(reports=reports))[predicate].value

    assert shut()
    plant(
        "special_procedures",
        lambda frame: frame.assign(**{column: frame[column].mask(frame["item_id"].eq(item), value)}),
    )
    assert not shut()


def test_did_an_open_route_wait_for_pyongyang_consent_would_be_needed_after_all(plant):
    def free():
        return routes_of(accountability.prepare("unmet", partly=False))["open_without_council_or_pyongyang"].value

    assert free()
    route = next(iter(open_routes()))

    def change(frame):
        row = frame.iloc[[0]].assign(route_id=route, condition_id="prk_accepts", met="yes")
        return datasets.pd.concat([frame, row], ignore_index=True)

    plant("accountability_preconditions", change)
    assert not free()


def test_did_no_study_tie_illness_to_the_south_harm_would_have_accumulated_before():
    stages = datasets.load("trauma_stages")
    assert harm_findings._stages(SimpleNamespace(stages=stages))["every_stage_counts"].value
    rest = stages[
        ~(stages["stage"].eq("KOR") & stages["sample_id"].eq(stages.query("stage == 'KOR'")["sample_id"].iloc[0]))
    ]
    assert not harm_findings._stages(SimpleNamespace(stages=rest))["every_stage_counts"].value


def test_a_predicate_that_turned_keeps_its_verdict_from_being_printed():
    book = Book(ROOT)
    table = exhibits.read_all(book)["conclusions", "propositions"].content
    values = Values.of(book)
    ledger.with_margins(table, values, {})
    for named in {name for row in raw("propositions") for name in row["predicate"].split(";")}:
        chapter, _, name = named.partition(".")
        turned = deepcopy(values.chapters)
        turned[chapter][name]["value"] = False
        with pytest.raises(Finding, match=name):
            ledger.with_margins(table, Values(turned), {})
