"""The provenance record of a chapter: what a run really used, and what came out.

A record is a sorted JSON file beside the notebook, described by ``provenance.schema.json`` in this folder::

    format      version of this layout
    parameters  name → value
    code        digest of each code cell, in order
    files       path from the root → digest, of every file that was read
    modules     path from the root → digests of its bytes and of its syntax tree, of every module that was imported
    listings    folder that was listed → digest of the names in it
    importable  folder where imports look first → digest of what an import could find there
    imports     folder and name that was imported → what was found, where that is no module named above
    looked_for  path that was asked for and not read → ``absent`` or ``folder``
    links       symbolic link that was followed → where it leads
    lock        digest of the lock file
    notebook    digest of the notebook as the run wrote it
    outputs     digest of each published value, each exhibit, and of all outputs together
    itself      digest of all of the above
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from press import digest, notebook
from press.book import LOCK, Book, Chapter
from press.errors import BadInput, Finding
from press.importing import Importing, stem
from press.observer import Seen

__all__ = ["FORMAT", "is_whole", "make", "read"]

FORMAT = 3
TOLERANCE = 20_000_000
"""Nanoseconds by which the clock of a file system may lag behind that of the machine."""


def make(
    book: Book, chapter: Chapter, seen: list[Seen], parameters: dict[str, Any], result: notebook.Notebook, begun: int
) -> str:
    """Write the record of a run as text.

    Args:
        book: the book.
        chapter: the chapter that ran.
        seen: what the witness saw.
        parameters: the parameters of the run.
        result: the executed, normalised notebook.
        begun: when the run began, in nanoseconds since 1970.

    Raises:
        Finding: when a file changed after the run began: nobody can say which content was read.
    """
    root = book.root
    modules = _paths(seen, "module") - _paths(seen, "read")
    read = _paths(seen, "read") | {path for path in _paths(seen, "look") - modules if (root / path).is_file()}
    present = {path for path in read | modules if (root / path).is_file()}
    listed = {path for path in _paths(seen, "list") if (root / path).is_dir()}
    looked_for = dict(sorted(_looked_for(root, seen)))
    top = [folder for folder in (root / "src", chapter.file.parent) if folder.is_dir()]
    imports = dict(_imports(root, seen, modules, top))
    read |= {path for path in imports.values() if (root / path).is_file()}
    watched = present | listed | {chapter.path, LOCK} | {_above(root, path) for path in looked_for}
    for path in sorted(watched - {chapter.file.parent.relative_to(root).as_posix()}):  # other runs write there
        if (root / path).stat().st_ctime_ns > begun + TOLERANCE:
            raise Finding(f"{path} changed while {chapter.path} ran; nothing was kept, run it again")
    record = {
        "format": FORMAT,
        "parameters": parameters,
        "code": result.code_digests(),
        "files": {path: digest.of_file(root / path) for path in sorted(read) if (root / path).is_file()},
        "modules": {path: of_module(root / path) for path in sorted(modules & present)},
        "listings": {path: digest.of_names(root / path) for path in sorted(listed)},
        "importable": {folder.relative_to(root).as_posix(): digest.of_names(folder, importable=True) for folder in top},
        "imports": imports,
        "looked_for": looked_for,
        "links": {path: (root / path).readlink().as_posix() for path in sorted(_paths(seen, "link"))},
        "lock": digest.of_file(root / LOCK),
        "notebook": digest.of_text(result.text()),
        "outputs": result.output_digests(),
    }
    return json.dumps(record | {"itself": digest.of_json(record)}, indent=1, ensure_ascii=False) + "\n"


def of_module(path: Path) -> list[str]:
    """Digest a module twice: its bytes, which are cheap to compare, and its syntax tree, which decides."""
    content = path.read_bytes()
    return [digest.of_bytes(content), digest.of_code(content)]


def read(chapter: Chapter) -> dict[str, Any] | None:
    """Read a chapter's record; none when it never ran, or was last run by a press of another format.

    Raises:
        BadInput: when the file is no JSON.
    """
    try:
        record: dict[str, Any] = json.loads(chapter.record_file.read_bytes())
    except FileNotFoundError:
        return None
    except ValueError:
        raise BadInput(f"{chapter.record_file.name} is not JSON; run the chapter again or restore it") from None
    return record if isinstance(record, dict) and record.get("format") == FORMAT else None


def is_whole(record: dict[str, Any]) -> bool:
    """Whether a record is as a run wrote it: an entry that somebody corrected by hand proves nothing."""
    return record.get("itself") == digest.of_json({name: part for name, part in record.items() if name != "itself"})


def _paths(seen: list[Seen], kind: str) -> set[str]:
    return {each.what for each in seen if each.kind == kind}


def _looked_for(root: Path, seen: list[Seen]) -> Iterator[tuple[str, str]]:
    """Yield what was asked for and is no file."""
    for path in _paths(seen, "look") | _paths(seen, "read") | _paths(seen, "list"):
        if not (root / path).exists():
            yield path, "absent"
        elif (root / path).is_dir() and path != ".":
            yield path, "folder"


def _above(root: Path, path: str) -> str:
    """The nearest folder above a path that exists: it changes when the path comes into being or goes."""
    return next(above for above in Path(path).parents if (root / above).is_dir()).as_posix()


def _imports(root: Path, seen: list[Seen], modules: set[str], top: list[Path]) -> Iterator[tuple[str, str]]:
    """Yield what an import found where it was not the module of that name which the record lists anyway."""
    now = Importing(root)
    sought = {path for path in _paths(seen, "import") if root / Path(path).parent not in top}
    for path in sorted(sought | set(map(stem, modules))):
        found = now.finds(path)
        if found not in modules:
            yield path, found
