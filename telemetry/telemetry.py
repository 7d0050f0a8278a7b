"""Records of Fieldwright's work in its own terms: stages, documents, errors, requests, reviews."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from schemas.operation_settings import TelemetrySettings
from schemas.outcome import Outcome
from schemas.tiers import STANDARD, Tier
from telemetry import catalog
from telemetry.recorder import Recorder
from telemetry.tracing import Tracer

FAILED = "failed"
"""Status of a document that was rejected because of an error of ours, not because of its bytes."""


class Telemetry:
    """Counts and spans of one process.

    Args:
        settings: What is counted, and the receivers.
        instance: The name of this process.
        tracer: In place of the one of the settings.
    """

    def __init__(self, settings: TelemetrySettings, instance: str = "", *, tracer: Tracer | None = None) -> None:
        endpoint = settings.otlp_endpoint
        self.recorder = Recorder(on=settings.metrics, otlp_endpoint=endpoint, instance=instance)
        self._tracer = tracer or Tracer(settings.traces, otlp_endpoint=endpoint, instance=instance)

    def stage_ended(
        self,
        document_id: str,
        stage: str,
        seconds: float,
        *,
        document_class: str | None,
        version: str,
        tier: Tier = STANDARD,
    ) -> None:
        """A stage made its result for a document; in a batch, ``seconds`` is the document's share."""
        labels = {"stage": stage, "document_class": document_class or catalog.UNKNOWN, "tier": tier}
        self.recorder.add(catalog.STAGE_SECONDS, seconds, **labels)
        self._tracer.stage(document_id, stage, seconds, version=version)

    def error(self, stage: str, kind: str, *, document_id: str | None = None, seconds: float = 0.0) -> None:
        """A stage raised an error; ``kind`` is its code or the name of its class."""
        self.recorder.add(catalog.ERRORS, stage=stage, type=kind)
        if document_id is not None:
            self._tracer.stage(document_id, stage, seconds, error=kind)

    def retried(self, stage: str) -> None:
        """A stage is run again after an error that may pass."""
        self.recorder.add(catalog.RETRIES, stage=stage)

    def document_ended(
        self,
        outcome: Outcome,
        *,
        arrived: datetime,
        pages: int,
        model: str | None,
        tier: Tier = STANDARD,
        failed: bool = False,
        findings: Sequence[str] = (),
    ) -> None:
        """A document got its outcome.

        Args:
            outcome: How it ended.
            arrived: When it came in.
            pages: Pages of its file.
            model: What read its fields, where anything did.
            tier: How much work its reading was.
            failed: Whether an error of ours ended it.
            findings: The codes of what was found on its pages, such as ``text_layer_garbled``.
        """
        unknown = catalog.UNKNOWN
        made = {"document_class": outcome.document_class or unknown, "tier": tier, "model": model or unknown}
        status = FAILED if failed else outcome.status
        self.recorder.add(catalog.DOCUMENTS, 1, **made, status=status)
        self.recorder.add(catalog.PAGES, pages, **made)
        self.recorder.add(catalog.DOCUMENT_SECONDS, max((datetime.now(UTC) - arrived).total_seconds(), 0.0), **made)
        if outcome.confidence is not None and outcome.threshold is not None and outcome.confidence < outcome.threshold:
            self.recorder.add(catalog.LOW_CONFIDENCE, 1, **made)
        for code in findings:
            self.recorder.add(catalog.PAGE_FINDINGS, code=code)
        self._tracer.document(outcome.document_id, arrived, status)

    def stored(self, kind: str, size_bytes: int) -> None:
        """Bytes were written to the store's files; ``kind`` is original or image."""
        self.recorder.add(catalog.STORED_BYTES, size_bytes, kind=kind)

    def reviewed(
        self, document_class: str, *, tier: str, model: str, seconds: float, turnaround_s: float | None = None
    ) -> None:
        """A person finished a review or a second look.

        Args:
            document_class: Of the document.
            tier: The tier that it was read at.
            model: The version that read its fields.
            seconds: How long the person worked on it.
            turnaround_s: From its place in the queue to the person's decision; None for a second look.
        """
        made = {"document_class": document_class, "tier": tier, "model": model}
        self.recorder.add(catalog.REVIEW_SECONDS, seconds, **made)
        if turnaround_s is not None:
            self.recorder.add(catalog.REVIEW_TURNAROUND, turnaround_s, **made)

    def request(self, kind: str, status: int, seconds: float) -> None:
        """The portal answered a request; ``kind`` is page, api or upload."""
        self.recorder.add(catalog.REQUEST_SECONDS, seconds, kind=kind, status=f"{status // 100}xx")

    def refused(self, why: str) -> None:
        """An upload was answered with 429."""
        self.recorder.add(catalog.REFUSED, why=why)

    def denied(self, why: str) -> None:
        """A request was answered with 401 or 403; ``why`` is sign_in or right."""
        self.recorder.add(catalog.DENIED, why=why)

    def close(self) -> None:
        """Sends what a collector has not got yet."""
        self.recorder.close()
        self._tracer.close()
