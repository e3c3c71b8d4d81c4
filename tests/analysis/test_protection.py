"""Protection by stage: the coding book, its two codings, orders without weights and ranks over all weights."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from analysis import (
    agreement,
    comparative,
    dominance,
    information,
    korean_ties,
    predictors,
    protection,
    return_practice,
    state_periods,
    weights,
)

DATA = Path(__file__).resolve().parents[2] / "data"
SEED_OF_LEVELS = 20040727
TRANSIT = ["CHN", "MNG", "MMR", "LAO", "VNM", "KHM", "THA"]


def raw(stem):
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def book():
    return protection.book()


def transit(book):
    return book[book["iso3"].isin(TRANSIT)]


def test_the_book_has_a_cell_for_each_of_nine_states_at_each_of_five_stages(book):
    assert len(book) == 45
    assert not book.duplicated(["iso3", "stage"]).any()
    assert book["source_id"].notna().all()
    assert book["status"].notna().all()


def test_levels_are_the_ranks_of_the_raw_file_by_the_top_of_their_scale(book):
    tops = {row["indicator"]: row["top"] for row in raw("protection_indicators")}
    cells = book.set_index(["iso3", "stage"])
    checked = 0
    for row in raw("national_protection"):
        stage = {indicator: name for name, indicator in protection.STAGES.items()}.get(row["indicator"])
        if stage and row["iso3"] in TRANSIT and row["ordinal"]:
            assert cells.loc[(row["iso3"], stage), "level"] == int(row["ordinal"]) / int(tops[row["indicator"]])
            checked += 1
    assert checked == 27  # seven states, four stages, less the one cell that no document fills


def test_the_sceptic_differs_where_the_raw_file_says_so_and_nowhere_else(book):
    said = {
        (row["iso3"], stage)
        for row in raw("national_protection")
        for stage, indicator in protection.STAGES.items()
        if row["indicator"] == indicator and row["sceptic_value"]
    }
    coded = book[book["stage"].isin(list(protection.STAGES))]
    same = np.isclose(coded["level"], coded["sceptic_level"], equal_nan=True)
    assert {tuple(pair) for pair in coded.loc[~same, ["iso3", "stage"]].to_numpy()} <= said
    assert {tuple(pair) for pair in coded.loc[coded["disputed"], ["iso3", "stage"]].to_numpy()} == said
    assert coded.loc[coded["disputed"], "sceptic_reason"].notna().all()


def test_a_durable_solution_is_a_refugee_counted_since_the_routes_opened_or_at_any_time_for_the_sceptic():
    rows = [row for row in raw("unhcr_populations") if row["population_type"] == "refugees" and int(row["persons"])]
    since = {row["country_of_asylum"] for row in rows if int(row["year"]) >= protection.SINCE}
    ever = {row["country_of_asylum"] for row in rows}
    ours, theirs = (protection.levels(coding)[protection.DURABLE] for coding in protection.CODINGS)
    assert set(ours.index[ours == 1]) == since & set(TRANSIT)
    assert set(theirs.index[theirs == 1]) == ever & set(TRANSIT)


def test_filters_of_evidence_take_cells_away_and_never_change_one():
    whole = protection.levels(evidence="with memory")
    for evidence in protection.EVIDENCE:
        part = protection.levels(evidence=evidence)
        kept = part.notna()
        assert (kept <= whole.notna()).all(axis=None)
        assert np.allclose(part.where(kept).fillna(-1), whole.where(kept).fillna(-1))
    assert protection.levels(evidence="without cables").loc["VNM"].isna().sum() == 2
    assert protection.levels(evidence="documents only")["non-return"].notna().sum() == 3


def test_samples_add_the_ends_of_the_way_and_move_no_state_of_transit():
    middle, hosts, nine = (protection.levels(sample=name) for name in protection.SAMPLES)
    assert list(middle.index) == TRANSIT
    assert set(hosts.index) - set(middle.index) == {"KOR"}
    assert set(nine.index) - set(hosts.index) == {"PRK"}
    pd.testing.assert_frame_equal(nine.loc[TRANSIT], middle)
    assert nine.loc["PRK"].eq(0).all()


@pytest.mark.parametrize("wrong", [{"coding": "mine"}, {"evidence": "rumour"}, {"sample": "all"}])
def test_an_unknown_choice_is_refused_with_the_known_ones(wrong):
    with pytest.raises(ValueError, match="is none of"):
        protection.levels(**wrong)


def test_the_index_averages_stages_that_vary_and_unknown_as_none_never_lifts_a_state():
    levels = protection.levels()
    assert protection.varying(levels) == ["non-return", "status", "onward transfer"]
    known, worst = protection.index(levels), protection.index(levels, "worst")
    assert known["THA"] == pytest.approx((1 + 0.5 + 0.75) / 3)
    assert (worst <= known + 1e-12).all()
    assert worst["MMR"] < known["MMR"]
    with pytest.raises(ValueError, match="left out or worst"):
        protection.index(levels, "best")


def test_who_passes_people_on_is_the_same_as_in_the_chapter_on_thailand_and_mongolia():
    theirs = return_practice.cells("passes on", "coded", ["verified", "corroborated"]).loc[TRANSIT, "protects"]
    ours = comparative.sets(evidence="documents only")["passes on"]
    assert ours.to_dict() == theirs.astype(bool).to_dict()


def test_ties_and_climate_are_those_of_the_chapter_on_thailand_and_mongolia():
    theirs, ours = korean_ties.candidates(), predictors.table().loc[TRANSIT]
    names = {
        "core_treaties": "Core rights treaties joined", "aid": "Aid from Seoul",
        "agreement": "Agreement with Pyongyang",
        "votes_against": "Votes against resolutions", "democracy": "Liberal democracy",
    }  # fmt: skip
    for mine, yours in names.items():
        assert np.allclose(ours[mine], theirs[yours])
    assert ours["refugee_treaties"].gt(0).equals(theirs["Refugee treaties joined"].gt(0))


def test_both_codings_of_the_procedure_differ_only_where_the_raw_file_has_a_sceptic():
    ours, theirs = predictors.table("own"), predictors.table("sceptic")
    differs = {column for column in ours if not np.allclose(ours[column], theirs[column], equal_nan=True)}
    assert differs == {"status_procedure"}


def test_weighted_kappa_is_that_of_statsmodels():
    first, second = [0, 0, 1, 2, 2, 1, 0, 2], [0, 1, 1, 2, 1, 1, 0, 2]
    table = pd.crosstab(pd.Series(first), pd.Series(second)).to_numpy()
    known = cohens_kappa(table, wt="linear", return_results=False)
    assert agreement.kappa(np.array(first) / 2, np.array(second) / 2) == pytest.approx(known)


def test_agreement_counts_every_cell_once_and_the_open_ones_as_no_agreement(book):
    found = agreement.agreement(transit(book))
    assert found["same"] + found["other"] + found["left_open"] == found["cells"] == 34
    assert found["exact"] == found["same"] / 34
    assert found["low"] < found["kappa"] < found["high"]
    alike = transit(book).assign(sceptic_level=lambda rows: rows["level"])
    assert agreement.agreement(alike)["kappa"] == 1


def test_a_wider_level_gives_a_wider_interval_of_agreement_and_the_same_agreement(book):
    narrow, wide = (agreement.agreement(transit(book), level) for level in (0.5, 0.8))
    assert narrow["kappa"] == wide["kappa"]
    assert wide["high"] - wide["low"] > narrow["high"] - narrow["low"]


def test_dominance_is_a_strict_order_and_agrees_with_comparing_pair_by_pair():
    random = np.random.default_rng(SEED_OF_LEVELS)
    levels = pd.DataFrame(random.integers(0, 3, (8, 3)) / 2, index=list("abcdefgh"))
    levels = levels.mask(random.random(levels.shape) < 0.15)
    order = dominance.dominates(levels)
    for a in levels.index:
        for b in levels.index:
            low, high = levels.loc[a].fillna(0), levels.loc[b].fillna(1)
            at_least = (low >= high) | (levels.loc[a] == levels.loc[b])
            assert order.loc[a, b] == (at_least.all() and (low > high).any())
    above = order.to_numpy()
    assert not (above & above.T).any()
    assert not ((above.astype(int) @ above.astype(int) > 0) & ~above).any()


def test_the_lines_of_the_diagram_lead_to_every_state_below_and_no_line_can_be_spared():
    for coding in protection.CODINGS:
        order = dominance.dominates(protection.levels(coding))
        lines = dominance.covers(order)
        reach = pd.DataFrame(False, index=order.index, columns=order.index)
        for above, below in lines.itertuples(index=False):
            reach.loc[above, below] = True
        step = reach.to_numpy()
        for _ in order.index:
            step = step | (step.astype(int) @ step.astype(int) > 0)
        assert (step == order.to_numpy()).all()


def test_ranks_that_an_order_leaves_open_hold_every_rank_of_the_index():
    levels = protection.levels()
    possible = dominance.ranks(dominance.dominates(levels))
    for weight in ([1, 1, 1], [3, 1, 1], [1, 5, 1], [1, 1, 9]):
        part = levels[protection.varying(levels)].fillna(0.5)
        rank = (part @ np.array(weight)).rank(ascending=False)
        assert ((rank >= possible["best"] - 0.5) & (rank <= possible["worst"] + 0.5)).all()


def test_a_sure_dominance_holds_in_every_draw(book):
    rows = transit(book)
    agreed = rows.assign(sceptic_level=rows["level"])
    share = weights.pairwise(weights.draw(agreed, 2000))
    order = dominance.dominates(protection.levels(evidence="with memory"))
    assert (share.where(order).stack().dropna() == 1).all()


def test_rank_intervals_do_not_depend_on_the_seed(book):
    found = [weights.intervals(weights.draw(transit(book), 10_000, seed)) for seed in (weights.SEED, 1, 2)]
    pd.testing.assert_frame_equal(found[0], found[1])
    pd.testing.assert_frame_equal(found[0], found[2])


def test_more_draws_leave_the_intervals_and_the_number_of_rows_follows_the_parameter(book):
    few, many = (weights.draw(transit(book), draws) for draws in (5_000, 10_000))
    assert (len(few), len(many)) == (5_000, 10_000)
    assert weights.intervals(few)["middle"].equals(weights.intervals(many)["middle"])


def test_a_condition_is_measured_as_logic_demands():
    frame = pd.DataFrame({
        "c": [True, True, True, False, False], "passes on": [True, True, False, True, False],
    })  # fmt: skip
    found = comparative.consistency(frame, "c")
    assert found["necessary"] == pytest.approx(2 / 3)
    assert found["sufficient"] == pytest.approx(2 / 3)
    assert comparative.consistency(frame, "c", absent=True)["sufficient"] == pytest.approx(1 / 2)


def test_a_row_of_the_truth_table_with_both_outcomes_is_called_contradictory():
    frame = comparative.sets()
    table = comparative.truth_table(frame, ["in the refugee treaties", "never voted with Pyongyang"])
    assert sum(len(row) for row in table["yes"]) + sum(len(row) for row in table["no"]) == len(frame)
    odd = table[table["contradictory"]]
    assert odd["yes"].tolist() == [["LAO"]]
    assert sorted(odd["no"].iloc[0]) == ["MMR", "VNM"]


def test_every_period_rests_on_rows_of_outcomes_of_its_own_state_and_within_its_years():
    outcomes = {row["outcome_id"]: row for row in raw("state_outcomes")}
    for row in raw("state_periods"):
        for name in row["outcomes"].split(";"):
            assert outcomes[name]["iso3"] == row["iso3"]
            assert outcomes[name]["period_start"][:4] <= row["period_end"][:4]
            assert outcomes[name]["period_end"][:4] >= row["period_start"][:4]


def test_practice_changed_without_a_refugee_treaty_under_both_codings():
    for coding, changes in (("own", 4), ("sceptic", 5)):
        found = state_periods.changes(coding)
        assert len(found) == changes
        assert found["refugee_treaties"].eq(0).all()


def test_moving_a_cell_over_its_scale_reaches_at_least_the_difference_between_both_of_its_codings():
    cells = information.cells()
    assert cells["reach"].is_monotonic_decreasing
    assert not cells.duplicated(["iso3", "stage"]).any()
    first = cells.iloc[0]
    assert (first["iso3"], first["stage"]) == ("MNG", "non-return")
