"""Releases: a candidate becomes shadow, canary, current; one is on trial, one is current, and each can be undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from registry import releases
from registry.manifest import MODEL_FILE
from schemas.errors import ConfigurationError
from services.release_readers import is_chosen
from tests.builders import document_id


def checkpoint(
    folder: Path, name: str = "layoutlm", weights: str = "weights", classes: tuple[str, ...] = ("invoice",)
) -> Path:
    folder.mkdir(parents=True)
    about = {"name": name, "version": "3", "classes": classes, "data_digest": "d1", "code_digest": "c1", "f1": 0.9}
    (folder / MODEL_FILE).write_text(json.dumps(about))
    (folder / "model.safetensors").write_text(weights)
    return folder


@pytest.fixture
def models(tmp_path):
    checkpoint(tmp_path / "models" / "layoutlm")
    return tmp_path / "models"


def added(models: Path, name: str, weights: str) -> str:
    return releases.add_release(models, checkpoint(models.parent / name, weights=weights), name, code="0.2").version


def statuses(models: Path) -> dict[str, str]:
    return {one.version: one.status for one in releases.releases(models)}


def test_a_candidate_is_copied_with_its_digests_and_reads_nothing(models):
    version = added(models, "better", "w2")
    [one] = releases.releases(models)
    assert one.code_digest == "c1"
    assert (one.version, one.status, one.data, one.code, one.metrics) == (
        version,
        "candidate",
        "d1",
        "0.2",
        {"f1": 0.9},
    )
    assert version == f"better-{one.weights[:8]}"
    assert (releases.folder_of(models, version) / "model.safetensors").read_text() == "w2"
    assert releases.on_trial(models) is None
    assert releases.current_release(models) is None


def test_the_same_weights_are_added_once_and_others_are_another_version(models):
    version = added(models, "better", "w2")
    assert releases.add_release(models, models.parent / "better", "better").version == version
    (models.parent / "better" / "model.safetensors").write_text("w3")
    assert releases.add_release(models, models.parent / "better", "better").version != version


def test_a_candidate_that_lacks_a_class_is_refused(models):
    with pytest.raises(ConfigurationError, match="does not read invoice"):
        releases.add_release(models, checkpoint(models.parent / "less", classes=("claim",)), "less")


def test_one_is_on_trial_and_its_share_may_grow(models):
    first, second = added(models, "a", "w2"), added(models, "b", "w3")
    begun = releases.deploy(models, first, "canary", 0.05).since
    with pytest.raises(ConfigurationError, match="is canary"):
        releases.deploy(models, second, "shadow")
    assert releases.deploy(models, first, "canary", 0.2).since == begun
    releases.roll_back_release(models, first, "worse")
    assert releases.deploy(models, second, "shadow").status == "shadow"
    assert statuses(models) == {first: "rolled_back", second: "shadow"}


def test_promotion_retires_the_one_before_and_a_rollback_brings_it_back(models):
    first, second = added(models, "a", "w2"), added(models, "b", "w3")
    releases.promote(models, first)
    releases.promote(models, second)
    assert statuses(models) == {first: "retired", second: "current"}
    releases.roll_back_release(
        models, second, "worse", releases.Failures(slice="class claim", document_ids=("a" * 64,))
    )
    assert statuses(models) == {first: "current", second: "rolled_back"}
    assert releases.failures_of(models, second).document_ids == ("a" * 64,)
    assert releases.failures_of(models, first) is None
    releases.promote(models, "shipped")
    assert releases.current_release(models) is None


def test_the_share_is_kept_sticks_to_the_id_and_only_grows(models):
    version = added(models, "a", "w2")
    ids = [document_id(str(i)) for i in range(4000)]
    small = releases.deploy(models, version, "canary", 0.05)
    chosen = {i for i in ids if is_chosen(small, i)}
    assert 140 <= len(chosen) <= 260
    assert chosen == {i for i in ids if is_chosen(small, i)}
    larger = releases.deploy(models, version, "canary", 0.3)
    assert chosen < {i for i in ids if is_chosen(larger, i)}
    assert not any(is_chosen(releases.promote(models, version), i) for i in ids)


def test_a_damaged_card_is_named(models):
    version = added(models, "a", "w2")
    (releases.folder_of(models, version) / releases.CARD).write_text("{}")
    with pytest.raises(ConfigurationError, match="cannot be read"):
        releases.releases(models)
