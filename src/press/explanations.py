"""What `press VERB --help` says of each verb."""

from __future__ import annotations

__all__ = ["CHECK", "HTML", "PACKAGE", "PDF", "RUN", "SEALED", "STATUS", "VERIFY"]

STATUS = """
Say which chapters are stale, and why.

A chapter is stale when anything that its last run really used has changed since: a data file that it opened,
an analysis module that it imported, its code, its parameters, the lock of the environment; or when its
outputs were edited by hand. All is decided by digests from the provenance record, never by times. Comments
and blank lines of a module do not count. For a table git knows, the changed cells are named.
"""
RUN = """
Run the chapters that are stale, or those that are named, with the fixed parameters of parameters.yml.

papermill executes each notebook in a kernel of its own, forked from one process that has the libraries
loaded. A notebook and its provenance record are replaced together and only on success. With --set the run
is a what-if: its results go to the folder --out and the record stays untouched.

examples:
  press run                                      whatever is stale
  press run arrivals --all                       one chapter, stale or not
  press run arrivals --set first_year=2005 --out what-if
"""
SEALED = """
Run chapters again with nothing but what their records say they used, and compare.

Each is copied to a folder elsewhere with the files and modules that were observed, and runs there in a plain
kernel without network, with another hash seed, time zone and locale. A difference names chapter and cell: the
chapter rests on something its record does not know. This is a verb of its own and no switch of `press run`,
because it writes nothing: the record is what it tests.
"""
CHECK = """
Check data, record and text without printing.

Looked at are: descriptors and keys of every table; staleness; names that the
text quotes against names that chapters publish, in both directions; predicates that must hold; formats; and
quantities that somebody typed where a published value belongs.
"""
HTML = """
Print the web edition to _build/html.

It needs no server and no other host: open index.html. Refuses broken data, a stale chapter, a fault of the text and any
warning of Sphinx; then what was printed before stays as it was.
"""
PDF = """
Print the PDF to _build/pdf.

It is tagged, PDF/A-3a and PDF/UA-1 at once, and carries the data and the specification of every figure and
table as attachments; `press verify` reads them back from any copy. Refuses what `press html` refuses.

The paper is `paper` of [tool.press] in pyproject.toml, a4 where it says nothing; --paper prints another one
beside it, under a name that says so.

examples:
  press pdf                                      _build/pdf/SLUG.pdf
  press pdf --paper us-letter                    _build/pdf/SLUG-us-letter.pdf
"""
PACKAGE = """
Write the data package to _build.

One zip, the same bytes each time: datapackage.json made from the descriptors, every CSV, licence, citation and
bibliography. It is a Frictionless data package; the web edition offers the same file. Refuses broken data.
"""
VERIFY = """
Say of a PDF of the book, found anywhere, what still follows.

For each figure, table, number in a sentence and attachment the answer is still follows, differs or not
checkable. Prints the book as this checkout has it and compares what the pages draw and say, the attached files
byte for byte, and when the copy is of this edition, every page and all that is around the pages. The paper of
the copy is recognised, and the commit that it names is looked up. Run it in a checkout whose chapters are fresh.
"""
