"""``fieldwright models``: compare the release on trial, check it, recall what a release read."""

from __future__ import annotations

import getpass
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from fieldwright.console import console, escaped, hush, print_json, progress
from registry.releases import Release, failures_of, find_release, folder_of
from schemas.errors import ConfigurationError
from schemas.settings import Settings, load_settings
from services.rollout.comparison import SliceResult
from services.rollout.recall import How
from services.workbench import Workbench
from values.wording import quantity

SHOWN = 10


def compare(version: str | None, *, data: Path | None, as_json: bool) -> None:
    """Prints the release on trial against the current model, on what people checked or on a labeled set."""
    from services.rollout.watch import look

    settings = load_settings()
    if data is not None:
        release = find_release(settings.models, _wanted(settings, version))
        _print(release, labelled(settings, release, data, quiet=as_json), as_json=as_json)
        return
    with Workbench(settings) as bench:
        found = look(bench)
    if found is None or version not in (None, found.release.version):
        raise ConfigurationError("no such release is on trial: deploy it, or compare on a labeled set with --data")
    _print(found.release, found.slices, as_json=as_json)


def labelled(settings: Settings, release: Release, data: Path, *, quiet: bool) -> list[SliceResult]:
    """Returns a release against the current model on a labeled set: both read every document."""
    from fieldwright.evaluate import labelled_documents
    from registry.releases import current_release
    from services.rollout import comparison
    from services.rollout.evidence import Evidence, slices_of
    from services.stages.traits import traits_of
    from training import scoring
    from training.assess import extracted

    hush()
    documents = labelled_documents(data, settings.models)
    names = scoring.vocabulary(document.row for document in documents)
    current = current_release(settings.models)
    shares: list[list[float]] = []
    slices: list[tuple[str, dict[str, str]]] = []
    for one in (release, current):
        folder = folder_of(settings.models, one.version) if one else settings.models / "layoutlm"
        reading = settings.model_copy(update={"checkpoint": folder})
        shares.append([])
        with progress("reading", quiet=quiet, total=len(documents)) as advance:
            for document, made in extracted(reading, documents):
                fields = made.extraction.fields if made.extraction else ()
                found = {f.name: (f.value, f.confidence) for f in fields if f.value is not None}
                judged = scoring.judge(document.row, found, names[document.document_class])
                shares[-1].append(sum(j.right for j in judged) / len(judged) if judged else 1.0)
                if one is release:
                    traits = traits_of(made.read, str(document.path)) if made.read else None
                    slices.append((document.path.name, slices_of(document.document_class, traits)))
                advance()
    pairs = [Evidence(name, s, a, b) for (name, s), a, b in zip(slices, *shares, strict=True)]
    return comparison.compare(pairs, settings.rollout)


def _wanted(settings: Settings, version: str | None) -> str:
    from registry.releases import on_trial

    trial = on_trial(settings.models)
    if version is None and trial is None:
        raise ConfigurationError("no release is on trial: name one")
    return version or (trial.version if trial else "")


def _print(release: Release, slices: Sequence[SliceResult], *, as_json: bool) -> None:
    if as_json:
        print_json({"release": release.version, "status": release.status, "slices": [asdict(one) for one in slices]})
        return
    table = Table(header_style="bold", title=f"{release.version} ({release.status}) against the current model")
    for heading in ("slice", "documents", "right", "documents now", "right now", "difference", "interval", ""):
        table.add_column(heading, no_wrap=True)
    for one in slices:
        table.add_row(
            escaped(one.name), str(one.candidate_documents), f"{one.candidate:.3f}", str(one.current_documents),
            f"{one.current:.3f}", f"{one.difference:+.3f}", f"{one.low:+.3f} to {one.high:+.3f}",
            "" if one.verdict == "open" else one.verdict,
        )  # fmt: skip
    console.print(table if slices else "nobody has checked a document since the trial began")


def check(*, as_json: bool) -> None:
    """Looks at the release on trial, and rolls it back where a slice is worse."""
    from services.rollout.watch import check as checked

    with Workbench(load_settings()) as bench:
        found = checked(bench)
    if as_json:
        told: dict[str, Any] = {"release": None} if found is None else {
            "release": found.release.version, "status": found.release.status, "why": found.release.why,
            "failures": list(found.worse.failed) if found.worse else [],
        }  # fmt: skip
        print_json(told)
    elif found is None:
        console.print("no release is on trial")
    elif found.worse is None:
        console.print(f"{found.release.version} stays {found.release.status}: no slice is worse beyond its bound")
    else:
        count = quantity(len(found.worse.failed), "labeled document")
        console.print(f"{found.release.version} is rolled back: {escaped(found.release.why)}", highlight=False)
        console.print(f"{count} kept: fieldwright models failures {found.release.version}")


def failures(version: str, *, reopen: bool, as_json: bool) -> None:
    """Lists the labeled documents that a release was rolled back for, or puts them before a person again."""
    from services.rollout.watch import reopen_failures

    settings = load_settings()
    kept = failures_of(settings.models, version)
    if reopen:
        with Workbench(settings) as bench:
            count = len(reopen_failures(bench, version, user=getpass.getuser()))
        console.print(f"{quantity(count, 'document')} put into the review queue")
    elif as_json:
        print_json(kept.model_dump() if kept else None)
    elif kept is None:
        console.print(f"no documents are kept for release {version}")
    else:
        console.print(f"{escaped(kept.slice)}: {quantity(len(kept.document_ids), 'document')}", highlight=False)
        for document_id in kept.document_ids:
            console.print(document_id[:16], highlight=False)


def recall(version: str, how: How, *, as_json: bool) -> None:
    """Takes back what a release read."""
    from services.rollout import recall as service

    with Workbench(load_settings()) as bench:
        found = service.recall(bench, version, how, actor=getpass.getuser())
    if as_json:
        print_json({"touched": found.touched, **asdict(found)})
        return
    console.print(f"{version} read {quantity(found.touched, 'document')} that no other version has read since")
    done = {"count": "would be taken back", "reprocess": "wait to be processed", "review": "are in the review queue"}
    console.print(f"{len(found.taken)} {done[how]}; {len(found.waiting)} did so already")
    for ids, told in ((found.decided, "a person decided, left as they are"), (found.held, "a person works on now")):
        if ids:
            more = f" and {len(ids) - SHOWN} more" if len(ids) > SHOWN else ""
            console.print(f"{len(ids)} {told}: {', '.join(i[:12] for i in ids[:SHOWN])}{more}", highlight=False)
