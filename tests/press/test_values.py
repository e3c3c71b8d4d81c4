"""Values in sentences: printed as asked, or an error; never a hole."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.findings import holds, quantity
from press.errors import Finding
from press.values import Values, fill, show, uses


def shown(value, form=""):
    return show(vars(quantity(value, "persons", "a test")), form)


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (2914, ",", "2,914"),
        (np.int64(2914), ",", "2,914"),
        (pd.Series([3], dtype="Int64").iloc[0], "words", "three"),
        (np.float64(0.7222), ".1%", "72.2%"),
        (np.float32(0.5), ".0%", "50%"),
        (-3.5, ".1f", "−3.5"),
        ((0.2571, 0.4885), ".1%", "25.7% to 48.9%"),
        ((np.float64(1.0), np.int64(2)), ".0f", "1 to 2"),
        (date(2020, 1, 31), "date", "31 January 2020"),
        (pd.Timestamp(2020, 8, 25), "", "25 August 2020"),
        ("Laos and Vietnam", "", "Laos and Vietnam"),
        (2, "ordinal", "second"),
        (0, "words", "zero"),
    ],
)
def test_a_value_is_printed_in_the_form_that_the_sentence_asks_for(value, form, printed):
    assert shown(value, form) == printed


@pytest.mark.parametrize(
    ("value", "form"),
    [(1.5, ""), (1.5, "words"), (21, "words"), (-1, "words"), (3, "spam"), ("text", ",.1f"), (0.5, "ordinal")],
)
def test_a_format_that_does_not_fit_is_an_error_and_not_a_hole(value, form):
    with pytest.raises(Finding, match="cannot be printed"):
        shown(value, form)


@pytest.mark.parametrize("value", [None, float("nan"), np.nan, pd.NA, pd.NaT, float("inf"), (1.0, np.nan)])
def test_a_missing_value_cannot_be_published(value):
    with pytest.raises(ValueError, match=r"missing|not finite"):
        quantity(value, "persons", "a test")


@pytest.mark.parametrize("value", [True, np.True_, [1, 2, 3], {"a": 1}, object(), ""])
def test_what_is_no_quantity_cannot_be_published_as_one(value):
    with pytest.raises(TypeError):
        quantity(value, "persons", "a test")


@given(st.one_of(st.integers(-(10**9), 10**9), st.floats(allow_nan=False, allow_infinity=False, width=32)))
def test_every_finite_number_prints_something_that_carries_it(number):
    printed = shown(number, ",.3f").replace("−", "-").replace(",", "")
    assert float(printed) == pytest.approx(float(number), abs=6e-4, rel=1e-9)


VALUES = Values(
    {
        "arrivals": {
            "peak": vars(quantity(2914, "persons", "peak")),
            "halved": vars(holds(True, "halved")),
            "doubled": vars(holds(False, "doubled")),
        }
    }
)


def test_roles_in_captions_and_alternative_texts_are_filled():
    text = "Up to {value}`peak:,` people, {holds}`half of it gone <halved>`."
    assert fill(text, "arrivals", VALUES) == "Up to 2,914 people, half of it gone."


def test_another_chapter_quotes_with_the_name_before_the_value():
    assert fill("{value}`arrivals.peak:,`", "index", VALUES) == "2,914"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{value}`nobody`", "not published"),
        ("{value}`elsewhere.peak`", "no chapter"),
        ("{value}`halved`", "bind words"),
        ("{holds}`grew <peak>`", "no predicate"),
        ("{holds}`doubled <doubled>`", "no longer holds"),
        ("{value}`a b`", "cannot read"),
        ("{holds}`words without a name`", "cannot read"),
    ],
)
def test_a_quotation_that_nothing_bears_out_is_an_error(text, complaint):
    with pytest.raises(Finding, match=complaint):
        fill(text, "arrivals", VALUES)


def test_uses_are_found_in_every_kind_of_text():
    text = "# Title {value}`a`\n\n:::{exhibit} x\n:alt: {value}`b.c:,`\n:::\n[^1]: {holds}`words\nover lines <d>`"
    assert [(use.chapter, use.name) for use in uses(text, "here")] == [("here", "a"), ("b", "c"), ("here", "d")]
