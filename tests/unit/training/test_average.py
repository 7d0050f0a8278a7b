"""The mean of two checkpoints."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file, save_file

from schemas.errors import ConfigurationError
from training.average import average


def checkpoint(folder: Path, *values: float, name: str = "model") -> Path:
    folder.mkdir()
    save_file({"head": torch.tensor(values, dtype=torch.float16)}, folder / "model.safetensors")
    (folder / "fieldwright.json").write_text(name)
    (folder / "calibration.json").write_text("{}")
    return folder


@pytest.mark.parametrize(
    ("share", "mixed"), [(0.0, [1.0, 2.0]), (0.5, [2.0, 4.0]), (0.75, [2.5, 5.0]), (1.0, [3.0, 6.0])]
)
def test_weights_lie_between(tmp_path: Path, share: float, mixed: list[float]) -> None:
    first, second = checkpoint(tmp_path / "a", 1, 2, name="old"), checkpoint(tmp_path / "b", 3, 6, name="new")
    average(first, second, tmp_path / "c", share=share)
    head = load_file(tmp_path / "c" / "model.safetensors")["head"]
    assert head.tolist() == mixed
    assert head.dtype == torch.float16
    assert (tmp_path / "c" / "fieldwright.json").read_text() == "new"
    assert not (tmp_path / "c" / "calibration.json").exists(), "it belongs to the weights of the second"


def test_shapes_must_agree(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="different shape"):
        average(checkpoint(tmp_path / "a", 1), checkpoint(tmp_path / "b", 1, 2), tmp_path / "c")
    assert not (tmp_path / "c").exists()


def test_a_folder_without_weights_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="nowhere holds no checkpoint"):
        average(tmp_path / "nowhere", checkpoint(tmp_path / "b", 1), tmp_path / "c")


def labeled(folder: Path, labels: list[str], *rows: float) -> Path:
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps({"id2label": dict(enumerate(labels))}))
    save_file({"classifier.bias": torch.tensor(rows), "encoder": torch.tensor([rows[0]])}, folder / "model.safetensors")
    return folder


def test_labels_that_the_first_one_does_not_know_keep_their_weights(tmp_path: Path) -> None:
    first = labeled(tmp_path / "a", ["O", "B-total"], 1.0, 3.0)
    second = labeled(tmp_path / "b", ["O", "B-charge", "B-total"], 3.0, 8.0, 5.0)
    average(first, second, tmp_path / "c")
    mixed = load_file(tmp_path / "c" / "model.safetensors")
    assert mixed["classifier.bias"].tolist() == [2.0, 8.0, 4.0]
    assert mixed["encoder"].tolist() == [2.0]
    with pytest.raises(ConfigurationError, match="different shape"):
        average(second, first, tmp_path / "d")
