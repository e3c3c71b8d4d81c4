"""What the chapter on arrivals says of breaks and of missing arrivals, in numbers and in predicates."""

from __future__ import annotations

import pandas as pd
from scipy import stats

from analysis.arrival_frames import LAST_BEFORE_COVID, Arrivals
from analysis.breaks import NAMED, shapes, smooth_test, variants
from analysis.counterfactual import HORIZON, MODELS
from analysis.findings import Quantity, exceeds, holds, quantity

__all__ = ["findings", "within"]

RARE = 0.01


def within(arrivals: Arrivals) -> pd.DataFrame:
    """Return the pairs of breaks that fit about as well as the best, by the level's quantile of chi-squared.

    The quantile is a guide: dates of breaks are no regular parameters.
    """
    pairs = arrivals.trend.pairs
    return pairs[pairs["loss"] <= stats.chi2.ppf(arrivals.level, 2)]


def findings(arrivals: Arrivals) -> dict[str, Quantity]:
    """State the breaks, the shapes compared with them, and the missing arrivals with everything that moves them."""
    parts = (_fitted, _searched, _changes, _missing, _pretended)
    return {name: value for part in parts for name, value in part(arrivals).items()}


def _fitted(arrivals: Arrivals) -> dict[str, Quantity]:
    trend, level = arrivals.trend, arrivals.level
    ways = variants(trend.years, trend.counts, level)
    main = ways.iloc[0]
    found = {
        "trend_years": quantity(len(trend.years), "years", "years of the segmented regression"),
        "dispersion": quantity(trend.fit.alpha, "", "dispersion of the negative binomial"),
        "residual_correlation": quantity(trend.correlation, "", "of residuals with those of the year before"),
        "ljung_box": quantity(trend.ljung_box, "", "p-value of the Ljung-Box test at lag 1"),
        "residuals_free": exceeds(trend.ljung_box, 1 - level, "", "residuals show no memory of the year before"),
        "step_2012_ways": quantity(
            (ways["step_first"].min(), ways["step_first"].max()), "times", "step of 2012, all ways of fitting"
        ),
        "step_2020_ways": quantity(
            (ways["step_second"].min(), ways["step_second"].max()), "times", "step of 2020, all ways of fitting"
        ),
        "step_2012_holds": exceeds(1, ways["step_first_high"].max(), "times", "every interval lies below 1"),
        "step_2020_holds": exceeds(1, ways["step_second_high"].max(), "times", "every interval lies below 1"),
    }
    for name, term in {
        "slope_before": "slope_before",
        "step_2012": "step_first",
        "turn_2012": "turn_first",
        "step_2020": "step_second",
        "turn_2020": "turn_second",
    }.items():
        about = f"rate ratio, {name.replace('_', ' ')}"
        found[f"{name}_ratio"] = quantity(main[term], "times", about)
        found[f"{name}_interval"] = quantity((main[f"{term}_low"], main[f"{term}_high"]), "times", f"interval, {about}")
    return found


def _searched(arrivals: Arrivals) -> dict[str, Quantity]:
    trend, near = arrivals.trend, within(arrivals)
    best = trend.pairs.loc[trend.pairs["loss"].idxmin()]
    named = trend.pairs[trend.pairs["first"].eq(NAMED[0]) & trend.pairs["second"].eq(NAMED[1])].iloc[0]
    forms = shapes(trend.years, trend.counts).set_index("shape")
    broken = forms.loc[f"step and new slope in {NAMED[0]}"]
    searched = forms.loc["step and new slope, searched"]
    free = [name for name in forms.index if "searched" in name]
    return {
        "pairs_searched": quantity(len(trend.pairs), "pairs", "pairs of years searched for breaks"),
        "pairs_near": quantity(len(near), "pairs", "pairs that fit about as well as the best"),
        "pair_best": quantity(f"{int(best['first'])} and {int(best['second'])}", "", "the pair that fits best"),
        "pair_loss": quantity(named["loss"], "", "twice the log-likelihood by which 2012 and 2020 fall short of it"),
        "pair_limit": quantity(stats.chi2.ppf(arrivals.level, 2), "", "twice the log-likelihood that counts as near"),
        "first_near_from": quantity(int(near["first"].min()), "year", "earliest first break that fits as well"),
        "first_near_to": quantity(int(near["first"].max()), "year", "latest first break that fits as well"),
        "second_near_from": quantity(int(near["second"].min()), "year", "earliest second break that fits as well"),
        "second_near_to": quantity(int(near["second"].max()), "year", "latest second break that fits as well"),
        "first_undated": exceeds(
            int(near["first"].max() - near["first"].min()), 2, "years", "years long, the first break cannot be dated"
        ),
        "second_dated": exceeds(
            2, int(near["second"].max() - near["second"].min()), "years", "the second break is dated to the closure"
        ),
        "shape_years": quantity(int((trend.years < NAMED[1]).sum()), "years", "years before the closure"),
        "searched_year": quantity(int(searched["year"]), "year", "break that fits best before the closure"),
        "search_agrees": holds(int(searched["year"]) == NAMED[0], "the search before the closure ends at 2012"),
        "bend_year": quantity(int(forms.loc["bend, searched", "year"]), "year", "bend that fits best"),
        "bic_bend": quantity(
            forms.loc["bend, searched", "bic"] - broken["bic"], "", "Schwarz's criterion, bend less break of 2012"
        ),
        "bic_hump": quantity(
            forms.loc["smooth hump (quadratic)", "bic"] - broken["bic"], "", "Schwarz's criterion, hump less break"
        ),
        "bic_search": quantity(
            forms.loc[free, "bic"].max() - forms.loc[free, "bic"].min(), "", "between bend and break, both searched"
        ),
        "break_beats_hump": exceeds(
            forms.loc["smooth hump (quadratic)", "bic"], searched["bic"], "", "a searched break fits better than a hump"
        ),
        # no digit of the bootstrap is printed: it would hang on the seed
        "rare": quantity(RARE, "share", "of drawn series, the bound"),
        "hump_unlikely": exceeds(
            RARE, smooth_test(trend.years, trend.counts), "share", "few series drawn from a hump break as sharply"
        ),
    }


def _changes(arrivals: Arrivals) -> dict[str, Quantity]:
    before = arrivals.series.loc[:LAST_BEFORE_COVID]
    steps = (before / before.shift(1)).dropna()
    rank = int(steps.rank()[NAMED[0]])
    return {
        "changes": quantity(len(steps), "changes", "changes from year to year before the closure"),
        "change_rank": quantity(rank, "", "rank of 2012 among them, the deepest fall first"),
        "change_p": quantity(rank / len(steps), "", "chance that a year named beforehand ranks as high"),
    }


def _missing(arrivals: Arrivals) -> dict[str, Quantity]:
    specs, seen = arrivals.specs, float(arrivals.series.loc[arrivals.since].sum())
    middle, low, high = arrivals.forecast.total(arrivals.level)
    models = [specs[specs["model"].str.endswith(kind)]["missing"].median() for kind in ("trend", "level")]
    years = arrivals.forecast.yearly(arrivals.level)
    seen_by_year = arrivals.series.loc[arrivals.since]
    return {
        "base_from": quantity(arrivals.base[0], "year", "first year of the base period"),
        "base_to": quantity(arrivals.base[1], "year", "last year of the base period"),
        "seen_since": quantity(seen, "persons", "arrivals since 2020"),
        "expected_since": quantity(middle, "persons", "expected since 2020, trend of the base period"),
        "missing": quantity(middle - seen, "persons", "missing since 2020, trend of the base period"),
        "missing_a_year": quantity((middle - seen) / len(years), "persons a year", "the same, a year, in the mean"),
        "missing_a_year_range": quantity(
            (specs["missing"].min() / len(years), specs["missing"].max() / len(years)),
            "persons a year",
            "the same over all specifications",
        ),
        "missing_interval": quantity((low - seen, high - seen), "persons", "its prediction interval"),
        "missing_any": exceeds(low, seen, "persons", "fewer people came than the base period lets one expect"),
        "missing_each_year": exceeds(
            float((years["low"].to_numpy() - seen_by_year.to_numpy()).min()), 0, "persons", "so in every single year"
        ),
        "specs": quantity(len(specs), "specifications", "models and base periods"),
        "models": quantity(len(MODELS), "models", "models of the counterfactual"),
        "missing_range": quantity(
            (specs["missing"].min(), specs["missing"].max()), "persons", "missing, over all specifications"
        ),
        "missing_middle": quantity(
            tuple(round(float(specs["missing"].quantile(q)), -2) for q in (0.25, 0.75)),
            "persons",
            "middle half of them, to the nearest hundred",
        ),
        "missing_trend": quantity(models[0], "persons", "median of specifications with a trend"),
        "missing_level": quantity(models[1], "persons", "median of specifications with a level"),
        "missing_floor": quantity(specs["low"].min(), "persons", "lowest lower bound of all"),
        "missing_everywhere": exceeds(specs["low"].min(), 0, "persons", "every specification has people missing"),
        "choice_doubles": exceeds(
            specs["missing"].max(), 2 * specs["missing"].min(), "persons", "the count hangs on the specification"
        ),
    }


def _pretended(arrivals: Arrivals) -> dict[str, Quantity]:
    frame = arrivals.placebos[arrivals.placebos["model"].eq("trend")]
    both = arrivals.placebos[arrivals.placebos["kind"].eq("placebo")]
    fake, real = frame[frame["kind"].eq("placebo")], frame[frame["kind"].eq("closure")].iloc[0]
    lowest = both.loc[both["ratio"].idxmin()]
    return {
        "horizon": quantity(HORIZON, "years", "years compared after a pretended closure"),
        "placebo_years": quantity(len(fake), "years", "years in which the closure was pretended"),
        "placebo_covered": quantity(int(fake["covered"].sum()), "years", "of them within their prediction interval"),
        "placebo_lowest": quantity(lowest["ratio"], "share", "observed over expected, lowest placebo"),
        "placebo_lowest_year": quantity(int(lowest["year"]), "year", "the year of it"),
        "closure_ratio": quantity(real["ratio"], "share", "observed over expected after the closure"),
        "closure_ratio_interval": quantity((real["low"], real["high"]), "share", "its interval"),
        "closure_deepest": exceeds(lowest["ratio"], real["high"], "share", "the closure lies below every placebo"),
        "placebo_p": quantity(1 / (len(fake) + 1), "", "least p-value that so many placebos can give"),
        "intervals_narrow": exceeds(
            arrivals.level, fake["covered"].mean(), "share", "prediction intervals covered less than they promise"
        ),
    }
