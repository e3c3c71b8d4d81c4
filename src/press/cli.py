"""The command ``press``."""

from __future__ import annotations

import argparse
import errno
import json
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from press import book, inquiries, paper
from press.errors import BadInput, Finding
from press.explanations import CHECK, HTML, PACKAGE, PDF, RUN, SEALED, STATUS, VERIFY

__all__ = ["main"]

Command = Callable[[book.Book, argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Returns:
        0 when all is well, 1 for a finding, 2 for wrong use or bad input.
    """
    parser = _parser()
    options = parser.parse_args(arguments)
    command: Command = options.command
    try:
        return command(book.find(options.book), options)
    except Finding as finding:
        print(finding, file=sys.stderr)
        return 1
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise
        print(f"{error.strerror}: what was there stays as it was; free some space and say it again", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("interrupted; chapters and book stay as they were", file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="press",
        description="Run the chapters of the book, prove that they are fresh, and print them.",
        epilog="exit status: 0 all is well; 1 a finding (stale, failed, mismatch, bare quantity); "
        "2 wrong use or broken data. `press VERB --help` says more about each verb.",
    )
    parser.add_argument("--book", type=Path, metavar="DIR", help="a folder inside the book (default: here)")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    def verb(name: str, text: str, command: Command) -> argparse.ArgumentParser:
        about = textwrap.dedent(text).strip()
        added = verbs.add_parser(
            name, help=about.split("\n")[0].split(". ")[0].rstrip("."), description=about,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )  # fmt: skip
        added.set_defaults(command=command)
        return added

    status = verb("status", STATUS, _status)
    status.add_argument("--json", action="store_true", help="as JSON: chapter → list of reasons")
    run = verb("run", RUN, _run)
    run.add_argument("chapters", nargs="*", metavar="CHAPTER", help="by name; none means every chapter")
    run.add_argument("--all", action="store_true", help="also what is fresh")
    run.add_argument(
        "--set", action="append", default=[], metavar="NAME=VALUE", help="another parameter, for a what-if"
    )
    run.add_argument("--out", type=Path, metavar="DIR", help="where a what-if puts its notebooks")
    run.add_argument("--workers", type=int, default=2, metavar="N", help="chapters at once (default: 2)")
    run.add_argument("--plain", action="store_true", help="start each kernel anew instead of forking it")
    sealed = verb("sealed", SEALED, _sealed)
    sealed.add_argument("chapters", nargs="*", metavar="CHAPTER", help="by name; none means every chapter")
    sealed.add_argument("--workers", type=int, default=2, metavar="N", help="chapters at once (default: 2)")
    checks = verb("check", CHECK, _check)
    checks.add_argument("--json", action="store_true", help="as JSON: a list of faults")
    verb("html", HTML, _html)
    prints = verb("pdf", PDF, _pdf)
    prints.add_argument("--paper", choices=list(paper.PAPERS), help="print on this paper, whatever the settings say")
    verb("package", PACKAGE, _package)
    verify = verb("verify", VERIFY, _verify)
    verify.add_argument("pdf", type=Path, metavar="FILE.pdf", help="the PDF to verify")
    verify.add_argument("--json", action="store_true", help="as JSON: a list of verdicts")
    inquiries.add(verb)
    return parser


def _status(the_book: book.Book, options: argparse.Namespace) -> int:
    from press.status import Status

    stale = Status(the_book).stale()
    if options.json:
        print(json.dumps(stale, ensure_ascii=False, indent=1))
    else:
        for path, why in stale.items():
            print(f"{path}: {'fresh' if not why else 'stale'}")
            print("".join(f"  {reason}\n" for reason in why), end="")
    return int(any(stale.values()))


def _run(the_book: book.Book, options: argparse.Namespace) -> int:
    from press import check
    from press.run import run
    from press.status import Status

    check.refuse_broken_data(the_book)
    named = [the_book.chapter(name) for name in options.chapters] or the_book.chapters
    changed = dict(_assignment(text) for text in options.set)
    force = options.all or bool(changed) or options.out is not None
    now = Status(the_book)
    chapters = [chapter for chapter in named if force or now.reasons(chapter)]
    if not chapters:
        print("every chapter is fresh")
        return 0
    run(the_book, chapters, changed=changed, out=options.out, workers=options.workers, fork=not options.plain)
    return 0


def _sealed(the_book: book.Book, options: argparse.Namespace) -> int:
    from press.sealed import sealed

    chapters = [the_book.chapter(name) for name in options.chapters] or the_book.chapters
    sealed(the_book, chapters, workers=options.workers)
    return 0


def _assignment(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise BadInput(f"--set takes NAME=VALUE, not {text!r}")
    return name, yaml.safe_load(value)


def _check(the_book: book.Book, options: argparse.Namespace) -> int:
    from press import check
    from press.status import Status

    broken = the_book.validate()
    stale = [f"{path} is stale: {why}" for path, whys in Status(the_book).stale().items() for why in whys]
    found = broken + stale + check.faults(the_book)
    print(
        json.dumps(found, ensure_ascii=False, indent=1)
        if options.json
        else "\n".join(found) or "nothing to complain of"
    )
    return 2 if broken else int(bool(found))


def _html(the_book: book.Book, _: argparse.Namespace) -> int:
    from press.printing import html

    print(html(the_book).relative_to(the_book.root) / "index.html")
    return 0


def _pdf(the_book: book.Book, options: argparse.Namespace) -> int:
    from press.printing import pdf

    print(pdf(the_book, options.paper).relative_to(the_book.root))
    return 0


def _package(the_book: book.Book, _: argparse.Namespace) -> int:
    from press import check, notebook, package

    check.refuse_broken_data(the_book)
    target = the_book.root / "_build" / package.name(the_book)
    target.parent.mkdir(exist_ok=True)
    notebook.write_atomically(target, package.zipped(the_book))
    print(target.relative_to(the_book.root))
    return 0


def _verify(the_book: book.Book, options: argparse.Namespace) -> int:
    from press import printing
    from press.printed import Copy
    from press.verify import FOLLOWS, report, verify

    copy = Copy(options.pdf)  # what is no edition is refused before anything is printed
    with printing.reference(the_book, copy) as (ours, quotes):
        verdicts = verify(the_book, options.pdf, Copy(ours), quotes)
    if options.json:
        print(json.dumps([vars(verdict) for verdict in verdicts], ensure_ascii=False, indent=1))
    else:
        print("\n".join(report(verdicts)))
    return int(any(verdict.outcome != FOLLOWS for verdict in verdicts))
