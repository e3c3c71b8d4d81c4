"""Take a printed PDF, found anywhere, and say what of it still follows from this book."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from press import exhibits, revisions
from press.book import Book
from press.printed import Copy, Piece, squeezed
from press.typst.quotes import Quote

__all__ = ["DIFFERS", "FOLLOWS", "UNKNOWN", "Verdict", "report", "verify"]

FOLLOWS, DIFFERS, UNKNOWN = "still follows", "differs", "not checkable"
CONTEXT = 24
"""Characters on either side by which the place of a number is known again."""


@dataclass(frozen=True)
class Verdict:
    """What became of one part of a copy.

    Attributes:
        kind: ``figure``, ``table``, ``number``, ``attachment``, ``page``, ``metadata`` or ``edition``.
        name: of an exhibit or number, with its chapter; of a file; or where.
        outcome: ``still follows``, ``differs`` or ``not checkable``.
        why: what differs, in words.
        old: what the copy has.
        new: what this checkout prints.
    """

    kind: str
    name: str
    outcome: str
    why: str = ""
    old: str = ""
    new: str = ""


def verify(book: Book, path: Path, ours: Copy, quotes: list[Quote]) -> list[Verdict]:
    """Compare a copy with what this checkout prints.

    Args:
        book: the book.
        path: the copy.
        ours: the book as this checkout prints it.
        quotes: the numbers that stand in its sentences.

    Raises:
        BadInput: when the file is not a PDF of a book with data attached.
    """
    theirs = Copy(path)
    listed = exhibits.read_all(book)
    if path.read_bytes() == ours.path.read_bytes():  # what is the same file needs no comparison of its parts
        return [*_all_follow(listed.values(), quotes, ours), *_commit(book, theirs)]
    found = [_exhibit(each, ours, theirs) for each in listed.values()]
    found += [_quote(quote, ours, theirs) for quote in quotes]
    own = {name for each in listed.values() for name in (*each.data, f"{each.stem}.json")}
    found += _attachments(ours, theirs, own)
    found += _frame(ours, theirs)
    found += _commit(book, theirs)
    return found


def _all_follow(listed: Iterable[exhibits.Exhibit], quotes: list[Quote], ours: Copy) -> Iterator[Verdict]:
    own = set()
    for each in listed:
        own |= {*each.data, f"{each.stem}.json"}
        yield Verdict(each.kind, f"{each.chapter}.{each.name}", FOLLOWS)
    for quote in quotes:
        yield Verdict("number", f"{quote.name} in {quote.where}", FOLLOWS)
    for name in sorted(ours.attached.keys() - own):
        yield Verdict("attachment", name, FOLLOWS)


def _commit(book: Book, theirs: Copy) -> Iterator[Verdict]:
    """The commit that a copy names can be anything: it is checked against the history, where there is one."""
    if theirs.commit and revisions.knows(book, theirs.commit.split()[0]) is False:
        why = "git knows no such commit here"
        yield Verdict("metadata", "commit", UNKNOWN, why, theirs.commit, revisions.stamp(book))


def _exhibit(exhibit: exhibits.Exhibit, ours: Copy, theirs: Copy) -> Verdict:
    kind, name = exhibit.kind, f"{exhibit.chapter}.{exhibit.name}"
    for file in (*exhibit.data, f"{exhibit.stem}.json"):
        if file not in theirs.attached:
            return Verdict(kind, name, UNKNOWN, f"{file} is not attached")
        new = exhibit.data.get(file, exhibit.specification)
        if theirs.attached[file] != new:
            why, before, after = _first_difference(theirs.attached[file], new)
            return Verdict(kind, name, DIFFERS, f"{file}, {why}", before, after)
    stem = next(iter(exhibit.data), exhibit.stem).removesuffix(".csv")
    printed, expected = theirs.piece(stem), ours.piece(stem)
    if expected is None:
        return Verdict(kind, name, UNKNOWN, "no page of this checkout prints it")
    if printed is None:
        return Verdict(kind, name, DIFFERS, "no page of the copy prints it")
    return Verdict(kind, name, *_difference(printed, expected))


def _difference(printed: Piece, expected: Piece) -> tuple[str, ...]:
    """Compare what two pages print for one exhibit; numbers of figures and tables are left to the reader."""
    if printed.words != expected.words:
        pairs = zip(printed.words, expected.words, strict=False)
        old, new = next(((a, b) for a, b in pairs if a != b), ("", ""))
        return DIFFERS, "other words in the caption, the note or a cell", old, new
    if printed.alt != expected.alt:
        return DIFFERS, "another alternative text", " ".join(printed.alt), " ".join(expected.alt)
    if printed.pictures != expected.pictures:
        return DIFFERS, "another picture is drawn"
    if printed.intruders != expected.intruders:
        return DIFFERS, "something else is painted over it"
    return (FOLLOWS,)


def _quote(quote: Quote, ours: Copy, theirs: Copy) -> Verdict:
    before, after, new = squeezed(quote.before)[-CONTEXT:], squeezed(quote.after)[:CONTEXT], squeezed(quote.printed)
    place = f"{quote.name} in {quote.where}"
    sentence = before + new + after
    expected = ours.words.count(sentence)
    if not expected:
        return Verdict("number", place, UNKNOWN, "its sentence is not found in what this checkout prints")
    if theirs.words.count(sentence) >= expected:
        return Verdict("number", place, FOLLOWS)
    pattern = re.escape(before) + r"(.{1,40}?)" + (re.escape(after) if after else r"(?=\D|$)")
    others = [match for match in re.findall(pattern, theirs.words) if match != new]
    if others:
        return Verdict("number", place, DIFFERS, "another number in the same sentence", others[0], quote.printed)
    return Verdict("number", place, UNKNOWN, "the copy does not have this sentence", "", quote.printed)


def _attachments(ours: Copy, theirs: Copy, own: set[str]) -> Iterator[Verdict]:
    """What is attached besides the files of single exhibits, and what this book does not attach."""
    for name in sorted((ours.attached.keys() | theirs.attached.keys()) - own):
        if name not in ours.attached:
            yield Verdict("attachment", name, UNKNOWN, "this checkout attaches no such file")
        elif name not in theirs.attached:
            yield Verdict("attachment", name, DIFFERS, "the copy does not have it")
        elif theirs.attached[name] != ours.attached[name]:
            yield Verdict("attachment", name, DIFFERS, *_first_difference(theirs.attached[name], ours.attached[name]))
        else:
            yield Verdict("attachment", name, FOLLOWS)


def _frame(ours: Copy, theirs: Copy) -> Iterator[Verdict]:
    """The edition, and when it is the same one, every page and all that is around them."""
    if theirs.encrypted:
        yield Verdict("metadata", "encryption", DIFFERS, "the copy is encrypted, which an archival PDF never is")
    for key in sorted(ours.information.keys() | theirs.information.keys()):
        old, new = theirs.information.get(key, ""), ours.information.get(key, "")
        if old != new and not key.endswith(("ModifyDate", "MetadataDate", "/ModDate", "/Producer", "pdf:Producer")):
            yield Verdict("metadata", key, DIFFERS, "other metadata", old, new)
    if theirs.edition != ours.edition:
        why = "printed from another state of the book; its pages are not compared one by one"
        yield Verdict("edition", theirs.edition or "none", DIFFERS, why, theirs.edition, ours.edition)
        return
    if len(theirs.page_digests) != len(ours.page_digests):
        why = "pages are missing or were added"
        yield Verdict("page", "all", DIFFERS, why, str(len(theirs.page_digests)), str(len(ours.page_digests)))
    places = {page: number for number, page in enumerate(ours.page_digests, 1)}
    for number, (old, new) in enumerate(zip(theirs.page_digests, ours.page_digests, strict=False), 1):
        if old != new:
            moved = places.get(old)
            yield Verdict("page", str(number), DIFFERS, f"it is page {moved}" if moved else "it shows something else")
    for key in sorted(ours.frame.keys() | theirs.frame.keys()):
        if theirs.frame.get(key) != ours.frame.get(key):
            yield Verdict("metadata", key, DIFFERS, "tags, bookmarks, places or descriptions of files were changed")


def report(verdicts: list[Verdict]) -> Iterator[str]:
    """Say verdicts in lines: each figure and table, everything else that does not follow, and how many of each."""
    counts: dict[tuple[str, str], int] = {}
    for each in verdicts:
        counts[each.kind, each.outcome] = counts.get((each.kind, each.outcome), 0) + 1
        if each.kind in ("figure", "table") or each.outcome != FOLLOWS:
            change = f": {each.old!r} there, {each.new!r} here" if each.old or each.new else ""
            yield f"{each.kind} {each.name}: {each.outcome}{f' ({each.why}{change})' if each.why else ''}"
    for (kind, outcome), count in sorted(counts.items()):
        yield f"{count} {kind}{'s' if count > 1 else ''}: {outcome}"


def _first_difference(theirs: bytes, ours: bytes) -> tuple[str, str, str]:
    old, new = (content.decode("utf-8", errors="replace").splitlines() for content in (theirs, ours))
    for number, (before, after) in enumerate(zip(old, new, strict=False), 1):
        if before != after:
            return f"line {number}", before, after
    return "another length", f"{len(old)} lines", f"{len(new)} lines"
