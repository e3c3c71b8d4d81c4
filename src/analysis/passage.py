"""What arrivals can measure: departures times survival of the passage times choice of the South, and its bounds."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import datasets, elsewhere
from analysis.findings import Quantity, exceeds, quantity

__all__ = ["Passage", "curve", "findings", "passage"]

ARREST = "arrest-2024-attempts"
RETURNS = "2020-hrw-second"
CUSTODY = "detention-2023-awaiting"


@dataclass(frozen=True)
class Passage:
    """How far arrivals fell, and what is known of the factors.

    Attributes:
        fall: arrivals a year of recent years over those of the base period.
        choice: least and most by which the share that chose the South can have changed (a factor).
        survival: least factor by which survival of the passage changed, if the one estimate of arrests holds and
            nobody had been stopped before.
        recent: first and last of the recent years.
    """

    fall: float
    choice: tuple[float, float]
    survival: float
    recent: tuple[int, int]


def passage(arrivals: pd.Series, base: tuple[int, int], recent: tuple[int, int]) -> Passage:
    """Bound the factors of the fall.

    The share that chose the South lies between arrivals over arrivals and everybody counted elsewhere, and one; the
    count elsewhere is an upper bound. Its change lies between the two extremes of the quotient.

    Args:
        arrivals: persons, indexed by year.
        base: first and last year of the base period.
        recent: first and last of the recent years.
    """
    came = [float(arrivals.loc[slice(*span)].mean()) for span in (base, recent)]
    other = [elsewhere.bound(*span) for span in (base, recent)]
    least = [mine / (mine + theirs) for mine, theirs in zip(came, other, strict=True)]
    arrested = float(datasets.load("hazards").set_index("hazard_id").loc[ARREST, "high"]) / 100
    return Passage(came[1] / came[0], (least[1], 1 / least[0]), 1 - arrested, recent)


def curve(fall: float, points: int = 120) -> pd.DataFrame:
    """Return every pair of ``departures`` and ``survival`` (factors on the base period) whose product is the fall.

    Neither can exceed the base period on the curve: it shows what a fall is made of when nothing improved.
    """
    departures = np.geomspace(fall, 1, points)
    return pd.DataFrame({"departures": departures, "survival": fall / departures})


def findings(found: Passage, missing: tuple[float, float], base: tuple[int, int]) -> dict[str, Quantity]:
    """State the bounds, and how much of the missing arrivals the known returns and prisoners could be.

    Args:
        found: the bounds.
        missing: lower and upper end of the missing arrivals since 2020, persons.
        base: first and last year of the base period.
    """
    returned = float(datasets.load("repatriations").set_index("repatriation_id").loc[RETURNS, "low"])
    held = float(datasets.load("hazards").set_index("hazard_id").loc[CUSTODY, "low"])
    left = found.fall / found.survival / found.choice[0]
    return {
        "passage_fall": quantity(found.fall, "share", "arrivals a year of recent years over the base period"),
        "passage_recent": quantity(found.recent[0], "year", "first of the recent years"),
        "passage_base_from": quantity(base[0], "year", "first year of the base period"),
        "passage_base_to": quantity(base[1], "year", "last year of the base period"),
        "choice_change": quantity(found.choice, "times", "factor on the share that chose the South, bounds"),
        "choice_explains_little": exceeds(
            found.choice[0], found.fall, "share", "choice of another refuge alone cannot make the fall"
        ),
        "rest_after_choice": quantity(
            found.fall / found.choice[0], "share", "departures times survival at most, if choice took its lower bound"
        ),
        "arrested": quantity(1 - found.survival, "share", "attempts that ended in arrest in China, 2022 to 2024"),
        "rest_after_arrests": quantity(left, "share", "departures at most, choice at its lower bound"),
        "departures_fell": quantity(1 - left, "share", "fall of departures at least, under the same assumptions"),
        "departures_fell_too": exceeds(
            1, left, "share", "arrests at the estimated rate cannot make the fall without fewer departures"
        ),
        "returned_known": quantity(returned, "persons", "known returns from China since 2020, a floor"),
        "held_known": quantity(held, "persons", "held in China awaiting return in 2023, at least"),
        "known_share": quantity(
            tuple((returned + held) / end for end in missing[::-1]), "share", "of the missing, by the interval"
        ),
        "returns_explain_little": exceeds(
            missing[0] / 2, returned, "persons", "known returns are fewer than half of the missing"
        ),
    }
