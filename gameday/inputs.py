"""Faults of what arrives: blurred and recompressed pictures, and text layers that a font garbles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from types import MappingProxyType

from gameday.documents import Change, Drawn, blurred, garbled_receipts, receipts, recompressed, scanned_receipts
from gameday.drill import Base, Usual
from gameday.judging import ended, wrongly_accepted
from gameday.people import review_again
from gameday.system import System

COUNT = 22
"""Documents of the fault: drift needs 20 in each window."""
LEAST_GARBLED = 0.7
"""Share of garbled pages that must be noticed: texts of a few words cannot be judged."""
SOURCE = "app"


class WorsePictures(Usual):
    """A source sends pictures that are harder to read than before.

    Args:
        name: What the drill is called.
        fault: What happens to the pictures.
        change: Does it.
        seed: Which documents are drawn.
    """

    alert = "FieldwrightInputDrift"
    labels = MappingProxyType({"kind": "image_quality", "document_class": "receipt"})
    base: Base = "scans"
    age_days = 8.0

    def __init__(self, name: str, fault: str, change: Change, seed: int) -> None:
        self.name, self.fault = name, fault
        self._change, self._seed = change, seed
        self._bad: list[Drawn] = []

    def break_it(self, system: System) -> None:
        """Processes pictures of the changed source."""
        self._bad = list(scanned_receipts(self._seed, COUNT, self._change))
        system.process(system.arrive(self._bad, SOURCE))

    def detected(self, system: System) -> str | None:
        """Expects drift of the quality of images."""
        level, index = (system.value(f"fieldwright_drift_{what}", **self.labels) for what in ("level", "index"))
        return f"drift_level image_quality = 2, index {index:.1f}" if level == 2 and index is not None else None

    def mitigate(self, system: System) -> str | None:
        """Holds the source; further pictures wait in its folder."""
        waits = _held(system, "pictures cannot be read", scanned_receipts(self._seed + 1, 2, self._change))
        told = _corrected(system, self._bad)
        return f"2 further files wait in place; {told}" if told and waits else None

    def recover(self, system: System) -> str | None:
        """Releases the source when it sends sharp pictures again."""
        system.wait(days=8)
        return _released(system, scanned_receipts(self._seed + 2, 4))


class GarbledText(Usual):
    """Text layers of PDF files hold other letters than their pages show."""

    name, fault, alert = "F5", "encoding damage: fonts map glyphs to wrong letters", "FieldwrightDamagedText"
    base: Base = "text"

    def __init__(self) -> None:
        self._bad: list[Drawn] = []

    def break_it(self, system: System) -> None:
        """Processes garbled files in two batches: a counter that appears has no increase yet."""
        self._bad = list(garbled_receipts(51, 10))
        system.process(system.arrive(self._bad[:2], SOURCE))
        system.scrape()
        system.process(system.arrive(self._bad[2:], SOURCE))

    def detected(self, system: System) -> str | None:
        """Expects a finding on each page."""
        found = system.value("fieldwright_page_findings_total", code="text_layer_garbled")
        if found is None or found < LEAST_GARBLED * len(self._bad):
            return None
        return f"page_findings text_layer_garbled = {found:g} of {len(self._bad)} pages"

    def mitigate(self, system: System) -> str | None:
        """Holds the source; what came in was read from its pictures."""
        waits = _held(system, "the text of these files is garbled", garbled_receipts(52, 1))
        told = _corrected(system, self._bad)
        return f"noticed pages are read from their pictures; {told}" if told and waits else None

    def recover(self, system: System) -> str | None:
        """Releases the source when its text layers are sound again."""
        system.wait(minutes=70)
        return _released(system, receipts(53, 4))


def _held(system: System, why: str, later: Iterable[Drawn]) -> bool:
    """Holds the source; returns whether further files of it wait in its folder, from which their sender takes them."""
    documents = list(later)
    system.command("sources", "hold", f"{system.inbox}/{SOURCE}/", "--why", why)
    let_in = system.arrive(documents, SOURCE)
    for drawn in documents:
        (system.inbox / SOURCE / drawn.name).unlink()
    return not let_in


def _released(system: System, sound: Iterable[Drawn]) -> str | None:
    """Releases the source and processes sound documents of it; None where too few are accepted."""
    documents = list(sound)
    system.command("sources", "release", f"{system.inbox}/{SOURCE}/")
    return ended(system, system.process(system.arrive(documents, SOURCE)), documents, least=0.5)


def _corrected(system: System, documents: Sequence[Drawn]) -> str | None:
    """Has people look again at documents that were accepted with a wrong value; None where one stays wrong."""
    wrong = wrongly_accepted(system, documents)
    for drawn in wrong:
        review_again(system.bench, drawn)
    if wrongly_accepted(system, documents):
        return None
    return f"{len(wrong)} of {len(documents)} had been accepted with a wrong value, and people corrected them"


def drills() -> list[WorsePictures | GarbledText]:
    """Returns the drills of this file."""
    return [
        WorsePictures("F1", "blurred input", blurred, 11),
        GarbledText(),
        WorsePictures("camera-app", "a camera app recompresses its pictures", recompressed, 21),
    ]
