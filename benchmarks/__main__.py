"""Runs a benchmark by name: ``python -m benchmarks NAME [options]``.

Every benchmark takes ``--json`` and ``--output``, and ``--help`` lists its other options. ``all`` runs them one after
another, but for those that train models: these take hours and are called by name. Its document has each report under
the benchmark's name, and none of a benchmark that was skipped.
"""

from __future__ import annotations

import importlib
import io
import json
import sys
from collections.abc import Sequence
from contextlib import nullcontext, redirect_stdout

from benchmarks import frame
from schemas import offline

NAMES = (
    "capacity", "directory", "fields", "harmless", "layout", "layouts", "load", "memory", "noisy", "ocr", "promise",
    "redaction", "review", "search", "speed", "stream", "tiers", "touchless",
)  # fmt: skip
"""The modules of this package that have a ``main(argv)``."""

ALONE = ("archive", "rollout", "soak")
"""Modules that take as long as they are told to, or need to be told what to measure."""

TRAINING = ("ablation", "learning-curve")
"""Modules, with an underscore for the hyphen, that train models in order to measure."""


def main(argv: Sequence[str]) -> int:
    """Runs what the first argument names with the others; returns the worst exit status."""
    name, options = (argv[0], list(argv[1:])) if argv else ("", [])
    if name in ("-h", "--help"):
        print(usage())
        return 0
    if name not in (*NAMES, *ALONE, *TRAINING, "all"):
        print(usage(), file=sys.stderr)
        return frame.FAILED
    return run_all(options) if name == "all" else run(name, options)


def run(name: str, options: Sequence[str]) -> int:
    """Runs one benchmark and returns its exit status."""
    status: int = importlib.import_module(f"benchmarks.{name.replace('-', '_')}").main(list(options))
    return status


def run_all(arguments: Sequence[str]) -> int:
    """Runs all that train nothing and returns the worst exit status; gathers their reports where JSON is wanted."""
    options, unknown = frame.parser("all", __doc__).parse_known_args(arguments)
    if unknown:
        print("benchmarks: 'all' takes no option but --json and --output", file=sys.stderr)
        return frame.FAILED
    gather, reports, statuses = options.json or options.output, {}, []
    for name in NAMES:
        print(f"# {name}", file=sys.stderr, flush=True)
        printed = io.StringIO()
        with redirect_stdout(printed) if gather else nullcontext():
            statuses.append(run(name, ["--json"] if gather else []))
        if printed.getvalue():
            reports[name] = json.loads(printed.getvalue())
    frame.give(reports, options)
    return max(statuses)


def usage() -> str:
    """Returns how the command is called."""
    names = ",".join((*NAMES, *ALONE, *TRAINING))
    return f"usage: python -m benchmarks {{{names},all}} [--json] [--output FILE.json] [options; see NAME --help]"


if __name__ == "__main__":
    offline.settle()
    sys.exit(main(sys.argv[1:]))
