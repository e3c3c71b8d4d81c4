"""The web edition while it is written: saved, run where stale, printed again, and fresh in the open page.

The pages live in ``_build/live`` with Sphinx's memory of them, so that only what changed is printed again; the
strict edition in ``_build/html`` is never touched. Served is 127.0.0.1 and nothing else.
"""

from __future__ import annotations

import html
import json
import re
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import uvicorn
import watchfiles
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from press import check, kernels
from press.book import Book
from press.drafts import Drafts
from press.errors import BadInput, Finding
from press.run import run
from press.status import Status

__all__ = ["HOST", "serve"]

HOST = "127.0.0.1"
STATE = "/press-live"
UNWATCHED = {"_build", "__pycache__", "node_modules"}
SCRIPT = """<script>(() => {{
const known = {version};
setInterval(async () => {{
  try {{ if ((await (await fetch("{state}")).json()).version !== known) location.reload() }} catch {{ }}
}}, 300)
}})()</script>"""
POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy"[^>]*>')
BOX = (
    '<div id="press-live-error" role="alert" style="position:fixed;inset:auto 0 0 0;max-height:50vh;overflow:auto;'
    "z-index:99999;margin:0;padding:1rem 1.5rem;background:#fff4f4;color:#7a1010;border-top:3px solid #b3261e;"
    'font:14px/1.45 monospace;white-space:pre-wrap">{error}</div>'
)


@dataclass
class State:
    """What the pages are to know: a version that grows with each print, and what is wrong."""

    version: int = 0
    error: str = ""


def serve(book: Book, port: int, tell: Callable[[str], None]) -> None:
    """Serve the book until interrupted.

    Args:
        book: the book.
        port: the port on 127.0.0.1; 0 takes a free one.
        tell: takes a line of progress.

    Raises:
        BadInput: when the port is taken.
    """
    state, stop = State(), threading.Event()
    drafts = Drafts(book.root)
    config = uvicorn.Config(
        _app(drafts.out, state), host=HOST, port=port, log_level="error", timeout_graceful_shutdown=1
    )
    try:
        socket = config.bind_socket()
    except SystemExit:
        raise BadInput(f"port {port} is taken; --port 0 takes a free one") from None
    socket.listen()  # whoever comes before the kernels are ready, waits
    tell(f"http://{HOST}:{socket.getsockname()[1]}/ (Ctrl-C stops it)")
    with kernels.server(book.settings.get("preload", []), book.root) as kernel_server:
        # a daemon: when the server stops, the kernels' leash ends what may be under way
        threading.Thread(
            target=_follow, args=(book.root, drafts, state, stop, kernel_server, tell), daemon=True
        ).start()
        try:
            uvicorn.Server(config).run([socket])
        finally:
            stop.set()


def _follow(
    root: Path, drafts: Drafts, state: State, stop: threading.Event, kernel_server: str, tell: Callable[[str], None]
) -> None:
    """Print, and print again whenever something is saved."""
    begun = False
    # the watch begins before the first print, so that nothing saved meanwhile is missed
    for changes in watchfiles.watch(
        root, watch_filter=_is_source, stop_event=stop, debounce=200, step=50, rust_timeout=500, yield_on_timeout=True
    ):
        if changes or not begun:
            _refresh(root, drafts, state, kernel_server, tell)
        begun = True


def _is_source(_: watchfiles.Change, path: str) -> bool:
    parts = Path(path).parts
    return not UNWATCHED & set(parts) and not any(part.startswith(".") for part in parts) and not path.endswith("~")


def _refresh(root: Path, drafts: Drafts, state: State, kernel_server: str, tell: Callable[[str], None]) -> None:
    start = time.monotonic()
    try:
        book = Book(root)  # what the old one remembers may be out of date
        check.refuse_broken_data(book)
        looked = Status(book)
        stale = [chapter for chapter in book.chapters if looked.reasons(chapter)]
        if stale:
            # the kernels fork from our own server; none is started here
            run(book, stale, workers=1, server=kernel_server, tell=tell)
        state.error = ""  # before the first new page can be asked for: it must not carry what has been mended
        printed, error = drafts.print(book)
    except (Finding, BadInput) as told:
        printed, error = [], str(told)
    except Exception:
        printed, error = [], traceback.format_exc()
    if printed or error != state.error:
        state.error = error
        state.version += 1
        words = error.splitlines()[0] if error else f"printed {', '.join(printed)}"
        tell(f"{words} in {time.monotonic() - start:.1f} s")


def _app(folder: Path, state: State) -> Starlette:
    async def version(_: Request) -> Response:
        return JSONResponse(vars(state))

    async def page(request: Request) -> Response:
        path = (folder / request.path_params["path"]).resolve()
        if path.is_dir():
            path = path / "index.html"
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            waiting = "<title>press live</title><p>There is no such page, or it has not been printed yet.</p>"
            return HTMLResponse(_alive(waiting, state), status_code=404 if state.version else 503)
        if path.suffix != ".html":
            return FileResponse(path, headers={"Cache-Control": "no-cache"})
        return HTMLResponse(_alive(path.read_text(encoding="utf-8"), state), headers={"Cache-Control": "no-store"})

    routes = [Route(STATE, version), Route("/{path:path}", page)]
    # a page of another site that has its name point here is not answered
    hosts = Middleware(TrustedHostMiddleware, allowed_hosts=[HOST, "localhost"])
    return Starlette(routes=routes, middleware=[hosts])


def _alive(page: str, state: State) -> str:
    page = POLICY.sub("", page)  # the printed edition runs no script of ours and asks nobody anything
    box = BOX.format(error=html.escape(state.error)) if state.error else ""
    script = SCRIPT.format(version=json.dumps(state.version), state=STATE)
    head, body, rest = page.rpartition("</body>")
    return f"{head}{box}{script}{body}{rest}" if body else f"{page}{box}{script}"
