"""The web edition for readers who do not see it, hold no mouse, or read by night: axe on every page."""

from __future__ import annotations

from pathlib import Path

import axe_playwright_python
import pytest
import yaml

AXE = next(Path(axe_playwright_python.__file__).parent.rglob("axe*.js")).read_text(encoding="utf-8")
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SEEN = ["color-contrast", "target-size", "scrollable-region-focusable", "link-in-text-block"]
"""What depends on the screen and the hour; all else is checked once."""
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
TOC = yaml.safe_load((Path(__file__).resolve().parents[2] / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"], *(each["file"] for part in TOC.get("parts", [TOC]) for each in part["chapters"]), "search"]
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
ROWS, PICTURES = 12, 2
"""Rows of a table and pictures of a page that are looked at: the others are made the same, and there are hundreds."""


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_on_a_page_by_day_and_night_on_desktop_and_phone(browser, printed, name):
    page = opened(browser, printed, name, color_scheme="light")
    page.evaluate(
        "kept => [...document.querySelectorAll('.picture')].slice(kept).forEach(each => each.replaceChildren())",
        PICTURES,
    )
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    page.evaluate(FRAMES)  # an opened fold makes its table
    page.evaluate(f"document.querySelectorAll('tbody tr:nth-child(n+{ROWS})').forEach(row => row.remove())")
    page.evaluate(AXE)
    found = violations(page, {"type": "tag", "values": STANDARD})
    # axe does not see the contrast within a picture, another test does: what is left is its frame, which may scroll
    page.evaluate("document.querySelectorAll('.picture svg > *').forEach(each => each.remove())")
    for size, scheme in [("desktop", "dark"), ("phone", "dark"), ("phone", "light")]:
        width, height = SIZES[size]
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(FRAMES)
        found += violations(page, {"type": "rule", "values": SEEN})
    page.context.close()
    assert found == []


def violations(page, chosen):
    report = page.evaluate("chosen => axe.run({ runOnly: chosen, resultTypes: ['violations'] })", chosen)
    return [(each["id"], node["html"][:120]) for each in report["violations"] for node in each["nodes"][:3]]


def opened(browser, printed, name, **options):
    width, height = SIZES["desktop"]
    page = browser.new_context(viewport={"width": width, "height": height}, **options).new_page()
    page.goto((printed.root / f"_build/html/{name}.html").as_uri())
    return page


def test_every_page_of_the_site_is_among_those_that_axe_sees(printed):
    site = printed.root / "_build/html"
    pages = [path.relative_to(site).with_suffix("") for path in site.rglob("*.html") if "_static" not in path.parts]
    assert sorted(page.as_posix() for page in pages) == sorted(PAGES)


def test_an_open_card_passes_too(browser, printed):
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
        page.locator("[data-card]").first.focus()
        page.locator("#card details").evaluate_all("folds => folds.forEach(fold => { fold.open = true; })")
        page.evaluate(AXE)
        report = page.evaluate("axe.run('#card')")
        assert [(each["id"], each["nodes"][0]["html"]) for each in report["violations"]] == []
        page.close()


def test_the_first_stop_of_the_keyboard_skips_to_the_text(browser, printed):
    page = browser.new_page()
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.close()


def test_the_contents_open_and_close_by_keyboard_on_a_phone(browser, printed):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    contents = page.get_by_role("navigation", name="Contents of the book")
    assert not contents.is_visible()
    page.get_by_role("button", name="Contents").focus()
    page.keyboard.press("Enter")
    assert contents.is_visible()
    page.keyboard.press("Escape")
    assert not contents.is_visible()
    page.close()


def test_every_figure_says_in_words_what_it_shows_and_offers_its_data_as_a_table(browser, printed):
    page = browser.new_page()
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    for figure in page.locator("figure.exhibit").all():
        assert len(figure.get_by_role("img").first.get_attribute("aria-label")) > 40
        figure.locator("details.data summary").click()
        figure.locator("details.data table td").first.wait_for()
        assert figure.locator("details.data th").count() >= 2
    page.close()


def test_the_appearance_that_a_reader_chose_is_kept_on_the_next_page(browser, printed):
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto((printed.root / "_build/html/index.html").as_uri())
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    button = page.get_by_role("button", name="Appearance")
    while "Dark" not in button.text_content():
        button.click()
    night = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == night != paper
    context.close()
