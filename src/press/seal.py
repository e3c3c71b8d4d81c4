"""Shut a process into some folders and off the network (Linux: Landlock, namespaces).

A sealed kernel must not see the book it is a copy of, not even through a library written in C that opens an absolute
path. Where the system has no such means nothing is sealed, and whoever asked for it is told.
"""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
from collections.abc import Iterable

from press.errors import BadInput

__all__ = ["SYSTEM", "Unsealed", "refuse_where_impossible", "seal"]

SYSTEM = ("/usr", "/bin", "/lib", "/lib64", "/etc", "/proc", "/sys", "/var/cache/fontconfig", "/nix/store")
"""What interpreter and libraries need of the system."""

NEW_NETWORK, NEW_USER = 0x40000000, 0x10000000
CREATE, ADD, RESTRICT = 444, 445, 446
PATH_BENEATH = 1
NO_NEW_PRIVILEGES = 38
FIRST_ABI = (1 << 13) - 1
"""The thirteen rights over files of the first version of Landlock: execute, write, read, list, remove, make."""
READ = 1 << 0 | 1 << 2 | 1 << 3
VERSION_OF_LANDLOCK, FIRST_WITH_NETWORK, CONNECT_AND_BIND = 1, 4, 3


TRIAL = 'import sys; from press.seal import seal; sys.exit(0 if seal(["/"], ["/dev"]) else 9)'


class Unsealed(OSError):
    """The system cannot seal a process; says why."""


def seal(readable: Iterable[str], writable: Iterable[str]) -> bool:
    """Leave this process and its children only some folders, and no network.

    Args:
        readable: folders and files that may be read; those that do not exist are passed over.
        writable: folders that may be written too.

    Returns:
        Whether the network was cut, by a namespace or (TCP alone) by Landlock; the files are shut off in any case.

    Raises:
        Unsealed: when the files cannot be shut off.
    """
    if not sys.platform.startswith("linux"):
        raise Unsealed(f"only Linux can, and this is {sys.platform}")
    libc = ctypes.CDLL(None, use_errno=True)
    cut: bool = libc.unshare(NEW_NETWORK) == 0 or libc.unshare(NEW_USER | NEW_NETWORK) == 0
    version = libc.syscall(CREATE, None, 0, VERSION_OF_LANDLOCK)
    attributes = struct.pack("Q", FIRST_ABI)
    if version >= FIRST_WITH_NETWORK:
        attributes, cut = struct.pack("QQ", FIRST_ABI, CONNECT_AND_BIND), True
    rules = libc.syscall(CREATE, attributes, len(attributes), 0)
    if rules < 0:
        raise Unsealed(f"Landlock is not there ({os.strerror(ctypes.get_errno())})")
    for rights, paths in ((READ, readable), (FIRST_ABI, writable)):
        for path in paths:
            _allow(libc, rules, rights, path)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    done: int = libc.syscall(RESTRICT, rules, 0)
    os.close(rules)
    if done != 0:
        raise Unsealed(f"Landlock refused ({os.strerror(ctypes.get_errno())})")
    return cut


def refuse_where_impossible() -> bool:
    """Try a seal in a process of its own.

    Returns:
        Whether it cuts the network too.

    Raises:
        BadInput: when this system cannot seal.
    """
    tried = subprocess.run([sys.executable, "-c", TRIAL], capture_output=True, text=True, check=False)
    if tried.returncode not in (0, 9):
        said = tried.stderr.strip() or f"it ended with {tried.returncode}"
        why = said.splitlines()[-1].removeprefix("press.seal.Unsealed: ")
        raise BadInput(
            f"this system cannot seal a chapter: {why}\n  a re-run that is not sealed would prove nothing; it needs "
            "Linux 5.13 or newer with landlock in /sys/kernel/security/lsm, and a container that allows it"
        )
    return tried.returncode == 0


def _allow(libc: ctypes.CDLL, rules: int, rights: int, path: str) -> None:
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    if not os.path.isdir(path):  # noqa: PTH112 (the rights over folders are refused for files)
        rights &= 1 << 0 | 1 << 1 | 1 << 2
    libc.syscall(ADD, rules, PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    os.close(descriptor)
