"""What is installed, what will be used, what answers and what to fix: the checks behind ``fieldwright doctor``."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from registry.class_files import load_catalog
from schemas.errors import DocumentError
from schemas.settings import Settings
from services.workbench import Workbench, check_models
from values.wording import quantity

State = Literal["ok", "missing", "broken", "optional"]

PACKAGES = (
    "prefect", "transformers", "torch", "layoutparser", "pdf2image", "spacy", "great-expectations", "elasticsearch",
    "presidio-analyzer", "rapidocr", "openvino", "tantivy", "sqlalchemy",
)  # fmt: skip


@dataclass(frozen=True)
class Check:
    """One checked part. ``advice`` states what to do if it is not ok."""

    name: str
    state: State
    detail: str
    advice: str = ""


def checks(settings: Settings) -> Iterator[Check]:
    """Yields every check, in the order in which a newcomer needs them."""
    yield _packages()
    yield _program("pdftoppm", "-v", "poppler renders PDF pages", "apt-get install poppler-utils", needed=True)
    yield _program("tesseract", "--version", "a second OCR engine", "apt-get install tesseract-ocr", needed=False)
    yield _attempt(
        "models", lambda: _models(settings), "set FIELDWRIGHT_MODELS to the folder models/ of the repository"
    )
    yield _engine(settings)
    yield _device(settings)
    yield _classes(settings)
    with Workbench(settings) as bench:
        yield from _retired(bench)
        yield _attempt("store", lambda: _store(bench), "check FIELDWRIGHT_DATABASE_URL and that the server runs")
        yield _attempt("index", lambda: bench.index.health(), "check FIELDWRIGHT_ELASTICSEARCH_URL and the server")
    yield _prefect()


def slots(look: Callable[[], Sequence[tuple[str, int]]]) -> Check:
    """Checks that no concurrency slot of Prefect is held by a run that is dead.

    Args:
        look: Returns the limits with such slots, and how many they are; raises DocumentError.
    """
    try:
        found = look()
    except DocumentError as error:
        return Check("prefect slots", "broken", error.message, "check PREFECT_API_URL and the server")
    if not found:
        return Check("prefect slots", "ok", "none is held by a run that has ended")
    held = ", ".join(f"{count} of {name}" for name, count in found)
    return Check(
        "prefect slots",
        "broken",
        f"runs that have ended hold slots, and others wait for them: {held}",
        "start fieldwright serve again, or fieldwright worker on the machine of those runs",
    )


def _packages() -> Check:
    missing = [name for name in PACKAGES if importlib.util.find_spec(name.replace("-", "_")) is None]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES if name not in missing)
    if missing:
        return Check("packages", "missing", versions, f"make setup (missing: {', '.join(missing)})")
    return Check("packages", "ok", versions)


def _program(name: str, version_flag: str, purpose: str, command: str, *, needed: bool) -> Check:
    path = shutil.which(name)
    if path is None:
        return Check(name, "missing" if needed else "optional", f"not installed; {purpose}", command)
    done = subprocess.run([path, version_flag], capture_output=True, text=True, timeout=20, check=False)
    first = (done.stdout or done.stderr).strip().splitlines()
    return Check(name, "ok", first[0] if first else path)


def _attempt(name: str, look: Callable[[], str], advice: str) -> Check:
    try:
        return Check(name, "ok", look())
    except DocumentError as error:
        return Check(name, "broken", error.message, advice)


def _models(settings: Settings) -> str:
    check_models(settings)
    return str(settings.models)


def _classes(settings: Settings) -> Check:
    catalog = load_catalog(settings.models)
    names = ", ".join(catalog.names)
    if catalog.broken:
        problems = "; ".join(broken.problem for broken in catalog.broken)
        return Check("document classes", "broken", f"{names}; not usable: {problems}", "correct the class file")
    return Check("document classes", "ok", names)


def _retired(bench: Workbench) -> Iterator[Check]:
    """Names classes that documents have and that are removed or renamed; `_classes` names those with a wrong file."""
    try:
        found = {name: count for name, count in bench.store.classes().items() if name not in bench.catalog}
    except DocumentError:
        return  # the check of the store says so
    gone = [name for name in found if name not in {broken.name for broken in bench.catalog.broken}]
    if gone:
        held = ", ".join(f"{name} ({quantity(found[name], 'document')})" for name in gone)
        advice = "put their folders back into models/taught, or set another class in the review"
        yield Check("removed classes", "optional", f"documents have classes that are removed: {held}", advice)


def _engine(settings: Settings) -> Check:
    if settings.ocr_engine != "rapid":
        return Check("ocr engine", "ok", settings.ocr_engine)
    if importlib.util.find_spec("openvino") is None:
        return Check("ocr engine", "optional", "rapid on ONNX Runtime", "pip install openvino makes it twice as fast")
    return Check("ocr engine", "ok", "rapid (PP-OCRv6) on OpenVINO")


def _device(settings: Settings) -> Check:
    found = shutil.which("nvidia-smi") is not None
    if settings.device == "cuda" and not found:
        return Check("device", "broken", "FIELDWRIGHT_DEVICE is cuda and no NVIDIA driver is here", "set it to auto")
    chosen = "cuda" if found and settings.device != "cpu" else "cpu"
    return Check("device", "ok", f"{chosen} ({os.cpu_count()} cores)")


def _store(bench: Workbench) -> str:
    counts = ", ".join(f"{count} {status}" for status, count in bench.store.counts().items() if count)
    where = bench.settings.sqlalchemy_url.rsplit("@", 1)[-1]
    return f"{where}: {counts or 'empty'}"


def _prefect() -> Check:
    url = os.environ.get("PREFECT_API_URL")
    if not url:
        return Check(
            "prefect", "ok", "no server set: each run starts its own; fieldwright serve starts one with a web page"
        )
    import httpx

    try:
        answered = httpx.get(f"{url.rstrip('/')}/health", timeout=5).status_code == 200
    except httpx.HTTPError:
        answered = False
    if answered:
        return Check("prefect", "ok", f"server at {url}")
    return Check("prefect", "broken", f"no answer at {url}", "fieldwright serve, or unset PREFECT_API_URL")
