"""One way to read pages, in a process of its own: time and text of each page, the peak of memory, as one JSON document.

The first pages warm up and are not measured, so that models, servers and processes that start once cost nothing a page.
Nothing but the standard library is imported for a peer: another Python that has it may run this file. Run
``python benchmarks/speed_readers.py NAME WARM_UP FILE...``.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

Row = dict[str, Any]
"""``texts`` of the pages measured, in the order of the files; ``wall_s`` and ``cpu_s`` of all; ``page_s`` of each."""

Read = Callable[[Path], str]


class Stopwatch:
    """Wall and processor seconds, those of finished child processes included, since it was made."""

    def __init__(self) -> None:
        self._wall, self._cpu = time.perf_counter(), _cpu_s()

    def read(self) -> tuple[float, float]:
        """Returns wall and processor seconds so far."""
        return time.perf_counter() - self._wall, _cpu_s() - self._cpu


def _cpu_s() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def _peak_mb() -> float:
    """Returns the largest resident memory of this process or of one child, in megabytes."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024


def rapidocr(engine: str) -> Read:
    """Returns RapidOCR as it comes, on ``onnxruntime`` or ``openvino``."""
    from rapidocr import EngineType, RapidOCR

    kinds = {f"{part}.engine_type": EngineType(engine) for part in ("Det", "Cls", "Rec")}
    read = RapidOCR(params={"Global.log_level": "critical", **kinds})
    return lambda path: "\n".join(read(str(path)).txts or ())


def tesseract() -> Read:
    """Returns Tesseract's command line."""
    return lambda path: subprocess.run(
        ["tesseract", str(path), "-"], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip


def faster_paddle(size: str) -> Read:
    """Returns faster-paddle with its ``small`` or ``tiny`` networks."""
    import faster_paddle as package  # type: ignore[import-not-found]

    engine = package.OcrEngine(model_size=size)
    return lambda path: str(engine.ocr(path.read_bytes())["text"])


def own_ocr() -> Read:
    """Returns Fieldwright's recognition: pages as they are prepared, words in reading order, no fields."""
    from extractors.input.file_types import inspect
    from extractors.input.pages import read_pages
    from extractors.ocr.rapid import RapidEngine
    from extractors.page_image import PageImage
    from extractors.read import finish_pages
    from schemas.settings import Limits

    engine, limits = RapidEngine("cpu"), Limits()

    def read(path: Path) -> str:
        media_type = inspect(path, limits=limits).media_type
        images = read_pages(path, media_type=media_type, dpi=200, limits=limits)
        return "\n".join(page.text for page in finish_pages(engine, [i for i in images if isinstance(i, PageImage)]))

    return read


def one_by_one(read: Read, warm_up: int, files: Sequence[Path]) -> Row:
    """Returns times and texts of a reader that takes one file at a time."""
    for path in files[:warm_up]:
        read(path)
    whole, texts, page_s = Stopwatch(), [], []
    for path in files[warm_up:]:
        begun = time.perf_counter()
        texts.append(read(path))
        page_s.append(time.perf_counter() - begun)
    wall_s, cpu_s = whole.read()
    return {"texts": texts, "wall_s": wall_s, "cpu_s": cpu_s, "page_s": page_s}


def extract(warm_up: int, files: Sequence[Path]) -> Row:
    """Returns what `services.extract`, the code behind ``fieldwright extract``, takes: bytes to decided fields."""
    from schemas.settings import load_settings
    from services.extract import extract_files

    settings = load_settings()
    with tempfile.TemporaryDirectory() as folder:
        # A batch with copies of the first files has the models load: copies are not read again.
        first = [_link(Path(folder) / f"{n:04}", files[n % warm_up]) for n in range(settings.batch_size)]
        results = extract_files(settings, [str(path) for path in (*first, *files[warm_up:])])
        for _ in first:
            next(results)
        whole = Stopwatch()
        measured = list(results)
        wall_s, cpu_s = whole.read()
    timings = [item.outcome.timings_s for item in measured]
    pages = [len(item.read.pages) if item.read else 1 for item in measured]
    texts = [item.read.text if item.read else "" for item in measured]
    page_s = [sum(t.values()) / p for t, p in zip(timings, pages, strict=True) for _ in range(p)]
    return {"texts": texts, "wall_s": wall_s, "cpu_s": cpu_s, "page_s": page_s, "stage_s": _sums(timings)}


def flow(warm_up: int, files: Sequence[Path]) -> Row:
    """Returns what ``ingest`` and ``run`` take, bytes to indexed documents, beyond the same with the warm-up alone."""
    (few_wall, few_cpu), _ = _flow(files[:warm_up])
    (wall_s, cpu_s), timings = _flow(files)
    stage_s = _sums(timings)
    row = {"texts": [], "wall_s": wall_s - few_wall, "cpu_s": cpu_s - few_cpu, "page_s": [], "start_s": few_wall}
    return row | {"stage_s": {name: seconds * (1 - warm_up / len(files)) for name, seconds in stage_s.items()}}


def _flow(files: Sequence[Path]) -> tuple[tuple[float, float], list[dict[str, float]]]:
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder) / "inbox"
        inbox.mkdir()
        for number, path in enumerate(files):
            _link(inbox / f"{number:04}", path)
        places = {"FIELDWRIGHT_HOME": f"{folder}/home", "PREFECT_HOME": f"{folder}/prefect"}
        whole, printed = Stopwatch(), ""
        for command in (["ingest", str(inbox), "--quiet"], ["run", "--json"]):
            printed = subprocess.run(
                [sys.executable, "-m", "fieldwright", *command],
                env=os.environ | places, check=True, capture_output=True, text=True,
            ).stdout  # fmt: skip
        return whole.read(), [outcome["timings_s"] for outcome in json.loads(printed)]


def ocrmypdf(warm_up: int, files: Sequence[Path]) -> Row:
    """Returns what OCRmyPDF with all cores takes for one PDF of all pages, beyond one of the warm-up pages."""
    (few_wall, few_cpu), _ = _ocrmypdf(files[:warm_up])
    (wall_s, cpu_s), pages = _ocrmypdf(files)
    texts = pages[warm_up:] if len(pages) == len(files) else []
    return {"texts": texts, "wall_s": wall_s - few_wall, "cpu_s": cpu_s - few_cpu, "page_s": [], "start_s": few_wall}


def _ocrmypdf(files: Sequence[Path]) -> tuple[tuple[float, float], list[str]]:
    from PIL import Image

    with tempfile.TemporaryDirectory() as folder:
        source, text = Path(folder) / "in.pdf", Path(folder) / "out.txt"
        with _pictures(files) as (first, *others):
            dpi = float(first.info.get("dpi", (200, 200))[0]) or 200.0
            plain = [image.convert("RGB") for image in (first, *others)]
        Image.Image.save(plain[0], source, save_all=True, append_images=plain[1:], resolution=dpi)
        whole = Stopwatch()
        command = ["ocrmypdf", "--quiet", "--sidecar", str(text), str(source), str(Path(folder) / "out.pdf")]
        subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
        return whole.read(), text.read_text(encoding="utf-8").split("\f")[: len(files)]


@contextmanager
def _pictures(files: Sequence[Path]) -> Iterator[list[Any]]:
    from PIL import Image

    opened = [Image.open(path) for path in files]
    try:
        yield opened
    finally:
        for image in opened:
            image.close()


def _link(target: Path, path: Path) -> Path:
    made = target.with_name(f"{target.name}_{path.name}")
    made.write_bytes(path.read_bytes())
    return made


def _sums(timings: Sequence[dict[str, float]]) -> dict[str, float]:
    return {name: sum(t.get(name, 0.0) for t in timings) for t in timings for name in t}


READERS: dict[str, Callable[[int, Sequence[Path]], Row]] = {
    "fieldwright-extract": extract,
    "fieldwright-flow": flow,
    "fieldwright-ocr": lambda warm_up, files: one_by_one(own_ocr(), warm_up, files),
    "rapidocr": lambda warm_up, files: one_by_one(rapidocr("onnxruntime"), warm_up, files),
    "rapidocr-openvino": lambda warm_up, files: one_by_one(rapidocr("openvino"), warm_up, files),
    "faster-paddle-small": lambda warm_up, files: one_by_one(faster_paddle("small"), warm_up, files),
    "faster-paddle-tiny": lambda warm_up, files: one_by_one(faster_paddle("tiny"), warm_up, files),
    "tesseract": lambda warm_up, files: one_by_one(tesseract(), warm_up, files),
    "ocrmypdf": ocrmypdf,
}


if __name__ == "__main__":
    name, warm_up, *paths = sys.argv[1:]
    row = READERS[name](int(warm_up), [Path(path) for path in paths])
    print(json.dumps(row | {"peak_mb": _peak_mb()}))
