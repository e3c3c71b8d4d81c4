"""The press: runs the chapters of an executable book, proves that they are fresh, and prints them.

It knows nothing of the book's subject. What it needs to know of a book stands in the ``[tool.press]``
table of the book's ``pyproject.toml``.
"""
