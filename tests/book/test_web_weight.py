"""What a page of the web edition weighs, and whether it stands still: limits, not times."""

from __future__ import annotations

import gzip
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

KILO = 1000
HOME, CHAPTER, SCRIPT = 300 * KILO, 500 * KILO, 400 * KILO
SHIFTS = """() => new Promise(done => {
    let sum = 0;
    const add = entry => { sum += entry.hadRecentInput ? 0 : entry.value; };
    new PerformanceObserver(list => list.getEntries().forEach(add))
        .observe({ type: "layout-shift", buffered: true });
    const down = () => {
        scrollBy(0, innerHeight);
        if (scrollY + innerHeight < document.documentElement.scrollHeight - 2) setTimeout(down, 50);
        else setTimeout(() => done(sum), 800);
    };
    setTimeout(down, 300);
})"""


def weights(browser, path):
    """Compressed size of each file that a page loads, by name."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    asked = {}
    page.on("request", lambda request: asked.update({request.url.split("#")[0]: None}))
    page.goto(path.as_uri())
    page.wait_for_load_state("networkidle")
    page.close()
    files = [Path(unquote(urlparse(url).path)) for url in asked if url.startswith("file:")]
    return {file.name: len(gzip.compress(file.read_bytes(), 9)) for file in files}


def test_home_and_chapters_are_light(browser, printed):
    site = printed.root / "_build/html"
    heavy = {}
    for path in [site / "index.html", *sorted((site / "chapters").glob("*.html"))]:
        found = weights(browser, path)
        limit = HOME if path.stem == "index" else CHAPTER
        if sum(size for name, size in found.items() if name != "vega.js") > limit:
            heavy[path.stem] = found
    assert heavy == {}
    assert len(gzip.compress((site / "_static/vega.js").read_bytes(), 9)) < SCRIPT


def test_the_chart_script_is_loaded_only_where_a_chart_is_near(browser, printed):
    assert "vega.js" not in weights(browser, printed.root / "_build/html/index.html")
    assert "vega.js" not in weights(browser, printed.root / "_build/html/chapters/glossary.html")


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_on_a_page_moves_while_it_loads_and_its_figures_come_alive(browser, printed, width):
    for name in ("index", "chapters/arrivals", "chapters/china", "chapters/instruments"):
        page = browser.new_page(viewport={"width": width, "height": 844})
        page.goto((printed.root / f"_build/html/{name}.html").as_uri())
        assert page.evaluate(SHIFTS) < 0.005, name
        page.close()
