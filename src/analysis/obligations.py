"""What the chapter on laws says of memberships, of bodies and of the thesis's claims on both."""

from __future__ import annotations

from analysis import treaties
from analysis.claims import decided, thesis_range
from analysis.findings import Quantity, holds, quantity
from analysis.mechanisms import Mechanisms

__all__ = ["findings"]

CHAPTER = "mechanisms"
LANDMARKS = (1950, 1990)


def findings(mechanisms: Mechanisms) -> dict[str, Quantity]:
    """State what the chapter says of memberships and bodies in numbers and in predicates."""
    parts = (_membership, _timing, _bodies, _ledger)
    return {name: value for part in parts for name, value in part(mechanisms).items()}


def _membership(mechanisms: Mechanisms) -> dict[str, Quantity]:
    cells = mechanisms.cells
    treaty = cells[cells["binding"]]
    party = treaty["standing"] == "party"
    core = mechanisms.counts.set_index("iso3")["core"]
    signed = cells[cells["standing"] == "signatory"]
    refugee = cells[cells["instrument_id"].isin(["CSR1951", "CSRP1967"]) & cells["standing"].eq("party")]
    workers = cells[cells["instrument_id"] == "ICRMW"]
    covenant = cells.set_index(["instrument_id", "iso3"])["standing"]
    kept = treaty["reservation"].notna() & party & ~treaty["withdrawn"].le(mechanisms.year).fillna(False)
    return {
        "map_year": quantity(mechanisms.year, "year", "the year of the map"),
        "states_n": quantity(cells["iso3"].nunique(), "states", "states of the study"),
        "instruments_n": quantity(cells["instrument_id"].nunique(), "instruments", "instruments on the map"),
        "treaties_n": quantity(treaty["instrument_id"].nunique(), "treaties", "instruments that bind"),
        "compacts_n": quantity(
            cells.loc[~cells["binding"], "instrument_id"].nunique(), "texts", "texts that do not bind"
        ),
        "cells_n": quantity(len(treaty), "cells", "pairs of a treaty and a state"),
        "parties_n": quantity(int(party.sum()), "cells", "memberships at the end of the map's year"),
        "parties_share": quantity(party.mean(), "share", "memberships among the cells of treaties"),
        "signed_n": quantity(len(signed), "cells", "signatures that led to nothing more"),
        "outside_n": quantity(int((treaty["standing"] == "outside").sum()), "cells", "outside by a document"),
        "silent_n": quantity(int((treaty["standing"] == "silent").sum()), "cells", "missing in a register, no more"),
        "reserved_n": quantity(int(kept.sum()), "cells", "memberships with a reservation or declaration"),
        "core_total": quantity(len(treaties.core_treaties()), "treaties", "core human rights treaties"),
        "core_low": quantity(core.min(), "treaties", "fewest core treaties held by a state"),
        "core_high": quantity(core.max(), "treaties", "most core treaties held by a state"),
        "none_complete": holds(core.max() < len(treaties.core_treaties()), "no state holds all core treaties"),
        "core_prk": quantity(core["PRK"], "treaties", "core treaties held by North Korea"),
        "core_chn": quantity(core["CHN"], "treaties", "core treaties held by China"),
        "core_southeast": holds(
            core[["LAO", "VNM"]].nunique() == 1 and core[["KHM", "THA", "MNG", "KOR"]].min() > core["LAO"],
            "Laos and Vietnam hold as many core treaties, Cambodia, Thailand, Mongolia and South Korea more",
        ),
        "core_lao": quantity(core["LAO"], "treaties", "core treaties held by Laos, as by Vietnam"),
        "refugee_three": holds(
            set(refugee["iso3"]) == {"CHN", "KHM", "KOR"} and len(refugee) == 6,
            "China, Cambodia and South Korea, and no others, are parties to both refugee instruments",
        ),
        "no_migrant_workers": holds(
            ~workers["standing"].eq("party").any(), "no state is a party to the migrant workers convention"
        ),
        "china_signed": holds(covenant[("ICCPR", "CHN")] == "signatory", "China only signed the ICCPR"),
        "prk_holds_five": holds(core["PRK"] == thesis_range("prk-five-treaties")[0], "North Korea holds five of them"),
        "prk_beyond_five": holds(
            covenant.get(("CRC-OPSC", "PRK")) == "party", "North Korea is a party to a protocol besides"
        ),
        "prk_in_disability": holds(
            covenant.get(("CRPD", "PRK")) == "party", "North Korea is a party to the disability convention"
        ),
        "prk_in_genocide": holds(
            covenant.get(("CPPCG", "PRK")) == "party", "North Korea is a party to the Genocide Convention"
        ),
        "china_in_three": holds(
            covenant[[(name, "CHN") for name in ("CRC", "CAT", "CEDAW")]].eq("party").all(),
            "China is a party to the conventions on children, torture and women",
        ),
        "prk_in_covenant": holds(covenant[("ICCPR", "PRK")] == "party", "North Korea is a party to the ICCPR"),
    }


def _timing(mechanisms: Mechanisms) -> dict[str, Quantity]:
    growth = mechanisms.growth
    total = growth.groupby("year")["documented"].sum()
    last = growth[growth["year"] == mechanisms.year].set_index("iso3")
    recalled = treaties.consents()
    recalled = recalled[recalled["status"] == "recalled"]
    kinds = treaties.instruments().set_index("instrument_id")["kind"]
    half = int(total[total >= total.iloc[-1] / 2].index.min())
    every_early = int(growth.loc[growth["year"] == LANDMARKS[0], "every"].sum())
    return {
        "empty_in_1950": holds(every_early == 0, "no treaty of the map was in force for any state at the end of 1950"),
        "total_middle": quantity(int(total[LANDMARKS[1]]), "memberships", "documented memberships at the end of 1990"),
        "total_last": quantity(
            int(total.iloc[-1]), "memberships", "documented memberships at the end of the map's year"
        ),
        "half_year": quantity(half, "year", "year by which half of today's memberships were reached"),
        "late": holds(half >= 1995, "half of the memberships are younger than 1995"),
        "most_treaties": quantity(
            last["documented"].max(), "treaties", "most documented treaties in force for a state"
        ),
        "most_state": quantity(last.loc[last["documented"].idxmax(), "state"], "", "the state with the most treaties"),
        "fewest_treaties": quantity(
            last["documented"].min(), "treaties", "fewest documented treaties in force for a state"
        ),
        "fewest_state": quantity(
            last.loc[last["documented"].idxmin(), "state"], "", "the state with the fewest treaties"
        ),
        "recalled_n": quantity(len(recalled), "memberships", "memberships known from memory"),
        "recalled_elsewhere": holds(
            set(recalled["instrument_id"].map(kinds)) <= {"labour", "humanitarian", "regional"},
            "memberships known from memory concern labour, armed conflict and ASEAN only",
        ),
    }


def _bodies(mechanisms: Mechanisms) -> dict[str, Quantity]:
    bodies = mechanisms.bodies.set_index("mechanism_id")
    enforce, judge = (set(bodies.index[bodies[column]]) for column in ("can_enforce", "can_adjudicate"))
    free = bodies[~bodies["needs_state_consent"]]
    hears = bodies[bodies["can_receive_complaints"]]
    scheme = bodies["basis"].isin(["charter", "treaty", "agency", "rapporteur"])
    return {
        "bodies_n": quantity(len(bodies), "mechanisms", "mechanisms in the matrix"),
        "gather_n": quantity(
            int(bodies["can_gather_evidence"].sum()), "mechanisms", "mechanisms that may gather evidence"
        ),
        "recommend_n": quantity(int(bodies["can_recommend"].sum()), "mechanisms", "mechanisms that may recommend"),
        "hear_n": quantity(
            len(hears), "mechanisms", "mechanisms that take complaints or information as of right or practice"
        ),
        "judge_n": quantity(len(judge), "mechanisms", "mechanisms that adjudicate"),
        "free_n": quantity(len(free), "mechanisms", "mechanisms that need no consent of the state"),
        "outside_scheme": quantity(
            int((~scheme).sum()), "mechanisms", "mechanisms outside the four groups of the thesis"
        ),
        "only_council_enforces": holds(enforce == {"unsc"}, "the Security Council alone may enforce"),
        "courts_need_consent": holds(
            judge == {"icj", "icc"} and bodies.loc[list(judge), "needs_state_consent"].all(),
            "both courts rest on consent",
        ),
        "free_and_binding": holds(
            set(free.index[free["binds"] != "no"]) == {"unsc"},
            "of those without consent the Security Council alone binds",
        ),
        "heard_not_bound": holds(
            set(hears.index[hears["binds"] != "no"]) == {"icc"}, "who hears persons binds no state"
        ),
        "cells_recalled_n": quantity(
            int(mechanisms.powers["recalled"].sum()), "cells", "cells of the matrix from general knowledge"
        ),
        "matrix_n": quantity(len(mechanisms.powers), "cells", "cells of the matrix"),
        "recalled_held": quantity(
            int((mechanisms.powers["recalled"] & mechanisms.powers["held"]).sum()),
            "cells",
            "powers marked as held from general knowledge",
        ),
    }


def _ledger(mechanisms: Mechanisms) -> dict[str, Quantity]:
    del mechanisms
    verdicts = decided(CHAPTER)["verdict"].value_counts()
    return {
        "claims_n": quantity(int(verdicts.sum()), "claims", "claims decided in this chapter"),
        "claims_supported": quantity(int(verdicts.get("supported", 0)), "claims", "claims supported"),
        "claims_corrected": quantity(int(verdicts.get("corrected", 0)), "claims", "claims corrected"),
        "groups": quantity(int(thesis_range("un-four-mechanisms")[0]), "groups", "groups of UN bodies in the thesis"),
    }
