"""How many North Koreans hid in China: published figures, what each counted, and how bodies changed their own."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd

from analysis import datasets

__all__ = ["CAMPS", "apart", "changes", "children", "contrast", "estimates", "stocks"]

CAMPS = {
    "survey": "method", "informants": "method", "extrapolation": "campaign", "official": "office", "un": "office",
    "compilation": "office", "expert": "office", "advocacy": "campaign", "press": "campaign",
}  # fmt: skip
"""Who publishes: a survey or informants (method), governments, the UN, reference bodies and experts (office), campaign
bodies and the press (campaign; the scaled-up village survey is the one on which campaigners lean)."""
CHUNK = 65_536
"""Relabellings that are computed at a time; it bounds the memory and has no bearing on the result."""


def estimates(statuses: list[str], *, look_back: bool) -> pd.DataFrame:
    """Return the published figures with the columns that the analysis adds.

    Args:
        statuses: statuses of rows that count.
        look_back: whether a survey's answers about earlier years count as figures of these years.

    Returns:
        Columns of ``china_population`` with ``camp``; ``first`` and ``last`` (persons: the ends, a single end standing
        for both); ``open_low`` and ``open_high`` (no such end was printed); ``middle`` (persons: the printed
        central value, else the geometric middle of the ends); ``recalled_back`` (asked about an earlier year);
        ``adopted`` (a compiler's use of a survey); ``counted`` (status and look-back admit the row).
    """
    frame = datasets.load("china_population")
    low, high = frame["low"].astype("float64"), frame["high"].astype("float64")
    first, last = low.fillna(high), high.fillna(low)
    latest = frame.groupby("origin_id")["as_of_year"].transform("max")
    back = frame["method"].str.contains("asked back", na=False) & (frame["as_of_year"] < latest)
    surveys = frame.loc[frame["method_class"].isin(["survey", "informants"]), "origin_id"]
    return frame.assign(
        camp=frame["method_class"].map(CAMPS),
        first=first,
        last=last,
        open_low=low.isna(),
        open_high=high.isna(),
        middle=frame["central"].astype("float64").fillna(np.sqrt(first * last)),
        recalled_back=back,
        adopted=frame["method_class"].eq("compilation") & frame["origin_id"].isin(surveys),
        counted=frame["status"].isin(statuses) & (~back | look_back),
    )


def stocks(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the figures that may be compared: people present in China or its north-east, counted by the body itself."""
    return frame[frame["comparable"] & frame["counted"]].reset_index(drop=True)


def apart(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the figures that count something else: flows, spans of others' figures, parts of the area or the people."""
    return frame[~frame["comparable"] & frame["counted"]].sort_values(
        ["kind", "population", "as_of_year", "estimate_id"], ignore_index=True
    )


def children(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the figures on children of North Korean mothers that count."""
    kept = frame["population"].eq("children of North Korean mothers") & frame["counted"]
    return frame[kept].sort_values("as_of_year", ignore_index=True)


def changes(comparable: pd.DataFrame) -> pd.DataFrame:
    """Set the last figure of each body beside its first, for bodies that gave figures for more than one year.

    Returns:
        One row a body (``origin_id``): ``from_year``, ``to_year``, ``before``, ``after`` (middles, persons), ``ratio``
        (after by before), ``lowest`` and ``highest`` (the ratios that the printed ends allow), ``peak`` (largest
        middle in between, persons), ``camp`` and ``series`` (a short name), smallest ratio first.
    """
    own = comparable[~comparable["adopted"]].sort_values("as_of_year", kind="stable")
    bodies = own.groupby("origin_id")
    first, last = bodies.head(1).set_index("origin_id"), bodies.tail(1).set_index("origin_id")
    frame = pd.DataFrame(
        {
            "series": first["estimator"].str.split(r" and other|,| quoted", regex=True).str[0],
            "camp": first["camp"],
            "from_year": first["as_of_year"],
            "to_year": last["as_of_year"],
            "before": first["middle"],
            "after": last["middle"],
            "ratio": last["middle"] / first["middle"],
            "lowest": last["first"] / first["last"],
            "highest": last["last"] / first["first"],
            "peak": bodies["middle"].max(),
        }
    )
    repeated = frame[frame["to_year"] > frame["from_year"]]
    return repeated.sort_values("ratio", kind="stable").reset_index()


def contrast(comparable: pd.DataFrame) -> dict[str, float]:
    """Compare the figures of campaign bodies and press with all others: their level and their yearly change.

    The logarithm of each middle is regressed on the year. The level is the ratio of the two groups at equal years under
    a common slope; the change is each group's own slope. Bodies, not figures, are relabelled in the exact permutation
    test, since figures of one body lean on each other.

    Args:
        comparable: rows with ``origin_id``, ``camp``, ``as_of_year`` and ``middle`` (persons).

    Returns:
        ``level`` (ratio, campaign by others), ``level_p``, ``campaign_change`` and ``other_change`` (shares a year),
        ``change_p``, ``bodies`` and ``labellings``. Both p-values are two-sided.
    """
    data = pd.DataFrame(
        {
            "origin_id": comparable["origin_id"],
            "n": 1.0,
            "x": comparable["as_of_year"].astype("float64") - 2000,
            "y": np.log(comparable["middle"].astype("float64")),
            "campaign": comparable["camp"].eq("campaign").astype("float64"),
        }
    )
    products = data.assign(xx=data["x"] ** 2, xy=data["x"] * data["y"])
    sums = products.groupby("origin_id")[["n", "x", "y", "xx", "xy"]].sum().to_numpy()
    labels = (data.groupby("origin_id")["campaign"].max() > 0).to_numpy()
    observed = _differences(labels[None, :].astype("float64"), sums)
    drawn = np.concatenate([_differences(chunk, sums) for chunk in _labellings(len(labels), int(labels.sum()))], axis=1)
    level, change = (_two_sided(observed[row, 0], drawn[row]) for row in (0, 1))
    own = _slopes(labels[None, :].astype("float64"), sums)
    return {
        "level": float(np.exp(observed[0, 0])),
        "level_p": level,
        "campaign_change": float(np.exp(own[0][0]) - 1),
        "other_change": float(np.exp(own[1][0]) - 1),
        "change_p": change,
        "bodies": float(len(labels)),
        "labellings": float(drawn.shape[1]),
    }


def _labellings(bodies: int, campaign: int) -> list[np.ndarray]:
    chosen = np.array(list(combinations(range(bodies), campaign)), dtype="int8")
    labels = np.zeros((len(chosen), bodies), dtype="float32")
    np.put_along_axis(labels, chosen.astype("int64"), 1.0, axis=1)
    return [labels[start : start + CHUNK].astype("float64") for start in range(0, len(labels), CHUNK)]


def _moments(labels: np.ndarray, sums: np.ndarray) -> list[tuple[np.ndarray, ...]]:
    """Per labelling and group (campaign, others): mean of x, mean of y, within sums of squares and products."""
    inside = labels @ sums
    groups = []
    for n, x, y, xx, xy in (inside.T, (sums.sum(axis=0) - inside).T):
        groups.append((x / n, y / n, xx - x * x / n, xy - x * y / n))
    return groups


def _slopes(labels: np.ndarray, sums: np.ndarray) -> list[np.ndarray]:
    with np.errstate(divide="ignore", invalid="ignore"):
        return [products / squares for _, _, squares, products in _moments(labels, sums)]


def _differences(labels: np.ndarray, sums: np.ndarray) -> np.ndarray:
    """Return level difference (log) and slope difference (log a year), campaign less others, for each labelling."""
    (x1, y1, xx1, xy1), (x0, y0, xx0, xy0) = _moments(labels, sums)
    with np.errstate(divide="ignore", invalid="ignore"):
        common = (xy1 + xy0) / (xx1 + xx0)
        return np.vstack([(y1 - y0) - common * (x1 - x0), xy1 / xx1 - xy0 / xx0])


def _two_sided(observed: float, drawn: np.ndarray) -> float:
    finite = drawn[np.isfinite(drawn)]
    return float(np.mean(np.abs(finite) >= abs(observed) - 1e-12))
