"""What a kernel reads, written down while it reads; what no chapter may do, refused where it is done.

An audit hook sees each ``open`` of Python, each listing of a folder and each database, whoever asks: pandas, json,
NumPy. What Python does without an audit event is wrapped (:mod:`press.unaudited`). Neither sees reads by native
libraries (Parquet, polars); the sealed re-run is there for these.

A chapter may read the files of its book and what :data:`ALLOWED` names, and write nothing but scratch files. It uses
no network and no other process, and what it does is written to a log at once, so that a killed kernel leaves its
trace and a swallowed error is found.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import sys
import urllib.parse
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any, NamedTuple

from press.callers import IMPORTS, Callers

__all__ = ["ALLOWED", "Refused", "Seen", "Witness", "observed", "strays", "where"]

ALLOWED = (
    "/usr/lib/", "/usr/lib64/", "/lib/", "/lib64/", "/System/", "/Library/",
    "/usr/share/fonts/", "/usr/share/fontconfig/", "/usr/local/share/fonts/", "/etc/fonts/", "/var/cache/fontconfig/",
    "/usr/share/zoneinfo/", "/etc/localtime", "/etc/timezone", "/usr/share/locale/", "/usr/share/mime/",
    "/etc/mime.types", "/dev/null", "/dev/shm/", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/self/",
    "/sys/devices/system/cpu", "/sys/fs/cgroup/",
)  # fmt: skip
"""Outside the book a chapter may read these, the interpreter, the installed libraries and its own scratch folder."""

LISTINGS = {"os.listdir", "os.scandir"}
CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod"}
TWO_PATHS = {"os.rename", "os.symlink", "os.link"}
"""These change two paths; a symbolic link only the second."""
PROCESSES = {
    "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "pty.spawn",
}  # fmt: skip
PATHS = (str, bytes, os.PathLike)
SAID = {
    "outside": "read outside the book",
    "write": "wrote a file",
    "network": "used the network",
    "process": "started another process",
    "clock": "asked the clock",
    "chance": "drew unseeded random numbers",
}
"""What each kind of stray is called in a message."""


class Refused(PermissionError):
    """What a chapter did that would make its result depend on more than its record can know."""


class Seen(NamedTuple):
    """One thing a kernel did: its kind, the number of the cell (from 1, in order of execution), and what it touched."""

    kind: str
    cell: int
    what: str


class Witness:
    """Watch one kernel."""

    def __init__(self, log: str, root: str, scratch: str) -> None:
        """Watch reads below ``root``; ``scratch`` is where the kernel may read and write as it likes."""
        self.descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        self.prefix = root.rstrip("/") + "/"
        # the environment is known by its lock file, wherever it lies
        prefixes = (sys.prefix, sys.base_prefix, sys.exec_prefix)
        self.environment = tuple({os.path.realpath(each) + "/" for each in prefixes} | {f"{p}/" for p in prefixes})
        press = os.path.dirname(os.path.abspath(__file__)) + "/"  # noqa: PTH100, PTH120 (hooks must not open files)
        self.free = (*ALLOWED, *self.environment, press, scratch.rstrip("/") + "/", os.path.realpath(scratch) + "/")
        self.leading = ("/proc/", scratch.rstrip("/") + "/")
        # a book may lie below the interpreter's prefix, as in /usr/src; an environment may lie in a book, as .venv does
        self.installed = tuple(each for each in self.environment if not self.prefix.startswith(each))
        self.callers = Callers(root, (*self.installed, press))
        self.noted: set[tuple[str, int, str]] = set()
        self.cell = 0
        self.running = False

    def watch(self) -> None:
        """Begin; there is no end, audit hooks stay."""
        self._read_sources()
        sys.addaudithook(self._hook)

    def begin(self, *_: Any) -> None:
        """Take note that a cell begins."""
        self.cell += 1
        self.note("cell", "")
        self.running = True

    def end(self, *_: Any) -> None:
        """Take note that a cell ended."""
        self.running = False

    def note(self, kind: str, what: str) -> None:
        """Write down what was done, once a cell."""
        entry = (kind, self.cell, what)
        if entry not in self.noted:
            self.noted.add(entry)
            os.write(self.descriptor, (json.dumps(entry) + "\n").encode())

    def refuse(self, kind: str, what: str) -> None:
        """Write down what was done, and stop it.

        Raises:
            Refused: always.
        """
        self.note(kind, what)
        raise Refused(f"the chapter {SAID[kind]}: {what}")

    def place(self, path: str) -> str | None:
        """Say where in the book a file lies, whichever way leads to it; nothing when it is not the book's."""
        full = os.path.abspath(path)  # noqa: PTH100
        if full.startswith(self.installed):
            return None
        real = os.path.realpath(path)  # a link may lead out of the book, and into it
        if not self._below(real):
            return None
        # what stands before .. may be a link, and then the file is another one than the words say
        plain = self._below(full) and (".." not in path or os.path.realpath(full) == real)
        return (full if plain else real)[len(self.prefix) :].rstrip("/") or "."

    def may_read(self, path: str) -> bool:
        """Whether a chapter may read a path outside the book."""
        full, real = os.path.abspath(path), os.path.realpath(path)  # noqa: PTH100
        led_away = full.startswith(self.leading) and not real.startswith("/proc/")
        return f"{real}/".startswith(self.free) or (not led_away and f"{full}/".startswith(self.free))

    def _below(self, path: str) -> bool:
        return f"{path}/".startswith(self.prefix) and not f"{path}/".startswith(self.installed)

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._opened(arguments[0], _writes(arguments))
        elif event in LISTINGS:
            self._listed(arguments[0])
        elif event == "sqlite3.connect":
            self._opened(_database(arguments[0]), writes=False)
        elif not self.running:
            return
        elif event in CHANGES:
            for path in arguments[event == "os.symlink" : 1 + (event in TWO_PATHS)]:
                self._opened(path, writes=True)
        elif event in PROCESSES:
            self.refuse("process", str(arguments[0] if arguments else event))
        elif event.startswith("socket.") and event != "socket.__new__" and self.callers.on_behalf():
            self.refuse("network", str(arguments[-1] if event != "socket.gethostname" else "name of the host"))

    def _opened(self, path: Any, writes: bool) -> None:
        if not isinstance(path, PATHS):
            return
        path = os.fsdecode(path)
        place = self.place(path)
        if place is None:
            if self.running and not self.may_read(path):
                self.refuse("write" if writes else "outside", os.path.abspath(path))  # noqa: PTH100
        elif "__pycache__" in place:
            return
        elif writes:
            self.refuse("write", place)
        else:
            imports = sys._getframe(2).f_code.co_filename.startswith(IMPORTS)
            self.note("module" if imports and place.endswith(".py") else "read", place)

    def _listed(self, path: Any) -> None:
        if sys._getframe(2).f_code.co_filename.startswith((IMPORTS, importlib.metadata.__file__)):
            return  # looks for modules and installed libraries: what imports find is noted elsewhere
        path = where(path) if isinstance(path, int) else os.fsdecode(path or ".")
        place = self.place(path)
        if place is not None:
            self.note("list", place)
        elif self.running and not self.may_read(path) and self.callers.on_behalf():
            self.refuse("outside", os.path.abspath(path))  # noqa: PTH100

    def _read_sources(self) -> None:
        # Bytecode is believed by time and size of its source: an edit that keeps both would go unnoticed.
        original = SourceFileLoader.path_stats

        def path_stats(loader: SourceFileLoader, path: str) -> Any:
            if self.place(path) is not None:
                raise OSError
            return original(loader, path)

        setattr(SourceFileLoader, "path_stats", path_stats)  # noqa: B010


def where(descriptor: int) -> str:
    """Say which file or folder a descriptor stands for."""
    if sys.platform == "darwin":
        import fcntl

        return fcntl.fcntl(descriptor, fcntl.F_GETPATH, bytes(1024)).rstrip(b"\0").decode()
    return os.readlink(f"/proc/self/fd/{descriptor}")  # noqa: PTH115


def _database(path: Any) -> Any:
    """Say which file a database is in; nothing when it is in memory."""
    if isinstance(path, str) and path.startswith("file:"):
        path = urllib.parse.unquote(path[5:].partition("?")[0])
    return None if path in ("", ":memory:") else path


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR))


def observed(log: Path) -> list[Seen]:
    """Read a log back, in the order in which things happened."""
    lines = log.read_text(encoding="utf-8").splitlines()
    return [Seen(*json.loads(line)) for line in lines if line]


def strays(seen: list[Seen]) -> list[Seen]:
    """Pick what no chapter may do."""
    return [each for each in seen if each.kind in SAID]
