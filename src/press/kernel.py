"""What a kernel does before it serves a chapter: shut off what no chapter may use, and begin to observe."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from press import unaudited
from press.chance import guard
from press.observer import Witness
from press.seal import SYSTEM, seal

__all__ = ["FOLDER", "LOG", "OUTPUT", "ROOT", "SCRATCH", "SEALED", "launch"]

ROOT, SCRATCH, FOLDER, SEALED = "PRESS_ROOT", "PRESS_SCRATCH", "PRESS_FOLDER", "PRESS_SEALED"
"""Environment variables that tell a kernel where it works, and whether it is sealed."""
LOG, OUTPUT = "observed", "output"
"""Files in a kernel's scratch folder: what it did, and what it wrote to its standard output and error."""
KEPT = (
    "PATH", "LANG", "LC_", "TZ", "PYTHON", "PRESS_", "IPYTHONDIR", "JPY_", "PYDEVD_", "LD_", "DYLD_", "CONDA_PREFIX",
    "VIRTUAL_ENV", "SYSTEMROOT", "OMP_", "OPENBLAS_", "MKL_",
)  # fmt: skip
"""Beginnings of the environment variables that a kernel inherits: any other one would be an input nobody records."""


def launch(argv: list[str]) -> None:
    """Shut off what a chapter must not use, begin to observe, and run a kernel until it is shut down."""
    scratch, root = os.environ[SCRATCH], os.environ[ROOT]
    null, output = os.open(os.devnull, os.O_RDWR), os.open(f"{scratch}/{OUTPUT}", os.O_WRONLY | os.O_CREAT, 0o600)
    for target, source in enumerate((null, output, output)):
        os.dup2(source, target)
    for name in [name for name in os.environ if not name.startswith(KEPT)]:
        del os.environ[name]
    os.environ |= {"HOME": scratch, "TMPDIR": scratch}
    tempfile.tempdir = None
    os.chdir(os.environ[FOLDER])
    # no import may look into another copy of the book, such as the one that the environment has installed
    homes = (root, sys.prefix, sys.base_prefix)
    sys.path[:] = [
        entry
        for entry in sys.path
        if not entry or (any(map(Path(entry).is_relative_to, homes)) and Path(entry) != Path(root))
    ]  # the root itself stands there only when the kernel was started from it
    if SEALED in os.environ:
        seal([*SYSTEM, sys.prefix, sys.base_prefix, str(Path(__file__).parent), root], [scratch, "/dev"])
    from ipykernel.kernelapp import IPKernelApp

    class Application(IPKernelApp):
        def log_connection_info(self) -> None:
            """Say nothing: its advice for terminals would stand among the last words of a kernel that failed."""

    app = Application.instance()
    app.initialize(argv)
    witness = Witness(f"{scratch}/{LOG}", root, scratch)
    guards = guard(witness)
    for event, calls in (("pre_run_cell", (guards.begin, witness.begin)), ("post_run_cell", (witness.end, guards.end))):
        for call in calls:
            app.shell.events.register(event, call)
    witness.watch()
    unaudited.watch(witness)
    app.start()
    os._exit(0)
