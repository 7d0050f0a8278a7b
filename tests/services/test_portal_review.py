"""Reviews in a real browser, by keys alone: from the queue to the next document, and what is stored of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from review.queue import priority
from schemas.extraction import Extraction
from schemas.review import QueueItem
from services import stages
from services.dividing import division_of
from services.workbench import Workbench
from store.review_queue import QueueFilter
from tests.browsers import faults, page_of, serving, shoot
from tests.flows.test_parts import FIRST, SECOND, TERMS, packet, run_all
from tests.reviewing import TrueFields, process, reviewing
from tests.searching import parse_query
from tests.workbenches import ingest, workbench

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE_S = 300
"""The first check of a process loads the suites, which takes long on a busy machine."""

pytestmark = [pytest.mark.service, pytest.mark.slow]

ENGLISH = TrueFields(
    {"issue_date": 0.62, "seller_name": 0.77, "quantity": 0.8, "total_amount": 0.41, "purchase_order": 0.3},
    {"total_amount": "$8,115", "due_date": None},
    {("quantity", 1): "9"},
)
COUNTED = {f"invoice.line.{column}": "critical" for column in ("quantity", "unit_price", "line_amount")}
"""These deployments pay by the line: a row that does not multiply out holds the invoice up."""
GERMAN = TrueFields({"invoice_number": 0.5, "buyer_name": 0.61})


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with two doubtful invoices; the English one has more at stake."""
    home = tmp_path_factory.mktemp("home")
    with reviewing(home, ENGLISH, dpi=150, importance=COUNTED) as bench:
        process(bench, "invoice_english.pdf")
    with reviewing(home, GERMAN, dpi=150) as bench:
        process(bench, "invoice_german.pdf")
    return home


@pytest.fixture
def bench(processed: Path, tmp_path: Path) -> Iterator[Workbench]:
    copytree(processed, tmp_path / "home")
    with reviewing(tmp_path / "home", ENGLISH, importance=COUNTED) as opened:
        yield opened


def ids(bench: Workbench) -> tuple[str, str]:
    """The English invoice, then the German one."""
    first, second = bench.store.reviews.queue(QueueFilter())
    return first.document_id, second.document_id


def field(page: Page) -> str:
    """The field in work."""
    found: str = page.evaluate(
        "document.activeElement.closest('[data-field]')?.dataset.field ?? document.activeElement.dataset.column ?? ''"
    )
    return found


def until(holds: Callable[[], bool], seconds: float = PATIENCE_S) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


def holds(page: Page, expression: str, seconds: float = PATIENCE_S) -> None:
    """Waits for an expression of the page. Playwright's own wait evaluates text, which the portal's policy refuses."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"it never held: {expression}"
        page.wait_for_timeout(50)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def opened(page: Page) -> None:
    page.wait_for_selector(".answer.current")


def test_a_review_by_keys_alone_from_the_queue_to_the_next_document(bench: Workbench, browser: Browser) -> None:
    english, german = ids(bench)
    with serving(bench) as address:
        page = page_of(browser, bench, address, "reviewer", "anna")
        page.goto(f"{address}/review")
        assert page.locator("[data-queue] tbody tr").count() == 2
        press(page, "r")
        opened(page)
        assert page.url == f"{address}/review/{english}"

        # The first doubtful field is focused, its place enlarged and drawn on the page.
        assert field(page) == "issue_date"
        assert page.locator("[data-crop] .place").count() == 1
        assert page.locator("[data-sheet] .place").count() == 1
        assert page.locator("[data-findings] li").count() >= 1
        shoot(page, "portal-review.png")
        press(page, "Enter")
        assert field(page) == "due_date"
        press(page, "Enter")
        assert field(page) == "purchase_order"
        press(page, "Alt+x")
        assert field(page) == "seller_name"
        # A sum that is off puts all its parts in doubt.
        press(page, "Enter")
        assert field(page) == "net_amount"
        press(page, "Enter")
        assert field(page) == "tax_amount"
        press(page, "Enter")
        assert field(page) == "total_amount"

        # Rules are checked again while the total is typed: what spoke against it goes away, the row that is off stays.
        page.keyboard.type("8,835.21")
        holds(page, "document.querySelectorAll('[data-findings] li').length === 1")
        assert page.locator("[data-field=total_amount] [data-normal]").inner_text() == "= 8835.21"
        press(page, "Enter")

        # Behind the fields comes the table, at its first doubtful cell; behind its last one the button that approves.
        assert field(page) == "quantity"
        page.keyboard.type("4")
        holds(page, "document.querySelectorAll('[data-findings] li').length === 0")
        press(page, "ArrowDown", "ArrowUp", "Alt+t")
        assert page.evaluate("'approve' in document.activeElement.dataset")
        holds(page, "document.querySelector('[data-progress]').textContent === 'Ready'")
        press(page, "Control+Enter")

        # The next document is there at once.
        page.wait_for_url(f"{address}/review/{german}")
        opened(page)
        assert field(page) == "invoice_number"
        assert page.trouble == []

        assert bench.store.outcome(english).status == "accepted"
        established = stages.extraction_of(bench, english)
        assert established.field("total_amount").value == "8835.21"
        assert established.field("purchase_order") is None
        assert bench.store.load(english, "fields", Extraction).field("total_amount").value == "8115"
        made = {(c.field, c.line): (c.action, c.before, c.after) for c in bench.store.reviews.corrections(english)}
        assert made["issue_date", None] == ("accept", "2025-06-18", "2025-06-18")
        assert made["purchase_order", None] == ("absent", "86089", None)
        assert made["total_amount", None] == ("correct", "8115", "8835.21")
        assert made["quantity", 1] == ("correct", "9", "4")
        events = [(event.kind, event.actor) for event in bench.store.events(english)]
        assert ("viewed", "anna") in events
        assert ("reviewed", "anna") in events
        assert "8835" not in str([event.data for event in bench.store.events(english)])
        assert bench.store.verify_events().intact
        until(lambda: bool(bench.index.search(parse_query("amount:8835.21 status:accepted")).hits))
        assert bench.store.reviews.pace()["invoice"].median_s > 0


def test_a_person_marks_where_the_documents_of_a_file_begin(tmp_path: Path, browser: Browser) -> None:
    with workbench(tmp_path / "home") as bench, serving(bench) as address:
        [file_id] = ingest(bench, packet(tmp_path / "two.pdf", FIRST, TERMS, SECOND))
        run_all(bench, [file_id])
        page = page_of(browser, bench, address, "reviewer", "anna")
        page.goto(f"{address}/review/{file_id}")
        page.locator(".review-actions summary").click()
        page.locator("[data-opens=review-parts]").click()
        marks = page.locator("[data-parts-form] input[name=first]")
        assert [marks.nth(at).is_checked() for at in range(3)] == [True, False, True]
        assert "this document is pages 1, 2" in page.locator("[data-parts-form]").inner_text()
        marks.nth(2).uncheck()
        page.locator("[data-parts-form] button[type=submit]").click()
        until(lambda: bench.store.outcome(file_id) is None)
        run_all(bench, [file_id])
        assert division_of(bench, file_id).own == (1, 2, 3)
        page.goto(f"{address}/documents/{file_id}")
        assert "Documents of the file stated" in page.content()
        assert page.trouble == []


DOCUMENTS = (
    ("Hartmann invoice 2024-118.pdf", "invoice", 48210.0, 0.62, 4, 31, -2),
    ("claim_0412.tif", "claim", 12840.5, 0.91, 7, 55, 1),
    ("PO 4500077866.pdf", "purchase_order", 22150.0, 0.34, 3, 24, 3),
    ("KXAN order 1182.pdf", "ad_buy", 9600.0, 0.58, 2, 17, 7),
    ("claim_0398.tif", "claim", 3310.0, 0.74, 5, 40, 7),
    ("Facture 045.pdf", "invoice", 8586.26, 0.29, 2, 18, 20),
    ("receipt 0087.jpg", "receipt", 412.9, 0.83, 3, 21, 22),
    ("Exhibit AB 2019.pdf", "registration_form", None, 0.66, 2, 19, 40),
    ("receipt 0112.jpg", "receipt", 96.4, 0.57, 1, 12, 46),
)
"""Name, class, amount, chance of an error, doubtful fields, seconds, hours until it is due."""


def fill_queue(bench: Workbench) -> None:
    now = datetime.now(UTC)
    for name, kind, amount, chance, doubtful, seconds, hours in DOCUMENTS:
        added = bench.store.add(name.encode(), name=name, media_type="application/pdf", source="test")
        worth = priority(chance, amount, seconds)
        row = QueueItem(
            document_id=added.document.id, document_class=kind, chance=chance, amount=amount, doubtful=doubtful,
            expected_s=seconds, priority=worth, due_at=now + timedelta(hours=hours, minutes=5),
        )  # fmt: skip
        bench.store.reviews.enqueue([row])
        if name == "claim_0412.tif":
            bench.store.reviews.take(row.document_id, "ben", 600)
        if name == "receipt 0087.jpg":
            bench.store.reviews.skip(row.document_id, "ben", "not my language")
        if name == "receipt 0112.jpg":
            bench.store.reviews.escalate(row.document_id, "ben", "Two totals fit")


def test_the_queue_is_walked_and_filtered_by_keys(tmp_path: Path, browser: Browser) -> None:
    with reviewing(tmp_path) as bench, serving(bench) as address:
        fill_queue(bench)
        page = page_of(browser, bench, address, "admin", "ada")
        page.goto(f"{address}/review")
        names = page.locator("[data-queue] .name a")
        assert names.first.inner_text() == "Hartmann invoice 2024-118.pdf"
        assert names.count() == len(DOCUMENTS) - 1
        shoot(page, "portal-queue.png")
        press(page, "j", "ArrowDown", "k")
        assert page.evaluate("document.activeElement.textContent") == "Hartmann invoice 2024-118.pdf"
        page.select_option("#f-document_class", "claim")
        page.wait_for_url("**document_class=claim**")
        assert page.locator("[data-queue] .name a").all_inner_texts() == ["claim_0412.tif", "claim_0398.tif"]
        page.goto(f"{address}/review?part=escalated")
        assert "Two totals fit" in page.locator("[data-queue]").inner_text()
        assert page.trouble == []


def test_words_are_picked_by_keys_and_by_mouse_and_fill_the_value(bench: Workbench, browser: Browser) -> None:
    english, _ = ids(bench)
    with serving(bench) as address:
        page = page_of(browser, bench, address, "reviewer", "anna")
        page.goto(f"{address}/review/{english}")
        opened(page)
        page.wait_for_selector("[data-word]")

        # By mouse: the missed due date.
        page.locator("[data-field=due_date] input").focus()
        page.locator("[data-word]", has_text="17-Aug-2025").click()
        assert page.input_value("[data-field=due_date] input") == "17-Aug-2025"
        holds(page, "document.querySelector('[data-field=due_date] [data-normal]').textContent === '= 2025-08-17'")
        assert page.locator("[data-field=due_date]").get_attribute("data-is") == "done"

        # By keys: from the wrong total one word on.
        page.locator("[data-field=seller_name] input").focus()
        press(page, "Alt+p", "Home", "Shift+ArrowRight", "Enter")
        assert page.input_value("[data-field=seller_name] input") == "GURVU PRINTING"
        assert field(page) == "seller_name"
        press(page, "Alt+z")
        assert page.input_value("[data-field=seller_name] input") == "GURVU PRINTING CO."
        assert page.trouble == []


def test_the_table_is_edited_like_a_grid(bench: Workbench, browser: Browser) -> None:
    english, _ = ids(bench)
    with serving(bench) as address:
        page = page_of(browser, bench, address, "reviewer", "anna")
        page.goto(f"{address}/review/{english}")
        opened(page)
        rows = page.locator("[data-grid] tbody tr")
        assert rows.count() == 5
        press(page, "Alt+g")
        assert field(page) == "quantity"
        press(page, "Alt+n")
        assert rows.count() == 6
        page.keyboard.type("Nothing of this kind")
        page.wait_for_selector("[data-grid] input[data-is=problem]")
        press(page, "Alt+Delete")
        assert rows.count() == 5
        holds(page, "!document.querySelector('[data-grid] input[data-is=problem]')")
        assert page.locator("[data-lines-state]").inner_text() == "Looked at"

        # A column is filled from a box drawn around it.
        page.locator("[data-grid] input[data-row='0'][data-column=quantity]").focus()
        press(page, "Alt+c")
        cells = [page.locator("[data-word]", has_text=text).last for text in ("Envelopes", "support")]
        first, last = (cell.bounding_box() for cell in cells)
        units = page.evaluate(
            "JSON.parse(document.getElementById('review-data').textContent).rows.map(r => r.quantity.place.boxes[0])"
        )
        sheet = page.locator("[data-sheet]").bounding_box()
        left, right = (
            sheet["x"] + sheet["width"] * share
            for share in (min(b[0] for b in units) - 0.01, max(b[2] for b in units) + 0.01)
        )
        page.mouse.move(left, first["y"] - 3)
        page.mouse.down()
        page.mouse.move(right, last["y"] + last["height"] + 3, steps=5)
        page.mouse.up()
        values = page.eval_on_selector_all(
            "[data-grid] input[data-column=quantity]", "nodes => nodes.map(n => n.value)"
        )
        assert values == ["4", "4", "100", "200", "1"]
        assert page.trouble == []


def test_findings_are_let_pass_by_a_second_approval(bench: Workbench, browser: Browser) -> None:
    english, german = ids(bench)
    with serving(bench) as address:
        page = page_of(browser, bench, address, "reviewer", "anna")
        page.goto(f"{address}/review/{english}")
        opened(page)
        for _ in range(page.locator(".answer").count()):
            press(page, "Enter")  # also the wrong total
        press(page, "Alt+t", "Control+Enter")
        page.wait_for_selector("[data-approve-text]:has-text('let')")
        assert bench.store.outcome(english).status == "needs_review"
        press(page, "Control+Enter")
        page.wait_for_url(f"{address}/review/{german}")
        outcome = bench.store.outcome(english)
        assert outcome.status == "accepted"
        assert any("let it pass" in reason.message for reason in outcome.reasons)


def test_two_reviewers_at_once_never_edit_one_document(bench: Workbench, browser: Browser) -> None:
    english, german = ids(bench)
    with serving(bench) as address:
        anna = page_of(browser, bench, address, "reviewer", "anna")
        ben = page_of(browser, bench, address, "reviewer", "ben")
        anna.goto(f"{address}/review/{english}")
        opened(anna)
        # While she works on one document, the next one is hers too, already loaded.
        until(lambda: bench.store.reviews.row(german).assignee == "anna")
        ben.goto(f"{address}/review/{english}")
        ben.wait_for_selector(".note:has-text('anna')")
        assert ben.locator("[data-approve]").count() == 0
        assert ben.locator("[data-input]").first.get_attribute("readonly") is not None

        # An admin takes it over while she types: nothing is overwritten, her draft is kept.
        anna.locator("[data-field=seller_name] input").fill("Gurvu Printing Co.")
        until(lambda: bench.store.reviews.draft(english, "anna") is not None)
        root = page_of(browser, bench, address, "admin", "root")
        root.on("dialog", lambda dialog: dialog.accept())
        root.goto(f"{address}/review/{english}")
        root.click("text=Take it over")
        opened(root)
        anna.locator("[data-field=seller_name] input").fill("Another name")
        anna.wait_for_selector("#review-conflict[open]:has-text('root')")
        assert bench.store.reviews.row(english).assignee == "root"
        assert "Gurvu" in bench.store.reviews.draft(english, "anna").payload

        # When she leaves, the document she did not need is free for others.
        anna.goto(f"{address}/review")
        bench.store.reviews.give_back(german, "anna")
        ben.goto(f"{address}/review")
        ben.keyboard.press("r")
        ben.wait_for_url(f"{address}/review/{german}")


def test_what_was_typed_is_there_again_after_closing_the_tab(bench: Workbench, browser: Browser) -> None:
    english, _ = ids(bench)
    with serving(bench) as address:
        page = page_of(browser, bench, address, "reviewer", "anna")
        page.goto(f"{address}/review/{english}")
        opened(page)
        page.locator("[data-field=seller_name] input").fill("Gurvu Printing")
        page.locator("[data-grid] input[data-row='0'][data-column=quantity]").fill("5")
        until(lambda: "Gurvu" in (draft.payload if (draft := bench.store.reviews.draft(english, "anna")) else ""))
        until(lambda: '"5"' in bench.store.reviews.draft(english, "anna").payload)
        page.close()
        again = page_of(browser, bench, address, "reviewer", "anna")
        again.goto(f"{address}/review/{english}")
        opened(again)
        assert again.input_value("[data-field=seller_name] input") == "Gurvu Printing"
        assert again.input_value("[data-grid] input[data-row='0'][data-column=quantity]") == "5"


def test_skip_and_escalate_ask_for_a_reason_and_go_on(bench: Workbench, browser: Browser) -> None:
    english, german = ids(bench)
    with serving(bench) as address:
        page = page_of(browser, bench, address, "reviewer", "anna")
        page.goto(f"{address}/review/{english}")
        opened(page)
        press(page, "Alt+s")
        page.wait_for_selector("#review-ask[open]")
        page.keyboard.type("too long")
        press(page, "Enter")
        page.wait_for_url(f"{address}/review/{german}")
        opened(page)
        press(page, "Alt+e")
        page.wait_for_selector("#review-ask[open]")
        press(page, "Enter")
        page.wait_for_url(f"{address}/review")
        assert bench.store.reviews.row(english).skips == 1
        assert bench.store.reviews.row(german).state == "escalated"


def test_the_screen_has_no_serious_barrier(bench: Workbench, browser: Browser) -> None:
    english, _ = ids(bench)
    with serving(bench) as address:
        for scheme in ("light", "dark"):
            page = page_of(browser, bench, address, "admin", "root", color_scheme=scheme)
            for path in ("/review", f"/review/{english}", "/review/quality"):
                page.goto(address + path)
                page.wait_for_load_state("networkidle")
                assert faults(page) == [], (path, scheme)
            narrow = page_of(
                browser, bench, address, "admin", "root", color_scheme=scheme, viewport={"width": 360, "height": 740}
            )
            for path in ("/review", f"/review/{english}"):
                narrow.goto(address + path)
                assert narrow.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
