"""The printed edition: Sphinx's document tree, written as Typst and set as an archival, tagged PDF."""
