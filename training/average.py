"""The mean of two checkpoints of one run: what each learned, at the cost of one.

A checkpoint that continues another one is in the same minimum. Their mean is often better on documents of other
senders. Source: Wortsman et al. 2022, "Model soups".
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import torch
from safetensors import safe_open
from safetensors.torch import save_file

from schemas.errors import ConfigurationError

WEIGHTS = "model.safetensors"


def average(first: Path, second: Path, output: Path, *, share: float = 0.5) -> None:
    """Writes a checkpoint whose weights are ``(1 - share) * first + share * second``; all else is the second's.

    Labels that only the second one knows keep its weights. A calibration is left out: it belongs to other weights.

    Raises:
        ConfigurationError: The two are no checkpoints of the same shape, or the second one lacks labels of the first.
    """
    begun, ended = _weights(first), _weights(second)
    begun = _with_labels(begun, ended, _labels(first), _labels(second))
    if {k: v.shape for k, v in begun.items()} != {k: v.shape for k, v in ended.items()}:
        raise ConfigurationError(f"{first} and {second} are checkpoints of different shape: train one from the other")
    shutil.copytree(second, output, dirs_exist_ok=True, ignore=shutil.ignore_patterns("calibration.json"))
    mixed = {k: torch.lerp(begun[k].float(), ended[k].float(), share).to(ended[k].dtype) for k in ended}
    save_file(mixed, output / WEIGHTS, metadata={"format": "pt"})


def _with_labels(
    begun: dict[str, torch.Tensor], ended: dict[str, torch.Tensor], first: list[str], second: list[str]
) -> dict[str, torch.Tensor]:
    """Returns the first one's weights with the rows of its head in the order of the second one's labels."""
    known = [(second.index(label), at) for at, label in enumerate(first) if label in second]
    if first == second or len(known) < len(first):
        return begun
    rows, own = (torch.tensor(ids) for ids in zip(*known, strict=True))
    heads = {name: ended[name].clone() for name in begun if name.startswith("classifier.")}
    for name, head in heads.items():
        head[rows] = begun[name][own]
    return begun | heads


def _labels(folder: Path) -> list[str]:
    """Returns the labels of a checkpoint in the order of its head; none where it does not tell them."""
    try:
        names = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
        return [str(names[str(i)]) for i in range(len(names))]
    except (OSError, ValueError, KeyError):
        return []


def _weights(folder: Path) -> dict[str, torch.Tensor]:
    try:
        with safe_open(folder / WEIGHTS, framework="pt") as stored:
            return {name: stored.get_tensor(name) for name in stored.keys()}  # noqa: SIM118 -- no mapping
    except OSError as error:
        raise ConfigurationError(f"{folder} holds no checkpoint ({type(error).__name__})") from error
