"""Channels: the complaint, inquiry, inter-state and court clauses that somebody could really use against a state.

A channel is one clause of one treaty that is open against one state. Which clauses count is a rule; the rules differ
in what a sceptic would strike out or add, so that a finding can be tried under each.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import datasets, treaties

__all__ = ["PROCEDURES", "RULES", "STARTERS", "Rule", "counts", "offers", "pairs", "selected", "specifications"]

STARTERS = {
    "individual": "a person",
    "inquiry": "a committee",
    "visit": "a committee",
    "interstate_committee": "another state",
    "icj_clause": "another state",
}
"""Who sets a procedure to work."""
PROCEDURES = {
    "individual": "complaint by a person",
    "inquiry": "inquiry",
    "visit": "visit to detention",
    "interstate_committee": "complaint by a state",
    "icj_clause": "case before the Court",
}
"""What each procedure is called in print."""
BEFORE_1951 = ("CSR1951", "article 38")
"""The clause that reaches events before 1951 only: for later ones the Protocol has its own (legal_provisions, L05)."""


@dataclass(frozen=True)
class Rule:
    """What counts as a usable channel.

    Attributes:
        label: in words.
        procedures: kinds of procedure that count.
        dated: whether the clause that reaches events before 1951 only counts.
        on_point: whether the treaty must hold a rule on refuge, return or leaving a country.
        documented: whether the clause's openness must rest on a document, not on silence or memory.
        unit: what is counted once, ``clause`` or ``parent`` (the treaty with its protocols).
        beyond: doors outside these clauses that are added, ``court`` (Rome Statute) or ``charter``.
    """

    label: str
    procedures: tuple[str, ...] = tuple(STARTERS)
    dated: bool = False
    on_point: bool = False
    documented: bool = False
    unit: str = "clause"
    beyond: str = ""


RULES = {
    "live": Rule("Clauses that reach present events (the rule used)"),
    "every": Rule("The same, with the clause that reaches events before 1951 only", dated=True),
    "on_point": Rule("Only treaties with a rule on refuge, return or leaving", on_point=True),
    "documented": Rule("Only where a document shows the clause to be open", documented=True),
    "treaty": Rule("Each treaty counted once, with its protocols", unit="parent"),
    "person": Rule("Only what a person may start", procedures=("individual",)),
    "committee": Rule("Only what a committee may start", procedures=("inquiry", "visit")),
    "state": Rule("Only what another state may start", procedures=("interstate_committee", "icj_clause")),
    "court": Rule("Only cases before the International Court of Justice", procedures=("icj_clause",)),
    "with_icc": Rule("The rule used, and membership of the Rome Statute", beyond="court"),
    "with_charter": Rule("The rule used, and Charter procedures that need no consent", beyond="charter"),
}
"""The rules, by the name that the parameter takes; the first is the one used."""


def selected(rule: Rule, clauses: pd.DataFrame) -> pd.DataFrame:
    """Return the clauses that a rule looks at, open or not.

    Args:
        rule: what counts.
        clauses: as :func:`treaties.clauses` returns them.
    """
    keep = clauses["procedure"].isin(rule.procedures)
    if not rule.dated:
        keep &= ~(clauses["instrument_id"].eq(BEFORE_1951[0]) & clauses["article"].eq(BEFORE_1951[1]))
    if rule.on_point:
        keep &= clauses["parent"].isin(_on_point())
    if rule.documented:
        keep &= clauses["status"].isin(["verified", "corroborated"])
    return clauses[keep].reset_index(drop=True)


def counts(rule: Rule, clauses: pd.DataFrame) -> pd.DataFrame:
    """Count the usable channels against each state.

    Args:
        rule: what counts.
        clauses: as :func:`treaties.clauses` returns them; an answer left open makes the count a range.

    Returns:
        Indexed by iso3 in the order of the passage: ``low`` (channels known to be open) and ``high`` (those and
        every one whose answer was left open).
    """
    looked = selected(rule, clauses)
    key = "clause" if rule.unit == "clause" else "parent"
    order = treaties.states()["iso3"]
    sure = looked[looked["open"].fillna(False)].groupby("iso3")[key].nunique()
    maybe = looked[looked["open"].fillna(True)].groupby("iso3")[key].nunique()
    extra = _beyond(rule.beyond).reindex(order, fill_value=0)
    return pd.DataFrame(
        {name: found.reindex(order, fill_value=0) + extra for name, found in (("low", sure), ("high", maybe))}
    )


def specifications(clauses: pd.DataFrame) -> pd.DataFrame:
    """Count under every rule: one row a rule and state, with ``rule``, ``label``, ``iso3``, ``low`` and ``high``."""
    tables = [counts(rule, clauses).assign(rule=name, label=rule.label) for name, rule in RULES.items()]
    return pd.concat(tables).rename_axis("iso3").reset_index()


def offers(rule: Rule, clauses: pd.DataFrame, date: str) -> pd.DataFrame:
    """Set what each state accepted against what its memberships put within its reach.

    A state can accept a clause only if it is a party to the treaty that holds it, or to whose protocol it belongs;
    counting against that number takes membership itself out of the comparison.

    Returns:
        Indexed by iso3: ``offered`` and ``accepted`` (clauses) and ``share`` (0 to 1).
    """
    bound = treaties.parties(date)[["iso3", "instrument_id"]].rename(columns={"instrument_id": "parent"})
    reach = selected(rule, clauses).merge(bound, on=["iso3", "parent"])
    order = treaties.states()["iso3"]
    table = reach.groupby("iso3")["open"].agg(offered="size", accepted="sum").reindex(order, fill_value=0)
    return table.assign(share=table["accepted"] / table["offered"])


def pairs(clauses: pd.DataFrame) -> pd.DataFrame:
    """Count the clauses under which one of the states could complain of another, or sue it.

    Both must have accepted the same clause: a reservation works for both sides, and the committees hear a state
    only against one that made the same declaration.

    Returns:
        One row for each ordered pair of states: ``claimant``, ``respondent``, ``committee`` and ``court`` (clauses),
        ``documented`` (clauses whose openness rests on a document for both).
    """
    rule = RULES["state"]
    looked = selected(rule, clauses)
    opened = looked[looked["open"].fillna(False)].assign(
        known=lambda rows: rows["status"].isin(["verified", "corroborated"])
    )
    columns = ["clause", "procedure", "iso3", "known"]
    both = opened[columns].merge(opened[columns], on=["clause", "procedure"], suffixes=("", "_other"))
    both = both[both["iso3"] != both["iso3_other"]]
    both = both.assign(
        court=both["procedure"].eq("icj_clause").astype("int64"),
        committee=both["procedure"].eq("interstate_committee").astype("int64"),
        documented=(both["known"] & both["known_other"]).astype("int64"),
    ).rename(columns={"iso3": "claimant", "iso3_other": "respondent"})
    order = treaties.states()[["iso3"]]
    grid = order.rename(columns={"iso3": "claimant"}).merge(order.rename(columns={"iso3": "respondent"}), how="cross")
    grid = grid[grid["claimant"] != grid["respondent"]]
    sums = both.groupby(["claimant", "respondent"], as_index=False)[["committee", "court", "documented"]].sum()
    names = ["committee", "court", "documented"]
    table = grid.merge(sums, how="left").fillna(dict.fromkeys(names, 0))
    return table.astype(dict.fromkeys(names, "int64"))


def _on_point() -> set[str]:
    provisions = datasets.load("legal_provisions")
    return set(provisions.loc[provisions["level"].eq("treaty"), "instrument_id"].dropna())


def _beyond(kind: str) -> pd.Series:
    """Count doors outside the clauses: membership of the Rome Statute, or procedures that need no consent."""
    order = treaties.states()["iso3"]
    if kind == "court":
        members = treaties.parties()
        return members[members["instrument_id"] == "ROME"].groupby("iso3").size()
    if kind == "charter":
        doors = datasets.load("mechanisms")
        doors = doors[doors["can_receive_complaints"] & ~doors["needs_state_consent"]]
        everyone = int((doors["basis"] == "charter").sum())
        # the mandate of a country rapporteur reaches that country alone
        return pd.Series(everyone, index=order).add(
            (order == "PRK").to_numpy() * int((doors["basis"] == "rapporteur").sum())
        )
    return pd.Series(0, index=order)
