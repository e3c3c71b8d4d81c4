"""Kernels that start at once: each is a fork of one process that has the heavy libraries loaded.

``python -m press.kernels`` is both the forking server and, where ``fork`` does not exist, a plain kernel.
The server ends each kernel whose client has gone and leaves when its own parent does: no orphan remains.
"""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import importlib
import json
import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner

from press import kernel
from press.errors import BadInput

__all__ = ["SWITCHES", "ForkProvisioner", "server"]

SOCKET = "PRESS_KERNEL_SERVER"
SWITCHES = ("--HistoryManager.enabled=False",)
PR_SET_PDEATHSIG = 1
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
"""A sum over several threads may round differently on another machine; and chapters run side by side already."""


class ForkProvisioner(LocalProvisioner):
    """Provision a kernel by asking the server named in ``PRESS_KERNEL_SERVER`` to fork one."""

    channel: socket.socket | None = None
    status: int | None = None

    @property
    def has_process(self) -> bool:
        """Whether a kernel was started and not yet cleaned up."""
        return self.channel is not None

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork a kernel for the connection file that stands last in ``cmd``."""
        env: dict[str, str] = kwargs["env"]
        self.status = None
        self.channel = socket.socket(socket.AF_UNIX)
        self.channel.connect(env[SOCKET])
        order = {"argv": cmd[cmd.index("-f") :], "env": env, "cwd": str(kwargs.get("cwd") or Path.cwd())}
        self.channel.sendall(json.dumps(order).encode() + b"\n")
        self.pid = self.pgid = int(self.channel.recv(32))
        self.channel.setblocking(False)
        return self.connection_info

    async def poll(self) -> int | None:
        """Return the exit status, or ``None`` while the kernel runs."""
        if self.channel is not None and self.status is None:
            with contextlib.suppress(BlockingIOError):
                self.status = int(self.channel.recv(32) or b"1")
        return self.status if self.channel is not None else 0

    async def wait(self) -> int | None:
        """Wait for the kernel to end."""
        while await self.poll() is None:
            await asyncio.sleep(0.01)
        if self.channel is not None:
            self.channel.close()
            self.channel = None
        return self.status

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel's process group."""
        if self.pgid and await self.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pgid, signum)

    async def kill(self, restart: bool = False) -> None:  # noqa: ARG002
        """End the kernel and whatever it started."""
        await self.send_signal(signal.SIGKILL)

    async def terminate(self, restart: bool = False) -> None:  # noqa: ARG002
        """Ask the kernel to end."""
        await self.send_signal(signal.SIGTERM)


@contextlib.contextmanager
def server(preload: list[str], root: Path) -> Iterator[str]:
    """Run a forking server with some third-party modules loaded, none of the book's; give the path of its socket.

    Raises:
        BadInput: when it does not start.
    """
    with tempfile.TemporaryDirectory(prefix="press-") as folder:
        path = f"{folder}/kernels"
        command = [sys.executable, "-m", "press.kernels", "serve", path, *preload]
        # our end of its standard input is its leash: it leaves when the pipe closes, however we end
        environment = os.environ | ONE_THREAD | {kernel.ROOT: str(root), "PYTHONHASHSEED": "0"}
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, process_group=0
        )
        try:
            if process.stdout is None or process.stdout.readline() != b"ready\n":
                raise BadInput("the server of kernels did not start; why stands above")
            yield path
        finally:
            process.stdin.close()  # type: ignore[union-attr]
            process.wait(10)


class _Server:
    def __init__(self, path: str) -> None:
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(path)
        self.listener.listen(64)
        self.channels: dict[int, socket.socket] = {}
        self.wake = wake_in, wake_out = socket.socketpair()
        for end in self.wake:
            end.setblocking(False)
        signal.set_wakeup_fd(wake_out.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ, self.accept)
        self.selector.register(wake_in, selectors.EVENT_READ, self.reap)
        self.selector.register(sys.stdin, selectors.EVENT_READ, self.leave)

    def run(self) -> None:
        while True:
            for key, _ in self.selector.select():
                key.data(key.fileobj)

    def accept(self, listener: socket.socket) -> None:
        channel, _ = listener.accept()
        order = json.loads(channel.makefile("rb").readline() or b"null")
        if order is None:
            channel.close()
            return
        pid = os.fork()
        if pid == 0:
            self.selector.close()
            signal.set_wakeup_fd(-1)
            _become_kernel(order)
        self.channels[pid] = channel
        channel.sendall(f"{pid}\n".encode())
        self.selector.register(channel, selectors.EVENT_READ, lambda _: self.hang_up(pid))

    def hang_up(self, pid: int) -> None:
        """End the kernel of a client that has gone."""
        self.selector.unregister(self.channels.pop(pid))
        with contextlib.suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)

    def reap(self, wake: socket.socket) -> None:
        wake.recv(512)
        with contextlib.suppress(ChildProcessError):
            while True:
                pid, status = os.waitpid(-1, os.WNOHANG)
                if pid == 0:
                    return
                channel = self.channels.pop(pid, None)
                if channel is not None:
                    self.selector.unregister(channel)
                    with contextlib.suppress(OSError):
                        channel.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
                    channel.close()

    def leave(self, _: Any) -> None:
        for pid in list(self.channels):
            self.hang_up(pid)
        os._exit(0)


def _become_kernel(order: dict[str, Any]) -> None:
    """Turn the forked child into the kernel that was ordered; never returns."""
    os.setsid()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)  # a killed server leaves no orphans
    for signum in (signal.SIGCHLD, signal.SIGINT):
        signal.signal(signum, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(order["env"])
    sys.path[:0] = [entry for entry in order["env"].get("PYTHONPATH", "").split(os.pathsep) if entry]
    try:
        kernel.launch(order["argv"])
    finally:  # whatever comes, the fork must not go on as the server it came from
        with Path(order["env"][kernel.SCRATCH], kernel.OUTPUT).open("a") as words:  # standard error is taken
            traceback.print_exc(file=words)
        os._exit(1)


def _preload(modules: list[str]) -> None:
    for module in modules:
        importlib.import_module(module)
    root, press = Path(os.environ[kernel.ROOT]), Path(__file__).parent
    for name, loaded in list(sys.modules.items()):
        file = Path(getattr(loaded, "__file__", None) or sys.prefix)
        if file.is_relative_to(root) and not any(map(file.is_relative_to, (press, Path(sys.prefix)))):
            sys.exit(f"[tool.press] preload brings in {name}, a module of the book: its import would go unobserved")


def main(arguments: list[str]) -> None:
    """Serve forks (``serve SOCKET MODULE ...``) or be a plain kernel (``-f CONNECTION``)."""
    if arguments[0] != "serve":
        kernel.launch(arguments)
    here = _Server(arguments[1])
    with contextlib.suppress(ImportError):
        _preload(["numpy.random"])  # every kernel guards it
    _preload(["ipykernel.kernelapp", "ipykernel.ipkernel", "IPython", *arguments[2:]])
    os.write(1, b"ready\n")
    here.run()


if __name__ == "__main__":
    main(sys.argv[1:])
