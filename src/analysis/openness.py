"""What the chapter on laws says of open and closed clauses: acceptance, channels, rules, silence and pairs."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd
from scipy import stats

from analysis import channels, treaties
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.mechanisms import Mechanisms, robustness

__all__ = ["exact_rank_test", "findings", "leave_one_out"]

CLOSED_TO_PERSONS = ["PRK", "CHN", "MMR", "LAO", "VNM"]


def findings(mechanisms: Mechanisms) -> dict[str, Quantity]:
    """State what the chapter says of clauses and channels in numbers and in predicates."""
    parts = (_clauses, _acceptance, _channels, _rules, _silence, _pairs)
    return {name: value for part in parts for name, value in part(mechanisms).items()}


def exact_rank_test(x: pd.Series, y: pd.Series) -> tuple[float, float]:
    """Test rank association over every ordering of the values.

    Args:
        x: values, ten at most: every permutation is tried.
        y: values of the same units.

    Returns:
        Spearman's rho with ties, and the share of the orderings with a rho at least as far from zero.

    Raises:
        ValueError: when there are more than ten values.
    """
    if len(x) > 10:
        raise ValueError(f"{len(x)} values have too many orderings for an exact test")
    a, b = stats.rankdata(x), stats.rankdata(y)
    a, b = a - a.mean(), b - b.mean()
    scale = np.sqrt((a @ a) * (b @ b))
    rho = float(a @ b / scale)
    orderings = np.fromiter((v for order in permutations(b) for v in order), dtype=float).reshape(-1, len(b))
    extreme = np.abs(orderings @ a / scale) >= abs(rho) - 1e-12
    return rho, float(extreme.mean())


def leave_one_out(x: pd.Series, y: pd.Series) -> tuple[float, float]:
    """Return the lowest and the highest Spearman's rho when one unit is left out."""
    rhos = [stats.spearmanr(x.drop(unit), y.drop(unit)).statistic for unit in x.index]
    return float(min(rhos)), float(max(rhos))


def _clauses(mechanisms: Mechanisms) -> dict[str, Quantity]:
    answers = mechanisms.answers
    counted = answers["answer"].value_counts()
    looked = channels.selected(channels.RULES["court"], answers)
    reach = looked[looked["basis"] != "not_party"].set_index("iso3")
    closed = [reach.loc[state, "answer"].eq("refused").all() for state in ("CHN", "VNM", "THA")]
    inquiry = answers[answers["instrument_id"].eq("CAT") & answers["article"].eq("article 20")].set_index("iso3")[
        "answer"
    ]
    refusing = set(inquiry.index[inquiry == "refused"])
    return {
        "clauses_n": quantity(answers["clause"].nunique(), "clauses", "clauses examined"),
        "clause_treaties": quantity(
            answers["instrument_id"].nunique(), "treaties", "treaties and protocols that hold them"
        ),
        "answers_n": quantity(len(answers), "answers", "pairs of a clause and a state"),
        "open_n": quantity(int(counted["open"]), "answers", "clauses open"),
        "refused_n": quantity(int(counted["refused"]), "answers", "clauses refused by reservation or opt-out"),
        "undeclared_n": quantity(int(counted["not declared"]), "answers", "clauses that wait for a declaration"),
        "not_party_n": quantity(int(counted["not a party"]), "answers", "clauses of treaties not joined"),
        "court_refused": holds(all(closed), "China, Vietnam and Thailand reserved each court clause of their treaties"),
        "inquiry_refused": holds(
            refusing == {"CHN", "LAO", "VNM"}, "China, Laos and Vietnam opted out of the torture inquiry"
        ),
    }


def _acceptance(mechanisms: Mechanisms) -> dict[str, Quantity]:
    table = mechanisms.counts.set_index("iso3")
    rho, chance = exact_rank_test(table["core"], table["share"])
    seven = table.loc[["LAO", "VNM"], "share"]
    eight = table.loc[table["core"] == table["core"].max(), "share"]
    return {
        "share_vnm": quantity(table.loc["VNM", "share"], "share", "clauses within reach that Vietnam left open"),
        "accepted_vnm": quantity(table.loc["VNM", "accepted"], "clauses", "clauses open against Vietnam"),
        "offered_vnm": quantity(table.loc["VNM", "offered"], "clauses", "clauses within Vietnam's reach"),
        "share_kor": quantity(table.loc["KOR", "share"], "share", "clauses within reach that South Korea left open"),
        "accepted_kor": quantity(table.loc["KOR", "accepted"], "clauses", "clauses open against South Korea"),
        "offered_kor": quantity(table.loc["KOR", "offered"], "clauses", "clauses within South Korea's reach"),
        "share_chn": quantity(table.loc["CHN", "share"], "share", "clauses within reach that China left open"),
        "seven_high": quantity(seven.max(), "share", "most that a state with seven core treaties accepted"),
        "eight_range": quantity(
            (eight.min(), eight.max()), "share", "accepted by the states with the most core treaties"
        ),
        "rho": quantity(rho, "rank correlation", "core treaties held and share accepted"),
        "rho_loo": quantity(
            leave_one_out(table["core"], table["share"]), "rank correlation", "the same, one state left out"
        ),
        "rho_chance": quantity(chance, "share", "orderings of the states with a correlation as strong"),
        "together": holds(rho > 0.5, "states with more core treaties accepted a larger share"),
        "not_linear": holds(
            table.loc["VNM", "share"] < table.loc["MMR", "share"]
            and table.loc["VNM", "core"] > table.loc["MMR", "core"],
            "Vietnam joined more core treaties than Myanmar and accepted a smaller share of their clauses",
        ),
    }


def _channels(mechanisms: Mechanisms) -> dict[str, Quantity]:
    table = mechanisms.counts.set_index("iso3")
    person, committee = (
        channels.counts(channels.RULES[name], mechanisms.answers)["low"] for name in ("person", "committee")
    )
    dated = mechanisms.answers.set_index(["instrument_id", "article", "iso3"])["open"].sort_index()
    only = mechanisms.clauses[mechanisms.clauses["open"].fillna(False)].groupby("iso3")["clause"].agg(list)
    one = {
        "CHN": "ICERD, article 11",
        "VNM": "ICERD, article 11",
        "MMR": "Genocide Convention, article IX",
        "PRK": "Genocide Convention, article IX",
    }
    return {
        "channels_low": quantity(table["low"].min(), "channels", "fewest channels open against a state"),
        "channels_high": quantity(table["low"].max(), "channels", "most channels open against a state"),
        "channels_kor": quantity(table.loc["KOR", "low"], "channels", "channels open against South Korea"),
        "channels_mng": quantity(table.loc["MNG", "low"], "channels", "channels open against Mongolia"),
        "channels_khm": quantity(table.loc["KHM", "low"], "channels", "channels open against Cambodia"),
        "channels_tha": quantity(table.loc["THA", "low"], "channels", "channels open against Thailand"),
        "channels_lao": quantity(table.loc["LAO", "low"], "channels", "channels open against Laos"),
        "person_kor": quantity(person["KOR"], "channels", "complaints that a person may bring against South Korea"),
        "person_mng": quantity(person["MNG"], "channels", "complaints that a person may bring against Mongolia"),
        "person_tha": quantity(person["THA"], "channels", "complaints that a person may bring against Thailand"),
        "person_khm": quantity(person["KHM"], "channels", "complaints that a person may bring against Cambodia"),
        "no_person_door": holds(
            (person[CLOSED_TO_PERSONS] == 0).all(), "no complaint by a person is open against the five"
        ),
        "only_five": holds(set(person.index[person == 0]) == set(CLOSED_TO_PERSONS), "these five and no others"),
        "no_committee_door": holds(
            (committee[CLOSED_TO_PERSONS] == 0).all(), "no inquiry or visit is open against the five"
        ),
        "one_door": holds(
            all(only.get(state) == [clause] for state, clause in one.items()), "one clause against each of the four"
        ),
        "protocol_partners": quantity(
            int(dated.loc[("CSRP1967", "article IV")].sum()),
            "states",
            "states against which article IV of the Protocol is open",
        ),
        "china_dated": holds(bool(dated[("CSR1951", "article 38", "CHN")]), "article 38 is open against China"),
        "china_reserved_protocol": holds(
            not dated[("CSRP1967", "article IV", "CHN")], "article IV of the Protocol is closed against China"
        ),
        "documented_all": quantity(
            int(table["documented"].sum()), "channels", "channels shown open by a document, all states"
        ),
        "channels_all": quantity(int(table["low"].sum()), "channels", "channels counted, all states"),
    }


def _rules(mechanisms: Mechanisms) -> dict[str, Quantity]:
    del mechanisms  # every rule is tried, whatever the parameters
    table = robustness(channels.specifications(treaties.clauses()), "live")
    differing = list(table.index[~table["same_four"]])
    return {
        "rules_n": quantity(len(table), "rules", "rules tried"),
        "rules_same": quantity(
            int(table["same_four"].sum()), "rules", "rules under which the same four are the least open"
        ),
        "court_is_exception": holds(differing == ["court"], "counting court cases alone is the one rule that differs"),
        "rule_rho_low": quantity(
            table["rho"].min(), "rank correlation", "weakest agreement of a rule's order with the one used"
        ),
        "rules_agree": holds(table["rho"].min() > 0.5, "every rule orders the states much as the one used"),
    }


def _silence(mechanisms: Mechanisms) -> dict[str, Quantity]:
    del mechanisms  # the bounds are those of the rule used, whatever the parameters
    table = channels.counts(channels.RULES["live"], treaties.clauses(absence="unknown"))
    silent = treaties.clauses()["status"].eq("absence")
    four = table.loc[["PRK", "CHN", "MMR", "VNM"], "high"].max()
    above = set(table.index[table["low"] > four])
    return {
        "silent_answers": quantity(int(silent.sum()), "answers", "answers that rest on silence"),
        "silent_share": quantity(silent.mean(), "share", "answers that rest on silence"),
        **{
            f"bounds_{state.lower()}": quantity(
                tuple(map(int, table.loc[state])), "channels", f"channels against {state} if silence says nothing"
            )
            for state in ("PRK", "CHN", "VNM", "KHM", "MNG", "KOR")
        },
        "certain_above": holds(
            above == {"MNG", "KOR"}, "only Mongolia and South Korea are more open whatever silence hides"
        ),
    }


def _pairs(mechanisms: Mechanisms) -> dict[str, Quantity]:
    half = mechanisms.pairs[mechanisms.pairs["claimant"] < mechanisms.pairs["respondent"]]
    some = half["committee"] + half["court"] > 0
    china, north = (
        mechanisms.pairs[mechanisms.pairs["respondent"] == state].set_index("claimant") for state in ("CHN", "PRK")
    )
    against = china["committee"] + china["court"]
    most = mechanisms.pairs.assign(all=lambda rows: rows["committee"] + rows["court"])["all"].max()
    return {
        "pairs_n": quantity(len(half), "pairs", "pairs of states"),
        "pairs_some": quantity(int(some.sum()), "pairs", "pairs with at least one clause in common"),
        "pairs_court": quantity(int((half["court"] > 0).sum()), "pairs", "pairs that could meet before the Court"),
        "pairs_most": quantity(most, "clauses", "most clauses that a pair has in common"),
        "against_china": quantity(int((against > 0).sum()), "states", "states that could complain of China"),
        "china_never_court": holds((china["court"] == 0).all(), "none of the nine could take China to the Court"),
        "against_prk": quantity(
            int((north["court"] > 0).sum()), "states", "states that could take North Korea to the Court"
        ),
        "prk_never_committee": holds(
            (north["committee"] == 0).all(), "none could complain of North Korea to a committee"
        ),
        "kor_against_prk": exceeds(north.loc["KOR", "court"], 0, "courts", "South Korea is among them"),
    }
