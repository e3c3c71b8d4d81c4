"""A difference between two states of the book, told: as lines, as Markdown, as JSON, as a page with pictures."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from press.diff import Difference, MovedExhibit, MovedValue, Sentence
from press.exhibits import Exhibit
from press.records import plain

__all__ = ["as_data", "as_lines", "as_markdown", "as_page"]

STEP = re.compile("⟦(.*?) → (.*?)⟧", re.DOTALL)
SHOWN = 5
"""How many changes of an exhibit a summary names before it counts the rest."""
TEMPLATE = Path(__file__).parent / "theme" / "diff.html"


def as_data(difference: Difference) -> dict[str, Any]:
    """Return the difference as plain data for JSON."""
    return {
        "old": difference.old,
        "new": difference.new,
        "values": [
            {
                "chapter": each.chapter,
                "name": each.name,
                "old": each.old and each.old["value"],
                "new": each.new and each.new["value"],
                "unit": each.known["unit"],
                "absolute": each.absolute,
                "relative": each.relative,
                "sentences": [{"place": sentence.place, "text": _bracketed(sentence)} for sentence in each.sentences],
            }
            for each in difference.values
        ],
        "exhibits": [
            {"chapter": each.chapter, "name": each.name, "kind": each.kind, "changes": each.changes}
            for each in difference.exhibits
        ],
    }


def as_lines(difference: Difference) -> str:
    """Tell the difference in lines for a terminal."""
    lines = []
    for chapter, values, exhibits in difference.by_chapter():
        lines.append(chapter)
        for value in values:
            step = f"{shown(value.old)} → {shown(value.new)} {value.known['unit']}".rstrip()
            lines.append(f"  {value.name}: {step}{f' ({change(value)})' if change(value) else ''}")
            lines += [f"    {sentence.place}: {_bracketed(sentence)}" for sentence in value.sentences]
        lines += [f"  {_summary(exhibit)}" for exhibit in exhibits]
    return "\n".join([*lines, count(difference)])


def as_markdown(difference: Difference) -> str:
    """Tell the difference as a summary for a pull request."""
    lines = ["### What moves in the book", "", count(difference)]
    for chapter, values, exhibits in difference.by_chapter():
        lines += ["", f"#### {chapter}", ""]
        if values:
            lines += ["| value | was | is | change | what it is |", "| :-- | --: | --: | --: | :-- |"]
            lines += [_row(value) for value in values] + [""]
        told = [f"- {s.place}: {STEP.sub(_struck, s.text)}" for value in values for s in value.sentences]
        lines += [*dict.fromkeys(told), *(f"- {_summary(exhibit, '`')}" for exhibit in exhibits)]
    return "\n".join(lines).rstrip() + "\n"


def as_page(difference: Difference, title: str) -> str:
    """Tell the difference as one HTML page that needs nothing but itself, figures side by side."""
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"shown": shown, "change": change, "marked": _marked, "picture": _picture, "state": _state}
    template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
    return template.render(difference=difference, title=title, count=count(difference)) + "\n"


def shown(value: dict[str, Any] | None) -> str:
    """Write a published value for people, without its unit."""
    if value is None:
        return "not published"
    if value["kind"] == "predicate":
        return "holds" if value["value"] else "does not hold"
    if value["kind"] == "interval":
        return " to ".join(map(plain, value["value"]))
    # a year is a whole number too, but nobody separates its thousands
    return str(value["value"]) if value["unit"] == "year" else plain(value["value"])


def change(value: MovedValue) -> str:
    """Write how far a value moved, absolutely and relatively; empty where that has no meaning."""
    told = []
    moved = value.absolute or []
    for by, against in zip(moved, value.relative or [None] * len(moved), strict=True):
        share = "" if against is None else f", {against:+.2%}"
        told.append(f"{'+' if by > 0 else ''}{plain(by)}{share}")
    return " and ".join(told).replace("-", "\N{MINUS SIGN}")


def count(difference: Difference) -> str:
    """Say in a sentence how much moved."""
    kinds = [each.kind for each in difference.exhibits]
    counts = [("value", len(difference.values)), ("figure", kinds.count("figure")), ("table", kinds.count("table"))]
    told = ", ".join(f"{number} {noun}{'' if number == 1 else 's'}" for noun, number in counts if number)
    return f"{_state(difference.old)} to {_state(difference.new)}: {told or 'nothing'} moved"


def _state(name: str) -> str:
    return name if " " in name else name[:10]


def _bracketed(sentence: Sentence) -> str:
    return STEP.sub(lambda step: f"[{step[1]} → {step[2]}]", sentence.text)


def _struck(step: re.Match[str]) -> str:
    return f"~~{step[1]}~~ **{step[2]}**"


def _marked(sentence: Sentence) -> Markup:
    marked = STEP.sub(lambda step: f"<del>{step[1]}</del> <ins>{step[2]}</ins>", str(escape(sentence.text)))
    return Markup(marked)


def _row(value: MovedValue) -> str:
    cells = [f"`{value.name}`", shown(value.old), shown(value.new), change(value), value.about]
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _summary(exhibit: MovedExhibit, quote: str = "") -> str:
    more = f"; and {len(exhibit.changes) - SHOWN} more" if len(exhibit.changes) > SHOWN else ""
    return f"{exhibit.kind} {quote}{exhibit.name}{quote}: {'; '.join(exhibit.changes[:SHOWN])}{more}"


def _picture(exhibit: Exhibit) -> str:
    # as an image of its own: two drawings of one figure share their inner names
    coded = base64.b64encode(str(exhibit.bundle["image/svg+xml"]).encode("utf-8")).decode("ascii")
    return f"data:image/svg+xml;base64,{coded}"
