"""Shut a process into some folders and off the network, as far as the system can (Linux: Landlock, namespaces).

A sealed kernel must not see the book it is a copy of, not even through a library written in C that opens an absolute
path. Where the system has no such means the audit hook still refuses what Python opens.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable

__all__ = ["SYSTEM", "seal"]

SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc", "/proc", "/sys", "/var/cache/fontconfig", "/nix/store")
"""What interpreter and libraries need of the system."""

NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000
CREATE, ADD, RESTRICT = 444, 445, 446
PATH_BENEATH = 1
NO_NEW_PRIVILEGES = 38
FIRST_ABI = (1 << 13) - 1
"""The thirteen rights over files of the first version of Landlock: execute, write, read, list, remove, make."""
READ = 1 << 0 | 1 << 2 | 1 << 3


def seal(readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Leave this process and its children only some folders, and no network.

    Args:
        readable: folders and files that may be read; those that do not exist are passed over.
        writable: folders that may be written too.

    Returns:
        Whether the files were shut off; the network is cut where namespaces may be made.
    """
    if not sys.platform.startswith("linux"):
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(NEW_NETWORK) != 0:
        libc.unshare(NEW_USER | NEW_NETWORK)
    attributes = struct.pack("Q", FIRST_ABI)
    rules = libc.syscall(CREATE, attributes, len(attributes), 0)
    if rules < 0:
        return False
    for rights, paths in ((READ, readable), (FIRST_ABI, writable)):
        for path in paths:
            _allow(libc, rules, rights, path)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done: int = libc.syscall(RESTRICT, rules, 0)
    os.close(rules)
    return done == 0


def _allow(libc: ctypes.CDLL, rules: int, rights: int, path: str) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 (the rights over folders are refused for files)
        rights &= 1 << 0 | 1 << 1 | 1 << 2
    libc.syscall(ADD, rules, PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    os.close(descriptor)
