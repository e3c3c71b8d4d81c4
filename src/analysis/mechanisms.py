"""Laws and mechanisms: who is bound by what, which procedures are open, and what each body may do."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analysis import channels, datasets, treaties
from analysis.channels import RULES, Rule

__all__ = ["POWERS", "Mechanisms", "prepare", "robustness"]

POWERS = {
    "can_gather_evidence": "evidence",
    "can_recommend": "recommends",
    "can_receive_complaints": "complaints",
    "can_adjudicate": "adjudicates",
    "can_enforce": "enforces",
    "acts_without_consent": "no consent",
}
"""The powers of the matrix, as it prints them; consent is turned round, so that a mark is always a power."""
FIRST_YEAR = 1950


@dataclass(frozen=True)
class Mechanisms:
    """The frames of the chapter.

    Attributes:
        year: the year of the map.
        absence: how silence was read, ``not_party`` or ``unknown``.
        rule: what counts as a channel.
        cells: what each state was to each instrument, see :func:`treaties.standings`.
        growth: one row a state and year: treaties in force for it, ``documented`` and ``every`` (with memory).
        clauses: the clauses that the rule looks at, with the answer of each state.
        answers: every clause, with the answer of each state as the map of clauses prints it.
        counts: channels by state, ``low``, ``high``, ``documented``; core treaties ``core`` and ``share`` accepted.
        specifications: channels by rule and state.
        pairs: clauses by pair of states.
        bodies: the mechanisms, with ``binds`` in words.
        powers: one row a mechanism and power, with ``held`` and ``recalled``.
    """

    year: int
    absence: str
    rule: Rule
    cells: pd.DataFrame
    growth: pd.DataFrame
    clauses: pd.DataFrame
    answers: pd.DataFrame
    counts: pd.DataFrame
    specifications: pd.DataFrame
    pairs: pd.DataFrame
    bodies: pd.DataFrame
    powers: pd.DataFrame


def prepare(rule: str, map_year: int, absence: str) -> Mechanisms:
    """Load the tables of the chapter and derive its frames.

    Args:
        rule: name of the counting rule, one of :data:`channels.RULES`.
        map_year: the year at whose end the map stands.
        absence: ``not_party`` takes a register's silence at its word, ``unknown`` leaves those cells open.

    Raises:
        KeyError: for a rule that nobody wrote.
        ValueError: for another treatment of absence.
    """
    chosen = RULES[rule]
    answers = treaties.clauses(absence=absence)
    bodies = datasets.load("mechanisms").sort_values("position", ignore_index=True)
    return Mechanisms(
        year=map_year,
        absence=absence,
        rule=chosen,
        cells=treaties.standings(map_year, absence=absence),
        growth=_growth(map_year),
        clauses=channels.selected(chosen, answers),
        answers=answers.assign(answer=_answers(answers)),
        counts=_counts(chosen, answers),
        specifications=channels.specifications(answers),
        pairs=channels.pairs(answers),
        bodies=bodies.assign(binds=_binds(bodies)),
        powers=_powers(bodies),
    )


def _growth(last: int) -> pd.DataFrame:
    """Count the treaties in force for each state at the end of each year."""
    held = treaties.consents()
    held = held.assign(entry=held["in_force"].dt.year.clip(lower=FIRST_YEAR), documented=held["status"] != "recalled")
    grid = pd.MultiIndex.from_product([treaties.states()["iso3"], range(FIRST_YEAR, last + 1)], names=["iso3", "year"])
    every = held.groupby(["iso3", "entry"]).agg(every=("documented", "size"), documented=("documented", "sum"))
    filled = every.rename_axis(["iso3", "year"]).reindex(grid, fill_value=0)
    names = treaties.states()[["iso3", "short_name"]].rename(columns={"short_name": "state"})
    return filled.groupby(level="iso3", sort=False).cumsum().reset_index().merge(names, on="iso3")


def _answers(clauses: pd.DataFrame) -> pd.Series:
    """Say how each state answered: accepted, refused by reservation, not declared, or outside."""
    words = {
        "reservation": "refused", "opt_out": "refused", "no_declaration": "not declared", "not_party": "not a party",
    }  # fmt: skip
    return clauses["basis"].map(words).fillna("open")


def _counts(rule: Rule, clauses: pd.DataFrame) -> pd.DataFrame:
    """Join channels, core treaties and the share accepted, by state in the order of the passage."""
    table = channels.counts(rule, clauses)
    looked = channels.selected(rule, clauses)
    shown = looked["open"].fillna(False) & looked["status"].isin(["verified", "corroborated"])
    key = "clause" if rule.unit == "clause" else "parent"
    held = treaties.parties()
    core = held[held["instrument_id"].isin(treaties.core_treaties())].groupby("iso3").size()
    documented = looked[shown].groupby("iso3")[key].nunique()
    table = table.assign(
        documented=documented.reindex(table.index, fill_value=0), core=core.reindex(table.index, fill_value=0)
    )
    names = treaties.states().set_index("iso3")["short_name"].rename("state")
    return table.join(channels.offers(rule, clauses, "2100")).join(names).reset_index()


def _binds(bodies: pd.DataFrame) -> pd.Series:
    """Say whether what a body decides binds: judgments of courts, decisions of the Security Council, nothing else."""
    words = np.select([bodies["can_adjudicate"], bodies["can_enforce"]], ["its judgments", "its decisions"], "no")
    return pd.Series(words, index=bodies.index)


def _powers(bodies: pd.DataFrame) -> pd.DataFrame:
    """Turn the matrix long, and mark the cells that no document states."""
    turned = bodies.assign(acts_without_consent=~bodies["needs_state_consent"])
    long = turned.melt(
        ["mechanism_id", "name", "position", "cells_recalled"], list(POWERS), var_name="power", value_name="held"
    )
    column = long["power"].replace("acts_without_consent", "needs_state_consent")
    listed = long["cells_recalled"].fillna("").str.split(";")
    recalled = [name in cells for name, cells in zip(column, listed, strict=True)]
    return long.assign(recalled=recalled, label=long["power"].map(POWERS)).drop(columns="cells_recalled")


def robustness(specifications: pd.DataFrame, base: str) -> pd.DataFrame:
    """Compare each rule's ordering of the states with that of a base rule.

    Args:
        specifications: as :func:`channels.specifications` returns them.
        base: name of the base rule.

    Returns:
        Indexed by rule: ``rho`` (Spearman's rank correlation of the nine counts with the base's; missing for the
        base) and ``same_four`` (the base's four least open states are still the least open, ties allowed).
    """
    wide = specifications.pivot(index="iso3", columns="rule", values="low").astype("float64")
    least = wide[base].nsmallest(4).index
    rest = wide.index.difference(least)
    rho = wide.drop(columns=base).apply(lambda column: stats.spearmanr(column, wide[base]).statistic)
    same = wide.loc[least].max() <= wide.loc[rest].min()
    return pd.DataFrame({"rho": rho, "same_four": same}).reindex(list(RULES))
