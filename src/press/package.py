"""The data package: every table with its descriptor, licence and citation in one zip, the same bytes each time."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

from press import descriptors
from press.book import Book

__all__ = ["descriptor", "name", "zipped"]

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest date a zip can tell: the package does not say when it was made."""
COMPANIONS = ("LICENSE", "CITATION.cff", "data/references.bib")


def name(book: Book) -> str:
    """The file name of the package."""
    return f"{book.slug}-data.zip"


def descriptor(book: Book) -> dict[str, Any]:
    """Join the descriptors of the tables to a Frictionless data package."""
    citation = book.citation
    resources = [descriptors.read(path) for path in sorted((book.root / "data").glob(f"*{descriptors.SUFFIX}"))]
    licenses = {licence["name"]: licence for resource in resources for licence in resource.get("licenses", [])}
    return {
        "name": f"{book.slug}-data",
        "title": f"{book.title}: the data",
        "description": " ".join(citation["abstract"].split()),
        "version": str(citation["version"]),
        "created": f"{citation['date-released']}T00:00:00Z",
        "licenses": list(licenses.values()),
        "contributors": [{"title": name, "role": "author"} for name in book.authors],
        "resources": [resource | {"dialect": {"csv": {"delimiter": ",", "quoteChar": '"'}}} for resource in resources],
    }


def zipped(book: Book) -> bytes:
    """Pack ``datapackage.json``, the CSVs and their companions."""
    described = descriptor(book)
    files = {"datapackage.json": (json.dumps(described, ensure_ascii=False, indent=1) + "\n").encode("utf-8")}
    files |= {each["path"]: (book.root / "data" / each["path"]).read_bytes() for each in described["resources"]}
    files |= {
        path.rsplit("/", 1)[-1]: (book.root / path).read_bytes() for path in COMPANIONS if (book.root / path).is_file()
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(files):
            entry = zipfile.ZipInfo(path, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, files[path])
    return out.getvalue()
