"""What bodies told China about North Koreans, what it answered, and what was carried out."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import binom, fisher_exact
from statsmodels.stats.proportion import proportion_confint

from analysis import claims, datasets
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = [
    "cycles",
    "findings",
    "graded",
    "intervals",
    "poisson_binomial",
    "recommendations",
    "stated",
    "stated_grades",
]

STATES = {"CAN": "Canada", "CZE": "Czechia", "KOR": "South Korea"}
"""Names of the states that recommended something to China on this subject."""
GRADED = "chrd-58-none-full"
"""The claim with the grading of 2020; its range holds the number carried out and the number graded."""
EARLIER = (
    "upr-no-effect",
    r"For (?P<year>\d{4}) .* graded (?P<done>\d+) of (?P<total>\d+) as carried out and (?P<part>\d+) in part",
)
"""The claim whose correction quotes the grading of the review before, and how it is read there."""


def recommendations(statuses: list[str]) -> pd.DataFrame:
    """Return the review recommendations to China on North Koreans, asylum and return, oldest first.

    Returns:
        Columns of ``review_recommendations`` with ``sender`` (name), ``answer`` (accepted, refused or noted, not seen)
        and ``names`` (names North Koreans: yes, no, not seen).
    """
    frame = datasets.load("review_recommendations")
    frame = frame[frame["iso3"].eq("CHN") & ~frame["group"] & frame["status"].isin(statuses)]
    answer = frame["response"].map({"accepted": "accepted", "noted": "refused or noted"}).fillna("not seen")
    names = frame["names_north_koreans"].map({True: "yes", False: "no"}).fillna("not seen")
    sender = frame["recommending_state"].map(STATES)
    return frame.assign(answer=answer, names=names, sender=sender).sort_values(
        ["year", "recommendation_id"], ignore_index=True
    )


def cycles(statuses: list[str], level: float) -> pd.DataFrame:
    """Return how many of all recommendations China accepted in each cycle, with exact intervals.

    Returns:
        One row a cycle and counting basis (``database`` splits an item by sender, ``printed`` does not): ``year``,
        ``accepted``, ``received``, ``share``, ``low``, ``high``; final answers only.
    """
    frame = datasets.load("review_counts")
    final = frame["iso3"].eq("CHN") & frame["stage"].eq("outcome") & frame["status"].isin(statuses)
    kept = frame[final].reset_index(drop=True).astype({"accepted": "int64", "received": "int64"})
    return kept.join(intervals(kept["accepted"], kept["received"], level)[["share", "low", "high"]])


def findings() -> pd.DataFrame:
    """Return what treaty bodies found on China in this matter, oldest first, every status."""
    frame = datasets.load("committee_findings")
    return frame[frame["iso3"].eq("CHN")].sort_values(["year", "finding_id"], ignore_index=True)


def graded(level: float) -> pd.DataFrame:
    """Return how many recommendations two groups of graders held to be fully carried out, with exact intervals.

    Returns:
        One row a review (2013, 2018): ``done``, ``total`` and :func:`intervals`. Both gradings are by campaigning
        groups; the items of 2018 are those that China itself called done or under way.
    """
    done, total = claims.thesis_range(GRADED)
    earlier = claims.decided("china").set_index("claim_id").loc[EARLIER[0], "correction"]
    read = pd.Series([earlier]).str.extract(EARLIER[1]).astype("int64").iloc[0]
    later = datasets.load("review_counts")
    year = int(later.loc[later["iso3"].eq("CHN") & later["year"].lt(2020), "year"].max())
    frame = pd.DataFrame(
        {
            "year": [int(read["year"]), year],
            "done": [int(read["done"]), int(done)],
            "total": [int(read["total"]), int(total)],
        }
    )
    return frame.join(intervals(frame["done"], frame["total"], level)).assign(part=[int(read["part"]), pd.NA])


def intervals(successes: pd.Series, trials: pd.Series, level: float) -> pd.DataFrame:
    """Estimate shares with the interval of Clopper and Pearson, Wilson's interval and the one-sided upper limit.

    Returns:
        ``share``, ``low`` and ``high`` (Clopper and Pearson), ``wilson_low`` and ``wilson_high``, ``upper``
        (one-sided, exact) and ``rule`` (the rule of three: minus the logarithm of 1 less the coverage, by n; defined
        where nothing succeeded), between 0 and 1.
    """
    x, n = successes.astype("float64"), trials.astype("float64")
    low, high = proportion_confint(x, n, alpha=1 - level, method="beta")
    wilson_low, wilson_high = proportion_confint(x, n, alpha=1 - level, method="wilson")
    _, upper = proportion_confint(x, n, alpha=2 * (1 - level), method="beta")
    rule = (-np.log(1 - level) / n).where(x == 0)
    return pd.DataFrame(
        {
            "share": x / n, "low": low.fillna(0.0), "high": high.fillna(1.0), "wilson_low": wilson_low.clip(lower=0),
            "wilson_high": wilson_high, "upper": upper, "rule": rule,
        }
    )  # fmt: skip


def poisson_binomial(shares: list[float]) -> np.ndarray:
    """Return the chances of 0, 1, 2 ... successes in independent trials with unlike chances of success."""
    chances = np.array([1.0])
    for share in shares:
        chances = np.convolve(chances, binom.pmf([0, 1], 1, share))
    return chances


def stated(advice: pd.DataFrame, committees: pd.DataFrame, rates: pd.DataFrame) -> dict[str, Quantity]:
    """State what the chapter says on advice and answers.

    Args:
        advice: what :func:`recommendations` returns.
        committees: what :func:`findings` returns, with ``counted``.
        rates: what :func:`cycles` returns.
    """
    naming = advice[advice["names"].eq("yes")]
    early = advice[advice["cycle"].le(2)]
    share = rates[rates["count_basis"].eq("database")].set_index("cycle")["share"]
    chances = early["cycle"].map(share).tolist()
    accepted = int(early["response"].eq("accepted").sum())
    read = committees[committees["counted"]]
    return {
        "naming": quantity(len(naming), "recommendations", "recommendations that name North Koreans"),
        "naming_refused": holds(naming["response"].eq("noted").all() and len(naming) > 0, "none of these was accepted"),
        "early": quantity(len(early), "recommendations", "recommendations on the subject in the cycles fully selected"),
        "early_accepted": quantity(accepted, "recommendations", "of these, accepted"),
        "share_cycle_1": quantity(share[1], "share", "accepted among all recommendations of the first cycle"),
        "share_cycle_2": quantity(share[2], "share", "accepted among all recommendations of the second cycle"),
        "early_expected": quantity(
            sum(chances), "recommendations", "acceptances expected at the rates of all recommendations"
        ),
        "early_p": quantity(
            poisson_binomial(chances)[: accepted + 1].sum(), "", "chance of so few acceptances, one-sided, exact"
        ),
        "findings_read": quantity(len(read), "findings", "findings of treaty bodies whose content is documented"),
        "committees_several": exceeds(
            read["treaty_body"].nunique(), 1, "committees", "more than one committee found fault with China"
        ),
        "women_and_children": holds(
            {"CEDAW", "CRC"} <= set(read["treaty_body"]), "the committees on women and on children are among them"
        ),
        "findings_from": quantity(read["year"].min(), "year", "first of these"),
        "findings_to": quantity(read["year"].max(), "year", "last of these"),
        "committees": quantity(read["treaty_body"].nunique(), "committees", "committees behind them"),
        "findings_recalled": quantity(
            int((~committees["counted"]).sum()), "findings", "further findings known from memory"
        ),
    }


def stated_grades(grades: pd.DataFrame, rates: pd.DataFrame) -> dict[str, Quantity]:
    """State what the chapter says on recommendations carried out (see :func:`graded` and :func:`cycles`)."""
    before, last = grades.iloc[0], grades.iloc[1]
    accepted = int(rates.loc[rates["year"].eq(last["year"]), "accepted"].iloc[0])
    table = [[int(row["done"]), int(row["total"] - row["done"])] for _, row in grades.iterrows()]
    return {
        "graded_total": quantity(last["total"], "recommendations", "recommendations of 2018 that were graded"),
        "graded_done": quantity(last["done"], "recommendations", "of these, fully carried out"),
        "graded_interval": quantity((last["low"], last["high"]), "share", "Clopper and Pearson"),
        "graded_wilson": quantity((last["wilson_low"], last["wilson_high"]), "share", "Wilson"),
        "graded_upper": quantity(last["upper"], "share", "one-sided exact upper limit"),
        "graded_rule": quantity(last["rule"], "share", "rule of three"),
        "rule_wider": holds(last["rule"] > last["upper"], "the rule of three is wider than the exact limit"),
        "next_to_nothing": holds(
            (grades["high"] < 0.1).all(), "less than a tenth fully carried out, at the upper limit"
        ),
        "accepts_most": exceeds(
            rates.loc[rates["count_basis"].eq("printed"), "low"].min(),
            0.5,
            "share",
            "more than half accepted in each review",
        ),
        "graded_blind": quantity(2 * last["upper"], "share", "the limit if graders miss every other item carried out"),
        "accepted_2018": quantity(accepted, "recommendations", "recommendations of 2018 that China accepted"),
        "graded_part": quantity(last["total"] / accepted, "share", "graded of those accepted"),
        "ungraded_bound": quantity(
            1 - last["total"] / accepted, "share", "most that could be carried out of all accepted"
        ),
        "earlier_done": quantity(before["done"], "recommendations", "fully carried out of those of 2013"),
        "earlier_total": quantity(before["total"], "recommendations", "graded of those of 2013"),
        "earlier_part": quantity(before["part"], "recommendations", "carried out in part of those of 2013"),
        "earlier_interval": quantity((before["low"], before["high"]), "share", "Clopper and Pearson"),
        "gradings_p": quantity(fisher_exact(table).pvalue, "", "Fisher's exact test of both gradings, two-sided"),
        "gradings_agree": holds(fisher_exact(table).pvalue > 0.1, "the gradings do not differ by more than chance"),
    }
