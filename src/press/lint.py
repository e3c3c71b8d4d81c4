"""Find quantities that an author typed where a published value belongs.

Exempt by pattern, never by list: calendar dates and years, numbers that name a provision or document
(Article 33, resolution 60/173, paragraph 45), names that carry a number (Covid-19), and ordinals of
names (Kim Jong-un's 7th Congress is caught: write it in words of the field or bind it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Bare", "bare_quantities"]

MONTH = "January|February|March|April|May|June|July|August|September|October|November|December"
YEAR = r"(?:1[89]|20)\d\d"
COUNTED = (
    r"(?!\s*(?:people|persons?|women|men|refugees|defectors|arrivals|cases|returns|states|votes|children|families"
    r"|dollars|won|yuan|miles|kilomet|percent|per\s+cent|%|km)\b)"
)
NAMED = (
    r"articles?|art\.|arts\.|paragraphs?|paras?\.?|sections?|rules?|resolutions?|decisions?|opinions?|acts?(?:\s+no\.)?"
    r"|laws?(?:\s+no\.)?|decrees?(?:\s+no\.)?|protocols?(?:\s+no\.)?|chapters?|annex(?:es)?|pages?|pp?\.|no\.|nos\.|cycle|principles?"
    r"|general comments?|recommendations?\s+no\.|tier|public law|schedule|appendix"
)
NUMBERED = r"\d[\d/().,:–-]*[a-z]?(?:\(\w+\))*"
EXEMPT = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?:{NAMED})\s+{NUMBERED}(?:\s*(?:,|and|or|to|–|through)\s*{NUMBERED})*",
        rf"\b\d{{1,2}}(?:\s*(?:–|-|and|to)\s*\d{{1,2}})?\s+(?:{MONTH})(?:\s+{YEAR})?\b",
        rf"\b(?:{MONTH})\s+{YEAR}\b",
        rf"(?<![\d,.$€£₩])\b{YEAR}(?:\s*[–-]\s*(?:{YEAR}|\d\d))?s?\b(?![,.]?\d){COUNTED}",
        r"\b[A-Z][\w.]*(?:/[\w.()-]+)+",  # document symbols: A/HRC/25/63, S/PV.7353
        r"\b[A-Za-z]+-\d+\b",  # Covid-19
        r"\b(?:first|second)\s+half\s+of\b|\bhalf-year",  # a period of the calendar
        r"\b[A-Z]+\d+\b",  # G20
    )
]
DIGITS = re.compile(r"[$€£₩]?\d[\d,.]*(?:\s*(?:%|per\s?cent))?")
WORDS = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?"
    r"|billions?|half|halves|halved|thirds?|a\s+quarter\s+of|quarters\s+of|fifths?|tenths?|twice|thrice|doubled?|tripled?"
    r"|per\s?cent|percentage)\b",
    re.IGNORECASE,
)
MARKUP = [
    re.compile(pattern, flags)
    for pattern, flags in (
        (r"^(`{3,}|~{3,}).*?^\1\s*$", re.MULTILINE | re.DOTALL),  # fenced code
        (r"<!--.*?-->", re.DOTALL),
        (r"\{[\w:-]+\}`[^`]*`", 0),  # roles: bound values, citations, references
        (r"`[^`]*`", 0),
        (r"^\s*\([\w-]+\)=\s*$", re.MULTILINE),  # labels
        (r"^:{3,}.*$", re.MULTILINE),  # a directive's own line
        (r"\]\([^)]*\)", 0),  # addresses of links
        (r"\[\^[\w-]+\]", 0),  # footnote marks
        (r"^\s*:(?!title:|measure:|alt:|short:)[\w-]+:.*$", re.MULTILINE),  # options that no reader sees
        (r"^\s*\d+\.\s", re.MULTILINE),  # numbers of a list
    )
]


@dataclass(frozen=True)
class Bare:
    """A typed quantity.

    Attributes:
        line: line in the text, from 1.
        quantity: what was typed.
        around: the words about it.
    """

    line: int
    quantity: str
    around: str


def bare_quantities(text: str) -> Iterator[Bare]:
    """Yield each quantity in MyST text that no binding provides, in the order of the text."""
    plain = text
    for pattern in (*MARKUP, *EXEMPT):
        plain = pattern.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), plain)
    hits = sorted([*DIGITS.finditer(plain), *WORDS.finditer(plain)], key=lambda match: match.start())
    for hit in hits:
        start, end = hit.span()
        around = " ".join(text[max(0, start - 30) : end + 30].split())
        yield Bare(text[:start].count("\n") + 1, hit[0].strip(), around)
