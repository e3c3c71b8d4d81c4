"""What the chapter on North Korea says of the Assembly's votes, the Council's record and rights scores."""

from __future__ import annotations

import pandas as pd

from analysis import assembly, datasets, rights_scores, security_council
from analysis.findings import Quantity, holds, quantity
from analysis.periodic_review import clopper_pearson

__all__ = ["assembly_votes", "council_votes", "scores"]

OTHER_WINDOWS = (3, 7)
"""Years on either side tried beside the window of the run."""
EXTREME = 0.2
"""A year stands out when fewer than this share of all years show a change as large."""


def assembly_votes(frame: pd.DataFrame, ballots: pd.DataFrame, level: float) -> dict[str, Quantity]:
    """State the tallies, the trend among recorded votes, and what consensus years do to it."""
    voted = frame[frame["voted"]].reset_index(drop=True)
    first, last = voted.iloc[0], voted.iloc[-1]
    slope, low, high = (100 * number for number in assembly.slope(voted["year"], voted["share"], level))
    left_out = pd.Series(
        [100 * assembly.slope(rest["year"], rest["share"])[0] for rest in (voted.drop(index=i) for i in voted.index)]
    )
    taus = assembly.fillings().groupby("reading")["share"].agg(assembly.kendall)
    cast = ballots[ballots["vote"] != "no vote taken"]
    refusing = cast.groupby("state", sort=False)["vote"].agg(lambda votes: votes.eq("no").all())
    blank = cast.groupby("state")["vote"].agg(lambda votes: votes.eq("absent").all())
    thai = cast.query("iso3 == 'THA' and vote == 'yes'")["year"].min()
    since = frame[frame["year"] > last["year"]]
    council = datasets.load("council_resolutions").query("year > @last['year']")
    return {
        "resolutions": quantity(len(frame), "resolutions", "Assembly resolutions on the country"),
        "votes_taken": quantity(len(voted), "resolutions", "of them put to a recorded vote"),
        "without_vote": quantity(int((~frame["voted"]).sum()), "resolutions", "adopted without a vote"),
        "yes_first": quantity(first["yes"], "states", "in favour in the first vote"),
        "yes_last": quantity(last["yes"], "states", "in favour in the last vote"),
        "no_first": quantity(first["no"], "states", "against in the first vote"),
        "no_last": quantity(last["no"], "states", "against in the last vote"),
        "no_fewest": quantity(voted["no"].min(), "states", "fewest against in any vote"),
        "slope": quantity(slope, "points a year", "change of the share of members in favour"),
        "slope_interval": quantity((low, high), "points a year", "its interval"),
        "slope_left_out": quantity(
            (left_out.min(), left_out.max()), "points a year", "the same with each vote left out in turn"
        ),
        "gain_from_silent": holds(
            first["abstain"] + first["absent"] - last["abstain"] - last["absent"] > first["no"] - last["no"],
            "abstentions and blanks fell by more than votes against",
        ),
        "tau": quantity(
            assembly.kendall(voted["share"]), "tau", "rank correlation of support with time, recorded votes"
        ),
        "tau_p": quantity(assembly.exact_trend(voted["share"]), "p", "share of all orders with as strong a trend"),
        "tau_zero": quantity(taus["as no vote in favour"], "tau", "the same, consensus taken as no vote in favour"),
        "tau_last": quantity(taus["as the last recorded vote"], "tau", "the same, consensus taken as the last vote"),
        "tau_all": quantity(taus["as every member"], "tau", "the same, consensus taken as every member"),
        "zero_turns_sign": holds(
            taus["as no vote in favour"] < 0 < taus.drop("as no vote in favour").min(),
            "zeros turn the trend round, the other readings do not",
        ),
        "consensus_since": holds(
            (~since["voted"]).all() and len(since) > 0, "every text since the last vote passed without one"
        ),
        "one_each_year": holds(
            frame["year"].is_unique and frame["year"].max() - frame["year"].min() + 1 == len(frame),
            "one resolution in each year since the first",
        ),
        "consensus_years": quantity(len(since), "resolutions", "texts since the last vote"),
        "council_consensus": holds(
            council["adopted_by"].eq("consensus").all(), "so did every text of the Human Rights Council since then"
        ),
        "always_against": quantity(
            " and ".join(name for name, every in refusing.items() if every and name != "North Korea"),
            "",
            "states that voted against each time, beside North Korea",
        ),
        "thailand_yes": quantity(thai, "year", "first vote of Thailand in favour"),
        "mongolia_blank": holds(blank["Mongolia"], "the roll call leaves Mongolia blank each time"),
    }


def council_votes(frame: pd.DataFrame, level: float) -> dict[str, Quantity]:
    """State what the Council adopted, vetoed and discussed, and how often a veto fell where it could."""
    substance = security_council.substance(frame)
    kinds = frame.groupby("kind")
    passed = substance[~substance["vetoed"]]
    vetoes, calls = kinds.get_group("veto"), kinds.get_group("procedural_vote")
    meetings = kinds.get_group("human_rights_meeting")
    exact = clopper_pearson(pd.Series([len(vetoes)]), pd.Series([len(substance)]), level).iloc[0]
    after = substance[substance["day"] >= vetoes["day"].min()]
    return {
        "sanctions": quantity(len(kinds.get_group("sanctions_resolution")), "resolutions", "sanctions resolutions"),
        "renewals": quantity(len(kinds.get_group("panel_renewal")), "resolutions", "renewals of the panel of experts"),
        "all_in_favour": holds(
            (passed["chn_vote"].eq("yes") & passed["rus_vote"].eq("yes") & passed["no"].eq(0)).all(),
            "China and Russia voted for every text adopted",
        ),
        "vetoes": quantity(len(vetoes), "drafts", "drafts vetoed"),
        "substance": quantity(len(substance), "votes", "votes to which the veto applies"),
        "veto_share": quantity(len(vetoes) / len(substance), "share", "vetoed of these"),
        "veto_interval": quantity((exact["exact_low"], exact["exact_high"]), "share", "its exact interval"),
        "first_veto": quantity(vetoes["day"].min(), "date", "first veto"),
        "since_veto": quantity(len(after), "votes", "votes on substance since the first veto"),
        "no_rights_veto": holds(vetoes["subject"].eq("weapons").all(), "no vetoed draft was on human rights"),
        "china_vetoes": quantity(int(vetoes["vetoed_by"].str.contains("CHN").sum()), "drafts", "vetoed by China"),
        "procedural": quantity(len(calls), "votes", "votes on whether to meet on human rights"),
        "procedural_carried": holds(
            calls["outcome"].eq("carried").all() and calls["chn_vote"].eq("no").all(), "all carried, China against each"
        ),
        "fewest_yes": quantity(
            calls.loc[calls["documented"], "yes"].min(), "votes", "fewest in favour in a documented vote to meet"
        ),
        "needed": quantity(security_council.NEEDED, "votes", "needed to carry"),
        "open_meetings": quantity(
            int(meetings["format"].eq("open").sum()), "meetings", "open meetings on human rights"
        ),
        "closed_meetings": quantity(
            int(meetings["format"].eq("closed").sum()), "meetings", "closed meetings on human rights"
        ),
    }


def scores(changes: pd.DataFrame, break_year: int, peers: list[str], window: int) -> dict[str, Quantity]:
    """State how the break year compares with every other, and how far the scales could have shown a change."""
    table = rights_scores.summary(changes, break_year).set_index("name")
    tried = pd.concat(
        [rights_scores.summary(rights_scores.changes(peers, width), break_year) for width in OTHER_WINDOWS]
    )
    every = datasets.load("states").query("iso3 != 'PRK'")["iso3"].tolist()
    wider = rights_scores.summary(rights_scores.changes(every, window), break_year)
    freedom = datasets.load("freedom_scores").query("iso3 == 'PRK'")
    rows = datasets.load("state_years").query("iso3 == 'PRK'").set_index("indicator")
    terror = rows.loc["pts_state_department"].set_index("year")["value"]
    terror_floor = int(terror[terror < terror.max()].index.max()) + 1
    democracy = rows.loc["vdem_liberal_democracy", "value"]
    largest = table.loc[table["largest"].abs().idxmax()]
    return {
        "break_year": quantity(break_year, "year", "year on trial"),
        "window": quantity(window, "years", "years before and after"),
        "scores": quantity(len(table), "scores", "scores compared"),
        "relative_range": quantity(
            (table["relative"].min(), table["relative"].max()), "standard deviations", "change less that of the peers"
        ),
        "placebo_years": quantity(
            (int(table["years"].min()), int(table["years"].max())), "years", "break years that can be formed, by score"
        ),
        "least_p": quantity(table["p"].min(), "share", "smallest share of years with as large a change"),
        "largest_change": quantity(largest["largest"], "standard deviations", "largest relative change of any year"),
        "largest_change_year": quantity(int(largest["largest_year"]), "year", "year of that change"),
        "not_unusual": holds((table["p"] > EXTREME).all(), "in no score does the year stand out"),
        "not_unusual_elsewhere": holds(
            (pd.concat([tried, wider])["p"] > EXTREME).all(), "nor with other windows, nor against all eight states"
        ),
        "specifications": quantity(len(table) + len(tried) + len(wider), "comparisons", "comparisons made in all"),
        "freedom_score": quantity(freedom["score"].iloc[0], "points of 100", "freedom score"),
        "freedom_editions": quantity(len(freedom), "editions", "editions of the freedom score"),
        "freedom_fixed": holds(freedom["score"].nunique() == 1, "the freedom score is the same in every edition"),
        "terror_worst": quantity(int(terror.max()), "grade", "worst grade of the terror scale"),
        "terror_floor": quantity(terror_floor, "year", "year since which the terror scale stands at its worst grade"),
        "democracy_years": quantity(len(democracy), "years", "years of the democracy index"),
        "democracy_fixed": holds(democracy.nunique() == 1, "the democracy index is the same in every year"),
    }
