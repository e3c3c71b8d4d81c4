"""The coding book: protection in practice at five stages of the way, in our coding and in a sceptic's."""

from __future__ import annotations

from functools import cache

import pandas as pd

from analysis import datasets, treaties

__all__ = ["CODINGS", "DURABLE", "EVIDENCE", "SAMPLES", "STAGES", "book", "index", "levels", "standing", "varying"]

DURABLE = "durable solution"
STAGES = {
    "entry": "penalises_irregular_entry",
    "non-return": "known_refoulement_of_north_koreans",
    "status": "unhcr_access_to_north_koreans",
    "onward transfer": "onward_transfer_to_rok",
}
"""Four of the five stages, and the indicator that codes each; the fifth is counted from UNHCR's tables."""
CODINGS = ("own", "sceptic")
EVIDENCE = {
    "with memory": (["verified", "corroborated", "absence", "recalled"], True),
    "without memory": (["verified", "corroborated", "absence"], True),
    "without cables": (["verified", "corroborated", "absence"], False),
    "documents only": (["verified", "corroborated"], False),
}
"""Filters of evidence: statuses that count, and whether cells that rest on leaked cables alone do."""
SAMPLES = {"transit": (False, False), "hosts": (False, True), "nine": (True, True)}
"""Which ends of the route join the states of transit: North Korea, South Korea."""
ORIGIN, ASYLUM = "PRK", "KOR"
SINCE = 2000
"""Year from which a refugee counted by UNHCR speaks of today's practice; a sceptic takes any year."""
LEAST_KNOWN = 2
PASSES_ON = 0.5
"""Level of onward transfer from which a state passes people on: quiet or routine."""
STANDINGS = ("none", "some", "full", "open")


def book() -> pd.DataFrame:
    """Return the coding book, one row a state and stage.

    At the ends of the route a cell that does not apply takes the end of its scale: the state that people flee protects
    them at no stage, and nationals in South Korea need no other status.

    Returns:
        ``iso3``, ``stage``, ``value``, ``rank`` and ``top`` (of the scale), ``level`` (rank by top, 0 to 1),
        ``sceptic_value``, ``sceptic_rank``, ``sceptic_level`` (missing where a sceptic would leave the cell open),
        ``sceptic_reason``, ``disputed``, ``as_of``, ``cable_only``, ``ruled`` (set by the rule above), ``status`` and
        sources.
    """
    return _book().copy()


@cache
def _book() -> pd.DataFrame:
    rows = datasets.load("national_protection")
    stage = {indicator: name for name, indicator in STAGES.items()}
    tops = datasets.load("protection_indicators").set_index("indicator")["top"]
    rows = rows[rows["indicator"].isin(list(stage))]
    frame = rows.assign(stage=rows["indicator"].map(stage), top=rows["indicator"].map(tops), rank=rows["ordinal"])
    frame = pd.concat([frame, _durable()], ignore_index=True)
    open_cell = frame["rank"].isna() & frame["value"].eq("not_applicable")
    ends = frame["iso3"].map({ORIGIN: 0}).astype("Float64")
    ends = ends.fillna(frame["top"].where(frame["iso3"].eq(ASYLUM)).astype("Float64"))
    frame = frame.assign(ruled=open_cell, rank=frame["rank"].astype("Float64").mask(open_cell, ends))
    disputed = frame["sceptic_value"].notna()
    theirs = frame["rank"].mask(disputed, frame["sceptic_ordinal"].astype("Float64"))
    frame = frame.assign(disputed=disputed, sceptic_rank=theirs, cable_only=frame["cable_only"].astype(bool))
    top = frame["top"].astype("float64")
    order = {name: position for position, name in enumerate([*STAGES, DURABLE])}
    place = treaties.states().set_index("iso3")["position"]
    frame = frame.assign(
        level=frame["rank"].astype("Float64").astype("float64") / top,
        sceptic_level=theirs.astype("float64") / top,
        order=frame["stage"].map(order),
        place=frame["iso3"].map(place),
    )
    return frame.sort_values(["place", "order"], ignore_index=True)


def _durable() -> pd.DataFrame:
    """Code whether UNHCR counted a refugee from the North at the end of a year; South Korea takes in its own."""
    counts = datasets.load("unhcr_populations").query("population_type == 'refugees' and persons > 0")
    last = counts.groupby("country_of_asylum")["year"].max()
    frame = treaties.states()[["iso3"]].assign(
        stage=DURABLE, top=1, cable_only=False, other_sources=None, measure="finding_of_a_body"
    )
    year = frame["iso3"].map(last)
    seen, ever = year.ge(SINCE).fillna(False), year.notna()
    home = frame["iso3"].eq(ASYLUM)
    rank = (seen | home).astype("Int64")
    differs = ever & ~seen & ~home
    return frame.assign(
        rank=rank,
        value=rank.map({1: "counted", 0: "none counted"}).mask(home, "citizenship"),
        sceptic_value=pd.Series("counted once", index=frame.index).where(differs),
        sceptic_ordinal=pd.Series(1, index=frame.index, dtype="Int64").where(differs),
        sceptic_reason=pd.Series("A refugee was counted there once.", index=frame.index).where(differs),
        as_of=year.astype("Int64").astype("string"),
        # a country without a row is a silence of the tables; South Korea's answer is that of its law
        status=pd.Series("absence", index=frame.index).mask(ever, "verified").mask(home, "corroborated"),
        source_id=pd.Series("unhcr_rdf_2025", index=frame.index).mask(home, "piie_kor_2012"),
    )


def levels(coding: str = "own", evidence: str = "without memory", sample: str = "transit") -> pd.DataFrame:
    """Return levels of protection, one row a state, one column a stage, 0 to 1, missing where nothing counts.

    The rule for the ends of the route holds under every filter of evidence: it is a rule, not a finding. What
    is known of the ends from memory (that South Korea is the destination) counts too.

    Args:
        coding: own, or sceptic where one is recorded.
        evidence: a key of :data:`EVIDENCE`.
        sample: a key of :data:`SAMPLES`.

    Raises:
        ValueError: for an unknown coding, filter or sample.
    """
    for given, known in ((coding, CODINGS), (evidence, EVIDENCE), (sample, SAMPLES)):
        if given not in known:
            raise ValueError(f"{given!r} is none of {', '.join(known)}")
    rows = book()
    statuses, cables = EVIDENCE[evidence]
    end = rows["iso3"].isin([ORIGIN, ASYLUM])
    counts = (rows["status"].isin(statuses) & (cables | ~rows["cable_only"])) | end
    value = rows["level" if coding == "own" else "sceptic_level"].where(counts)
    table = rows.assign(value=value).pivot(index="iso3", columns="stage", values="value")
    table = table.reindex(columns=[*STAGES, DURABLE]).loc[treaties.states()["iso3"]]
    drop = [name for name, kept in zip((ORIGIN, ASYLUM), SAMPLES[sample], strict=True) if not kept]
    return table.drop(index=drop).rename_axis(columns=None)


def varying(table: pd.DataFrame) -> list[str]:
    """Name the stages at which the states differ: a stage at which all stand alike orders nobody."""
    return [name for name in table if table[name].nunique() > 1]


def index(table: pd.DataFrame, missing: str = "left out") -> pd.Series:
    """Average the stages that vary, each with the same weight.

    Args:
        table: see :func:`levels`.
        missing: ``left out`` averages what is known of a state, if that is at least two stages; ``worst`` takes
            an unknown level for none.

    Returns:
        0 to 1 by state, missing where too little is known. Levels are ranks brought to a common length, so that the
        index is a summary and no measurement.

    Raises:
        ValueError: for another treatment of missing cells.
    """
    if missing not in ("left out", "worst"):
        raise ValueError(f"missing is left out or worst, not {missing!r}")
    part = table[varying(table)]
    if missing == "worst":
        return part.fillna(0.0).mean(axis=1)
    return part.mean(axis=1).where(part.notna().sum(axis=1) >= LEAST_KNOWN)


def standing() -> pd.DataFrame:
    """Count the states of transit at each stage by how far they protect, under both codings.

    Onward transfer counts as full where it is quiet or routine: the top of its scale is South Korea's alone.

    Returns:
        One row a stage, coding and standing (``none``, ``some``, ``full`` or ``open``): ``states``, zeros included, and
        ``named`` (their short names).
    """
    rows = book()
    rows = rows[~rows["iso3"].isin([ORIGIN, ASYLUM])]
    names = treaties.states().set_index("iso3")["short_name"]
    reach = rows["stage"].eq("onward transfer").map({True: PASSES_ON, False: 1.0})
    parts = []
    for coding, column in zip(CODINGS, ("level", "sceptic_level"), strict=True):
        level = rows[column]
        word = pd.Series("some", index=rows.index).mask(level.eq(0), "none").mask(level.ge(reach), "full")
        parts.append(rows.assign(coding=coding, standing=word.mask(level.isna(), "open"), name=rows["iso3"].map(names)))
    groups = pd.concat(parts).groupby(["stage", "coding", "standing"])["name"]
    every = pd.MultiIndex.from_product([[*STAGES, DURABLE], CODINGS, STANDINGS], names=["stage", "coding", "standing"])
    frame = pd.DataFrame({"states": groups.size(), "named": groups.agg(", ".join)}).reindex(every)
    return frame.assign(states=frame["states"].fillna(0).astype("int64"), named=frame["named"].fillna("")).reset_index()
