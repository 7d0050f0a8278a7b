"""Turns files into upright pages, one at a time: pixels at a known dpi, and good words of the PDF."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.einvoice.file import XML
from extractors.einvoice.pages import einvoice_pages
from extractors.input import images, rasterize
from extractors.input.file_types import Inspection, inspect
from extractors.input.pdf_text import TextLayerReading, read_text_layer, share_of_page
from extractors.input.pdfium import INVISIBLE, PdfiumFailed, RawPage, TextLayer
from extractors.input.rasterize import PageSize
from extractors.page_image import PageImage, Pixels
from extractors.preprocess import visible_ink
from extractors.preprocess.pipeline import prepare
from schemas.document import PDF, Page, PageFinding, PreprocessStep, QuarantinedPage
from schemas.errors import LimitExceeded, PermanentError, UnreadableDocument
from schemas.settings import Limits

__all__ = ["Inspection", "inspect", "read_pages"]

_PAGES_AT_A_TIME = 4
"""Poppler starts three processes for each call; more pages a call cost memory, fewer cost time."""
_SCAN_SHARE = 0.9
_LARGEST_PAPER_PT = 1260
"""17.5 inches: A3, and a little more."""
_A4_SQUARE_INCHES = 8.27 * 11.69
"""A scan of a smaller page is drawn with the dots of A4, if it has them: it reads better, or its size is wrong."""

_FINEST_DPI = 700
"""A scan that states more dots per inch has a wrong page size."""

_SCREEN_DPI = 100
"""A scan with fewer dots per inch by its own account has a wrong page size: no scanner does that."""


def read_pages(
    path: Path, *, media_type: str, dpi: int, limits: Limits, count: int | None = None
) -> Iterator[PageImage | QuarantinedPage]:
    """Yields every page in order: upright and prepared, or quarantined with the reason.

    A page with a good text layer has its lines, ``text_source == "text_layer"`` and unchanged pixels. Any other page
    has no lines and prepared pixels, and a finding if its text layer was rejected.

    Args:
        path: A file that `inspect` let in.
        media_type: What `inspect` said it is.
        dpi: Resolution for PDF pages; a page that would have too many pixels gets less, with a finding.
        limits: Pixels of a page; time and memory of the helper processes.
        count: How many pages `inspect` found, to save asking again.

    Raises:
        LimitExceeded: Every page takes more pixels, time or memory than `limits` allow.
        UnreadableDocument: Not one page could be read, for another reason.
        EncryptedDocument: The PDF needs a password.
        ConfigurationError: Poppler is not installed.
    """
    pages = {PDF: _pdf_pages, XML: _einvoice_pages}.get(media_type, _picture_pages)
    readable = False
    lost: list[QuarantinedPage] = []
    for page in pages(path, dpi, limits, count):
        readable = readable or isinstance(page, PageImage)
        if isinstance(page, QuarantinedPage):
            lost.append(page)
        yield page
    if not readable:
        first = lost[0].message if lost else "it has no pages"
        too_much = lost and all(page.code == LimitExceeded.code for page in lost)
        refusal = LimitExceeded if too_much else UnreadableDocument
        raise refusal(f"no page of {len(lost)} could be read: {first}")


def _einvoice_pages(path: Path, dpi: int, limits: Limits, count: int | None) -> Iterator[PageImage | QuarantinedPage]:
    yield from einvoice_pages(path, dpi=dpi)


def _picture_pages(path: Path, dpi: int, limits: Limits, count: int | None) -> Iterator[PageImage | QuarantinedPage]:
    count = images.count_pages(path, limits=limits) if count is None else count
    for index in range(count):
        try:
            picture = images.read_picture(path, index, dpi=dpi, limits=limits)
        except PermanentError as error:
            yield QuarantinedPage(number=index + 1, code=error.code, message=error.message)
        else:
            yield _prepared(index + 1, picture.pixels, picture.dpi, picture.steps, picture.findings)


def _pdf_pages(path: Path, dpi: int, limits: Limits, count: int | None) -> Iterator[PageImage | QuarantinedPage]:
    count = rasterize.count_pages(path, limits=limits) if count is None else count
    with TextLayer(path, memory_bytes=limits.memory_bytes, timeout_s=limits.page_timeout_s) as layer:
        for first in range(1, count + 1, _PAGES_AT_A_TIME):
            last = min(first + _PAGES_AT_A_TIME - 1, count)
            yield from _pdf_range(path, first, last, dpi, limits, layer)


@dataclass(frozen=True)
class _Plan:
    """How to draw one page: ``dpi`` in units of the page, as poppler counts; ``page_dpi`` in print."""

    number: int
    raw: RawPage | None
    size: PageSize | None
    dpi: float
    page_dpi: float
    steps: tuple[PreprocessStep, ...] = ()
    findings: tuple[PageFinding, ...] = ()


def _pdf_range(
    path: Path, first: int, last: int, dpi: int, limits: Limits, layer: TextLayer
) -> Iterator[PageImage | QuarantinedPage]:
    sizes = rasterize.page_sizes(path, first, last, limits=limits)
    plans = [_plan(number, size, layer, dpi, limits) for number, size in enumerate(sizes, start=first)]
    together = _drawn_together(path, plans, limits)
    for plan in plans:
        try:
            pixels = together.get(plan.number)
            if pixels is None:
                pixels, plan = _drawn_alone(path, plan, limits)
            yield _pdf_page(plan, pixels)
        except PermanentError as error:
            yield QuarantinedPage(number=plan.number, code=error.code, message=error.message)


def _plan(number: int, size: PageSize | None, layer: TextLayer, dpi: int, limits: Limits) -> _Plan:
    findings: list[PageFinding] = []
    raw: RawPage | None = None
    try:
        raw = layer.page(number)
    except PdfiumFailed:
        message = "the text layer could not be read; the page was recognized from its picture"
        findings.append(PageFinding(code="text_layer_unreadable", message=message))
    if size is None:
        return _Plan(number, raw, size, dpi, dpi, findings=tuple(findings))
    unit = raw.user_unit if raw else 1.0
    # Dots to the inch of paper; poppler takes a unit of the page for a point.
    native = _scan_dpi(raw)
    wanted = float(dpi)
    if native:
        # A scan has no more to show than its own dots: drawing it larger only costs time.
        enough = dpi * dpi * math.sqrt(_A4_SQUARE_INCHES / size.pixels(dpi * unit))
        wanted = min(max(dpi, enough), native / unit)
    most = _most_pixels(limits)
    used = size.dpi_within(most, wanted * unit) / unit
    if used < wanted:
        message = f"drawn at {used:.0f} dpi instead of {wanted:.0f}, or the page had more than {most} pixels"
        findings.append(PageFinding(code="dpi_reduced", message=message))
    steps: tuple[PreprocessStep, ...] = ()
    page_dpi = used
    if native and not _SCREEN_DPI <= native / unit <= _FINEST_DPI:
        pixels_per_unit = used * unit / 72
        page_dpi = images.guessed_dpi(size.width_pt * pixels_per_unit, size.height_pt * pixels_per_unit)
        steps = (PreprocessStep(name="guess_resolution", version="1", parameters={"dpi": page_dpi}),)
    return _Plan(number, raw, size, used * unit, page_dpi, steps, tuple(findings))


def _most_pixels(limits: Limits) -> int:
    return min(limits.page_pixels, images.MOST_PIXELS)


def _scan_dpi(raw: RawPage | None) -> float | None:
    """Returns the dots per 72 units of the picture that fills the page, if there is one.

    A letterhead may fill the page too, at a low resolution, under text that needs a high one. So the picture must lie
    under no visible text, or be so coarse on so large a page that the page's size must be wrong.
    """
    if raw is None:
        return None
    picture = next((p for p in raw.pictures if share_of_page(p.box, raw.box) >= _SCAN_SHARE), None)
    if picture is None or max(picture.pixels) == 0:
        return None
    native = max(picture.pixels) / max(picture.box[2] - picture.box[0], picture.box[3] - picture.box[1]) * 72
    inked = [c for c in raw.characters if not (c.generated or chr(c.code).isspace())]
    over = sum(c.mode != INVISIBLE and c.order > picture.order for c in inked)
    long_side = max(raw.box[2] - raw.box[0], raw.box[3] - raw.box[1]) * raw.user_unit
    oversized = native / raw.user_unit < _SCREEN_DPI and long_side > _LARGEST_PAPER_PT
    return native if oversized or over <= 0.05 * len(inked) else None


def _drawn_together(path: Path, plans: list[_Plan], limits: Limits) -> dict[int, Pixels]:
    """Returns the pages drawn in one call, or none where they differ too much or one of them fails."""
    sizes = [plan.size for plan in plans if plan.size]
    same = len({plan.dpi for plan in plans}) == 1 and len(sizes) == len(plans) > 1
    if not same or sum(size.pixels(plans[0].dpi) for size in sizes) > _most_pixels(limits):
        return {}
    first, last = plans[0].number, plans[-1].number
    try:
        drawn = rasterize.render(path, first, last, dpi=plans[0].dpi, limits=limits)
    except (UnreadableDocument, LimitExceeded):
        return {}
    return dict(enumerate(drawn, start=first))


def _drawn_alone(path: Path, plan: _Plan, limits: Limits) -> tuple[Pixels, _Plan]:
    if plan.size is None:
        raise UnreadableDocument("the PDF has no size for this page: repair the PDF, or print it again")
    try:
        return rasterize.render(path, plan.number, plan.number, dpi=plan.dpi, limits=limits)[0], plan
    except UnreadableDocument:
        pixels = rasterize.render_damaged(path, plan.number, dpi=plan.dpi, limits=limits)
    message = "the page is damaged: parts of it may be missing from its picture"
    return pixels, replace(plan, findings=(*plan.findings, PageFinding(code="page_damaged", message=message)))


def _pdf_page(plan: _Plan, pixels: Pixels) -> PageImage:
    layer = read_text_layer(plan.raw, pixels) if plan.raw else TextLayerReading("none")
    findings = plan.findings + layer.findings
    if plan.raw and (plan.raw.pictures or plan.raw.characters) and pixels.min() == pixels.max():
        message = "the page holds text or pictures, and nothing of it could be drawn"
        findings = (*findings, PageFinding(code="page_drawn_empty", message=message))
    if layer.verdict != "good":
        return _prepared(plan.number, pixels, plan.page_dpi, plan.steps, findings)
    upright = visible_ink.turned(pixels, layer.turn_deg)
    page = Page(
        number=plan.number,
        width=upright.shape[1],
        height=upright.shape[0],
        dpi=plan.page_dpi,
        rotation_deg=layer.turn_deg,
        steps=plan.steps,
        text_source="text_layer",
        lines=layer.lines,
        samples=layer.samples,
        findings=findings,
    )
    return PageImage(page, upright)


def _prepared(
    number: int, pixels: Pixels, dpi: float, steps: tuple[PreprocessStep, ...], findings: tuple[PageFinding, ...]
) -> PageImage:
    ready = prepare(pixels, dpi)
    page = Page(
        number=number,
        width=ready.pixels.shape[1],
        height=ready.pixels.shape[0],
        dpi=dpi,
        rotation_deg=ready.rotation_deg,
        steps=steps + ready.steps,
        findings=findings,
    )
    return PageImage(page, ready.pixels)
