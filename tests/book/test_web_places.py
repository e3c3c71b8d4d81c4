"""Each place of the web edition can be linked, cited and found in print; wide pictures can be read on a phone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from press.book import Book
from press.leaves import Pages

PHONE = {"width": 390, "height": 844}
READABLE = 11


@pytest.fixture
def chapter(browser, printed):
    context = browser.new_context(accept_downloads=True, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    yield page
    context.close()


def test_a_paragraph_says_its_link_its_citation_in_three_forms_and_its_page_in_print(chapter, printed):
    link = chapter.locator("main section > p > .headerlink").first
    place = link.get_attribute("href").removeprefix("#")
    link.focus()
    chapter.keyboard.press("Enter")
    box = chapter.get_by_role("dialog", name="Link and citation")
    assert f"arrivals.html#{place}" in box.text_content()
    assert f"[paragraph], in: Rights in Transit, version 0.1.0, chapters/arrivals.html#{place}." in box.text_content()
    for words, begins in (("BibTeX", "@incollection{rights-in-transit-arrivals-"), ("RIS", "TY  - CHAP")):
        with chapter.expect_download() as started:
            box.get_by_text(words).click()
        content = Path(started.value.path()).read_text(encoding="utf-8")
        assert content.startswith(begins)
        assert place in content
        assert "{place}" not in content
    box.get_by_role("button", name="Copy the link").click()
    assert chapter.evaluate("navigator.clipboard.readText()").endswith(f"arrivals.html#{place}")
    number = int(re.search(r"#page=(\d+)", box.get_by_text("of the PDF").get_attribute("href"))[1])
    words = chapter.locator(f"#{place}").text_content()[:40]
    assert squeezed(words) in squeezed(text_of(printed, number) + text_of(printed, number + 1))
    chapter.keyboard.press("Escape")
    assert not box.is_visible()
    assert link.evaluate("link => link === document.activeElement")


def test_a_figure_a_table_and_a_heading_lead_to_the_page_of_the_pdf_on_which_they_stand(chapter, printed):
    pages = json.loads(chapter.locator("#permalinks").text_content())["pages"]
    for place in ("fig-arrivals-yearly", "tab-arrivals-record"):
        chapter.locator(f'.headerlink[href="#{place}"]').click()
        box = chapter.get_by_role("dialog", name="Link and citation")
        assert f"Page {pages[place]} of the PDF" in box.text_content()
        assert box.locator("a[download]").count() == 2
        prints = chapter.locator(f"#{place} .fingerprint, .table-notes:has([data-cites={place}]) .fingerprint")
        assert squeezed(prints.first.text_content()) in squeezed(text_of(printed, pages[place]))
        chapter.keyboard.press("Escape")
    heading = chapter.locator("main h2").nth(1)
    place = heading.locator(".headerlink").get_attribute("href").removeprefix("#")
    words = heading.evaluate("h => [...h.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('')")
    assert squeezed(words) in squeezed(text_of(printed, pages[place]))


def test_no_page_leads_to_a_pdf_of_other_words(printed, second_book):
    assert Pages.current(Book(printed.root)) is not None
    assert second_book.press("run").returncode == 0
    assert second_book.press("html").returncode == 0
    page = second_book.root / "_build/html/chapters/harbour.html"
    assert '"pdf":""' in page.read_text(encoding="utf-8")
    assert second_book.press("pdf").returncode == 0
    assert second_book.press("html").returncode == 0
    name = f"{Book(second_book.root).slug}.pdf"
    assert f'"pdf":"../downloads/{name}"' in page.read_text(encoding="utf-8")
    assert (page.parent / "../downloads" / name).is_file()
    second_book.replace("index.md", "\n", "\n\nAnother sentence.\n")
    assert second_book.press("html").returncode == 0
    assert '"pdf":""' in page.read_text(encoding="utf-8")
    assert not (page.parent / "../downloads" / name).exists()


def text_of(printed, number):
    document = pypdfium2.PdfDocument(printed.root / "_build/pdf/rights-in-transit.pdf")
    return document[number - 1].get_textpage().get_text_bounded() if number <= len(document) else ""


def squeezed(text):
    return "".join(letter for letter in text if letter.isalnum())


SMALLEST = """view => {
    const svg = view.querySelector('svg'), scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    return scale * Math.min(...[...svg.querySelectorAll('text')].map(t => parseFloat(getComputedStyle(t).fontSize)));
}"""


def test_the_letters_of_every_picture_can_be_read_on_a_phone_and_the_page_keeps_still(browser, printed):
    for path in sorted((printed.root / "_build/html/chapters").glob("*.html")):
        page = browser.new_page(viewport=PHONE)
        page.goto(path.as_uri())
        for view in page.locator(".view").all():
            assert view.evaluate(SMALLEST) >= READABLE - 0.1, path.stem
            assert view.evaluate("view => view.getBoundingClientRect().width") <= PHONE["width"]
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        page.close()


def test_a_wide_picture_scrolls_by_keyboard_and_stays_as_large_when_it_comes_alive(browser, printed):
    page = browser.new_page(viewport=PHONE)
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    view = page.locator(".view:has(#picture-arrivals-women)")
    before = view.evaluate("view => [view.scrollWidth, view.scrollHeight]")
    view.scroll_into_view_if_needed()
    page.wait_for_selector("#picture-arrivals-women[data-live]")
    assert view.evaluate("view => [view.scrollWidth, view.scrollHeight]") == pytest.approx(before, abs=2)
    assert view.evaluate(SMALLEST) >= READABLE - 0.1
    view.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("view => view.scrollLeft > 0", arg=view.element_handle())
    page.set_viewport_size({"width": 1280, "height": 900})
    page.wait_for_function("view => !view.hasAttribute('tabindex')", arg=view.element_handle())
    page.close()


def test_a_citation_and_a_term_say_what_they_lead_to_under_the_mouse_and_on_focus(chapter):
    note = chapter.locator("#note")
    cited = chapter.locator('main a[href*="references.html#"]').first
    cited.hover()
    note.wait_for(state="visible")
    assert len(note.text_content()) > 40
    chapter.mouse.move(5, 5)
    note.wait_for(state="hidden")
    term = chapter.locator("main a.term").first
    term.focus()
    note.wait_for(state="visible")
    assert term.get_attribute("aria-describedby") == "note"
    assert not term.get_attribute("title")
    chapter.keyboard.press("Escape")
    assert not note.is_visible()


def test_on_a_phone_the_first_tap_on_a_term_explains_it_and_the_note_leads_on(browser, printed):
    page = browser.new_page(viewport=PHONE, has_touch=True)
    page.goto((printed.root / "_build/html/chapters/arrivals.html").as_uri())
    page.locator("main a.term").first.tap()
    page.locator("#note").wait_for(state="visible")
    assert page.url.endswith("arrivals.html")
    page.locator("#note a").tap()
    page.wait_for_url("**/glossary.html#term-*")
    page.close()
