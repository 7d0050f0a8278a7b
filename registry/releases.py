"""Releases of the field model that reads every class nobody taught: versions, their status, which one reads what.

``models/releases/VERSION/`` is a checkpoint with ``release.json`` beside its weights. Without a current release, the
shipped model reads. At most one release is on trial, as shadow or canary, and at most one is current.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from registry.manifest import read_about
from schemas.errors import ConfigurationError
from schemas.geometry import Frozen

RELEASES = "releases"
CARD = "release.json"
FAILURES = "failures.json"
SHIPPED = "shipped"
"""In place of a version: the model that comes with the program."""

Status = Literal["candidate", "shadow", "canary", "current", "retired", "rolled_back"]
ON_TRIAL: tuple[Status, ...] = ("shadow", "canary")


class Release(Frozen):
    """One version. ``share`` of the documents is read by a canary; ``since`` is when its status began.

    ``data`` and ``code_digest`` are the digests of its training data and of the code that trained it, where the
    checkpoint states them. ``crashes`` counts batches that the version could not read.
    """

    version: str
    status: Status = "candidate"
    share: float = Field(default=0.0, ge=0, le=1)
    added_at: datetime
    since: datetime
    model: str
    classes: tuple[str, ...]
    weights: str
    data: str | None = None
    code: str = ""
    code_digest: str | None = None
    metrics: dict[str, Any] = Field(default_factory=dict)
    why: str = ""
    crashes: int = 0

    @property
    def mark(self) -> str:
        """What every result of this version holds in the name of its maker."""
        return mark_of(self.version)


class Failures(Frozen):
    """The labeled documents of the slice that a release was rolled back for: ids, never their text."""

    slice: str
    document_ids: tuple[str, ...]


def mark_of(version: str) -> str:
    """Returns what results of a release hold in the name of their maker; no other text holds it."""
    return f"release {version};"


def releases(models: Path) -> list[Release]:
    """Returns every release, the oldest first.

    Raises:
        ConfigurationError: The file of one cannot be read.
    """
    return sorted((_read(path) for path in (models / RELEASES).glob(f"*/{CARD}")), key=lambda one: one.added_at)


def find_release(models: Path, version: str) -> Release:
    """Returns a release.

    Raises:
        ConfigurationError: There is none of this version.
    """
    found = releases(models)
    for release in found:
        if release.version == version:
            return release
    known = ", ".join(release.version for release in found) or "none yet; add one with fieldwright models add"
    raise ConfigurationError(f"there is no release {version}; there are {known}")


def folder_of(models: Path, version: str) -> Path:
    """Returns the checkpoint of a release."""
    return models / RELEASES / version


def current_release(models: Path) -> Release | None:
    """Returns the release that reads documents; None where the shipped model does."""
    return next((one for one in releases(models) if one.status == "current"), None)


def on_trial(models: Path) -> Release | None:
    """Returns the release that is shadow or canary; None without one."""
    return next((one for one in releases(models) if one.status in ON_TRIAL), None)


def add_release(models: Path, checkpoint: Path, name: str, *, code: str = "") -> Release:
    """Copies a checkpoint into the models folder as a candidate; one with the same weights and name is there once.

    Args:
        models: The models folder.
        checkpoint: Folder with the weights and ``fieldwright.json``.
        name: What the version's name begins with; the digest of its files follows.
        code: Version of the program that added it.

    Raises:
        ConfigurationError: The folder is no checkpoint, lacks a class of the shipped model, or cannot be copied.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,40}", name):
        raise ConfigurationError(f"{name!r} is no name of a release: use small letters, digits, dots, - and _")
    about = read_about(checkpoint)
    missing = sorted(set(read_about(models / "layoutlm")["classes"]) - set(about.get("classes", ())))
    if missing:
        raise ConfigurationError(f"{checkpoint} does not read {', '.join(missing)}: a release reads the same classes")
    weights = _digest(checkpoint)
    version = f"{name}-{weights[:8]}"
    target = folder_of(models, version)
    if (target / CARD).exists():
        return _read(target / CARD)
    now = datetime.now(UTC)
    release = Release(
        version=version,
        added_at=now,
        since=now,
        model=f"{about['name']} {about['version']}",
        classes=tuple(about["classes"]),
        weights=weights,
        data=about.get("data_digest") or about.get("data"),
        code=code,
        code_digest=about.get("code_digest"),
        metrics={key: about[key] for key in ("f1", "f1_interval", "metrics") if about.get(key) is not None},
    )
    partial = target.with_name(f"{version}.part")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        shutil.copytree(checkpoint, partial)
        (partial / CARD).write_text(release.model_dump_json(indent=1) + "\n", encoding="utf-8")
        partial.rename(target)
    except OSError as error:
        raise ConfigurationError(f"{target} cannot be written ({error.strerror}): choose another folder") from None
    return release


def deploy(models: Path, version: str, status: Literal["shadow", "canary"], share: float = 0.0) -> Release:
    """Puts a release on trial, or changes its share.

    Raises:
        ConfigurationError: Another one is on trial, or this one is current.
    """
    with _locked(models):
        other = on_trial(models)
        if other is not None and other.version != version:
            raise ConfigurationError(
                f"release {other.version} is {other.status}: end its trial with fieldwright models rollback or promote"
            )
        release = find_release(models, version)
        if release.status == "current":
            raise ConfigurationError(f"release {version} reads the documents already")
        # A larger share continues the same trial: what was seen so far still counts.
        since = release.since if release.status == status else datetime.now(UTC)
        changes = {"status": status, "share": share, "since": since, "why": "", "crashes": 0}
        return _write(models, release.model_copy(update=changes))


def promote(models: Path, version: str) -> Release:
    """Makes a release the one that reads every document; the one before is retired. ``shipped`` retires it only.

    Raises:
        ConfigurationError: There is no such release.
    """
    with _locked(models):
        wanted = None if version == SHIPPED else find_release(models, version)
        before = current_release(models)
        if before is not None and before.version != version:
            _write(models, _changed(before, "retired", f"{version} took its place"))
        if wanted is None:
            return before or _none_current()
        return wanted if wanted.status == "current" else _write(models, _changed(wanted, "current", ""))


def roll_back_release(models: Path, version: str, why: str, failures: Failures | None = None) -> Release:
    """Takes a release out of use; the version before it, or the shipped model, reads from the next batch on.

    Args:
        models: The models folder.
        version: The release.
        why: A sentence, without text of documents.
        failures: The labeled documents that it failed on; they are kept beside it.

    Raises:
        ConfigurationError: There is no such release.
    """
    with _locked(models):
        release = find_release(models, version)
        if failures is not None:
            _replace(folder_of(models, version) / FAILURES, failures.model_dump_json(indent=1))
        if release.status == "current":
            before = [one for one in releases(models) if one.status == "retired"]
            if before:
                newest = max(before, key=lambda one: one.since)
                _write(models, _changed(newest, "current", f"{version} was rolled back"))
        return _write(models, _changed(release, "rolled_back", why))


def count_crash(models: Path, version: str) -> int:
    """Notes that a release could not read a batch; returns how often that happened in this trial."""
    with _locked(models):
        release = find_release(models, version)
        return _write(models, release.model_copy(update={"crashes": release.crashes + 1})).crashes


def failures_of(models: Path, version: str) -> Failures | None:
    """Returns the labeled documents that a release was rolled back for; None where a check did not roll it back."""
    path = folder_of(models, find_release(models, version).version) / FAILURES
    return Failures.model_validate_json(path.read_bytes()) if path.exists() else None


def _changed(release: Release, status: Status, why: str) -> Release:
    changes = {"status": status, "share": 0.0, "since": datetime.now(UTC), "why": why}
    return release.model_copy(update=changes)


def _none_current() -> Release:
    raise ConfigurationError("no release is current: the shipped model reads already")


def _digest(checkpoint: Path) -> str:
    """Returns the SHA-256 of what decides about results: weights, tokenizer, calibration, configuration."""
    digest = hashlib.sha256()
    for path in sorted(checkpoint.iterdir()):
        if path.is_file() and path.name != CARD and path.suffix in (".json", ".safetensors"):
            digest.update(path.name.encode())
            with path.open("rb") as stream:
                digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()


def _read(path: Path) -> Release:
    try:
        return Release.model_validate_json(path.read_bytes())
    except (OSError, ValidationError):
        raise ConfigurationError(f"{path} cannot be read: restore it, or remove its folder") from None


def _write(models: Path, release: Release) -> Release:
    _replace(folder_of(models, release.version) / CARD, release.model_dump_json(indent=1))
    return release


def _replace(path: Path, text: str) -> None:
    # A worker that looks meanwhile reads the old state or the new one, never half of it.
    partial = path.with_suffix(".part")
    partial.write_text(text + "\n", encoding="utf-8")
    partial.replace(path)


@contextmanager
def _locked(models: Path) -> Iterator[None]:
    (models / RELEASES).mkdir(parents=True, exist_ok=True)
    with (models / RELEASES / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def as_rows(found: list[Release]) -> list[Mapping[str, Any]]:
    """Returns releases as JSON for other programs."""
    return [json.loads(one.model_dump_json()) for one in found]
