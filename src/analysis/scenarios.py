"""The sweeps: what the chapters publish under other parameters, and which verdicts that turns."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd

__all__ = ["FOLDER", "load", "predicates", "robustness"]

FOLDER = Path(__file__).resolve().parents[2] / "sweeps"


def load(name: str) -> pd.DataFrame:
    """Load the table of a sweep, every cell as text.

    Args:
        name: the sweep, by the stem of its file.

    Returns:
        One row a scenario and published value: ``chapter``, ``scenario``, the parameters that vary, ``name``,
        ``kind``, ``value``, ``upper``, ``unit`` and ``margin``; missing where there is nothing.
    """
    # not pandas.read_csv: it asks how many processors there are, which is none of a chapter's business
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return pd.DataFrame(list(csv.DictReader(stream)), dtype="str").replace("", None)


def predicates() -> pd.DataFrame:
    """Collect the predicates of all sweeps, each scenario of a chapter once.

    Returns:
        One row a scenario and predicate: ``predicate`` (``chapter.name``), ``scenario``, ``held`` (boolean).
    """
    tables = [load(path.stem) for path in sorted(FOLDER.glob("*.csv"))]
    rows = pd.concat(tables, ignore_index=True)
    rows = rows[rows["kind"] == "predicate"].drop_duplicates(["chapter", "scenario", "name"])
    named = rows["chapter"] + "." + rows["name"]
    return pd.DataFrame(
        {"predicate": named, "scenario": rows["scenario"], "held": rows["value"] == "true"}
    ).reset_index(drop=True)


def robustness(claims: pd.DataFrame, swept: pd.DataFrame) -> pd.DataFrame:
    """Say of each claim that rests on swept predicates in how many scenarios its ground holds.

    Args:
        claims: with ``claim_id`` and ``predicate``: names of predicates, separated by semicolons, or missing.
        swept: see :func:`predicates`.

    Returns:
        The claims whose predicates were swept, with the predicate that holds least often: ``ground``, ``held`` and
        ``ran`` (scenarios), ``share`` (0 to 1), ``turned_by`` (the scenarios in which it fails, missing when none).
    """
    by_name = swept.groupby("predicate")
    counts = pd.DataFrame({"held": by_name["held"].sum(), "ran": by_name["held"].size()})
    counts["share"] = counts["held"] / counts["ran"]
    counts["turned_by"] = swept[~swept["held"]].groupby("predicate")["scenario"].agg("; ".join)
    grounds = claims.assign(ground=claims["predicate"].str.split(";")).explode("ground")
    joined = grounds.join(counts, on="ground").dropna(subset=["ran"]).sort_values("share", kind="stable")
    return joined.drop_duplicates("claim_id").sort_index()
