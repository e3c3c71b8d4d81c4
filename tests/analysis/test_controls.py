"""What a reader chooses on the page is what a run with that parameter computes: each setting of each control."""

from __future__ import annotations

import copy
import itertools
import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import yaml

from analysis import (
    accountability,
    arrivals,
    datasets,
    detections,
    mental_health,
    north_korea,
    rank_correlation,
    rights_scores,
    routes,
    south_korea,
    southeast_asia,
    thailand_mongolia,
    theme,
    treaty_scores,
)
from analysis.broker_prices import FITTED, prices
from analysis.counterfactual import expected
from analysis.figures import accountability as tree
from analysis.figures import arrival_trend, base_period, broker_prices
from analysis.figures import detections as thai
from analysis.figures import mental_health as forests
from analysis.figures import rights_scores as trial
from analysis.figures import treaty_scores as pledges
from analysis.meta_analysis import BETWEEN, SCALES

FILE = Path(__file__).resolve().parents[2] / "parameters.yml"
FIXED = {
    chapter: {name: each["value"] for name, each in parameters.items()}
    for chapter, parameters in yaml.safe_load(FILE.read_text(encoding="utf-8")).items()
}


@cache
def prepared(chapter):
    module = {
        "accountability": accountability, "arrivals": arrivals, "north_korea": north_korea, "routes": routes,
        "south_korea": south_korea, "southeast_asia": southeast_asia, "thailand_mongolia": thailand_mongolia,
    }[chapter]  # fmt: skip
    return module.prepare(**FIXED[chapter])


FIGURES = {
    "missing": lambda: arrival_trend.missing(prepared("arrivals")),
    "correlation": lambda: pledges.correlation(prepared("southeast_asia")),
    "blockers": lambda: tree.blockers(prepared("accountability")),
    "ratio": lambda: thai.ratio(prepared("thailand_mongolia")),
    "prices": lambda: broker_prices.prices(prepared("routes").prices),
    "placebo": lambda: trial.placebo(
        *(getattr(prepared("north_korea"), n) for n in ("changes", "break_year", "peers"))
    ),
    "forest": lambda: forests.forest(prepared("south_korea")),
}

CHAPTERS = {
    "missing": "arrivals", "correlation": "southeast_asia", "blockers": "accountability", "ratio": "thailand_mongolia",
    "prices": "routes", "placebo": "north_korea", "forest": "south_korea",
}  # fmt: skip


@cache
def specification(figure):
    return FIGURES[figure]().specification()


def drawn(figure, **setting):
    """Draw a figure as the page does when its controls stand at a setting; each must be one that the page offers."""
    spec = copy.deepcopy(specification(figure))
    bound = {each["name"]: each for each in spec["params"] if "bind" in each}
    for name, value in setting.items():
        bind = bound[name]["bind"]
        assert value in (bind.get("options") or range(bind["min"], bind["max"] + 1))
        bound[name]["value"] = value
    return theme.draw(spec)


def words(svg):
    return re.findall(r">([^<>]+)</text>", svg)


def labelled(svg, *names):
    """Read the labels of marks that state all of some fields, as dictionaries."""
    labels = [dict(part.split(": ", 1) for part in label.split("; ")) for label in
              re.findall(r'aria-label="([^"]+: [^"]+)" role="graphics-symbol"', svg)]  # fmt: skip
    return [label for label in labels if set(names) <= set(label)]


def number(text):
    return float(text.replace(",", "").replace("\N{MINUS SIGN}", "-"))


@pytest.mark.parametrize(("figure", "chapter"), CHAPTERS.items())
def test_a_figure_at_its_printed_setting_is_what_is_printed_and_names_it(figure, chapter):
    spec, fixed = specification(figure), FIXED[chapter]
    bound = [each for each in spec["params"] if "bind" in each]
    assert bound
    for each in bound:
        assert fixed.get(each["name"], "trend") == each["value"]
        assert "printed: " in each["bind"]["name"] or each["name"] == "model"
    assert "printed" not in theme.draw(spec), "the mark of the printed result belongs to other settings"


@pytest.mark.parametrize("model", ["trend", "level"])
@pytest.mark.parametrize("base_to", [2018, 2019])
def test_the_missing_under_any_base_period_are_those_that_a_run_counts(base_to, model):
    frames = prepared("arrivals")
    seen = frames.series.loc[frames.since].sum()
    for base_from in range(2002, 2017):
        svg = drawn("missing", base_from=base_from, base_to=base_to, model=model)
        said = [text for text in words(svg) if "missing" in text]
        if base_to - base_from < 3:
            assert "A base period takes at least 4 years" in words(svg)
            assert not said
            continue
        base = frames.series.loc[base_from:base_to]
        ahead = np.asarray(frames.since, dtype=float)
        found = expected(base.index.to_numpy(dtype=float), base.to_numpy(), ahead, model)
        total = tuple(f"{round(each - seen):,}" for each in found.total(0.95))
        if (base_from, base_to, model) == (2012, 2019, "trend"):
            assert not said
        else:
            assert said == [f"{total[0]} missing ({total[1]} to {total[2]}); printed, dotted: 4,375"]
        assert heights(svg, base_from, base_to, model) == pytest.approx(found.means, abs=8)


@cache
def tops():
    frames = prepared("arrivals")
    stated = base_period.top(base_period.tried(frames), frames.series, arrival_trend.TOP)
    return yaml.safe_load(re.search(r"\((\{.*?\})\)", stated)[1])


def heights(svg, *choice):
    """Read persons off the dashed line, by the scale whose end the figure states."""
    path = re.search(r'd="([^"]+)" stroke="#5b6472" stroke-width="1.8" stroke-dasharray', svg)[1]
    top = tops().get("-".join(map(str, choice)), arrival_trend.TOP)
    return [top * (1 - float(point.split(",")[1]) / 200) for point in re.split("[ML]", path)[1:]]


def test_treaties_scores_and_coefficient_of_any_year_are_those_of_the_tables():
    rows = treaty_scores.scores()
    free = rows[rows["name"] == treaty_scores.FREEDOM]
    for year in (*range(2012, 2026, 4), 2025):
        svg = drawn("correlation", year=year)
        score = free[free["year"] == year].set_index("iso3")["score"]
        held = treaty_scores.held(year)
        points = labelled(svg, "Core treaties held", "score", "iso3", "state", "treaties")
        assert {each["iso3"]: (number(each["treaties"]), number(each["score"])) for each in points} == {
            state: (held[state], score[state]) for state in score.index
        }
        if year != FIXED["southeast_asia"]["year"]:
            assert words(svg)[-1] == f"{rank_correlation.exact(held.reindex(score.index), score)['rho']:.2f}"
            assert f"Freedom score, {year}" in words(svg)


@pytest.mark.parametrize("rule", accountability.RULES)
def test_routes_counted_by_any_rule_are_those_that_a_run_with_it_counts(rule):
    frames = accountability.prepare(rule, partly=False)
    names = frames.conditions.set_index("condition_id")["label"]
    counted = {names[key]: count for key, count in accountability.blocked(frames.needs, rule).items()}
    bars = labelled(drawn("blockers", rule=rule), "Routes", "kind", "partly")
    assert {each["label"]: number(each["Routes"]) for each in bars if number(each["Routes"])} == counted


@pytest.mark.parametrize("lag", detections.LAGS)
def test_the_ratio_at_any_lag_is_that_of_a_run_with_it(lag):
    chapter = thailand_mongolia.prepare(**(FIXED["thailand_mongolia"] | {"lag": lag}))
    svg = drawn("ratio", lag=lag)
    said = [text for text in words(svg) if "whole years" in text]
    printed = prepared("thailand_mongolia").pooled["ratio"]
    wanted = f"{chapter.pooled['ratio']:.2f}, whole years of the police series (printed: {printed:.2f})"
    assert said == ([] if lag == 0 else [wanted])
    full = re.findall(rf'compared: {thai.NAMES[lag]}; [^"]*"[^>]*fill="{thai.SHADES[thai.NAMES[lag]]}"', svg)
    assert len(full) == (chapter.ratios["complete"] & chapter.ratios["lag"].eq(lag)).sum()


def test_prices_in_dollars_of_any_year_are_those_of_a_run_with_it():
    series = datasets.load("prices")
    for year in range(1995, 2026, 6):
        found = prices(datasets.load("broker_costs"), series, year, True, 0.95)
        svg = drawn("prices", price_year=year)
        points = labelled(svg, "price_year", "usd", "origin_id")
        seen = found.seen[found.seen["leg"].isin(broker_prices.LEGS)]
        assert sorted(number(each["usd"]) for each in points) == pytest.approx(sorted(seen["usd"].round()), abs=1.01)
        starts = sorted(number(each["fit"]) for each in labelled(svg, "year", "fit"))
        assert starts == pytest.approx(sorted(found.trends[leg].fitted["fit"].iloc[0] for leg in FITTED), rel=1e-4)


def test_the_rank_of_any_year_on_trial_is_that_of_a_run_with_it():
    frame, printed = prepared("north_korea").changes, FIXED["north_korea"]["break_year"]
    for year in range(1995, 2020, 4):
        said = [text for text in words(drawn("placebo", break_year=year)) if "years as large" in text]
        known = frame[frame["iso3"].eq("PRK") & frame["year"].eq(year)].dropna(subset=["relative"])
        if year == printed or known.empty:
            assert said == []
            continue
        table = rights_scores.summary(frame, year)
        ranks = table.set_index("name") if "name" in table else table
        wanted = [f"{int(ranks.loc[name, 'as_large'])} of {int(ranks.loc[name, 'years'])} years as large"
                  for name in rights_scores.SCORES.values() if name in ranks.index]  # fmt: skip
        assert said == wanted


@pytest.mark.parametrize(("method", "scale"), [*itertools.product(BETWEEN, SCALES)])
def test_the_mean_of_studies_by_any_estimator_is_that_of_a_run_with_it(method, scale):
    found = mental_health.summary(prepared("south_korea").studies, method, scale, FIXED["south_korea"]["level"])
    shown = words(drawn("forest", method=method, scale=scale))
    for each in found.values():
        assert f"{each.mean * 100:.0f} ({percent(each.low)}–{percent(each.high)})" in shown
        assert f"({percent(each.new_low)}–{percent(each.new_high)})" in shown
    assert sum(bool(re.fullmatch(r"\(\d+–\d+\)", text)) for text in shown) == len(found)


def percent(share):
    return int(np.round(share * 100))
