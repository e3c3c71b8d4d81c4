"""What the synthesis says in numbers and in predicates."""

from __future__ import annotations

from analysis import protection, weights
from analysis.findings import Quantity, exceeds, holds, quantity
from analysis.synthesis import LATENT, PAIRS, Synthesis
from analysis.synthesis_contrasts import contrasts

__all__ = ["findings"]

ALPHA = 0.05
SPARE = [("full", "entry", ""), ("full", "entry", "_sceptic"), ("none", "onward", ""), ("none", "onward", "_sceptic")]
"""Counts of no state at all, which no sentence needs."""


def findings(synthesis: Synthesis) -> dict[str, Quantity]:
    """State what the chapter says in numbers and in predicates."""
    parts = (_coding, _tests, _sweep, _order, _conditions, _periods, _information, _stages)
    return {name: value for part in parts for name, value in part(synthesis).items()} | contrasts(synthesis)


def _coding(synthesis: Synthesis) -> dict[str, Quantity]:
    book, agreed = synthesis.book, synthesis.agreement
    transit = book[~book["iso3"].isin([protection.ORIGIN, protection.ASYLUM])]
    stages = transit.groupby("stage")["level"].nunique()
    return {
        "states": quantity(len(synthesis.names), "states", "states of the passage"),
        "transit": quantity(transit["iso3"].nunique(), "states", "states of transit, which the tests compare"),
        "cells": quantity(int(agreed["cells"]), "cells", "cells coded from evidence"),
        "cells_same": quantity(int(agreed["same"]), "cells", "cells that a sceptic would code alike"),
        "cells_other": quantity(int(agreed["other"]), "cells", "cells that a sceptic would code otherwise"),
        "cells_open": quantity(int(agreed["left_open"]), "cells", "cells that a sceptic would leave open"),
        "exact": quantity(agreed["exact"], "share", "share of cells that both codings agree on"),
        "kappa": quantity(agreed["kappa"], "kappa", "weighted agreement where both code"),
        "kappa_interval": quantity((agreed["low"], agreed["high"]), "kappa", "its interval, states left out in turn"),
        "entry_alike": holds(stages["entry"] == 1, "at entry all states of transit stand alike"),
        "stages_all": quantity(len(stages), "stages", "stages of protection"),
        "stages_varying": quantity(int((stages > 1).sum()), "stages", "stages at which the states of transit differ"),
    }


def _tests(synthesis: Synthesis) -> dict[str, Quantity]:
    tests = synthesis.tests.set_index(["coding", "hypothesis"])
    ours, theirs = tests.loc["own"], tests.loc["sceptic"]
    compared, every = synthesis.power.iloc[0], synthesis.power.iloc[-1]
    values = {
        "alpha": quantity(ALPHA, "probability", "level at which a p counts as small"),
        "tests": quantity(len(ours), "tests", "hypotheses tested, one test each"),
        "critical": quantity(compared["critical"], "tau", "smallest tau that as many states without ties can show"),
        "power": quantity(compared["power"], "probability", "power at a population tau of one half, the states tested"),
        "power_nine": quantity(every["power"], "probability", "the same for all states of the passage"),
        "latent": quantity(LATENT, "tau", "population tau of the statement of power"),
        "underpowered": exceeds(0.5, compared["power"], "share", "the test misses such an association more often"),
        "commitment_unsupported": holds(
            not ours.loc["commitment", "right"] and not theirs.loc["commitment", "right"],
            "under neither coding does membership go with more protection",
        ),
        "none_after_holm": exceeds(
            ours["holm"].min(), ALPHA, "probability", "no first test survives a correction for their number"
        ),
        "climate_strongest": holds(
            ours["tau"].abs().idxmax() == "climate" and theirs["tau"].abs().idxmax() == "climate",
            "the rights climate has the strongest association under both codings",
        ),
        "beijing_next": holds(
            ours["tau"].abs().nlargest(2).index[1] == "beijing", "votes with the North have the next strongest"
        ),
    }
    for name in ours.index:
        values[f"{name}_tau"] = quantity(ours.loc[name, "tau"], "tau", f"tau-b of {name}, own coding")
        values[f"{name}_p"] = quantity(ours.loc[name, "p"], "probability", f"exact p of {name}, own coding")
        values[f"{name}_sceptic"] = quantity(theirs.loc[name, "tau"], "tau", f"tau-b of {name}, sceptic's coding")
    values["climate_holm"] = quantity(ours.loc["climate", "holm"], "probability", "adjusted p of the rights climate")
    return values


def _sweep(synthesis: Synthesis) -> dict[str, Quantity]:
    sweep, joint = synthesis.sweep, synthesis.joint
    values = {
        "specifications": quantity(len(synthesis.runs), "specifications", "runs of the sweep over all samples"),
        "specifications_transit": quantity(int(sweep["n"].max()), "specifications", "runs of a hypothesis, transit"),
        "orders": quantity(int(joint["orders"].iloc[0]), "orders", "ways to relabel the states of transit"),
        "commitment_never": exceeds(
            5, 100 * sweep.loc["commitment", "found"] / sweep.loc["commitment", "n"], "per cent of specifications",
            "membership is found to protect in fewer specifications than chance would give",
        ),
        "climate_always": holds(
            sweep.loc["climate", "sign"] == sweep.loc["climate", "n"], "the climate has the expected sign in each"
        ),
        "beijing_always": holds(
            sweep.loc["beijing", "sign"] == sweep.loc["beijing", "n"], "votes have the expected sign in each"
        ),
        "climate_beats_chance": exceeds(ALPHA, joint.loc["climate", "p"], "probability", "the sweep beats chance"),
        "beijing_beats_chance": exceeds(ALPHA, joint.loc["beijing", "p"], "probability", "so do votes"),
        "commitment_is_chance": exceeds(joint.loc["commitment", "p"], ALPHA, "probability", "membership does not"),
        "procedures_not_quite": exceeds(
            joint.loc["procedures", "p"], ALPHA, "probability", "the sweep of procedures misses one in twenty"
        ),
        "seoul_is_chance": exceeds(joint.loc["seoul", "p"], ALPHA, "probability", "aid from Seoul does not"),
        "pyongyang_is_chance": exceeds(joint.loc["pyongyang", "p"], ALPHA, "probability", "agreements do not"),
        "pyongyang_untestable": exceeds(
            sweep.loc["pyongyang", "n"] / 2, sweep.loc["pyongyang", "possible"], "specifications",
            "in most specifications of agreements no arrangement could reach one in twenty",
        ),
    }  # fmt: skip
    for name in sweep.index:
        row = sweep.loc[name]
        values |= {
            f"{name}_n": quantity(int(row["n"]), "specifications", f"specifications of {name} with a tau"),
            f"{name}_sign": quantity(int(row["sign"]), "specifications", f"of these, with the expected sign, {name}"),
            f"{name}_found": quantity(int(row["found"]), "specifications", f"with p of at most one in twenty, {name}"),
            f"{name}_median": quantity(row["median"], "tau", f"median signed tau, {name}"),
            f"{name}_joint": quantity(joint.loc[name, "p"], "probability", f"p of the sweep as a whole, {name}"),
        }
    return values


def _order(synthesis: Synthesis) -> dict[str, Quantity]:
    names, ranks = synthesis.names, synthesis.ranks
    ours, theirs = synthesis.orders["own"], synthesis.orders["sceptic"]
    return {
        "pairs": quantity(len(ours) * (len(ours) - 1) // 2, "pairs", "pairs of states of transit"),
        "ordered": quantity(int(ours.to_numpy().sum()), "pairs", "pairs that dominance orders, own coding"),
        "ordered_sceptic": quantity(int(theirs.to_numpy().sum()), "pairs", "pairs ordered under the sceptic's coding"),
        "china_last": holds(
            (ours["CHN"].sum() == len(ours) - 1) and ranks.loc["CHN", "high"] == len(ranks),
            "every other state of transit dominates China",
        ),
        "top": quantity(
            " and ".join(names[ranks.sort_values(["middle", "high"]).index[:2]].sort_values(ascending=False)),
            "",
            "states of the best middle ranks",
        ),
        "rank_share": quantity(1 - 2 * weights.TAIL, "share", "draws that a rank interval holds"),
        "bound_rank": quantity(tuple(ranks.loc["CHN", ["low", "high"]]), "rank", "ranks of China over the draws"),
        "thailand_rank": quantity(tuple(ranks.loc["THA", ["low", "high"]]), "rank", "ranks of Thailand"),
        "mongolia_rank": quantity(tuple(ranks.loc["MNG", ["low", "high"]]), "rank", "ranks of Mongolia"),
        "cambodia_rank": quantity(tuple(ranks.loc["KHM", ["low", "high"]]), "rank", "ranks of Cambodia"),
        "separated": exceeds(
            ranks.loc["CHN", "low"], ranks.loc["THA", "high"], "ranks", "no draw in the interval brings them together"
        ),
    }


def _conditions(synthesis: Synthesis) -> dict[str, Quantity]:
    both = {coding: frame[~frame["absent"]].set_index("condition") for coding, frame in synthesis.conditions.items()}
    ours, theirs = both["own"], both["sceptic"]
    treaty = "in the refugee treaties"
    enough = ours.index[ours["sufficient"].eq(1) & theirs["sufficient"].eq(1)]
    needed = ours.index[ours["necessary"].eq(1)]
    return {
        "conditions": quantity(len(ours), "conditions", "conditions compared"),
        "passing": quantity(int(synthesis.sets["passes on"].sum()), "states", "states that pass people on"),
        "treaty_members": quantity(int(ours.loc[treaty, "with_condition"]), "states", "states in the treaties"),
        "treaty_passing": quantity(int(ours.loc[treaty, "with_both"]), "states", "of these, states that pass on"),
        "treaty_neither": holds(
            ours.loc[treaty, "necessary"] < 1 and ours.loc[treaty, "sufficient"] < 1,
            "membership is neither necessary nor sufficient",
        ),
        "enough": quantity(len(enough), "conditions", "conditions that suffice under both codings"),
        "votes_suffice": holds("never voted with Pyongyang" in enough, "never voting with Pyongyang suffices"),
        "climate_suffices": holds("freer than most" in enough, "being freer than most suffices"),
        "none_necessary": holds(len(needed) == 0, "no condition is necessary"),
        "laos_despite": holds(
            bool(synthesis.sets.loc["LAO", "passes on"])
            and not synthesis.sets.loc["LAO", ["never voted with Pyongyang", "freer than most"]].any(),
            "Laos passes people on without either",
        ),
    }


def _periods(synthesis: Synthesis) -> dict[str, Quantity]:
    changes = synthesis.changes
    counts = ["refugee_treaties", "agreements"]
    return {
        "periods": quantity(len(synthesis.periods), "periods", "state-periods of practice"),
        "changes": quantity(len(changes), "changes", "changes of practice between neighbouring periods"),
        "changes_without_treaty": holds(
            (changes[counts] == 0).all(axis=None), "none came with a refugee treaty or an agreement on security"
        ),
        "paired": quantity(len(PAIRS), "pairs", "pairs of neighbours compared"),
    }


def _information(synthesis: Synthesis) -> dict[str, Quantity]:
    cells = synthesis.cells
    first = cells.iloc[0]
    returns = cells["stage"].eq("non-return")
    return {
        "uncertain": quantity(len(cells), "cells", "uncertain cells that could move a result"),
        "first_state": quantity(str(first["state"]), "", "state of the most informative cell"),
        "first_stage": quantity(str(first["stage"]), "", "stage of that cell"),
        "first_reach": quantity(first["reach"], "tau", "how far that cell alone can move a tau"),
        "mostly_returns": exceeds(returns.sum(), (~returns).sum(), "cells", "most uncertain cells are of returns"),
    }


def _stages(synthesis: Synthesis) -> dict[str, Quantity]:
    """Count the states of transit at each stage by what they give, under both codings."""
    names = {"entry": "entry", "non-return": "return", "status": "status", "onward transfer": "onward"}
    names |= {protection.DURABLE: "durable"}
    counts = protection.standing().set_index(["stage", "coding", "standing"])["states"]
    values = {
        f"{standing}_{short}{suffix}": quantity(
            int(counts[stage, coding, standing]), "states", f"states of transit, {stage}: {standing}, {coding} coding"
        )
        for stage, short in names.items()
        for coding, suffix in (("own", ""), ("sceptic", "_sceptic"))
        for standing in ("none", "full")
    }
    values["ends_fail"] = holds(
        counts["entry", "own", "none"] == counts[protection.DURABLE, "own", "none"] == len(synthesis.ranks),
        "no state of transit protects at entry or gives a durable solution",
    )
    spare = [f"{standing}_{short}{suffix}" for standing, short, suffix in SPARE]
    return {name: value for name, value in values.items() if name not in spare}
