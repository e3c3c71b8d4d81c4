"""Pictures by night: hues stay, what stood out stands out, and every ink can be read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from press.book import Book
from press.colours import contrast, dark, stylesheet
from press.exhibits import read_all

ROOT = Path(__file__).resolve().parents[2]
NIGHT = re.search(r"--paper: light-dark\(#\w+, (#\w+)\)", (ROOT / "src/press/theme/static/page.css").read_text())[1]
PICTURES = {exhibit.stem: exhibit.drawing for exhibit in read_all(Book(ROOT)).values() if not exhibit.is_table}


def test_white_becomes_night_and_ink_becomes_light():
    assert contrast(dark("#ffffff"), NIGHT) < 1.15
    assert contrast(dark("#1f2430"), NIGHT) > 12


@pytest.mark.parametrize("colour", ["#a63d40", "#1d5f8a", "rgb(47, 125, 91)", "#8a6d1d"])
def test_a_mark_that_can_be_seen_by_day_can_be_seen_by_night(colour):
    assert contrast(colour, "#ffffff") >= 3
    assert contrast(dark(colour), NIGHT) >= 3


def test_the_order_of_a_scale_survives():
    scale = ["#08306b", "#2171b5", "#6baed6", "#c6dbef"]
    night = [contrast(dark(each), NIGHT) for each in scale]
    assert night == sorted(night, reverse=True)


@pytest.mark.parametrize("stem", PICTURES)
def test_every_word_in_a_picture_has_contrast_by_day_and_by_night(stem):
    inks = set(re.findall(r'<text[^>]* fill="(#\w+)"', PICTURES[stem]))
    over_marks = {"#ffffff", "#fff"}  # set on a mark of its own colour
    low = {ink: (contrast(ink, "#ffffff"), contrast(dark(ink), NIGHT)) for ink in inks - over_marks}
    assert {ink: found for ink, found in low.items() if min(found) < 4.5} == {}


def test_every_colour_of_a_picture_is_repainted():
    sheet = stylesheet(['<path fill="#a63d40" stroke="rgb(1, 2, 3)"/><path fill="none"/>'])
    assert '.picture [fill="#a63d40"]{fill:light-dark(#a63d40,' in sheet
    assert '.picture [stroke="rgb(1, 2, 3)"]{stroke:light-dark(rgb(1, 2, 3),' in sheet
    assert "none" not in sheet


def test_a_colour_that_only_a_live_picture_shows_is_repainted_too():
    sheet = stylesheet([], ['{"mark": {"color": "#bfe0cf"}}'])
    assert '.picture [fill="#bfe0cf"]{fill:light-dark(#bfe0cf,' in sheet
    assert '.picture [stroke="#bfe0cf"]{stroke:light-dark(#bfe0cf,' in sheet
