"""Contrasts inside the central test: which treaties, which states, which pairs and which cells carry it."""

from __future__ import annotations

import pandas as pd

from analysis import comparative, exact_tests, protection
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.synthesis import PAIRS, Synthesis

__all__ = ["contrasts"]

ALPHA = 0.05
ENOUGH = 0.8
"""Power that is usually asked of a design."""
ROUTE = ["in the refugee treaties", "never voted with Pyongyang"]


def contrasts(synthesis: Synthesis) -> dict[str, Quantity]:
    """State what the chapter says about parts of the test."""
    parts = (_sweeps, _power, _treaties, _left_out, _ends, _bundle, _pairs, _truth, _turns)
    return {name: value for part in parts for name, value in part(synthesis).items()}


def _sweeps(synthesis: Synthesis) -> dict[str, Quantity]:
    """Correct the tests of whole sweeps for the number of sweeps."""
    adjusted = synthesis.joint["holm"]
    return {
        "climate_sweep_holm": quantity(adjusted["climate"], "probability", "p of the climate's sweep, adjusted (Holm)"),
        "beijing_sweep_holm": quantity(adjusted["beijing"], "probability", "p of the sweep of votes, adjusted (Holm)"),
        "climate_sweep_survives": exceeds(ALPHA, adjusted["climate"], "probability", "the climate's sweep survives"),
        "beijing_sweep_falls": exceeds(adjusted["beijing"], ALPHA, "probability", "the sweep of votes does not"),
        "others_fall": holds(
            (adjusted.drop("climate") > ALPHA).all(), "adjusted for their number, no other sweep beats chance"
        ),
    }


def _power(synthesis: Synthesis) -> dict[str, Quantity]:
    """Say which tests could have found something, and how strong it had to be."""
    curves = synthesis.curves.pivot(index="latent", columns="hypothesis", values="power")
    powerless = curves.columns[curves.eq(0).all()]
    found = curves.max(axis=1).ge(ENOUGH)
    return {
        "enough_power": quantity(ENOUGH, "probability", "power that is held to be enough"),
        "strength_needed": quantity(found.idxmax(), "tau", "smallest drawn tau that the best test finds so often"),
        "powerless": quantity(len(powerless), "tests", "first tests that could find nothing at any strength"),
        "powerless_named": holds(
            set(powerless) == {"commitment", "pyongyang"}, "they are those of membership and of agreements"
        ),
    }


def _treaties(synthesis: Synthesis) -> dict[str, Quantity]:
    runs = synthesis.runs
    middle = runs[runs["sample"].eq("transit") & runs["hypothesis"].eq("commitment")].dropna(subset=["tau"])
    refugee, core = (middle[middle["predictors"].eq(name)] for name in ("first", "rival"))
    return {
        "refugee_n": quantity(len(refugee), "specifications", "specifications with the refugee treaties"),
        "refugee_sign": quantity(int((refugee["signed"] > 0).sum()), "specifications", "with the expected sign"),
        "refugee_possible": quantity(
            int((refugee["least"] <= 0.05).sum()), "specifications", "in which a p of one in twenty was possible"
        ),
        "core_n": quantity(len(core), "specifications", "specifications with the core rights treaties"),
        "core_sign": quantity(int((core["signed"] > 0).sum()), "specifications", "with the expected sign"),
        "core_median": quantity(core["signed"].median(), "tau", "median tau of the core rights treaties"),
        "core_found": quantity(int((core["p"] <= 0.05).sum()), "specifications", "with p of at most one in twenty"),
        "refugee_never": holds((refugee["signed"] <= 0).all(), "refugee treaties never have the expected sign"),
        "core_always": holds((core["signed"] > 0).all(), "core rights treaties always have it"),
    }


def _left_out(synthesis: Synthesis) -> dict[str, Quantity]:
    index = protection.index(protection.levels(synthesis.coding, synthesis.evidence, synthesis.sample))
    rest = exact_tests.tau_left_out(synthesis.predictors["refugee_treaties"].loc[index.index], index)
    test = synthesis.tests.set_index(["coding", "hypothesis"]).loc[(synthesis.coding, "commitment")]
    return {
        "commitment_least": quantity(test["least"], "probability", "smallest p that the margins of membership allow"),
        "commitment_left": quantity((rest.min(), rest.max()), "tau", "membership with each state left out in turn"),
        "china_carries": holds(
            rest["CHN"] > 0 and rest.drop("CHN").max() < 0, "the sign turns without China and without no other state"
        ),
        "membership_blind": exceeds(
            test["least"], 0.05, "probability", "no arrangement of the states could have shown it"
        ),
    }


def _ends(synthesis: Synthesis) -> dict[str, Quantity]:
    index = protection.index(protection.levels(synthesis.coding, synthesis.evidence, "nine"))
    table = synthesis.predictors.loc[index.index]
    member, climate = (exact_tests.kendall(table[name], index) for name in ("refugee_treaties", "democracy"))
    middle = synthesis.tests.set_index(["coding", "hypothesis"]).loc[(synthesis.coding, "commitment"), "tau"]
    return {
        "commitment_nine": quantity(member["tau"], "tau", "membership among all nine states"),
        "commitment_nine_p": quantity(member["p"], "probability", "its exact p"),
        "climate_nine": quantity(climate["tau"], "tau", "rights climate among all nine states"),
        "ends_turn": holds(middle < 0 < member["tau"], "the ends of the way turn the sign of membership"),
        "climate_survives_nine": exceeds(
            0.05, climate["p"] * len(synthesis.hypotheses), "probability",
            "among nine states the climate survives a correction for the number of tests",
        ),
    }  # fmt: skip


def _bundle(synthesis: Synthesis) -> dict[str, Quantity]:
    table = synthesis.predictors.loc[protection.levels().index]
    found = exact_tests.kendall(table["votes_against"], table["democracy"])
    silent = table["votes_against"].eq(0)
    return {
        "bundle_tau": quantity(found["tau"], "tau", "votes against resolutions and democracy, states of transit"),
        "bundled": holds(
            table.loc[silent, "democracy"].min() > table.loc[~silent, "democracy"].max(),
            "the states that never voted against are the freest",
        ),
    }


def _pairs(synthesis: Synthesis) -> dict[str, Quantity]:
    index = protection.index(protection.levels(synthesis.coding, synthesis.evidence))
    table = synthesis.predictors
    better = pd.DataFrame([table.loc[first] - table.loc[second] for first, second in PAIRS])
    return {
        "pairs_freer": holds(
            all(index[first] > index[second] for first, second in PAIRS) and better["democracy"].gt(0).all(),
            "in each pair the state that protects more is the freer one",
        ),
        "pairs_votes": holds(better["votes_against"].lt(0).all(), "and the one that votes less with the North"),
        "pairs_no_treaty": holds(better["refugee_treaties"].le(0).all(), "in no pair does it hold more treaties"),
    }


def _truth(synthesis: Synthesis) -> dict[str, Quantity]:
    table = comparative.truth_table(synthesis.sets, ROUTE)
    odd = table[table["contradictory"]]
    names = synthesis.names
    return {
        "truth_rows": quantity(len(table), "rows", "combinations of membership and votes that occur"),
        "truth_contradictory": quantity(len(odd), "rows", "of these, with both practices"),
        "truth_yes": quantity(" and ".join(names[odd["yes"].explode()]), "", "states of that row that pass people on"),
        "truth_no": quantity(" and ".join(names[odd["no"].explode()]), "", "states of that row that do not"),
    }


def _turns(synthesis: Synthesis) -> dict[str, Quantity]:
    cells = synthesis.cells
    turned = set(" ".join(cells["turned"]).split())
    return {
        "turning_cells": quantity(int((cells["turns"] > 0).sum()), "cells", "cells that can turn a sign"),
        "none_turns_climate": holds(not turned & {"climate", "beijing"}, "none turns the climate or votes"),
        "none_turns_membership": holds("commitment" not in turned, "none turns the sign of membership"),
    }
