"""Who is bound by which treaty since when, and which complaint, inquiry and court clauses are open."""

from __future__ import annotations

import pandas as pd

from analysis import datasets

__all__ = [
    "CONSENT",
    "STANDINGS",
    "clauses",
    "consents",
    "core_treaties",
    "instruments",
    "last_day",
    "last_year",
    "parties",
    "standings",
    "states",
]

CONSENT = ("ratification", "accession", "acceptance")
"""Acts by which a state consents to be bound (law of treaties, article 2; source: vclt_art2)."""
STANDINGS = ("party", "not yet in force", "signatory", "supported", "outside", "silent")
"""What a state can be to an instrument: bound; bound once the treaty enters into force; signatory only; in favour of
a text that does not bind; outside by a document; or unmentioned in a register, which is no document that says so."""
PARENT = {r"-OP\w*$": "", r"^OP(?=CAT$)": ""}
"""What to cut from the key of an optional protocol to get that of the treaty to which it belongs."""
WHOLLY_WITHDRAWN = "all remaining"


def states() -> pd.DataFrame:
    """Return the nine states in the order of the passage: iso3, name, short_name, role, position."""
    return datasets.load("states").sort_values("position", ignore_index=True)


def instruments() -> pd.DataFrame:
    """Return the instruments with ``parent`` (the treaty of a protocol), ``adopted_year`` and ``force_year``."""
    frame = datasets.load("instruments")
    years = {
        f"{to}_year": _year(frame[column])
        for to, column in {"adopted": "adopted", "force": "entered_into_force"}.items()
    }
    return frame.assign(parent=frame["instrument_id"].replace(PARENT, regex=True), **years)


def core_treaties() -> list[str]:
    """Name the nine core human rights treaties of the United Nations by key."""
    frame = instruments()
    return list(frame.loc[frame["core_treaty"], "instrument_id"])


def last_day(dates: pd.Series) -> pd.Series:
    """Return the last day that a date as precise as its source (``2016``, ``2016-06``, ``2016-06-17``) can mean.

    An act counts from that day: nobody is called a party before a source says so.
    """
    lengths = dates.str.len()
    parsed = pd.to_datetime(dates.where(lengths == 10, dates.str.cat(lengths.map({4: "-12-01", 7: "-01"}))))
    return parsed.where(lengths == 10, parsed + pd.offsets.MonthEnd(0))


def consents() -> pd.DataFrame:
    """Return one row for each treaty and state that consented to be bound.

    Returns:
        Columns of ``state_actions`` with ``day`` (last day that the date can mean), ``year`` and ``in_force`` (the
        later of that day and the treaty's own entry into force). The waiting period that each treaty sets for a
        state that joins later (thirty days to a year) is not in the data and is not added.
    """
    acts = datasets.load("state_actions")
    acts = acts[acts["action"].isin(CONSENT)].reset_index(drop=True)
    force = instruments().set_index("instrument_id")["entered_into_force"]
    day = last_day(acts["date"])
    return acts.assign(day=day, year=day.dt.year, in_force=day.combine(last_day(acts["instrument_id"].map(force)), max))


def last_year() -> int:
    """Return the year of the last consent on record."""
    return int(consents()["year"].max())


def parties(date: str = "2100", *, documented: bool = True) -> pd.DataFrame:
    """Return who was bound by what on a date: one row for each treaty and state.

    A signature alone makes nobody a party; a treaty that is not in force binds nobody.

    Args:
        date: as ``2015``, ``2015-03`` or ``2015-03-14``; the last day that it can mean.
        documented: leave out memberships known from memory only (status recalled).

    Returns:
        The rows of :func:`consents` in force by then.
    """
    frame = consents()
    bound = frame["in_force"] <= last_day(pd.Series([date])).iloc[0]
    known = ~frame["status"].eq("recalled") | (not documented)
    return frame[bound & known].reset_index(drop=True)


def standings(year: int, *, absence: str = "not_party") -> pd.DataFrame:
    """Return what each state was to each instrument at the end of a year.

    Args:
        year: any year; instruments adopted later are left out.
        absence: ``not_party`` takes a register's silence for non-membership, ``unknown`` leaves it open.

    Returns:
        One row for each instrument and state: ``standing`` (one of :data:`STANDINGS`), ``signed``, ``bound`` and
        ``force_year`` (years, missing where there is none), ``reservation``, ``party`` (true, false or missing),
        ``status`` and sources of the decisive act. ``reservation`` is that of the act; ``withdrawn`` is the year in
        which the last of it was given up.

    Raises:
        ValueError: for any other treatment of absence.
    """
    if absence not in ("not_party", "unknown"):
        raise ValueError(f"absence is not_party or unknown, not {absence!r}")
    acts = _cells()
    frame = acts[acts["adopted_year"] <= year].reset_index(drop=True)
    bound, signed = frame["bound"].le(year).fillna(False), frame["signed"].le(year).fillna(False)
    force = frame["force_year"].le(year).fillna(False)
    standing = pd.Series("outside", index=frame.index)
    standing[frame["silent"]] = "silent"
    standing[frame["voted"].le(year).fillna(False)] = "supported"
    standing[signed] = "signatory"
    standing[bound & ~force] = "not yet in force"
    standing[bound & force] = "party"
    party = standing.eq("party").astype("boolean").mask(standing.eq("silent") & (absence == "unknown"))
    return frame.assign(standing=standing, party=party)


def clauses(*, absence: str = "not_party") -> pd.DataFrame:
    """Return the complaint, inquiry, inter-state and court clauses with the answer of each state.

    Args:
        absence: ``not_party`` takes a register's silence about reservations, opt-outs, declarations and membership
            at its word; ``unknown`` leaves those answers open (missing).

    Returns:
        Columns of ``complaint_procedures`` with ``open`` (true, false or missing), ``year`` from which it is open,
        ``parent`` (the treaty to which a protocol belongs) and ``clause`` (short name and article).

    Raises:
        ValueError: for any other treatment of absence.
    """
    if absence not in ("not_party", "unknown"):
        raise ValueError(f"absence is not_party or unknown, not {absence!r}")
    frame = datasets.load("complaint_procedures")
    names = instruments().set_index("instrument_id")
    silent = frame["status"].eq("absence") & (absence == "unknown")
    return frame.assign(
        open=frame["accepted"].mask(silent),
        year=last_day(frame["date"]).dt.year.astype("Int64"),
        parent=frame["instrument_id"].map(names["parent"]),
        clause=frame["instrument_id"].map(names["short_name"]) + ", " + frame["article"],
    )


def _cells() -> pd.DataFrame:
    """One row for each instrument and state: the years of its acts, and the row of the decisive act."""
    acts = datasets.load("state_actions").assign(year=lambda rows: _year(rows["date"]))
    acts["rank"] = acts["action"].map(dict.fromkeys(CONSENT, 0) | {"signature": 1}).fillna(2)
    gone = acts[acts["action"].eq("reservation_withdrawal") & acts["reservation"].eq(WHOLLY_WITHDRAWN)]
    acts = acts[~acts["action"].isin(["reservation_withdrawal", "withdrawal_notice"])]
    key = ["instrument_id", "iso3"]
    last = acts.sort_values("rank", kind="stable").drop_duplicates(key)
    years = {
        "signed": acts[acts["action"] == "signature"],
        "bound": acts[acts["action"].isin(CONSENT)],
        "voted": acts[acts["action"] == "vote_yes"],
        "withdrawn": gone,
    }
    for name, rows in years.items():
        last = last.merge(rows[[*key, "year"]].rename(columns={"year": name}), on=key, how="left")
    last["silent"] = last["action"].eq("none") & last["status"].eq("absence")
    columns = [
        "instrument_id",
        "short_name",
        "full_name",
        "kind",
        "core_treaty",
        "binding",
        "parent",
        "adopted_year",
        "force_year",
    ]
    grid = instruments()[columns].merge(
        states()[["iso3", "short_name"]].rename(columns={"short_name": "state"}), how="cross"
    )
    return grid.merge(last.drop(columns=["rank", "year"]), on=key, how="left", validate="one_to_one")


def _year(dates: pd.Series) -> pd.Series:
    return dates.str[:4].astype("Int64")
