"""Faults of load: a slow engine, a queue that nobody processes, and more doubtful documents than people can review."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Any

from extractors.fields.extractor import FieldExtractor, FieldInput
from extractors.ocr.engine import OcrEngine
from extractors.page_image import PageImage
from gameday.documents import receipts, scanned_receipts
from gameday.drill import Base, Usual
from gameday.judging import ended
from gameday.releases import add_release, read_with
from gameday.system import System
from schemas.document import Page
from schemas.extraction import Extraction
from services.admission import Admission

LATE_S = 1800.0
"""The time that the latency objective of ``ops/slo.yaml`` allows."""


class SlowEngine:
    """An engine that reads right, and hangs once for many minutes of the drill's clock.

    Args:
        engine: Reads the pages.
        system: Its clock goes on while the engine hangs.
        minutes: How long it hangs.
    """

    def __init__(self, engine: OcrEngine, system: System, minutes: float) -> None:
        self._engine, self._system, self._minutes = engine, system, minutes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def recognize(self, images: Sequence[PageImage]) -> list[Page]:
        """Returns what the engine reads, minutes later."""
        hangs, self._minutes = self._minutes, 0.0
        self._system.wait(minutes=hangs)
        return self._engine.recognize(images)


class Latency(Usual):
    """Documents wait behind a batch that a slow engine reads."""

    name, fault, alert = "F2", "latency: recognition hangs for 40 minutes", "FieldwrightLatency"

    def prepare(self, system: System) -> None:
        """Processes a few documents as usual."""
        self._engine = system.bench.ocr
        system.process(system.arrive(receipts(61, 2)))

    def break_it(self, system: System) -> None:
        """Has a batch hang while 26 documents wait."""
        system.bench.__dict__["ocr"] = SlowEngine(self._engine, system, 40)
        slow, behind = system.arrive(scanned_receipts(62, 2), "scanner"), system.arrive(receipts(63, 26))
        system.process(slow)
        system.process(behind)

    def detected(self, system: System) -> str | None:
        """Expects documents that took longer than the objective allows."""
        late = _late(system)
        return f"document_seconds: {late:g} documents took longer than 30 minutes" if late >= 20 else None

    def mitigate(self, system: System) -> str | None:
        """Starts a worker with a healthy engine, which processes what waits."""
        system.command("doctor", check=False)
        system.arrive(scanned_receipts(64, 2), "scanner")
        before = _late(system)
        system.bench.__dict__["ocr"] = self._engine
        system.command("run", "--quiet")
        system.scrape()
        waiting = system.bench.store.counts()["waiting"]
        return None if waiting or _late(system) > before else "another worker read 2 scans in time; nothing waits"

    def recover(self, system: System) -> str | None:
        """Processes documents with the healthy engine."""
        system.wait(minutes=65)
        late, fresh = _late(system), list(receipts(65, 4))
        told = ended(system, system.process(system.arrive(fresh)), fresh, least=0.5)
        system.scrape()
        return told if _late(system) == late else None


class QueueBuildUp(Usual):
    """Documents arrive and no worker runs."""

    name, fault, alert = "F3", "queue build-up: no worker runs", "FieldwrightQueueAge"
    settings = MappingProxyType({"flow": {"queue_documents": 6}})

    def break_it(self, system: System) -> None:
        """Takes in as many documents as the queue may hold, and lets them wait."""
        system.arrive(receipts(71, 6))
        system.wait(minutes=61)

    def detected(self, system: System) -> str | None:
        """Expects an old queue, and that nothing more is let in."""
        age, full = system.value("fieldwright_queue_age_seconds", queue="processing"), Admission(system.bench).full()
        if age is None or age <= 3600 or full is None or system.arrive(receipts(72, 1), "late"):
            return None
        return f"queue_age_seconds = {age:.0f}; uploads get 429 and the inbox pauses"

    def mitigate(self, system: System) -> str | None:
        """Runs a worker."""
        system.command("list", "--status", "stopped")
        system.command("run", "--quiet")
        return None if system.bench.store.counts()["waiting"] else "the run emptied the queue"

    def recover(self, system: System) -> str | None:
        """Takes in the file that waited outside."""
        ids = system.take_in("late", "receipt")
        system.process(ids)
        system.scrape()
        age = system.value("fieldwright_queue_age_seconds", queue="processing")
        return "the file that waited outside is processed; the queue is empty" if len(ids) == 1 and age == 0 else None


class Doubtful:
    """An extractor that reads right and is sure of nothing, as after a wrong calibration."""

    def __init__(self, extractor: FieldExtractor) -> None:
        self._extractor = extractor
        self.name, self.version = extractor.name, extractor.version

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns the fields with low confidences."""
        return [
            found.model_copy(update={"fields": tuple(f.model_copy(update={"confidence": 0.3}) for f in found.fields)})
            for found in self._extractor.extract(batch)
        ]


class ReviewersOverwhelmed(Usual):
    """A newly promoted release is unsure of everything: all documents go to people."""

    name, fault = "low-confidence", "a low-confidence spike overwhelms the reviewers"
    alert = "FieldwrightLowConfidence"
    base: Base = "text"
    age_days = 1.0
    history_minutes = 7 * 24 * 60
    count = 36

    def __init__(self) -> None:
        self._version = ""
        self._usual = 0.0

    def break_it(self, system: System) -> None:
        """Promotes the release, and processes a morning's documents in two batches."""
        self._usual = _in_review(system)
        self._version = add_release(system, "overcautious")
        read_with(system, self._version, Doubtful)
        system.command("models", "promote", self._version)
        documents = list(receipts(81, self.count))
        for batch in (documents[:4], documents[4:]):
            system.process(system.arrive(batch))
            system.scrape()

    def detected(self, system: System) -> str | None:
        """Expects a review queue several times as long as before."""
        waiting = _in_review(system)
        if waiting < 3 * max(self._usual, 1):
            return None
        return f"queue_documents review {self._usual:g} -> {waiting:g}; {self.count} documents below the threshold"

    def mitigate(self, system: System) -> str | None:
        """Rolls the release back, and has the version before read its documents again."""
        system.command("models", "rollback", self._version)
        system.command("models", "recall", self._version, "--reprocess")
        again = [document.id for document in system.bench.store.documents("waiting", limit=100)]
        system.process(again)
        system.scrape()
        waiting = _in_review(system)
        told = f"{len(again)} documents read again; {waiting:g} wait for people"
        return told if waiting < 0.6 * (self._usual + self.count) else None

    def recover(self, system: System) -> str | None:
        """Processes the next day's documents."""
        system.wait(days=1)
        fresh = list(receipts(82, 4))
        return ended(system, system.process(system.arrive(fresh)), fresh, least=0.5)


def drills() -> list[Latency | QueueBuildUp | ReviewersOverwhelmed]:
    """Returns the drills of this file."""
    return [Latency(), QueueBuildUp(), ReviewersOverwhelmed()]


def _late(system: System) -> float:
    """Returns how many documents took longer than the objective allows, as of the last scrape."""
    found = system.scrapes[-1].samples
    total = sum(value for name, _, value in found if name == "fieldwright_document_seconds_count")
    bound = str(LATE_S)
    in_time = sum(v for name, own, v in found if name == "fieldwright_document_seconds_bucket" and own["le"] == bound)
    return total - in_time


def _in_review(system: System) -> float:
    return system.value("fieldwright_queue_documents", queue="review") or 0.0
