"""Documents of the shared sets beside the OCR results of their noisy scans, as input for search.

``funsd`` holds real scans of the eighties and nineties; receipts are faxed and worn by ``training.synthetic.degrade``
from fixed seeds. Reading takes minutes, so readings are kept: ``python -m benchmarks.readings FILE.jsonl``, and the
search benchmark takes that file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from benchmarks.frame import DATA, FAILED, present
from schemas.geometry import Frozen

Noise = Literal["as scanned", "fax", "worn"]
PLAN: tuple[tuple[str, Noise], ...] = (("funsd", "as scanned"), ("sroie_receipts", "fax"), ("sroie_receipts", "worn"))


class Reading(Frozen):
    """One document: its true text and what was read, line by line."""

    file: str
    set: str
    noise: Noise
    engine: str
    truth: tuple[str, ...]
    read: tuple[str, ...]


def load(path: Path) -> list[Reading]:
    """Returns the readings that a file holds."""
    adapter = TypeAdapter(Reading)
    return [adapter.validate_json(row) for row in path.read_text(encoding="utf-8").splitlines()]


def make(data: Path, engine: str, most: int) -> Iterator[Reading]:
    """Yields the first ``most`` documents of each part of the plan, read by one engine."""
    for name, noise in PLAN:
        for document in islice(documents(data / name), most):
            yield Reading(
                file=document["file"],
                set=name,
                noise=noise,
                engine=engine,
                truth=tuple(true_lines(document)),
                read=tuple(read_lines(data / name / document["file"], noise, engine)),
            )


def documents(folder: Path) -> Iterator[dict[str, Any]]:
    """Yields the documents of a set, as its ``words.jsonl`` has them."""
    with (folder / "words.jsonl").open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def true_lines(document: dict[str, Any]) -> list[str]:
    """Returns the text of a document."""
    return [line["text"] for line in document.get("lines") or document["segments"]]


def read_lines(path: Path, noise: Noise, engine: str) -> list[str]:
    """Returns what an engine reads on a document after this noise."""
    from benchmarks.scans import pages

    lines: list[str] = []
    for image in pages(path, noise):
        (page,) = _engine(engine).recognize([image])
        lines += [line.text for line in page.lines]
    return lines


@cache
def _engine(name: str) -> Any:
    from extractors.ocr.rapid import RapidEngine
    from extractors.ocr.tesseract import TesseractEngine

    return RapidEngine() if name == "rapid" else TesseractEngine()


def main(argv: Sequence[str] | None = None) -> int:
    """Reads the documents and appends them to a file one by one; returns 2 where the data are absent."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", type=Path, help="JSON lines to append to")
    parser.add_argument("--engine", choices=("rapid", "tesseract"), default="rapid")
    parser.add_argument("--most", type=int, default=150, help="documents of each set and kind of noise")
    parser.add_argument("--data", type=Path, default=DATA, help="folder of the development sets")
    options = parser.parse_args(argv)
    if not present(options.data):
        return FAILED
    options.output.parent.mkdir(parents=True, exist_ok=True)
    with options.output.open("a", encoding="utf-8") as file:
        for reading in make(options.data, options.engine, options.most):
            file.write(reading.model_dump_json() + "\n")
            file.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
