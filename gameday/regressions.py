"""Updates that read worse: a release with the label map of another training, and one that fails on one language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from extractors.fields.extractor import FieldExtractor, FieldInput
from gameday.documents import Drawn, invoices, receipts
from gameday.drill import Usual
from gameday.judging import wrong_fields
from gameday.people import review_all
from gameday.releases import add_release, read_with
from gameday.system import System
from registry.releases import failures_of, find_release
from schemas.document import DocumentId
from schemas.extraction import ExtractedField, Extraction
from services.rollout.watch import Watch
from values.languages import language_of

GERMAN, ENGLISH = ("DE", "AT"), ("GB", "US")
"""Countries whose invoices are in one language."""
UNSEEN = 4
"""Documents of the release that nobody has looked at when it is rolled back."""
SEEN_BY_PEOPLE = MappingProxyType({"review": {"accepted_look_rate": 1.0, "second_look_rate": 0.0}})
"""Every accepted document gets a blind second look: few documents are enough."""


class Forgetful:
    """An extractor that misreads every value of one language's documents and is as sure as before.

    Args:
        extractor: Reads the documents.
        language: ISO 639 code of the language.
    """

    def __init__(self, extractor: FieldExtractor, language: str) -> None:
        self._extractor, self._language = extractor, language
        self.name, self.version = extractor.name, extractor.version

    def extract(self, batch: Sequence[FieldInput]) -> list[Extraction]:
        """Returns the fields; those of the language as the regression leaves them."""
        made = zip(batch, self._extractor.extract(batch), strict=True)
        return [self._worse(found) if language_of(one.read.text) == self._language else found for one, found in made]

    def _worse(self, found: Extraction) -> Extraction:
        return found.model_copy(update={"fields": tuple(map(_misread, found.fields))})


class Regression(Usual):
    """A release that was promoted reads worse; people's answers show it, and the watch takes it back."""

    alert = "FieldwrightReleaseRolledBack"
    settings = SEEN_BY_PEOPLE

    def __init__(self) -> None:
        self._version = ""
        self._before: list[Drawn] = []
        self._after: list[Drawn] = []
        self._slice = ""

    def prepare(self, system: System) -> None:
        """Processes documents with the current model; people check each."""
        system.process(system.arrive(self._before))
        review_all(system.bench, self._before)
        self._version = self.add(system)

    def add(self, system: System) -> str:
        """Adds the release, and returns its version."""
        raise NotImplementedError

    def break_it(self, system: System) -> None:
        """Promotes the release, processes documents with it, and has people check each until the watch ends it."""
        system.command("models", "deploy", self._version, "--canary", "1")
        system.command("models", "promote", self._version)
        system.process(system.arrive(self._after))
        watch = Watch()
        review_all(system.bench, self._after[:-UNSEEN])
        found = watch.labeled(system.bench)
        if found is not None and found.worse is not None:
            self._slice = found.worse.name

    def detected(self, system: System) -> str | None:
        """Expects that the watch rolled the release back, with the documents that it failed on."""
        models = system.bench.settings.models
        kept = failures_of(models, self._version)
        if find_release(models, self._version).status != "rolled_back" or kept is None:
            return None
        count = len(kept.document_ids)
        return f"watch: slice {self._slice} is worse, rolled back by itself, {count} labeled failures kept"

    def mitigate(self, system: System) -> str | None:
        """Looks at the failures, and takes back what the release read."""
        system.command("models", "failures", self._version)
        system.command("models", "recall", self._version, "--reprocess")
        again: list[DocumentId] = [d.id for d in system.bench.store.documents("waiting", limit=100)]
        system.process(again)
        if len(again) < UNSEEN:
            return None
        return f"the version before read {len(again)} documents again; people decided the others"

    def recover(self, system: System) -> str | None:
        """Processes documents with the version before."""
        system.wait(minutes=25 * 60)
        fresh = self.fresh()
        system.process(system.arrive(fresh))
        wrong = sum(len(wrong_fields(system, drawn)) for drawn in fresh)
        return f"{wrong} wrong critical values in {len(fresh)} new documents" if wrong <= len(fresh) / 2 else None

    def fresh(self) -> list[Drawn]:
        """Returns documents that arrive after the rollback."""
        raise NotImplementedError


class LabelMap(Regression):
    """The release has the weights of the shipped model, and the label map of another training."""

    name, fault = "F8", "model regression: a promoted release reads fields wrong"

    def __init__(self) -> None:
        super().__init__()
        self._before, self._after = list(receipts(91, 12)), list(receipts(92, 16))

    def add(self, system: System) -> str:
        """Adds a checkpoint with other labels; its weights are loaded as those of any release."""
        return add_release(system, "mislabeled", change=_other_labels)

    def fresh(self) -> list[Drawn]:
        """Returns receipts."""
        return list(receipts(93, 4))


class MinorityLanguage(Regression):
    """The release reads English as before, and German wrong."""

    name, fault = "minority-language", "an update regresses on a minority language"

    def __init__(self) -> None:
        super().__init__()
        self._before = [*invoices(101, 13, GERMAN), *invoices(102, 4, ENGLISH)]
        self._after = [*invoices(103, 13, GERMAN), *invoices(104, 7, ENGLISH)]

    def add(self, system: System) -> str:
        """Adds a release that reads by `Forgetful`."""
        version = add_release(system, "update")
        read_with(system, version, lambda extractor: Forgetful(extractor, "de"))
        return version

    def fresh(self) -> list[Drawn]:
        """Returns German invoices."""
        return list(invoices(105, 4, GERMAN))


def drills() -> list[Regression]:
    """Returns the drills of this file."""
    return [LabelMap(), MinorityLanguage()]


def _misread(found: ExtractedField) -> ExtractedField:
    """Returns a field with the last digit or letter of its value misread."""
    if found.value is None:
        return found
    at = max((n for n, c in enumerate(found.value) if c.isalnum()), default=0)
    read = found.value[at]
    other = str((int(read) + 1) % 9) if read.isdigit() else "n" if read != "n" else "m"
    if found.kind == "date":  # the year: every day of it exists
        return found.model_copy(update={"value": f"{int(found.value[:4]) + 1}-01-01"})
    return found.model_copy(update={"value": found.value[:at] + other + found.value[at + 1 :]})


def _other_labels(folder: Path) -> None:
    config = folder / "config.json"
    about = json.loads(config.read_text(encoding="utf-8"))
    labels = list(about["id2label"].values())
    fields = labels[1:]  # the first is no field
    about["id2label"] = dict(zip(about["id2label"], [labels[0], *fields[8:], *fields[:8]], strict=True))
    about["label2id"] = {label: int(number) for number, label in about["id2label"].items()}
    config.write_text(json.dumps(about), encoding="utf-8")
