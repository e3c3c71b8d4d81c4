"""Typst as text: escapes, strings, labels."""

from __future__ import annotations

import json
import re

__all__ = ["content", "escape", "label", "string"]

SPECIAL = re.compile(r"([\\#$*_`<>@\[\]~=+/\"'{}|:;^-])")


def escape(text: str) -> str:
    """Write plain text so that Typst reads every character as itself.

    A text may stand right after a function's call, which would take its first sign for the end of the call, for
    arguments or for a field.
    """
    return re.sub(r"^[.;(]", r"\\\g<0>", SPECIAL.sub(r"\\\1", text.replace("\n", " ")))


def string(text: str) -> str:
    """Write a Typst string literal."""
    return json.dumps(text, ensure_ascii=False)


def label(target: str) -> str:
    """Make a Typst label of a Sphinx target such as ``chapters/arrivals#fig-arrivals-yearly``."""
    return re.sub(r"[^A-Za-z0-9-]", "-", target)


def content(text: str) -> str:
    """Wrap markup as a content block."""
    return f"[{text}]"
