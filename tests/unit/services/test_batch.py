"""A batch asks the store once for all of its documents, and keeps what its stages make."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from schemas.document import ReadDocument
from services import batch as batches
from services import stages
from services.stage_runner import missing
from tests.workbenches import TEXT_PDFS, ingest, run, workbench

MOST_TRANSACTIONS = 10
"""For each document, from its bytes to the index."""

WHOLE = (*stages.READING, stages.redact, stages.conclude, stages.index)


@contextmanager
def counted(bench) -> Iterator[list[str]]:
    """Collects the transactions of the store."""
    begun: list[str] = []
    engine = bench.store._database._pool.engine

    def note(connection) -> None:
        begun.append("begin")

    event.listen(engine, "begin", note)
    try:
        yield begun
    finally:
        event.remove(engine, "begin", note)


def test_a_batch_costs_few_transactions_for_each_document(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, *TEXT_PDFS, "invoice_french_two_pages.pdf", "invoice_german.pdf")
        with counted(bench) as begun:
            run(bench, ids, *WHOLE)
        assert len(begun) / len(ids) <= MOST_TRANSACTIONS
        assert set(bench.store.outcomes(ids)) == set(ids)


def test_versions_are_asked_in_one_query_and_results_are_not_loaded_again(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, *TEXT_PDFS)
        batch = stages.Batch(bench, ids)
        for stage in stages.READING:
            stage(batch)
        with counted(bench) as begun:
            kept = [batch.load(i, stages.READ, ReadDocument) for i in ids]
            assert [missing(batch, stages.READ, ReadDocument, read.engine) for read in kept] == [[], [], []]
        assert begun == []
        assert kept == [bench.store.load(i, stages.READ, ReadDocument) for i in ids]
        with counted(bench) as begun:
            again = stages.Batch(bench, ids)
            assert [again.load(i, stages.READ, ReadDocument) for i in ids] == kept
        assert len(begun) == 3  # outcomes, versions and results, each of all documents


def test_long_documents_are_loaded_again_and_stay_out_of_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(batches, "MOST_PAGES", 1)
    with workbench(tmp_path) as bench:
        ids = ingest(bench, TEXT_PDFS[0], "invoice_french_two_pages.pdf")
        batch = stages.Batch(bench, ids)
        for stage in stages.READING:
            stage(batch)
        with counted(bench) as begun:
            pages = [len(batch.load(i, stages.READ, ReadDocument).pages) for i in ids]
        assert (pages, len(begun)) == ([1, 2], 1)
        stages.conclude(batch)
        assert set(bench.store.outcomes(ids)) == set(ids)


def test_a_result_names_the_inputs_that_it_was_made_from(tmp_path):
    """Another process that takes a batch over may save inputs anew; what was made from the old ones is stale."""
    with workbench(tmp_path) as bench:
        [ident] = ids = ingest(bench, TEXT_PDFS[0])
        batch = stages.Batch(bench, ids)
        for stage in stages.READING[:3]:
            stage(batch)
        run(bench, ids, *stages.READING[:3])
        read = bench.store.load(ident, stages.READ, ReadDocument)
        bench.store.save(ident, stages.READ, read.engine, read, timing_s=0.0)
        stages.classify(batch)
        assert stages.is_stale(bench.store.stages(ident), stages.CLASS)


@pytest.mark.parametrize("name", ["read_pages", "recognize", "split", "classify", "extract_fields", "redact", "index"])
def test_the_flow_names_the_functions_that_do_the_work(name):
    """Go to definition leads from the flow to the code that runs, not to a wrapper."""
    from flows import process

    function = getattr(process, name)
    assert inspect.isfunction(function)
    assert function is getattr(stages, name)


@pytest.mark.parametrize(("room", "loaded"), [(0, 3), (4_000_000, 2), (batches.MOST_PIXELS, 0)])
def test_page_images_wait_in_memory_for_recognition_as_far_as_there_is_room(tmp_path, monkeypatch, room, loaded):
    monkeypatch.setattr(batches, "MOST_PIXELS", room)
    with workbench(tmp_path, dpi=200) as bench:
        asked: list[str] = []
        load = bench.store.load_image
        monkeypatch.setattr(bench.store, "load_image", lambda i, number: asked.append(i) or load(i, number))
        ids = ingest(bench, *TEXT_PDFS)
        run(bench, ids, stages.read_pages, stages.recognize)
        assert len(asked) == loaded
        assert all(bench.store.load(i, stages.READ, ReadDocument).pages for i in ids)
