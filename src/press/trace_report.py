"""A trace told: in lines for people, and as plain data for JSON."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from press.impact import Impact
from press.records import plain
from press.search import Effect
from press.targets import Printed, Target
from press.trace import Table, Trace

__all__ = ["Told", "of_impacts", "of_traces"]

SHOWN = 12
"""How many rows, and how many changes of an exhibit, are named before the rest is counted."""


@dataclass(frozen=True)
class Told:
    """The same in lines and as data."""

    text: str
    data: Any


def of_traces(places: list[tuple[Printed, list[Target]]], traces: list[Trace]) -> Told:
    """Tell of traces, and of the places in print from which they began."""
    lines = []
    for place, known in places:
        come = ", ".join(target.label for target in known) or "typed, not computed"
        lines.append(f"{_where(place)}: {place.sentence} ← {come}")
    data = {
        "places": [asdict(place) | {"targets": [target.label for target in known]} for place, known in places],
        "traces": [_trace_data(trace) for trace in traces],
    }
    blocks = ["\n".join(lines)] if lines else []
    return Told("\n\n".join(blocks + [_trace_text(trace) for trace in traces]), data)


def of_impacts(row: str, impacts: list[Impact]) -> Told:
    """Tell what a row moves."""
    lines, data = [f"{row}, left out:"], []
    for impact in impacts:
        lines.append(impact.chapter.path + (f": {_how(impact)}" if _how(impact) else ""))
        lines += [
            f"  {name}: {_value(old)} → {_value(new)} {old['unit']}".rstrip() + f"  ({old['about']})"
            for name, old, new in impact.values
        ]
        lines += [f"  {exhibit.label}: {_cut(changes)}" for exhibit, changes in impact.exhibits]
        data.append(
            {
                "chapter": impact.chapter.name,
                "how": impact.how,
                "error": impact.error,
                "values": [
                    {"name": name, "old": old["value"], "new": new and new["value"], "unit": old["unit"]}
                    for name, old, new in impact.values
                ],
                "exhibits": [{"label": exhibit.label, "changes": changes} for exhibit, changes in impact.exhibits],
            }
        )
    return Told("\n".join(lines), data)


def _how(impact: Impact) -> str:
    if impact.how == "stood in":
        return f"it fails without the row ({impact.error}); with a neighbour's cells in its place:"
    if impact.how == "needed":
        return f"it fails without the row ({impact.error})"
    return "" if impact.how else "nothing moves"


def _trace_text(trace: Trace) -> str:
    target = trace.target
    known = "" if target.exhibit else f" = {_value(target.content)} {target.content['unit']}".rstrip()
    about = "" if target.exhibit else f"  ({target.content['about']})"
    source = target.notebook.node.cells[target.cell - 1].source.strip().splitlines()
    lines = [f"{target.label}{known}{about}"]
    lines += [f"  printed   {_where(place)}: {place.sentence}" for place in trace.printed] or ["  printed   nowhere"]
    lines += [f"  cell      {target.chapter.path}, cell {target.cell}: {source[0] if source else ''}"]
    lines += [f"  function  {trace.maker.function}, {trace.maker}"] if trace.maker else []
    for table in trace.tables:
        count = sum(len(effect.rows) for effect in table.effects)
        lines.append(f"  rows      {table.rows.path}: {count} of {len(table.rows)} matter")
        ordered = sorted(table.effects, key=lambda effect: -_distance(target.content, effect.new))
        lines += [f"    {_effect_text(target, table, effect)}" for effect in ordered[:SHOWN]]
        lines += [f"    and {len(ordered) - SHOWN} more"] if len(ordered) > SHOWN else []
    lines += [f"  no row of {', '.join(trace.idle)}"] if trace.idle else []
    lines += [f"  also read {', '.join(trace.read)}"] if trace.read else []
    return "\n".join([*lines, f"  {trace.runs} runs in {trace.seconds:.0f} s"])


def _effect_text(target: Target, table: Table, effect: Effect) -> str:
    names = table.rows.names
    first, last = names[effect.rows.start], names[effect.rows.stop - 1]
    what = f"row {first}" if len(effect.rows) == 1 else f"{len(effect.rows)} rows, {first} to {last}, {effect.note}"
    if effect.how == "needed":
        return f"{what}: the chapter fails without it ({effect.error})"
    told = "it changes" if target.exhibit else f"{_value(effect.new)}"
    if effect.how == "left out":
        return f"{what}: without it, {told}"
    return f"{what}: with a neighbour's cells, {told} (the chapter fails without it: {effect.error})"


def _trace_data(trace: Trace) -> dict[str, Any]:
    target = trace.target
    return {
        "label": target.label,
        "value": None if target.exhibit else target.content["value"],
        "unit": None if target.exhibit else target.content["unit"],
        "printed": [asdict(place) for place in trace.printed],
        "cell": {"notebook": target.chapter.path, "number": target.cell},
        "function": asdict(trace.maker) if trace.maker else None,
        "tables": [
            {
                "path": table.rows.path,
                "rows": [
                    {
                        "names": [table.rows.names[at] for at in effect.rows],
                        "how": effect.how,
                        "new": None if target.exhibit or effect.new is None else effect.new["value"],
                        "error": effect.error,
                        "note": effect.note,
                    }
                    for effect in table.effects
                ],
            }
            for table in trace.tables
        ],
        "idle": trace.idle,
        "read": trace.read,
        "runs": trace.runs,
        "seconds": round(trace.seconds, 1),
    }


def _distance(old: dict[str, Any], new: Any) -> float:
    """How far a value moved, for the order of rows; what cannot be measured comes first."""
    try:
        ends = [each["value"] if isinstance(each["value"], list) else [each["value"]] for each in (old, new)]
        return float(sum(abs(after - before) for before, after in zip(*ends, strict=True)))
    except (TypeError, KeyError, ValueError):
        return float("inf")


def _value(value: dict[str, Any] | None) -> str:
    if value is None:
        return "not published"
    if isinstance(value["value"], list):
        return " to ".join(map(plain, value["value"]))
    if value["kind"] == "predicate":
        return "holds" if value["value"] else "does not hold"
    return str(value["value"]) if value["unit"] == "year" else plain(value["value"])


def _where(place: Printed) -> str:
    return f"p. {place.page}, {place.place}" if place.page else place.place


def _cut(changes: list[str]) -> str:
    more = f"; and {len(changes) - SHOWN} more" if len(changes) > SHOWN else ""
    return "; ".join(changes[:SHOWN]) + more
