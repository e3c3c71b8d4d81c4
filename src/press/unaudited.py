"""What Python asks of the file system and starts without an audit event, seen by wrapping it.

``os.stat`` and its kin (``exists()``), the entries of a listing that are asked for size and time, links, files that
are opened relative to a folder's descriptor, what an import looks for, and the way in which ``multiprocessing``
starts a process.
"""

from __future__ import annotations

import _posixsubprocess
import ctypes
import functools
import gc
import importlib.metadata
import os
import sys
from collections.abc import Callable
from importlib.machinery import FileFinder
from typing import Any

from press.observer import PATHS, Witness, where

__all__ = ["replace_in_type", "watch"]


def watch(witness: Witness) -> None:
    """Wrap what raises no audit event in this process, from now on."""
    for name in ("stat", "lstat", "access"):
        _replace(name, _looking(witness, getattr(os, name)))
    _replace("readlink", _reading_link(witness, os.readlink))
    _replace("open", _opening(os.open))
    replace_in_type(os.DirEntry, "stat", lambda original: _asking_entry(witness, original))
    setattr(FileFinder, "find_spec", _finding(witness, FileFinder.find_spec))  # noqa: B010
    _posixsubprocess.fork_exec = _starting(witness, _posixsubprocess.fork_exec)


def replace_in_type(owner: type, name: str, wrap: Callable[[Any], Any]) -> None:
    """Replace a method of a type.

    Types written in C refuse ``setattr``. Their dictionary is reached through the garbage collector: a subclass in
    the place of ``datetime`` would change what ``isinstance()`` and pandas see, and so the run itself.
    """
    namespace: dict[str, Any] = gc.get_referents(owner.__dict__)[0]
    namespace[name] = wrap(namespace[name])
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(owner))


def _replace(name: str, wrapper: Any) -> None:
    original = getattr(os, name)
    setattr(os, name, wrapper)
    for known in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks, os.supports_effective_ids):
        if original in known:
            known.add(wrapper)


def _path(path: Any, folder: int | None) -> str:
    path = os.fsdecode(path)
    return path if folder is None else os.path.join(where(folder), path)  # noqa: PTH118


def _looking(witness: Witness, original: Any) -> Any:
    @functools.wraps(original)
    def looking(path: Any, *rest: Any, dir_fd: int | None = None, **named: Any) -> Any:
        asking = sys._getframe(1).f_code
        resolves = asking.co_name == "_joinrealpath"  # walks from the root of the file system
        installed = asking.co_filename == importlib.metadata.__file__  # looks for installed libraries
        if witness.running and not (resolves or installed) and isinstance(path, PATHS) and witness.callers.on_behalf():
            asked = _path(path, dir_fd)
            place = witness.place(asked)
            full = os.path.abspath(asked)  # noqa: PTH100
            if place is not None:
                witness.note("look", place)
            elif not witness.may_read(asked) and not witness.prefix.startswith(f"{full.rstrip('/')}/"):
                witness.refuse("outside", full)
        return original(path, *rest, dir_fd=dir_fd, **named)

    return looking


def _reading_link(witness: Witness, original: Any) -> Any:
    @functools.wraps(original)
    def reading(path: Any, *, dir_fd: int | None = None) -> Any:
        found = original(path, dir_fd=dir_fd)
        if isinstance(path, PATHS):
            full = os.path.abspath(_path(path, dir_fd))  # noqa: PTH100
            if full.startswith(witness.prefix) and not full.startswith(witness.installed):
                witness.note("link", full[len(witness.prefix) :])
        return found

    return reading


def _opening(original: Any) -> Any:
    @functools.wraps(original)
    def opening(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        # the audit event does not tell which folder a path is relative to
        return int(original(path if dir_fd is None else _path(path, dir_fd), flags, mode))

    return opening


def _asking_entry(witness: Witness, original: Any) -> Any:
    def stat(entry: os.DirEntry[Any], **named: Any) -> os.stat_result:
        place = witness.place(os.fsdecode(entry.path))
        if place is not None and witness.running and witness.callers.on_behalf():
            witness.note("look", place)
        found: os.stat_result = original(entry, **named)
        return found

    return stat


def _finding(witness: Witness, original: Any) -> Any:
    def find_spec(finder: Any, fullname: str, target: Any = None) -> Any:
        place = witness.place(finder.path)
        if place is not None:
            witness.note("import", f"{place}/{fullname.rpartition('.')[2]}")
        return original(finder, fullname, target)

    return find_spec


def _starting(witness: Witness, original: Any) -> Any:
    def fork_exec(arguments: Any, *rest: Any) -> Any:
        if witness.running:
            witness.refuse("process", str(arguments[0] if arguments else "another Python"))
        return original(arguments, *rest)

    return fork_exec
