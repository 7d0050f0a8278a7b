"""What every benchmark does beside measuring: common options, where and when it ran, lines as they come, one report."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from schemas.errors import DocumentError

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
SEED = 20240501
FAILED = 2
"""Exit status where the data are absent, an error ended the measurement, or the call was wrong."""

PACKAGES = (
    "fieldwright", "torch", "transformers", "rapidocr", "openvino", "pypdfium2", "tantivy", "elasticsearch",
    "presidio-analyzer", "spacy",
)  # fmt: skip

Report = dict[str, Any]
Measure = Callable[[argparse.Namespace, Report], Iterable[str]]
"""Puts its figures into the report, and yields lines that tell them as soon as they are known."""


def parser(name: str, about: str | None, *, data: Path | None = None) -> argparse.ArgumentParser:
    """Returns a parser with the options that all benchmarks have; ``data`` is the default of ``--data``, if any."""
    made = argparse.ArgumentParser(
        prog=f"python -m benchmarks {name}", description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.add_argument("--json", action="store_true", help="print one JSON document; lines go to standard error")
    made.add_argument("--output", type=Path, metavar="FILE.json", help="also write the JSON to this file")
    if data:
        made.add_argument("--data", type=Path, default=data, help="folder of the development sets")
    return made


def count(text: str) -> int:
    """Returns the number that an option has, at least 1."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


def percentile(times: Sequence[float], percent: float) -> float:
    """Returns the time below which so many percent of the times lie, between two of them by proportion."""
    import numpy as np

    return float(np.percentile(times, percent))


def main(options: argparse.Namespace, measure: Measure, *, needs: str | None = None) -> int:
    """Measures, prints and writes the report; returns the exit status.

    Args:
        options: What `parser` read.
        measure: Fills the report; it has the circumstances already.
        needs: What must be in the folder of the development sets.
    """
    if needs and not present(options.data / needs):
        return FAILED
    report = circumstances()
    stream = sys.stderr if options.json else sys.stdout
    try:
        print(f"# {report['machine']}, {report['date']}, fieldwright {report['versions']['fieldwright']}", file=stream)
        for line in measure(options, report):
            print(line, file=stream, flush=True)
    except DocumentError as error:
        print(f"fieldwright: {error}", file=sys.stderr)
        return FAILED
    give(report, options)
    return 0


def present(path: Path) -> bool:
    """Returns whether the development data are there; prints a message if not."""
    if not path.exists():
        print(f"skipped: the development data are not at {path}", file=sys.stderr)
    return path.exists()


def give(report: Report, options: argparse.Namespace) -> None:
    """Prints and writes a report, as the options want it."""
    text = json.dumps(report, indent=1)
    if options.json:
        print(text)
    if options.output:
        options.output.parent.mkdir(parents=True, exist_ok=True)
        options.output.write_text(text + "\n", encoding="utf-8")


def told(report: Report, rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    """Puts rows of figures and the seed into the report, and yields each row as a line."""
    report |= {"seed": SEED, "rows": []}
    for row in rows:
        report["rows"].append(row)
        yield "  ".join(f"{name} {value}" for name, value in row.items())


def circumstances() -> Report:
    """Returns when and where figures are taken, and with which versions."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{processor()}, {os.cpu_count()} cores, {platform.system()}",
        "python": platform.python_version(),
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
    }


def processor() -> str:
    """Returns the name of the processor, as the system tells it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
