"""The central test: what goes with protection in practice, tested in every defensible way."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import (
    agreement,
    comparative,
    datasets,
    dominance,
    exact_tests,
    information,
    power,
    predictors,
    protection,
    specifications,
    state_periods,
    treaties,
    weights,
)

__all__ = ["PAIRS", "Synthesis", "prepare"]

PAIRS = (("THA", "VNM"), ("MNG", "CHN"), ("KHM", "CHN"))
"""Neighbours that were told apart by practice: outside the treaties and inside or beside them."""
LATENT = 0.5
"""Population tau at which the power of the test is stated: one pair in four against the association."""
STRENGTHS = tuple(round(0.05 * step, 2) for step in range(20))
"""Population values of tau at which the power is drawn."""
DRAWS_OF_POWER, DRAWS_OF_CURVES = 200_000, 20_000
"""Samples behind a power that is printed, and behind each point that is only drawn."""


@dataclass(frozen=True)
class Synthesis:
    """Everything that the chapter says, draws and tabulates.

    Attributes:
        coding, evidence, sample, level: the parameters of the run.
        names: short name of each state, by code, in the order of the passage.
        book: the coding book, one row a state and stage.
        hypotheses: one row a hypothesis, in order.
        predictors: one row a state, one column a predictor.
        tests: one row a hypothesis and coding: ``tau``, ``p``, ``holm``, ``least``, ``n``, ``low``, ``high`` (with each
            state left out), ``right`` (whether the sign is the expected one).
        power: by number of states without ties, ``critical`` (tau) and ``power`` at :data:`LATENT`.
        curves: the power of each test with the ties it has (``hypothesis``), one row a strength: ``latent``, ``power``.
        limit: the same for all states of the passage without ties, the most that any measure could give.
        orders: by coding, the dominance among the states of transit.
        ranks: rank interval of each state of transit over the draws.
        runs: the sweep, one row a specification; ``sweep`` counts it by hypothesis for the states of transit, ``wide``
            over all samples; ``joint`` tests it as a whole.
        conditions: by coding, the conditions as necessary and sufficient.
        truth: the rows of the truth table that occur, for the conditions that suffice.
        periods: state-periods; ``changes`` the changes of practice.
        cells: the value of information, one row an uncertain cell.
        agreement: how far both codings agree.
    """

    coding: str
    evidence: str
    sample: str
    level: float
    names: pd.Series
    book: pd.DataFrame
    hypotheses: pd.DataFrame
    predictors: pd.DataFrame
    tests: pd.DataFrame
    power: pd.DataFrame
    curves: pd.DataFrame
    limit: pd.DataFrame
    orders: dict[str, pd.DataFrame]
    ranks: pd.DataFrame
    runs: pd.DataFrame
    sweep: pd.DataFrame
    wide: pd.DataFrame
    joint: pd.DataFrame
    conditions: dict[str, pd.DataFrame]
    sets: pd.DataFrame
    periods: pd.DataFrame
    changes: pd.DataFrame
    cells: pd.DataFrame
    agreement: dict[str, float]


def prepare(coding: str, evidence: str, sample: str, draws: int, level: float) -> Synthesis:
    """Run the whole test.

    Args:
        coding: own or sceptic; the coding that is reported first. The sweep runs both.
        evidence: a key of :data:`analysis.protection.EVIDENCE`.
        sample: a key of :data:`analysis.protection.SAMPLES`; the states that the first tests compare.
        draws: draws over weights and disputed codings.
        level: coverage of intervals, 0 to 1.
    """
    names = treaties.states().set_index("iso3")["short_name"]
    book = protection.book()
    hypotheses = datasets.load("hypotheses").sort_values("position", ignore_index=True)
    runs = specifications.curve()
    transit = runs[runs["sample"] == "transit"]
    levels = protection.levels(coding, evidence)
    table = predictors.table(coding)
    index = protection.index(protection.levels(coding, evidence, sample))
    return Synthesis(
        coding=coding,
        evidence=evidence,
        sample=sample,
        level=level,
        names=names,
        book=book.assign(state=book["iso3"].map(names)),
        hypotheses=hypotheses,
        predictors=table,
        tests=pd.concat([_tests(hypotheses, each, evidence, sample) for each in protection.CODINGS], ignore_index=True),
        power=_power({len(index), len(names)}),
        curves=_curves(hypotheses, table, index),
        limit=_curve(*(pd.Series(ranks, dtype="float64") for ranks in _untied(len(names)))),
        orders={each: dominance.dominates(protection.levels(each, evidence)) for each in protection.CODINGS},
        ranks=weights.intervals(weights.draw(book[book["iso3"].isin(levels.index)], draws)),
        runs=runs,
        sweep=specifications.robustness(transit),
        wide=specifications.robustness(runs),
        joint=specifications.joint(),
        conditions={each: comparative.conditions(comparative.sets(each, evidence)) for each in protection.CODINGS},
        sets=comparative.sets(coding, evidence),
        periods=state_periods.periods(coding),
        changes=state_periods.changes(coding),
        cells=information.cells(coding, evidence).assign(state=lambda frame: frame["iso3"].map(names)),
        agreement=agreement.agreement(book[~book["ruled"]], level),
    )


def _tests(hypotheses: pd.DataFrame, coding: str, evidence: str, sample: str) -> pd.DataFrame:
    table = predictors.table(coding)
    index = protection.index(protection.levels(coding, evidence, sample))
    rows = []
    for each in hypotheses.itertuples():
        values = table[each.predictor].loc[index.index]
        rest = exact_tests.tau_left_out(values, index)
        found = exact_tests.kendall(values, index)
        rows.append(
            {"hypothesis": each.hypothesis, "title": each.title, "coding": coding}
            | found
            | {"low": rest.min(), "high": rest.max(), "right": found["tau"] * each.direction > 0}
        )
    frame = pd.DataFrame(rows)
    return frame.assign(holm=exact_tests.holm(frame["p"]))


def _power(sizes: set[int]) -> pd.DataFrame:
    rows = [
        {
            "n": n,
            "critical": exact_tests.critical(n),
            "power": power.power(*_untied(n), LATENT, DRAWS_OF_POWER, weights.SEED),
        }
        for n in sorted(sizes)
    ]
    return pd.DataFrame(rows).set_index("n")


def _curves(hypotheses: pd.DataFrame, table: pd.DataFrame, index: pd.Series) -> pd.DataFrame:
    parts = [
        _curve(each.direction * table[each.predictor].loc[index.index], index).assign(hypothesis=each.hypothesis)
        for each in hypotheses.itertuples()
    ]
    return pd.concat(parts, ignore_index=True)


def _curve(x: pd.Series, y: pd.Series) -> pd.DataFrame:
    return power.curve(x, y, STRENGTHS, DRAWS_OF_CURVES, weights.SEED)


def _untied(n: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(range(n)), tuple(range(n))
