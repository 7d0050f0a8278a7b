"""Writes what the commands print today into README, and the picture of a page: `make outputs`.

The demo runs in a home of its own. Long outputs are shortened as marked in README. A test compares README with
today's outputs; only times may differ.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pictures

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
FIELDWRIGHT = Path(sys.executable).with_name("fieldwright")
DOCUMENTS = "samples/documents"
SHOWN = ("damaged_on_purpos", "invoice_english.p", "invoice_german.pd")
"""Rows of the list that README shows, by the beginning of their name."""

SEARCHED_LINES = 8


def printed(*arguments: str, home: str) -> str:
    """Returns what a command prints on a terminal of 80 columns."""
    environment = os.environ | {"FIELDWRIGHT_HOME": home, "COLUMNS": "80", "NO_COLOR": "1"}
    found = subprocess.run(
        [FIELDWRIGHT, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    told = [line for line in found.stderr.splitlines() if line.startswith("processing ")]  # the rest is progress
    return "".join(line + "\n" for line in [*told, *found.stdout.splitlines()])


def extract_output(home: str) -> str:
    """Returns the beginning of the object that `extract` writes for the German invoice."""
    output = Path(home) / "fields.jsonl"
    printed("extract", f"{DOCUMENTS}/invoice_german.pdf", "--quiet", "--output", str(output), home=home)
    found = json.loads(output.read_text(encoding="utf-8").splitlines()[0])
    total = found["fields"]["total_amount"]
    head = {name: found[name] for name in ("document_class", "status", "confidence")}
    first = {name: total[name] for name in ("value", "raw", "confidence", "page", "boxes")}
    rest = {name: total[name] for name in ("source", "why")}
    return (
        f'{json.dumps({"file": "invoice_german.pdf", **head})[:-1]}, "fields": {{"total_amount":\n'
        f" {json.dumps(first)[:-1]},\n  {json.dumps(rest)[1:]}, ...}}, ...}}\n"
    )


def demo_output(home: str) -> str:
    """Returns what `make demo` prints, the list and the hits shortened."""
    taken = printed("ingest", DOCUMENTS, home=home)
    done = printed("run", home=home)
    listed = printed("list", home=home)
    query = "total amount:>100"
    hits = printed("search", query, "--limit", "3", home=home)
    return f"{taken}{done}{_cut(listed)}\nfieldwright search '{query}'\n{_first(hits)}"


def _cut(listed: str) -> str:
    head, *rows = re.split(r"(?m)^[├└]─.*\n", listed)
    top, first = head.split("┡", 1)
    rule, _, first = f"┡{first}".partition("\n")
    shown = [row for row in (first, *rows) if any(name in row for name in SHOWN)]
    border = "├" + "┼".join("─" * n for n in (19, 26, 31)) + "┤\n"
    left = len([row for row in (first, *rows[:-1]) if row]) - len(shown)
    return f"{top}{rule}\n{border.join(shown)}... {_WORDS[left]} more\n{listed.splitlines()[-1]}\n"


_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def _first(hits: str) -> str:
    lines = hits.splitlines()
    found = next(line for line in reversed(lines) if re.match(r"\d+ documents found", line))
    return "\n".join([*lines[:SEARCHED_LINES], "...", found]) + "\n"


def readme(home: str) -> str:
    """Returns README with today's outputs, made in an empty home."""
    text = README.read_text(encoding="utf-8")
    for name, output in (("extract", extract_output(home)), ("demo", demo_output(home))):
        begin, end = f"<!-- {name} output -->\n```\n", f"```\n<!-- /{name} output -->"
        before, _, after = text.partition(begin)
        text = f"{before}{begin}{output}{end}{after.partition(end)[2]}"
    return text


def main() -> None:
    """Replaces both outputs in README, and draws the picture of the German invoice."""
    with tempfile.TemporaryDirectory() as home:
        README.write_text(readme(home), encoding="utf-8")
        printed("show", "invoice_german.pdf", "--overlay", str(pictures.FOLDER / pictures.OVERLAY), home=home)
    pictures.record(pictures.OVERLAY)


if __name__ == "__main__":
    main()
