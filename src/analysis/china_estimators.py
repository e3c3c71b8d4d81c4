"""Who publishes which figure: the level and the yearly change of campaign figures against all others."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import combinations

import numpy as np
import pandas as pd

from analysis.china_population import stocks
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["contrast", "effects", "left_out", "specifications", "stated"]

CHUNK = 65_536
"""Relabellings that are computed at a time; it bounds the memory and has no bearing on the result."""


def contrast(comparable: pd.DataFrame) -> dict[str, float]:
    """Compare the figures of campaign bodies and press with all others: their level and their yearly change.

    The logarithm of each middle is regressed on the year. The level is the ratio of the two groups at equal years under
    a common slope; the change is each group's own slope. Bodies, not figures, are relabelled in the exact permutation
    test, since figures of one body lean on each other.

    Args:
        comparable: rows with ``origin_id``, ``camp``, ``as_of_year`` and ``middle`` (persons).

    Returns:
        ``level`` (ratio, campaign by others), ``campaign_change`` and ``other_change`` (shares a year), ``level_p`` and
        ``change_p`` (two-sided), ``figures``, ``bodies`` and ``labellings`` (counts).
    """
    sums, labels = _by_body(comparable)
    observed = _differences(labels[None, :].astype("float64"), sums)
    drawn = np.concatenate([_differences(chunk, sums) for chunk in _labellings(len(labels), int(labels.sum()))], axis=1)
    level_p, change_p = (_two_sided(observed[row, 0], drawn[row]) for row in (0, 1))
    counts = {"figures": len(comparable), "bodies": len(labels), "labellings": drawn.shape[1]}
    return effects(comparable) | {"level_p": level_p, "change_p": change_p} | counts


def effects(comparable: pd.DataFrame) -> dict[str, float]:
    """Return ``level``, ``campaign_change`` and ``other_change`` of :func:`contrast` without a test."""
    sums, labels = _by_body(comparable)
    groups = _moments(labels[None, :].astype("float64"), sums)
    campaign, other = (float(np.exp(products[0] / squares[0]) - 1) for _, _, squares, products in groups)
    level = float(np.exp(_differences(labels[None, :].astype("float64"), sums)[0, 0]))
    return {"level": level, "campaign_change": campaign, "other_change": other}


def specifications(frame: pd.DataFrame) -> pd.DataFrame:
    """Repeat :func:`contrast` on the choices that a reader might make, the chapter's own first.

    Args:
        frame: what :func:`estimates` returns.

    Returns:
        One row a choice: ``choice`` (in words) and the values of :func:`contrast`.
    """
    every = stocks(frame)
    kept = {
        "all comparable figures": every.index == every.index,
        "both ends printed": ~(every["open_low"] | every["open_high"]),
        "without the press": every["method_class"].ne("press"),
        "nothing after 2012": every["as_of_year"].le(2012),
        "without points asked about later": ~every["recalled_back"],
    }
    scaled = every.loc[every["method_class"].eq("extrapolation"), "origin_id"]
    moved = every.assign(camp=every["camp"].mask(every["origin_id"].isin(scaled), "method"))
    frames = {choice: every[rows] for choice, rows in kept.items()} | {"village survey among the others": moved}
    return pd.DataFrame([{"choice": choice} | contrast(rows) for choice, rows in frames.items()])


def left_out(comparable: pd.DataFrame) -> pd.DataFrame:
    """Return :func:`effects` with each body left out in turn (column ``origin_id``)."""
    bodies = comparable["origin_id"].drop_duplicates()
    return pd.DataFrame([{"origin_id": body} | effects(comparable[comparable["origin_id"] != body]) for body in bodies])


def _by_body(comparable: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Sums of 1, x, y, x squared and xy of each body (x: years since 2000, y: log persons), and who campaigns."""
    x = comparable["as_of_year"].astype("float64") - 2000
    y = np.log(comparable["middle"].astype("float64"))
    data = pd.DataFrame({"n": 1.0, "x": x, "y": y, "xx": x * x, "xy": x * y})
    campaign = comparable["camp"].eq("campaign").groupby(comparable["origin_id"]).any()
    return data.groupby(comparable["origin_id"]).sum().to_numpy(), campaign.to_numpy()


@cache
def _every_labelling(bodies: int, campaign: int) -> np.ndarray:
    chosen = np.array(list(combinations(range(bodies), campaign)), dtype="int64")
    labels = np.zeros((len(chosen), bodies), dtype="int8")
    np.put_along_axis(labels, chosen, 1, axis=1)
    return labels


def _labellings(bodies: int, campaign: int) -> Iterator[np.ndarray]:
    labels = _every_labelling(bodies, campaign)
    for start in range(0, len(labels), CHUNK):
        yield labels[start : start + CHUNK].astype("float64")


def _moments(labels: np.ndarray, sums: np.ndarray) -> list[tuple[np.ndarray, ...]]:
    """Per labelling and group (campaign, others): mean of x, mean of y, within sums of squares and products."""
    inside = labels @ sums
    groups: list[tuple[np.ndarray, ...]] = []
    for n, x, y, xx, xy in (inside.T, (sums.sum(axis=0) - inside).T):
        groups.append((x / n, y / n, xx - x * x / n, xy - x * y / n))
    return groups


def _differences(labels: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Return level difference (log) and slope difference (log a year), campaign less others, for each labelling."""
    (x1, y1, xx1, xy1), (x0, y0, xx0, xy0) = _moments(labels, sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        common = (xy1 + xy0) / (xx1 + xx0)
        return np.vstack([(y1 - y0) - common * (x1 - x0), xy1 / xx1 - xy0 / xx0])


def _two_sided(observed: float, drawn: np.ndarray) -> float:
    finite = drawn[np.isfinite(drawn)]
    return float(np.mean(np.abs(finite) >= abs(observed) - 1e-12))


def stated(comparable: pd.DataFrame, choices: pd.DataFrame) -> dict[str, Quantity]:
    """State what the chapter says on who publishes which figure.

    Args:
        comparable: what :func:`china_population.stocks` returns.
        choices: what :func:`specifications` returns.
    """
    main, jackknife, tests = choices.iloc[0], left_out(comparable), 2 * len(choices)
    return {
        "excess": quantity(main["level"], "times", "level of campaign figures against all others at equal dates"),
        "excess_p": quantity(main["level_p"], "", "exact permutation p-value of the level, two-sided"),
        "excess_left_out": quantity(
            (jackknife["level"].min(), jackknife["level"].max()), "times", "with a body left out"
        ),
        "excess_choices": quantity(
            (choices["level"].min(), choices["level"].max()), "times", "over the choices of rows"
        ),
        "excess_p_most": quantity(choices["level_p"].max(), "", "largest p-value of the level over the choices"),
        "campaign_change": quantity(-main["campaign_change"], "share a year", "yearly fall of campaign figures"),
        "other_change": quantity(-main["other_change"], "share a year", "yearly fall of all other figures"),
        "change_p": quantity(main["change_p"], "", "exact permutation p-value of the difference in change, two-sided"),
        "bodies": quantity(int(main["bodies"]), "bodies", "bodies behind the comparable figures"),
        "labellings": quantity(int(main["labellings"]), "labellings", "relabellings of the exact test"),
        "choices": quantity(len(choices), "choices", "choices of rows on which both tests were made"),
        "population_tests": quantity(tests, "tests", "tests on level and change, over all choices"),
        "no_difference_in_change": holds(
            (choices["change_p"] > 0.1).all(), "the pooled change does not differ between the camps under any choice"
        ),
        "weakest": quantity(
            str(choices.loc[choices["level_p"].idxmax(), "choice"]), "", "choice with the largest p-value"
        ),
        "weakest_level": quantity(
            choices.loc[choices["level_p"].idxmax(), "level"], "times", "level under that choice"
        ),
        "level_differs": exceeds(
            0.05, choices["level_p"].max(), "probability", "the level differs under every choice, each taken alone"
        ),
        "stands_corrected": holds(
            main["level_p"] * tests < 0.05, "the chapter's own level stands a correction for all tests"
        ),
        "weakest_falls": holds(
            choices["level_p"].max() * tests > 0.05,
            "the choice with the largest p-value does not stand that correction",
        ),
        "both_fall": holds(
            (choices[["campaign_change", "other_change"]] < 0).all(axis=None), "pooled figures of both camps fall"
        ),
    }
