"""Whose call it is: the chapter's (or a library's on its behalf), or the kernel's own."""

from __future__ import annotations

import sys
import threading
from types import FrameType

__all__ = ["Callers"]

MACHINERY = {
    "IPython", "asyncio", "comm", "ipykernel", "jupyter_client", "linecache", "logging", "tempfile", "tornado",
    "traitlets", "zmq",
}  # fmt: skip
"""Packages that ask the clock, chance and the disk for themselves: for messages, logs, names of scratch files."""
IMPORTS = "<frozen importlib"


class Callers:
    """Tell frames of the book's code from others, by the files they were compiled from."""

    def __init__(self, root: str, environment: tuple[str, ...]) -> None:
        """Take the root of the book and the folders (ending in ``/``) that hold libraries."""
        self.root = root.rstrip("/") + "/"
        self.environment = environment
        self.main = threading.get_ident()

    def is_chapter(self, frame: FrameType) -> bool:
        """Whether a frame runs a cell, or a module of the book."""
        if frame.f_globals.get("__name__", "").partition(".")[0] in MACHINERY:
            return False
        file = frame.f_code.co_filename
        if "/ipykernel_" in file or file.startswith("<ipython-input"):
            return True
        return file.startswith(self.root) and not file.startswith(self.environment)

    def on_behalf(self, depth: int = 1) -> bool:
        """Whether the innermost frame that decides is the chapter's; the import of a library is the library's."""
        frame: FrameType | None = sys._getframe(depth + 1)
        while frame is not None:
            if self.is_chapter(frame):
                return True
            if frame.f_code.co_filename.startswith(IMPORTS):
                return False
            if frame.f_globals.get("__name__", "").partition(".")[0] in MACHINERY:
                return False
            frame = frame.f_back
        return threading.get_ident() != self.main  # a pool of threads that was handed a function of a library
