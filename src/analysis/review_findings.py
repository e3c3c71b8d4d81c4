"""What the chapter on North Korea says of the universal periodic review."""

from __future__ import annotations

import pandas as pd
from scipy import stats

from analysis import periodic_review
from analysis.claims import thesis_range
from analysis.findings import Quantity, holds, quantity

__all__ = ["by_subject", "compared", "reviewed"]

NARROWEST = "un_experts"
"""The one theme that reaches beyond flight, return and custody (source: uprinfo_terman): left out as a check."""


def reviewed(printed: pd.DataFrame, level: float) -> dict[str, Quantity]:
    """State the counts of each review on the printed basis, and how little the accepted share moved."""
    mine = printed.query("iso3 == 'PRK'").set_index(["cycle", "stage"])
    first, late, third, fourth = (
        mine.loc[key] for key in [(1, "outcome"), (1, "later"), (3, "outcome"), (4, "outcome")]
    )
    counted = mine.drop(index=(1, "outcome"))
    documented = counted[counted["documented"]]
    change, low, high = periodic_review.difference(third, fourth, level)
    return {
        "received_2009": quantity(first["received"], "recommendations", "received in the first review"),
        "late_2009": quantity(late["accepted"], "recommendations", "of them accepted, as told in 2014"),
        "late_share": quantity(late["share"], "share", "accepted of the first review, as told in 2014"),
        "received_2019": quantity(third["received"], "recommendations", "received in the third review"),
        "accepted_2019": quantity(third["accepted"], "recommendations", "accepted in the third review"),
        "share_2019": quantity(third["share"], "share", "accepted in the third review"),
        "wilson_2019": quantity((third["low"], third["high"]), "share", "its Wilson interval"),
        "exact_2019": quantity((third["exact_low"], third["exact_high"]), "share", "its exact interval"),
        "received_2024": quantity(fourth["received"], "recommendations", "received in the fourth review"),
        "accepted_2024": quantity(fourth["accepted"], "recommendations", "accepted in full in the fourth review"),
        "share_2024": quantity(fourth["share"], "share", "accepted in full in the fourth review"),
        "partial_2024": quantity(fourth["share_partial"], "share", "accepted in full or part in the fourth review"),
        "change": quantity(change * 100, "points", "change of the accepted share from 2019 to 2024"),
        "change_interval": quantity((low * 100, high * 100), "points", "its interval"),
        "steady_p": quantity(
            stats.chi2_contingency(_split(documented)).pvalue, "p", "equal shares in all documented reviews"
        ),
        "steady_with_recalled": quantity(
            stats.chi2_contingency(_split(counted)).pvalue, "p", "equal shares, the recalled review of 2014 among them"
        ),
        "none_at_first": holds(first["accepted"] == 0, "none of the first review was accepted at its outcome"),
        "received_as_stated": holds(
            third["received"] == thesis_range("upr2019-total")[0], "recommendations of 2019 as the thesis counts them"
        ),
        "accepted_as_stated": holds(
            third["accepted"] == thesis_range("upr2019-accepted")[0], "acceptances of 2019 as the thesis counts them"
        ),
        "about_half": holds(
            documented["share"].between(0.45, 0.55).all(), "each documented share lies within five points of a half"
        ),
    }


def compared(answers: pd.DataFrame, peers: list[str]) -> dict[str, Quantity]:
    """State how North Korea compares with its peers in its latest documented review."""
    known = answers[answers["documented"] & answers["stage"].eq("outcome")]
    latest = int(known.loc[known["iso3"] == "PRK", "cycle"].max())
    here = known[known["cycle"] == latest].set_index("iso3")
    others = here[here.index.isin(peers)]
    return {
        "peer_cycle": quantity(latest, "cycle", "latest cycle with a documented answer of North Korea on this basis"),
        "peer_basis": quantity(
            {"printed": "printed counts", "database": "database counts"}[here["count_basis"].iloc[0]],
            "",
            "basis of the counts",
        ),
        "peer_share": quantity(here.at["PRK", "share"], "share", "accepted by North Korea in that cycle"),
        "peer_count": quantity(len(others), "states", "peers with a documented answer in that cycle"),
        "peer_range": quantity((others["share"].min(), others["share"].max()), "share", "accepted by those peers"),
        "lowest_of_all": holds(
            here["share"].idxmin() == "PRK", "of all states with a documented answer in that cycle it accepted least"
        ),
    }


def by_subject(subjects: pd.DataFrame, level: float) -> dict[str, Quantity]:
    """State which subjects were accepted and which never, with the odds and what leaving a subject out does."""
    apart = subjects["theme"].eq(periodic_review.REST)
    inside, rest = subjects[~apart], subjects[apart].set_index("cycle")
    second, first = inside[inside["cycle"] == 2].set_index("theme"), inside[inside["cycle"] == 1]
    total, narrow = second[["received", "accepted"]].sum(), second.drop(index=NARROWEST)[["received", "accepted"]].sum()
    chosen, others = (total["accepted"], total["received"]), (rest.at[2, "accepted"], rest.at[2, "received"])
    odds = periodic_review.odds(chosen, others, level)
    silent = second[second["accepted"] == 0]
    without = total[["received", "accepted"]] - second[["received", "accepted"]]
    share = rest.loc[1, ["least", "most"]] / rest.at[1, "received"]
    return {
        "flight_received": quantity(total["received"], "recommendations", "on exit, return, custody and experts, 2014"),
        "flight_accepted": quantity(total["accepted"], "recommendations", "of them accepted"),
        "rest_received": quantity(rest.at[2, "received"], "recommendations", "on every other subject, 2014"),
        "rest_accepted": quantity(rest.at[2, "accepted"], "recommendations", "of them accepted"),
        "rest_share": quantity(
            rest.at[2, "accepted"] / rest.at[2, "received"], "share", "accepted on every other subject, 2014"
        ),
        "flight_share": quantity(
            total["accepted"] / total["received"], "share", "accepted on exit, return, custody and experts, 2014"
        ),
        "odds": quantity(odds["ratio"], "ratio", "odds of acceptance on these subjects relative to every other"),
        "odds_interval": quantity((odds["low"], odds["high"]), "ratio", "its exact interval"),
        "narrow_received": quantity(narrow["received"], "recommendations", "the same without other UN experts"),
        "narrow_accepted": quantity(narrow["accepted"], "recommendations", "of them accepted"),
        "left_out_highest": quantity(
            (without["accepted"] / without["received"]).max(), "share", "highest share when one subject is left out"
        ),
        "silent_received": quantity(
            silent["received"].sum(), "recommendations", "on subjects of which nothing was accepted"
        ),
        "first_received": quantity(first["received"].sum(), "recommendations", "on these subjects in 2009"),
        "first_refused": quantity(first["refused"].sum(), "recommendations", "of them refused at once"),
        "rest_first": quantity(
            (share["least"], share["most"]), "share", "accepted on every other subject of 2009, range"
        ),
        "refused_with_subject": holds(
            odds["high"] < 1, "acceptance is rarer on these subjects, with the whole interval"
        ),
    }


def _split(rows: pd.DataFrame) -> list[list[int]]:
    """Split recommendations into accepted and not, one column a review."""
    return [rows["accepted"].tolist(), (rows["received"] - rows["accepted"]).tolist()]
