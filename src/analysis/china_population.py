"""How many North Koreans hid in China: published figures, what each counted, and how bodies changed their own."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import claims, datasets
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["CAMPS", "apart", "changes", "children", "estimates", "stated", "stocks"]

CAMPS = {
    "survey": "method", "informants": "method", "extrapolation": "campaign", "official": "office", "un": "office",
    "compilation": "office", "expert": "office", "advocacy": "campaign", "press": "campaign",
}  # fmt: skip
"""Who publishes: a survey or informants (method), governments, the UN, reference bodies and experts (office), campaign
bodies and the press (campaign; the scaled-up village survey is the one on which campaigners lean)."""

BAR = 0.5
"""The fall for which the text asks how far informants must have erred, as a share."""


def estimates(statuses: list[str], *, look_back: bool) -> pd.DataFrame:
    """Return the published figures with the columns that the analysis adds.

    Args:
        statuses: statuses of rows that count.
        look_back: whether a survey's answers about earlier years count as figures of these years.

    Returns:
        Columns of ``china_population`` with ``camp``; ``first`` and ``last`` (persons: the ends, a single end standing
        for both); ``open_low`` and ``open_high`` (no such end was printed); ``middle`` (persons: the printed
        central value, else the geometric middle of the ends); ``recalled_back`` (asked about an earlier year);
        ``adopted`` (a compiler's use of a survey); ``counted`` (status and look-back admit the row).
    """
    frame = datasets.load("china_population")
    low, high = frame["low"].astype("float64"), frame["high"].astype("float64")
    first, last = low.fillna(high), high.fillna(low)
    latest = frame.groupby("origin_id")["as_of_year"].transform("max")
    back = frame["method"].str.contains("asked back", na=False) & (frame["as_of_year"] < latest)
    surveys = frame.loc[frame["method_class"].isin(["survey", "informants"]), "origin_id"]
    return frame.assign(
        camp=frame["method_class"].map(CAMPS),
        first=first,
        last=last,
        open_low=low.isna(),
        open_high=high.isna(),
        middle=frame["central"].astype("float64").fillna(np.sqrt(first * last)),
        recalled_back=back,
        adopted=frame["method_class"].eq("compilation") & frame["origin_id"].isin(surveys),
        counted=frame["status"].isin(statuses) & (~back | look_back),
    )


def stocks(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the figures that may be compared: people present in China or its north-east, counted by the body itself."""
    return frame[frame["comparable"] & frame["counted"]].reset_index(drop=True)


def apart(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the figures that count something else: flows, spans of others' figures, parts of the area or the people."""
    return frame[~frame["comparable"] & frame["counted"]].sort_values(
        ["kind", "population", "as_of_year", "estimate_id"], ignore_index=True
    )


def children(frame: pd.DataFrame) -> pd.DataFrame:
    """Keep the figures on children of North Korean mothers that count."""
    kept = frame["population"].eq("children of North Korean mothers") & frame["counted"]
    return frame[kept].sort_values("as_of_year", ignore_index=True)


def changes(comparable: pd.DataFrame) -> pd.DataFrame:
    """Set the last figure of each body beside its first, for bodies that gave figures for more than one year.

    Returns:
        One row a body (``origin_id``): ``from_year``, ``to_year``, ``before``, ``after`` (middles, persons), ``ratio``
        (after by before), ``lowest`` and ``highest`` (the ratios that the printed ends allow), ``peak`` (largest
        middle in between, persons), ``camp`` and ``series`` (a short name), smallest ratio first.
    """
    own = comparable[~comparable["adopted"]].sort_values("as_of_year", kind="stable")
    bodies = own.groupby("origin_id")
    first, last = bodies.head(1).set_index("origin_id"), bodies.tail(1).set_index("origin_id")
    frame = pd.DataFrame(
        {
            "series": first["estimator"].str.split(r" and other|,| quoted", regex=True).str[0],
            "camp": first["camp"],
            "from_year": first["as_of_year"],
            "to_year": last["as_of_year"],
            "before": first["middle"],
            "after": last["middle"],
            "ratio": last["middle"] / first["middle"],
            "lowest": last["first"] / first["last"],
            "highest": last["last"] / first["first"],
            "peak": bodies["middle"].max(),
        }
    )
    repeated = frame[frame["to_year"] > frame["from_year"]]
    return repeated.sort_values("ratio", kind="stable").reset_index()


def stated(frame: pd.DataFrame, changed: pd.DataFrame) -> dict[str, Quantity]:
    """State what the chapter says on people in hiding (see :func:`estimates` and :func:`changes`)."""
    comparable = stocks(frame)
    outside = comparable[comparable["camp"].ne("campaign")]
    young = children(frame).set_index("as_of_year")
    methods = comparable[comparable["method_stated"]]
    early = comparable[comparable["as_of_year"].eq(2001)]
    beijing = early["origin_id"].eq("china-government")
    floor, _ = claims.thesis_range("china-50k-300k")
    late = outside[outside["as_of_year"].between(2007, 2009)]
    newest = comparable.sort_values("as_of_year").iloc[-1]
    experts = comparable[comparable["origin_id"].eq("china-experts")].iloc[0]
    minister = comparable[comparable["origin_id"].eq("korea-minister")].iloc[0]
    asked = frame[frame["origin_id"].eq("robinson") & frame["method_class"].eq("informants")].set_index("as_of_year")
    rows = frame.set_index("estimate_id")
    then, now = asked.iloc[0], asked.iloc[-1]
    printed = (1 - now["last"] / then["middle"], 1 - now["first"] / then["middle"])
    widest = (1 - now["last"] / then["first"], 1 - now["first"] / then["last"])
    uscr = changed.set_index("origin_id").loc["uscr"]
    state = changed.set_index("origin_id").loc["us-state"]
    repeated = changed[changed["camp"].eq("campaign")]
    nearest = changed[changed["origin_id"].isin(["china-government", "korea-government"])]
    return {
        "figures": quantity(len(frame), "figures", "published figures on people in China"),
        "comparable": quantity(len(comparable), "figures", "figures that may be set side by side"),
        "survey_1998": quantity(then["middle"], "persons", "present in 1998 according to the survey of 2009"),
        "survey_1998_range": quantity((then["first"], then["last"]), "persons", "its range"),
        "survey_2009": quantity((now["first"], now["last"]), "persons", "present in 2009 according to the survey"),
        "survey_fall": quantity(printed, "share", "fall from 1998 to 2009 from the printed middle"),
        "survey_fall_widest": quantity(widest, "share", "fall from 1998 to 2009 from the printed ends"),
        "fall_by_nine_tenths": holds(
            printed[0] <= 0.9 <= printed[1] + 1e-9, "a fall by nine tenths lies within the printed ends"
        ),
        "bar": quantity(BAR, "share", "fall for which the overstatement is asked"),
        "overstated": quantity(
            (1 - BAR) * then["middle"] / now["last"],
            "times",
            "overstatement of 1998 that would bring the fall down to it",
        ),
        "bodies_repeated": quantity(len(changed), "bodies", "bodies with figures for several years"),
        "uscr_first": quantity(uscr["before"], "persons", "first figure of the refugee survey"),
        "uscr_peak": quantity(uscr["peak"], "persons", "highest figure of the refugee survey"),
        "uscr_last": quantity(uscr["after"], "persons", "last figure of the refugee survey"),
        "uscr_fall": quantity(1 - uscr["after"] / uscr["peak"], "share", "its fall from the highest figure"),
        "state_fall": quantity(1 - state["ratio"], "share", "fall of the figure of the US State Department"),
        "others_cut": holds(
            (changed.loc[changed["origin_id"].isin(["robinson", "uscr", "us-state"]), "ratio"] < 0.5).all(),
            "the survey and the reference bodies cut their own figures by more than half",
        ),
        "mostly_whole": holds(
            outside.loc[outside["camp"].eq("office"), "area"].eq("China").mean() > 0.5,
            "most other figures cover all of China",
        ),
        "commissioner": quantity(
            rows.loc["2003-lubbers", "first"], "persons", "the High Commissioner, 2003, all countries"
        ),
        "commissioner_press": quantity(
            rows.loc["2003-unhcr-press", "last"], "persons", "his office in the press, 2003, China"
        ),
        "campaign_stays": holds(
            (repeated["ratio"] > 0.5).all(), "no campaign body with several figures cut its own by half"
        ),
        "nearest_stay": holds((nearest["ratio"] >= 1).all(), "the figures of Beijing and Seoul did not fall"),
        "experts_2012": quantity((experts["first"], experts["last"]), "persons", "Chinese experts, 2012"),
        "minister": quantity(minister["middle"], "persons", "a South Korean minister, 2010"),
        "newest": quantity((newest["first"], newest["last"]), "persons", "newest comparable figure"),
        "newest_campaign": holds(newest["camp"] == "campaign", "the newest figure is that of a campaign body"),
        "last_method_year": quantity(
            methods["as_of_year"].max(), "year", "last year with a figure whose method is stated"
        ),
        "beijing_lowest": holds(
            early.loc[beijing, "last"].max() <= early.loc[~beijing, "first"].min()
            and early.loc[beijing, "middle"].max() < early.loc[~beijing, "middle"].min(),
            "nobody went below the Chinese figure of 2001",
        ),
        "beijing_matched": holds(
            now["first"] <= early.loc[beijing, "middle"].max() <= now["last"],
            "the survey of 2009 reached the Chinese figure",
        ),
        "floor_unreached": exceeds(
            floor,
            late["last"].max(),
            "persons",
            "no figure of 2007 to 2009 outside the campaign camp reaches the thesis's floor",
        ),
        "children_2007": quantity(
            tuple(young.loc[2007, ["first", "last"]]), "persons", "children of North Korean mothers, 2007"
        ),
        "children_2020": quantity(
            young.loc[2020, "first"], "persons", "children of North Korean mothers, at least, 2020"
        ),
    }
