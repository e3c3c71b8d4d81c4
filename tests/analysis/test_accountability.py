"""Who could answer for it: routes as conditions, what one change opens, and what each parameter moves."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from pathlib import Path

import pandas as pd
import pytest

from analysis import accountability, accountability_findings, accountability_ledger, datasets, jurisdiction
from analysis.accountability import DEGREES, RULES
from analysis.figures import accountability as figures
from analysis.figures import jurisdiction as courts
from analysis.theme import draw

DATA = Path(__file__).resolve().parents[2] / "data"


def raw(stem: str) -> list[dict[str, str]]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def base() -> accountability.Accountability:
    return accountability.prepare("unmet", partly=False)


def made(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Make conditions of routes: route, condition, stage, met; all against Laos and documented."""
    frame = pd.DataFrame(rows, columns=["route_id", "condition_id", "stage", "met"])
    position = frame["stage"].map({"law": 1, "start": 2, "effect": 3})
    return frame.assign(position=position, respondent_iso3="LAO", basis="document", status="verified")


def law_by_hand() -> dict[str, list[tuple[str, str]]]:
    """Collect the conditions of law of each route from the raw files: condition and how far it is met."""
    stages = {row["condition_id"]: row["stage"] for row in raw("accountability_conditions")}
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in raw("accountability_preconditions"):
        if stages[row["condition_id"]] == "law":
            found[row["route_id"]].append((row["condition_id"], row["met"]))
    return found


# ---- the data hold together ----


def test_each_route_says_of_its_law_what_its_worst_condition_says():
    found = law_by_hand()
    for route in raw("accountability_routes"):
        worst = min((met for _, met in found[route["route_id"]]), key=DEGREES.index)
        assert worst == route["precondition_met"], route["route_id"]


def test_no_two_routes_share_a_label():
    labels = [(row["branch"], row["short_name"], row["respondent_iso3"]) for row in raw("accountability_routes")]
    assert [label for label, n in Counter(labels).items() if n > 1] == []


def test_a_route_shut_by_a_reservation_is_shut_in_the_table_of_clauses_too(base):
    clauses = base.clauses.set_index(["instrument_id", "iso3"])["open"]
    pairs = {"R08": ("CPPCG", "PRK"), "R09": ("CPPCG", "CHN"), "R10": ("CAT", "PRK"), "R11": ("CAT", "CHN"),
             "R14": ("CSRP1967", "CHN"), "R49": ("CEDAW", "PRK"), "R50": ("ICERD", "CHN")}  # fmt: skip
    law = base.routes.set_index("route_id")["law"]
    assert {route: law[route] != "no" for route in pairs} == {
        route: bool(clauses[pair]) for route, pair in pairs.items()
    }


# ---- what one change opens ----


def test_a_condition_opens_a_route_only_when_it_is_the_last_one_missing():
    needs = made(
        [
            ("A", "x", "law", "no"), ("A", "y", "law", "yes"), ("A", "s", "start", "no"),
            ("B", "x", "law", "no"), ("B", "y", "law", "no"),
            ("C", "x", "law", "no"), ("C", "y", "law", "partly"),
        ]
    )  # fmt: skip
    conditions = needs[["condition_id", "stage"]].drop_duplicates()
    strict = accountability.opened(needs, conditions, partly=False).set_index("condition_id")
    loose = accountability.opened(needs, conditions, partly=True).set_index("condition_id")
    assert strict.loc["x", "routes"] == ("A",)
    assert strict.loc["y", "routes"] == ()
    assert loose.loc["x", "routes"] == ("A", "C")
    assert list(strict.index) == ["x", "y"]


def test_openings_agree_with_a_change_made_by_hand_in_the_raw_rows(base):
    found = law_by_hand()
    for condition, opens in base.opens.set_index("condition_id")["opens"].items():
        hand = 0
        for conditions in found.values():
            changed = [(name, "yes" if name == condition else met) for name, met in conditions]
            hand += any(met != "yes" for _, met in conditions) and all(met == "yes" for _, met in changed)
        assert hand == opens, condition


def test_the_printed_numbers_of_open_routes_are_those_of_the_raw_rows(base):
    values = accountability_findings.findings(base)
    law = Counter(row["precondition_met"] for row in raw("accountability_routes"))
    assert [values[name].value for name in ("open_n", "partly_n", "shut_n")] == [law["yes"], law["partly"], law["no"]]
    waiting = [
        row["route_id"] for row in raw("accountability_preconditions")
        if row["condition_id"] == "council_vote" and row["met"] == "no"
    ]  # fmt: skip
    assert values["council_blocks"].value == len(waiting)


# ---- blockers and levers ----


def test_each_rule_counts_what_its_name_says():
    needs = made(
        [
            ("A", "x", "law", "no"), ("A", "s", "start", "no"), ("A", "e", "effect", "no"),
            ("B", "x", "law", "no"), ("B", "y", "law", "no"), ("C", "y", "law", "partly"), ("C", "s", "start", "no"),
        ]
    )  # fmt: skip
    needs.loc[needs["route_id"] == "A", "respondent_iso3"] = "LAO;THA"
    needs.loc[needs["condition_id"] == "s", "basis"] = "inference"
    counted = {rule: accountability.blocked(needs, rule).to_dict() for rule in RULES}
    assert counted == {
        "unmet": {"x": 2, "s": 2, "e": 1, "y": 1},
        "with_partly": {"x": 2, "s": 2, "e": 1, "y": 2},
        "first": {"x": 2, "s": 1},
        "law": {"x": 2, "y": 1},
        "sole": {"x": 1},
        "respondents": {"x": 3, "s": 3, "e": 2, "y": 1},
        "documented": {"x": 2, "e": 1, "y": 1},
    }


def test_a_holder_counts_a_route_once_however_many_conditions_it_holds(base):
    holder = {row["condition_id"]: row["holder"] for row in raw("accountability_conditions")}
    held: dict[str, set[str]] = defaultdict(set)
    for row in raw("accountability_preconditions"):
        if row["met"] != "yes":
            held[holder[row["condition_id"]]].add(row["route_id"])
    table = accountability_findings.levers(base).set_index("holder")
    assert table["blocks"].to_dict() == {name: len(routes) for name, routes in held.items()}
    alone = Counter(name for name, routes in held.items() for route in routes
                    if sum(route in others for others in held.values()) == 1)  # fmt: skip
    assert table["alone"].to_dict() == {name: alone[name] for name in held}


# ---- votes ----


def test_each_vote_counts_fifteen_members_at_most_and_a_veto_needs_a_permanent_no(base):
    table = jurisdiction.ballots(base)
    assert (table[["yes", "abstain", "no"]].sum(axis=1) == 15).all()
    vetoed = table[table["outcome"] == "vetoed"]
    assert (vetoed["chn_vote"].eq("no") | vetoed["rus_vote"].eq("no")).all()


def test_the_predicate_on_abstention_fails_when_china_had_voted_no(base):
    frames = accountability.prepare("unmet", partly=False)
    changed = frames.referrals.copy()
    changed.loc[changed["situation"].str.startswith("Darfur"), "chn_vote"] = "no"
    other = accountability.Accountability(**(vars(frames) | {"referrals": changed}))
    assert jurisdiction.findings(base)["abstention_is_enough"].value
    assert not jurisdiction.findings(other)["abstention_is_enough"].value


# ---- parameters ----


def test_taking_partly_for_met_moves_what_opens_and_leaves_tree_and_votes_alone(base):
    loose = accountability.prepare("unmet", partly=True)
    assert not loose.opens["opens"].equals(base.opens["opens"])
    for name in ("routes", "blockers", "referrals", "clauses"):
        pd.testing.assert_frame_equal(getattr(loose, name), getattr(base, name))


def test_the_rule_moves_the_figure_of_blockers_and_no_finding(base):
    other = accountability.prepare("law", partly=False)
    assert figures.blockers(other).specification() != figures.blockers(base).specification()
    assert accountability_findings.findings(other) == accountability_findings.findings(base)
    assert figures.tree(other).specification() == figures.tree(base).specification()


def test_a_rule_that_nobody_wrote_is_refused():
    with pytest.raises(KeyError):
        accountability.prepare("by mood", partly=False)


# ---- exhibits ----


def test_the_choice_on_the_web_offers_each_missing_condition_of_law(base):
    spec = figures.switch(base).specification()
    offered = next(each for each in spec["params"] if each["name"] == "changed")["bind"]["options"]
    conditions = base.opens.merge(base.conditions, on="condition_id")
    assert offered == ["none", *conditions.loc[conditions["missing"] > 0, "label"]]


def test_what_the_choice_opens_is_what_the_table_prints(base):
    spec = figures.switch(base).specification()
    rows = spec["datasets"]["switch"]
    drawn = Counter(row["condition"] for row in rows if row["alone"] == "opens it")
    table = courts.opens(base).frame.set_index("label")["opens"]
    assert {name: drawn[name] for name in table.index} == table.to_dict()


@pytest.mark.parametrize("make", [figures.tree, figures.switch, figures.blockers, courts.votes])
def test_each_figure_can_be_drawn(base, make):
    assert draw(make(base).specification()).startswith("<svg")


def test_each_claim_is_counted_under_one_verdict(base):
    values = accountability_ledger.findings(base)
    claims = datasets.load("claims")
    assert values["claims_n"].value == int((claims["chapter"] == "accountability").sum())
