"""The base period and model of the reader's choice: what each lets one expect, computed beforehand for every choice."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from analysis import theme
from analysis.arrival_frames import HEADLINE, LAST_BEFORE_COVID, Arrivals
from analysis.counterfactual import SHORTEST, expected

__all__ = ["Choice", "count", "ghost", "top", "tried"]

MODELS = {"trend": "its trend goes on", "level": "its level stays"}
FROM, TO, MODEL = "base_from", "base_to", "model"
STEP = 200
"""Steps of the end of the scale, persons."""


@dataclass(frozen=True)
class Choice:
    """What the controls choose.

    Attributes:
        printed: first year, last year and model of the printed picture.
        ends: last years that can be chosen.
        first: first year that can be chosen.
    """

    printed: tuple[int, int, str]
    ends: tuple[int, ...]
    first: int

    @classmethod
    def of(cls, arrivals: Arrivals) -> Choice:
        """Offer every base period that ends in the last two years before the closure, or where the printed one does."""
        ends = sorted({LAST_BEFORE_COVID - 1, LAST_BEFORE_COVID, arrivals.base[1]})
        return cls((*arrivals.base, HEADLINE), tuple(ends), int(arrivals.series.index.min()))

    @property
    def is_printed(self) -> str:
        """Say in Vega's words that the printed result is shown."""
        first, last, model = self.printed
        return f"({FROM} == {first} && {TO} == {last} && {MODEL} == '{model}')"

    @property
    def kept(self) -> str:
        """Keep the rows of the choice."""
        return f"datum.base_from == {FROM} && datum.base_to == {TO} && datum.model == {MODEL}"

    @property
    def controls(self) -> list[alt.Parameter]:
        """The slider and the two lists."""
        first, last, model = self.printed
        years = alt.binding_range(
            min=self.first, max=max(self.ends) - SHORTEST + 1, step=1, name=f"Base period from (printed: {first}) "
        )
        ends = alt.binding_select(options=list(self.ends), name=f"to (printed: {last}) ")
        models = alt.binding_select(options=list(MODELS), labels=list(MODELS.values()), name="and then ")
        return [
            alt.param(name=FROM, value=first, bind=years),
            alt.param(name=TO, value=last, bind=ends),
            alt.param(name=MODEL, value=model, bind=models),
        ]


def tried(arrivals: Arrivals) -> pd.DataFrame:
    """Project every base period that can be chosen, by both models.

    Returns:
        One row a choice and year since the closure: ``base_from``, ``base_to``, ``model``, ``year``, ``mean`` with
        ``low`` and ``high`` (persons), and of all its years ``missing``, ``fewest`` and ``most`` (whole persons).
    """
    choice = Choice.of(arrivals)
    ahead = np.asarray(arrivals.since, dtype="float64")
    seen = float(arrivals.series.loc[arrivals.since].sum())
    parts = []
    for end in choice.ends:
        for start in range(choice.first, end - SHORTEST + 2):
            base = arrivals.series.loc[start:end]
            for model in MODELS:
                found = expected(base.index.to_numpy(dtype="float64"), base.to_numpy(), ahead, model)
                missing, fewest, most = (round(each - seen) for each in found.total(arrivals.level))
                parts.append(
                    found.yearly(arrivals.level).assign(
                        base_from=start, base_to=end, model=model, missing=missing, fewest=fewest, most=most
                    )
                )
    columns = ["base_from", "base_to", "model", "year", "mean", "low", "high", "missing", "fewest", "most"]
    return pd.concat(parts, ignore_index=True)[columns]


def top(frame: pd.DataFrame, seen: pd.Series, printed: int) -> str:
    """Give the end of the scale in Vega's words: the printed one, or what holds all that is drawn of a choice.

    Args:
        frame: as :func:`tried` returns it.
        seen: arrivals, persons, indexed by year.
        printed: end of the printed scale, persons.
    """
    highest = frame.groupby([FROM, TO, MODEL])["high"].max()
    ends = {
        f"{start}-{end}-{model}": math.ceil(max(high, seen.loc[start:].max()) / STEP) * STEP
        for (start, end, model), high in highest.items()
    }
    higher = json.dumps({choice: end for choice, end in ends.items() if end > printed})
    return f"({higher})[{FROM} + '-' + {TO} + '-' + {MODEL}] || {printed}"


def ghost(frame: pd.DataFrame, choice: Choice) -> alt.Chart:
    """Keep the printed projection in sight while another is chosen."""
    first, last, model = choice.printed
    rows = f"datum.base_from == {first} && datum.base_to == {last} && datum.model == '{model}'"
    kept = alt.Chart(frame).transform_filter(f"!{choice.is_printed} && {rows}")
    return kept.mark_line(color=theme.ACCENT, strokeWidth=1.2, strokeDash=[2, 2])


def count(frame: pd.DataFrame, choice: Choice) -> alt.LayerChart:
    """Say how many are missing under another choice than the printed one, or that its base period is too short."""
    first, last, model = choice.printed
    rows = frame.drop_duplicates([FROM, TO, MODEL])
    printed = rows[rows[FROM].eq(first) & rows[TO].eq(last) & rows[MODEL].eq(model)].iloc[0]
    said = (
        "format(datum.missing, ',.0f') + ' missing (' + format(datum.fewest, ',.0f') + ' to '"
        f" + format(datum.most, ',.0f') + '); printed, dotted: {printed['missing']:,.0f}'"
    )
    place = {"x": alt.value(theme.WIDTH), "y": alt.value(-12)}
    text = {"align": "right", "color": theme.ACCENT, "baseline": "alphabetic"}
    last_year = f"datum.year == {int(frame['year'].max())}"
    chosen = alt.Chart(frame).transform_filter(f"{choice.kept} && {last_year} && !{choice.is_printed}")
    short = (
        alt.Chart(frame)
        .transform_filter(f"{last_year} && {TO} - {FROM} < {SHORTEST - 1}")
        .transform_aggregate(rows="count()")
    )
    return chosen.transform_calculate(said=said).mark_text(**text).encode(**place, text="said:N") + short.mark_text(
        **text, text=f"A base period takes at least {SHORTEST} years"
    ).encode(**place)
