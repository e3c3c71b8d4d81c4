"""Typst reads every character of the text as itself."""

from __future__ import annotations

import typst

from press.typst.markup import escape


def test_a_semicolon_after_a_link_is_printed():
    page = f'#set page(width: 9cm, height: 2cm)\n#link("https://example.org")[here]{escape("; and there")}'
    svg = typst.compile(page.encode("utf-8"), format="svg")
    bare = typst.compile(page.replace("\\;", "").encode("utf-8"), format="svg")
    assert svg != bare
