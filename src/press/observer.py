"""What a kernel reads, written down while it reads; what no chapter may do, refused where it is done.

An audit hook sees each ``open`` of Python, each listing of a folder and each import, whoever asks: pandas, json,
NumPy. A wrapper of ``os.stat`` sees ``exists()``. Neither sees reads by native libraries (Parquet, polars); the
sealed re-run is there for these.

A chapter may read the files of its book and what :data:`ALLOWED` names, and write nothing but scratch files. It uses
no network and no other process, and what it does is written to a log at once, so that a killed kernel leaves its
trace and a swallowed error is found.
"""

from __future__ import annotations

import importlib.metadata
import os
import sys
from importlib.machinery import SourceFileLoader
from pathlib import Path
from typing import Any, NamedTuple

from press.callers import IMPORTS, Callers

__all__ = ["ALLOWED", "Refused", "Seen", "Witness", "observed", "strays"]

ALLOWED = (
    "/usr/lib/", "/usr/lib64/", "/lib/", "/lib64/", "/System/", "/Library/",
    "/usr/share/fonts/", "/usr/share/fontconfig/", "/usr/local/share/fonts/", "/etc/fonts/", "/var/cache/fontconfig/",
    "/usr/share/zoneinfo/", "/etc/localtime", "/etc/timezone", "/usr/share/locale/", "/usr/share/mime/",
    "/etc/mime.types", "/dev/null", "/dev/shm/", "/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/self/",
    "/sys/devices/system/cpu",
)  # fmt: skip
"""Outside the book a chapter may read these, the interpreter, the installed libraries and its own scratch folder."""

LISTINGS = {"os.listdir", "os.scandir"}
CHANGES = {"os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.link", "os.truncate", "os.chmod"}
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
        self.callers = Callers(root, (*self.environment, press))
        self.noted: set[tuple[str, int, str]] = set()
        self.own = {name.partition(".")[0] for name in _names(f"{root}/src")}
        self.cell = 0
        self.running = False

    def watch(self) -> None:
        """Begin; there is no end, audit hooks stay."""
        self._read_sources()
        sys.addaudithook(self._hook)
        self._watch_stat()

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
            os.write(self.descriptor, f"{kind}\t{self.cell}\t{what}\n".encode(errors="surrogateescape"))

    def refuse(self, kind: str, what: str) -> None:
        """Write down what was done, and stop it.

        Raises:
            Refused: always.
        """
        self.note(kind, what)
        raise Refused(f"the chapter {SAID[kind]}: {what}")

    def _hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            self._opened(arguments[0], _writes(arguments))
        elif event in LISTINGS:
            self._listed(arguments[0])
        elif event == "import":
            if arguments[0].partition(".")[0] in self.own:
                self.note("import", arguments[0])
        elif event == "sqlite3.connect":
            self._opened(arguments[0], writes=False)
        elif not self.running:
            return
        elif event in CHANGES:
            self._opened(arguments[0], writes=True)
        elif event in PROCESSES:
            self.refuse("process", str(arguments[0] if arguments else event))
        elif event.startswith("socket.") and event != "socket.__new__" and self.callers.on_behalf():
            self.refuse("network", str(arguments[-1] if event != "socket.gethostname" else "name of the host"))

    def _opened(self, path: Any, writes: bool) -> None:
        if not isinstance(path, PATHS):
            return
        full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100
        if not self._inside(full):
            real = os.path.realpath(full)
            if self.running and not full.startswith(self.free) and not f"{real}/".startswith(self.free):
                self.refuse("write" if writes else "outside", full)
        elif "/__pycache__" in full:
            return
        elif writes:
            self.refuse("write", full[len(self.prefix) :])
        else:
            imports = sys._getframe(2).f_code.co_filename.startswith(IMPORTS)
            self.note("module" if imports and full.endswith(".py") else "read", full[len(self.prefix) :])

    def _listed(self, path: Any) -> None:
        if path is None or isinstance(path, PATHS):
            full = os.path.abspath(os.fsdecode(path or "."))  # noqa: PTH100
            if sys._getframe(2).f_code.co_filename.startswith((IMPORTS, importlib.metadata.__file__)):
                return  # looks for modules and installed libraries: the record knows what an import could find
            if self._inside(full + "/"):
                self.note("list", full[len(self.prefix) :] or ".")
            elif self.running and not f"{full}/".startswith(self.free) and self.callers.on_behalf():
                self.refuse("outside", full)

    def _inside(self, full: str) -> bool:
        if not full.startswith(self.prefix) or full.startswith(self.environment):
            return False
        real = os.path.realpath(full)  # a link may lead out of the book
        return f"{real}/".startswith(self.prefix)

    def _read_sources(self) -> None:
        # Bytecode is believed by time and size of its source: an edit that keeps both would go unnoticed.
        original = SourceFileLoader.path_stats

        def path_stats(loader: SourceFileLoader, path: str) -> Any:
            if self._inside(path):
                raise OSError
            return original(loader, path)

        setattr(SourceFileLoader, "path_stats", path_stats)  # noqa: B010

    def _watch_stat(self) -> None:
        for name in ("stat", "lstat", "access"):
            original = getattr(os, name)
            setattr(os, name, self._looking(original))
            for known in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids):
                if original in known:
                    known.add(getattr(os, name))

    def _looking(self, original: Any) -> Any:
        def looking(path: Any, *rest: Any, **named: Any) -> Any:
            asking = sys._getframe(1).f_code
            resolves = asking.co_name == "_joinrealpath"  # walks from the root of the file system
            installed = asking.co_filename == importlib.metadata.__file__  # looks for installed libraries
            if self.running and not (resolves or installed) and isinstance(path, PATHS) and self.callers.on_behalf():
                full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100
                if full.startswith(self.prefix) and not full.startswith(self.environment):
                    self.note("look", full[len(self.prefix) :])
                elif not f"{full}/".startswith((*self.free, self.prefix)) and not self.prefix.startswith(full):
                    self.refuse("outside", full)
            return original(path, *rest, **named)

        return looking


def _names(folder: str) -> list[str]:
    return os.listdir(folder) if os.path.isdir(folder) else []  # noqa: PTH112, PTH208


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR))


def observed(log: Path) -> list[Seen]:
    """Read a log back, in the order in which things happened."""
    lines = (line.split("\t", 2) for line in log.read_text(encoding="utf-8", errors="surrogateescape").splitlines())
    return [Seen(kind, int(cell), what) for kind, cell, what in lines]


def strays(seen: list[Seen]) -> list[Seen]:
    """Pick what no chapter may do."""
    return [each for each in seen if each.kind in SAID]
