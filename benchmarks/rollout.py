"""A real second checkpoint goes through shadow, canary, rollback and recall, on documents that no model learned from.

Documents are the held-out ones of the sets, and pages of layouts kept apart. A seed draws their order. The commands
are those of ``fieldwright models``, each in a process of its own, in a home of its own. People's answers are the ground
truth: every labeled field of a document, one document after the other. After each answer the release is checked as the
portal does it. Redaction and search take no part. ``slices`` compare both versions on all documents of the shadow. Run
``python -m benchmarks rollout --candidate FOLDER --json``.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from benchmarks import frame
from benchmarks.deployment import BATCH, Deployment, Labeled, groups, taken_in
from benchmarks.frame import DATA
from registry.releases import current_release, find_release, mark_of, on_trial
from schemas.settings import load_settings
from services import stages
from services.rollout.comparison import SliceResult, compare
from services.rollout.evidence import evidence
from services.rollout.watch import Look, check
from training.datasets import Document, load_set
from training.pages.write import write
from training.recipe import is_labelled

SEED = 301
SETS = ("zugferd_invoices", "azure_documents", "ad_buy", "fara_forms", "template_invoices")
GENERATED = "pages_kept_apart"
SHADOW_SHARE, FIRST_SHARE = 0.4, 0.15
"""Shares of the documents: those of the shadow, and those of the canary at its first percentage."""
FIRST_CANARY, SECOND_CANARY = 5, 50
"""Percent of the documents that the canary reads at first, and then."""


def chosen(data: Path, folder: Path, sets: Sequence[str], generated: int, seed: int) -> list[Document]:
    """Returns the held-out documents of the sets, and generated ones of layouts kept apart."""
    found = [d for name in sets for d in load_set(data, name) if is_labelled(d) and d.held_out]
    if generated:
        if not (folder / GENERATED).exists():
            for _ in write(folder / GENERATED, generated, seed=seed, apart=True, scans=0.0):
                pass
        found += load_set(folder, GENERATED)[:generated]
    return found


def answered(deployment: Deployment, documents: Sequence[Labeled]) -> tuple[Look | None, dict[str, Any]]:
    """Has people answer documents, one after the other, until a check rolls the release back.

    Returns:
        The last look at the trial, and what happened: answers until the rollback, seconds from that answer to it.
    """
    look = None
    for number, one in enumerate(documents, start=1):
        deployment.label(one)
        begun = time.perf_counter()
        look = check(deployment.bench)
        if look is not None and look.worse is not None:
            after = {"answers": number, "rolled_back": look.worse.name, "why": look.release.why}
            return look, after | {"seconds_to_rollback": round(time.perf_counter() - begun, 2)}
    return look, {"answers": len(documents), "rolled_back": None}


def rows_of(slices: Sequence[SliceResult]) -> list[dict[str, Any]]:
    """Returns slices as rows of a report."""
    return [
        {
            "slice": one.name, "documents": one.candidate_documents, "documents_current": one.current_documents,
            "candidate": round(one.candidate, 4), "current": round(one.current, 4),
            "difference": round(one.difference, 4), "low": round(one.low, 4), "high": round(one.high, 4),
            "verdict": one.verdict,
        }
        for one in slices
    ]  # fmt: skip


def shadowed(deployment: Deployment, documents: Sequence[Labeled], version: str) -> dict[str, Any]:
    """Lets the release read documents beside the current model; people answer, and all of them count in the slices."""
    deployment.command("models", "deploy", version, "--shadow")
    # Its status of now finds its answers, also after a check has ended the trial.
    release = find_release(deployment.models, version)
    documents = deployment.read(documents)
    _, found = answered(deployment, documents)
    # The figures of all documents, as if no check had ended the trial.
    for one in documents[found["answers"] :]:
        deployment.label(one)
    slices = compare(evidence(deployment.bench, release), deployment.bench.settings.rollout)
    return {"documents": len(documents), **found, "slices": rows_of(slices)}


def tried(
    deployment: Deployment, first: Sequence[Labeled], then: Sequence[Labeled], version: str
) -> tuple[dict[str, Any], list[Labeled]]:
    """Lets the release read a share of the documents in place of the current model, a small one first.

    Returns:
        What happened, and the documents that it read.
    """
    report: dict[str, Any] = {}
    read: list[Labeled] = []
    for name, documents, share in (("first", first, FIRST_CANARY), ("then", then, SECOND_CANARY)):
        deployment.command("models", "deploy", version, "--canary", str(share))
        documents = deployment.read(documents)
        own = [one for one in documents if mark_of(version) in deployment.maker(one.id)]
        read += own
        look, found = answered(deployment, documents)
        report[name] = {"percent": share, "documents": len(documents), "read_by_it": len(own), **found}
        report[name]["slices"] = rows_of(look.slices if look is not None else ())
        if found["rolled_back"]:
            break
    return report, read


def taken_back(
    deployment: Deployment, version: str, read: Sequence[Labeled], fresh: Sequence[Labeled]
) -> dict[str, Any]:
    """Plays what follows a rollback: the next batch, the failures, the recall; returns what was seen."""
    if on_trial(deployment.models) is not None:
        deployment.command("models", "rollback", version)
    mark = mark_of(version)
    next_batch = sum(mark in deployment.maker(one.id) for one in deployment.read(fresh))
    failures = json.loads(deployment.command("models", "failures", version, "--json") or "null")
    if failures:
        deployment.command("models", "failures", version, "--reopen")
    recalled = json.loads(deployment.command("models", "recall", version, "--reprocess", "--json"))
    again = [one for one in read if one.id in set(recalled["taken"])]
    deployment.read(again)
    return {
        "next_batch_read_by_it": next_batch,
        "failures": len(failures["document_ids"]) if failures else 0,
        "touched": recalled["touched"],
        "read_by_it": len(read),
        **{name: len(recalled[name]) for name in ("taken", "waiting", "decided", "held")},
        "still_by_it_after": sum(mark in deployment.maker(one.id) for one in again),
    }


def line_of(row: Mapping[str, Any]) -> str:
    """Returns a slice as a line."""
    counts = f"{row['documents']:>4}/{row['documents_current']:<4}"
    figures = f"{row['candidate']:.3f} {row['current']:.3f} {row['difference']:+.3f}"
    return f"{row['slice']:30} {counts} {figures} ({row['low']:+.3f} to {row['high']:+.3f}) {row['verdict']}"


def run(options: argparse.Namespace, report: frame.Report) -> Iterator[str]:
    """Plays the whole story, and yields what happens."""
    models = load_settings().models
    with tempfile.TemporaryDirectory() as folder:
        home, pages = Path(folder, "home"), options.pages or Path(folder)
        documents = chosen(options.data, pages, options.sets or SETS, options.count, options.seed)
        if options.kept is not None:
            if not options.kept.exists():
                prepare(options.kept, models, documents)
            shutil.copytree(options.kept, home, symlinks=True)
        deployment = Deployment(home, models)
        stored = taken_in(deployment, documents)
        random.Random(options.seed).shuffle(stored)
        if options.current is not None:
            deployment.command("models", "promote", deployment.add(options.current, "current"))
        now = current_release(deployment.models)
        version = deployment.add(options.candidate, "candidate")
        report |= {
            "seed": options.seed, "documents": len(stored), "current": now.model if now else "shipped",
            "candidate": version, "weights": sha256((options.candidate / "model.safetensors").read_bytes()).hexdigest(),
        }  # fmt: skip
        yield f"{len(stored)} documents, current {report['current']}, candidate {version}"
        shadow, first = round(len(stored) * SHADOW_SHARE), round(len(stored) * FIRST_SHARE)
        report["shadow"] = shadowed(deployment, stored[:shadow], version)
        yield from map(line_of, report["shadow"]["slices"])
        yield f"shadow: {told(report['shadow'])}"
        canary = stored[shadow + first : len(stored) - BATCH]
        report["canary"], read = tried(deployment, stored[shadow : shadow + first], canary, version)
        for one in report["canary"].values():
            yield f"canary of {one['percent']} %: {one['read_by_it']} of {one['documents']} documents, {told(one)}"
        yield from (line_of(row) for row in one["slices"] if row["verdict"] != "open")
        report["after"] = taken_back(deployment, version, read, stored[-BATCH:])
        yield "after: " + ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in report["after"].items())
        report["commands"] = deployment.commands
        deployment.bench.close()


def prepare(home: Path, models: Path, documents: Sequence[Document]) -> None:
    """Reads and classifies documents in a home, so that every run from a copy of it begins with their words."""
    deployment = Deployment(home, models)
    with deployment.bench as bench:
        for some in groups(taken_in(deployment, documents)):
            batch = stages.Batch(bench, [one.id for one in some])
            for stage in stages.READING[: stages.READING.index(stages.extract_fields)]:
                stage(batch)


def told(found: Mapping[str, Any]) -> str:
    """Returns how a trial ended, as a sentence."""
    if found["rolled_back"] is None:
        return f"open after {found['answers']} answers"
    return f"rolled back after {found['answers']} answers, {found['seconds_to_rollback']} s later: {found['why']}"


def main(argv: Sequence[str] | None = None) -> int:
    """Plays the story; returns 2 where the data or a model is absent."""
    parser = frame.parser("rollout", __doc__, data=DATA)
    parser.add_argument("--candidate", type=Path, required=True, help="folder of the checkpoint that is tried")
    parser.add_argument(
        "--current", type=Path, help="folder of a checkpoint that is in use before; else the shipped one"
    )
    parser.add_argument("--set", action="append", dest="sets", help="default: those with text layers; may be repeated")
    parser.add_argument("--count", type=int, default=200, help="generated documents (default: %(default)s)")
    parser.add_argument("--pages", type=Path, help="folder that keeps the generated documents")
    parser.add_argument("--kept", type=Path, help="folder that keeps the words of all documents for a next run")
    parser.add_argument("--seed", type=int, default=SEED, help="of the generated documents and the order of all")
    return frame.main(parser.parse_args(argv), run, needs="score.py")


if __name__ == "__main__":
    sys.exit(main())
