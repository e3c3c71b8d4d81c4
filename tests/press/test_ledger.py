"""Verdicts of a ledger of claims stand on published predicates."""

from __future__ import annotations

import pytest


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
