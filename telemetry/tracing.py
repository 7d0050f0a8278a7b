"""Spans of documents and stages, in a trace whose id follows from the document's id: so every process adds to it."""

from __future__ import annotations

import sys
import threading
import time
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from telemetry.recorder import resource

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter

Traces = Literal["off", "console", "otlp"]

DOCUMENT_ID = "fieldwright.document.id"
STAGE = "fieldwright.stage"
VERSION = "fieldwright.version"
STATUS = "fieldwright.status"
ERROR = "error.type"
"""Attributes of spans: ids, names and codes."""


def trace_id(document_id: str) -> int:
    """Returns the id of a document's trace: the first 32 hexadecimal digits of its id."""
    return int(document_id[:32], 16) or 1


def root_span_id(document_id: str) -> int:
    """Returns the id of the span that stands for the whole document: the next 16 digits."""
    return int(document_id[32:48], 16) or 1


class Tracer:
    """Makes spans of what has ended. Without an exporter it does nothing and loads nothing.

    Args:
        traces: Where spans go: nowhere, to standard error, or to a collector.
        otlp_endpoint: The collector, for ``otlp``.
        instance: What this process is called there.
        exporter: In place of those, for whoever looks at the spans in this process.
    """

    def __init__(
        self,
        traces: Traces = "off",
        *,
        otlp_endpoint: str | None = None,
        instance: str = "",
        exporter: SpanExporter | None = None,
    ) -> None:
        self._traces = traces
        self._endpoint = otlp_endpoint
        self._instance = instance
        self._exporter = exporter
        self._provider: TracerProvider | None = None
        self._lock = threading.Lock()

    @property
    def is_on(self) -> bool:
        """Whether spans go anywhere."""
        return self._traces != "off" or self._exporter is not None

    def stage(self, document_id: str, stage: str, seconds: float, *, version: str = "", error: str = "") -> None:
        """Adds the span of a stage that has just ended; in a batch, ``seconds`` is the document's share of it."""
        if not self.is_on:
            return
        from opentelemetry.trace import (
            NonRecordingSpan,
            SpanContext,
            Status,
            StatusCode,
            TraceFlags,
            set_span_in_context,
        )

        parent = SpanContext(
            trace_id(document_id), root_span_id(document_id), is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED)
        )
        now = time.time_ns()
        attributes = {DOCUMENT_ID: document_id, STAGE: stage, VERSION: version, ERROR: error}
        span = (
            self._ready()
            .get_tracer("fieldwright")
            .start_span(
                f"stage {stage}",
                context=set_span_in_context(NonRecordingSpan(parent)),
                start_time=now - round(seconds * 1e9),
                attributes={name: value for name, value in attributes.items() if value},
            )
        )
        if error:
            span.set_status(Status(StatusCode.ERROR))
        span.end(now)

    def document(self, document_id: str, arrived: datetime, status: str) -> None:
        """Adds the span of a document that has its outcome: from its arrival until now."""
        if not self.is_on:
            return
        from opentelemetry.context import Context

        provider = self._ready()
        _ids.next = (trace_id(document_id), root_span_id(document_id))
        span = provider.get_tracer("fieldwright").start_span(
            "document",
            context=Context(),
            start_time=round(arrived.timestamp() * 1e9),
            attributes={DOCUMENT_ID: document_id, STATUS: status},
        )
        span.end()

    def close(self) -> None:
        """Sends what was not sent yet."""
        if self._provider is not None:
            self._provider.shutdown()
            self._provider = None

    def _ready(self) -> TracerProvider:
        with self._lock:
            if self._provider is None:
                self._provider = self._made()
            return self._provider

    def _made(self) -> TracerProvider:
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor
        from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator

        class DocumentIds(IdGenerator):
            """Ids that follow from a document for its own span, and random ones for all others."""

            def __init__(self) -> None:
                self._random = RandomIdGenerator()

            def generate_trace_id(self) -> int:
                return _ids.next[0] if _ids.next else self._random.generate_trace_id()

            def generate_span_id(self) -> int:
                # The SDK draws the trace's id first, so both are used up here.
                known, _ids.next = _ids.next, None
                return known[1] if known else self._random.generate_span_id()

        provider = TracerProvider(id_generator=DocumentIds(), resource=resource(self._instance), shutdown_on_exit=False)
        if self._exporter is not None:
            provider.add_span_processor(SimpleSpanProcessor(self._exporter))
        elif self._traces == "console":
            provider.add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter(out=sys.stderr)))
        else:
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

            endpoint = f"{(self._endpoint or '').rstrip('/')}/v1/traces"
            provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
        return provider


class _Ids(threading.local):
    next: tuple[int, int] | None = None


_ids = _Ids()
