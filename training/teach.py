"""Teaches one class from examples: a checkpoint of its own, measured, calibrated, described and registered.

The checkpoint starts from the shipped model and is trained on the class alone. It reads nothing but its class, so what
the shipped model can do stays exactly as it was.
"""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.classify.classifier import Classifier
from extractors.fields.confidence.calibration import load_calibration
from extractors.fields.layoutlm.model import LayoutLMExtractor
from registry.class_files import CLASS_FILE, TAUGHT
from registry.manifest import read_about, write_about
from registry.taught_models import taught_models, use
from schemas.classes import SHIPPED, ClassCatalog
from schemas.vocabulary import DocumentClass
from training.calibrate import calibrate, known_values, verdicts
from training.card import teaching_card
from training.examples import Example, example_from_truth
from training.figures import Figures, figures_of
from training.reading import Reader
from training.recognize import Recognition, teach_recognizer
from training.teaching_set import Lesson, Material, Read, known_class, material_of
from training.train import Mixture, Plan, train

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Taught:
    """What came of a lesson. ``before`` are the figures of the model in use until then, where it knew the class.

    ``alignment`` says for each field how many of its true values were found among the words, and how many there are.
    """

    folder: Path
    started_from: str
    windows: int
    material: Material
    figures: Figures
    before: Figures | None
    alignment: Mapping[str, tuple[int, int]]
    calibration: Mapping[str, Any] | None
    recognition: Recognition | None

    @property
    def better(self) -> bool:
        """Whether it is no worse than the model in use until then."""
        return self.before is None or (self.figures.f1 or 0.0) >= (self.before.f1 or 0.0)


def teach(lesson: Lesson, reader: Reader, *, class_file: Path | None = None) -> Taught:
    """Trains, measures, calibrates, describes and registers a checkpoint for one class.

    The new version is put into use unless the one in use is better on the documents kept aside.

    Args:
        lesson: What to teach.
        reader: Gives the words of a document.
        class_file: Describes a class that is new.

    Raises:
        ConfigurationError: The class is not known, or there are too few documents.
    """
    kind = known_class(lesson, class_file)
    material = material_of(lesson, kind, reader)
    logger.info("%d documents to learn from, %d kept aside", len(material.learn), len(material.aside))
    home = lesson.models / TAUGHT / kind.name
    folder = home / datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    examples = [example_from_truth(read, d.row, kind=kind) for d, read in material.learn]
    before = _figures_in_use(lesson, kind, material.aside)
    about = trained(lesson, kind, examples, folder)
    if class_file is not None:
        shutil.copyfile(class_file, home / CLASS_FILE)
    extractor = LayoutLMExtractor(folder, threads=lesson.threads)
    catalog = ClassCatalog((kind,))
    figures = measured(extractor, material.aside, catalog)
    recognition = _recognized(lesson, kind, material, folder)
    stored = _calibrated(extractor, folder, lesson, material.aside, catalog)
    taught = Taught(
        folder=folder,
        started_from=about["started_from"],
        windows=about["windows_trained"],
        material=material,
        figures=figures,
        before=before,
        alignment=alignment(examples, material.learn),
        calibration=stored,
        recognition=recognition,
    )
    _describe(about, kind, lesson, taught)
    if taught.better:
        use(lesson.models, kind.name, folder.name)
    return taught


def trained(lesson: Lesson, kind: DocumentClass, examples: Sequence[Example], folder: Path) -> dict[str, Any]:
    """Trains and writes the checkpoint; returns what its ``fieldwright.json`` says."""
    start = read_about(lesson.start)
    about = {
        "name": f"layoutlm-{kind.name}",
        "version": folder.name,
        "classes": [kind.name],
        "started_from": f"{start['name']} {start['version']}",
        "data": lesson.data.name,
        "learned_from": len(examples),
    }
    plan = Plan(minutes=lesson.minutes, windows=lesson.windows, seed=lesson.seed, threads=lesson.threads)
    mixture = Mixture(kind.name, examples, 1.0, swap=True)
    windows = train([mixture], plan, folder, about, classes=[kind], start=lesson.start)
    return {**about, "windows_trained": windows}


def _recognized(lesson: Lesson, kind: DocumentClass, material: Material, folder: Path) -> Recognition | None:
    """Teaches what the class looks like, where the shipped classifier does not know it; None where it does."""
    shipped = Classifier(lesson.classifier)
    if kind.name in shipped.classes:
        return None
    return teach_recognizer(shipped, material.learn, material.aside, folder, seed=lesson.seed)


def _figures_in_use(lesson: Lesson, kind: DocumentClass, aside: Sequence[Read]) -> Figures | None:
    """Returns the figures of the model that reads the class today, None where none does."""
    taught = (m.folder for m in taught_models(lesson.models) if m.document_class == kind.name and m.current)
    extractor = LayoutLMExtractor(next(taught, lesson.start), threads=lesson.threads)
    return measured(extractor, aside, ClassCatalog((kind,))) if kind.name in extractor.classes else None


def measured(extractor: LayoutLMExtractor, documents: Sequence[Read], catalog: ClassCatalog = SHIPPED) -> Figures:
    """Returns the figures of a checkpoint on read documents, their class given."""
    judged = verdicts(extractor, [d for d, _ in documents], [read for _, read in documents], catalog)
    return figures_of([fields for fields, _ in judged])


def _calibrated(
    extractor: LayoutLMExtractor, folder: Path, lesson: Lesson, aside: Sequence[Read], catalog: ClassCatalog
) -> Mapping[str, Any] | None:
    """Calibrates on the documents kept aside, leaning on the calibration of the checkpoint it started from."""
    prior = load_calibration(lesson.start)
    sample = known_values(extractor, [d for d, _ in aside], [read for _, read in aside], catalog)
    if prior is None and not sample.known:
        return None
    return calibrate(folder, sample, prior=prior)


def _describe(about: Mapping[str, Any], kind: DocumentClass, lesson: Lesson, taught: Taught) -> None:
    figures = {
        "f1": taught.figures.f1,
        "f1_interval": taught.figures.f1_interval,
        "kept_aside": taught.figures.documents,
    }
    write_about(taught.folder, {**about, **figures})
    (taught.folder / "README.md").write_text(teaching_card(kind, lesson, taught), encoding="utf-8")


def alignment(examples: Sequence[Example], learn: Sequence[Read]) -> dict[str, tuple[int, int]]:
    """Returns for each field how many of its true values were found among the words, and how many there are."""
    found: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    for example, (document, _) in zip(examples, learn, strict=True):
        names = {name for name, cell in document.row["fields"].items() if cell.get("type") != "bool"}
        wanted.update(names)
        found.update(names & {label for page in example.pages for label, _ in page.groups})
    return {name: (found[name], wanted[name]) for name in sorted(wanted)}
