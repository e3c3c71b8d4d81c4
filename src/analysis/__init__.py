"""The analysis of the book: tables in, frames, estimates, figures and findings out.

It knows nothing of notebooks or of the press that prints them; :mod:`analysis.findings` and
:mod:`analysis.exhibits` hand values, figures and tables to whoever displays them.
"""
