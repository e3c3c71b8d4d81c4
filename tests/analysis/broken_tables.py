"""A small package of two tables, and every way of breaking it that has been thought of: one case a line."""

# ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

HEADER = "year,place,men,women,total,change,kind,complete,published,code,note,source_id,other_sources"
ROWS = (
    '2001,PRK,10,20,30,-2.5,flow,true,2002-01-31,a-1,"counted, once",census,gazette;press',
    '2002,PRK,11,21,32,,stock,false,2003-02-28,a-2,"two\nlines",press,',
    "2002,CHN,,,7,0.25,flow,true,,a-3,,gazette,press",
    '2003,CHN,0,4,4,1e3,flow,,2004-02-29,,"so ""called""",census,',
)
COUNTS = "\n".join((HEADER, *ROWS, ""))
SOURCES = "source_id,title,value,unit\ncensus,Census of 2001,97.5,percent\ngazette,Official gazette,120,pages\npress,A paper,,\n"

HEAD = """\
name: {stem}
title: A table
description: What a row is.
compiled: By hand.
coverage: {{from: "2001", to: "2003", area: two states}}
path: {stem}.csv
format: csv
mediatype: text/csv
encoding: utf-8
licenses:
  - {{name: CC-BY-4.0, title: CC BY 4.0, path: "https://creativecommons.org/licenses/by/4.0/"}}
schema:
  fields:
"""
COUNTS_YAML = (
    HEAD.format(stem="counts")
    + """\
    - {name: year, type: integer, title: Y, description: d, unit: year, constraints: {required: true, minimum: 1990, maximum: 2026}}
    - {name: place, type: string, title: P, description: d, constraints: {required: true, pattern: "[A-Z]{3}"}}
    - {name: men, type: integer, title: M, description: d, unit: persons, constraints: {minimum: 0}}
    - {name: women, type: integer, title: W, description: d, unit: persons, constraints: {minimum: 0}}
    - {name: total, type: integer, title: T, description: d, unit: persons, constraints: {required: true, minimum: 0}}
    - {name: change, type: number, title: C, description: d, unit: percent}
    - {name: kind, type: string, title: K, description: d, constraints: {required: true, enum: [flow, stock]}}
    - {name: complete, type: boolean, title: F, description: d}
    - {name: published, type: date, title: D, description: d}
    - {name: code, type: string, title: I, description: d, constraints: {unique: true}}
    - {name: note, type: string, title: N, description: d}
    - {name: source_id, type: string, title: S, description: d, constraints: {required: true}}
    - {name: other_sources, type: string, title: O, description: d}
  missingValues: [""]
  primaryKey: [year, place]
  foreignKeys:
    - {fields: [source_id], reference: {resource: sources, fields: [source_id]}}
lists:
  - {field: other_sources, reference: {resource: sources, field: source_id}}
rules:
  - {expression: "men + women == total", because: sexes add up to the total}
"""
)
SOURCES_YAML = (
    HEAD.format(stem="sources")
    + """\
    - {name: source_id, type: string, title: S, description: d, constraints: {required: true, pattern: "[a-z]+"}}
    - {name: title, type: string, title: T, description: d, constraints: {required: true}}
    - {name: value, type: number, title: V, description: d, unit: see unit column}
    - {name: unit, type: string, title: U, description: d}
  missingValues: [""]
  primaryKey: [source_id]
"""
)
FILES = {
    "counts.csv": COUNTS,
    "counts.resource.yaml": COUNTS_YAML,
    "sources.csv": SOURCES,
    "sources.resource.yaml": SOURCES_YAML,
}


@dataclass(frozen=True)
class Break:
    """One change to one file, and what the single message about it has to name."""

    name: str
    old: str | bytes | None
    new: str | bytes | None
    says: tuple[str, ...]
    file: str = "counts.csv"

    def apply(self, folder: Path) -> None:
        """Write the package into a folder and break it: ``old`` none replaces, ``new`` none removes the file."""
        write(folder)
        path = folder / self.file
        if self.new is None:
            path.unlink()
            return
        new = self.new.encode() if isinstance(self.new, str) else self.new
        if self.old is None:
            path.write_bytes(new)
            return
        old = self.old.encode() if isinstance(self.old, str) else self.old
        assert path.read_bytes().count(old) == 1, f"{old!r} does not stand once in {self.file}"
        path.write_bytes(path.read_bytes().replace(old, new))


def write(folder: Path) -> None:
    """Write the package as it should be."""
    for name, text in FILES.items():
        (folder / name).write_bytes(text.encode())


A, B, C, D = ROWS
YAML = "counts.resource.yaml"

BYTES = (
    Break("byte_order_mark", "year,place", b"\xef\xbb\xbfyear,place", ("line 1", "byte-order mark")),
    Break("crlf_everywhere", None, COUNTS.replace("\n", "\r\n"), ("line 1", "carriage return")),
    Break("one_carriage_return", "2002-01-31", "2002-01-31\r", ("line 2", "carriage return")),
    Break("nul_byte", "counted, once", b"counted,\0 once", ("line 2", "NUL")),
    Break("latin_1", "two\nlines", "two\nlignes é".encode("latin-1"), ("line 4", "0xe9", "not UTF-8")),
    Break("utf_16", None, COUNTS.encode("utf-16"), ("line 1", "0xff", "not UTF-8")),
    Break("truncated_in_a_cell", None, COUNTS[:-9], ("line 6", "truncated")),
    Break("no_last_line_end", None, COUNTS[:-1], ("line 6", "truncated")),
    Break("empty_file", None, b"", ("line 1", "empty")),
    Break("header_alone", None, HEADER + "\n", ("line 1", "no row")),
    Break("blank_line", D, f"\n{D}", ("line 6", "0 cells", "13")),
    Break("blank_line_at_the_end", D, f"{D}\n", ("line 7", "0 cells", "13")),
    Break("semicolons", None, COUNTS.replace(";", "/").replace(",", ";"), ("line 1", "column", "header")),
    Break("missing_file", None, None, ("no such file",)),
)
HEADERS = (
    Break("column_twice", "year,place,men,women", "year,place,men,men", ("line 1", "'men'", "twice")),
    Break(
        "column_gone", None, "\n".join(r.rsplit(",", 1)[0] for r in COUNTS.split("\n")), ("'other_sources'", "missing")
    ),
    Break("column_too_many", "other_sources", "other_sources,extra", ("line 1", "'extra'", "not in the descriptor")),
    Break("columns_swapped", "men,women", "women,men", ("line 1", "another order")),
    Break("column_misspelt", "men,women", "men,womne", ("line 1", "'womne'", "'women'")),
    Break("header_in_capitals", "year,place", "Year,place", ("line 1", "'Year'", "'year'")),
    Break("space_in_header", "year,place", "year, place", ("line 1", "' place'", "'place'")),
    Break("no_header", f"{HEADER}\n", "", ("line 1", "header")),
    Break("row_too_short", "gazette,press", "gazette", ("line 5", "12 cells", "13")),
    Break("row_too_long", "gazette,press", "gazette,press,", ("line 5", "14 cells", "13")),
    Break("number_with_a_bare_comma", "CHN,,,7", "CHN,,,1,047", ("line 5", "14 cells")),
    Break("stray_quote_inside", "2002,PRK", '2002,P"RK', ("line 3", "quote", 'P"RK')),
    Break("text_after_a_quote", '"counted, once"', '"counted, once" twice', ("line 2", "quote")),
    Break("unclosed_quote", '"two\nlines"', '"two\nlines', ("line 3", "quote")),
    Break("quote_not_doubled", '""called""', '"called"', ("line 6", "quote")),
)
CELLS = (
    Break("formula_equals", '"counted, once"', "=1+1", ("line 2", "2001 PRK", "column note", "'=1+1'", "formula")),
    Break("formula_plus", '"counted, once"', "+1 812", ("line 2", "column note", "'+1 812'", "formula")),
    Break("formula_minus", '"counted, once"', "-2+3", ("line 2", "column note", "'-2+3'", "formula")),
    Break("formula_at", '"counted, once"', "@sum", ("line 2", "column note", "'@sum'", "formula")),
    Break("formula_tab", '"counted, once"', "\tx", ("line 2", "column note", r"'\tx'", "formula")),
    Break("space_after_a_key", "2002,CHN", "2002,CHN ", ("line 5", "column place", "'CHN '", "space")),
    Break("space_before_a_key", "2002,CHN", "2002, CHN", ("line 5", "column place", "' CHN'", "space")),
    Break("no_break_space", "2002,CHN", "2002,CHN\u00a0", ("line 5", "column place", "space")),
    Break("zero_width_space", "counted", "coun\u200bted", ("line 2", "column note", "nobody sees")),
    Break("no_break_space_inside", "counted, once", "counted,\u00a0once", ("line 2", "column note", "nobody sees")),
    Break("replacement_character", "counted, once", "caf\ufffd", ("line 2", "column note", "encoding broke")),
    Break("utf_8_read_as_latin_1", "counted, once", "TomÃ¡s", ("line 2", "column note", "'TomÃ¡s'", "encoding broke")),
    Break("utf_8_read_as_windows", "counted, once", "itâ€™s", ("line 2", "column note", "encoding broke")),
    Break("thirteenth_month", '"counted, once"', "2013-13", ("line 2", "column note", "'2013-13'", "calendar")),
    Break("february_30_in_a_text", '"counted, once"', "2013-02-30", ("line 2", "column note", "'2013-02-30'", "calendar")),
    Break("space_in_a_number", "PRK,11", "PRK, 11", ("line 3", "column men", "' 11'", "whole number")),
    Break("year_as_float", "2003,CHN", "2003.0,CHN", ("line 6", "column year", "'2003.0'", "whole number")),
    Break("thousands_separator", "CHN,,,7", 'CHN,,,"1,047"', ("line 5", "column total", "'1,047'", "plain digits")),
    Break("full_width_digits", "PRK,11", "PRK,１１", ("line 3", "column men", "'１１'", "plain digits")),
    Break("arabic_digits", "PRK,11", "PRK,١١", ("line 3", "column men", "'١١'", "plain digits")),
    Break("letter_o_for_zero", "CHN,0", "CHN,O", ("line 6", "column men", "'O'", "plain digits")),
    Break("leading_zero", "PRK,11", "PRK,011", ("line 3", "column men", "'011'", "plain digits")),
    Break("plus_sign", "PRK,11", "PRK,+11", ("line 3", "column men", "'+11'", "plain digits")),
    Break("underscore", "CHN,,,7", "CHN,,,1_000", ("line 5", "column total", "'1_000'", "plain digits")),
    Break("beyond_64_bits", "CHN,,,7", f"CHN,,,{'9' * 20}", ("line 5", "column total", "plain digits")),
    Break("decimal_comma", "0.25", '"0,25"', ("line 5", "column change", "'0,25'", "decimal point")),
    Break("not_a_number", "0.25", "nan", ("line 5", "column change", "'nan'", "a number")),
    Break("infinity", "0.25", "inf", ("line 5", "column change", "'inf'", "a number")),
    Break("overflowing_number", "0.25", "1e999", ("line 5", "column change", "'1e999'", "a number")),
    Break("percent_sign", "0.25", "25%", ("line 5", "column change", "'25%'", "a number")),
    Break("hexadecimal", "PRK,11", "PRK,0xB", ("line 3", "column men", "'0xB'", "plain digits")),
    Break("negative_count", "CHN,0", "CHN,-1", ("line 6", "column men", "'-1'", "at least 0 persons")),
    Break("over_the_maximum", "2003,CHN", "2303,CHN", ("line 6", "column year", "'2303'", "at most 2026")),
    Break("under_the_minimum", "2003,CHN", "203,CHN", ("line 6", "column year", "'203'", "at least 1990")),
    Break("outside_the_enum", "32,,stock", "32,,stocks", ("line 3", "column kind", "'stocks'", "flow, stock")),
    Break("enum_in_capitals", "32,,stock", "32,,Stock", ("line 3", "column kind", "'Stock'", "flow, stock")),
    Break("against_the_pattern", "2002,CHN", "2002,CN", ("line 5", "column place", "'CN'", "[A-Z]{3}")),
    Break("pattern_in_part", "2002,CHN", "2002,CHNA", ("line 5", "column place", "'CHNA'", "[A-Z]{3}")),
    Break("required_but_empty", "CHN,,,7", "CHN,,,", ("line 5", "column total", "''", "may not be empty")),
    Break("source_forgotten", ",gazette,press", ",,press", ("line 5", "column source_id", "may not be empty")),
    Break("boolean_capital", "flow,true,2002", "flow,True,2002", ("line 2", "column complete", "'True'", "true or false")),
    Break("boolean_one", "flow,true,2002", "flow,1,2002", ("line 2", "column complete", "'1'", "true or false")),
    Break("boolean_yes", "flow,true,2002", "flow,yes,2002", ("line 2", "column complete", "'yes'", "true or false")),
    Break("day_first", "2003-02-28", "28.02.2003", ("line 3", "column published", "'28.02.2003'", "YYYY-MM-DD")),
    Break("slashes", "2003-02-28", "2003/02/28", ("line 3", "column published", "'2003/02/28'", "YYYY-MM-DD")),
    Break("month_alone", "2003-02-28", "2003-02", ("line 3", "column published", "'2003-02'", "YYYY-MM-DD")),
    Break("short_month", "2003-02-28", "2003-2-28", ("line 3", "column published", "'2003-2-28'", "YYYY-MM-DD")),
    Break("with_a_time", "2003-02-28", "2003-02-28T00:00", ("line 3", "column published", "YYYY-MM-DD")),
    Break("february_30", "2003-02-28", "2003-02-30", ("line 3", "column published", "'2003-02-30'", "calendar")),
    Break("no_leap_year", "2003-02-28", "2003-02-29", ("line 3", "column published", "'2003-02-29'", "calendar")),
    Break("na_for_missing", '"counted, once"', "NA", ("line 2", "column note", "'NA'", "empty cell")),
    Break("null_for_missing", '"counted, once"', "NULL", ("line 2", "column note", "'NULL'", "empty cell")),
    Break("code_twice", "a-3", "a-1", ("line 5", "column code", "'a-1'", "twice")),
)  # fmt: skip
RELATIONS = (
    Break("key_twice", "2003,CHN", "2002,CHN", ("line 6", "2002 CHN", "column year, place", "line 5", "one row alone")),
    Break("row_twice", C, f"{C}\n{C.replace('a-3', 'a-4')}", ("line 6", "column year, place", "line 5")),
    Break("unknown_source", "gazette,press", "gazete,press", ("line 5", "column source_id", "'gazete'", "data/sources.csv")),
    Break("unknown_in_a_list", "gazette;press", "gazette;pres", ("line 2", "column other_sources", "'pres'", "data/sources.csv")),
    Break("space_in_a_list", "gazette;press", "gazette; press", ("line 2", "column other_sources", "' press'")),
    Break("empty_in_a_list", "gazette;press", "gazette;;press", ("line 2", "column other_sources", "''")),
    Break("twice_in_a_list", "gazette;press", "press;press", ("line 2", "column other_sources", "'press'", "twice")),
    Break("sexes_against_total", "PRK,10,20", "PRK,10,21", ("line 2", "men 10, women 21, total 30", "men + women == total", "sexes")),
    Break("columns_shifted", "PRK,11,21,32", "PRK,21,32,11", ("line 3", "men 21, women 32, total 11", "men + women == total")),
    Break("source_removed", "census,Census of 2001,97.5,percent\n", "", ("line 2", "column source_id", "'census'"), "sources.csv"),
    Break("source_key_empty", "gazette,Official", ",Official", ("data/sources.csv", "line 3", "column source_id"), "sources.csv"),
    Break("source_key_with_space", "press,A", "press ,A", ("data/sources.csv", "line 4", "'press '"), "sources.csv"),
    Break("more_than_all", "97.5,percent", "975,percent", ("data/sources.csv", "line 2", "column value", "'975'", "100 percent"), "sources.csv"),
    Break("less_than_nothing", "97.5,percent", "-1,percent", ("data/sources.csv", "line 2", "column value", "'-1'", "0 and 100"), "sources.csv"),
    Break("sources_unreadable", "A paper", b"A\0paper", ("data/sources.csv", "line 4", "NUL"), "sources.csv"),
)  # fmt: skip
DESCRIPTORS = (
    Break("no_descriptor", None, None, ("data/counts.csv", "no descriptor"), YAML),
    Break("not_yaml", "name: counts", "name: [counts", ("data/counts.resource.yaml", "YAML"), YAML),
    Break("a_list_for_a_descriptor", None, "- counts\n", ("data/counts.resource.yaml", "mapping"), YAML),
    Break("empty_descriptor", None, "", ("data/counts.resource.yaml", "mapping"), YAML),
    Break("no_schema", COUNTS_YAML[COUNTS_YAML.index("schema:") :], "", ("'schema'",), YAML),
    Break("no_title", "title: A table\n", "", ("'title'",), YAML),
    Break("no_licence", "name: CC-BY-4.0, ", "", ("licence",), YAML),
    Break("name_not_stem", "name: counts", "name: count", ("'count'", "'counts'"), YAML),
    Break("path_elsewhere", "path: counts.csv", "path: ../counts.csv", ("'../counts.csv'",), YAML),
    Break("misspelt_key", "lists:", "list:", ("'list'",), YAML),
    Break("unknown_type", "type: date", "type: day", ("'published'", "'day'"), YAML),
    Break("unknown_constraint", "{unique: true}", "{uniq: true}", ("'code'", "'uniq'"), YAML),
    Break("no_unit", ", unit: percent", "", ("'change'", "unit"), YAML),
    Break("field_without_name", "name: change, ", "", ("KeyError", "name"), YAML),
    Break("field_twice", "name: code", "name: note", ("'note'", "twice"), YAML),
    Break("bad_pattern", '"[A-Z]{3}"', '"[A-Z{3}"', ("'place'", "regular expression"), YAML),
    Break("digits_of_any_script", '"[A-Z]{3}"', r"'\d{3}'", ("'place'", "[0-9]"), YAML),
    Break("yes_and_no_in_an_enum", "[flow, stock]", "[flow, stock, no]", ("'kind'", "False"), YAML),
    Break("minimum_of_a_text", "{unique: true}", "{minimum: 1}", ("'code'", "minimum"), YAML),
    Break("no_primary_key", "  primaryKey: [year, place]\n", "", ("primaryKey",), YAML),
    Break("key_of_no_field", "primaryKey: [year, place]", "primaryKey: [year, state]", ("'state'",), YAML),
    Break("rule_of_no_field", "men + women ==", "men + wimmen ==", ("'wimmen'",), YAML),
    Break("rule_that_calls", "men + women == total", "__import__('os').getpid() == total", ("rule", "sums"), YAML),
    Break("rule_without_reason", ", because: sexes add up to the total", "", ("because",), YAML),
    Break("missing_value_words", '[""]', '["", NA]', ("missingValues", "NA"), YAML),
    Break("key_of_no_table", "resource: sources, fields", "resource: source, fields", ("source;", "no such table"), YAML),
    Break("key_of_no_column", "fields: [source_id]}}", "fields: [id]}}", ("id of sources", "no such table"), YAML),
)  # fmt: skip
BREAKS = (*BYTES, *HEADERS, *CELLS, *RELATIONS, *DESCRIPTORS)

GOOD = (
    Break("as_written", "counted", "counted", ()),
    Break("negative_number", "-2.5", "-99", ()),
    Break("number_without_decimals", "0.25", "25", ()),
    Break("quotes_without_need", "2003,CHN", '"2003","CHN"', ()),
    Break("line_end_in_quotes", "counted, once", "counted,\n\n once", ()),
    Break("comma_and_quote_in_a_cell", "counted, once", 'counted, ""once""', ()),
    Break("hangul", "counted, once", "통일부, 하나원", ()),
    Break("empty_optional_cells", A, "2001,PRK,,,30,,flow,,,,,census,", ()),
    Break("rule_not_applied_where_a_part_is_missing", "PRK,10,20", "PRK,10,", ()),
    Break("capitals_with_tilde", "counted, once", "A SITUAÇÃO, NÃO", ()),
    Break("month_and_day_in_a_text", '"counted, once"', "2012-02-29", ()),
    Break("month_in_a_text", '"counted, once"', "2012-12", ()),
    Break("minus_inside_a_text", "counted, once", "1999-2001", ()),
    Break("last_day_of_the_calendar", "2003-02-28", "9999-12-31", ()),
    Break("maximum_itself", "2003,CHN", "2026,CHN", ()),
    Break("more_than_100_pages", "120,pages", "1200,pages", (), "sources.csv"),
    Break("all_of_it", "97.5,percent", "100,percent", (), "sources.csv"),
    Break("zero", "CHN,0,4,4", "CHN,0,0,0", ()),
)
