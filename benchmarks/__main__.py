"""Runs a benchmark by name: ``python -m benchmarks NAME [options]``.

Every benchmark takes ``--json``, and ``--help`` lists its other options. ``all`` runs them one after another, but for
those that train models: these take hours and are called by name.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence

from schemas import offline

NAMES = ("fields", "load", "noisy", "ocr", "redaction", "review", "search")
"""The modules of this package that have a ``main(argv)``."""

TRAINING = ("ablation", "learning-curve")
"""Modules, with an underscore for the hyphen, that train models in order to measure."""

WRONG_USAGE = 2


def main(argv: Sequence[str]) -> int:
    """Runs what the first argument names with the others; returns the worst exit status."""
    name, options = (argv[0], list(argv[1:])) if argv else ("", [])
    if name in ("-h", "--help"):
        print(usage())
        return 0
    if name not in (*NAMES, *TRAINING, "all"):
        print(usage(), file=sys.stderr)
        return WRONG_USAGE
    if name != "all":
        return run(name, options)
    if options not in ([], ["--json"]):
        print("benchmarks: 'all' takes no option but --json", file=sys.stderr)
        return WRONG_USAGE
    return max([_announced(each, options) for each in NAMES])


def run(name: str, options: Sequence[str]) -> int:
    """Runs one benchmark and returns its exit status."""
    status: int = importlib.import_module(f"benchmarks.{name.replace('-', '_')}").main(list(options))
    return status


def usage() -> str:
    """Returns how the command is called."""
    return f"usage: python -m benchmarks {{{','.join((*NAMES, *TRAINING))},all}} [--json] [options; see NAME --help]"


def _announced(name: str, options: Sequence[str]) -> int:
    print(f"# {name}", file=sys.stderr, flush=True)
    return run(name, options)


if __name__ == "__main__":
    offline.settle()
    sys.exit(main(sys.argv[1:]))
