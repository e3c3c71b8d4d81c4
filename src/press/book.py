"""A book on disk: where its parts lie, which chapters it has and with which parameters they run."""

from __future__ import annotations

import importlib
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from press import notebook
from press.errors import BadInput
from press.notebook import Notebook

__all__ = ["Book", "Chapter", "find"]

LOCK = "requirements.lock"


@dataclass(frozen=True)
class Chapter:
    """A chapter: one notebook, named by its subject."""

    root: Path
    path: str

    @property
    def name(self) -> str:
        """The stem by which the text and the command line call the chapter."""
        return Path(self.path).stem

    @property
    def file(self) -> Path:
        """The notebook."""
        return self.root / self.path

    @property
    def record_file(self) -> Path:
        """The provenance record of the last run, beside the notebook."""
        return self.file.with_suffix(".provenance.json")


@dataclass(frozen=True)
class Book:
    """A book and its parts."""

    root: Path

    @cached_property
    def settings(self) -> dict[str, Any]:
        """The ``[tool.press]`` table of the book's ``pyproject.toml``."""
        project = tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))
        settings: dict[str, Any] = project["tool"]["press"]
        return settings

    @property
    def title(self) -> str:
        """The title of the book."""
        return str(self.settings["title"])

    @property
    def slug(self) -> str:
        """The name of the book in file names."""
        return str(self.settings["slug"])

    @cached_property
    def citation(self) -> dict[str, Any]:
        """How to cite the book, as ``CITATION.cff`` has it."""
        citation: dict[str, Any] = yaml.safe_load((self.root / "CITATION.cff").read_text(encoding="utf-8"))
        return citation

    @property
    def authors(self) -> list[str]:
        """The authors' names, persons and bodies alike."""
        listed = self.citation["authors"]
        return [author.get("name") or f"{author['given-names']} {author['family-names']}" for author in listed]

    @property
    def licences(self) -> list[str]:
        """The licences that the book is published under."""
        given = self.citation.get("license", [])
        return [given] if isinstance(given, str) else list(given)

    @cached_property
    def pages(self) -> list[str]:
        """Every page in the order of ``_toc.yml``, as paths from the root."""
        toc = yaml.safe_load((self.root / "_toc.yml").read_text(encoding="utf-8"))
        names = [toc["root"]]
        for part in toc.get("parts", [toc]):
            names += [entry["file"] for entry in part.get("chapters", [])]
        return [self._page(name) for name in names]

    def _page(self, name: str) -> str:
        for ending in ("", ".ipynb", ".md"):
            if (self.root / (name + ending)).is_file():
                return name + ending
        raise BadInput(f"_toc.yml names {name}, but there is no {name}.ipynb or {name}.md")

    @cached_property
    def chapters(self) -> list[Chapter]:
        """The notebooks, in the order of the book."""
        return [Chapter(self.root, page) for page in self.pages if page.endswith(".ipynb")]

    def notebook(self, chapter: Chapter) -> Notebook:
        """The content of a chapter as this book found it: for those who look, not for those who change it."""
        if chapter.path not in self._notebooks:
            self._notebooks[chapter.path] = notebook.read(chapter.file)
        return self._notebooks[chapter.path]

    @cached_property
    def _notebooks(self) -> dict[str, Notebook]:
        return {}

    def chapter(self, name: str) -> Chapter:
        """Find a chapter by its name or path.

        Raises:
            BadInput: when the book has no such chapter.
        """
        for chapter in self.chapters:
            if name in (chapter.name, chapter.path, f"{chapter.name}.ipynb"):
                return chapter
        raise BadInput(f"no chapter {name!r}; there are {', '.join(each.name for each in self.chapters)}")

    @cached_property
    def _parameters(self) -> dict[str, dict[str, dict[str, Any]]]:
        path = self.root / "parameters.yml"
        given = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
        return given or {}

    @property
    def strangers(self) -> list[str]:
        """Names in ``parameters.yml`` that are no chapter of the book."""
        return sorted(set(self._parameters) - {chapter.name for chapter in self.chapters})

    def parameters(self, chapter: Chapter) -> dict[str, Any]:
        """The fixed parameters of a chapter: name and value."""
        return {name: entry["value"] for name, entry in self._parameters.get(chapter.name, {}).items()}

    def parameter_notes(self, chapter: Chapter) -> dict[str, str]:
        """What each parameter of a chapter is, in a line."""
        return {name: entry["about"] for name, entry in self._parameters.get(chapter.name, {}).items()}

    def accepted(self, chapter: Chapter) -> dict[str, Any]:
        """What parameters of a chapter accept, where ``parameters.yml`` says it: a list, or ``from`` and ``to``."""
        known = self._parameters.get(chapter.name, {})
        return {name: entry["accepts"] for name, entry in known.items() if "accepts" in entry}

    def validate(self) -> list[str]:
        """Ask the book's own validator what is wrong with the data; empty when nothing is."""
        if "validate" not in self.settings:
            return []
        module, _, function = self.settings["validate"].partition(":")
        validator: Callable[[Path], list[str]] = getattr(importlib.import_module(module), function)
        return validator(self.root / "data")


def find(start: Path | None = None) -> Book:
    """Find the book that a folder belongs to: the nearest folder above with a ``_toc.yml``.

    Raises:
        BadInput: when there is none.
    """
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        if (folder / "_toc.yml").is_file() and (folder / "pyproject.toml").is_file():
            return Book(folder)
    raise BadInput(f"{here} is not inside a book: no folder above it has _toc.yml and pyproject.toml")
