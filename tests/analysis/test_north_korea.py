"""North Korea's record: estimators against known answers and other code, printed numbers against the raw files."""

from __future__ import annotations

import csv
from itertools import combinations, permutations
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import (
    access,
    assembly,
    datasets,
    north_korea,
    periodic_review,
    political_record,
    rights_scores,
    security_council,
)

DATA = Path(__file__).resolve().parents[2] / "data"
PEERS = ["CHN", "MMR", "LAO", "VNM", "KHM", "BLR", "ERI"]
FIXED = {"peers": PEERS, "break_year": 2014, "window": 5, "count_basis": "printed", "level": 0.95}
SEED = 20140217


def rows(stem: str) -> list[dict[str, str]]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def stated(**changed) -> dict[str, object]:
    values = north_korea.findings(north_korea.prepare(**(FIXED | changed)))
    return {name: value.value for name, value in values.items()}


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    return stated()


def moved(found: dict[str, object], **changed) -> set[str]:
    other = stated(**changed)
    assert other.keys() == found.keys()
    return {name for name in found if found[name] != other[name]}


# --- the periodic review -----------------------------------------------------------------------------------------


def test_both_intervals_of_a_share_agree_with_scipy():
    frame = periodic_review.acceptance("printed", 0.9)
    assert len(frame) > 20
    for row in frame.itertuples():
        test = stats.binomtest(int(row.accepted), int(row.received))
        wilson, exact = (test.proportion_ci(0.9, method=method) for method in ("wilson", "exact"))
        assert (row.low, row.high) == pytest.approx((wilson.low, wilson.high), abs=1e-9)
        assert (row.exact_low, row.exact_high) == pytest.approx((exact.low, exact.high), abs=1e-9)


def test_the_exact_interval_covers_at_least_as_often_as_it_promises():
    draws = pd.Series(np.random.default_rng(SEED).binomial(30, 0.08, 4000))
    interval = periodic_review.clopper_pearson(draws, pd.Series(30, draws.index), 0.95)
    assert interval["exact_low"].le(0.08).mul(interval["exact_high"].ge(0.08)).mean() >= 0.95 - 0.01


def test_a_count_that_is_missing_or_of_nothing_has_no_interval():
    interval = periodic_review.clopper_pearson(
        pd.Series([1, pd.NA, 0], dtype="Int64"), pd.Series([4, 5, 0], dtype="Int64")
    )
    assert interval["exact_low"].notna().tolist() == [True, False, False]


def test_answers_at_the_session_and_rows_without_counts_are_no_rates():
    for basis in ("printed", "database"):
        frame = periodic_review.acceptance(basis)
        assert set(frame["count_basis"]) == {basis}
        assert "review" not in set(frame["stage"])
        assert frame[["received", "accepted"]].notna().all(axis=None)
    with pytest.raises(ValueError, match="not 'both'"):
        periodic_review.acceptance("both")


def test_the_odds_ratio_is_that_under_which_the_observed_table_is_expected():
    odds = periodic_review.odds((2, 66), (112, 203))
    expected = stats.nchypergeom_fisher(66 + 203, 2 + 112, 66, odds["ratio"]).mean()
    assert expected == pytest.approx(2, abs=1e-6)
    high = stats.nchypergeom_fisher(66 + 203, 2 + 112, 66, odds["high"]).cdf(2)
    low = stats.nchypergeom_fisher(66 + 203, 2 + 112, 66, odds["low"]).sf(1)
    assert (low, high) == pytest.approx((0.025, 0.025), abs=1e-4)


def test_equal_groups_have_equal_odds():
    odds = periodic_review.odds((10, 40), (20, 80))
    assert odds["ratio"] == pytest.approx(1, abs=1e-6)
    assert odds["low"] < 1 < odds["high"]
    assert odds["p"] == pytest.approx(1)


def test_the_change_between_reviews_covers_a_known_change():
    rng = np.random.default_rng(SEED)
    covered = 0
    for before, after in zip(rng.binomial(262, 0.5, 400), rng.binomial(294, 0.45, 400), strict=True):
        first = pd.Series({"accepted": before, "received": 262, "share": before / 262})
        then = pd.Series({"accepted": after, "received": 294, "share": after / 294})
        _, low, high = periodic_review.difference(first, then)
        covered += low <= -0.05 <= high
    assert covered / 400 == pytest.approx(0.95, abs=0.035)


def test_subjects_and_the_rest_add_up_to_the_database_count():
    table = periodic_review.subjects().groupby("cycle")[["received", "accepted"]].sum()
    for row in rows("review_counts"):
        if row["iso3"] == "PRK" and row["count_basis"] == "database":
            assert table.loc[int(row["cycle"])].tolist() == [int(row["received"]), int(row["accepted"])]


def test_late_answers_are_spread_no_wider_than_the_recommendations_left_open():
    first = periodic_review.subjects().query("cycle == 1")
    assert (first["least"] <= first["most"]).all()
    assert first["unanswered"].sum() == 117
    assert first["least"].sum() <= 81 <= first["most"].sum()


# --- treaties and access -----------------------------------------------------------------------------------------


def test_a_treaty_that_was_not_joined_owes_no_report():
    frame = access.committees()
    assert len(frame) == 9
    outside = frame[frame["bound"].isna()]
    assert outside[["submitted", "reviewed", "overdue"]].isna().all(axis=None)


def test_spans_count_every_act_of_their_years():
    years = pd.DataFrame({"year": [2000, 2000, 2002, 2005]})
    assert access.spans(years, 3).to_dict() == {2000: 3, 2001: 1, 2002: 1, 2003: 1, 2004: 1, 2005: 1}


def test_a_report_that_only_memory_knows_is_not_documented():
    raw = rows("rapporteur_reports")
    assert access.reports()["documented"].sum() == sum(row["status"] not in ("recalled", "absence") for row in raw)


# --- the Assembly ------------------------------------------------------------------------------------------------


def test_a_year_without_a_vote_has_no_share_and_never_a_zero():
    frame = assembly.record()
    assert frame.loc[~frame["voted"], "share"].isna().all()
    assert frame.loc[frame["voted"], "share"].gt(0.4).all()
    silent = assembly.ballots().merge(frame.loc[~frame["voted"], ["year"]], on="year")
    assert set(silent["vote"]) == {"no vote taken"}
    assert len(silent) == 9 * (~frame["voted"]).sum()


def test_the_exact_trend_agrees_with_scipy_where_there_are_no_ties():
    values = pd.Series([3.0, 1.0, 4.0, 1.5, 5.0, 9.0, 2.6])
    expected = stats.kendalltau(range(7), values, method="exact").pvalue
    assert assembly.exact_trend(values) == pytest.approx(expected, abs=1e-12)


def test_the_exact_trend_counts_orders_by_hand_with_ties():
    values = (1.0, 2.0, 2.0, 5.0)

    def score(order: tuple[float, ...]) -> int:
        return sum((b > a) - (b < a) for a, b in combinations(order, 2))

    every = [abs(score(order)) for order in permutations(values)]
    expected = sum(each >= abs(score(values)) for each in every) / len(every)
    assert assembly.exact_trend(pd.Series(values)) == pytest.approx(expected)


def test_the_exact_trend_refuses_holes_and_long_series():
    for bad in (pd.Series([1.0, np.nan]), pd.Series(range(10))):
        with pytest.raises(ValueError, match="at most nine"):
            assembly.exact_trend(bad)


def test_the_slope_is_the_median_of_all_pairs_and_finds_a_line():
    years, values = pd.Series([2005, 2006, 2009, 2014]), pd.Series([0.4, 0.5, 0.45, 0.7])
    pairs = [(values[j] - values[i]) / (years[j] - years[i]) for i, j in combinations(range(4), 2)]
    assert assembly.slope(years, values)[0] == pytest.approx(np.median(pairs))
    assert assembly.slope(years, 0.02 * years)[0] == pytest.approx(0.02)


def test_readings_differ_in_years_without_a_vote_only():
    wide = assembly.fillings().pivot(index="year", columns="reading", values="share")
    voted = assembly.record().set_index("year")["voted"]
    assert wide[voted].nunique(axis=1).eq(1).all()
    assert wide[~voted].nunique(axis=1).eq(3).all()


# --- the Council -------------------------------------------------------------------------------------------------


def test_a_veto_is_counted_only_among_votes_to_which_it_applies():
    substance = security_council.substance(security_council.events())
    assert set(substance["kind"]) == {"sanctions_resolution", "panel_renewal", "veto"}
    assert substance["vetoed"].sum() == sum(row["kind"] == "veto" for row in rows("security_council"))
    assert substance.loc[substance["vetoed"], "yes"].ge(security_council.NEEDED).all()


def test_meetings_have_no_votes_rather_than_none():
    tally = security_council.tally(security_council.events()).set_index("label")
    assert tally.loc["rights: meeting", ["china_yes", "china_no", "russia_yes", "russia_no"]].isna().all()


# --- rights scores -----------------------------------------------------------------------------------------------


def test_a_step_is_found_in_full_at_its_year_and_nowhere_on_flat_ground():
    values = pd.Series([0.0] * 10 + [9.0] + [1.0] * 10, index=range(2000, 2021))
    change = rights_scores.windows(values, 3)
    assert change[2010] == pytest.approx(1)
    assert change[2004] == pytest.approx(0)
    assert change.loc[[2000, 2002, 2018, 2020]].isna().all()


def test_a_missing_year_leaves_a_hole_and_not_a_shorter_mean():
    values = pd.Series({2000: 1.0, 2001: 1.0, 2003: 1.0, 2004: 1.0, 2005: 1.0})
    assert rights_scores.windows(values, 2).dropna().index.tolist() == [2002]
    assert rights_scores.windows(values.drop(2004), 2).isna().all()


def test_a_change_planted_in_the_break_year_would_have_stood_out(monkeypatch):
    load = datasets.load

    def planted(stem: str) -> pd.DataFrame:
        frame = load(stem)
        if stem == "state_years":
            better = frame["higher_means"].map({"better": 1.0, "worse": -1.0, "neither": 0.0}).astype("float64")
            frame.loc[frame["iso3"].eq("PRK") & frame["year"].gt(2014), "value"] += 2.0 * better
        return frame

    before = rights_scores.summary(rights_scores.changes(PEERS, 5), 2014).set_index("name")
    monkeypatch.setattr(datasets, "load", planted)
    after = rights_scores.summary(rights_scores.changes(PEERS, 5), 2014).set_index("name")
    assert (after["own"] > before["own"] + 0.5).all()
    assert (after["p"] <= political_record.EXTREME).all()
    assert (before["p"] > political_record.EXTREME).all()


def test_placebo_ranks_are_even_when_nothing_happened():
    rng = np.random.default_rng(SEED)
    ranks = []
    for _ in range(300):
        noise = pd.DataFrame(
            {"name": rights_scores.SCORES["wgi_voice_accountability"], "iso3": "PRK", "year": range(2000, 2020)}
        )
        noise = noise.assign(own=rng.normal(size=20)).assign(relative=lambda frame: frame["own"])
        ranks.append(rights_scores.summary(noise, 2010)["p"].iloc[0])
    assert np.mean(np.array(ranks) <= 0.2) == pytest.approx(0.2, abs=0.07)


def test_a_state_is_left_out_of_its_own_yardstick():
    frame = (
        rights_scores.changes(["CHN", "VNM"], 5)
        .query("name == 'Liberal democracy (V-Dem)' and year == 2014")
        .set_index("iso3")
    )
    assert frame.at["CHN", "peers"] == pytest.approx(frame.at["VNM", "own"])
    assert frame.at["PRK", "peers"] == pytest.approx((frame.at["CHN", "own"] + frame.at["VNM", "own"]) / 2)


def test_a_break_year_beyond_the_scores_is_refused():
    with pytest.raises(ValueError, match="enough years"):
        rights_scores.summary(rights_scores.changes(PEERS, 5), 2024)
    with pytest.raises(ValueError, match="no peer has scores"):
        rights_scores.changes(["BLR"], 5)
    with pytest.raises(ValueError, match="own peer"):
        north_korea.prepare(**(FIXED | {"peers": ["PRK"]}))


# --- what is printed ---------------------------------------------------------------------------------------------


def test_printed_counts_follow_from_the_raw_files(found):
    votes = [row for row in rows("assembly_resolutions") if row["adopted_by"] == "vote"]
    counts = {
        (r["cycle"], r["stage"]): r
        for r in rows("review_counts")
        if r["iso3"] == "PRK" and r["count_basis"] == "printed"
    }
    asked = [
        r for r in rows("review_recommendations")
        if r["iso3"] == "PRK" and r["cycle"] == "2" and int(r["session"]) <= 20 and r["group"] == "false"
    ]  # fmt: skip
    council = rows("security_council")
    assert found["votes_taken"] == len(votes)
    assert found["yes_first"] == int(votes[0]["yes"])
    assert found["yes_last"] == int(votes[-1]["yes"])
    assert found["without_vote"] == len(rows("assembly_resolutions")) - len(votes)
    assert found["share_2019"] == pytest.approx(
        int(counts["3", "outcome"]["accepted"]) / int(counts["3", "outcome"]["received"])
    )
    assert found["partial_2024"] == pytest.approx((143 + 7) / 294)
    assert found["late_share"] == pytest.approx(
        int(counts["1", "later"]["accepted"]) / int(counts["1", "later"]["received"])
    )
    assert (found["flight_received"], found["flight_accepted"]) == (
        len(asked),
        sum(r["response"] == "accepted" for r in asked),
    )
    assert found["sanctions"] == sum(row["kind"] == "sanctions_resolution" for row in council)
    assert found["renewals"] == len(rows("panel_renewals"))
    assert found["substance"] == found["sanctions"] + found["renewals"] + found["vetoes"]
    assert found["procedural"] == sum(row["kind"] == "procedural_vote" for row in council)
    assert found["claims_total"] == sum(row["chapter"] == "north_korea" for row in rows("claims"))


def test_the_change_of_a_score_follows_from_the_raw_file():
    values: dict[str, dict[int, float]] = {}
    every = []
    for row in rows("state_years"):
        if row["indicator"] == "wgi_voice_accountability":
            values.setdefault(row["iso3"], {})[int(row["year"])] = float(row["value"])
            every.append(float(row["value"]))
    mean = sum(every) / len(every)
    unit = (sum((value - mean) ** 2 for value in every) / (len(every) - 1)) ** 0.5

    def change(state: str) -> float:
        return sum(values[state][2014 + k] - values[state][2014 - k] for k in range(1, 6)) / 5 / unit

    peers = [change(state) for state in PEERS if state in values]
    table = rights_scores.summary(rights_scores.changes(PEERS, 5), 2014).set_index("name")
    row = table.loc["Voice and accountability"]
    assert row["own"] == pytest.approx(change("PRK"))
    assert row["relative"] == pytest.approx(change("PRK") - sum(peers) / len(peers))


# --- parameters --------------------------------------------------------------------------------------------------


def test_other_peers_move_comparisons_and_nothing_else(found):
    changed = moved(found, peers=["CHN", "VNM", "BLR"])
    assert {"relative_range", "peer_count"} <= changed
    assert changed <= {
        "peer_count", "peer_range", "relative_range", "placebo_years", "least_p", "largest_change",
        "largest_change_year", "not_unusual", "not_unusual_elsewhere",
    }  # fmt: skip


def test_another_break_year_moves_the_scores_and_the_acts_beside_it_and_nothing_else(found):
    changed = moved(found, break_year=2012)
    assert {"break_year", "relative_range", "acts_burst"} <= changed
    assert changed <= {
        "break_year", "relative_range", "placebo_years", "least_p", "largest_change", "largest_change_year",
        "not_unusual", "not_unusual_elsewhere", "specifications", "acts_burst", "burst_last", "acts_elsewhere",
        "burst_is_densest", "scores",
    }  # fmt: skip


def test_another_window_moves_the_scores_and_nothing_else(found):
    changed = moved(found, window=4)
    assert {"window", "relative_range", "placebo_years"} <= changed
    assert changed <= {
        "window", "relative_range", "placebo_years", "least_p", "largest_change", "largest_change_year", "scores",
        "not_unusual", "not_unusual_elsewhere", "specifications",
    }  # fmt: skip


def test_another_basis_of_counts_moves_the_comparison_of_states_and_nothing_else(found):
    changed = moved(found, count_basis="database")
    assert {"peer_basis", "peer_cycle", "peer_share"} <= changed
    assert changed <= {"peer_basis", "peer_cycle", "peer_share", "peer_count", "peer_range", "lowest_of_all"}


def test_another_level_moves_intervals_and_nothing_else(found):
    changed = moved(found, level=0.9)
    assert changed <= {
        "level", "wilson_2019", "exact_2019", "change_interval", "odds_interval", "slope_interval", "veto_interval",
        "refused_with_subject",
    }  # fmt: skip
    assert {"level", "wilson_2019", "exact_2019", "change_interval", "odds_interval", "veto_interval"} <= changed
