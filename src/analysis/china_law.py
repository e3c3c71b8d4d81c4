"""What binds China towards people from North Korea, what it promised Pyongyang, and which clauses could be enforced."""

from __future__ import annotations

import pandas as pd

from analysis import datasets, treaties
from analysis.findings import Quantity, holds, quantity

__all__ = ["CONDUCT", "agreements", "channels", "promises", "provisions", "stated"]

CONDUCT = {
    "L01": ("statements", "2024-chn-3", "gist"),
    "L02": ("committee_findings", "cat-chn-2015", "gist"),
    "L06": ("committee_findings", "cat-chn-2015-2", "gist"),
    "L15": ("committee_findings", "crc-chn-2013", "gist"),
    "L16": ("statements", "2019-chn-1", "gist"),
    "L17": ("national_protection", "unhcr_access_to_north_koreans", "note"),
    "L18": ("accountability_routes", "R44", "tried_detail"),
    "L05": ("accountability_routes", "R14", "blocker"),
    "L07": ("accountability_routes", "R27", "blocker"),
    "L07B": ("accountability_routes", "R11", "blocker"),
    "L22": ("statements", "2023-chn-1", "gist"),
    "L24": ("national_protection", "has_refugee_status_procedure", "note"),
    "L25": ("national_protection", "has_asylum_law", "note"),
    "L26B": ("national_protection", "penalises_irregular_entry", "note"),
}
"""Where the tables record what was done or said under a provision: table, key and column."""
KEYS = {
    "national_protection": "indicator",
    "committee_findings": "finding_id",
    "statements": "statement_id",
    "accountability_routes": "route_id",
}
SHUT = {
    "not_party": "outside the instrument",
    "reservation": "reserved",
    "opt_out": "opted out",
    "no_declaration": "no declaration",
    "treaty_text": "open by the text",
}
KINDS = {
    "individual": "persons",
    "interstate_committee": "states",
    "inquiry": "inquiry",
    "visit": "visit",
    "icj_clause": "court",
}
"""Who or what a clause lets in: complaints of persons or of states, an inquiry or a visit of a committee, the court."""


def provisions() -> pd.DataFrame:
    """Return the provisions that bear on North Koreans in China, with their force and what is on record under them.

    Returns:
        One row a provision of :data:`CONDUCT`: columns of ``legal_provisions`` with ``binding`` (what ties China to it,
        in words), ``conduct`` (what is on record), ``conduct_status`` and ``text`` (short name and article).
    """
    law = datasets.load("legal_provisions")
    law = law[law["provision_id"].isin(list(CONDUCT))].reset_index(drop=True)
    places = pd.DataFrame(CONDUCT, index=["table", "key", "column"]).T.rename_axis("provision_id").reset_index()
    found = law[["provision_id"]].merge(
        places.merge(_records(), on=["table", "key", "column"]), on="provision_id", how="left"
    )
    bound = treaties.parties()
    bound = set(bound.loc[bound["iso3"] == "CHN", "instrument_id"])
    party = law["instrument_id"].isin(bound) & law["level"].eq("treaty")
    open_clause = law["applies_to"].str.contains("CHN")
    force = law["level"].map(
        {
            "treaty": "not a party", "bilateral": "agreement", "constitution": "own law, discretion",
            "statute": "own law", "doctrine": "reading of the treaty, no rule of its own",
        }
    )  # fmt: skip
    force = force.mask(party & open_clause, "party").mask(party & ~open_clause, "party, but shut this clause")
    short = law["instrument"].str.replace(r"( \d{4})?,? with Protocol| / Protocol", " and Protocol", regex=True)
    return law.assign(
        binding=force,
        conduct=found["conduct"],
        conduct_status=found["record_status"],
        text=short + ", " + law["article"],
    )


def _records() -> pd.DataFrame:
    parts = []
    for stem, key in KEYS.items():
        frame = datasets.load(stem).assign(table=stem)
        frame = frame[frame["iso3"].eq("CHN")] if stem == "national_protection" else frame
        texts = frame.columns.intersection(["gist", "note", "blocker", "tried_detail"])
        melted = frame.melt(["table", key, "status"], texts, var_name="column", value_name="conduct")
        parts.append(melted.rename(columns={key: "key", "status": "record_status"}))
    return pd.concat(parts, ignore_index=True)


def agreements() -> pd.DataFrame:
    """Return the border agreements with Pyongyang, oldest first.

    Returns:
        Bilateral rows of ``legal_provisions`` between China and North Korea with ``year``, ``short`` (name without the
        article) and ``disaster`` (whether the provision excepts people whom a disaster drove across).
    """
    law = datasets.load("legal_provisions")
    kept = law["level"].eq("bilateral") & law["applies_to"].str.contains("CHN") & law["applies_to"].str.contains("PRK")
    pacts = law[kept].copy()
    # the second provision of the newer text gives no date of its own
    pacts["year"] = pacts["instrument"].str.extract(r"((?:19|20)\d\d)", expand=False).ffill().astype("int64")
    pacts["disaster"] = pacts["rule"].str.contains("disaster")
    return pacts.sort_values(["year", "article"], ignore_index=True)


def channels(*, absence: str = "not_party") -> pd.DataFrame:
    """Return every complaint, inquiry, visit and court clause that could reach China, with China's answer.

    Args:
        absence: see :func:`analysis.treaties.clauses`.

    Returns:
        Columns of ``treaties.clauses`` with ``group`` (kind in words), ``why`` (how it stands) and ``treaty``
        (short name of the treaty to which the clause belongs); the treaties with open and reserved clauses first.
    """
    frame = treaties.clauses(absence=absence)
    frame = frame[frame["iso3"] == "CHN"].copy()
    frame["group"], frame["why"] = frame["procedure"].map(KINDS), frame["basis"].map(SHUT)
    # the protocol against torture carries no treaty's name before its own
    parent = frame["parent"].replace({"OPCAT": "CAT"})
    names = treaties.instruments().set_index("instrument_id")["short_name"]
    frame["treaty"] = parent.map(names)
    answered = frame["why"].map({"open by the text": 2, "reserved": 1}).fillna(0)
    frame["rank"] = answered.groupby(parent).transform("sum") * 10 + parent.groupby(parent).transform("size")
    return frame.sort_values(["rank", "treaty", "group"], ascending=[False, True, True], ignore_index=True)


def promises() -> pd.DataFrame:
    """Return what China bound itself to, by year and by side.

    Returns:
        Columns ``lane`` (promises to the world, to the refugee agency, to Pyongyang), ``year``, ``label``, ``status``,
        ``source_id`` and ``other_sources``. Treaties: the refugee instruments and those with a provision that bars
        return or protects children, women and people at risk of torture.
    """
    acts = treaties.consents()
    mine = acts[acts["iso3"].eq("CHN") & acts["instrument_id"].isin(["CSR1951", "CEDAW", "CAT", "CRC"])]
    names = treaties.instruments().set_index("instrument_id")["short_name"]
    world = mine.assign(lane="to all states", label=mine["instrument_id"].map(names))
    pacts = agreements().drop_duplicates("year").assign(lane="to Pyongyang")
    pacts["label"] = pacts["year"].astype("string")
    law = datasets.load("legal_provisions")
    agency = law[law["provision_id"].eq("L17")].assign(lane="to UNHCR", label="access and arbitration")
    agency["year"] = agency["instrument"].str.extract(r"(\d{4})$", expand=False).astype("int64")
    columns = ["lane", "year", "label", "status", "source_id", "other_sources"]
    return pd.concat([world[columns], agency[columns], pacts[columns]], ignore_index=True).astype({"year": "int64"})


def stated(clauses: pd.DataFrame) -> dict[str, Quantity]:
    """State what the chapter says on the law; ``clauses`` as :func:`channels` returns them."""
    court, why = clauses[clauses["group"].eq("court")], clauses["basis"]
    open_now = clauses["open"].fillna(False).astype("bool")
    pacts = agreements()
    read = pacts[pacts["basis"].eq("text")]
    since = read[read["year"].ge(1964)].groupby("year")["disaster"].any()
    protocols = treaties.consents()
    refuge = protocols[protocols["iso3"].eq("CHN") & protocols["instrument_id"].isin(["CSR1951", "CSRP1967"])]
    law = datasets.load("national_protection")
    own = law[law["iso3"].eq("CHN")].set_index("indicator")["value"]
    return {
        "one_clause_only": holds(own["has_asylum_law"] == "clause_only", "the law has one clause on refugees"),
        "unhcr_shut_out": holds(own["unhcr_access_to_north_koreans"] == "no", "UNHCR may not reach North Koreans"),
        "unhcr_in_beijing": holds(own["unhcr_office"] == "yes", "UNHCR has an office in China"),
        "called_migrants": holds(
            own["treats_north_koreans_as"] == "economic_migrant", "China calls North Koreans economic migrants"
        ),
        "unhcr_has_treaty": holds(
            datasets.load("legal_provisions")["provision_id"].isin(["L17", "L18"]).sum() == 2,
            "an agreement gives UNHCR access and arbitration",
        ),
        "pacts_of_the_claim": holds(
            pacts["year"].between(1960, 1969).any() and pacts["year"].between(1980, 1989).any(),
            "an agreement of the sixties and one of the eighties are on record",
        ),
        "clauses": quantity(len(clauses), "clauses", "complaint, inquiry, visit and court clauses"),
        "clauses_open": quantity(int(open_now.sum()), "clauses", "of these, open against China"),
        "clauses_reserved": quantity(int(why.eq("reservation").sum()), "clauses", "court clauses that China reserved"),
        "court_clauses": quantity(len(court), "clauses", "court clauses"),
        "clauses_outside": quantity(
            int(why.eq("not_party").sum()), "clauses", "clauses of instruments China has not joined"
        ),
        "clauses_silent": quantity(
            int(clauses["status"].eq("absence").sum()), "clauses", "answers that rest on a register's silence"
        ),
        "no_complaint_of_persons": holds(
            not open_now[clauses["group"].eq("persons")].any(),
            "no complaint procedure for persons is open",
        ),
        "accession": quantity(refuge["day"].max(), "date", "accession to Convention and Protocol"),
        "both_on_one_day": holds(refuge["day"].nunique() == 1 and len(refuge) == 2, "China joined both on one day"),
        "pacts": quantity(pacts["year"].nunique(), "agreements", "border agreements with Pyongyang on record"),
        "disaster_since_1964": holds(
            since.all(), "each text since 1964 that was read excepts people driven across by disaster"
        ),
        "no_pact_of_1987": holds(not pacts["year"].eq(1987).any(), "no agreement of 1987 is on record"),
    }
