"""Mental health of North Korean refugees in the South: studies, summary, follow-ups, places and stages of trauma."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.estimates import wilson
from analysis.meta_analysis import BETWEEN, Pooled, binomial_normal, effects, pool
from analysis.paired import p_bounds

__all__ = [
    "OUTCOMES", "STAGES", "choices", "documented", "follow_ups", "left_out", "places", "stages", "studies",
    "subgroup_p", "subgroups", "summary",
]  # fmt: skip

OUTCOMES = {"depression": "Depression", "ptsd": "Post-traumatic stress"}
METHODS = {"diagnostic_interview": "interview", "screening_scale": "scale", "not_stated": "method not stated"}
SETTINGS = {"community": "community", "settlement_centre": "settlement centre", "not_stated": "setting not stated"}
STAGES = {"PRK": "In the North", "PRK_or_transit": "Forced return", "transit": "On the way", "KOR": "In the South"}
"""Stages in the order of the way; a forced return joins the way and the North and is kept apart."""
NAMES = {"REML": "restricted likelihood", "PM": "Paule–Mandel", "DL": "DerSimonian–Laird"}
FEWEST = 3
"""Fewest studies for which a summary is stated: with two the t quantile of one degree of freedom says nothing."""
FROM_MEMORY = ("recalled", "thesis", "absence")


def documented(frame: pd.DataFrame, only: bool) -> pd.DataFrame:
    """Leave out rows that no document bears out, if ``only``."""
    return frame[~frame["status"].isin(FROM_MEMORY)] if only else frame


def studies(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Add to rows of studies what is drawn: ``share``, ``low``, ``high`` (0 to 1), ``label`` and ``kind``.

    The interval is the printed one where the study gives it, else Wilson's from the cases.
    """
    own = wilson(frame["cases"], frame["sample_n"], level)
    low, high = frame["ci_low"] / 100, frame["ci_high"] / 100
    year = frame["year"].astype("string").fillna("n. d.")
    kind = frame["method"].map(METHODS) + ", " + frame["setting_class"].map(SETTINGS)
    return frame.assign(
        share=frame["prevalence_percent"] / 100,
        low=low.where(low.notna(), own["low"]),
        high=high.where(high.notna(), own["high"]),
        label=frame["authors"].str.replace(", Cho YA", " & Cho", regex=False) + " " + year,
        kind=kind,
    ).reset_index(drop=True)


def summary(rows: pd.DataFrame, method: str, scale: str, level: float) -> dict[str, Pooled]:
    """Pool each outcome; ``rows`` as :func:`studies` returns them, one a sample and outcome."""
    return {name: pool(rows[rows["outcome"] == name], method, scale, level) for name in OUTCOMES}


def _line(outcome: str, choice: str, kind: str, found: Pooled) -> dict[str, object]:
    return {"outcome": OUTCOMES[outcome], "choice": choice, "kind": kind, **vars(found)}


def choices(rows: pd.DataFrame, more: pd.DataFrame, method: str, scale: str, level: float) -> pd.DataFrame:
    """Pool again under other choices of model and of studies.

    Args:
        rows: the pooled rows.
        more: rows of women of a study on violence and of a joint scale, which the main summary leaves out.
        method: estimator of the main summary.
        scale: scale of the main summary.
        level: coverage.

    Returns:
        One row an outcome and choice: ``kind`` (model or studies) and the fields of :class:`Pooled`.
    """
    subsets: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
        "interviews only": lambda one: one[one["method"] == "diagnostic_interview"],
        "scales only": lambda one: one[one["method"] == "screening_scale"],
        "no settlement centre": lambda one: one[one["setting_class"] != "settlement_centre"],
        "without lifetime rates": lambda one: one[one["period"] != "lifetime"],
        "without the highest": lambda one: one.drop(one["share"].idxmax()),
        "without the lowest": lambda one: one.drop(one["share"].idxmin()),
    }
    lines = []
    for name in OUTCOMES:
        one = rows[rows["outcome"] == name]
        lines.append(_line(name, "as stated", "main", pool(one, method, scale, level)))
        lines += [_line(name, NAMES[m], "model", pool(one, m, "logit", level)) for m in BETWEEN if m != method]
        lines.append(_line(name, "normal interval", "model", pool(one, "DL", "logit", level, normal=True)))
        lines.append(_line(name, "double arcsine scale", "model", pool(one, method, "freeman_tukey", level)))
        lines.append(
            _line(name, "binomial mixed model", "model", binomial_normal(one["cases"], one["sample_n"], level))
        )
        parts = {choice: keep(one) for choice, keep in subsets.items()}
        parts["plus studies left out"] = pd.concat([one, more[more["joins"] == name]])
        kept = {choice: part for choice, part in parts.items() if len(part) >= FEWEST and len(part) != len(one)}
        lines += [_line(name, c, "studies", pool(part, method, scale, level)) for c, part in kept.items()]
    return pd.DataFrame(lines)


def left_out(frame: pd.DataFrame) -> pd.DataFrame:
    """Return adult rows that only a sensitivity run may pool, with ``joins``: the outcome they come nearest to."""
    rows = frame[frame["pool_group"] == "sensitivity"]
    return rows.assign(joins=rows["outcome"].replace({"depression_or_anxiety": "depression"}))


def subgroups(rows: pd.DataFrame, method: str, scale: str, level: float) -> pd.DataFrame:
    """Summarise each outcome by method and by setting; groups below three studies give their range alone.

    Returns:
        One row an outcome and group: ``k``, ``persons``, ``lowest``, ``highest`` (shares of studies), and where
        there are enough studies ``mean``, ``low``, ``high``, ``new_low``, ``new_high``, ``tau2``, ``i2``.
    """
    whole = rows.assign(group="all", by=0)
    by_method = rows.assign(group=rows["method"].map(METHODS), by=1)
    by_setting = rows.assign(group=rows["setting_class"].map(SETTINGS), by=2)
    lines = []
    for (outcome, by, group), part in pd.concat([whole, by_method, by_setting]).groupby(["outcome", "by", "group"]):
        enough = len(part) >= FEWEST
        fields = vars(pool(part, method, scale, level)) if enough else {}
        line = {"outcome": OUTCOMES[str(outcome)], "by": by, "group": group, "persons": int(part["sample_n"].sum())}
        lines.append(line | {"lowest": part["share"].min(), "highest": part["share"].max()} | fields | {"k": len(part)})
    return pd.DataFrame(lines)


def subgroup_p(rows: pd.DataFrame, column: str, first: str, second: str) -> float:
    """Test by exact permutation whether two groups of studies differ in their mean on the logit scale.

    Every way to share the labels out among the studies counts; the p-value is the part of them with a difference
    at least as large as the one observed. It cannot fall below one over the number of ways.
    """
    two = rows[rows[column].isin([first, second])]
    values, size = effects(two, "logit")["effect"].to_numpy("float64"), int((two[column] == first).sum())
    observed = abs(_gap(values, np.flatnonzero((two[column] == first).to_numpy())))
    every = [abs(_gap(values, np.array(chosen))) for chosen in combinations(range(len(values)), size)]
    return float(np.mean(np.array(every) >= observed - 1e-9))


def _gap(values: np.ndarray, chosen: np.ndarray) -> float:
    rest = np.delete(values, chosen)
    return float(values[chosen].mean() - rest.mean())


def follow_ups(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return the same persons asked twice: ``group``, ``first``, ``second`` (cases), shares, and bounds of the p-value.

    A printed margin does not say who changed, so the exact p-value is bounded over all pairings.
    """
    waves = {"hong_2006_base": ("Adults", "first"), "hong_2006": ("Adults", "second")}
    waves |= {"nkry_2021_y1": ("Young people", "first"), "nkry_2021_y3": ("Young people", "second")}
    asked = frame[frame["study_id"].isin(waves)]
    group, wave = (asked["study_id"].map(lambda key, place=place: waves[key][place]) for place in (0, 1))
    rows = asked.assign(group=group, wave=wave).join(wilson(asked["cases"], asked["sample_n"], level))
    wide = rows.pivot(index=["group", "sample_n"], columns="wave", values="cases").reset_index()
    counts = wide[["first", "second", "sample_n"]].astype("int64").itertuples(index=False)
    bounds = [p_bounds(*row) for row in counts]
    return wide.assign(p_low=[low for low, _ in bounds], p_high=[high for _, high in bounds])


def places(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return events with a known place, as shares with Wilson intervals: ``share``, ``low``, ``high``, ``where``.

    States of mind, quoted figures and rows without a place are left out; the cases are the share times the sample
    where they are not printed.
    """
    known = frame[frame["place"].isin(STAGES) & (frame["kind"] == "event") & (frame["basis"] != "quoted")]
    cases = known["cases"].astype("float64")
    rounded = (known["percent"] * known["n"].astype("float64") / 100).round()
    rows = known.assign(persons=cases.where(cases.notna(), rounded))
    ends = wilson(rows["persons"], rows["n"], level)[["low", "high"]]
    where = rows["place"].map(STAGES | {"PRK_or_transit": "In the North or on the way"})
    return rows.join(ends).assign(share=rows["percent"] / 100, where=where).reset_index(drop=True)


def stages(frame: pd.DataFrame) -> pd.DataFrame:
    """Return findings on adults that name a stage: ``where``, ``line`` (study and exposure) and ``tie`` in words."""
    words = {"associated": "worse health", "more_onset": "began here more often"}
    words |= {"not_associated": "no tie found", "inverse": "better health"}
    rows = frame[frame["stage"].isin(STAGES) & (frame["population"] == "nk_refugees")]
    line = rows["authors"].str.removesuffix(" et al.") + " " + rows["year"].astype("string") + ": " + rows["exposure"]
    return rows.assign(where=rows["stage"].map(STAGES), line=line, tie=rows["link"].map(words)).reset_index(drop=True)
