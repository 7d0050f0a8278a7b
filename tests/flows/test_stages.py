"""One bad document among good ones, work that is not done twice, errors that pass and errors that stay."""

from __future__ import annotations

import logging
import shutil
from contextlib import suppress
from datetime import timedelta

import pytest

from schemas.document import ReadDocument
from schemas.errors import EngineUnavailable, UnreadableDocument
from services import stages
from services.workbench import Workbench
from store.store import this_process
from tests.workbenches import SAMPLES, TEXT_PDFS, CountingEngine, NoFields, ingest, workbench

SECRET = "Q7-SECRET-WORDS"


def codes(bench: Workbench, document_id: str) -> list[str]:
    outcome = bench.store.outcome(document_id)
    assert outcome is not None
    return [reason.code for reason in outcome.reasons]


def status(bench: Workbench, document_id: str) -> str:
    outcome = bench.store.outcome(document_id)
    assert outcome is not None
    return outcome.status


def test_a_damaged_file_is_rejected_and_the_others_finish(tmp_path):
    # Cut behind its first page, so that the intake accepts it or not: either way it ends alone.
    torn = tmp_path / "torn.pdf"
    torn.write_bytes((SAMPLES / "invoice_french_two_pages.pdf").read_bytes()[:1500])
    with workbench(tmp_path / "home") as bench:
        ids = ingest(bench, TEXT_PDFS[0], torn, "damaged_on_purpose.pdf", TEXT_PDFS[1])
        stages.extract(bench, ids)
        assert [status(bench, i) == "rejected" for i in ids] == [False, True, True, False]
        assert codes(bench, ids[1]) == codes(bench, ids[2]) == ["unreadable_document"]
        assert bench.fields.seen == {ids[0]: 1, ids[3]: 1}


def test_originals_that_break_after_the_door_are_rejected_alone(tmp_path):
    with workbench(tmp_path / "home") as bench:
        ids = ingest(bench, *TEXT_PDFS)
        original = bench.store.original(ids[1])
        original.chmod(0o600)
        original.write_bytes(b"%PDF-1.4 nothing more")
        stages.extract(bench, ids)
        assert [status(bench, i) == "rejected" for i in ids] == [False, True, False]


@pytest.mark.parametrize("stage", ["read", "fields"])
def test_an_unforeseen_error_ends_that_document_only_and_its_words_stay_out_of_logs(tmp_path, caplog, stage):
    caplog.set_level(logging.DEBUG)
    bad: list[str] = []

    def break_on_images(images):
        if any(bad_pixels.shape == images[i].pixels.shape for i in range(len(images)) for bad_pixels in marked):
            raise ValueError(SECRET)

    def break_on_fields(batch):
        if any(item.read.document_id in bad for item in batch):
            raise ValueError(f"{SECRET} {batch[0].read.text}")

    marked: list = []
    engine = CountingEngine(break_on_images if stage == "read" else lambda _: None)
    fields = NoFields(break_on_fields if stage == "fields" else lambda _: None)
    with workbench(tmp_path, ocr=engine, fields=fields) as bench:
        ids = ingest(bench, TEXT_PDFS[0], "receipt_ringgit.jpg", TEXT_PDFS[1])
        bad.append(ids[1])
        stages.read_pages(stages.Batch(bench, ids))
        marked.append(bench.store.load_image(ids[1], 1))
        stages.extract(bench, ids)
        assert [status(bench, i) for i in ids].count("rejected") == 1
        assert codes(bench, ids[1]) == ["stage_failed"]
        words = {w.text for i in (ids[0], ids[2]) for w in bench.store.load(i, "read", ReadDocument).words}
        outcome = bench.store.outcome(ids[1]).model_dump_json()
    assert SECRET not in caplog.text
    assert SECRET not in outcome
    long_words = {w for w in words if len(w) >= 9 and w.isalpha()}
    assert long_words
    assert not [w for w in long_words if w in caplog.text]


def test_an_engine_that_returns_too_few_pages_is_not_believed(tmp_path):
    class Short(CountingEngine):
        def recognize(self, images):
            return super().recognize(images)[:-1]

    with workbench(tmp_path, ocr=Short()) as bench:
        ids = ingest(bench, TEXT_PDFS[0])
        stages.extract(bench, ids)
        assert codes(bench, ids[0]) == ["stage_failed"]


def test_a_second_run_does_no_stage_again(tmp_path):
    engine, fields = CountingEngine(), NoFields()
    with workbench(tmp_path, ocr=engine, fields=fields) as bench:
        ids = ingest(bench, *TEXT_PDFS)
        stages.extract(bench, ids)
        made, outcomes = engine.images, bench.store.outcomes(ids)
        assert made >= len(ids)
        stages.extract(bench, ids)
        assert (engine.images, set(fields.seen.values())) == (made, {1})
        assert bench.store.outcomes(ids) == outcomes


def test_another_engine_reads_anew_and_all_that_follows_is_made_anew(tmp_path):
    fields = NoFields()
    with workbench(tmp_path, fields=fields) as bench:
        ids = ingest(bench, TEXT_PDFS[0])
        stages.extract(bench, ids)
        newer = CountingEngine()
        newer.version = "2"
        bench.__dict__["ocr"] = newer
        bench.store.reopen(ids[0], "a better engine", actor="test")
        stages.extract(bench, ids)
        assert newer.images == 1
        assert fields.seen[ids[0]] == 2
        assert bench.store.outcome(ids[0]).versions["read"].startswith("null 2,")


def test_a_transient_error_rejects_no_one_and_the_next_run_goes_on(tmp_path):
    answers = iter([False, False, True])

    def flaky(batch):
        if not next(answers, True):
            raise EngineUnavailable("the model does not answer")

    engine, fields = CountingEngine(), NoFields(flaky)
    with workbench(tmp_path, ocr=engine, fields=fields) as bench:
        ids = ingest(bench, *TEXT_PDFS)
        with pytest.raises(EngineUnavailable):
            stages.extract(bench, ids)
        assert bench.store.outcomes(ids) == {}
        read = engine.images
        stages.extract(bench, ids)
        assert engine.images == read
        assert len(bench.store.outcomes(ids)) == len(ids)


def test_running_out_of_memory_is_not_the_documents_fault(tmp_path):
    def full(_):
        raise MemoryError

    with workbench(tmp_path, fields=NoFields(full)) as bench:
        ids = ingest(bench, TEXT_PDFS[0])
        with pytest.raises(EngineUnavailable):
            stages.extract(bench, ids)
        assert bench.store.outcomes(ids) == {}


class Killed(BaseException):
    """Stands for a process that ends at once: nothing is released."""


def killing(bench, stage_deaths):
    """Processes batch by batch as workers do that die; returns after so many deaths."""
    for _ in range(stage_deaths):
        # A lease that ran out is what a killed process leaves behind.
        ids = bench.store.claim(8, owner="killed", lease_s=-1)
        with suppress(Killed):
            stages.extract(bench, ids)


def test_only_the_document_that_keeps_ending_its_process_is_rejected(tmp_path):
    def dies_on(batch):
        if any(item.read.document_id == killer for item in batch):
            raise Killed

    with workbench(tmp_path, fields=NoFields(dies_on)) as bench:
        ids = ingest(bench, *TEXT_PDFS)
        killer = ids[1]
        killing(bench, 2 + len(ids) + stages.MOST_FAILURES)
        assert codes(bench, killer) == ["stage_failed"]
        assert [i for i in ids if status(bench, i) == "rejected"] == [killer]


def test_processes_that_die_wherever_they_are_reject_no_document(tmp_path):
    def dies(batch):
        raise Killed

    with workbench(tmp_path, fields=NoFields(dies)) as bench:
        ids = ingest(bench, *TEXT_PDFS)
        killing(bench, 7)
        bench.__dict__["fields"] = NoFields()
        stages.extract(bench, ids)
        assert "rejected" not in {status(bench, i) for i in ids}


def test_a_result_made_before_the_clock_jumped_back_is_made_anew_with_its_inputs(tmp_path, monkeypatch):
    from store import results

    class Past(results.datetime):
        @classmethod
        def now(cls, zone=None):
            return super().now(zone) - timedelta(days=1)

    counting = NoFields()
    with workbench(tmp_path, fields=counting) as bench:
        ids = ingest(bench, TEXT_PDFS[0])
        stages.extract(bench, ids)
        monkeypatch.setattr(results, "datetime", Past)
        bench.store.reopen(ids[0], "read it again")
        bench.__dict__["ocr"] = type("Newer", (CountingEngine,), {"version": "newer"})()
        stages.extract(bench, ids)
        assert counting.seen == {ids[0]: 2}
        assert not stages.is_stale(bench.store.stages(ids[0]), stages.REPORT)


def test_the_claim_of_a_process_that_lives_is_respected(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, TEXT_PDFS[0])
        assert bench.store.claim(1, owner=this_process(), lease_s=900) == ids
        assert bench.store.claim(1, owner="another", lease_s=900) == []


def test_page_images_that_were_cleaned_away_are_rendered_again(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, "invoice_french_two_pages.pdf")
        stages.read_pages(stages.Batch(bench, ids))
        for folder in {image.parent for image in bench.settings.files.rglob("*") if image.suffix in (".png", ".webp")}:
            shutil.rmtree(folder)
        assert bench.store.load_image(ids[0], 2) is None
        stages.extract(bench, ids)
        assert status(bench, ids[0]) != "rejected"
        assert bench.store.load_image(ids[0], 2) is not None


def test_without_images_and_without_an_original_the_outcome_says_so(tmp_path):
    with workbench(tmp_path) as bench:
        ids = ingest(bench, TEXT_PDFS[0], TEXT_PDFS[1])
        stages.read_pages(stages.Batch(bench, ids))
        for image in bench.settings.files.rglob("*.png"):
            if ids[0] in str(image):
                image.unlink()
        original = bench.store.original(ids[0])
        original.chmod(0o600)
        original.write_bytes(b"%PDF-1.4 gone")
        assert bench.store.load_image(ids[0], 1) is None
        stages.extract(bench, ids)
        assert codes(bench, ids[0]) == [UnreadableDocument.code]
        assert status(bench, ids[1]) != "rejected"
