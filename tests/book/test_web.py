"""The web edition in a real browser, opened from the folder, as a reader would."""

from __future__ import annotations

import json
import re

import pytest

from press import exhibits
from press.book import Book

SIZES = {"desktop": (1280, 900), "phone": (390, 844)}


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
            lambda message, errors=errors: (
                errors.append(message.text) if message.type in ("error", "warning") else None
            ),
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
    picture = page.locator("#picture-arrivals-women")
    before = picture.bounding_box()
    picture.scroll_into_view_if_needed()
    page.wait_for_selector("#picture-arrivals-women[data-live]")
    after = picture.bounding_box()
    assert abs(before["width"] - after["width"]) < 2
    assert abs(before["height"] - after["height"]) < 6
    page.close()


def test_every_file_and_every_place_that_a_page_links_to_exists(pages):
    ids = {path.resolve(): set(re.findall(r'\bid="([^"]+)"', path.read_text(encoding="utf-8"))) for path in pages}
    for path in pages:
        for href in set(re.findall(r'\bhref="([^"]+)"', path.read_text(encoding="utf-8"))):
            file, _, place = href.partition("#")
            if re.match(r"[a-z]+:", href):
                continue
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), (path.name, href)
            assert not place or place in ids.get(target, ids[path.resolve()]), (path.name, href)


def test_a_figure_offers_data_specification_pictures_and_citations(printed):
    downloads = printed.root / "_build/html/downloads"
    stem = downloads / "arrivals-yearly"
    assert stem.with_suffix(".png").read_bytes().startswith(b"\x89PNG")
    assert stem.with_suffix(".svg").read_text(encoding="utf-8").startswith("<svg")
    assert json.loads(stem.with_suffix(".json").read_text(encoding="utf-8"))["usermeta"]["exhibit"] == "yearly"
    assert stem.with_suffix(".csv").read_text(encoding="utf-8").count("\n") > 20
    assert stem.with_suffix(".bib").read_text(encoding="utf-8").startswith("@incollection{")
    assert stem.with_suffix(".ris").read_text(encoding="utf-8").startswith("TY  - CHAP")


def test_the_search_works_from_a_folder(browser, printed):
    page = opened(browser, printed, "index")
    page.get_by_role("searchbox", name="Search the book").fill("pandemic")
    page.keyboard.press("Enter")
    page.locator('#search-results li a[href*="arrivals.html"]').first.wait_for()
    page.close()


def test_a_chapter_prints_without_what_only_a_screen_can_use(browser, printed):
    page = opened(browser, printed, "chapters/arrivals")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".top", "#contents", ".neighbours", ".downloads", ".folds"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator("figure.exhibit .picture svg").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
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


def opened(browser, printed, name, **options):
    page = browser.new_page(**options)
    page.goto((printed.root / f"_build/html/{name}.html").as_uri())
    return page


def test_every_bound_value_is_a_door_and_its_card_is_of_the_record(browser, printed, pages):
    doors = 0
    for path in pages:
        text = path.read_text(encoding="utf-8")
        keys = set(re.findall(r'data-card="([\w.]+)"', text))
        assert text.count('class="press-value"') + text.count('class="press-holds"') == text.count("data-card="), path
        if not keys:
            continue
        block = json.loads(re.search(r'id="cards">(.*?)</script>', text, re.DOTALL)[1])
        assert set(block["values"]) == keys
        for key, card in block["values"].items():
            doors += 1
            file, line = re.fullmatch(r"(src/[\w/]+\.py), line (\d+)", card["place"]).groups()
            function, name = card["maker"].rsplit(".", 1)[-1], key.split(".")[1]
            line_of_code = (printed.root / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
            composed = [
                re.sub(r"\\\{.*?\\\}", ".+", re.escape(each)) for each in re.findall(r'f"([^"]+)"', line_of_code)
            ]
            spelt = name in line_of_code or any(re.fullmatch(pattern, name) for pattern in composed)
            assert spelt or f"def {function}" in line_of_code, (key, card["place"])
        for chapter in block["chapters"].values():
            assert chapter["tables"]
            assert all((path.parent / table["file"]).resolve().is_file() for table in chapter["tables"])
    assert doors > 300


def test_a_card_opens_by_keyboard_lets_one_in_and_gives_the_focus_back(browser, printed):
    page = opened(browser, printed, "chapters/arrivals")
    door, card = page.locator('[data-card="arrivals.peak_total"]').first, page.locator("#card")
    door.focus()
    assert card.is_visible()
    assert "2914 persons" in card.text_content()
    assert "src/analysis/" in card.text_content()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#card') !== null")
    page.keyboard.press("Escape")
    assert not card.is_visible()
    assert door.evaluate("door => door === document.activeElement")
    page.close()


def test_a_card_opens_under_the_mouse_stays_while_one_reads_it_and_goes(browser, printed):
    page = opened(browser, printed, "chapters/arrivals")
    door, card = page.locator('[data-card="arrivals.peak_total"]').first, page.locator("#card")
    door.hover()
    card.wait_for(state="visible")
    card.hover()
    page.wait_for_timeout(400)
    assert card.is_visible()
    page.mouse.move(5, 5)
    card.wait_for(state="hidden")
    page.close()


def test_a_card_opens_at_a_tap_and_fits_the_phone(browser, printed):
    page = opened(browser, printed, "chapters/arrivals", viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator('[data-card="arrivals.peak_total"]').first.tap()
    box = page.locator("#card").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    page.touchscreen.tap(200, 80)
    page.locator("#card").wait_for(state="hidden")
    page.close()


def test_a_value_is_plain_text_without_script(browser, printed):
    context = browser.new_context(java_script_enabled=False)
    page = opened(context, printed, "chapters/arrivals")
    assert page.locator("[data-card]").first.evaluate("e => e.attributes.length") == 2
    page.locator("#fig-arrivals-yearly details.backing summary").click()
    assert "src/analysis/figures/" in page.locator("#fig-arrivals-yearly details.backing").inner_text()
    context.close()


def test_each_page_holds_itself_to_a_strict_policy_that_the_browser_enforces(browser, printed, pages):
    for path in pages:
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', path.read_text(encoding="utf-8"))[1]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert not re.search(r"https?:|\*", policy)
    page = opened(browser, printed, "index")
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.evaluate("""() => {
        const script = document.createElement("script");
        script.textContent = "window.broken = true";
        document.body.append(script);
        const picture = new Image();
        picture.src = "https://example.org/x.png";
        document.body.append(picture);
    }""")
    page.wait_for_timeout(300)
    assert page.evaluate("window.broken") is None
    assert sum("Content Security Policy" in text for text in said) == 2
    page.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_controls_of_a_figure_stand_clear_of_its_caption_and_move_it(browser, printed, size):
    width, height = SIZES[size]
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto((printed.root / "_build/html/chapters/synthesis.html").as_uri())
    controls = page.locator("#controls-synthesis-what-if")
    reserved = controls.bounding_box()["height"]
    controls.scroll_into_view_if_needed()
    choice = controls.locator("select")
    choice.wait_for()
    picture = page.locator("#picture-synthesis-what-if")
    caption = page.locator("figure", has=picture).locator("figcaption")
    ends = [each.bounding_box()["y"] + each.bounding_box()["height"] for each in (picture, controls)]
    assert ends[0] <= controls.bounding_box()["y"]
    assert ends[1] <= caption.bounding_box()["y"]
    if size == "desktop":
        assert controls.bounding_box()["height"] <= reserved, "the page moves when the picture comes alive"
    before = picture.inner_html()
    choice.select_option("sceptic")
    page.wait_for_function("([id, was]) => document.getElementById(id).innerHTML !== was",
                           arg=["picture-synthesis-what-if", before])  # fmt: skip
    page.close()


def test_a_reader_tries_another_base_period_by_keyboard_and_keeps_the_printed_result_in_sight(browser, printed):
    page = opened(browser, printed, "chapters/arrivals")
    picture, controls = page.locator("#picture-arrivals-missing"), page.locator("#controls-arrivals-missing")
    controls.scroll_into_view_if_needed()
    slider = controls.locator("input")
    slider.wait_for()
    assert "missing (" not in picture.text_content()
    assert "printed: 2012" in controls.text_content()
    slider.focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(
        "() => document.querySelector('#picture-arrivals-missing').textContent.includes('missing (')"
    )
    assert "printed, dotted: 4,375" in picture.text_content()
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "() => !document.querySelector('#picture-arrivals-missing').textContent.includes('missing (')"
    )
    page.close()


def test_the_home_page_lists_every_figure_and_table_and_each_link_arrives(printed):
    site = printed.root / "_build/html"
    home = (site / "index.html").read_text(encoding="utf-8")
    links = re.findall(
        r'<a class="reference internal" href="([^"#]+)#((?:fig|tab)-[^"]+)">(Figure|Table) [\d.]+ ', home
    )
    shown = exhibits.read_all(Book(printed.root)).values()
    assert [kind for *_, kind in links].count("Figure") == sum(not each.is_table for each in shown)
    assert [kind for *_, kind in links].count("Table") == sum(each.is_table for each in shown)
    pages = {page: (site / page).read_text(encoding="utf-8") for page in {page for page, *_ in links}}
    assert [anchor for page, anchor, _ in links if f'id="{anchor}"' not in pages[page]] == []


def test_the_key_of_a_source_leads_to_its_row(printed):
    site = printed.root / "_build/html/chapters"
    rows = (site / "evidence.html").read_text(encoding="utf-8")
    for page in sorted(site.glob("*.html")):
        found = re.findall(
            r'class="source reference internal" href="(evidence\.html)?#([^"]+)"', page.read_text("utf-8")
        )
        assert [anchor for _, anchor in found if f'id="{anchor}"' not in rows] == [], page.name
    assert "tab-evidence-sources-bbc_2004" in (site / "arrivals.html").read_text(encoding="utf-8")
