"""Every defensible way to run the test, run."""

from __future__ import annotations

from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd

from analysis import datasets, dominance, exact_tests, predictors, protection

__all__ = ["ALPHA", "OUTCOMES", "curve", "joint", "robustness"]

ALPHA = 0.05
OUTCOMES = ("index", "index, unknown as none", "dominance", "non-return", "status", "onward transfer")
"""What stands for protection in practice: two summaries by weights, one by order alone, three single stages."""
SETS = ("first", "rival")
"""Which predictor of a hypothesis: that of the first test, or the rival."""


def outcome(levels: pd.DataFrame, name: str) -> pd.Series:
    """Return one outcome by state, higher for more protection (see :data:`OUTCOMES`)."""
    if name == "dominance":
        return dominance.height(dominance.dominates(levels))
    if name.startswith("index"):
        return protection.index(levels, "left out" if name == "index" else "worst")
    return levels[name]


def curve() -> pd.DataFrame:
    """Run each hypothesis under every coding, filter of evidence, sample, outcome and predictor.

    Returns:
        One row a specification: ``hypothesis``, ``predictors``, ``coding``, ``evidence``, ``sample``, ``outcome``,
        ``tau``, ``p``, ``least``, ``n``, ``signed`` (tau turned so that the expected sign is positive), ``low`` and
        ``high`` (signed tau with each state left out), ``drops`` (states that can be left out) and ``kept`` (of
        these, how many keep the sign of the whole) and ``pattern`` (equal for specifications that compare the same
        ranks). Those with fewer than four states or without differences have no tau.
    """
    hypotheses = datasets.load("hypotheses")
    tables = {coding: predictors.table(coding) for coding in protection.CODINGS}
    # ties to either Korea are on record for the states of transit alone: the ends of the route add nothing
    rows = []
    for coding, evidence, sample in product(protection.CODINGS, protection.EVIDENCE, protection.SAMPLES):
        levels = protection.levels(coding, evidence, sample)
        results = {name: outcome(levels, name) for name in OUTCOMES}
        for each, chosen in product(hypotheses.itertuples(), SETS):
            values = tables[coding][each.predictor if chosen == "first" else each.rival_predictor].loc[levels.index]
            if sample != "transit" and values.isna().any():
                continue
            key = {"hypothesis": each.hypothesis, "predictors": chosen, "coding": coding, "evidence": evidence}
            key |= {"sample": sample}
            rows += [key | {"outcome": name} | _run(values, y, int(each.direction)) for name, y in results.items()]
    return pd.DataFrame(rows)


def _run(x: pd.Series, y: pd.Series, direction: int) -> dict[str, object]:
    found = exact_tests.kendall(x, y)
    signed = direction * found["tau"]
    whole = not np.isnan(signed)
    left = direction * exact_tests.tau_left_out(x, y).to_numpy() if whole else np.empty(0)
    rest = left[~np.isnan(left)]
    return found | {
        "signed": signed,
        "low": rest.min() if len(rest) else float("nan"),
        "high": rest.max() if len(rest) else float("nan"),
        "drops": len(rest),
        "kept": int((rest * signed > 0).sum()),
        "pattern": exact_tests.pattern(x, y),
    }


def robustness(runs: pd.DataFrame) -> pd.DataFrame:
    """Count, for each hypothesis, in how many specifications it holds.

    Args:
        runs: see :func:`curve`, or any part of it.

    Returns:
        Indexed by hypothesis: ``n`` (specifications with a tau), ``sign`` (of the expected sign), ``found`` (of the
        expected sign with p of at most :data:`ALPHA`), ``against`` (of the other sign with such a p), ``possible``
        (in which such a p was possible at all), ``median`` (signed tau), ``low`` and ``high`` (its range), ``patterns``
        (different sets of ranks among them) and ``pattern_sign`` (of these, of the expected sign).
    """
    known = runs.dropna(subset=["tau"])
    flagged = known.assign(
        right=known["signed"] > 0,
        hit=(known["signed"] > 0) & (known["p"] <= ALPHA),
        miss=(known["signed"] < 0) & (known["p"] <= ALPHA),
        can=known["least"] <= ALPHA,
    )
    unique = flagged.drop_duplicates(["hypothesis", "predictors", "pattern"]).groupby("hypothesis", sort=False)
    groups = flagged.groupby("hypothesis", sort=False)
    return pd.DataFrame(
        {
            "n": groups.size(),
            "sign": groups["right"].sum(),
            "found": groups["hit"].sum(),
            "against": groups["miss"].sum(),
            "possible": groups["can"].sum(),
            "median": groups["signed"].median(),
            "low": groups["signed"].min(),
            "high": groups["signed"].max(),
            "patterns": unique.size(),
            "pattern_sign": unique["right"].sum(),
        }
    )


def joint(sample: str = "transit") -> pd.DataFrame:
    """Ask how often chance would give a whole sweep like this one.

    The states' predictors are relabelled in every possible way, the same way in all specifications of a hypothesis at
    once, and each relabelling gets its own sweep. That answers for specifications that repeat each other.

    Args:
        sample: states to relabel; those of transit unless told (5,040 ways).

    Returns:
        Indexed by hypothesis: ``median`` (signed tau of the sweep), ``p`` (share of relabellings whose median lies at
        least as far from zero), ``holm`` (that p adjusted for the number of sweeps), ``orders`` (relabellings).
    """
    hypotheses = datasets.load("hypotheses")
    tables = {coding: predictors.table(coding) for coding in protection.CODINGS}
    results = [
        (coding, outcome(protection.levels(coding, evidence, sample), kind))
        for coding, evidence, kind in product(protection.CODINGS, protection.EVIDENCE, OUTCOMES)
    ]
    found = {}
    for each in hypotheses.itertuples():
        pairs = [
            (tables[c][name].loc[y.index], y) for c, y in results for name in (each.predictor, each.rival_predictor)
        ]
        every = np.vstack([_relabelled(x, y) for x, y in pairs if not np.isnan(exact_tests.kendall(x, y)["tau"])])
        medians = np.nanmedian(every, axis=0)
        found[each.hypothesis] = {
            "median": float(each.direction * medians[0]),
            "p": float(np.mean(np.abs(medians) >= abs(medians[0]) - exact_tests.SLACK)),
            "orders": len(medians),
        }
    frame = pd.DataFrame(found).T
    return frame.assign(holm=exact_tests.holm(frame["p"]))


def _relabelled(x: pd.Series, y: pd.Series) -> npt.NDArray[np.float64]:
    """Tau-b of every relabelling of the predictor, the one as it is first; pairs that lack either do not count."""
    moved = x.round(exact_tests.DECIMALS).to_numpy("float64")[exact_tests.orders(len(y))]
    first, second = np.triu_indices(len(y), 1)
    result = y.round(exact_tests.DECIMALS).to_numpy("float64")
    gap, still = moved[:, first] - moved[:, second], np.sign(result[first] - result[second])
    known = ~np.isnan(gap) & ~np.isnan(still)
    signs, still = np.where(known, np.sign(gap), 0), np.nan_to_num(still)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((signs @ still) / np.sqrt(np.abs(signs).sum(axis=1) * (known @ np.abs(still))))
