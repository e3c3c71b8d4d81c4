"""Published values in sentences: looked up by name, printed in the form that the sentence asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from press.book import Book, Chapter
from press.errors import Finding

__all__ = ["Use", "Values", "fill", "show", "uses"]

ROLE = re.compile(r"\{(value|holds)\}`([^`]*)`")
SMALL = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
ORDINALS = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
]


@dataclass(frozen=True)
class Use:
    """One place where the text quotes a value.

    Attributes:
        role: ``value`` prints it; ``holds`` prints words that a predicate must bear out.
        chapter: whose value it is.
        name: the published name.
        format: how a value is to be printed.
        words: what a ``holds`` prints.
    """

    role: str
    chapter: str
    name: str
    format: str = ""
    words: str = ""


def read_use(role: str, text: str, here: str) -> Use:
    """Read what stands in a role.

    Args:
        role: ``value`` or ``holds``.
        text: ``name``, ``name:format``, ``chapter.name:format``, or for ``holds`` ``words <name>``.
        here: the chapter whose names need no prefix.

    Raises:
        Finding: when the text is none of these.
    """
    pattern = r"(?:(?P<chapter>\w+)\.)?(?P<name>[A-Za-z]\w*)"
    if role == "value":
        match = re.fullmatch(pattern + r"(?::(?P<format>.+))?", text.strip())
    else:
        match = re.fullmatch(rf"(?P<words>.+?)\s*<{pattern}>", " ".join(text.split()))
    if match is None:
        raise Finding(f"cannot read {{{role}}}`{text}`")
    found = match.groupdict()
    return Use(role, found["chapter"] or here, found["name"], found.get("format") or "", found.get("words") or "")


def uses(text: str, here: str) -> Iterator[Use]:
    """Find every quotation of a value in MyST text, in prose, captions and options alike."""
    for match in ROLE.finditer(text):
        yield read_use(match[1], match[2], here)


class Values:
    """Every published value of a book, by chapter and name."""

    def __init__(self, chapters: dict[str, dict[str, dict[str, Any]]]) -> None:
        """Hold the values of chapters."""
        self.chapters = chapters

    @classmethod
    def of(cls, book: Book, chapters: list[Chapter] | None = None) -> Values:
        """Read the values that the committed notebooks of some chapters publish, or of all."""
        which = book.chapters if chapters is None else chapters
        return cls({chapter.name: book.notebook(chapter).values() for chapter in which})

    def find(self, use: Use) -> dict[str, Any]:
        """Look a value up.

        Raises:
            Finding: when no such chapter or name is published.
        """
        if use.chapter not in self.chapters:
            raise Finding(f"{use.chapter}.{use.name}: there is no chapter {use.chapter!r} that publishes values")
        if use.name not in self.chapters[use.chapter]:
            raise Finding(f"{use.name!r} is not published by the chapter {use.chapter!r}")
        return self.chapters[use.chapter][use.name]

    def printed(self, use: Use) -> str:
        """Give the words that a quotation prints.

        Raises:
            Finding: for an unknown name, a format that does not fit, or a predicate that does not hold.
        """
        value = self.find(use)
        is_predicate = value["kind"] == "predicate"
        if use.role == "value":
            if is_predicate:
                raise Finding(f"{use.name!r} is true or false: bind words to it with {{holds}}`words <{use.name}>`")
            return show(value, use.format, use.name)
        if not is_predicate:
            raise Finding(f"{use.name!r} is no predicate: print it with {{value}}`{use.name}`")
        if value["value"] is not True:
            raise Finding(f"the text says “{use.words}”, but {use.name!r} ({value['about']}) no longer holds")
        return use.words


def fill(text: str, here: str, values: Values) -> str:
    """Replace the roles in a plain text, such as an alternative text, by what they print."""
    return ROLE.sub(lambda match: values.printed(read_use(match[1], match[2], here)), text)


def show(value: dict[str, Any], form: str, name: str = "value") -> str:
    """Print a value.

    Args:
        value: as published: kind, value, unit, about.
        form: a format of Python's mini-language; ``words`` or ``ordinal`` for small whole numbers; empty
            for text, dates and whole numbers. An interval is printed as *low to high* in that format.
        name: what to call the value in a message.

    Raises:
        Finding: when the format is missing or does not fit; nothing is ever left out of a sentence.
    """
    kind, plain = value["kind"], value["value"]
    try:
        if kind == "interval":
            printed = [_number(each, form) for each in plain]
            return " to ".join(printed)
        if kind == "date":
            day = date.fromisoformat(plain)
            return f"{day.day} {day:%B %Y}" if form in ("", "date") else format(day, form)
        if kind == "text":
            return format(plain, form)
        return _number(plain, form)
    except (ValueError, TypeError, IndexError, KeyError) as error:
        raise Finding(f"{name!r} ({kind}) cannot be printed as {form!r}: {error}") from None


def _number(plain: int | float, form: str) -> str:
    if isinstance(plain, bool) or not isinstance(plain, int | float):
        raise TypeError("not a number")
    if form in ("words", "ordinal"):
        if not isinstance(plain, int) or plain < 0:
            raise ValueError("only small whole numbers are printed in words")
        return (SMALL if form == "words" else ORDINALS)[plain]
    if form == "" and isinstance(plain, float):
        raise ValueError("a number with decimals needs a format, such as .1f or .0%")
    printed = format(plain, form)
    return printed.replace("-", "\N{MINUS SIGN}") if plain < 0 else printed
