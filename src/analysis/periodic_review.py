"""The universal periodic review: what a state was asked, how much it accepted, and on which subjects."""

from __future__ import annotations

import pandas as pd
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from analysis import datasets
from analysis.estimates import wilson

__all__ = [
    "FULL_SELECTION",
    "REST",
    "acceptance",
    "clopper_pearson",
    "difference",
    "flight_and_custody",
    "odds",
    "subjects",
]

FULL_SELECTION = 20
"""Last session of which every recommendation on flight, return and custody is in the table (source: uprinfo_terman)."""
REST = "every other subject"


def clopper_pearson(successes: pd.Series, trials: pd.Series, level: float = 0.95) -> pd.DataFrame:
    """Give the exact interval of shares, which covers at least as often as it promises.

    Args:
        successes: counts.
        trials: counts of all; same index.
        level: coverage.

    Returns:
        Columns ``exact_low`` and ``exact_high``, between 0 and 1; missing where a count is, or where trials are zero.
    """
    known = successes.notna() & trials.notna() & (trials.fillna(0) > 0)
    x, n = successes[known].astype("float64"), trials[known].astype("float64")
    low, high = proportion_confint(x, n, alpha=1 - level, method="beta")
    return pd.DataFrame({"exact_low": low, "exact_high": high}, index=x.index).reindex(successes.index)


def acceptance(basis: str, level: float = 0.95) -> pd.DataFrame:
    """Estimate which share of its recommendations each state accepted in full, by cycle.

    Final answers only: what a delegation said at the session leaves much open and is no rate. North Korea's late
    answers to its first review (``stage`` later) stay in, as rows of their own. Partial acceptance counts as none.

    Args:
        basis: ``printed`` or ``database``, never both, since the database splits compound items.
        level: coverage of both intervals.

    Returns:
        Columns of ``review_counts`` with ``share``, ``low``, ``high`` (Wilson), ``exact_low``, ``exact_high``
        (Clopper and Pearson), ``share_partial`` (partial acceptance counted as acceptance), ``documented`` (false
        where the counts are recalled) and ``state`` (short name); rows without counts are left out.

    Raises:
        ValueError: for any other basis.
    """
    counts = datasets.load("review_counts")
    if basis not in set(counts["count_basis"]):
        raise ValueError(f"a count is printed or from the database, not {basis!r}")
    final = counts["count_basis"].eq(basis) & counts["stage"].isin(["outcome", "later"])
    rows = counts[final & counts["received"].notna() & counts["accepted"].notna()].reset_index(drop=True)
    intervals = wilson(rows["accepted"], rows["received"], level)
    exact = clopper_pearson(rows["accepted"], rows["received"], level)
    partial = (rows["accepted"] + rows["partially_accepted"].fillna(0)) / rows["received"]
    return (
        rows.join(intervals)
        .join(exact)
        .assign(share_partial=partial, documented=rows["status"] != "recalled", state=_names(rows["iso3"]))
    )


def subjects() -> pd.DataFrame:
    """Count North Korea's answers of the first and second cycle by subject.

    Returns:
        One row a cycle and theme, the last theme being :data:`REST` (the database count of all recommendations less
        the themes): ``received``, ``accepted`` (at the outcome), ``refused`` (at once; missing for the rest),
        ``unanswered`` (left without a position in 2009), and ``least`` and ``most``, the recommendations that can
        have been accepted once the late answers of 2014 to the first review are counted: the state told how many of
        the unanswered it accepted, not which.
    """
    rows = flight_and_custody()
    table = rows.assign(
        accepted=rows["response"].eq("accepted"),
        refused=rows["response_wording"].eq("refused at the review"),
        unanswered=rows["response_wording"].eq("no position"),
    )
    table = (
        table.groupby(["cycle", "theme"])
        .agg(
            received=("recommendation_id", "size"),
            accepted=("accepted", "sum"),
            refused=("refused", "sum"),
            unanswered=("unanswered", "sum"),
        )
        .astype("Int64")
    )
    counts = datasets.load("review_counts").query("iso3 == 'PRK'")
    final = counts.query("stage == 'outcome' and count_basis == 'database'").set_index("cycle")[
        ["received", "accepted"]
    ]
    left = counts.query("stage == 'review' and count_basis == 'printed'").set_index("cycle")["left_open"]
    late = counts.query("stage == 'later'").set_index("cycle")["accepted"].reindex(final.index).fillna(0)
    inside = table.groupby("cycle")[["received", "accepted", "unanswered"]].sum()
    rest = (final - inside[["received", "accepted"]]).assign(theme=REST, unanswered=left - inside["unanswered"])
    both = pd.concat([table.reset_index(), rest.reset_index()], ignore_index=True)
    told, others = both["cycle"].map(late), both["cycle"].map(left) - both["unanswered"]
    both["least"] = both["accepted"] + (told - others).clip(lower=0)
    both["most"] = both["accepted"] + both["unanswered"].clip(upper=told)
    return both.sort_values(["cycle", "received"], ignore_index=True)


def flight_and_custody() -> pd.DataFrame:
    """Return the recommendations to North Korea on exit, return, camps, collective punishment, inquiry and experts.

    Sessions 1 to 20 only, for which the selection is full; rows that stand for several unnamed states are left out.
    """
    rows = datasets.load("review_recommendations")
    kept = rows["iso3"].eq("PRK") & (rows["session"] <= FULL_SELECTION) & ~rows["group"]
    return rows[kept].reset_index(drop=True)


def odds(chosen: tuple[int, int], others: tuple[int, int], level: float = 0.95) -> dict[str, float]:
    """Compare the odds of acceptance of two groups of recommendations.

    Args:
        chosen: accepted and received of the group in question.
        others: the same of the group it is held against.
        level: coverage.

    Returns:
        ``ratio`` (conditional maximum likelihood), ``low`` and ``high`` (exact), ``p`` (Fisher's exact test).
    """
    table = [[int(accepted), int(received) - int(accepted)] for accepted, received in (chosen, others)]
    estimate = stats.contingency.odds_ratio(table)
    interval = estimate.confidence_interval(level)
    p = stats.fisher_exact(table).pvalue
    return {"ratio": estimate.statistic, "low": interval.low, "high": interval.high, "p": p}


def difference(before: pd.Series, after: pd.Series, level: float = 0.95) -> tuple[float, float, float]:
    """Estimate by how much the accepted share changed from one review to another, with Newcombe's interval.

    Args:
        before: a row with ``accepted`` and ``received``.
        after: the same of the later review.
        level: coverage.

    Returns:
        Change, lower and upper end, as shares.
    """
    low, high = confint_proportions_2indep(
        int(after["accepted"]),
        int(after["received"]),
        int(before["accepted"]),
        int(before["received"]),
        method="newcomb",
        compare="diff",
        alpha=1 - level,
    )
    return float(after["share"] - before["share"]), float(low), float(high)


def _names(codes: pd.Series) -> pd.Series:
    """Name states briefly; the three for comparison are not in the table of the nine."""
    short = datasets.load("states").set_index("iso3")["short_name"]
    return codes.map(pd.concat([short, pd.Series({"BLR": "Belarus", "ERI": "Eritrea", "SYR": "Syria"})]))
