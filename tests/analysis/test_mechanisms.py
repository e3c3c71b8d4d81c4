"""Laws and mechanisms: channels counted by rule, what silence hides, and what each parameter moves."""

from __future__ import annotations

import csv
from collections import Counter
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import channels, mechanisms, obligations, openness, treaties
from analysis.channels import RULES
from analysis.figures import clauses as clause_figures
from analysis.figures import mechanisms as figures
from analysis.figures import treaties as treaty_figures
from analysis.theme import draw

DATA = Path(__file__).resolve().parents[2] / "data"
BASE = {"rule": "live", "map_year": 2024, "absence": "not_party"}


def raw(stem: str) -> list[dict[str, str]]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture(scope="module")
def base() -> mechanisms.Mechanisms:
    return mechanisms.prepare(**BASE)


def made(rows: list[tuple[str, str, str, object, str]]) -> pd.DataFrame:
    """Make a table of clauses: instrument, article, procedure, open, status, all against Laos."""
    frame = pd.DataFrame(rows, columns=["instrument_id", "article", "procedure", "open", "status"])
    return frame.assign(
        iso3="LAO", parent=frame["instrument_id"], clause=frame["instrument_id"] + frame["article"],
        open=frame["open"].astype("boolean"), basis="treaty_text",
    )  # fmt: skip


# ---- counting ----


def test_channels_agree_with_a_count_of_the_raw_rows():
    open_rows = Counter(
        row["iso3"]
        for row in raw("complaint_procedures")
        if row["accepted"] == "true" and (row["instrument_id"], row["article"]) != ("CSR1951", "article 38")
    )
    counted = channels.counts(RULES["live"], treaties.clauses())
    assert counted["low"].to_dict() == dict(open_rows)
    assert (counted["low"] == counted["high"]).all()


def test_documented_channels_agree_with_a_count_of_the_raw_rows():
    found = Counter(
        row["iso3"]
        for row in raw("complaint_procedures")
        if row["accepted"] == "true"
        and row["status"] in {"verified", "corroborated"}
        and row["article"] != "article 38"
    )
    counted = channels.counts(RULES["documented"], treaties.clauses())["low"]
    assert counted.to_dict() == {state: found[state] for state in counted.index}


def test_an_answer_left_open_makes_a_range():
    table = made(
        [
            ("A", "1", "individual", True, "verified"),
            ("A", "2", "inquiry", pd.NA, "absence"),
            ("B", "1", "icj_clause", False, "verified"),
        ]
    )
    counted = channels.counts(RULES["live"], table).loc["LAO"]
    assert counted.tolist() == [1, 2]


def test_a_treaty_counts_once_under_the_rule_that_says_so():
    table = made([("A", str(i), "individual", True, "verified") for i in range(4)])
    assert channels.counts(RULES["treaty"], table).loc["LAO", "low"] == 1
    assert channels.counts(RULES["live"], table).loc["LAO", "low"] == 4


def test_rules_of_starters_share_out_the_channels():
    table = treaties.clauses()
    parts = sum(channels.counts(RULES[name], table)["low"] for name in ("person", "committee", "state"))
    pd.testing.assert_series_equal(parts, channels.counts(RULES["live"], table)["low"])


def test_the_clause_that_reaches_events_before_1951_counts_under_its_own_rule_only():
    table = treaties.clauses()
    more = channels.counts(RULES["every"], table)["low"] - channels.counts(RULES["live"], table)["low"]
    assert set(more.index[more > 0]) == {"CHN", "KHM", "KOR"}


def test_the_rome_statute_adds_its_three_members():
    table = treaties.clauses()
    more = channels.counts(RULES["with_icc"], table)["low"] - channels.counts(RULES["live"], table)["low"]
    assert set(more.index[more == 1]) == {"KHM", "MNG", "KOR"}
    assert set(more) == {0, 1}


def test_a_rapporteur_on_one_country_adds_a_door_against_that_country_alone():
    table = treaties.clauses()
    more = channels.counts(RULES["with_charter"], table)["low"] - channels.counts(RULES["live"], table)["low"]
    assert more.drop("PRK").eq(1).all()
    assert more["PRK"] == 2


# ---- pairs and offers ----


def test_pairs_are_symmetric_and_agree_with_a_second_count():
    table = channels.pairs(treaties.clauses())
    wide = {kind: table.pivot(index="claimant", columns="respondent", values=kind) for kind in ("committee", "court")}
    for kind in wide.values():
        np.testing.assert_array_equal(kind.to_numpy(), kind.to_numpy().T)
    accepted: dict[tuple[str, str], set[str]] = {}
    for row in raw("complaint_procedures"):
        if row["accepted"] == "true" and row["article"] != "article 38":
            accepted.setdefault((row["iso3"], row["procedure"]), set()).add(row["instrument_id"] + row["article"])
    for one, other in product(wide["court"].index, repeat=2):
        if one != other:
            both = accepted.get((one, "icj_clause"), set()) & accepted.get((other, "icj_clause"), set())
            assert wide["court"].loc[one, other] == len(both)


def test_what_is_accepted_was_within_reach():
    table = channels.offers(RULES["live"], treaties.clauses(), "2100")
    counted = channels.counts(RULES["live"], treaties.clauses())["low"]
    assert (table["accepted"] <= table["offered"]).all()
    pd.testing.assert_series_equal(table["accepted"].astype("int64"), counted, check_names=False, check_dtype=False)


# ---- the exact test ----


def test_the_exact_test_agrees_with_scipy_on_untied_values():
    rng = np.random.default_rng(20261124)
    for size in (5, 6, 7):
        x, y = pd.Series(rng.permutation(size)), pd.Series(rng.permutation(size))
        rho, chance = openness.exact_rank_test(x, y)
        second = stats.permutation_test(
            (x,), lambda v, y=y: stats.spearmanr(v, y).statistic, permutation_type="pairings", n_resamples=np.inf
        )
        assert rho == pytest.approx(stats.spearmanr(x, y).statistic)
        assert chance == pytest.approx(second.pvalue, abs=1e-9)


def test_the_exact_test_rejects_as_often_as_it_should_when_nothing_is_there():
    rng = np.random.default_rng(20261125)
    hits = [openness.exact_rank_test(pd.Series(range(5)), pd.Series(rng.normal(size=5)))[1] <= 0.1 for _ in range(400)]
    # of 120 orderings of five the largest attainable level below a tenth is 10 in 120
    assert np.mean(hits) == pytest.approx(10 / 120, abs=0.05)


def test_the_exact_test_refuses_what_it_cannot_try():
    with pytest.raises(ValueError, match="too many orderings"):
        openness.exact_rank_test(pd.Series(range(11)), pd.Series(range(11)))


def test_leaving_one_out_spans_the_single_correlations():
    x, y = pd.Series([1, 2, 3, 4, 5]), pd.Series([2, 1, 4, 3, 5])
    rhos = [stats.spearmanr(np.delete(x.to_numpy(), i), np.delete(y.to_numpy(), i)).statistic for i in range(5)]
    assert openness.leave_one_out(x, y) == pytest.approx((min(rhos), max(rhos)))


# ---- the matrix ----


def test_the_marks_of_the_matrix_agree_with_the_raw_rows(base):
    listed = sum(
        len([cell for cell in row["cells_recalled"].split(";") if cell and cell != "may_start"])
        for row in raw("mechanisms")
    )
    assert int(base.powers["recalled"].sum()) == listed
    held = base.powers.set_index(["mechanism_id", "power"])["held"]
    for row in raw("mechanisms"):
        assert held[row["mechanism_id"], "can_enforce"] == (row["can_enforce"] == "true")
        assert held[row["mechanism_id"], "acts_without_consent"] == (row["needs_state_consent"] == "false")


def test_a_body_binds_only_by_judgment_or_by_enforcement(base):
    bodies = base.bodies.set_index("mechanism_id")["binds"]
    assert set(bodies[bodies != "no"].index) == {"unsc", "icj", "icc"}


# ---- parameters ----


def values(**changed: object) -> dict[str, object]:
    frames = mechanisms.prepare(**(BASE | changed))
    found = obligations.findings(frames) | openness.findings(frames)
    return {name: each.value for name, each in found.items()}


@pytest.fixture(scope="module")
def usual() -> dict[str, object]:
    return values()


def moved(usual: dict[str, object], **changed: object) -> set[str]:
    return {name for name, value in values(**changed).items() if value != usual[name]}


def test_another_rule_moves_channels_and_no_membership(usual):
    names = moved(usual, rule="every")
    assert "channels_kor" in names
    assert not {name for name in names if name.startswith(("core_", "parties", "signed", "silent", "bounds", "pairs"))}


def test_another_year_moves_the_map_and_its_growth_and_no_channel(usual):
    names = moved(usual, map_year=2000)
    assert {"map_year", "parties_n", "total_last"} <= names
    assert not {name for name in names if name.startswith(("channels", "person", "bounds", "pairs", "rho", "core_low"))}


def test_another_reading_of_silence_moves_what_rests_on_it_and_nothing_else(usual):
    names = moved(usual, absence="unknown")
    assert {"channels_mng", "channels_all"} <= names
    assert not {
        name for name in names if name.startswith(("parties_n", "core_", "signed", "silent", "bounds", "cells"))
    }


def test_a_rule_that_nobody_wrote_is_refused():
    with pytest.raises(KeyError):
        mechanisms.prepare("guess", 2024, "not_party")


# ---- figures ----


def test_the_map_fills_up_with_the_slider_of_its_own_specification(base):
    spec = treaty_figures.standing(base).specification()
    slider = next(each for each in spec["params"] if each.get("name") == "year")
    assert slider["value"] == 2024
    assert slider["bind"] == {
        "input": "range",
        "min": 1950,
        "max": treaties.last_year(),
        "step": 1,
        "name": "End of the year ",
    }
    late = draw(spec).count('aria-roledescription="rect mark"')
    slider["value"] = 1960
    early = draw(spec).count('aria-roledescription="rect mark"')
    assert late == len(raw("instruments")) * 9
    assert 0 < early < late


def test_the_map_of_any_year_says_what_the_frame_of_that_year_says(base):
    frame = treaty_figures.standing(base).chart.to_dict()
    rows = pd.DataFrame(next(iter(frame["datasets"].values())))
    for year in (1951, 1976, 1990, 2015, 2024):
        drawn = rows[(rows["adopted"] <= year) & (rows["bound"] <= year) & (rows["force"] <= year)]
        assert len(drawn) == int(treaties.standings(year)["standing"].eq("party").sum())


@pytest.mark.parametrize("name", ["clauses", "pairs", "channels", "acceptance"])
def test_a_figure_on_clauses_draws(base, name):
    assert "<svg" in draw(getattr(clause_figures, name)(base).specification())


@pytest.mark.parametrize("table", [figures.instruments, figures.provisions])
def test_an_appendix_table_has_a_row_for_each_row_of_its_data(table):
    made_table = table()
    stem = {"instruments": "instruments", "provisions": "legal_provisions"}[made_table.name]
    assert len(made_table.resource()["data"]) == len(raw(stem))


def test_channels_by_name_are_as_many_as_the_count(base):
    table = figures.doors(base).resource()["data"]
    named = sum(
        len(row[who].split("; ")) for row in table for who in ("a person", "a committee", "another state") if row[who]
    )
    assert named == int(base.counts["low"].sum())
