"""What the table of a sweep follows from, written beside it, and whether it still does.

``sweeps/NAME.provenance.json``::

    format    version of this layout
    keep      which published values are kept
    table     digest of the table
    chapters  name → parameters  the fixed ones
                     scenarios   name → what differs from the fixed parameters
                     code, files, modules, listings, importable, imports, looked_for,
                                 links, lock
                                 all that any of the scenarios used, as :mod:`press.record` has it
"""

from __future__ import annotations

import json
from typing import Any

from press.book import Chapter
from press.status import Status, parameter_reasons
from press.sweeps.definition import FOLDER, Scenario, Sweep, read_all
from press.sweeps.entries import USED, Entry

__all__ = ["make", "reasons", "stale"]

FORMAT = 2


def make(sweep: Sweep, entries: list[tuple[Scenario, Entry]], table: str) -> str:
    """Write the record as text.

    Args:
        sweep: the sweep.
        entries: every scenario and what it used; all of them hold at this moment.
        table: digest of the table.
    """
    chapters = {}
    for chapter in sweep.chapters:
        own = [(scenario, entry["used"]) for scenario, entry in entries if scenario.chapter == chapter]
        chapters[chapter.name] = {
            "parameters": sweep.book.parameters(chapter),
            "scenarios": {scenario.name: scenario.changed for scenario, _ in own},
        } | {part: _joined([used[part] for _, used in own]) for part in USED}
    record = {"format": FORMAT, "keep": sweep.keep, "table": table, "chapters": chapters}
    return json.dumps(record, indent=1, ensure_ascii=False) + "\n"


def _joined(parts: list[Any]) -> Any:
    if not isinstance(parts[0], dict):
        return parts[0]
    return dict(sorted({path: known for part in parts for path, known in part.items()}.items()))


def stale(now: Status) -> dict[str, list[str]]:
    """Say of every sweep of a book, and of every table without one, why it is stale; empty when it is fresh."""
    found = {sweep.table: reasons(sweep, now) for sweep in read_all(now.book)}
    for path in sorted((now.book.root / FOLDER).glob("*.csv")):
        found.setdefault(f"{FOLDER}/{path.name}", [f"there is no {FOLDER}/{path.stem}.yml that it could follow from"])
    return found


def reasons(sweep: Sweep, now: Status) -> list[str]:
    """Say why the table of a sweep does not follow from data, code and definition; empty when it does.

    Raises:
        BadInput: when the definition is not sound.
    """
    try:
        then = json.loads(sweep.record_file.read_bytes())
    except (FileNotFoundError, ValueError):
        then = None
    if not isinstance(then, dict) or then.get("format") != FORMAT:
        return [f"never swept: `press sweep {sweep.name}`"]
    found = [f"keep: {', '.join(then['keep'])} → {', '.join(sweep.keep)}"] if then["keep"] != sweep.keep else []
    known = {chapter.name: chapter for chapter in sweep.chapters}
    for name in dict.fromkeys([*then["chapters"], *known]):
        if name not in known:
            found.append(f"the chapter {name} was swept and is not to be")
        elif name not in then["chapters"]:
            found.append(f"the chapter {name} was not swept")
        else:
            found += _chapter_reasons(sweep, known[name], then["chapters"][name], now)
    if not found and now.digest(sweep.table) != then["table"]:
        found.append(f"{sweep.table} is not as the sweep wrote it")
    return list(dict.fromkeys(found))


def _chapter_reasons(sweep: Sweep, chapter: Chapter, then: dict[str, Any], now: Status) -> list[str]:
    scenarios = {each.name: each.changed for each in sweep.scenarios if each.chapter == chapter}
    found = [
        f"{chapter.name}, {reason}" for reason in parameter_reasons(then["parameters"], sweep.book.parameters(chapter))
    ]
    if not found:
        before, after = then["scenarios"], scenarios
        found += [f"{chapter.name}, the scenario {name} was not run" for name in after if name not in before]
        found += [f"{chapter.name}, the scenario {name} is no longer asked for" for name in before if name not in after]
    return found + now.since(then, chapter)
