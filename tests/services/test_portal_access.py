"""The portal in a real browser: signing in, roles, and what axe-core says about every page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import httpx
import pytest

from schemas.roles import ROLES, Role
from services.workbench import Workbench
from tests.browsers import PATIENCE_MS, faults, page_of, serving, shoot
from tests.reviewing import TrueFields, process, reviewing

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.service, pytest.mark.slow]

GOOD = "four words and more"
DOUBTFUL = TrueFields({"total_amount": 0.41, "purchase_order": 0.3}, {"due_date": None})
SIZES = {"telephone": (360, 740), "desk": (1440, 900)}
COLOR_RULES = ("color-contrast", "link-in-text-block")
SECTIONS: dict[Role, list[str]] = {
    "viewer": ["Search", "Documents"],
    "reviewer": ["Search", "Documents", "Upload", "Review"],
    "auditor": ["Search", "Documents", "Operations", "Audit log"],
    "admin": ["Search", "Documents", "Upload", "Review", "Operations", "Audit log", "Admin"],
}


@pytest.fixture(scope="module")
def processed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a doubtful invoice."""
    home = tmp_path_factory.mktemp("home")
    with reviewing(home, DOUBTFUL) as bench:
        process(bench, "invoice_english.pdf")
    return home


@pytest.fixture
def bench(processed: Path, tmp_path: Path) -> Iterator[Workbench]:
    copytree(processed, tmp_path / "home")
    with reviewing(tmp_path / "home", DOUBTFUL) as opened:
        yield opened


def stranger(browser: Browser, address: str) -> Page:
    page = browser.new_context(base_url=address, viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def sections(page: Page) -> list[str]:
    return page.get_by_role("navigation", name="Sections").get_by_role("link").all_inner_texts()


def test_signing_in_by_keyboard_leads_to_the_page_that_was_asked_for_and_out_again(
    bench: Workbench, browser: Browser
) -> None:
    bench.store.accounts.add_user("ann", "admin", password=GOOD, actor="test")
    with serving(bench) as address:
        page = stranger(browser, address)
        page.goto("/audit?kind=user_added")
        shoot(page, "sign_in.png")
        page.locator("input:focus").wait_for()
        page.keyboard.type("ann")
        page.keyboard.press("Tab")
        page.keyboard.type("wrong password")
        page.keyboard.press("Enter")
        page.get_by_role("alert").get_by_text("The name or the password is wrong.").wait_for()
        page.locator("input[type=password]:focus").wait_for()
        page.keyboard.type(GOOD)
        page.keyboard.press("Enter")
        page.wait_for_url("**/audit?kind=user_added")
        assert page.locator("tbody tr").count() == 1
        cookies = {cookie["name"]: cookie for cookie in page.context.cookies()}
        assert list(cookies) == ["fieldwright_session"]
        assert cookies["fieldwright_session"]["httpOnly"]
        page.get_by_label("Your account, ann").click()
        page.get_by_role("button", name="Sign out").click()
        page.wait_for_url("**/sign-in")
        page.goto("/audit")
        assert page.url.endswith("/sign-in?next=/audit")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_its_sections_and_is_told_when_a_page_is_not_for_it(
    bench: Workbench, browser: Browser, role: Role
) -> None:
    with serving(bench) as address:
        page = page_of(browser, bench, address, role)
        page.goto(address)
        assert sections(page) == SECTIONS[role]
        for path, name in (("/upload", "Upload"), ("/review", "Review"), ("/audit", "Audit log"), ("/admin", "Admin")):
            answer = page.goto(address + path)
            assert answer
            is_theirs = name in SECTIONS[role] or (name == "Review" and role == "auditor")
            assert answer.status == (200 if is_theirs else 403), path
            assert is_theirs or page.get_by_text(f"yours is {role}").is_visible()
        assert not page.trouble  # type: ignore[attr-defined]


def test_the_sections_of_an_admin_fit_beside_the_account_at_768_pixels(bench: Workbench, browser: Browser) -> None:
    with serving(bench) as address:
        page = page_of(browser, bench, address, "admin")
        page.set_viewport_size({"width": 768, "height": 1024})
        page.goto(f"{address}/documents")
        last = page.get_by_role("link", name="Admin").bounding_box()
        account = page.locator(".top-end").bounding_box()
        assert last is not None
        assert account is not None
        assert last["x"] + last["width"] <= account["x"]
        assert account["x"] + account["width"] <= 768


def test_an_admin_invites_somebody_who_chooses_a_password_and_makes_a_token(bench: Workbench, browser: Browser) -> None:
    with serving(bench) as address:
        page = page_of(browser, bench, address, "admin")
        page.goto(f"{address}/admin/users")
        page.get_by_role("button", name="Add a user").click()
        page.get_by_label("Name", exact=True).fill("Grace")
        page.get_by_label("Role", exact=True).select_option("reviewer")
        page.get_by_role("button", name="Add", exact=True).click()
        link = page.locator("#link").inner_text()
        assert not page.trouble  # type: ignore[attr-defined]

        guest = stranger(browser, address)
        guest.goto(link)
        guest.get_by_role("button", name="Sign in").click()
        guest.wait_for_url("**/account")
        guest.get_by_label("New password").fill(GOOD)
        guest.get_by_role("button", name="Set the password").click()
        guest.get_by_text("Your password is changed").wait_for()

        guest.get_by_role("button", name="New token").click()
        guest.get_by_label("What is it for?").fill("Nightly import")
        guest.get_by_label("Read documents and their fields").check()
        guest.get_by_role("button", name="Make the token").click()
        token = guest.locator("#token").inner_text()
        (document,) = bench.store.documents()
        headers = {"Authorization": f"Bearer {token}"}
        assert httpx.get(f"{address}/api/v1/documents/{document.id}", headers=headers).status_code == 200

        page.goto(f"{address}/admin/users")
        page.on("dialog", lambda dialog: dialog.accept())
        page.get_by_role("button", name="Lock grace out").click()
        page.get_by_text("locked out, with every session").wait_for()
        guest.goto("/account")
        assert guest.url.endswith("/sign-in?next=/account")
        assert httpx.get(f"{address}/api/v1/documents/{document.id}", headers=headers).status_code == 401


def test_a_role_is_changed_by_choosing_it(bench: Workbench, browser: Browser) -> None:
    bench.store.accounts.add_user("grace", "viewer", actor="test")
    with serving(bench) as address:
        page = page_of(browser, bench, address, "admin")
        page.goto(f"{address}/admin/users")
        page.get_by_label("Role of grace").select_option("auditor")
        page.get_by_text("The role is changed").wait_for()
        assert bench.store.accounts.user("grace").role == "auditor"


def test_colors_follow_the_system_until_they_are_chosen_and_stay(bench: Workbench, browser: Browser) -> None:
    def is_dark(page: Page) -> bool:
        shade = page.evaluate("getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0]")
        return int(shade) < 128

    with serving(bench) as address:
        # A page with a script of its own: it must not run the common script a second time.
        page = page_of(browser, bench, address, "reviewer", color_scheme="dark")
        page.goto(f"{address}/upload")
        assert is_dark(page)
        page.get_by_role("button", name="Colors: auto").click()
        assert not is_dark(page)
        page.reload()
        assert not is_dark(page)
        page.get_by_role("button", name="Colors: light").click()
        assert is_dark(page)


def test_the_first_tab_leads_past_the_navigation(bench: Workbench, browser: Browser) -> None:
    with serving(bench) as address:
        page = page_of(browser, bench, address, "admin")
        page.goto(f"{address}/admin")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("size", SIZES)
def test_no_page_has_a_serious_fault_for_people_who_see_or_move_otherwise(
    bench: Workbench, browser: Browser, size: str
) -> None:
    width, height = SIZES[size]
    (document,) = bench.store.documents()
    bench.store.accounts.add_user("grace", "viewer", password=GOOD, actor="test")
    bench.store.accounts.add_token(bench.store.accounts.user("grace"), "Nightly import", ["search"])
    paths = [
        "/", "/search?q=invoice", "/search?q=nothinglikethis", f"/documents/{document.id}", "/upload", "/review",
        f"/review/{document.id}", "/review/quality", "/audit", "/audit?kind=none", "/admin", "/admin/users",
        "/admin/sessions", "/admin/tokens", "/admin/webhooks", "/admin/promise", "/operations", "/operations/on-call", "/operations/debug", "/account", "/api", "/nowhere",
    ]  # fmt: skip
    found = []
    with serving(bench) as address:
        options = {"viewport": {"width": width, "height": height}, "color_scheme": "light", "reduced_motion": "reduce"}
        page = page_of(browser, bench, address, "admin", **options)
        outside = browser.new_context(**options).new_page()
        outside.set_default_timeout(PATIENCE_MS)
        for tab, path in [(page, path) for path in paths] + [(outside, "/sign-in"), (outside, "/sign-in/link?token=x")]:
            tab.goto(address + path)
            tab.wait_for_load_state("networkidle")
            if tab.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found.append((path, "the page is wider than the window"))
            found += [(path, fault) for fault in faults(tab)]
            # In the dark, only colors differ.
            tab.emulate_media(color_scheme="dark")
            found += [(path, "dark", fault) for fault in faults(tab, COLOR_RULES)]
            tab.emulate_media(color_scheme="light")
        assert not page.trouble  # type: ignore[attr-defined]
    assert found == []
