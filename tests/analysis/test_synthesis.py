"""The central test as a chapter: its parameters, its contrasts, and the reader's controls against Python."""

from __future__ import annotations

import csv
import re
from itertools import product
from pathlib import Path

import pytest

from analysis import protection, specifications, synthesis, theme
from analysis.figures import protection as figures
from analysis.synthesis_findings import findings

DATA = Path(__file__).resolve().parents[2] / "data"
FIXED = {"coding": "own", "evidence": "without memory", "sample": "transit", "draws": 10_000, "level": 0.95}
TRANSIT = ["CHN", "MNG", "MMR", "LAO", "VNM", "KHM", "THA"]


@pytest.fixture(scope="module")
def prepared():
    """The sweep knows no parameter: run it once, and hand it to every preparation."""
    runs, joint = specifications.curve(), specifications.joint()
    patch = pytest.MonkeyPatch()
    patch.setattr(specifications, "curve", runs.copy)
    patch.setattr(specifications, "joint", joint.copy)
    yield lambda **changed: synthesis.prepare(**(FIXED | changed))
    patch.undo()


@pytest.fixture(scope="module")
def fixed(prepared):
    return prepared()


def values(test):
    return {name: each.value for name, each in findings(test).items()}


def moved(first, second):
    return {name for name in first if first[name] != second[name]}


def test_every_predicate_of_the_chapter_holds_as_it_is_run(fixed):
    assert [name for name, each in findings(fixed).items() if each.kind == "predicate" and not each.value] == []


def test_the_coding_moves_what_is_reported_first_and_leaves_sweep_and_orders_alone(prepared, fixed):
    other = moved(values(fixed), values(prepared(coding="sceptic")))
    assert {"commitment_left", "changes", "first_reach"} <= other
    assert not {name for name in other if name.endswith(("_joint", "_sign", "_found", "_tau_own"))}
    assert not {"ordered", "ordered_sceptic", "kappa", "thailand_rank", "specifications"} & other


def test_the_filter_of_evidence_moves_the_tests_and_leaves_sweep_draws_and_agreement_alone(prepared, fixed):
    other = moved(values(fixed), values(prepared(evidence="documents only")))
    assert {"climate_tau", "ordered"} <= other
    assert not {"kappa", "thailand_rank", "climate_sign", "climate_joint", "none_entry"} & other


def test_the_states_compared_move_the_first_tests_and_leave_sweep_orders_and_draws_alone(prepared, fixed):
    other = moved(values(fixed), values(prepared(sample="nine")))
    assert {"climate_tau", "climate_holm", "critical", "power", "commitment_unsupported"} <= other
    still = {"kappa", "ordered", "thailand_rank", "climate_joint", "commitment_nine", "power_nine", "none_entry"}
    assert not (still & other) | {name for name in other if name.endswith(("_sign", "_found", "_joint"))}


def test_the_number_of_draws_moves_no_printed_value(prepared, fixed):
    assert moved(values(fixed), values(prepared(draws=20_000))) == set()


def test_the_level_moves_the_interval_of_agreement_alone(prepared, fixed):
    assert moved(values(fixed), values(prepared(level=0.8))) == {"kappa_interval"}


def test_unknown_parameters_are_refused(prepared):
    with pytest.raises(ValueError, match="is none of"):
        prepared(coding="mine")
    with pytest.raises(ValueError, match="is none of"):
        prepared(sample="all")


def test_counts_by_stage_are_counted_again_from_the_raw_file(fixed):
    found = values(fixed)
    with (DATA / "national_protection.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["iso3"] in TRANSIT]

    def states(indicator, ranks):
        return sum(row["indicator"] == indicator and row["ordinal"] in ranks for row in rows)

    assert found["none_entry"] == states("penalises_irregular_entry", {"0"})
    assert found["none_return"] == states("known_refoulement_of_north_koreans", {"0"})
    assert found["full_return"] == states("known_refoulement_of_north_koreans", {"2"})
    assert found["none_status"] == states("unhcr_access_to_north_koreans", {"0"})
    assert found["full_onward"] == states("onward_transfer_to_rok", {"2", "3"})


SETTINGS = [
    {},
    {"weight_non_return": 0.25, "weight_status": 0.5, "weight_onward": 1, "weight_durable": 0.75},
    {"coding": "sceptic", "weight_durable": 1},
    {"strict": True},
    {"coding": "sceptic", "strict": True, "weight_status": 0.25},
    {"weight_non_return": 0, "weight_durable": 1},
]


@pytest.mark.parametrize("setting", SETTINGS, ids=str)
def test_what_the_page_computes_for_a_setting_of_its_controls_is_what_python_computes(fixed, setting):
    spec = figures.what_if(fixed).specification()
    assert {each["name"] for each in spec["params"]} >= setting.keys()
    for each in spec["params"]:
        each["value"] = setting.get(each["name"], each["value"])
    chosen = {each["name"]: each["value"] for each in spec["params"]}
    assert bars(theme.draw(spec)) == pytest.approx(by_hand(fixed, chosen))


def bars(svg):
    """Read state and index off the bars, by the labels that they carry for screen readers; ticks have no count."""
    labels = [label.split("; ") for label in re.findall(r'aria-label="([^"]+; known: [^"]+)"', svg)]
    return {label[1].removeprefix("state: "): float(label[0].rpartition(": ")[2]) for label in labels}


def by_hand(test, chosen):
    levels = protection.levels(chosen["coding"], "with memory")
    if chosen["strict"]:
        levels = protection.levels(chosen["coding"], "documents only")
    weights = {stage: chosen[f"weight_{name}"] for stage, name in figures.SLIDERS.items()}
    found = {}
    for state, row in levels.iterrows():
        known = {stage: row[stage] for stage in weights if row[stage] == row[stage] and weights[stage] > 0}
        if len(known) >= protection.LEAST_KNOWN:
            total = sum(weights[stage] for stage in known)
            found[test.names[state]] = sum(known[stage] * weights[stage] for stage in known) / total
    return found


def test_as_printed_the_bars_end_at_the_ticks(fixed):
    drawn = by_hand(fixed, {"coding": "own", "strict": False} | {
        f"weight_{name}": 1 if stage in figures.PRINTED else 0 for stage, name in figures.SLIDERS.items()
    })  # fmt: skip
    index = protection.index(protection.levels()).rename(fixed.names)
    assert drawn == pytest.approx(index.to_dict())


def test_the_printed_index_averages_the_stages_that_the_figure_says_it_does():
    assert tuple(protection.varying(protection.levels())) == figures.PRINTED


def test_every_pair_is_two_states_of_transit_and_membership_was_read_from_the_acts(fixed):
    assert set(sum(synthesis.PAIRS, ())) <= set(TRANSIT)
    with (DATA / "state_actions.csv").open(encoding="utf-8", newline="") as file:
        joined = {
            (row["instrument_id"], row["iso3"])
            for row in csv.DictReader(file)
            if row["action"] in ("accession", "ratification", "acceptance")
        }
    for state, instrument in product(TRANSIT, ("CSR1951", "CSRP1967")):
        assert ((instrument, state) in joined) == (fixed.predictors.loc[state, "refugee_treaties"] > 0)
