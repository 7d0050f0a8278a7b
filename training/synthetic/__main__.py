"""Writes the sample documents: ``python -m training.synthetic samples/``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from training.synthetic.samples import write_samples


def main() -> None:
    """Reads the command line and writes the samples into the folder it names."""
    parser = argparse.ArgumentParser(prog="python -m training.synthetic", description=__doc__)
    parser.add_argument("folder", type=Path, help="where to write documents/, truth.jsonl and README.md")
    for name in write_samples(parser.parse_args().folder):
        sys.stdout.write(f"{name}\n")


if __name__ == "__main__":
    main()
