"""What is on record about people found in Laos, Vietnam and Cambodia: groups, periods, patterns and silences."""

from __future__ import annotations

import pandas as pd
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import proportion_confint

from analysis import datasets
from analysis.treaties import last_day

__all__ = ["AWAY", "MOVED", "OUTCOMES", "fisher", "groups", "incidents", "rates", "silence"]

MOVED, PUSHED, RETURNED = "moved on", "pushed back", "returned to the North"
AWAY = (PUSHED, RETURNED)
OUTCOMES = {
    "detained_then_transferred": MOVED, "transferred_to_south_korea": MOVED, "hidden": "passed unseen",
    "pushed_back_to_china": PUSHED, "returned_to_north_korea": RETURNED, "none_found": "none found",
}  # fmt: skip
"""Lanes of the chart by the outcomes of ``state_outcomes``; a push-back is no proof of a return."""
FIRMER = ("absence", "recalled", "thesis", "verified", "corroborated")
GROUP_DAYS = 62
"""A row that covers more days than this describes a period, not one group."""


def incidents(states: list[str], statuses: list[str]) -> pd.DataFrame:
    """Gather what three tables say happened to North Koreans found in some states, one row an incident or period.

    Rows of the same state, outcome and first month describe the same people and become one.

    Args:
        states: codes of the states.
        statuses: statuses of rows that may count.

    Returns:
        ``iso3``, ``state``, ``outcome`` (lane), ``start`` and ``end`` (days), ``low`` and ``high`` (persons, missing
        where there is no number), ``group_size`` (persons), ``kind`` (group, period, pattern), ``cable_only``,
        ``status`` (the firmest), ``note``, ``contested`` (the record prints a range), ``firm`` (neither contested nor
        on cables alone, with an admitted status), ``counted`` (a firm group with a number), and the sources.
    """
    rows = pd.concat([_outcomes(), _sent(), _onward()], ignore_index=True)
    rows = rows[rows["iso3"].isin(states)]
    rows = rows.assign(month=rows["from"].str[:7], rank=rows["status"].map(FIRMER.index))
    rows = rows.sort_values(["rank", "from"], ascending=[False, True], kind="stable")
    merged = rows.groupby(["iso3", "outcome", "month"], sort=False).agg(
        low=("low", "min"), high=("high", "max"), start=("from", "max"), end=("to", "max"), status=("status", "first"),
        cable_only=("cable_only", "all"), pattern=("pattern", "all"), group_size=("group_size", "max"),
        source_id=("source_id", "first"), other_sources=("source", _joined),
        note=("note", lambda notes: notes.dropna().iloc[0] if notes.notna().any() else pd.NA),
    ).reset_index()  # fmt: skip
    merged["start"] = pd.to_datetime(merged["start"], format="ISO8601")
    merged["end"] = last_day(merged["end"])
    long = (merged["end"] - merged["start"]).dt.days > GROUP_DAYS
    merged["kind"] = "group"
    merged.loc[long, "kind"] = "period"
    merged.loc[merged["pattern"] | merged["low"].isna(), "kind"] = "pattern"
    merged["contested"] = (merged["low"] != merged["high"]).fillna(False).astype("bool")
    firm = merged["status"].isin(statuses) & ~merged["cable_only"].astype("bool") & ~merged["contested"]
    merged["counted"] = firm & merged["kind"].eq("group")
    merged["firm"] = firm
    names = datasets.load("states").set_index("iso3")["short_name"]
    merged["state"] = merged["iso3"].map(names)
    return merged.sort_values(["start", "iso3", "outcome"], ignore_index=True)


def _joined(lists: pd.Series) -> str | None:
    every = dict.fromkeys(source for each in lists for source in each.split(";"))
    return ";".join(list(every)[1:]) or None


def _columns(frame: pd.DataFrame, **columns: object) -> pd.DataFrame:
    sources = frame["source_id"].str.cat(frame["other_sources"], sep=";", na_rep="").str.rstrip(";")
    wanted = ["iso3", "outcome", "from", "to", "low", "high", "group_size", "pattern", "cable_only", "status", "note"]
    return frame.assign(source=sources, **columns)[[*wanted, "source_id", "source"]]


def _outcomes() -> pd.DataFrame:
    frame = datasets.load("state_outcomes")
    frame = frame[frame["outcome"].isin(list(OUTCOMES))]
    return _columns(
        frame.rename(columns={"period_start": "from", "period_end": "to", "persons_group": "group_size"}),
        outcome=frame["outcome"].map(OUTCOMES), low=frame["persons_affected"], high=frame["persons_affected"],
        pattern=frame["basis"].ne("single_group"),
    )  # fmt: skip


def _sent() -> pd.DataFrame:
    frame = datasets.load("repatriations")
    frame = frame[frame["measure"].eq("event")].rename(
        columns={"from_iso3": "iso3", "date_start": "from", "date_end": "to"}
    )
    lane = frame["to_iso3"].map({"PRK": RETURNED}).fillna(PUSHED)
    return _columns(frame, outcome=lane, pattern=False, cable_only=False, group_size=pd.NA)


def _onward() -> pd.DataFrame:
    frame = datasets.load("transit_arrivals")
    frame = frame[frame["measure"].isin(["event", "onward"]) & frame["low"].notna()]
    frame = frame.rename(columns={"period_start": "from", "period_end": "to"})
    return _columns(frame, outcome=MOVED, pattern=False, group_size=pd.NA)


def rates(frame: pd.DataFrame, level: float) -> pd.DataFrame:
    """Estimate the share of each counted group that met its outcome, with Clopper and Pearson's exact interval.

    The interval treats the members of a group as independent, which people arrested together are not.

    Args:
        frame: as :func:`incidents` returns it.
        level: coverage.
    """
    rows = frame[frame["group_size"].notna() & frame["low"].notna()]
    return rows.join(_exact(rows["low"], rows["group_size"], level)).reset_index(drop=True)


def groups(frame: pd.DataFrame, level: float, *, contested: bool = False) -> pd.DataFrame:
    """Estimate the share of recorded groups that were sent away: one row a state, and one for all.

    Args:
        frame: as :func:`incidents` returns it.
        level: coverage of the exact interval.
        contested: count incidents of which the record prints a range, too.

    Returns:
        ``iso3`` (``all`` for the sum), ``away`` and ``groups`` (numbers of groups), ``share``, ``share_low`` and
        ``share_high``.
    """
    rows = frame[frame["counted"] | (frame["contested"] & contested)]
    by = rows.assign(away=rows["outcome"].isin(AWAY)).groupby("iso3")["away"].agg(["sum", "size"])
    by = pd.concat([by, by.sum().to_frame("all").T]).rename(columns={"sum": "away", "size": "groups"})
    return by.join(_exact(by["away"], by["groups"], level)).rename_axis("iso3").reset_index()


def _exact(successes: pd.Series, trials: pd.Series, level: float) -> pd.DataFrame:
    x, n = successes.astype("float64"), trials.astype("float64")
    low, high = proportion_confint(x, n, alpha=1 - level, method="beta")
    return pd.DataFrame({"share": x / n, "share_low": low, "share_high": high}, index=successes.index)


def fisher(table: list[list[int]]) -> tuple[float, float]:
    """Return the exact p-value of a two-way table, and the smallest that any table with its margins can reach."""
    (a, b), (c, d) = table
    first, column, n = a + b, a + c, a + b + c + d
    possible = range(max(0, first + column - n), min(first, column) + 1)
    every = [fisher_exact([[k, first - k], [column - k, n - first - column + k]])[1] for k in possible]
    return float(fisher_exact(table)[1]), float(min(every))


def silence(counts: pd.Series, noticed: float, level: float) -> pd.Series:
    """Bound the share of groups sent away when none was heard of: the largest that silence does not exclude.

    Each group is taken to be sent away with the same chance r, and each such case to be noticed with chance d, all
    independently; then (1 - r d) to the power of n is the chance of silence.

    Args:
        counts: numbers of groups n that passed through the hands of the state.
        noticed: chance d that a case comes to be known, 0 to 1.
        level: coverage of the bound.

    Returns:
        Upper bounds between 0 and 1, index as ``counts``.
    """
    return ((1 - (1 - level) ** (1 / counts)) / noticed).clip(upper=1.0)
