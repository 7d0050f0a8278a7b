"""A real browser on a real portal: Chromium by Playwright, the portal by uvicorn on a free port."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from portal.app import create_app
from portal.authentication import SESSION_COOKIE, cookie_name
from schemas.roles import Role
from services.workbench import Workbench
from tests.pictures import pictures
from tests.portals import user

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = Path(os.environ.get("FIELDWRIGHT_TEST_CHROMIUM", "/usr/bin/chromium"))
SCREENSHOTS = "FIELDWRIGHT_TEST_SCREENSHOTS"
"""Variable with the folder that screenshots are written to; without it, none are made."""
PATIENCE_MS = 180_000
"""On a busy machine."""


@contextmanager
def serving(bench: Workbench) -> Iterator[str]:
    """Serves the portal until the end of the block; gives its address."""
    server = uvicorn.Server(uvicorn.Config(create_app(bench), port=0, log_level="warning", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser."""
    if not CHROMIUM.exists():
        pytest.skip(f"no browser: {CHROMIUM} is absent, such as apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


def page_of(
    browser: Browser, bench: Workbench, address: str, role: Role, name: str | None = None, **options: Any
) -> Page:
    """A tab in which a user of this role is signed in. A script error, a refused style or another host fails the test."""
    options = {"viewport": {"width": 1440, "height": 900}, **options}
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE_MS)
    token = bench.store.accounts.begin_session(user(bench, role, name), "password", lasts=timedelta(hours=1))
    context.add_cookies([{"name": cookie_name(SESSION_COOKIE, bench.settings), "value": token, "url": address}])
    page = context.new_page()
    page.trouble = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.trouble.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda m: page.trouble.append(m.text) if _is_refused(m.text) else None)  # type: ignore[attr-defined]
    page.on("request", lambda r: None if r.url.startswith((address, "data:", "blob:")) else page.trouble.append(r.url))  # type: ignore[attr-defined]
    return page


def shoot(page: Page, name: str) -> None:
    """Writes a screenshot if the environment variable for them is set; into the documentation only what it shows."""
    if not (folder := os.environ.get(SCREENSHOTS)):
        return
    documentation = Path(folder).resolve() == pictures.FOLDER
    if documentation and name not in pictures.PICTURES:
        return
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(Path(folder) / name))
    if documentation:
        pictures.record(name)


def faults(tab: Page, rules: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """What axe-core calls serious or critical on a page, by all rules or by these, and where it is."""
    from axe_playwright_python.sync_playwright import Axe

    options = {"runOnly": {"type": "rule", "values": [*rules]}} if rules else {}
    return [
        (violation["id"], [node["html"][:160] for node in violation["nodes"]][:3])
        for violation in Axe().run(tab, options=options).response["violations"]
        if violation["impact"] in ("serious", "critical")
    ]


def _is_refused(text: str) -> bool:
    return "Content Security Policy" in text
