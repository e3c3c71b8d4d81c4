"""Qualitative comparison: which conditions are necessary for protection, which suffice, which rows contradict."""

from __future__ import annotations

import pandas as pd

from analysis import predictors, protection

__all__ = ["BAR", "CONDITIONS", "conditions", "consistency", "sets", "truth_table"]

BAR = protection.PASSES_ON
"""Level of onward transfer that is the outcome, as in the chapter on Thailand and Mongolia (rank 2 of 4)."""
CONDITIONS = {
    "in the refugee treaties": ("refugee_treaties", 1.0, 1),
    "status procedure of its own": ("status_procedure", 2.0, 1),
    "no agreement with Pyongyang": ("agreement", 0.0, -1),
    "never voted with Pyongyang": ("votes_against", 0.0, -1),
    "freer than most": ("democracy", None, 1),
}
"""Condition: predictor, threshold (none: the median of the sample) and side (1 at least, -1 at most)."""


def sets(coding: str = "own", evidence: str = "without memory") -> pd.DataFrame:
    """Return crisp membership of the transit states in each condition and in the outcome ``passes on``.

    States whose practice is unknown under the coding are left out.
    """
    outcome = protection.levels(coding, evidence)["onward transfer"].dropna()
    table = predictors.table(coding).loc[outcome.index]
    frame = {}
    for name, (predictor, threshold, side) in CONDITIONS.items():
        values = table[predictor]
        # freer than most: strictly above the median, so that the middle state is on neither side of itself
        member = values > values.median() if threshold is None else values * side >= threshold * side
        frame[name] = member.astype(bool)
    return pd.DataFrame(frame).assign(**{"passes on": outcome >= BAR})


def consistency(frame: pd.DataFrame, condition: str, *, absent: bool = False) -> dict[str, float]:
    """Measure a condition as necessary and as sufficient for passing people on.

    Args:
        frame: see :func:`sets`.
        condition: one of its columns.
        absent: take the absence of the condition.

    Returns:
        ``necessary`` (share of states with the outcome that have the condition; also the coverage of the sufficient
        reading), ``sufficient`` (share of states with the condition that have the outcome; also the coverage of
        the necessary one), ``with_condition`` and ``with_both`` (states), and ``relevance`` (how far the condition is
        from holding in every state: the share of states without it among those that lack it or lack both).
    """
    has = ~frame[condition] if absent else frame[condition]
    good = frame["passes on"]
    both = int((has & good).sum())
    return {
        "with_condition": int(has.sum()),
        "with_both": both,
        "necessary": both / int(good.sum()) if good.any() else float("nan"),
        "sufficient": both / int(has.sum()) if has.any() else float("nan"),
        "relevance": float((~has).sum() / (~(has & good)).sum()) if not (has & good).all() else float("nan"),
    }


def conditions(frame: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`consistency` of each condition, present and absent, one row each."""
    rows = [
        {"condition": name, "absent": absent} | consistency(frame, name, absent=absent)
        for name in CONDITIONS
        for absent in (False, True)
    ]
    return pd.DataFrame(rows)


def truth_table(frame: pd.DataFrame, chosen: list[str]) -> pd.DataFrame:
    """Return each combination of conditions that occurs: ``yes`` and ``no`` (states), ``contradictory``.

    Args:
        frame: see :func:`sets`.
        chosen: conditions to combine.
    """
    rows = []
    for key, part in frame.groupby(chosen, sort=False):
        good = part.index[part["passes on"]]
        bad = part.index[~part["passes on"]]
        rows.append(dict(zip(chosen, key, strict=True)) | {"yes": list(good), "no": list(bad)})
    table = pd.DataFrame(rows)
    return table.assign(contradictory=table["yes"].map(bool) & table["no"].map(bool))
