"""The verbs that ask what the book says and why: ``diff``."""

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


def add(verb: Callable[[str, str, Callable[[Book, argparse.Namespace], int]], argparse.ArgumentParser]) -> None:
    """Add the verbs to the command line."""
    diff = verb("diff", DIFF, _diff)
    diff.add_argument("revision", nargs="?", default="HEAD", metavar="REV", help="a commit, OLD..NEW or OLD...NEW")
    diff.add_argument("--html", type=Path, metavar="FILE", help="write a page with figures side by side")
    form = diff.add_mutually_exclusive_group()
    form.add_argument("--markdown", action="store_true", help="as Markdown for a pull request")
    form.add_argument("--json", action="store_true", help="as JSON")


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
