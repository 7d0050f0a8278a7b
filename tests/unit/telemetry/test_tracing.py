"""Every process finds the trace of a document by its id alone; spans hold ids and codes, and nothing when off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from telemetry.tracing import Tracer, root_span_id, trace_id
from tests.builders import document_id

ID, OTHER = document_id("one"), document_id("two")


def test_stages_of_two_processes_hang_on_the_document_of_a_third():
    exporters = [InMemorySpanExporter() for _ in range(3)]
    reading, deciding, ending = (Tracer(exporter=exporter) for exporter in exporters)
    reading.stage(ID, "read", 2.0, version="rapid 1")
    deciding.stage(ID, "fields", 0.5, error="engine_unavailable")
    arrived = datetime.now(UTC) - timedelta(minutes=5)
    ending.document(ID, arrived, "accepted")
    read, fields, whole = (span for exporter in exporters for span in exporter.get_finished_spans())
    assert {span.context.trace_id for span in (read, fields, whole)} == {trace_id(ID)} == {int(ID[:32], 16)}
    assert whole.context.span_id == root_span_id(ID) == read.parent.span_id == fields.parent.span_id
    assert whole.parent is None
    assert read.end_time - read.start_time == 2_000_000_000
    assert 299 < (whole.end_time - whole.start_time) / 1e9 < 310
    assert dict(read.attributes) == {
        "fieldwright.document.id": ID, "fieldwright.stage": "read", "fieldwright.version": "rapid 1",
    }  # fmt: skip
    assert fields.attributes["error.type"] == "engine_unavailable"
    assert not fields.status.is_ok


def test_documents_have_traces_of_their_own_and_spans_of_stages_ids_of_their_own():
    exporter = InMemorySpanExporter()
    tracer = Tracer(exporter=exporter)
    for one in (ID, OTHER, ID):
        tracer.stage(one, "read", 0.1)
        tracer.document(one, datetime.now(UTC), "accepted")
    spans = exporter.get_finished_spans()
    assert [span.context.trace_id for span in spans] == [trace_id(i) for i in (ID, ID, OTHER, OTHER, ID, ID)]
    stages = [span.context.span_id for span in spans if span.name.startswith("stage")]
    assert len(set(stages)) == 3


def test_without_an_exporter_nothing_is_made():
    tracer = Tracer()
    tracer.stage(ID, "read", 1.0)
    tracer.document(ID, datetime.now(UTC), "accepted")
    assert tracer._provider is None
    tracer.close()
