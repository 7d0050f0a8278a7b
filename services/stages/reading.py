"""From the bytes of documents to their words: page images, text layers, recognition."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from extractors.processor import processors
from extractors.tiers import EFFORTS
from schemas.document import Page, QuarantinedPage, ReadDocument
from schemas.errors import ConfigurationError
from schemas.tiers import TIERS, Tier, at_least
from services.batch import Batch
from services.stage_results import PAGES, READ, PagesResult, StageFailed
from services.stage_runner import as_made, attempt, each, missing, need, reject_killers

if TYPE_CHECKING:
    from extractors.page_image import PageImage

logger = logging.getLogger(__name__)

PAGES_VERSION = "pages 3"
IMAGES_AT_ONCE, PIXELS_AT_ONCE = 8, 40_000_000
"""Page images in memory at one time: A4 in color at 200 dpi takes 12 MB, the largest page 108 MB."""

DOCUMENTS_AT_ONCE = 2
"""Documents that are rendered at one time: one waits for poppler while pages of the other are stored."""


def read_pages(batch: Batch) -> None:
    """Renders every document to upright page images, and reads the text layer of PDF pages that have a good one."""
    reject_killers(batch)
    version = f"{PAGES_VERSION}, {batch.bench.settings.dpi} dpi"
    threads = min(_threads(batch), DOCUMENTS_AT_ONCE)
    each(batch, PAGES, version, PagesResult, lambda i: _render(batch, i), threads=threads)


def recognize(batch: Batch) -> None:
    """Reads the words of every page that has none yet, puts lines into reading order and finds the blocks.

    Each document is read at its tier; words that a higher tier read stay.
    """
    tiers = {i: batch.tier_of(i) for i in batch.ids}
    for tier in TIERS:
        if ids := [i for i in tiers if tiers[i] == tier]:
            _recognize_at(batch, tier, ids)


def _version_at(batch: Batch, tier: Tier) -> str:
    from extractors.read import version_of

    return version_of(batch.bench.ocr, batch.bench.layout, effort=EFFORTS[tier])


def _recognize_at(batch: Batch, tier: Tier, ids: Sequence[str]) -> None:
    version, *as_good = (_version_at(batch, enough) for enough in at_least(tier))
    todo = missing(batch, READ, ReadDocument, version, ids=ids, as_good=as_good)
    loaded = {i: need(batch, i, PAGES, PagesResult) for i in todo}
    waiting = [(i, page) for i in todo for page in loaded[i].pages]
    finished: dict[str, list[Page]] = {i: [] for i in todo}
    seconds = dict.fromkeys(todo, 0.0)
    _save_read(batch, loaded, finished, seconds, version)  # documents of which no page could be rendered
    for chunk in _chunks(waiting):
        begun = time.perf_counter()
        for document_id, page in _read_safely(batch, tier, [item for item in chunk if item[0] in loaded]):
            finished[document_id].append(page)
        for document_id, _ in chunk:
            seconds[document_id] += (time.perf_counter() - begun) / len(chunk)
        _save_read(batch, loaded, finished, seconds, version)
        for document_id in set(_ids_of(chunk)) - set(batch.ids):
            loaded.pop(document_id, None)


def image_of(batch: Batch, document_id: str, page: Page) -> PageImage:
    """Returns a page with its image; an image that was cleaned away or is damaged is rendered again."""
    from extractors.page_image import PageImage

    pixels = batch.take_image(document_id, page.number)
    if pixels is None:
        pixels = batch.bench.store.load_image(document_id, page.number)
    if pixels is None:
        _render(batch, document_id)
        pixels = batch.bench.store.load_image(document_id, page.number)
    if pixels is None:
        raise StageFailed(
            f"the image of page {page.number} is missing: process the document again", document_id=document_id
        )
    return PageImage(page, pixels)


def _render(batch: Batch, document_id: str) -> PagesResult:
    """Renders a document and reads its e-invoice; the images go to the store's files."""
    from extractors.einvoice.reading import read_einvoice
    from extractors.input.file_types import inspect
    from extractors.input.pages import read_pages as pages_in

    settings, store = batch.bench.settings, batch.bench.store
    source = batch.source(document_id)
    path = store.original(document_id)
    inspection = inspect(path, limits=settings.limits, name=source.name)
    pages: list[Page] = []
    quarantined: list[QuarantinedPage] = []
    found = pages_in(
        path, media_type=inspection.media_type, dpi=settings.dpi, limits=settings.limits, count=inspection.pages
    )
    for item in found:
        if isinstance(item, QuarantinedPage):
            quarantined.append(item)
        else:
            size_bytes = store.save_image(document_id, item.page.number, item.pixels)
            batch.bench.telemetry.stored("image", size_bytes)
            batch.keep_image(document_id, item.page.number, item.pixels)
            pages.append(item.page)
    einvoice = read_einvoice(path, settings.limits, media_type=inspection.media_type)
    return PagesResult(pages=tuple(pages), quarantined=tuple(quarantined), einvoice=einvoice)


def _read_safely(batch: Batch, tier: Tier, chunk: Sequence[tuple[str, Page]]) -> list[tuple[str, Page]]:
    """Reads pages of several documents at once; where that fails, by document, so that one cannot fail all."""
    documents = list(dict.fromkeys(_ids_of(chunk)))
    if len(documents) > 1:
        try:
            return list(zip(_ids_of(chunk), _read_chunk(batch, tier, chunk), strict=True))
        except ConfigurationError:
            raise
        except Exception as error:
            logger.warning("stage %s failed on %d pages (%s); by document", READ, len(chunk), type(error).__name__)
    done: list[tuple[str, Page]] = []
    for document_id in documents:
        own = [item for item in chunk if item[0] == document_id]
        made = attempt(batch, document_id, READ, partial(_read_own, batch, tier, own))
        done += [(document_id, page) for page in (made[0] if made else ())]
    return done


def _read_own(batch: Batch, tier: Tier, own: Sequence[tuple[str, Page]], document_id: str) -> list[Page]:
    return _read_chunk(batch, tier, own)


def _read_chunk(batch: Batch, tier: Tier, chunk: Sequence[tuple[str, Page]]) -> list[Page]:
    from extractors.in_threads import in_threads
    from extractors.read import finish_pages

    threads = _threads(batch)
    images = in_threads(threads, lambda item: image_of(batch, *item), chunk)
    return finish_pages(batch.bench.ocr_at(tier), images, batch.bench.layout, effort=EFFORTS[tier], threads=threads)


def _threads(batch: Batch) -> int:
    return batch.bench.settings.threads or processors()


def _save_read(
    batch: Batch,
    loaded: dict[str, PagesResult],
    finished: dict[str, list[Page]],
    seconds: Mapping[str, float],
    version: str,
) -> None:
    """Saves the documents all of whose pages are read, and releases them."""
    made = []
    for document_id in [i for i, pages in loaded.items() if len(finished[i]) == len(pages.pages)]:
        quarantined = loaded.pop(document_id).quarantined
        pages = tuple(finished.pop(document_id))
        read = ReadDocument(document_id=document_id, engine=version, pages=pages, quarantined=quarantined)
        made.append(as_made(batch, document_id, READ, version, read, seconds[document_id]))
    batch.save(made)


def _ids_of(chunk: Sequence[tuple[str, Page]]) -> list[str]:
    return [document_id for document_id, _ in chunk]


def _chunks(waiting: Sequence[tuple[str, Page]]) -> Iterator[Sequence[tuple[str, Page]]]:
    """Yields the pages in parts whose images fit into memory together."""
    chunk: list[tuple[str, Page]] = []
    pixels = 0
    for document_id, page in waiting:
        pixels += page.width * page.height
        if chunk and (len(chunk) == IMAGES_AT_ONCE or pixels > PIXELS_AT_ONCE):
            yield chunk
            chunk, pixels = [], page.width * page.height
        chunk.append((document_id, page))
    if chunk:
        yield chunk
