"""How soon a phone shows each page of the web edition: first content, largest content, layout shift, weight.

Run ``press html`` first, then ``.venv/bin/python benchmarks/web_speed.py`` (pages by name as arguments; none: all). The
pages are served compressed, as a static host serves them, to Chromium behind a slow phone's network and processor: the
profile of Lighthouse (1.6 Mbit/s, 150 ms to and fro, a processor four times slower than this machine), with an empty
cache for each page. Times depend on the machine; run it on an idle one.
"""

from __future__ import annotations

import gzip
import shutil
import sys
import threading
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

SITE = Path(__file__).resolve().parents[1] / "_build" / "html"
BITS, ROUND_TRIP, SLOWER = 1_600_000, 150, 4
"""Bits a second, milliseconds, times."""
LIMIT = 1500
"""Milliseconds within which first content is to show."""
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "is_mobile": True, "has_touch": True}
MEASURE = """() => new Promise(done => {
    const found = { first: 0, largest: 0, shift: 0 };
    const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take))
        .observe({ type, buffered: true });
    watch("paint", entry => { if (entry.name === "first-contentful-paint") found.first = entry.startTime; });
    watch("largest-contentful-paint", entry => { found.largest = entry.startTime; });
    watch("layout-shift", entry => { found.shift += entry.hadRecentInput ? 0 : entry.value; });
    setTimeout(() => done(found), 2500);
})"""


class Compressed(SimpleHTTPRequestHandler):
    """A static host: text goes compressed, over connections that stay open, and silently."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a file."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = squeezed(path)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@cache
def squeezed(path: Path) -> bytes:
    """Compress a file once."""
    return gzip.compress(path.read_bytes(), 6)


def measure(browser: Browser, address: str) -> dict[str, float]:
    """Open a page as a slow phone does, for the first time: milliseconds, shift, and bytes over the wire."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    speed = {"downloadThroughput": BITS / 8, "uploadThroughput": BITS / 16, "latency": ROUND_TRIP}
    phone.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    sent = []
    phone.on("Network.loadingFinished", lambda event: sent.append(event["encodedDataLength"]))
    page.goto(address, wait_until="load", timeout=120_000)
    found: dict[str, float] = page.evaluate(MEASURE)
    context.close()
    return found | {"bytes": sum(sent)}


def main(names: list[str]) -> int:
    """Print a row a page; the exit code says whether any is late or moves."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    pages = sorted(path for path in SITE.rglob("*.html") if "_static" not in path.parts)
    pages = [path for path in pages if not names or path.stem in names]
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(Compressed, directory=str(SITE)))
    threading.Thread(target=host.serve_forever, daemon=True).start()
    late = 0
    print(f"{'page':<24}{'first':>8}{'largest':>9}{'shift':>8}{'kB':>6}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for path in pages:
            found = measure(browser, f"http://127.0.0.1:{host.server_port}/{path.relative_to(SITE).as_posix()}")
            late += found["first"] > LIMIT or found["shift"] > 0
            times = f"{found['first']:>8.0f}{found['largest']:>9.0f}"
            print(f"{path.stem:<24}{times}{found['shift']:>8.3f}{found['bytes'] / 1000:>6.0f}", flush=True)
        browser.close()
    host.shutdown()
    print(f"{late} of {len(pages)} pages later than {LIMIT} ms, or moving")
    return int(late > 0)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
