"""The document page in a real browser: a field and its place, marks, zoom, pages, and what a viewer sees of it."""

from __future__ import annotations

import io
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from schemas.document import ReadDocument
from services.workbench import Workbench
from tests.browsers import PATIENCE_MS, faults, page_of, shoot
from tests.reviewing import TrueFields, process, reviewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.service, pytest.mark.slow]

FIELDS = TrueFields({"due_date": 0.71, "buyer_name": 0.88, "unit_price": 0.93, "tax_amount": 0.96})


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with reviewing(tmp_path_factory.mktemp("home"), FIELDS, dpi=150) as made:
        yield made


@pytest.fixture(scope="module")
def invoice(bench: Workbench) -> str:
    return process(bench, "invoice_german.pdf")[0]


@pytest.fixture(scope="module")
def two_pages(bench: Workbench) -> str:
    return process(bench, "invoice_french_two_pages.pdf")[0]


@pytest.fixture(scope="module")
def claim(bench: Workbench) -> str:
    return process(bench, "claim_list.pdf", document_class="claim")[0]


def until(page: Page, holds: str) -> None:
    """Waits until an expression holds. Playwright's own way of waiting is code that our security policy refuses."""
    end = time.monotonic() + PATIENCE_MS / 1000
    while not page.evaluate(holds):
        assert time.monotonic() < end, f"it did not happen: {holds}"
        time.sleep(0.05)


def opened(page: Page, url: str) -> Page:
    page.goto(url)
    page.wait_for_selector("[role=tablist]:not([hidden])")
    until(page, "document.querySelector('.page-image').complete")
    return page


def active(page: Page) -> set[str]:
    """The fields whose words are highlighted on the page."""
    return set(page.eval_on_selector_all("svg .item.active", "marks => marks.map(mark => mark.dataset.item)"))


def centre(page: Page, selector: str) -> tuple[float, float]:
    box = page.locator(selector).first.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_field_shows_its_words_and_words_show_their_field(
    bench: Workbench, browser: Browser, address: str, invoice: str
) -> None:
    page = opened(page_of(browser, bench, address, "reviewer"), f"{address}/documents/{invoice}")
    assert active(page) == set()
    page.locator("details[data-item=due_date] summary").hover()
    assert active(page) == {"due_date"}
    page.mouse.move(0, 0)
    assert active(page) == set()

    # The highlighted rectangle lies on the words that the store knows, not just anywhere.
    read = bench.store.load(invoice, "read", ReadDocument)
    assert read is not None
    word = next(word for word in read.words if word.text == "6843754")
    image = page.locator(".page-image").bounding_box()
    mark = page.locator("svg [data-item=invoice_number] .word").first.bounding_box()
    assert image is not None
    assert mark is not None
    assert mark["x"] == pytest.approx(image["x"] + word.box.left * image["width"], abs=1.5)
    assert mark["y"] == pytest.approx(image["y"] + word.box.top * image["height"], abs=1.5)
    assert mark["width"] == pytest.approx(word.box.width * image["width"], abs=1.5)

    page.mouse.move(*centre(page, "svg [data-item=invoice_number] .box"))
    assert "active" in (page.locator("details[data-item=invoice_number]").get_attribute("class") or "")
    page.mouse.down()
    page.mouse.up()
    assert page.locator("details[data-item=invoice_number]").get_attribute("open") is not None
    assert page.trouble == []  # type: ignore[attr-defined]
    page.locator("svg [data-item=invoice_number] .box").first.click()
    page.locator("details[data-item=invoice_number] summary").click()
    page.locator("details[data-item=buyer_name] summary").click()
    shoot(page, "portal-document.png")


def test_fields_are_reached_by_keys_and_by_the_tab_key(
    bench: Workbench, browser: Browser, address: str, invoice: str
) -> None:
    page = opened(page_of(browser, bench, address, "auditor"), f"{address}/documents/{invoice}")
    page.keyboard.press("j")
    assert active(page) == {"invoice_number"}
    page.keyboard.press("j")
    assert active(page) == {"issue_date"}
    page.keyboard.press("k")
    page.keyboard.press("Tab")
    assert active(page) == {"issue_date"}
    page.keyboard.press("Enter")
    assert page.locator("details[data-item=issue_date]").get_attribute("open") is not None
    page.keyboard.press("Shift+?")
    assert page.locator("#viewer-keys").is_visible()
    page.keyboard.press("Escape")
    page.locator("#tab-fields").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#panel-text").is_visible()
    assert "Schlussrechnung" in page.locator("#panel-text").inner_text()
    page.keyboard.press("ArrowRight")
    assert "Received" in page.locator("#panel-history").inner_text()


def test_marks_are_switched_by_button_and_key(bench: Workbench, browser: Browser, address: str, invoice: str) -> None:
    page = opened(page_of(browser, bench, address, "reviewer"), f"{address}/documents/{invoice}")
    read = bench.store.load(invoice, "read", ReadDocument)
    assert read is not None
    words = page.locator(".layer.words rect")
    assert words.count() == 0
    page.locator("[data-layer=words]").click()
    until(page, f"document.querySelectorAll('.layer.words rect').length === {len(read.words)}")
    assert words.first.is_visible()
    for name, key in (("fields", "f"), ("findings", "g"), ("words", "w"), ("redactions", "r")):
        mark, chip = page.locator(f".layer.{name} rect").first, page.locator(f"[data-layer={name}]")
        shown = chip.get_attribute("aria-pressed") == "true"
        assert mark.is_visible() is shown
        page.keyboard.press(key)
        assert chip.get_attribute("aria-pressed") == str(not shown).lower()
        assert mark.is_visible() is not shown
    assert page.trouble == []  # type: ignore[attr-defined]


def test_zoom_by_buttons_keys_and_wheel(bench: Workbench, browser: Browser, address: str, invoice: str) -> None:
    page = opened(page_of(browser, bench, address, "reviewer"), f"{address}/documents/{invoice}")

    def width() -> float:
        box = page.locator(".sheet").first.bounding_box()
        assert box is not None
        return box["width"]

    fitted = width()
    page.locator("[data-does=larger]").click()
    larger = width()
    assert larger > fitted
    page.keyboard.press("-")
    page.keyboard.press("-")
    assert width() < larger
    page.keyboard.press("0")
    assert width() == pytest.approx(fitted, abs=2)
    page.keyboard.press("0")
    stage, sheet = page.locator(".stage").bounding_box(), page.locator(".page-image").first.bounding_box()
    assert stage is not None
    assert sheet is not None
    assert sheet["height"] <= stage["height"]
    page.mouse.move(*centre(page, ".stage"))
    page.keyboard.down("Control")
    page.mouse.wheel(0, -400)
    page.keyboard.up("Control")
    until(page, f"document.querySelector('.sheet').getBoundingClientRect().width > {sheet['width'] + 20}")
    # Marks stay where they belong at any zoom.
    image, marks = page.locator(".page-image").bounding_box(), page.locator("svg.marks").bounding_box()
    assert image is not None
    assert marks is not None
    assert [marks[k] for k in ("x", "y", "width", "height")] == pytest.approx(  # type: ignore[literal-required]
        [image[k] for k in ("x", "y", "width", "height")], abs=1  # type: ignore[literal-required]
    )  # fmt: skip


def test_pages_are_turned_and_a_link_leads_to_one(
    bench: Workbench, browser: Browser, address: str, two_pages: str
) -> None:
    page = opened(page_of(browser, bench, address, "viewer"), f"{address}/documents/{two_pages}?page=2")
    until(page, "document.querySelector('[data-goes=\"2\"]').getAttribute('aria-current') === 'page'")
    assert page.locator("#page-2").evaluate("p => p.getBoundingClientRect().top < innerHeight / 2")
    page.keyboard.press("p")
    until(page, "document.querySelector('[data-shows=page]').textContent === '1'")
    page.locator('[data-goes="2"]').click()
    until(page, "new URL(location).searchParams.get('page') === '2'")
    page.locator("[data-does=previous]").click()
    until(page, "new URL(location).searchParams.get('page') === '1'")


def test_pages_that_pass_by_are_not_the_current_one(
    bench: Workbench, browser: Browser, address: str, two_pages: str
) -> None:
    page = opened(page_of(browser, bench, address, "viewer"), f"{address}/documents/{two_pages}?page=1")
    seen = page.evaluate(
        """async () => {
          const shown = () => document.querySelector('[data-shows=page]').textContent;
          const seen = [];
          document.querySelector('[data-goes="2"]').click();
          for (let frame = 0; frame < 90; frame += 1) {
            seen.push(shown());
            await new Promise(requestAnimationFrame);
          }
          return [...new Set(seen)];
        }"""
    )
    assert seen == ["2"]
    page.locator("[data-does=previous]").click()
    until(page, "new URL(location).searchParams.get('page') === '1'")


def test_matches_of_a_search_are_drawn_and_walked_through(
    bench: Workbench, browser: Browser, address: str, two_pages: str
) -> None:
    page = opened(page_of(browser, bench, address, "viewer"), f"{address}/documents/{two_pages}?q=facture")
    marks = page.locator(".layer.hits rect")
    assert marks.count() >= 2
    until(page, "document.querySelector('[data-shows=hit]').textContent.startsWith('1 of')")
    assert marks.first.is_visible()
    page.keyboard.press("m")
    assert "here" in (marks.nth(1).get_attribute("class") or "")
    page.keyboard.press("/")
    page.keyboard.press("Control+a")
    page.keyboard.type("total")
    page.keyboard.press("Enter")
    page.wait_for_url("**q=total*")
    assert page.locator(".layer.hits rect").count() >= 1


def test_a_viewer_sees_black_where_names_stand_and_is_sent_no_other_image(
    bench: Workbench, browser: Browser, address: str, claim: str
) -> None:
    read = bench.store.load(claim, "read", ReadDocument)
    assert read is not None
    name = next(word.box for word in read.words if word.text == "Jeffrey")
    darkness = {}
    for role in ("viewer", "reviewer"):
        page = page_of(browser, bench, address, role)  # type: ignore[arg-type]
        sent: list[bytes] = []
        page.on("response", lambda r, sent=sent: sent.append(r.body()) if "/pages/1.webp" in r.url else None)
        opened(page, f"{address}/documents/{claim}")
        page.wait_for_load_state("networkidle")
        assert sent
        darkness[role] = []
        for body in sent:
            pixels = np.asarray(Image.open(io.BytesIO(body)).convert("L"))
            left, top, right, bottom = name.to_pixels(pixels.shape[1], pixels.shape[0])
            darkness[role].append(float(pixels[top : bottom + 1, left : right + 1].mean()))
        assert ("Jeffrey" in page.content()) is (role == "reviewer")
        shoot(page, f"portal-document-{role}.png")
        page.context.close()
    assert max(darkness["viewer"]) < 60
    assert min(darkness["reviewer"]) > 100


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")])
def test_the_page_has_no_serious_barrier(
    bench: Workbench, browser: Browser, address: str, invoice: str, width: int, scheme: str
) -> None:
    options = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme}
    page = opened(page_of(browser, bench, address, "reviewer", **options), f"{address}/documents/{invoice}?q=total")
    page.locator("details[data-item=due_date] summary").click()
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
