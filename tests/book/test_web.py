"""The web edition in a real browser, opened from the folder, as a reader would."""

from __future__ import annotations

import pytest
from playwright.sync_api import sync_playwright

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


@pytest.fixture(scope="module")
def browser():
    import shutil

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found, "Chromium is missing: `make browser` installs it"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def pages(printed):
    site = printed.root / "_build/html"
    return [path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts]


@pytest.mark.parametrize("size", SIZES)
def test_pages_ask_no_other_host_make_no_errors_and_fit_the_screen(browser, pages, size):
    width, height = SIZES[size]
    for path in pages:
        page = browser.new_page(viewport={"width": width, "height": height})
        asked, errors = [], []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.on("pageerror", lambda error, errors=errors: errors.append(str(error)))
        page.on(
            "console",
            lambda message, errors=errors: errors.append(message.text) if message.type == "error" else None,
        )
        page.goto(path.as_uri())
        for picture in page.locator(".picture").all():
            picture.scroll_into_view_if_needed()
            page.wait_for_selector(f"#{picture.get_attribute('id')}[data-live]", timeout=20_000)
        assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == [], path.name
        assert errors == [], path.name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path.name
        page.close()


def test_a_figure_stands_there_without_script(browser, printed):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    box = page.locator("#picture-arrivals-yearly svg").bounding_box()
    assert box["width"] > 300
    assert box["height"] > 150
    assert "2,914" in page.locator("#picture-arrivals-yearly").text_content()
    context.close()


def test_a_figure_that_comes_alive_keeps_its_place_and_size(browser, printed):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    page.add_style_tag(content="*{transition:none!important}")
    picture = page.locator("#picture-arrivals-women")
    before = picture.bounding_box()
    picture.scroll_into_view_if_needed()
    page.wait_for_selector("#picture-arrivals-women[data-live]")
    after = picture.bounding_box()
    assert abs(before["width"] - after["width"]) < 2
    assert abs(before["height"] - after["height"]) < 6
    page.close()


def test_data_of_a_figure_can_be_downloaded(browser, printed):
    page = browser.new_page()
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    href = page.locator("a[download]", has_text="CSV").first.get_attribute("href")
    assert (printed.root / "_build/html/chapters" / href).resolve().is_file()
    page.close()


def test_the_ledger_can_be_searched_filtered_and_linked_row_by_row(browser, printed):
    page = browser.new_page()
    page.goto((printed.root / "_build/html/chapters/ledger.html").as_uri())
    bar = page.locator(".table-filter").first
    rows = page.locator("table.exhibit").first.locator("tbody tr")
    every = rows.count()
    bar.get_by_label("Verdict").select_option("disputed")
    disputed = rows.evaluate_all("rows => rows.filter(r => !r.hidden).map(r => r.cells[2].textContent)")
    assert 0 < len(disputed) < every
    assert {text.strip() for text in disputed} == {"disputed"}
    bar.get_by_label("Search").fill("pandemic")
    found = rows.evaluate_all("rows => rows.filter(r => !r.hidden).map(r => r.textContent.toLowerCase())")
    assert found
    assert all("pandemic" in text for text in found)
    assert page.locator("#tab-ledger-claims-arrivals-2020").count() == 1
    page.close()
