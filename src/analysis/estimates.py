"""Intervals and tests that more than one chapter needs, on top of scipy and statsmodels."""

from __future__ import annotations

import pandas as pd
from statsmodels.stats.proportion import proportion_confint

__all__ = ["wilson"]


def wilson(successes: pd.Series, trials: pd.Series, level: float = 0.95) -> pd.DataFrame:
    """Estimate shares with Wilson's score interval.

    The interval says how far chance alone could have moved the share, if each person were an independent
    draw; it knows nothing of errors in counting.

    Args:
        successes: counts, persons.
        trials: counts of all, persons; same index.
        level: coverage.

    Returns:
        Columns ``share``, ``low`` and ``high``, between 0 and 1; missing where a count is missing or the
        number of trials is zero.
    """
    known = successes.notna() & trials.notna() & (trials.fillna(0) > 0)
    x, n = successes[known].astype("float64"), trials[known].astype("float64")
    low, high = proportion_confint(x, n, alpha=1 - level, method="wilson")
    return pd.DataFrame({"share": x / n, "low": low, "high": high}, index=x.index).reindex(successes.index)
