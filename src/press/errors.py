"""What can go wrong, in the two kinds that a command tells apart by its exit status."""

from __future__ import annotations

__all__ = ["BadInput", "Finding"]


class Finding(Exception):
    """The book is not as it must be: a stale chapter, a failed cell, a bare quantity. Exit status 1."""


class BadInput(Exception):
    """The press was asked for something impossible, or the data are broken. Exit status 2."""
