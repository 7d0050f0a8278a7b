"""Search and upload in a real browser: from a word to its place on the page, from a dropped file to its outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from services import stages
from services.workbench import Workbench
from tests.browsers import faults, page_of, serving, shoot
from tests.reviewing import TrueFields, process, reviewing
from tests.workbenches import SAMPLES, run

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.service, pytest.mark.slow]

DOCUMENTS = ("invoice_german.pdf", "order_english.pdf", "invoice_english.pdf")
FIELDS = TrueFields({"purchase_order": 0.3})
CLASSES = {"order_english.pdf": "purchase_order", "claim_list.pdf": "claim"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with reviewing(tmp_path_factory.mktemp("home"), FIELDS, dpi=110) as made:
        process(made, "claim_list.pdf", document_class="claim")
        for name in DOCUMENTS:
            process(made, name, document_class=CLASSES.get(name, "invoice"))
        yield made


def focused(page: Page) -> str:
    """The name of the hit that has the focus, or what has it instead."""
    found: str = page.evaluate(
        "document.activeElement.closest('[data-hit]') ? document.activeElement.textContent : document.activeElement.id"
    )
    return found


def test_a_word_is_found_and_drawn_on_its_page(browser: Browser, bench: Workbench, address: str) -> None:
    page = page_of(browser, bench, address, "reviewer")
    page.goto(address)
    assert page.locator("[data-hit]").count() == 4
    page.keyboard.press("/")
    assert focused(page) == "q"
    page.keyboard.type("invoice payrnent")  # misread as a scanner would
    page.keyboard.press("Enter")
    page.wait_for_selector(".snippet mark")
    page.keyboard.press("Escape")
    first = page.locator("[data-hit]").first
    assert first.locator("mark").count() >= 1
    page.wait_for_selector("[data-pane-marks] rect")
    image, marks = page.locator("[data-pane-image]"), page.locator("[data-pane-marks] rect")
    assert image.evaluate("image => image.naturalWidth > 300")
    sheet, mark = image.bounding_box(), marks.first.bounding_box()
    assert sheet is not None
    assert mark is not None
    assert sheet["x"] <= mark["x"] < mark["x"] + mark["width"] <= sheet["x"] + sheet["width"]
    assert sheet["y"] <= mark["y"] < mark["y"] + mark["height"] <= sheet["y"] + sheet["height"]
    first.locator("[data-open]").click()
    page.wait_for_url(re.compile(r"/documents/[0-9a-f]{64}\?page=1&q=invoice\+payrnent"))
    assert page.trouble == []


def test_a_long_name_among_the_filters_is_cut_and_its_count_stays_in_sight(
    browser: Browser, bench: Workbench, address: str
) -> None:
    page = page_of(browser, bench, address, "viewer")
    page.goto(f"{address}/search")
    name, count = page.locator(".facet a span").nth(0), page.locator(".facet a span").nth(1)
    name.evaluate("name => name.textContent = 'A very long name of a seller '.repeat(4)")
    filters, shown = page.locator(".filters-body").bounding_box(), count.bounding_box()
    assert filters is not None
    assert shown is not None
    assert shown["x"] + shown["width"] <= filters["x"] + filters["width"]


def test_the_hits_are_walked_by_keys_and_narrowed_by_clicks(browser: Browser, bench: Workbench, address: str) -> None:
    page = page_of(browser, bench, address, "viewer")
    page.goto(f"{address}/search")
    names = page.locator("[data-open]").all_text_contents()
    page.locator("#q").focus()
    page.keyboard.press("ArrowDown")
    assert focused(page) == names[0]
    page.keyboard.press("ArrowDown")
    assert focused(page) == names[1]
    assert names[1] in (page.locator("[data-pane-title]").text_content() or "")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "q"
    page.get_by_role("link", name=re.compile(r"^Invoice \d+$")).click()
    page.wait_for_selector(".chip")
    assert page.locator("[data-hit]").count() == 2
    page.locator("#sort").select_option("amount-asc")
    page.wait_for_url(re.compile("sort=amount-asc"))
    amounts = [float(text.replace(",", "").split()[0]) for text in page.locator(".fact.amount").all_text_contents()]
    assert amounts == sorted(amounts)
    assert len(amounts) == 2
    page.locator(".chip").click()
    page.wait_for_function("document.querySelectorAll('[data-hit]').length === 4")
    assert page.trouble == []


def test_a_query_that_cannot_be_understood_is_explained(browser: Browser, bench: Workbench, address: str) -> None:
    page = page_of(browser, bench, address, "viewer")
    page.goto(f"{address}/search?q=sellr:acme")
    assert "did you mean seller:" in (page.locator("#query-error").text_content() or "")
    page.get_by_role("button", name="How to search").first.click()
    assert page.locator("dialog[open]").is_visible()
    page.keyboard.press("Escape")
    page.goto(f"{address}/search?q=nowheretobefound")
    assert page.get_by_text("No document has all of this").is_visible()


def test_a_viewer_gets_pages_without_personal_data(browser: Browser, bench: Workbench, address: str) -> None:
    page = page_of(browser, bench, address, "viewer")
    sources: list[str] = []
    page.on("request", lambda request: sources.append(request.url) if "/pages/" in request.url else None)
    page.goto(f"{address}/search?q=pediatrics")
    page.wait_for_selector("[data-pane-marks] rect")
    assert sources
    assert all("redacted=true" in url for url in sources)
    assert "Jeffrey" not in page.content()


@pytest.mark.parametrize("width", [360, 768, 1100])
def test_the_pages_fit_every_screen(browser: Browser, bench: Workbench, address: str, width: int) -> None:
    page = page_of(browser, bench, address, "admin", viewport={"width": width, "height": 800})
    for path in ("/search?q=invoice", "/upload", "/admin/webhooks"):
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    page.goto(f"{address}/search?q=invoice")
    page.locator("[data-preview]").first.click()
    assert page.locator("[data-pane]").is_visible()
    page.locator("[data-pane-close]").click()
    assert not page.locator("[data-pane]").is_visible()
    assert page.trouble == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/search?q=invoice+total", "/upload", "/search?q=sellr:x", "/admin/webhooks"])
def test_nothing_serious_stands_in_the_way(
    browser: Browser, bench: Workbench, address: str, path: str, scheme: str
) -> None:
    # axe comes into the page as a script of the test; the portal's own policy would rightly refuse it.
    page = page_of(browser, bench, address, "admin", color_scheme=scheme, bypass_csp=True)
    page.goto(address + path)
    assert faults(page) == []


def test_files_are_uploaded_and_watched_until_their_outcome(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with reviewing(tmp_path_factory.mktemp("fresh"), FIELDS, dpi=110) as bench, serving(bench) as address:
        page = page_of(browser, bench, address, "reviewer")
        page.goto(f"{address}/upload")
        assert not page.locator("[data-recent]").is_visible()
        page.locator("#f-document_class").select_option("invoice")
        names = ["invoice_german.pdf", "invoice_english.pdf", "damaged_on_purpose.pdf"]
        page.locator("[data-files]").set_input_files([str(SAMPLES / name) for name in names])
        row = {name: page.locator("[data-items] .item", has_text=name) for name in names}
        for name in names[:2]:
            row[name].get_by_text("Waiting to be read").wait_for()
        row["damaged_on_purpose.pdf"].get_by_text("Rejected").wait_for()
        page.locator("[data-files]").set_input_files(str(SAMPLES / names[0]))
        page.get_by_text("This document was here already").wait_for()

        # What a worker does meanwhile.
        (german,) = [d.id for d in bench.store.documents() if d.name == names[0]]
        run(bench, [german], stages.read_pages, stages.recognize)
        page.locator("[data-items] .item", has_text="Looking for further documents").nth(
            1
        ).wait_for()  # the copy tells the same
        shoot(page, "portal-upload.png")
        run(bench, [german], *stages.READING, stages.redact, stages.conclude, stages.index)
        row[names[0]].first.get_by_text(re.compile("Accepted|Needs review")).wait_for()
        row[names[0]].first.get_by_role("link").click()
        page.wait_for_url(f"{address}/documents/{german}")
        assert page.trouble == []


def test_dropped_files_are_taken_and_large_ones_turned_away_unsent(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    limits = {"bytes": 50_000}
    with reviewing(tmp_path_factory.mktemp("drop"), FIELDS, limits=limits) as bench, serving(bench) as address:
        page = page_of(browser, bench, address, "reviewer")
        page.goto(f"{address}/upload")
        page.evaluate(
            """() => {
              const dropped = new DataTransfer();
              dropped.items.add(new File(["%PDF-1.4 nothing"], "small.pdf", {type: "application/pdf"}));
              dropped.items.add(new File([new Uint8Array(60000)], "large.pdf", {type: "application/pdf"}));
              window.dispatchEvent(new DragEvent("drop", {dataTransfer: dropped, bubbles: true, cancelable: true}));
            }"""
        )
        page.locator(".item", has_text="small.pdf").get_by_text("Rejected").wait_for()
        page.locator(".item", has_text="large.pdf").get_by_text("at most 50 kB are taken").wait_for()
        assert bench.store.counts()["rejected"] == 1


def test_the_search_page_for_the_readme(browser: Browser, bench: Workbench, address: str) -> None:
    page = page_of(browser, bench, address, "reviewer")
    page.goto(f"{address}/search?q=invoice+total")
    page.wait_for_selector("[data-pane-marks] rect")
    shoot(page, "portal-search.png")
    assert page.locator(".thumb rect").count() > 0
