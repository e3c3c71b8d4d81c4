"""Which chapters are stale and why, by digests alone, never by times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from press import changes, digest, notebook, record
from press.book import LOCK, Book, Chapter
from press.errors import Finding
from press.importing import Importing, stem

__all__ = ["Status", "parameter_reasons", "reasons", "refuse_stale"]


class Status:
    """The state of a book's files now; each is read once, however many chapters rest on it."""

    def __init__(self, book: Book) -> None:
        """Look at a book."""
        self.book = book
        self.known: dict[tuple[str, str], Any] = {}
        self.importing = Importing(book.root)

    def stale(self) -> dict[str, list[str]]:
        """Say of every chapter and every table of a sweep why it is stale; an empty list when it is fresh."""
        from press.sweeps import provenance

        return {chapter.path: self.reasons(chapter) for chapter in self.book.chapters} | provenance.stale(self)

    def reasons(self, chapter: Chapter) -> list[str]:
        """Say why a chapter is stale; empty when it is fresh."""
        then = self._record(chapter)
        if then is None:
            return ["never run: there is no provenance record"]
        if not record.is_whole(then):
            return ["its provenance record was edited by hand"]
        found = parameter_reasons(then["parameters"], self.book.parameters(chapter)) + self.since(then, chapter)
        if not found and self.digest(chapter.path) != then["notebook"]:
            found = _output_reasons(then["outputs"], notebook.read(chapter.file), chapter)
        return found

    def since(self, then: dict[str, Any], chapter: Chapter) -> list[str]:
        """Say what changed of all that a run of a chapter used: code, files, folders, lock; empty when nothing did."""
        found = []
        if self.code(chapter) != then["code"]:
            found.append(f"code of {chapter.path} changed: {changes.cells(then['code'], self.code(chapter))}")
        found += self._file_reasons(then, chapter) + self._folder_reasons(then)
        found += self._import_reasons(then) + self._link_reasons(then)
        if self.digest(LOCK) != then["lock"]:
            found.append(f"{LOCK} changed")
        return found

    def code(self, chapter: Chapter) -> list[str]:
        """Digest the code cells of a chapter; a notebook that lies as its run wrote it need not be parsed for that."""

        def look(file: Path) -> list[str]:
            then = self._record(chapter)
            written = then is not None and self.digest(chapter.path) == then["notebook"]
            return list(then["code"]) if then and written else notebook.read(file).code_digests()

        found: list[str] = self._remember("code cells", chapter.path, look)
        return found

    def _record(self, chapter: Chapter) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self._remember("record", chapter.path, lambda _: record.read(chapter))
        return found

    def _file_reasons(self, then: dict[str, Any], chapter: Chapter) -> list[str]:
        found = []
        for path, before in then["files"].items():
            now = self.digest(path)
            if now != before:
                found.append(self._changed(path, before, now, chapter))
        for path, (content, code) in then["modules"].items():
            now = self.digest(path)
            if now != content and (now is None or self._code(path) != code):
                found.append(self._changed(path, code, now, chapter))
        return found

    def _changed(self, path: str, before: str, now: str | None, chapter: Chapter) -> str:
        if now is None:
            return f"{path} is gone"
        told = self._remember(
            f"since {before}", path, lambda _: changes.describe(self.book.root, path, before, chapter)
        )
        return f"{path} changed{told}"

    def _folder_reasons(self, then: dict[str, Any]) -> list[str]:
        found = []
        for path, before in then["listings"].items():
            if self._names(path, importable=False) != before:
                found.append(f"files were added to or taken from {path}/")
        for path, before in then["importable"].items():
            if self._names(path, importable=True) != before:
                found.append(f"modules were added to or taken from {path}/")
        for path, before in then["looked_for"].items():
            now = self._sort(path)
            if now != before:
                found.append(f"{path} was {before} when the chapter looked for it, and is {now} now")
        return found

    def _import_reasons(self, then: dict[str, Any]) -> list[str]:
        found = []
        for path, before in ({stem(path): path for path in then["modules"]} | then["imports"]).items():
            now = str(self._remember("import", path, lambda _, path=path: self.importing.finds(path)))
            gone = before in then["modules"] and self.digest(before) is None  # and is told of as such
            if now != before and not gone:
                found.append(f"an import of {path} found {before} and finds {now} now")
        return found

    def _link_reasons(self, then: dict[str, Any]) -> list[str]:
        found = []
        for path, before in then["links"].items():
            now = self._leads(path)
            if now != before:
                found.append(f"{path} led to {before} and leads to {now}")
        return found

    def _remember(self, kind: str, path: str, look: Any) -> Any:
        if (kind, path) not in self.known:
            self.known[kind, path] = look(self.book.root / path)
        return self.known[kind, path]

    def digest(self, path: str) -> str | None:
        """Digest a file, by its path from the root of the book; none when there is no such file."""
        found: str | None = self._remember(
            "digest", path, lambda file: digest.of_file(file) if file.is_file() else None
        )
        return found

    def _code(self, path: str) -> str:
        return str(self._remember("code", path, lambda file: digest.of_code(file.read_bytes())))

    def _names(self, path: str, *, importable: bool) -> str | None:
        def look(folder: Path) -> str | None:
            return digest.of_names(folder, importable=importable) if folder.is_dir() else None

        found: str | None = self._remember(f"names {importable}", path, look)
        return found

    def _leads(self, path: str) -> str:
        def look(file: Path) -> str:
            return file.readlink().as_posix() if file.is_symlink() else "nowhere"

        return str(self._remember("link", path, look))

    def _sort(self, path: str) -> str:
        def look(file: Path) -> str:
            return "folder" if file.is_dir() else "file" if file.exists() else "absent"

        return str(self._remember("sort", path, look))


def reasons(book: Book, chapter: Chapter) -> list[str]:
    """Say why one chapter is stale; empty when it is fresh."""
    return Status(book).reasons(chapter)


def parameter_reasons(then: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """Say which parameters differ; 1, 1.0 and True are equal, and may differ in print."""
    return [
        f"parameter {name}: {then.get(name, 'not set')!r} → {now.get(name, 'not set')!r}"
        for name in sorted(then.keys() | now.keys())
        if repr(then.get(name)) != repr(now.get(name))
    ]


def _output_reasons(then: dict[str, str], chapter_now: notebook.Notebook, chapter: Chapter) -> list[str]:
    now = chapter_now.output_digests()
    changed = [name for name in sorted(then.keys() | now.keys()) if then.get(name) != now.get(name)]
    named = [name for name in changed if name != "all outputs"] or changed
    return [f"outputs of {chapter.path} were changed since the run: {', '.join(named)}"] if changed else []


def refuse_stale(book: Book, *, sweeps: bool = True) -> None:
    """Stop when any chapter is stale, or any table of a sweep.

    Args:
        book: the book.
        sweeps: whether the tables of sweeps must be fresh as well.

    Raises:
        Finding: with each of them and why.
    """
    now = Status(book)
    found = now.stale() if sweeps else {chapter.path: now.reasons(chapter) for chapter in book.chapters}
    lines = [f"{path} is stale: {'; '.join(why)}" for path, why in found.items() if why]
    if lines:
        tables = any(found[path] for path in found if path.endswith(".csv"))
        verbs = "`press sweep` and then `press run` bring" if tables else "`press run` brings"
        raise Finding("\n".join([*lines, f"nothing was printed; {verbs} them up to date"]))
