"""Prints HTML to PDF by Chromium, offline."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from schemas.errors import ConfigurationError

CHROMIUM = Path(os.environ.get("FIELDWRIGHT_TEST_CHROMIUM", "/usr/bin/chromium"))
MARGINS = {"top": "14mm", "bottom": "14mm", "left": "15mm", "right": "15mm"}


class Printer:
    """A browser that prints; a context manager."""

    def __enter__(self) -> Printer:
        try:
            from playwright.sync_api import sync_playwright
        except ImportError as error:
            raise ConfigurationError("pages need the package playwright: pip install playwright") from error
        if not CHROMIUM.exists():
            raise ConfigurationError(f"pages need Chromium, and {CHROMIUM} is absent: apt-get install chromium")
        self._playwright: Any = sync_playwright().start()
        self._browser: Any = self._playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        self._page: Any = self._browser.new_page()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._browser.close()
        self._playwright.stop()

    def new_page(self, *, scale: float) -> Any:
        """Returns an empty page of the browser whose pictures have so many pixels for one of CSS."""
        return self._browser.new_page(device_scale_factor=scale)

    def pdf(self, html: str, *, paper: Literal["A4", "Letter"] = "A4") -> bytes:
        """Returns the page as a PDF with a text layer."""
        self._page.set_content(html)
        printed: bytes = self._page.pdf(format=paper, margin=MARGINS, print_background=True)
        return printed

    def words(self, html: str, script: str, *, width: int) -> list[list[Any]]:
        """Returns what the script finds on the page, set at so many pixels as for print."""
        self._page.set_viewport_size({"width": width, "height": 1200})
        self._page.emulate_media(media="print")
        self._page.set_content(html)
        found: list[list[Any]] = self._page.evaluate(script)
        return found
