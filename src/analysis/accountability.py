"""Who could answer for it: routes as trees of conditions, what blocks them, and what one change would open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from analysis import datasets, security_council, treaties

__all__ = ["DEGREES", "RULES", "USES", "Accountability", "blocked", "opened", "prepare", "specifications", "worst"]

DEGREES = ("no", "partly", "yes")
"""How far a condition is met, the worst first."""
USES = MappingProxyType(
    {"yes": "tried", "partly": "tried", "recommended": "proposed", "no": "untried", "not_available": "closed"}
)
"""What became of a route: closed in law, or open or arguable and tried, formally proposed or untried."""
FIRM = ("verified", "corroborated")
RULES: Mapping[str, str] = MappingProxyType(
    {
        "unmet": "each condition not met, once a route",
        "with_partly": "partly met conditions too",
        "first": "only the first unmet: law, start, effect",
        "law": "conditions of law alone",
        "sole": "the only unmet condition of law",
        "respondents": "once for each state complained of",
        "documented": "rows shown by a document",
    }
)
"""Rules by which blockers are counted."""


@dataclass(frozen=True)
class Accountability:
    """The frames of the chapter.

    Attributes:
        partly: whether a route whose law is partly met counts as open.
        rule: the rule by which blockers are counted, a key of :data:`RULES`.
        routes: one row a route: columns of ``accountability_routes`` with ``law`` (worst condition of law), ``use``
            (one of the values of :data:`USES`) and ``against`` (short names of the states complained of).
        needs: one row a route and condition, with the columns of both.
        conditions: the conditions in the order of the book.
        blockers: routes blocked by condition, under every rule; see :func:`specifications`.
        opens: one row a condition of law: the routes that it alone would open; see :func:`opened`.
        referrals: votes of the Security Council on referring a situation.
        council: the Council's record on North Korea, see :func:`security_council.events`.
        clauses: the court clauses with the steps that each demands first, and the answer of each state.
    """

    partly: bool
    rule: str
    routes: pd.DataFrame
    needs: pd.DataFrame
    conditions: pd.DataFrame
    blockers: pd.DataFrame
    opens: pd.DataFrame
    referrals: pd.DataFrame
    council: pd.DataFrame
    clauses: pd.DataFrame


def prepare(rule: str, *, partly: bool) -> Accountability:
    """Load the tables of the chapter and derive its frames.

    Args:
        rule: how blockers are counted, a key of :data:`RULES`.
        partly: whether a condition that is partly met counts as met.

    Raises:
        KeyError: for a rule that nobody wrote.
    """
    RULES[rule]
    conditions = datasets.load("accountability_conditions").sort_values("position", ignore_index=True)
    columns = ["condition_id", "label", "stage", "holder", "lever", "position"]
    needs = datasets.load("accountability_preconditions")
    needs = needs.merge(conditions[columns], on="condition_id", validate="many_to_one")
    names = treaties.states().set_index("iso3")["short_name"]
    routes = datasets.load("accountability_routes")
    listed = routes["respondent_iso3"].str.split(";").explode().map(names)
    routes = routes.assign(
        law=routes["route_id"].map(worst(needs)),
        use=routes["tried"].map(USES),
        against=listed.groupby(level=0).agg(", ".join),
    )
    shown = routes[["route_id", "branch", "short_name", "against", "respondent_iso3", "tried", "use", "law"]]
    needs = needs.merge(shown, on="route_id", validate="many_to_one")
    steps = datasets.load("court_clauses").rename(columns={"status": "steps_status", "article": "paragraph"})
    clauses = treaties.clauses()
    clauses = clauses[clauses["procedure"].eq("icj_clause")]
    steps = steps[["instrument_id", "paragraph", "prior_steps", "steps_status"]]
    return Accountability(
        partly=partly,
        rule=rule,
        routes=routes,
        needs=needs,
        conditions=conditions,
        blockers=specifications(needs),
        opens=opened(needs, conditions, partly=partly),
        referrals=datasets.load("icc_referrals"),
        council=security_council.events(),
        clauses=clauses.merge(steps, on="instrument_id", validate="many_to_one"),
    )


def worst(needs: pd.DataFrame) -> pd.Series:
    """Return how far the law of each route is met: as far as the worst of its conditions of law.

    Args:
        needs: columns ``route_id``, ``stage`` and ``met``.

    Returns:
        One of :data:`DEGREES`, by route.
    """
    law = needs[needs["stage"] == "law"]
    return law["met"].map(DEGREES.index).groupby(law["route_id"]).min().map(dict(enumerate(DEGREES)))


def opened(needs: pd.DataFrame, conditions: pd.DataFrame, *, partly: bool) -> pd.DataFrame:
    """Find the routes that a single changed condition would open.

    A route opens when the condition is the only one of its conditions of law that is not met. What must still happen
    before the route is used, and what its result would reach, is not asked.

    Args:
        needs: columns ``route_id``, ``condition_id``, ``stage`` and ``met``.
        conditions: columns ``condition_id`` and ``stage``.
        partly: whether partly met counts as met.

    Returns:
        One row a condition of law: ``condition_id``, ``needed`` (routes that ask for it), ``missing`` (routes for
        which it is not met), ``opens`` (how many it alone would open) and ``routes`` (their keys, a tuple).
    """
    good = ["yes", "partly"] if partly else ["yes"]
    law = needs[needs["stage"] == "law"]
    missing = law[~law["met"].isin(good)]
    alone = missing[missing.groupby("route_id")["condition_id"].transform("size") == 1]
    table = conditions.loc[conditions["stage"] == "law", ["condition_id"]].set_index("condition_id")
    keys = alone.sort_values("route_id").groupby("condition_id")["route_id"].agg(tuple)
    counts = {"needed": law, "missing": missing, "opens": alone}
    for name, rows in counts.items():
        table[name] = rows["condition_id"].value_counts().reindex(table.index, fill_value=0)
    filled = keys.reindex(table.index)
    return table.assign(
        routes=filled.where(filled.notna(), pd.Series([()] * len(table), index=table.index))
    ).reset_index()


def blocked(needs: pd.DataFrame, rule: str) -> pd.Series:
    """Count the routes that each condition blocks, by a stated rule.

    Args:
        needs: rows of :attr:`Accountability.needs`.
        rule: a key of :data:`RULES`.

    Returns:
        Routes (for ``respondents``: pairs of a route and a state) by condition.

    Raises:
        KeyError: for a rule that nobody wrote.
    """
    RULES[rule]
    unmet = needs[needs["met"] == "no"]
    if rule == "with_partly":
        unmet = needs[needs["met"] != "yes"]
    elif rule == "first":
        unmet = unmet.sort_values("position", kind="stable").drop_duplicates("route_id")
    elif rule in ("law", "sole"):
        unmet = unmet[unmet["stage"] == "law"]
    elif rule == "documented":
        unmet = unmet[(unmet["basis"] == "document") & unmet["status"].isin(FIRM)]
    if rule == "sole":
        unmet = unmet[unmet.groupby("route_id")["condition_id"].transform("size") == 1]
    weight = unmet["respondent_iso3"].str.count(";") + 1 if rule == "respondents" else pd.Series(1, unmet.index)
    return weight.groupby(unmet["condition_id"]).sum()


def specifications(needs: pd.DataFrame) -> pd.DataFrame:
    """Count the routes that each condition blocks under every rule: one row a condition, one column a rule."""
    counts = {rule: blocked(needs, rule) for rule in RULES}
    order = needs.sort_values("position")["condition_id"].drop_duplicates()
    return pd.DataFrame(counts).reindex(order).fillna(0).astype("int64").rename_axis("condition_id").reset_index()
