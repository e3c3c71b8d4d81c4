"""The lint finds what an author typed, and leaves alone what names a law, a day or a document."""

from __future__ import annotations

import pytest

from press.lint import bare_quantities


def found(text: str) -> list[str]:
    return [bare.quantity for bare in bare_quantities(text)]


@pytest.mark.parametrize(
    "text",
    [
        "72 % of arrivals", "72% of arrivals",
        "three quarters of them", "1,127 people", "two thirds", "half of all",
        "about 2000 people left", "a dozen cases",
        "hundreds of returns", "it doubled", "twice as many", "$3,000 a head",
        "2.5 million won", "one fell by 40 per cent", "the 58 recommendations", "between 30 and 40 a month",
        "arrivals halved", "eight states", "3 of 9 states", "a quarter of the women", "in 2019 there were 1,047",
        ":title: Arrivals fell by 44 %", ":alt: A line from 10 to 20", "Article 33 binds 149 states", "₩10 a day",
        "10–20 cases", "2009 arrivals were few", "5 km of fence",
    ],
)  # fmt: skip
def test_a_typed_quantity_is_caught(text):
    assert found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Article 33", "Articles 33 and 34", "article 12(2)", "Articles 1A(2) and 35", "resolution 60/173",
        "resolution 2397", "16 December 2005", "27 and 28 July 2004", "in 2009", "from 1999 to 2001", "2009–2025",
        "the 1951 Convention", "the 1967 Protocol", "Covid-19", "A/HRC/25/63, paragraph 45", "paragraphs 42–45",
        "General Comment 31", "Act No. 5259", "the early 2010s", "July 2013", "since 2020", "Tier 3", "G20",
        "{value}`women_share:.0%` of them", "{holds}`more than two thirds <women>`", "{cite:p}`park2018`",
        "{numref}`fig-arrivals-2`", "`code 42`", "[link](https://example.org/42)", "```\n42\n```", "(label-2)=",
        "the second half of 2025", "half-years", "pages 12–14", "S/PV.7353", "one of them", "1. A numbered item",
        "[^note-1]", ":name: fig-12",
    ],
)  # fmt: skip
def test_what_names_a_law_a_day_or_a_document_passes(text):
    assert found(text) == []


def test_the_line_and_the_words_about_it_are_named():
    bare = next(bare_quantities("First line.\nIn all 72 % came.\n"))
    assert (bare.line, bare.quantity) == (2, "72 %")
    assert "In all" in bare.around
