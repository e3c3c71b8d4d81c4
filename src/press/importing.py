"""What an import would find in a folder of the book: the question that shadowing answers differently."""

from __future__ import annotations

from importlib import machinery
from pathlib import Path

__all__ = ["NAMESPACE", "NOTHING", "Importing", "stem"]

NOTHING, NAMESPACE = "no module", "a folder without __init__.py"
LOADERS = (
    (machinery.ExtensionFileLoader, machinery.EXTENSION_SUFFIXES),
    (machinery.SourceFileLoader, machinery.SOURCE_SUFFIXES),
    (machinery.SourcelessFileLoader, machinery.BYTECODE_SUFFIXES),
)


class Importing:
    """The folders of a book as Python's own finder sees them now; each is listed once."""

    def __init__(self, root: Path) -> None:
        """Look below a root."""
        self.root = root
        self.finders: dict[str, machinery.FileFinder] = {}

    def finds(self, stem: str) -> str:
        """Say which file, from the root, an import of ``folder/name`` finds, or that there is none."""
        folder, _, name = stem.rpartition("/")
        if folder not in self.finders:
            self.finders[folder] = machinery.FileFinder(str(self.root / folder), *LOADERS)
        spec = self.finders[folder].find_spec(name)
        if spec is None:
            return NOTHING
        return NAMESPACE if spec.origin is None else Path(spec.origin).relative_to(self.root).as_posix()


def stem(module: str) -> str:
    """The folder and name under which an import finds a module's file."""
    return module.removesuffix(".py").removesuffix("/__init__")
