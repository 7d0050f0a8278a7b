"""Teaches one class from examples: a checkpoint of its own, measured, calibrated, described and registered.

The checkpoint starts from the shipped model and is trained on the class alone. It reads nothing but its class, so what
the shipped model can do stays exactly as it was.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from extractors.classify.classifier import Classifier
from extractors.fields.confidence.calibration import load_calibration
from extractors.fields.layoutlm.model import OVERLAYS, LayoutLMExtractor
from registry.class_files import CLASS_FILE, TAUGHT
from registry.manifest import read_about, write_about
from registry.split import write_sides
from registry.taught_models import UNFINISHED, taught_models, use
from schemas.classes import SHIPPED, ClassCatalog
from schemas.errors import ConfigurationError
from schemas.vocabulary import DocumentClass
from training.calibrate import calibrate, known_values, verdicts
from training.card import teaching_card
from training.examples import Example, example_from_truth
from training.figures import Figures, figures_of
from training.layers import overlays_of
from training.reading import Reader
from training.recognize import Recognition, teach_recognizer
from training.schedule import Plan
from training.taught import Prepared, Taught
from training.teaching_set import Material, Read, TeachingRequest, known_class, material_of
from training.train import Mixture, train

logger = logging.getLogger(__name__)


def prepare(request: TeachingRequest, reader: Reader, *, class_file: Path | None = None) -> Prepared:
    """Checks everything that can be checked before training, and finds the true values among the words.

    Args:
        request: What to teach.
        reader: Gives the words of a document.
        class_file: Describes a class that is new.

    Raises:
        ConfigurationError: Unknown class, errors in the truth, too few documents, or a models folder without write
            access.
    """
    kind = known_class(request, class_file)
    _check_writable(request.models / TAUGHT / kind.name)
    material = material_of(request, kind, reader)
    everything = [*material.learn, *material.aside]
    examples = [example_from_truth(read, d.row, kind=kind) for d, read in everything]
    found, missing = alignment(examples, everything)
    return Prepared(request, kind, class_file, material, tuple(examples[: len(material.learn)]), found, missing)


def _check_writable(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ConfigurationError(f"{folder} cannot be written ({error.strerror}): choose another --output") from None


def teach(prepared: Prepared) -> Taught:
    """Trains, measures, calibrates, describes and registers a checkpoint for one class.

    The new version is put into use unless the one in use is better on the documents kept aside, or it is wanted as a
    candidate only.
    """
    request, kind, material = prepared.request, prepared.kind, prepared.material
    logger.info("%d documents to learn from, %d kept aside", len(material.learn), len(material.aside))
    home = request.models / TAUGHT / kind.name
    folder = home / datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    before, learned_before = _in_use(request, kind, material.aside)
    about = trained(request, kind, prepared.examples, folder)
    if prepared.class_file is not None and prepared.class_file.resolve() != (home / CLASS_FILE).resolve():
        shutil.copyfile(prepared.class_file, home / CLASS_FILE)
    logger.info("measuring")
    extractor = LayoutLMExtractor(folder, threads=request.threads)
    catalog = ClassCatalog((kind,))
    figures = measured(extractor, material.aside, catalog)
    recognition = _recognized(request, kind, material, folder)
    taught = Taught(
        folder=folder,
        started_from=about["started_from"],
        windows=about["windows_trained"],
        prepared=prepared,
        figures=figures,
        before=before,
        learned_before=learned_before,
        calibration=_calibrated(extractor, folder, request, material.aside, catalog),
        recognition=recognition,
    )
    write_sides(request.models, kind.name, material.sides)
    _describe(about, taught)
    if taught.better and not request.candidate:
        use(request.models, kind.name, folder.name)
    return taught


def examples_of(material: Material, kind: DocumentClass) -> list[Example]:
    """Returns the documents to learn from as examples."""
    return [example_from_truth(read, document.row, kind=kind) for document, read in material.learn]


def trained(request: TeachingRequest, kind: DocumentClass, examples: Sequence[Example], folder: Path) -> dict[str, Any]:
    """Trains and writes the checkpoint; returns the content of its ``fieldwright.json``."""
    start = read_about(request.start)
    about = {
        "name": f"layoutlm-{kind.name}",
        "version": folder.name,
        "classes": [kind.name],
        "started_from": f"{start['name']} {start['version']}",
        "data": request.data_names,
        "learned_from": len(examples),
        OVERLAYS: overlays_of(examples, kind),
        UNFINISHED: True,
    }
    plan = Plan(minutes=request.minutes, windows=request.windows, seed=request.seed, threads=request.threads,
                stops_when_flat=True)  # fmt: skip
    mixture = Mixture(kind.name, examples, 1.0, swap=True)
    train([mixture], plan, folder, about, classes=[kind], start=request.start)
    return read_about(folder)


def _recognized(request: TeachingRequest, kind: DocumentClass, material: Material, folder: Path) -> Recognition | None:
    """Teaches what the class looks like, where the shipped classifier does not know it; None where it does."""
    shipped = Classifier(request.classifier)
    if kind.name in shipped.classes:
        return None
    return teach_recognizer(shipped, material.learn, material.aside, folder, seed=request.seed)


def _in_use(request: TeachingRequest, kind: DocumentClass, aside: Sequence[Read]) -> tuple[Figures | None, int | None]:
    """Returns the figures of the class's current model, or None, and the number of its training documents.

    The number is None of the shipped model.
    """
    taught = next((m for m in taught_models(request.models) if m.document_class == kind.name and m.current), None)
    extractor = LayoutLMExtractor(taught.folder if taught else request.start, threads=request.threads)
    if kind.name not in extractor.classes:
        return None, None
    return measured(extractor, aside, ClassCatalog((kind,))), taught.about.get("learned_from") if taught else None


def measured(extractor: LayoutLMExtractor, documents: Sequence[Read], catalog: ClassCatalog = SHIPPED) -> Figures:
    """Returns the figures of a checkpoint on read documents, their class given."""
    judged = verdicts(extractor, [d for d, _ in documents], [read for _, read in documents], catalog)
    return figures_of([fields for fields, _ in judged])


def _calibrated(
    extractor: LayoutLMExtractor, folder: Path, request: TeachingRequest, aside: Sequence[Read], catalog: ClassCatalog
) -> Mapping[str, Any] | None:
    """Calibrates on the documents kept aside, leaning on the calibration of the checkpoint it started from."""
    prior = load_calibration(request.start)
    sample = known_values(extractor, [d for d, _ in aside], [read for _, read in aside], catalog)
    if prior is None and not sample.known:
        return None
    return calibrate(folder, sample, prior=prior)


def _describe(about: Mapping[str, Any], taught: Taught) -> None:
    """Writes card and manifest; from then on the version is finished."""
    figures = {
        "f1": taught.figures.f1,
        "f1_interval": taught.figures.f1_interval,
        "kept_aside": taught.figures.documents,
    }
    (taught.folder / "README.md").write_text(teaching_card(taught), encoding="utf-8")
    write_about(taught.folder, {key: value for key, value in about.items() if key != UNFINISHED} | figures)


def alignment(
    examples: Sequence[Example], documents: Sequence[Read]
) -> tuple[dict[str, tuple[int, int]], dict[str, tuple[str, ...]]]:
    """Returns for each field how many of its true values were found among the words and how many there are.

    The second mapping names for each field the documents of which the value was not found.
    """
    wanted: Counter[str] = Counter()
    missing: dict[str, list[str]] = defaultdict(list)
    for example, (document, _) in zip(examples, documents, strict=True):
        names = {name for name, cell in document.row["fields"].items() if cell.get("type") != "bool"}
        wanted.update(names)
        for name in names - {label for page in example.pages for label, _ in page.groups}:
            missing[name].append(str(document.row["file"]))
    found = {name: (wanted[name] - len(missing[name]), wanted[name]) for name in sorted(wanted)}
    return found, {name: tuple(sorted(files)) for name, files in sorted(missing.items()) if files}
