"""A full or old queue lets nothing in, says when to come again, and inboxes pause; requeued documents wait again."""

from __future__ import annotations

import os
import signal
import time
from contextlib import closing

import pytest

from flows.draining import draining
from flows.ingest import claimed_batches
from schemas.errors import UnknownDocument
from services import stages
from services.admission import Admission
from services.dead_letter import document_of, failed, requeue
from services.intake import scan
from tests.portals import program, signed_in
from tests.workbenches import SAMPLES, TEXT_PDFS, NoFields, ingest, workbench


@pytest.mark.parametrize(
    ("flow", "told"),
    [
        ({}, None),
        ({"queue_documents": 3}, None),
        ({"queue_documents": 2}, "2 documents wait for processing: send it again in 60 seconds"),
        ({"queue_documents": None, "queue_age_s": 1000}, None),
        (
            {"queue_documents": None, "queue_age_s": 0.01},
            "a document has waited for 0 minutes: send it again in 60 seconds",
        ),
    ],
)
def test_the_queue_says_whether_more_is_let_in(tmp_path, flow, told):
    with workbench(tmp_path, flow=flow) as bench:
        ingest(bench, *TEXT_PDFS[:2])
        time.sleep(0.02)
        full = Admission(bench).full()
        assert (full.message if full else None) == told


def test_uploads_get_429_with_retry_after_and_are_counted(tmp_path):
    with workbench(tmp_path, flow={"queue_documents": 1, "retry_after_s": 7}) as bench:
        sender = program(bench, "reviewer", "documents:write")

        def send(name):
            return sender.post(
                "/api/v1/documents", files={"file": (name, (SAMPLES / name).read_bytes(), "application/pdf")}
            )

        assert send(TEXT_PDFS[0]).status_code == 201
        sender.app.state.portal.admission = Admission(bench)  # looks at the queue anew
        refused = send(TEXT_PDFS[1])
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "7")
        assert "wait for processing" in refused.json()["detail"]
        person = signed_in(bench, "reviewer")
        person.app.state.portal.admission = Admission(bench)
        files = {"files": (TEXT_PDFS[1], (SAMPLES / TEXT_PDFS[1]).read_bytes(), "application/pdf")}
        assert person.post("/upload", files=files, headers={"Accept": "application/json"}).status_code == 429
        assert bench.telemetry.recorder.take()["refused_uploads", (("why", "queue"),)] == 2
        assert bench.store.counts()["waiting"] == 1


def test_a_sender_that_is_too_fast_gets_429_and_others_do_not(tmp_path):
    with workbench(tmp_path, flow={"uploads_per_minute": 1}) as bench:
        fast = program(bench, "reviewer", "documents:write", name="fast")
        files = {"file": (TEXT_PDFS[0], (SAMPLES / TEXT_PDFS[0]).read_bytes(), "application/pdf")}
        assert [fast.post("/api/v1/documents", files=files).status_code for _ in range(2)] == [201, 429]
        other = program(bench, "reviewer", "documents:write", name="other")
        assert other.post("/api/v1/documents", files=files).status_code == 200


def test_an_inbox_pauses_while_the_queue_is_full_and_loses_nothing(tmp_path):
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name in TEXT_PDFS:
        (inbox / name).write_bytes((SAMPLES / name).read_bytes())
        os.utime(inbox / name, (1, 1))
    with workbench(tmp_path / "home", flow={"queue_documents": 2}) as bench:
        first = list(scan(bench, str(inbox)))
        assert len(first) == 2
        assert list(scan(bench, str(inbox))) == []
        stages.extract(bench, [taken.document_id for taken in first])
        assert len(list(scan(bench, str(inbox)))) == 1


def test_priorities_decide_who_is_first_and_nobody_waits_for_ever(tmp_path):
    with workbench(tmp_path, flow={"priorities": {"claim": 5, "upload:": 9}}) as bench:
        plain = ingest(bench, TEXT_PDFS[0])
        claim = ingest(bench, TEXT_PDFS[1], document_class="claim")
        bench.settings.__dict__["batch_size"] = 1
        assert next(claimed_batches(bench)) == claim
        bench.settings.__dict__["flow"] = bench.settings.flow.model_copy(update={"fair_after_s": 0.001})
        time.sleep(0.01)
        assert next(claimed_batches(bench)) == plain


def sigterm():
    """Calls what handles SIGTERM here: a real signal would end the test run where nothing handles it."""
    handler = signal.getsignal(signal.SIGTERM)
    assert callable(handler)
    handler(signal.SIGTERM, None)


def test_a_run_that_is_told_to_end_takes_no_further_batch(tmp_path):
    with workbench(tmp_path, batch_size=1) as bench:
        ids = ingest(bench, *TEXT_PDFS)
        before = signal.getsignal(signal.SIGTERM)
        with draining(30) as drain:
            batches = claimed_batches(bench, None, drain)
            first = next(batches)
            sigterm()
            stages.extract(bench, first)  # the batch in work is finished
            assert list(batches) == []
        assert signal.getsignal(signal.SIGTERM) is before
        assert bench.store.counts()["waiting"] == len(ids) - 1
        assert bench.store.waiting(10) == [i for i in ids if i not in first]


def told_to_end_and_slow(bench):
    with draining(0.1) as drain, closing(claimed_batches(bench, None, drain)) as batches:
        next(batches)
        sigterm()
        time.sleep(20)


def test_patience_ends_and_the_batch_is_given_back(tmp_path):
    def raised(number, frame):
        raise InterruptedError

    before = signal.signal(signal.SIGTERM, raised)
    try:
        with workbench(tmp_path, batch_size=2) as bench:
            ids = ingest(bench, *TEXT_PDFS[:2])
            with pytest.raises(InterruptedError):
                told_to_end_and_slow(bench)
            assert bench.store.waiting(10) == ids
            assert bench.store.attempts(ids) == dict.fromkeys(ids, 0)
    finally:
        signal.signal(signal.SIGTERM, before)


def test_rejected_documents_are_listed_by_reason_and_processed_again(tmp_path):
    def broken(batch):
        raise ValueError("text")

    with workbench(tmp_path, fields=NoFields(broken)) as bench:
        good, damaged = ingest(bench, TEXT_PDFS[0], "damaged_on_purpose.pdf")
        stages.extract(bench, [good, damaged])
        assert {o.document_id for o in failed(bench)} == {good, damaged}
        assert [o.document_id for o in failed(bench, "stage_failed")] == [good]
        assert document_of(bench, good[:9]) == document_of(bench, TEXT_PDFS[0]) == good
        with pytest.raises(UnknownDocument, match="fieldwright failed"):
            document_of(bench, "no such file.pdf")
        assert requeue(bench, [good], actor="ops") == 1
        assert requeue(bench, [good], actor="ops") == 0
        bench.__dict__["fields"] = NoFields()
        stages.extract(bench, [good])
        assert bench.store.outcome(good).status == "needs_review"
        assert "reopened" in [event.kind for event in bench.store.events(good)]
