"""The verbs of an author at work: ``diff``, ``trace``, ``sweep`` and ``live``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from press import notebook, status
from press.book import Book
from press.errors import BadInput

__all__ = ["add"]

DIFF = """
Say what moved between two states of the book: values, figures, tables, and the sentences that quote them.

Compares what the notebooks of two commits carry, or of a commit and the working tree; nothing is run. OLD..NEW
names two commits, OLD...NEW starts where the two parted. Exit status: 0 nothing moved, 1 something did.

examples:
  press diff                                     the last commit against what lies here
  press diff main...HEAD --markdown              a summary for a pull request
  press diff v1.0 --html moved.html              a page with figures side by side
"""
FEW = 3
"""How many values a text may stand for and have them all traced at once."""
TRACE = """
Walk back from print to the rows it rests on; or, from a row, forward to all that it moves.

Backward, from a value (chapter.name), a figure or table (by its label) or words in print (--text): sentence and
page, unit, cell, function with file and line, data files, and the rows that matter, found by running the chapter
again in a copy without them. Forward, from FILE.csv:KEY or FILE.csv:row N: every number, predicate, figure and
table that moves when the row is gone, in every chapter that reads the file. Where a chapter fails
without a row, a neighbour's cells stand in for its own. Nothing in the book is touched; stale chapters are refused.

examples:
  press trace arrivals.women_share               a published value
  press trace fig-arrivals-yearly                a figure
  press trace --text "72.2%%"                     whatever is printed so
  press trace data/arrivals.csv:2019             forward from a row
"""
SWEEP = """
Run chapters with many parameters and keep what they publish in one table.

A sweep is a file sweeps/NAME.yml. Its table, sweeps/NAME.csv, has a row for each scenario and published value, and a
record of what it follows from; `press status`, `check`, `html` and `pdf` find it stale when data, code, parameters
or the definition change. Without names, the stale sweeps run. Finished scenarios are kept in _build/sweeps: a sweep
that was stopped goes on where it was. Where a scenario fails, it is named, and the table stays as it was.

  title: Base periods               what the sweep asks
  chapters: [arrivals]              each takes those parameters that it has
  grid:                             every combination; the fixed parameters are always among the scenarios
    base_from: [2008, 2010, 2012]
    base_to: [2015, 2019]
  also:                             more scenarios, one by one
    - {first_year: 2005}
  keep: predicates                  or all, or a list of names

examples:
  press sweep                                    whatever is stale
  press sweep base_periods --workers 4           one sweep, four scenarios at once
  press sweep --backend dask --scheduler tcp://10.0.0.7:8786
                                                 on a cluster whose workers see the book in the same folder
  press sweep base_periods --sample 3 --seed 7   run three scenarios again and compare; nothing is written
"""
LIVE = """
Serve the web edition on 127.0.0.1 while you write.

When a table, module, chapter or parameters.yml is saved, what is stale is run, what changed is printed again, and
open pages refresh; what goes wrong stands at the foot of the page. Pages lie in _build/live: the strict edition of
`press html` is not touched. Ctrl-C stops it.
"""


def add(verb: Callable[[str, str, Callable[[Book, argparse.Namespace], int]], argparse.ArgumentParser]) -> None:
    """Add the verbs to the command line."""
    diff = verb("diff", DIFF, _diff)
    diff.add_argument("revision", nargs="?", default="HEAD", metavar="REV", help="a commit, OLD..NEW or OLD...NEW")
    diff.add_argument("--html", type=Path, metavar="FILE", help="write a page with figures side by side")
    form = diff.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="as Markdown for a pull request")
    form.add_argument("--json", action="store_true", help="as JSON")
    trace = verb("trace", TRACE, _trace)
    trace.add_argument("name", nargs="?", metavar="NAME", help="chapter.name, a label, or FILE.csv:KEY")
    trace.add_argument("--text", help="trace what is printed so, wherever it stands")
    trace.add_argument("--runs", type=int, default=200, metavar="N", help="runs to spend on a trace (default: 200)")
    trace.add_argument("--workers", type=int, default=2, metavar="N", help="runs at once (default: 2)")
    trace.add_argument("--json", action="store_true", help="as JSON")
    sweep = verb("sweep", SWEEP, _sweep)
    sweep.add_argument("names", nargs="*", metavar="NAME", help="of a file in sweeps/; none means every sweep")
    sweep.add_argument("--all", action="store_true", help="also what is fresh, and nothing from earlier sweeps")
    sweep.add_argument("--workers", type=int, default=2, metavar="N", help="scenarios at once, here (default: 2)")
    sweep.add_argument("--backend", choices=("local", "dask"), default="local", help="where they run (default: local)")
    sweep.add_argument("--scheduler", metavar="ADDRESS", help="of the Dask cluster")
    sweep.add_argument("--sample", type=int, metavar="N", help="run N scenarios of each sweep again and compare")
    sweep.add_argument("--seed", type=int, default=1, metavar="N", help="draws the sample, its order and hashes")
    live = verb("live", LIVE, _live)
    live.add_argument("--port", type=int, default=8000, metavar="N", help="port on 127.0.0.1; 0 takes a free one")


def _diff(book: Book, options: argparse.Namespace) -> int:
    from press import diff, diff_report, revisions

    if options.html and not options.html.resolve().parent.is_dir():
        raise BadInput(f"--html {options.html}: there is no folder {options.html.parent}")
    difference = diff.compared(book, options.revision)
    if options.html:
        notebook.write_atomically(options.html, diff_report.as_page(difference, book.title))
    if difference.new == revisions.WORKING_TREE:
        for chapter in book.chapters:
            if status.reasons(book, chapter):
                print(f"{chapter.path} is stale: compared is what its last run found", file=sys.stderr)
    if options.json:
        print(json.dumps(diff_report.as_data(difference), ensure_ascii=False, indent=1))
    else:
        print((diff_report.as_markdown if options.markdown else diff_report.as_lines)(difference).rstrip("\n"))
    return int(bool(difference))


def _trace(book: Book, options: argparse.Namespace) -> int:
    from press import impact, targets, trace, trace_report

    def tell(line: str) -> None:
        print(line, file=sys.stderr, flush=True)

    if (options.name is None) == (options.text is None):
        raise BadInput("press trace takes a NAME or --text, one of them")
    if options.name and ".csv:" in options.name:
        path, _, row = options.name.partition(".csv:")
        found = list(impact.impact(book, f"{path}.csv", row, workers=options.workers, tell=tell))
        told = trace_report.of_impacts(options.name, found)
    else:
        places = list(targets.saying(book, options.text)) if options.text else []
        if options.text and not places:
            raise BadInput(f"{options.text!r} is printed nowhere in the book")
        wanted = [target for _, known in places for target in known if not target.exhibit]
        wanted = wanted if options.text else [targets.find(book, options.name)]
        unique = list({target.label: target for target in wanted}.values())
        if len(unique) > FEW:
            tell(f"{options.text!r} is {len(unique)} values: `press trace NAME` traces each of them")
            unique = []
        traces = [trace.trace(book, each, most=options.runs, workers=options.workers, tell=tell) for each in unique]
        told = trace_report.of_traces(places, traces)
    print(json.dumps(told.data, ensure_ascii=False, indent=1) if options.json else told.text)
    return 0


def _sweep(book: Book, options: argparse.Namespace) -> int:
    from press import check
    from press.sweeps import definition, running

    if (options.backend == "dask") != bool(options.scheduler):
        raise BadInput("--backend dask and --scheduler ADDRESS go together")
    check.refuse_broken_data(book)
    wanted = [definition.find(book, name) for name in options.names] or definition.read_all(book)
    if options.sample is not None:
        running.sample(wanted, options.sample, options.seed, workers=options.workers)
    else:
        running.sweep(wanted, workers=options.workers, scheduler=options.scheduler, anew=options.all)
    return 0


def _live(book: Book, options: argparse.Namespace) -> int:
    from press import live

    try:
        live.serve(book, options.port, lambda line: print(line, flush=True))
    except KeyboardInterrupt:
        print("stopped")
    return 0
