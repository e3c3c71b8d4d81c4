"""Verdicts of a ledger of claims stand on published predicates."""

from __future__ import annotations

import pytest

from press import ledger
from press.values import Values


@pytest.fixture
def book(second_book):
    """The second book with a ledger of two claims."""
    second_book.replace(
        "pyproject.toml",
        'fonts = "fonts"',
        'fonts = "fonts"\nledger = {file = "data/claims.csv", key = "claim", predicates = "predicate"}',
    )
    (second_book.root / "data/claims.csv").write_text(
        "claim,verdict,predicate\nhigh,supported,harbour.above_two\nlow,unverified,\n", encoding="utf-8"
    )
    second_book.replace(
        "src/tides/__init__.py", '"kind": "number"', '"kind": "predicate" if isinstance(value, bool) else "number"'
    )
    second_book.replace(
        "chapters/harbour.ipynb",
        "publish(mean=sum(found) / len(found))",
        "publish(mean=sum(found) / len(found), above_two=sum(found) > 4)",
    )
    assert second_book.press("run").returncode == 0
    return second_book


def test_a_predicate_of_the_ledger_counts_as_read(book):
    done = book.press("check")
    assert (done.returncode, done.stdout.strip()) == (0, "nothing to complain of")


def test_a_changed_datum_that_turns_a_verdict_stops_the_press(book):
    book.replace("data/levels.csv", "2002,4.0", "2002,1.0")
    assert book.press("run").returncode == 0
    done = book.press("html")
    assert done.returncode == 1
    assert "the verdict on 'high' rests on harbour.above_two" in done.stderr
    assert "no longer holds" in done.stderr


def test_a_predicate_that_nobody_publishes_is_named(book):
    book.replace("data/claims.csv", "harbour.above_two", "harbour.above_three")
    done = book.press("check")
    assert done.returncode == 1
    assert "'above_three' is not published" in done.stdout


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"unit": "persons"}, ""),
        ({"unit": "persons", "margin": 1204.0}, "by 1,204 persons"),
        ({"unit": "days", "margin": 2.4567}, "by 2.46 days"),
        ({"unit": "share", "margin": 0.1237}, "by 12.4 points"),
    ],
)
def test_a_margin_is_said_in_the_unit_of_its_predicate(stated, said):
    assert ledger.margin({"kind": "predicate", "value": True} | stated) == said


def test_a_table_prints_the_margins_that_hold_when_the_book_is_printed():
    fields = [{"name": "claim", "format": ""}, {"name": "predicate", "format": "margin"}]
    rows = [{"claim": "high", "predicate": "harbour.above;harbour.known"}, {"claim": "low", "predicate": None}]
    above = {"kind": "predicate", "value": True, "unit": "metres", "about": "", "margin": 0.5}
    values = Values({"harbour": {"above": above, "known": {"kind": "predicate", "value": True, "unit": ""}}})
    printed = ledger.with_margins({"schema": {"fields": fields}, "data": rows}, values, {})
    assert [row["predicate"] for row in printed["data"]] == ["holds by 0.5 metres; holds", None]
    above["margin"] = 0.25
    assert ledger.with_margins({"schema": {"fields": fields}, "data": rows}, values, {})["data"][0]["predicate"] == (
        "holds by 0.25 metres; holds"
    )
    counts = {("harbour", "above"): (46, 48), ("harbour", "known"): (2, 2), ("river", "above"): (0, 9)}
    assert ledger.with_margins({"schema": {"fields": fields}, "data": rows}, values, counts)["data"][0][
        "predicate"
    ] == ("holds by 0.25 metres, in 46 of 48 scenarios; holds in 2 of 2 scenarios")
