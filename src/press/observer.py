"""What a kernel reads, written down while it reads.

An audit hook sees each ``open`` of Python and each listing of a folder, whoever asks: pandas, json, NumPy.
It does not see reads by foreign threads of native libraries, by subprocesses, or a mere ``exists()``; the
sealed re-run is there for these.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["observed", "watch"]

LISTINGS = {"os.listdir", "os.scandir"}
NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.sendto"}
PROCESSES = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"}


def watch(log: str, root: str) -> None:
    """Write every read below ``root``, and every use of the network or a subprocess, to ``log``.

    Each line is a kind and a path, written at once, so that a killed kernel leaves its trace.
    """
    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    prefix = root.rstrip("/") + "/"
    # the environment is known by its lock file, wherever it lies
    environment = (sys.prefix.rstrip("/") + "/", sys.base_prefix.rstrip("/") + "/")
    seen: set[tuple[str, str]] = set()

    def note(kind: str, what: str) -> None:
        if (kind, what) not in seen:
            seen.add((kind, what))
            os.write(descriptor, f"{kind}\t{what}\n".encode())

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" or event in LISTINGS:
            path = arguments[0]
            if isinstance(path, str | bytes | os.PathLike):
                full = os.path.abspath(os.fsdecode(path))  # noqa: PTH100 (a hook must not open files itself)
                imports = event in LISTINGS and (full in sys.path or os.fsdecode(path) in sys.path)
                if full.startswith(prefix) and not full.startswith(environment) and not imports:
                    writes = event == "open" and _writes(arguments)
                    note("write" if writes else "list" if event in LISTINGS else "read", full[len(prefix) :])
        elif event in NETWORK and isinstance(arguments[-1], tuple):
            note("network", str(arguments[-1]))
        elif event in PROCESSES:
            note("process", str(arguments[0]))

    sys.addaudithook(hook)


def _writes(arguments: tuple[Any, ...]) -> bool:
    mode, flags = arguments[1], arguments[2]
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return bool(isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR))


def observed(log: Path) -> dict[str, list[str]]:
    """Read a log back: for each kind the paths, sorted; bytecode counts as the source it came from."""
    kinds: dict[str, set[str]] = {}
    for kind, what in _lines(log):
        kinds.setdefault(kind, set()).add(what)
    return {kind: sorted(paths) for kind, paths in sorted(kinds.items())}


def _lines(log: Path) -> Iterator[tuple[str, str]]:
    for line in log.read_text(encoding="utf-8").splitlines():
        kind, _, what = line.partition("\t")
        if what.endswith(".pyc") and "__pycache__" in what:
            if kind == "write":
                continue
            what = importlib.util.source_from_cache(what)
        elif "__pycache__" in what:
            continue
        yield kind, what
